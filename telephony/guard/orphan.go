package guard

import (
	"cmp"
	"slices"
	"strings"

	"hotline1022/telephony/ari"
)

// What channels tell of themselves, as package telephony wrote it.
const (
	varCall      = "CALL_ID"
	varRole      = "HOTLINE_ROLE"
	varOperator  = "HOTLINE_OPERATOR"  // of a citizen: who had them
	varEmergency = "HOTLINE_EMERGENCY" // of a citizen: numbers that must be called on
	varNumber    = "HOTLINE_NUMBER"    // of a telephone outside
	varConfirmed = "HOTLINE_CONFIRMED" // of a telephone outside: a person is there

	roleCitizen = "citizen"
	roleOfficer = "officer"
	roleCalled  = "called" // of a citizen: we call them
)

// orphan is a call without its controller.
type orphan struct {
	citizen *ari.Channel // nil: gone, or sent on
	outs    []ari.Channel
	bridge  *ari.Bridge // where one of them is
}

// orphans sorts by call what belongs to citizens in the application, in the order in
// which Asterisk lists it. A channel whose call has ended is nobody's, and so are
// operators' media.
func orphans(s ari.Snapshot, app string) []*orphan {
	var all []*orphan
	calls := map[string]*orphan{}
	of := func(ch ari.Channel) *orphan {
		id := cmp.Or(ch.Vars[varCall], ch.ID)
		if calls[id] == nil {
			calls[id] = &orphan{}
			all = append(all, calls[id])
		}
		return calls[id]
	}
	for i, ch := range s.Channels {
		switch {
		case strings.HasPrefix(ch.Name, "UnicastRTP/"):
		case ch.App == app && ch.Vars[varRole] == roleCitizen:
			of(ch).citizen = &s.Channels[i]
		case (ch.App == app || ch.App == "") && ch.Vars[varRole] == roleOfficer: // "": a channel that ARI made
			of(ch).outs = append(of(ch).outs, ch)
		}
	}
	for _, o := range all {
		o.bridge = bridgeOf(s, o)
	}
	return all
}

// called are citizens whom the controller was calling, and who are not through the dialplan.
func called(s ari.Snapshot, app string) []ari.Channel {
	return slices.DeleteFunc(slices.Clone(s.Channels), func(ch ari.Channel) bool {
		return ch.Vars[varRole] != roleCalled || ch.App != app && ch.App != ""
	})
}

// bridgeOf is the bridge of the citizen, or, if they are in none, of a telephone outside.
func bridgeOf(s ari.Snapshot, o *orphan) *ari.Bridge {
	channels := o.outs
	if o.citizen != nil {
		channels = append([]ari.Channel{*o.citizen}, channels...)
	}
	for _, ch := range channels {
		for i, b := range s.Bridges {
			if slices.Contains(b.Channels, ch.ID) {
				return &s.Bridges[i]
			}
		}
	}
	return nil
}

func (o *orphan) inBridge(channel string) bool {
	return o.bridge != nil && slices.Contains(o.bridge.Channels, channel)
}

// through is the telephone outside whose owner the citizen speaks with, or may: they are
// together, a person has pressed the key there, or none is asked for.
func (o *orphan) through() *ari.Channel {
	return o.find(func(out ari.Channel) bool {
		together := o.inBridge(out.ID) && o.inBridge(o.citizen.ID)
		return out.State == "Up" && (together || out.Vars[varConfirmed] == "1" || o.keyless(out))
	})
}

// ringing is one that the citizen would be put through to as soon as it is answered.
func (o *orphan) ringing() *ari.Channel {
	return o.find(func(out ari.Channel) bool { return out.State != "Up" && o.keyless(out) })
}

// keyless: an emergency service, or a telephone that the flow puts the citizen through to.
// What an operator had called besides may be anybody's voicemail.
func (o *orphan) keyless(out ari.Channel) bool {
	return o.citizen.Vars[varOperator] == "" ||
		slices.Contains(strings.Fields(o.citizen.Vars[varEmergency]), out.Vars[varNumber])
}

func (o *orphan) find(is func(ari.Channel) bool) *ari.Channel {
	if at := slices.IndexFunc(o.outs, is); at >= 0 {
		return &o.outs[at]
	}
	return nil
}

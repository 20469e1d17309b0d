package agentdesk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// A shift leader's desk. The call that they watch stands beside their own: it has no card,
// ends no ticket that is being written, and is another operator's.

// supervision are the wishes that only a shift leader may have.
var supervision = []protocol.ClientType{
	protocol.ClientListen, protocol.ClientWhisper, protocol.ClientBarge, protocol.ClientTakeOver, protocol.ClientLeave,
}

func supervises(t protocol.ClientType) bool { return slices.Contains(supervision, t) }

// errNotAllowed: another role's to ask.
var errNotAllowed = errors.New("not this user's to ask")

// may says whether the desk's user may ask for that at all. d.mu is not held.
func (d *desk) may(t protocol.ClientType) error {
	user := d.whose()
	if supervises(t) && !user.Supervisor || forOperators(t) && !user.Operator {
		return errNotAllowed
	}
	return nil
}

// forOperators are the wishes of those alone who take calls: to be given them, and to make
// calls of their own accord. Whatever concerns a call is asked by whoever has it, also by a
// leader who has taken it over.
func forOperators(t protocol.ClientType) bool {
	return t == protocol.ClientReady || t == protocol.ClientPlace
}

// whose is the desk's user, as the newest connection has it.
func (d *desk) whose() User {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.user
}

// want is what the desk asks of the engine when it comes up.
func (u User) want(h *protocol.Hello) telephony.Want {
	if !u.Operator {
		return telephony.Want{Reason: telephony.ReasonSupervises, NoCalls: true}
	}
	return telephony.Want{Ready: h.Ready, Reason: h.Reason, Profile: u.Profile}
}

// turnTo prepares for a call to be watched: nobody is in two at once, and who asks for
// another wants to leave the first.
func (d *desk) turnTo(ctx context.Context, id string) error {
	d.mu.Lock()
	engaged, other := d.call != nil && d.call.Gone == "", ""
	if d.watched != nil && d.watched.ID != id {
		other = d.watched.ID
	}
	d.mu.Unlock()
	if engaged {
		return telephony.ErrNotNow
	}
	if other == "" {
		return nil
	}
	err := d.hub.p.Engine.Do(ctx, telephony.Command{Operator: d.operator, Kind: telephony.CmdLeave, Call: call.ID(other)})
	if errors.Is(err, telephony.ErrUnknownCall) || errors.Is(err, telephony.ErrNotYours) {
		return nil // it ended meanwhile
	}
	return err
}

// showWatched tells of the call that the desk's leader supervises.
func (d *desk) showWatched(v telephony.CallView) {
	d.mu.Lock()
	defer d.mu.Unlock()
	current := d.watched != nil && d.watched.ID == string(v.ID)
	next := wireCall(v, current && d.watched.Muted)
	next.Watching, next.Operator = true, v.Operator
	switch {
	case v.Gone == "":
		if !current {
			d.know(next.ID)
		}
		d.watched = &next
	case current:
		d.watched = nil
	}
	d.post(protocol.ServerMessage{Type: protocol.ServerCall, Call: copyOf(&next)}, nil)
}

// takenOver makes the watched call the desk's own, and says whether its leader was muted
// there: they still are. d.mu is held.
func (d *desk) takenOver(v telephony.CallView) (muted bool) {
	if d.watched == nil || d.watched.ID != string(v.ID) || v.Gone != "" {
		return false
	}
	muted = d.watched.Muted
	d.watched = nil
	return muted
}

// discreet is the call without a leader who listens, if that is not to be told.
func (h *Hub) discreet(v telephony.CallView) telephony.CallView {
	if !h.cfg.Discreet || v.Mode != call.ModeListen {
		return v
	}
	v.Leader, v.Mode = "", ""
	v.Hears = strings.Join(slices.DeleteFunc(strings.Fields(v.Hears), func(party string) bool {
		return strings.HasPrefix(party, string(call.PartyLeader)+":")
	}), " ")
	return v
}

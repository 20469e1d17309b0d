package telephony

import (
	"context"
	"maps"
	"strings"
	"time"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/trunk"
)

// What an actor that adopts a call can know of it: who had it, and the telephone outside.

// operatorOf is who had the call: as marked on it, or in its bridge.
func operatorOf(f *found) string {
	if o := f.citizen.Vars[varOperator]; o != "" {
		return o
	}
	for _, l := range f.legs {
		if f.inBridge(l.ID) && f.inBridge(f.citizen.ID) {
			return l.Vars[varOperator]
		}
	}
	return ""
}

// throughTo is the channel of the telephone outside that has the citizen, or can have them.
func throughTo(f *found) (ari.Channel, bool) {
	for _, o := range f.outs {
		if o.State == "Up" && o.Vars[varConfirmed] == "1" {
			return o, true
		}
	}
	return ari.Channel{}, false
}

// calledFor is the channel of the emergency service that is being called for the citizen: it
// is called on by it. One that never was dialled has no number yet.
func calledFor(f *found) (ari.Channel, bool) {
	first, _, _ := strings.Cut(f.citizen.Vars[varEmergency], " ")
	for _, o := range f.outs {
		if first != "" && o.Vars[varNumber] == first && o.Vars[varService] != "" && o.Vars[varConfirmed] == "1" {
			return o, true
		}
	}
	return ari.Channel{}, false
}

// cutOff is the channel of an officer who was being called, or told what it is about.
func cutOff(f *found) (ari.Channel, bool) {
	for _, o := range f.outs {
		if o.Vars[varNumber] != "" && o.Vars[varService] == "" && o.Vars[varConfirmed] != "1" {
			return o, true
		}
	}
	return ari.Channel{}, false
}

// recall lets a new actor know of the past what can be known.
func (a *actor) recall(f *found, queuedAt time.Time) {
	a.view.QueuedAt = queuedAt
	maps.Copy(a.marks, f.citizen.Vars)   // what stands there is not written again
	a.serial = a.e.cfg.Now().UnixMilli() // not the names that the engine before us gave
	for _, l := range f.legs {
		a.stale = append(a.stale, l.ID)
	}
	a.e.unwatch(f)
	a.recallOut(f)
	if f.bridge != nil {
		a.hands.do(a.hands.hasBridge)
	}
	a.log.Info("call adopted", "from", a.view.From, "legs", len(f.legs), "queued_at", queuedAt)
}

// recallOut finds the telephone outside again that has the citizen, or can have them, or else
// rings for them. Others, which rang or were let go, are hung up.
func (a *actor) recallOut(f *found) {
	there, ok := throughTo(f)
	through := ok
	if !ok {
		there, ok = calledFor(f)
	}
	for _, ch := range f.outs {
		if !ok || ch.ID != there.ID {
			a.e.clearChannel(nil, ch.ID)
		}
	}
	if !ok {
		return
	}
	o := &out{
		channel: there.ID, number: there.Vars[varNumber], turn: 1, answered: through, marked: true, stasis: make(signal), made: make(chan struct{}),
		music: through, inside: f.inBridge(there.ID), // of music nothing is known
	}
	o.trunk, _ = trunk.Of(there.Name)
	o.ctx, o.cancel = context.WithCancel(a.hands.ctx)
	o.stasis.set()
	close(o.made)
	a.out = o
	if !through {
		a.recallRinging(o, there)
	}
	// Where the citizen is, the hands must know who put them there.
	inside := f.inBridge(a.channel)
	a.hands.do(func(context.Context) { a.hands.citizen = inside })
}

// recallRinging lets a telephone ring on that a controller before us had called, for what is
// left of its time. Whether its network plays something nobody knows: it is taken for granted,
// so that its silence is not held against it, and that who answers is heard.
func (a *actor) recallRinging(o *out, ch ari.Channel) {
	o.rang, o.early = ch.State == "Ringing", true
	a.ringLimit(o, max(0, a.e.cfg.OfficerRing-a.e.cfg.Now().Sub(ch.Created)), a.ringOver)
}

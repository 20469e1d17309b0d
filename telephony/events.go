package telephony

import (
	"context"
	"strings"
	"time"

	"hotline1022/dialplan/flow"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

// The link's goroutine: it only sorts, and never waits.

// Event passes what Asterisk told on to the call that it concerns.
func (e *Engine) Event(ev ari.Event) {
	if start, ok := ev.(ari.StasisStart); ok {
		e.stasisStart(start)
		return
	}
	if a := e.concerned(ev); a != nil {
		a.post(func() { a.heard(ev) })
	}
}

// Down: events may be missed from now on. Calls go on; no new offer is made.
func (e *Engine) Down(err error) {
	e.log.Warn("the link to Asterisk is down", "error", err)
	e.downAt = e.cfg.Now()
	e.link.shut()
	e.floor.post(func() { e.floor.link(false) })
}

// concerned is the call that an event is about, or nil.
func (e *Engine) concerned(ev ari.Event) *actor {
	channels, bridge := ari.Subjects(ev)
	if id, ok := callOfBridge(bridge); ok {
		return e.actor(id)
	}
	for _, ch := range channels {
		if id, ok := callOfLeg(ch); ok {
			return e.actor(id)
		}
		if id, ok := callOfOut(ch); ok {
			return e.actor(id)
		}
		if id, ok := callOfWatch(ch); ok {
			return e.actor(id)
		}
		if a := e.actorOfChannel(ch); a != nil {
			return a
		}
	}
	return nil
}

// actorOfChannel finds the call by its citizen's channel. In nearly every call
// the channel's ID is the call's.
func (e *Engine) actorOfChannel(channel string) *actor {
	if a := e.actor(call.ID(channel)); a != nil && a.channel == channel {
		return a
	}
	for _, a := range e.actors() {
		if a.channel == channel {
			return a
		}
	}
	return nil
}

// stasisStart is a channel entering our application: a citizen, an operator's
// leg that a call is waiting for, or neither.
func (e *Engine) stasisStart(ev ari.StasisStart) {
	ch := ev.Channel
	if id, ok := callOfLeg(ch.ID); ok {
		if a := e.actor(id); a == nil || !a.post(func() { a.legInStasis(ch.ID) }) {
			e.clearChannel(nil, ch.ID) // its call is over
		}
		return
	}
	if id, ok := callOfOut(ch.ID); ok {
		if a := e.actor(id); a == nil || !a.post(func() { a.outInStasis(ch.ID) }) {
			e.clearChannel(nil, ch.ID) // its call is over
		}
		return
	}
	if id, ok := callOfWatch(ch.ID); ok {
		if a := e.actor(id); a == nil || !a.post(func() { a.watchInStasis(ch.ID) }) {
			e.clearChannel(nil, ch.ID) // its call is over
		}
		return
	}
	if ch.Vars[varRole] == roleCalled {
		if a := e.actorOfChannel(ch.ID); a == nil || !a.post(func() { a.callee.stasis.set() }) {
			e.clearChannel(nil, ch.ID) // its call is over
		}
		return
	}
	if a := e.actorOfChannel(ch.ID); a != nil && len(ev.Args) > 0 && ev.Args[0] == argCallBack {
		a.post(a.citizenUp)
		return
	}
	if e.actorOfChannel(ch.ID) != nil {
		return // found by Synced already
	}
	isCitizen := len(ev.Args) > 0 && ev.Args[0] == argInbound || ch.Vars[varRole] == roleCitizen
	if !isCitizen || !e.take(ch) {
		e.refuse(ch)
	}
}

// take begins a call.
func (e *Engine) take(ch ari.Channel) bool {
	a := e.newActor(ch, nil)
	if a == nil {
		return false
	}
	e.floor.post(e.floor.arrival)
	a.post(func() {
		a.flow.Plan = e.plans.Current()
		_ = a.happen(call.Incoming{Arrived: a.arrived(), Own: a.own()}) // the first event of a new Model is never refused
	})
	return true
}

// refuse: a channel in our application that is none of ours. Media channels
// are hung up; somebody on a telephone gets the dialplan's fallback.
func (e *Engine) refuse(ch ari.Channel) {
	e.log.Warn("a channel that is not ours entered the application", "channel", ch.ID, "name", ch.Name, "from", ch.CallerNumber)
	if strings.HasPrefix(ch.Name, "UnicastRTP/") {
		e.clearChannel(nil, ch.ID)
		return
	}
	e.spawn(func() {
		err := e.try(e.ctx, "to_fallback", func(ctx context.Context) error {
			return e.phone.Continue(ctx, ch.ID, e.cfg.FallbackContext, "s", 1)
		})
		if err != nil && !lost(err) {
			e.clearChannel(nil, ch.ID)
		}
	})
}

// legInStasis: an operator's channel has arrived. One that nobody waits for any
// more (its request was overtaken by the call) is hung up.
func (a *actor) legInStasis(channel string) {
	if a.leg == nil || a.leg.channel != channel {
		a.e.clearChannel(nil, channel)
		return
	}
	a.leg.stasis.set()
}

// heard is an event on the call's own goroutine. Each may come twice.
func (a *actor) heard(ev ari.Event) {
	switch ev := ev.(type) {
	case ari.StasisEnd:
		a.channelLeft(ev.Channel.ID)
	case ari.ChannelDestroyed:
		a.channelDestroyed(ev)
	case ari.ChannelDtmfReceived:
		switch {
		case ev.Channel.ID == a.channel:
			a.pressed(ev)
		case a.out != nil && ev.Channel.ID == a.out.channel:
			a.outPressed(ev.Digit)
		}
	case ari.Dial:
		a.citizenRings(ev.Peer.ID, ev.Status)
		a.outRings(ev.Peer.ID, ev.Status)
	case ari.ChannelStateChange:
		if ev.Channel.State == "Up" {
			a.citizenRings(ev.Channel.ID, "ANSWER")
			a.outRings(ev.Channel.ID, "ANSWER")
		}
	case ari.ChannelTalking:
		if ev.Channel.ID == a.channel && ev.Started {
			a.lead(flow.Talking{})
		} else if ev.Channel.ID == a.channel {
			a.lead(flow.Quiet{})
		}
	case ari.ToneDetected:
		a.toneHeard(ev)
	case ari.PlaybackFinished:
		switch {
		case ev.ID == a.said.id && a.said.id != "":
			a.speechEnded(ev)
		case a.out != nil && ev.ID == a.out.words:
			a.briefed(ev.ID)
		case strings.HasPrefix(ev.ID, mixPrefix): // for want of anybody else in the bridge
			a.hands.do(func(context.Context) { a.hands.mixed = false })
		}
	case ari.ChannelHangupRequest:
		if ev.Channel.ID == a.channel && !ev.Soft {
			a.leaving = true
		}
	case ari.BridgeEntered:
		if ev.Bridge.ID != bridgeName(a.id) {
			return
		}
		if a.leg != nil && ev.Channel.ID == a.leg.channel {
			a.leg.entered.set()
		}
		if a.watch != nil && ev.Channel.ID == a.watch.channel { // may become the operator's
			a.watch.entered.set()
		}
	case ari.BridgeLeft:
		if ev.Bridge.ID == bridgeName(a.id) {
			a.legGone(ev.Channel.ID)
		}
	case ari.BridgeDestroyed:
		if ev.Bridge.ID != bridgeName(a.id) {
			a.hands.do(func(context.Context) { a.hands.watch = false })
			return
		}
		a.hands.do(a.hands.noBridge)
		if a.leg != nil && closed(a.leg.entered) {
			a.legGone(a.leg.channel)
		}
		if a.out != nil && a.m.InBridge() { // neither hears the other any more
			_ = a.happen(call.LegFailed{Turn: a.m.Turn})
		}
	}
}

// speechEnded: a caller who hangs up ends the words too, and Asterisk tells
// that first. Nobody shall be queued, and shown to an operator, for that moment.
func (a *actor) speechEnded(ev ari.PlaybackFinished) {
	if !ev.Failed && !a.leaving {
		a.heardOut(ev.ID, false)
		return
	}
	a.later(a.hands.ctx, func() { a.heardOut(ev.ID, true) })
}

// channelLeft: a channel is not in the application any more. The citizen's is
// about to be destroyed, or the dialplan has it.
func (a *actor) channelLeft(channel string) {
	if channel != a.channel {
		a.legGone(channel)
		return
	}
	if a.m.Out { // the dialplan brings them back, or they are gone: an event says which
		return
	}
	a.leaving = true
	stop(a.clock.left)
	a.clock.left = time.AfterFunc(leftAfter, func() {
		a.post(a.leftUntold)
	})
}

// leftUntold: of the citizen's channel, which left the application, no end was told. One that lives on is the
// dialplan's; of one that is gone the telling is late or lost, and nobody took the call over.
func (a *actor) leftUntold() {
	asked := a.hands.do(func(context.Context) {
		var how call.Event = call.LeftStasis{}
		err := a.e.once("look", func(ctx context.Context) error {
			_, err := a.e.phone.GetVar(ctx, a.channel, varCallID)
			return err
		})
		if ari.IsGone(err) {
			how = call.CallerGone{}
		}
		a.post(func() { a.callerGone(how) })
	})
	if !asked { // the call is over; only its channel was left
		a.callerGone(call.LeftStasis{})
	}
}

func (a *actor) channelDestroyed(ev ari.ChannelDestroyed) {
	if ev.Channel.ID != a.channel {
		a.legGone(ev.Channel.ID)
		a.leaderGone(ev.Channel.ID)
		a.outGone(ev.Channel.ID, ev.TechCause, ev.Cause)
		return
	}
	if a.m.Out {
		a.citizenFailed(ev)
		return
	}
	a.callerGone(call.CallerGone{Cause: ev.Cause, TechCause: ev.TechCause})
}

// callerGone ends the call, or at least the citizen's part in it, and first of all what the
// flow has begun. It is refused when the call has ended already: then only gone is new.
func (a *actor) callerGone(how call.Event) {
	stop(a.clock.left)
	a.lead(flow.Gone{})
	_ = a.happen(how)
	a.gone = true
	a.hands.do(func(context.Context) { a.hands.citizen = false }) // in no bridge any more
}

// legGone: the operator's channel went away, or left the bridge, without our
// doing. In place of a prepared one the accept makes another.
func (a *actor) legGone(channel string) {
	switch {
	case a.leg == nil || a.leg.channel != channel:
	case !a.leg.wanted:
		a.dropLeg()
	default:
		_ = a.happen(call.LegLost{Turn: a.leg.turn}) // refused when the call has moved on
	}
}

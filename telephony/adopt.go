package telephony

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

// found is what a snapshot shows of one call.
type found struct {
	citizen *ari.Channel  // nil: it is gone, or not in our hands
	called  *ari.Channel  // the citizen's, whom we call and who is not through the dialplan yet
	left    bool          // the citizen's channel lives on, in the dialplan's hands
	legs    []ari.Channel // operators' channels
	outs    []ari.Channel // to telephones outside
	watch   []ari.Channel // shift leaders' channels, and their ears
	room    *ari.Bridge   // of those
	bridge  *ari.Bridge
}

func (f *found) inBridge(channel string) bool {
	return f.bridge != nil && slices.Contains(f.bridge.Channels, channel)
}

// Synced reconciles: calls we know end or are checked, calls we do not know are
// adopted, and what belongs to no call is removed. Only then may the floor
// assign: an operator found in a conversation must not be offered another call.
func (e *Engine) Synced(s ari.Snapshot) {
	var died time.Time // its calls ended with it, however long it took to come back
	if !e.asterisk.IsZero() && !s.AsteriskStarted.IsZero() && !s.AsteriskStarted.Equal(e.asterisk) {
		died = e.downAt
	}
	if !s.AsteriskStarted.IsZero() {
		e.asterisk = s.AsteriskStarted
	}
	calls := e.sort(s)
	for _, a := range e.actors() {
		f := calls[a.id]
		delete(calls, a.id)
		if f == nil {
			f = &found{}
		}
		a.post(func() { a.check(f, died) })
	}
	for id, f := range calls {
		if f.citizen == nil || !e.adopt(f) {
			e.remove(id, f)
		}
	}
	if !closed(e.synced) {
		close(e.synced)
	}
	e.link.set(true)
	e.floor.post(func() { e.floor.link(true) })
}

// sort puts what a snapshot shows together by call. A citizen's channel that is
// not in our application is the dialplan's: its fallback has it, or is about to
// bring it to us.
func (e *Engine) sort(s ari.Snapshot) map[call.ID]*found {
	calls := map[call.ID]*found{}
	of := func(id call.ID) *found {
		if calls[id] == nil {
			calls[id] = &found{}
		}
		return calls[id]
	}
	for i, ch := range s.Channels {
		if id, ok := callOfLeg(ch.ID); ok {
			of(id).legs = append(of(id).legs, ch)
			continue
		}
		if id, ok := callOfOut(ch.ID); ok {
			of(id).outs = append(of(id).outs, ch)
			continue
		}
		if id, ok := callOfWatch(ch.ID); ok {
			of(id).watch = append(of(id).watch, ch)
			continue
		}
		known := e.actorOfChannel(ch.ID)
		switch {
		case known != nil && ch.App == "":
			of(known.id).left = true
		case ch.Vars[varRole] == roleCalled && known != nil:
			of(known.id).called = &s.Channels[i]
		case ch.Vars[varRole] == roleCalled && ch.App != "":
			e.orphan(ch)
		case known != nil:
			of(known.id).citizen = &s.Channels[i]
		case ch.App != "" && ch.Vars[varRole] == roleEnded:
			e.clearChannel(nil, ch.ID)
		case ch.App != "" && ch.Vars[varRole] == roleCitizen:
			of(callOfCitizen(ch)).citizen = &s.Channels[i]
		}
	}
	for i, b := range s.Bridges {
		switch id, ok := callOfBridge(b.ID); {
		case ok && b.ID == bridgeName(id):
			of(id).bridge = &s.Bridges[i]
		case ok:
			of(id).room = &s.Bridges[i]
		}
	}
	return calls
}

// adopt takes a call up that this engine does not know.
func (e *Engine) adopt(f *found) bool {
	ch := *f.citizen
	queuedAt, _ := time.Parse(time.RFC3339Nano, ch.Vars[varQueuedAt]) // zero if it never waited
	if queuedAt.IsZero() && ch.State != "Up" && len(f.legs) == 0 {
		return e.take(ch) // new: its StasisStart was missed, nothing more
	}
	a := e.newActor(ch, nil)
	if a == nil {
		return false
	}
	e.metrics.adopted.Inc()
	operator := operatorOf(f)
	plan, at := e.resume(ch.Vars[varFlow], operator != "" || !queuedAt.IsZero())
	place, inQueue := placeOf(plan, at.Node)
	adoption := call.Adoption{
		Past: call.Adopted{
			Operator: operator, Queue: place.Queue,
			From: a.view.From, FromName: a.view.FromName, To: a.view.To,
			Withheld: a.view.Withheld, Asserted: a.asserted,
			ArrivedAt: ch.Created, QueuedAt: queuedAt,
		},
		Place:  place,
		Urgent: ch.Vars[varEmergency], Service: a.serviceOf(plan, ch.Vars[varEmergency]),
		Handed: call.Handed(ch.Vars[varHanded]),
		Placed: ch.Vars[varPlaced] == "1",
		Queued: operator == "" && inQueue && !queuedAt.IsZero(),
		Held:   operator != "" && ch.Vars[varHeld] == "1",

		CallBack: a.view.CallBack,
	}
	if o, ok := throughTo(f); ok {
		adoption.Number, adoption.Service = cmp.Or(o.Vars[varNumber], o.CallerNumber, "?"), o.Vars[varService]
		adoption.Together = f.inBridge(o.ID) && f.inBridge(ch.ID)
	} else if o, ok := calledFor(f); ok {
		adoption.Rings, adoption.Service = true, o.Vars[varService]
	}
	if o, ok := cutOff(f); ok && adoption.Held {
		adoption.Cut = o.Vars[varNumber]
	}
	since, unreached := readAlarm(ch.Vars[varAlarm])
	if adoption.Number == "" && adoption.Urgent == "" && unreached.Outcome != "" {
		adoption.Service, adoption.Unreached = unreached.Unit, unreached.Outcome
	}
	if m, _, err := call.Transition(call.Model{}, adoption); err == nil {
		e.reserve(a, m, queuedAt)
	}
	adoption.Own = a.own()
	a.post(func() {
		a.approved = slices.DeleteFunc(strings.Fields(adoption.Urgent), func(n string) bool { return !plan.Dials(n, a.e.cfg.Number) })
		a.recall(f, queuedAt)
		a.flow.Plan, a.at = plan, at
		if !since.IsZero() { // the alarm was raised, and is not raised again
			a.view.Emergency, a.view.EmergencyAt, a.alarm = true, since, adoption.Service
		}
		_ = a.happen(adoption) // the first event of a new Model is never refused
	})
	return true
}

// reserve tells the floor of an adopted call before it may assign any other.
func (e *Engine) reserve(a *actor, m call.Model, queuedAt time.Time) {
	if m.Placed {
		e.floor.post(func() { e.floor.gate.Live(string(a.id)) })
	}
	switch {
	case m.Operator != "":
		e.floor.post(func() { e.floor.engage(m.Operator, a, m.Place.Queue, m.Turn) })
	case m.State == call.StateQueued && !queuedAt.IsZero():
		e.floor.post(func() { e.floor.join(inLine(a.id, m.Place, queuedAt), a) })
	}
}

// unwatch removes what is left of supervision: a leader's audio ended with the controller
// before us.
func (e *Engine) unwatch(f *found) {
	for _, ch := range f.watch {
		e.clearChannel(nil, ch.ID)
	}
	if f.room != nil {
		e.clearBridge(nil, f.room.ID)
	}
}

// remove clears what is left of a call that has no citizen any more.
func (e *Engine) remove(id call.ID, f *found) {
	for _, l := range f.legs {
		e.log.Info("an operator's channel without a call is hung up", "channel", l.ID)
		e.clearChannel(nil, l.ID)
	}
	e.unwatch(f)
	for _, o := range f.outs {
		e.log.Info("a call out without a call is hung up", "channel", o.ID)
		e.clearChannel(nil, o.ID)
	}
	if f.bridge != nil {
		e.log.Info("a bridge without a call is destroyed", "call", string(id))
		e.clearBridge(nil, f.bridge.ID)
	}
}

// check compares a call with what is there after the link was down: what was
// missed is made up for. What the hands still have to do, they do now. died is when the link to an Asterisk that
// started anew since was lost; zero: it has not.
func (a *actor) check(f *found, died time.Time) {
	if a.m.Out && a.m.State != call.StateEnded {
		a.checkCallee(f)
		return
	}
	if f.citizen == nil && (!a.view.Left || !died.IsZero()) {
		a.died = died
		var ev call.Event = call.Vanished{AsteriskLost: !died.IsZero()}
		if f.left {
			ev = call.LeftStasis{}
		}
		a.callerGone(ev)
		return
	}
	a.dropStrangers(f)
	switch a.m.State {
	case call.StateEnded:
		a.hangUp()
	case call.StateOffered, call.StateConnecting, call.StateTalking, call.StateHeld:
		a.checkLeg(f)
		a.checkBeside(f)
	case call.StateMenu, call.StateQueued:
		a.sayAgain()
	case call.StateForwarding, call.StateForwarded:
		a.checkOut(f)
	case call.StateRecovering: // somebody is there if the citizen has left
		a.checkBeside(f)
	case call.StateNew, call.StateArriving:
	}
}

// dropStrangers hangs up operators' channels that are not the call's present one.
func (a *actor) dropStrangers(f *found) {
	for _, l := range f.legs {
		if a.leg == nil || a.leg.channel != l.ID {
			a.e.clearChannel(nil, l.ID)
		}
	}
	if w := a.watch; w != nil && w.ready && !slices.ContainsFunc(f.watch, func(ch ari.Channel) bool { return ch.ID == w.channel }) {
		a.leaderGone(w.channel)
	}
	for _, ch := range f.watch {
		w := a.watch
		ours := a.leg != nil && a.leg.channel == ch.ID || w != nil && (w.channel == ch.ID || w.ear != nil && w.ear.channel == ch.ID)
		if !ours {
			a.e.clearChannel(nil, ch.ID)
		}
	}
	for _, o := range f.outs {
		if a.out == nil || a.out.channel != o.ID {
			a.e.clearChannel(nil, o.ID)
		}
	}
}

// checkLeg: the operator's channel arrived, entered the bridge or went away unseen.
func (a *actor) checkLeg(f *found) {
	l := a.leg
	if l == nil {
		return
	}
	there := slices.ContainsFunc(f.legs, func(ch ari.Channel) bool { return ch.ID == l.channel })
	switch {
	case f.inBridge(l.channel):
		l.stasis.set()
		l.entered.set()
		if a.m.State == call.StateTalking && a.m.InBridge() && !f.inBridge(a.channel) {
			a.enterBridge(a.m.Turn)
		}
	case l.ready:
		a.legGone(l.channel)
	case there:
		l.stasis.set()
	}
}

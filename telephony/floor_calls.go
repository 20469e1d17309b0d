package telephony

import (
	"cmp"
	"time"

	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
)

// What the floor is told, all on its own goroutine: by the calls' actors, by the
// desks, by the operators.

// link: the link to Asterisk is up or down.
func (f *floor) link(up bool) { f.linkUp = up }

// arrival counts a call of today.
func (f *floor) arrival() {
	f.turnDay(f.e.cfg.Now())
	f.arrived++
}

// join puts a call into the line. An adopted call may be with an operator by the
// time its actor says so: then it stays there.
func (f *floor) join(w queue.Waiting, a *actor) {
	for _, o := range f.operators {
		if o.call == w.Call {
			return
		}
	}
	f.line = f.line.Join(w)
	if f.waiting[w.Call] == nil {
		f.waiting[w.Call] = &place{actor: a}
	}
}

func (f *floor) leave(id call.ID) {
	f.line = f.line.Leave(id)
	delete(f.waiting, id)
}

// over: the call has ended; whoever was being given it is free.
func (f *floor) over(id call.ID) {
	f.leave(id)
	f.gate.Ended(string(id))
	for _, o := range f.operators {
		if o.call == id {
			o.let()
		}
	}
}

// refused: the call that was given to the operator had left the queue meanwhile.
func (f *floor) refused(name string, id call.ID) {
	if o := f.operators[name]; o != nil && o.call == id && !o.engaged {
		o.let()
	}
}

// reached: the citizen of a call-back has answered, and is a caller like any other.
func (f *floor) reached(id call.ID) {
	for _, o := range f.operators {
		if o.call == id {
			o.reserved, o.yields = nil, false
		}
	}
}

// engage: the operator has the call. When they have another, this one is told
// that it waits in vain.
func (f *floor) engage(name string, a *actor, from string, turn int) {
	o := f.operator(name)
	if o.call != "" && o.call != a.id {
		a.happens(call.GraceOver{Turn: turn})
		return
	}
	if o.call == "" {
		o.call, o.queue, o.actor = a.id, from, a // adopted: it was not given by us
	}
	if o.queue == "" {
		o.queue = from // a shift leader who has taken it over
	}
	f.leave(a.id)
	o.engaged, o.watches = true, false
	o.missed = ""
	o.endWrapUp()
}

// engageLeader: a shift leader supervises the call; not if they have another.
func (f *floor) engageLeader(name string, a *actor, turn int) {
	o := f.operator(name)
	if o.call != "" {
		a.happens(call.LeaderLost{Turn: turn})
		return
	}
	o.call, o.queue, o.actor, o.engaged, o.watches = a.id, "", a, true, true
	o.endWrapUp()
}

// freeLeader: not any more. A leader who could not be engaged has nothing to give back.
func (f *floor) freeLeader(name string, id call.ID) {
	if o := f.operator(name); o.call == id {
		o.let()
	}
}

// await: the call waits for its operator, who may be there already.
func (f *floor) await(name string, a *actor) {
	if o := f.operator(name); o.present() && o.call == a.id {
		a.happens(call.OperatorReturned{Operator: name})
	}
}

// afterCall is how long after-call work may take: of a call that was in no queue, because an
// operator placed it, as long as of any that she is given.
func (f *floor) afterCall(o *operator) (limit time.Duration) {
	if o.queue != "" {
		return f.rules[o.queue].WrapUp
	}
	for name, rules := range f.rules {
		if o.want.serves(name) {
			limit = max(limit, rules.WrapUp)
		}
	}
	return limit
}

// free: the call is not the operator's any more.
func (f *floor) free(a *actor, how call.FreeOperator) {
	o := f.operator(how.Operator)
	if o.call != a.id {
		return
	}
	wrapUp := f.afterCall(o)
	o.let()
	o.missed = how.Unavailable
	switch {
	case !how.WrapUp || wrapUp <= 0:
	case o.desk:
		f.wrapUp(o, wrapUp)
	default:
		o.owed, o.owedUntil = wrapUp, f.e.cfg.Now().Add(f.e.cfg.Grace)
	}
}

// wrapUp begins an operator's after-call work.
func (f *floor) wrapUp(o *operator, d time.Duration) {
	until := f.e.cfg.Now().Add(d)
	o.wrapUntil = until
	o.wrapTimer = time.AfterFunc(d, func() {
		f.post(func() {
			if o.wrapUntil.Equal(until) {
				o.endWrapUp()
			}
		})
	})
}

func (f *floor) operator(name string) *operator {
	o := f.operators[name]
	if o == nil {
		o = &operator{name: name}
		f.operators[name] = o
	}
	return o
}

func (f *floor) deskUp(name string, want Want) {
	o := f.operator(name)
	if !o.desk {
		o.missed = ""
		if o.owed > 0 && f.e.cfg.Now().Before(o.owedUntil) {
			f.wrapUp(o, o.owed)
		}
		o.owed = 0
	}
	f.endPause(o, name)
	o.desk, o.want, o.outBy = true, want, ""
	f.returned(o)
}

func (f *floor) deskDown(name string) {
	o := f.operator(name)
	if !o.desk {
		return
	}
	f.endPause(o, cmp.Or(o.outBy, name))
	o.desk, o.missed = false, ""
	o.endWrapUp()
	f.gone(o)
}

func (f *floor) mediaUp(name string) {
	o := f.operator(name)
	o.media = true
	f.returned(o)
}

func (f *floor) mediaDown(name string) {
	o := f.operator(name)
	if !o.media {
		return
	}
	o.media = false
	f.gone(o)
}

// returned tells the operator's call that it may be joined again.
func (f *floor) returned(o *operator) {
	if o.engaged && o.present() {
		o.actor.happens(call.OperatorReturned{Operator: o.name})
	}
}

// gone tells the operator's call that it has lost its operator.
func (f *floor) gone(o *operator) {
	if o.call != "" {
		o.actor.happens(call.OperatorGone{Operator: o.name})
	}
}

// command carries ready and pause out. During a call they say what comes after it.
func (f *floor) command(cmd Command) error {
	if cmd.Operator == "" {
		return ErrBadCommand
	}
	if cmd.Kind == CmdCall {
		return f.place(cmd)
	}
	o := f.operators[cmd.Operator]
	if o == nil || !o.desk || cmd.Kind == CmdReady && o.want.NoCalls {
		return ErrNotNow
	}
	f.endPause(o, o.name)
	o.want.Ready, o.want.Reason = cmd.Kind == CmdReady, cmd.Reason
	if o.want.Ready {
		o.want.Reason = ""
	}
	o.missed = ""
	o.endWrapUp()
	return nil
}

// profile changes what calls an operator may take, if they are known.
func (f *floor) profile(name string, p Profile) {
	if o := f.operators[name]; o != nil {
		o.want.Profile = p
	}
}

// signOut ends an operator's desk for somebody else. A call that rings there goes
// to the next; a conversation is not torn: it has to be ended or taken over first.
// Without a desk there is nothing to end.
func (f *floor) signOut(name, by, reason string) error {
	o := f.operators[name]
	if o != nil && o.engaged {
		return ErrNotNow
	}
	f.e.note(f.e.cfg.Now(), "", call.KindSignedOut, call.Ordered{Operator: name, By: by, Reason: reason})
	if o != nil && o.desk {
		o.outBy = by
		f.deskDown(name)
	}
	return nil
}

// pause lets an operator take no further calls because somebody else says so. The call
// that they have goes on, and so does their after-call work. They may end it themselves, which
// is noted: it is said to them, not done to them.
func (f *floor) pause(name, by string, p Pause) error {
	o := f.operators[name]
	if o == nil || !o.desk || o.want.NoCalls {
		return ErrNotNow
	}
	f.e.note(f.e.cfg.Now(), "", call.KindPauseOrdered, call.Ordered{Operator: name, By: by, Reason: p.Reason})
	o.want.Ready, o.want.Reason, o.ordered, o.missed = false, p.Reason, p, ""
	return nil
}

// endPause ends what somebody else has ordered, if they have.
func (f *floor) endPause(o *operator, by string) {
	if o.ordered == (Pause{}) {
		return
	}
	o.ordered = Pause{}
	f.e.note(f.e.cfg.Now(), "", call.KindPauseEnded, call.Ordered{Operator: o.name, By: by})
}

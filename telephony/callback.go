package telephony

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/flow"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
	"hotline1022/telephony/trunk"
)

// claimed is the claim that a call-back is made for.
type claimed struct {
	Claim
	begun   bool // its try is counted
	yields  bool // the operator is wanted for another call: they are not asked
	dialled bool // the citizen is being called
	rang    bool
	up      bool         // the citizen has answered, and is the dialplan's until it brings them to us
	stasis  signal       // the channel is there, and may be told to call
	placed  *call.Placed // no claim: an operator calls of their own accord
	trunk   string       // over which
	tries   []trunk.Try  // of trunks that failed before
}

// claimsLimit is how long what keeps the claims may take to answer. An operator is
// reserved meanwhile, and a caller may be waiting.
const claimsLimit = 2 * time.Second

// callBacks looks at the claims from time to time: those that are due wait on the floor,
// by the place that is kept; those that are not any more wait in vain. While no trunk
// would take a call, and while the claims cannot be asked for, nobody is called, and no
// operator asked for it.
func (e *Engine) callBacks() {
	tick := time.NewTicker(e.cfg.CallBackEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-e.ctx.Done():
			return
		}
		if !e.link.isOpen() {
			continue
		}
		if !e.trunks.Ready() {
			e.awaitDue(nil)
			continue
		}
		var due []Claim
		err := e.asked(func(ctx context.Context) (err error) {
			due, err = e.backs.Due(ctx, e.cfg.Now())
			return err
		})
		if err != nil {
			if e.ctx.Err() == nil {
				e.log.Warn("the call-backs that are due cannot be looked up", "error", err)
			}
			due = nil
		}
		e.awaitDue(due)
	}
}

// asked bounds what is asked of those who keep the claims.
func (e *Engine) asked(ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(e.ctx, claimsLimit)
	defer cancel()
	return ask(ctx)
}

// awaitDue lets due claims wait, each once.
func (e *Engine) awaitDue(due []Claim) {
	wanted := make(map[int64]Claim, len(due))
	for _, c := range due {
		wanted[c.ID] = c
	}
	for _, a := range e.actors() {
		switch {
		case a.claim == nil || a.claim.placed != nil:
		case wanted[a.claim.ID].ID != 0:
			delete(wanted, a.claim.ID)
		default:
			a.post(func() {
				if !a.claim.begun {
					_ = a.happen(call.CallBackOff{}) // refused once the citizen is called
				}
			})
		}
	}
	for _, c := range wanted {
		e.callBack(c)
	}
}

func (e *Engine) callBack(c Claim) {
	now := e.cfg.Now()
	id := call.BackID(e.cfg.Node, now, c.ID)
	a := e.newActor(ari.Channel{ID: string(id), CallerNumber: c.Number, Created: now}, &claimed{Claim: c})
	if a == nil {
		return
	}
	a.post(func() {
		a.view.QueuedAt = c.QueuedAt
		a.flow.Plan = e.plans.Current()
		a.at = flow.State{Node: queueNode(a.flow.Plan, c.Queue), Phase: flow.PhaseServed}
		_ = a.happen(call.CallBackDue{Place: call.Place{Queue: c.Queue}, Own: a.own()}) // the first event of a new Model is never refused
	})
}

// queueNode is the node of a queue, or of any (""), where a citizen waits on whose operator,
// or whose plan, is lost: the most ordinary one. Nobody becomes an emergency by our losing
// something.
func queueNode(p *dialplan.Plan, name string) (best dialplan.NodeID) {
	var chosen dialplan.QueueNode
	for _, id := range slices.Sorted(maps.Keys(p.Nodes)) {
		q, ok := p.Nodes[id].(dialplan.QueueNode)
		if !ok || name != "" && q.Queue != name {
			continue
		}
		if best == "" || q.Priority < chosen.Priority || q.Priority == chosen.Priority && len(q.Offers) > len(chosen.Offers) {
			best, chosen = id, q
		}
	}
	return best
}

// citizenUp: the citizen has answered. Only now is there a channel to write on where in
// the plan they are.
func (a *actor) citizenUp() {
	a.at.Since = a.e.cfg.Now().UnixMilli()
	a.mark(varFlow, a.at.Mark(a.flow.Plan.Version))
	_ = a.happen(call.CitizenUp{}) // refused when the operator is gone
	a.e.floor.post(func() { a.e.floor.reached(a.id) })
}

// yield gives the operator up to a caller on the line. While the claim is being taken it
// has no end yet: who takes it finds out.
func (a *actor) yield(operator string) {
	a.post(func() {
		if a.m.State != call.StateQueued {
			_ = a.happen(call.CallBackYields{}) // refused once the citizen has answered
			return
		}
		a.claim.yields = true
		a.e.floor.post(func() { a.e.floor.refused(operator, a.id) })
	})
}

// beginTry: an operator is reserved. Only now is the claim taken, so that of several
// nodes one calls the citizen.
func (a *actor) beginTry(p queue.Pair, waited bool, due time.Time) {
	a.claim.begun = true
	claim := a.claim.Claim
	a.e.spawn(func() {
		var ok bool
		err := a.e.asked(func(ctx context.Context) (err error) {
			ok, err = a.e.backs.Begin(ctx, claim, p.Operator, a.e.cfg.Now())
			return err
		})
		if err != nil {
			a.log.Warn("a call-back cannot be begun", "claim", claim.ID, "error", err)
			a.e.awaitDue(nil) // the others' could not either: they take no operator from a caller
		}
		a.post(func() {
			if ok && err == nil {
				a.assign(p, waited, due)
				return
			}
			a.claim.begun = false
			a.e.floor.post(func() { a.e.floor.refused(p.Operator, a.id) })
			_ = a.happen(call.CallBackOff{}) // refused only after the end
		})
	})
}

// tried tells the claim. A report that is lost is made up for by the claim's own limit.
func (a *actor) tried(try string) {
	if a.claim == nil || !a.claim.begun {
		return
	}
	claim := a.claim.Claim
	a.e.spawn(func() {
		err := a.e.asked(func(ctx context.Context) error { return a.e.backs.End(ctx, claim, try, a.e.cfg.Now()) })
		if err != nil {
			a.log.Warn("how a call-back's try ended could not be kept", "claim", claim.ID, "try", try, "error", err)
		}
	})
}

// callCitizen calls the citizen, whose channel runs through the dialplan once it is
// answered, as any citizen's: the call file, the recording, then us. Asterisk's own
// Originate would do the same, but follows a telephone that redirects (302), to
// whatever channel its answer names.
func (a *actor) callCitizen() {
	a.view.ArrivedAt = a.e.cfg.Now()
	a.note(call.Note{Kind: call.KindArrived, Data: call.Arrived{From: a.claim.Number}})
	if p := a.claim.placed; p != nil {
		a.note(call.Note{Kind: call.KindPlaced, Data: *p})
	}
	if !number.MatchString(a.claim.Number) {
		a.happens(call.CitizenFailed{Try: call.TryFailed, How: call.Ended{Class: call.EndSystem, Reason: call.ReasonInternal}})
		return
	}
	a.dialCitizen(ari.ChannelDestroyed{})
}

// dialCitizen makes one attempt, over a trunk that was not tried yet; last is how the
// one before ended.
func (a *actor) dialCitizen(last ari.ChannelDestroyed) {
	over, ok := a.e.trunks.Claim(a.channel, a.claim.tries, false, a.e.cfg.Now())
	if !ok {
		a.post(func() { a.citizenOver(noTrunk(last)) })
		return
	}
	stasis := make(signal)
	a.claim.dialled, a.claim.rang, a.claim.up, a.claim.stasis, a.claim.trunk = true, false, false, stasis, over.Name
	vars := map[string]string{varCallID: string(a.id), varRole: roleCalled, varTo: "", varNumber: a.claim.Number}
	if a.claim.placed != nil {
		vars[varPlaced] = "1"
	}
	maps.Copy(vars, over.Vars(trunk.Caller{}))
	if !a.hands.do(func(ctx context.Context) {
		if ctx.Err() != nil {
			a.post(a.neverDialled)
			return
		}
		// Never tried again: the first request may have been carried out after all.
		err := a.e.once("call_citizen", func(ctx context.Context) error {
			return a.e.phone.Create(ctx, ari.CreateRequest{ChannelID: a.channel, Endpoint: over.Endpoint(a.claim.Number), Vars: vars})
		})
		if refused := new(ari.Error); errors.As(err, &refused) { // there is no channel
			a.post(func() { a.trunkFailed(ari.ChannelDestroyed{}) })
			return
		}
		if err == nil {
			err = a.ringCitizen(ctx, stasis)
		}
		if err != nil && !lost(err) && ctx.Err() == nil {
			a.e.clearChannel(nil, a.channel)
			a.post(func() { a.citizenOver(noTrunk(last)) })
		}
	}) {
		a.neverDialled()
	}
}

// ringCitizen runs on the hands. A channel obeys once it is in Stasis.
func (a *actor) ringCitizen(ctx context.Context, stasis signal) error {
	limit := time.NewTimer(a.e.cfg.JoinLimit)
	defer limit.Stop()
	select {
	case <-stasis:
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-limit.C:
		return fmt.Errorf("enter Stasis: %w", errJoinLimit)
	}
	return a.e.once("dial", func(ctx context.Context) error {
		return a.e.phone.Dial(ctx, a.channel, a.e.cfg.CallBackRing)
	})
}

// citizenRings is how the calling of the citizen goes. Who has answered goes through the
// dialplan.
func (a *actor) citizenRings(channel, status string) {
	if a.claim == nil || channel != a.channel || !a.claim.dialled || !a.m.Out {
		return
	}
	switch {
	case status == "RINGING":
		a.claim.rang = true
	case status == "ANSWER" && !a.claim.up:
		a.claim.up = true
		a.hands.do(func(ctx context.Context) {
			err := a.e.try(ctx, "to_dialplan", func(ctx context.Context) error {
				return a.e.phone.Continue(ctx, a.channel, callBackContext, "s", 1)
			})
			if err != nil && !lost(err) && ctx.Err() == nil {
				a.e.clearChannel(nil, a.channel)
				a.happens(call.CitizenFailed{Try: call.TryFailed, How: call.Ended{Class: call.EndSystem, Reason: call.ReasonInternal}})
			}
		})
	}
}

// orphan is the channel of a citizen whom an earlier controller was calling. Nobody waits
// for them any more but who has answered: the dialplan brings those to us.
func (e *Engine) orphan(ch ari.Channel) {
	if ch.State != "Up" {
		e.clearChannel(nil, ch.ID)
		return
	}
	e.spawn(func() {
		err := e.try(e.ctx, "to_dialplan", func(ctx context.Context) error {
			return e.phone.Continue(ctx, ch.ID, callBackContext, "s", 1)
		})
		if err != nil && !lost(err) {
			e.clearChannel(nil, ch.ID)
		}
	})
}

// neverDialled: the call has ended before its channel was asked for.
func (a *actor) neverDialled() {
	a.e.trunks.Release(a.channel)
	a.gone = true
}

// ends are what the journal is told of a telephone that was reached in vain.
var ends = map[trunk.Outcome]call.EndReason{
	trunk.Busy: call.ReasonBusy, trunk.NoAnswer: call.ReasonNoAnswer, trunk.Rejected: call.ReasonRejected, trunk.NoNumber: call.ReasonNoNumber,
}

// citizenFailed: the citizen's channel has ended before anybody answered.
func (a *actor) citizenFailed(ev ari.ChannelDestroyed) {
	outcome := trunk.OutcomeOf(ev.TechCause, ev.Cause, a.claim.rang)
	if outcome == trunk.Cancelled || outcome == trunk.Moved { // by our own limit, or diverted: nobody answered here
		outcome = trunk.NoAnswer
	}
	if outcome.GoesOn() {
		a.trunkFailed(ev)
		return
	}
	a.citizenOver(call.CitizenFailed{
		Try: string(outcome),
		How: call.Ended{Class: call.EndCitizen, Reason: ends[outcome], Cause: ev.Cause, TechCause: ev.TechCause},
	})
}

// trunkFailed: it is the next trunk's turn, unless the call has ended meanwhile.
func (a *actor) trunkFailed(ev ari.ChannelDestroyed) {
	a.e.trunks.Release(a.channel)
	if !a.m.Out {
		a.gone = true
		return
	}
	a.log.Warn("a trunk failed", "trunk", a.claim.trunk, "number", a.claim.Number, "sip", ev.TechCause, "cause", ev.Cause)
	a.claim.tries = append(a.claim.tries, trunk.Try{Trunk: a.claim.trunk, Outcome: trunk.Failed})
	a.dialCitizen(ev)
}

// noTrunk: no carrier took the call. That is not the citizen's doing, and costs them nothing.
func noTrunk(last ari.ChannelDestroyed) call.CitizenFailed {
	return call.CitizenFailed{
		Try: call.TryNoTrunk,
		How: call.Ended{Class: call.EndCarrier, Reason: call.ReasonNetwork, Cause: last.Cause, TechCause: last.TechCause},
	}
}

func (a *actor) citizenOver(how call.CitizenFailed) {
	a.e.trunks.Release(a.channel)
	_ = a.happen(how) // refused when it has ended: then only gone is new
	a.gone = true
}

// faxWithin is how long after the answer a fax is listened for. It begins to sound within
// three seconds (T.30: 1.8 to 2.5 s of silence first); one that shares its line with an
// answering machine may take longer.
const faxWithin = 30 * time.Second

// toneHeard: the dialplan listens on the channel of a call-back for the tone with which
// a fax machine answers, and for nothing else.
func (a *actor) toneHeard(ev ari.ToneDetected) {
	if ev.Channel.ID == a.channel && a.e.cfg.Now().Sub(a.view.AnsweredAt) < faxWithin {
		_ = a.happen(call.FaxHeard{}) // refused when it has ended, or we did not call
	}
}

// checkCallBack: what became of the citizen's telephone while the link was down.
func (a *actor) checkCallBack(f *found) {
	switch {
	case !a.claim.dialled:
	case f.called != nil:
		a.claim.stasis.set()
		if f.called.State == "Up" {
			a.citizenRings(a.channel, "ANSWER")
		}
	case f.citizen != nil:
		a.citizenUp()
	case !f.left:
		a.citizenOver(call.CitizenFailed{
			Try: string(trunk.NoAnswer), How: call.Ended{Class: call.EndCitizen, Reason: call.ReasonNoAnswer},
		})
	}
}

package telephony

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

// callee is whom we call, who is the call's citizen then: for a claim, or because an
// operator wants it.
type callee struct {
	number string
	claim  *claimed     // of a call-back, or nil
	placed *call.Placed // of a call that an operator places, or nil

	dialled bool // they are being called
	rang    bool
	up      bool        // they have answered, and are the dialplan's until it brings them to us
	stasis  signal      // the channel is there, and may be told to call
	trunk   string      // over which
	tries   []trunk.Try // of trunks that failed before
}

// citizenUp: the citizen has answered. Only now is there a channel to write on where in
// the plan they are.
func (a *actor) citizenUp() {
	a.at.Since = a.e.cfg.Now().UnixMilli()
	a.mark(varFlow, a.at.Mark(a.flow.Plan.Version))
	_ = a.happen(call.CitizenUp{}) // refused when the operator is gone
	a.e.floor.post(func() { a.e.floor.reached(a.id) })
}

// callCitizen calls the citizen, whose channel runs through the dialplan once it is
// answered, as any citizen's: the call file, the recording, then us. Asterisk's own
// Originate would do the same, but follows a telephone that redirects (302), to
// whatever channel its answer names.
func (a *actor) callCitizen() {
	a.view.ArrivedAt = a.e.cfg.Now()
	a.note(call.Note{Kind: call.KindArrived, Data: call.Arrived{From: a.callee.number}})
	if p := a.callee.placed; p != nil {
		a.note(call.Note{Kind: call.KindPlaced, Data: *p})
	}
	if !number.MatchString(a.callee.number) {
		a.happens(call.CitizenFailed{Try: call.TryFailed, How: call.Ended{Class: call.EndSystem, Reason: call.ReasonInternal}})
		return
	}
	a.dialCitizen(ari.ChannelDestroyed{})
}

// dialCitizen makes one attempt, over a trunk that was not tried yet; last is how the
// one before ended.
func (a *actor) dialCitizen(last ari.ChannelDestroyed) {
	over, ok := a.e.trunks.Claim(a.channel, a.callee.tries, false, a.e.cfg.Now())
	if !ok {
		a.post(func() { a.citizenOver(noTrunk(last)) })
		return
	}
	stasis := make(signal)
	a.callee.dialled, a.callee.rang, a.callee.up, a.callee.stasis, a.callee.trunk = true, false, false, stasis, over.Name
	vars := map[string]string{varCallID: string(a.id), varRole: roleCalled, varTo: "", varNumber: a.callee.number}
	if a.callee.placed != nil {
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
			return a.e.phone.Create(ctx, ari.CreateRequest{ChannelID: a.channel, Endpoint: over.Endpoint(a.callee.number, false), Vars: vars})
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
	if a.callee == nil || channel != a.channel || !a.callee.dialled || !a.m.Out {
		return
	}
	switch {
	case status == "RINGING":
		a.callee.rang = true
	case status == "ANSWER" && !a.callee.up:
		a.callee.up = true
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
	outcome := trunk.OutcomeOf(ev.TechCause, ev.Cause, a.callee.rang)
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
	a.log.Warn("a trunk failed", "trunk", a.callee.trunk, "number", a.callee.number, "sip", ev.TechCause, "cause", ev.Cause)
	a.callee.tries = append(a.callee.tries, trunk.Try{Trunk: a.callee.trunk, Outcome: trunk.Failed})
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

// checkCallee: what became of the citizen's telephone while the link was down.
func (a *actor) checkCallee(f *found) {
	switch {
	case !a.callee.dialled:
	case f.called != nil:
		a.callee.stasis.set()
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

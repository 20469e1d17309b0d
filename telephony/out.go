package telephony

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

// out is a channel to a telephone outside: an emergency service, an officer on call.
type out struct {
	channel string
	number  string
	turn    int // of the CallOut
	trunk   string
	tries   []trunk.Try // before this one, for the same number

	ctx    context.Context // done when it is dropped
	cancel context.CancelFunc
	stasis signal
	made   chan struct{} // closed when the hands are done with it, however that ended

	apart bool // an officer's: into no bridge before its network plays something

	rang, answered bool   // the actor's own, as words
	words          string // the playback of what it is about, or ""
	music          bool   // it waits; the hands' own
}

// outcomeRefused: a number that no plan names is never dialled (Forward.Outcome).
const outcomeRefused = "refused"

// callOut calls a number, over one trunk after the other as long as it is the
// trunks that fail.
func (a *actor) callOut(e call.CallOut) {
	stop(a.clock.ring)
	if !dialable(a.flow.Plan, e.Number) && !slices.Contains(a.approved, e.Number) {
		a.log.Error("a number outside the plan is not dialled", "number", e.Number)
		a.happens(call.OutFailed{Turn: e.Turn, Outcome: outcomeRefused})
		return
	}
	a.tryOut(e.Number, e.Turn, nil)
}

// number is what a trunk may be asked for: digits, nothing that Asterisk would read
// as more than a number.
var number = regexp.MustCompile(`^\+?[0-9]{2,20}$`)

// dialable is the guard against toll fraud: whatever the reason, only what the plan
// itself names is dialled.
func dialable(p *dialplan.Plan, n string) bool {
	return number.MatchString(n) && p.Dials(n, func(named string) string { return named })
}

// tryOut makes one attempt. The callee has the whole time to answer in each: what a
// trunk took to fail is not theirs.
func (a *actor) tryOut(number string, turn int, tries []trunk.Try) {
	limit, urgent := a.ring()
	stop(a.clock.ring)
	a.clock.ring = a.after(limit, call.OutFailed{Turn: turn, Outcome: string(trunk.NoAnswer)})
	channel := a.name(outName)
	over, ok := a.e.trunks.Claim(channel, tries, urgent, a.e.cfg.Now())
	if !ok {
		a.happens(call.OutFailed{Turn: turn, Outcome: string(trunk.Failed)})
		return
	}
	o := &out{
		channel: channel, number: number, turn: turn, trunk: over.Name, tries: tries, apart: a.m.Operator != "" && !urgent,
		stasis: make(signal), made: make(chan struct{}),
	}
	o.ctx, o.cancel = context.WithCancel(a.hands.ctx)
	a.out = o
	if !a.hands.do(func(context.Context) {
		defer close(o.made)
		if err := a.makeOut(o, over); err != nil && o.ctx.Err() == nil {
			a.log.Warn("a call out could not be made", "channel", o.channel, "trunk", o.trunk, "error", err)
			a.post(func() { a.outEnded(o, trunk.Failed) })
		}
	}) {
		close(o.made)
	}
}

// makeOut runs on the hands. A telephone that may speak with the citizen at once is in the
// bridge before it rings. An officer's is not: who answers would hear the operator until
// they are taken out of it again, to be told what it is about.
func (a *actor) makeOut(o *out, over trunk.Trunk) error {
	if err := a.ensureBridge(o.ctx); err != nil {
		return err
	}
	if o.ctx.Err() != nil {
		return context.Cause(o.ctx)
	}
	vars := map[string]string{varCallID: string(a.id), varRole: roleOfficer, varNumber: o.number}
	maps.Copy(vars, over.Vars(a.caller()))
	// Neither is tried again: the first request may have been carried out after all.
	err := a.e.once("create_out", func(ctx context.Context) error {
		return a.e.phone.Create(ctx, ari.CreateRequest{
			ChannelID: o.channel, Endpoint: over.Endpoint(o.number), Originator: a.channel, Vars: vars,
		})
	})
	if err != nil {
		return err
	}
	// Before it is there: of two who meet in a bridge Asterisk gives each the other's identity,
	// and what mixes has none, so that the call would go out without ours. Without mixing, a
	// recording may lack what is said there.
	_ = a.ensureMixed(o.ctx)
	limit := time.NewTimer(a.e.cfg.JoinLimit)
	defer limit.Stop()
	select {
	case <-o.stasis:
	case <-o.ctx.Done():
		return context.Cause(o.ctx)
	case <-limit.C:
		return fmt.Errorf("enter Stasis: %w", errJoinLimit)
	}
	if !o.apart {
		err = a.e.try(o.ctx, "join_out", func(ctx context.Context) error {
			return a.e.phone.AddChannel(ctx, bridgeName(a.id), o.channel)
		})
		if err != nil {
			return err
		}
	}
	return a.e.once("dial", func(ctx context.Context) error {
		return a.e.phone.Dial(ctx, o.channel, 0)
	})
}

// caller is the citizen, as a trunk may show them to those who are called for them.
func (a *actor) caller() trunk.Caller {
	c := trunk.Caller{Withheld: a.view.Withheld}
	if number.MatchString(a.view.From) {
		c.Number = a.view.From
	}
	return c
}

// outInStasis: a channel to outside has come into being. One that nobody waits for any
// more is hung up.
func (a *actor) outInStasis(channel string) {
	if a.out == nil || a.out.channel != channel {
		a.e.clearChannel(nil, channel)
		return
	}
	a.out.stasis.set()
}

// outRings is how dialling goes.
func (a *actor) outRings(channel, status string) {
	o := a.out
	if o == nil || o.channel != channel {
		return
	}
	switch status {
	case "RINGING":
		o.rang = true
	case "PROGRESS":
		if a.happen(call.OutEarly{Turn: o.turn}) == nil && o.apart { // refused when it was told before
			a.ask("join_out", func(ctx context.Context) error {
				return a.e.phone.AddChannel(ctx, bridgeName(a.id), o.channel)
			})
		}
	case "ANSWER":
		o.answered = true
		stop(a.clock.ring)
		_ = a.happen(call.OutAnswered{Turn: o.turn, Trunk: o.trunk}) // refused when it was told before
	}
}

// outGone: the channel's end.
func (a *actor) outGone(channel string, sip, cause int) {
	if o := a.out; o != nil && o.channel == channel {
		a.outEnded(o, trunk.OutcomeOf(sip, cause, o.rang))
	}
}

// outEnded: it is over, or it is the next trunk's turn.
func (a *actor) outEnded(o *out, outcome trunk.Outcome) {
	if a.out != o {
		return
	}
	a.dropChannel(o)
	if o.answered {
		_ = a.happen(call.OutGone{Turn: o.turn}) // refused when the call has moved on
		return
	}
	tries := append(slices.Clone(o.tries), trunk.Try{Trunk: o.trunk, Outcome: outcome})
	if outcome.GoesOn() {
		a.log.Warn("a trunk failed", "trunk", o.trunk, "number", o.number)
		a.tryOut(o.number, o.turn, tries)
		return
	}
	_ = a.happen(call.OutFailed{Turn: o.turn, Outcome: string(outcome)}) // refused when the call has moved on
}

// dropOut hangs the telephone outside up, as far as it has come.
func (a *actor) dropOut() {
	stop(a.clock.ring)
	stop(a.clock.key)
	if o := a.out; o != nil {
		if o.answered && a.m.Operator != "" {
			a.takeOut(o) // in order: the citizen may come into the bridge next
		}
		a.dropChannel(o)
	}
}

func (a *actor) dropChannel(o *out) {
	a.out = nil
	o.cancel()
	a.e.clearChannel(o.made, o.channel)
	a.e.trunks.Release(o.channel)
}

// markOut: somebody is there who may be left alone with the citizen.
func (a *actor) markOut() {
	if o := a.out; o != nil {
		a.insist(wish{
			effect: "set_variable", lead: markLead,
			request: func(ctx context.Context) error { return a.e.phone.SetVar(ctx, o.channel, varConfirmed, "1") },
			still:   func() bool { return a.out == o },
		})
	}
}

// recallOut finds the telephone outside again that an earlier controller's call speaks
// with. Others, which rang, are hung up: the flow calls them again.
func (a *actor) recallOut(f *found) {
	through, ok := throughTo(f)
	for _, ch := range f.outs {
		if !ok || ch.ID != through.ID {
			a.e.clearChannel(nil, ch.ID)
		}
	}
	if !ok {
		return
	}
	o := &out{channel: through.ID, number: through.Vars[varNumber], turn: 1, answered: true, stasis: make(signal), made: make(chan struct{})}
	o.ctx, o.cancel = context.WithCancel(a.hands.ctx)
	o.stasis.set()
	close(o.made)
	a.out = o
	// Where the citizen is, the hands must know who put them there.
	inside := f.inBridge(a.channel)
	a.hands.do(func(context.Context) { a.hands.citizen = inside })
}

// checkOut: what became of the telephone outside while the link was down.
func (a *actor) checkOut(f *found) {
	o := a.out
	if o == nil {
		return
	}
	at := slices.IndexFunc(f.outs, func(ch ari.Channel) bool { return ch.ID == o.channel })
	switch {
	case at < 0 && closed(o.made):
		a.outEnded(o, trunk.NoAnswer)
	case at < 0: // its making is under way, and says how it ended
	case a.m.InBridge() && !f.inBridge(o.channel):
		if f.bridge == nil {
			a.hands.do(func(context.Context) { a.hands.bridge, a.hands.mixed = false, false })
		}
		_ = a.happen(call.LegFailed{Turn: a.m.Turn})
	case a.m.InBridge() && !f.inBridge(a.channel):
		a.enterBridge(a.m.Turn)
	case f.outs[at].State == "Up":
		o.stasis.set()
		a.outRings(o.channel, "ANSWER")
	default:
		o.stasis.set()
	}
}

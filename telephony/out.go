package telephony

import (
	"context"
	"fmt"
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

	apart  bool // an officer's: into no bridge before its network plays something
	marked bool // its channel has varConfirmed, or is about to; the actor's own, as words

	rang, early, answered bool
	words                 string // the playback of what it is about, or ""

	music  bool // it hears music, or may; the hands' own
	inside bool // it is in the call's bridge, or may be; the hands' own
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

// tryOut makes one attempt over the next trunk.
func (a *actor) tryOut(number string, turn int, tries []trunk.Try) {
	channel := a.name(outName)
	over, ok := a.e.trunks.Claim(channel, tries, a.m.Officer.Urgent, a.e.cfg.Now())
	if !ok {
		a.happens(call.OutFailed{Turn: turn, Outcome: string(trunk.Failed)})
		return
	}
	a.dialOver(over, &out{
		channel: channel, number: number, turn: turn, trunk: over.Name, tries: tries,
		apart: !a.m.Keyless(), marked: a.m.Keyless(), stasis: make(signal), made: make(chan struct{}),
	})
}

// dialOver dials. The callee has the whole time to answer over each trunk: what one took
// to fail is not theirs.
func (a *actor) dialOver(over trunk.Trunk, o *out) {
	o.ctx, o.cancel = context.WithCancel(a.hands.ctx)
	a.out = o
	service := ""
	if a.m.Officer.Urgent {
		service = a.m.Officer.Unit
	}
	if limit := a.ring(); service != "" && limit > stalledAfter {
		a.ringLimit(o, stalledAfter, a.stalled)
	} else {
		a.ringLimit(o, limit, a.ringOver)
	}
	vars := a.outVars(o, over, service)
	if !a.hands.do(func(context.Context) {
		defer close(o.made)
		if err := a.makeOut(o, over.Endpoint(o.number, service != ""), vars); err != nil && o.ctx.Err() == nil {
			a.log.Warn("a call out could not be made", "channel", o.channel, "trunk", o.trunk, "error", err)
			a.post(func() { a.outEnded(o, trunk.Failed) })
		}
	}) {
		close(o.made)
	}
}

// outVars is what the channel carries from its beginning.
func (a *actor) outVars(o *out, over trunk.Trunk, service string) map[string]string {
	vars := over.Vars(a.caller(service))
	vars[varCallID], vars[varRole] = string(a.id), roleOfficer
	if service != "" {
		vars[varService] = service
	}
	if o.marked {
		vars[varConfirmed] = "1"
	}
	return vars
}

// makeOut runs on the hands. A telephone that may speak with the citizen at once is in the
// bridge before it rings. An officer's is not: who answers would hear the operator until
// they are taken out of it again, to be told what it is about.
func (a *actor) makeOut(o *out, endpoint string, vars map[string]string) error {
	if err := a.ensureBridge(o.ctx); err != nil {
		return err
	}
	if o.ctx.Err() != nil {
		return context.Cause(o.ctx)
	}
	// Neither is tried again: the first request may have been carried out after all.
	err := a.e.once("create_out", func(ctx context.Context) error {
		return a.e.phone.Create(ctx, ari.CreateRequest{
			ChannelID: o.channel, Endpoint: endpoint, Originator: a.channel, Vars: vars,
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
		if err := a.putIn(o); err != nil {
			return err
		}
	}
	// From now on it may ring, and a controller after us lets it.
	if err := a.e.once("set_variable", func(ctx context.Context) error {
		return a.e.phone.SetVar(ctx, o.channel, varNumber, o.number)
	}); lost(err) {
		return err
	}
	return a.e.once("dial", func(ctx context.Context) error {
		return a.e.phone.Dial(ctx, o.channel, 0)
	})
}

// putIn runs on the hands: the telephone is in the bridge from now on, or may be.
func (a *actor) putIn(o *out) error {
	o.inside = true
	_ = a.ensureMixed(o.ctx) // done before, unless we died since: then it may not mix any more
	return a.e.try(o.ctx, "join_out", func(ctx context.Context) error {
		return a.e.phone.AddChannel(ctx, bridgeName(a.id), o.channel)
	})
}

// caller is the citizen, as a trunk may show them to the service that is called for them, or
// to an officer (""). What is withheld is told to an emergency service alone: it must find
// who has hung up, or cannot speak on. Networks do the same where it is called directly
// (Directive 2002/58/EC, article 10 (b)), and they gave us the number for calls for help.
func (a *actor) caller(service string) trunk.Caller {
	shown, hidden := a.view.From, a.view.Withheld
	if hidden && a.asserted != "" && a.flow.Plan.EmergencyNumber(service) {
		shown, hidden = a.asserted, false
	}
	c := trunk.Caller{Withheld: hidden}
	if number.MatchString(shown) {
		c.Number = shown
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
		o.early = true
		if a.happen(call.OutEarly{Turn: o.turn}) == nil && o.apart { // refused when it was told before
			a.hands.do(func(context.Context) { _ = a.putIn(o) })
		}
	case "ANSWER":
		if o.answered {
			return // told twice: of the dialling, and of the channel's state
		}
		o.answered = true
		stop(a.clock.ring)
		if o.early && !o.apart {
			a.hearAnew(o)
		}
		_ = a.happen(call.OutAnswered{Turn: o.turn, Trunk: o.trunk}) // refused when the call has moved on
	}
}

// hearAnew takes the telephone out of the bridge and puts it in again. What a network plays
// before the answer often comes from elsewhere than what is said after it, and Asterisk, where
// it mixes, drops packets that are numbered behind those before: for minutes nobody would
// hear who has answered.
func (a *actor) hearAnew(o *out) {
	a.takeOut(o)
	a.hands.do(func(ctx context.Context) { a.unjoined(ctx, o, o.turn, a.putIn(o)) })
}

// failed are the tries for this number with the present one.
func (o *out) failed(outcome trunk.Outcome) []trunk.Try {
	return append(slices.Clone(o.tries), trunk.Try{Trunk: o.trunk, Outcome: outcome})
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
	a.letOut(o)
	if o.answered {
		_ = a.happen(call.OutGone{Turn: o.turn}) // refused when the call has moved on
		return
	}
	if outcome.GoesOn() {
		a.log.Warn("a trunk failed", "trunk", o.trunk, "number", o.number)
		a.tryOut(o.number, o.turn, o.failed(outcome))
		return
	}
	_ = a.happen(call.OutFailed{Turn: o.turn, Outcome: string(outcome)}) // refused when the call has moved on
}

// dropOut hangs the telephone outside up, as far as it has come.
func (a *actor) dropOut() {
	stop(a.clock.ring)
	stop(a.clock.key)
	if o := a.out; o != nil {
		a.letOut(o)
	}
}

// letOut hangs a channel to outside up. Before anything else is done it is out of the bridge,
// where somebody else may come next; and nobody who adopts the call takes it for whom the
// citizen is with, whenever the hang-up succeeds.
func (a *actor) letOut(o *out) {
	stop(a.clock.ring)
	a.takeOut(o)
	if o.marked {
		a.hands.do(func(ctx context.Context) {
			if ctx.Err() == nil {
				_ = a.e.once("set_variable", func(ctx context.Context) error {
					return a.e.phone.SetVar(ctx, o.channel, varConfirmed, "")
				})
			}
		})
	}
	a.out = nil
	o.cancel()
	a.e.clearChannel(o.made, o.channel)
	a.e.trunks.Release(o.channel)
}

// markOut: somebody is there who may be left alone with the citizen.
func (a *actor) markOut() {
	if o := a.out; o != nil {
		o.marked = true
		a.insist(wish{
			effect: "set_variable", lead: markLead,
			request: func(ctx context.Context) error { return a.e.phone.SetVar(ctx, o.channel, varConfirmed, "1") },
			still:   func() bool { return a.out == o },
		})
	}
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
			a.hands.do(a.hands.noBridge)
		}
		_ = a.happen(call.LegFailed{Turn: a.m.Turn})
	case a.m.InBridge() && !f.inBridge(a.channel):
		a.enterBridge(a.m.Turn)
	default:
		o.stasis.set()
		a.outSeen(o, f.outs[at].State)
	}
}

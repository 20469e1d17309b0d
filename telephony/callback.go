package telephony

import (
	"context"
	"maps"
	"slices"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/flow"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
)

// claimed is the claim that a call-back is made for.
type claimed struct {
	Claim
	begun  bool // its try is counted
	yields bool // the operator is wanted for another call: they are not asked
}

// claim of a call-back; nil: the call is none.
func (a *actor) claim() *claimed {
	if a.callee == nil {
		return nil
	}
	return a.callee.claim
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
		switch claim := a.claim(); {
		case claim == nil:
		case wanted[claim.ID].ID != 0:
			now := wanted[claim.ID].GivenTo
			a.post(func() { a.givenTo(now) })
			delete(wanted, claim.ID)
		default:
			a.post(func() {
				if !claim.begun {
					_ = a.happen(call.CallBackOff{}) // refused once the citizen is called
				}
			})
		}
	}
	for _, c := range wanted {
		e.callBack(c)
	}
}

// givenTo tells the line who is to call, where that has changed while the claim waits.
func (a *actor) givenTo(operator string) {
	claim := a.claim()
	if claim.GivenTo == operator || claim.begun || a.m.State != call.StateQueued {
		return
	}
	claim.GivenTo = operator
	w := inLine(a.id, call.Place{Queue: claim.Queue}, a.view.QueuedAt)
	w.CallBack, w.Only = true, operator
	a.e.floor.post(func() { a.e.floor.join(w, a) })
}

func (e *Engine) callBack(c Claim) {
	now := e.cfg.Now()
	id := call.BackID(e.cfg.Node, now, c.ID)
	a := e.newActor(ari.Channel{ID: string(id), CallerNumber: c.Number, Created: now}, &callee{number: c.Number, claim: &claimed{Claim: c}})
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

// yield gives the operator up to a caller on the line. While the claim is being taken it
// has no end yet: who takes it finds out.
func (a *actor) yield(operator string) {
	a.post(func() {
		if a.m.State != call.StateQueued {
			_ = a.happen(call.CallBackYields{}) // refused once the citizen has answered
			return
		}
		a.claim().yields = true
		a.e.floor.post(func() { a.e.floor.refused(operator, a.id) })
	})
}

// beginTry: an operator is reserved. Only now is the claim taken, so that of several
// nodes one calls the citizen.
func (a *actor) beginTry(p queue.Pair, waited bool, due time.Time) {
	claimed := a.claim()
	claimed.begun = true
	claim := claimed.Claim
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
			claimed.begun = false
			a.e.floor.post(func() { a.e.floor.refused(p.Operator, a.id) })
			_ = a.happen(call.CallBackOff{}) // refused only after the end
		})
	})
}

// tried tells the claim. A report that is lost is made up for by the claim's own limit.
func (a *actor) tried(try string) {
	claimed := a.claim()
	if claimed == nil || !claimed.begun {
		return
	}
	claim := claimed.Claim
	a.e.spawn(func() {
		err := a.e.asked(func(ctx context.Context) error { return a.e.backs.End(ctx, claim, try, a.e.cfg.Now()) })
		if err != nil {
			a.log.Warn("how a call-back's try ended could not be kept", "claim", claim.ID, "try", try, "error", err)
		}
	})
}

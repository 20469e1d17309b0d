package telephony

import (
	"errors"
	"fmt"
	"slices"

	"hotline1022/dialplan/flow"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/toll"
)

// A call that an operator places: to a citizen from a ticket, to an officer of the
// directory. The floor reserves its operator, so that no offer comes between; the gate
// against toll fraud (package toll) is the floor's, too.

// ErrDenied: the call may not go out; errors.As gives the *toll.Denied.
var ErrDenied = errors.New("the call may not go out")

// place begins a call that an operator asks for. On the floor's goroutine.
func (f *floor) place(cmd Command) error {
	if len(cmd.Numbers) != 1 {
		return ErrBadCommand
	}
	o := f.operators[cmd.Operator]
	switch {
	case o == nil || !o.desk || o.want.NoCalls || o.call != "" || !f.linkUp:
		return ErrNotNow
	case !o.media:
		return ErrNoMedia
	}
	number, now := f.e.cfg.Number(cmd.Numbers[0]), f.e.cfg.Now()
	if slices.Contains(f.e.own(), number) {
		return ErrOwnNumber
	}
	// As Asterisk names calls, and no call like another. A name says nothing of who is called:
	// more see it than may see a number.
	f.placed++
	id := call.ID(fmt.Sprintf("%s-%d.op%d", f.e.cfg.Node, now.UnixMilli(), f.placed))
	if err := f.gate.Ask(string(id), number, cmd.Operator, now); err != nil {
		f.denied(cmd.Operator, number, err)
		return errors.Join(ErrDenied, err)
	}
	media, err := f.e.media.Open(cmd.Operator, id)
	var a *actor
	if err == nil {
		a = f.e.newActor(ari.Channel{ID: string(id), CallerNumber: number, Created: now}, &callee{
			number: number, placed: &call.Placed{Operator: cmd.Operator, Number: number, Ticket: cmd.Ticket},
		})
	}
	if a == nil {
		f.gate.Ended(string(id))
		if media != nil {
			media.Close()
		}
		return errors.Join(err, ErrNotNow)
	}
	o.call, o.queue, o.actor, o.engaged, o.missed = id, "", a, true, ""
	o.endWrapUp()
	a.post(func() {
		a.opened = media
		a.flow.Plan = f.e.plans.Current()
		a.at = flow.State{Node: queueNode(a.flow.Plan, ""), Phase: flow.PhaseServed}
		spare, _ := placeOf(a.flow.Plan, a.at.Node)
		_ = a.happen(call.CallAsked{Operator: cmd.Operator, Own: a.own(), Place: spare}) // the first event of a new Model is never refused
	})
	return nil
}

// denied leaves a trace of a call that may not go out: whoever has got hold of a desk shows
// by little else.
func (f *floor) denied(operator, number string, err error) {
	d := new(toll.Denied)
	if !errors.As(err, &d) {
		return
	}
	f.e.log.Warn("an operator's call out is denied", "operator", operator, "reason", string(d.Reason))
	f.e.metrics.denied.WithLabelValues(string(d.Reason)).Inc()
	f.e.note(f.e.cfg.Now(), "", call.KindCallDenied, call.CallDenied{Operator: operator, Number: number, Reason: string(d.Reason)})
}

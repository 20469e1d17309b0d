package call

import (
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// found is what a controller would find that adopted the call now.
func (w *world) found(m Model) Adoption {
	e := Adoption{
		Past: Adopted{Operator: w.marks.operator}, Place: m.Place, Urgent: w.marks.emergent, Handed: w.handed,
		Held: w.held, Placed: m.Placed, CallBack: m.CallBack,
	}
	if w.out != 0 && w.outUp && w.marked {
		e.Number, e.Together = w.number, w.inBridge && w.outIn
	}
	first, _, _ := strings.Cut(e.Urgent, " ")
	e.Rings = w.out != 0 && !w.outUp && w.marked && first != "" && first == w.number
	switch {
	case e.Number != "" || e.Rings:
		e.Service = w.service
	case e.Urgent != "":
		e.Service = "113"
	}
	return e
}

// survives: we may die after any of an event's effects. Whoever adopts the call then keeps an
// emergency service that has answered, calls on one that must be called, and knows of who is
// with the citizen whether an operator's loss brought them there.
func (w *world) survives(t *rapid.T, before, after Model, done []Effect) {
	if after.State == StateEnded || after.left() {
		return // nothing is left to adopt a call by
	}
	e := w.found(after)
	m, _, err := Transition(Model{}, e)
	if err != nil {
		t.Fatal(err)
	}
	dead := func(what string) {
		t.Helper()
		t.Fatalf("dead after %#v, %s: %s/%s %+v becomes %s/%s %+v", done, what, after.State, after.Officer.Phase, after.Officer, m.State, m.Officer.Phase, m.Officer)
	}
	awaited := m.State == StateRecovering && m.Operator != ""
	kept := (m.State == StateForwarded || awaited) && m.Officer.Phase == PhaseJoined &&
		m.Officer.number() == after.Officer.number() && m.Officer.Urgent == after.Officer.Urgent
	if after.Officer.Urgent && after.Officer.confirmed() && !kept {
		dead("an emergency service that has answered is lost")
	}
	called := slices.ContainsFunc(done, func(ef Effect) bool { _, called := ef.(CallOut); return called })
	on := func(must string) bool { // in whatever order
		left := strings.Fields(must)
		for _, n := range strings.Fields(m.Officer.Numbers) {
			left = slices.DeleteFunc(left, func(l string) bool { return l == n })
		}
		return must != "" && len(left) == 0 && (m.State == StateForwarding || awaited) && m.Officer.Phase == PhaseCalling && m.Officer.Urgent
	}
	// Another that takes its place need not be known of before it is called.
	if must := after.urgently(); must != "" && (before.urgently() != "" || called) && !on(must) && (called || !on(before.urgently())) {
		dead("an emergency service is called no more")
	}
	if after.State == StateForwarded && after.Handed == HandedLost && (!kept || m.Handed != HandedLost && !awaited) {
		dead("that the operator was lost is forgotten")
	}
	if rings := w.out == after.Dialled && !w.outUp && after.urgently() != ""; rings && !e.Rings {
		dead("an emergency service that rings is hung up on")
	}
	// Whoever has the citizen, or had, and was not about to leave them has them again.
	if has := before.Handed == HandedNot && after.Operator != ""; has && after.Officer.Urgent && w.out != 0 && w.out == after.Dialled && w.marks.operator == after.Operator && m.Operator != after.Operator {
		dead("the operator loses the citizen")
	}
}

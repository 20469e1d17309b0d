package ticket

import (
	"fmt"
	"slices"
	"testing"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// parts are those that are not over: "unit*" leads.
func parts(c Case) (all []string) {
	for _, a := range c.Assignments {
		if a.State.Active() {
			all = append(all, map[bool]string{true: a.Unit + "*", false: a.Unit}[a.Lead])
		}
	}
	return all
}

func tasks(c Case) (all []string) {
	for _, t := range c.Tasks {
		if t.Open() {
			all = append(all, t.Of+">"+t.Unit)
		}
	}
	return all
}

// What a unit that is no more still had is its certain heir's, or the hotline decides again.
func TestDieu17_5_WhatAUnitThatIsNoMoreHadGoesOn(t *testing.T) {
	assigned := do(t, in(StateReceived), Hotline, Assign{Lead: "A", Cooperating: []string{"B"}}).Case
	late := assigned
	late.State, late.EverOverdue = StateOverdue, true
	working := do(t, assigned, Officer, Accept{}).Case
	working = do(t, working, Officer, Delegate{Unit: "A1", Text: "Đo"}).Case
	live := do(t, in(StateReceived), Hotline, TransferLive{"A", "call"}).Case
	for _, tc := range []struct {
		name, unit, heir string
		c                Case
		state            State
		parts, tasks     []string
		leads            string
		told             []string
	}{
		{"the heir leads", "A", "C", assigned, StateAssigned, []string{"B", "C*"}, nil, "C", []string{"officers C sms_slip", "office  notice_inherited"}},
		{"with a task of its own", "A", "C", working, StateAssigned, []string{"B", "C*"}, []string{"C>A1"}, "C", []string{"officers C sms_slip", "office  notice_inherited"}},
		{"late as it was", "A", "C", late, StateAssigned, []string{"B", "C*"}, nil, "C", []string{"officers C sms_slip", "office  notice_inherited"}},
		{"the heir cooperated", "A", "B", assigned, StateAssigned, []string{"B*"}, nil, "B", []string{"officers B sms_slip", "office  notice_inherited"}},
		{"the heir leads already", "B", "A", assigned, StateAssigned, []string{"A*"}, nil, "A", []string{"officers A notice_inherited", "office  notice_inherited"}},
		{"a cooperating one's", "B", "C", working, StateInProgress, []string{"A*", "C"}, []string{"A>A1"}, "A", []string{"officers C sms_slip", "office  notice_inherited"}},
		{"a task", "A1", "C", working, StateInProgress, []string{"A*", "B"}, []string{"A>C"}, "A", []string{"officers C sms_task", "office  notice_inherited"}},
		{"a task, to whoever gave it", "A1", "A", working, StateInProgress, []string{"A*", "B"}, nil, "A", []string{"officers A notice_unit_gone", "office  notice_inherited"}},
		{"nobody is certain", "A", "", working, StateReceived, nil, nil, "", []string{"officers B sms_withdrawn", "hotline  notice_unit_gone", "office  notice_unit_gone"}},
		{"nor of one that cooperated", "B", "", assigned, StateAssigned, []string{"A*"}, nil, "A", []string{"officers A notice_unit_gone", "hotline  notice_unit_gone", "office  notice_unit_gone"}},
		{"only thought of", "A", "C", in(StateReceived), StateReceived, nil, nil, "C", []string{"office  notice_inherited"}},
		{"on the line", "A", "", live, StateLiveTransfer, nil, nil, "", []string{"hotline  notice_unit_gone", "office  notice_unit_gone"}},
	} {
		r, err := Inherited(tc.c, Gone{Unit: tc.unit, Heir: tc.heir, Since: "2025-07-01", Decision: "NQ 1669"}, day)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, n := range r.Notices {
			told = append(told, fmt.Sprintf("%s %s %s", n.To, n.Unit, n.Key))
		}
		if r.Case.State != tc.state || r.Case.Unit != tc.leads || r.Case.EverOverdue != tc.c.EverOverdue || !slices.Equal(parts(r.Case), tc.parts) || !slices.Equal(tasks(r.Case), tc.tasks) || !slices.Equal(told, tc.told) {
			t.Errorf("%s: %s, %s, %v, %v, %q", tc.name, r.Case.State, r.Case.Unit, parts(r.Case), tasks(r.Case), told)
		}
		ch := r.Changes[0]
		if ch.Kind != "ticket.inherit" || ch.Party != System || ch.Reason != "NQ 1669" || ch.Note["unit"] != tc.unit || ch.Note["heir"] != tc.heir || ch.Note["since"] != "2025-07-01" {
			t.Errorf("%s: %+v", tc.name, ch)
		}
		if r, err = Inherited(r.Case, Gone{Unit: tc.unit, Heir: tc.heir}, day); err != nil || len(r.Changes) != 0 {
			t.Errorf("%s: again: %+v, %v", tc.name, r.Changes, err)
		}
	}
	if !lang.Known(Kind("inherit").Key()) {
		t.Error("it has no name")
	}
}

// Fresh hours for the heir, as for any unit to which a ticket comes (9.3).
func TestDieu9_3_TheHeirHasHoursOfItsOwn(t *testing.T) {
	w := begin(t)
	if err := w.does(t, by(Hotline), Assign{Lead: "C"}); err != nil {
		t.Fatal(err)
	}
	w.until(t, day.AddDate(0, 0, 4)) // before the head
	if w.c.State != StateEscalatedToHead {
		t.Fatal(w.c.State)
	}
	w.closes(t, "C", "A")
	last := w.sheet.Clocks[len(w.sheet.Clocks)-1]
	if w.c.State != StateAssigned || last.Kind != sla.Officer || last.Unit != "A" || !last.Lead || !last.Own.Equal(w.now) || w.sheet.Received != day {
		t.Errorf("%s, %+v", w.c.State, last)
	}
}

// Whoever takes over the work may know whom the Office let its predecessor know.
func TestDieu12_2_WhatTheOfficeAllowedIsTheHeirsToo(t *testing.T) {
	c := do(t, in(StateReceived), Hotline, Assign{Lead: "A"}).Case
	c.Confidential, c.IdentityFor = true, []string{"A"}
	for heir, may := range map[string]bool{"C": true, "": false} {
		r, err := Inherited(c, Gone{Unit: "A", Heir: heir}, day)
		if err != nil || slices.Contains(r.Case.IdentityFor, "C") != may {
			t.Errorf("%q: %v, %v", heir, r.Case.IdentityFor, err)
		}
	}
}

// Nor does it lose what it was allowed itself, when its own part becomes the greater one of its predecessor.
func TestDieu12_2_AnHeirThatCooperatedKnowsTheSenderStill(t *testing.T) {
	for _, allowed := range [][]string{{"A", "B"}, {"A"}, {"B"}} {
		c := do(t, in(StateReceived), Hotline, Assign{Lead: "A", Cooperating: []string{"B"}}).Case
		c.Confidential, c.IdentityFor = true, allowed
		r, err := Inherited(c, Gone{Unit: "A", Heir: "B"}, day)
		if err != nil || !slices.Equal(r.Case.IdentityFor, []string{"B"}) {
			t.Errorf("%v: %v, %v", allowed, r.Case.IdentityFor, err)
		}
	}
}

// A task that ends with the part of whoever gave it takes nothing from a unit that has a part of its own.
func TestDieu12_2_WhoseTaskEndsKnowsTheSenderByTheirPart(t *testing.T) {
	for _, own := range []bool{true, false} {
		assign := Assign{Lead: "A"}
		if own {
			assign.Cooperating = []string{"B"}
		}
		c := do(t, in(StateReceived), Hotline, assign).Case
		c.Confidential, c.IdentityFor = true, []string{"A", "B"}
		c.Tasks = []Task{{Number: 1, Of: "A", Unit: "B", At: day}}
		s := &step{c: c.clone(), at: day}
		s.end(Withdrawn, func(a Assignment) bool { return a.Unit == "A" })
		if s.c.MayKnowSender("A") || s.c.MayKnowSender("B") != own {
			t.Errorf("own part %v: %v", own, s.c.IdentityFor)
		}
	}
}

// Who is being put through to a unit at that moment is the heir's to read, and to answer (Điều 9.2).
func TestDieu9_2_ACallThatIsPutThroughToAUnitThatIsNoMoreIsTheHeirs(t *testing.T) {
	for _, heir := range []string{"C", ""} {
		c := in(StateLiveTransfer)
		c.Unit, c.Through = "A", "A"
		r, err := Inherited(c, Gone{Unit: "A", Heir: heir}, day)
		if err != nil || r.Case.Through != heir || slices.Contains(r.Case.Readers(), "A") || slices.Contains(r.Case.Readers(), "C") != (heir == "C") {
			t.Errorf("%q: through %q, read by %v, %v", heir, r.Case.Through, r.Case.Readers(), err)
		}
	}
}

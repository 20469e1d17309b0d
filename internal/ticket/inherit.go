package ticket

import (
	"slices"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// Gone is a unit that is no more, and who certainly took over from it.
type Gone struct {
	Unit     string
	Heir     string // "": nobody, or several, each for a part
	Since    string // the first day without it, YYYY-MM-DD
	Decision string // by which
}

// Holds says that a unit has something of a ticket that would be nobody's if the unit were no more: a
// part, a task, or that it is thought to have to.
func (c *Case) Holds(unit string) bool {
	return c.Active(unit) != nil || (c.Unit == unit && slices.Contains(deskStates, c.State)) ||
		slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Open() && t.Unit == unit })
}

// Desk lists the states in which the hotline has it, and a unit is only thought to have to.
func Desk() []State { return slices.Clone(deskStates) }

// Inherited gives what becomes of a ticket when a unit that holds something of it is no more
// (Điều 2, 17.5): the certain heir has it, else the hotline decides again, and the Office hears of
// it. Which of several heirs has it, a person says.
//
// The heir has hours of its own, from when it is given its slip: any unit to which a ticket comes has
// (Điều 9.3), and whoever inherits hundreds in one night has seen none of them. The ticket's age, and that
// it was overdue, are kept.
func Inherited(c Case, g Gone, now time.Time) (Result, error) {
	if !c.Holds(g.Unit) {
		return Result{Case: c}, nil
	}
	s := &step{c: c.clone(), kind: "inherit", by: system, at: now, clause: "Điều 2, 17.5", reason: g.Decision, note: map[string]any{"unit": g.Unit, "heir": g.Heir, "since": g.Since}}
	knows := slices.ContainsFunc(s.c.IdentityFor, func(u string) bool { return u == g.Unit || u == g.Heir })
	s.passTasks(g)
	part := s.c.Active(g.Unit)
	switch {
	case part == nil && s.c.State.Held(): // a task alone
	case part == nil:
		s.c.Unit = g.Heir
		if s.c.Through == g.Unit { // it is put through there at this moment: who answers, answers for the heir
			s.c.Through = g.Heir
		}
	case g.Heir == "":
		s.passBack(*part)
	default:
		s.pass(*part, g.Heir)
	}
	if knows && g.Heir != "" && !slices.Contains(s.c.IdentityFor, g.Heir) { // what it had itself ended for this one
		s.c.IdentityFor = append(s.c.IdentityFor, g.Heir)
	}
	if g.Heir == "" {
		s.tell(ToHotline, "", lang.NoticeUnitGone, g.Unit)
		s.tell(ToOffice, "", lang.NoticeUnitGone, g.Unit)
	} else {
		s.tell(ToOffice, "", lang.NoticeInherited, g.Unit, g.Heir)
	}
	return s.result(c)
}

// passTasks: what the unit was to do, its heir is, for whoever gave it; what it gave, it has given for its heir.
func (s *step) passTasks(g Gone) {
	for i := range s.c.Tasks {
		t := &s.c.Tasks[i]
		if t.Open() && t.Of == g.Unit && g.Heir != "" {
			t.Of = g.Heir
		}
		if !t.Open() || t.Unit != g.Unit {
			continue
		}
		t.EndedAt = s.at
		if g.Heir == "" || g.Heir == t.Of {
			s.tell(ToOfficers, t.Of, lang.NoticeUnitGone, g.Unit)
			continue
		}
		s.c.Tasks = append(s.c.Tasks, Task{Number: len(s.c.Tasks) + 1, Of: t.Of, Unit: g.Heir, Text: t.Text, Due: t.Due, At: s.at})
		s.tell(ToOfficers, g.Heir, lang.SMSTask)
	}
}

// pass gives a part to the heir, unless that has one which says as much.
func (s *step) pass(part Assignment, heir string) {
	s.endPart(part.Unit)
	if has := s.c.Active(heir); has != nil {
		if has.Lead || !part.Lead {
			s.tell(ToOfficers, heir, lang.NoticeInherited, part.Unit, heir)
			return
		}
		s.endPart(heir)
	}
	s.begin(heir, part.Lead, part.Number)
	if part.Lead {
		s.c.Unit = heir
		s.to(StateAssigned)
	}
}

// endPart ends a unit's part, and no task: they go on.
func (s *step) endPart(unit string) {
	a := s.c.Active(unit)
	a.State, a.EndedAt = Withdrawn, s.at
	s.forget(unit)
	s.happens(sla.Returned, unit)
}

// passBack has the hotline decide whose a part is; of a unit that only cooperated, whether it is still wanted.
func (s *step) passBack(part Assignment) {
	s.happens(sla.Returned, part.Unit)
	s.end(Withdrawn, func(a Assignment) bool { return a.Unit == part.Unit })
	if !part.Lead {
		s.tell(ToOfficers, s.c.Leader().Unit, lang.NoticeUnitGone, part.Unit)
		return
	}
	s.withdraw()
	s.c.Unit = ""
	s.backAtDesk(sla.BackAtDesk)
}

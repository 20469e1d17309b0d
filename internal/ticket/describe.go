package ticket

import (
	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// Sort fills in what somebody heard in a message of which the ticket was made: all that an
// operator files. What others found meanwhile, that it presses or is confidential, stays.
type Sort struct{ Heard Draft }

func (Sort) Kind() Kind { return "sort" }

func (a Sort) do(s *step) {
	if s.c.Group != 0 {
		s.notNow(lang.TicketSorted)
		return
	}
	was := s.c.Sender
	d := s.describe(a.Heard)
	s.reached(was)
	s.c.Content = d.Content
	if d.Unit != "" {
		s.c.Unit = d.Unit
	}
	s.c.Confidential = s.c.Confidential || d.Confidential
	if d.Urgent && !s.c.Urgent {
		s.c.Urgent = true
		s.happens(sla.FoundUrgent, "")
	}
}

// describe checks what a ticket is said to be about, and who sent it, and takes it.
func (s *step) describe(d Draft) Draft {
	d, faults := Check(d, directoryOf{s.around})
	s.faults = append(s.faults, faults...)
	s.c.Matter, s.c.Group, s.c.Field, s.c.Address, s.c.Directive, s.c.Sender = d.Matter, d.Group, d.Field, d.Address, d.Directive, d.Sender
	return d
}

// directoryOf is what an act's surroundings know of units and fields.
type directoryOf struct{ around Around }

func (d directoryOf) HasUnit(unit string) bool              { return d.around.HasUnit(unit) }
func (d directoryOf) FieldGroup(field string) (Group, bool) { return d.around.FieldGroup(field) }

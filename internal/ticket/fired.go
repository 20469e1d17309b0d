package ticket

import (
	"slices"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// Fired gives what becomes of a ticket when one of its clocks warns or runs out. What has
// no bearing on it any more changes nothing.
func Fired(c Case, f sla.Firing) (Result, error) {
	s := &step{c: c.clone(), by: system, at: f.At, clause: f.Clause, note: map[string]any{"clock": f.Clock, "due": f.Due}}
	switch {
	case f.Stage == sla.Warns:
		s.warned(f)
	case f.Kind == sla.Officer:
		s.escalated(f)
	case f.Kind == sla.Head:
		s.overdue(f)
	case f.Kind == sla.Quiet:
		s.closed()
	default: // the hotline's own: the shift leader sees to it
		s.kind = Kind(string(f.Kind) + "_late")
		s.tell(ToLeader, "", lang.NoticeHotlineLate)
		if f.Kind != sla.AskBack && f.Kind != sla.Live {
			s.tell(ToOffice, "", lang.NoticeHotlineLate)
		}
	}
	if s.kind == "" {
		return Result{Case: c}, nil
	}
	return s.result(c)
}

func (s *step) warned(f sla.Firing) {
	s.kind = "warned"
	s.note["of"] = string(f.Kind)
	switch f.Kind {
	case sla.Officer:
		s.tell(ToOfficers, f.Unit, lang.SMSWarned, Moment(f.Due))
	case sla.Head:
		s.tell(ToHead, f.Unit, lang.SMSWarned, Moment(f.Due))
	case sla.LongestPromise: // no clock
	case sla.AskBack, sla.Live, sla.Urgent, sla.Review, sla.Tell, sla.Quiet:
		s.tell(ToHotline, "", lang.NoticeWarned) // operators, and the leader among them (Điều 13.2)
	}
}

// escalated: the officer's hours, or the time that was promised, are over (Điều 9.4).
func (s *step) escalated(f sla.Firing) {
	a := s.c.Active(f.Unit)
	if a == nil {
		return
	}
	a.EscalatedAt = s.at
	s.kind = "escalate"
	if a.Lead && slices.Contains(inTermStates, s.c.State) {
		s.to(StateEscalatedToHead)
	}
	s.note["unit"] = f.Unit
	s.out.Slips = append(s.out.Slips, Slipped{Unit: f.Unit, Assignment: a.Number, ToHead: true})
	s.tell(ToHead, f.Unit, lang.SMSEscalated, SlipArg, DueArg)
	s.tell(ToOfficers, f.Unit, lang.NoticeEscalated, f.Unit)
	s.tell(ToOffice, "", lang.NoticeEscalated, f.Unit)
}

// overdue: so are the head's (Điều 9.4): the city's leadership hears of it.
func (s *step) overdue(f sla.Firing) {
	a := s.c.Active(f.Unit)
	if a == nil {
		return
	}
	a.OverdueAt = s.at
	s.kind = "overdue"
	if a.Lead {
		s.to(StateOverdue)
	}
	s.c.EverOverdue = true
	s.note["unit"] = f.Unit
	s.out.Reports = append(s.out.Reports, Report{Unit: f.Unit, Assignment: a.Number, Clause: s.clause})
	s.tell(ToHead, f.Unit, lang.SMSOverdue)
	s.tell(ToOffice, "", lang.NoticeOverdue, f.Unit)
}

// closed: the sender had time to disagree.
func (s *step) closed() {
	if slices.Contains(toldStates, s.c.State) {
		s.kind = "close"
		s.to(StateClosed)
	}
}

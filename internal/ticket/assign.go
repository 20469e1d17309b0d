package ticket

import (
	"slices"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// Assign sends the slip: to a unit that leads, and to others that cooperate. Each has
// hours of its own.
type Assign struct {
	Lead        string   `json:"lead" required:"false" doc:"Empty: the ticket's unit"`
	Cooperating []string `json:"cooperating,omitempty"`
	Official    bool     `json:"official" required:"false" doc:"The answer has to be an official document, signed (Điều 17.6)"`
}

func (Assign) Kind() Kind { return "assign" }

func (a Assign) do(s *step) {
	if a.Lead == "" {
		a.Lead = s.c.Unit
	}
	s.assign(a.Lead, a.Cooperating, a.Official)
	// What the hotline gives away, the Office has at the same time (Điều 9.2), whether
	// anybody noted the call that was tried before or not.
	s.tell(ToOffice, "", lang.NoticeAssigned, a.Lead)
}

// assign begins the parts of units; those before are over.
func (s *step) assign(lead string, cooperating []string, official bool) {
	s.unit("lead", lead)
	all := []string{lead}
	for _, u := range cooperating {
		s.unit("cooperating", u)
		if slices.Contains(all, u) {
			s.fault("cooperating", lang.TicketUnitTwice)
			return
		}
		all = append(all, u)
	}
	s.c.NeedsDocument = s.c.NeedsDocument || official
	s.c.Unit = lead
	for _, u := range all {
		s.begin(u, u == lead, 0)
	}
	s.to(StateAssigned)
}

// begin begins a unit's part, with its slip and hours of its own; of: the part that it goes on from.
func (s *step) begin(unit string, lead bool, of int) {
	a := Assignment{Number: len(s.c.Assignments) + 1, Unit: unit, Lead: lead, State: Sent, SentAt: s.at}
	s.c.Assignments = append(s.c.Assignments, a)
	s.out.Events = append(s.out.Events, sla.Event{What: sla.Assigned, At: s.at, Unit: unit, Lead: lead})
	s.out.Slips = append(s.out.Slips, Slipped{Unit: unit, Assignment: a.Number, Of: of})
	s.tell(ToOfficers, unit, lang.SMSSlip, SlipArg, DueArg)
}

// end ends every part that a unit has, and the tasks that it has given; of what is not done but
// taken away nothing is left, neither tasks that were done nor that it may know the sender (Điều 12.2).
func (s *step) end(state AssignmentState, which func(Assignment) bool) {
	for i := range s.c.Assignments {
		a := &s.c.Assignments[i]
		if !a.State.Active() || !which(*a) {
			continue
		}
		a.State, a.EndedAt = state, s.at
		for j := range s.c.Tasks {
			if t := &s.c.Tasks[j]; t.Of == a.Unit && t.EndedAt.IsZero() && (t.DoneAt.IsZero() || state != Done) {
				t.EndedAt = s.at
				if state != Done {
					s.forget(t.Unit)
				}
			}
		}
		if state != Done {
			s.forget(a.Unit)
		}
	}
}

func anyPart(Assignment) bool { return true }

// withdraw takes it from every unit that has a part in it, and tells them.
func (s *step) withdraw() {
	for _, a := range s.c.Assignments {
		if a.State.Active() {
			s.happens(sla.Returned, a.Unit)
			s.tell(ToOfficers, a.Unit, lang.SMSWithdrawn)
		}
	}
	s.end(Withdrawn, anyPart)
}

// Reroute gives it to another unit (Điều 14.2), whose hours begin afresh.
type Reroute struct {
	Lead        string   `json:"lead"`
	Cooperating []string `json:"cooperating,omitempty"`
	Reason      string   `json:"reason"`
}

func (Reroute) Kind() Kind { return "reroute" }

func (a Reroute) do(s *step) {
	s.because(a.Reason)
	if was := s.c.Leader(); was != nil && was.Unit == a.Lead {
		s.fault("lead", lang.TicketSameUnit)
	}
	s.withdraw()
	s.assign(a.Lead, a.Cooperating, false)
}

// HandOver gives the open parts of an officer to another of the unit, because people
// change (Điều 17.9).
type HandOver struct {
	Unit   string `json:"unit" required:"false" doc:"Empty: one's own"`
	To     string `json:"to" doc:"The officer's user name"`
	Reason string `json:"reason"`
}

func (HandOver) Kind() Kind { return "hand_over" }

func (a HandOver) do(s *step) {
	s.because(a.Reason)
	if a.Unit == "" {
		a.Unit = s.by.Unit
	}
	mine := s.c.Active(a.Unit)
	switch {
	case s.by.Party == Head && a.Unit != s.by.Unit:
		s.notYours(lang.TicketOtherUnit)
	case mine == nil:
		s.fault("unit", lang.TicketUnitHasNot)
	default:
		mine.Officer = s.needs("to", a.To, MaxName)
		if mine.Officer != "" && !s.around.HasOfficer(a.Unit, mine.Officer) {
			s.fault("to", lang.TicketNotOfficer)
		}
		s.tell(ToOffice, "", lang.NoticeHandedOver, a.Unit)
		s.tell(ToOfficers, a.Unit, lang.NoticeHandedOver, a.Unit)
	}
}

// forget ends that a unit may know the sender, unless it has it by another part or task all the same.
func (s *step) forget(unit string) {
	if slices.Contains(s.c.Units(), unit) {
		return
	}
	s.c.IdentityFor = slices.DeleteFunc(s.c.IdentityFor, func(u string) bool { return u == unit })
}

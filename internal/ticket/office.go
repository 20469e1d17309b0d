package ticket

import (
	"slices"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// OfficeCause is why the Office leads.
type OfficeCause string

const (
	UnitsDisagree  OfficeCause = "units_disagree"
	SenderContests OfficeCause = "sender_contests"
	CityCompetence OfficeCause = "city_competence"
)

// TakeByOffice has the Office lead: units disagree, the sender disagrees and sends
// again (which they may say themselves), or it is the city's own to decide.
type TakeByOffice struct {
	Cause  OfficeCause `json:"cause" enum:"units_disagree,sender_contests,city_competence"`
	Reason string      `json:"reason"`
}

func (TakeByOffice) Kind() Kind { return "take_by_office" }

func (a TakeByOffice) do(s *step) {
	s.because(a.Reason)
	ofUnit := s.by.Party.ofUnit()
	if s.by.Party == Citizen {
		switch {
		case a.Cause != SenderContests:
			s.notYours("")
		case s.c.State != StateContested:
			s.notNow(lang.TicketNotContested)
		}
	}
	switch a.Cause {
	case UnitsDisagree:
		if s.unitsEver() < 2 {
			s.fault("cause", lang.TicketOneUnit)
		}
	case SenderContests:
		if ofUnit {
			s.notYours("")
		}
		if s.c.Objection == nil {
			s.fault("cause", lang.TicketNotContested)
		}
	case CityCompetence:
		if ofUnit {
			s.notYours("")
		}
	default:
		s.fault("cause", lang.NoneOf, "units_disagree, sender_contests, city_competence")
	}
	s.c.Lead = &Leading{Cause: a.Cause, Reason: s.reason, At: s.at}
	for _, p := range s.c.Assignments {
		if p.State.Active() {
			s.tell(ToOfficers, p.Unit, lang.NoticeOfficeTook)
		}
	}
	s.end(Withdrawn, anyPart)
	s.to(StateOfficeLed)
	s.happens(sla.OfficeTook, "")
	s.tell(ToOffice, "", lang.NoticeOfficeTook)
}

// unitsEver counts the units that have or had a part.
func (s *step) unitsEver() int {
	var all []string
	for _, a := range s.c.Assignments {
		if !slices.Contains(all, a.Unit) {
			all = append(all, a.Unit)
		}
	}
	return len(all)
}

// RequestDirective proposes to the city what it should direct.
type RequestDirective struct {
	Proposal string `json:"proposal"`
}

func (RequestDirective) Kind() Kind { return "request_directive" }

func (a RequestDirective) do(s *step) {
	s.c.Lead.Proposal = s.needs("proposal", a.Proposal, MaxContent)
	s.to(StateAwaitingDirective)
}

// Direct is the city's directive: its number and date, who leads, who cooperates.
type Direct struct {
	Number      string   `json:"number"`
	Date        string   `json:"date" doc:"YYYY-MM-DD"`
	Lead        string   `json:"lead"`
	Cooperating []string `json:"cooperating,omitempty"`
	Official    bool     `json:"official" required:"false" doc:"The answer has to be an official document, signed (Điều 17.6)"`
}

func (Direct) Kind() Kind { return "direct" }

func (a Direct) do(s *step) {
	s.date("date", a.Date)
	s.c.Directives = append(s.c.Directives, Directive{
		Number: s.needs("number", s.line("number", a.Number, MaxName), MaxName), Date: a.Date, Lead: a.Lead, Cooperating: slices.Clone(a.Cooperating), At: s.at,
	})
	s.assign(a.Lead, a.Cooperating, a.Official)
}

// Remind presses a unit; what was said stays with the ticket.
type Remind struct {
	Unit string `json:"unit" required:"false" doc:"Empty: the one that leads"`
	Text string `json:"text"`
}

func (Remind) Kind() Kind { return "remind" }

func (a Remind) do(s *step) {
	if lead := s.c.Leader(); a.Unit == "" && lead != nil {
		a.Unit = lead.Unit
	}
	if s.c.Active(a.Unit) == nil {
		s.fault("unit", lang.TicketUnitHasNot)
	}
	text := s.needs("text", a.Text, MaxNote)
	s.c.Reminders = append(s.c.Reminders, Reminder{Number: len(s.c.Reminders) + 1, Unit: a.Unit, Text: text, By: s.by.Name, At: s.at})
	s.tell(ToOfficers, a.Unit, lang.SMSReminder, text)
	s.tell(ToHead, a.Unit, lang.SMSReminder, text)
}

// AllowIdentity lets a unit know who sent what is confidential.
type AllowIdentity struct {
	Unit   string `json:"unit"`
	Reason string `json:"reason"`
}

func (AllowIdentity) Kind() Kind { return "allow_identity" }

func (a AllowIdentity) do(s *step) {
	s.because(a.Reason)
	s.unit("unit", a.Unit)
	if !s.c.Confidential {
		s.notNow(lang.TicketNotConfidential)
	}
	if !slices.Contains(s.c.IdentityFor, a.Unit) {
		s.c.IdentityFor = append(s.c.IdentityFor, a.Unit)
	}
}

package ticket

import (
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// mine is the part of whoever acts; the table has seen to it.
func (s *step) mine() *Assignment { return s.c.Active(s.by.Unit) }

// Accept says that an officer works on it.
type Accept struct{}

func (Accept) Kind() Kind { return "accept" }

func (Accept) do(s *step) {
	a := s.mine()
	if a.State != Sent || (a.Lead && s.c.State != StateAssigned) {
		s.notNow("")
		return
	}
	a.State, a.AcceptedAt, a.Officer = Accepted, s.at, s.by.Name
	if a.Lead {
		s.to(StateInProgress)
	}
	s.happens(sla.Accepted, a.Unit)
}

// AskByUnit is the officer's question to the sender: one in a ticket's life, whichever
// unit asks.
type AskByUnit struct {
	Text string `json:"text"`
}

func (AskByUnit) Kind() Kind { return "ask_by_unit" }

func (a AskByUnit) do(s *step) {
	if s.c.UnitAsked != nil {
		s.notNow(lang.TicketAskedOnce)
		return
	}
	s.c.UnitAsked = &Question{Unit: s.by.Unit, Text: s.needs("text", a.Text, MaxNote), At: s.at}
	s.to(StateAwaitingSenderForUnit)
	s.happens(sla.AskedByUnit, s.by.Unit)
	s.tell(ToSender, "", lang.SMSAskByUnit, s.c.UnitAsked.Text)
}

// Promise is an exact finish time, of what has to be verified. It comes within the
// officer's hours, because when they are over the state is another. How far ahead an officer
// may put it, the policy bounds; beyond that the head answers for it, who would have it next
// (Điều 9.4), and the Office hears of it.
type Promise struct {
	Until  time.Time `json:"until"`
	Reason string    `json:"reason" doc:"What has to be verified"`
}

func (Promise) Kind() Kind { return "promise" }

func (a Promise) do(s *step) {
	s.because(a.Reason)
	s.ahead("until", a.Until)
	latest := s.around.LatestPromise()
	far := a.Until.After(latest)
	if far && s.by.Party != Head {
		s.fault("until", lang.TicketPromiseTooFar, latest.In(Zone).Format("15:04 02/01/2006"))
	}
	s.mine().Promised = a.Until
	s.to(StateVerifying)
	s.out.Events = append(s.out.Events, sla.Event{What: sla.FinishPromised, At: s.at, Unit: s.by.Unit, Until: a.Until})
	at := Moment(a.Until)
	s.tell(ToSender, "", lang.SMSPromised, at)
	s.tell(ToHotline, "", lang.NoticePromised, at)
	if far {
		s.tell(ToOffice, "", lang.NoticePromisedFar, s.by.Unit, at)
	}
}

// Progress says how far it is, and what is done.
type Progress struct {
	Text string `json:"text"`
}

func (Progress) Kind() Kind { return "progress" }

func (a Progress) do(s *step) { s.note["text"] = s.needs("text", a.Text, MaxItem) }

// Contribute is a cooperating unit's answer.
type Contribute struct {
	Text string `json:"text"`
}

func (Contribute) Kind() Kind { return "contribute" }

func (a Contribute) do(s *step) {
	part := s.mine()
	if part.Lead {
		s.notNow(lang.TicketLeadResolves)
		return
	}
	part.Answer = s.needs("text", a.Text, MaxContent)
	u := part.Unit
	s.end(Done, func(p Assignment) bool { return p.Unit == u })
	s.happens(sla.UnitAnswered, u)
	if lead := s.c.Leader(); lead != nil {
		s.tell(ToOfficers, lead.Unit, lang.NoticeContributed, u)
	}
}

// Return gives it back, with a reason. Of the unit that leads the whole ticket goes back
// to the hotline; of another its own part ends.
type Return struct {
	Reason string `json:"reason"`
	Whose  string `json:"whose" required:"false" doc:"The unit that the matter belongs to, as far as known"`
}

func (Return) Kind() Kind { return "return" }

func (a Return) do(s *step) {
	s.because(a.Reason)
	if a.Whose != "" {
		s.note["whose"] = s.unit("whose", a.Whose)
	}
	if a.Whose == s.by.Unit {
		s.fault("whose", lang.TicketSameUnit)
	}
	part := s.mine()
	s.tell(ToHotline, "", lang.NoticeReturned, part.Unit, s.reason)
	s.happens(sla.Returned, part.Unit)
	u, lead := part.Unit, part.Lead
	s.end(Returned, func(p Assignment) bool { return p.Unit == u })
	if lead {
		s.withdraw()
		s.c.Unit = a.Whose // and not that which has just returned it: a slip would begin its hours afresh
		s.backAtDesk(sla.BackAtDesk)
	}
}

// Delegate gives a task to a unit below, and goes on answering for it and its time.
type Delegate struct {
	Unit string    `json:"unit"`
	Text string    `json:"text"`
	Due  time.Time `json:"due" required:"false" doc:"When the unit wants it; its own time goes on"`
}

func (Delegate) Kind() Kind { return "delegate" }

func (a Delegate) do(s *step) {
	if !s.by.has(a.Unit) {
		s.fault("unit", lang.TicketNotBelow)
	} else {
		s.unit("unit", a.Unit) // one that is to come is below already, and has nobody yet
	}
	if !a.Due.IsZero() {
		s.ahead("due", a.Due)
	}
	s.c.Tasks = append(s.c.Tasks, Task{Number: len(s.c.Tasks) + 1, Of: s.by.Unit, Unit: a.Unit, Text: s.needs("text", a.Text, MaxItem), Due: a.Due, At: s.at})
	s.tell(ToOfficers, a.Unit, lang.SMSTask)
}

// TaskDone reports what became of a task.
type TaskDone struct {
	Number int    `json:"number"`
	Report string `json:"report"`
}

func (TaskDone) Kind() Kind { return "task_done" }

func (a TaskDone) do(s *step) {
	for i := range s.c.Tasks {
		t := &s.c.Tasks[i]
		if t.Number != a.Number || t.Unit != s.by.Unit {
			continue
		}
		if !t.Open() {
			s.notNow(lang.TicketSettled)
		}
		t.Report, t.DoneAt = s.needs("report", a.Report, MaxItem), s.at
		s.tell(ToOfficers, t.Of, lang.NoticeTaskDone, t.Unit)
		return
	}
	s.fault("number", lang.TicketNoSuch)
}

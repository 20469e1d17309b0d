package ticket

import (
	"time"

	"hotline1022/internal/lang"
)

// Rate is the sender's right, and no duty. The last one counts. Whoever sent what was merged
// into another ticket has a mark of their own, on their own ticket.
type Rate struct {
	Score   int    `json:"score" minimum:"1" maximum:"5"`
	Comment string `json:"comment" required:"false"`
}

func (Rate) Kind() Kind { return "rate" }

func (a Rate) do(s *step) {
	if s.c.State == StateMerged {
		if parent, ok := s.around.State(s.c.Parent); !ok || parent.untold() {
			s.notNow("")
			return
		}
	}
	source := MarkOfHotline
	if s.by.Party == Citizen {
		source = MarkOfSender
	}
	s.mark(Mark{Score: a.Score, Comment: s.text("comment", a.Comment, MaxNote), At: s.at, Source: source})
}

// RateByKey is the mark that the sender pressed at the end of a call about the ticket, however
// late we hear of it. What they said since counts more.
type RateByKey struct {
	Score int
	At    time.Time // when the key was pressed
}

func (RateByKey) Kind() Kind { return "rate_by_key" }

func (a RateByKey) do(s *step) {
	if a.At.IsZero() || a.At.After(s.at) { // the call's own machine is ahead
		a.At = s.at
	}
	if s.c.Rating != nil && !s.c.Rating.At.Before(a.At) {
		s.notNow(lang.TicketSettled)
		return
	}
	s.mark(Mark{Score: a.Score, At: a.At, Source: MarkOfCall})
}

func (s *step) mark(m Mark) {
	if m.Score < 1 || m.Score > 5 {
		s.fault("score", lang.TicketScore)
	}
	s.c.Rating = &m
}

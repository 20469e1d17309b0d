package ticket

import (
	"slices"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// RefusalReason is why a report is not taken (Điều 1.2, 5, 7).
type RefusalReason string

const (
	IsComplaint    RefusalReason = "complaint"    // khiếu nại (1.2)
	IsDenunciation RefusalReason = "denunciation" // tố cáo (1.2)
	IsCrime        RefusalReason = "crime"        // tố giác tội phạm (1.2); in danger 113 first (9.1)
	NotInScope     RefusalReason = "not_in_scope" // none of Điều 5
	NotOfTheCity   RefusalReason = "not_of_city"  // another province's, the state's (1.1)
	NotVietnamese  RefusalReason = "language"     // 7.1
	NotClear       RefusalReason = "not_clear"    // 7.2, asked in vain
)

// RefusalReasons lists all of them.
var RefusalReasons = []RefusalReason{IsComplaint, IsDenunciation, IsCrime, NotInScope, NotOfTheCity, NotVietnamese, NotClear}

// Decline does not take a report: why, in words for the sender, and where to go instead.
type Decline struct {
	Reason RefusalReason `json:"reason" enum:"complaint,denunciation,crime,not_in_scope,not_of_city,language,not_clear"`
	Words  string        `json:"words" doc:"For the sender"`
	Where  string        `json:"where" doc:"Who is responsible, and how to reach them"`
}

// Kind implements Act, as those below do.
func (Decline) Kind() Kind { return "decline" }

func (a Decline) do(s *step) {
	if !slices.Contains(RefusalReasons, a.Reason) {
		s.fault("reason", lang.TicketRefusal)
	}
	if s.c.OutsideTTHC { // Điều 16.1: its department has it
		s.notNow(lang.TicketOutsideGoesOn)
	}
	s.c.Refusal = &Refusal{Reason: a.Reason, Words: s.needs("words", a.Words, MaxNote), Where: s.needs("where", a.Where, MaxAddress), At: s.at}
	s.reason = s.c.Refusal.Words
	s.to(StateDeclined)
	s.happens(sla.Declined, "")
	s.tell(ToSender, "", lang.SMSDeclined, s.c.Refusal.Words, s.c.Refusal.Where)
}

// AskSender asks for what is not clear, or missing.
type AskSender struct {
	Text string `json:"text"`
}

func (AskSender) Kind() Kind { return "ask_sender" }

func (a AskSender) do(s *step) {
	s.c.Asked = &Question{Text: s.needs("text", a.Text, MaxNote), At: s.at}
	s.to(StateAwaitingSender)
	s.happens(sla.SenderAsked, "")
	s.tell(ToSender, "", lang.SMSAskSender, s.c.Asked.Text)
}

// SenderReplied is the answer to whoever asked: what was said, and data of Điều 7.3 that
// are known now.
type SenderReplied struct {
	Text   string  `json:"text"`
	Sender *Sender `json:"sender,omitempty" doc:"All that is known now; by the hotline"`
}

func (SenderReplied) Kind() Kind { return "sender_replied" }

func (a SenderReplied) do(s *step) {
	q := s.question()
	if q == nil {
		return
	}
	q.Reply, q.RepliedAt = s.needs("text", a.Text, MaxContent), s.at
	if a.Sender != nil {
		if s.by.Party.ofUnit() {
			s.notYours("")
			return
		}
		was := s.c.Sender
		s.c.Sender = s.sender(*a.Sender)
		s.reached(was)
	}
	s.answered(q, sla.BackAtDesk)
	s.tellAnswered()
}

// StopWaiting goes on without an answer.
type StopWaiting struct {
	Reason string `json:"reason"`
}

func (StopWaiting) Kind() Kind { return "stop_waiting" }

func (a StopWaiting) do(s *step) {
	if q := s.question(); q != nil {
		s.because(a.Reason)
		q.RepliedAt = s.at
		s.answered(q, sla.GaveUpWaiting)
	}
}

// question is the one that is open; nil: none is, and the act is refused.
func (s *step) question() *Question {
	q := s.c.OpenQuestion()
	if q == nil {
		s.notNow(lang.TicketNoQuestion)
	}
	return q
}

// answered goes back to whoever asked, if the ticket still waits. It may have gone on: to the
// head when the officer's hours were over (Điều 9.4), to the Office, to another unit. hour: what that
// does to the hotline's own.
func (s *step) answered(q *Question, hour sla.What) {
	if q == s.c.UnitAsked {
		s.happens(sla.SenderReplied, q.Unit)
	}
	if s.c.State == StateAwaitingSender {
		s.backAtDesk(hour)
	}
	if s.c.State == StateAwaitingSenderForUnit {
		s.to(StateInProgress)
	}
}

// backAtDesk has the hotline decide again, in its hour (Điều 8.3).
func (s *step) backAtDesk(hour sla.What) {
	s.to(StateReceived)
	s.happens(hour, "")
}

// tellAnswered tells whoever has the ticket now that the sender's answer is there.
func (s *step) tellAnswered() {
	lead := s.c.Leader()
	if lead == nil {
		s.tell(s.c.State.Whose(), "", lang.NoticeSenderReplied)
		return
	}
	s.tell(ToOfficers, lead.Unit, lang.SMSSenderReplied)
	if !lead.EscalatedAt.IsZero() {
		s.tell(ToHead, lead.Unit, lang.SMSSenderReplied)
	}
}

// Answer answers at once, out of what the city has published.
type Answer struct {
	Text  string `json:"text"`
	Basis string `json:"basis" doc:"The article of the knowledge base, or the document, that it rests on"`
	// Whether there is such an article, and it holds, is asked beforehand.
	Article int64 `json:"article" required:"false" doc:"Of the knowledge base, that it rests on; 0: none"`
}

func (Answer) Kind() Kind { return "answer" }

func (a Answer) do(s *step) {
	s.resolve(Answered{Text: s.needs("text", a.Text, MaxContent), Basis: s.needs("basis", a.Basis, MaxDirective), Article: a.Article, By: s.by.Name, At: s.at}, "")
}

// TransferLive gives the call, or the message, to an officer now; the Office has its
// copy in the same transaction.
type TransferLive struct {
	Unit string `json:"unit"`
	Way  string `json:"way" enum:"call,message"`
}

func (TransferLive) Kind() Kind { return "transfer_live" }

func (a TransferLive) do(s *step) {
	if a.Way != "call" && a.Way != "message" {
		s.fault("way", lang.NoneOf, "call, message")
	}
	s.c.Unit = s.unit("unit", a.Unit)
	s.c.Through = s.c.Unit
	s.note["way"] = a.Way
	s.to(StateLiveTransfer)
	s.happens(sla.Forwarded, a.Unit)
	if a.Way == "message" {
		s.tell(ToOfficers, a.Unit, lang.SMSTransferLive)
	}
	s.tell(ToOffice, "", lang.NoticeTransferred, a.Unit)
}

// AnsweredLive keeps what the officer answered.
type AnsweredLive struct {
	Text string `json:"text"`
}

func (AnsweredLive) Kind() Kind { return "answered_live" }

func (a AnsweredLive) do(s *step) {
	unit := s.c.Through
	s.resolve(Answered{Text: s.needs("text", a.Text, MaxContent), Unit: unit, By: s.by.Name, At: s.at}, unit)
}

// Precheck keeps what the hotline found out itself.
type Precheck struct {
	Text string `json:"text"`
}

func (Precheck) Kind() Kind { return "precheck" }

func (a Precheck) do(s *step) { s.c.Precheck = s.needs("text", a.Text, MaxContent) }

// MarkOutside says whether it is about procedures or services on line through the
// national portal: outside the regulation, and led by its own department all the same.
type MarkOutside struct {
	Outside bool `json:"outside"`
}

func (MarkOutside) Kind() Kind { return "mark_outside" }

func (a MarkOutside) do(s *step) {
	if s.c.OutsideTTHC == a.Outside {
		s.notNow(lang.TicketSettled)
		return
	}
	if s.c.OutsideTTHC = a.Outside; !a.Outside {
		return
	}
	s.c.Unit = s.department()
	s.tell(ToSender, "", lang.SMSOutside)
	s.tell(ToOfficers, s.c.Unit, lang.NoticeOutside)
	s.tell(ToOffice, "", lang.NoticeOutside)
}

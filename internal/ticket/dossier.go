package ticket

import (
	"slices"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// MarkEmergency says that somebody is in danger: services were called at once, and nothing
// waits for a classification (Điều 9.1).
type MarkEmergency struct {
	Service string `json:"service" doc:"Who was called: 113, 114, 115, …"`
}

func (MarkEmergency) Kind() Kind { return "mark_emergency" }

func (a MarkEmergency) do(s *step) {
	s.c.Emergency = true
	s.note["service"] = s.needs("service", a.Service, MaxName)
	s.tell(ToLeader, "", lang.NoticeEmergency, a.Service)
	s.tell(ToOffice, "", lang.NoticeEmergency, a.Service)
}

// UnmarkEmergency says that the matter is none, though the ticket is marked as one: a service that was called in
// one of its calls was called for another matter (Điều 9.1). What is called from then on marks it again.
type UnmarkEmergency struct {
	Reason string  `json:"reason"`
	Seen   []int64 `json:"seen" required:"false" doc:"IDs of the ticket's emergencies, as it was read: while it has one that was not seen, the mark stays"`
}

func (UnmarkEmergency) Kind() Kind { return "unmark_emergency" }

func (a UnmarkEmergency) do(s *step) {
	s.because(a.Reason)
	if !s.c.Emergency {
		s.notNow(lang.TicketSettled)
		return
	}
	called := s.around.Emergencies()
	if slices.ContainsFunc(called, func(id int64) bool { return !slices.Contains(a.Seen, id) }) {
		s.notNow(lang.TicketEmergencyUnseen)
		return
	}
	s.c.Emergency, s.c.Unrelated = false, called
	s.tell(ToLeader, "", lang.NoticeNoEmergency, s.reason)
	s.tell(ToOffice, "", lang.NoticeNoEmergency, s.reason)
}

// MarkUrgent says whether the matter presses (Điều 9.6).
type MarkUrgent struct {
	Urgent bool   `json:"urgent"`
	Reason string `json:"reason"`
}

func (MarkUrgent) Kind() Kind { return "mark_urgent" }

func (a MarkUrgent) do(s *step) {
	s.because(a.Reason)
	if s.c.Urgent == a.Urgent {
		s.notNow(lang.TicketSettled)
		return
	}
	s.c.Urgent = a.Urgent
	if !a.Urgent {
		s.happens(sla.NotUrgent, "")
		return
	}
	s.happens(sla.FoundUrgent, "")
	s.tell(ToOffice, "", lang.NoticeUrgent)
}

// WantReview says that the result asks for a reminder or an explanation in writing.
type WantReview struct {
	Reason string `json:"reason"`
}

func (WantReview) Kind() Kind { return "want_review" }

func (a WantReview) do(s *step) {
	s.because(a.Reason)
	if d := s.dossier(OfReview); d != nil {
		s.notNow(lang.TicketSettled)
		return
	}
	s.c.Dossiers = append(s.c.Dossiers, Dossier{Number: len(s.c.Dossiers) + 1, Kind: OfReview, Reason: s.reason, WantedAt: s.at})
	s.happens(sla.ReviewWanted, "")
}

// dossier is one that is wanted and not sent; nil: none.
func (s *step) dossier(kind DossierKind) *Dossier {
	for i := range s.c.Dossiers {
		if d := &s.c.Dossiers[i]; d.Kind == kind && d.SentAt.IsZero() {
			return d
		}
	}
	return nil
}

// SendDossier sends the Office what the hotline has summed up.
type SendDossier struct {
	For     DossierKind `json:"for" enum:"urgent,review"`
	Summary string      `json:"summary"`
}

func (SendDossier) Kind() Kind { return "send_dossier" }

func (a SendDossier) do(s *step) {
	d := s.dossier(a.For)
	switch {
	case a.For != OfUrgent && a.For != OfReview:
		s.fault("for", lang.NoneOf, "urgent, review")
		return
	case a.For == OfUrgent && !s.c.Urgent, a.For == OfReview && d == nil:
		s.notNow(lang.TicketNoDossier)
		return
	case d == nil:
		s.c.Dossiers = append(s.c.Dossiers, Dossier{Number: len(s.c.Dossiers) + 1, Kind: OfUrgent, WantedAt: s.at})
		d = &s.c.Dossiers[len(s.c.Dossiers)-1]
	}
	d.Summary, d.SentAt = s.needs("summary", a.Summary, MaxContent), s.at
	if a.For == OfUrgent {
		s.happens(sla.UrgentReported, "")
	} else {
		s.happens(sla.ReviewReported, "")
	}
	s.tell(ToOffice, "", lang.NoticeDossier)
}

// RecordDocument keeps what the city wrote to a unit because of it.
type RecordDocument struct {
	Sign    string    `json:"sign" doc:"The document's own number"`
	Date    string    `json:"date" doc:"YYYY-MM-DD"`
	Unit    string    `json:"unit"`
	Subject string    `json:"subject"`
	Due     time.Time `json:"due" required:"false" doc:"Of the explanation that it asks for"`
}

func (RecordDocument) Kind() Kind { return "record_document" }

func (a RecordDocument) do(s *step) {
	if date := s.date("date", a.Date); !a.Due.IsZero() && !a.Due.After(date) {
		s.fault("due", lang.TicketBefore)
	}
	s.c.Documents = append(s.c.Documents, Document{
		Number: len(s.c.Documents) + 1, Sign: s.needs("sign", a.Sign, MaxName), Date: a.Date, Unit: s.unit("unit", a.Unit),
		Subject: s.needs("subject", a.Subject, MaxNote), Due: a.Due,
	})
	s.tell(ToHead, a.Unit, lang.NoticeDocument, a.Sign)
}

// DocumentReplied keeps the unit's answer to it.
type DocumentReplied struct {
	Number int    `json:"number"`
	Reply  string `json:"reply"`
}

func (DocumentReplied) Kind() Kind { return "document_replied" }

func (a DocumentReplied) do(s *step) {
	if a.Number < 1 || a.Number > len(s.c.Documents) {
		s.fault("number", lang.TicketNoSuch)
		return
	}
	d := &s.c.Documents[a.Number-1]
	if !d.RepliedAt.IsZero() {
		s.notNow(lang.TicketSettled)
	}
	d.Reply, d.RepliedAt = s.needs("reply", a.Reply, MaxItem), s.at
}

// MarkConfidential says whether the sender wants it kept to those who need it.
type MarkConfidential struct {
	Confidential bool   `json:"confidential"`
	Reason       string `json:"reason"`
}

func (MarkConfidential) Kind() Kind { return "mark_confidential" }

func (a MarkConfidential) do(s *step) {
	s.because(a.Reason)
	if s.c.Public != nil && a.Confidential {
		s.notNow(lang.TicketIsPublic)
	}
	if s.c.Confidential = a.Confidential; a.Confidential {
		s.hideFiles()
	}
}

package ticket

import (
	"net/url"

	"hotline1022/internal/lang"
	"hotline1022/internal/redaction"
	"hotline1022/internal/sla"
)

// Resolve is the result of the unit that leads.
type Resolve struct {
	Text     string `json:"text"`
	Official bool   `json:"official" required:"false" doc:"It is an official document (Điều 17.6)"`
	Article  int64  `json:"article" required:"false" doc:"Of the knowledge base, that it rests on; 0: none"`
	Document string `json:"document" required:"false" doc:"The attachment that holds it: signed, and found intact when it was uploaded"`
}

func (Resolve) Kind() Kind { return "resolve" }

func (a Resolve) do(s *step) {
	a.Document = s.line("document", a.Document, MaxName)
	if s.c.NeedsDocument = s.c.NeedsDocument || a.Official; s.c.NeedsDocument && a.Document == "" {
		s.fault("document", lang.TicketNeedsDocument)
	}
	if a.Document != "" {
		s.reply(a.Document)
	}
	s.resolve(Answered{Text: s.needs("text", a.Text, MaxContent), Unit: s.by.Unit, By: s.by.Name, At: s.at, Article: a.Article, Document: a.Document}, s.by.Unit)
}

// resolve keeps a result: the parts of units that it did not wait for are over.
func (s *step) resolve(r Answered, unit string) {
	s.c.Result = &r
	s.end(Done, func(a Assignment) bool { return a.Unit == unit })
	s.withdraw()
	s.to(StateResolved)
	s.happens(sla.Resolved, unit)
	s.tell(ToHotline, "", lang.NoticeResolved)
}

// Publish puts matter and result before everybody, written for that: without data by
// which somebody could be known. Whoever does it has looked (Checked).
type Publish struct {
	Content string `json:"content"`
	Result  string `json:"result"`
	Checked bool   `json:"checked" doc:"Somebody has looked that no personal data is left"`
	Sure    bool   `json:"sure" required:"false" doc:"What still looks like a number of somebody's is none: a hotline's, a document's"`
}

func (Publish) Kind() Kind { return "publish" }

func (a Publish) do(s *step) {
	if s.c.Confidential {
		s.notNow(lang.TicketIsConfidential)
		return
	}
	if !a.Checked {
		s.fault("checked", lang.TicketNotChecked)
	}
	s.c.Public = &Public{Content: s.open("content", a.Content, a.Sure), Result: s.open("result", a.Result, a.Sure), At: s.at, Area: s.around.Area(s.c.Address)}
	s.told(StatePublished, lang.SMSPublished)
}

// open is a text that everybody may read; sure: somebody has said of what seems to be personal data that it is not.
func (s *step) open(location, text string, sure bool) string {
	text = s.needs(location, text, MaxContent)
	if !sure && len(redaction.FindCertain(text)) > 0 {
		s.fault(location, lang.TicketSeemsPersonal)
	}
	for _, who := range append(s.around.Senders(), s.c.Sender) {
		if betrays(text, who) {
			s.fault(location, lang.TicketBetrays)
			break
		}
	}
	return text
}

// AnswerConfidential says that the sender, and nobody else, has been given the result.
type AnswerConfidential struct {
	How string `json:"how" doc:"By which way, and what was said"`
}

func (AnswerConfidential) Kind() Kind { return "answer_confidential" }

func (a AnswerConfidential) do(s *step) {
	if !s.c.Confidential {
		s.notNow(lang.TicketNotConfidential)
		return
	}
	s.note["how"] = s.needs("how", a.How, MaxNote)
	s.told(StateAnswered, lang.SMSAnswered)
}

func (s *step) told(state State, text lang.Key) {
	s.c.ToldAt = s.at
	s.to(state)
	s.happens(sla.SenderTold, "")
	s.tell(ToSender, "", text)
}

// Contest is the sender's disagreement.
type Contest struct {
	Text string `json:"text"`
}

func (Contest) Kind() Kind { return "contest" }

func (a Contest) do(s *step) {
	s.c.Objection = &Objection{Text: s.needs("text", a.Text, MaxContent), At: s.at}
	s.to(StateContested)
	s.happens(sla.SenderContested, "")
	s.tell(ToOffice, "", lang.NoticeContested)
	if u := s.c.Result; u != nil && u.Unit != "" {
		s.tell(ToOfficers, u.Unit, lang.NoticeContested)
	}
}

// PublishedByUnit says where the unit has published it on its own pages.
type PublishedByUnit struct {
	URL string `json:"url"`
}

func (PublishedByUnit) Kind() Kind { return "published_by_unit" }

func (a PublishedByUnit) do(s *step) {
	u, err := url.Parse(a.URL)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || len(a.URL) > MaxDirective {
		s.fault("url", lang.TicketURL)
		return
	}
	if s.c.Public == nil {
		s.notNow(lang.TicketIsConfidential)
		return
	}
	s.c.Public.UnitURL = a.URL
}

// Merge has it go on in another ticket, whose result all its senders are told: at once, if
// it is public already. What a unit has is taken from it with a reason.
type Merge struct {
	Into   Code   `json:"into"`
	Reason string `json:"reason" required:"false"`
}

func (Merge) Kind() Kind { return "merge" }

func (a Merge) do(s *step) {
	if s.reason = s.text("reason", a.Reason, MaxNote); s.c.State.Held() {
		s.because(a.Reason)
	}
	into, err := ParseCode(string(a.Into))
	if err != nil || into == s.c.Code {
		s.fault("into", lang.BadTicketCode)
		return
	}
	state, ok := s.around.State(into)
	switch {
	case !ok:
		s.fault("into", lang.TicketNoSuch)
	case !state.Open():
		s.fault("into", lang.TicketParentOver)
	case state == StateAnswered: // its sender alone was told, in confidence: nobody would tell this one
		s.fault("into", lang.TicketParentAnswered)
	}
	s.c.Parent = into
	s.withdraw()
	s.to(StateMerged)
	s.happens(sla.MergedElsewhere, "")
	s.tell(ToSender, "", lang.SMSMerged, into.String())
	if state == StatePublished {
		s.tell(ToSender, "", lang.SMSPublished)
	}
}

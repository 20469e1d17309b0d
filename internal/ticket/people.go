package ticket

import (
	"cmp"
	"time"

	"hotline1022/internal/lang"
)

// ProposeReward proposes to commend the sender or an officer.
type ProposeReward struct {
	For    RewardFor `json:"for" enum:"sender,officer"`
	Who    string    `json:"who" required:"false" doc:"The officer's name"`
	Reason string    `json:"reason"`
}

func (ProposeReward) Kind() Kind { return "propose_reward" }

func (a ProposeReward) do(s *step) {
	s.because(a.Reason)
	switch a.For {
	case ForOfficer:
		a.Who = s.needs("who", s.line("who", a.Who, MaxName), MaxName)
	case ForSender:
		a.Who = ""
	default:
		s.fault("for", lang.NoneOf, "sender, officer")
	}
	s.c.Rewards = append(s.c.Rewards, Reward{
		Number: len(s.c.Rewards) + 1, For: a.For, Who: a.Who, Unit: s.by.Unit, Reason: s.reason, By: s.by.Name, At: s.at,
	})
	s.tell(ToOffice, "", lang.NoticeReward)
}

// DecideReward approves a proposal, or not.
type DecideReward struct {
	Number  int    `json:"number"`
	Approve bool   `json:"approve"`
	Reason  string `json:"reason"`
}

func (DecideReward) Kind() Kind { return "decide_reward" }

func (a DecideReward) do(s *step) {
	if a.Number < 1 || a.Number > len(s.c.Rewards) {
		s.fault("number", lang.TicketNoSuch)
		return
	}
	s.decide(&s.c.Rewards[a.Number-1].Decision, a.Approve, a.Reason)
}

func (s *step) decide(d *Decision, approve bool, reason string) {
	if !d.At.IsZero() {
		s.notNow(lang.TicketSettled)
	}
	*d = Decision{By: s.by.Name, At: s.at, Approved: approve, Reason: s.because(reason)}
}

// WarnOfSender notes, with its ground, that a sender said what is not true, or disturbs.
type WarnOfSender struct {
	Ground string `json:"ground"`
}

func (WarnOfSender) Kind() Kind { return "warn_of_sender" }

func (a WarnOfSender) do(s *step) {
	s.c.Warnings = append(s.c.Warnings, Warning{Number: len(s.c.Warnings) + 1, Ground: s.needs("ground", a.Ground, MaxNote), By: s.by.Name, At: s.at})
	s.tell(ToOffice, "", lang.NoticeWarning)
}

// DecideWarning lets a warning stand, or not. It blocks nobody either way.
type DecideWarning struct {
	Number  int    `json:"number"`
	Approve bool   `json:"approve"`
	Reason  string `json:"reason"`
}

func (DecideWarning) Kind() Kind { return "decide_warning" }

func (a DecideWarning) do(s *step) {
	if a.Number < 1 || a.Number > len(s.c.Warnings) {
		s.fault("number", lang.TicketNoSuch)
		return
	}
	s.decide(&s.c.Warnings[a.Number-1].Decision, a.Approve, a.Reason)
}

// Reserved says that what was said, with its grounds, is for the hotline, the Office and who
// inspects: it is about the unit's own people, or a suspicion about the sender that nobody has
// decided on (Điều 18.3, 20.2).
func (k Kind) Reserved() bool {
	return k == ReportConduct{}.Kind() || k == WarnOfSender{}.Kind() || k == DecideWarning{}.Kind()
}

// ReportConduct is a word about how an officer dealt with it (Điều 18.3).
type ReportConduct struct {
	Text string `json:"text"`
}

func (ReportConduct) Kind() Kind { return "report_conduct" }

func (a ReportConduct) do(s *step) {
	s.note["text"] = s.needs("text", a.Text, MaxContent)
	s.tell(ToOffice, "", lang.NoticeConduct)
}

// RequestRecording asks for a recording, to verify what was said.
type RequestRecording struct {
	Recording string `json:"recording" doc:"Its id"`
	Reason    string `json:"reason"`
}

func (RequestRecording) Kind() Kind { return "request_recording" }

func (a RequestRecording) do(s *step) {
	if a.Recording != "" && !s.around.HasRecording(a.Recording) {
		s.fault("recording", lang.TicketNoRecording)
	}
	for _, r := range s.c.Recordings {
		if r.Recording == a.Recording && r.Unit == s.by.Unit && r.Decision.At.IsZero() { // asked, and not decided on yet
			s.notNow(lang.TicketStillAsked)
		}
	}
	s.c.Recordings = append(s.c.Recordings, Recording{
		Number: len(s.c.Recordings) + 1, Recording: s.needs("recording", a.Recording, MaxName), Unit: s.by.Unit, Reason: s.because(a.Reason), By: s.by.Name, At: s.at,
	})
	s.tell(ToLeader, "", lang.NoticeRecordingAsked, s.by.Unit)
}

// LongestGrant is for how long a unit may be let hear a recording, where nobody says otherwise.
const LongestGrant = 30 * 24 * time.Hour

// LatestGrant is how far an approval of now may reach; longest 0: [LongestGrant].
func LatestGrant(now time.Time, longest time.Duration) time.Time {
	return now.Add(cmp.Or(longest, LongestGrant))
}

// DecideRecording lets the unit hear it until some time, or not.
type DecideRecording struct {
	Number  int       `json:"number"`
	Approve bool      `json:"approve"`
	Until   time.Time `json:"until" required:"false" doc:"Needed when approved; the ticket says how far it may reach (grant_until)"`
	Reason  string    `json:"reason"`
}

func (DecideRecording) Kind() Kind { return "decide_recording" }

func (a DecideRecording) do(s *step) {
	if a.Number < 1 || a.Number > len(s.c.Recordings) {
		s.fault("number", lang.TicketNoSuch)
		return
	}
	r := &s.c.Recordings[a.Number-1]
	if a.Approve {
		if !s.c.MayKnowSender(r.Unit) { // a voice is who somebody is
			s.notNow(lang.TicketIdentityFirst)
		}
		if s.around.Concealed(r.Recording, r.Unit) { // also of what else was said in that call
			s.notNow(lang.TicketIdentityOther)
		}
		if latest := LatestGrant(s.at, s.around.LongestGrant); a.Until.After(latest) {
			s.fault("until", lang.TicketGrantTooFar, latest.In(Zone).Format("15:04 02/01/2006"))
		} else {
			s.ahead("until", a.Until)
		}
		r.Until = a.Until
	}
	s.decide(&r.Decision, a.Approve, a.Reason)
	s.tell(ToOfficers, r.Unit, lang.NoticeRecordingDecided)
}

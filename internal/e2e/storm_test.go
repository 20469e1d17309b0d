package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"

	"hotline1022/dialplan/prompts"
	"hotline1022/internal/callback"
	"hotline1022/internal/callsim"
	"hotline1022/internal/devstack"
	"hotline1022/telephony/call"
)

// journalled lets something have happened in calls.
func (s *stack) journalled(entries ...call.Entry) {
	s.t.Helper()
	st := s.openStore()
	for i := range entries {
		entries[i].ID, entries[i].Node = uuid.Must(uuid.NewV7()).String(), "test1"
	}
	if err := st.Apply(context.Background(), entries); err != nil {
		s.t.Fatal(err)
	}
}

// seeIt keeps what a page looks like, and holds it to its view: in Vietnamese in the
// light, in English in the dark on a small screen, on a telephone.
func (b *browser) seeIt(what string) {
	b.t.Helper()
	b.inView(what)
	b.do("a telephone", chromedp.EmulateViewport(390, 844), holds("innerWidth === 390"))
	b.inView(what + "-narrow")
	b.do("a small screen, the other language, dark", chromedp.EmulateViewport(1280, 720), holds("innerWidth === 1280"), click("language-switch"), click("theme-switch"))
	b.inView(what + "-dark")
	b.do("as before", chromedp.EmulateViewport(1366, 768), holds("innerWidth === 1366"), click("language-switch"), click("theme-switch"))
}

// TestStormMode is the shift leader's night: an incident is written, listened to,
// announced, joined, edited, given a voice, and ended.
func TestStormMode(t *testing.T) {
	t.Parallel()
	o := options{Greeting: true, Haiphong: true, OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"}
	s := newStack(t, o)
	s.startHotline(true)
	leader := newBrowser(t, s.http, "truongca", citizenTone)
	leader.signIn("/incidents", "incidents-page")
	leader.do("nothing is announced", sees("storm-none"))
	leader.seeIt("nothing")

	leader.do("write it", typeInto("storm-area", "Phường Lê Chân, phường An Biên"),
		typeInto("storm-text", "Mất điện do bão từ 01:30. Điện lực đang khắc phục, xin quý khách thông cảm."), click("storm-end-4"))
	leader.do("listen to it", click("storm-preview"), sees("storm-heard"),
		holds(`document.querySelector('[data-testid="storm-preview-audio"]').duration > 4`),
		holds(`document.querySelector('[data-testid="storm-heard"]').innerText.includes("1 giờ 30")`))
	leader.do("its end reads as people here write it", holds(`((e) => /^\d\d\/\d\d\/\d{4} \d\d:\d\d$/.test((e.querySelector('input') ?? e).value))(document.querySelector('[data-testid="storm-end"]'))`))
	leader.seeIt("preview")
	leader.do("announce it", click("storm-submit"), sees("storm-live", `data-voice="ready"`, `data-revision="1"`))

	auditor := s.token("auditor")
	incident := s.openIncident(auditor)
	sound := filepath.Join(s.dir, "incidents", fmt.Sprintf("incident-%d-1.wav", incident))
	if _, err := os.Stat(sound); err != nil {
		t.Errorf("what Asterisk plays is not there: %v", err)
	}
	now := time.Now()
	for n := range 12 {
		id := call.ID(fmt.Sprintf("test1-77.%d", n))
		s.journalled(
			call.Entry{At: now, Call: id, Kind: call.KindArrived, Data: call.Arrived{From: fmt.Sprintf("09123456%02d", n), To: hotline}},
			call.Entry{At: now, Call: id, Kind: call.KindJoinedIncident, Data: call.JoinedIncident{Incident: fmt.Sprint(incident), Key: "1"}})
	}
	s.together(t, map[string]func(*testing.T, *stack){
		"joins":              func(t *testing.T, s *stack) { joinsIncident(t, s, auditor, incident) },
		"has something else": func(t *testing.T, s *stack) { hasSomethingElse(t, s, auditor, incident) },
	})
	leader.do("thirteen have joined, each with a ticket", sees("storm-live", `data-joined="13"`), sees("storm-tickets", `data-reported="13"`))
	leader.seeIt("announced")

	leader.do("edit", click("storm-edit"), sees("storm-form"), typeInto("storm-text", " Nhiều nơi có điện lại."), click("storm-submit"),
		sees("storm-live", `data-voice="ready"`, `data-revision="2"`))
	voice := filepath.Join(t.TempDir(), "voice.wav")
	spoken, err := prompts.Say(t.Context(), devstack.Espeak(t), "Đây là giọng của trưởng ca")
	if err == nil {
		err = os.WriteFile(voice, spoken, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	leader.do("a recorded voice", chromedp.SetUploadFiles(at("storm-voice-file"), []string{voice}),
		sees("storm-live", `data-voice="ready"`, `data-revision="3"`), sees("storm-voice-drop"))
	leader.screenshot("recorded")

	leader.do("it is over", click("storm-close"), sees("storm-close-text"))
	leader.screenshot("closing")
	leader.do("and they are told", click("storm-close-yes"), sees("storm-none"), holds(`document.querySelector('[data-testid="storm-past"]').innerText.includes("An Biên")`))
	leader.screenshot("over")
	leader.do("its tickets", chromedp.Navigate(fmt.Sprintf("%s/tickets?incident=%d", s.http, incident)), sees("tickets-any-incident"),
		holds(`document.querySelectorAll('[data-testid^="ticket-row-"]').length === 13`))
	leader.screenshot("tickets")
	s.eventually(patience, "all who joined are told that it is over, nobody else", func() bool {
		over := s.told(auditor, "da duoc khac phuc")
		return len(over) == 13 && over[joiner] == 1
	})

	// Who only reads sees no way to open one.
	watcher := newBrowser(t, s.http, "kiemtra", citizenTone)
	watcher.signIn("/incidents", "incidents-page")
	watcher.do("no form", sees("storm-none"), holds(`!document.querySelector('[data-testid="storm-form"]')`))
}

// openIncident is the one that callers hear of.
func (s *stack) openIncident(token string) int64 {
	s.t.Helper()
	var open items[struct{ ID int64 }]
	if s.get(token, "/api/v1/incidents?state=open", &open); len(open.Items) != 1 {
		s.t.Fatalf("open incidents: %+v, want one", open.Items)
	}
	return open.Items[0].ID
}

const joiner = "0912800101"

// joinsIncident hears of the incident before anything else, and presses 1: a ticket of the
// incident, whose code is told by SMS, without an operator.
func joinsIncident(t *testing.T, s *stack, auditor string, incident int64) {
	e := s.asked(t, joiner)
	e.hears("", "greeting")
	e.hears(filepath.Join(s.dir, "incidents"), fmt.Sprintf("incident-%d-1", incident))
	e.hears("", "su-co-moi")
	e.press("1")
	e.hears("", "su-co-da-ghi")
	e.hears("", "goodbye")
	r := e.over(auditor, joiner, "", "greeting", "su-co-da-ghi", "goodbye")
	checkEnd(t, r, "system", "completed", "")
	counts(t, r, map[string]int{"call.joined_incident": 1, "call.digit": 1, "call.queued": 0})
	e.eventually(patience, "a ticket", func() bool { return len(e.ended(auditor, joiner).Tickets) == 1 })
	code := e.ended(auditor, joiner).Tickets[0]
	var k voiceTicket
	if s.get(auditor, "/api/v1/tickets/"+code, &k); k.Origin != "incident" || k.CreatedBy != "" || k.Sender.Phone != joiner {
		t.Errorf("%s", asJSON(k))
	}
	e.eventually(patience, "the code is told", func() bool { return s.told(auditor, code)[joiner] == 1 })
}

// hasSomethingElse hears of it too, presses 2, and reaches an operator; asked for a mark
// afterwards, they give one.
func hasSomethingElse(t *testing.T, s *stack, auditor string, incident int64) {
	const from = "0912800102"
	operator(t, s, callsim.AgentOptions{User: "op02", Handle: 2 * time.Second})
	e := s.asked(t, from)
	e.hears("", "greeting")
	e.hears(filepath.Join(s.dir, "incidents"), fmt.Sprintf("incident-%d-1", incident))
	e.press("2")
	e.hears("", "chon-viec")
	e.press("1")
	hears(t, e.stack, e.z, operatorTone)
	e.hears("", "danh-gia")
	e.press("5")
	e.hears("", "cam-on-danh-gia")
	e.hears("", "goodbye")
	r := e.over(auditor, from, "", "greeting", "chon-viec", "cam-on-danh-gia")
	checkEnd(t, r, "system", "completed", "op02")
	counts(t, r, map[string]int{"call.joined_incident": 0, "call.connected": 1, "call.rated": 1, "call.digit": 3})
	e.never("", "su-co-da-ghi")
	if len(r.Tickets) != 0 {
		t.Errorf("tickets of who did not join: %v", r.Tickets)
	}
}

// told counts the messages with some words, by receiver.
func (s *stack) told(token, words string) map[string]int {
	s.t.Helper()
	var list items[sentMessage]
	s.get(token, "/api/v1/messages?limit=200", &list)
	to := map[string]int{}
	for _, m := range list.Items {
		if m.State == "sent" && strings.Contains(m.Text, words) {
			to[m.To]++
		}
	}
	return to
}

// TestCallbackList is the list of those to be called back, for leader and operator.
func TestCallbackList(t *testing.T) {
	t.Parallel()
	s := newStack(t, defaults())
	s.startHotline(true)
	now := time.Now()
	for n, from := range []string{"0912345678", "0987654321", "02253847120"} {
		id := call.ID(fmt.Sprintf("test1-78.%d", n))
		at := now.Add(time.Duration(n-20) * time.Minute)
		s.journalled(
			call.Entry{At: at, Call: id, Kind: call.KindArrived, Data: call.Arrived{From: from, To: hotline}},
			call.Entry{At: at, Call: id, Kind: call.KindQueued, Data: call.Queued{Queue: "tong-dai"}},
			call.Entry{At: at.Add(time.Minute), Call: id, Kind: call.KindEnded, Data: call.Ended{Class: call.EndCitizen, Reason: call.ReasonAbandonedWait}})
	}
	leader := newBrowser(t, s.http, "truongca", citizenTone)
	leader.signIn("/callbacks", "callbacks-table")
	leader.do("three wait", sees("callback-done-3"))
	leader.seeIt("call-backs")
	leader.do("take one off", click("callback-cancel-2"), typeInto("callback-note", "Số sai"))
	leader.screenshot("cancelling")
	leader.do("and it is gone", chromedp.Click(chromedp.CSS(`.ant-modal .ant-btn-primary`)),
		holds(`!document.querySelector('[data-testid="callback-cancel-2"]')`))

	s.serves("op01", "truc-ca") // else the operator is asked to call the first back at once
	op := newBrowser(t, s.http, "op01", operatorTone)
	beginShift(op)
	op.do("two wait", sees("help-callbacks", `data-waiting="2"`), click("help-callbacks"), sees("callbacks-panel"))
	op.screenshot("desk-call-backs")
	op.do("called by hand", click("callback-done-1"), typeInto("callback-note", "Đã gọi máy bàn"), chromedp.Click(chromedp.CSS(`.ant-modal .ant-btn-primary`)),
		sees("help-callbacks", `data-waiting="1"`))
	var ended struct {
		Items []struct {
			Number, State, Operator, Note string
		} `json:"items"`
	}
	s.get(s.token("auditor"), "/api/v1/callbacks?state=ended", &ended)
	if got := fmt.Sprint(ended.Items); len(ended.Items) != 2 || !strings.Contains(got, "{0912345678 done op01 Đã gọi máy bàn}") || !strings.Contains(got, "{0987654321 cancelled truongca Số sai}") {
		t.Errorf("settled: %s", got)
	}
	meetMachines(t, s, op)
}

// callsBack: the operator is offered a call-back, as soon as who gave up has had time to call again, and accepts it.
func (b *browser) callsBack(number string) {
	b.t.Helper()
	b.within(callback.Patience+patience, "the call-back is offered", sees("call-bar", `data-state="offered"`), sees("call-back"), sees("caller-number", `data-number="`+number+`"`))
	b.do("and accepted", chromedp.KeyEvent(kb.F10), sees("call-bar", `data-state="talking"`), sees("voicemail"))
}

// meetMachines goes on with the third, whom an answering machine speaks for, and with a
// fourth, whose number is a fax's. Neither leaves the operator anything to do.
func meetMachines(t *testing.T, s *stack, op *browser) {
	plan, err := callsim.ParsePlan("02253847120=voicemail:200ms,02253847121=fax:200ms")
	if err != nil {
		t.Fatal(err)
	}
	officers, err := callsim.NewOfficer(callsim.OfficerOptions{Listen: fmt.Sprintf("127.0.0.1:%d", s.ports.Network), Plan: plan})
	if err != nil {
		t.Fatal(err)
	}
	defer officers.Close()
	s.serves("op01", "tong-dai")
	op.callsBack("02253847120")
	op.screenshot("call-back-talking")
	op.do("a machine, by key", chromedp.KeyEvent("m", chromedp.KeyModifiers(chromedp.ModifierAlt)), sees("status", `data-status="ready"`),
		sees("help-callbacks", `data-waiting="1"`), holds(`!document.querySelector('[data-testid="ticket-form"]')`))

	at := time.Now().Add(-10 * time.Minute)
	s.journalled(
		call.Entry{At: at, Call: "test1-78.9", Kind: call.KindArrived, Data: call.Arrived{From: "02253847121", To: hotline}},
		call.Entry{At: at, Call: "test1-78.9", Kind: call.KindQueued, Data: call.Queued{Queue: "tong-dai"}},
		call.Entry{At: at.Add(time.Minute), Call: "test1-78.9", Kind: call.KindEnded, Data: call.Ended{Class: call.EndCitizen, Reason: call.ReasonAbandonedWait}})
	op.callsBack("02253847121")
	op.do("a fax, by itself", sees("status", `data-status="ready"`), sees("banner", `data-banner="warn"`), sees("help-callbacks", `data-waiting="2"`),
		holds(`document.querySelector('[data-testid="callbacks-panel"]').innerText.includes('cần số khác')`))
	op.screenshot("call-back-fax")

	var open struct {
		Items []struct {
			Number, State, Result string
			Tries                 int
		} `json:"items"`
	}
	auditor := s.token("auditor")
	s.eventually(patience, "the list", func() bool {
		s.get(auditor, "/api/v1/callbacks", &open)
		return fmt.Sprint(open.Items) == "[{02253847120 waiting voicemail 1} {02253847121 needs_number fax 1}]"
	})
	for number, reason := range map[string]string{"02253847120": "voicemail", "02253847121": "fax"} {
		if list := s.calls(auditor, number); len(list) != 2 || list[0].EndReason != reason {
			t.Errorf("the record of %s: %+v", number, list)
		}
	}
}

package e2e

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/devstack"
)

const (
	citizenTone  = 440
	operatorTone = 880
)

// beginShift signs an operator in and makes them ready, audio up.
func beginShift(b *browser) {
	b.t.Helper()
	b.signIn("/", "ready-button")
	b.beginShift()
}

// beginShift has an operator who is signed in turn the microphone on, and be ready.
func (b *browser) beginShift() {
	b.t.Helper()
	// Noise suppression takes a steady tone for noise.
	b.do("switch audio processing off", evaluate(`localStorage.setItem('hotline.rawaudio', '1')`))
	b.screenshot("before-the-shift")
	b.do("the microphone is allowed and audio comes up", click("audio-start"), sees("shift-check", `data-audio="up"`))
	b.screenshot("audio-up")
	b.do("the operator is ready",
		chromedp.WaitEnabled(at("ready-button")), click("ready-button"), sees("status", `data-status="ready"`))
}

// hears waits until a citizen has heard a second of the tone from now on. The second
// need not be in one piece: a machine that schedules late leaves holes of 20 ms.
func hears(t testing.TB, s *stack, z *callsim.Citizen, hz float64) {
	t.Helper()
	const rate = 8000
	from, heard := -1, []int16(nil)
	err := devstack.Poll(t.Context(), patience, 50*time.Millisecond, func() (bool, error) {
		a := z.Audio()
		if a == nil {
			return false, nil
		}
		heard = a.Receiver().Heard()
		if from < 0 {
			from = len(heard)
		}
		return seconds(heard[from:], rate, hz) >= 1, nil
	})
	if err != nil {
		last := heard[max(from, 0):]
		t.Fatalf("not within %s: the citizen hears %.0f Hz; of the last %.1f s: %.1f s of 880 Hz, %.1f s of 440 Hz; %d samples in all",
			patience, hz, float64(len(last))/rate, seconds(last, rate, operatorTone), seconds(last, rate, citizenTone), len(heard))
	}
}

// TestCitizensCallBecomesTicketWithRecording is the main job, from end to end.
func TestCitizensCallBecomesTicketWithRecording(t *testing.T) {
	t.Parallel()
	s := newStack(t, defaults())
	s.startHotline(true)
	auditor := s.token("auditor")

	op := newBrowser(t, s.http, "op01", operatorTone)
	beginShift(op)
	op.screenshot("ready")

	const from = "0912345678"
	z := s.citizens.Start(t.Context(), callsim.CitizenCall{
		From: from, To: hotline, Clip: media.Tone(citizenTone), Record: true, GiveUp: time.Minute,
	})
	// The greeting is some seconds long; the screen-pop is there before the operator answers.
	op.do("the call rings at the desk, with the caller's number",
		sees("call-bar", `data-state="offered"`), sees("caller-number", `data-number="`+from+`"`), sees("caller-panel"))
	op.screenshot("offered")

	op.do("accept by key", chromedp.KeyEvent(kb.F10), sees("call-bar", `data-state="talking"`))
	hears(t, s, z, operatorTone)
	op.do("the operator hears the citizen", holds(`Number(document.querySelector('[data-testid="audio-state"]')?.dataset.energy ?? 0) > 0.001`))
	op.screenshot("talking")
	op.reflows("talking")

	op.do("hold", chromedp.KeyEvent(kb.F2), sees("call-bar", `data-state="held"`))
	op.screenshot("held")
	op.do("resume", chromedp.KeyEvent(kb.F2), sees("call-bar", `data-state="talking"`))

	code := fileTicket(op, "Đèn đường trước số 12 Lạch Tray không sáng từ tối qua.")
	hears(t, s, z, operatorTone)
	op.do("hang up by key", chromedp.KeyEvent(kb.F9), sees("status", `data-status="wrapup"`))
	op.screenshot("wrap-up")
	// At once: after-call work ends by itself, and on a busy machine that is before the record has been looked at.
	op.do("ready again", click("ready-button"), sees("status", `data-status="ready"`))

	report := z.Report()
	if !report.Answered || report.EndedBy != callsim.EndedByRemote || report.PacketsLost != 0 {
		t.Errorf("the citizen: %s", asJSON(report))
	}
	checkRecord(t, s, auditor, from, code, report)
	auditTheCall(t, s, from, code)

	// The same citizen again: what is known is on the screen before the answer.
	again := s.citizens.Start(t.Context(), callsim.CitizenCall{From: from, To: hotline, GiveUp: time.Minute})
	op.do("the call rings", sees("call-bar", `data-state="offered"`))
	op.do("name and open ticket are there", holds(`(t => t.includes("Nguyễn Thị Hoa") && t.includes("`+code+`"))(document.querySelector('[data-testid="caller-panel"]').innerText)`))
	op.screenshot("known-caller")
	again.Hangup()
	again.Report()
	op.do("the citizen gave up, and the operator is free", sees("status", `data-status="ready"`))
	calledAgain(t, s, op, from, code)
}

// calledAgain: the ticket is with a unit when the citizen asks after it. The operator sees that
// before the answer, and notes the call there; no other ticket is filed.
func calledAgain(t *testing.T, s *stack, op *browser, from, code string) {
	t.Helper()
	var tk ticketNow
	desk := s.person(t, "op02")
	desk.ask(http.MethodGet, "/api/v1/tickets/"+code, nil, http.StatusOK, &tk)
	desk.deed(&tk, "assign", map[string]any{"lead": power}, http.StatusOK)
	z := s.citizens.Start(t.Context(), callsim.CitizenCall{From: from, To: hotline, GiveUp: time.Minute})
	op.do("the call rings, and whose the ticket is and until when stands there", sees("call-bar", `data-state="offered"`), sees("known-"+code, `data-state="assigned"`, `data-late="false"`),
		holds(`(t => t.includes("Đã chuyển đơn vị") && t.includes("Điện lực") && t.includes("hạn"))(document.querySelector('[data-testid="known-`+code+`"]').innerText)`), absent("note-"+code))
	op.screenshot("known-ticket")
	op.do("answer", chromedp.KeyEvent(kb.F10), sees("call-bar", `data-state="talking"`))
	op.do("note it there", click("note-"+code), holds(`document.activeElement?.dataset.testid === "call-note"`), chromedp.KeyEvent("Vẫn chưa có điện."))
	op.screenshot("noting")
	op.do("its code is there to be read out", click("call-note-submit"), sees("ticket-code", `data-code="`+code+`"`, `data-noted="true"`))
	op.screenshot("noted")
	op.do("hang up", chromedp.KeyEvent(kb.F9), sees("status", `data-status="wrapup"`))
	z.Report()
	var noted struct {
		Calls   []string
		History []struct {
			Kind, Actor string
			Data        map[string]any
		}
	}
	s.get(s.token("auditor"), "/api/v1/tickets/"+code, &noted)
	last := noted.History[len(noted.History)-1]
	if len(noted.Calls) != 2 || last.Kind != "ticket.called_again" || last.Actor != "op01" || last.Data["note"] != "Vẫn chưa có điện." || last.Data["call"] != noted.Calls[1] {
		t.Errorf("the ticket: %s", asJSON(noted))
	}
}

var ticketCode = regexp.MustCompile(`^\d{2}-\d{6}-\d$`)

// fileTicket fills the form in during the call and returns the ticket's code.
func fileTicket(op *browser, content string) string {
	op.t.Helper()
	op.do("fill the ticket in",
		click("ticket-group-1"), typeInto("sender-name", "Nguyễn Thị Hoa"),
		typeInto("ticket-content", content), typeInto("ticket-address", "12 Lạch Tray, phường Gia Viên"))
	op.screenshot("ticket")
	op.do("file it", click("ticket-submit"), sees("ticket-code"))
	op.screenshot("filed")
	code := op.attribute("ticket-code", "data-code")
	if !ticketCode.MatchString(code) {
		op.t.Fatalf("%q is no ticket's code", code)
	}
	return code
}

func checkRecord(t *testing.T, s *stack, token, from, code string, heard callsim.CitizenReport) {
	t.Helper()
	r := s.archived(token, from)
	if r.EndClass != "operator" || r.EndReason != "hangup" || r.Operator != "op01" || r.To != hotline {
		t.Errorf("the record: %s", asJSON(r))
	}
	if len(r.Tickets) != 1 || r.Tickets[0] != code {
		t.Errorf("tickets of the call: %v, want %s", r.Tickets, code)
	}
	if r.AnsweredAt == nil || r.ConnectedAt == nil || r.EndedAt == nil || !r.ConnectedAt.After(*r.AnsweredAt) {
		t.Errorf("the record's times: %s", asJSON(r))
	}
	var ticket struct {
		Code    string   `json:"code"`
		Calls   []string `json:"calls"`
		Content string   `json:"content"`
	}
	s.get(token, "/api/v1/tickets/"+code, &ticket)
	if len(ticket.Calls) != 1 || ticket.Calls[0] != r.ID {
		t.Errorf("the ticket %+v is not linked to the call %s", ticket, r.ID)
	}

	w := s.fetch(r)
	left, right := w.Channel(0), w.Channel(1)
	const want = 2.0 // seconds; the conversation is longer
	if got := seconds(left, w.Rate, citizenTone); got < want {
		t.Errorf("the citizen's tone is %.1f s long in the left lane", got)
	}
	if got := seconds(right, w.Rate, operatorTone); got < want {
		t.Errorf("the operator's tone is %.1f s long in the right lane", got)
	}
	if l, r := seconds(left, w.Rate, operatorTone), seconds(right, w.Rate, citizenTone); l > 0.3 || r > 0.3 {
		t.Errorf("the lanes are mixed up: operator %.1f s in the left, citizen %.1f s in the right", l, r)
	}
	talked := float64(heard.DurationMs) / 1000
	if got := length(w); math.Abs(got-talked) > 0.3+0.03*talked { // a starved machine's recorder has been 3 % off
		t.Errorf("the recording lasts %.2f s, the call lasted %.2f s", got, talked)
	}
	if got := float64(r.Recordings[0].DurationMs) / 1000; math.Abs(got-length(w)) > 0.01 {
		t.Errorf("the record says %.2f s, the file has %.2f s", got, length(w))
	}
}

// auditTheCall finds the call in the auditor's page and plays it.
func auditTheCall(t *testing.T, s *stack, from, code string) {
	t.Helper()
	b := newBrowser(t, s.http, "kiemtra", citizenTone)
	b.signIn("/calls?from="+from, "why")
	b.do("nobody is looked for without a reason", sees("page-error"))
	b.why("Thanh tra số 12")
	row := chromedp.CSS(`[data-testid^="call-row-"]`)
	b.do("the call is in the list", chromedp.WaitVisible(row))
	b.screenshot("calls")
	b.reflows("calls")
	b.do("what is looked for is kept under a name", click("search-keep"), typeInto("search-name", "Người này"), click("search-save"), says("saved-search", "Người này"), sees("search-drop"))
	b.do("open it", chromedp.Click(row), sees("player"))
	b.do("the ticket is beside it", holds(`document.body.innerText.includes("`+code+`")`), sees("player", `data-state="idle"`))
	b.screenshot("unheard")
	heard := func() (n int) {
		var entries items[struct{ Detail struct{ Reason string } }]
		s.get(s.token("auditor"), "/api/v1/audit?action=recording.listen&actor=kiemtra", &entries)
		for _, e := range entries.Items {
			if e.Detail.Reason != "Thanh tra số 12" {
				t.Errorf("heard for %q", e.Detail.Reason)
			}
		}
		return len(entries.Items)
	}
	if n := heard(); n != 0 {
		t.Errorf("who only looked at the call's page stands in the audit log with %d listenings", n)
	}
	b.do("the waveform is drawn and the recording plays",
		chromedp.WaitEnabled(at("player-play")), click("player-play"),
		holds(`Number(document.querySelector('[data-testid="player-play"]')?.dataset.at ?? 0) > 1`))
	if n := heard(); n != 1 {
		t.Errorf("one listening is %d rows in the audit log", n)
	}
	b.do("both lanes are drawn beside it", sees("player-wave", `data-channels="2"`))
	b.screenshot("playing")
	b.reflows("call")
	b.do("a mark of the call leads to where it happened", chromedp.Click(`[data-testid="player-marks"] [data-kind="call.connected"]`),
		holds(`document.querySelector('[data-testid="player-marks"] [aria-current="true"]') !== null`))
	b.playsByKey()
	b.do("it is stopped, and who heard the call says how much", stops(), sees("player-play", `data-playing="false"`),
		goes("/listenings"), sees("listenings-page"), holds(`Number(document.querySelector('[data-actor="kiemtra"]')?.dataset.heard ?? 0) >= 900`))
	b.screenshot("listenings")
	b.reflows("listenings")
	b.takesACopy()
}

// playsByKey: slower, as fast as it goes, over silence, and a note at a second; the sound plays on afterwards.
func (b *browser) playsByKey() {
	b.t.Helper()
	rate := func(want string) step {
		return holds(`document.querySelector('[data-testid="player-audio"]').playbackRate === ` + want)
	}
	b.do("slower, and as fast as it goes", evaluate(`document.activeElement.blur()`), key(","), rate("0.75"), key("."), key("."), key("."), key("."), key("."), rate("2"),
		key(","), key(","), key(","), rate("1"))
	b.do("silence is jumped over, and no more", key("s"), sees("player-skip", `aria-checked="true"`), key("s"), sees("player-skip", `aria-checked="false"`))
	b.do("back, and a note at that second", key("["), key("n"), sees("player-play", `data-playing="false"`), sees("note-text"), typeInto("note-text", "Nói to tiếng"), click("note-keep"),
		absent("note-text"), says("player-notes", "Nói to tiếng"))
	b.do("it plays on", evaluate(`document.activeElement.blur()`), key(" "), sees("player-play", `data-playing="true"`))
}

// takesACopy: what is taken away says whose copy it is, and why.
func (b *browser) takesACopy() {
	b.t.Helper()
	b.do("a copy tells whose it is", evaluate(`history.back()`), sees("recording-package"), evaluate(`void fetch(document.querySelector('[data-testid="recording-download"]').href).then((r) => r.text()).then((copy) => (window.copyTaken = copy))`),
		holds(`window.copyTaken?.startsWith('RIFF') && copyTaken.includes('(kiemtra)') && copyTaken.includes('Thanh tra số 12')`),
		holds(`document.querySelector('[data-testid="recording-package"]').href.includes('reason=')`))
}

func asJSON(v any) string {
	b, _ := json.MarshalIndent(v, "", " ")
	return string(b)
}

// operator starts a headless operator who is ready when operator returns.
func operator(t testing.TB, s *stack, opt callsim.AgentOptions) *callsim.Agent {
	t.Helper()
	g := shift(t, s, opt)
	timer := time.NewTimer(20 * time.Second)
	defer timer.Stop()
	select {
	case <-g.Ready():
	case <-timer.C:
		t.Fatalf("%s is not ready after 20 s", opt.User)
	}
	return g
}

// shift starts a headless operator.
func shift(t testing.TB, s *stack, opt callsim.AgentOptions) *callsim.Agent {
	t.Helper()
	agents, err := callsim.NewAgents(callsim.AgentsOptions{Desk: s.http})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(agents.Close)
	opt.Password = password
	if opt.Clip == nil {
		opt.Clip = media.Tone(operatorTone)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	return agents.Start(ctx, opt)
}

package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

// TestKilledInTheQueue kills hotline -9 while a citizen waits, and starts it
// again: the citizen stays on the line, keeps the place, and reaches an operator.
func TestKilledInTheQueue(t *testing.T) {
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	auditor := s.token("auditor")

	first := s.citizens.Start(t.Context(), callsim.CitizenCall{From: "0912000001", To: hotline, Clip: media.Tone(citizenTone), Record: true})
	s.waiting(auditor, "0912000001")
	second := s.citizens.Start(t.Context(), callsim.CitizenCall{From: "0912000002", To: hotline, Clip: media.Tone(citizenTone)})
	s.waiting(auditor, "0912000002")

	s.hotline.Kill9()
	s.hotline.Start()
	for _, z := range []*callsim.Citizen{first, second} {
		select {
		case <-z.Done():
			t.Fatalf("a citizen was lost: %s", asJSON(z.Report()))
		default:
		}
	}

	calls := make(chan callsim.AgentReport, 2)
	operator(t, s, callsim.AgentOptions{
		User: "op01", Handle: 2 * time.Second, Listen: []int{citizenTone},
		OnCall: func(r callsim.AgentReport) { calls <- r },
	})
	for _, from := range []string{"0912000001", "0912000002"} {
		if r := next(t, calls); r.From != from {
			t.Errorf("the call of %s came, want %s: the place in the queue was not kept", r.From, from)
		}
	}
	if r := first.Report(); r.EndedBy != callsim.EndedByRemote {
		t.Errorf("the citizen: %s", asJSON(r))
	}
	r := s.archived(auditor, "0912000001")
	if r.count("call.adopted") != 1 || r.count("call.connected") != 1 || r.Operator != "op01" {
		t.Errorf("the record: %s", asJSON(r))
	}
	if w := s.fetch(r); seconds(w.Channel(1), w.Rate, operatorTone) < 1 {
		t.Error("the operator is not in the recording")
	}
}

// TestKilledInAConversation kills hotline -9 while citizen and operator talk:
// the page reconnects by itself, and they hear each other again. A shift leader who listened
// hears them no more, and the audit log says until when. Her after-call work then ends by
// itself, and nothing that she has typed is lost.
func TestKilledInAConversation(t *testing.T) {
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "5s"})
	s.startHotline(true)
	auditor := s.token("auditor")
	op := newBrowser(t, s.http, "op01", operatorTone)
	beginShift(op)

	const from = "0912000003"
	z := s.citizens.Start(t.Context(), callsim.CitizenCall{From: from, To: hotline, Clip: media.Tone(citizenTone), Record: true, Listen: []int{operatorTone}})
	op.do("accept", sees("call-bar", `data-state="offered"`), click("accept"), sees("call-bar", `data-state="talking"`))
	hears(t, s, z, operatorTone)
	leader := listening(t, s, s.state(auditor, from, "talking").ID)

	s.hotline.Kill9()
	op.screenshot("killed")
	s.hotline.Start()
	op.do("the page is back in the call", sees("call-bar", `data-state="talking"`), sees("audio-state", `data-audio="up"`, `data-link="open"`))
	hears(t, s, z, operatorTone)
	op.do("and the operator hears the citizen", holds(`Number(document.querySelector('[data-testid="audio-state"]')?.dataset.energy ?? 0) > 0.001`))
	op.screenshot("back")
	t.Logf("silence between the two: %.1f s", longestSilence(z))
	s.listenedUntilKilled(auditor, s.state(auditor, from, "talking").ID, leader)

	op.do("she writes while they speak", typeInto("ticket-content", "Nước yếu từ sáng"))
	op.do("hang up", click("hangup"), sees("status", `data-status="wrapup"`))
	op.do("her after-call work ends by itself while she writes on", typeInto("ticket-content", ", cả ngõ"), sees("status", `data-status="ready"`),
		holds(`(e => e?.dataset.testid === "ticket-content" && e.value === "Nước yếu từ sáng, cả ngõ")(document.activeElement)`),
		key("."), holds(`document.querySelector('[data-testid="ticket-content"]').value === "Nước yếu từ sáng, cả ngõ."`))
	op.screenshot("wrap-up-over")
	if r := z.Report(); r.EndedBy != callsim.EndedByRemote {
		t.Errorf("the citizen: %s", asJSON(r))
	}
	r := s.archived(auditor, from)
	if r.count("call.adopted") != 1 || r.EndClass != "operator" || r.Operator != "op01" {
		t.Errorf("the record: %s", asJSON(r))
	}
	w := s.fetch(r)
	if l, o := seconds(w.Channel(0), w.Rate, citizenTone), seconds(w.Channel(1), w.Rate, operatorTone); l < 1 || o < 1 {
		t.Errorf("in the recording the citizen speaks %.1f s, the operator %.1f s", l, o)
	}
	op.do("what was typed is there after a reload, too", chromedp.Reload(), sees("status", `data-status="ready"`),
		holds(`document.querySelector('[data-testid="ticket-content"]')?.value === "Nước yếu từ sáng, cả ngõ."`))
}

// TestCallerGoneWhileKilled: the citizen hangs up while nobody looks; the call
// ends once, and the operator is free.
func TestCallerGoneWhileKilled(t *testing.T) {
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	auditor := s.token("auditor")
	const from = "0912000004"
	z := s.citizens.Start(t.Context(), callsim.CitizenCall{From: from, To: hotline, Clip: media.Tone(citizenTone)})
	s.waiting(auditor, from)

	s.hotline.Kill9()
	z.Hangup()
	z.Report()
	s.hotline.Start()

	checkEnd(t, s.archived(auditor, from), "citizen", "unobserved", "")
	calls := make(chan callsim.AgentReport, 1)
	operator(t, s, callsim.AgentOptions{User: "op01", OnCall: func(r callsim.AgentReport) { calls <- r }})
	again := s.citizens.Start(t.Context(), callsim.CitizenCall{From: "0912000005", To: hotline, Clip: media.Tone(citizenTone), Duration: 2 * time.Second})
	if got := next(t, calls); got.From != "0912000005" {
		t.Errorf("the operator got %s", asJSON(got))
	}
	again.Report()
}

// waiting waits until the number's call is in the queue, on record.
func (s *stack) waiting(token, from string) {
	s.t.Helper()
	s.eventually(patience, from+" waits in the queue", func() bool {
		list := s.calls(token, from)
		return len(list) == 1 && list[0].State == "queued"
	})
}

// next is the next report of a headless operator.
func next(t testing.TB, calls <-chan callsim.AgentReport) callsim.AgentReport {
	t.Helper()
	timer := time.NewTimer(30 * time.Second)
	defer timer.Stop()
	select {
	case r := <-calls:
		return r
	case <-timer.C:
		t.Fatal("no call came to the operator within 30 s")
		return callsim.AgentReport{}
	}
}

// longestSilence is the longest pause, in seconds, in what the citizen heard
// of the operator's tone after it was first heard.
func longestSilence(z *callsim.Citizen) float64 {
	heard := z.Audio().Receiver().Heard()
	const step = 800
	longest, now, begun := 0, 0, false
	for i := 0; i+step <= len(heard); i += step {
		switch {
		case seconds(heard[i:i+step], 8000, operatorTone) > 0:
			begun, now = true, 0
		case begun:
			now++
			longest = max(longest, now)
		}
	}
	return float64(longest) / 10
}

package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hotline1022/telephony/call"

	"hotline1022/internal/callsim"
)

// serves says whose calls an operator may be given.
func (s *stack) serves(operator, queue string) {
	s.t.Helper()
	body := map[string][]string{"queues": {queue}}
	if got := s.send(http.MethodPatch, s.token("admin"), "/api/v1/operators/"+operator, body, nil); got != http.StatusNoContent {
		s.t.Fatalf("%s serves %s: %d", operator, queue, got)
	}
}

// audited waits for a row of the audit log about the shift leader; the journal brings it.
func (s *stack) audited(auditor, row string) {
	s.t.Helper()
	s.eventually(patience, "the audit log to tell "+row, func() bool {
		var audit struct {
			Items []struct{ Actor, Action, Object string }
		}
		s.get(auditor, "/api/v1/audit?actor=truongca", &audit)
		return strings.Contains(fmt.Sprint(audit.Items), row)
	})
}

// paused waits for the audit log to tell of a forced pause, by a program.
func (s *stack) paused(auditor, operator, reason string) {
	s.t.Helper()
	s.eventually(patience, "the pause in the audit log", func() bool {
		var audit struct {
			Items []struct {
				Object string
				Detail map[string]string
			}
		}
		s.get(auditor, "/api/v1/audit?action=operator.pause", &audit)
		return len(audit.Items) == 1 && audit.Items[0].Object == "user:"+operator && audit.Items[0].Detail["reason"] == reason
	})
}

// served lets two callers have been in the queue today: one had an operator within the target, one hung up.
func (s *stack) served() {
	s.t.Helper()
	now := time.Now()
	for id, end := range map[call.ID]call.EndReason{"test1-78.1": call.ReasonHangup, "test1-78.2": call.ReasonAbandonedWait} {
		entries := []call.Entry{
			{At: now, Call: id, Kind: call.KindArrived, Data: call.Arrived{From: "0912300009", To: hotline}},
			{At: now, Call: id, Kind: call.KindQueued, Data: call.Queued{Queue: "tong-dai"}},
		}
		if end == call.ReasonHangup {
			entries = append(entries, call.Entry{At: now.Add(time.Second), Call: id, Kind: call.KindConnected, Data: call.Offer{Operator: "op02"}})
		}
		s.journalled(append(entries, call.Entry{At: now.Add(2 * time.Second), Call: id, Kind: call.KindEnded, Data: call.Ended{Class: call.EndCitizen, Reason: end}})...)
	}
}

// TestWallboard is the hotline at a glance: a citizen waits, an operator is ready for
// other queues' calls only, and the leader signs them out.
func TestWallboard(t *testing.T) {
	t.Parallel()
	s := newStack(t, defaults())
	s.startHotline(true)
	s.serves("op01", "truc-ca")
	operator(t, s, callsim.AgentOptions{User: "op01", AcceptAfter: time.Hour, Away: true, OnCall: func(callsim.AgentReport) {}})
	leader := newBrowser(t, s.http, "truongca", citizenTone)
	leader.signIn("/wallboard", "wallboard-page")
	leader.do("nobody waits", sees("wall-queue-tong-dai", `data-waiting="0"`), sees("wall-trunk-mang", `data-calls="0"`),
		sees("wall-incident", `data-open="false"`), sees("wall-callbacks", `data-waiting="0"`),
		sees("wall-operator-op01", `data-status="ready"`), sees("wall-service", `data-state="empty"`), sees("wall-service-all", `data-share=""`))

	s.served()
	s.citizen(t, "0912300001")
	leader.do("one citizen waits for somebody else", sees("wall-queue-tong-dai", `data-waiting="1"`, `data-ready="0"`, `data-busy="0"`, `data-signed-in="0"`),
		sees("wall-trunk-mang", `data-calls="1"`), sees("wall-operator-op01", `data-status="ready"`),
		holds(`document.querySelector('[data-testid="wall-stale"]').dataset.stale === "false"`))
	leader.do("how the callers before have fared", sees("wall-service", `data-state="fresh"`),
		sees("wall-service-all", `data-share="50"`, `data-answered="1"`, `data-abandoned="1"`),
		sees("wall-service-tong-dai", `data-share="50"`, `data-answered="1"`, `data-abandoned="1"`),
		holds(`/^50% trong \d+ giây$/.test(document.querySelector('[data-testid="wall-service-tong-dai"] td').innerText)`))
	leader.do("the live calls above the fold of a small screen", chromedp.EmulateViewport(1280, 720), holds("innerWidth === 1280"),
		holds(`document.querySelector('[data-testid="live-calls"]').getBoundingClientRect().bottom < innerHeight`))
	leader.seeIt("waiting")
	leader.reflows("waiting")

	pause := map[string]string{"reason": "Họp gấp"}
	if got := s.send(http.MethodPost, s.token("leader"), "/api/v1/operators/op01/pause", pause, nil); got != http.StatusNoContent {
		t.Errorf("pausing an operator: %d", got)
	}
	// The headless operator asks to be ready again at once, as she may.
	s.paused(s.token("auditor"), "op01", "Họp gấp")

	leader.do("sign the operator out", click("wall-sign-out-op01"), sees("sign-out-text"), typeInto("sign-out-reason", "Hết ca"))
	leader.screenshot("asked")
	leader.do("the question is settled", click("sign-out-yes"), holds(`!document.querySelector('[data-testid="sign-out-text"]')?.offsetParent`))
	// The headless operator signs in again at once, so the board may never show them away.
	s.audited(s.token("auditor"), "{truongca operator.sign_out user:op01}")
	leader.do("back, and ready again", sees("wall-operator-op01", `data-status="ready"`))

	// Who reads without leading sees the same, and signs nobody out.
	s.serves("op02", "truc-ca")
	operator(t, s, callsim.AgentOptions{User: "op02", AcceptAfter: time.Hour, Away: true, OnCall: func(callsim.AgentReport) {}})
	office := newBrowser(t, s.http, "vanphong", citizenTone)
	office.signIn("/wallboard", "wallboard-page")
	office.do("no button", sees("wall-operator-op02"), holds(`!document.querySelector('[data-testid="wall-sign-out-op02"]')`))
	s.planShifts(leader)
	s.giveSkills()
	auditor := newBrowser(t, s.http, "kiemtra", citizenTone)
	auditor.do("not an auditor's page", chromedp.Navigate(s.http+"/wallboard"), sees("login-username"))
	auditor.signIn("/wallboard", "page-no-right")
	auditor.do("what the leader did is on record", chromedp.Navigate(s.http+"/audit"), sees("audit-page"),
		holds(`document.querySelector('[data-action="operator.sign_out"][data-actor="truongca"]')?.innerText.includes("Hết ca")`),
		holds(`document.querySelector('[data-action="operator.pause"]')?.innerText.includes("Họp gấp")`))
	auditor.seeIt("audit")
	auditor.reflows("audit")
}

package e2e

import (
	"strings"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

// readyMessage ends wrap-up.
var readyMessage = protocol.ClientMessage{Type: protocol.ClientReady}

// TestCallerHangsUpAtAnyMoment: in each state of a call the citizen goes; the
// call ends once, with its class and reason, and the operator is free again.
func TestCallerHangsUpAtAnyMoment(t *testing.T) {
	t.Parallel()
	o := options{Greeting: true, OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"}
	o.Plan = o.plan() // with the city's greeting of eight seconds: the short one was over, on a busy machine, before anybody saw that it had begun
	s := newStack(t, o)
	s.startHotline(true)
	auditor := s.token("auditor")

	// Nobody works: greeting and queue.
	during := func(state, from string) record {
		t.Helper()
		z := s.citizens.Start(t.Context(), callsim.CitizenCall{From: from, To: hotline, Clip: media.Tone(citizenTone)})
		s.eventually(patience, from+" is "+state, func() bool {
			list := s.calls(auditor, from)
			return len(list) == 1 && list[0].State == state
		})
		z.Hangup()
		z.Report()
		return s.archived(auditor, from)
	}
	checkEnd(t, during("menu", "0912100001"), "citizen", "abandoned_menu", "")
	checkEnd(t, during("queued", "0912100002"), "citizen", "abandoned_wait", "")

	// An operator who takes their time, then one in conversation.
	calls := make(chan callsim.AgentReport, 4)
	slow := operator(t, s, callsim.AgentOptions{User: "op01", AcceptAfter: time.Hour, OnCall: func(r callsim.AgentReport) { calls <- r }})
	checkEnd(t, during("offered", "0912100003"), "citizen", "abandoned_wait", "")
	if r := next(t, calls); r.Gone != "ended" {
		t.Errorf("the desk was told: %s", asJSON(r))
	}
	s.free(auditor, "op01")

	operator(t, s, callsim.AgentOptions{User: "op02", OnCall: func(r callsim.AgentReport) { calls <- r }})
	if err := slow.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientPause, Reason: "họp"}); err != nil {
		t.Fatal(err)
	}
	checkEnd(t, during("talking", "0912100004"), "citizen", "hangup", "op02")
	next(t, calls)
	s.free(auditor, "op02")
}

// free waits until an operator could take a call, or works after one.
func (s *stack) free(token, operator string) {
	s.t.Helper()
	s.eventually(patience, operator+" is free again", func() bool {
		var list struct {
			Items []struct{ Username, Status, Call string } `json:"items"`
		}
		s.get(token, "/api/v1/operators", &list)
		for _, o := range list.Items {
			if o.Username == operator {
				return o.Call == "" && (o.Status == "ready" || o.Status == "wrapup")
			}
		}
		return false
	})
}

func checkEnd(t *testing.T, r record, class, reason, operator string) {
	t.Helper()
	if r.EndClass != class || r.EndReason != reason || r.Operator != operator || r.count("call.ended") != 1 {
		t.Errorf("the record says %s/%s, operator %q, ended %d times; want %s/%s, %q, once:\n%s",
			r.EndClass, r.EndReason, r.Operator, r.count("call.ended"), class, reason, operator, asJSON(r))
	}
}

// TestFallback: with no controller, and with one that cannot reach Asterisk, a
// call is answered by the dialplan and becomes a record with a recording later.
func TestFallback(t *testing.T) {
	t.Parallel()
	o := defaults()
	o.ARIPassword = "not-the-password"
	s := newStack(t, o)
	s.startHotline(false)
	auditor := s.token("auditor")

	var ready struct {
		Checks map[string]struct{ State, Detail string } `json:"checks"`
	}
	s.eventually(patience, "/readyz names the wrong password", func() bool {
		ready.Checks = nil
		s.getAny("/readyz", &ready)
		a := ready.Checks["asterisk"]
		return a.State == "failing" && strings.Contains(a.Detail, "unauthorized")
	})
	const from = "0912200001"
	report := s.citizens.Call(t.Context(), callsim.CitizenCall{
		From: from, To: hotline, Clip: media.Tone(citizenTone), Duration: 8 * time.Second, Record: true,
	})
	if !report.Answered || report.FirstSoundMs == nil {
		t.Fatalf("the fallback did not answer and speak: %s", asJSON(report))
	}
	r := s.archived(auditor, from)
	if r.EndReason != "fallback" || r.To != hotline {
		t.Errorf("the record: %s", asJSON(r))
	}
	if w := s.fetch(r); seconds(w.Channel(0), w.Rate, citizenTone) < 5 {
		t.Error("the citizen is not in the recording")
	}
}

// TestWithoutDatabase: calls are answered and connected; what happened is written
// when PostgreSQL is there again. Here it never was: hotline starts all the same.
func TestWithoutDatabase(t *testing.T) {
	t.Parallel()
	o := defaults()
	o.DatabaseURL = "postgres://nobody:nothing@127.0.0.1:1/none"
	o.StorageAddr = "127.0.0.1:1"
	s := newStack(t, o)
	s.startHotline(false)
	var ready struct {
		Checks map[string]struct{ State, Detail string } `json:"checks"`
	}
	s.eventually(patience, "/readyz names database and storage, and Asterisk is well", func() bool {
		ready.Checks = nil
		s.getAny("/readyz", &ready)
		return ready.Checks["database"].State == "failing" && ready.Checks["storage"].State == "failing" && ready.Checks["asterisk"].State == "ok"
	})
	report := s.citizens.Call(t.Context(), callsim.CitizenCall{From: "0912200002", To: hotline, Duration: 3 * time.Second})
	if !report.Answered || report.FirstSoundMs == nil {
		t.Errorf("the call was not answered: %s", asJSON(report))
	}
}

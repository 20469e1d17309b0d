package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/devstack"
)

// beep is the tone after which the fallback takes a message.
const beep = 1000

// TestGuard: hotline dies with callers in its hands, and stays dead. The guard
// sends them to the fallback: they hear the notice and leave a message, which is
// in the one record that each call has, later. Whom the police have in conversation stays
// with them, and is sent there when they have hung up.
func TestGuard(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{Greeting: true, OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	n := newNetwork(t, s, "113=answer:1s")
	s.startHotline(true)
	auditor := s.token("auditor")
	guard := devstack.StartProgram(t, "guard", func() devstack.Launch {
		return devstack.Launch{Args: []string{program(t, true), "guard", "--config", s.config}, Env: s.env}
	}, func(context.Context) bool { return true })
	calls := make(chan callsim.AgentReport, 4)
	operator(t, s, callsim.AgentOptions{User: "op01", OnCall: func(r callsim.AgentReport) { calls <- r }})

	const from, other = "0912600001", "0912600002"
	talks := s.citizen(t, from)
	hears(t, s, talks, operatorTone)
	const inNeed = "0912600004"
	reports, police, over := emergencyWithPolice(t, s, n, auditor, inNeed)
	waits := s.citizen(t, other)
	s.waiting(auditor, other)
	ids := map[*callsim.Citizen]string{talks: s.calls(auditor, from)[0].ID, waits: s.calls(auditor, other)[0].ID}
	needy := s.calls(auditor, inNeed)[0].ID
	s.hotline.Kill9()
	over()

	for z, id := range ids {
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("what the dialplan noted:\n%s", s.note(id))
			}
		})
		s.eventually(patience, "the fallback takes a message", func() bool { return strings.Contains(s.note(id), `"event":"message"`) })
		note := s.note(id)
		if strings.Index(note, `"event":"fallback"`) > strings.Index(note, `"event":"message"`) {
			t.Errorf("no notice before the message:\n%s", note)
		}
		s.eventually(patience, "the citizen hears the beep", func() bool { return seconds(z.Audio().Receiver().Heard(), 8000, beep) >= 0.3 })
	}
	hearsOnly(t, "the police, meanwhile,", police.Audio().Receiver(), citizensTone)
	hearsOnly(t, "who reports a crime", reports.Audio().Receiver(), officersTone)
	if note := s.note(needy); strings.Contains(note, `"event":"fallback"`) {
		t.Errorf("torn from the police:\n%s", note)
	}
	police.Hangup()
	s.eventually(patience, "the police gone, the fallback has the citizen", func() bool { return strings.Contains(s.note(needy), `"event":"fallback"`) })
	reports.Hangup()
	clean(t, reports, callsim.EndedByCitizen)
	// Two more seconds of what they say; then one hangs up, the other presses #.
	said := map[*callsim.Citizen]uint64{talks: talks.Audio().Sent(), waits: waits.Audio().Sent()}
	for z, before := range said {
		s.eventually(patience, "the citizen has spoken", func() bool { return z.Audio().Sent() >= before+100 })
	}
	talks.Hangup()
	clean(t, talks, callsim.EndedByCitizen)
	if err := waits.Audio().Press("#"); err != nil {
		t.Fatal(err)
	}
	clean(t, waits, callsim.EndedByRemote)
	if log := read(t, guard.LogFile()); strings.Count(log, "a caller was sent to the fallback") != 3 {
		t.Errorf("the guard's log:\n%s", log)
	}

	s.hotline.Start()
	left := s.archived(auditor, from)
	checkEnd(t, left, "citizen", "fallback", "op01")
	counts(t, left, map[string]int{"call.arrived": 1, "call.connected": 1, "call.adopted": 0})
	thanked := s.archived(auditor, other)
	checkEnd(t, thanked, "system", "fallback", "")
	counts(t, thanked, map[string]int{"call.arrived": 1, "call.connected": 0, "call.adopted": 0})
	for _, r := range []record{left, thanked} {
		w := s.fetch(r)
		lane := w.Channel(0)
		if got := seconds(lane[max(0, len(lane)-10*w.Rate):], w.Rate, citizenTone); got < 1.5 {
			t.Errorf("of the message of %s %.1f s are in the recording", r.From, got)
		}
		if got := seconds(w.Channel(1), w.Rate, beep); got < 0.3 {
			t.Errorf("%s: the beep is %.1f s long in the recording", r.From, got)
		}
	}
	if r := next(t, calls); r.From != from {
		t.Errorf("the operator: %s", asJSON(r))
	}
	again := s.citizens.Start(t.Context(), callsim.CitizenCall{From: "0912600003", To: hotline, Clip: media.Tone(citizenTone), Record: true})
	hears(t, s, again, operatorTone)
	again.Hangup()
	clean(t, again, callsim.EndedByCitizen)
	checkEnd(t, s.archived(auditor, "0912600003"), "citizen", "hangup", "op01")
}

// emergencyWithPolice is a citizen in conversation with an operator and the police; over ends
// the operator's shift.
func emergencyWithPolice(t *testing.T, s *stack, n *network, auditor, from string) (z *callsim.Citizen, police *callsim.OfficerCall, over func()) {
	t.Helper()
	agents, err := callsim.NewAgents(callsim.AgentsOptions{Desk: s.http})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(agents.Close)
	op := agents.Start(t.Context(), callsim.AgentOptions{User: "op02", Password: password, Clip: media.Tone(operatorsTone)})
	z = s.citizens.Start(t.Context(), callsim.CitizenCall{From: from, To: hotline, Clip: media.Tone(citizensTone), Listen: everyTone, Share: severalVoices})
	id := s.state(auditor, from, "talking").ID
	if err := op.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientEmergency, Call: id, Unit: "113"}); err != nil {
		t.Fatal(err)
	}
	police = n.answered("113", 1)
	hearsOnly(t, "the police", police.Audio().Receiver(), citizensTone, operatorsTone)
	return z, police, agents.Close
}

// note is what Asterisk's dialplan wrote down about a call.
func (s *stack) note(id string) string {
	s.t.Helper()
	return read(s.t, filepath.Join(s.spool, id+".call"))
}

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

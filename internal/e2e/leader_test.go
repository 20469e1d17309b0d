package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

// Whole multiples of 50 Hz, so that voices that are heard together are told apart.
const (
	citizenVoice, operatorVoice, leaderVoice = 400, 900, 1500
	// voiceShare is the part of a frame that a voice has at least, of three at once.
	voiceShare = 0.15
)

var voices = []int{citizenVoice, operatorVoice, leaderVoice}

// listener is somebody, and whose voices they should hear.
type listener struct {
	who   string
	heard func() media.Stats
	hears []int
}

// since is for how long each voice was heard after an earlier look.
func (e listener) since(before media.Stats) map[int]time.Duration {
	all := map[int]time.Duration{}
	for i, tone := range e.heard().Tones {
		all[tone.Hz] = tone.Heard
		if i < len(before.Tones) && tone.Heard >= before.Tones[i].Heard { // else another call's ear has begun
			all[tone.Hz] -= before.Tones[i].Heard
		}
	}
	return all
}

// hearOnly waits until everybody hears those whom they should, for half a second; from then
// on they hear them for a second more, and nobody else.
func hearOnly(s *stack, phase string, ears ...listener) {
	s.t.Helper()
	heardFor := func(least time.Duration) []media.Stats {
		s.t.Helper()
		before := make([]media.Stats, len(ears))
		for i, e := range ears {
			before[i] = e.heard()
		}
		s.eventually(patience, phase+": everybody hears whom they should", func() bool {
			for i, e := range ears {
				since := e.since(before[i])
				for _, hz := range e.hears {
					if since[hz] < least {
						return false
					}
				}
			}
			return true
		})
		return before
	}
	heardFor(500 * time.Millisecond)
	before := heardFor(time.Second)
	for i, e := range ears {
		for hz, d := range e.since(before[i]) {
			if !slices.Contains(e.hears, hz) && d > 100*time.Millisecond {
				s.t.Errorf("%s: %s hears %d Hz for %v, and should hear %v alone", phase, e.who, hz, d, e.hears)
			}
		}
	}
}

// leaderInACall: a shift leader listens to a call, whispers, barges in and takes it over;
// at each step each of the three hears whom they should and nobody else, the board shows
// it, and in the end the audit log has it.
func leaderInACall(t *testing.T, s *stack, auditor string) {
	const from = "0912300031"
	op := operator(t, s, callsim.AgentOptions{User: "op01", Clip: media.Tone(operatorVoice), Listen: voices, Share: voiceShare})
	shown := make(chan protocol.Call, 100)
	taken := make(chan protocol.Call, 1)
	leader := operator(t, s, callsim.AgentOptions{
		User: "truongca", Leads: true, Clip: media.Tone(leaderVoice), Listen: voices, Share: voiceShare,
		OnWatch: func(c protocol.Call) { shown <- c },
		OnPop:   func(c protocol.Call, _ time.Time) { taken <- c },
	})
	z := s.citizens.Start(t.Context(), callsim.CitizenCall{
		From: from, To: hotline, Clip: media.Tone(citizenVoice), Listen: voices, Share: voiceShare,
	})
	call := s.state(auditor, from, "talking").ID
	do := func(typ protocol.ClientType) {
		t.Helper()
		if err := leader.Do(t.Context(), protocol.ClientMessage{Type: typ, Call: call}); err != nil {
			t.Fatal(err)
		}
	}
	audio := func() media.Stats { return z.Audio().Receiver().Stats() }
	hear := func(phase string, citizen, operator, leaderHears []int) {
		t.Helper()
		hearOnly(s, phase, listener{"the citizen", audio, citizen}, listener{"the operator", op.Heard, operator}, listener{"the leader", leader.Heard, leaderHears})
	}
	hear("before", []int{operatorVoice}, []int{citizenVoice}, nil)

	do(protocol.ClientListen)
	hear("listen", []int{operatorVoice}, []int{citizenVoice}, []int{citizenVoice, operatorVoice})
	var live struct {
		Items []struct{ ID, Operator, Leader, Mode string }
	}
	s.get(auditor, "/api/v1/live-calls", &live)
	if got := fmt.Sprint(live.Items); got != fmt.Sprintf("[{%s op01 truongca listen}]", call) {
		t.Errorf("on the board: %s", got)
	}
	do(protocol.ClientWhisper)
	hear("whisper", []int{operatorVoice}, []int{citizenVoice, leaderVoice}, []int{citizenVoice, operatorVoice})
	do(protocol.ClientBarge)
	hear("barge", []int{operatorVoice, leaderVoice}, []int{citizenVoice, leaderVoice}, []int{citizenVoice, operatorVoice})
	do(protocol.ClientTakeOver)
	if c := <-taken; c.ID != call || c.State != "talking" {
		t.Errorf("the leader's own call: %+v", c)
	}
	hearOnly(s, "taken over", listener{"the citizen", audio, []int{leaderVoice}}, listener{"the leader", leader.Heard, []int{citizenVoice}})
	if c := <-shown; !c.Watching || c.Operator != "op01" {
		t.Errorf("what the leader was first shown: %+v", c)
	}
	do(protocol.ClientHangup)
	<-z.Done()
	if r := z.Report(); r.EndedBy != callsim.EndedByRemote || r.Error != "" {
		t.Errorf("the citizen: %s", asJSON(r))
	}
	if r := s.state(auditor, from, "ended"); r.Operator != "truongca" || r.EndClass != "operator" {
		t.Errorf("the record: %s", asJSON(r))
	}
	for _, act := range []string{"listen", "whisper", "barge", "take_over"} {
		s.audited(auditor, fmt.Sprintf("{truongca call.%s call:%s}", act, call))
	}
}

// listening is a shift leader who hears a call.
func listening(t *testing.T, s *stack, call string) *callsim.Agent {
	t.Helper()
	leader := operator(t, s, callsim.AgentOptions{User: "truongca", Leads: true, Listen: []int{citizenTone, operatorTone}})
	if err := leader.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientListen, Call: call}); err != nil {
		t.Fatal(err)
	}
	s.eventually(patience, "the leader to hear the call", func() bool { return leader.Heard().Packets > 0 })
	return leader
}

// listenedUntilKilled: hotline was killed while a leader listened, and is back. They hear the
// call no more, and it is on record once that they did, and that it ended.
func (s *stack) listenedUntilKilled(auditor, call string, leader *callsim.Agent) {
	s.t.Helper()
	s.eventually(patience, "the leader to be told that they hear nobody", func() bool { return leader.Heard().Packets == 0 })
	var audit struct {
		Items []struct {
			Actor, Action string
			Detail        map[string]string
		}
	}
	s.eventually(patience, "the end in the audit log", func() bool {
		s.get(auditor, "/api/v1/audit?object=call:"+call, &audit)
		return len(audit.Items) > 1
	})
	if got := fmt.Sprint(audit.Items); got != "[{truongca call.watch_end map[reason:restart]} {truongca call.listen map[operator:op01]}]" {
		s.t.Errorf("the audit log of the call: %s", got)
	}
}

package callsim

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim/media"
)

type shift struct {
	*fakeDesk
	agents  *Agents
	reports chan AgentReport
	pops    chan protocol.Call
}

func newShift(t *testing.T) *shift {
	t.Helper()
	s := &shift{fakeDesk: newFakeDesk(t), reports: make(chan AgentReport, 100), pops: make(chan protocol.Call, 100)}
	var err error
	if s.agents, err = NewAgents(AgentsOptions{Desk: s.srv.URL, Logger: testLog(t)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.agents.Close)
	return s
}

func (s *shift) begin(t *testing.T, opt AgentOptions) *Agent {
	t.Helper()
	if opt.User == "" {
		opt.User = "op01"
	}
	opt.Password = "secret"
	opt.OnCall = func(r AgentReport) { s.reports <- r }
	opt.OnPop = func(c protocol.Call, _ time.Time) { s.pops <- c }
	a := s.agents.Start(t.Context(), opt)
	await(t, a.Ready(), "ready")
	return a
}

// next waits for a command of a type, stepping over others.
func (s *shift) next(t *testing.T, want protocol.ClientType) protocol.ClientMessage {
	t.Helper()
	for {
		if m := await(t, s.commands, string(want)); m.Type == want {
			return m
		}
	}
}

func TestOperatorAcceptsTalksAndHangsUp(t *testing.T) {
	s := newShift(t)
	a := s.begin(t, AgentOptions{Clip: media.Tone(880), Listen: []int{440}, Record: true, Handle: time.Second})
	s.offer("op01", "call-1")
	if c := await(t, s.pops, "the screen-pop"); c.ID != "call-1" || c.From != "0912345678" {
		t.Errorf("pop of %+v", c)
	}
	r := await(t, s.reports, "the report")
	if r.Call != "call-1" || r.Operator != "op01" || r.EndedBy != EndedByOperator || r.Failed() || r.AcceptedAt == nil || r.Error != "" {
		t.Errorf("%+v", r)
	}
	if r.Tones[0].HeardMs < 700 || len(r.Heard) < 4000 || r.PacketsLost != 0 || r.FirstSoundMs == nil || r.PacketsOut < 40 || r.PacketsOut > 60 {
		t.Errorf("tones %+v, %d samples, lost %d, out %d", r.Tones, len(r.Heard), r.PacketsLost, r.PacketsOut)
	}
	heard := func() media.Stats {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.sessions["op01"].heard.Stats()
	}()
	if heard.Lost != 0 || heard.Tones[0].Heard < 700*time.Millisecond {
		t.Errorf("the desk heard %+v", heard)
	}
	// Wrap-up is ended and the next call taken; now the citizen hangs up.
	s.next(t, protocol.ClientHangup)
	s.next(t, protocol.ClientReady)
	s.offer("op01", "call-2")
	s.next(t, protocol.ClientAccept)
	s.end("op01")
	if r := await(t, s.reports, "the second report"); r.Call != "call-2" || r.EndedBy != EndedByRemote || r.Failed() {
		t.Errorf("%+v", r)
	}
	if a.MissedMessages() != 0 {
		t.Errorf("%d messages missed", a.MissedMessages())
	}
}

func TestOperatorResumesAfterALostConnection(t *testing.T) {
	s := newShift(t)
	a := s.begin(t, AgentOptions{Listen: []int{440}, AcceptAfter: 300 * time.Millisecond})
	s.drop("op01")
	s.offer("op01", "call-1") // while nobody is connected
	s.next(t, protocol.ClientAccept)
	s.drop("op01")
	s.end("op01")
	r := await(t, s.reports, "the report")
	if r.EndedBy != EndedByRemote || r.AcceptedAt == nil {
		t.Errorf("%+v", r)
	}
	if err := a.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientPause, Reason: "Nghỉ trưa"}); err != nil {
		t.Fatal(err)
	}
	s.next(t, protocol.ClientPause)
	if a.MissedMessages() != 0 {
		t.Errorf("%d messages missed", a.MissedMessages())
	}
}

func TestOperatorSurvivesARestartOfTheDesk(t *testing.T) {
	s := newShift(t)
	s.begin(t, AgentOptions{})
	s.next(t, protocol.ClientReady)
	s.offer("op01", "call-1")
	s.next(t, protocol.ClientAccept)
	s.restart()
	if r := await(t, s.reports, "the report of the call that the new desk does not know"); r.EndedBy != EndedByRemote {
		t.Errorf("%+v", r)
	}
	s.next(t, protocol.ClientReady) // with new audio
	s.offer("op01", "call-2")
	s.next(t, protocol.ClientAccept)
	s.end("op01")
	if r := await(t, s.reports, "the second report"); r.Call != "call-2" {
		t.Errorf("%+v", r)
	}
}

func TestRefusedAcceptIsAFailure(t *testing.T) {
	s := newShift(t)
	s.begin(t, AgentOptions{})
	s.refuseAccepts("no_media")
	s.offer("op01", "call-1")
	s.next(t, protocol.ClientAccept)
	s.mu.Lock()
	s.sessions["op01"].endCall("timeout", "")
	s.mu.Unlock()
	if r := await(t, s.reports, "the report"); r.EndedBy != EndedByError || !r.Failed() || r.AcceptedAt != nil {
		t.Errorf("%+v", r)
	}
}

func TestShiftsThatEnd(t *testing.T) {
	s := newShift(t)
	wrong := s.agents.Start(t.Context(), AgentOptions{User: "op01", Password: "wrong"})
	await(t, wrong.Done(), "the refusal")
	if err := wrong.Err(); !errors.Is(err, ErrSignIn) {
		t.Errorf("wrong password: %v", err)
	}
	for code, want := range map[int]error{4001: ErrReplaced, 4002: ErrVersion, 1008: ErrOffender} {
		user := fmt.Sprint("op", code)
		a := s.begin(t, AgentOptions{User: user})
		s.close(user, code)
		await(t, a.Done(), "the end of the shift")
		if !errors.Is(a.Err(), want) {
			t.Errorf("code %d: %v", code, a.Err())
		}
		if a.Do(context.Background(), protocol.ClientMessage{}) == nil {
			t.Error("a message is taken after the shift")
		}
	}
	a := s.begin(t, AgentOptions{User: "op09"})
	s.offer("op09", "call-9")
	s.next(t, protocol.ClientAccept)
	s.agents.Close()
	s.agents.Close()
	if err := a.Err(); err != nil {
		t.Errorf("closed: %v", err)
	}
	if r := await(t, s.reports, "the report"); r.EndedBy != EndedByOperator {
		t.Errorf("%+v", r)
	}
	s.next(t, protocol.ClientHangup)
	s.next(t, protocol.ClientBye)
	if late := s.agents.Start(t.Context(), AgentOptions{User: "op01"}); late.Err() == nil {
		t.Error("a shift begins after Close")
	}
}

func TestTwentyOperatorsAtOnce(t *testing.T) {
	s := newShift(t)
	const operators = 20
	for i := range operators {
		user := fmt.Sprintf("op%02d", i+1)
		s.begin(t, AgentOptions{User: user, Clip: media.Tone(880), Handle: time.Second})
		s.offer(user, "call-"+user)
	}
	for range operators {
		if r := await(t, s.reports, "a report"); r.PacketsLost != 0 || r.Failed() || r.PacketsIn < 30 {
			t.Errorf("%+v", r)
		}
	}
}

// A shift leader asks for no calls, hears the one that they supervise, and goes on with it
// as their own when they take it over.
func TestALeaderSupervisesACall(t *testing.T) {
	s := newShift(t)
	watched := make(chan protocol.Call, 10)
	leader := s.begin(t, AgentOptions{Leads: true, Listen: []int{440}, OnWatch: func(c protocol.Call) { watched <- c }})
	ask := func(typ protocol.ClientType) {
		t.Helper()
		if err := leader.Do(t.Context(), protocol.ClientMessage{Type: typ, Call: "c1"}); err != nil {
			t.Fatal(err)
		}
		for { // what was sent before was our audio alone
			switch m := await(t, s.commands, string(typ)); m.Type {
			case typ:
				return
			default:
				t.Errorf("the leader sent %s", m.Type)
			}
		}
	}
	hears := func(what string) {
		t.Helper()
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for limit := time.Now().Add(patience); len(leader.Heard().Tones) == 0 || leader.Heard().Tones[0].Heard == 0; <-tick.C {
			if time.Now().After(limit) {
				t.Fatalf("%s: the leader hears nobody", what)
			}
		}
	}
	ask(protocol.ClientListen)
	if c := await(t, watched, "the watched call"); c.ID != "c1" || c.Operator != "op01" {
		t.Errorf("watched %+v", c)
	}
	hears("listening")
	ask(protocol.ClientTakeOver)
	if c := await(t, s.pops, "the leader's own call"); c.ID != "c1" || c.Watching {
		t.Errorf("taken over: %+v", c)
	}
	hears("taken over")
	ask(protocol.ClientHangup)
	if r := await(t, s.reports, "the report"); r.Call != "c1" || r.EndedBy != EndedByOperator || r.Failed() {
		t.Errorf("%+v", r)
	}
}

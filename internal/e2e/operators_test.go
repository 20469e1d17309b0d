package e2e

import (
	"context"
	"slices"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/devstack"
	"hotline1022/internal/tone"
)

// TestOperatorsWhoAreLost: an offer that nobody takes, an accept pressed twice, a
// browser that dies in a conversation, a desk whose connection is cut again and again, an
// operator whose call the shift leader takes over.
func TestOperatorsWhoAreLost(t *testing.T) {
	s := newStack(t, options{OfferTimeout: "2s", ReconnectGrace: "6s", DeskGrace: "4s", WrapUp: "1s"})
	s.startHotline(true)
	auditor := s.token("auditor")
	for _, c := range []struct {
		name string
		test func(*testing.T, *stack, string)
	}{
		{"an offer that is not accepted goes to the next operator, its place kept", offerTimesOut},
		{"accept pressed twice, and by another operator", acceptedTwice},
		{"the browser dies, and the operator is back within the grace time", browserDiesAndReturns},
		{"the browser dies, and the next operator gets the call", browserDies},
		{"the desk's connection is cut again and again", deskCut},
		{"a shift leader listens, whispers, barges in and takes the call over", leaderInACall},
	} {
		if !t.Run(c.name, func(t *testing.T) {
			inner := *s
			inner.t = t
			c.test(t, &inner, auditor)
		}) {
			t.FailNow() // the operators are not where the next case expects them
		}
	}
}

// citizen calls with a tone, and keeps what they hear.
func (s *stack) citizen(t *testing.T, from string) *callsim.Citizen {
	t.Helper()
	return s.citizens.Start(t.Context(), callsim.CitizenCall{From: from, To: hotline, Clip: media.Tone(citizenTone), Record: true})
}

// state waits until the number's only call is in a state.
func (s *stack) state(token, from, state string) record {
	s.t.Helper()
	var r record
	s.eventually(patience, from+" is "+state, func() bool {
		list := s.calls(token, from)
		if len(list) != 1 || list[0].State != state {
			return false
		}
		r = list[0]
		return true
	})
	return r
}

// status is an operator's routing status.
func (s *stack) status(token, operator string) string {
	s.t.Helper()
	var list struct {
		Items []struct{ Username, Status string } `json:"items"`
	}
	s.get(token, "/api/v1/operators", &list)
	for _, o := range list.Items {
		if o.Username == operator {
			return o.Status
		}
	}
	return ""
}

// clean checks that a citizen heard a call to its end without a packet lost.
func clean(t *testing.T, z *callsim.Citizen, by callsim.EndedBy) {
	t.Helper()
	if r := z.Report(); !r.Answered || r.EndedBy != by || r.PacketsLost != 0 || r.Error != "" {
		r.Heard = nil
		t.Errorf("the citizen: %s", asJSON(r))
	}
}

// counts checks how often a call's journal has entries of some kinds.
func counts(t *testing.T, r record, want map[string]int) {
	t.Helper()
	for kind, n := range want {
		if got := r.count(kind); got != n {
			t.Errorf("%s: %d times %s, want %d\n%s", r.From, got, kind, n, asJSON(r.Events))
		}
	}
}

func offerTimesOut(t *testing.T, s *stack, auditor string) {
	calls := make(chan callsim.AgentReport, 4)
	note := func(r callsim.AgentReport) { calls <- r }
	operator(t, s, callsim.AgentOptions{User: "op01", AcceptAfter: time.Hour, Away: true, OnCall: note})
	first := s.citizen(t, "0912300001")
	s.state(auditor, "0912300001", "offered")
	second := s.citizen(t, "0912300002")
	s.state(auditor, "0912300002", "queued")
	if r := next(t, calls); r.Operator != "op01" || r.Gone != "timeout" {
		t.Errorf("the offer ended as %s", asJSON(r))
	}
	s.eventually(patience, "op01 is unavailable", func() bool { return s.status(auditor, "op01") == "unavailable" })

	operator(t, s, callsim.AgentOptions{User: "op02", Handle: time.Second, OnCall: note})
	for _, from := range []string{"0912300001", "0912300002"} {
		if r := next(t, calls); r.From != from || r.Operator != "op02" || r.Failed() {
			t.Errorf("op02 got %s; want the call of %s", asJSON(r), from)
		}
	}
	clean(t, first, callsim.EndedByRemote)
	clean(t, second, callsim.EndedByRemote)
	r := s.archived(auditor, "0912300001")
	checkEnd(t, r, "operator", "hangup", "op02")
	counts(t, r, map[string]int{"call.queued": 2, "call.offered": 2, "call.offer_ended": 2, "call.accepted": 1, "call.connected": 1})
}

func acceptedTwice(t *testing.T, s *stack, auditor string) {
	calls, pops := make(chan callsim.AgentReport, 4), make(chan protocol.Call, 4)
	op := operator(t, s, callsim.AgentOptions{
		User: "op01", AcceptAfter: time.Hour,
		OnPop:  func(c protocol.Call, _ time.Time) { pops <- c },
		OnCall: func(r callsim.AgentReport) { calls <- r },
	})
	z := s.citizen(t, "0912300003")
	pop := <-pops
	thief := operator(t, s, callsim.AgentOptions{User: "op02", OnPop: func(c protocol.Call, _ time.Time) { t.Errorf("op02 is shown %s", c.ID) }})
	for _, o := range []*callsim.Agent{thief, op, op, thief} {
		if err := o.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientAccept, Call: pop.ID}); err != nil {
			t.Fatal(err)
		}
	}
	hears(t, s, z, operatorTone)
	if err := op.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientAccept, Call: pop.ID}); err != nil {
		t.Fatal(err)
	}
	if err := thief.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientHangup, Call: pop.ID}); err != nil {
		t.Fatal(err)
	}
	s.eventually(patience, "what the other operator asked for is refused, and logged", func() bool {
		return len(s.logged("hangup of call "+pop.ID)) == 1 && len(s.logged("accept of call "+pop.ID)) == 2
	})
	hears(t, s, z, operatorTone)
	if err := op.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientHangup, Call: pop.ID}); err != nil {
		t.Fatal(err)
	}
	next(t, calls)
	clean(t, z, callsim.EndedByRemote)
	r := s.archived(auditor, "0912300003")
	checkEnd(t, r, "operator", "hangup", "op01")
	counts(t, r, map[string]int{"call.offered": 1, "call.accepted": 1, "call.connected": 1})
}

// mortal is an operator in a process of its own, which can be killed as a browser can.
func mortal(t *testing.T, s *stack, token, user string) *devstack.Service {
	t.Helper()
	return devstack.StartProgram(t, "agent", func() devstack.Launch {
		return devstack.Launch{Args: []string{
			built(t, "callsim"), "agent", "--desk", s.http, "--user", user, "--password", password, "--handle", "0", "--tone", "880",
		}}
	}, func(context.Context) bool { return s.status(token, user) == "ready" })
}

// consoled waits until a citizen who spoke with an operator hears what is neither silence nor
// an operator, and checks that they heard nothing at all for a second at most.
func consoled(t *testing.T, s *stack, z *callsim.Citizen) {
	t.Helper()
	s.eventually(patience, "the citizen is told to wait, or hears music", func() bool {
		heard := z.Audio().Receiver().Heard()
		last := heard[max(0, len(heard)-8000):]
		return tone.RMS(last) > 200 && seconds(last, 8000, operatorTone) == 0
	})
	spoke, now, longest := false, 0, 0
	for step := range slices.Chunk(z.Audio().Receiver().Heard(), 800) {
		switch {
		case tone.RMS(step) > 100:
			spoke, now = spoke || seconds(step, 8000, operatorTone) > 0, 0
		case spoke:
			now++
			longest = max(longest, now)
		}
	}
	t.Logf("without the operator nothing is heard for %.1f s", float64(longest)/10)
	if longest > 10 {
		t.Errorf("without the operator the citizen hears nothing for %.1f s", float64(longest)/10)
	}
}

func browserDiesAndReturns(t *testing.T, s *stack, auditor string) {
	const from = "0912300004"
	op := mortal(t, s, auditor, "op03")
	z := s.citizen(t, from)
	hears(t, s, z, operatorTone)

	op.Kill9()
	consoled(t, s, z)
	s.state(auditor, from, "recovering")
	calls := make(chan callsim.AgentReport, 1)
	back := shift(t, s, callsim.AgentOptions{User: "op03", OnCall: func(r callsim.AgentReport) { calls <- r }, Listen: []int{citizenTone}})
	hears(t, s, z, operatorTone)
	if err := back.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientHangup, Call: s.calls(auditor, from)[0].ID}); err != nil {
		t.Fatal(err)
	}
	if r := next(t, calls); r.From != from || r.Tones[0].HeardMs < 500 {
		t.Errorf("the operator who came back: %s", asJSON(r))
	}
	clean(t, z, callsim.EndedByRemote)
	t.Logf("without the operator: %.1f s", longestSilence(z))
	r := s.archived(auditor, from)
	checkEnd(t, r, "operator", "hangup", "op03")
	counts(t, r, map[string]int{"call.connected": 1, "call.operator_lost": 1, "call.resumed": 1, "call.queued": 1})
}

func browserDies(t *testing.T, s *stack, auditor string) {
	const from, other = "0912300005", "0912300006"
	op := mortal(t, s, auditor, "op04")
	z := s.citizen(t, from)
	hears(t, s, z, operatorTone)
	waits := s.citizen(t, other)
	s.state(auditor, other, "queued")

	op.Kill9()
	consoled(t, s, z)
	s.state(auditor, from, "queued")
	calls := make(chan callsim.AgentReport, 4)
	operator(t, s, callsim.AgentOptions{User: "op05", Handle: 2 * time.Second, OnCall: func(r callsim.AgentReport) { calls <- r }})
	for _, want := range []string{from, other} {
		if r := next(t, calls); r.From != want {
			t.Errorf("the next operator got the call of %s, want %s: not at the head of the queue", r.From, want)
		}
	}
	clean(t, z, callsim.EndedByRemote)
	clean(t, waits, callsim.EndedByRemote)
	r := s.archived(auditor, from)
	checkEnd(t, r, "operator", "hangup", "op05")
	counts(t, r, map[string]int{"call.connected": 2, "call.operator_lost": 1, "call.queued": 2, "call.resumed": 0})
	s.eventually(patience, "op04 is offline", func() bool { return s.status(auditor, "op04") == "offline" })
	recorded, heard := s.fetch(r).Channel(1), z.Audio().Receiver().Heard()
	if got := seconds(recorded, 8000, operatorTone); got < 2 {
		t.Errorf("the operators are %.1f s long in the recording", got)
	}
	if got, want := audible(recorded), audible(heard); got < want-0.5 {
		t.Errorf("of %.1f s that the citizen heard %.1f s were recorded", want, got)
	}
}

// audible is how many seconds of a lane of 8000 Hz are not silent.
func audible(lane []int16) float64 {
	n := 0
	for part := range slices.Chunk(lane, 800) {
		if tone.RMS(part) > 100 {
			n++
		}
	}
	return float64(n) / 10
}

func deskCut(t *testing.T, s *stack, auditor string) {
	const from, keys = "0912300007", "1204567890"
	path, address := wayTo(t, s.http)
	behind := *s
	behind.http = address
	calls := make(chan callsim.AgentReport, 1)
	op := operator(t, &behind, callsim.AgentOptions{User: "op01", Listen: []int{citizenTone}, OnCall: func(r callsim.AgentReport) { calls <- r }})
	z := s.citizen(t, from)
	hears(t, s, z, operatorTone)
	id := s.calls(auditor, from)[0].ID
	ask := func(m protocol.ClientMessage) {
		t.Helper()
		m.Call = id
		if err := op.Do(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	// What is asked for is on its way when the connection breaks, or was before, or comes after.
	for i, key := range keys {
		if i%2 == 0 {
			path.interrupt()
		}
		ask(protocol.ClientMessage{Type: protocol.ClientDTMF, Digits: string(key)})
		path.interrupt()
		ask(protocol.ClientMessage{Type: protocol.ClientMute, On: true})
		path.interrupt()
		ask(protocol.ClientMessage{Type: protocol.ClientMute})
		s.eventually(patience, "the citizen's telephone gets the key", func() bool { return z.Audio().Receiver().Stats().Digits == keys[:i+1] })
	}
	hears(t, s, z, operatorTone)
	path.interrupt()
	ask(protocol.ClientMessage{Type: protocol.ClientHangup})
	// While a key is sent the citizen is out of the bridge, and not heard.
	if r := next(t, calls); r.PacketsLost > uint64(20*len(keys)) || r.Failed() || r.Gone != "ended" {
		t.Errorf("the operator: %s", asJSON(r))
	}
	if n := op.MissedMessages(); n != 0 {
		t.Errorf("%d desk messages were lost or came twice", n)
	}
	clean(t, z, callsim.EndedByRemote)
	r := s.archived(auditor, from)
	checkEnd(t, r, "operator", "hangup", "op01")
	counts(t, r, map[string]int{"call.connected": 1, "call.digit": len(keys), "call.operator_lost": 0})
}

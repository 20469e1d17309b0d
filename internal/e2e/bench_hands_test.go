//go:build bench

package e2e

import (
	"fmt"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

// handsRounds is how many calls are handed about.
const handsRounds = 20

// Tones so high that no music and no sentence has as much of one as a voice of two does.
const (
	highCitizen, highOperator, highOfficer = 2950, 3150, 3350
	highShare                              = 0.25
)

var high = []int{highCitizen, highOperator, highOfficer}

// hands are those in one call, and how long each of the operator's keys took.
type hands struct {
	s       *stack
	t       *testing.T
	op      *callsim.Agent
	network *network
	call    string
	z       *callsim.Citizen
	took    map[string][]time.Duration
}

// TestBenchInGoodHands: from a key of the operator's (the desk's message begins to be
// written) to what it is for: the INVITE at an emergency service, or the first packet with
// a voice that was not heard before, at the telephone of whoever waited for it.
func TestBenchInGoodHands(t *testing.T) {
	s := newStack(t, options{Greeting: true, OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s", Release: true})
	n := newNetworkOf(t, s, "0225300019=answer:100ms,113=answer:100ms", callsim.OfficerOptions{
		Clip: media.Tone(highOfficer), Tones: high, Share: highShare,
	})
	s.startHotline(true)
	pops := make(chan string, 1)
	h := &hands{s: s, t: t, network: n, took: map[string][]time.Duration{}}
	h.op = operator(t, s, callsim.AgentOptions{
		User: "op01", AcceptAfter: 400 * time.Millisecond, Clip: media.Tone(highOperator), Listen: high, Share: highShare,
		OnPop: func(c protocol.Call, _ time.Time) { pops <- c.ID },
	})
	for i := range handsRounds {
		h.z = s.citizens.Start(t.Context(), callsim.CitizenCall{
			From: fmt.Sprintf("09135%05d", i), To: hotline, Clip: media.Tone(highCitizen), Listen: high, Share: highShare,
		})
		h.call = <-pops
		<-h.z.Answered()
		h.round(i + 1)
		h.z.Hangup()
		<-h.z.Done()
		if err := h.op.Do(t.Context(), readyMessage); err != nil { // ends wrap-up
			t.Fatal(err)
		}
	}
	fmt.Printf("\nIn good hands, %d calls: %s\n", handsRounds, machine(t))
	for _, key := range []struct{ name, what string }{
		{"emergency", "emergency key → the service's telephone has the INVITE"},
		{"swap to the citizen", "swap → the citizen hears the operator"},
		{"swap to the officer", "swap → the officer hears the operator"},
		{"merge", "three-way → the citizen hears the officer"},
		{"complete", "complete → the citizen hears the officer"},
	} {
		fmt.Printf("  %-56s %s\n", key.what, spread(h.took[key.name]))
	}
}

// round is one call: an emergency that is taken back, then a consultation to its end.
func (h *hands) round(nth int) {
	h.t.Helper()
	citizen := h.z.Audio().Receiver()
	h.hears(citizen, highOperator)
	pressed := h.key(protocol.ClientMessage{Type: protocol.ClientEmergency, Unit: "113"})
	police := h.network.answered("113", nth)
	h.took["emergency"] = append(h.took["emergency"], police.At.Sub(pressed))
	h.hears(citizen, highOfficer)
	h.key(protocol.ClientMessage{Type: protocol.ClientTakeBack})
	<-police.Done()

	h.key(protocol.ClientMessage{Type: protocol.ClientConsult, Unit: "CAPNUOC", Officer: "0225300019", About: "1"})
	officer := h.network.answered("0225300019", nth)
	hears := officer.Audio().Receiver()
	h.s.eventually(patience, "the officer is told", func() bool { return hears.Stats().Packets > 25 })
	if err := officer.Audio().Press("1"); err != nil {
		h.t.Fatal(err)
	}
	h.hears(hears, highOperator)
	if nth%2 == 0 {
		h.until("complete", protocol.ClientComplete, citizen, highOfficer)
		return
	}
	h.until("swap to the citizen", protocol.ClientSwap, citizen, highOperator)
	h.until("swap to the officer", protocol.ClientSwap, hears, highOperator)
	h.until("merge", protocol.ClientThreeWay, citizen, highOfficer)
}

// key sends one of the operator's wishes, and says when.
func (h *hands) key(m protocol.ClientMessage) time.Time {
	h.t.Helper()
	m.Call = h.call
	pressed := time.Now()
	if err := h.op.Do(h.t.Context(), m); err != nil {
		h.t.Fatalf("%s: %v", m.Type, err)
	}
	return pressed
}

// until times a key to the first packet of a voice.
func (h *hands) until(name string, key protocol.ClientType, r *media.Receiver, hz int) {
	h.t.Helper()
	heard := r.Voice(hz)
	pressed := h.key(protocol.ClientMessage{Type: key})
	select {
	case at := <-heard:
		h.took[name] = append(h.took[name], at.Sub(pressed))
	case <-time.After(10 * time.Second):
		h.t.Fatalf("%s: nothing of %d Hz is heard", name, hz)
	}
	h.hears(r, hz)
}

// hears waits until a voice has been heard for half a second more.
func (h *hands) hears(r *media.Receiver, hz int) {
	h.t.Helper()
	heard := func() (d time.Duration) {
		for _, tone := range r.Stats().Tones {
			if tone.Hz == hz {
				d = tone.Heard
			}
		}
		return d
	}
	least := heard() + 500*time.Millisecond
	h.s.eventually(patience, fmt.Sprintf("%d Hz", hz), func() bool { return heard() >= least })
}

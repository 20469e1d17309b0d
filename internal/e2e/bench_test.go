//go:build bench

package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

// The figures of `make bench`. They are printed, never asserted: a slow machine
// is no fault of the program. callsim runs on the same two cores.

// TestBenchSetUp: one call after the other, an operator free. People take a moment
// to accept, in which their leg is prepared; a program that accepts at once waits for it.
func TestBenchSetUp(t *testing.T) {
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s", Release: true})
	s.startHotline(true)
	t.Run("accepted after 400 ms", func(t *testing.T) { s.benchSetUp(t, 40, 400*time.Millisecond) })
	t.Run("accepted at once", func(t *testing.T) { s.benchSetUp(t, 20, 0) })
}

func (s *stack) benchSetUp(t *testing.T, rounds int, rings time.Duration) {
	before := s.metrics()
	calls := make(chan callsim.AgentReport, 1)
	g := operator(t, s, callsim.AgentOptions{
		User: "op01", AcceptAfter: rings, Handle: 400 * time.Millisecond, OnCall: func(r callsim.AgentReport) { calls <- r },
	})
	var pop, heard []time.Duration
	silent := 0
	for i := range rounds {
		z := s.citizens.Start(t.Context(), callsim.CitizenCall{
			From: fmt.Sprintf("09130%05d", i), To: hotline, Clip: media.Tone(citizenTone),
		})
		r := next(t, calls)
		report := z.Report()
		if r.AcceptedAt == nil {
			t.Fatalf("call %d: %s", i, asJSON(r))
		}
		pop = append(pop, r.PoppedAt.Sub(report.StartedAt))
		if r.FirstAudioAt.IsZero() {
			silent++ // a machine that is busy otherwise
		} else {
			heard = append(heard, r.FirstAudioAt.Sub(*r.AcceptedAt))
		}
		if err := g.Do(context.Background(), readyMessage); err != nil { // ends wrap-up
			t.Fatal(err)
		}
	}
	fmt.Printf("INVITE sent → screen-pop on the operator's WebSocket (greeting off, operator free), %d calls: %s\n", rounds, spread(pop))
	fmt.Printf("operator's accept sent, %v after it → first audio at the operator's browser: %s; %d had none in 400 ms\n", rings, spread(heard), silent)
	after := s.metrics()
	n, bound := quantile(before, after, "hotline_accept_to_audio_seconds", .95)
	fmt.Printf("  the same as hotline's own histogram tells it, to both directions: %.0f calls, 95 %% within %.0f ms\n", n, bound*1000)
}

//go:build bench

package clockwork

import (
	"testing"
	"time"
)

// Issue 5: 10,000 due clocks fired in under 60 s. From the sweep that finds them to the
// last one's commit, on one node, with what firing does to the ticket's own rows.
func TestBenchClocksTenThousandDue(t *testing.T) {
	const tickets = 10_000
	r, f := newRig(t), &firer{fired: make(chan int64, tickets)}
	r.assigned(tickets, at("2026-11-26 10:00"))
	r.clock(at("2026-11-27 10:01"))
	f.store = r.store
	c, stop, err := start(r.store, f, 0) // as the program has it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	began := time.Now()
	if err := c.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	swept := time.Since(began)
	r.wait(f, tickets)
	took := time.Since(began)
	t.Logf("%d due clocks fired in %.1f s (the sweep %.2f s of it), limit 60 s", tickets, took.Seconds(), swept.Seconds())
	if took > time.Minute {
		t.Error("too slow")
	}
}

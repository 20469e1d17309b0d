//go:build bench

package e2e

import (
	"fmt"
	"testing"
	"time"
)

// centre is a call centre that is measured: ours, or the one that Asterisk is by itself.
type centre interface {
	parts() []part
	memory() cost
	queued() int    // callers who wait
	connected() int // conversations
	// dial has n telephones call it, see dial.
	dial(n int, apart time.Duration, again bool) *lines
	// staff has its n people at work: each accepts at once and hangs up after talk (0: never).
	staff(n int, talk time.Duration) team
}

// team are people at work.
type team interface {
	leave()
	report() *heard
}

// What both have to do.
const (
	besideWaiting  = 100                    // callers who wait, with nobody there
	besidePairs    = 50                     // conversations at once
	besideWindow   = 30 * time.Second       // for which each is measured; it holds one announcement to each who waits
	besideTalk     = 500 * time.Millisecond // of a call in the storm of calls
	besideLines    = 36                     // telephones that call in it without a pause: a few more than people, so that some wait
	besideCrew     = 30                     // people who answer them; few, so that it is the calls that cost, and not their waiting
	besideStorm    = 20 * time.Second
	besideApart    = 20 * time.Millisecond
	besideSettling = 8 * time.Second // until those who wait have been welcomed, and a storm is in full course
)

// bill is what one centre used for it.
type bill struct {
	waiting, talking, call cost    // CPU seconds a waiting minute, a conversation minute, a call
	memory                 cost    // bytes a waiting call
	rate                   float64 // calls a second that were sustained
	audio                  string
	failed                 int
	such                   string // one that failed
}

// TestBenchBeside: the same work done by hotline and by Asterisk's own Queue() with
// MixMonitor, one after the other on the same machine: callers who wait, conversations,
// and as many calls a second as there can be.
func TestBenchBeside(t *testing.T) {
	var ours, theirs bill
	if !t.Run("hotline", func(t *testing.T) {
		ours = settle(t, staffed(t, besidePairs, options{Plan: waitingPlan, RTPPorts: 1000}))
	}) || !t.Run("Queue()", func(t *testing.T) {
		theirs = settle(t, newRival(t, besidePairs, 1000))
	}) {
		return
	}
	fmt.Println("\nBeside Asterisk's own Queue() with MixMonitor:", machine(t))
	fmt.Println("  the same music, words, codec, recording of both sides into two files; ours has operators in browsers (WebRTC, DTLS-SRTP,")
	fmt.Println("  hotline's part of it), a journal in PostgreSQL and stereo files in MinIO; Queue() has plain SIP telephones and leaves two files")
	printBills(ours, theirs)
}

// settle has a centre do the work, and returns what it used.
func settle(t *testing.T, c centre) (b bill) {
	t.Helper()
	until := func(what string, ok func() bool) { eventually(t, patience, what, ok) }
	note := func(h *heard) {
		b.failed += h.failed
		if h.failed > 0 {
			b.such = h.worst
		}
	}

	empty := c.memory()
	callers := c.dial(besideWaiting, besideApart, false)
	until("all wait", func() bool { return c.queued() == besideWaiting })
	pass(besideSettling)
	b.waiting = during(t, c.parts(), besideWindow).per(besideWaiting * besideWindow.Minutes())
	b.memory = c.memory().minus(empty).per(besideWaiting)
	callers.close()
	until("nobody waits", func() bool { return c.queued() == 0 })
	note(&callers.heard)

	people := c.staff(besidePairs, 0)
	callers = c.dial(besidePairs, besideApart, false)
	until("all are talking", func() bool { return c.connected() == besidePairs })
	b.talking = during(t, c.parts(), besideWindow).per(besidePairs * besideWindow.Minutes())
	callers.close()
	until("nobody is talking", func() bool { return c.connected() == 0 })
	people.leave()
	note(&callers.heard)
	note(people.report())
	b.audio = fmt.Sprintf("to citizens: %s\n           to the staff: %s", &callers.heard, people.report())

	people = c.staff(besideCrew, besideTalk)
	callers = c.dial(besideLines, besideApart, true)
	pass(besideSettling)
	before := callers.ended.Load()
	used := during(t, c.parts(), besideStorm)
	served := float64(callers.ended.Load() - before)
	b.call, b.rate = used.per(served), served/besideStorm.Seconds()
	callers.close()
	people.leave()
	note(&callers.heard)
	return b
}

// pass lets time pass in which something goes on.
func pass(d time.Duration) { <-time.After(d) }

func printBills(ours, theirs bill) {
	row := func(what, unit string, ours, theirs, scale float64) {
		fmt.Printf("  %-44s %8.2f %8.2f  %s, ratio %.2f\n", what, ours*scale, theirs*scale, unit, ours/theirs)
	}
	programs := []string{"Asterisk", "hotline"}
	fmt.Printf("  %-44s %8s %8s\n", "", "ours", "Queue()")
	for _, r := range []struct {
		what, unit   string
		scale        float64
		ours, theirs cost
	}{
		{"a waiting minute", "CPU s", 1, ours.waiting, theirs.waiting},
		{"a conversation minute", "CPU s", 1, ours.talking, theirs.talking},
		{"a call, set up, queued, connected, hung up", "CPU ms", 1000, ours.call, theirs.call},
	} {
		row(r.what, r.unit, r.ours.of(programs...), r.theirs.of(programs...), r.scale)
		row("  … Asterisk alone", r.unit, r.ours.of("Asterisk"), r.theirs.of("Asterisk"), r.scale)
		fmt.Printf("    … hotline %.3f; beside them PostgreSQL %.3f, MinIO %.3f; callsim %.3f and %.3f\n",
			r.ours["hotline"]*r.scale, r.ours["PostgreSQL"]*r.scale, r.ours["MinIO"]*r.scale, r.ours["callsim"]*r.scale, r.theirs["callsim"]*r.scale)
	}
	row("memory of a waiting call", "KiB", ours.memory.of(), theirs.memory.of(), 1./1024)
	fmt.Printf("    … Asterisk %.0f, hotline %.0f\n", ours.memory["Asterisk"]/1024, ours.memory["hotline"]/1024)
	row(fmt.Sprintf("calls sustained, %s each, %d lines, %d people", besideTalk, besideLines, besideCrew), "a second", ours.rate, theirs.rate, 1)
	for _, c := range []struct {
		name string
		bill
	}{{"ours", ours}, {"Queue()", theirs}} {
		fmt.Printf("  %-8s %d of all calls fared otherwise than they should; in conversation\n           %s\n", c.name, c.failed, c.audio)
		if c.such != "" {
			fmt.Println("  such a call:", c.such)
		}
	}
}

// Ours.

func (s *stack) queued() int    { return int(s.metrics()[waitingNow]) }
func (s *stack) connected() int { return int(s.metrics()[talkingNow]) }

// memory is what Asterisk has resident, and what hotline keeps. What the latter has resident
// says little: signing in takes more than a thousand calls, and is given back later.
func (s *stack) memory() cost {
	s.t.Helper()
	const collections = "go_gc_duration_seconds_count"
	before := s.metrics()[collections]
	var m map[string]float64
	eventually(s.t, 3*time.Minute, "hotline's memory is collected", func() bool { // within two minutes in any case
		m = s.metrics()
		return m[collections] > before
	})
	return cost{
		"Asterisk": resident(s.t, s.asterisk.PID()),
		// The collector's next goal is twice what it found alive (GOGC=100).
		"hotline": m["go_memstats_next_gc_bytes"]/2 + m["go_memstats_stack_inuse_bytes"],
	}
}

func (s *stack) dial(n int, apart time.Duration, again bool) *lines {
	return dial(s.citizens, n, apart, again)
}

func (s *stack) staff(n int, talk time.Duration) team { return s.sit(n, talk, nil) }

// Theirs.

func (r *rival) memory() cost { return cost{"Asterisk": resident(r.t, r.asterisk.PID())} }

func (r *rival) dial(n int, apart time.Duration, again bool) *lines {
	return dial(r.citizens, n, apart, again)
}

func (r *rival) staff(n int, talk time.Duration) team { return r.sit(n, talk) }

package clockwork

import (
	"errors"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	childMain()
	goleak.VerifyTestMain(m)
}

// toOverdue is all that fires of a ticket that nobody answers, given on a Thursday at 10:00.
var toOverdue = []string{"officer runs_out 2026-11-27 10:00", "head runs_out 2026-12-07 10:00"}

// Weeks pass in as long as it takes to work two jobs.
func TestDieu9_4_FiresAtTheDueInstantThroughWeeks(t *testing.T) {
	r, f := newRig(t), &firer{fired: make(chan int64)}
	c := r.node(f)
	id := r.assigned(1, at("2026-11-26 10:00"))[0]
	for _, step := range []struct {
		now   string
		fires bool
	}{
		{"2026-11-27 09:59", false},
		{"2026-11-27 10:01", true},
		{"2026-12-04 17:00", false},
		{"2026-12-24 08:00", true}, // nobody looked for weeks: stamped as due none the less
		{"2027-03-01 08:00", false},
	} {
		r.clock(at(step.now))
		due, _, err := r.store.WakeDue(t.Context(), c.killedAfter())
		if err != nil || (due == 1) != step.fires {
			t.Fatalf("%s: %d due, %v", step.now, due, err)
		}
		if step.fires {
			r.wait(f, 1)
		}
	}
	if got := r.history(id); !slices.Equal(got, toOverdue) {
		t.Errorf("%q", got)
	}
}

// All nodes were down over both terms: caught up at once, in their order.
func TestDowntimeIsCaughtUpOnStart(t *testing.T) {
	r, f := newRig(t), &firer{fired: make(chan int64)}
	id := r.assigned(1, at("2026-11-26 10:00"))[0]
	r.clock(at("2026-12-24 08:00"))
	c := r.node(f)
	done := make(chan struct{})
	go func() { defer close(done); c.Run(t.Context()) }()
	t.Cleanup(func() { <-done })
	r.wait(f, 1)
	if got := r.history(id); !slices.Equal(got, toOverdue) {
		t.Errorf("%q", got)
	}
}

// The transaction comes to nothing: nothing has happened, and the job comes again.
func TestAFiringThatFailsIsMadeAgain(t *testing.T) {
	r, f := newRig(t), &firer{fired: make(chan int64)}
	failures := 0
	f.mid = func(int64) error {
		if failures++; failures == 1 {
			return errors.New("the connection is gone")
		}
		return nil
	}
	c := r.node(f)
	id := r.assigned(1, at("2026-11-26 10:00"))[0]
	r.clock(at("2026-11-28 08:00"))
	if err := c.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.wait(f, 1)
	if got := r.history(id); failures != 2 || !slices.Equal(got, toOverdue[:1]) {
		t.Errorf("%d attempts, %q", failures, got)
	}
}

func TestALostJobIsReplaced(t *testing.T) {
	r, f := newRig(t), &firer{fired: make(chan int64)}
	c := r.node(f)
	id := r.assigned(1, at("2026-11-26 10:00"))[0]
	if tag, err := r.store.Pool().Exec(t.Context(), "DELETE FROM river_job"); err != nil || tag.RowsAffected() == 0 {
		t.Fatal(tag, err)
	}
	r.clock(at("2026-11-28 08:00"))
	if err := c.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.wait(f, 1)
	if got := r.history(id); !slices.Equal(got, toOverdue[:1]) {
		t.Errorf("%q", got)
	}
}

// The database's clock was wrong, and is put back: what has fired does not fire again.
func TestTheClockIsPutBack(t *testing.T) {
	r, f := newRig(t), &firer{fired: make(chan int64)}
	c := r.node(f)
	id := r.assigned(1, at("2026-11-26 10:00"))[0]
	for _, now := range []string{"2026-11-27 11:00", "2026-11-26 11:00", "2026-11-27 12:00"} {
		r.clock(at(now))
		if err := c.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if now == "2026-11-27 11:00" {
			r.wait(f, 1)
		}
		if err := f.Fire(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.history(id); !slices.Equal(got, toOverdue[:1]) {
		t.Errorf("%q", got)
	}
}

// Two nodes work off what is due while both sweep and somebody fires by hand.
func TestTwoNodesFireThousandsOnce(t *testing.T) {
	const tickets = 2000
	r := newRig(t)
	fired := make(chan int64)
	one, two, three := &firer{fired: fired}, &firer{fired: fired}, &firer{fired: fired}
	three.store = r.store
	ids := r.assigned(tickets, at("2026-11-26 10:00"))
	r.clock(at("2026-11-27 10:01"))
	byHand := make(chan error, 1)
	nodes := []*Clockwork{r.node(one), r.node(two)}
	for _, c := range nodes {
		go func() { byHand <- c.Sweep(t.Context()) }()
	}
	go func() {
		var err error
		for _, id := range slices.Backward(ids) {
			err = errors.Join(err, three.Fire(t.Context(), id))
		}
		byHand <- err
	}()
	r.wait(one, tickets)
	for range 3 {
		if err := <-byHand; err != nil {
			t.Fatal(err)
		}
	}
	var twice, right int
	err := r.store.Pool().QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE n <> 1), count(*) FILTER (WHERE at = $1) FROM
		(SELECT ticket_id, count(*) AS n, min(at) AS at FROM ticket_events WHERE kind = 'test.fired' GROUP BY ticket_id) f`, at("2026-11-27 10:00")).Scan(&twice, &right)
	if err != nil || twice != 0 || right != tickets {
		t.Errorf("%d not once, %d stamped as due, %v", twice, right, err)
	}
}

// A job that came too early comes again when the clock is due.
func TestAJobThatComesTooEarlyWaits(t *testing.T) {
	r, f := newRig(t), &firer{}
	r.node(f)
	r.assigned(1, at("2026-11-26 10:00"))
	if _, err := r.store.Pool().Exec(t.Context(), "UPDATE river_job SET state = 'available', scheduled_at = now()"); err != nil {
		t.Fatal(err)
	}
	devWait(t, func() bool {
		var again bool
		err := r.store.Pool().QueryRow(t.Context(), `SELECT state = 'scheduled' AND scheduled_at > now() + interval '23 hours'
			FROM river_job j JOIN ticket_sheets s ON s.job = j.id`).Scan(&again)
		return err == nil && again && f.tries() > 0
	})
}

func (f *firer) tries() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.tried
}

// devWait polls the database, which other processes write.
func devWait(t *testing.T, done func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(time.Minute); !done(); {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatal("not within a minute")
		}
	}
}

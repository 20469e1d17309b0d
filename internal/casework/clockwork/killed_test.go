package clockwork

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"hotline1022/internal/store"
)

// A process of the test's own, killed in the middle of a firing.
const (
	childDatabase = "CLOCKWORK_TEST_DATABASE"
	childStops    = "CLOCKWORK_TEST_STOPS"
)

// childMain makes this process a node that stops, and says so, before or after the commit
// of its first firing; its parent kills it there.
func childMain() {
	dsn := os.Getenv(childDatabase)
	if dsn == "" {
		return
	}
	s, err := store.Open(dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	f := &firer{store: s}
	stop := func(int64) error {
		fmt.Println("here")
		select {}
	}
	if os.Getenv(childStops) == "before" {
		f.mid = stop
	} else {
		f.end = stop
	}
	c, _, err := start(s, f, 20*time.Millisecond)
	if err == nil {
		_, _, err = s.WakeDue(context.Background(), c.killedAfter())
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	select {}
}

func TestKilledInMidFiring(t *testing.T) {
	for _, stops := range []string{"before", "after"} {
		t.Run(stops+" the commit", func(t *testing.T) {
			r := newRig(t)
			id := r.assigned(1, at("2026-11-26 10:00"))[0]
			r.clock(at("2026-11-27 10:01"))
			kill(t, r.dsn, stops)

			fired := r.history(id)
			if stops == "before" && len(fired) != 0 || stops == "after" && len(fired) != 1 {
				t.Fatalf("as it was killed: %q", fired)
			}
			// Long enough for its job to be given up, and for the head's hours.
			if _, err := r.store.Pool().Exec(t.Context(), "UPDATE river_job SET attempted_at = now() - interval '5 minutes' WHERE state = 'running'"); err != nil {
				t.Fatal(err)
			}
			r.clock(at("2026-12-24 08:00"))
			f := &firer{fired: make(chan int64)}
			c := r.node(f)
			if err := c.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			r.wait(f, 1)
			// River's rescue: the killed process's job comes again as well.
			if _, err := r.store.Pool().Exec(t.Context(), "UPDATE river_job SET state = 'available', scheduled_at = now() WHERE state = 'running'"); err != nil {
				t.Fatal(err)
			}
			devWait(t, func() bool {
				var left int
				err := r.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM river_job WHERE kind = 'ticket.clocks' AND state <> 'completed'").Scan(&left)
				return err == nil && left == 0
			})
			if got := r.history(id); !slices.Equal(got, toOverdue) {
				t.Errorf("%q", got)
			}
		})
	}
}

// kill starts a node on the database, and kills it in mid-firing.
func kill(t *testing.T, dsn, stops string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childDatabase+"="+dsn, childStops+"="+stops)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "here" {
		t.Errorf("the node says %q, %v", lines.Text(), lines.Err())
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); !errors.As(err, new(*exec.ExitError)) {
		t.Fatalf("it was to be killed: %v", err)
	}
}

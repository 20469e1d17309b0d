package retention_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"hotline1022/internal/store"
)

// The job comes by itself, when a program starts and then once an hour: it announces, and when the notice is over
// deletes and certifies. A second program within the hour does nothing again.
func TestTheHourlyJobAnnouncesDeletesAndCertifies(t *testing.T) {
	r := newRig(t)
	over := r.recorded("over", 6*year, true, time.Time{})
	r.hourly(t, 1)
	plans := r.plans()
	if len(plans) != 1 || !r.there(over) {
		t.Fatalf("announced in %d plans, there %v", len(plans), r.there(over))
	}
	r.now = r.now.Add(notice + time.Minute)
	// River's clock is the machine's: the hour is over when its last pass is long ago.
	r.sql("DELETE FROM river_job")
	r.hourly(t, 1)
	if got := r.outcomes(); got[over] != store.DeletionDeleted || r.there(over) {
		t.Fatalf("%v, there %v", got, r.there(over))
	}
	certified(r, plans[0], 1)
	r.hourly(t, 0)
	var passes int
	if err := r.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM river_job WHERE kind = 'retention.pass'").Scan(&passes); err != nil || passes != 1 {
		t.Errorf("%d passes within the hour, %v", passes, err)
	}
}

// hourly starts a program's jobs, as serve does, waits for so many passes, and stops it.
func (r *rig) hourly(t *testing.T, passes int) {
	t.Helper()
	c := &river.Config{Logger: slog.New(slog.DiscardHandler), ID: uuid.NewString(), TestOnly: true, FetchCooldown: 5 * time.Millisecond, FetchPollInterval: 20 * time.Millisecond}
	if err := r.service.Configure(c); err != nil {
		t.Fatal(err)
	}
	client, err := river.NewClient(riverpgxv5.New(r.store.Pool()), c)
	if err != nil {
		t.Fatal(err)
	}
	done, cancel := client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed)
	defer cancel()
	if err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range passes {
		select {
		case e := <-done:
			if e.Job.Kind != "retention.pass" || e.Kind != river.EventKindJobCompleted {
				t.Errorf("%s: %s", e.Job.Kind, e.Kind)
			}
		case <-time.After(time.Minute):
			t.Fatal("no pass within a minute")
		}
	}
	if err := client.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

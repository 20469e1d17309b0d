package retention_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/evidence"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/store"
	"hotline1022/recordings"
	"hotline1022/recordings/retention"
)

// An object of which the archive knows no more what it was keeps no other recording from being decided, held, announced and deleted; the pass
// says that it was not all.
func TestWhatIsDamagedHoldsNothingUp(t *testing.T) {
	r := newRig(t)
	first, second := r.recorded("first", 6*year, true, time.Time{}), r.recorded("second", 6*year-day, true, time.Time{})
	young := r.recorded("young", 2*year, true, time.Time{}) // the first that is to be locked
	younger := r.recorded("younger", 2*year-day, true, time.Time{})
	r.ruin(young)
	if err := r.service.Pass(t.Context()); !errors.Is(err, recordings.ErrUnavailable) {
		t.Errorf("a pass that could not lock one: %v", err)
	}
	if r.row(younger).KeepUntil == nil || r.row(young).KeepUntil != nil || len(r.plans()) != 1 {
		t.Fatalf("kept until %v, the damaged one %v; %d plans", r.row(younger).KeepUntil, r.row(young).KeepUntil, len(r.plans()))
	}
	for _, call := range []string{"young", "younger"} {
		if _, err := r.store.PlaceHold(t.Context(), store.NewHold{Call: call, Reason: "Thanh tra", Actor: "user:kiemtra"}, r.now); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.service.Pass(t.Context()); !errors.Is(err, recordings.ErrUnavailable) || !r.row(younger).Held || r.row(young).Held {
		t.Errorf("%v; held: %v, the damaged one: %v", err, r.row(younger).Held, r.row(young).Held)
	}
	// What is damaged is not deleted, and the plan is not certified; all else of it goes, and so does the next plan.
	r.ruin(first)
	r.now = r.now.Add(8 * day)
	third := r.recorded("third", 6*year, true, time.Time{})
	if err := r.service.Pass(t.Context()); err == nil || len(r.plans()) != 2 {
		t.Fatalf("%v; %d plans", err, len(r.plans()))
	}
	r.now = r.now.Add(notice + time.Minute)
	err := r.service.Pass(t.Context())
	if got := r.outcomes(); !errors.Is(err, recordings.ErrUnavailable) || got[first] != "" || got[second] != store.DeletionDeleted || got[third] != store.DeletionDeleted {
		t.Errorf("%v; %v", err, got)
	}
	certified(r, r.plans()[1], 1)
}

// Very many that are not decided, as after a change of the program: holds, what was announced and what is decided already do not wait until all are.
func TestManyUndecidedHoldNothingUp(t *testing.T) {
	r := newRig(t)
	over, held := r.recorded("over", 6*year, true, time.Time{}), r.recorded("held", 2*year, true, time.Time{})
	r.pass()
	const many = 450
	r.sql("INSERT INTO calls (id, node, state, started_at) SELECT 'many-' || n, 'test1', 'arriving', $2 FROM generate_series(1, $1::int) n", many, r.now.Add(-2*day))
	r.sql(`INSERT INTO recordings (call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, released_at)
		SELECT 'many-' || n, 'call', 'archived', repeat('0', 64), 9, 1, 2, 'records', 'many-' || n, gen_random_uuid()::text, $2, $2, $2, $2 FROM generate_series(1, $1::int) n`, many, r.now.Add(-2*day))
	if _, err := r.store.PlaceHold(t.Context(), store.NewHold{Call: "held", Reason: "Thanh tra", Actor: "user:kiemtra"}, r.now); err != nil {
		t.Fatal(err)
	}
	r.now = r.now.Add(notice + time.Minute)
	short := r.service.Options
	short.DecideFor = time.Nanosecond
	s := r.made(short, r.archive, r.keeper)
	for _, want := range []int{200, 400, many} {
		if err := s.Pass(t.Context()); err != nil {
			t.Fatal(err)
		}
		var decided int
		if err := r.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM recordings WHERE call_id LIKE 'many-%' AND keep_until IS NOT NULL").Scan(&decided); err != nil || decided != want {
			t.Errorf("%d are decided, want %d, %v", decided, want, err)
		}
		if got := r.outcomes(); got[over] != store.DeletionDeleted || !r.row(held).Held {
			t.Errorf("%v, held %v", got, r.row(held).Held)
		}
	}
}

// damaging is an archive whose objects of some names are damaged.
type damaging struct{ retention.Archive }

func (d damaging) Remove(ctx context.Context, bucket, key string) error {
	if strings.HasPrefix(key, "damaged-") {
		return recordings.ErrUnavailable
	}
	return d.Archive.Remove(ctx, bucket, key)
}

// However many of a plan are damaged, all others of it go.
func TestManyDamagedHoldNothingUp(t *testing.T) {
	r := newRig(t)
	const each = 150
	r.sql("INSERT INTO calls (id, node, state, started_at) SELECT k || n, 'test1', 'arriving', $2 FROM generate_series(1, $1::int) n, unnest(ARRAY['damaged-', 'over-']) k", each, r.now.Add(-6*year))
	r.sql(`INSERT INTO recordings (call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, released_at, keep_until, keep_rule)
		SELECT id, 'call', 'archived', repeat('0', 64), 9, 1, 2, 'records', id, 'v', started_at, started_at, started_at, started_at, $1, 'x' FROM calls`, r.now.Add(-day))
	r.pass()
	r.now = r.now.Add(notice + time.Minute)
	if err := r.with(damaging{r.archive}).Pass(t.Context()); !errors.Is(err, recordings.ErrUnavailable) {
		t.Errorf("a pass that could not remove all: %v", err)
	}
	var open, gone int
	err := r.store.Pool().QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE i.outcome = ''), count(*) FILTER (WHERE i.outcome = 'deleted' AND r.call_id LIKE 'over-%')
		FROM deletion_items i JOIN recordings r ON r.id = i.recording`).Scan(&open, &gone)
	if err != nil || open != each || gone != each {
		t.Errorf("%d went, %d wait, want %d each; %v", gone, open, each, err)
	}
}

// late does what is due the first time that the archive is asked for a recording.
type late struct {
	objects
	due func()
}

func (l *late) Look(ctx context.Context, bucket, key, version string) (keeper.Object, error) {
	if due := l.due; due != nil {
		l.due = nil
		due()
	}
	return l.objects.Look(ctx, bucket, key, version)
}

// A recording that is deleted while proofs are looked at, after its row was read, is no fault.
func TestWhatIsDeletedWhileProofsAreLookedAtIsNoFault(t *testing.T) {
	r := newRig(t)
	over := r.recorded("over", 6*year, true, time.Time{})
	if _, err := r.keeper.MakeDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.pass()
	r.now = r.now.Add(notice + time.Minute)
	if _, err := r.keeper.MakeDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	o := r.keeper.Options
	o.Objects = &late{objects{r.archive}, r.pass}
	k, err := keeper.New(o, r.store, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	report, err := k.Verify(t.Context(), keeper.Look{Since: evidence.DayOf(r.now.Add(-7 * year)), Until: evidence.DayOf(r.now)})
	if err != nil || len(report.Faults) > 0 || report.Deleted != 1 || r.there(over) {
		t.Errorf("%+v, %v; there %v", report, err, r.there(over))
	}
}

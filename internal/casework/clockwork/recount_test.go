package clockwork

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hotline1022/internal/store"
	"hotline1022/internal/worktime"
)

// dayOff saves the calendar with one day off more.
func (r *rig) dayOff(d worktime.Date, judge func(moves []store.Move, now time.Time) error) (int64, error) {
	r.t.Helper()
	_, holds, err := r.store.CurrentCalendar(r.t.Context(), r.store.Queries)
	r.check(err)
	spec, err := r.store.CalendarSpec(r.t.Context(), r.store.Queries, holds)
	r.check(err)
	spec.Days = append(spec.Days, worktime.Day{Date: d, Kind: worktime.Holiday, Name: "nghỉ", Basis: "verified", Grade: worktime.Verified})
	return r.store.SaveCalendar(r.t.Context(), store.NewCalendar{Spec: spec, Before: holds, Author: "admin"}, judge)
}

func agree([]store.Move, time.Time) error { return nil }

func (r *rig) audited(action string) (n int) {
	r.t.Helper()
	r.check(r.store.Pool().QueryRow(r.t.Context(), "SELECT count(*) FROM audit_log WHERE action = $1", action).Scan(&n))
	return n
}

// due is when the clock of a ticket that is open runs out.
func (r *rig) due(id int64) string {
	r.t.Helper()
	sheet, err := r.store.LoadSheet(r.t.Context(), r.store.Queries, id)
	r.check(err)
	return sheet.Clocks[len(sheet.Clocks)-1].Due.In(at("2026-11-26 00:00").Location()).Format("2006-01-02 15:04")
}

// A day off is announced: hundreds of deadlines move, each with its row, and their jobs
// with them. Broken off in the middle, it goes on; done, it does nothing.
func TestAnotherCalendarRecountsOpenClocks(t *testing.T) {
	const tickets = 450 // more than two pages
	r, f := newRig(t), &firer{fired: make(chan int64)}
	c := r.node(f)
	ids := r.assigned(tickets, at("2026-11-26 10:00"))
	var preview int
	number, err := r.dayOff(worktime.NewDate(2026, time.November, 27), func(moves []store.Move, _ time.Time) error {
		preview = len(moves)
		return nil
	})
	if err != nil || preview != tickets || r.audited("calendar.save") != 1 {
		t.Fatalf("%d moves, %v", preview, err)
	}
	for range 2 { // the first of them is not told: it is killed
		for _, id := range ids[:100] {
			if _, err := r.store.RecountTicket(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
	}
	if left, err := r.store.SheetsNotRecounted(t.Context(), number); err != nil || left != tickets-100 {
		t.Errorf("%d left, %v", left, err)
	}
	for range 2 {
		if err := c.Recount(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := r.audited("clocks.recount"); n != tickets {
		t.Errorf("%d audit rows", n)
	}
	for _, id := range []int64{ids[0], ids[tickets-1]} {
		if got := r.due(id); got != "2026-11-30 10:00" {
			t.Errorf("due %s", got)
		}
	}
	r.clock(at("2026-11-28 08:00"))
	if due, _, err := r.store.WakeDue(t.Context(), c.killedAfter()); err != nil || due != 0 {
		t.Errorf("%d due by the old calendar, %v", due, err)
	}
}

// What had run out by the calendar before has run out, noticed or not.
func TestWhatWasDueFiresBeforeTheRecount(t *testing.T) {
	r, f := newRig(t), &firer{fired: make(chan int64, 1)}
	c := r.node(f)
	id := r.assigned(1, at("2026-11-26 10:00"))[0]
	r.clock(at("2026-11-27 10:01"))
	if _, err := r.dayOff(worktime.NewDate(2026, time.December, 1), agree); err != nil {
		t.Fatal(err)
	}
	if err := c.Recount(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := r.history(id); !slices.Equal(got, toOverdue[:1]) || r.due(id) != "2026-12-08 10:00" {
		t.Errorf("%q, due %s", got, r.due(id))
	}
}

// A deadline set into the past: whoever saves is told of it, and may refrain; saved, it
// fires with the stamp of the change.
func TestADeadlineMovedIntoThePast(t *testing.T) {
	r, f := newRig(t), &firer{fired: make(chan int64, 2)}
	c := r.node(f)
	first, err := r.dayOff(worktime.NewDate(2026, time.November, 27), agree)
	if err != nil {
		t.Fatal(err)
	}
	id := r.assigned(1, at("2026-11-26 10:00"))[0] // due on Monday
	r.clock(at("2026-11-28 09:00"))
	spec, err := r.store.CalendarSpec(t.Context(), r.store.Queries, 1)
	if err != nil {
		t.Fatal(err)
	}
	back := store.NewCalendar{Spec: spec, Before: first, MadeFrom: new(int64(1)), Author: "admin"}
	refrain := errors.New("not so")
	_, err = r.store.SaveCalendar(t.Context(), back, func(moves []store.Move, now time.Time) error {
		if len(moves) != 1 || !moves[0].IntoPast(now) || !moves[0].Is.Equal(at("2026-11-27 10:00")) || moves[0].Deadline.Code == "" {
			t.Errorf("%+v", moves)
		}
		return refrain
	})
	if !errors.Is(err, refrain) {
		t.Fatal(err)
	}
	if holds, err := r.store.CalendarCurrent(t.Context()); err != nil || holds != first {
		t.Fatalf("%d holds, %v", holds, err)
	}
	if _, err := r.store.SaveCalendar(t.Context(), back, agree); err != nil {
		t.Fatal(err)
	}
	if _, err := r.store.SaveCalendar(t.Context(), back, agree); !errors.Is(err, store.ErrChanged) {
		t.Errorf("over a calendar that was not seen: %v", err)
	}
	if err := c.Recount(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.wait(f, 1)
	if got := r.history(id); len(got) != 1 || got[0] != "officer runs_out 2026-11-28 09:00" {
		t.Errorf("%q", got)
	}
}

// Whoever counts by a calendar keeps it from being replaced until the count is kept.
func TestACalendarIsNotReplacedWhileSomebodyCountsByIt(t *testing.T) {
	r := newRig(t)
	tx, err := r.store.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "SELECT hotline_calendar()"); err != nil {
		t.Fatal(err)
	}
	saved := make(chan error, 1)
	go func() {
		_, err := r.dayOff(worktime.NewDate(2026, time.November, 27), agree)
		saved <- err
	}()
	devWait(t, func() bool {
		var waits bool
		err := r.store.Pool().QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)").Scan(&waits)
		return err == nil && waits
	})
	select {
	case err := <-saved:
		t.Fatalf("saved meanwhile: %v", err)
	default:
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-saved; err != nil {
		t.Error(err)
	}
}

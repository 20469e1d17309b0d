package clockwork

import (
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// Everything is counted before anybody waits; what others did meanwhile is counted once they do: what came, what
// ended, and nothing twice.
func TestWhatChangesWhileACalendarIsSavedIsJudged(t *testing.T) {
	r := newRig(t)
	ids := r.assigned(3, at("2026-11-26 10:00"))
	spec, err := r.store.CalendarSpec(t.Context(), r.store.Queries, 1)
	r.check(err)
	spec.Days = worktime.Put(spec.Days, []worktime.Day{{Date: worktime.DateOf(at("2026-11-27 00:00")), Kind: worktime.Holiday, Basis: "verified"}})
	law, err := r.store.Law(t.Context(), r.store.Queries, ticket.Policy)
	r.check(err)
	var seen [][]int64
	number, err := r.store.SaveCalendar(t.Context(), store.NewCalendar{Spec: spec, Before: 1, Author: "quantri"}, func(moves []store.Move, _ time.Time) error {
		var of []int64
		for _, m := range moves {
			of = append(of, m.Deadline.Ticket)
		}
		if seen = append(seen, of); len(seen) > 1 {
			return nil
		}
		ids = append(ids, r.assigned(1, at("2026-11-26 10:00"))...)
		r.check(r.store.Tx(t.Context(), func(tx pgx.Tx, q *db.Queries) error {
			sheet, err := r.store.LoadSheet(t.Context(), q, ids[1])
			r.check(err)
			sheet, _, err = law.Apply(sheet, sla.Event{What: sla.UnitAnswered, At: at("2026-11-26 10:30"), Unit: "SXD"})
			r.check(err)
			return r.store.SaveSheet(t.Context(), tx, q, ids[1], sheet)
		}))
		return nil
	})
	r.check(err)
	if number != 2 || len(seen) != 2 || !slices.Equal(seen[0], ids[:3]) || !slices.Equal(seen[1], []int64{ids[0], ids[2], ids[3]}) {
		t.Errorf("calendar %d, tickets %v; moved %v", number, ids, seen)
	}
}

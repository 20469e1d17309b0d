package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"hotline1022/internal/sla"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// received gives a ticket of the database's.
func received(t testing.TB, s *Store) int64 {
	t.Helper()
	code, _, err := s.FileTicket(t.Context(), filed("op01"))
	if err != nil {
		t.Fatal(err)
	}
	row, err := s.Ticket(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return row.Ticket.ID
}

func saveSheet(t *rapid.T, s *Store, id int64, sheet sla.Sheet) {
	err := s.Tx(t.Context(), func(tx pgx.Tx, q *db.Queries) error { return s.SaveSheet(t.Context(), tx, q, id, sheet) })
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever happens to a ticket, its clocks come back as they were kept, and one job
// waits for the next of them.
func TestClocksAtRest(t *testing.T) {
	s := open(t)
	user(t, s, "op01")
	for _, unit := range []string{"SXD", "SGT"} {
		if err := s.UnitPut(t.Context(), db.UnitPutParams{Code: unit, Name: unit, Kind: "department"}); err != nil {
			t.Fatal(err)
		}
	}
	law, err := s.Law(t.Context(), s.Queries, ticket.Policy)
	if err != nil {
		t.Fatal(err)
	}
	happens := []sla.What{
		sla.SenderAsked, sla.Assigned, sla.Assigned, sla.AskedByUnit, sla.SenderReplied, sla.FinishPromised, sla.Returned,
		sla.Resolved, sla.SenderTold, sla.FoundUrgent, sla.UrgentReported, sla.ReviewWanted,
	}
	rapid.Check(t, func(r *rapid.T) {
		id := received(t, s)
		sheet, err := s.LoadSheet(t.Context(), s.Queries, id)
		if err != nil {
			r.Fatal(err)
		}
		now := sheet.Received
		for range rapid.IntRange(1, 5).Draw(r, "events") {
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(r, "minutes")) * time.Minute)
			e := sla.Event{What: rapid.SampledFrom(happens).Draw(r, "what"), At: now, Unit: rapid.SampledFrom([]string{"SXD", "SGT"}).Draw(r, "unit"), Until: now.Add(72 * time.Hour)}
			if sheet, _, err = law.Apply(sheet, e); err != nil {
				r.Fatal(err)
			}
			saveSheet(r, s, id, sheet)
			kept, err := s.LoadSheet(t.Context(), s.Queries, id)
			if err != nil || !cmp.Equal(kept, sheet) {
				r.Fatalf("%v\n%s", err, cmp.Diff(sheet, kept))
			}
			if wakes := sheet.Wakes(); !wakes.IsZero() {
				if jobs := jobsOf(r, s, id); len(jobs) != 1 || !jobs[0].Equal(wakes) {
					r.Fatalf("wakes %s, jobs %s", wakes, jobs)
				}
			}
		}
	})
}

// jobsOf is when jobs come for a ticket.
func jobsOf(t *rapid.T, s *Store, id int64) []time.Time {
	rows, err := s.pool.Query(t.Context(), "SELECT scheduled_at FROM river_job WHERE kind = 'ticket.clocks' AND (args->>'ticket')::bigint = $1 AND state = 'scheduled'", id)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestATicketNotYetReceivedHasTheZeroSheet(t *testing.T) {
	s := open(t)
	if sheet, err := s.LoadSheet(t.Context(), s.Queries, 1); err != nil || !cmp.Equal(sheet, sla.Sheet{}) {
		t.Errorf("%+v, %v", sheet, err)
	}
}

// What a database begins with is what the program brings.
func TestTheFirstLaw(t *testing.T) {
	s := open(t)
	law, err := s.Law(t.Context(), s.Queries, ticket.Policy)
	if err != nil {
		t.Fatal(err)
	}
	known, err := worktime.KnownDays()
	if err != nil {
		t.Fatal(err)
	}
	brought, err := BuildCalendar(worktime.Spec{Zone: ticket.Zone, Hours: worktime.OfficeHours(), Days: known, Until: seedUntil})
	if err != nil {
		t.Fatal(err)
	}
	if law.Calendar.Version() != brought.Version() {
		t.Error("another calendar")
	}
	spec, err := s.CalendarSpec(t.Context(), s.Queries, 1)
	if err != nil || !cmp.Equal(spec.Days, known) || !cmp.Equal(spec.Hours, worktime.OfficeHours()) {
		t.Errorf("%v\n%s", err, cmp.Diff(known, spec.Days))
	}
	want := sla.Decision587()
	byClock := func(a, b sla.Rule) int { return slices.Index(sla.Kinds, a.Clock) - slices.Index(sla.Kinds, b.Clock) }
	slices.SortFunc(law.Policy.Rules, byClock)
	slices.SortFunc(want.Rules, byClock)
	byQuestion := func(a, b sla.Reading) int { return strings.Compare(string(a.Question), string(b.Question)) }
	slices.SortFunc(law.Policy.Readings, byQuestion)
	slices.SortFunc(want.Readings, byQuestion)
	if !cmp.Equal(law.Policy, want) {
		t.Error(cmp.Diff(want, law.Policy))
	}
	again, err := s.Law(t.Context(), s.Queries, ticket.Policy)
	if err != nil || again.Calendar != law.Calendar {
		t.Errorf("built a second time: %v", err)
	}
}

package ticketgen

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline1022/internal/casework"
	"hotline1022/internal/devstack"
	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

// end is a Thursday morning.
var end = time.Date(2026, time.November, 26, 9, 30, 0, 0, ticket.Zone)

func shape(tickets int) Shape {
	return Shape{Seed: 1022, Tickets: tickets, Units: 200, From: end.AddDate(0, -3, 0), Until: end, Hash: "$argon2id$x"}
}

func filled(t *testing.T, s Shape, atOnce int) (string, *store.Store) {
	t.Helper()
	dsn := devstack.PostgresTemplate(t, "store", store.Migrate)
	made, err := fill(t.Context(), dsn, s, atOnce, 300)
	check(t, err)
	t.Logf("%d tickets with %d events in %s", made.Tickets, made.Events, made.Took.Round(time.Millisecond))
	st, err := store.Open(dsn, slog.New(slog.DiscardHandler))
	check(t, err)
	t.Cleanup(st.Close)
	return dsn, st
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func all[T any](t *testing.T, pool *pgxpool.Pool, sql string, args ...any) []T {
	t.Helper()
	rows, err := pool.Query(t.Context(), sql, args...)
	check(t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[T])
	check(t, err)
	return out
}

// Rows are such as the program would have written: it reads them, their histories lead to
// what they are, and their clocks are set.
func TestTicketsAsTheProgramKeepsThem(t *testing.T) {
	dsn, st := filled(t, shape(1_500), 2)
	pool := st.Pool()
	referring(t, dsn)
	if n := all[int](t, pool, "SELECT count(*) FROM units")[0]; n != 200 {
		t.Errorf("%d units", n)
	}
	states := all[string](t, pool, "SELECT DISTINCT state FROM tickets")
	if len(states) < 11 {
		t.Errorf("only in %q", states)
	}
	law, err := st.Law(t.Context(), st.Queries, ticket.Policy)
	check(t, err)
	for _, id := range all[int64](t, pool, "SELECT id FROM tickets ORDER BY id") {
		lived(t, st, law, id)
	}
	for what, sql := range map[string]string{
		"numbers with gaps":                "SELECT count(*) FROM tickets t WHERE number > (SELECT count(*) FROM tickets o WHERE o.year = t.year)",
		"jobs that do not come":            "SELECT count(*) FROM ticket_sheets s LEFT JOIN river_job j ON j.id = s.job AND j.scheduled_at = s.wakes WHERE (s.wakes IS NULL) <> (j.id IS NULL)",
		"parts without a slip":             "SELECT count(*) FROM ticket_assignments a LEFT JOIN transfer_slips s ON s.ticket_id = a.ticket_id AND s.assignment = a.number WHERE s.id IS NULL",
		"indexes that are gone":            "SELECT (SELECT 11) - count(*) FROM pg_indexes WHERE tablename = 'tickets' HAVING count(*) < 11",
		"a report that says another state": "SELECT count(*) FROM leadership_reports r JOIN tickets t ON t.id = r.ticket_id WHERE r.state <> t.state",
		"overdue without report":           "SELECT count(*) FROM tickets t WHERE t.ever_overdue AND NOT EXISTS (SELECT 1 FROM leadership_reports r WHERE r.ticket_id = t.id)",
	} {
		if n := all[int](t, pool, sql); len(n) > 0 && n[0] != 0 {
			t.Errorf("%s: %d", what, n[0])
		}
	}
	goesOn(t, st)
}

// referring has PostgreSQL look again at every reference, which it did not while they came.
func referring(t *testing.T, dsn string) {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), dsn)
	check(t, err)
	defer pool.Close()
	for _, sql := range all[string](t, pool, `SELECT format('ALTER TABLE %1$s DROP CONSTRAINT %2$I, ADD CONSTRAINT %2$I %3$s', conrelid::regclass, conname, pg_get_constraintdef(oid))
		FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text ~ '^(ticket|transfer_slips|leadership|messages|recordings)'`) {
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Error(err)
		}
	}
}

// lived holds a ticket against its history and its clocks.
func lived(t *testing.T, st *store.Store, law sla.Law, id int64) {
	t.Helper()
	row, err := st.TicketLock(t.Context(), db.TicketLockParams{ID: &id})
	check(t, err)
	c, err := st.Case(t.Context(), st.Queries, row.Ticket, store.Ties{Parent: row.Parent, Emergency: row.EmergencyCalled})
	check(t, err)
	events, err := st.TicketEventsOf(t.Context(), id)
	check(t, err)
	state, version, at := `"received"`, int64(1), c.ReceivedAt
	for _, e := range events {
		if e.At.Before(at) {
			t.Errorf("%s: a history runs backwards at %s", c.Code, e.Kind)
		}
		at = e.At
		if e.Version == nil {
			continue
		}
		if version++; *e.Version != version {
			t.Errorf("%s: version %d is %d", c.Code, version, *e.Version)
		}
		var after map[string]json.RawMessage
		check(t, json.Unmarshal(e.After, &after))
		if s, ok := after["state"]; ok {
			state = string(s)
		}
	}
	sheet, err := st.LoadSheet(t.Context(), st.Queries, id)
	check(t, err)
	_, fired, err := law.Advance(sheet, end)
	check(t, err)
	due := time.Time{}
	if row.Ticket.DueAt != nil {
		due = *row.Ticket.DueAt
	}
	if state != fmt.Sprintf("%q", c.State) || version != c.Version || !row.Ticket.UpdatedAt.Equal(at) || !due.Equal(sheet.Due()) || len(fired) > 0 ||
		(c.State.Held() && sheet.Wakes().IsZero() && c.State != ticket.StateOverdue) {
		t.Errorf("%s: %s by its history, version %d, at %s: %+v; %d are due; %+v", c.Code, state, version, at, row.Ticket, len(fired), sheet)
	}
}

// goesOn: the program deals with one that waits for its unit, files the next, and time goes on.
func goesOn(t *testing.T, st *store.Store) {
	t.Helper()
	storetest.SetClock(t, st, end)
	w := casework.New(st)
	for _, code := range all[string](t, st.Pool(), "SELECT code FROM tickets WHERE state = 'assigned' LIMIT 1") {
		row, err := st.Ticket(t.Context(), ticket.Code(code))
		check(t, err)
		unit := *row.Ticket.Unit
		check(t, w.Do(t.Context(), ticket.Code(code), row.Ticket.Version, ticket.By{Name: OfficerAccount(unit), Party: ticket.Officer, Unit: unit}, ticket.Accept{}))
	}
	check(t, AddAssigned(t.Context(), st.Pool().Config().ConnString(), shape(1), 20, end.Add(time.Minute)))
	storetest.SetClock(t, st, end.AddDate(0, 0, 4))
	ids := all[int64](t, st.Pool(), "SELECT id FROM tickets ORDER BY id DESC LIMIT 20")
	for _, id := range ids {
		check(t, w.Fire(context.WithoutCancel(t.Context()), id))
	}
	if n := all[int](t, st.Pool(), "SELECT count(*) FROM tickets WHERE id = ANY ($1) AND state = 'escalated_to_head'", ids)[0]; n != 20 {
		t.Errorf("%d of 20 went to their heads", n)
	}
}

func TestTheSameShapeIsTheSameTickets(t *testing.T) {
	var sums []string
	for _, atOnce := range []int{1, 3} {
		_, st := filled(t, shape(1_000), atOnce)
		sums = append(sums, all[string](t, st.Pool(), `SELECT md5((SELECT string_agg(t::text, '|' ORDER BY id) FROM tickets t) ||
			(SELECT string_agg(e::text, '|' ORDER BY id) FROM ticket_events e) || (SELECT string_agg(c::text, '|' ORDER BY ticket_id, number) FROM ticket_clocks c))`)[0])
	}
	if sums[0] != sums[1] {
		t.Error("they differ")
	}
}

func TestArrivalsComeInOrderAndByDay(t *testing.T) {
	s := newSchedule(shape(20_000))
	day := 0
	for i := 1; i < 20_000; i++ {
		if s.when(i).Before(s.when(i - 1)) {
			t.Fatalf("%d comes before the one before", i)
		}
		if h := s.when(i).In(ticket.Zone).Hour(); h >= 7 && h < 18 {
			day++
		}
	}
	short := newSchedule(Shape{Tickets: 100, From: end.Add(-time.Minute), Until: end})
	if first, last := short.when(0), short.when(99); first.Before(end.Add(-time.Minute)) || last.After(end) {
		t.Errorf("of a minute: from %s to %s", first, last)
	}
	if first, last := s.when(0), s.when(19_999); first.Before(end.AddDate(0, -3, 0)) || last.After(end) || day < 14_000 {
		t.Errorf("from %s to %s, %d by day", first, last, day)
	}
}

func TestCallsAreAddedOnce(t *testing.T) {
	s := shape(1_000)
	dsn, st := filled(t, s, 2)
	for _, first := range []bool{true, false} {
		added, err := AddCalls(t.Context(), dsn, s, 3_000)
		if check(t, err); added != first {
			t.Fatalf("added: %t", added)
		}
	}
	referring(t, dsn)
	for what, sql := range map[string]string{
		"calls that are missing":         "SELECT 3000 - count(*) FROM calls WHERE node = 'pbx2'",
		"calls without a recording":      "SELECT count(*) FROM calls c WHERE node = 'pbx2' AND NOT EXISTS (SELECT FROM recordings r WHERE r.call_id = c.id AND r.leg = 'call' AND r.bytes = 16 * r.duration_ms + 58)",
		"calls that run backwards":       "SELECT count(*) FROM calls WHERE node = 'pbx2' AND NOT (started_at <= answered_at AND answered_at <= ended_at AND coalesce(connected_at, ended_at) <= ended_at)",
		"calls not found by a unit":      "SELECT count(*) FROM calls c JOIN ticket_calls tc ON tc.call_id = c.id JOIN tickets t ON t.id = tc.ticket_id WHERE node = 'pbx2' AND NOT c.units @> t.units",
		"numbers that never call again":  "SELECT count(*) FROM (SELECT FROM calls WHERE from_number <> '' HAVING count(DISTINCT from_number) > .95 * count(*)) q",
		"marks of calls nobody answered": "SELECT count(*) FROM calls WHERE rating IS NOT NULL AND operator = ''",
	} {
		if n := all[int](t, st.Pool(), sql); len(n) > 0 && n[0] != 0 {
			t.Errorf("%s: %d", what, n[0])
		}
	}
	for what, sql := range map[string]string{
		"conversations with officers": "SELECT count(*) FROM recordings WHERE unit <> '' AND number <> ''",
		"calls of tickets":            "SELECT count(*) FROM ticket_calls WHERE call_id LIKE 'pbx2-%'",
		"lost calls":                  "SELECT count(*) FROM calls WHERE end_reason = 'abandoned_wait'",
		"marks":                       "SELECT count(*) FROM calls WHERE rating IS NOT NULL",
	} {
		if n := all[int](t, st.Pool(), sql)[0]; n == 0 {
			t.Errorf("no %s", what)
		}
	}
}

package lived

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"hotline1022/internal/demo"
	"hotline1022/internal/devstack"
	"hotline1022/internal/notify"
	"hotline1022/internal/notify/outbox"
	"hotline1022/internal/notify/simulator"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// seeded is the demonstration as it is before it has a past, at a time.
func seeded(t *testing.T, now time.Time) (string, *store.Store) {
	t.Helper()
	dsn := devstack.PostgresTemplate(t, "store", store.Migrate)
	st, err := store.Open(dsn, slog.New(slog.DiscardHandler))
	check(t, err)
	t.Cleanup(st.Close)
	check(t, demo.Seed(t.Context(), st, demo.Operators))
	storetest.SetClock(t, st, now)
	return dsn, st
}

func options(t *testing.T) (Options, *simulator.Simulator) {
	t.Helper()
	var shows func() time.Time
	sim, err := simulator.Open(filepath.Join(t.TempDir(), "messages"), func() time.Time { return shows() })
	check(t, err)
	t.Cleanup(func() { check(t, sim.Close()) })
	return Options{Node: "pbx1", Messages: func(st *store.Store, now func() time.Time) (*outbox.Outbox, error) {
		shows = now
		return outbox.New(outbox.Options{
			Style: notify.Style{LookUp: "1022.example"}, Quiet: notify.Quiet{From: 22 * time.Hour, To: 6 * time.Hour, Zone: ticket.Zone},
			Gateways: map[notify.Channel][]notify.Gateway{notify.SMS: {sim}, notify.Email: {sim}},
		}, st, prometheus.NewRegistry())
	}}, sim
}

func count(t *testing.T, st *store.Store, sql string, args ...any) (n int) {
	t.Helper()
	check(t, st.Pool().QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

// Whatever the hour is when it is made: in the morning, at night, when offices have just opened.
func TestALivedInDemonstration(t *testing.T) {
	for name, now := range map[string]time.Time{
		"morning": time.Date(2026, time.November, 26, 9, 40, 0, 0, ticket.Zone),
		"night":   time.Date(2026, time.November, 28, 3, 20, 0, 0, ticket.Zone),
		"monday":  time.Date(2026, time.November, 30, 7, 31, 0, 0, ticket.Zone),
	} {
		t.Run(name, func(t *testing.T) {
			dsn, st := seeded(t, now)
			o, sim := options(t)
			began := time.Now()
			made, err := Live(t.Context(), dsn, o)
			check(t, err)
			t.Logf("%d tickets in %s", made, time.Since(began).Round(time.Millisecond))
			for state, atLeast := range states {
				if n := count(t, st, "SELECT count(*) FROM tickets WHERE state = $1", state); n < atLeast {
					t.Errorf("%d are %s", n, state)
				}
			}
			if n := count(t, st, "SELECT count(*) FROM tickets"); n != made || n < 60 {
				t.Errorf("%d tickets, %d made", n, made)
			}
			for what, sql := range contradictions {
				if n := count(t, st, sql); n != 0 {
					t.Errorf("%s: %d", what, n)
				}
			}
			if n := len(sim.Sent(simulator.Kept)); n < 200 {
				t.Errorf("%d messages left", n)
			}
			consistent(t, st, now)
			again(t, dsn, st, o)
		})
	}
}

// states are how many tickets are at least in each.
var states = map[ticket.State]int{
	ticket.StateReceived: 7, ticket.StateAwaitingSender: 1, ticket.StateAwaitingSenderForUnit: 1, ticket.StateDeclined: 4, ticket.StateLiveTransfer: 1,
	ticket.StateAssigned: 4, ticket.StateInProgress: 8, ticket.StateVerifying: 1, ticket.StateEscalatedToHead: 3, ticket.StateOverdue: 3,
	ticket.StateOfficeLed: 1, ticket.StateAwaitingDirective: 1, ticket.StateResolved: 5, ticket.StatePublished: 6, ticket.StateAnswered: 1,
	ticket.StateContested: 1, ticket.StateClosed: 10, ticket.StateMerged: 1,
}

// contradictions count what cannot be.
var contradictions = map[string]string{
	"the clock's schema is left":       "SELECT count(*) FROM pg_namespace WHERE nspname = '" + schema + "'",
	"messages that have not left":      "SELECT count(*) FROM messages WHERE state NOT IN ('sent', 'delivered', 'withdrawn') AND NOT quiet",
	"messages of another time":         "SELECT count(*) FROM messages WHERE sent_at < created_at OR sent_at > hotline_now() + interval '1 minute'",
	"calls that go on":                 "SELECT count(*) FROM calls WHERE state <> 'ended'",
	"recordings that count as lost":    "SELECT count(*) FROM recordings WHERE checked_at IS NULL OR flaws <> '{}'",
	"entries that did not fit":         "SELECT count(*) FROM call_events WHERE problem <> ''",
	"a history of tomorrow":            "SELECT count(*) FROM ticket_events WHERE at > hotline_now() + interval '1 minute'",
	"clocks that should have fired":    "SELECT count(*) FROM ticket_sheets WHERE wakes <= hotline_now() - interval '1 minute'",
	"overdue, and nobody reported it":  "SELECT count(*) FROM tickets t WHERE t.ever_overdue AND NOT EXISTS (SELECT 1 FROM leadership_reports r WHERE r.ticket_id = t.id)",
	"real telephones":                  "SELECT count(*) FROM tickets WHERE sender_phone <> '' AND sender_phone !~ '^0900000[0-9]{3}$'",
	"parts without a numbered slip":    "SELECT count(*) FROM ticket_assignments a LEFT JOIN transfer_slips s ON s.ticket_id = a.ticket_id AND s.assignment = a.number WHERE s.number IS NULL",
	"told many things at once":         "SELECT count(*) FROM notices_read_until u WHERE (SELECT count(*) FROM ticket_notices n WHERE n.id > u.until) > 60",
	"no ticket's rating":               "SELECT (count(*) < 15)::integer FROM tickets WHERE rating IS NOT NULL",
	"no call of a ticket":              "SELECT (count(*) < 25)::integer FROM ticket_calls",
	"places on no map":                 "SELECT (count(*) < 40)::integer FROM tickets WHERE lat IS NOT NULL",
	"drafts that somebody left behind": "SELECT count(*) FROM drafts",
}

// consistent holds each ticket against its history and its clocks.
func consistent(t *testing.T, st *store.Store, now time.Time) {
	t.Helper()
	law, err := st.Law(t.Context(), st.Queries, ticket.Policy)
	check(t, err)
	rows, err := st.Pool().Query(t.Context(), "SELECT id FROM tickets ORDER BY id")
	check(t, err)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	check(t, err)
	for _, id := range ids {
		row, err := st.TicketLock(t.Context(), db.TicketLockParams{ID: &id})
		check(t, err)
		events, err := st.TicketEventsOf(t.Context(), id)
		check(t, err)
		state, version, at := `"received"`, int64(1), row.Ticket.CreatedAt
		for _, e := range events {
			if e.At.Before(at) {
				t.Errorf("%s: its history runs backwards at %s", row.Ticket.Code, e.Kind)
			}
			at = e.At
			if e.Version == nil {
				continue
			}
			if version++; *e.Version != version {
				t.Errorf("%s: version %d is %d", row.Ticket.Code, version, *e.Version)
			}
			var after map[string]json.RawMessage
			check(t, json.Unmarshal(e.After, &after))
			if s, ok := after["state"]; ok {
				state = string(s)
			}
		}
		sheet, err := st.LoadSheet(t.Context(), st.Queries, id)
		check(t, err)
		_, fired, err := law.Advance(sheet, now)
		check(t, err)
		if state != fmt.Sprintf("%q", row.Ticket.State) || version != row.Ticket.Version || len(fired) > 0 {
			t.Errorf("%s: %s by its history, version %d: %s, %d; %d clocks are due", row.Ticket.Code, state, version, row.Ticket.State, row.Ticket.Version, len(fired))
		}
	}
}

// again: what is there stays as it is.
func again(t *testing.T, dsn string, st *store.Store, o Options) {
	t.Helper()
	const rows = "SELECT (SELECT count(*) FROM tickets) + (SELECT count(*) FROM ticket_events) + (SELECT count(*) FROM audit_log) + (SELECT count(*) FROM messages) + (SELECT count(*) FROM users)"
	before := count(t, st, rows)
	check(t, demo.Seed(t.Context(), st, demo.Operators))
	made, err := Live(context.WithoutCancel(t.Context()), dsn, o)
	check(t, err)
	if after := count(t, st, rows); made != 0 || after != before {
		t.Errorf("the second time: %d tickets, %d rows, not %d", made, after, before)
	}
}

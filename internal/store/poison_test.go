package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// A node's clock is wrong by years: the citizen's message is a ticket none the less, received
// when it came to be known, under the rules of that day.
func TestAMessageOfAWrongClockIsATicketOfToday(t *testing.T) {
	s := open(t)
	for _, stamp := range []time.Time{
		time.Unix(0, 0).UTC(), time.Date(2024, 2, 1, 8, 0, 0, 0, time.UTC), time.Date(2051, 1, 1, 8, 0, 0, 0, time.UTC),
	} {
		id := call.ID("pbx1-" + stamp.Format("20060102") + ".1")
		entries := message(id, "+84912345678", 42*time.Second)
		for i := range entries {
			entries[i].At = stamp
		}
		entries[1].Data = call.MessageLeft{Begin: stamp, End: stamp.Add(42 * time.Second)}
		apply(t, s, entries...)
		if n := count(t, s, `SELECT count(*) FROM tickets t JOIN voice_messages m ON m.ticket_id = t.id
			WHERE m.call_id = $1 AND t.created_at > now() - interval '1 hour'`, string(id)); n != 1 {
			t.Errorf("%s: %d tickets", stamp, n)
		}
	}
	if s.SetAside() != 0 {
		t.Errorf("%d entries were set aside", s.SetAside())
	}
}

// What the program itself cannot make of an entry stops nobody: the event is kept with its
// problem, somebody is alarmed, and the calls of all others go on.
func TestAnEntryThatCannotBeProjectedIsSetAside(t *testing.T) {
	s := open(t)
	// No ticket can be counted by a calendar without hours; none of ours is kept so.
	if _, err := s.pool.Exec(t.Context(), "INSERT INTO calendars (before, until, author, at) VALUES (1, '2037-01-01', 'nobody', now())"); err != nil {
		t.Fatal(err)
	}
	const ill, well = call.ID("pbx1-3.1"), call.ID("pbx1-3.2")
	entries := append(message(ill, "+84912345678", 42*time.Second),
		entry(51, ill, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}),
		entry(52, well, call.KindArrived, call.Arrived{From: "0912345679", To: "02251022"}))
	apply(t, s, entries...)
	apply(t, s, entries...)
	if c := callOf(t, s, ill); c.EndedAt == nil {
		t.Errorf("%+v", c)
	}
	if c := callOf(t, s, well); c.FromNumber != "0912345679" {
		t.Errorf("%+v", c)
	}
	if n := count(t, s, "SELECT count(*) FROM call_events WHERE problem LIKE '%calendar 2, which is kept%' AND kind = $1", string(call.KindMessageLeft)); n != 1 || s.SetAside() == 0 {
		t.Errorf("%d events with their problem, %d set aside", n, s.SetAside())
	}
}

// An error of the connection, or of a transaction that was broken off, is no fault of the entry's.
func TestTheDatabasesOwnErrorsAreNoPoison(t *testing.T) {
	s := open(t)
	for name, do := range map[string]func(tx pgx.Tx) error{
		"the connection is gone": func(tx pgx.Tx) error {
			_ = tx.Conn().Close(t.Context())
			_, err := tx.Exec(t.Context(), "SELECT 1")
			return err
		},
		"killed": func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), "SELECT pg_terminate_backend(pg_backend_pid())")
			return err
		},
		"too slow": func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), "SET LOCAL statement_timeout = 1; SELECT pg_sleep(5)")
			return err
		},
		"time is up, before anything was asked": func(pgx.Tx) error { return fmt.Errorf("jobs: %w", context.DeadlineExceeded) },
		"we stop":                               func(pgx.Tx) error { return fmt.Errorf("jobs: %w", context.Canceled) },
	} {
		err := s.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) error { return judged(t.Context(), tx, do(tx)) })
		if err == nil || badData(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := s.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) error { return judged(t.Context(), tx, ErrNotFound) })
	if !badData(err) {
		t.Errorf("ours: %v", err)
	}
}

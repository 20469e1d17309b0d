package store

import (
	"context"
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/rivermigrate"

	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// before takes a store's schema down to a version, has its rows be as they were then, and brings it up again.
func before(t *testing.T, s *Store, version int64, rows ...string) {
	t.Helper()
	dsn := s.pool.Config().ConnString()
	err := withMigrators(t.Context(), dsn, func(pool *pgxpool.Pool, p *goose.Provider, _ *rivermigrate.Migrator[pgx.Tx]) error {
		if _, err := p.DownTo(t.Context(), version); err != nil {
			return err
		}
		for _, sql := range rows {
			if _, err := pool.Exec(t.Context(), sql); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = Migrate(t.Context(), dsn)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func says(t *testing.T, s *Store, query, want string) {
	t.Helper()
	var got string
	if err := s.pool.QueryRow(context.WithoutCancel(t.Context()), query).Scan(&got); err != nil || got != want {
		t.Errorf("%s: %q, want %q (%v)", query, got, want, err)
	}
}

// A city that ran an earlier version finds its marks, its readers and its accounts as they should be.
func TestTheUpgradeBringsEarlierRowsAlong(t *testing.T) {
	s := open(t)
	user(t, s, "op01")
	for _, u := range []string{"SXD", "SGT"} {
		if err := s.UnitPut(t.Context(), db.UnitPutParams{Code: u, Name: u, Kind: "department"}); err != nil {
			t.Fatal(err)
		}
	}
	n := filed("op01")
	n.Call = &FiledCall{ID: "pbx1-9.1", Node: "pbx1", From: "+84912345678", StartedAt: t0}
	if _, _, err := s.FileTicket(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	live, outside, plain := received(t, s), received(t, s), received(t, s)
	apply(t, s, entry(0, "pbx1-9.1", call.KindArrived, call.Arrived{From: "+84912345678", To: "02251022"}))
	before(t, s, 51,
		"DELETE FROM river_job",
		"UPDATE calls SET rating = 4",
		"UPDATE tickets SET state = 'live_transfer', unit = 'SXD' WHERE id = "+strconv.FormatInt(live, 10),
		"INSERT INTO ticket_assignments (ticket_id, number, unit, lead, state, sent_at, ended_at) SELECT id, 1, 'SXD', true, 'returned', now(), now() FROM tickets WHERE id = "+strconv.FormatInt(live, 10),
		"UPDATE tickets SET outside_tthc = true, unit = 'SXD' WHERE id = "+strconv.FormatInt(outside, 10),
		"UPDATE tickets SET unit = 'SXD' WHERE id = "+strconv.FormatInt(plain, 10),
		"INSERT INTO ticket_calls (ticket_id, call_id) VALUES ("+strconv.FormatInt(plain, 10)+", 'pbx1-9.1')",
		"INSERT INTO users (username, name, role, unit, password_hash) VALUES ('cu', 'Cũ', 'officer', 'SXD', '$argon2id$x'), ('nay', 'Nay', 'officer', 'SXD', '$argon2id$x')",
		`INSERT INTO officers (unit, post, rank, name, phone, username, until) VALUES
			('SXD', 'focal', 1, 'Cũ', '02253000001', 'cu', '2025-07-01'), ('SXD', 'focal', 2, 'Nay', '02253000002', 'nay', NULL)`,
	)
	says(t, s, "SELECT to_char(rated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') FROM calls", "2026-03-02 08:00")
	says(t, s, "SELECT string_agg(queue || ' ' || kind || ' ' || (args ->> 'call') || ' ' || state, ', ') FROM river_job", "marks tickets.rate pbx1-9.1 available")
	says(t, s, "SELECT string_agg(units::text, ' ' ORDER BY id) FROM tickets WHERE unit IS NOT NULL", "{SXD} {SXD} {}")
	says(t, s, "SELECT units::text FROM calls", "{SXD}")
	says(t, s, "SELECT string_agg(object || ' ' || (detail ->> 'left'), ', ') FROM audit_log WHERE action = 'user.postless'", `user:cu {"SXD": "2025-07-01"}`)
	if err := s.AccountsFollowPosts(t.Context()); err != nil {
		t.Fatal(err)
	}
	says(t, s, "SELECT string_agg(username, ' ' ORDER BY username) FROM users WHERE NOT disabled", "cu nay op01") // as it was decided before
}

// A key stands in clear only while a gateway is to be given it.
func TestAKeyIsKeptOnlyWhileItIsToBeSent(t *testing.T) {
	s := open(t)
	user(t, s, "op01")
	received(t, s)
	before(t, s, 63, "UPDATE messages SET state = 'failed', failed_at = now(), next_at = NULL, error = 'x'",
		`INSERT INTO messages (channel, recipient, text_key, text_args, cause, ticket_id, state, created_at, began_at, next_at, hours, keyed, secret, retry_of, retried_by)
			SELECT channel, recipient, text_key, text_args, 'retry:' || id, ticket_id, 'queued', created_at, began_at, now(), hours, keyed, secret, id, 'op01' FROM messages`)
	const kept = "SELECT string_agg(state || ' ' || (secret IS NOT NULL), ', ' ORDER BY created_at, retry_of NULLS FIRST) FROM messages"
	says(t, s, kept, "failed false, queued true")

	exec := func(sql string) {
		t.Helper()
		if _, err := s.pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	exec("UPDATE messages SET state = 'failed', failed_at = now(), next_at = NULL, error = 'x' WHERE state = 'queued'")
	var last string
	if err := s.pool.QueryRow(t.Context(), "SELECT id::text FROM messages WHERE retry_of IS NOT NULL").Scan(&last); err != nil {
		t.Fatal(err)
	}
	act, err := Act(t0, "op01", "message.retry", "message:"+last, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.RetryMessage(t.Context(), uuid.MustParse(last), t0, act); err != nil {
		t.Fatal(err)
	}
	says(t, s, "SELECT string_agg(state || ' ' || (secret IS NOT NULL), ', ' ORDER BY state, secret) FROM messages", "failed false, failed false, queued true")

	exec("UPDATE messages SET state = 'failed', failed_at = hotline_now() - interval '23 hours', next_at = NULL, error = 'x' WHERE state = 'queued'")
	for _, left := range []string{"1", "0"} {
		if err := s.ForgetKeys(t.Context()); err != nil {
			t.Fatal(err)
		}
		says(t, s, "SELECT count(secret)::text FROM messages", left)
		exec("UPDATE messages SET failed_at = hotline_now() - interval '25 hours'")
	}
}

// A dump's numbers of transactions lie ahead of a new cluster's: once the rows are taken over, only what changes
// after somebody looked is found as that.
func TestClocksOfAnotherClusterAreTakenOver(t *testing.T) {
	s := open(t)
	user(t, s, "op01")
	received(t, s)
	id := received(t, s)
	if _, err := s.pool.Exec(t.Context(), "UPDATE ticket_sheets SET changed = '99999999999'"); err != nil {
		t.Fatal(err)
	}
	unseen := func() int {
		t.Helper()
		seen, err := s.Seen(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.SheetsUnseen(t.Context(), seen)
		if err != nil {
			t.Fatal(err)
		}
		return len(rows)
	}
	if n := unseen(); n != 2 {
		t.Fatalf("%d of 2 lie ahead", n)
	}
	for range 2 {
		if err := s.RestoredSheets(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := unseen(); n != 0 {
			t.Errorf("%d are taken for changed", n)
		}
	}
	seen, err := s.Seen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.pool.Exec(t.Context(), "UPDATE ticket_sheets SET changed = pg_current_xact_id() WHERE ticket_id = $1", id); err != nil {
		t.Fatal(err)
	}
	if rows, err := s.SheetsUnseen(t.Context(), seen); err != nil || len(rows) != 1 || rows[0] != id {
		t.Errorf("%v, %v", rows, err)
	}
}

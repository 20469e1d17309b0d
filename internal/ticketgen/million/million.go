// Package million is the database that `make bench-tickets` measures on: the tickets of two
// years and nine months in 200 units, and three calls for each. It is made once, which takes minutes, and kept.
package million

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
	"hotline1022/internal/ticketgen"
)

// Password is every account's.
const Password = "1022-bench"

// Auditor is the auditor's account, which the tickets know nothing of.
const Auditor = "kiemtra"

// End is when its tickets end: a Thursday morning, and the clock's time when a measurement begins.
var End = time.Date(2026, time.November, 26, 9, 30, 0, 0, ticket.Zone)

// version changes with whatever is made otherwise.
const version = 3

// Shape is the shape of it. HOTLINE_BENCH_TICKETS makes a smaller one, to try.
func Shape(hash string) ticketgen.Shape {
	s := ticketgen.Shape{
		Seed: 1022, Tickets: 1_000_000, Units: 200, From: time.Date(2024, time.March, 5, 7, 0, 0, 0, ticket.Zone), Until: End, Hash: hash,
	}
	if n, err := strconv.Atoi(os.Getenv("HOTLINE_BENCH_TICKETS")); err == nil {
		s.Tickets = n
	}
	return s
}

// Postgres gives its address, and a store on it whose clock shows [End].
func Postgres(t testing.TB) (dsn string, st *store.Store) {
	t.Helper()
	s := Shape("-")
	dsn = devstack.KeptPostgres(t, "bench-tickets", fmt.Sprintf("%d %d", version, s.Tickets), func(ctx context.Context, dsn string) error {
		if err := store.Migrate(ctx, dsn); err != nil {
			return err
		}
		hash, err := auth.Hash(Password)
		if err != nil {
			return err
		}
		made, err := ticketgen.Fill(ctx, dsn, Shape(hash), runtime.NumCPU())
		t.Logf("made %d tickets with %d events in %s", made.Tickets, made.Events, made.Took.Round(time.Second))
		return err
	})
	if err := store.Migrate(t.Context(), dsn); err != nil { // of a newer program
		t.Fatal(err)
	}
	began := time.Now()
	added, err := ticketgen.AddCalls(t.Context(), dsn, Shape("$argon2id$-"), 3*s.Tickets) // the accounts are there, with their own
	if err != nil {
		t.Fatal(err)
	}
	if added {
		t.Logf("added %d calls in %s", 3*s.Tickets, time.Since(began).Round(time.Second))
	}
	st, err = store.Open(dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	const auditor = "INSERT INTO users (username, name, role, password_hash, demonstration) SELECT $1, 'Kiểm tra', 'auditor', password_hash, true FROM users WHERE username = 'op01' ON CONFLICT DO NOTHING"
	if _, err := st.Pool().Exec(t.Context(), auditor, Auditor); err != nil {
		t.Fatal(err)
	}
	storetest.SetClock(t, st, End)
	return dsn, st
}

package store

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"hotline1022/internal/devstack"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// open gives a store on a database of the test's own.
func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(devstack.PostgresTemplate(t, "store", Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

var t0 = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return t0.Add(time.Duration(seconds) * time.Second) }

func entry(seconds int, id call.ID, kind call.Kind, data any) call.Entry {
	return call.Entry{ID: uuid.Must(uuid.NewV7()).String(), At: at(seconds), Node: "pbx1", Kind: kind, Call: id, Data: data}
}

func apply(t *testing.T, s *Store, entries ...call.Entry) {
	t.Helper()
	if err := s.Apply(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
}

func callOf(t *testing.T, s *Store, id call.ID) db.Call {
	t.Helper()
	row, err := s.CallByID(t.Context(), string(id))
	if err != nil {
		t.Fatal(err)
	}
	return row.Call
}

func TestAnAddressMaySayHowLongToConnect(t *testing.T) {
	for address, want := range map[string]time.Duration{
		"postgres://hotline@127.0.0.1:1/hotline":                   connectTimeout,
		"postgres://hotline@127.0.0.1:1/hotline?connect_timeout=7": 7 * time.Second,
	} {
		s, err := Open(address, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if got := s.Pool().Config().ConnConfig.ConnectTimeout; got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestMigrationsGoUpAndDownAndUp(t *testing.T) {
	dsn := devstack.Postgres(t)
	tables := func() (n int) {
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.WithoutCancel(t.Context()))
		err = conn.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'S') AND c.relname NOT LIKE 'goose%')
			+ (SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public')
			+ (SELECT count(*) FROM pg_type y JOIN pg_namespace n ON n.oid = y.typnamespace WHERE n.nspname = 'public' AND y.typtype = 'e')`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 2 {
		if err := Migrate(t.Context(), dsn); err != nil {
			t.Fatal(err)
		}
		if err := Migrate(t.Context(), dsn); err != nil {
			t.Fatalf("again: %v", err)
		}
		if tables() == 0 {
			t.Fatal("nothing was made")
		}
		if err := MigrateDown(t.Context(), dsn); err != nil {
			t.Fatal(err)
		}
		if n := tables(); n != 0 {
			t.Fatalf("%d things are left after going down", n)
		}
	}
}

func TestCheckSaysWhatToDo(t *testing.T) {
	s, err := Open(devstack.Postgres(t), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(t.Context()); err == nil || err.Error() != "the database has no schema: run `hotline migrate up`" {
		t.Errorf("empty database: %v", err)
	}
	if err := open(t).Check(t.Context()); err != nil {
		t.Errorf("newest schema: %v", err)
	}
	away, err := Open("postgres://nobody@127.0.0.1:1/none", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("open must not connect: %v", err)
	}
	defer away.Close()
	if err := away.Check(t.Context()); err == nil {
		t.Error("no database: no error")
	}
}

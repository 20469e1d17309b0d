//go:build bench

package clockwork

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"hotline1022/internal/devstack"
	"hotline1022/internal/store"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
	"hotline1022/internal/ticketgen"
	"hotline1022/internal/ticketgen/million"
	"hotline1022/internal/worktime"
)

// Somebody files a ticket while a calendar is saved that moves 100,000 open deadlines: they wait while what
// changed since the preview is counted, and not while everything is.
func TestBenchTicketsFiledWhileACalendarIsSaved(t *testing.T) {
	tickets := 100_000
	if n, err := strconv.Atoi(os.Getenv("HOTLINE_BENCH_TICKETS")); err == nil {
		tickets = min(n, tickets)
	}
	dsn := devstack.PostgresTemplate(t, "store", store.Migrate)
	if _, err := ticketgen.Fill(t.Context(), dsn, ticketgen.Shape{Seed: 1022, Tickets: 500, Units: 200, From: million.End.AddDate(0, -1, 0), Until: million.End, Hash: "$argon2id$none"}, 1); err != nil {
		t.Fatal(err)
	}
	if err := ticketgen.AddAssigned(t.Context(), dsn, million.Shape("$argon2id$none"), tickets, million.End); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	storetest.SetClock(t, st, million.End.Add(time.Hour))
	spec, err := st.CalendarSpec(t.Context(), st.Queries, 1)
	if err != nil {
		t.Fatal(err)
	}
	tomorrow := worktime.DateOf(million.End) + 1
	spec.Days = worktime.Put(spec.Days, []worktime.Day{{Date: tomorrow, Kind: worktime.Holiday, Name: "Nghỉ", Basis: "verified"}})
	is, err := store.BuildCalendar(spec)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	p, err := st.PreviewCalendar(t.Context(), is, 1)
	if err != nil || len(p.Moves) < tickets {
		t.Fatalf("%d moves, %v", len(p.Moves), err)
	}
	counted := time.Since(began)

	filing, stop := context.WithCancel(t.Context())
	var alone, during time.Duration
	var saving sync.WaitGroup
	var saved time.Duration
	var failed error
	n := 0
	file := func() time.Duration {
		began := time.Now()
		_, _, err := st.FileTicket(t.Context(), store.NewTicket{Actor: ticketgenOperator(t, st), Draft: ticket.Draft{
			Group: ticket.GroupInfrastructure, Content: "Đèn đường hỏng", Channel: ticket.ChannelPhone,
			Sender: ticket.Sender{Type: ticket.Individual, Name: "An", Phone: "0912345678"},
		}})
		if err != nil {
			t.Fatal(err)
		}
		n++
		return time.Since(began)
	}
	for range 50 {
		alone = max(alone, file())
	}
	saving.Go(func() {
		defer stop()
		began := time.Now()
		_, failed = st.SaveCalendar(t.Context(), store.NewCalendar{Spec: spec, Before: 1, Author: "quantri"}, func(moves []store.Move, _ time.Time) error {
			if len(moves) < tickets {
				return errors.New("too few moves")
			}
			return nil
		})
		saved = time.Since(began)
	})
	for filing.Err() == nil {
		during = max(during, file())
	}
	saving.Wait()
	if failed != nil {
		t.Fatal(failed)
	}
	t.Logf("%d open deadlines counted in %s; saving a calendar took %s, in which a filing waited at most %s (before: the whole count), else %s; %d were filed",
		len(p.Moves), counted.Round(time.Millisecond), saved.Round(time.Millisecond), during.Round(time.Millisecond), alone.Round(time.Millisecond), n)
	if during > counted/2+alone {
		t.Error("filings wait for the count")
	}
}

// ticketgenOperator is one of the operators that the generator made.
func ticketgenOperator(t *testing.T, st *store.Store) (name string) {
	t.Helper()
	if err := st.Pool().QueryRow(t.Context(), "SELECT username FROM users WHERE role = 'operator' ORDER BY username LIMIT 1").Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}

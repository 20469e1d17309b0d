package clockwork

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"hotline1022/internal/auth"
	"hotline1022/internal/devstack"
	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

// at reads an instant of Hải Phòng's clocks.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, ticket.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// rig is a real PostgreSQL with a user and two units.
type rig struct {
	t     testing.TB
	dsn   string
	store *store.Store
}

func newRig(t testing.TB) *rig {
	r := &rig{t: t, dsn: devstack.PostgresTemplate(t, "store", store.Migrate)}
	r.store = open(t, r.dsn)
	t.Cleanup(r.store.Close)
	r.check(r.store.UserPut(t.Context(), db.UserPutParams{Username: "op01", Name: "Nguyễn Thị An", Role: string(auth.RoleOperator), PasswordHash: "$argon2id$x"}))
	for _, unit := range []string{"SXD", "SGT"} {
		r.check(r.store.UnitPut(t.Context(), db.UnitPutParams{Code: unit, Name: unit, Kind: "department"}))
	}
	return r
}

func open(t testing.TB, dsn string) *store.Store {
	s, err := store.Open(dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (r *rig) check(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) clock(to time.Time) { storetest.SetClock(r.t, r.store, to) }

// assigned gives so many tickets to SXD at a time.
func (r *rig) assigned(n int, when time.Time) (ids []int64) {
	r.t.Helper()
	r.clock(when.Add(-time.Hour / 2)) // they came before that
	law, err := r.store.Law(r.t.Context(), r.store.Queries, ticket.Policy)
	r.check(err)
	for range n {
		ids = append(ids, r.ticket())
	}
	r.clock(when)
	r.check(r.store.Tx(r.t.Context(), func(tx pgx.Tx, q *db.Queries) error {
		for _, id := range ids {
			sheet, err := r.store.LoadSheet(r.t.Context(), q, id)
			if err == nil {
				sheet, _, err = law.Apply(sheet, sla.Event{What: sla.Assigned, At: when, Unit: "SXD", Lead: true})
			}
			if err == nil {
				err = r.store.SaveSheet(r.t.Context(), tx, q, id, sheet)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return ids
}

func (r *rig) ticket() int64 {
	r.t.Helper()
	code, _, err := r.store.FileTicket(r.t.Context(), store.NewTicket{Actor: "op01", Draft: ticket.Draft{
		Group: ticket.GroupInfrastructure, Content: "Đèn đường hỏng", Channel: ticket.ChannelPhone,
		Sender: ticket.Sender{Type: ticket.Individual, Name: "An", Phone: "0912345678"},
	}})
	r.check(err)
	row, err := r.store.Ticket(r.t.Context(), code)
	r.check(err)
	return row.Ticket.ID
}

// firer fires as package casework does, and keeps each firing as an event of the ticket.
type firer struct {
	store    *store.Store
	mid, end func(ticketID int64) error // before and after the commit, when something fired

	mu    sync.Mutex
	tried int
	fired chan int64 // tickets of which something fired; nil: nobody asks
}

func (f *firer) Fire(ctx context.Context, id int64) error {
	f.mu.Lock()
	f.tried++
	f.mu.Unlock()
	n, err := f.advance(ctx, id)
	if err != nil || n == 0 {
		return err
	}
	if f.end != nil {
		if err := f.end(id); err != nil {
			return err
		}
	}
	if f.fired != nil {
		f.fired <- id
	}
	return nil
}

func (f *firer) advance(ctx context.Context, id int64) (n int, err error) {
	err = f.store.TxAgain(ctx, func(tx pgx.Tx, q *db.Queries) error {
		n = 0
		row, err := q.TicketOfSheet(ctx, id)
		if err != nil {
			return err
		}
		law, err := f.store.Law(ctx, q, row.Policy)
		sheet, err2 := f.store.LoadSheet(ctx, q, id)
		now, err3 := q.Now(ctx)
		if err := errors.Join(err, err2, err3); err != nil {
			return err
		}
		next, fired, err := law.Advance(sheet, now)
		if err != nil || len(fired) == 0 {
			return err
		}
		n = len(fired)
		for _, firing := range fired {
			raw, err := json.Marshal(firing)
			if err != nil {
				return err
			}
			if err := q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: id, At: firing.At, Actor: "system", Kind: "test.fired", Data: raw}); err != nil {
				return err
			}
		}
		if err := f.store.SaveSheet(ctx, tx, q, id, next); err != nil {
			return err
		}
		if f.mid != nil {
			return f.mid(id)
		}
		return nil
	})
	return n, err
}

// node starts a process's clockwork on f; it ends with the test.
func (r *rig) node(f *firer) *Clockwork {
	r.t.Helper()
	f.store = r.store
	c, stop, err := start(r.store, f, 20*time.Millisecond)
	r.check(err)
	r.t.Cleanup(stop)
	return c
}

func start(s *store.Store, f Firer, poll time.Duration) (c *Clockwork, stop func(), err error) {
	c, err = New(Options{FireLimit: time.Minute}, s, f, prometheus.NewRegistry())
	if err != nil {
		return nil, nil, err
	}
	cfg := &river.Config{
		Logger: slog.New(slog.DiscardHandler), FetchPollInterval: poll, ID: uuid.NewString(), TestOnly: true,
	}
	if err := c.Configure(cfg); err != nil {
		return nil, nil, err
	}
	client, err := river.NewClient(riverpgxv5.New(s.Pool()), cfg)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	return c, func() {
		cancel()
		stopping, done := context.WithTimeout(context.Background(), time.Minute)
		defer done()
		_ = client.StopAndCancel(stopping) // what is left at work is what the test is about
	}, client.Start(ctx)
}

// wait is for so many tickets of which something fires, each within a minute of the one before.
func (r *rig) wait(f *firer, n int) {
	r.t.Helper()
	for i := range n {
		select {
		case <-f.fired:
		case <-time.After(time.Minute):
			r.t.Fatalf("%d of %d fired", i, n)
		}
	}
}

// history is what fired of a ticket: "officer runs_out 2026-11-27 10:00".
func (r *rig) history(id int64) (lines []string) {
	r.t.Helper()
	events, err := r.store.TicketEventsOf(r.t.Context(), id)
	r.check(err)
	for _, e := range events {
		if e.Kind != "test.fired" {
			continue
		}
		var f sla.Firing
		r.check(json.Unmarshal(e.Data, &f))
		lines = append(lines, fmt.Sprintf("%s %s %s", f.Kind, f.Stage, e.At.In(ticket.Zone).Format("2006-01-02 15:04")))
	}
	return lines
}

package ticketgen

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// chunkSize is how many tickets are made and written at once; another size makes other tickets.
const chunkSize = 2_000

// idsOfATicket is how many rows of one table a ticket has at most: each chunk numbers its own.
const idsOfATicket = 40

// Filled is what was made.
type Filled struct {
	Tickets, Events int
	Took            time.Duration
}

// filler fills one database.
type filler struct {
	url   string
	shape Shape
	law   sla.Law
	staff *staff
	calls *schedule
	chunk int
	base  map[string]int64 // the last id before, by table
	first map[int]int      // the last number before, by year
	// script is how each ticket lives.
	script   func(*life, cast)
	calendar int64
	events   atomic.Int64
}

// Fill makes a shape in the migrated and empty database at url, with so many chunks at once.
func Fill(ctx context.Context, url string, s Shape, atOnce int) (Filled, error) {
	return fill(ctx, url, s, atOnce, chunkSize)
}

func fill(ctx context.Context, url string, s Shape, atOnce, size int) (Filled, error) {
	began := time.Now()
	f, st, err := open(ctx, url, s)
	if err != nil {
		return Filled{}, err
	}
	defer st.Close()
	f.script, f.chunk = (*life).lives, size
	f.calls = newSchedule(s)
	put, err := aside(ctx, url, tables)
	if err != nil {
		return Filled{}, err
	}
	err = f.chunks(ctx, atOnce)
	if err == nil {
		err = put(ctx)
	}
	if err == nil {
		err = f.finish(ctx, st)
	}
	if err != nil {
		return Filled{}, fmt.Errorf("ticketgen: %w", err)
	}
	return Filled{Tickets: s.Tickets, Events: int(f.events.Load()), Took: time.Since(began)}, nil
}

// AddAssigned adds so many tickets that a unit was given at a time, and that nobody has
// looked at since: their clocks are as they were then.
func AddAssigned(ctx context.Context, url string, s Shape, n int, at time.Time) error {
	s.Tickets, s.From, s.Until = n, at.Add(-time.Minute), at
	f, st, err := open(ctx, url, s)
	if err != nil {
		return err
	}
	defer st.Close()
	f.chunk = chunkSize
	f.script = func(l *life, c cast) {
		l.begin()
		l.does(c.operator, ticket.Assign{Lead: c.lead.code})
	}
	f.calls = newSchedule(s)
	if err := f.chunks(ctx, 1); err != nil {
		return fmt.Errorf("ticketgen: %w", err)
	}
	return f.finish(ctx, st)
}

// open readies a filler behind what is there.
func open(ctx context.Context, url string, s Shape) (*filler, *store.Store, error) {
	if err := s.Check(); err != nil {
		return nil, nil, err
	}
	st, err := store.Open(url, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, nil, err
	}
	f := &filler{url: url, shape: s, base: map[string]int64{}, first: map[int]int{}}
	if err := f.look(ctx, st); err != nil {
		st.Close()
		return nil, nil, fmt.Errorf("ticketgen: %w", err)
	}
	return f, st, nil
}

// look sees to the people, and learns what is there.
func (f *filler) look(ctx context.Context, st *store.Store) (err error) {
	if f.staff, err = people(ctx, st, f.shape); err != nil {
		return err
	}
	if f.law, err = st.Law(ctx, st.Queries, ticket.Policy); err != nil {
		return err
	}
	if f.calendar, err = st.CalendarCurrent(ctx); err != nil {
		return err
	}
	for _, t := range tables {
		if t.numbers {
			var last int64
			if err := st.Pool().QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM "+t.name).Scan(&last); err != nil {
				return err
			}
			f.base[t.name] = last
		}
	}
	rows, err := st.Pool().Query(ctx, "SELECT year, last FROM ticket_numbers")
	if err != nil {
		return err
	}
	var year, last int
	_, err = pgx.ForEachRow(rows, []any{&year, &last}, func() error {
		f.first[year] = last
		return nil
	})
	return err
}

// chunks makes all of them, and the first error.
func (f *filler) chunks(ctx context.Context, atOnce int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var next atomic.Int64
	errs := make([]error, max(1, atOnce))
	var wg sync.WaitGroup
	for w := range errs {
		wg.Go(func() {
			if errs[w] = f.work(ctx, &next); errs[w] != nil {
				cancel()
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (f *filler) work(ctx context.Context, next *atomic.Int64) (err error) {
	conn, err := pgx.Connect(ctx, f.url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	// Rows refer to rows of other chunks, which come before or after.
	if _, err := conn.Exec(ctx, "SET session_replication_role = replica; SET synchronous_commit = off"); err != nil {
		return err
	}
	for {
		n := int(next.Add(1) - 1)
		from, to := n*f.chunk, min((n+1)*f.chunk, f.shape.Tickets)
		if from >= to {
			return nil
		}
		c, err := f.make(n, from, to)
		if err != nil {
			return err
		}
		f.events.Add(int64(len(c.rows["ticket_events"])))
		if err := write(ctx, conn, c, tables); err != nil {
			return err
		}
	}
}

func write(ctx context.Context, conn *pgx.Conn, c *chunk, tables []table) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		for _, t := range tables {
			if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromRows(c.rows[t.name])); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
		return nil
	})
}

// open tickets of a chunk, that others can be merged into.
type openTicket struct {
	code  ticket.Code
	id    int64
	until time.Time
}

// make makes the n-th chunk.
func (f *filler) make(n, from, to int) (*chunk, error) {
	c := &chunk{rows: map[string][][]any{}, ids: map[string]int64{}, calendar: f.calendar}
	for table, last := range f.base {
		c.ids[table] = last + int64(n)*int64(f.chunk)*idsOfATicket
	}
	r := rand.New(rand.NewPCG(f.shape.Seed, uint64(n)+uint64(f.base["tickets"])<<24+2))
	var parents []openTicket
	for place := from; place < to; place++ {
		t, l, err := f.one(r, place, parents)
		if err != nil {
			return nil, err
		}
		if err := c.keep(t, l); err != nil {
			return nil, err
		}
		if a := l.c.Assignments; len(a) > 0 && l.c.State != ticket.StateMerged {
			end := a[len(a)-1].EndedAt
			if end.IsZero() {
				end = f.shape.Until
			}
			if parents = append(parents, openTicket{l.c.Code, t.id, end}); len(parents) > 50 {
				parents = slices.Delete(parents, 0, 10)
			}
		}
	}
	return c, nil
}

// one makes the ticket of a place.
func (f *filler) one(r *rand.Rand, place int, parents []openTicket) (filed, *life, error) {
	at := f.calls.when(place)
	year, number := f.calls.number(place)
	number += f.first[year]
	code, err := ticket.NewCode(year, number)
	if err != nil {
		return filed{}, nil, err
	}
	field, lead, area := f.staff.deals(r)
	by := cast{operator: operator(r.IntN(Operators)), lead: lead, office: ticket.By{Name: OfficeAccount, Party: ticket.Office, Unit: "VPUB"}, there: area}
	_, by.beside, _ = f.staff.deals(r)
	d := draft(r, f.shape.Seed, field, lead.code, area)
	by.matter = field.Name + ": " + area
	t := filed{
		id: f.base["tickets"] + int64(place) + 1, year: year, number: number, draft: d, operator: by.operator.Name,
		called: d.Channel == ticket.ChannelPhone && r.IntN(10) == 0, told: r.IntN(10) == 0,
	}
	l := &life{law: f.law, rand: r, now: at, until: f.shape.Until, c: ticket.Case{
		Code: code, Version: 1, Policy: ticket.Policy, ReceivedAt: at, State: ticket.StateReceived, Emergency: r.IntN(150) == 0,
		Urgent: d.Urgent, Confidential: d.Confidential, Unit: lead.code, Sender: d.Sender,
		Matter: d.Matter, Group: d.Group, Field: d.Field, Content: d.Content, Address: d.Address, Directive: d.Directive,
	}}
	l.into = func(now time.Time) (ticket.Code, bool) {
		for _, p := range slices.Backward(parents) {
			if p.until.After(now) {
				t.parent = &p.id
				return p.code, true
			}
		}
		return "", false
	}
	f.script(l, by)
	if err := l.end(); err != nil {
		return t, l, err
	}
	if l.c.State != ticket.StateMerged { // it had no time for it
		t.parent = nil
	}
	return t, l, nil
}

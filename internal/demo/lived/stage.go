package lived

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/casework"
	"hotline1022/internal/notify/outbox"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// schema has the clock that the stage's connections see, and no others.
const schema = "demonstration"

// stage is a database at a time that we set.
type stage struct {
	store  *store.Store
	work   *casework.Casework
	outbox *outbox.Outbox
	cal    *worktime.Calendar
	end    time.Time // now: what would come later has not happened
	shows  time.Time
	tales  []*tale
	beside []*tale // calls without a ticket
	calls  int     // so many have come
	node   string
}

// moment is something that happens at a time.
type moment struct {
	at time.Time
	do func(context.Context) error
}

// Options of a past. Messages makes what sends them, with the stage's clock; Node is whose calls they are.
type Options struct {
	Node     string
	Messages func(st *store.Store, now func() time.Time) (*outbox.Outbox, error)
}

// Live fills the database at url, unless somebody has worked there. It tells how many tickets it made.
func Live(ctx context.Context, address string, o Options) (made int, err error) {
	there, end, err := used(ctx, address)
	if err != nil || there {
		return 0, err
	}
	own, err := withClock(ctx, address, end)
	if err != nil {
		return 0, fmt.Errorf("lived: clock: %w", err)
	}
	st, err := store.Open(own, slog.New(slog.DiscardHandler))
	if err != nil {
		return 0, err
	}
	defer func() {
		_, dropped := st.Pool().Exec(context.WithoutCancel(ctx), "DROP SCHEMA IF EXISTS "+schema+" CASCADE")
		st.Close()
		err = errors.Join(err, dropped)
	}()
	s := &stage{store: st, work: casework.New(st), end: end, node: o.Node}
	if s.outbox, err = o.Messages(st, func() time.Time { return s.shows }); err != nil {
		return 0, err
	}
	law, err := st.Law(ctx, st.Queries, ticket.Policy)
	if err != nil {
		return 0, err
	}
	s.cal = law.Calendar
	if err := errors.Join(people(ctx, st), telephones(ctx, st)); err != nil {
		return 0, fmt.Errorf("lived: people: %w", err)
	}
	moments, err := s.moments()
	if err == nil {
		err = s.play(ctx, moments)
	}
	if err == nil {
		err = s.read(ctx)
	}
	if err != nil {
		return 0, fmt.Errorf("lived: %w", err)
	}
	return len(s.tales), nil
}

// used says whether there is a ticket or a call, and what time it is.
func used(ctx context.Context, address string) (there bool, now time.Time, err error) {
	st, err := store.Open(address, slog.New(slog.DiscardHandler))
	if err != nil {
		return false, now, err
	}
	defer st.Close()
	if now, err = st.Now(ctx); err != nil {
		return false, now, err
	}
	err = st.Pool().QueryRow(ctx, "SELECT EXISTS (SELECT FROM tickets) OR EXISTS (SELECT FROM calls)").Scan(&there)
	if err != nil {
		err = fmt.Errorf("lived: what is there: %w", err)
	}
	return there, now, err
}

// withClock makes the schema, and gives the address whose connections see it.
func withClock(ctx context.Context, address string, now time.Time) (own string, err error) {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	for _, sql := range []string{
		"DROP SCHEMA IF EXISTS " + schema + " CASCADE", // of one that was killed
		"CREATE SCHEMA " + schema,
		"CREATE TABLE " + schema + ".clock (shows timestamptz NOT NULL)",
		"CREATE FUNCTION " + schema + ".hotline_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT shows FROM " + schema + ".clock'",
	} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return "", err
		}
	}
	if _, err := conn.Exec(ctx, "INSERT INTO "+schema+".clock VALUES ($1)", now); err != nil {
		return "", err
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	q := u.Query()
	q.Set("search_path", schema+",public")
	q.Set("synchronous_commit", "off") // some hundred transactions, of which none is worth waiting for the disk
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// set lets the clock show a time; it stands until the next.
func (s *stage) set(ctx context.Context, to time.Time) error {
	s.shows = to
	_, err := s.store.Pool().Exec(ctx, "UPDATE "+schema+".clock SET shows = $1", to)
	return err
}

// play has everything happen in the order of time.
func (s *stage) play(ctx context.Context, moments []moment) error {
	slices.SortStableFunc(moments, func(a, b moment) int { return a.at.Compare(b.at) })
	for _, m := range moments {
		if err := s.until(ctx, m.at); err != nil {
			return err
		}
		if err := s.set(ctx, m.at); err != nil {
			return err
		}
		if err := m.do(ctx); err != nil {
			return err
		}
	}
	return s.until(ctx, s.end)
}

// until has happen what is due by itself.
func (s *stage) until(ctx context.Context, to time.Time) error {
	var before due
	for {
		d, err := s.due(ctx, to)
		if err != nil || d == (due{}) {
			return err
		}
		if d == before {
			return fmt.Errorf("%+v stays due", d)
		}
		before = d
		if err := s.set(ctx, d.at); err != nil {
			return err
		}
		if d.ticket != 0 {
			err = s.work.Fire(ctx, d.ticket)
		} else {
			_, err = s.outbox.Attempt(ctx, d.message)
		}
		if err != nil {
			return err
		}
	}
}

// due is a ticket whose clock fires, or a message that leaves.
type due struct {
	at      time.Time
	ticket  int64
	message uuid.UUID
}

// due is what comes first until a time; zero: nothing.
func (s *stage) due(ctx context.Context, to time.Time) (d due, err error) {
	err = s.store.Pool().QueryRow(ctx, `SELECT at, ticket, message FROM (
			(SELECT wakes AS at, ticket_id AS ticket, '00000000-0000-0000-0000-000000000000'::uuid AS message FROM ticket_sheets WHERE wakes <= $1 ORDER BY wakes LIMIT 1)
			UNION ALL (SELECT next_at, 0, id FROM messages WHERE state = 'queued' AND next_at <= $1 ORDER BY next_at, id LIMIT 1)
		) d ORDER BY at LIMIT 1`, to).Scan(&d.at, &d.ticket, &d.message)
	if errors.Is(err, pgx.ErrNoRows) {
		return due{}, nil
	}
	return d, err
}

// file files what was told to somebody at the hotline.
func (s *stage) file(ctx context.Context, d ticket.Draft, operator string, called *store.FiledCall) (ticket.Code, error) {
	known, err := s.store.Known(ctx, d.Unit)
	if err != nil {
		return "", err
	}
	d, faults := ticket.Check(d, known)
	if len(faults) > 0 {
		return "", fmt.Errorf("%q: %+v", d.Content, faults)
	}
	code, _, err := s.store.FileTicket(ctx, store.NewTicket{Draft: d, Actor: operator, Call: called})
	return code, err
}

// does has somebody do something to a ticket as it is.
func (s *stage) does(ctx context.Context, code ticket.Code, by ticket.By, act ticket.Act) error {
	row, err := s.store.Ticket(ctx, code)
	if err != nil {
		return err
	}
	if err := s.work.Do(ctx, code, row.Ticket.Version, by, act); err != nil {
		return fmt.Errorf("%s of %q, which is %s: %w", act.Kind(), row.Ticket.Content, row.Ticket.State, err)
	}
	return nil
}

// recording is that of a ticket's call.
func (s *stage) recording(ctx context.Context, code ticket.Code) (string, error) {
	row, err := s.store.Ticket(ctx, code)
	if err != nil {
		return "", err
	}
	calls, err := s.store.CallsOfTicket(ctx, row.Ticket.ID)
	if err != nil {
		return "", err
	}
	for _, id := range calls {
		all, err := s.store.RecordingsOfCall(ctx, id)
		if err != nil {
			return "", err
		}
		if len(all) > 0 {
			return all[0].ID.String(), nil
		}
	}
	return "", fmt.Errorf("%s has no recording", code)
}

package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// Preview is what another calendar would move of what was open at a moment, those first that
// would come first.
type Preview struct {
	Was, Is *worktime.Calendar
	Moves   []Move
	Now     time.Time // of the database
	seen    string    // which transactions it saw
}

// PreviewCalendar tells which open deadlines would move if another calendar held than the one
// that did when it was made. It reads, and nobody waits for it, however much is open. ErrChanged.
func (s *Store) PreviewCalendar(ctx context.Context, is *worktime.Calendar, before int64) (p Preview, err error) {
	p.Is = is
	still := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, s.pool, still, func(tx pgx.Tx) error {
		q := db.New(tx)
		holds, err := q.CalendarNewest(ctx)
		if err != nil {
			return fmt.Errorf("store: calendar: %w", err)
		}
		if holds != before {
			return ErrChanged
		}
		if p.Was, err = s.calendarNumbered(ctx, q, holds); err != nil {
			return err
		}
		if p.seen, err = q.Seen(ctx); err != nil {
			return fmt.Errorf("store: what is seen: %w", err)
		}
		if p.Now, err = q.Now(ctx); err != nil {
			return fmt.Errorf("store: the time: %w", err)
		}
		rows, err := q.OpenClocks(ctx)
		if err != nil {
			return fmt.Errorf("store: open clocks: %w", err)
		}
		p.Moves, err = s.moves(ctx, q, p, rows)
		return err
	})
	return p, err
}

func (s *Store) moves(ctx context.Context, q *db.Queries, p Preview, rows []db.OpenClocksRow) ([]Move, error) {
	clocks := make([]OpenClock, len(rows))
	for i, r := range rows {
		policy, err := s.Policy(ctx, q, r.Policy)
		if err != nil {
			return nil, err
		}
		clocks[i] = OpenClock{r.TicketClock.TicketID, ticket.Code(r.Code), policy, ReadClock(r.TicketClock)}
	}
	return worktime.Preview(p.Was, p.Is, clocks, func(c *worktime.Calendar, o OpenClock) (time.Time, error) { return o.Policy.Due(c, o.Clock) }), nil
}

// catchUp brings a preview to what the transaction sees, by a look at what it did not see.
func (s *Store) catchUp(ctx context.Context, q *db.Queries, p *Preview) error {
	unseen, err := q.SheetsUnseen(ctx, p.seen)
	if err != nil {
		return fmt.Errorf("store: clocks changed meanwhile: %w", err)
	}
	rows, err := q.OpenClocksOf(ctx, unseen)
	if err != nil {
		return fmt.Errorf("store: clocks changed meanwhile: %w", err)
	}
	fresh := make([]db.OpenClocksRow, len(rows))
	for i, r := range rows {
		fresh[i] = db.OpenClocksRow(r)
	}
	again, err := s.moves(ctx, q, *p, fresh)
	if err != nil {
		return err
	}
	changed := make(map[int64]bool, len(unseen))
	for _, id := range unseen {
		changed[id] = true
	}
	p.Moves = append(slices.DeleteFunc(p.Moves, func(m Move) bool { return changed[m.Deadline.Ticket] }), again...)
	if p.Now, err = q.Now(ctx); err != nil {
		return fmt.Errorf("store: the time: %w", err)
	}
	return nil
}

// SaveCalendar lets a calendar hold from now on, unless judge refuses what it moves; its
// error is given back. Open clocks are recounted afterwards ([Store.RecountTicket]). The
// spec makes a calendar: the caller has built it. ErrChanged.
//
// Everything open is counted before anybody has to wait: whoever changes tickets does so
// only while what changed since is counted, and the calendar kept.
func (s *Store) SaveCalendar(ctx context.Context, n NewCalendar, judge func(moves []Move, now time.Time) error) (number int64, err error) {
	is, err := BuildCalendar(n.Spec)
	if err != nil {
		return 0, fmt.Errorf("store: %w", err)
	}
	p, err := s.PreviewCalendar(ctx, is, n.Before)
	if err == nil {
		err = judge(p.Moves, p.Now)
	}
	if err != nil {
		return 0, err
	}
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		number, err = s.replaceCalendar(ctx, q, n, p, judge)
		return err
	})
	return number, err
}

func (s *Store) replaceCalendar(ctx context.Context, q *db.Queries, n NewCalendar, p Preview, judge func(moves []Move, now time.Time) error) (number int64, err error) {
	if err := q.CalendarLock(ctx); err != nil {
		return 0, fmt.Errorf("store: lock calendars: %w", err)
	}
	holds, err := q.CalendarCurrent(ctx)
	if err != nil {
		return 0, fmt.Errorf("store: calendar: %w", err)
	}
	if holds != n.Before {
		return 0, ErrChanged
	}
	if err := s.catchUp(ctx, q, &p); err != nil {
		return 0, err
	}
	if err := judge(p.Moves, p.Now); err != nil {
		return 0, err
	}
	if number, err = keepCalendar(ctx, q, n, p.Now); err != nil {
		return 0, err
	}
	detail := map[string]any{"before": n.Before, "note": n.Note, "moves": len(p.Moves)}
	if n.MadeFrom != nil {
		detail["of"] = *n.MadeFrom
	}
	act, err := Act(p.Now, n.Author, "calendar.save", fmt.Sprintf("calendar:%d", number), detail)
	if err == nil {
		err = q.AuditAppend(ctx, act)
	}
	return number, err
}

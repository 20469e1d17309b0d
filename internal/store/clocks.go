package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"hotline1022/internal/sla"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// FireClocks is the job that comes when a ticket's next clock fires; package clockwork
// works it.
type FireClocks struct {
	Ticket int64 `json:"ticket"`
}

// Kind implements river.JobArgs.
func (FireClocks) Kind() string { return "ticket.clocks" }

// ClockJobs is the job queue of clocks, which every node works.
const ClockJobs = "clocks"

// clockAttempts bounds nothing but a fault of our own: a job that River gives up is
// made up for by the sweep.
const clockAttempts = 1000

// LoadSheet gives a ticket's clocks; the zero sheet is that of a ticket not yet received.
// Whoever wants to change it has locked the ticket before.
func (s *Store) LoadSheet(ctx context.Context, q *db.Queries, ticketID int64) (sla.Sheet, error) {
	row, err := q.SheetOf(ctx, ticketID)
	if errors.Is(err, pgx.ErrNoRows) {
		return sla.Sheet{}, nil
	}
	if err != nil {
		return sla.Sheet{}, fmt.Errorf("store: ticket's clocks: %w", err)
	}
	sheet := sla.Sheet{Received: row.Received, Result: deref(row.Result), Last: row.Last}
	rows, err := q.ClocksOf(ctx, ticketID)
	if err != nil {
		return sla.Sheet{}, fmt.Errorf("store: ticket's clocks: %w", err)
	}
	for _, r := range rows {
		sheet.Clocks = append(sheet.Clocks, ReadClock(r))
	}
	return sheet, nil
}

// ReadClock reads a clock as it is kept.
func ReadClock(r db.TicketClock) sla.Clock {
	return sla.Clock{
		Number: int(r.Number), Kind: sla.Kind(r.Kind), Unit: deref(r.Unit), Lead: r.Lead, Own: r.Own, Ticket: r.Ticket,
		Asked: deref(r.Asked), Replied: deref(r.Replied), Promised: deref(r.Promised), Due: deref(r.Due),
		WarnAt: deref(r.WarnAt), Warned: deref(r.Warned), Since: r.Since, State: sla.State(r.State), Ended: deref(r.Ended),
	}
}

// SaveSheet keeps a ticket's clocks, whose instants are to be the database's own
// ([db.Queries.Now]), and sets the ticket's one job to when the next of them fires: it
// moves the job that waits, or makes another where that one is at work or gone.
func (s *Store) SaveSheet(ctx context.Context, tx pgx.Tx, q *db.Queries, ticketID int64, sheet sla.Sheet) error {
	row, rows := SheetRows(ticketID, sheet)
	job, err := q.SheetSave(ctx, row)
	if err != nil {
		return fmt.Errorf("store: keep ticket's clocks: %w", err)
	}
	var failed error
	q.ClockSave(ctx, rows).Exec(func(_ int, err error) { failed = errors.Join(failed, err) })
	if failed != nil {
		return fmt.Errorf("store: keep ticket's clocks: %w", failed)
	}
	if row.Wakes == nil {
		return nil // a job that comes none the less fires nothing
	}
	return s.setAlarm(ctx, tx, q, ticketID, job, *row.Wakes)
}

// SheetRows is how a ticket's clocks are kept.
func SheetRows(ticketID int64, sheet sla.Sheet) (db.SheetSaveParams, []db.ClockSaveParams) {
	row := db.SheetSaveParams{
		TicketID: ticketID, Received: sheet.Received, Result: orNull(sheet.Result), Last: sheet.Last, Wakes: orNull(sheet.Wakes()), Due: orNull(sheet.Due()),
	}
	rows := make([]db.ClockSaveParams, len(sheet.Clocks))
	for i, c := range sheet.Clocks {
		rows[i] = db.ClockSaveParams{
			TicketID: ticketID, Number: int32(c.Number), Kind: string(c.Kind), Unit: orNull(c.Unit), Lead: c.Lead, Own: c.Own, Ticket: c.Ticket,
			Asked: orNull(c.Asked), Replied: orNull(c.Replied), Promised: orNull(c.Promised), Due: orNull(c.Due),
			WarnAt: orNull(c.WarnAt), Warned: orNull(c.Warned), Since: c.Since, State: string(c.State), Ended: orNull(c.Ended),
		}
	}
	return row, rows
}

// setAlarm moves a ticket's job, or gives it another. A job at work is left alone: it is
// over when this transaction is, or its process was killed.
func (s *Store) setAlarm(ctx context.Context, tx pgx.Tx, q *db.Queries, ticketID int64, job *int64, at time.Time) error {
	if job != nil {
		tag, err := tx.Exec(ctx, "UPDATE river_job SET state = 'scheduled', scheduled_at = $2 WHERE id = $1 AND state IN ('available', 'pending', 'retryable', 'scheduled')", *job, at)
		if err != nil {
			return fmt.Errorf("store: move ticket's job: %w", err)
		}
		if tag.RowsAffected() > 0 {
			return nil
		}
	}
	made, err := s.jobs.InsertTx(ctx, tx, FireClocks{Ticket: ticketID}, &river.InsertOpts{Queue: ClockJobs, MaxAttempts: clockAttempts, ScheduledAt: at})
	if err == nil {
		err = q.SheetJob(ctx, db.SheetJobParams{TicketID: ticketID, Job: made.Job.ID})
	}
	if err != nil {
		return fmt.Errorf("store: ticket's job: %w", err)
	}
	return nil
}

// adoptPage is how many tickets [Store.WithoutClocks] gives at once.
const adoptPage = 500

// WithoutClocks gives the first open tickets behind one that nobody has touched since before clocks were kept.
func (s *Store) WithoutClocks(ctx context.Context, after int64) ([]int64, error) {
	ids, err := s.TicketsWithoutClocks(ctx, db.TicketsWithoutClocksParams{Final: asText(ticket.Final()), AfterID: after, Page: adoptPage})
	if err != nil {
		return nil, fmt.Errorf("store: tickets without clocks: %w", err)
	}
	return ids, nil
}

// RestoredSheets brings the tickets' clocks that were restored from another cluster's dump into this one's count of
// transactions: else whoever changes the calendar would take each of them for changed since they looked.
func (s *Store) RestoredSheets(ctx context.Context) error {
	for {
		n, err := s.SheetsAhead(ctx, adoptPage)
		if err != nil {
			return fmt.Errorf("store: clocks of another cluster: %w", err)
		}
		if n == 0 {
			return nil
		}
	}
}

// deref is what a nullable column holds; nothing: the zero value.
func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

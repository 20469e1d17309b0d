package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"hotline1022/internal/store/db"
)

// Alarm is when a ticket's next clock fires, after somebody looked.
type Alarm struct {
	In  time.Duration // from now on; none or less: it is due
	Job int64         // that comes then
}

// AlarmOf gives a ticket's alarm; ErrNotFound: it has none.
func (s *Store) AlarmOf(ctx context.Context, ticketID int64) (Alarm, error) {
	row, err := s.Queries.AlarmOf(ctx, ticketID)
	switch {
	case err != nil:
		return Alarm{}, fmt.Errorf("store: ticket's alarm: %w", notFound(err))
	case row.Wakes == nil || row.Job == nil:
		return Alarm{}, fmt.Errorf("store: ticket's alarm: %w", ErrNotFound)
	}
	return Alarm{In: row.Wakes.Sub(row.Now), Job: *row.Job}, nil
}

const duePage = 500 // tickets whose jobs are looked after at once

// WakeDue has the jobs of all tickets come now whose clocks should have fired. A job that
// waits is moved; one that is lost, given up, or at work for so long that its process must
// have been killed, is replaced. It tells how many were due, and how many replaced.
func (s *Store) WakeDue(ctx context.Context, killedAfter time.Duration) (due, replaced int, err error) {
	now, err := s.Now(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("store: the time: %w", err)
	}
	page := db.SheetsDueParams{Now: now, AfterAt: time.Unix(0, 0), Page: duePage}
	for {
		var rows []db.SheetsDueRow
		given := 0
		// River locks jobs that wait in another order than we do (JobSchedule).
		err := s.TxAgain(ctx, func(tx pgx.Tx, q *db.Queries) (err error) {
			if rows, err = q.SheetsDue(ctx, page); err != nil {
				return err
			}
			given, err = s.wake(ctx, tx, q, rows, killedAfter)
			return err
		})
		if err == nil {
			replaced += given
		}
		due += len(rows)
		switch {
		case err != nil:
			return due, replaced, fmt.Errorf("store: wake what is due: %w", err)
		case len(rows) < duePage:
			return due, replaced, nil
		}
		last := rows[len(rows)-1]
		page.AfterAt, page.AfterID = last.Wakes, last.TicketID
	}
}

func (s *Store) wake(ctx context.Context, tx pgx.Tx, q *db.Queries, rows []db.SheetsDueRow, killedAfter time.Duration) (replaced int, err error) {
	var jobs []int64
	for _, r := range rows {
		if r.Job != nil {
			jobs = append(jobs, *r.Job)
		}
	}
	// A job that failed comes again by itself.
	if _, err := tx.Exec(ctx, "UPDATE river_job SET state = 'available', scheduled_at = now() WHERE id = ANY($1) AND state IN ('scheduled', 'pending')", jobs); err != nil {
		return 0, err
	}
	coming, err := tx.Query(ctx, `SELECT id FROM river_job WHERE id = ANY($1)
		AND (state IN ('available', 'retryable') OR (state = 'running' AND attempted_at > now() - $2::interval))`, jobs, killedAfter)
	if err != nil {
		return 0, err
	}
	alive := map[int64]bool{}
	var id int64
	if _, err := pgx.ForEachRow(coming, []any{&id}, func() error { alive[id] = true; return nil }); err != nil {
		return 0, err
	}
	var lost []river.InsertManyParams
	var of []int64
	for _, r := range rows {
		if r.Job == nil || !alive[*r.Job] {
			lost = append(lost, river.InsertManyParams{Args: FireClocks{Ticket: r.TicketID}, InsertOpts: &river.InsertOpts{Queue: ClockJobs, MaxAttempts: clockAttempts}})
			of = append(of, r.TicketID)
		}
	}
	if len(lost) == 0 {
		return 0, nil
	}
	made, err := s.jobs.InsertManyTx(ctx, tx, lost)
	if err != nil {
		return 0, err
	}
	for i, m := range made {
		err = errors.Join(err, q.SheetJob(ctx, db.SheetJobParams{TicketID: of[i], Job: m.Job.ID}))
	}
	return len(lost), err
}

// SetAlarms gives a job to every ticket whose clocks will fire and that has none: of such
// as came otherwise than by [Store.SaveSheet].
func (s *Store) SetAlarms(ctx context.Context) error {
	for n := duePage; n == duePage; {
		err := s.Tx(ctx, func(tx pgx.Tx, q *db.Queries) (err error) {
			n, err = s.setAlarms(ctx, tx, q)
			return err
		})
		if err != nil {
			return fmt.Errorf("store: set alarms: %w", err)
		}
	}
	return nil
}

func (s *Store) setAlarms(ctx context.Context, tx pgx.Tx, q *db.Queries) (n int, err error) {
	rows, err := q.SheetsWithoutJob(ctx, duePage)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	jobs := make([]river.InsertManyParams, len(rows))
	for i, r := range rows {
		jobs[i] = river.InsertManyParams{Args: FireClocks{Ticket: r.TicketID}, InsertOpts: &river.InsertOpts{Queue: ClockJobs, MaxAttempts: clockAttempts, ScheduledAt: r.Wakes}}
	}
	made, err := s.jobs.InsertManyTx(ctx, tx, jobs)
	for i, m := range made {
		err = errors.Join(err, q.SheetJob(ctx, db.SheetJobParams{TicketID: rows[i].TicketID, Job: m.Job.ID}))
	}
	return len(rows), err
}

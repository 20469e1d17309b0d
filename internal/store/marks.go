package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// RateTickets is the job that brings the mark of a call to its tickets (Điều 11.2); package marks
// works it. Both who brings the mark and who gives a ticket the call enqueue it: whichever comes
// later, its job sees the other.
type RateTickets struct {
	Call string `json:"call"`
}

// Kind implements river.JobArgs.
func (RateTickets) Kind() string { return "tickets.rate" }

// MarkJobs is the job queue of marks, which every node works.
const MarkJobs = "marks"

func (s *Store) rateTickets(ctx context.Context, tx pgx.Tx, id string) error {
	_, err := s.jobs.InsertTx(ctx, tx, RateTickets{Call: id}, &river.InsertOpts{Queue: MarkJobs})
	if err != nil {
		return fmt.Errorf("store: the mark of a call, to its tickets: %w", err)
	}
	return nil
}

// projectRated keeps the mark that the caller gave.
func (s *Store) projectRated(ctx context.Context, tx pgx.Tx, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.Rated)
	mark, err := strconv.ParseInt(d.Mark, 10, 16)
	if err != nil {
		return nil //nolint:nilerr // a key that is no mark: the event alone is kept
	}
	id := Text(string(e.Call))
	if err := q.CallRated(ctx, db.CallRatedParams{ID: id, Rating: int16(mark), At: e.At}); err != nil {
		return err
	}
	return s.rateTickets(ctx, tx, id)
}

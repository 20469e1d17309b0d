// Package marks brings the mark that a caller pressed at the end of a call to the tickets that
// were spoken of in it (Điều 11.2): as the act of no person, by the one way in which tickets
// change, so that a ticket has one mark, its sender's last.
//
//	call.rated, or a ticket gets the call ──► store.RateTickets (a River job, in that transaction)
//	                                              └──► ticket.RateByKey, of each ticket of the call
//
// A job that runs twice, or late, changes nothing: what the sender said since the key was pressed
// counts more. A ticket that takes no marks (it was declined, or merged) keeps none; the call has
// its own. What the database does not take is tried again by River.
package marks

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river"

	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// Casework changes tickets; *casework.Casework.
type Casework interface {
	Do(ctx context.Context, code ticket.Code, version int64, by ticket.By, act ticket.Act) error
}

// Marks works the jobs; every node has one.
type Marks struct {
	store    *store.Store
	casework Casework
}

// New makes it; it starts nothing.
func New(st *store.Store, w Casework) *Marks { return &Marks{store: st, casework: w} }

// Configure adds the worker and the queue to a River client's configuration.
func (m *Marks) Configure(cfg *river.Config) error {
	if cfg.Workers == nil {
		cfg.Workers = river.NewWorkers()
	}
	if cfg.Queues == nil {
		cfg.Queues = map[string]river.QueueConfig{}
	}
	if err := river.AddWorkerSafely(cfg.Workers, &worker{marks: m}); err != nil {
		return fmt.Errorf("marks: %w", err)
	}
	cfg.Queues[store.MarkJobs] = river.QueueConfig{MaxWorkers: 1}
	return nil
}

// Rate gives the tickets of a call its mark.
func (m *Marks) Rate(ctx context.Context, call string) error {
	rows, err := m.store.MarksOfCall(ctx, call)
	if err != nil {
		return fmt.Errorf("marks: of call %s: %w", call, err)
	}
	by := ticket.By{Name: store.ActorSystem, Party: ticket.System}
	for _, r := range rows {
		err := m.casework.Do(ctx, ticket.Code(r.Code), 0, by, ticket.RateByKey{Score: int(r.Score), At: r.At})
		if err != nil && !errors.Is(err, ticket.ErrNotNow) {
			return fmt.Errorf("marks: ticket %s: %w", r.Code, err)
		}
	}
	return nil
}

type worker struct {
	river.WorkerDefaults[store.RateTickets]
	marks *Marks
}

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, job *river.Job[store.RateTickets]) error {
	return w.marks.Rate(ctx, job.Args.Call)
}

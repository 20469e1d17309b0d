package transcript

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"hotline1022/internal/store/db"
)

const (
	queue       = "transcripts"
	workers     = 2 // of each node
	findEvery   = time.Minute
	findPage    = 200
	wantedFor   = 7 * 24 * time.Hour // what came into the archive before is not looked for, when a service is new
	writeLimit  = time.Hour
	maxAttempts = 8
	firstRetry  = 30 * time.Second
	awayWait    = 5 * time.Minute
	giveUp      = 3 * 24 * time.Hour
)

type findArgs struct{}

// Kind implements river.JobArgs.
func (findArgs) Kind() string { return "transcript.find" }

type findWorker struct {
	river.WorkerDefaults[findArgs]
	service *Service
}

// Work implements river.Worker: what came into the archive gets a job of its own.
func (w *findWorker) Work(ctx context.Context, _ *river.Job[findArgs]) error {
	s := w.service
	client, err := river.ClientFromContextSafely[pgx.Tx](ctx)
	if err != nil {
		return fmt.Errorf("transcript: %w", err)
	}
	for {
		found := 0
		err := s.store.Tx(ctx, func(tx pgx.Tx, q *db.Queries) error {
			ids, err := q.TranscriptsWanted(ctx, db.TranscriptsWantedParams{Now: s.Now(), Since: s.Now().Add(-wantedFor), Most: findPage})
			if err != nil || len(ids) == 0 {
				return err
			}
			found = len(ids)
			jobs := make([]river.InsertManyParams, found)
			for i, id := range ids {
				jobs[i] = river.InsertManyParams{Args: writeArgs{id}, InsertOpts: &river.InsertOpts{Queue: queue, MaxAttempts: maxAttempts, Priority: 2}}
			}
			_, err = client.InsertManyTx(ctx, tx, jobs)
			return err
		})
		if err != nil {
			return fmt.Errorf("transcript: %w", err)
		}
		if found < findPage {
			return nil
		}
	}
}

// writeArgs names the recording to be written down.
type writeArgs struct {
	Recording uuid.UUID `json:"recording"`
}

// Kind implements river.JobArgs.
func (writeArgs) Kind() string { return "transcript.write" }

type writeWorker struct {
	river.WorkerDefaults[writeArgs]
	service *Service
}

// Timeout implements river.Worker.
func (*writeWorker) Timeout(*river.Job[writeArgs]) time.Duration { return writeLimit }

// NextRetry implements river.Worker: twice as long each time.
func (w *writeWorker) NextRetry(job *river.Job[writeArgs]) time.Time {
	return w.service.Now().Add(spread(firstRetry << min(job.Attempt, 8)))
}

// Work implements river.Worker.
func (w *writeWorker) Work(ctx context.Context, job *river.Job[writeArgs]) error {
	s := w.service
	err := s.write(ctx, job.Args.Recording)
	if err == nil || ctx.Err() != nil {
		return err
	}
	old := s.Now().Sub(job.CreatedAt) > giveUp
	var later *LaterError
	switch {
	case errors.As(err, &later) && !old:
		s.outcomes.WithLabelValues("later").Inc()
		return river.JobSnooze(spread(later.After))
	case errors.Is(err, ErrAway) && !old:
		s.outcomes.WithLabelValues("later").Inc()
		s.Log.Debug("a recording waits to be written down", "recording", job.Args.Recording, "err", err)
		return river.JobSnooze(spread(awayWait))
	case old || errors.Is(err, ErrRefused) || job.Attempt >= job.MaxAttempts:
		s.outcomes.WithLabelValues("failed").Inc()
		s.Log.Warn("a recording cannot be written down", "recording", job.Args.Recording, "err", err)
		if err := s.store.TranscriptFailed(ctx, db.TranscriptFailedParams{Recording: job.Args.Recording, Detail: err.Error()}); err != nil {
			return fmt.Errorf("transcript: %w", err)
		}
		return river.JobCancel(err)
	}
	return err
}

// Configure adds the workers, the queue and the search for what is new to a River client's configuration.
func (s *Service) Configure(c *river.Config) error {
	if c.Workers == nil {
		c.Workers = river.NewWorkers()
	}
	if c.Queues == nil {
		c.Queues = map[string]river.QueueConfig{}
	}
	if err := errors.Join(river.AddWorkerSafely(c.Workers, &findWorker{service: s}), river.AddWorkerSafely(c.Workers, &writeWorker{service: s})); err != nil {
		return fmt.Errorf("transcript: %w", err)
	}
	c.Queues[queue] = river.QueueConfig{MaxWorkers: workers}
	c.PeriodicJobs = append(c.PeriodicJobs, river.NewPeriodicJob(river.PeriodicInterval(findEvery), func() (river.JobArgs, *river.InsertOpts) {
		return findArgs{}, &river.InsertOpts{Queue: queue, UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: findEvery}}
	}, &river.PeriodicJobOpts{RunOnStart: true}))
	return nil
}

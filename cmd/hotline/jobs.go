package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"hotline1022/internal/store"
)

// jobs is the durable job queue. River does not start without its database, so
// that is waited for here.
type jobs struct {
	client *river.Client[pgx.Tx]
	store  *store.Store
	log    *slog.Logger
	own    string // the queue that this node alone works
}

// worker adds what it does to the queue's configuration.
type worker interface{ Configure(c *river.Config) error }

func newJobs(st *store.Store, log *slog.Logger, own string, workers ...worker) (*jobs, error) {
	cfg := &river.Config{Logger: slog.New(newSparing(log.Handler()))}
	for _, w := range workers {
		if err := w.Configure(cfg); err != nil {
			return nil, err
		}
	}
	client, err := river.NewClient(riverpgxv5.New(st.Pool()), cfg)
	if err != nil {
		return nil, fmt.Errorf("job queue: %w", err)
	}
	return &jobs{client: client, store: st, log: log, own: own}, nil
}

// run works jobs off until ctx ends, and returns when none is at work.
func (j *jobs) run(ctx context.Context) {
	if !j.start(ctx) {
		return
	}
	<-ctx.Done()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer cancel()
	if j.client.Stop(stopping) == nil {
		return
	}
	now, cancelNow := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer cancelNow()
	if err := j.client.StopAndCancel(now); err != nil {
		j.log.Warn("a job did not end in time; it will be taken up again", "err", err)
	}
}

// start tries until the database is there, with its schema; false when ctx ends first.
func (j *jobs) start(ctx context.Context) bool {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		err := j.store.Check(ctx)
		if err == nil {
			err = j.reclaim(ctx)
		}
		if err == nil {
			// A context of its own: Stop lets jobs at work end, the end of ctx would break them off.
			err = j.client.Start(context.WithoutCancel(ctx))
		}
		if err == nil {
			return true
		}
		j.log.Debug("the job queue waits for the database", "err", err)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false
		}
	}
}

// reclaim takes up what our process before this one was killed over.
func (j *jobs) reclaim(ctx context.Context) error {
	n, err := j.store.ReclaimJobs(ctx, j.own)
	if n > 0 {
		j.log.Info("jobs of a process that was killed begin anew", "queue", j.own, "jobs", n)
	}
	return err
}

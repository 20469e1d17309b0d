package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"

	"hotline1022/internal/notify"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Options of an Outbox. Zero durations take the defaults.
type Options struct {
	Style    notify.Style
	Policy   notify.Policy // zero: notify.DefaultPolicy
	Quiet    notify.Quiet
	Gateways map[notify.Channel][]notify.Gateway // in the order in which they are tried; each name once

	SendLimit     time.Duration // of one attempt at one gateway; default 20 s
	TrackEvery    time.Duration // gateways are asked what arrived; default 15 s
	SweepEvery    time.Duration // default 15 s
	StrandedAfter time.Duration // a message is due for so long: its job is lost; default 1 min

	Log *slog.Logger
}

func (o *Options) setDefaults() {
	if o.Policy == (notify.Policy{}) {
		o.Policy = notify.DefaultPolicy
	}
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{{&o.SendLimit, 20 * time.Second}, {&o.SweepEvery, 15 * time.Second}, {&o.TrackEvery, 15 * time.Second}, {&o.StrandedAfter, time.Minute}} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// lease is how long an attempt may take with all its bookkeeping.
func (o *Options) lease() time.Duration { return 3 * o.SendLimit }

const (
	workers   = 4   // messages under way at once, on each node
	sweepPage = 200 // messages given a new job at once
)

// Outbox sends messages.
type Outbox struct {
	Options
	store   *store.Store
	metrics *metrics
}

// New registers the metrics; it starts nothing.
func New(o Options, st *store.Store, reg prometheus.Registerer) (*Outbox, error) {
	o.setDefaults()
	m, err := newMetrics(reg)
	if err != nil {
		return nil, fmt.Errorf("outbox: metrics: %w", err)
	}
	return &Outbox{Options: o, store: st, metrics: m}, nil
}

// Configure adds the worker and the queue to a River client's configuration.
func (o *Outbox) Configure(c *river.Config) error {
	if c.Workers == nil {
		c.Workers = river.NewWorkers()
	}
	if c.Queues == nil {
		c.Queues = map[string]river.QueueConfig{}
	}
	if err := river.AddWorkerSafely(c.Workers, &worker{outbox: o}); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	c.Queues[store.MessageJobs] = river.QueueConfig{MaxWorkers: workers}
	return nil
}

// Run looks for messages whose job was lost, and asks what arrived, until ctx ends.
func (o *Outbox) Run(ctx context.Context) {
	var loops sync.WaitGroup
	loops.Go(func() {
		o.every(ctx, o.SweepEvery, func() error { return errors.Join(o.sweep(ctx), o.store.ForgetKeys(ctx), o.count(ctx)) })
	})
	loops.Go(func() { o.every(ctx, o.TrackEvery, func() error { return o.track(ctx) }) })
	loops.Wait()
}

func (o *Outbox) every(ctx context.Context, pause time.Duration, look func() error) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if err := look(); err != nil && ctx.Err() == nil {
			o.Log.Debug("messages were not looked through; they will be", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (o *Outbox) sweep(ctx context.Context) error {
	return o.store.Tx(ctx, func(tx pgx.Tx, q *db.Queries) error {
		now, err := q.Now(ctx)
		if err != nil {
			return err
		}
		ids, err := q.MessagesStranded(ctx, db.MessagesStrandedParams{Now: now, Before: now.Add(-o.StrandedAfter), Page: sweepPage})
		if err != nil {
			return err
		}
		revived, err := o.store.ReviveMessages(ctx, tx, ids...)
		if err != nil {
			return err
		}
		lost, err := o.store.EnqueueMessages(ctx, tx, ids...)
		if lost > 0 || revived > 0 {
			o.Log.Warn("messages had lost their jobs, or the process at them", "given others", lost, "begin anew", revived)
		}
		return err
	})
}

func (o *Outbox) count(ctx context.Context) error {
	rows, err := o.store.MessageCounts(ctx)
	if err != nil {
		return err
	}
	o.metrics.states.Reset()
	for _, r := range rows {
		o.metrics.states.WithLabelValues(r.Channel, r.State).Set(float64(r.N))
	}
	return nil
}

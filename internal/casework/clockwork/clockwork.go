package clockwork

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"

	"hotline1022/internal/store"
)

// Firer brings a ticket to the database's now, in a transaction of its own: whatever of
// its clocks is due fires, what a unit that is no more held goes on, and its next job is set. Nothing due: nothing changes.
type Firer interface {
	Fire(ctx context.Context, ticketID int64) error
}

// Options of a Clockwork. Zero durations take the defaults.
type Options struct {
	Workers    int           // tickets at work at once, on each node; default 8
	SweepEvery time.Duration // default 1 min
	FireLimit  time.Duration // of one ticket; default 20 s
	// HandOver gives a leaver's tickets to whoever came, on the day of a change note; nil: nobody does.
	HandOver store.HandOver
	Log      *slog.Logger
}

func (o *Options) setDefaults() {
	if o.Workers == 0 {
		o.Workers = 8
	}
	if o.SweepEvery == 0 {
		o.SweepEvery = time.Minute
	}
	if o.FireLimit == 0 {
		o.FireLimit = 20 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// killedAfter is how long a job is at work when its process must have been killed.
func (o *Options) killedAfter() time.Duration { return 2 * o.FireLimit }

// Clockwork looks after the clocks of all tickets; every node has one.
type Clockwork struct {
	Options
	store   *store.Store
	firer   Firer
	metrics *metrics
	recount chan struct{} // holds one request at most
}

// New registers the metrics; it starts nothing.
func New(o Options, st *store.Store, firer Firer, reg prometheus.Registerer) (*Clockwork, error) {
	o.setDefaults()
	m, err := newMetrics(reg)
	if err != nil {
		return nil, fmt.Errorf("clockwork: metrics: %w", err)
	}
	return &Clockwork{Options: o, store: st, firer: firer, metrics: m, recount: make(chan struct{}, 1)}, nil
}

// fetchCooldown lets a node fetch jobs as fast as it works them when thousands are due;
// River's own leaves each worker idle for most of a tenth of a second.
const fetchCooldown = 10 * time.Millisecond

// Configure adds the worker and the queue to a River client's configuration.
func (c *Clockwork) Configure(cfg *river.Config) error {
	if cfg.Workers == nil {
		cfg.Workers = river.NewWorkers()
	}
	if cfg.Queues == nil {
		cfg.Queues = map[string]river.QueueConfig{}
	}
	if err := river.AddWorkerSafely(cfg.Workers, &worker{clockwork: c}); err != nil {
		return fmt.Errorf("clockwork: %w", err)
	}
	cfg.Queues[store.ClockJobs] = river.QueueConfig{MaxWorkers: c.Workers}
	if cfg.FetchCooldown == 0 {
		cfg.FetchCooldown = fetchCooldown
	}
	return nil
}

// CalendarChanged has the open clocks recounted soon; without it that is done with the
// next sweep. It does not wait.
func (c *Clockwork) CalendarChanged() {
	select {
	case c.recount <- struct{}{}:
	default:
	}
}

// Run sweeps and recounts until ctx ends; at first it also gives those tickets clocks that have none. Whoever has left is let in
// no more before anything else: a night in which units end has hours of other work.
func (c *Clockwork) Run(ctx context.Context) {
	tick := time.NewTicker(c.SweepEvery)
	defer tick.Stop()
	for adopted := false; ; {
		leaving := c.store.AccountsFollowPosts(ctx)
		var adopting error
		if !adopted {
			adopting = errors.Join(c.store.RestoredSheets(ctx), c.Adopt(ctx))
			adopted = adopting == nil
		}
		if err := errors.Join(leaving, adopting, c.PassOn(ctx), c.Sweep(ctx), c.Recount(ctx), c.handOver(ctx), c.measure(ctx)); err != nil && ctx.Err() == nil {
			c.Log.Warn("clocks were not all looked after; they will be", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-c.recount:
		}
	}
}

// Sweep has the jobs of all tickets come now whose clocks should have fired.
func (c *Clockwork) Sweep(ctx context.Context) error {
	due, replaced, err := c.store.WakeDue(ctx, c.killedAfter())
	if replaced > 0 {
		c.metrics.replaced.Add(float64(replaced))
		c.Log.Info("clocks were due and had lost their jobs; they are given others", "tickets", replaced, "due", due)
	}
	return err
}

// Adopt has every open ticket from before clocks were kept get its clocks, as if they had run since it was
// received. What one ticket hinders does not hinder the others.
func (c *Clockwork) Adopt(ctx context.Context) error {
	var wrong []error
	for after := int64(0); ; {
		ids, err := c.store.WithoutClocks(ctx, after)
		if err != nil {
			return errors.Join(append(wrong, err)...)
		}
		for _, id := range ids {
			if err := c.firer.Fire(ctx, id); err != nil {
				wrong = append(wrong, fmt.Errorf("clockwork: ticket %d gets no clocks: %w", id, err))
			}
		}
		if len(ids) == 0 || ctx.Err() != nil {
			return errors.Join(wrong...)
		}
		after = ids[len(ids)-1]
	}
}

// handOver has the tickets of everybody who has left by now go over.
func (c *Clockwork) handOver(ctx context.Context) error {
	if c.HandOver == nil {
		return nil
	}
	return c.store.HandOverDue(ctx, c.HandOver)
}

// PassOn has the tickets go on of which a unit that is no more still holds something. What one ticket hinders does not hinder the
// others.
func (c *Clockwork) PassOn(ctx context.Context) error {
	return each(ctx, func(after int64) ([]int64, error) { return c.store.HeldByNobody(ctx, after, recountPage) }, func(ctx context.Context, id int64) error {
		if err := c.firer.Fire(ctx, id); err != nil {
			return fmt.Errorf("clockwork: pass on ticket %d: %w", id, err)
		}
		return nil
	})
}

// worker is River's side of firing.
type worker struct {
	river.WorkerDefaults[store.FireClocks]
	clockwork *Clockwork
}

// Timeout implements river.Worker.
func (w *worker) Timeout(*river.Job[store.FireClocks]) time.Duration { return w.clockwork.FireLimit }

// NextRetry implements river.Worker.
func (w *worker) NextRetry(job *river.Job[store.FireClocks]) time.Time {
	return time.Now().Add(min(time.Second<<min(job.Attempt, 6), time.Minute))
}

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, job *river.Job[store.FireClocks]) error {
	c := w.clockwork
	if err := c.firer.Fire(ctx, job.Args.Ticket); err != nil {
		c.metrics.failed.Inc()
		return fmt.Errorf("clockwork: ticket %d: %w", job.Args.Ticket, err)
	}
	c.metrics.done.Inc()
	alarm, err := c.store.AlarmOf(ctx, job.Args.Ticket)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil // nothing will ever fire
	case err != nil:
		return err
	case alarm.Job != job.ID:
		return nil // another comes
	case alarm.In <= 0:
		return fmt.Errorf("clockwork: ticket %d is still due", job.Args.Ticket)
	}
	return river.JobSnooze(alarm.In) // it came too early
}

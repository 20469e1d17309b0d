package retention

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
)

const (
	queue     = "retention"
	passEvery = time.Hour
	passLimit = 50 * time.Minute
)

type passArgs struct{}

// Kind implements river.JobArgs.
func (passArgs) Kind() string { return "retention.pass" }

type passWorker struct {
	river.WorkerDefaults[passArgs]
	service *Service
}

// Timeout implements river.Worker.
func (*passWorker) Timeout(*river.Job[passArgs]) time.Duration { return passLimit }

// Work implements river.Worker. The next hour's is the next attempt.
func (w *passWorker) Work(ctx context.Context, _ *river.Job[passArgs]) error {
	if err := w.service.Pass(ctx); err != nil {
		w.service.metrics.failed.Inc()
		w.service.Log.Warn("the pass through recordings whose time is over failed in something", "err", err)
	}
	return nil
}

// Configure adds the worker, the queue and the hourly job to a River client's configuration.
func (s *Service) Configure(c *river.Config) error {
	if c.Workers == nil {
		c.Workers = river.NewWorkers()
	}
	if c.Queues == nil {
		c.Queues = map[string]river.QueueConfig{}
	}
	if err := river.AddWorkerSafely(c.Workers, &passWorker{service: s}); err != nil {
		return fmt.Errorf("retention: %w", err)
	}
	c.Queues[queue] = river.QueueConfig{MaxWorkers: 1}
	c.PeriodicJobs = append(c.PeriodicJobs, river.NewPeriodicJob(river.PeriodicInterval(passEvery), func() (river.JobArgs, *river.InsertOpts) {
		return passArgs{}, &river.InsertOpts{Queue: queue, UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: passEvery}}
	}, &river.PeriodicJobOpts{RunOnStart: true}))
	return nil
}

// Check is for /readyz: what is worth knowing. Nothing of it keeps a node from taking calls.
func (s *Service) Check(context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locked > 0 {
		return fmt.Sprintf("the archive refused to remove %d recordings whose time is over: their bucket keeps them for longer", s.locked), nil
	}
	return "", nil
}

type metrics struct {
	settled *prometheus.CounterVec
	failed  prometheus.Counter
}

func newMetrics(reg prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		settled: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_retention_settled_total", Help: "Recordings whose deletion was announced, by what became of them (deleted, held, kept, locked).",
		}, []string{"outcome"}),
		failed: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hotline_retention_failures_total", Help: "Passes through recordings whose time is over that failed in something; the next hour's tries again.",
		}),
	}
	return m, errors.Join(reg.Register(m.settled), reg.Register(m.failed))
}

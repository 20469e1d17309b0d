package keeper

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"hotline1022/internal/evidence"
)

const (
	queue      = "evidence"
	makeEvery  = 10 * time.Minute // asks whether a day is over; nothing is made otherwise
	checkEvery = 24 * time.Hour
	makeLimit  = 10 * time.Minute
	checkLimit = time.Hour
	checkRetry = time.Hour
	checkTries = 12 // and not a day later: then the next is due
	checkDays  = 7  // the nightly look goes so far back
	checkOneIn = 50 // and reads one in so many recordings from end to end
)

type makeArgs struct{}

// Kind implements river.JobArgs.
func (makeArgs) Kind() string { return "evidence.manifests" }

type makeWorker struct {
	river.WorkerDefaults[makeArgs]
	keeper *Keeper
}

// Timeout implements river.Worker.
func (*makeWorker) Timeout(*river.Job[makeArgs]) time.Duration { return makeLimit }

// NextRetry implements river.Worker: what could not be signed is tried at the pace at which it is asked for, for as long as a token is away.
func (*makeWorker) NextRetry(*river.Job[makeArgs]) time.Time { return time.Now().Add(makeEvery) }

// Work implements river.Worker.
func (w *makeWorker) Work(ctx context.Context, _ *river.Job[makeArgs]) error {
	made, err := w.keeper.MakeDue(ctx)
	if made > 0 {
		w.keeper.Log.Info("manifests were made", "manifests", made)
	}
	return err
}

type checkArgs struct{}

// Kind implements river.JobArgs.
func (checkArgs) Kind() string { return "evidence.check" }

type checkWorker struct {
	river.WorkerDefaults[checkArgs]
	keeper *Keeper
}

// Timeout implements river.Worker.
func (*checkWorker) Timeout(*river.Job[checkArgs]) time.Duration { return checkLimit }

// NextRetry implements river.Worker.
func (*checkWorker) NextRetry(*river.Job[checkArgs]) time.Time { return time.Now().Add(checkRetry) }

// Work implements river.Worker.
func (w *checkWorker) Work(ctx context.Context, _ *river.Job[checkArgs]) error {
	return w.keeper.CheckSome(ctx)
}

// CheckSome is the nightly look: all manifests and rows of the last days, some of their recordings from end to end. What it finds is kept, and in
// /readyz until the next finds nothing. Manifests of days that hotline was off for are made before: they would be missed; and their locks made as long
// as those of what they list. While nothing can be signed it waits, for the same reason; while the archive is away it looks all the same.
func (k *Keeper) CheckSome(ctx context.Context) error {
	if _, err := k.MakeDue(ctx); err != nil {
		if !k.Certifies() {
			return fmt.Errorf("evidence: the look at the proofs waits for manifests: %w", err)
		}
		k.Log.Warn("manifests were not made, or not brought to the archive, before the look at the proofs", "err", err)
	}
	unlocked, err := k.keepLocked(ctx)
	if err != nil {
		k.Log.Warn("not all manifests are locked for as long as what they list", "err", err)
	}
	today := evidence.DayOf(k.Now())
	r, err := k.Verify(ctx, Look{Since: evidence.DayOf(today.Begin().AddDate(0, 0, -checkDays)), Until: today, Deep: true, OneIn: checkOneIn})
	if err != nil {
		return err
	}
	r.Faults = append(r.Faults, unlocked...)
	for _, f := range r.Faults {
		k.Log.Error("a proof does not hold", "kind", f.Kind, "object", f.Object, "detail", f.Detail)
	}
	return k.keepCheck(ctx, r)
}

// oneMake has at most one job of its kind that is not over: while a token is away, one waits for it.
func oneMake() *river.InsertOpts {
	return &river.InsertOpts{Queue: queue, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}}}
}

// Configure adds the workers, the queue and the two jobs that come of themselves to a River client's configuration.
func (k *Keeper) Configure(c *river.Config) error {
	if c.Workers == nil {
		c.Workers = river.NewWorkers()
	}
	if c.Queues == nil {
		c.Queues = map[string]river.QueueConfig{}
	}
	if err := river.AddWorkerSafely(c.Workers, &makeWorker{keeper: k}); err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	if err := river.AddWorkerSafely(c.Workers, &checkWorker{keeper: k}); err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	c.Queues[queue] = river.QueueConfig{MaxWorkers: 1}
	if k.Key == nil {
		return nil
	}
	c.PeriodicJobs = append(c.PeriodicJobs,
		river.NewPeriodicJob(river.PeriodicInterval(makeEvery), func() (river.JobArgs, *river.InsertOpts) { return makeArgs{}, oneMake() }, &river.PeriodicJobOpts{RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(checkEvery), func() (river.JobArgs, *river.InsertOpts) {
			return checkArgs{}, &river.InsertOpts{Queue: queue, MaxAttempts: checkTries, UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: checkEvery}}
		}, &river.PeriodicJobOpts{RunOnStart: true}),
	)
	return nil
}

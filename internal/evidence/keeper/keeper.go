package keeper

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/store"
)

// Options of a Keeper. Zero values take the defaults.
type Options struct {
	SealEvery time.Duration // default 1 s
	Log       *slog.Logger
	Now       func() time.Time
}

// Keeper is safe for use by several goroutines; every node has one.
type Keeper struct {
	Options
	store   *store.Store
	metrics *metrics

	mu     sync.Mutex
	behind behind
}

// behind is how far the sealer is behind, as it was when it last looked.
type behind struct {
	waiting int64
	since   time.Duration // the one that waits longest
	err     error         // why that is not known
}

// New registers the metrics; it starts nothing.
func New(o Options, st *store.Store, reg prometheus.Registerer) (*Keeper, error) {
	if o.SealEvery == 0 {
		o.SealEvery = time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	m, err := newMetrics(reg)
	if err != nil {
		return nil, fmt.Errorf("evidence: metrics: %w", err)
	}
	return &Keeper{Options: o, store: st, metrics: m, behind: behind{err: errors.New("not asked yet")}}, nil
}

// Run seals the audit log until ctx ends.
func (k *Keeper) Run(ctx context.Context) {
	tick := time.NewTicker(k.SealEvery)
	defer tick.Stop()
	for {
		_, err := k.Seal(ctx)
		if err != nil && ctx.Err() == nil {
			k.Log.Debug("the audit log was not sealed; it will be", "err", err)
		}
		k.measure(ctx, err)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// measure says how far the sealer is behind.
func (k *Keeper) measure(ctx context.Context, sealing error) {
	w, err := k.store.AuditWaiting(ctx)
	if ctx.Err() != nil {
		return
	}
	now := behind{err: errors.Join(sealing, err)}
	if err == nil {
		now.waiting = w.N
		if w.N > 0 {
			now.since = max(0, w.Now.Sub(w.Oldest))
		}
		k.metrics.unsealed.Set(float64(now.waiting))
		k.metrics.lag.Set(now.since.Seconds())
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.behind = now
}

// lateAfter is how long an entry may wait for its link before that is an alarm.
const lateAfter = time.Minute

// Check is for /readyz: what is worth knowing, or wrong, of the proofs.
func (k *Keeper) Check(context.Context) (string, error) {
	k.mu.Lock()
	b := k.behind
	k.mu.Unlock()
	switch {
	case b.err != nil:
		return "", fmt.Errorf("the audit log is not sealed: %w", b.err)
	case b.since > lateAfter:
		return "", fmt.Errorf("%d entries of the audit log are not sealed, the first since %s", b.waiting, b.since.Round(time.Second))
	}
	return "", nil
}

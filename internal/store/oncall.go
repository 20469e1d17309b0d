package store

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// OnCall is the directory's on-call order in memory: the lists as they were known last, asked
// for anew every few seconds. Officers are called while the database is away, as the plan's
// numbers are; what was changed a moment ago is asked of the database first, if it answers.
type OnCall struct {
	store *Store
	every time.Duration
	log   *slog.Logger

	mu    sync.Mutex
	lists map[string][]string // by unit; nil: never read
}

const (
	// onCallEvery is how old the lists may be when the database goes away.
	onCallEvery = 10 * time.Second
	// onCallWait is how long an operator who wants to call waits for the newest list.
	onCallWait = 500 * time.Millisecond
)

// NewOnCall gives lists that [OnCall.Run] keeps.
func NewOnCall(s *Store) *OnCall { return &OnCall{store: s, every: onCallEvery, log: s.log} }

// Run reads the lists at once and again and again, until ctx is done.
func (o *OnCall) Run(ctx context.Context) {
	ticker := time.NewTicker(o.every)
	defer ticker.Stop()
	away := false
	for {
		err := o.refresh(ctx)
		if err != nil && !away && ctx.Err() == nil {
			o.log.Warn("the on-call lists cannot be read; officers are called as they were known last", "err", err)
		}
		away = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (o *OnCall) refresh(ctx context.Context) error {
	asking, cancel := context.WithTimeout(ctx, o.every)
	defer cancel()
	rows, err := o.store.Officers(asking)
	if err != nil {
		return fmt.Errorf("store: on-call lists: %w", err)
	}
	lists := map[string][]string{}
	for _, r := range rows {
		lists[r.Unit] = append(lists[r.Unit], r.Phone)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lists = lists
	return nil
}

// OnCall is the telephones of a unit's officers, first who is called first; none if there is
// no such unit. An error: the database does not answer, and never has.
func (o *OnCall) OnCall(ctx context.Context, unit string) ([]string, error) {
	asking, cancel := context.WithTimeout(ctx, onCallWait)
	defer cancel()
	numbers, err := o.store.OnCall(asking, unit)
	if err == nil {
		return numbers, nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.lists == nil {
		return nil, fmt.Errorf("store: on-call list: %w", err)
	}
	return slices.Clone(o.lists[unit]), nil
}

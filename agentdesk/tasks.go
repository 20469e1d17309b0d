package agentdesk

import (
	"context"
	"sync"
)

// tasks is a desk's list of things to do, one after another. Who puts into it
// bounds it: a desk's commands are counted (maxCommands), its comings and goings
// are few.
type tasks struct {
	mu   sync.Mutex
	list []func()
	more chan struct{} // capacity 1
}

func newTasks() *tasks { return &tasks{more: make(chan struct{}, 1)} }

// put adds a task; it never blocks. After run has ended nothing happens to it.
func (t *tasks) put(f func()) {
	t.mu.Lock()
	t.list = append(t.list, f)
	t.mu.Unlock()
	select {
	case t.more <- struct{}{}:
	default:
	}
}

// run does what is put until ctx is done.
func (t *tasks) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.more:
		}
		for ctx.Err() == nil {
			f := t.take()
			if f == nil {
				break
			}
			f()
		}
	}
}

func (t *tasks) take() func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.list) == 0 {
		return nil
	}
	f := t.list[0]
	t.list[0] = nil
	t.list = t.list[1:]
	return f
}

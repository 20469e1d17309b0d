package recordings

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watch collects the recordings whose files are closed: those of which .done appears, and
// those of the calls whose end is marked, once nobody writes them any more. It is a shortcut
// only: what it misses, the scan finds.
//
// Order: none; each is named once however many notices there were. Bound: one
// entry a recording in the spool. A slow reader delays nothing but itself.
type watch struct {
	ready  chan struct{} // has room for one: something is to be taken
	closed func(leg) (bool, error)

	mu       sync.Mutex
	legs     map[leg]bool
	overflow bool

	files *fsnotify.Watcher // nil: cannot watch
	log   *slog.Logger
}

// The closing of a side gives no notice; how often and for how long it is looked for.
const (
	closingEvery = 50 * time.Millisecond
	closingLimit = 10 * time.Second // then the scan goes on
)

func newWatch(dir string, closed func(leg) (bool, error), log *slog.Logger) *watch {
	w := &watch{ready: make(chan struct{}, 1), closed: closed, legs: map[leg]bool{}, log: log}
	files, err := fsnotify.NewWatcher()
	if err == nil {
		if err = files.Add(dir); err != nil {
			_ = files.Close()
		}
	}
	if err != nil {
		log.Warn("the spool cannot be watched; recordings are found by the scan alone", "dir", dir, "err", err)
		return w
	}
	w.files = files
	return w
}

// run reads notices until ctx ends.
func (w *watch) run(ctx context.Context) {
	if w.files == nil {
		return
	}
	defer func() { _ = w.files.Close() }()
	closing := map[leg]time.Time{} // until when each is looked at
	again := time.NewTicker(closingEvery)
	defer again.Stop()
	for {
		if len(closing) == 0 {
			again.Stop()
		}
		select {
		case <-ctx.Done():
			return
		case event, ok := <-w.files.Events:
			if !ok {
				return
			}
			switch l, ending, ok := split(filepath.Base(event.Name)); {
			case !ok || !event.Has(fsnotify.Create):
			case ending == endDone:
				w.put(func() { w.legs[l] = true })
			case ending == endMarked:
				if len(closing) == 0 {
					again.Reset(closingEvery)
				}
				closing[l] = time.Now().Add(closingLimit)
			}
		case <-again.C:
			for l, until := range closing {
				closed, err := w.closed(l)
				if closed {
					w.put(func() { w.legs[l] = true })
				} else if err == nil && time.Now().Before(until) {
					continue
				}
				delete(closing, l) // the scan tells of an error, and goes on
			}
		case err, ok := <-w.files.Errors:
			if !ok {
				return
			}
			w.log.Warn("notices of the spool were lost; it is scanned instead", "err", err)
			w.put(func() { w.overflow = true })
		}
	}
}

func (w *watch) put(change func()) {
	w.mu.Lock()
	change()
	w.mu.Unlock()
	select {
	case w.ready <- struct{}{}:
	default: // already said
	}
}

// take returns what came since the last time.
func (w *watch) take() (legs []leg, overflow bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for l := range w.legs {
		legs = append(legs, l)
	}
	clear(w.legs)
	overflow, w.overflow = w.overflow, false
	return legs, overflow
}

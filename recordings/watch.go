package recordings

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"

	"github.com/fsnotify/fsnotify"

	"hotline1022/telephony/call"
)

// watch collects the calls whose .done appears. It is a shortcut only: what it
// misses, the scan finds.
//
// Order: none; a call is named once however many notices there were. Bound: one
// entry a call in the spool. A slow reader delays nothing but itself.
type watch struct {
	ready chan struct{} // has room for one: something is to be taken

	mu       sync.Mutex
	ids      map[call.ID]bool
	overflow bool

	files *fsnotify.Watcher // nil: cannot watch
	log   *slog.Logger
}

func newWatch(dir string, log *slog.Logger) *watch {
	w := &watch{ready: make(chan struct{}, 1), ids: map[call.ID]bool{}, log: log}
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
	for {
		select {
		case <-ctx.Done():
			return
		case event, ok := <-w.files.Events:
			if !ok {
				return
			}
			if id, ending, ok := split(filepath.Base(event.Name)); ok && ending == endDone && event.Has(fsnotify.Create) {
				w.put(func() { w.ids[id] = true })
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
func (w *watch) take() (ids []call.ID, overflow bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id := range w.ids {
		ids = append(ids, id)
	}
	clear(w.ids)
	overflow, w.overflow = w.overflow, false
	return ids, overflow
}

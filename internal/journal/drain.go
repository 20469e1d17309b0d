package journal

import (
	"context"
	"os"
	"time"

	"hotline1022/telephony/call"
)

// drain is the drainer goroutine: it carries what is durable to the sink.
func (j *Journal) drain(at position) {
	for j.stopped.Err() == nil {
		next, lines := j.drainDisk(at)
		if lines == 0 {
			lines = j.drainMemory()
		}
		at = next
		if lines > 0 {
			continue
		}
		select {
		case <-j.drainWake:
		case <-j.stopped.Done():
		}
	}
}

// drainDisk applies one batch behind at, again and again; 0 lines when there is none, or when we stop.
func (j *Journal) drainDisk(at position) (position, int) {
	j.mu.Lock()
	end := j.durable
	j.mu.Unlock()
	for delay := j.opts.RetryFirst; ; delay = min(2*delay, j.opts.RetryMost) {
		b, err := j.files.read(at, end, j.batch)
		if err != nil {
			j.opts.Log.Error("the journal cannot be read", "err", err)
			j.pause(j.opts.RetryMost)
			return at, 0
		}
		if b.lines == 0 {
			return at, 0
		}
		if len(b.entries) == 0 || j.apply(b.entries) == nil {
			j.taken(at, b)
			return b.next, b.lines
		}
		if !j.pause(delay) {
			return at, 0
		}
	}
}

// taken moves the position behind a batch.
func (j *Journal) taken(at position, b batch) {
	if b.damaged > 0 {
		j.opts.Log.Error("the journal holds damaged lines, which are left out", "lines", b.damaged, "segment", b.next.Segment)
		j.mu.Lock()
		j.state.Damaged += int64(b.damaged)
		j.mu.Unlock()
	}
	if err := j.files.savePosition(b.next); err != nil {
		j.opts.Log.Warn("the journal's position cannot be saved", "err", err)
	}
	if b.next.Segment > at.Segment {
		j.release(b.next.Segment)
	}
	j.advance(b.lines)
}

// drainMemory applies what the failing disk did not take. Everything on disk
// has been applied before.
func (j *Journal) drainMemory() int {
	j.head.Lock()
	defer j.head.Unlock()
	j.mu.Lock()
	failing := j.state.DiskError != nil
	lines := j.pending[:min(len(j.pending), j.batch)]
	j.mu.Unlock()
	if !failing || len(lines) == 0 {
		return 0
	}
	entries := make([]call.Entry, len(lines))
	for i, l := range lines {
		entries[i] = l.entry
	}
	// Once only: the writer waits for head, and the disk may be back.
	if err := j.apply(entries); err != nil {
		j.pause(j.opts.RetryFirst)
		wake(j.drainWake)
		return 0
	}
	j.mu.Lock()
	j.pending = j.pending[len(lines):]
	j.mu.Unlock()
	j.advance(len(lines))
	return len(lines)
}

// apply gives entries to the sink, once. What it could not take in its time comes again in smaller parts:
// a busy database would let the whole of a backlog time out for ever.
func (j *Journal) apply(entries []call.Entry) error {
	ctx, cancel := context.WithTimeout(j.stopped, j.opts.ApplyTimeout)
	defer cancel()
	begun := time.Now()
	err := j.sink.Apply(ctx, entries)
	if err != nil && j.stopped.Err() != nil {
		return err // we end it ourselves
	}
	switch {
	case err == nil && time.Since(begun) < j.opts.ApplyTimeout/4:
		j.batch = min(2*j.batch, j.opts.BatchSize)
	case ctx.Err() != nil:
		j.batch = max(len(entries)/4, 1)
	}
	j.mu.Lock()
	before := j.state.SinkError
	j.state.SinkError = err
	j.since()
	j.mu.Unlock()
	switch {
	case before == nil && err != nil:
		j.opts.Log.Warn("the database does not take the journal; it is kept on disk and tried again", "err", err)
	case before != nil && err == nil:
		j.opts.Log.Info("the database takes the journal again")
	}
	return err
}

// pause waits; false when we stop.
func (j *Journal) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-j.stopped.Done():
		return false
	}
}

func (j *Journal) advance(lines int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.applied += int64(lines)
	close(j.moved)
	j.moved = make(chan struct{})
}

// release removes the segments in front of n.
func (j *Journal) release(n int) {
	numbers, err := j.files.list()
	if err != nil {
		j.opts.Log.Warn("old journal segments cannot be listed", "err", err)
		return
	}
	for _, old := range numbers {
		if old >= n {
			return
		}
		if err := os.Remove(j.files.path(old)); err != nil {
			j.opts.Log.Warn("an old journal segment cannot be removed", "err", err)
		}
	}
}

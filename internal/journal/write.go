package journal

import (
	"fmt"
	"os"
	"time"
)

// write is the writer goroutine: whatever is pending becomes durable with one
// write and one fsync.
func (j *Journal) write() {
	for {
		select {
		case <-j.writeWake:
		case <-j.stopped.Done():
			if err := j.flush(); err != nil {
				j.opts.Log.Error("the journal's last entries could not be written", "err", err)
			}
			return
		}
		for delay := j.opts.RetryFirst; j.flush() != nil; delay = min(2*delay, j.opts.RetryMost) {
			wake(j.drainWake) // it may take them from memory
			select {
			case <-time.After(delay):
				continue
			case <-j.stopped.Done():
			}
			break
		}
		wake(j.drainWake)
	}
}

// flush writes all that is pending. On an error nothing has changed.
func (j *Journal) flush() error {
	j.head.Lock()
	defer j.head.Unlock()
	j.mu.Lock()
	lines, at := j.pending, j.durable
	j.mu.Unlock()
	if len(lines) == 0 {
		return nil // and nothing is learnt about the disk
	}
	var buf []byte
	for _, l := range lines {
		buf = append(buf, l.raw...)
	}
	if err := j.put(buf, at.Offset, len(lines)); err != nil {
		j.disk(err)
		return err
	}
	j.mu.Lock()
	j.pending = j.pending[len(lines):]
	if len(j.pending) == 0 {
		j.pending = nil
	}
	j.durable.Offset += int64(len(buf))
	full := j.durable.Offset >= j.opts.SegmentBytes
	j.mu.Unlock()
	j.disk(nil)
	if full {
		if err := j.rotate(at.Segment + 1); err != nil {
			j.disk(err) // the old segment goes on serving
		}
	}
	return nil
}

// put writes buf, the first lines that are pending, at offset for good, or leaves the segment
// as it was.
func (j *Journal) put(buf []byte, offset int64, lines int) error {
	_, err := j.segment.WriteAt(buf, offset)
	if err == nil {
		err = j.sync(offset+int64(len(buf)), lines)
	}
	if err != nil {
		// What was written of it is cut; where that fails too, its lines are
		// repetitions or damaged ones, and the reader knows both.
		_ = j.segment.Truncate(offset)
		return fmt.Errorf("journal: write: %w", err)
	}
	return nil
}

// sync makes durable what lies before end. A busy disk takes seconds for that; what is
// appended meanwhile is written behind it at once, so that our death alone, without the
// machine's, loses none of it. The next flush writes the same bytes there again.
func (j *Journal) sync(end int64, lines int) error {
	done := make(chan error, 1)
	go func() { done <- j.segment.Sync() }()
	for ahead := false; ; {
		select {
		case err := <-done:
			if ahead {
				wake(j.writeWake)
			}
			return err
		case <-j.writeWake:
			ahead = true
			if end >= j.opts.SegmentBytes {
				continue // it goes into the next segment
			}
			var buf []byte
			j.mu.Lock()
			for _, l := range j.pending[lines:] {
				buf = append(buf, l.raw...)
			}
			j.mu.Unlock()
			if _, err := j.segment.WriteAt(buf, end); err != nil {
				continue // the next flush will say so
			}
		}
	}
}

func (j *Journal) rotate(n int) error {
	old := j.segment
	if err := j.openSegment(n); err != nil {
		return err
	}
	return old.Close()
}

// segmentFile is what the writer does with a segment.
type segmentFile interface {
	WriteAt(b []byte, offset int64) (int, error)
	Sync() error
	Truncate(size int64) error
	Close() error
}

// openSegment makes segment n the one that is written to.
func (j *Journal) openSegment(n int) error {
	f, err := os.OpenFile(j.files.path(n), os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return fmt.Errorf("journal: segment: %w", err)
	}
	size, cut, err := cutTorn(f)
	if err != nil {
		_ = f.Close() // the error in hand says more
		return fmt.Errorf("journal: segment: %w", err)
	}
	if cut > 0 {
		j.opts.Log.Warn("the journal's end was torn by a crash and is cut", "segment", n, "bytes", cut)
	}
	if err := syncDir(j.files.dir); err != nil {
		_ = f.Close()
		return fmt.Errorf("journal: directory: %w", err)
	}
	j.segment = j.opts.wrap(f)
	j.mu.Lock()
	j.durable = position{Segment: n, Offset: size}
	j.mu.Unlock()
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return d.Sync()
}

// disk notes the disk's answer and says so when it changes.
func (j *Journal) disk(err error) {
	j.mu.Lock()
	before := j.state.DiskError
	j.state.DiskError = err
	j.since()
	j.mu.Unlock()
	switch {
	case before == nil && err != nil:
		j.opts.Log.Error("the journal cannot be written to disk; entries are kept in memory", "err", err)
	case before != nil && err == nil:
		j.opts.Log.Info("the journal is written to disk again")
	}
}

// since keeps State.Since; mu is held.
func (j *Journal) since() {
	failing := j.state.DiskError != nil || j.state.SinkError != nil
	if failing && j.state.Since.IsZero() {
		j.state.Since = time.Now()
	}
	if !failing {
		j.state.Since = time.Time{}
	}
}

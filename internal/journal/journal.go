package journal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/google/uuid"

	"hotline1022/telephony/call"
)

// Sink takes entries in order. It returns nil only when all are kept for good;
// on an error the same entries come again.
type Sink interface {
	Apply(ctx context.Context, entries []call.Entry) error
}

// Options of a journal. Zero values give the defaults.
type Options struct {
	Directory    string
	SegmentBytes int64         // a new segment begins beyond it; default 8 MiB
	MaxPending   int           // entries kept in memory while the disk fails; default 100,000
	BatchSize    int           // entries in one Apply, at most; default 256
	RetryFirst   time.Duration // after the sink or the disk failed; doubles; default 100 ms
	RetryMost    time.Duration // default 5 s
	ApplyTimeout time.Duration // of one Apply; default 15 s
	Log          *slog.Logger

	wrap func(*os.File) segmentFile // tests put a failing disk in between
}

func (o *Options) defaults() {
	set := func(v *time.Duration, d time.Duration) {
		if *v == 0 {
			*v = d
		}
	}
	if o.SegmentBytes == 0 {
		o.SegmentBytes = 8 << 20
	}
	if o.MaxPending == 0 {
		o.MaxPending = 100_000
	}
	if o.BatchSize == 0 {
		o.BatchSize = 256
	}
	set(&o.RetryFirst, 100*time.Millisecond)
	set(&o.RetryMost, 5*time.Second)
	set(&o.ApplyTimeout, 15*time.Second)
	if o.wrap == nil {
		o.wrap = func(f *os.File) segmentFile { return f }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// Journal is a durable queue of call.Entry between the engine and a sink.
type Journal struct {
	opts  Options
	sink  Sink
	files segments
	lock  *os.File

	writeWake chan struct{} // capacity 1
	drainWake chan struct{} // capacity 1
	stop      context.CancelFunc
	stopped   context.Context
	writer    sync.WaitGroup
	drainer   sync.WaitGroup
	closeOnce sync.Once

	// head is held by whoever takes entries off pending: the writer, or the
	// drainer while the disk fails.
	head sync.Mutex

	mu       sync.Mutex
	pending  []line   // appended, not on disk yet
	durable  position // end of what is on disk
	appended int64    // entries in the journal since Open, the backlog found included
	applied  int64
	moved    chan struct{} // closed and replaced whenever applied grows
	state    State

	segment segmentFile // the writer's
	batch   int         // the drainer's: entries in the next Apply
}

type line struct {
	entry call.Entry
	raw   []byte
}

// State is the journal at a glance.
type State struct {
	Unapplied int64     // entries that the sink does not have yet
	Pending   int       // of these, those not on disk
	DiskError error     // the disk's last answer; nil when it works
	SinkError error     // the sink's last answer; nil when it works
	Since     time.Time // since when one of them fails; zero when both work
	Dropped   int64     // entries lost because disk and memory were full, since Open
	Damaged   int64     // lines of the disk that could not be read, since Open
}

// Open takes possession of the directory, cuts a torn end, and begins to drain.
func Open(opts Options, sink Sink) (*Journal, error) {
	opts.defaults()
	if err := os.MkdirAll(opts.Directory, 0o750); err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(opts.Directory, "lock"), os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("journal: %s belongs to another process (%w)", opts.Directory, err), lock.Close())
	}
	ctx, cancel := context.WithCancel(context.Background())
	j := &Journal{
		opts: opts, sink: sink, files: segments{opts.Directory}, lock: lock,
		writeWake: make(chan struct{}, 1), drainWake: make(chan struct{}, 1),
		stop: cancel, stopped: ctx, moved: make(chan struct{}), batch: opts.BatchSize,
	}
	start, err := j.recover()
	if err != nil {
		cancel()
		return nil, errors.Join(fmt.Errorf("journal: open %s: %w", opts.Directory, err), lock.Close())
	}
	j.writer.Go(j.write)
	j.drainer.Go(func() { j.drain(start) })
	wake(j.drainWake)
	return j, nil
}

// recover finds where the last process stood.
func (j *Journal) recover() (position, error) {
	start, err := j.files.loadPosition()
	if err != nil {
		j.opts.Log.Warn("the journal's position cannot be read; all that is kept is applied again", "err", err)
		start = position{}
	}
	numbers, err := j.files.list()
	if err != nil {
		return start, err
	}
	last := max(1, start.Segment)
	if len(numbers) > 0 {
		last = max(last, numbers[len(numbers)-1])
	}
	if err := j.openSegment(last); err != nil {
		return start, err
	}
	if start.Segment == last {
		start.Offset = min(start.Offset, j.durable.Offset)
	}
	for p := start; ; {
		b, err := j.files.read(p, j.durable, 4096)
		if err != nil {
			return start, errors.Join(err, j.segment.Close())
		}
		if b.lines == 0 {
			return start, nil
		}
		j.appended += int64(b.lines)
		p = b.next
	}
}

// Append adds an entry. It never fails and never waits for disk or database.
func (j *Journal) Append(e call.Entry) {
	if e.ID == "" {
		e.ID = uuid.Must(uuid.NewV7()).String()
	}
	raw, err := encodeLine(e)
	if err != nil {
		j.opts.Log.Error("a journal entry cannot be written", "kind", e.Kind, "call", e.Call, "err", err)
		j.drop()
		return
	}
	j.mu.Lock()
	full := len(j.pending) >= j.opts.MaxPending
	if !full {
		j.pending = append(j.pending, line{e, raw})
		j.appended++
	}
	j.mu.Unlock()
	if full {
		j.drop()
		return
	}
	wake(j.writeWake)
}

func (j *Journal) drop() {
	j.mu.Lock()
	j.state.Dropped++
	n := j.state.Dropped
	j.mu.Unlock()
	if n&(n-1) == 0 { // 1, 2, 4, 8 …: an alarm, not a flood
		j.opts.Log.Error("journal entries are lost: disk and memory are full", "dropped", n)
	}
}

// Sync waits until every entry appended before has been applied, or ctx ends.
func (j *Journal) Sync(ctx context.Context) error {
	j.mu.Lock()
	target := j.appended
	j.mu.Unlock()
	for {
		j.mu.Lock()
		done, moved := j.applied >= target, j.moved
		j.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return fmt.Errorf("journal: sync: %w", ctx.Err())
		case <-j.stopped.Done():
			return errors.New("journal: sync: closed")
		}
	}
}

// State tells how the journal fares.
func (j *Journal) State() State {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.state
	s.Unapplied, s.Pending = j.appended-j.applied, len(j.pending)
	return s
}

// Close writes what is pending and stops. What the sink has not taken stays on
// disk for the next Open. It blocks until stopped and may be called again.
func (j *Journal) Close() error {
	var err error
	j.closeOnce.Do(func() {
		j.stop()
		j.writer.Wait()
		j.drainer.Wait()
		err = errors.Join(j.segment.Close(), j.lock.Close())
	})
	return err
}

func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

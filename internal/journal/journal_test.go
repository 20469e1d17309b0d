package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"hotline1022/telephony/call"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// memory is a sink with the database's manners: it knows entries by their ID.
type memory struct {
	mu    sync.Mutex
	ids   []string
	last  call.Entry
	down  error
	calls int
}

func (m *memory) Apply(_ context.Context, entries []call.Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls++
	if m.down != nil {
		return m.down
	}
	for _, e := range entries {
		if !slices.Contains(m.ids, e.ID) {
			m.ids = append(m.ids, e.ID)
			m.last = e
		}
	}
	return nil
}

func (m *memory) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = err
}

func (m *memory) got() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.ids)
}

func numbered(from, to int) []string {
	var ids []string
	for i := from; i < to; i++ {
		ids = append(ids, fmt.Sprintf("e%04d", i))
	}
	return ids
}

func open(t *testing.T, opts Options, sink Sink) *Journal {
	t.Helper()
	j, err := Open(opts, sink)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func appendAll(j *Journal, ids []string) {
	for i, id := range ids {
		j.Append(call.Entry{ID: id, At: time.Unix(int64(i), 0).UTC(), Node: "pbx1", Kind: call.KindArrived, Call: "pbx1-1.1", Data: call.Arrived{From: "0912345678"}})
	}
}

func synced(t *testing.T, j *Journal) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := j.Sync(ctx); err != nil {
		t.Fatalf("%v; state %+v", err, j.State())
	}
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("sink has %d entries, want %d, in order:\n%v", len(got), len(want), got)
	}
}

func TestEntriesReachTheSinkInOrder(t *testing.T) {
	sink := &memory{}
	j := open(t, Options{Directory: t.TempDir(), SegmentBytes: 2000, BatchSize: 7}, sink)
	appendAll(j, numbered(0, 300))
	synced(t, j)
	same(t, sink.got(), numbered(0, 300))
	if sink.last.Data != (call.Arrived{From: "0912345678"}) {
		t.Errorf("data came back as %#v", sink.last.Data)
	}
	if s := j.State(); s != (State{}) {
		t.Errorf("state %+v", s)
	}
}

func TestAppliedSegmentsAreRemoved(t *testing.T) {
	sink, dir := &memory{}, t.TempDir()
	j := open(t, Options{Directory: dir, SegmentBytes: 500}, sink)
	for i := range 40 {
		appendAll(j, numbered(i, i+1))
		synced(t, j)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil || len(files) > 2 {
		t.Errorf("%d segments are left, %v", len(files), err)
	}
}

func TestSinkDownForHoursThenUp(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		sink := &memory{down: errors.New("connection refused")}
		j, err := Open(Options{Directory: dir}, sink)
		if err != nil {
			t.Fatal(err)
		}
		appendAll(j, numbered(0, 50))
		<-time.After(3 * time.Hour) // the bubble's clock, not ours
		appendAll(j, numbered(50, 60))
		s := j.State()
		if s.Unapplied != 60 || s.SinkError == nil || s.DiskError != nil || time.Since(s.Since) < 2*time.Hour {
			t.Errorf("state %+v", s)
		}
		if sink.calls < 2000 || sink.calls > 2400 {
			t.Errorf("tried %d times in 3 hours, want one in 5 s", sink.calls)
		}
		sink.fail(nil)
		if err := j.Sync(t.Context()); err != nil {
			t.Error(err)
		}
		same(t, sink.got(), numbered(0, 60))
		if s := j.State(); s.SinkError != nil || !s.Since.IsZero() {
			t.Errorf("state %+v", s)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
}

// slow is a database that takes so long for each entry, and nothing of what it was not given the time for.
type slow struct {
	memory
	each time.Duration
}

func (s *slow) Apply(ctx context.Context, entries []call.Entry) error {
	select {
	case <-time.After(time.Duration(len(entries)) * s.each): // the bubble's clock
		return s.memory.Apply(ctx, entries)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A backlog that a busy database cannot take at once is given to it in smaller parts: as a whole it would come again for ever.
func TestABacklogBeforeASlowSink(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		away, err := Open(Options{Directory: dir}, &memory{down: errors.New("away")})
		if err != nil {
			t.Fatal(err)
		}
		appendAll(away, numbered(0, 1000))
		synctest.Wait()
		if err := away.Close(); err != nil {
			t.Fatal(err)
		}
		sink := &slow{each: 200 * time.Millisecond} // 256 of them: 51 s, of 15
		begun := time.Now()
		j, err := Open(Options{Directory: dir}, sink)
		if err != nil {
			t.Fatal(err)
		}
		within, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if err := j.Sync(within); err != nil {
			t.Errorf("%v; state %+v", err, j.State())
		}
		same(t, sink.got(), numbered(0, 1000))
		if took := time.Since(begun); took > 2*1000*sink.each {
			t.Errorf("took %s, want little more than %s", took, 1000*sink.each)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatTheSinkDidNotTakeWaitsForTheNextProcess(t *testing.T) {
	dir := t.TempDir()
	down := &memory{down: errors.New("away")}
	j := open(t, Options{Directory: dir, SegmentBytes: 1000}, down)
	appendAll(j, numbered(0, 40))
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	sink := &memory{}
	j = open(t, Options{Directory: dir, SegmentBytes: 1000}, sink)
	appendAll(j, numbered(40, 50))
	synced(t, j)
	same(t, sink.got(), numbered(0, 50))
}

// A crash in the middle of a write leaves a part of a line.
func TestTornEndIsCut(t *testing.T) {
	written := func(t *testing.T, n int) (dir, file string, raw []byte) {
		dir = t.TempDir()
		j := open(t, Options{Directory: dir}, &memory{down: errors.New("away")})
		appendAll(j, numbered(0, n))
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		file = segments{dir}.path(1)
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return dir, file, raw
	}
	_, _, probe := written(t, 3)
	second := strings.IndexByte(string(probe), '\n') + 1
	for cut := second; cut <= len(probe); cut += 11 {
		dir, file, raw := written(t, 3)
		if err := os.WriteFile(file, raw[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		sink := &memory{}
		j := open(t, Options{Directory: dir}, sink)
		appendAll(j, []string{"after"})
		synced(t, j)
		whole := strings.Count(string(raw[:cut]), "\n")
		same(t, sink.got(), append(numbered(0, whole), "after"))
		if s := j.State(); s.Damaged != 0 {
			t.Errorf("cut at %d: %d damaged lines, want none", cut, s.Damaged)
		}
		_ = j.Close()
	}
	t.Run("a damaged line between good ones", func(t *testing.T) {
		dir, file, raw := written(t, 3)
		raw[second+20] ^= 1
		if err := os.WriteFile(file, append(raw, make([]byte, 300)...), 0o600); err != nil { // and a tail of zeros
			t.Fatal(err)
		}
		sink := &memory{}
		j := open(t, Options{Directory: dir}, sink)
		synced(t, j)
		same(t, sink.got(), []string{"e0000", "e0002"})
		if s := j.State(); s.Damaged != 1 {
			t.Errorf("%d damaged lines, want 1", s.Damaged)
		}
	})
	t.Run("a damaged position", func(t *testing.T) {
		dir, _, _ := written(t, 3)
		if err := os.WriteFile(filepath.Join(dir, "position"), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		sink := &memory{}
		synced(t, open(t, Options{Directory: dir}, sink))
		same(t, sink.got(), numbered(0, 3))
	})
}

// fullDisk takes half of a write and then says so, while full is set.
type fullDisk struct {
	*os.File
	full *atomic.Bool
}

func (f fullDisk) WriteAt(b []byte, offset int64) (int, error) {
	if !f.full.Load() {
		return f.File.WriteAt(b, offset)
	}
	n, err := f.File.WriteAt(b[:len(b)/2], offset)
	return n, errors.Join(err, syscall.ENOSPC)
}

func TestDiskFull(t *testing.T) {
	var full atomic.Bool
	sink := &memory{}
	dir := t.TempDir()
	j := open(t, Options{Directory: dir, MaxPending: 30, RetryFirst: time.Millisecond, RetryMost: 5 * time.Millisecond, wrap: func(f *os.File) segmentFile { return fullDisk{f, &full} }}, sink)
	appendAll(j, numbered(0, 10))
	synced(t, j)

	full.Store(true)
	appendAll(j, numbered(10, 20))
	synced(t, j) // through memory
	if s := j.State(); !errors.Is(s.DiskError, syscall.ENOSPC) || s.Since.IsZero() {
		t.Errorf("no alarm: %+v", s)
	}

	sink.fail(errors.New("away, too"))
	appendAll(j, numbered(20, 60)) // 30 find room
	if s := j.State(); s.Dropped != 10 || s.Unapplied != 30 {
		t.Errorf("state %+v", s)
	}
	full.Store(false)
	sink.fail(nil)
	synced(t, j)
	// While the writer pauses before its next try, the drainer takes entries from memory still;
	// that the disk is back is learnt from what is written to it.
	next := 60
	for next == 60 || j.State().DiskError != nil {
		appendAll(j, numbered(next, next+10))
		synced(t, j)
		next += 10
	}
	same(t, sink.got(), append(numbered(0, 50), numbered(60, next)...))
	if s := j.State(); s.SinkError != nil || !s.Since.IsZero() {
		t.Errorf("state %+v", s)
	}
}

func TestAppendDoesNotWait(t *testing.T) {
	stuck := make(chan struct{})
	j := open(t, Options{Directory: t.TempDir()}, sinkFunc(func(ctx context.Context, _ []call.Entry) error {
		select {
		case <-stuck:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}))
	appendAll(j, numbered(0, 1000)) // or it would stand here for ever
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := j.Sync(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Sync of a stuck journal: %v", err)
	}
	close(stuck)
	synced(t, j)
}

type sinkFunc func(context.Context, []call.Entry) error

func (f sinkFunc) Apply(ctx context.Context, entries []call.Entry) error { return f(ctx, entries) }

func TestOneProcessOwnsADirectory(t *testing.T) {
	dir := t.TempDir()
	open(t, Options{Directory: dir}, &memory{})
	if _, err := Open(Options{Directory: dir}, &memory{}); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("err = %v", err)
	}
}

func TestEntryWithoutID(t *testing.T) {
	sink := &memory{}
	j := open(t, Options{Directory: t.TempDir()}, sink)
	j.Append(call.Entry{Kind: call.KindAnswered})
	j.Append(call.Entry{ID: "x", Kind: call.KindEnded, Data: func() {}}) // cannot be written: dropped, counted
	synced(t, j)
	if got := sink.got(); len(got) != 1 || len(got[0]) != 36 || j.State().Dropped != 1 {
		t.Errorf("sink has %v, state %+v", got, j.State())
	}
}

// slowDisk is one whose fsync takes until it is let go.
type slowDisk struct {
	*os.File
	syncing chan struct{} // told when one begins
	release chan struct{}
}

func (d slowDisk) Sync() error {
	d.syncing <- struct{}{}
	<-d.release
	return d.File.Sync()
}

// Killed while a busy disk keeps us waiting: what was appended meanwhile is there.
func TestKilledWhileTheDiskIsBusy(t *testing.T) {
	dir, after := t.TempDir(), t.TempDir()
	syncing, release := make(chan struct{}, 10), make(chan struct{})
	j := open(t, Options{Directory: dir, wrap: func(f *os.File) segmentFile { return slowDisk{f, syncing, release} }}, &memory{})
	appendAll(j, numbered(0, 3))
	<-syncing
	appendAll(j, numbered(3, 9))
	segment := filepath.Base(j.files.path(1))
	deadline := time.Now().Add(20 * time.Second)
	for {
		written, err := os.ReadFile(filepath.Join(dir, segment))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(string(written), "\n") == 9 {
			if err := os.WriteFile(filepath.Join(after, segment), written, 0o640); err != nil {
				t.Fatal(err)
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("written while the disk is busy:\n%s", written)
		}
		runtime.Gosched()
	}
	sink := &memory{}
	next := open(t, Options{Directory: after}, sink)
	synced(t, next)
	same(t, sink.got(), numbered(0, 9))

	close(release)
	synced(t, j)
	if s := j.State(); s != (State{}) {
		t.Errorf("state %+v", s)
	}
}

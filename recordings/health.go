package recordings

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Check is the state of something that recordings depend on, for /readyz.
type Check struct {
	OK     bool
	Notice string    // OK, and worth telling whoever leads: one of the notices
	Detail string    // what is wrong, or worth knowing
	Since  time.Time // of this state
}

// What is told of an archive that is in order.
const (
	NoticeWaiting  = "waiting"  // a recording has waited for it for longer than alarmAfter
	NoticeUnlocked = "unlocked" // it keeps nobody from removing what it has
	NoticeOrphans  = "orphans"  // rows, spool and bucket do not agree
	NoticeFlawed   = "flawed"   // a recording of the last day falls short
)

// notAsked is what a check says before its first answer.
const notAsked = "not asked yet"

// alarmAfter is how long a recording may wait for the archive before that is said.
const alarmAfter = time.Hour

// health is written by the probe and the scan, and read by anyone.
type health struct {
	mu      sync.Mutex
	storage Check
	spool   Check
	room    Check // on the spool's disk
	whole   Check // the recordings
	locked  bool  // the bucket has object lock
	bucket  bool  // the bucket is known to be as it must
	waiting time.Duration
	refused error // why the bucket did not take, or not lock, what it was last given
	blind   error // why the spool's files cannot be asked whether they are closed; set once
	orphans int64 // of the last comparison
}

func (h *health) start(now time.Time) {
	h.storage = Check{Detail: notAsked, Since: now}
	h.spool, h.room, h.whole = h.storage, h.storage, Check{OK: true, Since: now}
}

func (c *Check) set(ok bool, detail string, now time.Time) {
	if c.OK != ok || c.Since.IsZero() {
		c.Since = now
	}
	c.OK, c.Detail = ok, detail
}

func (h *health) waits(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting = d
}

// falls keeps how many recordings fall short. That is an alarm, and no reason to send calls
// elsewhere: the check stays OK, and its detail says it.
func (h *health) falls(counts map[Flaw]int64, now time.Time) {
	detail, notice := "", ""
	for _, f := range Flaws {
		if n := counts[f]; n > 0 {
			detail += fmt.Sprintf(", %s: %d", f, n)
		}
	}
	if detail != "" {
		detail, notice = "recordings of the last 24 hours that fall short: "+detail[2:], NoticeFlawed
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.orphans > 0 {
		detail = strings.TrimPrefix(fmt.Sprintf("%s; rows, spool and bucket do not agree in %d things", detail, h.orphans), "; ")
		notice = NoticeOrphans // what may be lost before what falls short
	}
	h.whole.set(true, detail, now)
	h.whole.Notice = notice
}

// disagree keeps how much the last comparison found.
func (h *health) disagree(n int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.orphans = n
}

// Checks are the states of "storage" (the archive), "spool" (the local disk: whether it takes what is written), "spool_room" (and has room
// for more) and "recordings" (whether they are whole).
func (s *Service) Checks() map[string]Check {
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	return map[string]Check{"storage": s.health.storage, "spool": s.health.spool, "spool_room": s.health.room, "recordings": s.health.whole}
}

// EnsureBucket makes sure of the archive's bucket now; the service does it by
// itself as well, as soon as the archive can be reached.
func (s *Service) EnsureBucket(ctx context.Context) error {
	locked, err := s.archive.EnsureBucket(ctx)
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	s.health.bucket = err == nil
	if err == nil {
		s.health.locked = locked
	}
	return err
}

// bucketReady asks only until it has once been found in order.
func (s *Service) bucketReady(ctx context.Context) error {
	s.health.mu.Lock()
	ready := s.health.bucket
	s.health.mu.Unlock()
	if ready {
		return nil
	}
	return s.EnsureBucket(ctx)
}

func (s *Service) probe(ctx context.Context) {
	asking, cancel := context.WithTimeout(ctx, s.ProbeEvery)
	defer cancel()
	err := s.EnsureBucket(asking)
	if ctx.Err() != nil {
		return
	}
	takes := s.spool.takes()
	defer s.noteRefusal(ctx, takes) // without the lock: it waits for the database
	free, size, unknown := diskSpace(string(s.spool))
	now := s.Now()
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	before := s.health.storage
	well := err == nil && s.health.refused == nil
	detail, notice := s.storageDetail(err)
	s.health.storage.set(well, detail, now)
	s.health.storage.Notice = notice
	if before.OK != well || before.Detail == notAsked {
		level := slog.LevelInfo
		if s.health.storage.Detail != "" {
			level = slog.LevelWarn // a bucket without object lock, too
		}
		s.Log.Log(ctx, level, "the archive's state changed", "ok", well, "detail", s.health.storage.Detail)
	}
	s.metrics.locked.Set(0)
	if s.health.locked {
		s.metrics.locked.Set(1)
	}
	s.metrics.up.Set(0)
	if err == nil {
		s.metrics.up.Set(1)
	}
	s.health.spool.set(takes == nil, s.spoolDetail(takes), now)
	if unknown != nil {
		s.health.room.set(false, unknown.Error(), now)
		return
	}
	s.metrics.free.Set(float64(free))
	s.health.room.set(free >= s.MinFree, fmt.Sprintf("%d MB of %d MB free, %d MB is the alarm", free>>20, size>>20, s.MinFree>>20), now)
}

// spoolDetail is called with the lock held.
func (s *Service) spoolDetail(takes error) string {
	if takes != nil {
		return takes.Error()
	}
	var said []string
	if s.health.blind != nil {
		said = append(said, "closed recordings are not recognised: "+s.health.blind.Error())
	}
	if open := s.spool.readableByAll(); open != "" {
		said = append(said, open)
	}
	return strings.Join(said, "; ")
}

// storageDetail is called with the lock held.
func (s *Service) storageDetail(err error) (detail, notice string) {
	switch {
	case err != nil:
		return err.Error(), ""
	case s.health.refused != nil:
		return s.health.refused.Error(), ""
	case s.health.waiting > alarmAfter:
		return fmt.Sprintf("a recording has waited for %s", s.health.waiting.Round(time.Minute)), NoticeWaiting
	case !s.health.locked:
		return "the bucket has no object lock: recordings could be removed before their time", NoticeUnlocked
	}
	return "", ""
}

// diskSpace is what the file system has left for us, and its size, in bytes.
func diskSpace(path string) (free, size int64, err error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(path, &fs); err != nil {
		return 0, 0, fmt.Errorf("spool %s: %w", path, err)
	}
	return int64(fs.Bavail) * fs.Bsize, int64(fs.Blocks) * fs.Bsize, nil
}

package recordings

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"golang.org/x/sys/unix"

	"hotline1022/internal/store"
	"hotline1022/telephony/call"
)

// What a recording meets that goes wrong: what is kept, what is alarmed, and that nothing is lost. Beside these
// stand TestWrongChecksum (a checksum that is refused), TestArchiveDownThenUp, TestDatabaseAway, TestNothingToHear
// (zero bytes), TestSalvage, and lock_test.go (a lock that is refused).
func TestBadInput(t *testing.T) {
	r := newRig(t)
	proxy := corrupt(t, r.minio)
	s, _ := r.service(strings.TrimPrefix(proxy.URL, "http://"))
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	failed := func(s *Service, step string) float64 {
		return testutil.ToFloat64(s.metrics.failures.WithLabelValues(step))
	}
	spooled := func(t *testing.T, id call.ID) {
		t.Helper()
		r.arrived(id)
		r.recorded(id, citizen, staff)
		if err := s.takeOver(t.Context(), own(id), false); err != nil {
			t.Fatal(err)
		}
	}
	// kept: the row waits, with both sides and the stereo file as they were.
	kept := func(t *testing.T, id call.ID) {
		t.Helper()
		if row := mustRow(r, id); row.State != store.RecordingSpooled {
			t.Errorf("state %s", row.State)
		}
		for _, end := range []string{endStereo, endCitizen, endStaff} {
			if !r.here(id, end) {
				t.Errorf("%s is gone", end)
			}
		}
	}
	// alarmed: the job is not done, comes again, and is counted as one that failed.
	alarmed := func(t *testing.T, s *Service, id call.ID, waits bool) {
		t.Helper()
		before := failed(s, "archived")
		err := (&archiveWorker{service: s}).Work(t.Context(), &river.Job[archiveArgs]{JobRow: &rivertype.JobRow{}, Args: archiveArgs{Recording: mustRow(r, id).ID}})
		var later *river.JobSnoozeError
		if err == nil || errors.As(err, &later) != waits {
			t.Errorf("the job ends with %v", err)
		}
		if n := failed(s, "archived"); n != before+1 {
			t.Errorf("alarmed %v times", n-before)
		}
	}
	archived := func(t *testing.T, s *Service, id call.ID) {
		t.Helper()
		if err := s.archiveOne(t.Context(), mustRow(r, id)); err != nil {
			t.Fatal(err)
		}
		row := mustRow(r, id)
		if b := r.object(s, row); row.State != store.RecordingArchived || sumOf(b) != *row.Sha256 {
			t.Errorf("%s, %d bytes", row.State, len(b))
		}
	}

	t.Run("an upload that is cut in the middle", func(t *testing.T) {
		const id = call.ID("pbx1-1764000000.1")
		spooled(t, id)
		proxy.cuts.Store(true)
		proxy.active.Store(true)
		if err := s.archiveOne(t.Context(), mustRow(r, id)); !errors.Is(err, ErrUnavailable) {
			t.Errorf("%v, want ErrUnavailable: it is tried again", err)
		}
		alarmed(t, s, id, true)
		proxy.active.Store(false)
		proxy.cuts.Store(false)
		kept(t, id)
		if n := r.versions(s); n != 0 {
			t.Errorf("half of it is kept in the archive: %d objects", n)
		}
		archived(t, s, id)
	})
	t.Run("a bucket that is missing", func(t *testing.T) {
		const id = call.ID("pbx1-1764000000.2")
		spooled(t, id)
		other, err := New(r.opts, r.store, openArchiveNamed(t, r, "lost", r.minio.SecretKey), prometheus.NewRegistry())
		if err != nil {
			t.Fatal(err)
		}
		if err := other.EnsureBucket(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := other.archive.core.RemoveBucket(t.Context(), "lost"); err != nil {
			t.Fatal(err)
		}
		if err := other.archiveOne(t.Context(), mustRow(r, id)); err == nil {
			t.Error("no error without the bucket")
		}
		alarmed(t, other, id, false)
		kept(t, id)
		other.probe(t.Context()) // makes it again
		if c := other.Checks()["storage"]; !c.OK {
			t.Errorf("%+v", c)
		}
		archived(t, other, id)
	})
	t.Run("credentials that have expired", func(t *testing.T) {
		const id = call.ID("pbx1-1764000000.3")
		spooled(t, id)
		var said bytes.Buffer
		opts := r.opts
		opts.Log = slog.New(slog.NewTextHandler(&said, nil))
		other, err := New(opts, r.store, openArchiveNamed(t, r, "recordings", "no longer it"), prometheus.NewRegistry())
		if err != nil {
			t.Fatal(err)
		}
		job := &river.Job[archiveArgs]{JobRow: &rivertype.JobRow{}, Args: archiveArgs{Recording: mustRow(r, id).ID}}
		for range 3 {
			other.probe(t.Context())
			if c := other.Checks()["storage"]; c.OK || c.Detail == "" {
				t.Errorf("no alarm: %+v", c)
			}
			var later *river.JobSnoozeError
			if err := (&archiveWorker{service: other}).Work(t.Context(), job); !errors.As(err, &later) {
				t.Errorf("it does not wait: %v", err)
			}
		}
		if n := strings.Count(said.String(), "\n"); n != 1 || !strings.Contains(said.String(), "the archive's state changed") {
			t.Errorf("told in %d lines:\n%s", n, said.String())
		}
		kept(t, id)
		archived(t, s, id)
	})
	t.Run("a stereo file that is truncated, or of another format", func(t *testing.T) {
		for id, damage := range map[call.ID]func(path string) error{
			"pbx1-1764000000.4": func(path string) error { return os.Truncate(path, 1000) },
			"pbx1-1764000000.5": func(path string) error { return os.WriteFile(path, []byte("ID3"), 0o600) },
			"pbx1-1764000000.6": func(path string) error { return os.Truncate(path, 0) },
		} {
			spooled(t, id)
			if err := damage(s.spool.path(own(id), endStereo)); err != nil {
				t.Fatal(err)
			}
			archived(t, s, id) // made again of its sides
		}
	})
	t.Run("and its sides as well", func(t *testing.T) {
		const id = call.ID("pbx1-1764000000.7")
		spooled(t, id)
		// The stereo file alone has what the citizen said, with one bit that is wrong; the officer's side is whole.
		damaged := mustRead(t, s.spool.path(own(id), endStereo))
		damaged[len(damaged)/2] ^= 1
		put(t, s.spool, id, endStereo, damaged)
		if err := os.Truncate(s.spool.path(own(id), endCitizen), 1000); err != nil {
			t.Fatal(err)
		}
		if err := s.archiveOne(t.Context(), mustRow(r, id)); !errors.Is(err, ErrChecksum) {
			t.Errorf("%v, want ErrChecksum: nothing damaged is archived as if it were the recording", err)
		}
		alarmed(t, s, id, false)
		kept(t, id)
		if !bytes.Equal(mustRead(t, s.spool.path(own(id), endStereo)), damaged) || !bytes.Equal(mustRead(t, s.spool.path(own(id), endStaff)), staff) {
			t.Error("what was left of it is gone")
		}
		// It cannot be archived, and is listed for people as soon as it has waited for long.
		listed := func() bool {
			c, err := s.compare(t.Context(), func(uuid.UUID) bool { return false })
			if err != nil {
				t.Fatal(err)
			}
			return slices.ContainsFunc(c.Findings, func(f Finding) bool { return f.Kind == OrphanChecksum && f.Call == string(id) && f.File == string(id) })
		}
		if listed() {
			t.Error("it is listed while the archive may just be slow")
		}
		r.sql("UPDATE recordings SET spooled_at = spooled_at - interval '2 hours' WHERE call_id = $1", id)
		if !listed() {
			t.Error("it waits for good, and is not listed")
		}
	})
	t.Run("the same file twice", func(t *testing.T) {
		const id = call.ID("pbx1-1764000000.8")
		spooled(t, id)
		archived(t, s, id)
		before, n := mustRow(r, id), r.versions(s)
		if err := s.spool.remove(own(id)); err != nil {
			t.Fatal(err)
		}
		r.recorded(id, citizen, staff) // a backup of the spool is restored
		s.pass(t.Context())
		if after := mustRow(r, id); after.State != store.RecordingArchived || *after.Version != *before.Version || r.versions(s) != n {
			t.Errorf("%+v, %d objects, before %d", after, r.versions(s), n)
		}
		if !r.here(id, endCitizen) {
			t.Error("what was restored is gone")
		}
	})
	t.Run("a clock that was set back", func(t *testing.T) {
		const id = call.ID("pbx1-1764000000.9")
		r.arrived(id)
		put(t, r.spool, id, endCitizen, citizen)
		future := time.Now().Add(365 * 24 * time.Hour)
		if err := os.Chtimes(r.spool.path(own(id), endCitizen), future, future); err != nil {
			t.Fatal(err)
		}
		s.pass(t.Context())
		if row := mustRow(r, id); row.State != store.RecordingSpooled || !row.Salvaged {
			t.Errorf("it waits until the clock is there again: %+v", row)
		}
	})
	t.Run("a clock that was set ahead", func(t *testing.T) {
		// Neither a call that lives nor what somebody writes still is over for it, however old they look; nor does what waits go.
		const waits, living = call.ID("pbx1-1764000000.11"), call.ID("pbx1-1764000000.12")
		consulted := leg{waits, "consult-1"}
		spooled(t, waits)
		r.arrived(living)
		r.mu.Lock()
		r.live[living] = true
		r.mu.Unlock()
		put(t, r.spool, living, endCitizen, citizen)
		open, err := os.Create(r.spool.path(consulted, endCitizen))
		if err != nil {
			t.Fatal(err)
		}
		right := s.Now
		s.Now = func() time.Time { return time.Now().AddDate(1, 0, 0) }
		s.pass(t.Context())
		s.Now = right
		kept(t, waits)
		if row := mustRow(r, living); row.State != store.RecordingExpected {
			t.Errorf("of a call that lives: %+v", row)
		}
		if _, known, err := s.rowOf(t.Context(), consulted); known || err != nil {
			t.Errorf("what is still written was taken over: %v", err)
		}
		if err := open.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(open.Name()); err != nil {
			t.Fatal(err)
		}
		archived(t, s, waits)
		r.mu.Lock()
		delete(r.live, living)
		r.mu.Unlock()
		put(t, r.spool, living, endStaff, staff)
		put(t, r.spool, living, endNormal, nil)
		s.pass(t.Context())
		archived(t, s, living)
		if row := mustRow(r, living); row.Salvaged || *row.DurationMs != 2000 {
			t.Errorf("%+v", row)
		}
	})
	t.Run("a name with ../", func(t *testing.T) {
		for _, name := range []string{"..-rx.alaw", "..+consult-1-rx.alaw", ".-tx.alaw", "...call", "..\x00-rx.alaw", "../../etc/passwd-rx.alaw", "pbx1-1+../x-rx.alaw"} {
			if l, _, ok := split(name); ok {
				t.Errorf("%q is taken for the recording %+v", name, l)
			}
		}
		put(t, r.spool, "..", endCitizen, citizen)
		c, err := s.compare(t.Context(), func(uuid.UUID) bool { return false })
		if err != nil {
			t.Fatal(err)
		}
		told := false
		for _, f := range c.Findings {
			told = told || f.Kind == OrphanUnknownFile && f.File == "..-rx.alaw"
		}
		if !told || len(mustRead(t, r.spool.path(own(".."), endCitizen))) != len(citizen) {
			t.Errorf("it is neither told nor kept: %+v", c.Findings)
		}
	})
	t.Run("a link to another file", func(t *testing.T) {
		other := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(other, citizen, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(other, r.spool.path(own("pbx1-7.7"), endCitizen)); err != nil {
			t.Fatal(err)
		}
		if found, err := r.spool.scan(); err != nil || found[own("pbx1-7.7")].audio {
			t.Errorf("it is taken for a recording: %+v, %v", found, err)
		}
		c, err := s.compare(t.Context(), func(uuid.UUID) bool { return false })
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(c.Findings, func(f Finding) bool { return f.Kind == OrphanUnknownFile && f.File == "pbx1-7.7-rx.alaw" }) {
			t.Errorf("it is not told: %+v", c.Findings)
		}
	})
	if failed(s, "spooled") != 0 {
		t.Errorf("%v recordings could not be taken up", failed(s, "spooled"))
	}
}

// A disk that is full or that nobody may write to: Asterisk's files stay, and are taken up when there is room.
func TestDiskFullAndSpoolNotWritable(t *testing.T) {
	r := newRig(t)
	if err := unix.Mount("tmpfs", string(r.spool), "tmpfs", 0, "size=100k"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(string(r.spool), unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	s, _ := r.service(r.minio.Endpoint)
	remount := func(flags uintptr, data string) {
		t.Helper()
		if err := unix.Mount("tmpfs", string(r.spool), "tmpfs", unix.MS_REMOUNT|flags, data); err != nil {
			t.Fatal(err)
		}
	}
	full, closed := call.ID("pbx1-1764000000.1"), call.ID("pbx1-1764000000.2")
	waits := func(id call.ID, fails float64) {
		t.Helper()
		s.pass(t.Context())
		if row := mustRow(r, id); row.State != store.RecordingExpected || !r.here(id, endCitizen) || !r.here(id, endStaff) {
			t.Errorf("%+v", row)
		}
		if n := testutil.ToFloat64(s.metrics.failures.WithLabelValues("spooled")); n < fails {
			t.Errorf("alarmed %v times", n)
		}
	}
	taken := func(id call.ID) {
		t.Helper()
		s.pass(t.Context())
		row := mustRow(r, id)
		if row.State != store.RecordingSpooled || *row.DurationMs != 2000 || len(mustRead(t, s.spool.path(own(id), endStereo))) != int(*row.Bytes) {
			t.Errorf("%+v", row)
		}
	}
	r.arrived(full)
	r.recorded(full, citizen, staff) // 32 kB, and as much again is more than 100 kB with a side that grows
	if err := os.WriteFile(r.spool.path(own("pbx1-1764000000.9"), endCitizen), make([]byte, 50_000), 0o600); err != nil {
		t.Fatal(err)
	}
	waits(full, 1)
	s.probe(t.Context())
	if c := s.Checks()["spool_room"]; c.OK {
		t.Errorf("no alarm for a full disk: %+v", c)
	}
	// Of a call that met the full disk no file comes: its row says why while it lives, and that nothing came as soon as it is over.
	unmade := func(id call.ID, fault, words string) {
		t.Helper()
		r.arrived(id)
		r.mu.Lock()
		r.live[id] = true
		r.mu.Unlock()
		s.probe(t.Context())
		s.pass(t.Context())
		if row := mustRow(r, id); row.State != store.RecordingExpected || row.SpoolFault != fault {
			t.Errorf("while it lives: %s, %q", row.State, row.SpoolFault)
		}
		r.mu.Lock()
		delete(r.live, id)
		r.mu.Unlock()
		over := call.Entry{ID: uuid.NewString(), At: time.Now(), Node: "pbx1", Kind: call.KindEnded, Call: id, Data: call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}}
		if err := r.store.Apply(t.Context(), []call.Entry{over}); err != nil {
			t.Fatal(err)
		}
		r.until("the call is over for long enough", func() bool {
			s.pass(t.Context())
			return mustRow(r, id).State != store.RecordingExpected
		})
		if row := mustRow(r, id); row.State != store.RecordingMissing || row.Detail != "no file came; "+words {
			t.Errorf("when it is over: %s, %q", row.State, row.Detail)
		}
	}
	if err := os.WriteFile(filepath.Join(string(r.spool), "filler"), make([]byte, 100_000), 0o600); !errors.Is(err, unix.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	unmade("pbx1-1764000000.3", "full", "the spool's disk was full")
	// Asterisk makes files on a full disk, and writes nothing into them: that is no call without a sound.
	const hollow = call.ID("pbx1-1764000000.6")
	r.arrived(hollow)
	s.probe(t.Context())
	r.recorded(hollow, nil, nil)
	s.pass(t.Context())
	if row := mustRow(r, hollow); row.State != store.RecordingMissing || row.Detail != "nothing of it was written; the spool's disk was full" {
		t.Errorf("%s, %q", row.State, row.Detail)
	}
	remount(0, "size=4m")
	taken(full)
	if row := mustRow(r, full); !strings.Contains(row.Detail, "the spool's disk was full") {
		t.Errorf("of a recording that met a full disk its row says %q", row.Detail)
	}
	s.probe(t.Context())
	later := call.ID("pbx1-1764000000.4")
	r.arrived(later)
	s.probe(t.Context())
	if row := mustRow(r, later); row.SpoolFault != "" {
		t.Errorf("there is room again, and the row says %q", row.SpoolFault)
	}
	r.arrived(closed)
	r.recorded(closed, citizen, staff)
	remount(unix.MS_RDONLY, "size=4m")
	waits(closed, 2)
	told := func(ok bool) {
		t.Helper()
		s.probe(t.Context())
		if c := s.Checks()["spool"]; c.OK != ok || !ok && !strings.Contains(c.Detail, "calls are not recorded") {
			t.Errorf("%+v", c)
		}
	}
	told(false)
	unmade("pbx1-1764000000.5", "closed", "the spool could not be written to")
	remount(0, "size=4m")
	told(true)
	taken(closed)
}

func openArchiveNamed(t *testing.T, r *rig, bucket, secret string) *Archive {
	t.Helper()
	s3 := r.s3
	s3.SecretKey = secret
	return openArchiveOn(t, s3, s3.Endpoint, bucket)
}

package recordings

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/wav"
	"hotline1022/telephony/call"
)

var (
	citizen = alawTone(440, 2*time.Second)
	staff   = alawTone(1000, 2*time.Second)
)

// object reads what the archive keeps for a row.
func (r *rig) object(s *Service, row db.Recording) []byte {
	r.t.Helper()
	o, err := s.archive.Get(r.t.Context(), *row.Bucket, *row.Object, *row.Version)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = o.Close() }()
	b, err := io.ReadAll(o)
	if err != nil {
		r.t.Fatal(err)
	}
	return b
}

// versions counts all versions of all objects in the bucket.
func (r *rig) versions(s *Service) (n int) {
	for o := range s.archive.core.Client.ListObjects(r.t.Context(), s.archive.bucket, minio.ListObjectsOptions{Recursive: true, WithVersions: true}) {
		if o.Err != nil {
			r.t.Fatal(o.Err)
		}
		n++
	}
	return n
}

func TestFromSpoolToArchive(t *testing.T) {
	r := newRig(t)
	s, _ := r.run(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	if row, _ := r.row(id); row.State != store.RecordingExpected {
		t.Fatalf("at first: %+v", row)
	}
	r.recorded(id, citizen, staff)
	row := r.in(id, store.RecordingArchived)

	b := r.object(s, row)
	if sumOf(b) != *row.Sha256 || int64(len(b)) != *row.Bytes || *row.DurationMs != 2000 || *row.Channels != 2 || row.Detail != "" || row.Salvaged {
		t.Errorf("row %+v does not fit an object of %d bytes", row, len(b))
	}
	if want := row.CreatedAt.UTC().Format("2006/01/02") + "/" + string(id) + "/call.wav"; *row.Object != want {
		t.Errorf("object %q, want %q", *row.Object, want)
	}
	data := b[wav.HeaderSize:]
	for i := range citizen {
		if data[2*i] != citizen[i] || data[2*i+1] != staff[i] {
			t.Fatalf("frame %d is not the wire's", i)
		}
	}
	if !r.here(id, endStereo) || !r.here(id, endCitizen) || !r.here(id, endSpooled) {
		t.Error("local files: they are kept, and .spooled says that they are taken over")
	}
	r.until("storage and spool well", func() bool { c := s.Checks(); return c["storage"].OK && c["spool"].OK })
}

// MixMonitor closes a call's sides some milliseconds after its end is marked.
func TestWhatIsStillWrittenIsNotTakenOver(t *testing.T) {
	r := newRig(t)
	s, _ := r.run(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	put(t, r.spool, id, endCitizen, citizen)
	side, err := os.OpenFile(r.spool.path(own(id), endStaff), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	put(t, r.spool, id, endNormal, nil)
	s.pass(t.Context())
	if row, _ := r.row(id); row.State != store.RecordingExpected {
		t.Errorf("while a side is open: %+v", row)
	}
	if _, err := side.Write(staff); err != nil {
		t.Fatal(err)
	}
	if err := side.Close(); err != nil {
		t.Fatal(err)
	}
	if row := r.in(id, store.RecordingArchived); row.Salvaged || row.Detail != "" || *row.DurationMs != 2000 {
		t.Errorf("%+v", row)
	}
}

// The mark's notice is enough: nobody waits for a scan.
func TestMarkIsFollowedUntilTheSidesAreClosed(t *testing.T) {
	r := newRig(t)
	r.opts.ScanEvery = time.Hour
	r.run(r.minio.Endpoint)
	const before, id = call.ID("pbx1-1764000000.1"), call.ID("pbx1-1764000000.2")
	r.arrived(before)
	r.arrived(id)
	r.recorded(before, citizen, staff)
	r.in(before, store.RecordingArchived) // from here on only notices tell
	put(t, r.spool, id, endCitizen, citizen)
	side, err := os.OpenFile(r.spool.path(own(id), endStaff), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	put(t, r.spool, id, endNormal, nil)
	if _, err := side.Write(staff); err != nil {
		t.Fatal(err)
	}
	if err := side.Close(); err != nil {
		t.Fatal(err)
	}
	if row := r.in(id, store.RecordingArchived); row.Salvaged || *row.DurationMs != 2000 {
		t.Errorf("%+v", row)
	}
}

func TestScanFindsWhatNoNoticeTold(t *testing.T) {
	r := newRig(t)
	ids := []call.ID{"pbx1-1764000000.1", "pbx1-1764000000.2", "pbx1-1764000000.3"}
	for _, id := range ids {
		r.arrived(id)
		r.recorded(id, citizen, staff)
	}
	r.run(r.minio.Endpoint)
	for _, id := range ids {
		r.in(id, store.RecordingArchived)
	}
}

func TestArchiveDownThenUp(t *testing.T) {
	r := newRig(t)
	r.minio.Stop()
	r.opts.KeepFor = time.Nanosecond // nothing is removed before it is archived all the same
	s, _ := r.run(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	row := r.in(id, store.RecordingSpooled)
	r.until("three attempts", func() bool {
		var snoozes int
		err := r.store.Pool().QueryRow(t.Context(), "SELECT coalesce(sum((metadata->>'snoozes')::int), 0) FROM river_job").Scan(&snoozes)
		return err == nil && snoozes >= 3
	})
	if c := s.Checks()["storage"]; c.OK || c.Detail == "" {
		t.Errorf("storage: %+v", c)
	}
	// It can be heard meanwhile.
	f, info, err := s.Open(t.Context(), row.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	_ = f.Close()
	if err != nil || sumOf(b) != info.SHA256 {
		t.Errorf("from the local disk: %v", err)
	}
	r.minio.Start()
	r.in(id, store.RecordingArchived)
	r.until("files released", func() bool { row, _ := r.row(id); return row.ReleasedAt != nil })
	if r.spool.has(own(id)) {
		t.Error("files are left after their release")
	}
}

// TestControllerThatIsLate: a call's files are closed before the controller has
// noted its arrival. It is not entered from the spool as well.
func TestControllerThatIsLate(t *testing.T) {
	r := newRig(t)
	r.opts.SettleAfter = time.Hour
	s, _ := r.service(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.recorded(id, citizen, staff)
	s.finish(t.Context(), own(id), false)
	if _, known, err := s.rowOf(t.Context(), own(id)); known || err != nil {
		t.Fatalf("the call was entered before its time (%v)", err)
	}
	r.arrived(id)
	s.finish(t.Context(), own(id), false)
	r.in(id, store.RecordingSpooled)
}

// TestArchiveThatStandsStill: an archive that takes connections and says nothing
// is named as soon as a probe's time is over, not when the request's is.
func TestArchiveThatStandsStill(t *testing.T) {
	r := newRig(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	s, stop := r.run(l.Addr().String())
	defer stop()
	r.until("the archive is named", func() bool {
		c := s.Checks()["storage"]
		return !c.OK && strings.Contains(c.Detail, "deadline exceeded")
	})
}

func TestWrongChecksum(t *testing.T) {
	r := newRig(t)
	r.opts.KeepFor = time.Nanosecond
	proxy := corrupt(t, r.minio)
	proxy.active.Store(true)
	s, _ := r.run(strings.TrimPrefix(proxy.URL, "http://"))
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	r.until("three attempts", func() bool { return proxy.hits.Load() >= 3 })
	if row, _ := r.row(id); row.State != store.RecordingSpooled {
		t.Errorf("state %s while every upload arrives damaged", row.State)
	}
	if !r.here(id, endStereo) || !r.here(id, endCitizen) || !r.here(id, endStaff) {
		t.Error("local files are gone")
	}
	if n := r.versions(s); n != 0 {
		t.Errorf("%d damaged objects are kept", n)
	}
	r.until("each is an alarm", func() bool { return testutil.ToFloat64(s.metrics.failures.WithLabelValues("archived")) >= 3 })
	proxy.active.Store(false)
	row := r.in(id, store.RecordingArchived)
	if sumOf(r.object(s, row)) != *row.Sha256 {
		t.Error("the object is not what the row says")
	}
}

// A process may die after any step; the next one does the step again.
func TestEveryStepTwice(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	// Died with the stereo file made, and with one half made.
	if _, err := s.spool.assemble(t.Context(), own(id), ""); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.spool.path(own(id), endStereo), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // died after the commit, before .spooled was made
		if err := os.Remove(r.spool.path(own(id), endSpooled)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if err := s.takeOver(t.Context(), own(id), false); err != nil {
			t.Fatal(err)
		}
	}
	if n := r.jobs(); n != 1 {
		t.Fatalf("%d jobs, want 1", n)
	}
	row, _ := r.row(id)
	if row.State != store.RecordingSpooled {
		t.Fatalf("%+v", row)
	}
	for range 2 { // died after the PUT, before the row was marked
		if err := s.archiveOne(t.Context(), row); err != nil {
			t.Fatal(err)
		}
	}
	if n := r.versions(s); n != 1 {
		t.Errorf("%d versions, want 1", n)
	}
	first, _ := r.row(id)
	s.KeepFor = -time.Second
	for range 2 { // died while removing
		if err := s.release(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	last, _ := r.row(id)
	if r.spool.has(own(id)) || last.ReleasedAt == nil || *last.Version != *first.Version {
		t.Errorf("after release: %+v", last)
	}
	s.pass(t.Context())
	if n := r.jobs(); n != 1 {
		t.Errorf("%d jobs after another pass, want 1", n)
	}
}

func TestTwoServicesOnOneSpool(t *testing.T) {
	r := newRig(t)
	first, _ := r.run(r.minio.Endpoint)
	r.run(r.minio.Endpoint)
	var ids []call.ID
	for i := range 12 {
		id := call.ID(fmt.Sprintf("pbx1-1764000000.%d", i))
		ids = append(ids, id)
		r.arrived(id)
		r.recorded(id, citizen, staff)
	}
	for _, id := range ids {
		row := r.in(id, store.RecordingArchived)
		if sumOf(r.object(first, row)) != *row.Sha256 {
			t.Errorf("%s: the object is not what the row says", id)
		}
	}
	if n := r.jobs(); n != len(ids) {
		t.Errorf("%d jobs for %d calls", n, len(ids))
	}
	if n := r.versions(first); n != len(ids) {
		t.Errorf("%d object versions for %d calls", n, len(ids))
	}
}

func TestDatabaseAway(t *testing.T) {
	r := newRig(t)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	away, err := store.Open("postgres://nobody@127.0.0.1:1/none", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	good := r.store
	r.store = away
	s, err := New(r.opts, away, openArchive(t, r.minio, r.minio.Endpoint), prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	s.pass(t.Context())
	away.Close()
	r.store = good
	if r.here(id, endSpooled) || !r.here(id, endNormal) || !r.here(id, endCitizen) {
		t.Fatal("files were touched without a database")
	}
	r.run(r.minio.Endpoint)
	r.in(id, store.RecordingArchived)
}

func TestDiskAlarm(t *testing.T) {
	r := newRig(t)
	r.opts.MinFree = 1 << 60
	s, _ := r.service(r.minio.Endpoint)
	s.probe(t.Context())
	if c := s.Checks()["spool_room"]; c.OK || !strings.Contains(c.Detail, "free") || c.Since.IsZero() {
		t.Errorf("%+v", c)
	}
	if c := s.Checks()["storage"]; !c.OK || c.Detail != "" {
		t.Errorf("%+v", c)
	}
}

func TestNewRefuses(t *testing.T) {
	o := Options{Spool: t.TempDir(), Drained: func() bool { return true }}
	if _, err := New(o, nil, nil, prometheus.NewRegistry()); err == nil {
		t.Error("without Live: no error")
	}
	o.Live = func(context.Context) (map[call.ID]bool, error) { return nil, nil }
	o.Spool += "/none"
	if _, err := New(o, nil, nil, prometheus.NewRegistry()); err == nil {
		t.Error("without a spool: no error")
	}
}

func TestMetricsAreNamed(t *testing.T) {
	reg := prometheus.NewRegistry()
	m, err := newMetrics(reg)
	if err != nil {
		t.Fatal(err)
	}
	m.states.WithLabelValues("spooled").Set(1)
	m.failures.WithLabelValues("archived").Inc()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range families {
		names = append(names, f.GetName())
	}
	for _, want := range []string{
		"hotline_recordings", "hotline_recordings_archived_total", "hotline_recordings_archived_bytes_total",
		"hotline_recording_archive_delay_seconds", "hotline_recording_failures_total", "hotline_spool_free_bytes",
		"hotline_storage_up", "hotline_recordings_oldest_waiting_seconds",
	} {
		if !slices.Contains(names, want) {
			t.Errorf("no metric %s among %v", want, names)
		}
	}
}

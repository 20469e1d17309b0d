package recordings

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/minio/minio-go/v7"
	"github.com/prometheus/client_golang/prometheus"

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
	o, err := s.archive.get(r.t.Context(), *row.Bucket, *row.Object, *row.Version)
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
	if !r.here(id, endStereo) || !r.here(id, endCitizen) || r.here(id, endDone) {
		t.Error("local files: they are kept, and .done has become .spooled")
	}
	r.until("storage and spool well", func() bool { c := s.Checks(); return c["storage"].OK && c["spool"].OK })
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
	if r.spool.has(id) {
		t.Error("files are left after their release")
	}
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
	if _, err := s.spool.assemble(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.spool.path(id, endStereo), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // died after the commit, before .done was renamed
		put(t, r.spool, id, endDone, nil)
		if err := s.takeOver(t.Context(), id, false); err != nil {
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
	put(t, r.spool, id, endDone, nil)
	for range 2 { // died while removing
		if err := s.release(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	last, _ := r.row(id)
	if r.spool.has(id) || last.ReleasedAt == nil || *last.Version != *first.Version {
		t.Errorf("after release: %+v", last)
	}
	s.pass(t.Context())
	if n := r.jobs(); n != 1 {
		t.Errorf("%d jobs after another pass, want 1", n)
	}
}

func TestJobIsEnqueuedAgainWhenLost(t *testing.T) {
	r := newRig(t)
	r.opts.MissingAfter = -time.Hour
	s, _ := r.service(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	s.pass(t.Context())
	s.pass(t.Context())
	if n := r.jobs(); n != 1 {
		t.Fatalf("%d jobs, want 1", n)
	}
	if _, err := r.store.Pool().Exec(t.Context(), "DELETE FROM river_job"); err != nil {
		t.Fatal(err)
	}
	s.pass(t.Context())
	if n := r.jobs(); n != 1 {
		t.Errorf("%d jobs after the loss, want 1", n)
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

func TestFileWithoutARow(t *testing.T) {
	r := newRig(t)
	r.drained.Store(false)
	r.opts.SettleAfter = time.Nanosecond
	s, _ := r.service(r.minio.Endpoint)
	fallback, plain := noteID, call.ID("pbx1-1764000000.8")
	put(t, r.spool, fallback, endCall, []byte(lineCall+lineFallback+lineMessage+lineTaken+lineEnd("16")))
	put(t, r.spool, plain, endCall, []byte(strings.ReplaceAll(lineCall, string(noteID), string(plain))+lineEnd("16")))
	for _, id := range []call.ID{fallback, plain} {
		r.recorded(id, citizen, staff)
	}
	s.pass(t.Context())
	if _, ok := r.row(fallback); ok || !r.here(fallback, endDone) {
		t.Fatal("taken over although the journal may still bring the call")
	}
	r.drained.Store(true)
	for range 3 {
		s.pass(t.Context())
	}
	for id, reason := range map[call.ID]call.EndReason{fallback: call.ReasonFallback, plain: call.ReasonUnobserved} {
		if row, _ := r.row(id); row.State != store.RecordingSpooled {
			t.Errorf("%s: recording %+v", id, row)
		}
		c := r.callRow(id)
		if c.Node != "pbx1" || c.FromNumber != "0912345678" || !c.StartedAt.Equal(at(0)) || c.EndReason == nil || *c.EndReason != string(reason) || !c.EndedAt.Equal(at(50)) {
			t.Fatalf("%s: call %+v", id, c)
		}
	}
	if c := r.callRow(fallback); c.AnsweredAt == nil || *c.EndClass != string(call.EndSystem) {
		t.Errorf("fallback's call: %+v", c)
	}
	events, err := r.store.CallEventsOf(t.Context(), ptr(string(fallback)))
	if err != nil || len(events) != 3 {
		t.Errorf("%d events of the fallback's call, want arrived, answered, ended once each; %v", len(events), err)
	}
	if n := r.jobs(); n != 2 {
		t.Errorf("%d jobs, want 2", n)
	}
}

func ptr[T any](v T) *T { return &v }

func TestEndThatWasInferredGivesWayToTheFallback(t *testing.T) {
	r := newRig(t)
	r.opts.SettleAfter = time.Nanosecond
	s, _ := r.service(r.minio.Endpoint)
	arrived := s.spool.readNote(noteID).arrival("pbx1")[0]
	inferred := arrived
	inferred.ID, inferred.Kind, inferred.Data = uuid.NewString(), call.KindEnded, call.Ended{Class: call.EndSystem, Reason: call.ReasonUnobserved}
	if err := r.store.Apply(t.Context(), []call.Entry{arrived, inferred}); err != nil {
		t.Fatal(err)
	}
	// The window of what is settled is counted from now, the note's times are old.
	s.Now = func() time.Time { return at(3600) }
	put(t, r.spool, noteID, endCall, []byte(lineCall+lineFallback+lineEnd("16")))
	r.recorded(noteID, citizen, staff)
	if err := os.Chtimes(r.spool.path(noteID, endDone), at(60), at(60)); err != nil {
		t.Fatal(err)
	}
	s.pass(t.Context())
	if c := r.callRow(noteID); *c.EndReason != string(call.ReasonFallback) {
		t.Errorf("call %+v", c)
	}
}

func TestSalvage(t *testing.T) {
	r := newRig(t)
	r.opts.SalvageAfter = time.Hour
	s, _ := r.service(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	put(t, r.spool, id, endCitizen, citizen[:8192])
	put(t, r.spool, id, endStaff, staff[:4096])
	old := func() {
		for _, e := range []string{endCitizen, endStaff} {
			if err := os.Chtimes(r.spool.path(id, e), time.Now(), time.Now().Add(-2*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}
	expect := func(when, state string) {
		t.Helper()
		s.pass(t.Context())
		if row, _ := r.row(id); row.State != state {
			t.Fatalf("%s: state %s, want %s", when, row.State, state)
		}
	}
	expect("still growing", store.RecordingExpected)
	old()
	r.live[id] = true
	expect("the call lives", store.RecordingExpected)
	r.live = map[call.ID]bool{}
	r.liveErr = errors.New("no link to Asterisk")
	expect("nobody knows", store.RecordingExpected)
	r.liveErr = nil
	expect("abandoned", store.RecordingSpooled)
	row, _ := r.row(id)
	if !row.Salvaged || *row.DurationMs != 1024 || row.Detail != "the staff side ended 512 ms early and was filled with silence" {
		t.Errorf("%+v", row)
	}
	s.pass(t.Context())
	if n := r.jobs(); n != 1 {
		t.Errorf("%d jobs, want 1", n)
	}
}

func TestNothingToHear(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	put(t, r.spool, id, endCall, []byte(lineCall))
	r.recorded(id, nil, nil)
	s.pass(t.Context())
	if row, _ := r.row(id); row.State != store.RecordingMissing || row.Detail != "no audio was exchanged" {
		t.Errorf("%+v", row)
	}
	if !r.here(id, endCall) {
		t.Fatal("the note went before the call's end was known")
	}
	err := r.store.Apply(t.Context(), []call.Entry{{
		ID: uuid.NewString(), At: time.Now(), Node: "pbx1", Kind: call.KindEnded, Call: id,
		Data: call.Ended{Class: call.EndCitizen, Reason: call.ReasonAbandonedRing},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.pass(t.Context())
	if r.spool.has(id) {
		t.Error("files of a call without audio stay")
	}
}

func TestMissing(t *testing.T) {
	r := newRig(t)
	r.opts.MissingAfter = -time.Hour
	s, _ := r.service(r.minio.Endpoint)
	gone, live := call.ID("pbx1-1764000000.1"), call.ID("pbx1-1764000000.2")
	r.arrived(gone)
	r.arrived(live)
	r.live[live] = true
	s.pass(t.Context())
	if row, _ := r.row(gone); row.State != store.RecordingMissing {
		t.Errorf("%+v", row)
	}
	if row, _ := r.row(live); row.State != store.RecordingExpected {
		t.Errorf("%+v", row)
	}
	if _, _, err := s.Open(t.Context(), rowID(r, gone)); !errors.Is(err, ErrMissing) {
		t.Errorf("Open: %v, want ErrMissing", err)
	}
	if _, _, err := s.Open(t.Context(), rowID(r, live)); !errors.Is(err, ErrNotReady) {
		t.Errorf("Open: %v, want ErrNotReady", err)
	}
	if _, _, err := s.Open(t.Context(), uuid.New()); !errors.Is(err, ErrNotFound) {
		t.Errorf("Open: %v, want ErrNotFound", err)
	}
	r.recorded(gone, citizen, staff) // it came after all
	s.pass(t.Context())
	if row, _ := r.row(gone); row.State != store.RecordingSpooled {
		t.Errorf("%+v", row)
	}
}

func rowID(r *rig, id call.ID) uuid.UUID {
	row, _ := r.row(id)
	return row.ID
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
	if !r.here(id, endDone) || !r.here(id, endCitizen) {
		t.Fatal("files were touched without a database")
	}
	r.run(r.minio.Endpoint)
	r.in(id, store.RecordingArchived)
}

func TestDamagedLocalFile(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	s.pass(t.Context())
	row, _ := r.row(id)
	damage := func(ending string) {
		t.Helper()
		b, err := os.ReadFile(r.spool.path(id, ending))
		if err != nil {
			t.Fatal(err)
		}
		b[len(b)/2] ^= 1
		put(t, r.spool, id, ending, b)
	}
	damage(endStereo)
	f, info, err := s.Open(t.Context(), row.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(f)
	_ = f.Close()
	if sumOf(b) != info.SHA256 {
		t.Error("a damaged file was given out")
	}
	damage(endStereo)
	damage(endCitizen)
	if _, _, err := s.Open(t.Context(), row.ID); !errors.Is(err, ErrChecksum) {
		t.Errorf("Open: %v, want ErrChecksum", err)
	}
	if err := s.archiveOne(t.Context(), row); !errors.Is(err, ErrChecksum) {
		t.Errorf("archiveOne: %v, want ErrChecksum", err)
	}
	if n := r.versions(s); n != 0 {
		t.Errorf("%d damaged objects are kept", n)
	}
}

// Ranges, from the local disk and from the archive alike.
func TestRanges(t *testing.T) {
	r := newRig(t)
	s, stop := r.run(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	row := r.in(id, store.RecordingArchived)
	stop()
	whole := r.object(s, row)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		f, info, err := s.Open(req.Context(), row.ID)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		defer func() { _ = f.Close() }()
		w.Header().Set("ETag", `"`+info.SHA256+`"`)
		w.Header().Set("Content-Type", info.ContentType)
		http.ServeContent(w, req, info.Name, info.ModTime, f)
	}))
	defer server.Close()
	client := server.Client()
	for _, where := range []string{"local disk", "archive"} {
		if where == "archive" {
			if err := r.spool.remove(id); err != nil {
				t.Fatal(err)
			}
		}
		n := int64(len(whole))
		for _, c := range []struct {
			spec     string
			status   int
			from, to int64
		}{
			{"", 200, 0, n},
			{"bytes=0-57", 206, 0, 58},
			{"bytes=1000-1999", 206, 1000, 2000},
			{"bytes=-100", 206, n - 100, n},
			{fmt.Sprintf("bytes=%d-", n-1), 206, n - 1, n},
			{fmt.Sprintf("bytes=%d-", n), 416, 0, 0},
		} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.spec != "" {
				req.Header.Set("Range", c.spec)
			}
			resp, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if err != nil || resp.StatusCode != c.status || c.status != 416 && !bytes.Equal(b, whole[c.from:c.to]) {
				t.Errorf("%s, %q: status %d, %d bytes, %v", where, c.spec, resp.StatusCode, len(b), err)
			}
		}
	}
	r.minio.Stop()
	if _, _, err := s.Open(t.Context(), row.ID); !errors.Is(err, ErrUnavailable) {
		t.Errorf("archive down: %v, want ErrUnavailable", err)
	}
}

func TestDiskAlarm(t *testing.T) {
	r := newRig(t)
	r.opts.MinFree = 1 << 60
	s, _ := r.service(r.minio.Endpoint)
	s.probe(t.Context())
	if c := s.Checks()["spool"]; c.OK || !strings.Contains(c.Detail, "free") || c.Since.IsZero() {
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

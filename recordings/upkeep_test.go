package recordings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"hotline1022/internal/store"
	"hotline1022/telephony/call"
)

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
	if _, ok := r.row(fallback); ok || r.here(fallback, endSpooled) {
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
	if err != nil || len(events) != 5 {
		t.Errorf("%d events of the fallback's call, want arrived, answered, fallback, message left, ended once each; %v", len(events), err)
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
	for _, e := range []string{endCall, endCitizen, endStaff, endNormal} {
		if err := os.Chtimes(r.spool.path(own(noteID), e), at(60), at(60)); err != nil {
			t.Fatal(err)
		}
	}
	s.pass(t.Context())
	if c := r.callRow(noteID); *c.EndReason != string(call.ReasonFallback) {
		t.Errorf("call %+v", c)
	}
}

// A controller at its limits notes a call's arrival when the spool's reader has entered the call.
func TestArrivalIsOnRecordOnce(t *testing.T) {
	r := newRig(t)
	r.opts.SettleAfter = time.Nanosecond
	s, _ := r.service(r.minio.Endpoint)
	put(t, r.spool, noteID, endCall, []byte(lineCall))
	r.recorded(noteID, citizen, staff)
	s.pass(t.Context())
	late := call.Entry{
		ID: call.OnceID(noteID, call.KindArrived, 0), At: at(0), Node: "pbx1", Kind: call.KindArrived, Call: noteID,
		Data: call.Arrived{From: "0912345678", To: "02251022"},
	}
	seen := call.Entry{
		ID: uuid.NewString(), At: at(9), Node: "pbx1", Kind: call.KindEnded, Call: noteID,
		Data: call.Ended{Class: call.EndCitizen, Reason: call.ReasonAbandonedWait},
	}
	if err := r.store.Apply(t.Context(), []call.Entry{late, seen}); err != nil {
		t.Fatal(err)
	}
	events, err := r.store.CallEventsOf(t.Context(), ptr(string(noteID)))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	if got := strings.Join(kinds, " "); got != "call.arrived call.ended call.ended" {
		t.Errorf("on record: %s, want one arrival, and the end as inferred and as seen", got)
	}
	if c := r.callRow(noteID); *c.EndReason != string(call.ReasonAbandonedWait) {
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
			if err := os.Chtimes(r.spool.path(own(id), e), time.Now(), time.Now().Add(-2*time.Hour)); err != nil {
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
	still, err := os.OpenFile(r.spool.path(own(id), endCitizen), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	expect("somebody has a side open", store.RecordingExpected)
	r.liveErr = errors.New("no link to Asterisk")
	expect("nobody knows, and somebody has a side open", store.RecordingExpected)
	r.liveErr = nil
	if err := still.Close(); err != nil {
		t.Fatal(err)
	}
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

// While Asterisk stays dead, or does not answer, what it left is salvaged as far as it is sure that nobody writes it.
func TestSalvageWhileAsteriskStaysDead(t *testing.T) {
	r := newRig(t)
	r.opts.SalvageAfter = time.Nanosecond
	s, _ := r.service(r.minio.Endpoint)
	left, writing, half := call.ID("pbx1-1764000000.1"), call.ID("pbx1-1764000000.2"), call.ID("pbx1-1764000000.3")
	for _, id := range []call.ID{left, writing, half} {
		r.arrived(id)
		put(t, r.spool, id, endCitizen, citizen)
	}
	put(t, r.spool, left, endStaff, staff)
	put(t, r.spool, writing, endStaff, staff)
	still, err := os.OpenFile(r.spool.path(own(writing), endStaff), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = still.Close() }() // only held
	r.liveErr = errors.New("no link to Asterisk")
	s.pass(t.Context())
	if row := mustRow(r, left); row.State != store.RecordingSpooled || !row.Salvaged {
		t.Errorf("left by a dead Asterisk: %+v", row)
	}
	for what, id := range map[string]call.ID{"still written": writing, "whose other side may come": half} {
		if row := mustRow(r, id); row.State != store.RecordingExpected {
			t.Errorf("%s: %+v", what, row)
		}
	}
}

// A spool that cannot be looked into keeps nothing else from being done, and nothing of it is said to be missing.
func TestASpoolThatCannotBeLookedInto(t *testing.T) {
	r := newRig(t)
	r.opts.MissingAfter = time.Nanosecond
	s, _ := r.service(r.minio.Endpoint)
	const expected, kept = call.ID("pbx1-1764000000.1"), call.ID("pbx1-1764000000.2")
	r.arrived(kept)
	r.recorded(kept, citizen, staff)
	s.pass(t.Context())
	r.arrived(expected)
	if _, err := r.store.Pool().Exec(t.Context(), "DELETE FROM river_job"); err != nil {
		t.Fatal(err)
	}
	s.spool = spool(filepath.Join(t.TempDir(), "gone"))
	s.pass(t.Context())
	if row := mustRow(r, expected); row.State != store.RecordingExpected {
		t.Errorf("%+v", row)
	}
	if n := r.jobs(); n != 1 || testutil.ToFloat64(s.metrics.failures.WithLabelValues("scanned")) != 1 {
		t.Errorf("%d jobs of a recording that lost its own, %v alarms", n, testutil.ToFloat64(s.metrics.failures.WithLabelValues("scanned")))
	}
}

// A caller who hangs up within milliseconds leaves the .call file alone: no end
// is written, nothing is closed. The call is on record all the same, soon.
func TestHungUpBeforeTheRecordingBegan(t *testing.T) {
	r := newRig(t)
	r.opts.SettleAfter, r.opts.SalvageAfter = 10*time.Second, time.Hour
	s, _ := r.service(r.minio.Endpoint)
	put(t, r.spool, noteID, endCall, []byte(lineCall))
	s.pass(t.Context())
	if _, ok := r.row(noteID); ok {
		t.Fatal("taken over although the call may only just have begun")
	}
	s.Now = func() time.Time { return time.Now().Add(11 * time.Second) }
	s.pass(t.Context())
	if row, _ := r.row(noteID); row.State != store.RecordingMissing {
		t.Errorf("recording: %+v", row)
	}
	if c := r.callRow(noteID); c.FromNumber != "0912345678" || c.EndClass == nil || *c.EndClass != string(call.EndCitizen) {
		t.Errorf("call: %+v", c)
	}
}

// Of a call whose other files somebody removed, or never came, the mark alone is left.
func TestNothingButTheMark(t *testing.T) {
	r := newRig(t)
	r.opts.SettleAfter, r.opts.SalvageAfter, r.opts.KeepFor = time.Nanosecond, time.Hour, time.Nanosecond
	s, _ := r.service(r.minio.Endpoint)
	known, unknown := call.ID("pbx1-1764000000.1"), call.ID("pbx1-1764000000.2")
	r.arrived(known)
	for _, id := range []call.ID{known, unknown} {
		put(t, r.spool, id, ".end-16.alaw", nil)
		put(t, r.spool, id, ".end-0.alaw", nil) // a restored backup, say
	}
	s.pass(t.Context())
	for _, id := range []call.ID{known, unknown} {
		if row, _ := r.row(id); row.State != store.RecordingMissing {
			t.Errorf("%s: %+v", id, row)
		}
	}
	if c := r.callRow(unknown); c.EndReason == nil || !c.StartedAt.Equal(at(0)) {
		t.Errorf("call: %+v", c)
	}
	s.pass(t.Context())
	s.pass(t.Context()) // the end of the first is settled, then its files go
	for _, id := range []call.ID{known, unknown} {
		if r.spool.has(own(id)) {
			t.Errorf("%s: a mark stays", id)
		}
	}
}

// A controller that is far behind notes a message when the spool's reader has told of it.
func TestMessageIsOnRecordOnce(t *testing.T) {
	r := newRig(t)
	r.opts.SettleAfter = time.Nanosecond
	s, _ := r.service(r.minio.Endpoint)
	speaking := strings.Replace(lineEnd("16"), `"duty":""`, `"duty":"","speaking":1764000030000`, 1)
	put(t, r.spool, noteID, endCall, []byte(lineCall+speaking))
	r.recorded(noteID, citizen, staff)
	s.pass(t.Context())
	left := call.MessageLeft{Begin: time.UnixMilli(1764000030000), End: at(51), EndedBy: call.MessageEndedHangup}
	late := call.Entry{ID: left.EntryID(noteID), At: at(51), Node: "pbx1", Kind: call.KindMessageLeft, Call: noteID, Data: left}
	if err := r.store.Apply(t.Context(), []call.Entry{late}); err != nil {
		t.Fatal(err)
	}
	events, err := r.store.CallEventsOf(t.Context(), ptr(string(noteID)))
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, e := range events {
		if e.Kind == string(call.KindMessageLeft) {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the message is on record %d times", told)
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
	if r.spool.has(own(id)) {
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
	if n := testutil.ToFloat64(s.metrics.failures.WithLabelValues("missing")); n != 0 { // nobody answered it: nothing was promised
		t.Errorf("%v failures", n)
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

// A process that is killed while it writes leaves its half behind.
func TestHalvesAreTidied(t *testing.T) {
	s := spool(t.TempDir())
	old, young := filepath.Join(string(s), ".stereo-1"), filepath.Join(string(s), ".stereo-2")
	for _, path := range []string{old, young} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(old, time.Now(), time.Now().Add(-2*halfAge)); err != nil {
		t.Fatal(err)
	}
	if err := s.tidy(time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old one: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("one that may still be written: %v", err)
	}
}

// A recording whose files cannot be removed, as where somebody put something in their place, keeps no other's from going.
func TestOneThatStaysHoldsUpNoOther(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	stuck, next := call.ID("pbx1-1764000000.1"), call.ID("pbx1-1764000000.2")
	for _, id := range []call.ID{stuck, next} {
		r.arrived(id)
		r.recorded(id, citizen, staff)
		if err := s.takeOver(t.Context(), own(id), false); err != nil {
			t.Fatal(err)
		}
		if err := s.archiveOne(t.Context(), mustRow(r, id)); err != nil {
			t.Fatal(err)
		}
	}
	in := r.spool.path(own(stuck), endStereo)
	if err := os.Remove(in); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(in, "not ours"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.KeepFor = -time.Second
	if err := s.release(t.Context()); err == nil {
		t.Error("what cannot be removed is not told of")
	}
	if mustRow(r, stuck).ReleasedAt != nil || mustRow(r, next).ReleasedAt == nil || r.spool.has(own(next)) {
		t.Errorf("the one that stays: %v, the next: %v", mustRow(r, stuck).ReleasedAt, mustRow(r, next).ReleasedAt)
	}
}

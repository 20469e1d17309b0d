package board

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline1022/dialplan/prompts"
	"hotline1022/internal/devstack"
	"hotline1022/internal/incident"
	"hotline1022/internal/wav"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk stands for the database.
type desk struct {
	mu     sync.Mutex
	open   *incident.Incident
	voices map[int][]byte // by revision
	err    error
	asked  chan struct{} // nil: nobody wants to know
}

func (d *desk) CurrentIncident(ctx context.Context) (incident.Incident, bool, error) {
	if d.asked != nil {
		select {
		case d.asked <- struct{}{}:
		case <-ctx.Done():
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err != nil || d.open == nil {
		return incident.Incident{}, false, d.err
	}
	return *d.open, true, nil
}

func (d *desk) IncidentRecording(_ context.Context, _ int64, revision int) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.voices[revision] == nil {
		return nil, errors.New("no such voice")
	}
	return d.voices[revision], nil
}

func (d *desk) set(i *incident.Incident, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open, d.err = i, err
}

var now = time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)

type rig struct {
	*Board
	desk *desk
	now  time.Time
}

func build(t *testing.T, dir string, d *desk) *rig {
	t.Helper()
	r := &rig{desk: d, now: now}
	b, err := New(Options{Directory: dir, Espeak: devstack.Espeak(t), Zone: time.UTC, Now: func() time.Time { return r.now }}, d)
	if err != nil {
		t.Fatal(err)
	}
	r.Board = b
	return r
}

// hears checks what callers hear: the file is whole, and named as Asterisk wants it.
func (r *rig) hears(t *testing.T, id int64, name string) {
	t.Helper()
	got, sound, ok := r.Open()
	if !ok || got != id || sound != filepath.Join(r.Directory, name) {
		t.Fatalf("callers hear %d from %s (%v), want %d from %s", got, sound, ok, id, name)
	}
	raw, err := os.ReadFile(sound + extension)
	if err != nil {
		t.Fatal(err)
	}
	a, err := wav.ReadBytes(raw)
	if err != nil || a.Rate != 8000 || len(a.Samples) != 1 || len(a.Samples[0]) < 8000 {
		t.Errorf("%s: rate %d, %v", name, a.Rate, err)
	}
}

func storm(revision int) *incident.Incident {
	return &incident.Incident{ID: 7, Revision: revision, Draft: incident.Draft{Area: "Quận Lê Chân", Text: "Mất điện do bão.", ExpectedEnd: now.Add(time.Hour)}}
}

// An incident from its opening to its end.
func TestAnnounce(t *testing.T) {
	r := build(t, t.TempDir(), &desk{voices: map[int][]byte{}})
	look := func() { r.look(t.Context()) }
	silent := func() {
		t.Helper()
		if id, _, ok := r.Open(); ok {
			t.Fatalf("callers hear of %d", id)
		}
	}
	look()
	silent()

	r.desk.set(storm(1), nil)
	look()
	r.hears(t, 7, "incident-7-1")
	if ready, err := r.Voice(7, 1); !ready || err != nil {
		t.Errorf("voice: %v, %v", ready, err)
	}

	// The time that it should have been over passes.
	r.now = now.Add(2 * time.Hour)
	look()
	r.hears(t, 7, "incident-7-1-late")

	// A person's voice, which is not there at first: the words before are heard on.
	spoken := storm(2)
	spoken.Recorded = true
	r.desk.set(spoken, nil)
	look()
	r.hears(t, 7, "incident-7-1-late")
	if ready, err := r.Voice(7, 2); ready || err == nil {
		t.Errorf("a voice that is not there: %v, %v", ready, err)
	}
	voice, err := prompts.Say(t.Context(), r.Espeak, "đây là giọng người thật")
	if err != nil {
		t.Fatal(err)
	}
	r.desk.voices[2] = voice
	look()
	r.hears(t, 7, "incident-7-2")
	f, err := r.Sound(7, 2)
	if err != nil {
		t.Fatal(err)
	}
	heard, err := io.ReadAll(f)
	if err != nil || f.Close() != nil || string(heard) != string(voice) {
		t.Errorf("what the panel plays is not what callers hear: %v", err)
	}

	// The database goes away, and another process starts: nothing changes for callers.
	r.desk.set(nil, errors.New("database away"))
	look()
	r.hears(t, 7, "incident-7-2")
	again := build(t, r.Directory, r.desk)
	again.hears(t, 7, "incident-7-2")

	// It is over; the files stay for those who are hearing them, for a day.
	r.desk.set(nil, nil)
	look()
	silent()
	if _, _, ok := build(t, r.Directory, r.desk).Open(); ok {
		t.Error("a new process announces what is over")
	}
	if _, err := os.Stat(filepath.Join(r.Directory, "incident-7-2.wav")); err != nil {
		t.Error(err)
	}
	next := storm(1)
	next.ID = 8
	r.desk.set(next, nil)
	r.now = time.Now().Add(25 * time.Hour)
	look()
	r.hears(t, 8, "incident-8-1-late")
	if old, _ := filepath.Glob(filepath.Join(r.Directory, "incident-7-*")); len(old) != 0 {
		t.Errorf("left after a day: %v", old)
	}
}

// The synthesiser is missing: the old incident ends all the same, and the reason is told.
func TestVoiceThatCannotBeMade(t *testing.T) {
	r := build(t, t.TempDir(), &desk{})
	r.desk.set(storm(1), nil)
	r.look(t.Context())
	r.hears(t, 7, "incident-7-1")
	r.Espeak = "/nonexistent/espeak-ng"
	next := storm(1)
	next.ID = 8
	r.desk.set(next, nil)
	r.look(t.Context())
	if id, _, ok := r.Open(); ok {
		t.Errorf("callers hear of %d", id)
	}
	if ready, err := r.Voice(8, 1); ready || err == nil {
		t.Errorf("%v, %v", ready, err)
	}
}

func TestRunLooksWhenTold(t *testing.T) {
	d := &desk{asked: make(chan struct{})}
	b, err := New(Options{Directory: t.TempDir(), Espeak: devstack.Espeak(t), Every: time.Hour}, d)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); b.Run(ctx) }()
	<-d.asked // as it begins
	d.set(storm(1), nil)
	b.Refresh()
	<-d.asked
	b.Refresh()
	<-d.asked // it asks again when it has done what the last answer said
	if _, _, ok := b.Open(); !ok {
		t.Error("not announced")
	}
	cancel()
	<-done
}

// What is left on the disk cannot lead out of the directory, nor name what is not there.
func TestRememberedNonsense(t *testing.T) {
	for _, kept := range []string{``, `{`, `{"incident":1,"sound":"../../etc/passwd"}`, `{"incident":1,"sound":"incident-1-1"}`} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, current), []byte(kept), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, sound, ok := build(t, dir, &desk{}).Open(); ok {
			t.Errorf("%s: announces %s", kept, sound)
		}
	}
}

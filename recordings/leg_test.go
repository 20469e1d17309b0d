package recordings

import (
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/wav"
	"hotline1022/telephony/call"
)

// aside is what operator and officer said while the citizen heard music.
var aside = leg{"pbx1-1764000000.1", "consult-3"}

// consulted enters the call, and the leg as the journal does before it has a sound.
func (r *rig) consulted(l leg) {
	r.t.Helper()
	r.arrived(l.call)
	err := r.store.Apply(r.t.Context(), []call.Entry{{
		ID: uuid.NewString(), At: time.Now(), Node: "pbx1", Kind: call.KindRecording, Call: l.call,
		Data: call.Leg{Leg: l.name, Operator: "op01", Number: "0225300002", Unit: "SXD"},
	}})
	if err != nil {
		r.t.Fatal(err)
	}
}

// wrote puts a leg's sides into the spool as the gateway does.
func (r *rig) wrote(l leg, outside, staff []byte, closed bool) {
	r.t.Helper()
	rx, tx, done := LegFiles(string(r.spool), l.call, l.name)
	files := map[string][]byte{rx: outside, tx: staff}
	if closed {
		files[done] = nil
	}
	for path, b := range files {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			r.t.Fatal(err)
		}
	}
}

// legRow is a leg's row, if there is one.
func (r *rig) legRow(l leg) (db.Recording, bool) {
	r.t.Helper()
	rows, err := r.store.RecordingsOfCall(r.t.Context(), string(l.call))
	if err != nil {
		r.t.Fatal(err)
	}
	for _, row := range rows {
		if row.Leg == l.name {
			return row, true
		}
	}
	return db.Recording{}, false
}

func (r *rig) legIn(l leg, state string) db.Recording {
	r.t.Helper()
	var row db.Recording
	r.until(l.String()+" "+state, func() bool {
		row, _ = r.legRow(l)
		return row.State == state
	})
	return row
}

// A consultation is archived while its call goes on, and removed for itself.
func TestLegOfItsOwn(t *testing.T) {
	r := newRig(t)
	r.opts.KeepFor = time.Nanosecond
	r.live[aside.call] = true
	s, _ := r.run(r.minio.Endpoint)
	r.consulted(aside)
	put(t, r.spool, aside.call, endCitizen, citizen)
	row := r.legIn(aside, store.RecordingExpected)
	if row.Operator != "op01" || row.Number != "0225300002" || row.Unit != "SXD" {
		t.Errorf("before a sound of it: %+v", row)
	}
	r.wrote(aside, citizen, staff, true)
	row = r.legIn(aside, store.RecordingArchived)
	if want := row.CreatedAt.UTC().Format("2006/01/02") + "/pbx1-1764000000.1/consult-3.wav"; *row.Object != want || row.Salvaged || row.Detail != "" {
		t.Errorf("%+v, want object %s", row, want)
	}
	b := r.object(s, row)
	for i, data := 0, b[wav.HeaderSize:]; i < len(citizen); i++ {
		if data[2*i] != citizen[i] || data[2*i+1] != staff[i] {
			t.Fatalf("frame %d is not the wire's", i)
		}
	}
	r.until("its files are released", func() bool { return !r.spool.has(aside) })
	if !r.here(aside.call, endCitizen) {
		t.Error("the citizen's recording is gone with it")
	}
	if row, ok := r.legRow(own(aside.call)); !ok || row.State != store.RecordingExpected {
		t.Errorf("the citizen's recording: %+v", row)
	}
}

// The process died in a consultation, and the call lives: what was written is taken up
// once nobody has written for a while, and not before.
func TestLegIsSalvaged(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	r.live[aside.call] = true
	r.consulted(aside)
	r.wrote(aside, citizen, staff[:len(staff)-800], false)
	s.pass(t.Context())
	if row, _ := r.legRow(aside); row.State != store.RecordingExpected {
		t.Fatalf("taken from who may still write: %+v", row)
	}
	s.Now = func() time.Time { return time.Now().Add(s.SalvageAfter + time.Second) }
	s.pass(t.Context())
	row, _ := r.legRow(aside)
	if row.State != store.RecordingSpooled || !row.Salvaged || *row.DurationMs != 2000 || row.Detail != "the staff side ended 100 ms early and was filled with silence" {
		t.Errorf("%+v", row)
	}
}

// The database lost the journal's entry, or has not got it yet.
func TestLegWithoutARow(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	r.drained.Store(false)
	r.wrote(aside, citizen, staff, true)
	s.pass(t.Context())
	if _, ok := r.legRow(aside); ok {
		t.Fatal("entered before its time")
	}
	r.drained.Store(true)
	s.Now = func() time.Time { return time.Now().Add(time.Minute) }
	s.pass(t.Context())
	if row, _ := r.legRow(aside); row.State != store.RecordingSpooled || row.Operator != "" {
		t.Errorf("%+v", row)
	}
	if c := r.callRow(aside.call); c.Node != "pbx1" {
		t.Errorf("its call: %+v", c)
	}
	r.consulted(aside) // the entry comes after all
	if row, _ := r.legRow(aside); row.State != store.RecordingSpooled || row.Operator != "op01" || row.Unit != "SXD" {
		t.Errorf("%+v", row)
	}
}

func TestLegThatNeverCame(t *testing.T) {
	r := newRig(t)
	r.opts.MissingAfter = -time.Hour
	s, _ := r.service(r.minio.Endpoint)
	r.live[aside.call] = true
	r.consulted(aside)
	s.pass(t.Context())
	if row, _ := r.legRow(aside); row.State != store.RecordingMissing {
		t.Errorf("%+v", row)
	}
}

func TestLegWithoutASample(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	r.live[aside.call] = true
	r.consulted(aside)
	r.wrote(aside, nil, nil, true)
	s.pass(t.Context())
	if row, _ := r.legRow(aside); row.State != store.RecordingMissing || r.spool.has(aside) {
		t.Errorf("%+v, files are left: %v", row, r.spool.has(aside))
	}
}

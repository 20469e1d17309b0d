package store

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

func spool(t *testing.T, s *Store, f Found) (r db.Recording, fresh bool) {
	t.Helper()
	f.SHA256, f.Bytes, f.DurationMs, f.Channels = strings.Repeat("a1", 32), 100, 60000, 2
	err := s.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) (err error) {
		r, fresh, err = s.MarkSpooled(t.Context(), tx, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, fresh
}

func TestRecordingFromExpectedToArchived(t *testing.T) {
	s := open(t)
	const id = call.ID("pbx1-3.1")
	apply(t, s, entry(0, id, call.KindArrived, call.Arrived{From: "0912345678"}))
	f := Found{Call: id, Leg: LegCall, SpooledAt: at(60)}
	r, fresh := spool(t, s, f)
	if !fresh || r.State != RecordingSpooled {
		t.Fatalf("%+v, fresh %v", r, fresh)
	}
	if again, fresh := spool(t, s, f); fresh || again.ID != r.ID {
		t.Errorf("again: %+v, fresh %v", again, fresh)
	}
	done := db.RecordingArchivedParams{
		ID: r.ID, Sha256: strings.Repeat("a1", 32), Bytes: 100, DurationMs: 60000, Channels: 2, Bucket: "b", Object: "o", ArchivedAt: at(61),
	}
	for range 2 {
		if r, err := s.RecordingArchived(t.Context(), done); err != nil || r.State != RecordingArchived || *r.Object != "o" {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	if got, err := s.Recording(t.Context(), r.ID); err != nil || *got.DurationMs != 60000 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, fresh := spool(t, s, f); fresh {
		t.Error("an archived recording was spooled again")
	}
	if n, err := s.RecordingReleased(t.Context(), db.RecordingReleasedParams{ID: r.ID, ReleasedAt: at(100)}); err != nil || n != 1 {
		t.Errorf("released %d, %v", n, err)
	}
}

// Everything but Asterisk was down: the file makes the row and the call.
func TestRecordingFoundWithoutARow(t *testing.T) {
	s := open(t)
	const id = call.ID("pbx1-3.2")
	f := Found{Call: id, Leg: LegCall, SpooledAt: at(60), Salvaged: true, Entries: []call.Entry{
		entry(0, id, call.KindArrived, call.Arrived{From: "0912345678", To: "02251022"}),
		entry(50, id, call.KindEnded, call.Ended{Class: call.EndSystem, Reason: call.ReasonUnobserved}),
	}}
	if r, fresh := spool(t, s, f); !fresh || !r.Salvaged || r.State != RecordingSpooled {
		t.Fatalf("%+v, fresh %v", r, fresh)
	}
	if c := callOf(t, s, id); c.FromNumber != "0912345678" || *c.EndReason != "unobserved" {
		t.Errorf("call: %+v", c)
	}
}

func TestRecordingMissingThenCame(t *testing.T) {
	s := open(t)
	const id = call.ID("pbx1-3.3")
	apply(t, s, entry(0, id, call.KindArrived, call.Arrived{}))
	open, err := s.RecordingsInState(t.Context(), db.RecordingsInStateParams{Node: "pbx1", State: RecordingExpected, Before: at(3600), Page: 10})
	if err != nil || len(open) != 1 {
		t.Fatalf("%+v, %v", open, err)
	}
	if n, err := s.RecordingMissing(t.Context(), db.RecordingMissingParams{ID: open[0].ID, Detail: "no file"}); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	if r, fresh := spool(t, s, Found{Call: id, Leg: LegCall, SpooledAt: at(60)}); !fresh || r.Detail != "" {
		t.Errorf("%+v, fresh %v", r, fresh)
	}
}

func TestRecordingNotFound(t *testing.T) {
	if _, err := open(t).Recording(t.Context(), uuid.New()); !errors.Is(err, ErrNotFound) {
		t.Errorf("err = %v", err)
	}
}

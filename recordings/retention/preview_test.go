package retention_test

import (
	"testing"
	"time"
)

// What is over is foretold before the first plan, then stands in it; nothing is changed by looking.
func TestPreview(t *testing.T) {
	r := newRig(t)
	r.recorded("old", 6*365*24*time.Hour, true, time.Time{})
	r.sql("UPDATE recordings SET keep_until = $1, keep_rule = 'x'", r.now.Add(-time.Hour))
	p, err := r.service.Preview(t.Context())
	if err != nil || !p.Deletes || len(p.Plans) != 0 || len(p.Announce) != 1 || p.Announce[0].Rule != "x" || p.Announce[0].Recordings != 1 || !p.From.Equal(r.now) {
		t.Fatalf("before a pass: %+v, %v", p, err)
	}
	r.pass()
	if p, err = r.service.Preview(t.Context()); err != nil || len(p.Announce) != 0 || len(p.Plans) != 1 || p.Plans[0].Due || p.Plans[0].Rules[0].Recordings != 1 {
		t.Errorf("announced: %+v, %v", p, err)
	}
	r.now = r.now.Add(notice + time.Minute)
	if p, err = r.service.Preview(t.Context()); err != nil || len(p.Plans) != 1 || !p.Plans[0].Due || p.Plans[0].Rules[0].Held != 0 {
		t.Errorf("due: %+v, %v", p, err)
	}
	r.sql("INSERT INTO legal_holds (call_id, reason, placed_at, placed_by) VALUES ('old', 'x', now(), 'office')")
	if p, err = r.service.Preview(t.Context()); err != nil || p.Plans[0].Rules[0].Held != 1 {
		t.Errorf("held: %+v, %v", p, err)
	}
}

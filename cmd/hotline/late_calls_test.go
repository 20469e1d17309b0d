package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/evidence"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/telephony/call"
)

// look verifies by the keeper's clock, all that there is.
func (p *proven) look(t *testing.T) (faults []string, r keeper.Report) {
	t.Helper()
	r, err := p.keeper.Verify(t.Context(), keeper.Look{Since: p.days[0], Until: evidence.DayOf(p.clock)})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Faults {
		faults = append(faults, f.Kind+" "+f.Object)
	}
	return faults, r
}

func (p *proven) expectLook(t *testing.T, want ...string) {
	t.Helper()
	if faults, r := p.look(t); !slices.Equal(faults, want) {
		t.Errorf("found %q, want %q: %+v", faults, want, r)
	}
}

// made is what the keeper's job does then.
func (p *proven) made(t *testing.T, at time.Time, days int) {
	t.Helper()
	p.clock = at
	if n, err := p.keeper.MakeDue(t.Context()); err != nil || n != days {
		t.Fatalf("%s: %d manifests of days, %v; want %d", at, n, err, days)
	}
}

// What becomes known of a call by right, after an end that was only inferred, is not taken for tampering; nor is a call that comes late. Both are
// covered once they are listed.
func TestWhatComesLateIsNotTamperedWith(t *testing.T) {
	p := newProven(t)
	today := p.days[2].Next()
	at := today.Begin().Add(7 * time.Hour)
	entry := func(id call.ID, n int, kind call.Kind, data any) call.Entry {
		return call.Entry{ID: call.OnceID(id, kind, n), At: at.Add(time.Duration(n) * time.Second), Node: "test1", Kind: kind, Call: id, Data: data}
	}
	apply := func(all ...call.Entry) {
		t.Helper()
		if err := p.store.Apply(t.Context(), all); err != nil {
			t.Fatal(err)
		}
	}
	unseen := call.Ended{Class: call.EndCitizen, Reason: call.ReasonUnobserved}
	for _, id := range []call.ID{"test1-1.1", "test1-1.2", "test1-1.3"} {
		apply(entry(id, 0, call.KindArrived, call.Arrived{From: "0912345678", To: "1022"}), entry(id, 9, call.KindEnded, unseen))
	}
	p.made(t, today.Begin().Add(8*time.Hour+50*time.Minute), 0)
	p.expectLook(t)
	// They are listed at once, with the end that was inferred; while it was not seen nothing comes by right.
	for _, set := range []string{"answered_at = started_at + interval '1 second'", "from_number = '0987654321'", "ended_at = ended_at + interval '1 second'"} {
		p.superuser("CREATE TABLE kept AS SELECT * FROM calls WHERE id = 'test1-1.3'", "UPDATE calls SET "+set+" WHERE id = 'test1-1.3'")
		p.expectLook(t, "call_changed call:test1-1.3")
		p.superuser("DELETE FROM calls WHERE id = 'test1-1.3'", "INSERT INTO calls SELECT * FROM kept", "DROP TABLE kept")
	}
	apply(entry("test1-1.3", 1, call.KindAnswered, nil), entry("test1-1.3", 2, call.KindQueued, call.Queued{Queue: "tong-dai"}),
		entry("test1-1.3", 3, call.KindFallback, nil), entry("test1-1.3", 10, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonFallback}))
	if found, r := p.look(t); len(found) != 0 || len(r.Late) != 1 || r.Late[0].Detail != "the manifest of "+string(today)+"T08 listed it before its end was seen; answered_at, queued_at, left_queue_at, queue, ended_at, end_reason came after that" {
		t.Errorf("%q, %+v", found, r.Late)
	}
	p.superuser("UPDATE calls SET from_number = '0987654321' WHERE id = 'test1-1.3'")
	p.expectLook(t, "call_changed call:test1-1.3")
	p.superuser("UPDATE calls SET from_number = '0912345678' WHERE id = 'test1-1.3'")
	// The one met the dialplan's fallback, as it turns out; the other is never heard of again.
	apply(entry("test1-1.1", 1, call.KindAnswered, nil), entry("test1-1.1", 2, call.KindQueued, call.Queued{Queue: "tong-dai"}),
		entry("test1-1.1", 3, call.KindFallback, nil), entry("test1-1.1", 10, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonFallback}))
	p.expectLook(t)
	p.made(t, today.Begin().Add(9*time.Hour+10*time.Minute), 0)
	p.expectLook(t)
	tamper := func(id string) {
		t.Helper()
		p.superuser("UPDATE calls SET answered_at = started_at + interval '1 hour' WHERE id = '"+id+"'", "UPDATE recordings SET state = 'missing' WHERE state = 'expected'")
		p.expectLook(t, "call_changed call:"+id)
		p.superuser("UPDATE calls SET answered_at = CASE id WHEN 'test1-1.1' THEN started_at + interval '1 second' END WHERE id = '" + id + "'")
		p.expectLook(t)
	}
	tamper("test1-1.1")
	lately := func(id, want string) {
		t.Helper()
		if got, err := p.store.ListedLately(t.Context(), id, true); got != want || err != nil {
			t.Errorf("a package of %s has the manifest of %q, %v; want %q", id, got, err, want)
		}
	}
	lately("test1-1.1", string(today)+"T09") // as it is known now
	lately("test1-1.2", string(today)+"T08")
	p.made(t, today.Next().Begin().Add(10*time.Minute), 1)
	lately("test1-1.2", string(today))
	p.expectLook(t)

	// Off for five days, and the nightly look comes before the manifests' job.
	p.clock = today.Begin().AddDate(0, 0, 6).Add(time.Hour)
	if err := p.keeper.CheckSome(t.Context()); err != nil {
		t.Fatal(err)
	}
	var faults int
	if err := p.store.Pool().QueryRow(t.Context(), "SELECT faults FROM evidence_checks ORDER BY id DESC LIMIT 1").Scan(&faults); err != nil || faults != 0 {
		t.Errorf("the nightly look found %d faults, %v", faults, err)
	}
	tamper("test1-1.2") // its facts can change no more: it is listed

	// A node comes back after thirty days, with more calls than are named.
	p.made(t, today.Begin().AddDate(0, 0, 30).Add(time.Hour), 24)
	p.superuser("INSERT INTO calls (id, node, state, started_at, ended_at, end_class, end_reason) SELECT 'late' || to_char(n, 'FM0000'), 'test1', 'ended', '" +
		at.Format(time.RFC3339) + "'::timestamptz + n * interval '1 second', '" + at.Format(time.RFC3339) + "'::timestamptz + n * interval '1 second', 'citizen', 'hangup' FROM generate_series(1, 1003) n")
	found, r := p.look(t)
	if len(found) != 1001 || found[0] != "call_unlisted call:late0001" || found[1000] != "call_unlisted calls" || !strings.HasPrefix(r.Faults[1000].Detail, "3 more are in no manifest, 1003 in all") {
		t.Errorf("%d found, the last %+v", len(found), r.Faults[len(r.Faults)-1])
	}
	// Of one the journal tells nothing: its row was added.
	p.superuser("INSERT INTO call_events (id, at, node, kind, call_id, problem) SELECT id, started_at, 'test1', 'call.ended', id, '' FROM calls WHERE id LIKE 'late%' AND id <> 'late0007'")
	p.made(t, today.Begin().AddDate(0, 0, 31).Add(time.Hour), 1)
	if found, r = p.look(t); !slices.Equal(found, []string{"call_unwitnessed call:late0007"}) || len(r.Late) != 2+1003 || r.Late[0].Call != "test1-1.1" || r.Late[1].Call != "test1-1.3" || r.Late[2].Call != "late0001" || r.Calls != 3+3+1003 {
		t.Errorf("%q, %d late of %d", found, len(r.Late), r.Calls)
	}
	// More recordings that never came than are named.
	p.superuser("INSERT INTO recordings (call_id, leg, state) SELECT id, 'call', 'missing' FROM calls WHERE id LIKE 'late%'",
		"UPDATE recordings SET created_at = '"+at.Format(time.RFC3339)+"' WHERE call_id LIKE 'late%'")
	_, r = p.look(t)
	var said strings.Builder
	_ = tell(&said, false, r) // it says its conclusion as well
	if all := fmt.Sprintf("%d in all", len(r.Lost)+int(r.LostBeside)); len(r.Lost) != 1000 || r.LostBeside < 3 ||
		!strings.Contains(said.String(), "more, "+all) || !strings.Contains(r.Summary(), fmt.Sprintf("%d lost", 1000+r.LostBeside)) {
		t.Errorf("%d lost named, %d beside; %s", len(r.Lost), r.LostBeside, r.Summary())
	}
	// Of calls that promised nothing nothing is lost.
	p.superuser("UPDATE recordings SET checked_at = created_at, flaws = CASE WHEN call_id <= 'late0003' THEN '{lost}'::text[] ELSE '{}' END WHERE call_id LIKE 'late%'")
	before := len(r.Lost) + int(r.LostBeside)
	if _, r = p.look(t); len(r.Lost)+int(r.LostBeside) != before-1000 {
		t.Errorf("%d lost, %d before", len(r.Lost)+int(r.LostBeside), before)
	}
}

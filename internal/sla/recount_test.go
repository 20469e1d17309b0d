package sla

import (
	"slices"
	"testing"
	"time"

	"hotline1022/internal/worktime"
)

// The days of Tết are announced when deadlines over them have been given already.
func TestCalendarChangedUnderOpenClocks(t *testing.T) {
	l := law(t)
	events := []Event{{What: Received, At: at("2027-02-04 09:30")}, {What: Assigned, At: at("2027-02-04 10:00"), Unit: "A"}}
	s, _ := tell(t, l, events, at("2027-02-04 11:00"))
	tet := spec(t)
	for _, day := range []int{5, 8, 9} {
		tet.Days = append(tet.Days, worktime.Day{Date: worktime.NewDate(2027, time.February, day), Kind: worktime.Holiday, Grade: worktime.Verified})
	}
	is := calendar(t, tet)

	moved, fired, was, err := l.Recount(s, is, at("2027-02-04 11:00"))
	if want := []string{"ask_back met", "officer A running until 2027-02-10 10:00"}; err != nil || fired != nil || !slices.Equal(lines(moved), want) {
		t.Fatalf("%q, %v, %v", lines(moved), fired, err)
	}
	if len(was) != 1 || !was[0].Due.Equal(at("2027-02-05 10:00")) {
		t.Errorf("as they were: %+v", was)
	}

	// What had run out by the old calendar has run out, noticed or not.
	after, fired, _, err := l.Recount(s, is, at("2027-02-05 10:01"))
	if want := []string{"ask_back met", "officer A expired", "head A running until 2027-02-17 17:00"}; err != nil || len(fired) != 1 || !slices.Equal(lines(after), want) {
		t.Errorf("%q, %v, %v", lines(after), fired, err)
	}

	// Taken back on the 9th, the term is over since the 5th: the preview says so, and
	// what then fires is stamped with the change.
	back := Law{l.Policy, is}
	now := at("2027-02-09 09:00")
	moves := worktime.Preview(is, l.Calendar, open(moved), l.Policy.Due)
	if len(moves) != 1 || !moves[0].IntoPast(now) || !moves[0].Is.Equal(at("2027-02-05 10:00")) {
		t.Errorf("%+v", moves)
	}
	late, fired, _, err := back.Recount(moved, l.Calendar, now)
	if err != nil || fired != nil {
		t.Fatal(fired, err)
	}
	_, fired, err = l.Advance(late, now.Add(Grain))
	if err != nil || len(fired) != 1 || !fired[0].At.Equal(now) || !fired[0].Due.Equal(at("2027-02-05 10:00")) {
		t.Errorf("%+v, %v", fired, err)
	}
}

// The clocks of two machines differ: what one stamps before what it follows counts
// as happening with it.
func TestAnEventStampedTooEarly(t *testing.T) {
	l := law(t)
	s, _ := tell(t, l, []Event{received, assigned, {What: Returned, At: at("2026-11-26 08:59"), Unit: "A"}}, at("2026-11-26 10:00"))
	if c := s.Clocks[1]; c.State != Dropped || !c.Ended.Equal(assigned.At) || !s.Last.Equal(assigned.At) {
		t.Errorf("%+v", c)
	}
	// So does what it stamps before a firing, or before another calendar's day.
	s, _ = tell(t, l, []Event{received, assigned}, at("2026-11-27 09:01"))
	recounted, _, _, err := l.Recount(s, l.Calendar, at("2026-11-27 09:30"))
	if err != nil {
		t.Fatal(err)
	}
	for want, s := range map[string]Sheet{"2026-11-27 09:00": s, "2026-11-27 09:30": recounted} {
		s, _, err := l.Apply(s, Event{What: Returned, At: at("2026-11-27 08:59"), Unit: "A"})
		if err != nil || !s.Last.Equal(at(want)) || !s.Clocks[2].Ended.Equal(at(want)) {
			t.Errorf("%+v, %v; want %s", s, err, want)
		}
	}
}

// A year of a unit that never answers passes at once.
func BenchmarkYearOfNobodyAnswering(b *testing.B) {
	l := law(b)
	b.ReportAllocs()
	for b.Loop() {
		tell(b, l, []Event{received, assigned}, at("2027-11-26 08:00"))
	}
}

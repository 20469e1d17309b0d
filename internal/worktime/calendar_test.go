package worktime

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestNewRefuses(t *testing.T) {
	morning := []Session{{Clock(8, 0), Clock(12, 0)}}
	for _, c := range []struct {
		name   string
		change func(*Spec)
		want   Fault
	}{
		{"no zone", func(s *Spec) { s.Zone = nil }, Fault{"zone", BadZone, "none"}},
		{"no hours", func(s *Spec) { s.Hours = nil }, Fault{"until", BadSpan, "2030-01-01"}},
		{"no days", func(s *Spec) { s.Until = s.Hours[0].From }, Fault{"until", BadSpan, "2024-01-01"}},
		{"a century and more", func(s *Spec) { s.Until = NewDate(2125, time.January, 1) }, Fault{"until", BadSpan, "2125-01-01"}},
		{"hours out of order", func(s *Spec) { s.Hours = append(s.Hours, s.Hours[0]) }, Fault{"hours[1]", BadOrder, "2024-01-01"}},
		{"a day of the week twice", func(s *Spec) { s.Hours[0].Week = append(s.Hours[0].Week, time.Monday) }, Fault{"hours[0]", BadWeek, "Monday"}},
		{"a day of no week", func(s *Spec) { s.Hours[0].Week = []time.Weekday{8} }, Fault{"hours[0]", BadWeek, "%!Weekday(8)"}},
		{"no season", func(s *Spec) { s.Hours[0].Seasons = nil }, Fault{"hours[0]", BadSeason, "none"}},
		{"a season that leap years alone have", func(s *Spec) { s.Hours[0].Seasons = []Season{{time.February, 29, morning}} }, Fault{"hours[0].seasons[0]", BadSeason, "02-29"}},
		{"seasons out of order", func(s *Spec) { s.Hours[0].Seasons = []Season{{time.May, 1, morning}, {time.April, 1, morning}} }, Fault{"hours[0].seasons[1]", BadSeason, "04-01"}},
		{"a working day without sessions", func(s *Spec) { s.Hours[0].Seasons[0].Sessions = nil }, Fault{"hours[0].seasons[0]", BadSessions, "none"}},
		{"a session backwards", func(s *Spec) { s.Hours[0].Seasons[0].Sessions = []Session{{Clock(12, 0), Clock(8, 0)}} }, Fault{"hours[0].seasons[0]", BadSessions, "12:00-08:00"}},
		{"sessions that touch", func(s *Spec) { s.Hours[0].Seasons[0].Sessions = append(morning, Session{Clock(12, 0), Clock(13, 0)}) }, Fault{"hours[0].seasons[0]", BadSessions, "12:00-13:00"}},
		{"past midnight", func(s *Spec) { s.Hours[0].Seasons[0].Sessions = []Session{{Clock(8, 0), Clock(25, 0)}} }, Fault{"hours[0].seasons[0]", BadSessions, "08:00-25:00"}},
		{"a date twice", func(s *Spec) { s.Days = append(s.Days, s.Days[0]) }, Fault{"days[2024-01-01]", Twice, "holiday"}},
		{"a holiday of its own hours", func(s *Spec) { s.Days[0].Sessions = morning }, Fault{"days[2024-01-01]", BadSessions, "on a day without work"}},
		{"changed, to nothing", func(s *Spec) { s.Days[0].Kind = Changed }, Fault{"days[2024-01-01]", BadSessions, "none"}},
		{"a make-up Monday", func(s *Spec) { s.Days[0].Kind = MakeUp }, Fault{"days[2024-01-01]", NotSaturday, "Monday"}},
		{"of no kind", func(s *Spec) { s.Days[0].Kind = "feast" }, Fault{"days[2024-01-01]", BadKind, "feast"}},
	} {
		spec := officeSpec(t)
		c.change(&spec)
		calendar, err := New(spec)
		var faults Faults
		if !errors.As(err, &faults) || !slices.Equal(faults, Faults{c.want}) || calendar != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// The version is the working time's, not the wording's.
func TestVersion(t *testing.T) {
	first := build(t, officeSpec(t))
	same := officeSpec(t)
	slices.Reverse(same.Days)
	same.Days[3].Name, same.Hours[0].Basis = "another", "another"
	if again := build(t, same); again.Version() != first.Version() || len(first.Version()) != 16 {
		t.Errorf("%s, %s", first.Version(), again.Version())
	}
	other := officeSpec(t)
	other.Days = other.Days[1:]
	if without := build(t, other); without.Version() == first.Version() {
		t.Error("a day off less, and the same version")
	}
}

// Nothing that was given to a calendar, or got from it, changes it afterwards.
func TestCalendarNeverChanges(t *testing.T) {
	spec := officeSpec(t)
	spec.Days = append(spec.Days, Day{Date: NewDate(2026, time.December, 2), Kind: Changed, Sessions: []Session{{Clock(8, 0), Clock(9, 0)}}})
	c := build(t, spec)
	was, version := c.Unsettled(0, 1<<30), c.Version()
	spec.Days[len(spec.Days)-1].Sessions[0].Close = 1000
	spec.Hours[0].Seasons[0].Sessions[0].Open = 0
	was[0].Name = "another"
	for _, d := range c.Unsettled(0, 1<<30) {
		if d.Name == "another" || (d.Kind == Changed && d.Sessions[0].Close != Clock(9, 0)) {
			t.Errorf("%+v", d)
		}
	}
	if c.hash() != version {
		t.Error("changed")
	}
}

// Announced late: the days beside the first of Tết Đinh Mùi. The preview names the
// deadlines that move, and the dates, before anything is saved.
func TestPreviewOfTetAnnouncedLate(t *testing.T) {
	spec := officeSpec(t)
	was := build(t, spec)
	for d := NewDate(2027, time.February, 5); d <= NewDate(2027, time.February, 10); d++ {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			spec.Days = append(spec.Days, Day{Date: d, Kind: Holiday, Name: "Tết Đinh Mùi", Grade: Verified})
		}
	}
	is := build(t, spec)
	begun := []time.Time{at("2027-02-03 09:00"), at("2027-02-04 09:00"), at("2027-02-05 08:00"), at("2027-02-11 09:00")}
	due := func(c *Calendar, from time.Time) (time.Time, error) { return c.Add(from, 8*time.Hour) }
	moves := Preview(was, is, begun, due)
	if len(moves) != 2 || !moves[0].Is.Equal(at("2027-02-11 09:00")) || !moves[0].Was.Equal(at("2027-02-05 09:00")) || !moves[1].Deadline.Equal(begun[2]) {
		t.Errorf("%+v", moves)
	}
	if dates := Diff(was, is); len(dates) != 4 || dates[0].Date.String() != "2027-02-05" || len(dates[0].Was) != 2 || dates[0].Is != nil {
		t.Errorf("%+v", dates)
	}
	// Taken back again on the 8th: a deadline is over that was not yet.
	back := Preview(is, was, begun, due)
	if !back[0].IntoPast(at("2027-02-08 10:00")) || back[0].IntoPast(at("2027-02-05 08:00")) || back[0].IntoPast(at("2027-03-01 08:00")) {
		t.Errorf("%+v", back[0])
	}
}

func TestPreviewTellsWhatNoCalendarKnows(t *testing.T) {
	spec := officeSpec(t)
	was := build(t, spec)
	spec.Until = NewDate(2027, time.January, 1)
	is := build(t, spec)
	moves := Preview(was, is, []time.Time{at("2026-12-31 16:00"), at("2026-12-30 16:00")}, func(c *Calendar, from time.Time) (time.Time, error) {
		return c.Add(from, 8*time.Hour)
	})
	if len(moves) != 1 || !errors.Is(moves[0].IsErr, ErrExhausted) || moves[0].WasErr != nil || moves[0].IntoPast(at("2026-12-31 16:30")) {
		t.Errorf("%+v", moves)
	}
}

func BenchmarkAdd48(b *testing.B) {
	spec := officeSpec(b)
	spec.Until = NewDate(2044, time.January, 1)
	c, from := build(b, spec), at("2026-02-12 10:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Add(from, 48*time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewTwentyYears(b *testing.B) {
	spec := officeSpec(b)
	spec.Until = NewDate(2044, time.January, 1)
	b.ReportAllocs()
	for b.Loop() {
		build(b, spec)
	}
}

package worktime

import (
	"errors"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // Berlin, whose clocks change
)

var hanoi = time.FixedZone("+07", 7*60*60)

// at reads an instant of Hải Phòng's clocks.
func at(s string) time.Time {
	layout := "2006-01-02 15:04"
	if len(s) > len(layout) {
		layout = "2006-01-02 15:04:05.999999999"
	}
	t, err := time.ParseInLocation(layout, s, hanoi)
	if err != nil {
		panic(err)
	}
	return t
}

func build(t testing.TB, spec Spec) *Calendar {
	t.Helper()
	c, err := New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// officeSpec is the calendar that the program begins with.
func officeSpec(t testing.TB) Spec {
	t.Helper()
	known, err := KnownDays()
	if err != nil {
		t.Fatal(err)
	}
	return Spec{Zone: hanoi, Hours: OfficeHours(), Days: known, Until: NewDate(2030, time.January, 1)}
}

// seasonal is an office of summer and winter hours.
func seasonal(t testing.TB) *Calendar {
	spec := officeSpec(t)
	spec.Hours[0].Seasons = []Season{
		{Month: time.April, Day: 16, Sessions: []Session{{Clock(7, 0), Clock(11, 0)}, {Clock(13, 30), Clock(17, 30)}}},
		{Month: time.October, Day: 16, Sessions: []Session{{Clock(7, 30), Clock(11, 30)}, {Clock(13, 0), Clock(17, 0)}}},
	}
	return build(t, spec)
}

func TestAddGolden(t *testing.T) {
	office, seasons := build(t, officeSpec(t)), seasonal(t)
	for _, c := range []struct {
		name     string
		calendar *Calendar
		from     string
		hours    time.Duration
		want     string
	}{
		{"Điều 8.3: one hour, within the morning", office, "2026-11-26 08:15", 1, "2026-11-26 09:15"},
		{"over lunch", office, "2026-11-26 11:00", 1, "2026-11-26 13:30"},
		{"used up as lunch begins: due then, not after it", office, "2026-11-26 10:30", 1, "2026-11-26 11:30"},
		{"received at lunch", office, "2026-11-26 12:10", 1, "2026-11-26 14:00"},
		{"received as the morning closes", office, "2026-11-26 11:30", 1, "2026-11-26 14:00"},
		{"received as the day opens", office, "2026-11-26 07:30", 8, "2026-11-26 17:00"},
		{"received before the day opens", office, "2026-11-26 03:00", 8, "2026-11-26 17:00"},
		{"received in the day's last minute", office, "2026-11-26 16:59", 1, "2026-11-27 08:29"},
		{"received in its last nanosecond", office, "2026-11-26 16:59:59.999999999", 8, "2026-11-27 16:59:59.999999999"},
		{"received as it closes", office, "2026-11-26 17:00", 8, "2026-11-27 17:00"},
		{"received in the evening", office, "2026-11-26 20:00", 1, "2026-11-27 08:30"},
		{"due as the day closes, not as the next opens", office, "2026-11-26 16:00", 1, "2026-11-26 17:00"},
		{"Friday evening, over the week-end", office, "2026-11-27 16:30", 8, "2026-11-30 16:30"},
		{"received on Sunday", office, "2026-11-29 10:00", 8, "2026-11-30 17:00"},
		{"Điều 9.4: 48 hours are six days", office, "2026-11-26 09:00", 48, "2026-12-04 09:00"},
		{"Tết Bính Ngọ: nine days away", office, "2026-02-13 16:30", 8, "2026-02-23 16:30"},
		{"received on the first day of Tết", office, "2026-02-17 00:00", 1, "2026-02-23 08:30"},
		{"48 hours over Tết", office, "2026-02-12 07:30", 48, "2026-02-26 17:00"},
		{"Tết Giáp Thìn began on a Thursday", office, "2024-02-07 16:00", 2, "2024-02-15 08:30"},
		{"a make-up Saturday works", office, "2026-01-09 16:30", 1, "2026-01-10 08:00"},
		{"and its Sunday does not", office, "2026-01-10 16:30", 1, "2026-01-12 08:00"},
		{"the day that it makes up for", office, "2025-12-31 16:30", 8, "2026-01-05 16:30"},
		{"a make-up Saturday of 2024, a day off before it", office, "2024-04-26 16:00", 8, "2024-05-02 16:00"},
		{"Quốc khánh, with an exchanged Monday", office, "2026-08-28 16:00", 8, "2026-09-03 16:00"},
		{"Giỗ Tổ on a Sunday: the Monday is off", office, "2026-04-24 16:00", 2, "2026-04-28 08:30"},
		{"no law yet makes 24/11 a holiday", office, "2026-11-23 16:00", 2, "2026-11-24 08:30"},
		{"summer: another lunch", seasons, "2026-06-01 10:30", 1, "2026-06-01 14:00"},
		{"summer's last evening, winter's first morning", seasons, "2026-10-15 17:00", 2, "2026-10-16 09:00"},
		{"winter's last evening, summer's first morning", seasons, "2026-04-15 16:30", 2, "2026-04-16 08:30"},
		{"the year's last season goes on in the new year", seasons, "2026-01-05 16:30", 1, "2026-01-06 08:00"},
		{"48 hours over the seasons' change", seasons, "2026-10-13 07:00", 48, "2026-10-20 17:00"},
		{"a make-up Saturday has its season's hours", seasons, "2026-08-22 16:45", 1, "2026-08-24 07:15"},
	} {
		got, err := c.calendar.Add(at(c.from), c.hours*time.Hour)
		if err != nil || !got.Equal(at(c.want)) {
			t.Errorf("%s: %s + %d h = %s, %v; want %s", c.name, c.from, c.hours, got, err, c.want)
		}
		if back, err := c.calendar.Between(at(c.from), got); err != nil || back != c.hours*time.Hour {
			t.Errorf("%s: %s of work in between, %v", c.name, back, err)
		}
	}
}

// The last moment to begin may be an opening; a deadline on an opening instant has
// the closing before it as its last working instant.
func TestSubGolden(t *testing.T) {
	c := build(t, officeSpec(t))
	for _, x := range []struct {
		name  string
		to    string
		work  time.Duration
		begin string
	}{
		{"a whole day", "2026-11-26 17:00", 8 * time.Hour, "2026-11-26 07:30"},
		{"an afternoon", "2026-11-26 17:00", 4 * time.Hour, "2026-11-26 13:00"},
		{"from an opening instant", "2026-11-27 07:30", time.Hour, "2026-11-26 16:00"},
		{"from outside hours", "2026-11-29 12:00", 15 * time.Minute, "2026-11-27 16:45"},
		{"over Tết", "2026-02-23 08:30", 2 * time.Hour, "2026-02-13 16:00"},
		{"nothing", "2026-11-29 12:00", 0, "2026-11-29 12:00"},
	} {
		if got, err := c.Sub(at(x.to), x.work); err != nil || !got.Equal(at(x.begin)) {
			t.Errorf("%s: %s, %v; want %s", x.name, got, err, x.begin)
		}
	}
}

// Điều 9.6 gives 02 ngày làm việc.
func TestAddDaysGolden(t *testing.T) {
	c := build(t, officeSpec(t))
	for from, want := range map[string]string{
		"2026-11-24 00:00": "2026-11-26 17:00", // the day itself does not count
		"2026-11-24 23:59": "2026-11-26 17:00",
		"2026-11-26 16:59": "2026-11-30 17:00", // Friday and Monday
		"2026-11-28 10:00": "2026-12-01 17:00", // received on a Saturday
		"2026-02-13 10:00": "2026-02-24 17:00", // before Tết
		"2026-01-08 10:00": "2026-01-10 17:00", // Friday and a make-up Saturday
	} {
		if got, err := c.AddDays(at(from), 2); err != nil || !got.Equal(at(want)) {
			t.Errorf("%s: %s, %v; want %s", from, got, err, want)
		}
		// The date is that of the calendar's clocks, whosever the instant was.
		if got, err := c.AddDays(at(from).In(time.FixedZone("-12", -12*60*60)), 2); err != nil || !got.Equal(at(want)) {
			t.Errorf("%s, in another zone: %s, %v; want %s", from, got, err, want)
		}
	}
}

func TestBetweenGolden(t *testing.T) {
	c := build(t, officeSpec(t))
	for _, x := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-11-26 08:00", "2026-11-26 09:00", time.Hour},
		{"2026-11-26 11:00", "2026-11-26 13:30", time.Hour},
		{"2026-11-26 11:30", "2026-11-26 13:00", 0},
		{"2026-11-26 17:00", "2026-11-27 07:30", 0},
		{"2026-11-28 00:00", "2026-11-30 00:00", 0},
		{"2026-11-26 16:59", "2026-11-27 07:31", 2 * time.Minute},
		{"2026-11-27 09:00", "2026-11-26 09:00", -8 * time.Hour},
		{"2026-02-16 00:00", "2026-02-23 00:00", 0},
		{"2026-01-01 00:00", "2027-01-01 00:00", 8 * (261 - 13 + 2) * time.Hour},
	} {
		if got, err := c.Between(at(x.from), at(x.to)); err != nil || got != x.want {
			t.Errorf("%s – %s: %s, %v; want %s", x.from, x.to, got, err, x.want)
		}
	}
}

func TestHoursReplaceEachOther(t *testing.T) {
	spec := officeSpec(t)
	spec.Hours = append(spec.Hours, Hours{
		From: NewDate(2026, time.December, 1), Basis: "a trial", Week: []time.Weekday{time.Tuesday, time.Saturday},
		Seasons: []Season{{Month: time.January, Day: 1, Sessions: []Session{{0, Clock(24, 0)}}}},
	})
	spec.Days = append(spec.Days, Day{Date: NewDate(2026, time.December, 2), Kind: Changed, Sessions: []Session{{Clock(8, 0), Clock(9, 0)}}, Grade: Verified})
	c := build(t, spec)
	got, err := c.Add(at("2026-11-30 16:00"), 27*time.Hour) // 1 + 24 + 1 + 1
	if want := at("2026-12-05 01:00"); err != nil || !got.Equal(want) {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	if day := c.On(NewDate(2026, time.December, 2)); len(day) != 1 || !day[0].Open.Equal(at("2026-12-02 08:00")) || !day[0].Close.Equal(at("2026-12-02 09:00")) {
		t.Errorf("a day of its own hours: %v", day)
	}
}

// A city that has no working day gets errors, at once.
func TestNoWorkingDay(t *testing.T) {
	spec := officeSpec(t)
	spec.Hours[0].Week, spec.Days = nil, nil
	c := build(t, spec)
	now := at("2026-11-26 09:00")
	if _, err := c.Add(now, 1); !errors.Is(err, ErrExhausted) {
		t.Errorf("Add: %v", err)
	}
	if _, err := c.Sub(now, 1); !errors.Is(err, ErrExhausted) {
		t.Errorf("Sub: %v", err)
	}
	if _, err := c.AddDays(now, 1); !errors.Is(err, ErrExhausted) {
		t.Errorf("AddDays: %v", err)
	}
	if d, err := c.Between(now, now.AddDate(1, 0, 0)); d != 0 || err != nil {
		t.Errorf("Between: %s, %v", d, err)
	}
	if got, err := c.Add(now, 0); !got.Equal(now) || err != nil {
		t.Errorf("nothing to add: %s, %v", got, err)
	}
}

func TestSpanIsAllThatIsAnsweredFor(t *testing.T) {
	c := build(t, officeSpec(t))
	begin, end := at("2024-01-01 00:00"), at("2030-01-01 00:00")
	for name, x := range map[string]time.Time{"before": begin.Add(-1), "after": end.Add(1), "long ago": {}, "far away": time.Unix(1<<40, 0)} {
		if _, err := c.Add(x, time.Hour); !errors.Is(err, ErrOutside) {
			t.Errorf("%s: Add: %v", name, err)
		}
		if _, err := c.AddDays(x, 1); !errors.Is(err, ErrOutside) {
			t.Errorf("%s: AddDays: %v", name, err)
		}
		if _, err := c.Between(begin, x); !errors.Is(err, ErrOutside) {
			t.Errorf("%s: Between: %v", name, err)
		}
		if _, err := c.Sub(x, 0); !errors.Is(err, ErrOutside) {
			t.Errorf("%s: Sub: %v", name, err)
		}
	}
	whole, err := c.Between(begin, end)
	if err != nil {
		t.Fatal(err)
	}
	if last, err := c.Add(begin, whole); err != nil || !last.Equal(at("2029-12-31 17:00")) {
		t.Errorf("all of it: %s, %v", last, err)
	}
	if _, err := c.Add(begin, whole+1); !errors.Is(err, ErrExhausted) {
		t.Errorf("more than all of it: %v", err)
	}
	if _, err := c.Sub(end, whole+1); !errors.Is(err, ErrExhausted) {
		t.Errorf("before all of it: %v", err)
	}
	if _, err := c.Add(begin, -1); !errors.Is(err, ErrNegative) {
		t.Errorf("less than nothing: %v", err)
	}
	if from, until := c.Span(); from != NewDate(2024, time.January, 1) || until != NewDate(2030, time.January, 1) {
		t.Errorf("from %s until %s", from, until)
	}
	if c.On(from(c)-1) != nil || c.On(NewDate(2030, time.January, 1)) != nil {
		t.Error("sessions outside the span")
	}
}

func from(c *Calendar) Date { d, _ := c.Span(); return d }

// Where clocks change, a session is as long as it really lasts.
func TestZoneWithSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := build(t, Spec{Zone: berlin, Until: NewDate(2026, time.December, 1), Hours: []Hours{{
		From: NewDate(2026, time.January, 1), Week: []time.Weekday{time.Sunday},
		Seasons: []Season{{Month: time.January, Day: 1, Sessions: []Session{{Clock(1, 0), Clock(2, 45)}, {Clock(3, 0), Clock(8, 0)}}}},
	}}})
	for day, want := range map[time.Time]time.Duration{
		time.Date(2026, time.March, 22, 0, 0, 0, 0, berlin):   6*time.Hour + 45*time.Minute,
		time.Date(2026, time.March, 29, 0, 0, 0, 0, berlin):   6 * time.Hour,                // 02:00 was 03:00: no pause, and no minute twice
		time.Date(2026, time.October, 25, 0, 0, 0, 0, berlin): 7*time.Hour + 45*time.Minute, // 02:00 to 03:00 comes twice
	} {
		got, err := c.Between(day, day.AddDate(0, 0, 1))
		if err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", day, got, err, want)
		}
		day := c.On(DateOf(day))
		if !slices.IsSortedFunc(day, func(a, b Interval) int { return a.Close.Compare(b.Open) }) {
			t.Errorf("sessions overlap: %v", day)
		}
	}
}

// Nobody has prolonged the calendar: the week goes on as it last was, without the holidays that nobody knows, and
// never as the hours of a year that is still to come.
func TestTheWeekGoesOnBeyondTheEnd(t *testing.T) {
	spec := officeSpec(t)
	closed := spec.Hours[0]
	closed.From, closed.Week = spec.Until-10, nil // an error of whoever wrote it
	later := spec.Hours[0]
	later.From, later.Seasons = spec.Until+5, []Season{{time.January, 1, []Session{{Clock(1, 0), Clock(2, 0)}}}}
	spec.Hours = append(spec.Hours, closed, later)
	spec.Days = append(spec.Days, Day{Date: spec.Until + 1, Kind: Holiday})
	spec.GoesOn = NewDate(2160, time.January, 1)
	c := build(t, spec)
	if _, until := c.Span(); until != spec.Until {
		t.Errorf("covers until %s", until)
	}
	for _, row := range []struct {
		from, due string
		work      time.Duration
		assumed   bool
	}{
		{"2029-12-21 16:00", "2029-12-21 17:00", time.Hour, false},
		{"2029-12-21 16:00", "2030-01-01 08:30", 2 * time.Hour, true}, // the first of January: as any Tuesday
		{"2030-01-04 16:00", "2030-01-07 08:30", 2 * time.Hour, true}, // a weekend
		{"2150-06-05 09:00", "2150-06-08 09:00", 8 * time.Hour, true},
	} {
		due, err := c.Add(at(row.from), row.work)
		if err != nil || !due.Equal(at(row.due)) || c.Assumed(due) != row.assumed {
			t.Errorf("%s and %s: %s, assumed %t, %v", row.from, row.work, due, c.Assumed(due), err)
		}
	}
	if due, err := c.AddDays(at("2030-01-04 16:00"), 2); err != nil || !due.Equal(at("2030-01-08 17:00")) {
		t.Errorf("two days: %s, %v", due, err)
	}
	if _, err := c.Add(at("2160-01-01 00:00"), 1); !errors.Is(err, ErrExhausted) {
		t.Errorf("for ever: %v", err)
	}
}

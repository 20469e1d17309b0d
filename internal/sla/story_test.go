package sla

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/worktime"
)

// zone is that of Hải Phòng's clocks.
var zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// at reads an instant of Hải Phòng's clocks.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func spec(t testing.TB) worktime.Spec {
	t.Helper()
	days, err := worktime.KnownDays()
	if err != nil {
		t.Fatal(err)
	}
	return worktime.Spec{Zone: zone, Hours: worktime.OfficeHours(), Days: days, Until: worktime.NewDate(2030, time.January, 1)}
}

func calendar(t testing.TB, s worktime.Spec) *worktime.Calendar {
	t.Helper()
	c, err := worktime.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func law(t testing.TB, readings ...Reading) Law {
	t.Helper()
	p := Decision587()
	for _, r := range readings {
		i := slices.IndexFunc(p.Readings, func(have Reading) bool { return have.Question == r.Question })
		p.Readings[i].Answer = r.Answer
	}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	return Law{p, calendar(t, spec(t))}
}

// told is a firing as the tables below write it.
func told(f Firing) string {
	who := string(f.Kind)
	if f.Unit != "" {
		who += " " + f.Unit
	}
	return fmt.Sprintf("%s %s %s (%s)", f.At.In(zone).Format("2006-01-02 15:04"), who, f.Stage, f.Clause)
}

// tell lets events happen, and time pass until an instant.
func tell(t testing.TB, l Law, events []Event, until time.Time) (s Sheet, all []string) {
	t.Helper()
	for _, e := range events {
		next, fired, err := l.Apply(s, e)
		if err != nil {
			t.Fatalf("%s at %s: %v", e.What, e.At, err)
		}
		for _, f := range fired {
			all = append(all, told(f))
		}
		s = next
	}
	s, fired, err := l.Advance(s, until)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fired {
		all = append(all, told(f))
	}
	return s, all
}

// lines are the open clocks, and what those that ended came to.
func lines(s Sheet) []string {
	var all []string
	for _, c := range s.Clocks {
		line := strings.TrimSpace(string(c.Kind)+" "+c.Unit) + " " + string(c.State)
		if c.State == Running {
			line += " until " + c.Due.In(zone).Format("2006-01-02 15:04")
		}
		all = append(all, line)
	}
	return all
}

type story struct {
	name   string
	events []Event
	until  string
	fired  []string
	clocks []string
}

// tellAll holds stories to what fires and to the clocks. One that says nothing of it leaves
// out the time in which the sender has to be told the result: desk_test.go has that.
func tellAll(t *testing.T, l Law, stories []story) {
	t.Helper()
	for _, c := range stories {
		t.Run(c.name, func(t *testing.T) {
			s, fired := tell(t, l, c.events, at(c.until))
			got := lines(s)
			if !slices.ContainsFunc(c.clocks, func(l string) bool { return strings.HasPrefix(l, "tell ") }) {
				got = slices.DeleteFunc(got, func(l string) bool { return strings.HasPrefix(l, "tell ") })
				fired = slices.DeleteFunc(fired, func(l string) bool { return strings.Contains(l, " tell ") })
			}
			if !slices.Equal(fired, c.fired) {
				t.Errorf("fired %q\nnot %q", fired, c.fired)
			}
			if !slices.Equal(got, c.clocks) {
				t.Errorf("clocks %q\nnot %q", got, c.clocks)
			}
		})
	}
}

// Thursday, 26 November 2026.
var (
	early    = Event{What: Received, At: at("2026-11-26 08:00")}
	received = Event{What: Received, At: at("2026-11-26 08:30")}
	assigned = Event{What: Assigned, At: at("2026-11-26 09:00"), Unit: "A", Lead: true}
)

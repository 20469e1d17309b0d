package sla

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hotline1022/internal/worktime"
)

var everything = []What{
	SenderAsked, Declined, Forwarded, Assigned, Assigned, Assigned, Accepted, AskedByUnit, SenderReplied, FinishPromised, Returned, UnitAnswered, Resolved,
	OfficeTook, SenderTold, Unpublished, SenderContested, FoundUrgent, NotUrgent, UrgentReported, ReviewWanted, ReviewReported, MergedElsewhere, Received, GaveUpWaiting,
}

// anyHistory is what may happen, allowed or not, in the order of time.
func anyHistory(t *rapid.T) []Event {
	now := at("2026-02-09 08:00").Add(time.Duration(rapid.IntRange(0, 7*24*60).Draw(t, "received")) * time.Minute)
	events := []Event{{What: Received, At: now}}
	for range rapid.IntRange(0, 12).Draw(t, "events") {
		now = now.Add(anyWhile(t))
		events = append(events, Event{
			What: rapid.SampledFrom(everything).Draw(t, "what"), At: now, Unit: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "unit"),
			Until: now.Add(anyWhile(t)),
		})
	}
	return events
}

// anyWhile is nothing, minutes, hours or days.
func anyWhile(t *rapid.T) time.Duration {
	unit := rapid.SampledFrom([]time.Duration{time.Minute, time.Hour, 24 * time.Hour}).Draw(t, "scale")
	return time.Duration(rapid.IntRange(0, 12).Draw(t, "while")) * unit
}

func anyLaw(t *rapid.T, all []*worktime.Calendar) Law {
	p := Decision587()
	for i, r := range p.Readings {
		p.Readings[i].Answer = rapid.SampledFrom([]Answer{answers[r.Question][0], answers[r.Question][1]}).Draw(t, string(r.Question))
	}
	p.Rules[slices.IndexFunc(p.Rules, func(r Rule) bool { return r.Clock == Officer })].Warn = time.Duration(rapid.IntRange(0, 7).Draw(t, "warn")) * time.Hour
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	return Law{p, rapid.SampledFrom(all).Draw(t, "calendar")}
}

// calendars: the office's, and one of a city that works on Sundays alone.
func calendars(t testing.TB) []*worktime.Calendar {
	sundays := spec(t)
	sundays.Hours[0].Week = []time.Weekday{time.Sunday}
	return []*worktime.Calendar{calendar(t, spec(t)), calendar(t, sundays)}
}

// run lets a history happen; between any two events the program may be killed and
// started again, and look whether something is due, as often as it likes.
func run(t *rapid.T, l Law, events []Event, until time.Time, often bool) (Sheet, []Firing) {
	var s Sheet
	var all []Firing
	advance := func(now time.Time) {
		var fired []Firing
		var err error
		if s, fired, err = l.Advance(s, now); err != nil {
			t.Fatal(err)
		}
		all = append(all, fired...)
	}
	for i, e := range events {
		before := s.clone()
		next, fired, err := l.Apply(s, e)
		if err != nil {
			t.Fatalf("%s: %v", e.What, err)
		}
		if !cmp.Equal(s, before) {
			t.Fatalf("%s changed the sheet that it was given", e.What)
		}
		s, all = next, append(all, fired...)
		end := until
		if i+1 < len(events) {
			end = events[i+1].At
		}
		for now := e.At; often && now.Before(end); now = now.Add(anyWhile(t) + 1) {
			advance(now)
			row, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			s = Sheet{}
			if err := json.Unmarshal(row, &s); err != nil {
				t.Fatal(err)
			}
		}
	}
	advance(until)
	return s, all
}

func TestHoweverOftenItIsKilledTheSameFires(t *testing.T) {
	all := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		l, events := anyLaw(t, all), anyHistory(t)
		until := events[len(events)-1].At.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "days")) * 24 * time.Hour)
		once, caughtUp := run(t, l, events, until, false)
		often, asItWent := run(t, l, events, until, true)
		if diff := cmp.Diff(caughtUp, asItWent); diff != "" {
			t.Fatalf("caught up (-) and as it went (+):\n%s", diff)
		}
		if diff := cmp.Diff(once, often); diff != "" {
			t.Fatalf("the sheet, caught up (-) and as it went (+):\n%s", diff)
		}
	})
}

func TestAClockFiresOnceAndNeverBeforeItsTime(t *testing.T) {
	all := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		l, events := anyLaw(t, all), anyHistory(t)
		until := events[len(events)-1].At.Add(40 * 24 * time.Hour)
		s, fired := run(t, l, events, until, false)
		type key struct {
			clock int
			stage Stage
			at    int64
		}
		seen, ran := map[key]bool{}, map[int]Firing{}
		last := time.Time{}
		for _, f := range fired {
			c := s.Clocks[f.Clock-1]
			k := key{f.Clock, f.Stage, f.At.UnixNano()}
			if seen[k] || f.At.Before(last) || !f.At.Before(until) {
				t.Fatalf("twice, out of order, or before its time: %+v", f)
			}
			seen[k], last = true, f.At
			if f.Stage == Warns {
				if _, over := ran[f.Clock]; over || f.At.After(f.Due) && !f.At.Equal(c.Since) {
					t.Fatalf("warned of what is over: %+v", f)
				}
				continue
			}
			if _, again := ran[f.Clock]; again || f.At.Before(f.Due) || c.State != Expired || !c.Ended.Equal(f.At) || !c.Due.Equal(f.Due) {
				t.Fatalf("%+v of %+v", f, c)
			}
			if late := !f.At.Equal(f.Due); late && !f.At.Equal(c.Since) {
				t.Fatalf("stamped %s, due %s", f.At, f.Due)
			}
			ran[f.Clock] = f
		}
		for i, c := range s.Clocks {
			if _, fired := ran[c.Number]; c.Number != i+1 || fired != (c.State == Expired) || c.State.Open() != c.Ended.IsZero() {
				t.Fatalf("%+v, fired %v", c, fired)
			}
			if c.State == Running && c.Due.Before(until) && c.Since.Before(until) {
				t.Fatalf("should have run out before %s: %+v", until, c)
			}
			if c.State == Paused && (c.Kind != Officer || c.Asked.IsZero() || !c.Replied.IsZero() || !c.Due.IsZero()) {
				t.Fatalf("%+v", c)
			}
			if c.Kind == Head && (ran[s.before(c).Number].At != c.Own || s.before(c).Kind != Officer) {
				t.Fatalf("a head's hours without an officer's before them: %+v", c)
			}
		}
	})
}

// before is the clock of the same unit that went before.
func (s Sheet) before(c Clock) (last Clock) {
	for _, b := range s.Clocks[:c.Number-1] {
		if b.Unit == c.Unit {
			last = b
		}
	}
	return last
}

// At the stamp of what fires next nothing fires; a grain later it does, and first.
func TestNextIsWhatAdvanceFires(t *testing.T) {
	all := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		l, events := anyLaw(t, all), anyHistory(t)
		s, _ := run(t, l, events, events[len(events)-1].At, false)
		for range 8 {
			next, ok := l.Next(s)
			if !ok {
				_, fired, err := l.Advance(s, at("2029-12-01 00:00"))
				if err != nil || fired != nil {
					t.Fatalf("nothing was to come: %v, %v", fired, err)
				}
				return
			}
			if _, fired, err := l.Advance(s, next.At); err != nil || fired != nil {
				t.Fatalf("at its very stamp: %v, %v", fired, err)
			}
			after, fired, err := l.Advance(s, next.At.Add(Grain))
			if err != nil || len(fired) == 0 || fired[0] != next {
				t.Fatalf("%v, %v, not %v", fired, err, next)
			}
			s = after
		}
	})
}

// Another calendar moves what is open to where its own terms lie, and nothing else;
// putting the first one back moves it back, but for what the move itself made late.
func TestRecountMovesOpenClocksAlone(t *testing.T) {
	all := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		l, events := anyLaw(t, all), anyHistory(t)
		now := events[len(events)-1].At
		s, _ := run(t, l, events, now, false)
		is := rapid.SampledFrom(all).Draw(t, "another")
		next, fired, moved, err := l.Recount(s, is, now)
		if err != nil || fired != nil || len(next.Clocks) != len(s.Clocks) {
			t.Fatalf("%v, %v", fired, err)
		}
		preview := 0
		for i, c := range next.Clocks {
			was := s.Clocks[i]
			due, err := l.Policy.Due(is, c)
			if err != nil {
				t.Fatal(err)
			}
			if was.State.Open() && !c.Due.Equal(due) {
				t.Fatalf("due %s, not %s", c.Due, due)
			}
			if !was.State.Open() && !cmp.Equal(c, was) {
				t.Fatalf("had ended: %+v, %+v", was, c)
			}
			if !c.Due.Equal(was.Due) {
				preview++
			}
		}
		if moves := worktime.Preview(l.Calendar, is, open(s), l.Policy.Due); len(moves) != preview || len(moved) != preview {
			t.Fatalf("%d previewed, %d told of, %d moved", len(moves), len(moved), preview)
		}
		if f, ok := (Law{l.Policy, is}).Next(next); ok && f.At.Before(now) && next.Clocks[f.Clock-1].Since.Equal(now) {
			t.Fatalf("made late before it was: %+v", f)
		}
	})
}

func open(s Sheet) (clocks []Clock) {
	for _, c := range s.Clocks {
		if c.State.Open() {
			clocks = append(clocks, c)
		}
	}
	return clocks
}

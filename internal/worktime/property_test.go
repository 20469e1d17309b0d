package worktime

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// anyCalendar has any seasons, any week (perhaps of no day), and any days beside it.
func anyCalendar(t *rapid.T) *Calendar {
	sessions := rapid.Custom(func(t *rapid.T) []Session {
		edges := rapid.SliceOfNDistinct(rapid.Int16Range(0, 1440), 2, 6, rapid.ID[int16]).Draw(t, "edges")
		slices.Sort(edges)
		var day []Session
		for i := 0; i+1 < len(edges); i += 2 {
			day = append(day, Session{Minute(edges[i]), Minute(edges[i+1])})
		}
		return day
	})
	begin := NewDate(2026, time.January, 1)
	spec := Spec{Zone: hanoi, Until: begin + 2*366, GoesOn: rapid.SampledFrom([]Date{0, begin + 3*366}).Draw(t, "goes on")}
	for n := range Date(rapid.IntRange(1, 3).Draw(t, "hours")) {
		h := Hours{From: begin + n*200}
		for w := range 7 {
			if rapid.Bool().Draw(t, "works") {
				h.Week = append(h.Week, time.Weekday(w))
			}
		}
		for _, m := range []time.Month{time.February, time.July, time.October}[:rapid.IntRange(1, 3).Draw(t, "seasons")] {
			h.Seasons = append(h.Seasons, Season{m, rapid.IntRange(1, 28).Draw(t, "day"), sessions.Draw(t, "sessions")})
		}
		spec.Hours = append(spec.Hours, h)
	}
	for _, n := range rapid.SliceOfDistinct(rapid.Int32Range(0, 2*366), rapid.ID[int32]).Draw(t, "days") {
		d := Day{Date: begin + Date(n), Kind: rapid.SampledFrom([]Kind{Holiday, Compensation, SwappedOff, Proposed, Changed}).Draw(t, "kind")}
		if d.Kind == Changed {
			d.Sessions = sessions.Draw(t, "sessions")
		}
		spec.Days = append(spec.Days, d)
	}
	c, err := New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func anyInstant(t *rapid.T, c *Calendar, name string) time.Time {
	if n := len(c.opened); n > 0 && rapid.Bool().Draw(t, name+" on an edge") {
		column := rapid.SampledFrom([][]int64{c.opened, c.closed}).Draw(t, "edge")
		ns := column[rapid.IntRange(0, n-1).Draw(t, name)] + rapid.Int64Range(-1, 1).Draw(t, "beside")
		return c.time(min(max(ns, c.begin), c.end))
	}
	return c.time(rapid.Int64Range(c.begin, c.end).Draw(t, name))
}

func anyWork(t *rapid.T, name string) time.Duration {
	return time.Duration(rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, int64(100*time.Hour)), rapid.Map(rapid.Int64Range(0, 60), func(h int64) int64 { return h * int64(time.Hour) })).Draw(t, name))
}

func between(t *rapid.T, c *Calendar, from, to time.Time) time.Duration {
	d, err := c.Between(from, to)
	if err != nil {
		t.Fatalf("%s – %s: %v", from, to, err)
	}
	return d
}

// slow is the working time between two instants, session by session.
func slow(c *Calendar, from, to time.Time) (sum time.Duration) {
	for d := c.from; d < c.last(); d++ {
		for _, s := range c.On(d) {
			if s.Open.Before(from) {
				s.Open = from
			}
			if s.Close.After(to) {
				s.Close = to
			}
			sum += max(0, s.Close.Sub(s.Open))
		}
	}
	return sum
}

func TestBetweenIsAdditiveAndMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCalendar(t)
		at := []time.Time{anyInstant(t, c, "a"), anyInstant(t, c, "b"), anyInstant(t, c, "c")}
		if ab, bc, ac := between(t, c, at[0], at[1]), between(t, c, at[1], at[2]), between(t, c, at[0], at[2]); ab+bc != ac {
			t.Fatalf("%s + %s is not %s", ab, bc, ac)
		}
		if ab, ba := between(t, c, at[0], at[1]), between(t, c, at[1], at[0]); ab != -ba {
			t.Fatalf("%s there, %s back", ab, ba)
		}
		slices.SortFunc(at, time.Time.Compare)
		ab := between(t, c, at[0], at[1])
		if ab < 0 || ab > at[1].Sub(at[0]) || ab > between(t, c, at[0], at[2]) {
			t.Fatalf("%s within %s", ab, at[1].Sub(at[0]))
		}
		if want := slow(c, at[0], at[1]); ab != want {
			t.Fatalf("%s; one by one %s", ab, want)
		}
	})
}

func TestAddIsInverseAdditiveMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCalendar(t)
		from, d, e := anyInstant(t, c, "from"), anyWork(t, "d"), anyWork(t, "e")
		due, err := c.Add(from, d)
		if err != nil {
			if left := between(t, c, from, c.time(c.end)); left >= d {
				t.Fatalf("%s left, and no room for %s: %v", left, d, err)
			}
			return
		}
		if due.Before(from) || between(t, c, from, due) != d {
			t.Fatalf("%s + %s = %s: %s between", from, d, due, between(t, c, from, due))
		}
		if d > 0 && between(t, c, from, due.Add(-1)) >= d {
			t.Fatalf("%s + %s was reached before %s", from, d, due)
		}
		further, err := c.Add(due, e)
		if both, err2 := c.Add(from, d+e); !both.Equal(further) || (err == nil) != (err2 == nil) {
			t.Fatalf("%s + %s + %s: %s, %v; at once %s, %v", from, d, e, further, err, both, err2)
		}
		if err == nil && further.Before(due) {
			t.Fatalf("more work, sooner: %s, %s", due, further)
		}
		later := anyInstant(t, c, "later")
		if dueLater, err := c.Add(later, d); err == nil && later.After(from) && dueLater.Before(due) {
			t.Fatalf("begun later, due sooner: %s, %s", due, dueLater)
		}
	})
}

func TestSubIsTheLastMomentToBegin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCalendar(t)
		to, d := anyInstant(t, c, "to"), anyWork(t, "d")
		begin, err := c.Sub(to, d)
		if err != nil {
			if done := between(t, c, c.time(c.begin), to); done >= d {
				t.Fatalf("%s done, and no room for %s: %v", done, d, err)
			}
			return
		}
		if begin.After(to) || between(t, c, begin, to) != d {
			t.Fatalf("%s – %s = %s", to, d, begin)
		}
		if d == 0 {
			return
		}
		if between(t, c, begin.Add(1), to) >= d {
			t.Fatalf("%s is not the last moment for %s until %s", begin, d, to)
		}
		// Both ways round: nothing but time off lies between.
		due, err := c.Add(begin, d)
		if err != nil || due.After(to) || between(t, c, due, to) != 0 {
			t.Fatalf("%s + %s = %s, not %s, %v", begin, d, due, to, err)
		}
	})
}

// As many days with work as were asked for, and not one more.
func TestAddDaysCountsWorkingDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCalendar(t)
		from, n := anyInstant(t, c, "from"), rapid.IntRange(1, 20).Draw(t, "n")
		due, err := c.AddDays(from, n)
		working, last := 0, time.Time{}
		for d := DateOf(from) + 1; d < c.last() && working < n; d++ {
			if day := c.On(d); len(day) > 0 {
				working, last = working+1, day[len(day)-1].Close
			}
		}
		if (err == nil) != (working == n) || (err == nil && !due.Equal(last)) {
			t.Fatalf("%s + %d days: %s, %v; one by one %s", from, n, due, err, last)
		}
	})
}

// The same sessions are the same version; a preview finds exactly what moves.
func TestVersionAndPreview(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := anyCalendar(t), anyCalendar(t)
		differs := len(Diff(was, is)) > 0
		if f, u := was.Span(); f == from(is) && u == was.last() {
			if u2 := is.last(); u == u2 && differs == (was.Version() == is.Version()) {
				t.Fatalf("differ: %v, versions %s and %s", differs, was.Version(), is.Version())
			}
		}
		begun := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) time.Time { return anyInstant(t, was, "begun") }), 0, 8).Draw(t, "deadlines")
		due := func(c *Calendar, from time.Time) (time.Time, error) { return c.Add(from, 8*time.Hour) }
		moved := map[time.Time]bool{}
		for _, m := range Preview(was, is, begun, due) {
			moved[m.Deadline] = true
		}
		for _, b := range begun {
			a, errA := due(was, b)
			z, errZ := due(is, b)
			if same := a.Equal(z) && errors.Is(errZ, errA); same == moved[b] {
				t.Fatalf("from %s: %s and %s, moved %v", b, a, z, moved[b])
			}
		}
	})
}

package queue

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

func TestExpect(t *testing.T) {
	steady := Handling{Samples: 20, Mean: 3 * time.Minute, Deviation: time.Minute}
	m := func(from, to int) Range {
		return Range{time.Duration(from) * time.Minute, time.Duration(to) * time.Minute}
	}
	tests := map[string]struct {
		position int
		h        Handling
		staffed  int
		want     Range
	}{
		"one at work":         {1, steady, 1, m(2, 4)},
		"four at work":        {4, steady, 4, m(2, 4)}, // 3 min ± √4 × 1 min ÷ 4
		"under a minute":      {1, steady, 10, m(0, 1)},
		"rounded by five":     {10, steady, 2, m(10, 20)},
		"no deviation":        {2, Handling{Samples: 20, Mean: time.Minute}, 1, m(2, 2)},
		"too few samples":     {1, Handling{Samples: 9, Mean: time.Minute}, 1, Range{}},
		"nobody at work":      {1, steady, 0, Range{}},
		"not waiting":         {0, steady, 3, Range{}},
		"it varies too much":  {1, Handling{Samples: 20, Mean: time.Minute, Deviation: 2 * time.Minute}, 1, Range{}},
		"more than an hour":   {100, steady, 1, Range{}},
		"ends after an hour":  {19, Handling{Samples: 20, Mean: 3 * time.Minute, Deviation: 3 * time.Minute}, 1, Range{}},
		"nonsense is silence": {1, Handling{Samples: 20}, 1, Range{}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Expect(tc.position, tc.h, tc.staffed); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// What Expect says holds the plain figure, ends where people's steps end, and
// never gets shorter further back or with fewer at work.
func TestAnyExpectation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := func(name string, most int) time.Duration {
			return time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Second
		}
		h := Handling{Samples: rapid.IntRange(0, 50).Draw(t, "samples"), Mean: seconds("mean", 900), Deviation: seconds("deviation", 900)}
		p, s := rapid.IntRange(0, 600).Draw(t, "position"), rapid.IntRange(0, 60).Draw(t, "staffed")
		r := Expect(p, h, s)
		if r == (Range{}) {
			return
		}
		plain := time.Duration(p) * h.Mean / time.Duration(s)
		if r.From > plain || r.To < plain || r.From < 0 || r.To < time.Minute || r.To > time.Hour || r.From%time.Minute != 0 || r.To%time.Minute != 0 {
			t.Fatalf("%v for %v", r, plain)
		}
		if back := Expect(p+1, h, s); back != (Range{}) && back.To < r.To {
			t.Fatalf("place %d: %v, place %d: %v", p, r, p+1, back)
		}
		if more := Expect(p, h, s+1); more != (Range{}) && more.To > r.To {
			t.Fatalf("%d at work: %v, one more: %v", s, r, more)
		}
	})
}

func TestStand(t *testing.T) {
	line := lineOf(live("a", 1).in("x"), live("b", 2).in("y"), live("c", 3).in("x"), live("d", 4).in("z"), live("e", 5).in("x"))
	floor := Floor{
		Queues:    map[string]dialplan.Queue{"x": {}, "y": {}, "z": {}},
		Operators: []Operator{idle("op01", 1).of("x", "y").busy(), idle("op02", 1).of("z").busy()},
	}
	h := Handling{Samples: 20, Mean: 2 * time.Minute}
	tests := map[string]Standing{
		"a": {1, Range{2 * time.Minute, 2 * time.Minute}},
		"c": {2, Range{6 * time.Minute, 6 * time.Minute}}, // b waits for op01, too
		"d": {1, Range{2 * time.Minute, 2 * time.Minute}},
		"e": {3, Range{8 * time.Minute, 8 * time.Minute}},
		"f": {},
	}
	for id, want := range tests {
		if got := Stand(call.ID(id), line, floor, h); got != want {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
}

func TestHistory(t *testing.T) {
	var h History
	h.Begin("op01", "x", "1", at(0))
	h.End("op01", at(60))
	h.End("op01", at(90)) // is over already
	h.Begin("op02", "x", "2", at(10))
	h.Begin("op02", "y", "3", at(30)) // the end of the call before was missed
	h.Begin("op01", "x", "4", at(100))
	h.Begin("op01", "x", "4", at(150)) // a restart
	h.End("op01", at(280))
	h.End("nobody", at(5))

	if n := len(h.Since("op01", at(0))); n != 2 {
		t.Errorf("op01 had %d calls", n)
	}
	if n := len(h.Since("op01", at(1))); n != 1 {
		t.Errorf("op01 had %d calls after the first second", n)
	}
	if n := len(h.Hour("op02", at(3611))); n != 1 {
		t.Errorf("op02 had %d calls within an hour", n)
	}
	want := Handling{Samples: 3, Mean: 260 * time.Second / 3}
	got := h.Handling("x", at(300))
	if got.Samples != want.Samples || got.Mean.Round(time.Second) != want.Mean.Round(time.Second) || got.Deviation.Round(time.Second) != 68*time.Second {
		t.Errorf("x: %+v", got)
	}
	if got := h.Handling("y", at(300)); got != (Handling{}) {
		t.Errorf("y, whose only call goes on: %+v", got)
	}
	if got := h.Handling("x", at(2*3600+100)); got.Samples != 1 {
		t.Errorf("two hours later: %+v", got)
	}
	for i := range 100 {
		h.Begin("op03", "z", callID(i), at(1000+i*100))
		h.End("op03", at(1050+i*100))
	}
	if got := h.Handling("z", at(11000)); got.Samples != handledKept || got.Mean != 50*time.Second {
		t.Errorf("many: %+v", got)
	}
	h.Begin("op03", "z", "5", at(26*3600))
	if n := len(h.Since("op03", time.Time{})); n > 90 {
		t.Errorf("%d entries are kept after a day", n)
	}
}

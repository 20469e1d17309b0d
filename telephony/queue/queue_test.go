package queue

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hotline1022/telephony/call"
)

var epoch = time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)

func at(s int) time.Time { return epoch.Add(time.Duration(s) * time.Second) }

func TestOrder(t *testing.T) {
	tests := map[string]struct {
		join []Waiting
		want []call.ID
	}{
		"empty":             {nil, nil},
		"in order":          {[]Waiting{{"a", at(1), false}, {"b", at(2), false}}, []call.ID{"a", "b"}},
		"late news":         {[]Waiting{{"b", at(2), false}, {"a", at(1), false}}, []call.ID{"a", "b"}},
		"same time":         {[]Waiting{{"b", at(1), false}, {"a", at(1), false}}, []call.ID{"b", "a"}},
		"return→head":       {[]Waiting{{"a", at(1), false}, {"b", at(2), true}}, []call.ID{"b", "a"}},
		"returns by age":    {[]Waiting{{"c", at(3), true}, {"a", at(1), false}, {"b", at(2), true}}, []call.ID{"b", "c", "a"}},
		"twice":             {[]Waiting{{"a", at(1), false}, {"b", at(2), false}, {"a", at(3), false}}, []call.ID{"a", "b"}},
		"twice, now a head": {[]Waiting{{"a", at(1), false}, {"b", at(2), false}, {"b", at(2), true}}, []call.ID{"b", "a"}},
		"once a head":       {[]Waiting{{"b", at(2), true}, {"a", at(1), false}, {"b", at(2), false}}, []call.ID{"b", "a"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var l Line
			for _, w := range tc.join {
				l = l.Join(w)
			}
			var got []call.ID
			for _, w := range l {
				got = append(got, w.Call)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLineIsAValue(t *testing.T) {
	before := Line{}.Join(Waiting{Call: "a", Since: at(1)}).Join(Waiting{Call: "b", Since: at(2)})
	kept := slices.Clone(before)
	_ = before.Leave("a").Join(Waiting{Call: "c", Since: at(0)})
	if diff := cmp.Diff(kept, before); diff != "" {
		t.Error(diff)
	}
	if got := before.Leave("nobody"); len(got) != 2 {
		t.Errorf("leaving without being in: %v", got)
	}
	if !before.Longest().Equal(at(1)) || !(Line{}).Longest().IsZero() {
		t.Error("longest is wrong")
	}
}

func TestAssign(t *testing.T) {
	line := Line{{"a", at(1), false}, {"b", at(2), false}}
	tests := map[string]struct {
		idle []Idle
		want []Pair
	}{
		"nobody":         {nil, nil},
		"longest idle":   {[]Idle{{"op01", at(9)}, {"op02", at(5)}}, []Pair{{line[0], "op02"}, {line[1], "op01"}}},
		"tie by name":    {[]Idle{{"op02", at(5)}, {"op01", at(5)}}, []Pair{{line[0], "op01"}, {line[1], "op02"}}},
		"fewer":          {[]Idle{{"op01", at(9)}}, []Pair{{line[0], "op01"}}},
		"named twice":    {[]Idle{{"op01", at(9)}, {"op01", at(9)}}, []Pair{{line[0], "op01"}}},
		"more than wait": {[]Idle{{"x", at(3)}, {"y", at(2)}, {"z", at(1)}}, []Pair{{line[0], "z"}, {line[1], "y"}}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, Assign(line, tc.idle)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// hall is the smallest floor that can be: calls come, go and come back, and
// operators become idle and are taken.
type hall struct {
	now    int
	line   Line
	idle   map[string]time.Time
	with   map[string]Waiting // operator → call
	served map[call.ID]bool   // was with an operator once
	calls  int
}

func (h *hall) step(t *rapid.T) {
	h.now++
	operator := fmt.Sprintf("op%02d", rapid.IntRange(1, 4).Draw(t, "operator"))
	switch rapid.SampledFrom([]string{"arrive", "arrive", "leave", "ready", "pause", "return", "done"}).Draw(t, "what") {
	case "arrive":
		h.calls++
		h.line = h.line.Join(Waiting{Call: call.ID(fmt.Sprint(h.calls)), Since: at(h.now)})
	case "leave":
		h.line = h.line.Leave(call.ID(fmt.Sprint(rapid.IntRange(1, h.calls+1).Draw(t, "call"))))
	case "ready":
		if _, busy := h.with[operator]; !busy && h.idle[operator].IsZero() {
			h.idle[operator] = at(h.now)
		}
	case "pause":
		delete(h.idle, operator)
	case "return":
		if w, busy := h.with[operator]; busy {
			delete(h.with, operator)
			w.Returned = true
			h.line = h.line.Join(w)
		}
	case "done":
		delete(h.with, operator)
	}
}

func (h *hall) assign(t *rapid.T) {
	var idle []Idle
	for o, since := range h.idle {
		idle = append(idle, Idle{o, since})
	}
	waiting, before := h.line, len(idle)
	pairs := Assign(h.line, idle)
	for i, p := range pairs {
		if _, busy := h.with[p.Operator]; busy {
			t.Fatalf("two calls to %s", p.Operator)
		}
		if p.Waiting != waiting[i] {
			t.Fatalf("%s is served, %s is overtaken", p.Waiting.Call, waiting[i].Call)
		}
		since := h.idle[p.Operator]
		if since.IsZero() {
			t.Fatalf("%s is not idle", p.Operator)
		}
		delete(h.idle, p.Operator)
		for o, other := range h.idle {
			if other.Before(since) {
				t.Fatalf("%s is longer idle than %s", o, p.Operator)
			}
		}
		h.with[p.Operator] = p.Waiting
		h.served[p.Waiting.Call] = true
		h.line = h.line.Leave(p.Waiting.Call)
	}
	if len(h.idle) > 0 && len(h.line) > 0 {
		t.Fatalf("%d of %d ready beside %d waiting", len(h.idle), before, len(h.line))
	}
}

func (h *hall) check(t *rapid.T) {
	seen := map[call.ID]bool{}
	for i, w := range h.line {
		if seen[w.Call] {
			t.Fatalf("%s waits twice", w.Call)
		}
		seen[w.Call] = true
		if w.Returned != h.served[w.Call] {
			t.Fatalf("%s: returned %v, served %v", w.Call, w.Returned, h.served[w.Call])
		}
		for _, behind := range h.line[i+1:] {
			older := behind.Since.Before(w.Since)
			if older && (behind.Returned || !w.Returned) {
				t.Fatalf("%s is overtaken by %s", behind.Call, w.Call)
			}
		}
	}
}

func TestAnyHall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &hall{idle: map[string]time.Time{}, with: map[string]Waiting{}, served: map[call.ID]bool{}}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			h.step(t)
			h.assign(t)
			h.check(t)
		}
	})
}

package queue

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

func TestYield(t *testing.T) {
	back := func(name string, s int, operator string) Reserved {
		return Reserved{live(call.ID(name), s).callBack(), operator}
	}
	one := []Reserved{back("x", 5, "op01")}
	busy := func(names ...string) (all []Operator) {
		for i, n := range names {
			all = append(all, idle(n, i+1).busy())
		}
		return all
	}
	skills := rules(dialplan.BySkill)
	for name, tc := range map[string]struct {
		now      int
		line     Line
		floor    Floor
		reserved []Reserved
		want     string
	}{
		"nobody waits":                              {9, nil, Floor{Operators: busy("op01")}, one, ""},
		"a caller who came later":                   {9, lineOf(live("a", 6)), Floor{Operators: busy("op01")}, one, ""},
		"later, with a head start":                  {9, lineOf(live("a", 6).priority(8)), Floor{Operators: busy("op01")}, one, ""},
		"another call-back, older":                  {9, lineOf(live("a", 1).callBack()), Floor{Operators: busy("op01")}, one, ""},
		"an emergency":                              {9, lineOf(live("a", 6).priority(Emergency)), Floor{Operators: busy("op01")}, one, "x:op01"},
		"an emergency of another queue":             {9, lineOf(live("a", 6).in("y").priority(Emergency)), Floor{Operators: []Operator{idle("op01", 1).of("").busy()}}, one, "x:op01"},
		"whose operator was lost":                   {9, lineOf(live("a", 6).returned()), Floor{Operators: busy("op01")}, one, "x:op01"},
		"of another queue, whose operator was lost": {9, lineOf(live("a", 6).in("y").returned()), Floor{Operators: []Operator{idle("op01", 1).of("").busy()}}, one, ""},
		"who waited longer":                         {9, lineOf(live("a", 1).priority(-9)), Floor{Operators: busy("op01")}, one, "x:op01"},
		"who waited longer, for somebody else":      {9, lineOf(live("a", 1).wish("lang:en")), Floor{Queues: skills, Operators: append(busy("op01"), idle("op02", 2).can("lang:en").busy())}, one, ""},
		"who waited longer, and does not insist":    {99, lineOf(live("a", 1).wish("lang:en")), Floor{Queues: skills, Operators: append(busy("op01"), idle("op02", 2).can("lang:en").busy())}, one, "x:op01"},
		"two emergencies, one call-back":            {9, lineOf(live("a", 6).priority(Emergency), live("b", 7).priority(Emergency)), Floor{Operators: busy("op01")}, one, "x:op01"},
		"one emergency, two call-backs": {
			9, lineOf(live("a", 6).priority(Emergency)),
			Floor{Operators: busy("op01", "op02")},
			[]Reserved{back("x", 4, "op01"), back("y", 5, "op02")},
			"x:op01", // who has been idle longest takes it, as ever
		},
		"an operator who is busy otherwise stays so": {9, lineOf(live("a", 6).priority(Emergency)), Floor{Operators: busy("op00", "op01")}, one, "x:op01"},
	} {
		t.Run(name, func(t *testing.T) {
			var told []string
			for _, r := range Yield(at(tc.now), tc.line, tc.floor, tc.reserved) {
				told = append(told, fmt.Sprintf("%s:%s", r.Waiting.Call, r.Operator))
			}
			if got := strings.Join(told, " "); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// Whoever waits and whoever is reserved: a call-back yields only to a caller on the line
// who goes before it, whom nobody ready takes; then that caller, or one before them, has
// its operator. Nobody who goes before a call-back is left beside an operator kept for it.
func TestYieldOfAnyFloor(t *testing.T) {
	queues := []string{"chung", "khan"}
	rapid.Check(t, func(t *rapid.T) {
		var line Line
		for i := range rapid.IntRange(0, 6).Draw(t, "waiting") {
			w := live(callID(i), rapid.IntRange(0, 50).Draw(t, "since")).in(rapid.SampledFrom(queues).Draw(t, "queue"))
			w.Priority = rapid.SampledFrom([]int{0, 0, 2, -3, Emergency}).Draw(t, "priority")
			w.Returned = rapid.IntRange(0, 5).Draw(t, "returned") == 0
			w.CallBack = !w.Returned && w.Priority == 0 && rapid.IntRange(0, 3).Draw(t, "back") == 0
			line = line.Join(w)
		}
		floor := Floor{Queues: map[string]dialplan.Queue{"chung": {}, "khan": {Strategy: dialplan.FewestCalls}}}
		var reserved []Reserved
		for i := range rapid.IntRange(0, 5).Draw(t, "operators") {
			o := idle(fmt.Sprintf("op%02d", i), rapid.IntRange(0, 50).Draw(t, "idle"))
			o.Queues = [][]string{nil, {"chung"}, {"khan"}}[rapid.IntRange(0, 2).Draw(t, "serves")]
			switch rapid.IntRange(0, 2).Draw(t, "does") {
			case 0:
				o = o.busy()
			case 1:
				o = o.busy()
				b := live(callID(100+i), rapid.IntRange(0, 50).Draw(t, "place")).callBack()
				reserved = append(reserved, Reserved{b, o.Name})
			}
			floor.Operators = append(floor.Operators, o)
		}
		now := at(60)
		left := line
		for _, p := range Assign(now, line, floor).Pairs {
			left = left.Leave(p.Waiting.Call)
			i := slices.IndexFunc(floor.Operators, func(o Operator) bool { return o.Name == p.Operator })
			floor.Operators[i].Ready = false
		}
		yields := Yield(now, left, floor, reserved)
		free := floor
		free.Operators = slices.Clone(floor.Operators)
		for n, r := range yields {
			if !slices.ContainsFunc(reserved, func(have Reserved) bool { return have.Operator == r.Operator && have.Waiting.Call == r.Waiting.Call }) {
				t.Fatalf("%v yields, and was not reserved", r)
			}
			if slices.ContainsFunc(yields[:n], func(o Reserved) bool { return o.Operator == r.Operator }) {
				t.Fatalf("%s yields twice", r.Operator)
			}
			i := slices.IndexFunc(free.Operators, func(o Operator) bool { return o.Name == r.Operator })
			free.Operators[i].Ready = true
		}
		for _, p := range Assign(now, left, free).Pairs {
			i := slices.IndexFunc(yields, func(r Reserved) bool { return r.Operator == p.Operator })
			if i < 0 || p.Waiting.CallBack {
				t.Fatalf("%v yields for %v", yields, p)
			}
			// Who had it to yield may be another: one with a head start goes before both.
			if !slices.ContainsFunc(left, func(w Waiting) bool { return !w.CallBack && goesBefore(w, yields[i].Waiting) }) {
				t.Fatalf("%v yields, and nobody who waits goes before it", yields[i])
			}
			left = left.Leave(p.Waiting.Call)
		}
		if len(yields) > 0 || slices.ContainsFunc(left, func(w Waiting) bool { return w.CallBack }) {
			return // who waits still is behind those who have the operators now, or behind a call-back
		}
		for _, w := range left {
			for _, r := range reserved {
				i := slices.IndexFunc(floor.Operators, func(o Operator) bool { return o.Name == r.Operator })
				if goesBefore(w, r.Waiting) && (w.Priority >= Emergency || serves(floor.Operators[i], w.Queue)) {
					t.Fatalf("%v waits beside %s, who is kept for %v", w, r.Operator, r.Waiting)
				}
			}
		}
	})
}

// goesBefore is the promise, apart from the code that keeps it.
func goesBefore(caller, back Waiting) bool {
	return caller.Priority >= Emergency || caller.Returned || caller.Since.Before(back.Since)
}

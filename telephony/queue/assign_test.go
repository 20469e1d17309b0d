package queue

import (
	"fmt"
	"strings"
	"testing"

	"hotline1022/dialplan"
)

// idle is an operator ready since second s.
func idle(name string, s int) Operator { return Operator{Name: name, Ready: true, Since: at(s)} }

func (o Operator) busy() Operator                { o.Ready = false; return o }
func (o Operator) of(queues ...string) Operator  { o.Queues = queues; return o }
func (o Operator) can(skills ...string) Operator { o.Skills = skills; return o }
func (o Operator) today(n int) Operator          { o.Today = n; return o }

func (o Operator) had(queue string, seconds ...int) Operator {
	for _, s := range seconds {
		o.Hour = append(o.Hour, Handled{Operator: o.Name, Queue: queue, From: at(s)})
	}
	return o
}

// tell is an assignment in words: "a→op01 (wish: b c)", and when to look again.
func tell(a Assignment) string {
	var words []string
	for _, p := range a.Pairs {
		word := fmt.Sprintf("%s→%s", p.Waiting.Call, p.Operator)
		for _, o := range p.Overtook {
			word += fmt.Sprintf(" (%s: %s)", o.Reason, strings.Trim(fmt.Sprint(o.Calls), "[]"))
		}
		words = append(words, word)
	}
	if !a.Again.IsZero() {
		words = append(words, fmt.Sprintf("again at %v", a.Again.Sub(epoch).Seconds()))
	}
	return strings.Join(words, ", ")
}

func rules(strategy dialplan.Strategy) map[string]dialplan.Queue {
	return map[string]dialplan.Queue{"": {Strategy: strategy}}
}

func TestAssign(t *testing.T) {
	two := lineOf(live("a", 1), live("b", 2))
	skills := rules(dialplan.BySkill)
	limit := map[string]dialplan.Queue{"": {MaxShare: 2}, "y": {}}
	english := lineOf(live("a", 1).wish("lang:en"), live("b", 2))
	tests := map[string]struct {
		now   int
		line  Line
		floor Floor
		want  string
	}{
		"nobody ready":   {9, two, Floor{Operators: []Operator{idle("op01", 1).busy()}}, ""},
		"nobody waiting": {9, nil, Floor{Operators: []Operator{idle("op01", 1)}}, ""},
		"longest idle":   {9, two, Floor{Operators: []Operator{idle("op01", 9), idle("op02", 5)}}, "a→op02, b→op01"},
		"tie by name":    {9, two, Floor{Operators: []Operator{idle("op02", 5), idle("op01", 5)}}, "a→op01, b→op02"},
		"fewer ready":    {9, two, Floor{Operators: []Operator{idle("op01", 9)}}, "a→op01"},
		"named twice":    {9, two, Floor{Operators: []Operator{idle("op01", 9), idle("op01", 8)}}, "a→op01"},
		"given to one, who is not the longest idle": {9, lineOf(live("a", 1).callBack().to("op02"), live("b", 2)), Floor{
			Operators: []Operator{idle("op01", 1), idle("op02", 2)},
		}, "a→op02, b→op01"},
		"given to one, who speaks": {9, lineOf(live("a", 1).callBack().to("op02"), live("b", 2)), Floor{
			Operators: []Operator{idle("op01", 1), idle("op02", 2).busy()},
		}, "b→op01 (wish: a)"},
		"given to one, who is not at work": {9, lineOf(live("a", 1).callBack().to("op02")), Floor{
			Operators: []Operator{idle("op01", 1)},
		}, "a→op01"},
		"given to one, who serves another queue": {9, lineOf(live("a", 1).in("x").callBack().to("op02")), Floor{
			Operators: []Operator{idle("op01", 1), idle("op02", 2).of("y")},
		}, "a→op01"},
		"more ready": {9, two, Floor{Operators: []Operator{idle("x", 3), idle("y", 2), idle("z", 1)}}, "a→z, b→y"},

		"fewest calls": {9, two, Floor{
			Queues: rules(dialplan.FewestCalls), Operators: []Operator{idle("op01", 1).today(3), idle("op02", 5).today(2)},
		}, "a→op02, b→op01"},
		"as few calls": {9, two, Floor{
			Queues: rules(dialplan.FewestCalls), Operators: []Operator{idle("op01", 5).today(2), idle("op02", 1).today(2)},
		}, "a→op02, b→op01"},

		"round robin": {9, two, Floor{
			Queues: rules(dialplan.RoundRobin), Last: map[string]string{"": "op02"},
			Operators: []Operator{idle("op01", 1), idle("op02", 2), idle("op03", 3)},
		}, "a→op03, b→op01"},
		"round robin, never served": {9, two, Floor{
			Queues: rules(dialplan.RoundRobin), Operators: []Operator{idle("op02", 1), idle("op01", 2)},
		}, "a→op01, b→op02"},
		"round robin, the last alone": {9, two, Floor{
			Queues: rules(dialplan.RoundRobin), Last: map[string]string{"": "op02"}, Operators: []Operator{idle("op02", 1)},
		}, "a→op02"},

		"a queue that nobody ready serves": {9, lineOf(live("a", 1).in("x"), live("b", 2).in("y")), Floor{
			Operators: []Operator{idle("op01", 1).of("y")},
		}, "b→op01"}, // a is not overtaken: op01 has nothing to do with its queue
		"an operator of all queues": {9, lineOf(live("a", 1).in("x"), live("b", 2).in("y")), Floor{
			Operators: []Operator{idle("op01", 1), idle("op02", 2).of("y", "z")},
		}, "a→op01, b→op02"},

		"skill": {9, english, Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1), idle("op02", 2).can("lang:en")},
		}, "a→op02, b→op01"},
		"skill away": {9, english, Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1), idle("op02", 2).can("lang:en").busy()},
		}, "b→op01 (wish: a)"},
		"skill away, one more ready": {9, english, Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1), idle("op03", 1), idle("op02", 2).can("lang:en").busy()},
		}, "b→op01 (wish: a), again at 31"},
		"patience over": {31, english, Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1), idle("op02", 2).can("lang:en").busy()},
		}, "a→op01"},
		"patience over, still preferred": {31, english, Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1), idle("op02", 2).can("lang:en")},
		}, "a→op02, b→op01"},
		"nobody at work has it": {9, english, Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1)},
		}, "a→op01"},
		"who has it serves another queue": {9, english, Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1), idle("op02", 2).can("lang:en").of("x")},
		}, "a→op01"},
		"the last wish is dropped first": {31, lineOf(live("a", 1).wish("lang:en", "group:1")), Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1), idle("op02", 2).can("lang:en"), idle("op03", 3).can("lang:en", "group:1").busy()},
		}, "a→op02"},
		"the more important wish": {99, lineOf(live("a", 1).wish("lang:en", "group:1", "area:le-chan")), Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1).can("group:1", "area:le-chan"), idle("op02", 2).can("lang:en")},
		}, "a→op02"},
		"other strategies know no wishes": {9, english, Floor{
			Operators: []Operator{idle("op01", 1), idle("op02", 2).can("lang:en").busy()},
		}, "a→op01"},

		"limit": {60, two, Floor{
			Queues: limit, Operators: []Operator{idle("op01", 1).had("", 10, 20), idle("op02", 2).had("", 10)},
		}, "a→op02, again at 3610"},
		"limit of another queue": {60, lineOf(live("a", 1), live("b", 2).in("y")), Floor{
			Queues: limit, Operators: []Operator{idle("op01", 1).had("", 10, 20)},
		}, "b→op01 (limit: a)"},
		"limit over": {3610, two, Floor{
			Queues: limit, Operators: []Operator{idle("op01", 1).had("", 10, 20)},
		}, "a→op01"},

		"emergency": {9, lineOf(live("a", 1), live("b", 2).priority(Emergency)), Floor{
			Operators: []Operator{idle("op01", 1)},
		}, "b→op01 (emergency: a)"},
		"emergency, whoever is ready": {9, lineOf(live("a", 1).in("x").wish("lang:en").priority(Emergency)), Floor{
			Operators: []Operator{idle("op01", 1).of("y")},
		}, "a→op01"},
		"emergency, its own first": {9, lineOf(live("a", 1).in("x").priority(Emergency)), Floor{
			Operators: []Operator{idle("op01", 1).of("y"), idle("op02", 2).of("x")},
		}, "a→op02"},
		"emergency, those who can first": {9, lineOf(live("a", 1).wish("lang:en").priority(Emergency), live("b", 2)), Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1), idle("op02", 2).can("lang:en")},
		}, "a→op02, b→op01"},

		"a return": {9, lineOf(live("a", 1), live("b", 2).returned()), Floor{
			Operators: []Operator{idle("op01", 1)},
		}, "b→op01 (returned: a)"},
		"priority": {9, lineOf(live("a", 1), live("b", 2), live("c", 3).priority(1)), Floor{
			Operators: []Operator{idle("op01", 1), idle("op02", 2)},
		}, "c→op01 (priority: b), a→op02"},
		"several reasons": {9, lineOf(live("a", 1).wish("lang:en"), live("b", 2), live("c", 3).priority(1)), Floor{
			Queues: skills, Operators: []Operator{idle("op01", 1), idle("op02", 2).can("lang:en").busy()},
		}, "c→op01 (priority: a b)"},

		"call-back": {9, lineOf(live("a", 1), live("b", 2).callBack(), live("c", 3)), Floor{
			Operators: []Operator{idle("op01", 1), idle("op02", 2)},
		}, "a→op01, b→op02"},
		"call-back beside an older live caller": {9, lineOf(live("a", 1).priority(-9), live("b", 2).callBack()), Floor{
			Operators: []Operator{idle("op01", 1)},
		}, "a→op01"},
		"call-back beside one whom nobody ready may take": {9, lineOf(live("a", 1).in("x"), live("b", 2).callBack()), Floor{
			Operators: []Operator{idle("op01", 1).of("")},
		}, "b→op01"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tell(Assign(at(tc.now), tc.line, tc.floor)); got != tc.want {
				t.Errorf("\n got  %s\n want %s", got, tc.want)
			}
		})
	}
}

func BenchmarkAssign(b *testing.B) {
	for name, free := range map[string]int{"one free": 1, "ten free": 10, "all free": 50} {
		for _, strategy := range []dialplan.Strategy{dialplan.LongestIdle, dialplan.FewestCalls, dialplan.RoundRobin, dialplan.BySkill} {
			b.Run(fmt.Sprintf("%s/%s", name, strategy), func(b *testing.B) {
				line, floor := storm(500, 50, free, strategy)
				b.ReportAllocs()
				for b.Loop() {
					Assign(at(10), line, floor)
				}
			})
		}
	}
}

// storm is so many callers in three queues, every third with wishes, and operators
// of whom some are free.
func storm(callers, operators, free int, strategy dialplan.Strategy) (Line, Floor) {
	names := []string{"chung", "khan", "dien"}
	f := Floor{Queues: map[string]dialplan.Queue{}, Last: map[string]string{}}
	for _, n := range names {
		f.Queues[n] = dialplan.Queue{Strategy: strategy, MaxShare: 30}
	}
	for i := range operators {
		o := idle(fmt.Sprintf("op%02d", i), i).of(names[i%3], names[(i+1)%3]).can("group:1")
		o.Ready = i < free
		if i == operators-1 {
			o.Skills = append(o.Skills, "lang:en")
		}
		for k := range 20 {
			o = o.had(names[(i+k)%3], k)
		}
		f.Operators = append(f.Operators, o)
	}
	var l Line
	for i := range callers {
		w := live(callID(i), i/100).in(names[i%3]).priority(i % 2)
		if i%3 == 0 {
			w.Wishes = []string{"lang:en", "group:1"}
		}
		l = append(l, w)
	}
	return lineOf(l...), f
}

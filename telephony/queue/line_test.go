package queue

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline1022/telephony/call"
)

var epoch = time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)

func at(s int) time.Time { return epoch.Add(time.Duration(s) * time.Second) }

// live is a caller who came at second s.
func live(id call.ID, s int) Waiting { return Waiting{Call: id, Since: at(s)} }

func (w Waiting) returned() Waiting          { w.Returned = true; return w }
func (w Waiting) callBack() Waiting          { w.CallBack = true; return w }
func (w Waiting) to(operator string) Waiting { w.Only = operator; return w }
func (w Waiting) priority(p int) Waiting     { w.Priority = p; return w }
func (w Waiting) in(queue string) Waiting    { w.Queue = queue; return w }
func (w Waiting) wish(all ...string) Waiting { w.Wishes = all; return w }

func lineOf(all ...Waiting) (l Line) {
	for _, w := range all {
		l = l.Join(w)
	}
	return l
}

func TestOrder(t *testing.T) {
	tests := map[string]struct {
		join []Waiting
		want []call.ID
	}{
		"empty":             {nil, nil},
		"in order":          {[]Waiting{live("a", 1), live("b", 2)}, []call.ID{"a", "b"}},
		"late news":         {[]Waiting{live("b", 2), live("a", 1)}, []call.ID{"a", "b"}},
		"same time":         {[]Waiting{live("b", 1), live("a", 1)}, []call.ID{"b", "a"}},
		"return→head":       {[]Waiting{live("a", 1), live("b", 2).returned()}, []call.ID{"b", "a"}},
		"returns by age":    {[]Waiting{live("c", 3).returned(), live("a", 1), live("b", 2).returned()}, []call.ID{"b", "c", "a"}},
		"twice":             {[]Waiting{live("a", 1), live("b", 2), live("a", 3)}, []call.ID{"a", "b"}},
		"twice, now a head": {[]Waiting{live("a", 1), live("b", 2), live("b", 2).returned()}, []call.ID{"b", "a"}},
		"once a head":       {[]Waiting{live("b", 2).returned(), live("a", 1), live("b", 2)}, []call.ID{"b", "a"}},

		"priority":                   {[]Waiting{live("a", 1), live("b", 2).priority(1)}, []call.ID{"b", "a"}},
		"priority is a head start":   {[]Waiting{live("b", 121).priority(1), live("a", 0)}, []call.ID{"a", "b"}},
		"low priority":               {[]Waiting{live("a", 1).priority(-1), live("b", 2)}, []call.ID{"b", "a"}},
		"low priority waits its due": {[]Waiting{live("a", 1).priority(-1), live("b", 122)}, []call.ID{"a", "b"}},
		"emergency→first":            {[]Waiting{live("a", 1).returned(), live("b", 9999).priority(Emergency)}, []call.ID{"b", "a"}},
		"emergencies by age":         {[]Waiting{live("b", 2).priority(Emergency).returned(), live("a", 1).priority(Emergency)}, []call.ID{"a", "b"}},
		"a return before priority":   {[]Waiting{live("a", 1).priority(8), live("b", 2).returned()}, []call.ID{"b", "a"}},
		"queues share the line":      {[]Waiting{live("a", 1).in("x"), live("c", 3).in("x"), live("b", 2).in("y")}, []call.ID{"a", "b", "c"}},
		"overflow keeps the place":   {[]Waiting{live("a", 1).in("x"), live("b", 2).in("y"), live("a", 5).in("y")}, []call.ID{"a", "b"}},
		"call-back by original age":  {[]Waiting{live("a", 1), live("c", 3), live("b", 2).callBack()}, []call.ID{"a", "b", "c"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var got []call.ID
			for _, w := range lineOf(tc.join...) {
				got = append(got, w.Call)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A call-back stands where its caller stood, but those who have waited longer
// while holding the telephone are looked at first.
func TestOrderOfCallBacks(t *testing.T) {
	tests := map[string]struct {
		join []Waiting
		want []call.ID
	}{
		"by age":                    {[]Waiting{live("a", 1).callBack(), live("b", 2)}, []call.ID{"a", "b"}},
		"low priority, live, older": {[]Waiting{live("a", 1).callBack(), live("b", 0).priority(-2), live("c", 3)}, []call.ID{"b", "a", "c"}},
		"two of them":               {[]Waiting{live("a", 1).callBack(), live("d", 2).callBack(), live("b", 0).priority(-9)}, []call.ID{"b", "a", "d"}},
		"high priority":             {[]Waiting{live("a", 9).callBack().priority(5), live("b", 1), live("c", 2), live("d", 10)}, []call.ID{"b", "c", "a", "d"}},
		"both are call-backs":       {[]Waiting{live("a", 9).callBack().priority(5), live("b", 1).callBack()}, []call.ID{"a", "b"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			l := lineOf(tc.join...)
			var got []call.ID
			for _, i := range l.order() {
				got = append(got, l[i].Call)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLineIsAValue(t *testing.T) {
	before := lineOf(live("a", 1), live("b", 2).in("x"))
	kept := slices.Clone(before)
	_ = before.Leave("a", "b").Join(live("c", 0))
	if diff := cmp.Diff(kept, before); diff != "" {
		t.Error(diff)
	}
	if got := before.Leave("nobody"); len(got) != 2 {
		t.Errorf("leaving without being in: %v", got)
	}
	if !before.Longest().Equal(at(1)) || !before.Longest("x").Equal(at(2)) || !(Line{}).Longest().IsZero() {
		t.Error("longest is wrong")
	}
	with := before.Join(Waiting{Call: "back", Queue: "x", Since: at(0), CallBack: true})
	if with.Len("x") != 1 || with.Len() != before.Len() || !with.Longest().Equal(at(1)) {
		t.Error("a call-back counts as a caller")
	}
	if before.Len("x") != 1 || before.Len("") != 1 || before.Len("y") != 0 {
		t.Error("length is wrong")
	}
}

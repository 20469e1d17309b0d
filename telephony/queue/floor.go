package queue

import (
	"cmp"
	"slices"
	"time"

	"hotline1022/dialplan"
)

// Patience is how long a call waits for each of its wishes.
const Patience = 30 * time.Second

// shareTime is what a queue's MaxShare and an operator's MaxHour are counted over.
const shareTime = time.Hour

// Floor is everything but the line that decides who gets which call.
type Floor struct {
	// Queues are the rules by name. A queue that is not named has no limits and
	// chooses by the longest idle.
	Queues map[string]dialplan.Queue
	// Operators are all who are at work: ready, or with a call that they will be
	// ready after. Of two with the same name only the first counts.
	Operators []Operator
	// Last is who was given the last call of a queue, for taking turns.
	Last map[string]string
}

// AtWork is how many have or will have calls of a queue.
func (f *Floor) AtWork(queue string) int {
	return f.count(func(o *Operator) bool { return o.serves(queue) })
}

// Free is how many could be given one now: ready, and below what they may have in an hour.
func (f *Floor) Free(queue string, now time.Time) int {
	most := f.Queues[queue].MaxShare
	return f.count(func(o *Operator) bool { return o.Ready && o.serves(queue) && o.freeFrom(queue, most, now).IsZero() })
}

func (f *Floor) count(these func(*Operator) bool) int {
	n := 0
	for i := range f.Operators {
		if these(&f.Operators[i]) {
			n++
		}
	}
	return n
}

// Operator is one who is at work.
type Operator struct {
	Name  string
	Ready bool // can be given a call now
	// Since is since when; an offer that was withdrawn does not count.
	Since  time.Time
	Queues []string // served; none: all
	Skills []string
	// MaxHour is how many calls of all queues together they take in an hour; 0: no limit.
	MaxHour int
	Today   int       // calls had today
	Hour    []Handled // calls of the last hour
}

// serves says whether the operator takes calls of a queue at all.
func (o *Operator) serves(queue string) bool {
	return len(o.Queues) == 0 || slices.Contains(o.Queues, queue)
}

// only is the one operator who may take a call-back that was given to them; "": anybody may. Who is not at
// work in its queue holds nobody up.
func (f *Floor) only(w *Waiting) string {
	if !w.CallBack || w.Only == "" || w.rank() == rankEmergency {
		return ""
	}
	if f.count(func(o *Operator) bool { return o.Name == w.Only && o.serves(w.Queue) }) == 0 {
		return ""
	}
	return w.Only
}

// freeFrom is when the operator may take another call of a queue: zero for now. Both
// the share of the queue that anybody may have (most) and their own limit allow it.
func (o *Operator) freeFrom(queue string, most int, now time.Time) time.Time {
	share := o.below(most, now, func(h Handled) bool { return h.Queue == queue })
	if own := o.below(o.MaxHour, now, func(Handled) bool { return true }); own.After(share) {
		return own
	}
	return share
}

// below is when fewer than most of the calls that count lie in the hour before; zero for now.
func (o *Operator) below(most int, now time.Time, counts func(Handled) bool) time.Time {
	if most <= 0 {
		return time.Time{}
	}
	var counted []time.Time
	for _, h := range o.Hour {
		if end := h.From.Add(shareTime); counts(h) && end.After(now) {
			counted = append(counted, end)
		}
	}
	if len(counted) < most {
		return time.Time{}
	}
	slices.SortFunc(counted, time.Time.Compare)
	return counted[len(counted)-most]
}

// missing is the place of the first of wishes that the operator does not meet;
// len(wishes) when all are met.
func (o *Operator) missing(wishes []string) int {
	for i, w := range wishes {
		if !slices.Contains(o.Skills, w) {
			return i
		}
	}
	return len(wishes)
}

// match compares two operators by how well they meet wishes: the more important
// ones first. Negative: a is the better.
func match(a, b *Operator, wishes []string) int {
	for _, w := range wishes {
		x, y := slices.Contains(a.Skills, w), slices.Contains(b.Skills, w)
		if x != y {
			if x {
				return -1
			}
			return 1
		}
	}
	return 0
}

// byIdle is the order in which operators are taken when nothing else decides.
func byIdle(a, b *Operator) int {
	return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Name, b.Name))
}

// choose is the strategy: who of several that may take w gets it.
func choose(from []*Operator, w *Waiting, strategy dialplan.Strategy, last string) *Operator {
	return slices.MinFunc(from, func(a, b *Operator) int {
		switch strategy {
		case dialplan.FewestCalls:
			return cmp.Or(cmp.Compare(a.Today, b.Today), byIdle(a, b))
		case dialplan.RoundRobin:
			return cmp.Or(turnAfter(last, a.Name)-turnAfter(last, b.Name), cmp.Compare(a.Name, b.Name))
		case dialplan.BySkill:
			return cmp.Or(match(a, b, w.Wishes), byIdle(a, b))
		case dialplan.LongestIdle:
		}
		return byIdle(a, b)
	})
}

// turnAfter is 0 for those whose turn comes after last, 1 for a new round.
func turnAfter(last, name string) int {
	if name > last {
		return 0
	}
	return 1
}

// hall is one queue with those who serve it, while Assign works.
type hall struct {
	rules   dialplan.Queue
	ready   []*Operator // may take a call of it, as far as wishes allow
	without int         // how many pairs had been made when those who are taken were left out of ready
	// freeFrom is when the next operator's share allows another call; zero: none's.
	freeFrom time.Time
	skills   []string // of all who are at work in it
	last     string
}

func newHall(name string, now time.Time, f *Floor, ready []*Operator) *hall {
	h := &hall{rules: f.Queues[name], last: f.Last[name]}
	for _, o := range ready {
		if !o.serves(name) {
			continue
		}
		if from := o.freeFrom(name, h.rules.MaxShare, now); from.IsZero() {
			h.ready = append(h.ready, o)
		} else {
			h.freeFrom = sooner(h.freeFrom, from)
		}
	}
	if h.rules.Strategy == dialplan.BySkill {
		for i := range f.Operators {
			if o := &f.Operators[i]; o.serves(name) {
				h.skills = append(h.skills, o.Skills...)
			}
		}
		slices.Sort(h.skills)
		h.skills = slices.Compact(h.skills)
	}
	return h
}

// demands are those of w's wishes that must be met now, and when the next of them
// is dropped (zero: none is left).
func (h *hall) demands(w *Waiting, now time.Time) (demands []string, until time.Time) {
	if h.rules.Strategy != dialplan.BySkill || len(w.Wishes) == 0 {
		return nil, time.Time{}
	}
	dropped := max(0, int(now.Sub(w.Since)/Patience))
	left := len(w.Wishes) - dropped
	if left <= 0 {
		return nil, time.Time{}
	}
	for _, wish := range w.Wishes[:left] {
		if _, known := slices.BinarySearch(h.skills, wish); known {
			demands = append(demands, wish)
		}
	}
	if len(demands) == 0 {
		return nil, time.Time{}
	}
	return demands, w.Since.Add(time.Duration(dropped+1) * Patience)
}

// sooner is the earlier of two times of which zero means never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

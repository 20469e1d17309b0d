package queue

import (
	"cmp"
	"slices"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

const (
	// Emergency is the priority that goes before all others and asks for nobody in particular.
	Emergency = dialplan.Urgent
	// HeadStart is what one step of priority counts for, as waiting.
	HeadStart = 2 * time.Minute
)

// Waiting is a call in the line.
type Waiting struct {
	Call     call.ID
	Queue    string
	Since    time.Time // first entry into any queue
	Priority int       // see Emergency, HeadStart
	Returned bool      // was with an operator already
	CallBack bool      // the caller is not on the line: an operator is reserved before they are dialled
	Only     string    // of a call-back: the operator it was given to, asked alone while they are at work in its queue; "": anybody
	Wishes   []string  // in falling importance: "lang:en", "group:1", "area:le-chan"
}

// turn is the moment that decides the place among calls of the same rank.
func (w *Waiting) turn() time.Time {
	if w.rank() != rankOrdinary {
		return w.Since
	}
	return w.Since.Add(-time.Duration(w.Priority) * HeadStart)
}

const (
	rankEmergency = iota
	rankReturned
	rankOrdinary
)

func (w *Waiting) rank() int {
	switch {
	case w.Priority >= Emergency:
		return rankEmergency
	case w.Returned:
		return rankReturned
	default:
		return rankOrdinary
	}
}

func compare(a, b *Waiting) int {
	return cmp.Or(cmp.Compare(a.rank(), b.rank()), a.turn().Compare(b.turn()))
}

// Line is the waiting calls, first to be served first. It is a value: its
// methods return a new Line and leave the old one as it was.
type Line []Waiting

// Join puts a call in at its place. One that is in the line already keeps the
// earlier of its times and, once Returned, stays so; all else is as it says now.
func (l Line) Join(w Waiting) Line {
	if at := l.index(w.Call); at >= 0 {
		w.Returned = w.Returned || l[at].Returned
		if l[at].Since.Before(w.Since) {
			w.Since = l[at].Since
		}
		l = l.Leave(w.Call)
	}
	at, _ := slices.BinarySearchFunc(l, &w, func(a Waiting, b *Waiting) int {
		if compare(&a, b) <= 0 {
			return -1 // also among equals: behind them
		}
		return 1
	})
	return slices.Insert(slices.Clone(l), at, w)
}

// Leave takes calls out, as far as they are in.
func (l Line) Leave(ids ...call.ID) Line {
	gone := func(w Waiting) bool { return slices.Contains(ids, w.Call) }
	if !slices.ContainsFunc(l, gone) {
		return l
	}
	return slices.DeleteFunc(slices.Clone(l), gone)
}

// Longest is since when the caller waits who entered first; zero if none does. Queues
// named limit it to those. Whom we are to call back is no caller: they sit at home.
func (l Line) Longest(queues ...string) time.Time {
	var first time.Time
	for i := range l {
		if w := &l[i]; w.caller(queues) && (first.IsZero() || w.Since.Before(first)) {
			first = w.Since
		}
	}
	return first
}

// Len is how many callers wait, of the queues named or of all.
func (l Line) Len(queues ...string) int {
	n := 0
	for i := range l {
		if l[i].caller(queues) {
			n++
		}
	}
	return n
}

// caller says whether somebody on the line waits here, in one of the queues (none: in any).
func (w *Waiting) caller(queues []string) bool {
	return !w.CallBack && (len(queues) == 0 || slices.Contains(queues, w.Queue))
}

func (l Line) index(id call.ID) int {
	return slices.IndexFunc(l, func(w Waiting) bool { return w.Call == id })
}

// order is the indices of the line as Assign goes through it: that of the line,
// but a call-back that would come before a live caller who has waited longer lets
// all go first who have waited longer than it.
func (l Line) order() []int {
	// oldest[i] is the first entry of any live caller from i on; zero: there is none.
	oldest := make([]time.Time, len(l)+1)
	for i := len(l) - 1; i >= 0; i-- {
		oldest[i] = oldest[i+1]
		if w := &l[i]; !w.CallBack {
			oldest[i] = sooner(oldest[i], w.Since)
		}
	}
	order := make([]int, 0, len(l))
	done := make([]bool, len(l))
	var visit func(i int)
	visit = func(i int) {
		if done[i] {
			return
		}
		w := &l[i]
		if live := oldest[i+1]; w.CallBack && !live.IsZero() && live.Before(w.Since) {
			for j := i + 1; j < len(l); j++ {
				if l[j].Since.Before(w.Since) {
					visit(j)
				}
			}
		}
		done[i] = true
		order = append(order, i)
	}
	for i := range l {
		visit(i)
	}
	return order
}

package queue

import (
	"cmp"
	"slices"
	"time"

	"hotline1022/telephony/call"
)

// Waiting is a call in the queue.
type Waiting struct {
	Call     call.ID
	Since    time.Time // first entry into the queue
	Returned bool      // was with an operator already
}

// Line is the waiting calls, first to be served first. It is a value: its
// methods return a new Line and leave the old one as it was.
type Line []Waiting

// Join puts a call in at its place. One that is in the line already keeps the
// earlier of its times and, once Returned, stays so.
func (l Line) Join(w Waiting) Line {
	if at := l.index(w.Call); at >= 0 {
		w.Returned = w.Returned || l[at].Returned
		if l[at].Since.Before(w.Since) {
			w.Since = l[at].Since
		}
		l = l.Leave(w.Call)
	}
	at, _ := slices.BinarySearchFunc(l, w, func(a, b Waiting) int {
		if compare(a, b) <= 0 {
			return -1 // also among equals: behind them
		}
		return 1
	})
	return slices.Insert(slices.Clone(l), at, w)
}

// Leave takes a call out, if it is in.
func (l Line) Leave(id call.ID) Line {
	at := l.index(id)
	if at < 0 {
		return l
	}
	return slices.Delete(slices.Clone(l), at, at+1)
}

// Longest is since when the call waits that entered first; zero if none does.
func (l Line) Longest() time.Time {
	if len(l) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(l, func(a, b Waiting) int { return a.Since.Compare(b.Since) }).Since
}

func (l Line) index(id call.ID) int {
	return slices.IndexFunc(l, func(w Waiting) bool { return w.Call == id })
}

func compare(a, b Waiting) int {
	if a.Returned != b.Returned {
		if a.Returned {
			return -1
		}
		return 1
	}
	return a.Since.Compare(b.Since)
}

// Idle is an operator who can take a call now.
type Idle struct {
	Operator string
	Since    time.Time // ready since; an offer that was withdrawn does not count
}

// Pair gives a call to an operator.
type Pair struct {
	Waiting  Waiting
	Operator string
}

// Assign says who gets which call. It changes neither line nor idle, and an
// operator named twice in idle gets one call.
func Assign(line Line, idle []Idle) []Pair {
	idle = slices.Clone(idle)
	slices.SortFunc(idle, func(a, b Idle) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Operator, b.Operator))
	})
	var pairs []Pair
	taken := make(map[string]bool, len(idle))
	for _, o := range idle {
		if len(pairs) == len(line) {
			break
		}
		if taken[o.Operator] {
			continue
		}
		taken[o.Operator] = true
		pairs = append(pairs, Pair{Waiting: line[len(pairs)], Operator: o.Operator})
	}
	return pairs
}

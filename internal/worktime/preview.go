package worktime

import (
	"errors"
	"slices"
	"time"
)

// Difference is a date on which two calendars do not agree.
type Difference struct {
	Date    Date
	Was, Is []Interval
}

// Diff compares two calendars on the dates that both cover.
func Diff(was, is *Calendar) []Difference {
	from, until := was.Span()
	if f, u := is.Span(); f > from || u < until {
		from, until = max(f, from), min(u, until)
	}
	same := func(a, b Interval) bool { return a.Open.Equal(b.Open) && a.Close.Equal(b.Close) }
	var all []Difference
	for d := from; d < until; d++ {
		if a, b := was.On(d), is.On(d); !slices.EqualFunc(a, b, same) {
			all = append(all, Difference{d, a, b})
		}
	}
	return all
}

// Move is a deadline that another calendar would set to another time. A time that
// a calendar cannot tell is zero, with its reason.
type Move[D any] struct {
	Deadline      D
	Was, Is       time.Time
	WasErr, IsErr error
}

// IntoPast says that the deadline would be over at a time at which it is not yet.
func (m Move[D]) IntoPast(now time.Time) bool {
	was := m.WasErr == nil && m.Was.Before(now)
	return !was && m.IsErr == nil && m.Is.Before(now)
}

// Preview tells which deadlines would move if one calendar replaced another, in the
// order in which they are given; due says how a deadline follows from a calendar.
func Preview[D any](was, is *Calendar, deadlines []D, due func(*Calendar, D) (time.Time, error)) []Move[D] {
	if was.version == is.version {
		return nil
	}
	var moves []Move[D]
	for _, d := range deadlines {
		m := Move[D]{Deadline: d}
		m.Was, m.WasErr = due(was, d)
		m.Is, m.IsErr = due(is, d)
		if !m.Was.Equal(m.Is) || !errors.Is(m.IsErr, m.WasErr) {
			moves = append(moves, m)
		}
	}
	return moves
}

package worktime

import (
	"errors"
	"slices"
	"time"
)

var (
	// ErrOutside: the calendar neither covers the instant nor goes on until then.
	ErrOutside = errors.New("worktime: not within the calendar")
	// ErrExhausted: not so much working time in what the calendar answers for.
	ErrExhausted = errors.New("worktime: too little working time in the calendar")
	// ErrNegative: a term is never less than nothing; nor is one of days nothing.
	ErrNegative = errors.New("worktime: no such term")
)

// Between is the working time from one instant to another; negative when to lies
// before from.
func (c *Calendar) Between(from, to time.Time) (time.Duration, error) {
	a, err := c.instant(from)
	if err != nil {
		return 0, err
	}
	b, err := c.instant(to)
	if err != nil {
		return 0, err
	}
	return time.Duration(c.until(b) - c.until(a)), nil
}

// Add is the earliest instant that has so much working time between t and itself;
// with nothing to add that is t.
func (c *Calendar) Add(t time.Time, work time.Duration) (time.Time, error) {
	at, err := c.instant(t)
	switch {
	case err != nil:
		return time.Time{}, err
	case work < 0:
		return time.Time{}, ErrNegative
	case work == 0:
		return c.time(at), nil
	}
	done := c.until(at)
	if int64(work) > c.total-done {
		return time.Time{}, ErrExhausted
	}
	target := done + int64(work)
	// The first session that does not begin with all of it done, less one.
	i, _ := slices.BinarySearch(c.worked, target)
	return c.time(c.opened[i-1] + target - c.worked[i-1]), nil
}

// Sub is the latest instant that has so much working time between itself and t: the
// last moment to begin. With nothing to take away that is t.
func (c *Calendar) Sub(t time.Time, work time.Duration) (time.Time, error) {
	at, err := c.instant(t)
	switch {
	case err != nil:
		return time.Time{}, err
	case work < 0:
		return time.Time{}, ErrNegative
	case work == 0:
		return c.time(at), nil
	}
	target := c.until(at) - int64(work)
	if target < 0 {
		return time.Time{}, ErrExhausted
	}
	// The last session that begins with no more than that done.
	i, found := slices.BinarySearch(c.worked, target)
	if !found {
		i--
	}
	return c.time(c.opened[i] + target - c.worked[i]), nil
}

// AddDays is when the office closes on the last of so many working days; t's own date
// is none of them.
func (c *Calendar) AddDays(t time.Time, days int) (time.Time, error) {
	if _, err := c.instant(t); err != nil {
		return time.Time{}, err
	}
	if days <= 0 {
		return time.Time{}, ErrNegative
	}
	from, last := c.from, c.last()
	for d := DateOf(t.In(c.zone)) + 1; d < last; d++ {
		if c.first[d-from] == c.first[d-from+1] {
			continue
		}
		if days--; days == 0 {
			return c.time(c.closed[c.first[d-from+1]-1]), nil
		}
	}
	return time.Time{}, ErrExhausted
}

// instant is t, when the span or its very end holds it.
func (c *Calendar) instant(t time.Time) (int64, error) {
	// Compared in seconds first: nanoseconds of a far year overflow.
	if s := t.Unix(); s < c.begin/int64(time.Second) || s > c.end/int64(time.Second) {
		return 0, ErrOutside
	}
	if ns := t.UnixNano(); ns <= c.end {
		return ns, nil
	}
	return 0, ErrOutside
}

// until is the working time from the span's beginning to an instant.
func (c *Calendar) until(at int64) int64 {
	i, open := slices.BinarySearch(c.opened, at)
	if !open {
		i-- // the last session that has opened
	}
	if i < 0 {
		return 0
	}
	return c.worked[i] + min(at, c.closed[i]) - c.opened[i]
}

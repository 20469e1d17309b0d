package worktime

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// Spec is what a calendar is made of: rows of a table, or of a database.
type Spec struct {
	Zone  *time.Location
	Hours []Hours // in order of From; the first begins the calendar
	Until Date    // the first date that the calendar does not cover
	Days  []Day   // in any order; those outside the span have no effect
	// GoesOn is the date until which the week's rule of the last hours is assumed to hold
	// beyond Until; before Until: nothing is assumed.
	GoesOn Date
}

const maxSpan = 100 * 366 // days

// Calendar knows, for the span that it covers, when offices work, and assumes it beyond.
// It never changes.
type Calendar struct {
	zone       *time.Location
	from, ends Date  // the span
	begin, end int64 // of all that is answered for, as all instants here in nanoseconds since 1970
	// Sessions in their order, as three columns, for the sake of the searches:
	// opened and closed are instants, worked is the time in all sessions before.
	opened, closed, worked []int64
	total                  int64
	first                  []int32 // of a day, from the span's first: its first session
	unsettled              []Day
	version                string
}

// New builds the calendar; the error is [Faults].
func New(spec Spec) (*Calendar, error) {
	days, faults := check(spec)
	if err := faults.err(); err != nil {
		return nil, err
	}
	c := &Calendar{zone: spec.Zone, from: spec.Hours[0].From, ends: spec.Until}
	end := max(spec.Until, spec.GoesOn)
	c.begin, c.end = c.from.At(0, c.zone).UnixNano(), end.At(0, c.zone).UnixNano()
	hours := spec.Hours
	for d := c.from; d < end; d++ {
		if d == spec.Until {
			hours = lastWorked(spec.Hours, d)
		}
		if d < spec.Until && len(hours) > 1 && hours[1].From <= d {
			hours = hours[1:]
		}
		c.first = append(c.first, int32(len(c.opened)))
		sessions := hours[0].ordinary(d)
		if day, ok := days[d]; ok && d < spec.Until {
			sessions = day.sessions(hours[0])
			if !day.Settled() {
				day.Sessions = slices.Clone(day.Sessions)
				c.unsettled = append(c.unsettled, day)
			}
		}
		for _, s := range sessions {
			c.append(d.At(s.Open, c.zone).UnixNano(), d.At(s.Close, c.zone).UnixNano())
		}
	}
	c.first = append(c.first, int32(len(c.opened)))
	c.version = c.hash()
	return c, nil
}

// lastWorked begins with the last hours that had begun by the end of the span, and have a working day at all.
func lastWorked(hours []Hours, end Date) []Hours {
	for i, h := range slices.Backward(hours) {
		if h.From < end && len(h.Week) > 0 {
			return hours[i:]
		}
	}
	return hours
}

func check(spec Spec) (map[Date]Day, Faults) {
	var faults Faults
	if spec.Zone == nil {
		faults.add("zone", BadZone, "none")
	}
	if n := len(spec.Hours); n == 0 || spec.Until <= spec.Hours[0].From || spec.Until-spec.Hours[0].From > maxSpan ||
		spec.Hours[0].From.Year() < firstYear || spec.Until.Year() > lastYear+1 {
		faults.add("until", BadSpan, spec.Until.String())
	}
	for i, h := range spec.Hours {
		at := fmt.Sprintf("hours[%d]", i)
		if i > 0 && h.From <= spec.Hours[i-1].From {
			faults.add(at, BadOrder, h.From.String())
		}
		h.check(at, &faults)
	}
	days := make(map[Date]Day, len(spec.Days))
	for _, d := range spec.Days {
		if _, ok := days[d.Date]; ok {
			faults.add("days["+d.Date.String()+"]", Twice, string(d.Kind))
		}
		d.check(&faults)
		days[d.Date] = d
	}
	return days, faults
}

// append adds a session. Where the zone's clocks are put forward or back within
// it, it is as long as it really lasts, and never overlaps the one before.
func (c *Calendar) append(opened, closed int64) {
	if n := len(c.closed); n > 0 {
		opened = max(opened, c.closed[n-1])
	}
	if closed <= opened {
		return
	}
	c.opened, c.closed, c.worked = append(c.opened, opened), append(c.closed, closed), append(c.worked, c.total)
	c.total += closed - opened
}

func (c *Calendar) hash() string {
	text := make([]byte, 0, 16*(len(c.opened)+1))
	for _, column := range [][]int64{{c.begin, c.end}, c.opened, c.closed} {
		for _, v := range column {
			text = binary.BigEndian.AppendUint64(text, uint64(v))
		}
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// Version names the working time that the calendar contains.
func (c *Calendar) Version() string { return c.version }

// Zone is whose clocks the calendar's hours are read from.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Span is what the calendar covers: from a date, until one that it does not.
func (c *Calendar) Span() (from, until Date) { return c.from, c.ends }

// Assumed says that an instant lies behind the span: nobody has said how offices will work then.
func (c *Calendar) Assumed(t time.Time) bool { return DateOf(t.In(c.zone)) >= c.ends }

// last is the first date that is neither covered nor assumed.
func (c *Calendar) last() Date { return c.from + Date(len(c.first)-1) }

// Interval is a session of one day, as instants.
type Interval struct{ Open, Close time.Time }

// On gives the sessions of a date, assumed ones too; none on a day off, and where nothing is known.
func (c *Calendar) On(d Date) []Interval {
	if d < c.from || d >= c.last() {
		return nil
	}
	var day []Interval
	for i := c.first[d-c.from]; i < c.first[d-c.from+1]; i++ {
		day = append(day, Interval{c.time(c.opened[i]), c.time(c.closed[i])})
	}
	return day
}

// Unsettled lists the days of a time, both ends included, that somebody should still
// look up, in their order.
func (c *Calendar) Unsettled(from, to Date) []Day {
	var days []Day
	for _, d := range c.unsettled {
		if d.Date >= from && d.Date <= to {
			d.Sessions = slices.Clone(d.Sessions)
			days = append(days, d)
		}
	}
	return days
}

func (c *Calendar) time(ns int64) time.Time { return time.Unix(0, ns).In(c.zone) }

package worktime

import (
	"fmt"
	"time"
)

// Date is a day of the civil calendar, counted from 1 January 1970. It has no zone.
type Date int32

const secondsPerDay = 24 * 60 * 60

// NewDate is a date by its parts; what exceeds a month goes on in the next, as in [time.Date].
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// DateOf is the date on which t lies, in t's own zone.
func DateOf(t time.Time) Date { return NewDate(t.Date()) }

// ParseDate reads 2026-04-27. Only years of which deadlines can speak are dates.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || len(s) != len(time.DateOnly) || t.Year() < firstYear || t.Year() > lastYear {
		return 0, fmt.Errorf("worktime: %q is no date between %d and %d", s, firstYear, lastYear)
	}
	return DateOf(t), nil
}

// Dates outside are mistyped ones, and instants of time stay far from int64's ends.
const firstYear, lastYear = 1970, 2199

func (d Date) String() string        { return d.utc().Format(time.DateOnly) }
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }
func (d Date) Year() int             { return d.utc().Year() }

// At is the instant at which a zone's clocks show so many minutes of the day.
func (d Date) At(m Minute, zone *time.Location) time.Time {
	year, month, day := d.utc().Date()
	return time.Date(year, month, day, 0, int(m), 0, 0, zone)
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

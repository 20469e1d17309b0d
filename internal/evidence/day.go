package evidence

import (
	"fmt"
	"path"
	"strings"
	"time"
)

// Day is a day of Vietnam's calendar, 2006-01-02; as the name of a manifest it may also be an hour of the day that goes on, 2006-01-02T15.
type Day string

const (
	dayLength  = len(time.DateOnly) // what follows is the hour
	hourLayout = time.DateOnly + "T15"
)

// HourOf is the hour that has begun then; false at the day's first: what came before it is the day before's.
func HourOf(t time.Time) (d Day, ok bool) {
	t = t.In(zone)
	return Day(t.Format(hourLayout)), t.Hour() > 0
}

// Hourly says whether it is an hour.
func (d Day) Hourly() bool { return len(d) > dayLength }

// Whole is the day of an hour.
func (d Day) Whole() Day { return d[:min(len(d), dayLength)] }

// HourBegin is an hour's first moment, before which all came that its manifest lists.
func (d Day) HourBegin() time.Time {
	t, err := time.ParseInLocation(hourLayout, string(d), zone)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// Until is the moment before which all came that its manifest lists: a day's end, or an hour's beginning; the zero time of what is neither.
func (d Day) Until() time.Time {
	switch {
	case d.Hourly():
		return d.HourBegin()
	case d.Begin().IsZero():
		return time.Time{}
	}
	return d.End()
}

// zone is Vietnam's, which has known no summer time since 1975.
var zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// DayOf is the day of a moment.
func DayOf(t time.Time) Day { return Day(t.In(zone).Format(time.DateOnly)) }

// ParseDay reads a day.
func ParseDay(s string) (Day, error) {
	if _, err := time.ParseInLocation(time.DateOnly, s, zone); err != nil {
		return "", fmt.Errorf("%q is no day: write it as 2026-11-28", s)
	}
	return Day(s), nil
}

// Begin is the day's first moment, of an hour its day's; the zero time of what is no day.
func (d Day) Begin() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d.Whole()), zone)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// End is the next day's first moment.
func (d Day) End() time.Time { return d.Begin().Add(24 * time.Hour) }

// Next is the day after.
func (d Day) Next() Day { return DayOf(d.End()) }

// Manifests is what the keys of all manifests begin with.
const Manifests = "manifests/"

// Object is where a day's manifest lies in the archive; its signature beside it, with .sig.
func (d Day) Object() string {
	return Manifests + string(d[:4]) + "/" + string(d) + ".json"
}

// DayOfObject is the day, or the hour, whose manifest or its signature lies there.
func DayOfObject(key string) (d Day, ok bool) {
	d = Day(strings.TrimSuffix(strings.TrimSuffix(path.Base(key), ".sig"), ".json"))
	if _, err := ParseDay(string(d.Whole())); err != nil || d.Hourly() && d.HourBegin().IsZero() {
		return d, false
	}
	return d, key == d.Object() || key == d.Object()+".sig"
}

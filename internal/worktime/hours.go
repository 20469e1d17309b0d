package worktime

import (
	"fmt"
	"slices"
	"time"
)

// Minute is a time of the day, in minutes after midnight; 1440 ends it.
type Minute int16

const endOfDay Minute = 24 * 60

// Clock is the minute that a clock shows: Clock(7, 30).
func Clock(hour, minute int) Minute { return Minute(hour*60 + minute) }

func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// ParseMinute reads 07:30, and 24:00 for the end of a day.
func ParseMinute(s string) (Minute, error) {
	var hour, minute int
	if n, err := fmt.Sscanf(s, "%2d:%2d", &hour, &minute); err != nil || n != 2 || hour < 0 || minute < 0 || minute > 59 ||
		Clock(hour, minute) > endOfDay || Clock(hour, minute).String() != s {
		return 0, fmt.Errorf("worktime: %q is no time of the day", s)
	}
	return Clock(hour, minute), nil
}

// Session is one stretch of work in a day, such as a morning: from Open, until Close.
type Session struct{ Open, Close Minute }

// Season has the sessions of a working day from a day of the year until the next
// season begins; the year's last goes on into the next year.
type Season struct {
	Month    time.Month
	Day      int
	Sessions []Session
}

// Hours are the hours of offices from a date until the next Hours replace them.
type Hours struct {
	From    Date
	Basis   string // the paper that they rest on
	Week    []time.Weekday
	Seasons []Season // in the order of the year; one alone is the whole year's
}

// sessions of a working day on a date.
func (h Hours) sessions(d Date) []Session {
	_, month, day := d.utc().Date()
	current := h.Seasons[len(h.Seasons)-1]
	for _, s := range h.Seasons {
		if s.Month > month || (s.Month == month && s.Day > day) {
			break
		}
		current = s
	}
	return current.Sessions
}

func (h Hours) works(d Date) bool { return slices.Contains(h.Week, d.Weekday()) }

func (h Hours) check(at string, faults *Faults) {
	if len(h.Seasons) == 0 {
		faults.add(at, BadSeason, "none")
	}
	for i, w := range h.Week {
		if w < time.Sunday || w > time.Saturday || slices.Contains(h.Week[:i], w) {
			faults.add(at, BadWeek, w.String())
		}
	}
	before := 0
	for i, s := range h.Seasons {
		at := fmt.Sprintf("%s.seasons[%d]", at, i)
		// A year without 29 February has to have the season's first day as well.
		first := time.Date(2023, s.Month, s.Day, 0, 0, 0, 0, time.UTC)
		if first.Month() != s.Month || first.Day() != s.Day || first.YearDay() <= before {
			faults.add(at, BadSeason, fmt.Sprintf("%02d-%02d", int(s.Month), s.Day))
		}
		before = first.YearDay()
		checkSessions(at, s.Sessions, faults)
	}
}

// checkSessions wants at least one, in the day's order, with a pause between any two.
func checkSessions(at string, sessions []Session, faults *Faults) {
	if len(sessions) == 0 {
		faults.add(at, BadSessions, "none")
	}
	last := Minute(-1)
	for _, s := range sessions {
		if s.Open <= last || s.Close <= s.Open || s.Close > endOfDay {
			faults.add(at, BadSessions, s.Open.String()+"-"+s.Close.String())
		}
		last = s.Close
	}
}

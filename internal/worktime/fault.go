package worktime

import "strings"

// Reason says what is wrong with a part of a calendar; texts for people go by it.
type Reason string

const (
	BadZone     Reason = "zone"         // none given
	BadSpan     Reason = "span"         // no hours, or they end before they begin, or last too long
	BadOrder    Reason = "order"        // hours that do not begin after the ones before them
	BadWeek     Reason = "week"         // no day of the week, or one twice
	BadSeason   Reason = "season"       // no day of every year, or not after the one before
	BadSessions Reason = "sessions"     // not one after the other within a day, or none where some are needed
	BadKind     Reason = "kind"         // not one of the kinds of days
	BadDate     Reason = "date"         // no date, or none of these times
	BadRange    Reason = "range"        // ends before it begins, or is too long for one occasion
	Twice       Reason = "twice"        // the date has a row already
	NotSaturday Reason = "not_saturday" // a make-up Saturday on another day of the week
	BadHeader   Reason = "header"       // the table has other columns
	BadRow      Reason = "row"          // cannot be read as a row of the table
	TooMuch     Reason = "too_much"     // more than any calendar needs
)

// Fault is one thing wrong, and where.
type Fault struct {
	Location string // "line 7" of a table, "hours[0].seasons[1]", "days[2026-08-22]"
	Reason   Reason
	Detail   string // what stood there
}

// Faults is the error of what cannot become a calendar.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = "worktime: " + fault.Location + ": " + string(fault.Reason) + ": " + fault.Detail
	}
	return strings.Join(lines, "\n")
}

func (f *Faults) add(location string, reason Reason, detail string) {
	const most = 80
	if runes := []rune(detail); len(runes) > most {
		detail = string(runes[:most]) + "…"
	}
	*f = append(*f, Fault{location, reason, detail})
}

// err is nil where nothing is wrong.
func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

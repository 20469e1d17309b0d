package worktime

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Kind says in what way a day differs from the week's rule.
type Kind string

const (
	Holiday      Kind = "holiday"          // lễ, Tết: Bộ luật Lao động Điều 112
	Compensation Kind = "compensation"     // nghỉ bù, for a holiday on a day off: Điều 111.3
	SwappedOff   Kind = "swapped_off"      // hoán đổi: off, worked on another day instead
	MakeUp       Kind = "working_saturday" // làm bù: a Saturday worked for another day
	Changed      Kind = "changed_hours"    // worked in sessions of its own
	Proposed     Kind = "proposed"         // talked of, not decided: changes nothing
)

// Grade is how well a day is known, from the weakest.
type Grade int

const (
	Unstated   Grade = iota
	Remembered       // by whoever wrote it down
	Inferred         // from how it was done in other years
	Computed         // from the calendar of sun and moon
	Statute          // the law names the date itself
	Verified         // read in an announcement
)

// Day is a date that the week's rule does not settle.
type Day struct {
	Date  Date
	Kind  Kind
	Name  string
	Basis string
	Grade Grade
	// Open: something around it is still to be decided or announced, so that
	// more may come than this day.
	Open bool
	// Sessions of a day of its own hours; a make-up day without them has its season's.
	Sessions []Session
}

// Put gives days with others put in: of two of a date the other's counts.
func Put(days, others []Day) []Day {
	put := make(map[Date]bool, len(others))
	for _, d := range others {
		put[d.Date] = true
	}
	all := slices.DeleteFunc(slices.Clone(days), func(d Day) bool { return put[d.Date] })
	all = append(all, others...)
	slices.SortFunc(all, func(a, b Day) int { return int(a.Date) - int(b.Date) })
	return all
}

// Settled says that nobody has to look it up any more.
func (d Day) Settled() bool { return d.Kind != Proposed && !d.Open && d.Grade >= Statute }

// sessions under the hours that hold on the date.
func (d Day) sessions(h Hours) []Session {
	switch d.Kind {
	case MakeUp, Changed:
		if len(d.Sessions) > 0 {
			return d.Sessions
		}
		return h.sessions(d.Date)
	case Proposed:
		return h.ordinary(d.Date)
	case Holiday, Compensation, SwappedOff:
	}
	return nil
}

// ordinary is what the week's rule says of a date.
func (h Hours) ordinary(d Date) []Session {
	if !h.works(d) {
		return nil
	}
	return h.sessions(d)
}

func (d Day) check(faults *Faults) {
	at := "days[" + d.Date.String() + "]"
	switch d.Kind {
	case Holiday, Compensation, SwappedOff, Proposed:
		if len(d.Sessions) > 0 {
			faults.add(at, BadSessions, "on a day without work")
		}
	case MakeUp:
		if d.Date.Weekday() != time.Saturday {
			faults.add(at, NotSaturday, d.Date.Weekday().String())
		}
		if len(d.Sessions) > 0 {
			checkSessions(at, d.Sessions, faults)
		}
	case Changed:
		checkSessions(at, d.Sessions, faults)
	default:
		faults.add(at, BadKind, string(d.Kind))
	}
}

var grades = map[string]Grade{
	"verified": Verified, "statute": Statute, "computed": Computed, "inferred": Inferred, "remembered": Remembered,
}

// String is the word by which a basis names the grade.
func (g Grade) String() string {
	for word, grade := range grades {
		if grade == g {
			return word
		}
	}
	return "unstated"
}

// ParseGrade reads [Grade.String]; any other word states nothing.
func ParseGrade(word string) Grade { return grades[word] }

// Judge reads a basis as it is written down: "computed; official break not found".
// Its first word is the grade. Where that is another word, the basis speaks of
// something beside the dates ("9 days verified …; dates remembered"), and the weakest
// grade in it counts. A "not" leaves something open.
func Judge(basis string) (grade Grade, open bool) {
	words := strings.FieldsFunc(strings.ToLower(basis), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	open = slices.Contains(words, "not")
	for i, word := range words {
		g, known := grades[word]
		switch {
		case known && i == 0:
			return g, open
		case known && (grade == Unstated || g < grade):
			grade = g
		}
	}
	return grade, open
}

package incident

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hotline1022/internal/lang"
)

// Draft is an incident as the shift leader writes it.
type Draft struct {
	Area        string
	Text        string
	ExpectedEnd time.Time // zero: nobody knows
}

// Incident is what is going on in the city.
type Incident struct {
	Draft
	ID       int64
	Revision int  // of what callers hear, from 1
	Recorded bool // a person's voice says it
	OpenedAt time.Time
}

// Limits, in characters and time ahead.
const (
	MaxArea  = 200
	MaxText  = 600
	MaxAhead = 30 * 24 * time.Hour
	// MaxVoice is the longest recorded voice; callers wait for its end.
	MaxVoice = 2 * time.Minute
)

// What is wrong with a recorded voice.
var (
	ErrVoice     = errors.New("incident: no voice can be heard in it")
	ErrLongVoice = errors.New("incident: the voice is too long")
)

// Fault is one thing wrong with a draft.
type Fault struct {
	Location string // "area", "text", "expected_end"
	Key      lang.Key
	Args     []any
}

// Check tidies a draft and finds everything that is wrong with it.
func Check(d Draft, now time.Time) (Draft, []Fault) {
	var faults []Fault
	line := func(location, s string, most int, missing lang.Key) string {
		s = strings.Join(strings.Fields(s), " ")
		switch {
		case !strings.ContainsFunc(s, unicode.IsLetter): // of signs nothing is heard
			faults = append(faults, Fault{Location: location, Key: missing})
		case strings.ContainsFunc(s, unicode.IsControl) || !utf8.ValidString(s):
			faults = append(faults, Fault{Location: location, Key: lang.TicketControl})
		case utf8.RuneCountInString(s) > most:
			faults = append(faults, Fault{Location: location, Key: lang.TicketTooLong, Args: []any{most}})
		}
		return s
	}
	d.Area = line("area", d.Area, MaxArea, lang.IncidentArea)
	d.Text = line("text", d.Text, MaxText, lang.IncidentText)
	if !d.ExpectedEnd.IsZero() && (d.ExpectedEnd.Before(now) || d.ExpectedEnd.Sub(now) > MaxAhead) {
		faults = append(faults, Fault{Location: "expected_end", Key: lang.IncidentEnd})
	}
	return d, faults
}

// Late says that the expected end has passed, so that callers are not told it.
func (i Incident) Late(now time.Time) bool {
	return !i.ExpectedEnd.IsZero() && !now.Before(i.ExpectedEnd)
}

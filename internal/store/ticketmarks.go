package store

import (
	"strconv"
	"strings"
	"time"
)

// The marks of a ticket, beside its words: migration 00050 has them from its columns. As a
// tsquery asks for them; those that end with a colon are of what follows.
const (
	markState        = "=state:"
	markOrigin       = "=origin:"
	markKind         = "=kind:"
	markGroup        = "=group:"
	markField        = "=field:"
	markChannel      = "=channel:"
	markUnit         = "=unit:"
	markPart         = "=part:"
	markOfficer      = "=officer:"
	markFrom         = "=from:"
	markCame         = "=came:"  // in a stretch of time
	markMoved        = "=moved:" // changed last
	markDue          = "'=due'"
	markServant      = "'=servant'"
	markEmergency    = "'=emergency'"
	markUrgent       = "'=urgent'"
	markConfidential = "'=confidential'"
	markOverdue      = "'=overdue'"
)

var quoted = strings.NewReplacer("'", "''", `\`, `\\`)

// oneOf asks for any of the marks of a kind.
func oneOf[T ~string](kind string, of ...T) string {
	all := make([]string, len(of))
	for i, v := range of {
		all[i] = "'" + kind + quoted.Replace(string(v)) + "'"
	}
	return "(" + strings.Join(all, " | ") + ")"
}

// stretch is a part of time, by number: so long that a city's tickets of it are some ten
// thousand, and so short that all its years have few.
type stretch int64

const stretchLasts = 4 * 7 * 24 * time.Hour

func stretchOf(at time.Time) stretch {
	n, lasts := at.Unix(), int64(stretchLasts/time.Second)
	if n < 0 {
		n -= lasts - 1
	}
	return stretch(n / lasts)
}

// begins is its first instant.
func (s stretch) begins() time.Time { return time.Unix(int64(s)*int64(stretchLasts/time.Second), 0) }

// stretches asks for those from the first to the last.
func stretches(moment string, first, last stretch) string {
	var all []string
	for s := first; s <= last; s++ {
		all = append(all, strconv.FormatInt(int64(s), 10))
	}
	return oneOf(moment, all...)
}

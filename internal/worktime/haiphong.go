package worktime

import (
	"bytes"
	_ "embed"
	"time"
)

// days is what was known of holidays and exchanged days when it was written, with
// how well it was known.
//
//go:embed data/holidays.csv
var days []byte

// KnownDays gives the days that the program brings with it, for an empty database.
func KnownDays() ([]Day, error) { return ReadDays(bytes.NewReader(days)) }

// OfficeHours are the hours to begin with: eight a day, as "48 hours are six days"
// needs them, from the year in which Quyết định 587/QĐ-UBND came into force. The
// regulation gives none, and the city's own paper on them was not at hand: Basis says
// so, until the administrator enters it.
func OfficeHours() []Hours {
	return []Hours{{
		From:  NewDate(2024, time.January, 1),
		Basis: "assumed: no paper at hand",
		Week:  []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday},
		Seasons: []Season{{Month: time.January, Day: 1, Sessions: []Session{
			{Clock(7, 30), Clock(11, 30)}, {Clock(13, 0), Clock(17, 0)},
		}}},
	}}
}

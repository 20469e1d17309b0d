package ticket

import "time"

// Zone is Vietnam's time, UTC+7 without summer time: a ticket's year, and later
// every clock, go by it wherever the program runs.
var Zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Moment is an instant as messages say it.
func Moment(at time.Time) string { return at.In(Zone).Format("15:04 02/01/2006") }

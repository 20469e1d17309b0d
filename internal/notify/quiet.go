package notify

import "time"

// Hours says when a message may wake whoever gets it.
type Hours string

const (
	// Day waits for the morning: the zero value of what is told to people.
	Day Hours = "day"
	// Awaited answers what somebody has just done, and waits for: it goes out at once,
	// unless it comes so late that nobody waits any more.
	Awaited Hours = "awaited"
	// Anytime is an emergency.
	Anytime Hours = "any"
)

// awaitedFor is how long somebody looks at the telephone for an answer.
const awaitedFor = 15 * time.Minute

// Quiet is the time of day at which telephones stay silent. E-mail wakes nobody.
type Quiet struct {
	From, To time.Duration // since midnight; From later than To: over midnight; both the same: never
	Zone     *time.Location
}

// Until tells whether a message that began at began must wait now, and for when.
func (q Quiet) Until(channel Channel, h Hours, began, now time.Time) (time.Time, bool) {
	switch {
	case channel != SMS, h == Anytime, q.From == q.To:
		return time.Time{}, false
	case h == Awaited && now.Sub(began) < awaitedFor:
		return time.Time{}, false
	}
	local := now.In(q.Zone)
	for _, day := range []int{-1, 0} { // the night that began yesterday, and today's
		from, to := q.at(local, day, q.From), q.at(local, day, q.To)
		if !to.After(from) {
			to = q.at(local, day+1, q.To)
		}
		if !now.Before(from) && now.Before(to) {
			return to, true
		}
	}
	return time.Time{}, false
}

func (q Quiet) at(local time.Time, days int, since time.Duration) time.Time {
	return time.Date(local.Year(), local.Month(), local.Day()+days, 0, int(since/time.Minute), 0, 0, q.Zone)
}

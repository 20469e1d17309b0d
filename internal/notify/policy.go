package notify

import "time"

// Policy says how long and how often a message is tried.
type Policy struct {
	FirstPause  time.Duration // before the second attempt; each pause is twice the one before
	LongestWait time.Duration // no pause is longer
	GiveUpAfter time.Duration // from the message's beginning; what is not sent then has failed
}

// DefaultPolicy tries for a day: at once, then after 10 s, 20 s, … an hour.
var DefaultPolicy = Policy{FirstPause: 10 * time.Second, LongestWait: time.Hour, GiveUpAfter: 24 * time.Hour}

// Decision is what follows from an attempt that did not succeed.
type Decision struct {
	Failed bool
	Next   time.Time // of the next attempt, when it has not failed
	Doubt  bool      // the gateway may have it
}

// Decide takes the number of attempts made, the last one's outcome and the times
// of the message's beginning and of now.
func (p Policy) Decide(outcome Outcome, attempts int, began, now time.Time) Decision {
	d := Decision{Doubt: outcome == Unknown}
	pause := p.FirstPause << min(max(attempts, 1)-1, 20)
	if pause > p.LongestWait || pause <= 0 {
		pause = p.LongestWait
	}
	d.Next = now.Add(pause)
	end := began.Add(p.GiveUpAfter)
	switch {
	case outcome == Permanent, !now.Before(end):
		return Decision{Failed: true, Doubt: d.Doubt}
	case d.Next.After(end):
		d.Next = end // a last time
	}
	return d
}

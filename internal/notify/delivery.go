package notify

import (
	"context"
	"errors"
	"time"
)

// Delivery is what the network says of a message that a gateway took.
type Delivery string

const (
	Pending     Delivery = "pending"
	Delivered   Delivery = "delivered"
	Undelivered Delivery = "undelivered"
)

// Report tells of a message's delivery. Ref or ID may be empty, not both.
type Report struct {
	Ref    string // ours
	ID     string // the gateway's
	State  Delivery
	Reason string // of Undelivered, as the gateway words it
}

// ErrNotOurs is the answer to a report of a message that is not known (yet: a report
// may overtake the gateway's own yes).
var ErrNotOurs = errors.New("notify: there is no such message")

// Tracker is a gateway that can be asked whether a message arrived.
type Tracker interface {
	Track(ctx context.Context, ref, id string) (Report, error)
}

// Cautious is a gateway that cannot tell whether it has a message, nor knows one that
// it gets again. What may have been taken is then given to it again by a person only.
type Cautious interface {
	Cautious() bool
}

// trackedFor is how long a gateway is asked; networks keep what cannot be delivered for
// some days at most.
const trackedFor = 72 * time.Hour

// NextLook is when a gateway is asked again whether what it took at sent arrived: after a
// minute, then ever more rarely, then no more.
func NextLook(sent, now time.Time) (time.Time, bool) {
	since := now.Sub(sent)
	if since >= trackedFor {
		return time.Time{}, false
	}
	return now.Add(min(max(since, time.Minute), time.Hour)), true
}

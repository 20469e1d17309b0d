package sla

import (
	"errors"
	"slices"
	"time"

	"hotline1022/internal/worktime"
)

// Law is what a ticket's clocks go by: the policy that it was received under, and
// the calendar.
type Law struct {
	Policy   Policy // checked
	Calendar *worktime.Calendar
}

// Sheet is a ticket's clocks, in the order of their numbers. The zero sheet is that
// of a ticket not yet received.
type Sheet struct {
	Clocks   []Clock
	Received time.Time
	Result   time.Time // the last one; zero: none yet
	Last     time.Time // of what has happened or fired
}

// ErrNotReceived: something happened to a ticket that was not there.
var ErrNotReceived = errors.New("sla: the ticket has not been received")

// clone is a sheet that may be changed.
func (s Sheet) clone() Sheet {
	s.Clocks = slices.Clone(s.Clocks)
	return s
}

// begin adds a clock that counts from its own anchor, and is there from an instant on.
func (l Law) begin(s *Sheet, c Clock, at time.Time) error {
	c.Number, c.Ticket = len(s.Clocks)+1, s.Received
	if err := l.count(&c, at); err != nil {
		return err
	}
	s.Clocks = append(s.Clocks, c)
	return nil
}

// end ends those open clocks that which picks.
func (s *Sheet) end(state State, at time.Time, which func(Clock) bool) {
	for i := range s.Clocks {
		if c := &s.Clocks[i]; c.State.Open() && which(*c) {
			c.State, c.Ended = state, at
		}
	}
}

// of picks the clocks of a kind.
func of(k Kind) func(Clock) bool { return func(c Clock) bool { return c.Kind == k } }

// ofDesk picks those of the hotline until it has decided.
func ofDesk(c Clock) bool { return c.Kind == AskBack || c.Kind == Live }

// ofUnit picks those of a unit's hours.
func ofUnit(unit string) func(Clock) bool {
	return func(c Clock) bool { return c.ofUnits() && c.Unit == unit }
}

// open finds the open clock that which picks; nil: there is none.
func (s *Sheet) open(which func(Clock) bool) *Clock {
	for i := range s.Clocks {
		if c := &s.Clocks[i]; c.State.Open() && which(*c) {
			return c
		}
	}
	return nil
}

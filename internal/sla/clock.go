package sla

import (
	"time"

	"hotline1022/internal/worktime"
)

// State of a clock.
type State string

const (
	Running State = "running"
	Paused  State = "paused"  // until the sender answers; it has no due instant
	Met     State = "met"     // what it waited for was done in time
	Expired State = "expired" // it was not
	Dropped State = "dropped" // no longer waited for: returned, led by the Office, merged, …
)

// Open says that the clock may still run out.
func (s State) Open() bool { return s == Running || s == Paused }

// Clock is one row. What follows from the others (Due, WarnAt) is kept beside them,
// because it is what jobs and lists go by.
type Clock struct {
	Number int // in the ticket, from 1
	Kind   Kind
	Unit   string // whose hours; "" the hotline's own
	Lead   bool   // of several units

	// What a term may be counted from: the receipt of who has to act (the slip
	// visible to the unit, the escalation to its head, the result to be reviewed),
	// and that of the ticket.
	Own, Ticket time.Time

	Asked, Replied time.Time // by the officer, of the sender (Điều 18.1)
	Promised       time.Time // finish, given in time (Điều 9.3)

	Due    time.Time
	WarnAt time.Time // zero: no warning
	Warned time.Time // the due instant that was last warned of
	Since  time.Time // when there came to be such a clock with such a due instant

	State State
	Ended time.Time
}

// ofUnits tells the clocks of units from the hotline's own.
func (c Clock) ofUnits() bool { return c.Kind == Officer || c.Kind == Head }

// waits says that the officer waits for the sender.
func (c Clock) waits() bool { return !c.Asked.IsZero() && c.Replied.IsZero() }

// Due is when a clock runs out, by its row: zero while it is paused. A finish that was promised
// counts in the place of the hours, also when it is before their end: the sender was told it.
func (p Policy) Due(cal *worktime.Calendar, c Clock) (time.Time, error) {
	due, err := p.term(cal, c, p.anchor(c))
	if err == nil && !due.IsZero() && p.promised(c) {
		due = c.Promised
	}
	return due, err
}

func (p Policy) promised(c Clock) bool { return !c.Promised.IsZero() && p.reads(Promise, Defers) }

// Within finds the terms that, if they began at an instant, would run out where the calendar
// knows no more, or never.
func (p Policy) Within(cal *worktime.Calendar, from time.Time) (wrong Faults) {
	for _, k := range Kinds {
		due, err := p.Due(cal, Clock{Kind: k, Own: from, Ticket: from})
		switch {
		case err != nil:
			wrong = append(wrong, Fault{"rules[" + string(k) + "]", TooLong, err.Error()})
		case cal.Assumed(due):
			wrong = append(wrong, Fault{"rules[" + string(k) + "]", TooLong, worktime.DateOf(due.In(cal.Zone())).String()})
		}
	}
	return wrong
}

// Latest is until when a bound reaches that is counted from an instant.
func (l Law) Latest(bound Kind, from time.Time) (time.Time, error) {
	return l.Policy.term(l.Calendar, Clock{Kind: bound}, from)
}

// anchor is what a clock's term is counted from.
func (p Policy) anchor(c Clock) time.Time {
	if c.ofUnits() && p.reads(CountedFrom, TicketReceipt) {
		return c.Ticket
	}
	return c.Own
}

// StrictDue is when a clock would run out in the strictest reading: a unit's hours
// counted from the ticket's receipt, nothing paused, nothing deferred.
func (p Policy) StrictDue(cal *worktime.Calendar, c Clock) (time.Time, error) {
	if c.ofUnits() {
		c.Own = c.Ticket
	}
	c.Asked, c.Replied = time.Time{}, time.Time{}
	due, err := p.term(cal, c, c.Own)
	if err == nil && p.promised(c) && c.Promised.Before(due) {
		due = c.Promised
	}
	return due, err
}

// term is the due instant without regard to a promise.
func (p Policy) term(cal *worktime.Calendar, c Clock, from time.Time) (time.Time, error) {
	term := p.rule(c.Kind).Term
	switch {
	case term.Days > 0:
		return cal.AddDays(from, term.Days)
	case c.Kind == AskBack && p.reads(OperatorsHour, RoundTheClock):
		return from.Add(term.Hours), nil
	case c.Asked.IsZero() || p.reads(AskingBack, GoesOn):
		return cal.Add(from, term.Hours)
	case c.Replied.IsZero():
		return time.Time{}, nil
	}
	used, err := cal.Between(from, c.Asked)
	if err != nil {
		return time.Time{}, err
	}
	return cal.Add(c.Replied, max(0, term.Hours-used))
}

// warnAt is so much working time before the due instant; zero: never.
func (p Policy) warnAt(cal *worktime.Calendar, c Clock) (time.Time, error) {
	warn := p.rule(c.Kind).Warn
	switch {
	case warn == 0 || c.Due.IsZero():
		return time.Time{}, nil
	case c.Kind == AskBack && p.reads(OperatorsHour, RoundTheClock):
		return c.Due.Add(-warn), nil
	}
	return cal.Sub(c.Due, warn)
}

// count sets what follows from the rest of the row. Another due instant holds since the
// instant at which it is counted.
func (l Law) count(c *Clock, at time.Time) error {
	due, err := l.Policy.Due(l.Calendar, *c)
	if err != nil {
		return err
	}
	if c.State = Running; due.IsZero() {
		c.State = Paused
	}
	if !due.Equal(c.Due) {
		c.Due, c.Since = due, at
	}
	c.WarnAt, err = l.Policy.warnAt(l.Calendar, *c)
	return err
}

// Waited is the working time for which a clock's officer has waited for the sender;
// it is shown apart, whether it counts or not.
func (l Law) Waited(c Clock, now time.Time) (time.Duration, error) {
	if c.Asked.IsZero() {
		return 0, nil
	}
	for _, end := range []time.Time{c.Replied, c.Ended} {
		if !end.IsZero() {
			now = end
			break
		}
	}
	return l.Calendar.Between(c.Asked, now)
}

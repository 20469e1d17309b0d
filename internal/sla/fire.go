package sla

import (
	"errors"
	"time"

	"hotline1022/internal/worktime"
)

// Grain is the smallest time by which instants at rest differ (PostgreSQL's). A job for
// a firing is set to one Grain after its stamp: at the stamp all is still in time.
const Grain = time.Microsecond

// Stage is what a clock does.
type Stage string

const (
	Warns   Stage = "warns"    // it will run out
	RunsOut Stage = "runs_out" // it has
)

// Firing is one thing that a clock does; clock, stage and stamp tell it from all
// others of the ticket.
type Firing struct {
	Stage  Stage
	Clock  int // its number
	Kind   Kind
	Unit   string
	Lead   bool
	Due    time.Time // when the clock runs out
	At     time.Time // the stamp
	Clause string
}

// Next is what fires next if nothing happens; false: nothing ever will.
func (l Law) Next(s Sheet) (Firing, bool) {
	next, found := s.next()
	if found {
		next.Clause = l.Policy.rule(next.Kind).Clause
	}
	return next, found
}

// Wakes is when the next firing can be done, which needs no law to tell: a [Grain] after
// its stamp. Zero: nothing will ever fire.
func (s Sheet) Wakes() time.Time {
	next, found := s.next()
	if !found {
		return time.Time{}
	}
	return next.At.Add(Grain)
}

// Due is when the first of its terms runs out: until then somebody is waited for. That a
// ticket closes when its sender has been quiet is no term of anybody's. Zero: nobody is.
func (s Sheet) Due() (due time.Time) {
	for _, c := range s.Clocks {
		if c.State == Running && c.Kind != Quiet && (due.IsZero() || c.Due.Before(due)) {
			due = c.Due
		}
	}
	return due
}

// next is the firing without its clause.
func (s Sheet) next() (Firing, bool) {
	var next Firing
	found := false
	for i := range s.Clocks {
		if f, ok := s.Clocks[i].fires(); ok && (!found || f.At.Before(next.At)) {
			next, found = f, true
		}
	}
	return next, found
}

// fires is what a clock does next.
func (c Clock) fires() (Firing, bool) {
	if c.State != Running {
		return Firing{}, false
	}
	f := Firing{Stage: RunsOut, Clock: c.Number, Kind: c.Kind, Unit: c.Unit, Lead: c.Lead, Due: c.Due, At: c.Due}
	if !c.WarnAt.IsZero() && !c.Warned.Equal(c.Due) {
		f.Stage, f.At = Warns, c.WarnAt
	}
	if f.At.Before(c.Since) {
		f.At = c.Since
	}
	return f, true
}

// Advance gives the sheet at a time, and in their order all firings whose stamps lie
// before it.
func (l Law) Advance(s Sheet, now time.Time) (Sheet, []Firing, error) {
	if s.Received.IsZero() {
		return s, nil, ErrNotReceived
	}
	next := s.clone()
	var fired []Firing
	for {
		f, ok := l.Next(next)
		if !ok || !f.At.Before(now) {
			return next, fired, nil
		}
		if err := l.fire(&next, f); err != nil {
			return s, nil, err
		}
		fired = append(fired, f)
	}
}

// fire changes s, which is the caller's own.
func (l Law) fire(s *Sheet, f Firing) error {
	if s.Last.Before(f.At) {
		s.Last = f.At
	}
	c := &s.Clocks[f.Clock-1]
	if f.Stage == Warns {
		c.Warned = c.Due
		return nil
	}
	c.State, c.Ended = Expired, f.At
	if c.Kind != Officer {
		return nil
	}
	// Điều 9.4: on to the head, who has it from this instant.
	return l.begin(s, Clock{Kind: Head, Unit: c.Unit, Lead: c.Lead, Own: f.At}, f.At)
}

// Recount puts another calendar in the place of the law's at a time: what was due
// before it fires by the old one, what is open then goes by the new one. Moved are the
// clocks that have another due instant, as they were; [worktime.Preview] with
// [Policy.Due] shows the same before anything is done.
func (l Law) Recount(s Sheet, is *worktime.Calendar, at time.Time) (next Sheet, fired []Firing, moved []Clock, err error) {
	next, fired, err = l.Advance(s, at)
	if err != nil {
		return s, nil, nil, err
	}
	if at.Before(next.Last) {
		at = next.Last
	}
	l.Calendar = is
	for i := range next.Clocks {
		c := &next.Clocks[i]
		if !c.State.Open() {
			continue
		}
		was := *c
		if err := l.count(c, at); err != nil {
			return s, nil, nil, errors.Join(errors.New("sla: recount"), err)
		}
		if !was.Due.Equal(c.Due) {
			moved = append(moved, was)
		}
	}
	next.Last = at
	return next, fired, moved, nil
}

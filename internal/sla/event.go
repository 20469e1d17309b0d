package sla

import (
	"fmt"
	"slices"
	"time"
)

// What happens to a ticket, as far as clocks are concerned.
type What string

const (
	Received        What = "received"         // by the hotline (Điều 8.1)
	SenderAsked     What = "sender_asked"     // by the hotline (8.3)
	Declined        What = "declined"         // 8.2
	Forwarded       What = "forwarded"        // call or message given to the officer (9.2)
	Assigned        What = "assigned"         // the slip is visible to the unit (9.3)
	Accepted        What = "accepted"         // by the officer, whose hours go on
	AskedByUnit     What = "asked_by_unit"    // the officer's one question to the sender (18.1)
	SenderReplied   What = "sender_replied"   // to whoever asked
	BackAtDesk      What = "back_at_desk"     // the hotline has to decide again, by what is new to it: answered, returned
	GaveUpWaiting   What = "gave_up_waiting"  // the hotline has to decide without an answer
	FinishPromised  What = "finish_promised"  // by the officer, for a time (9.3)
	Returned        What = "returned"         // by the unit, or taken from it (14.2)
	UnitAnswered    What = "unit_answered"    // one of several has done its part
	Resolved        What = "resolved"         // there is a result
	OfficeTook      What = "office_took"      // the Office leads (9.5)
	SenderTold      What = "sender_told"      // the result is published, or answered (11.1, 12.1)
	Unpublished     What = "unpublished"      // taken back: the sender is to be told anew (12.1)
	SenderContested What = "sender_contested" // and the sender disagrees (9.5)
	FoundUrgent     What = "found_urgent"     // 9.6
	NotUrgent       What = "not_urgent"       // after all
	UrgentReported  What = "urgent_reported"  // the dossier is with the Office (9.6)
	ReviewWanted    What = "review_wanted"    // the result asks for a reminder or an explanation (9.6)
	ReviewReported  What = "review_reported"  // its dossier is with the Office (9.6)
	MergedElsewhere What = "merged_elsewhere" // goes on in another ticket
)

// Event is one thing that happened.
type Event struct {
	What  What
	At    time.Time
	Unit  string    // whose slip, question, promise, answer
	Lead  bool      // Assigned: the unit leads
	Until time.Time // FinishPromised: when it will be done
}

// Apply gives the sheet after an event, and what had been due before it.
func (l Law) Apply(s Sheet, e Event) (Sheet, []Firing, error) {
	if e.What == Received && s.Received.IsZero() {
		return l.receive(e.At)
	}
	next, fired, err := l.Advance(s, e.At)
	if err != nil {
		return s, nil, err
	}
	if e.At.Before(next.Last) {
		e.At = next.Last
	}
	if err := l.happen(&next, e); err != nil {
		return s, nil, fmt.Errorf("sla: %s: %w", e.What, err)
	}
	next.Last = e.At
	return next, fired, nil
}

func (l Law) receive(at time.Time) (Sheet, []Firing, error) {
	s := Sheet{Received: at, Last: at}
	if err := l.begin(&s, Clock{Kind: AskBack, Own: at}, at); err != nil {
		return Sheet{}, nil, fmt.Errorf("sla: %s: %w", Received, err)
	}
	return s, nil, nil
}

// happen changes s, which is the caller's own.
func (l Law) happen(s *Sheet, e Event) error {
	switch e.What {
	case SenderAsked:
		s.end(Met, e.At, ofDesk)
	case Forwarded:
		s.end(Met, e.At, ofDesk)
		return l.begin(s, Clock{Kind: Live, Own: e.At}, e.At)
	case BackAtDesk:
		s.end(Dropped, e.At, ofDesk)
		return l.begin(s, Clock{Kind: AskBack, Own: e.At}, e.At)
	case GaveUpWaiting:
		return l.goOn(s, e.At)
	case Assigned:
		s.end(Met, e.At, ofDesk)
		if s.open(ofUnit(e.Unit)) == nil {
			return l.begin(s, Clock{Kind: Officer, Unit: e.Unit, Lead: e.Lead, Own: e.At}, e.At)
		}
	case AskedByUnit:
		return l.askedByUnit(s, e)
	case SenderReplied:
		if c := s.open(Clock.waits); c != nil {
			c.Replied = e.At
			return l.count(c, e.At)
		}
	case FinishPromised:
		return l.finishPromised(s, e)
	case Returned:
		s.end(Dropped, e.At, ofUnit(e.Unit))
	case UnitAnswered:
		s.end(Met, e.At, ofUnit(e.Unit))
	case Resolved:
		s.end(Met, e.At, ofDesk)
		s.end(Met, e.At, ofUnit(e.Unit))
		s.end(Dropped, e.At, Clock.ofUnits) // the others, whose part is no longer needed
		s.Result = e.At
		if s.open(of(Tell)) == nil {
			return l.begin(s, Clock{Kind: Tell, Own: e.At}, e.At)
		}
	case OfficeTook:
		s.end(Met, e.At, ofDesk)
		s.end(Dropped, e.At, Clock.ofUnits)
		s.end(Dropped, e.At, of(Tell))
		s.end(Dropped, e.At, of(Quiet))
	case SenderTold:
		s.end(Met, e.At, of(Tell))
		if s.open(of(Quiet)) == nil {
			return l.begin(s, Clock{Kind: Quiet, Own: e.At}, e.At)
		}
	case Unpublished:
		s.end(Dropped, e.At, of(Quiet))
		if s.open(of(Tell)) == nil {
			return l.begin(s, Clock{Kind: Tell, Own: e.At}, e.At)
		}
	case SenderContested:
		s.end(Dropped, e.At, of(Quiet))
	case Declined, MergedElsewhere:
		s.end(Met, e.At, ofDesk)
		s.end(Dropped, e.At, func(Clock) bool { return true })
	case FoundUrgent:
		return l.urgent(s, e.At)
	case NotUrgent:
		s.end(Dropped, e.At, of(Urgent))
	case UrgentReported:
		s.end(Met, e.At, of(Urgent))
	case ReviewWanted:
		return l.review(s, e.At)
	case ReviewReported:
		s.end(Met, e.At, of(Review))
	case Received, Accepted:
	}
	return nil
}

// goOn has the hotline's hour go on with what was left of it when the sender was asked: nothing has
// come since, and whoever asks and gives up gains no time by it.
func (l Law) goOn(s *Sheet, at time.Time) error {
	s.end(Dropped, at, ofDesk)
	own := at
	for _, c := range slices.Backward(s.Clocks) {
		if c.Kind != AskBack {
			continue
		}
		if l.Policy.reads(OperatorsHour, RoundTheClock) {
			own = at.Add(-c.Ended.Sub(c.Own))
			break
		}
		used, err := l.Calendar.Between(c.Own, c.Ended)
		if err != nil {
			return err
		}
		if own, err = l.Calendar.Sub(at, used); err != nil {
			return err
		}
		break
	}
	return l.begin(s, Clock{Kind: AskBack, Own: own}, at)
}

// askedByUnit is allowed once in a ticket's life, whichever unit asks (Điều 18.1).
func (l Law) askedByUnit(s *Sheet, e Event) error {
	if slices.ContainsFunc(s.Clocks, func(c Clock) bool { return !c.Asked.IsZero() }) {
		return nil
	}
	c := s.open(func(c Clock) bool { return c.Kind == Officer && c.Unit == e.Unit })
	if c == nil {
		return nil
	}
	c.Asked = e.At
	return l.count(c, e.At)
}

// finishPromised counts within the officer's hours themselves, not within what an
// earlier promise has added to them: else it could be given again and again.
func (l Law) finishPromised(s *Sheet, e Event) error {
	c := s.open(func(c Clock) bool { return c.Kind == Officer && c.Unit == e.Unit })
	if c == nil {
		return nil
	}
	hours, err := l.Policy.term(l.Calendar, *c, l.Policy.anchor(*c))
	if err != nil || (!hours.IsZero() && e.At.After(hours)) {
		return err
	}
	c.Promised = e.Until
	return l.count(c, e.At)
}

// urgent begins the first clock of Điều 9.6, which then runs whatever becomes of the ticket: once,
// and not again when its dossier was sent or is late.
func (l Law) urgent(s *Sheet, at time.Time) error {
	if s.had(Urgent, s.Received) {
		return nil
	}
	return l.begin(s, Clock{Kind: Urgent, Own: s.Received}, at)
}

// review begins the second one: from the result, and of a further dossier that is wanted of the same
// result, from when it is wanted. While one runs, there is no other.
func (l Law) review(s *Sheet, at time.Time) error {
	own := s.Result
	switch {
	case own.IsZero() || s.open(of(Review)) != nil:
		return nil
	case s.had(Review, own):
		own = at
	}
	return l.begin(s, Clock{Kind: Review, Own: own}, at)
}

// had says that there is or was a clock that counts from an instant, and was not dropped.
func (s *Sheet) had(k Kind, own time.Time) bool {
	return slices.ContainsFunc(s.Clocks, func(c Clock) bool { return c.Kind == k && c.Own.Equal(own) && c.State != Dropped })
}

package sla

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hotline1022/internal/worktime"
)

func TestNothingHappensToATicketThatWasNotReceived(t *testing.T) {
	l := law(t)
	if _, _, err := l.Apply(Sheet{}, assigned); !errors.Is(err, ErrNotReceived) {
		t.Error(err)
	}
	if _, ok := l.Next(Sheet{}); ok {
		t.Error("something fires")
	}
}

// A calendar that ends too soon is an error, and nothing is lost by it.
func TestACalendarTooShortChangesNothing(t *testing.T) {
	l := law(t)
	short := spec(t)
	short.Until = worktime.NewDate(2026, time.December, 1)
	s, _ := tell(t, l, []Event{received, assigned}, at("2026-11-26 10:00"))
	l.Calendar = calendar(t, short)
	after, fired, err := l.Advance(s, at("2026-11-30 10:00"))
	if !errors.Is(err, worktime.ErrExhausted) || fired != nil || !slices.Equal(lines(after), lines(s)) {
		t.Errorf("%q, %v, %v", lines(after), fired, err)
	}
	if _, _, err := l.Apply(Sheet{}, Event{What: Received, At: at("2027-01-01 00:00")}); !errors.Is(err, worktime.ErrOutside) {
		t.Error(err)
	}
}

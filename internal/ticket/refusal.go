package ticket

import (
	"errors"
	"fmt"

	"hotline1022/internal/lang"
)

// What Do answers instead of a result. Nothing is changed then.
var (
	// ErrNotNow: the state does not allow it; a *[NotNow].
	ErrNotNow = errors.New("ticket: not in this state")
	// ErrNotYours: whoever asks may not do it; a *[NotYours].
	ErrNotYours = errors.New("ticket: not by this party")
)

// NotNow says why something cannot be done now.
type NotNow struct {
	Kind  Kind
	State State
	Why   lang.Key // "": the state alone
}

func (e *NotNow) Error() string {
	return fmt.Sprintf("ticket: %s of a ticket that is %s: %s", e.Kind, e.State, e.Why)
}

// Is makes it an [ErrNotNow].
func (e *NotNow) Is(target error) bool { return target == ErrNotNow }

// Sentence is what people are told, in a language: its key and what is put in.
func (e *NotNow) Sentence(l lang.Lang) (lang.Key, []any) {
	if e.Why != "" {
		return e.Why, nil
	}
	return lang.TicketNotNow, []any{lang.Say(l, e.State.Key()), lang.Say(l, e.Kind.Key())}
}

// NotYours says why somebody may not do something.
type NotYours struct {
	Kind  Kind
	Party Party
	Why   lang.Key // "": it is another party's
}

func (e *NotYours) Error() string { return fmt.Sprintf("ticket: %s by %s: %s", e.Kind, e.Party, e.Why) }

// Is makes it an [ErrNotYours].
func (e *NotYours) Is(target error) bool { return target == ErrNotYours }

// Sentence is what people are told, in a language: its key and what is put in.
func (e *NotYours) Sentence(l lang.Lang) (lang.Key, []any) {
	if e.Why != "" {
		return e.Why, nil
	}
	return lang.TicketNotYours, []any{lang.Say(l, e.Kind.Key())}
}

// Faults are what is wrong with what an act says.
type Faults []Fault

func (f Faults) Error() string {
	s := "ticket:"
	for _, one := range f {
		s += fmt.Sprintf(" %s: %s;", one.Location, one.Key)
	}
	return s
}

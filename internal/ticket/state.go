package ticket

import (
	"slices"

	"hotline1022/internal/lang"
)

// State is where a ticket stands in its life.
type State string

const (
	StateReceived              State = "received"
	StateAwaitingSender        State = "awaiting_sender"
	StateAwaitingSenderForUnit State = "awaiting_sender_for_unit"
	StateDeclined              State = "declined"
	StateLiveTransfer          State = "live_transfer"
	StateAssigned              State = "assigned"
	StateInProgress            State = "in_progress"
	StateVerifying             State = "verifying"
	StateEscalatedToHead       State = "escalated_to_head"
	StateOverdue               State = "overdue"
	StateOfficeLed             State = "office_led"
	StateAwaitingDirective     State = "awaiting_directive"
	StateResolved              State = "resolved"
	StatePublished             State = "published"
	StateAnswered              State = "answered"
	StateContested             State = "contested"
	StateClosed                State = "closed"
	StateMerged                State = "merged"
)

// States lists all of them, in the order of the way through them.
var States = []State{
	StateReceived, StateAwaitingSender, StateDeclined, StateLiveTransfer, StateAssigned, StateInProgress, StateAwaitingSenderForUnit,
	StateVerifying, StateEscalatedToHead, StateOverdue, StateOfficeLed, StateAwaitingDirective, StateResolved, StatePublished,
	StateAnswered, StateContested, StateClosed, StateMerged,
}

// Sets of states, as the regulation speaks of them.
var (
	// heldStates: a unit has the ticket.
	heldStates = []State{StateAssigned, StateInProgress, StateAwaitingSenderForUnit, StateVerifying, StateEscalatedToHead, StateOverdue}
	// inTermStates: and its officer's hours have not run out.
	inTermStates = []State{StateAssigned, StateInProgress, StateAwaitingSenderForUnit, StateVerifying}
	// toldStates: the sender has been told the result.
	toldStates = []State{StatePublished, StateAnswered}
	// officeStates: the Office leads.
	officeStates = []State{StateOfficeLed, StateAwaitingDirective}
	// finalStates: nothing more is expected of anybody.
	finalStates = []State{StateDeclined, StateClosed, StateMerged}

	openStates    = without(States, finalStates...)
	deskStates    = []State{StateReceived, StateAwaitingSender, StateLiveTransfer}
	resultStates  = []State{StateResolved, StatePublished, StateAnswered, StateContested, StateClosed}
	untoldStates  = without(openStates, toldStates...)
	unitHadStates = without(States, StateReceived, StateAwaitingSender, StateDeclined, StateLiveTransfer)
)

func without(all []State, some ...State) []State {
	return slices.DeleteFunc(slices.Clone(all), func(s State) bool { return slices.Contains(some, s) })
}

// Untold lists the states in which something is still to be done before the sender has the result.
func Untold() []State { return slices.Clone(untoldStates) }

// Final lists the states in which nothing more is expected of anybody.
func Final() []State { return slices.Clone(finalStates) }

func (s State) untold() bool { return slices.Contains(untoldStates, s) }

// Open says that something is still expected of somebody.
func (s State) Open() bool { return s.Valid() && !slices.Contains(finalStates, s) }

// FinalStates are those in which nothing more is expected of anybody.
func FinalStates() []State { return slices.Clone(finalStates) }

// Held says that a unit has the ticket: one of its units leads.
func (s State) Held() bool { return slices.Contains(heldStates, s) }

// Whose says who hears of what comes about a ticket: the units that have it, the Office when it leads, or
// when the sender was told the result and is heard of again (Điều 9.5), else the hotline; "": it is over.
func (s State) Whose() Audience {
	switch {
	case !s.Open():
		return ""
	case s.Held():
		return ToOfficers
	case slices.Contains(officeStates, s), slices.Contains(toldStates, s), s == StateContested:
		return ToOffice
	}
	return ToHotline
}

// Valid reports whether s is a state.
func (s State) Valid() bool { return slices.Contains(States, s) }

// Key names the state's label in the catalogue.
func (s State) Key() lang.Key { return lang.Key("ticket_state_" + string(s)) }

// Label is what people see.
func (s State) Label() string { return lang.Say(lang.Vietnamese, s.Key()) }

package call

import "strings"

// The call with its operator, and its end.

func (m Model) hold() (Model, []Effect, error) {
	if m.State != StateTalking || m.Officer.Phase != PhaseNone {
		return m, nil, ErrNotNow
	}
	m.Officer = Officer{}
	next, effects := m.toMusic()
	return next, effects, nil
}

func (m Model) resume() (Model, []Effect, error) {
	if m.State != StateHeld || m.Officer.Phase != PhaseNone {
		return m, nil, ErrNotNow
	}
	m.Officer = Officer{}
	next, effects := m.toOperator()
	return next, effects, nil
}

func (m Model) sendDigits(digits string) (Model, []Effect, error) {
	if m.State != StateTalking || digits == "" {
		return m, nil, ErrNotNow
	}
	effects := []Effect{SendDigits{digits}}
	for _, d := range strings.Split(digits, "") {
		effects = append(effects, Note{KindDigit, Digit{Digit: d, Source: SourceOperator}})
	}
	return m, effects, nil
}

// operatorGone: who never spoke with the citizen is not waited for.
func (m Model) operatorGone() (Model, []Effect, error) {
	switch m.State {
	case StateOffered:
		return m.offerFailed(OutcomeOperatorGone, FreeOperator{Gone: GoneWithdrawn})
	case StateConnecting:
		if m.Out {
			return m.notReached(TryOperatorGone)
		}
		if m.Connected {
			return m.operatorLost()
		}
		return m.requeue([]Effect{
			DropOperatorLeg{}, Note{KindOperatorLost, Offer{Operator: m.Operator}},
		}, FreeOperator{Gone: GoneRequeued})
	case StateTalking, StateHeld:
		return m.operatorLost()
	case StateNew, StateArriving, StateMenu, StateQueued, StateRecovering, StateForwarding, StateForwarded, StateEnded:
	}
	return m, nil, ErrNotNow
}

// operatorLost: a citizen who has, or can have, another's voice goes on with that one.
// Else they hear music until the operator is back.
func (m Model) operatorLost() (Model, []Effect, error) {
	lost := Note{KindOperatorLost, Offer{Operator: m.Operator}}
	switch {
	case !m.conversing():
	case m.barges():
		next, effects := m.takenOver()
		return next, append([]Effect{lost}, effects...), nil
	case m.Officer.confirmed():
		next, effects := m.handOn(HandedLost)
		return next, effects, nil
	case m.Officer.Urgent && m.Officer.Phase == PhaseCalling:
		next, effects := m.goOn()
		return next, effects, nil
	}
	var effects []Effect
	if m.conversing() { // before she is there again, whoever is outside is an emergency service
		if m.Officer.Phase != PhaseNone {
			effects = m.letGo(OutcomeOperatorGone)
		}
		m.Officer = m.Officer.unreached()
	}
	switch m.State {
	case StateTalking:
		effects = append(effects, LeaveBridge{}, StartMusic{Reconnecting: true}, DropOperatorLeg{})
	case StateHeld, StateConnecting:
		effects = append(effects, DropOperatorLeg{})
	case StateNew, StateArriving, StateMenu, StateQueued, StateOffered, StateRecovering,
		StateForwarding, StateForwarded, StateEnded:
		return m, nil, ErrNotNow
	}
	m.State = StateRecovering
	m.Turn++
	return m, append(effects, AwaitOperator{m.Operator, m.Turn}, lost), nil
}

func (m Model) operatorReturned() (Model, []Effect, error) {
	if m.State != StateRecovering {
		return m, nil, ErrNotNow
	}
	m.State = StateConnecting
	m.Turn++
	return m, []Effect{JoinOperator{m.Operator, m.Turn}}, nil
}

// operatorHangup ends the call, if nobody but her has the citizen. From those who are all
// together she goes, and they go on; nobody who waits for somebody else is hung up on.
func (m Model) operatorHangup() (Model, []Effect, error) {
	switch {
	case m.barges():
		next, effects := m.takenOver()
		return next, effects, nil
	case m.Officer.Phase == PhaseJoined:
		next, effects := m.handOn(HandedGiven)
		return next, effects, nil
	case m.Officer.Phase != PhaseNone:
		return m, nil, ErrNotNow
	}
	switch m.State {
	case StateConnecting, StateTalking, StateHeld, StateRecovering:
		if m.Connected && m.Place.Stays {
			return m.operatorLeft()
		}
		next, effects, err := m.end(Ended{Class: EndOperator, Reason: ReasonHangup})
		return next, append([]Effect{HangUpCaller{}}, effects...), err
	case StateNew, StateArriving, StateMenu, StateQueued, StateOffered, StateForwarding, StateForwarded, StateEnded:
	}
	return m, nil, ErrNotNow
}

// operatorLeft lets the flow lead the citizen on after a conversation.
func (m Model) operatorLeft() (Model, []Effect, error) {
	var effects []Effect
	if m.State == StateTalking {
		effects = append(effects, LeaveBridge{})
	} else {
		effects = append(effects, StopMusic{})
	}
	if m.Held {
		effects = append(effects, MarkHeld{})
	}
	left := Offer{Operator: m.Operator}
	m.Officer = Officer{}
	m.State, m.Operator, m.Connected, m.Held, m.Served = StateMenu, "", false, false, true
	m.Turn++
	return m, append(effects, MarkOperator{}, DropOperatorLeg{},
		FreeOperator{Operator: left.Operator, Gone: GoneEnded, WrapUp: true},
		Note{KindOperatorLeft, left}, Lead{NewsLeft}), nil
}

func (m Model) failed() (Model, []Effect, error) {
	effects := []Effect{StopSpeech{}, ToFallback{}}
	next, more, err := m.end(Ended{Class: EndSystem, Reason: ReasonInternal})
	return next, append(effects, more...), err
}

// end is the one way into StateEnded.
func (m Model) end(how Ended) (Model, []Effect, error) {
	var effects []Effect
	switch m.State {
	case StateQueued:
		effects = append(effects, Dequeue{})
	case StateConnecting, StateTalking, StateHeld, StateRecovering:
		effects = append(effects, DropOperatorLeg{})
		if m.Officer.Phase != PhaseNone {
			effects = append(effects, m.letGo(OutcomeCallEnded)...)
		}
	case StateOffered:
		effects = append(effects, DropOperatorLeg{})
		if !m.Out {
			effects = append(effects, Note{KindOfferEnded, Offer{Operator: m.Operator, Outcome: OutcomeCallerGone}})
		}
	case StateForwarding, StateForwarded:
		if m.Officer.Phase != PhaseNone {
			effects = append(effects, DropOut{})
		}
	case StateNew, StateArriving, StateMenu, StateEnded:
	}
	if m.Operator != "" {
		effects = append(effects, FreeOperator{Operator: m.Operator, Gone: GoneEnded, WrapUp: m.Connected && !how.Reason.machine()})
	}
	effects = append(append(effects, CleanUp{}), m.told(how)...)
	m.State, m.Held, m.Officer, m.Handed, m.Ended = StateEnded, false, Officer{}, HandedNot, how
	m.Out, m.Ready = false, false
	m.Turn++
	return m, effects, nil
}

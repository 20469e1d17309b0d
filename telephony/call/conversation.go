package call

import "strings"

// The call with its operator, and its end.

func (m Model) hold() (Model, []Effect, error) {
	if m.State != StateTalking {
		return m, nil, ErrNotNow
	}
	m.State, m.Held = StateHeld, true
	return m, []Effect{
		LeaveBridge{}, StartMusic{}, MarkHeld{On: true}, Note{KindHeld, Offer{Operator: m.Operator}},
	}, nil
}

func (m Model) resume() (Model, []Effect, error) {
	if m.State != StateHeld {
		return m, nil, ErrNotNow
	}
	m.State, m.Held = StateTalking, false
	return m, []Effect{
		EnterBridge{m.Turn}, StopMusic{}, MarkHeld{}, Note{KindResumed, Offer{Operator: m.Operator}},
	}, nil
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

// operatorLost lets the citizen hear music until the operator is back.
func (m Model) operatorLost() (Model, []Effect, error) {
	var effects []Effect
	switch m.State {
	case StateTalking:
		effects = []Effect{LeaveBridge{}, StartMusic{Reconnecting: true}, DropOperatorLeg{}}
	case StateHeld, StateConnecting:
		effects = []Effect{DropOperatorLeg{}}
	case StateNew, StateArriving, StateMenu, StateQueued, StateOffered, StateRecovering,
		StateForwarding, StateForwarded, StateEnded:
		return m, nil, ErrNotNow
	}
	m.State = StateRecovering
	m.Turn++
	return m, append(effects,
		AwaitOperator{m.Operator, m.Turn}, Note{KindOperatorLost, Offer{Operator: m.Operator}}), nil
}

func (m Model) operatorReturned() (Model, []Effect, error) {
	if m.State != StateRecovering {
		return m, nil, ErrNotNow
	}
	m.State = StateConnecting
	m.Turn++
	return m, []Effect{JoinOperator{m.Operator, m.Turn}}, nil
}

func (m Model) operatorHangup() (Model, []Effect, error) {
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
	case StateOffered:
		effects = append(effects, DropOperatorLeg{})
		if !m.Out {
			effects = append(effects, Note{KindOfferEnded, Offer{Operator: m.Operator, Outcome: OutcomeCallerGone}})
		}
	case StateForwarding, StateForwarded:
		effects = append(effects, DropOut{})
	case StateNew, StateArriving, StateMenu, StateEnded:
	}
	if m.Operator != "" {
		effects = append(effects, FreeOperator{Operator: m.Operator, Gone: GoneEnded, WrapUp: m.Connected && !how.Reason.machine()})
	}
	effects = append(append(effects, CleanUp{}), m.told(how)...)
	m.State, m.Held, m.Numbers, m.Early, m.Ended = StateEnded, false, "", false, how
	m.Out, m.Ready = false, false
	m.Turn++
	return m, effects, nil
}

package call

// The call's way to an operator: from its arrival to two-way audio.

func (m Model) incoming(e Incoming) (Model, []Effect, error) {
	if m.State != StateNew {
		return m, nil, ErrNotNow
	}
	m.State, m.Queue, m.Greeting = StateArriving, e.Queue, e.Greeting
	return m, []Effect{Answer{}, Note{KindArrived, e.Arrived}}, nil
}

// adoption finds the state from what the channels tell. An operator who had the
// call has no audio path to us any more: the call waits for their return.
func (m Model) adoption(e Adoption) (Model, []Effect, error) {
	if m.State != StateNew {
		return m, nil, ErrNotNow
	}
	m.Queue, m.Greeting = e.Past.Queue, e.Greeting
	var effects []Effect
	switch {
	case e.Past.Operator != "":
		m.State, m.Operator, m.Turn = StateRecovering, e.Past.Operator, 1
		m.Connected, m.Held = true, e.Held
		e.Past.State = StateRecovering
		if e.Held {
			e.Past.State = StateHeld
		}
		effects = []Effect{
			LeaveBridge{},
			StartMusic{Reconnecting: !e.Held},
			DropOperatorLeg{},
			EngageOperator{m.Operator, m.Turn},
			AwaitOperator{m.Operator, m.Turn},
		}
	case e.Queued || !e.Greeting:
		m.State, e.Past.State = StateQueued, StateQueued
		effects = []Effect{LeaveBridge{}, StartMusic{}, DropOperatorLeg{}, Enqueue{}}
	default:
		m.State, e.Past.State = StateGreeting, StateGreeting
		effects = []Effect{PlayGreeting{}}
	}
	return m, append(effects, Note{KindAdopted, e.Past}), nil
}

func (m Model) answered() (Model, []Effect, error) {
	if m.State != StateArriving {
		return m, nil, ErrNotNow
	}
	note := Note{Kind: KindAnswered}
	if m.Greeting {
		m.State = StateGreeting
		return m, []Effect{PlayGreeting{}, note}, nil
	}
	next, effects, err := m.enterQueue()
	return next, append([]Effect{note}, effects...), err
}

func (m Model) enterQueue() (Model, []Effect, error) {
	m.State = StateQueued
	return m, []Effect{StartMusic{}, Note{KindQueued, Queued{Queue: m.Queue}}, Enqueue{}}, nil
}

func (m Model) assigned(operator string) (Model, []Effect, error) {
	if m.State != StateQueued || operator == "" {
		return m, nil, ErrNotNow
	}
	m.State, m.Operator = StateOffered, operator
	m.Turn++
	return m, []Effect{OfferTo{operator, m.Turn}, PrepareLeg{operator}, Note{KindOffered, Offer{Operator: operator}}}, nil
}

func (m Model) accepted() (Model, []Effect, error) {
	if m.State != StateOffered {
		return m, nil, ErrNotNow
	}
	m.State = StateConnecting
	m.Turn++
	return m, []Effect{
		JoinOperator{m.Operator, m.Turn},
		EngageOperator{m.Operator, m.Turn},
		Note{KindOfferEnded, Offer{Operator: m.Operator, Outcome: OutcomeAccepted}},
		Note{KindAccepted, Offer{Operator: m.Operator}},
	}, nil
}

// offerFailed ends an offer that nobody took: the call returns to the queue's head.
func (m Model) offerFailed(outcome string, free FreeOperator) (Model, []Effect, error) {
	if m.State != StateOffered {
		return m, nil, ErrNotNow
	}
	return m.requeue([]Effect{
		DropOperatorLeg{}, Note{KindOfferEnded, Offer{Operator: m.Operator, Outcome: outcome}},
	}, free)
}

// requeue frees the operator and puts the call, whose citizen hears music
// already, at the head of the queue.
func (m Model) requeue(before []Effect, free FreeOperator) (Model, []Effect, error) {
	free.Operator = m.Operator
	effects := append(before, free)
	if m.Held {
		effects = append(effects, MarkHeld{})
	}
	if m.State != StateOffered {
		effects = append(effects, MarkOperator{})
	}
	m.State, m.Operator, m.Connected, m.Held = StateQueued, "", false, false
	m.Turn++
	return m, append(effects,
		Note{KindQueued, Queued{Queue: m.Queue, AtHead: true}}, Enqueue{AtHead: true}), nil
}

func (m Model) legUp(turn int) (Model, []Effect, error) {
	if m.State != StateConnecting || turn != m.Turn {
		return m, nil, ErrNotNow
	}
	if m.Held {
		m.State = StateHeld
		return m, []Effect{MarkOperator{m.Operator}}, nil
	}
	kind := KindConnected
	if m.Connected {
		kind = KindResumed
	}
	m.State, m.Connected = StateTalking, true
	return m, []Effect{
		EnterBridge{m.Turn},
		StopMusic{},
		MarkOperator{m.Operator},
		Note{kind, Offer{Operator: m.Operator}},
	}, nil
}

// legFailed gives up on the operator's channel; the citizen goes back to the
// head of the queue.
func (m Model) legFailed(turn int) (Model, []Effect, error) {
	if turn != m.Turn {
		return m, nil, ErrNotNow
	}
	free := FreeOperator{Gone: GoneRequeued, Unavailable: UnavailableNoAudio}
	switch m.State {
	case StateConnecting, StateHeld:
		return m.requeue([]Effect{DropOperatorLeg{}}, free)
	case StateTalking:
		return m.requeue([]Effect{LeaveBridge{}, DropOperatorLeg{}, StartMusic{}}, free)
	case StateNew, StateArriving, StateGreeting, StateQueued, StateOffered, StateRecovering, StateEnded:
	}
	return m, nil, ErrNotNow
}

package call

// The call's way to an operator: from its arrival to two-way audio.

func (m Model) incoming(e Incoming) (Model, []Effect, error) {
	if m.State != StateNew {
		return m, nil, ErrNotNow
	}
	m.State, m.Own = StateArriving, e.Own
	return m, []Effect{Answer{}, Note{KindArrived, e.Arrived}}, nil
}

func (m Model) answered() (Model, []Effect, error) {
	if m.State != StateArriving {
		return m, nil, ErrNotNow
	}
	m.State = StateMenu
	return m, []Effect{Note{Kind: KindAnswered}, Lead{NewsBegun}}, nil
}

// led is the flow's will. Only while it leads the citizen is it heard.
func (m Model) led(ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case QueueAsked:
		if m.State == StateMenu {
			m.State, m.Place = StateQueued, e.Place
			return m, []Effect{StartMusic{}, Note{KindQueued, Queued{Queue: m.Place.Queue}}, Enqueue{Place: m.Place}}, nil
		}
	case LeaveAsked:
		if m.State == StateQueued && !m.Out {
			m.State, m.Handed = StateMenu, HandedNot
			return m, []Effect{Dequeue{}, StopMusic{}, Note{KindLeftQueue, Queued{Queue: m.Place.Queue}}}, nil
		}
	case Recorded:
		m.Served = m.Served || e.Served
		return m, []Effect{Note{e.Kind, e.Data}}, nil
	case Completed:
		if m.State == StateMenu {
			next, effects, err := m.end(Ended{Class: EndSystem, Reason: ReasonCompleted})
			return next, append([]Effect{HangUpCaller{}}, effects...), err
		}
	}
	return m, nil, ErrNotNow
}

func (m Model) assigned(e Assigned) (Model, []Effect, error) {
	if m.State != StateQueued || e.Operator == "" {
		return m, nil, ErrNotNow
	}
	m.State, m.Operator = StateOffered, e.Operator
	m.Turn++
	if m.Out {
		return m, []Effect{OfferTo{m.Operator, m.Turn}, PrepareLeg{m.Operator}}, nil
	}
	return m, []Effect{
		OfferTo{m.Operator, m.Turn}, PrepareLeg{m.Operator}, Note{KindOffered, Offer{Operator: m.Operator}}, Lead{NewsTaken},
	}, nil
}

func (m Model) accepted() (Model, []Effect, error) {
	if m.State != StateOffered {
		return m, nil, ErrNotNow
	}
	m.State = StateConnecting
	m.Turn++
	if m.Out {
		return m, []Effect{
			JoinOperator{m.Operator, m.Turn},
			EngageOperator{m.Operator, m.Turn},
			CallCitizen{},
			Note{KindAccepted, Offer{Operator: m.Operator}},
		}, nil
	}
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
	if m.Out {
		return m.notTaken(free)
	}
	return m.requeue([]Effect{
		DropOperatorLeg{}, Note{KindOfferEnded, Offer{Operator: m.Operator, Outcome: outcome}},
	}, free)
}

// requeue frees the operator, if there is one, and puts the call, whose citizen hears
// music already, at the head of the queue.
func (m Model) requeue(effects []Effect, free FreeOperator) (Model, []Effect, error) {
	if m.Placed && m.Place == (Place{}) {
		m.Place = m.Spare
	}
	if m.Place.Queue == "" && m.Placed {
		next, ending, err := m.end(Ended{Class: EndSystem, Reason: ReasonInternal})
		return next, append(append(effects, HangUpCaller{}), ending...), err
	}
	if m.Officer.Phase != PhaseNone {
		effects = append(effects, m.letGo(OutcomeOperatorGone)...)
		m.Officer = m.Officer.gone(OutcomeOperatorGone)
	}
	marked := m.Operator != "" && m.State != StateOffered
	if m.Operator != "" {
		free.Operator = m.Operator
		effects = append(effects, free)
	}
	if m.Held {
		effects = append(effects, MarkHeld{})
	}
	if marked {
		effects = append(effects, MarkOperator{})
	}
	m.State, m.Operator, m.Connected, m.Held = StateQueued, "", false, false
	m.Officer = m.Officer.unreached()
	m.Turn++
	return m, append(effects,
		Note{KindQueued, Queued{Queue: m.Place.Queue, AtHead: true}},
		Enqueue{Place: m.Place, AtHead: true}, Lead{NewsReturned}), nil
}

func (m Model) legUp(turn int) (Model, []Effect, error) {
	if m.State != StateConnecting || turn != m.Turn || m.Ready {
		return m, nil, ErrNotNow
	}
	if m.Out {
		return m.ready()
	}
	if m.Held {
		m.State = StateHeld
		return m, []Effect{MarkOperator{m.Operator}}, nil
	}
	kind := KindConnected
	if m.Connected {
		kind = KindResumed
	}
	m.State, m.Connected, m.Handed = StateTalking, true, HandedNot
	var effects []Effect
	if m.Officer.Phase != PhaseJoined { // else the citizen is there, with an emergency service
		effects = []Effect{StopMusic{}, EnterBridge{m.Turn}}
	}
	return m, append(effects, MarkOperator{m.Operator}, Note{kind, Offer{Operator: m.Operator}}), nil
}

// legFailed gives up on the operator's channel; the citizen goes back to the
// head of the queue.
func (m Model) legFailed(turn int) (Model, []Effect, error) {
	if turn != m.Turn {
		return m, nil, ErrNotNow
	}
	if m.Out && m.State == StateConnecting {
		return m.notReached(TryFailed)
	}
	free := FreeOperator{Gone: GoneRequeued, Unavailable: UnavailableNoAudio}
	switch m.State {
	case StateRecovering:
		if m.Officer.Phase == PhaseJoined { // the citizen could not be put beside it
			return m.officerLeft(OutcomeUnjoined)
		}
	case StateConnecting, StateHeld:
		if m.Officer.Phase != PhaseNone && m.State == StateConnecting {
			next, effects := m.toEmergency()
			return next, effects, nil
		}
		return m.requeue([]Effect{DropOperatorLeg{}}, free)
	case StateTalking:
		return m.requeue([]Effect{LeaveBridge{}, DropOperatorLeg{}, StartMusic{}}, free)
	case StateForwarding, StateForwarded:
		return m.outFailed(OutcomeUnjoined)
	case StateNew, StateArriving, StateMenu, StateQueued, StateOffered, StateEnded:
	}
	return m, nil, ErrNotNow
}

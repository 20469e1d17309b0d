package call

// The call's way to an operator: from its arrival to two-way audio.

func (m Model) incoming(e Incoming) (Model, []Effect, error) {
	if m.State != StateNew {
		return m, nil, ErrNotNow
	}
	m.State, m.Own = StateArriving, e.Own
	return m, []Effect{Answer{}, Note{KindArrived, e.Arrived}}, nil
}

// adoption finds the state from what the channels tell. An operator who had the
// call has no audio path to us any more: the call waits for their return.
func (m Model) adoption(e Adoption) (Model, []Effect, error) {
	if m.State != StateNew {
		return m, nil, ErrNotNow
	}
	m.Place, m.Own, m.Placed, m.CallBack, m.Handed = e.Place, e.Own, e.Placed, e.CallBack, e.Handed
	unqueued := m.Placed && e.Past.QueuedAt.IsZero()
	if unqueued {
		m.Place, m.Spare = Place{}, e.Place // it has waited in no queue, and nothing follows it
	}
	var effects, calling []Effect // before the journal has the call, and after
	switch {
	case e.Number != "":
		m, effects, calling = m.adoptedWith(e)
		effects, e.Past.State = append(effects, m.wasHers(e.Past.Operator)...), m.State
	case e.Urgent != "":
		m, effects, calling = m.adoptedCalling(e)
		effects, e.Past.State = append(effects, m.wasHers(e.Past.Operator)...), m.State
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
	case unqueued && m.Spare.Queue == "":
		next, effects, err := m.end(Ended{Class: EndSystem, Reason: ReasonInternal})
		e.Past.State = StateMenu
		return next, append([]Effect{Note{KindAdopted, e.Past}, HangUpCaller{}}, effects...), err
	case e.Queued, unqueued: // whose operator is not known any more
		if unqueued {
			m.Place = m.Spare
		}
		m.State, e.Past.State = StateQueued, StateQueued
		effects = []Effect{LeaveBridge{}, StartMusic{}, DropOperatorLeg{}, Enqueue{Place: m.Place, AtHead: unqueued}}
	default:
		m.State, e.Past.State = StateMenu, StateMenu
		// What it hears of a queue or a conversation that it has left is over.
		effects = []Effect{LeaveBridge{}, StopMusic{}, DropOperatorLeg{}}
	}
	return m, append(append(append(effects, Note{KindAdopted, e.Past}), calling...), Lead{NewsAdopted}), nil
}

// adoptedWith takes up a call whose citizen a telephone outside has, or can have. Of an
// operator who had them it is as after her loss.
func (m Model) adoptedWith(e Adoption) (next Model, effects, noted []Effect) {
	m.State, m.Turn, m.Dialled, m.Served = StateForwarded, 1, 1, true
	m.Officer = Officer{Phase: PhaseJoined, Numbers: e.Number, Unit: e.Service, Urgent: e.Service != ""}
	if e.Past.Operator != "" {
		m.Handed = HandedLost
	}
	effects = []Effect{DropOperatorLeg{}, StopRing{}, StopMusic{}}
	if !e.Together {
		effects = append(effects, EnterBridge{m.Turn}, JoinOut{m.Dialled})
	}
	if e.Urgent != "" || m.Handed == HandedNot && !e.Together { // it answered, and nobody was there to note it
		noted = []Effect{Note{KindForwarded, m.forward("")}}
	}
	effects = append(effects, MarkHeld{}, MarkOperator{})
	if e.Urgent != "" {
		effects = append(effects, MarkEmergency{})
	}
	return m, effects, noted
}

// adoptedCalling takes up a call in which an emergency service was being called: as after
// the operator's loss.
func (m Model) adoptedCalling(e Adoption) (next Model, effects, calling []Effect) {
	m.State, m.Turn, m.Handed = StateForwarding, 1, HandedLost
	m.Officer = Officer{Phase: PhaseCalling, Numbers: e.Urgent, Unit: e.Service, Urgent: true}
	m, calling = m.callOut()
	return m, []Effect{DropOperatorLeg{}, LeaveBridge{}, StopMusic{}, Ring{}, MarkHeld{}, MarkOperator{}}, calling
}

// wasHers tells the operator who had the call that it is handed on, and leaves her in
// after-call work.
func (m Model) wasHers(operator string) []Effect {
	if operator == "" {
		return nil
	}
	return []Effect{EngageOperator{operator, m.Turn}, FreeOperator{Operator: operator, Gone: GoneTransferred, WrapUp: true}}
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
	m.Officer = Officer{}
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
	return m, []Effect{
		StopMusic{},
		EnterBridge{m.Turn},
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
	if m.Out && m.State == StateConnecting {
		return m.notReached(TryFailed)
	}
	free := FreeOperator{Gone: GoneRequeued, Unavailable: UnavailableNoAudio}
	switch m.State {
	case StateConnecting, StateHeld:
		return m.requeue([]Effect{DropOperatorLeg{}}, free)
	case StateTalking:
		return m.requeue([]Effect{LeaveBridge{}, DropOperatorLeg{}, StartMusic{}}, free)
	case StateForwarding, StateForwarded:
		return m.outFailed(OutcomeUnjoined)
	case StateNew, StateArriving, StateMenu, StateQueued, StateOffered, StateRecovering, StateEnded:
	}
	return m, nil, ErrNotNow
}

package call

// What the operator does with the citizen and an officer who is ready to speak.

// swap changes who waits. Whoever leaves the bridge leaves it first.
func (m Model) swap() (Model, []Effect, error) {
	switch m.Officer.Phase {
	case PhaseAside:
		next, effects := m.toOperator()
		next.Officer.Phase = PhaseWaiting
		return next, append([]Effect{HoldOut{}}, effects...), nil
	case PhaseWaiting:
		next, effects := m.toMusic()
		next.Officer.Phase = PhaseAside
		return next, append(effects, JoinOut{m.Dialled}), nil
	case PhaseNone, PhaseCalling, PhaseBriefed, PhaseJoined:
	}
	return m, nil, ErrNotNow
}

// threeWay brings all together.
func (m Model) threeWay() (Model, []Effect, error) {
	var effects []Effect
	switch m.Officer.Phase {
	case PhaseAside:
		m, effects = m.toOperator()
	case PhaseWaiting:
		effects = []Effect{JoinOut{m.Dialled}}
	case PhaseNone, PhaseCalling, PhaseBriefed, PhaseJoined:
		return m, nil, ErrNotNow
	}
	m.Officer.Phase = PhaseJoined
	return m, append(effects, Note{KindThreeWay, m.consulted("")}), nil
}

// takeBack lets the telephone outside go, and the citizen is with the operator.
func (m Model) takeBack() (Model, []Effect, error) {
	if m.Officer.Phase == PhaseNone || !m.conversing() {
		return m, nil, ErrNotNow
	}
	effects := m.letGo(OutcomeReleased)
	m.Officer = Officer{}
	if m.State == StateHeld {
		var back []Effect
		m, back = m.toOperator()
		effects = append(effects, back...)
	}
	return m, effects, nil
}

// complete leaves the citizen with the officer.
func (m Model) complete() (Model, []Effect, error) {
	if !m.Officer.confirmed() || !m.conversing() {
		return m, nil, ErrNotNow
	}
	next, effects := m.handOn(HandedGiven)
	return next, effects, nil
}

// handOn takes the operator out of the call. Her words end before another hears the
// citizen.
func (m Model) handOn(how Handed) (Model, []Effect) {
	effects := []Effect{DropOperatorLeg{}}
	m.Turn++
	switch m.Officer.Phase {
	case PhaseAside:
		effects = append(effects, StopMusic{}, EnterBridge{m.Turn}, MarkHeld{})
	case PhaseWaiting:
		effects = append(effects, JoinOut{m.Dialled})
	case PhaseNone, PhaseCalling, PhaseBriefed, PhaseJoined:
	}
	m.Officer.Phase, m.Officer.Numbers = PhaseJoined, m.Officer.number() // who is called next without an operator might be a voicemail
	transferred := Note{KindTransferred, m.consulted("")}
	m, left := m.without(how)
	m.State, m.Served = StateForwarded, true
	return m, append(append(effects, left...), transferred)
}

// goOn: the operator is lost while an emergency service is called. The citizen hears it ring.
func (m Model) goOn() (Model, []Effect) {
	effects := []Effect{DropOperatorLeg{}}
	together := m.conversing()
	m.Turn++
	if !together {
		effects = append(effects, StopMusic{})
	}
	switch {
	case m.Officer.Early && !together:
		effects = append(effects, EnterBridge{m.Turn})
	case !m.Officer.Early && together:
		effects = append(effects, LeaveBridge{}, Ring{})
	case !m.Officer.Early:
		effects = append(effects, Ring{})
	}
	m, left := m.without(HandedLost)
	m.State = StateForwarding
	return m, append(append(effects, left...), Note{KindForwarding, m.forward("")})
}

// without is the call whose operator has left the citizen to a telephone outside.
func (m Model) without(how Handed) (Model, []Effect) {
	effects := []Effect{MarkOperator{}, FreeOperator{Operator: m.Operator, Gone: m.handedTo(), WrapUp: true}}
	if how == HandedLost {
		effects = append(effects, Note{KindOperatorLost, Offer{Operator: m.Operator}})
	}
	m.Handed, m.Operator, m.Connected, m.Held = how, "", false, false
	return m, effects
}

// handedTo is what an operator is told who leaves the citizen to a telephone outside: whether
// anybody is there yet.
func (m Model) handedTo() Gone {
	if m.Officer.Phase == PhaseCalling {
		return GoneCalling
	}
	return GoneTransferred
}

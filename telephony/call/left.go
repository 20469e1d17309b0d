package call

// The citizen's line has ended, and the operator goes on with an emergency service: she
// knows where it is to go, and nobody else does any more.

// left says whether the citizen is away for good, and the call goes on.
func (m Model) left() bool { return m.Left != (Ended{}) }

// citizenGone ends the call, unless an emergency service is called, or spoken with, and
// somebody of ours is there. A leader who speaks with it and the citizen is.
func (m Model) citizenGone(how Ended) (Model, []Effect, error) {
	var effects []Effect
	if m.State == StateForwarded && m.Officer.Urgent && m.barges() {
		m, effects = m.takenOver()
	}
	switch {
	case m.Operator == "" || !m.Officer.Urgent || m.Officer.Phase == PhaseNone:
		return m.end(how)
	case !m.conversing() && m.Officer.Phase == PhaseJoined:
		m.Officer.Phase = PhaseWaiting
		effects = append(effects, HoldOut{})
	}
	m.Left = how
	return m, append(effects, Note{KindCitizenLeft, CitizenLeft{Operator: m.Operator, Ended: how}}), nil
}

// withoutCitizen is all that may still happen to a call that the citizen has left.
func (m Model) withoutCitizen(ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case OutEarly, OutAnswered, RingOver, OutFailed, OutUnjoined, OutGone, OutPressed:
		return m.serviceAlone(ev)
	case WatchAsked, WatchLeft, TakeOverAsked, LeaderUp, LeaderLost:
		return m.supervise(ev)
	case Vanished:
		if e.AsteriskLost { // and everybody with it
			return m.endLeft(OutcomeCallEnded)
		}
	case OperatorGone:
		if e.Operator != "" && e.Operator == m.Leader.Name {
			next, effects := m.unwatched()
			return next, effects, nil
		}
		return m.hers(e.Operator, m.operatorAway)
	case OperatorReturned:
		return m.hers(e.Operator, m.operatorReturned)
	case EmergencyAsked: // another service, or, if nobody has answered, the same once more
		return m.hers(e.Operator, func() (Model, []Effect, error) { return m.emergency(e) })
	case NextAsked:
		return m.hers(e.Operator, m.skip)
	case TakeBackAsked:
		return m.hers(e.Operator, func() (Model, []Effect, error) {
			if m.Officer.Phase == PhaseNone {
				return m, nil, ErrNotNow
			}
			return m.endLeft(OutcomeReleased)
		})
	case OperatorHangup: // not while it rings: who hears a line die hangs up, and would hang up on that
		return m.hers(e.Operator, func() (Model, []Effect, error) {
			if m.Officer.Phase == PhaseCalling {
				return m, nil, ErrNotNow
			}
			return m.endLeft(OutcomeReleased)
		})
	case LegUp, LegFailed, LegLost, GraceOver:
		return m.legWithoutCitizen(ev)
	}
	return m, nil, ErrNotNow
}

func (m Model) hers(operator string, do func() (Model, []Effect, error)) (Model, []Effect, error) {
	if operator == "" || operator != m.Operator {
		return m, nil, ErrNotYours
	}
	return do()
}

// serviceAlone is the emergency service reporting. While the operator is away it hears
// music; once it has hung up, nobody is left.
func (m Model) serviceAlone(ev Event) (Model, []Effect, error) {
	if outTurn(ev) != m.Dialled {
		return m, nil, ErrNotNow
	}
	switch ev.(type) {
	case OutAnswered:
		if m.Officer.Phase != PhaseCalling {
			return m, nil, ErrNotNow
		}
		m.Served = true
		answered := Note{KindConsulted, m.consulted("")}
		if m.conversing() {
			m.Officer.Phase = PhaseJoined
			return m, []Effect{answered}, nil
		}
		m.Officer.Phase = PhaseWaiting
		return m, []Effect{HoldOut{}, answered}, nil
	case OutGone:
		if m.Officer.confirmed() {
			return m.endLeft(OutcomeHungUp)
		}
		return m, nil, ErrNotNow
	}
	return m.beside(ev)
}

// legWithoutCitizen is the operator's channel reporting, or that she was waited for in vain.
func (m Model) legWithoutCitizen(ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case LegUp:
		if m.State == StateConnecting && e.Turn == m.Turn {
			m.State = StateTalking
			next, effects := m.toService()
			return next, append(effects, Note{KindResumed, Offer{Operator: m.Operator}}), nil
		}
	case LegFailed:
		return m.legGone(e.Turn)
	case LegLost:
		return m.legGone(e.Turn)
	case GraceOver:
		if m.State == StateRecovering && e.Turn == m.Turn {
			return m.endLeft(OutcomeOperatorGone)
		}
	}
	return m, nil, ErrNotNow
}

// legGone: a channel that was lost is made once more, one that cannot be made is not.
func (m Model) legGone(turn int) (Model, []Effect, error) {
	switch {
	case turn != m.Turn:
		return m, nil, ErrNotNow
	case m.State == StateConnecting:
		return m.endLeft(OutcomeOperatorGone)
	}
	return m.operatorAway()
}

// operatorAway: she is waited for, as with a citizen. The service hears music meanwhile,
// or is called on.
func (m Model) operatorAway() (Model, []Effect, error) {
	lost := Note{KindOperatorLost, Offer{Operator: m.Operator}}
	switch {
	case m.State == StateRecovering:
		return m, nil, ErrNotNow
	case m.barges():
		next, effects := m.takenOver()
		return next, append([]Effect{lost}, effects...), nil
	}
	effects := []Effect{DropOperatorLeg{}}
	if m.Officer.Phase == PhaseJoined {
		m.Officer.Phase = PhaseWaiting
		effects = append(effects, HoldOut{})
	}
	m.State = StateRecovering
	m.Turn++
	return m, append(effects, AwaitOperator{m.Operator, m.Turn}, lost), nil
}

// toService ends the music of a service that has waited for the operator.
func (m Model) toService() (Model, []Effect) {
	if m.Officer.Phase != PhaseWaiting {
		return m, nil
	}
	m.Officer.Phase = PhaseJoined
	return m, []Effect{JoinOut{m.Dialled}}
}

// endLeft ends the call, as the citizen's line has ended.
func (m Model) endLeft(outcome string) (Model, []Effect, error) {
	var effects []Effect
	if m.Officer.Phase != PhaseNone {
		effects = m.letGo(outcome)
		m.Officer = Officer{}
	}
	next, ending, err := m.end(m.Left)
	return next, append(effects, ending...), err
}

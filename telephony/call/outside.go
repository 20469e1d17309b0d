package call

import "strings"

// The citizen put through to a telephone outside by the flow, with no operator.

// dial calls numbers one after the other; while one rings, the citizen hears ringing, or
// what the network plays. None answered: the flow leads on.
func (m Model) dial(e DialAsked) (Model, []Effect, error) {
	numbers := strings.Join(strings.Fields(e.Numbers), " ")
	if m.State != StateMenu || numbers == "" {
		return m, nil, ErrNotNow
	}
	m.State, m.Handed = StateForwarding, HandedNot
	m.Officer = Officer{Phase: PhaseCalling, Numbers: numbers, Unit: e.Service, Urgent: e.Service != ""}
	var asked []Effect
	if e.Service != "" {
		asked = []Effect{Note{KindEmergency, Consult{Number: m.Officer.number(), Unit: e.Service, Urgent: true}}}
	}
	next, effects := m.callOut()
	return next, append(append([]Effect{Ring{}}, asked...), effects...), nil
}

// outside is the telephone outside reporting, or the words that are said to it.
func (m Model) outside(ev Event) (Model, []Effect, error) {
	if outTurn(ev) != m.Dialled {
		return m, nil, ErrNotNow
	}
	if m.Operator != "" {
		return m.beside(ev)
	}
	switch e := ev.(type) {
	case OutEarly:
		if m.State == StateForwarding && !m.Officer.Early {
			m.Officer.Early = true
			return m, []Effect{StopRing{}, EnterBridge{m.Turn}}, nil
		}
	case OutAnswered:
		if m.State == StateForwarding {
			return m.outAnswered(e.Trunk)
		}
	case OutFailed:
		if m.State == StateForwarding {
			return m.outFailed(e.Outcome)
		}
	case RingOver:
		if m.State == StateForwarding {
			return m.outFailed(OutcomeNoAnswer)
		}
	case OutUnjoined:
		if m.State == StateForwarded {
			return m.outFailed(OutcomeUnjoined)
		}
	case OutGone:
		if m.State == StateForwarded {
			return m.outGone()
		}
	case OutPressed:
		return m.outPressed(e.Digit)
	}
	return m, nil, ErrNotNow
}

// outTurn is which telephone outside an event reports on.
func outTurn(ev Event) int {
	switch e := ev.(type) {
	case OutEarly:
		return e.Turn
	case OutAnswered:
		return e.Turn
	case OutFailed:
		return e.Turn
	case RingOver:
		return e.Turn
	case OutUnjoined:
		return e.Turn
	case OutGone:
		return e.Turn
	case OutPressed:
		return e.Turn
	case BriefOver:
		return e.Turn
	}
	return 0
}

func (m Model) callOut() (Model, []Effect) {
	m.Turn++
	m.Dialled++
	return m, []Effect{CallOut{m.Officer.number(), m.Dialled}, Note{KindForwarding, m.forward("")}}
}

// forward names the telephone outside.
func (m Model) forward(outcome string) Forward {
	f := Forward{Number: m.Officer.number(), Outcome: outcome}
	if m.Officer.Urgent {
		f.Service = m.Officer.Unit
	}
	return f
}

func (m Model) outAnswered(trunk string) (Model, []Effect, error) {
	var effects []Effect
	if !m.Officer.Early {
		effects = []Effect{StopRing{}, EnterBridge{m.Turn}}
	}
	m.State, m.Officer.Phase, m.Served = StateForwarded, PhaseJoined, true
	answered := m.forward("")
	answered.Trunk = trunk
	return m, append(effects, Note{KindForwarded, answered}), nil
}

// outFailed goes on to the next number; none is left: back to the menu, or to the queue.
func (m Model) outFailed(outcome string) (Model, []Effect, error) {
	var effects []Effect
	inBridge := m.InBridge()
	if inBridge {
		effects = append(effects, LeaveBridge{})
	}
	effects = append(effects, DropOut{}, Note{KindForwardEnded, m.forward(outcome)})
	officer, more := m.Officer.next()
	switch {
	case more:
		if inBridge {
			effects = append(effects, Ring{})
		}
		m.State, m.Officer = StateForwarding, officer
		next, calling := m.callOut()
		return next, append(effects, calling...), nil
	case !inBridge:
		effects = append(effects, StopRing{})
	}
	m.Officer = officer.gone(outcome).unreached()
	if m.Handed != HandedNot {
		return m.requeue(append(effects, StartMusic{}), FreeOperator{})
	}
	m.State = StateMenu
	m.Turn++
	return m, append(effects, Lead{NewsUnheard}), nil
}

// outGone: the officer has hung up. A citizen who is left with nobody and did not get
// there by an operator's will waits again; one for whom something follows is led on.
func (m Model) outGone() (Model, []Effect, error) {
	gone := []Effect{DropOut{}, Note{KindForwardEnded, m.forward(OutcomeHungUp)}}
	switch {
	case m.barges():
		m.Officer = m.Officer.gone(OutcomeHungUp)
		next, effects := m.takenOver()
		return next, append(gone, effects...), nil
	case m.Handed == HandedLost:
		m.Officer = m.Officer.gone(OutcomeHungUp).unreached()
		return m.requeue(append([]Effect{LeaveBridge{}}, append(gone, StartMusic{})...), FreeOperator{})
	case m.Handed == HandedGiven && m.Place.Stays:
		m.State, m.Officer, m.Handed = StateMenu, Officer{}, HandedNot
		m.Turn++
		return m, append(append([]Effect{LeaveBridge{}}, gone...), Lead{NewsLeft}), nil
	}
	next, effects, err := m.end(Ended{Class: EndOfficer, Reason: ReasonHangup})
	return next, append([]Effect{HangUpCaller{}}, effects...), err
}

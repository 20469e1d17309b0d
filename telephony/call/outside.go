package call

import "strings"

// The citizen put through to a telephone outside by the flow, with no operator.

// OutcomeUnjoined: it answered, and the citizen could not be put beside it
// (Forward.Outcome, beside those of package trunk).
const OutcomeUnjoined = "unjoined"

// outside: numbers are called one after the other; while one rings, the citizen hears
// ringing, or what the network plays. None answered: the flow leads on.
func (m Model) outside(ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case DialAsked:
		if m.State == StateMenu && strings.TrimSpace(e.Numbers) != "" {
			m.State, m.Officer = StateForwarding, Officer{Phase: PhaseCalling, Numbers: strings.Join(strings.Fields(e.Numbers), " ")}
			next, effects := m.callOut()
			return next, append([]Effect{Ring{}}, effects...), nil
		}
	case OutEarly:
		if m.State == StateForwarding && e.Turn == m.Dialled && !m.Officer.Early {
			m.Officer.Early = true
			return m, []Effect{StopRing{}, EnterBridge{m.Turn}}, nil
		}
	case OutAnswered:
		if m.State == StateForwarding && e.Turn == m.Dialled {
			return m.outAnswered()
		}
	case OutFailed:
		if m.State == StateForwarding && e.Turn == m.Dialled {
			return m.outFailed(e.Outcome)
		}
	case OutGone:
		if m.State == StateForwarded && e.Turn == m.Dialled {
			next, effects, err := m.end(Ended{Class: EndOfficer, Reason: ReasonHangup})
			return next, append([]Effect{HangUpCaller{}}, effects...), err
		}
	}
	return m, nil, ErrNotNow
}

func (m Model) callOut() (Model, []Effect) {
	m.Turn++
	m.Dialled++
	number := m.Officer.number()
	return m, []Effect{CallOut{number, m.Dialled}, Note{KindForwarding, Forward{Number: number}}}
}

func (m Model) outAnswered() (Model, []Effect, error) {
	var effects []Effect
	if !m.Officer.Early {
		effects = []Effect{StopRing{}, EnterBridge{m.Turn}}
	}
	m.State, m.Officer.Phase, m.Served = StateForwarded, PhaseJoined, true
	return m, append(effects, Note{KindForwarded, Forward{Number: m.Officer.number()}}), nil
}

// outFailed goes on to the next number, or back to the menu.
func (m Model) outFailed(outcome string) (Model, []Effect, error) {
	var effects []Effect
	inBridge := m.InBridge()
	if inBridge {
		effects = append(effects, LeaveBridge{})
	}
	effects = append(effects, DropOut{}, Note{KindForwardEnded, Forward{Number: m.Officer.number(), Outcome: outcome}})
	officer, more := m.Officer.next()
	if !more {
		m.State, m.Officer = StateMenu, Officer{}
		m.Turn++
		if !inBridge {
			effects = append(effects, StopRing{})
		}
		return m, append(effects, Lead{NewsUnheard}), nil
	}
	if inBridge {
		effects = append(effects, Ring{})
	}
	m.State, m.Officer = StateForwarding, officer
	next, calling := m.callOut()
	return next, append(effects, calling...), nil
}

package call

import "strings"

// The call with a telephone outside: an emergency service, an officer on call.

// OutcomeUnjoined: it answered, and the citizen could not be put beside it
// (Forward.Outcome, beside those of package trunk).
const OutcomeUnjoined = "unjoined"

// outside: numbers are called one after the other; while one rings, the citizen hears
// ringing, or what the network plays. None answered: the flow leads on.
func (m Model) outside(ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case DialAsked:
		if m.State == StateMenu && strings.TrimSpace(e.Numbers) != "" {
			m.State, m.Numbers = StateForwarding, strings.Join(strings.Fields(e.Numbers), " ")
			next, effects := m.callOut()
			return next, append([]Effect{Ring{}}, effects...), nil
		}
	case OutEarly:
		if m.State == StateForwarding && e.Turn == m.Turn && !m.Early {
			m.Early = true
			return m, []Effect{StopRing{}, EnterBridge{m.Turn}}, nil
		}
	case OutAnswered:
		if m.State == StateForwarding && e.Turn == m.Turn {
			return m.outAnswered(e.Trunk)
		}
	case OutFailed:
		if m.State == StateForwarding && e.Turn == m.Turn {
			return m.outFailed(e.Outcome)
		}
	case OutGone:
		if m.State == StateForwarded && e.Turn == m.Turn {
			next, effects, err := m.end(Ended{Class: EndOfficer, Reason: ReasonHangup})
			return next, append([]Effect{HangUpCaller{}}, effects...), err
		}
	}
	return m, nil, ErrNotNow
}

// number is the one that is being called.
func (m Model) number() string {
	first, _, _ := strings.Cut(m.Numbers, " ")
	return first
}

func (m Model) callOut() (Model, []Effect) {
	m.Turn++
	return m, []Effect{CallOut{m.number(), m.Turn}, Note{KindForwarding, Forward{Number: m.number()}}}
}

func (m Model) outAnswered(trunk string) (Model, []Effect, error) {
	var effects []Effect
	if !m.Early {
		effects = []Effect{StopRing{}, EnterBridge{m.Turn}}
	}
	m.State, m.Served = StateForwarded, true
	return m, append(effects, Note{KindForwarded, Forward{Number: m.number(), Trunk: trunk}}), nil
}

// outFailed goes on to the next number, or back to the menu.
func (m Model) outFailed(outcome string) (Model, []Effect, error) {
	var effects []Effect
	inBridge := m.InBridge()
	if inBridge {
		effects = append(effects, LeaveBridge{})
	}
	effects = append(effects, DropOut{}, Note{KindForwardEnded, Forward{Number: m.number(), Outcome: outcome}})
	_, rest, more := strings.Cut(m.Numbers, " ")
	m.State, m.Numbers, m.Early = StateForwarding, rest, false
	if !more {
		m.State = StateMenu
		m.Turn++
		if !inBridge {
			effects = append(effects, StopRing{})
		}
		return m, append(effects, Lead{NewsUnheard}), nil
	}
	if inBridge {
		effects = append(effects, Ring{})
	}
	next, calling := m.callOut()
	return next, append(effects, calling...), nil
}

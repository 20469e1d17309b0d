package call

// An emergency service is called, or speaks with the citizen, while the operator is waited
// for: we died, and she is on her way back into the call. The citizen hears music until one of
// the two is there.

// serviceAnswered puts the citizen, unless they are together with the operator anyway, beside
// the emergency service.
func (m Model) serviceAnswered() (Model, []Effect) {
	m.Officer.Phase, m.Served = PhaseJoined, true
	if m.conversing() {
		return m, nil
	}
	return m, []Effect{StopMusic{}, EnterBridge{m.Turn}}
}

// toEmergency: she does not come back. The citizen is the emergency service's.
func (m Model) toEmergency() (Model, []Effect) {
	if m.Officer.Phase == PhaseCalling {
		return m.goOn()
	}
	next, effects := m.handOn(HandedLost)
	if m.State == StateConnecting { // perhaps it was the citizen who could not be put there
		effects = append(effects, EnterBridge{next.Turn})
	}
	return next, effects
}

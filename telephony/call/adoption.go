package call

import "strings"

// Calls of a controller that has died, found again by the next.

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
	var effects, noted []Effect // before the journal has the call, and after
	switch {
	case e.Number != "" && e.Service != "" && e.hers():
		m, effects, noted = m.adoptedBeside(e)
	case e.Number != "":
		m, effects, noted = m.adoptedWith(e)
		effects = append(effects, m.wasHers(e.Past.Operator)...)
	case e.Urgent != "" && e.hers():
		m, effects, noted = m.adoptedBeside(e)
	case e.Urgent != "":
		m, effects, noted = m.adoptedCalling(e)
		effects = append(effects, m.wasHers(e.Past.Operator)...)
	case e.Past.Operator != "":
		var awaiting []Effect
		m, awaiting = m.awaited(e.Past.Operator)
		effects = append([]Effect{LeaveBridge{}, StartMusic{Reconnecting: !e.Held}, DropOperatorLeg{}}, awaiting...)
		if m.Held = e.Held; e.Held {
			e.Past.State = StateHeld
		}
		if e.Cut != "" { // she was about to speak with them, and must know
			m.Officer = Officer{Numbers: e.Cut, Outcome: OutcomeCut}
			noted = []Effect{Note{KindConsultEnded, m.consulted(OutcomeCut)}}
		}
	case unqueued && m.Spare.Queue == "":
		next, effects, err := m.end(Ended{Class: EndSystem, Reason: ReasonInternal})
		e.Past.State = StateMenu
		return next, append([]Effect{Note{KindAdopted, e.Past}, HangUpCaller{}}, effects...), err
	case e.Queued, unqueued: // whose operator is not known any more
		if unqueued {
			m.Place = m.Spare
		}
		m.State = StateQueued
		effects = []Effect{LeaveBridge{}, StartMusic{}, DropOperatorLeg{}, Enqueue{Place: m.Place, AtHead: unqueued}}
	default:
		m.State = StateMenu
		// What it hears of a queue or a conversation that it has left is over.
		effects = []Effect{LeaveBridge{}, StopMusic{}, DropOperatorLeg{}}
	}
	if e.Unreached != "" && m.Officer == (Officer{}) {
		m.Officer = Officer{Unit: e.Service, Urgent: true, Outcome: e.Unreached}
	}
	if e.Past.State == StateNew {
		e.Past.State = m.State
	}
	return m, append(append(append(effects, Note{KindAdopted, e.Past}), noted...), Lead{NewsAdopted}), nil
}

// hers says whether the call was its operator's, who had not begun to leave it.
func (e Adoption) hers() bool { return e.Past.Operator != "" && e.Handed == HandedNot }

// awaited is a call that waits for its operator's return.
func (m Model) awaited(operator string) (Model, []Effect) {
	m.State, m.Operator, m.Turn, m.Connected = StateRecovering, operator, 1, true
	return m, []Effect{EngageOperator{operator, m.Turn}, AwaitOperator{operator, m.Turn}}
}

// adoptedBeside takes up a call in which an operator had an emergency service called beside
// the citizen. It goes on ringing, or speaking with them, and she is waited for. For that the
// citizen was taken back from hold.
func (m Model) adoptedBeside(e Adoption) (next Model, effects, noted []Effect) {
	m, awaiting := m.awaited(e.Past.Operator)
	m.Officer = Officer{Unit: e.Service, Urgent: true}
	if e.Number == "" {
		m, noted = m.calledOn(e, Model.callBeside)
		effects = []Effect{LeaveBridge{}, StartMusic{Reconnecting: true}, DropOperatorLeg{}, MarkHeld{}}
		return m, append(effects, awaiting...), noted
	}
	m.Officer.Phase, m.Officer.Numbers, m.Dialled, m.Served = PhaseJoined, e.Number, 1, true
	effects = []Effect{DropOperatorLeg{}, StopMusic{}}
	if !e.Together {
		effects = append(effects, EnterBridge{m.Turn}, JoinOut{m.Dialled})
	}
	effects = append(append(effects, MarkHeld{}), awaiting...)
	if e.Urgent != "" { // it answered, and nobody was there to note it
		effects = append(effects, MarkEmergency{})
		noted = []Effect{Note{KindThreeWay, m.consulted("")}}
	}
	return m, effects, noted
}

// calledOn goes on to call an emergency service: where it rings it rings on. Else its
// telephone has failed, or was never called: it is the next number's turn, and then its own
// once more.
func (m Model) calledOn(e Adoption, call func(Model) (Model, []Effect)) (Model, []Effect) {
	m.Officer.Phase, m.Officer.Numbers, m.Officer.Of = PhaseCalling, e.Urgent, count(e.Urgent)
	if e.Rings {
		m.Dialled = 1
		return m, nil
	}
	first, others, _ := strings.Cut(e.Urgent, " ")
	m.Officer.Numbers = strings.TrimSpace(others + " " + first)
	return call(m)
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

// adoptedCalling takes up a call in which an emergency service was being called for a citizen
// who had lost the operator.
func (m Model) adoptedCalling(e Adoption) (next Model, effects, noted []Effect) {
	m.State, m.Turn, m.Handed = StateForwarding, 1, HandedLost
	m.Officer = Officer{Unit: e.Service, Urgent: true}
	m, noted = m.calledOn(e, Model.callOut)
	return m, []Effect{DropOperatorLeg{}, LeaveBridge{}, StopMusic{}, Ring{}, MarkHeld{}, MarkOperator{}}, noted
}

// wasHers tells the operator who had the call that it is handed on, and leaves her in
// after-call work.
func (m Model) wasHers(operator string) []Effect {
	if operator == "" {
		return nil
	}
	return []Effect{EngageOperator{operator, m.Turn}, FreeOperator{Operator: operator, Gone: m.handedTo(), WrapUp: true}}
}

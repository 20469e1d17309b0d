package call

import "cmp"

// A call-back: an operator is reserved and accepts, then the citizen is called. Until
// that it is no call for anybody but the floor and the operator: the journal begins with
// the accept. Once the citizen is on the line it is a call like any other.
//
//	new ─► queued ─► offered ─► connecting ─► talking
//	          └─────────┴───────────┴─► ended   (the claim waits for its next try)

// What a try came to that was not the citizen's doing (Tried.Try).
const (
	TryReached      = "reached"
	TryOperatorGone = "operator_gone" // refused, did not answer, hung up, lost: it counts as none
	TryFailed       = "failed"        // ours
)

func (m Model) callBack(ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case CallBackOff:
		if m.Out && (m.State == StateQueued || m.State == StateOffered) {
			return m.end(Ended{})
		}
	case CitizenUp:
		if m.Out && m.State == StateConnecting {
			return m.citizenUp()
		}
	case CitizenFailed:
		if m.Out && m.State == StateConnecting {
			m.Try = e.Try
			return m.end(Ended{Class: EndCitizen, Reason: ReasonAbandonedRing, Cause: e.Cause, TechCause: e.TechCause})
		}
	}
	return m, nil, ErrNotNow
}

func (m Model) callBackDue(e CallBackDue) (Model, []Effect, error) {
	if m.State != StateNew {
		return m, nil, ErrNotNow
	}
	m.State, m.Place, m.Out = StateQueued, e.Place, true
	return m, []Effect{Enqueue{Place: m.Place, CallBack: true}}, nil
}

// citizenUp: the operator may still be on the way; then it is as after any accept.
func (m Model) citizenUp() (Model, []Effect, error) {
	ready := m.Ready
	m.Out, m.Ready = false, false
	effects := []Effect{Tried{TryReached}, Note{Kind: KindAnswered}}
	if !ready {
		return m, append(effects, StartMusic{}), nil
	}
	m.State, m.Connected = StateTalking, true
	return m, append(effects, EnterBridge{m.Turn}, MarkOperator{m.Operator}, Note{KindConnected, Offer{Operator: m.Operator}}), nil
}

// notTaken ends a call-back that its operator did not take.
func (m Model) notTaken(free FreeOperator) (Model, []Effect, error) {
	free.Operator, m.Operator = m.Operator, ""
	next, effects, err := m.end(Ended{})
	return next, append([]Effect{DropOperatorLeg{}, free}, effects...), err
}

// notReached ends a call-back while the citizen is being called, for the operator's sake
// or ours.
func (m Model) notReached(try string) (Model, []Effect, error) {
	m.Try = try
	next, effects, err := m.end(Ended{Class: EndSystem, Reason: ReasonInternal})
	return next, append([]Effect{HangUpCaller{}}, effects...), err
}

// told is how the end of a call-back is told: to its claim, and, if the citizen was called,
// to the journal.
func (m Model) told(how Ended) []Effect {
	if !m.Out {
		return []Effect{Note{KindEnded, how}}
	}
	effects := []Effect{Tried{cmp.Or(m.Try, TryOperatorGone)}}
	if m.State == StateConnecting {
		effects = append(effects, Note{KindEnded, how})
	}
	return effects
}

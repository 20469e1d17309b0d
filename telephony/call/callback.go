package call

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Calls to a citizen.
//
// A call-back: an operator is reserved and accepts, then the citizen is called. Until
// that it is no call for anybody but the floor and the operator: the journal begins with
// the accept. Once the citizen is on the line it is a call like any other.
//
//	new ─► queued ─► offered ─► connecting ─► talking
//	          └─────────┴───────────┴──────────┴─► ended   (the claim waits for its next try)
//
// What has answered may be no citizen. A fax is known by its tone, a voicemail the
// operator hears; either ends the call, and leaves the operator nothing to write up.
//
// A call that an operator places: she is connected, then the telephone is called. The
// journal begins with that; until then it is no call. Whoever is on the line then is cut off
// by nobody's loss: they wait for another operator, as any citizen would.
//
//	new ─► connecting ─► talking ─► …
//	           └─► ended

// backMark stands before the claim in a call-back's ID.
const backMark = ".cb"

// BackID names the call of one try to call back, as Asterisk names calls, and no try
// like another.
func BackID(node string, at time.Time, claim int64) ID {
	return ID(fmt.Sprintf("%s-%d%s%d", node, at.UnixMilli(), backMark, claim))
}

// Claim is the claim that a call-back is made for; false: the call is none.
func (id ID) Claim() (claim int64, ok bool) {
	at := strings.LastIndex(string(id), backMark)
	if at < 0 {
		return 0, false
	}
	claim, err := strconv.ParseInt(string(id[at+len(backMark):]), 10, 64)
	return claim, err == nil && claim > 0
}

// What a try came to that was not the citizen's doing (Tried.Try).
const (
	TryReached      = "reached"
	TryOperatorGone = "operator_gone" // refused, did not answer, hung up, lost: it counts as none
	TryYielded      = "yielded"       // the operator was needed for a caller on the line: as well
	TryNoTrunk      = "no_trunk"      // no carrier took the call: as well
	TryFailed       = "failed"        // ours
)

func (m Model) callBack(ev Event) (Model, []Effect, error) {
	switch e := ev.(type) {
	case CallBackOff:
		if m.Out && (m.State == StateQueued || m.State == StateOffered) {
			return m.end(Ended{})
		}
	case CallBackYields:
		if m.CallBack && m.Out {
			return m.yield()
		}
	case CitizenUp:
		if m.called() {
			return m.citizenUp()
		}
	case CitizenFailed:
		if m.called() {
			m.Try = e.Try
			return m.end(e.How)
		}
	case FaxHeard:
		if m.CallBack && !m.Out {
			return m.machine(Ended{Class: EndSystem, Reason: ReasonFax})
		}
	}
	return m, nil, ErrNotNow
}

func (m Model) callBackDue(e CallBackDue) (Model, []Effect, error) {
	if m.State != StateNew {
		return m, nil, ErrNotNow
	}
	m.State, m.Place, m.Own, m.CallBack, m.Out = StateQueued, e.Place, e.Own, true, true
	return m, []Effect{Enqueue{Place: m.Place, CallBack: true}}, nil
}

// callAsked: the operator is connected first, so that nobody who is called hears silence.
func (m Model) callAsked(e CallAsked) (Model, []Effect, error) {
	if m.State != StateNew || e.Operator == "" {
		return m, nil, ErrNotNow
	}
	m.State, m.Operator, m.Own, m.Spare, m.Out, m.Placed, m.Turn = StateConnecting, e.Operator, e.Own, e.Place, true, true, 1
	return m, []Effect{EngageOperator{m.Operator, m.Turn}, JoinOperator{m.Operator, m.Turn}}, nil
}

// ready: the operator is on the line.
func (m Model) ready() (Model, []Effect, error) {
	m.Ready = true
	if m.Placed {
		return m, []Effect{CallCitizen{}, Note{KindAccepted, Offer{Operator: m.Operator}}}, nil
	}
	return m, nil, nil // the citizen's telephone rings already
}

// called: the citizen's telephone rings, or is about to.
func (m Model) called() bool {
	return m.Out && m.State == StateConnecting && (!m.Placed || m.Ready)
}

// citizenUp: the operator may still be on the way; then it is as after any accept.
func (m Model) citizenUp() (Model, []Effect, error) {
	ready := m.Ready
	m.Out, m.Ready = false, false
	effects := m.tried(TryReached)
	effects = append(effects, Note{Kind: KindAnswered})
	if !ready {
		return m, append(effects, StartMusic{}), nil
	}
	m.State, m.Connected = StateTalking, true
	return m, append(effects, EnterBridge{m.Turn}, MarkOperator{m.Operator}, Note{KindConnected, Offer{Operator: m.Operator}}), nil
}

// voicemail is heard in a conversation alone.
func (m Model) voicemail() (Model, []Effect, error) {
	if !m.CallBack || m.State != StateTalking && m.State != StateHeld {
		return m, nil, ErrNotNow
	}
	return m.machine(Ended{Class: EndOperator, Reason: ReasonVoicemail})
}

func (m Model) machine(how Ended) (Model, []Effect, error) {
	next, effects, err := m.end(how)
	return next, append([]Effect{HangUpCaller{}}, effects...), err
}

// yield gives the operator up to a caller on the line, as long as the citizen has not
// answered. The claim keeps its place.
func (m Model) yield() (Model, []Effect, error) {
	m.Try = TryYielded
	switch m.State {
	case StateQueued: // the operator is reserved, and not asked yet
		return m.end(Ended{})
	case StateOffered:
		return m.notTaken(FreeOperator{Gone: GoneWithdrawn})
	case StateConnecting:
		next, effects, err := m.end(Ended{Class: EndSystem, Reason: ReasonYielded})
		return next, append([]Effect{HangUpCaller{}}, effects...), err
	case StateNew, StateArriving, StateMenu, StateTalking, StateHeld, StateRecovering, StateForwarding, StateForwarded, StateEnded:
	}
	return m, nil, ErrNotNow
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

// tried tells the claim of a call-back.
func (m Model) tried(try string) []Effect {
	if m.Placed {
		return nil
	}
	return []Effect{Tried{try}}
}

// told is how an end is told: that of a call-back to its claim; and to the journal, unless
// nobody was called yet.
func (m Model) told(how Ended) []Effect {
	if !m.Out {
		return []Effect{Note{KindEnded, how}}
	}
	effects := m.tried(cmp.Or(m.Try, TryOperatorGone))
	if m.called() {
		effects = append(effects, Note{KindEnded, how})
	}
	return effects
}

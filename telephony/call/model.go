package call

import "errors"

var (
	// ErrNotNow: the event does not fit the call's state.
	ErrNotNow = errors.New("not possible in the call's present state")
	// ErrNotYours: the operator does not have this call.
	ErrNotYours = errors.New("the call is not this operator's")
	// ErrOwnNumber: the telephone to be called is the caller's own, or the hotline's.
	ErrOwnNumber = errors.New("the number is the caller's own, or the hotline's")
)

// Place is how a call waits: in which queue, and with which wishes.
type Place struct {
	Queue    string
	Priority int    // higher is served first
	Skills   string // wishes, separated by spaces
	// Stays: the citizen is led on when the operator hangs up.
	Stays bool
}

// Model is everything that decides how a call goes on. It is a value; the zero
// Model is a call before its first event.
type Model struct {
	State    State
	Place    Place  // of the last queue that the call was in
	Operator string // whom it is offered to or who has it; "" otherwise
	Turn     int    // see the package comment
	// Connected: Operator has spoken with the citizen in this call.
	Connected bool
	// Held: Operator put the citizen on hold; kept while the operator is away,
	// so that the citizen is not spoken to unawares on return.
	Held bool
	// Officer is the telephone outside, from the call to it until it is let go.
	Officer Officer
	// Dialled counts the telephones that were called outside: what is reported of one
	// carries its count, and of an earlier one is ErrNotNow.
	Dialled int
	// CallBack: we have called the citizen back, or are about to. Out: we call somebody,
	// who is not on the line yet; Ready: the operator is.
	CallBack bool
	Out      bool
	Ready    bool
	// Placed: the operator called the citizen of their own accord.
	Placed bool
	// Spare is where the citizen of such a call, which is in no queue, waits if they are
	// left with nobody.
	Spare Place
	// Try is what becomes of a call-back that comes to nothing, if not the operator's doing.
	Try string
	// Handed says how the last operator left the citizen.
	Handed Handed
	// Left says how the citizen's line has ended, if an operator goes on with an emergency
	// service: the call ends so, when they have done. Zero: the citizen is there.
	Left Ended
	// Leader is the shift leader who supervises the call.
	Leader Leader
	// Own are the numbers that this call must not reach, separated by spaces: the
	// caller's and ours, written as in ConsultAsked and EmergencyAsked.
	Own string
	// Served: the citizen has what they called for, or something in its place.
	Served bool
	Ended  Ended // how it ended, in StateEnded
}

// Handed is how an operator left a citizen to a telephone outside, until another operator
// or the flow has them.
type Handed string

const (
	HandedNot   Handed = ""
	HandedGiven Handed = "given"
	HandedLost  Handed = "lost" // desk or audio: who is left with nobody goes back to the queue
)

// Waiting says whether the citizen hears music for want of an operator's voice.
func (m Model) Waiting() bool {
	if m.left() {
		return false
	}
	switch m.State {
	case StateQueued, StateOffered, StateHeld:
		return true
	case StateConnecting, StateRecovering:
		return m.Officer.Phase != PhaseJoined
	case StateNew, StateArriving, StateMenu, StateTalking, StateForwarding, StateForwarded, StateEnded:
	}
	return false
}

// InBridge says whether the citizen belongs into the call's bridge.
func (m Model) InBridge() bool {
	switch m.State {
	case StateTalking, StateForwarded:
		return !m.left()
	case StateForwarding:
		return m.Officer.Early
	case StateConnecting, StateRecovering:
		return m.Officer.Phase == PhaseJoined && !m.left()
	case StateNew, StateArriving, StateMenu, StateQueued, StateOffered, StateHeld, StateEnded:
	}
	return false
}

// Q.850 causes by which a channel's end is told from a caller's own hang-up.
const (
	causeRTPTimeout   = 44 // what chan_pjsip sets when no RTP came for rtp_timeout: "requested channel not available"
	causeNoRoute      = 3
	causeDestUnusable = 27
	causeNoCircuit    = 34
	causeNetwork      = 38
	causeTemporary    = 41
	causeCongestion   = 42
	causeResource     = 47
	causeTimer        = 102 // recovery on timer expiry: a SIP transaction or session timer ran out
)

// endOf classifies the end of a citizen's channel from the state it ended in.
func endOf(m Model, e CallerGone) Ended {
	end := Ended{Class: EndCitizen, Cause: e.Cause, TechCause: e.TechCause}
	switch e.Cause {
	case causeRTPTimeout:
		end.Class, end.Reason = EndCarrier, ReasonMediaTimeout
		return end
	case causeNoRoute, causeDestUnusable, causeNoCircuit, causeNetwork, causeTemporary,
		causeCongestion, causeResource, causeTimer:
		end.Class, end.Reason = EndCarrier, ReasonNetwork
		return end
	}
	switch m.State {
	case StateNew, StateArriving:
		end.Reason = ReasonAbandonedRing
	case StateMenu:
		switch {
		case m.Served:
			end.Reason = ReasonHangup
		case m.Place.Queue != "": // has waited: for instance, asks to be called back and does not hear it out
			end.Reason = ReasonAbandonedWait
		default:
			end.Reason = ReasonAbandonedMenu
		}
	case StateQueued, StateOffered, StateForwarding:
		end.Reason = ReasonAbandonedWait
		if m.Served && m.Handed != HandedNot {
			end.Reason = ReasonHangup // spoke with the officer, who has hung up before
		}
	case StateConnecting:
		end.Reason = ReasonAbandonedWait
		if m.Connected {
			end.Reason = ReasonAbandonedHold
		}
	case StateTalking, StateForwarded, StateEnded:
		end.Reason = ReasonHangup
	case StateHeld, StateRecovering:
		end.Reason = ReasonAbandonedHold
	}
	if m.Operator != "" && m.Officer.Phase == PhaseJoined {
		end.Reason = ReasonHangup // from whoever was there
	}
	return end
}

package call

import (
	"fmt"
	"time"
)

// ID names one citizen's call: Asterisk's UNIQUEID with the node's systemname
// in front ("pbx1-1764000000.42"), chosen by the dialplan before anything else
// happens, so that the recording on disk, the channel variable CALL_ID, the
// journal and the database all speak of the same call.
type ID string

// OnceID is the journal entry's ID of what a call has once, its arrival above all, whoever
// notes it: so what a controller notes late, and somebody read in the spool meanwhile, is on
// record once. nth tells apart what a call may have several times: a count from 0, or a time.
func OnceID(id ID, kind Kind, nth int) string {
	return fmt.Sprintf("%s/%s/%d", id, kind, nth)
}

// EndClass says who ended a call. Every call ends exactly once, with one class
// and one [EndReason].
type EndClass string

const (
	EndCitizen  EndClass = "citizen"  // the caller hung up
	EndOperator EndClass = "operator" // the operator hung up
	EndOfficer  EndClass = "officer"  // the telephone outside hung up that the caller was put through to
	EndCarrier  EndClass = "carrier"  // the trunk or the network failed
	EndSystem   EndClass = "system"   // we did: a limit, a failure of ours, Asterisk's death
)

// EndReason refines an [EndClass]; bounded, so that it may be a metric's label.
type EndReason string

const (
	ReasonHangup        EndReason = "hangup"         // ordinary hang-up while talking, or after what the caller came for
	ReasonAbandonedRing EndReason = "abandoned_ring" // caller gone before the answer
	ReasonAbandonedMenu EndReason = "abandoned_menu" // caller gone in the menu, with nothing done
	ReasonAbandonedWait EndReason = "abandoned_wait" // caller gone in the queue or while it rang at an operator or outside
	ReasonCompleted     EndReason = "completed"      // the menu had nothing further for the caller
	ReasonAbandonedHold EndReason = "abandoned_hold" // caller gone while on hold or waiting for the operator's return
	ReasonMediaTimeout  EndReason = "media_timeout"  // no RTP from the trunk for the configured time
	ReasonNetwork       EndReason = "network"        // the trunk reported a failure (Q.850 cause kept beside it)
	ReasonFallback      EndReason = "fallback"       // the dialplan's fallback took it over and finished it
	ReasonLinesFull     EndReason = "lines_full"     // beyond the trunk's limit: the dialplan spoke, and perhaps took a message
	ReasonAsteriskLost  EndReason = "asterisk_lost"  // Asterisk died or restarted with the call in it
	ReasonUnobserved    EndReason = "unobserved"     // it ended while no controller looked; times are from the spool
	ReasonInternal      EndReason = "internal"       // we could not go on (the log says why)

	// Of a call-back alone: how the citizen's telephone was found.
	ReasonBusy      EndReason = "busy"      // engaged
	ReasonNoAnswer  EndReason = "no_answer" // rang in vain, or was off
	ReasonRejected  EndReason = "rejected"  // the citizen declined
	ReasonNoNumber  EndReason = "no_number" // does not exist, or not any more
	ReasonVoicemail EndReason = "voicemail" // an answering machine, as the operator heard
	ReasonFax       EndReason = "fax"       // a fax machine, by its tone
	ReasonYielded   EndReason = "yielded"   // given up while it rang: a caller on the line needed the operator
)

// machine says that a call-back was answered, but not by the citizen.
func (r EndReason) machine() bool { return r == ReasonVoicemail || r == ReasonFax }

// Kind names a journal entry. Entries are append-only; every figure on every
// screen is computed from them (design decision 11).
type Kind string

const (
	KindArrived      Kind = "call.arrived"       // Data: Arrived
	KindAnswered     Kind = "call.answered"      // no data
	KindQueued       Kind = "call.queued"        // Data: Queued; also on return to the head of the queue
	KindLeftQueue    Kind = "call.left_queue"    // Data: Queued; back to the menu: a key, or a limit of the wait
	KindOffered      Kind = "call.offered"       // Data: Offer
	KindOfferEnded   Kind = "call.offer_ended"   // Data: Offer with Outcome
	KindOvertook     Kind = "call.overtook"      // Data: Overtook; with an offer
	KindAccepted     Kind = "call.accepted"      // Data: Offer
	KindConnected    Kind = "call.connected"     // Data: Offer; two-way audio is possible from here
	KindHeld         Kind = "call.held"          // Data: Offer
	KindResumed      Kind = "call.resumed"       // Data: Offer; after hold, and after the operator's return
	KindOperatorLost Kind = "call.operator_lost" // Data: Offer; browser or network gone
	KindOperatorLeft Kind = "call.operator_left" // Data: Offer; the operator hung up, and the caller stays in the menu
	KindForwarding   Kind = "call.forwarding"    // Data: Forward; a telephone outside is being called
	KindForwardEnded Kind = "call.forward_ended" // Data: Forward with Outcome; it did not answer
	KindForwarded    Kind = "call.forwarded"     // Data: Forward; it answered
	// What an operator does with a telephone outside. Each that she calls has one
	// call.consulting, and one end: call.consult_ended, or call.transferred.
	KindEmergency    Kind = "call.emergency"     // Data: Consult; before the first number of an emergency service is called, each time that it is asked for; no Operator: by the caller's own key
	KindConsulting   Kind = "call.consulting"    // Data: Consult; a number is being called
	KindBriefed      Kind = "call.briefed"       // Data: Consult; it answered, and is told what it is about
	KindConsulted    Kind = "call.consulted"     // Data: Consult; the officer is ready, and speaks with the operator; so does an emergency service that answers when the citizen has left
	KindThreeWay     Kind = "call.three_way"     // Data: Consult; with the citizen too
	KindConsultEnded Kind = "call.consult_ended" // Data: Consult with Outcome
	KindTransferred  Kind = "call.transferred"   // Data: Consult; the operator has left, the citizen is with the officer
	KindCitizenLeft  Kind = "call.citizen_left"  // Data: CitizenLeft; the operator goes on with an emergency service, and call.ended follows when they have done
	KindPlaced       Kind = "call.placed"        // Data: Placed; right after call.arrived: we call, because an operator wants it
	// KindRecording has Data: Leg. What operator and officer say from now on is recorded as a leg
	// of its own; told by who carries BeginRecording out, for the leg's name is theirs.
	KindRecording Kind = "call.recording"
	// KindRecordingLost has Data: Leg, one of call.recording's: of what they say something is
	// not recorded, or nothing. Once a leg.
	KindRecordingLost Kind = "call.recording_lost"
	// What a shift leader does.
	KindWatched    Kind = "call.watched"     // Data: Watched; also when the mode changes
	KindWatchEnded Kind = "call.watch_ended" // Data: Watched without Mode
	KindTakenOver  Kind = "call.taken_over"  // Data: TakenOver; the leader is the call's operator
	KindFallback   Kind = "call.fallback"    // no data; no controller has the call any more: Asterisk's own fallback does
	KindAdopted    Kind = "call.adopted"     // Data: Adopted; a restarted controller found the call again
	KindDigit      Kind = "call.digit"       // Data: Digit
	// A message that the caller left, and a caller's wish to be told of an incident's
	// end: from each the projection makes a ticket without an operator.
	KindMessageLeft    Kind = "call.message_left"    // Data: MessageLeft
	KindJoinedIncident Kind = "call.joined_incident" // Data: JoinedIncident
	KindCallbackAsked  Kind = "call.callback_asked"  // Data: CallbackAsked
	KindLookedUp       Kind = "call.looked_up"       // Data: LookedUp
	KindRated          Kind = "call.rated"           // Data: Rated
	KindEnded          Kind = "call.ended"           // Data: Ended
	KindOperator       Kind = "operator.status"      // Data: OperatorStatus (CallID may be empty)
	// What a shift leader does to an operator; each an act by itself, whatever comes of it.
	KindPauseOrdered Kind = "operator.pause_ordered" // Data: Ordered
	KindPauseEnded   Kind = "operator.pause_ended"   // Data: Ordered, By whoever ended it: the operator mostly
	KindSignedOut    Kind = "operator.signed_out"    // Data: Ordered
	KindCallDenied   Kind = "operator.call_denied"   // Data: CallDenied: there is no call
)

// Entry is one line of the journal. ID is a UUIDv7, unique for ever, so that an
// entry applied twice changes nothing.
type Entry struct {
	ID   string    `json:"id"`
	At   time.Time `json:"at"`
	Node string    `json:"node"`
	Kind Kind      `json:"kind"`
	Call ID        `json:"call,omitempty"`
	// Data is one of the structs below, according to Kind.
	Data any `json:"data,omitempty"`
}

// Arrived is what the INVITE told us. From is as the trunk gave it; the reader normalises.
// Of a caller who withholds the number From and FromName are empty; Asserted is what
// the network says of it all the same, if anything: for the record, shown to nobody but
// who has the right and is noted.
type Arrived struct {
	From     string `json:"from"`
	FromName string `json:"from_name,omitempty"`
	To       string `json:"to"`
	Withheld bool   `json:"withheld,omitempty"`
	Asserted string `json:"asserted,omitempty"`
}

// Queued names the queue and whether the caller returns to its head.
type Queued struct {
	Queue  string `json:"queue"`
	AtHead bool   `json:"at_head,omitempty"`
}

// How an offer ended (Offer.Outcome).
const (
	OutcomeAccepted     = "accepted"
	OutcomeRejected     = "rejected"
	OutcomeTimeout      = "timeout"
	OutcomeOperatorGone = "operator_gone" // their desk or audio went away while it rang
	OutcomeCallerGone   = "caller_gone"   // the call ended while it rang
)

// Offer names the operator concerned. Outcome is set on KindOfferEnded only.
type Offer struct {
	Operator string `json:"operator"`
	Outcome  string `json:"outcome,omitempty"`
}

// Adopted says in which state a restarted controller took a live call up again,
// and what Asterisk's channel still tells of its past, so that a journal that
// lost the call's beginning has it all the same. Unknown times are zero.
type Adopted struct {
	State     State     `json:"state"` // menu, queued, held (waits for its operator's return), recovering, forwarding, forwarded
	Operator  string    `json:"operator,omitempty"`
	Queue     string    `json:"queue,omitempty"`
	From      string    `json:"from,omitempty"`
	FromName  string    `json:"from_name,omitempty"`
	To        string    `json:"to,omitempty"`
	Withheld  bool      `json:"withheld,omitempty"`
	Asserted  string    `json:"asserted,omitempty"`
	ArrivedAt time.Time `json:"arrived_at,omitzero"`
	QueuedAt  time.Time `json:"queued_at,omitzero"`
}

// Whose key it was (Digit.Source).
const (
	SourceCitizen  = "citizen"
	SourceOperator = "operator"
	SourceOfficer  = "officer"
)

// Digit is one DTMF key.
type Digit struct {
	Digit  string `json:"digit"`
	Source string `json:"source"`
}

// How a message ended (MessageLeft.EndedBy).
const (
	MessageEndedSilence = "silence" // the caller had said what there was to say
	MessageEndedKey     = "key"     // #
	MessageEndedLimit   = "limit"
	MessageEndedHangup  = "hangup"
)

// MessageLeft is a message to those who read tickets: what the call's recording
// holds between Begin (the beep is over) and End, pauses included.
type MessageLeft struct {
	Begin   time.Time `json:"begin"`
	End     time.Time `json:"end"`
	EndedBy string    `json:"ended_by"`
	Unheard bool      `json:"unheard,omitempty"` // no speech was made out; it may be empty
}

// EntryID is the ID of the journal entry of this message, whoever notes it: the controller, or
// who reads the spool meanwhile. Both know the millisecond in which the message began.
func (m MessageLeft) EntryID(id ID) string {
	return OnceID(id, KindMessageLeft, int(m.Begin.UnixMilli()))
}

// JoinedIncident names the incident that concerns the caller too, and the key
// that said so.
type JoinedIncident struct {
	Incident string `json:"incident"`
	Key      string `json:"key"`
}

// CallbackAsked is a caller's wish to be called back instead of waiting on.
type CallbackAsked struct {
	Number string `json:"number"` // to be dialled, as the caller or the trunk gave it
	Queue  string `json:"queue"`
	// QueuedAt is the place in the queue that is kept; zero: the caller had none
	// yet, and the wish's own time counts.
	QueuedAt time.Time `json:"queued_at,omitzero"`
}

// Forward names a telephone outside, and the emergency service whose it is, if it is one's.
// Trunk is over which it answered; Outcome is why it did not, as package trunk has them.
type Forward struct {
	Number  string `json:"number"`
	Service string `json:"service,omitempty"`
	Trunk   string `json:"trunk,omitempty"`
	Outcome string `json:"outcome,omitempty"`
}

// Consult names a telephone outside that the operator called, and whose it is. Outcome
// is why it was let go: one of package trunk's, or of the Outcome constants here.
type Consult struct {
	Operator string `json:"operator"`
	Number   string `json:"number"`
	Unit     string `json:"unit,omitempty"` // or emergency service
	Urgent   bool   `json:"urgent,omitempty"`
	Outcome  string `json:"outcome,omitempty"`
}

// CitizenLeft says how the citizen's line ended, and who goes on without them.
type CitizenLeft struct {
	Operator string `json:"operator"`
	Ended
}

// Leg is a leg of the call's recording beside the citizen's own: between whom, and whose
// officer it is.
type Leg struct {
	Leg      string `json:"leg"`
	Operator string `json:"operator"`
	Number   string `json:"number"`
	Unit     string `json:"unit,omitempty"`
}

// Placed says who called whom, and about which ticket, if about one.
type Placed struct {
	Operator string `json:"operator"`
	Number   string `json:"number"`
	Ticket   string `json:"ticket,omitempty"`
}

// Watched names the shift leader who supervises a call, and how, and whose call it is.
type Watched struct {
	Leader   string `json:"leader"`
	Mode     Mode   `json:"mode,omitempty"`
	Operator string `json:"operator,omitempty"` // who has the call; "": nobody just then
}

// TakenOver names who has the call from now on, and who had it; "": nobody had.
type TakenOver struct {
	Leader   string `json:"leader"`
	Operator string `json:"operator,omitempty"`
	Held     bool   `json:"held,omitempty"` // the citizen hears music, as before
}

// LookedUp is what the caller was told of. Ticket is its code, "" when there is none of
// what they typed: that may be anything, and is not kept. Away: nobody could tell.
type LookedUp struct {
	Ticket string `json:"ticket,omitempty"`
	Away   bool   `json:"away,omitempty"`
}

// Rated is the mark that the caller gave, as the key that was pressed.
type Rated struct {
	Mark string `json:"mark"`
}

// Ended closes the call's record. Cause is Q.850 (0 when unknown), TechCause the SIP status.
type Ended struct {
	Class     EndClass  `json:"class"`
	Reason    EndReason `json:"reason"`
	Cause     int       `json:"cause,omitempty"`
	TechCause int       `json:"tech_cause,omitempty"`
}

// Overtook says that a call was offered to an operator before others that had
// waited longer and that the operator might have been given, and why.
type Overtook struct {
	Operator string   `json:"operator"`
	Passed   []Passed `json:"passed"`
}

// Passed is those who were overtaken for one reason (package queue has the reasons).
type Passed struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	Calls  []ID   `json:"calls"` // the first of them
}

// Ordered names whom somebody else has paused or signed out, and why.
type Ordered struct {
	Operator string `json:"operator"`
	By       string `json:"by"`
	Reason   string `json:"reason,omitempty"`
}

// CallDenied says whom an operator wanted to call, and which rule against toll fraud forbids it.
type CallDenied struct {
	Operator string `json:"operator"`
	Number   string `json:"number"`
	Reason   string `json:"reason"`
}

// OperatorStatus is a change of an operator's routing status.
type OperatorStatus struct {
	Operator string `json:"operator"`
	Status   string `json:"status"`
	Reason   string `json:"reason,omitempty"`
	By       string `json:"by,omitempty"` // who signed the operator out, if not they themselves
}

package call

// Event is one thing that happened to a call, or that somebody asks of it.
type Event interface{ event() }

type (
	// Incoming is the citizen's channel entering Stasis: the first event of a call.
	Incoming struct{ Arrived }
	// Adoption takes up a call that a controller before us had: the first event
	// of such a call. Its channel is up.
	Adoption struct {
		Past     Adopted // what the channel tells; State is filled in by Transition
		Place    Place   // if it was in a queue, or with an operator
		Number   string  // of the telephone outside that it speaks with
		Queued   bool    // it was in the queue
		Held     bool    // Past.Operator, who has spoken with the citizen, had put it on hold
		CallBack bool    // we had called the citizen, who has answered
	}
	// Answered: the citizen's channel is up.
	Answered struct{}
	// QueueAsked: the flow lets the citizen wait.
	QueueAsked struct{ Place }
	// LeaveAsked: the flow takes the citizen out of the queue.
	LeaveAsked struct{}
	// Recorded: the flow has something for the journal.
	Recorded struct {
		Kind Kind
		Data any
		// Served: by this the citizen has what they called for.
		Served bool
	}
	// DialAsked: the flow puts the citizen through to the first of the numbers,
	// separated by spaces, that answers.
	DialAsked struct{ Numbers string }
	// OutEarly: the network that is called plays something.
	OutEarly struct{ Turn int }
	// OutAnswered: the called telephone answered, over a trunk.
	OutAnswered struct {
		Turn  int
		Trunk string
	}
	// OutFailed: it did not, or could not be called.
	OutFailed struct {
		Turn    int
		Outcome string
	}
	// OutGone: it answered before, and has hung up.
	OutGone struct{ Turn int }
	// CallBackDue: a citizen is to be called back: the first event of such a call.
	CallBackDue struct{ Place }
	// CallBackOff: not any more, or by somebody else.
	CallBackOff struct{}
	// CallBackYields: the operator is needed for a caller on the line.
	CallBackYields struct{}
	// CitizenUp: the citizen who is called back has answered.
	CitizenUp struct{}
	// CitizenFailed: they have not, and will not. How is what the journal is told.
	CitizenFailed struct {
		Try string
		How Ended
	}
	// FaxHeard: it was a fax machine.
	FaxHeard struct{}
	// Completed: the flow has nothing further for the citizen.
	Completed struct{}
	// Assigned: the floor gives the call to an operator, who is reserved for it.
	Assigned struct{ Operator string }
	// Accepted: the operator takes the offered call; their audio path is open.
	Accepted struct{ Operator string }
	// Rejected: the operator refuses the offered call.
	Rejected struct{ Operator string }
	// OfferTimedOut: the operator did neither in time.
	OfferTimedOut struct{ Turn int }
	// OperatorGone: the operator's desk or audio is lost.
	OperatorGone struct{ Operator string }
	// OperatorReturned: the operator's audio is up again and open for the call.
	OperatorReturned struct{ Operator string }
	// LegUp: the operator's channel is in the call's bridge.
	LegUp struct{ Turn int }
	// LegFailed: the operator's channel could not be made or joined, or the
	// citizen could not be put beside it.
	LegFailed struct{ Turn int }
	// LegLost: the operator's channel, once joined, went away without our doing.
	LegLost struct{ Turn int }
	// HoldAsked: the operator asks to put the citizen on hold.
	HoldAsked struct{ Operator string }
	// ResumeAsked: the operator asks to speak with the held citizen again.
	ResumeAsked struct{ Operator string }
	// OperatorHangup: the operator ends the call.
	OperatorHangup struct{ Operator string }
	// VoicemailAsked: the operator hears that an answering machine took the call-back.
	VoicemailAsked struct{ Operator string }
	// AskedDigit: the operator sends keys to the citizen's side.
	AskedDigit struct{ Operator, Digits string }
	// DigitHeard: the citizen pressed a key.
	DigitHeard struct{ Digit string }
	// GraceOver: the operator did not return in time.
	GraceOver struct{ Turn int }
	// CallerGone: the citizen's channel is destroyed. Cause is Q.850 (0 when
	// unknown), TechCause the SIP status (0 when none).
	CallerGone struct{ Cause, TechCause int }
	// LeftStasis: the citizen's channel left our application but lives: the
	// dialplan's fallback has it.
	LeftStasis struct{}
	// Vanished: the call is gone, and nobody saw it end. AsteriskLost tells
	// that Asterisk itself was restarted.
	Vanished struct{ AsteriskLost bool }
	// Failed: we cannot go on with the call; the dialplan's fallback gets it.
	Failed struct{}
)

func (Incoming) event()         {}
func (Adoption) event()         {}
func (Answered) event()         {}
func (QueueAsked) event()       {}
func (LeaveAsked) event()       {}
func (Recorded) event()         {}
func (Completed) event()        {}
func (CallBackDue) event()      {}
func (CallBackOff) event()      {}
func (CallBackYields) event()   {}
func (CitizenUp) event()        {}
func (CitizenFailed) event()    {}
func (FaxHeard) event()         {}
func (DialAsked) event()        {}
func (OutEarly) event()         {}
func (OutAnswered) event()      {}
func (OutFailed) event()        {}
func (OutGone) event()          {}
func (Assigned) event()         {}
func (Accepted) event()         {}
func (Rejected) event()         {}
func (OfferTimedOut) event()    {}
func (OperatorGone) event()     {}
func (OperatorReturned) event() {}
func (LegUp) event()            {}
func (LegFailed) event()        {}
func (LegLost) event()          {}
func (HoldAsked) event()        {}
func (ResumeAsked) event()      {}
func (OperatorHangup) event()   {}
func (VoicemailAsked) event()   {}
func (AskedDigit) event()       {}
func (DigitHeard) event()       {}
func (GraceOver) event()        {}
func (CallerGone) event()       {}
func (LeftStasis) event()       {}
func (Vanished) event()         {}
func (Failed) event()           {}

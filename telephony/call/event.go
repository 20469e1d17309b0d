package call

// Event is one thing that happened to a call, or that somebody asks of it.
type Event interface{ event() }

type (
	// Incoming is the citizen's channel entering Stasis: the first event of a call.
	Incoming struct {
		Arrived
		Own string // see Model.Own
	}
	// Adoption takes up a call that a controller before us had: the first event
	// of such a call. Its channel is up.
	Adoption struct {
		Past     Adopted // what the channel tells; State is filled in by Transition
		Place    Place   // if it was in a queue, or with an operator
		Number   string  // of the telephone outside that has answered and may be left alone with the citizen (MarkOut)
		Together bool    // the two are in the bridge
		Urgent   string  // numbers that must be called on (MarkEmergency)
		Rings    bool    // the first of them does, and its channel is taken over as Dialled 1
		Service  string  // the emergency service whose Number is, or else whose Urgent are, or else that is Unreached
		// Cut is the number of an officer who was being called, and had not pressed the key:
		// their telephone is hung up.
		Cut string
		// Unreached is what became of an emergency service that was called before, and has
		// not come.
		Unreached string
		Handed    Handed // MarkHanded
		Own       string // see Model.Own
		Queued    bool   // it was in the queue
		Placed    bool   // an operator had placed it
		Held      bool   // Past.Operator, who has spoken with the citizen, had put it on hold
		CallBack  bool   // we had called the citizen, who has answered
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
	// separated by spaces, that answers. Service is the emergency service whose they are.
	DialAsked struct{ Numbers, Service string }
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
	// RingOver: it has rung for as long as it may. Only one that is being called hears it.
	RingOver struct{ Turn int }
	// OutUnjoined: it answered, and could not be put into the bridge.
	OutUnjoined struct{ Turn int }
	// OutGone: it answered before, and has hung up.
	OutGone struct{ Turn int }
	// OutPressed: a key of the telephone outside, once it has answered.
	OutPressed struct {
		Turn  int
		Digit string
	}
	// BriefOver: it has heard what it is about, and nothing was pressed.
	BriefOver struct{ Turn int }
	// ConsultAsked: the operator wants to speak with the first of the numbers, separated
	// by spaces, at which an officer is ready; the citizen hears music meanwhile.
	ConsultAsked struct{ Operator, Numbers, Unit, About string }
	// EmergencyAsked: the operator, who stays with the citizen, calls an emergency service.
	EmergencyAsked struct{ Operator, Numbers, Service string }
	// NextAsked: not this telephone, the next number of those that are called.
	NextAsked struct{ Operator string }
	// SwapAsked: of citizen and officer the other one waits.
	SwapAsked struct{ Operator string }
	// ThreeWayAsked: none of them waits any more.
	ThreeWayAsked struct{ Operator string }
	// TakeBackAsked: the officer is let go, and the citizen is with the operator.
	TakeBackAsked struct{ Operator string }
	// CompleteAsked: the operator leaves the two to each other.
	CompleteAsked struct{ Operator string }
	// WatchAsked: a shift leader wants to supervise the call, or to do it in another way.
	WatchAsked struct {
		Leader string
		Mode   Mode
		Place  Place // where the citizen waits if all are lost, of a call that was in no queue
	}
	// WatchLeft: not any more.
	WatchLeft struct{ Leader string }
	// TakeOverAsked: the leader, who supervises it, wants to be its operator.
	TakeOverAsked struct{ Leader string }
	// LeaderUp: the leader's channel is there.
	LeaderUp struct{ Turn int }
	// LeaderLost: it could not be made or put where it belongs, or went away.
	LeaderLost struct{ Turn int }
	// CallBackDue: a citizen is to be called back: the first event of such a call.
	CallBackDue struct {
		Place
		Own string // see Model.Own
	}
	// CallAsked: an operator, who is reserved for it, calls somebody: the first event of
	// such a call. Whoever is called is its citizen.
	CallAsked struct {
		Operator, Own string
		Place         Place // where the citizen waits if all are lost
	}
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
func (OutPressed) event()       {}
func (BriefOver) event()        {}
func (ConsultAsked) event()     {}
func (EmergencyAsked) event()   {}
func (NextAsked) event()        {}
func (SwapAsked) event()        {}
func (ThreeWayAsked) event()    {}
func (TakeBackAsked) event()    {}
func (CompleteAsked) event()    {}
func (WatchAsked) event()       {}
func (WatchLeft) event()        {}
func (TakeOverAsked) event()    {}
func (LeaderUp) event()         {}
func (LeaderLost) event()       {}
func (CallBackDue) event()      {}
func (CallAsked) event()        {}
func (CallBackOff) event()      {}
func (CallBackYields) event()   {}
func (CitizenUp) event()        {}
func (CitizenFailed) event()    {}
func (FaxHeard) event()         {}
func (DialAsked) event()        {}
func (OutEarly) event()         {}
func (OutAnswered) event()      {}
func (OutFailed) event()        {}
func (RingOver) event()         {}
func (OutUnjoined) event()      {}
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

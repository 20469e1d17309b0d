package call

// Effect is one thing to do for a call. Effects are idempotent: doing one twice,
// or to a channel or bridge that is gone, does no harm.
type Effect interface{ effect() }

type (
	// Answer answers the citizen's channel; report Answered, or Failed.
	Answer struct{}
	// Lead tells the flow what has become of the call, so that it leads the
	// citizen on; report QueueAsked, LeaveAsked, Recorded or Completed.
	Lead struct{ News News }
	// StopSpeech ends what the flow says; nobody waits for its end.
	StopSpeech struct{}
	// StartMusic lets the citizen hear the queue's music; Reconnecting: after
	// the words that the connection is being restored.
	StartMusic struct{ Reconnecting bool }
	// StopMusic ends the music. It comes before EnterBridge: in a bridge two of Asterisk's
	// threads deal with the music, and now and then it goes on for good.
	StopMusic struct{}
	// Enqueue puts the call into a queue, by the time of its first arrival in
	// any; AtHead: before all who were not yet with an operator. Report Assigned.
	Enqueue struct {
		Place    Place
		AtHead   bool
		CallBack bool
	}
	// Dequeue takes it out. An operator who is reserved for it already comes as Assigned.
	Dequeue struct{}
	// OfferTo shows the call at the operator's desk and starts the offer's time;
	// report Accepted, Rejected, OfferTimedOut{Turn} or OperatorGone.
	OfferTo struct {
		Operator string
		Turn     int
	}
	// EngageOperator marks the operator as busy with this call from now on;
	// GraceOver{Turn} if another call already has them.
	EngageOperator struct {
		Operator string
		Turn     int
	}
	// PrepareLeg makes the operator's channel while the call rings at their desk,
	// and puts it into the call's bridge, where nobody else is. No audio passes
	// before JoinOperator. Nothing is reported: what fails is made by JoinOperator.
	PrepareLeg struct{ Operator string }
	// JoinOperator lets the operator's audio pass, and makes their channel in the
	// call's bridge as far as it is not prepared; report LegUp{Turn} or LegFailed{Turn}.
	JoinOperator struct {
		Operator string
		Turn     int
	}
	// DropOperatorLeg hangs every channel of an operator in this call up, also
	// one that is prepared or still being made.
	DropOperatorLeg struct{}
	// EnterBridge puts the citizen into the call's bridge; LegFailed if it cannot be.
	EnterBridge struct{ Turn int }
	// LeaveBridge takes the citizen out of it.
	LeaveBridge struct{}
	// Ring lets the citizen hear ringing; StopRing ends it.
	Ring     struct{}
	StopRing struct{}
	// CallOut calls a number outside, and joins its channel to the call's bridge before it
	// rings, or, if it is not Model.Keyless, when its network plays something; report OutEarly,
	// OutAnswered, RingOver, OutFailed or OutGone, each with Turn, which is Model.Dialled.
	// A channel that is Keyless has what MarkOut writes from its beginning.
	CallOut struct {
		Number string
		Turn   int
	}
	// DropOut hangs up what CallOut made, also while it is being made. It is out of the
	// bridge, and without what MarkOut wrote, before any effect that follows.
	DropOut struct{}
	// Brief takes the telephone outside out of the bridge, where it is not to be heard
	// yet, and says what it is about; report OutPressed, or BriefOver{Turn} when the
	// words have been said and nothing was pressed in time.
	Brief struct {
		Turn  int
		About string
	}
	// JoinOut puts it into the bridge, and ends what it hears; report OutUnjoined{Turn} if
	// it cannot be, and make sure that the citizen is where Model.InBridge says, before.
	JoinOut struct{ Turn int }
	// HoldOut takes it out of the bridge, and lets it hear music.
	HoldOut struct{}
	// MarkOut writes on its channel that somebody is there who may be left alone with
	// a citizen, for a controller that must adopt the call.
	MarkOut struct{}
	// MarkEmergency writes on the citizen's channel which numbers must be called on
	// ("" for none), for the same.
	MarkEmergency struct{ Numbers string }
	// MarkHanded writes there how the operator left the citizen, for the same.
	MarkHanded struct{ How Handed }
	// BeginRecording records what the operator says and hears as a leg of its own:
	// the citizen's recording does not have it. EndRecording ends that.
	BeginRecording struct{ Operator string }
	EndRecording   struct{}
	// EngageLeader marks a shift leader as busy with this call; LeaderLost{Turn} if
	// another call has them.
	EngageLeader struct {
		Leader string
		Turn   int
	}
	// FreeLeader gives them back.
	FreeLeader struct{ Leader string }
	// JoinLeader makes the leader's channel; report LeaderUp{Turn} or LeaderLost{Turn}.
	JoinLeader struct {
		Leader string
		Turn   int
	}
	// Attach puts it where Mode wants it: into the bridge (At is ""), or to somebody's
	// channel, to hear what passes there in both directions, and with ModeWhisper
	// to be heard by that party alone. The zero Attach takes it away from everywhere.
	Attach struct {
		Mode Mode
		At   Party
	}
	// DropLeader hangs it up.
	DropLeader struct{}
	// Promote makes it the operator's channel: it is in the bridge before the channel
	// of the operator until now, if there is one, is hung up. LegFailed{Turn} if it cannot be.
	Promote struct {
		Operator string
		Turn     int
	}
	// CallCitizen begins the record of a call-back and calls the citizen; report
	// CitizenUp or CitizenFailed.
	CallCitizen struct{}
	// Tried tells the claim what became of the try.
	Tried struct{ Try string }
	// MarkOperator writes on the citizen's channel who has the call ("" for
	// nobody), for a controller that must adopt it.
	MarkOperator struct{ Operator string }
	// MarkHeld writes there whether it is on hold.
	MarkHeld struct{ On bool }
	// AwaitOperator waits for the operator's audio, which may be up already;
	// report OperatorReturned, or GraceOver{Turn} after the grace time.
	AwaitOperator struct {
		Operator string
		Turn     int
	}
	// FreeOperator takes the call from the operator's desk and makes them free
	// for others.
	FreeOperator struct {
		Operator string
		Gone     Gone // what the desk is told
		WrapUp   bool // after-call work follows
		// Unavailable, if not "", says why the operator gets no further call
		// until they ask: "rejected", "timeout", "no_audio".
		Unavailable string
	}
	// SendDigits plays keys to the citizen's side.
	SendDigits struct{ Digits string }
	// HangUpCaller ends the citizen's channel.
	HangUpCaller struct{}
	// ToFallback gives the citizen's channel to the dialplan's fallback, or
	// hangs it up when that cannot be.
	ToFallback struct{}
	// CleanUp destroys the bridge; the call is over.
	CleanUp struct{}
	// Note appends an entry to the journal.
	Note struct {
		Kind Kind
		Data any
	}
)

// News is what the flow is told of the call that it leads.
type News string

const (
	NewsBegun     News = "begun"      // the citizen's channel is up
	NewsAdopted   News = "adopted"    // a restarted controller found the call again
	NewsTaken     News = "taken"      // an operator is being offered the call
	NewsReturned  News = "returned"   // it waits again
	NewsLeft      News = "left"       // the operator hung up, the citizen stays
	NewsTakenOver News = "taken_over" // an operator has the citizen whom the flow had put through outside
	NewsUnheard   News = "unheard"    // none of the numbers outside answered
)

// Gone says why a call left an operator's desk.
type Gone string

const (
	GoneEnded       Gone = "ended"       // the call is over
	GoneRejected    Gone = "rejected"    // the operator refused the offer
	GoneTimeout     Gone = "timeout"     // the operator did not answer the offer
	GoneWithdrawn   Gone = "withdrawn"   // the offer was taken back: desk or audio lost
	GoneTransferred Gone = "transferred" // the citizen is with a telephone outside
	GoneCalling     Gone = "calling"     // an emergency service is still being called, and the citizen waits for it
	GoneTakenOver   Gone = "taken_over"  // a shift leader has it
	GoneRequeued    Gone = "requeued"    // back in the queue: the audio could not be joined, or the operator did not return
)

// Why an operator is unavailable (FreeOperator.Unavailable).
const (
	UnavailableRejected = "rejected"
	UnavailableTimeout  = "timeout"
	UnavailableNoAudio  = "no_audio"
)

func (Answer) effect()          {}
func (Lead) effect()            {}
func (StopSpeech) effect()      {}
func (StartMusic) effect()      {}
func (StopMusic) effect()       {}
func (Enqueue) effect()         {}
func (Dequeue) effect()         {}
func (OfferTo) effect()         {}
func (EngageOperator) effect()  {}
func (PrepareLeg) effect()      {}
func (JoinOperator) effect()    {}
func (DropOperatorLeg) effect() {}
func (EnterBridge) effect()     {}
func (LeaveBridge) effect()     {}
func (Ring) effect()            {}
func (StopRing) effect()        {}
func (CallOut) effect()         {}
func (DropOut) effect()         {}
func (Brief) effect()           {}
func (JoinOut) effect()         {}
func (HoldOut) effect()         {}
func (MarkOut) effect()         {}
func (MarkEmergency) effect()   {}
func (MarkHanded) effect()      {}
func (BeginRecording) effect()  {}
func (EndRecording) effect()    {}
func (EngageLeader) effect()    {}
func (FreeLeader) effect()      {}
func (JoinLeader) effect()      {}
func (Attach) effect()          {}
func (DropLeader) effect()      {}
func (Promote) effect()         {}
func (CallCitizen) effect()     {}
func (Tried) effect()           {}
func (MarkOperator) effect()    {}
func (MarkHeld) effect()        {}
func (AwaitOperator) effect()   {}
func (FreeOperator) effect()    {}
func (SendDigits) effect()      {}
func (HangUpCaller) effect()    {}
func (ToFallback) effect()      {}
func (CleanUp) effect()         {}
func (Note) effect()            {}

package telephony

import (
	"context"
	"slices"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/flow"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
	"hotline1022/telephony/trunk"
)

// Desk is the engine's way to the operators' screens. Its methods are called from
// several of the engine's goroutines at once, those about one call (Call) and
// those about one operator (Status) each in order, and must not block: an
// implementation queues and returns. Views are copies; nobody shares the engine's state.
type Desk interface {
	// Call shows one operator the present state of the call that is theirs:
	// offered, connecting, talking, held, recovering; and once more when it has
	// ended or was taken away (View.Gone says why).
	Call(operator string, v CallView)
	// Status tells that an operator's routing status changed.
	Status(v OperatorView)
	// Queue tells that the queue's figures changed; coalesced to at most 4 a second.
	Queue(v QueueView)
}

// Media is the engine's way to the operators' audio (the WebRTC gateway).
type Media interface {
	// Open reserves a G.711 A-law RTP address for one call of an operator whose
	// browser's audio is up; ErrNoMedia otherwise. It does not block on the network.
	Open(operator string, id call.ID) (Leg, error)
	// Up tells whether the operator's browser's audio is up.
	Up(operator string) bool
}

// Leg is an operator's audio path within one call, as Asterisk's externalMedia
// sees it. It is opened while the call rings at the desk; Connect is what the
// operator's accept means to it: before, no packet passes in either direction,
// whatever Asterisk and the browser send.
type Leg interface {
	// Addr is the host:port that Asterisk shall send RTP to (externalMedia external_host).
	Addr() string
	// Connect names Asterisk's own RTP address (UNICASTRTP_LOCAL_ADDRESS:PORT); audio
	// flows from now on. It does not block.
	Connect(asterisk string) error
	// TwoWay is closed when the first RTP packet has passed in each direction, after Connect therefore.
	TwoWay() <-chan struct{}
	// Close ends the path; the browser's connection stays up. Idempotent.
	Close()
}

// Recorder records at the WebRTC gateway what Asterisk's recording of the citizen's
// channel does not have: what an operator says and hears in a consultation.
type Recorder interface {
	// Record begins a leg of the call's recording, named as no other of it; the function
	// it returns ends it. It does not block, and stops nothing by failing: lost, which must not
	// block, is called once, from any goroutine and perhaps after the end, when something of
	// the leg could not be kept. A leg that our death cut off ends by itself.
	Record(operator string, id call.ID, leg string, lost func()) (end func())
}

// Journal keeps what happened. Append never fails towards the engine and never
// waits for the database: it is durable on local disk first (internal/journal).
type Journal interface {
	Append(e call.Entry)
}

// Plans gives what callers meet. A call keeps the plan that it began under, and
// finds it again after a restart by its version.
type Plans interface {
	Current() *dialplan.Plan
	ByVersion(version string) (*dialplan.Plan, bool)
}

// Voice says what a flow says, and what is said to officers: media as ARI plays it ("sound:/dir/name").
// It must not block.
type Voice interface {
	Media(p *dialplan.Plan, s flow.Sound) []string
	// Brief is what an officer hears before they speak with an operator: what it is
	// about (Command.About), and which key to press; none: nothing is said.
	Brief(about string) []string
}

// Reach knows how a caller can be reached afterwards. It must not block.
type Reach interface {
	// CallBack brings a number, as the network gave it or as it was typed, into the form in
	// which it is called back; "": nobody would call it back.
	CallBack(raw string) string
	// SMS tells whether a number, as the network gave it, is one that messages are sent to.
	SMS(raw string) bool
}

// Trunks chooses the trunk of a call out; *trunk.Board is one.
type Trunks interface {
	// Claim counts a channel that is about to be made on the trunk that it shall take.
	Claim(channel string, tries []trunk.Try, urgent bool, now time.Time) (trunk.Trunk, bool)
	// Ready says whether a call that is not urgent would find a trunk now.
	Ready() bool
	// Release ends the claim of a channel that is gone, or did not come to be.
	Release(channel string)
}

// Claim is a citizen who is to be called back.
type Claim struct {
	ID       int64
	Number   string
	Queue    string
	QueuedAt time.Time // the place that is kept
	Tries    int
	GivenTo  string // the operator who is asked alone while they are at work; "": whoever is free
}

// CallBacks keeps the claims, for all nodes together. Begin and End concern one try of
// a claim; a node that dies with one need not end it. None is waited for longer than 2 s:
// ctx ends it then, and nobody is called back until Due answers again.
type CallBacks interface {
	// Due lists the claims whose time has come, by the place that is kept.
	Due(ctx context.Context, now time.Time) ([]Claim, error)
	// Begin takes a claim for an operator who is reserved; false: another node has it,
	// or it is not wanted any more.
	Begin(ctx context.Context, c Claim, operator string, now time.Time) (bool, error)
	// End tells what became of the try: one of call.Try…, or an outcome of package trunk.
	End(ctx context.Context, c Claim, try string, now time.Time) error
}

// Lookup answers what a flow asks of what the city knows. It may take its time; ctx ends it.
type Lookup interface {
	// Ticket is the state of the ticket with a code, as typed; "": there is none.
	Ticket(ctx context.Context, code string) (state string, err error)
	// Incident is the open incident that comes after another ("": the first), and
	// the sound file, without its ending, of what is said about it. ID "": there is none.
	Incident(ctx context.Context, after string) (id, words string, err error)
}

// CallView is a call as its operator's desk sees it.
type CallView struct {
	ID          call.ID
	CallBack    bool   // we call the citizen, who asked for it
	Placed      bool   // the operator calls of their own accord
	From        string // as the trunk gave it; "" when withheld
	FromName    string
	Withheld    bool // the caller does not want the number shown
	To          string
	State       call.State
	Queue       string
	Operator    string
	ArrivedAt   time.Time // INVITE (channel's creation at Asterisk)
	AnsweredAt  time.Time // zero until then, as all below
	QueuedAt    time.Time
	OfferedAt   time.Time
	OfferUntil  time.Time // when an unanswered offer goes back to the queue
	ConnectedAt time.Time
	EndedAt     time.Time
	// Gone is empty while the call is the operator's. Otherwise: "ended",
	// "rejected", "timeout", "withdrawn", "requeued".
	Gone string
	// Officer is the telephone outside, of the call or of its operator.
	Officer OfficerView
	// Left: the citizen's line has ended, and the operator goes on with an emergency service.
	Left bool
	// Hears is who hears whom, as [call.Hears] has it: "citizen:operator,officer officer:citizen".
	Hears string
	// Leader is the shift leader who supervises the call, and how.
	Leader string
	Mode   call.Mode
	// Watching is the shift leader whom this view is for; "": it is the operator's.
	Watching string
	// Can is what its operator (or Watching) may ask of it now, as [call.Possible] has
	// it, separated by spaces; Open is what a shift leader may who is not in it.
	Can       string
	Open      string
	Emergency bool // an emergency service is called in it, or was
	// EmergencyAt is when it was asked for, the last time.
	EmergencyAt time.Time
	// Unrecorded: of what operator and officer say or have said aside, something is not recorded.
	Unrecorded bool
	EndClass   call.EndClass
	EndReason  call.EndReason
}

// OfficerView is a telephone outside as the desk sees it.
type OfficerView struct {
	Phase   call.Phase
	Number  string // the one that is being called, or that answered
	Nth, Of int    // which it is of how many that are called one after the other; 0: not known
	Unit    string // whose it is
	Urgent  bool   // an emergency service
	Early   bool   // its network is heard: the desk need not ring for the operator
	Outcome string // of the last one, when nobody is there
}

// Status is an operator's routing status.
type Status string

const (
	StatusOffline     Status = "offline"     // no desk connected
	StatusPaused      Status = "paused"      // takes no calls, with a reason
	StatusReady       Status = "ready"       // may be offered a call (if audio is up)
	StatusOffered     Status = "offered"     // a call rings at the desk
	StatusBusy        Status = "busy"        // has a live call (derived from channels, never stored)
	StatusWrapUp      Status = "wrapup"      // after-call work, limited in time
	StatusUnavailable Status = "unavailable" // did not accept an offer in time ("không nhận máy"), refused it, or could not be joined; Ready or Pause ends it
)

// OperatorView is an operator's live state, as shown by GET /operators and the desk.
type OperatorView struct {
	Operator string
	Status   Status
	Reason   string // of a pause; of unavailable: "timeout", "rejected", "no_audio"; of busy: "" or ReasonWatching; of offline: "" or ReasonSignedOut
	Since    time.Time
	Until    time.Time // wrap-up's end; else zero
	Desk     bool      // a desk WebSocket is connected (or within its grace time)
	Media    bool      // the browser's audio is up
	Call     call.ID   // the call offered or held; else ""
	// Pause is what somebody else has ordered, from now on or after the present call; it
	// ends when the operator asks to be ready again, or takes a break of their own.
	Pause Pause
}

// Pause is a break that somebody else has ordered.
type Pause struct {
	By     string // as people know them; "": there is none
	Reason string
}

// ReasonSupervises is why a shift leader who takes no calls is paused, in the words that
// other pauses have, too.
const ReasonSupervises = "Giám sát"

// ReasonWatching is why somebody is busy without a call of their own: they supervise one.
const ReasonWatching = "watching"

// ReasonSignedOut is why an operator is offline whom somebody else has signed out.
const ReasonSignedOut = "signed_out"

// QueueView is a queue at a glance, or all of them together.
type QueueView struct {
	Queue        string    // "": all
	Waiting      int       // callers; those who are to be called back are not among them
	LongestSince time.Time // arrival in the queue of the first waiting caller; zero if none
	Ready        int       // operators who serve it and are ready, with audio
	Busy         int       // operators who have a call of it
	SignedIn     int       // operators who serve it and are at their desks
	Today        int       // of all: calls arrived since local midnight on this node
}

// Standing is how a queue stands, and where one call stands in it.
type Standing struct {
	QueueView
	queue.Standing
}

// CommandKind is what an operator may ask of the engine.
type CommandKind string

const (
	CmdAccept CommandKind = "accept" // Call
	CmdReject CommandKind = "reject" // Call
	CmdHangup CommandKind = "hangup" // Call
	CmdHold   CommandKind = "hold"   // Call
	CmdResume CommandKind = "resume" // Call
	CmdDTMF   CommandKind = "dtmf"   // Call, Digits
	// With a telephone outside beside the citizen:
	CmdConsult   CommandKind = "consult"   // Call, Numbers, Unit, About
	CmdEmergency CommandKind = "emergency" // Call, Unit: a service or a duty list of the call's plan
	CmdNext      CommandKind = "next"      // Call; the next number of those that are called
	CmdSwap      CommandKind = "swap"      // Call
	CmdThreeWay  CommandKind = "three_way" // Call
	CmdTakeBack  CommandKind = "take_back" // Call
	CmdComplete  CommandKind = "complete"  // Call
	// Of a shift leader; who may be one, who makes the command has made sure of.
	CmdListen   CommandKind = "listen"    // Call
	CmdWhisper  CommandKind = "whisper"   // Call
	CmdBarge    CommandKind = "barge"     // Call
	CmdTakeOver CommandKind = "take_over" // Call
	CmdLeave    CommandKind = "leave"     // Call
	CmdCall     CommandKind = "call"      // Numbers (one), Ticket: place a call
	// CmdVoicemail: an answering machine took the call-back that is the Call.
	CmdVoicemail CommandKind = "voicemail"
	CmdReady     CommandKind = "ready" // also ends wrap-up and unavailable
	CmdPause     CommandKind = "pause" // Reason; during a call it takes effect after it
)

// Command is one request of an operator, answered by Engine.Do.
type Command struct {
	Operator string
	Kind     CommandKind
	Call     call.ID
	Digits   string // [0-9*#A-D]{1,16}
	Reason   string
	// Numbers are an officer's telephones, in the order in which they are called. Who
	// makes the command takes them from the directory: no desk names a number.
	Numbers []string
	Unit    string
	About   string // what it is about, for Voice.Brief
	Ticket  string // that a placed call concerns
}

// The engine's inbound surface, implemented by *Engine:
//
//	Do(ctx, Command) error                 // nil: done. ErrNotYours, ErrNotNow, ErrUnknownCall, ErrNoMedia, ErrLinkDown, ErrBadCommand, ErrOwnNumber, ErrDenied
//	DeskUp(operator string, want Want)     // a desk connected (first or after its grace time ran out)
//	DeskDown(operator string)              // the desk's grace time ran out, or it signed out
//	MediaUp(operator string)               // the browser's audio is connected
//	MediaDown(operator string)             // it is lost
//	SetProfile(operator string, p Profile) // what calls the operator may take
//	SetQueues(map[string]dialplan.Queue)   // the queues' rules, from now on
//	SignOut(ctx, operator, by, reason string) error // ErrNotNow: in a conversation
//	Pause(ctx, operator, by string, p Pause) error // ErrNotNow: at no desk, or takes no calls
//	Operators() []OperatorView, Queue() QueueView, Queues() []QueueView, Calls() []CallView, CallOf(operator) (CallView, bool)
//	Synchronised() <-chan struct{}, Knows(call.ID) bool // to end in the journal what ended unseen

// Want is the routing status a desk asks for when it connects, so that an
// operator who was ready stays ready over a restart of ours.
type Want struct {
	Ready  bool
	Reason string // of the pause, when not ready
	// NoCalls: a shift leader who supervises, and is given no calls; counted nowhere.
	NoCalls bool
	Profile
}

// Profile says what calls an operator may take. See package queue.
type Profile struct {
	Queues []string // served; none: all
	Skills []string // "lang:en", "group:1", "area:le-chan"
	// MaxHour is how many calls they are given in any hour; 0: no limit.
	MaxHour int
}

func (p Profile) serves(queue string) bool {
	return len(p.Queues) == 0 || slices.Contains(p.Queues, queue)
}

package protocol

import "time"

// Version is sent in hello and welcome; a desk of another version is told to reload.
const Version = 1

// Limits on what a desk may send; beyond them the connection is closed with 1009 or 1008.
const (
	MaxMessageBytes = 64 << 10
	MaxDigits       = 16
	MaxReasonRunes  = 200
	MaxRate         = 50  // messages a second
	MaxBurst        = 100 // messages at once
	MaxOffences     = 10  // errors bad_message, unknown_type, not_yours, not_allowed on one connection
)

// What the server keeps to, so that a desk can count on it.
const (
	KeptMessages = 1000             // server messages kept in a session for resuming
	HelloTimeout = 5 * time.Second  // from the connection's opening to hello
	PingInterval = 5 * time.Second  // between the server's pings
	PongTimeout  = 11 * time.Second // silence after which the server gives a connection up
)

// Close codes beside those of RFC 6455 section 7.4; see the package comment for all.
const (
	CloseReplaced = 4001
	CloseVersion  = 4002
)

// ClientMessage is everything a desk may send. Exactly the payload that belongs
// to Type is set. ID numbers the desk's messages 1, 2, 3 … within a session;
// the server carries each out once (a repeated ID is answered again, not done
// again) and answers each with an ack or an error of the same ID.
type ClientMessage struct {
	Type   ClientType `json:"type"`
	ID     uint64     `json:"id,omitempty"`
	Hello  *Hello     `json:"hello,omitempty"`
	SDP    string     `json:"sdp,omitempty"`    // media.offer
	Call   string     `json:"call,omitempty"`   // accept, reject, hangup, hold, resume, mute, dtmf, voicemail, and all that concerns an officer or a shift leader
	Digits string     `json:"digits,omitempty"` // dtmf
	Reason string     `json:"reason,omitempty"` // pause
	On     bool       `json:"on,omitempty"`     // mute, echo
	// Unit is a unit of the directory (consult), or a service or duty list of the plan
	// (emergency). Its telephones are the server's to know: a desk names none.
	Unit string `json:"unit,omitempty"`
	// Number is whom to call (place), Ticket the code of the ticket that it concerns.
	Number string `json:"number,omitempty"`
	Ticket string `json:"ticket,omitempty"`
	// Officer is whom of the unit to call first (consult), by their telephone in the directory.
	Officer string `json:"officer,omitempty"`
	// About is what the officer is told (consult): a group of Điều 5, "1" to "5".
	About string `json:"about,omitempty"`
}

type ClientType string

const (
	ClientHello      ClientType = "hello"       // first message on every connection
	ClientMediaOffer ClientType = "media.offer" // SDP offer of a new RTCPeerConnection (one audio m-line, sendrecv)
	ClientAccept     ClientType = "accept"
	ClientReject     ClientType = "reject"
	ClientHangup     ClientType = "hangup"
	ClientHold       ClientType = "hold"
	ClientResume     ClientType = "resume"
	ClientMute       ClientType = "mute" // silences the operator towards the call
	ClientDTMF       ClientType = "dtmf"
	ClientConsult    ClientType = "consult"   // the citizen hears music, an officer is called
	ClientEmergency  ClientType = "emergency" // a service is called, the citizen stays with the operator
	ClientNext       ClientType = "next"      // this telephone is let go, the next number of the list is called
	ClientSwap       ClientType = "swap"      // of citizen and officer the other one waits
	ClientThreeWay   ClientType = "three_way" // none of them waits
	ClientTakeBack   ClientType = "take_back" // the officer is let go, the citizen is with the operator
	ClientComplete   ClientType = "complete"  // the operator leaves the two to each other
	ClientPlace      ClientType = "place"     // calls somebody: the operator first, then the number
	ClientVoicemail  ClientType = "voicemail" // an answering machine took the call-back
	ClientListen     ClientType = "listen"    // a shift leader hears what the operator hears and says
	ClientWhisper    ClientType = "whisper"   // and is heard by the operator alone
	ClientBarge      ClientType = "barge"     // or by all
	ClientTakeOver   ClientType = "take_over" // the watched call is the leader's own
	ClientLeave      ClientType = "leave"     // the leader is out of the call
	ClientReady      ClientType = "ready"
	ClientPause      ClientType = "pause"
	ClientEcho       ClientType = "echo" // echo test before the shift: the gateway returns what it hears
	ClientBye        ClientType = "bye"  // signs the desk out; no grace time
)

// Hello opens or resumes a session.
type Hello struct {
	Version int    `json:"version"`
	Session string `json:"session,omitempty"`  // resume this one
	LastSeq uint64 `json:"last_seq,omitempty"` // the last server message seen in it
	Ready   bool   `json:"ready,omitempty"`    // wanted status when the server no longer knows the session
	Reason  string `json:"reason,omitempty"`   // pause reason otherwise
}

// ServerMessage is everything the server may send. Seq numbers 1, 2, 3 … within
// a session (welcome has none); after a lost connection the desk resumes with the
// last it saw and receives the rest, in order, none twice (replaced and errors
// that explain a connection's closing have no Seq either). When the server no
// longer has them (restart, more than the kept number), welcome.resumed is false
// and a snapshot follows.
type ServerMessage struct {
	Type     ServerType `json:"type"`
	Seq      uint64     `json:"seq,omitempty"`
	ID       uint64     `json:"id,omitempty"` // ack, error, media.answer: the client message answered
	Welcome  *Welcome   `json:"welcome,omitempty"`
	Snapshot *Snapshot  `json:"snapshot,omitempty"`
	Status   *Status    `json:"status,omitempty"`
	Call     *Call      `json:"call,omitempty"`
	Card     *Card      `json:"card,omitempty"`
	Queue    *Queue     `json:"queue,omitempty"`
	SDP      string     `json:"sdp,omitempty"`   // media.answer
	Media    string     `json:"media,omitempty"` // media: "up" or "down"
	Error    *Error     `json:"error,omitempty"`
}

type ServerType string

const (
	ServerWelcome     ServerType = "welcome"
	ServerSnapshot    ServerType = "snapshot"     // everything the desk shows; replaces what it had
	ServerStatus      ServerType = "status"       // own routing status
	ServerCall        ServerType = "call"         // the operator's call, whole, at every change; the first one (state offered) is the screen-pop
	ServerCard        ServerType = "card"         // what is known of the caller arrived or changed
	ServerQueue       ServerType = "queue"        // figures of the foot line
	ServerMediaAnswer ServerType = "media.answer" // SDP answer
	ServerMedia       ServerType = "media"        // the audio connection came up or was lost
	ServerAck         ServerType = "ack"
	ServerError       ServerType = "error"
	ServerReplaced    ServerType = "replaced" // the operator opened the desk elsewhere; this one must stop
)

type Welcome struct {
	Version  int       `json:"version"`
	Session  string    `json:"session"`
	Resumed  bool      `json:"resumed"`
	LastID   uint64    `json:"last_id"` // the last client message of this session carried out
	Operator string    `json:"operator"`
	Name     string    `json:"name"`
	Now      time.Time `json:"now"` // server clock, for timers on the screen
	// Supervisor: may listen, whisper, barge and take over.
	Supervisor bool `json:"supervisor,omitempty"`
}

type Snapshot struct {
	Status Status `json:"status"`
	Call   *Call  `json:"call,omitempty"`
	Card   *Card  `json:"card,omitempty"`
	Queue  Queue  `json:"queue"`
	Media  string `json:"media"` // "up" or "down"
	// Watched is the call that a shift leader supervises.
	Watched *Call `json:"watched,omitempty"`
}

// Status mirrors telephony.OperatorView.
type Status struct {
	Status string     `json:"status" enum:"offline,paused,ready,offered,busy,wrapup,unavailable"`
	Reason string     `json:"reason,omitempty"`
	Since  time.Time  `json:"since"`
	Until  *time.Time `json:"until,omitempty"`
	// Pause is what a shift leader has ordered, from now on or after the present call.
	Pause *Pause `json:"pause,omitempty"`
}

// Pause is who has paused the operator, and why.
type Pause struct {
	By     string `json:"by"` // their name
	Reason string `json:"reason"`
}

// Call mirrors telephony.CallView.
type Call struct {
	ID          string     `json:"id"`
	From        string     `json:"from"`
	FromName    string     `json:"from_name,omitempty"`
	Withheld    bool       `json:"withheld,omitempty"` // the caller does not want the number shown: from is empty, and nothing is looked up
	To          string     `json:"to"`
	State       string     `json:"state" enum:"arriving,menu,queued,offered,connecting,talking,held,recovering,forwarding,forwarded,ended"`
	Queue       string     `json:"queue,omitempty"`
	CallBack    bool       `json:"call_back,omitempty"` // we call the citizen, once the operator has accepted
	Placed      bool       `json:"placed,omitempty"`    // the operator calls of their own accord
	Muted       bool       `json:"muted,omitempty"`
	ArrivedAt   time.Time  `json:"arrived_at"`
	QueuedAt    *time.Time `json:"queued_at,omitempty"`
	OfferedAt   *time.Time `json:"offered_at,omitempty"`
	OfferUntil  *time.Time `json:"offer_until,omitempty"`
	ConnectedAt *time.Time `json:"connected_at,omitempty"`
	EndedAt     *time.Time `json:"ended_at,omitempty"`
	Gone        string     `json:"gone,omitempty" enum:"ended,rejected,timeout,withdrawn,requeued,transferred,calling,taken_over"`
	EndClass    string     `json:"end_class,omitempty"`
	EndReason   string     `json:"end_reason,omitempty"`
	Officer     *Officer   `json:"officer,omitempty"` // the telephone outside, or what became of the last one
	// Left: the caller's line has ended, and the operator goes on with an emergency service.
	Left bool `json:"left,omitempty"`
	// Emergency: an emergency service was asked for in it. Officer says if none has come.
	Emergency bool `json:"emergency,omitempty"`
	// Hears is whom each party hears; who hears nobody is not named. Parties are citizen,
	// operator, officer, leader.
	Hears map[string][]string `json:"hears,omitempty"`
	// Leader is the shift leader who supervises the call, and Mode how.
	Leader string `json:"leader,omitempty"`
	Mode   string `json:"mode,omitempty" enum:"listen,whisper,barge"`
	// Unrecorded: of what was said aside, or is, something is not recorded.
	Unrecorded bool `json:"unrecorded,omitempty"`
	// Can is what who sees this may ask of the call now: types of client messages.
	Can []string `json:"can,omitempty"`
	// Watching: the desk's shift leader supervises it; it is not the desk's own call, but Operator's.
	Watching bool   `json:"watching,omitempty"`
	Operator string `json:"operator,omitempty"` // of a watched call; "": nobody has it now
}

// Officer mirrors telephony.OfficerView. Without Phase nobody is there: Outcome says why, until
// the operator goes on.
type Officer struct {
	Phase   string `json:"phase,omitempty" enum:"calling,briefed,aside,waiting,joined"`
	Number  string `json:"number,omitempty"`
	Nth     int    `json:"nth,omitempty"` // which number is called, of how many that are called in turn
	Of      int    `json:"of,omitempty"`
	Unit    string `json:"unit,omitempty"`
	Urgent  bool   `json:"urgent,omitempty"`
	Early   bool   `json:"early,omitempty"` // its network is heard: the desk need not ring
	Outcome string `json:"outcome,omitempty"`
}

// Card is what is known about the caller. It is sent with or right after the
// call's first message; Call says which call it belongs to.
type Card struct {
	Call     string       `json:"call"`
	Number   string       `json:"number"`         // normalised, "" when withheld or not looked up yet
	Name     string       `json:"name,omitempty"` // from the newest ticket of this number
	Address  string       `json:"address,omitempty"`
	Email    string       `json:"email,omitempty"`
	Calls    []CardCall   `json:"calls"`    // newest first, at most 10
	Tickets  []CardTicket `json:"tickets"`  // open first, then newest, at most 10
	Complete bool         `json:"complete"` // false: the database did not answer in time; the rest follows
}

type CardCall struct {
	ID         string    `json:"id"`
	StartedAt  time.Time `json:"started_at"`
	DurationMs int64     `json:"duration_ms"`
	Operator   string    `json:"operator,omitempty"`
	EndReason  string    `json:"end_reason,omitempty"`
	Tickets    []string  `json:"tickets"`
}

type CardTicket struct {
	Code      string    `json:"code"`
	Group     int       `json:"group"`
	Field     string    `json:"field,omitempty"`
	Content   string    `json:"content"` // first 200 characters
	State     string    `json:"state"`
	CreatedAt time.Time `json:"created_at"`
	// UnitName is who leads, or is thought to have to; Due when the first of its terms runs
	// out; Late that one has run out, and the ticket is before the city's leadership or soon will be.
	UnitName string     `json:"unit_name,omitempty"`
	Due      *time.Time `json:"due,omitempty"`
	Late     bool       `json:"late,omitempty"`
	Open     bool       `json:"open"` // something is still expected of somebody
}

type Queue struct {
	Waiting      int        `json:"waiting"`
	LongestSince *time.Time `json:"longest_since,omitempty"`
	Ready        int        `json:"ready"`
	Busy         int        `json:"busy"`
	SignedIn     int        `json:"signed_in"`
	Today        int        `json:"today"`
}

// Error tells why a message was not carried out. Code is one of the constants
// in the catalogue (catalogue.go); Message is Vietnamese, for the operator's eyes.
type Error struct {
	Code    string `json:"code" enum:"bad_message,unknown_type,too_large,too_many,not_yours,not_now,unknown_call,no_media,link_down,own_number,nobody_on_call,denied,not_allowed,internal"`
	Message string `json:"message"`
}

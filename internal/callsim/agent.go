package callsim

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim/media"
)

// AgentOptions say how an operator works.
type AgentOptions struct {
	User, Password string
	Clip           *media.Clip   // what the operator says, all the shift; nil: silence
	AcceptAfter    time.Duration // how long a call rings at the desk
	Handle         time.Duration // the operator hangs up so long after being connected; 0: never
	Away           bool          // after a call that was not accepted the operator does not ask for another
	Listen         []int         // tones in Hz whose time is measured in each call
	Share          float64       // of a frame's energy from which on a tone is heard; see media.ReceiverOptions
	Record         bool          // keep what is heard in each call
	Leads          bool          // a shift leader's desk, which asks for no calls
	// OnPop takes each screen-pop, with the time of its arrival; OnSend each message to
	// the desk, with the time at which it began to be written; OnCall each call's report
	// at its end; OnWatch what a shift leader is told of the call that they supervise. They
	// are called from the operator's goroutine and must not block. Any may be nil.
	OnPop   func(protocol.Call, time.Time)
	OnSend  func(protocol.ClientMessage, time.Time)
	OnCall  func(AgentReport)
	OnWatch func(protocol.Call)
}

// AgentReport tells how an operator's call went. Audio is counted from the accept;
// its milliseconds too.
type AgentReport struct {
	Operator   string     `json:"operator"`
	Call       string     `json:"call"`
	From       string     `json:"from"`
	PoppedAt   time.Time  `json:"popped_at"`
	AcceptedAt *time.Time `json:"accepted_at"` // null: never accepted
	Audio
	DurationMs int64   `json:"duration_ms"` // from the accept to the end
	EndedBy    EndedBy `json:"ended_by"`
	Gone       string  `json:"gone,omitempty"` // as the desk said
	EndReason  string  `json:"end_reason,omitempty"`
	Error      string  `json:"error,omitempty"`

	ConnectedAt time.Time `json:"-"` // the desk's first message of state talking
	EndedAt     time.Time `json:"-"`
}

// Failed tells that the call fared otherwise than asked: the accept was refused,
// or in a second of conversation no audio came.
func (r AgentReport) Failed() bool {
	return r.Error != "" || !r.ConnectedAt.IsZero() && r.EndedAt.Sub(r.ConnectedAt) > time.Second && r.PacketsIn == 0
}

// Errors that end a shift.
var (
	ErrSignIn   = errors.New("signing in was refused")
	ErrReplaced = errors.New("the operator opened the desk elsewhere")
	ErrVersion  = errors.New("the desk speaks another version of the protocol")
	ErrOffender = errors.New("the desk closed the connection as an offender's")
)

// Agent is one headless operator. All state below loop is of its one goroutine.
type Agent struct {
	opt   AgentOptions
	all   *Agents
	log   *slog.Logger
	http  *http.Client
	ready chan struct{}
	once  sync.Once
	done  chan struct{}
	err   error // set before done is closed
	asked chan protocol.ClientMessage

	listening atomic.Pointer[media.Receiver] // of the present call; read by the link's goroutine
	losses    atomic.Uint64                  // desk messages that were missed or came twice

	// Of the loop's goroutine:
	work    sync.WaitGroup // goroutines that it started
	frames  chan frame
	links   chan linkEvent
	dialled chan dialResult
	over    chan struct{} // closed when the loop ends, so that they end too

	conn    *websocket.Conn
	session string
	lastSeq uint64
	lastID  uint64
	unacked []protocol.ClientMessage
	signed  bool // the session cookie is there
	backoff time.Duration
	first   time.Time // of the shift

	link     *link
	linkUp   bool // our side of the audio
	deskUp   bool // the desk's side of it
	status   string
	readying bool
	call     *agentCall
	watched  string // the call that a shift leader supervises
	accept   *time.Timer
	handle   *time.Timer
}

type agentCall struct {
	report    AgentReport
	receiver  *media.Receiver
	acceptID  uint64
	sentBase  uint64
	hungUp    bool
	refusedAt time.Time // of the accept
}

func newAgent(all *Agents, opt AgentOptions) *Agent {
	stopped := func() *time.Timer {
		t := time.NewTimer(time.Hour)
		t.Stop()
		return t
	}
	return &Agent{
		opt: opt, all: all, log: all.log.With("operator", opt.User),
		ready: make(chan struct{}), done: make(chan struct{}), asked: make(chan protocol.ClientMessage),
		frames: make(chan frame), links: make(chan linkEvent), dialled: make(chan dialResult), over: make(chan struct{}),
		accept: stopped(), handle: stopped(),
	}
}

// Ready is closed when the operator first waits for calls, with audio.
func (a *Agent) Ready() <-chan struct{} { return a.ready }

// Done is closed when the shift is over.
func (a *Agent) Done() <-chan struct{} { return a.done }

// Err waits for the end of the shift; nil if it ended with its context.
func (a *Agent) Err() error {
	<-a.done
	return a.err
}

// MissedMessages counts desk messages that were lost or repeated over all
// reconnections; it must stay 0.
func (a *Agent) MissedMessages() uint64 { return a.losses.Load() }

// Heard is what has been heard in the present call so far, or by a shift leader in the one
// that they supervise; the zero Stats without any.
func (a *Agent) Heard() media.Stats {
	if r := a.listening.Load(); r != nil {
		return r.Stats()
	}
	return media.Stats{}
}

// Do has the operator send a message (hold, resume, mute, dtmf, pause, hangup, …);
// its ID is set here. It returns an error only if the shift is over.
func (a *Agent) Do(ctx context.Context, m protocol.ClientMessage) error {
	select {
	case a.asked <- m:
		return nil
	case <-a.done:
		return errors.New("the operator's shift is over")
	case <-ctx.Done():
		return ctx.Err()
	}
}

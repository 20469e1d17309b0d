package flow

import "time"

// Effect is one thing to do for the caller.
type Effect interface{ effect() }

type (
	// Play says sounds, one after the other; report Played{Turn}, also when it
	// could not be.
	Play struct {
		Turn   int
		Sounds []Sound
	}
	// StopPlay ends what is being said; its Played is not waited for.
	StopPlay struct{}
	// SetTimer takes the place of the timer before; report TimerFired{Turn}.
	SetTimer struct {
		Turn int
		For  time.Duration
	}
	// AskQueue asks how a queue stands; report QueueIs{Turn}.
	AskQueue struct {
		Turn  int
		Queue string
	}
	// AskTicket asks for a ticket by its code, as typed; report TicketIs{Turn}.
	AskTicket struct {
		Turn int
		Code string
	}
	// AskIncident asks for the open incident that comes after another ("": the
	// first); report IncidentIs{Turn}.
	AskIncident struct {
		Turn  int
		After string
	}
	// Join puts the caller into a queue, with music.
	Join struct {
		Queue    string
		Priority int
		Skills   []string
		Stays    bool // the caller stays when the operator hangs up
	}
	// Leave takes the caller out of it; the music ends.
	Leave struct{}
	// Dial puts the caller through to the first of the numbers that answers;
	// report DialFailed if none does. When they hang up, the call is over.
	Dial struct {
		Numbers []string
		Ring    time.Duration // for each
		Service string        // the emergency service whose they are; "": none's
	}
	// BeginMessage: what the caller says from now on is a message. Report
	// Talking and Quiet until EndMessage.
	BeginMessage struct{ Begin time.Time }
	// EndMessage: it is over. Left: it is long enough for a word. Unheard: no speech was
	// made out in it, which a soft voice is to blame for as well as silence.
	EndMessage struct {
		Begin         time.Time
		By            MessageEnd
		Left, Unheard bool
	}
	// CallBack: the caller asks to be called back. Number "": at the one they call from.
	CallBack struct{ Number string }
	// Joined: the caller wants to be told when an incident is over.
	Joined struct{ Incident, Key string }
	// LookedUp: the caller asked for a ticket by its code. Code is that of a ticket that
	// there is, else ""; Away: nobody could tell.
	LookedUp struct {
		Code string
		Away bool
	}
	// Rated: the caller gave a mark.
	Rated struct{ Mark string }
	// HangUp ends the call.
	HangUp struct{}
)

// MessageEnd says what ended a message.
type MessageEnd string

const (
	EndSilence MessageEnd = "silence"
	EndKey     MessageEnd = "key"
	EndLimit   MessageEnd = "limit"
	EndHangUp  MessageEnd = "hangup"
)

// Sound is something to be said: one of the types below.
type Sound interface{ sound() }

type (
	// Prompt is one of the plan's prompts, or the [Beep].
	Prompt string
	// File is a sound file, without its ending.
	File string
	// Place is the caller's place in the queue.
	Place int
	// Expect is the expected wait.
	Expect struct{ From, Upto time.Duration }
	// Ticket is a ticket's state.
	Ticket struct{ Code, State string }
)

// Beep is the tone after which a message begins.
const Beep Prompt = "beep"

func (Prompt) sound() {}
func (File) sound()   {}
func (Place) sound()  {}
func (Expect) sound() {}
func (Ticket) sound() {}

func (Play) effect()         {}
func (StopPlay) effect()     {}
func (SetTimer) effect()     {}
func (AskQueue) effect()     {}
func (AskTicket) effect()    {}
func (AskIncident) effect()  {}
func (Join) effect()         {}
func (Leave) effect()        {}
func (Dial) effect()         {}
func (BeginMessage) effect() {}
func (EndMessage) effect()   {}
func (CallBack) effect()     {}
func (Joined) effect()       {}
func (LookedUp) effect()     {}
func (Rated) effect()        {}
func (HangUp) effect()       {}

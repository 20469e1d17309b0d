package flow

import (
	"time"

	"hotline1022/dialplan"
)

// Event is one thing that happened to the caller. Those with a Turn report on
// the effect that carried the same.
type Event interface{ event() }

type (
	// Begin: the call is answered; To is the number that was dialled.
	Begin struct{ To string }
	// Resume: a controller was restarted; the State is what the mark told.
	Resume struct {
		Queued bool // the call is in its queue again
		Served bool // an operator has it
		Out    bool // a telephone outside has it
	}
	// Played: the playback ended; Failed: it could not be heard.
	Played struct {
		Turn   int
		Failed bool
	}
	// TimerFired: the time passed.
	TimerFired struct{ Turn int }
	// Key: the caller pressed a key: 0-9, *, #, A-D.
	Key struct{ Digit string }
	// QueueIs answers AskQueue.
	QueueIs struct {
		Turn       int
		SignedIn   int           // operators at their desks
		AtWork     int           // of those, who take calls: on no pause, and none missed
		Ready      int           // of those, who could take a call now
		Length     int           // callers who wait there
		Place      int           // the caller's own, from 1; 0: unknown
		From, Upto time.Duration // the expected wait; Upto 0: it cannot be told
	}
	// TicketIs answers AskTicket. State is nonempty when it was found.
	TicketIs struct {
		Turn  int
		State string
		Away  bool // it could not be looked up
	}
	// IncidentIs answers AskIncident. ID "": there is no (further) one.
	IncidentIs struct {
		Turn  int
		ID    string
		Words string // sound file of what is said about it
	}
	// Talking and Quiet: the caller began to speak, and has stopped for [TalkGap].
	Talking struct{}
	Quiet   struct{}
	// Taken: an operator is being offered the call. Returned: it waits again.
	Taken    struct{}
	Returned struct{}
	// TakenOver: a caller who was put through outside is an operator's now, as if they had
	// waited at the queue node To.
	TakenOver struct{ To dialplan.NodeID }
	// OperatorLeft: the operator hung up, the caller stays.
	OperatorLeft struct{}
	// DialFailed: none of the numbers answered.
	DialFailed struct{}
	// Gone: the caller has hung up.
	Gone struct{}
)

func (Begin) event()        {}
func (Resume) event()       {}
func (Played) event()       {}
func (TimerFired) event()   {}
func (Key) event()          {}
func (QueueIs) event()      {}
func (TicketIs) event()     {}
func (IncidentIs) event()   {}
func (Talking) event()      {}
func (Quiet) event()        {}
func (Taken) event()        {}
func (Returned) event()     {}
func (TakenOver) event()    {}
func (OperatorLeft) event() {}
func (DialFailed) event()   {}
func (Gone) event()         {}

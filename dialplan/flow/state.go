package flow

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"hotline1022/dialplan"
)

// Phase is what is under way within a node.
type Phase string

const (
	// PhaseNone is a State before its first event.
	PhaseNone     Phase = ""
	PhaseSpeak    Phase = "speak"    // a prompt is played; Played follows
	PhaseKeys     Phase = "keys"     // keys are waited for; a key or TimerFired follows
	PhaseAsk      Phase = "ask"      // a question is asked; its answer or TimerFired follows
	PhaseLast     Phase = "last"     // last words of a node, which goes on to Then after them
	PhaseWait     Phase = "wait"     // in the queue, hears music
	PhaseAnnounce Phase = "announce" // in the queue, hears an announcement
	PhaseServed   Phase = "served"   // an operator is being offered the call, or has it
	PhaseTalk     Phase = "talk"     // a message is recorded
	PhaseDial     Phase = "dial"     // put through to a telephone outside, or being so
	PhaseOver     Phase = "over"     // the flow has ended the call
)

// MaxNodes is how many nodes one call may enter.
const MaxNodes = 250

// State is where one caller is. It is a value.
type State struct {
	Node  dialplan.NodeID
	Phase Phase
	// Turn numbers what is awaited: an event of another turn is of long ago.
	Turn  int
	Keys  string // typed, and not taken yet
	Tries int    // repeats that were needed in this node
	// Since is when the node was entered; in a message, when it began; in a
	// queue, when the wait began that its limit counts from. Unix milliseconds.
	Since int64
	Then  dialplan.NodeID // after the last words
	Steps int             // nodes entered in this call

	// Next is when the next announcement of a queue is due; 0: none. Unix milliseconds.
	Next int64
	// Told: what keys mean here has been said, or is being said. QueueNode, Announcement.
	Told bool
	// Deaf is until when a key may still be one of those that led here. Unix milliseconds.
	Deaf int64

	Other    bool   // CallBack: another number is asked for
	Begun    bool   // Message: what is heard belongs to it
	Talked   bool   // Message: something was said
	Incident string // Announcement: which one is announced
	Heard           // of the whole call
}

// Heard is what a caller was told of the wait, in whichever queue: they remember it.
type Heard struct {
	Place      int           // the last place; 0: none
	From, Upto time.Duration // the shortest and the longest wait last told; 0: none
}

// Waiting says whether the caller waits in a queue for an operator.
func (s State) Waiting() bool { return s.Phase == PhaseWait || s.Phase == PhaseAnnounce }

func (s State) since() time.Time { return time.UnixMilli(s.Since) }

// Mark writes what a restarted controller must know, for a channel variable: the
// plan's version, the node, the repeats, since when, and what was told (the keys, the
// place, the wait in seconds). Fit for a variable's value as it stands: no comma, no quote.
func (s State) Mark(version string) string {
	told := 0
	if s.Told {
		told = 1
	}
	return fmt.Sprintf("%s/%s/%d/%d/%d/%d/%d/%d", version, s.Node, s.Tries, s.Since, told, s.Place, int(s.From.Seconds()), int(s.Upto.Seconds()))
}

// The numbers behind version and node; those from markTold on were not written by the
// release before.
const (
	markTries = iota
	markSince
	markTold
	markPlace
	markFrom
	markUpto
	markNumbers
)

// ReadMark reads what Mark wrote. The State is to be given [Resume] first.
func ReadMark(mark string) (version string, s State, ok bool) {
	parts := strings.Split(mark, "/")
	if len(parts) < 2 || parts[0] == "" || parts[1] == "" {
		return "", State{}, false
	}
	var numbers [markNumbers]int64
	switch given := parts[2:]; len(given) {
	case markTold, markNumbers:
		for i, part := range given {
			n, err := strconv.ParseInt(part, 10, 64)
			if err != nil || i != markSince && n < 0 {
				return "", State{}, false
			}
			numbers[i] = n
		}
	default:
		return "", State{}, false
	}
	return parts[0], State{
		Node: dialplan.NodeID(parts[1]), Tries: int(numbers[markTries]), Since: numbers[markSince], Told: numbers[markTold] == 1,
		Heard: Heard{
			Place: int(numbers[markPlace]),
			From:  time.Duration(numbers[markFrom]) * time.Second, Upto: time.Duration(numbers[markUpto]) * time.Second,
		},
	}, true
}

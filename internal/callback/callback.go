package callback

import (
	"strings"
	"time"
)

// State is where a claim stands.
type State string

const (
	Waiting   State = "waiting"   // for its time, and for an operator
	Dialling  State = "dialling"  // an operator is reserved, the citizen's telephone rings
	Done      State = "done"      // spoken to
	GivenUp   State = "given_up"  // nobody answered, three times
	Cancelled State = "cancelled" // no longer wanted
)

// Open says whether the citizen is still to be called.
func (s State) Open() bool { return s == Waiting || s == Dialling }

// Source is how a claim came about.
type Source string

const (
	Asked     Source = "asked"     // by a key in the queue
	Abandoned Source = "abandoned" // the caller gave up waiting
)

// Result is how a try, or a claim, ended.
type Result string

const (
	Reached      Result = "reached"       // the citizen and the operator speak
	Busy         Result = "busy"          // engaged
	NoAnswer     Result = "no_answer"     //
	Unreachable  Result = "unreachable"   // switched off, no such number, the network refuses
	Rejected     Result = "rejected"      // the citizen declined
	Machine      Result = "machine"       // a fax or a voicemail answered
	Failed       Result = "failed"        // ours: no trunk, a fault
	OperatorGone Result = "operator_gone" // before the citizen answered: no try was lost
	GotThrough   Result = "got_through"   // the citizen called, and an operator answered
	ByHand       Result = "by_hand"       // an operator dialled in another way
	Withdrawn    Result = "withdrawn"     // cancelled by a person
)

// Tries are the ways in which a try may end, as the engine reports them.
var Tries = []Result{Reached, Busy, NoAnswer, Unreachable, Rejected, Machine, Failed, OperatorGone}

const (
	// MaxTries is how often a citizen is dialled for one claim.
	MaxTries = 3
	// Patience is how long after giving up the citizen may call again by themselves.
	Patience = 2 * time.Minute
	// Lease is how long one try may take, from the reservation of the operator to
	// the report; a node that died with it is then no longer waited for.
	Lease = 3 * time.Minute
)

// pauses follow the first and the second try.
var pauses = [MaxTries - 1]time.Duration{5 * time.Minute, 30 * time.Minute}

// Claim is a citizen who is to be called back.
type Claim struct {
	ID       int64
	Number   string // in its one form
	Queue    string
	Source   Source
	QueuedAt time.Time // the place in the queue that is kept
	State    State
	Tries    int // begun
	NextTry  time.Time
	// Reached: the citizen got through while being dialled.
	Reached bool
}

// Callable says whether a number in its one form may be dialled unasked.
func Callable(number string) bool {
	return (len(number) == 10 || len(number) == 11) && number[0] == '0' && !strings.ContainsFunc(number, func(r rune) bool { return r < '0' || r > '9' })
}

// New is the claim of a first wish, at a time.
func New(number, queue string, source Source, queuedAt, at time.Time) Claim {
	c := Claim{Number: number, Queue: queue, Source: source, QueuedAt: queuedAt, State: Waiting, NextTry: at}
	if source == Abandoned {
		c.NextTry = at.Add(Patience)
	}
	return c
}

// Join takes a further wish into an open claim: the earliest place counts, what
// was asked for is sooner due than what was only abandoned, and a try that was
// put off for want of an answer stays put off.
func (c Claim) Join(wish Claim) Claim {
	if wish.QueuedAt.Before(c.QueuedAt) {
		c.QueuedAt = wish.QueuedAt
	}
	if wish.Source == Asked && c.Source == Abandoned {
		c.Source = Asked
	}
	if wish.Source == Asked && c.State == Waiting && wish.NextTry.Before(c.NextTry) {
		c.NextTry = wish.NextTry // the citizen is there now, whatever was before
	}
	return c
}

// Begin is the claim while it is dialled. false: it is not its time.
func (c Claim) Begin(at time.Time) (Claim, bool) {
	if c.State != Waiting || at.Before(c.NextTry) || c.Tries >= MaxTries {
		return c, false
	}
	c.State, c.Tries, c.NextTry = Dialling, c.Tries+1, time.Time{}
	return c, true
}

// After is the claim after a try that ended so; result is the claim's, "" while it goes on.
func (c Claim) After(try Result, at time.Time) (next Claim, result Result) {
	switch {
	case c.State != Dialling:
		return c, ""
	case try == Reached:
		c.State = Done
		return c, Reached
	case c.Reached:
		c.State = Cancelled
		return c, GotThrough
	case try == OperatorGone:
		c.State, c.Tries, c.NextTry = Waiting, c.Tries-1, at
		return c, ""
	case c.Tries >= MaxTries:
		c.State = GivenUp
		return c, try
	}
	c.State, c.NextTry = Waiting, at.Add(pauses[c.Tries-1])
	return c, ""
}

// Through is the claim when the citizen speaks with an operator in another call:
// not called any more, or not after the try that is being made.
func (c Claim) Through() (next Claim, result Result) {
	switch c.State {
	case Waiting:
		c.State, c.NextTry = Cancelled, time.Time{}
		return c, GotThrough
	case Dialling:
		c.Reached = true
	case Done, GivenUp, Cancelled:
	}
	return c, ""
}

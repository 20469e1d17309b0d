package callback

import (
	"strings"
	"time"
)

// State is where a claim stands.
type State string

const (
	Waiting     State = "waiting"      // for its time, and for an operator
	Dialling    State = "dialling"     // an operator is reserved, the citizen's telephone rings
	NeedsNumber State = "needs_number" // a fax answered: a person has to find another number
	Done        State = "done"         // spoken to
	GivenUp     State = "given_up"     // nobody answered, three times; or there is no such number
	Cancelled   State = "cancelled"    // no longer wanted
)

// Open says whether somebody still has to do something about the claim.
func (s State) Open() bool { return s == Waiting || s == Dialling || s == NeedsNumber }

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
	NoNumber     Result = "no_number"     // does not exist, or not any more
	Rejected     Result = "rejected"      // the citizen declined
	Voicemail    Result = "voicemail"     // an answering machine, as the operator heard
	Fax          Result = "fax"           // a fax machine, by its tone
	NoTrunk      Result = "no_trunk"      // no carrier took the call: no try was lost
	Failed       Result = "failed"        // ours: a fault; the citizen's telephone may have rung
	OperatorGone Result = "operator_gone" // before the citizen answered: no try was lost
	Yielded      Result = "yielded"       // the operator was needed for a caller on the line: no try was lost
	GotThrough   Result = "got_through"   // the citizen called, and an operator answered
	ByHand       Result = "by_hand"       // an operator dialled in another way
	Withdrawn    Result = "withdrawn"     // cancelled by a person
)

// Tries are the ways in which a try may end.
var Tries = []Result{Reached, Busy, NoAnswer, NoNumber, Rejected, Voicemail, Fax, NoTrunk, Failed, OperatorGone, Yielded}

// machine says that it was answered, but not by the citizen.
func (r Result) machine() bool { return r == Voicemail || r == Fax }

const (
	// MaxTries is how often a citizen is dialled for one claim.
	MaxTries = 3
	// Patience is how long after giving up the citizen may call again by themselves.
	Patience = 2 * time.Minute
	// Lease is how long one try may take, from the reservation of the operator to
	// the report; a node that died with it is then no longer waited for.
	Lease = 3 * time.Minute
	// OutagePause follows a try that no carrier took, however many there were: the
	// citizen loses none, and an operator is not asked for one all the time.
	OutagePause = 5 * time.Minute
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
	Result   Result // of the last try; of the whole when it has ended
	// Reached: the citizen got through while being dialled.
	Reached bool
	// GivenTo is the operator who is to call, while they are at work; "": anybody.
	GivenTo string
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
// put off for want of an answer stays put off. A citizen who calls from the
// number of a fax sits beside its telephone: it is worth a try again.
func (c Claim) Join(wish Claim) Claim {
	if wish.QueuedAt.Before(c.QueuedAt) {
		c.QueuedAt = wish.QueuedAt
	}
	if wish.Source == Asked && c.Source == Abandoned {
		c.Source = Asked
	}
	if c.State == NeedsNumber && c.Tries < MaxTries {
		c.State, c.NextTry = Waiting, wish.NextTry
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

// After is the claim after a try that ended so. That a machine has answered may be
// found out when it was taken for the citizen already, and the claim for done.
func (c Claim) After(try Result, at time.Time) Claim {
	mistaken := c.State == Done && c.Result == Reached && try.machine()
	if c.State != Dialling && !mistaken {
		return c
	}
	c.Result, c.NextTry = try, time.Time{}
	switch {
	case try == Reached:
		c.State = Done
	case c.Reached:
		c.State, c.Result = Cancelled, GotThrough
	case try == OperatorGone || try == Yielded:
		c.State, c.Tries, c.NextTry = Waiting, c.Tries-1, at
	case try == NoTrunk:
		c.State, c.Tries, c.NextTry = Waiting, c.Tries-1, at.Add(OutagePause)
	case try == Fax: // it will answer the next try as well
		c.State = NeedsNumber
	case try == NoNumber || c.Tries >= MaxTries:
		c.State = GivenUp
	default:
		c.State, c.NextTry = Waiting, at.Add(pauses[c.Tries-1])
	}
	return c
}

// Through is the claim when the citizen speaks with an operator in another call:
// not called any more, or not after the try that is being made.
func (c Claim) Through() Claim {
	switch c.State {
	case Waiting, NeedsNumber:
		c.State, c.NextTry, c.Result = Cancelled, time.Time{}, GotThrough
	case Dialling:
		c.Reached = true
	case Done, GivenUp, Cancelled:
	}
	return c
}

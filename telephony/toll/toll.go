// Package toll decides whether a call that an operator places may go out: pure state,
// without a clock. It is the guard against toll fraud by whoever has got hold of an
// operator's desk; calls that the plan or the directory names do not pass here.
//
//	Ask(number, operator, now) ─► nil: it may, and counts from now on ─► Ended(call)
//	                          └─► *Denied
//
// # Promises
//
//   - A number that does not begin with an allowed prefix is never called, nor one that is
//     longer than is allowed; without prefixes nobody is.
//   - There are never more calls at once than AtOnce.
//   - In no hour, wherever it begins, does an operator place more calls than PerHour, nor
//     all together more than PerHourAll. What was denied does not count.
//
// All that holds for one node, which has its own operators and lines: of n nodes the city's
// bills may come to n times as much. It holds over a restart of the node, as far as the gate
// is told of the calls before ([Gate.Placed]) and of those that have lived through it ([Gate.Live]).
//
// A [Gate] belongs to one goroutine.
package toll

import (
	"slices"
	"strings"
	"time"
)

// Rules are what may go out. A limit of 0 lets nothing out.
type Rules struct {
	Prefixes   []string // in the one form of numbers; "02" allows all that begin with it
	Digits     int      // of the longest number
	AtOnce     int      // on this node
	PerHour    int      // of one operator, on this node
	PerHourAll int      // of all on this node
}

// Reason is why a call was denied.
type Reason string

const (
	ReasonNumber     Reason = "number"       // not among what may be called
	ReasonAtOnce     Reason = "at_once"      // too many are under way
	ReasonPerHour    Reason = "per_hour"     // the operator has placed too many
	ReasonPerHourAll Reason = "per_hour_all" // all together have
)

// Reasons lists every reason.
var Reasons = []Reason{ReasonNumber, ReasonAtOnce, ReasonPerHour, ReasonPerHourAll}

// Denied says why a call may not go out.
type Denied struct{ Reason Reason }

func (d *Denied) Error() string { return "a call out is denied: " + string(d.Reason) }

// Gate keeps count of the calls that operators place.
type Gate struct {
	Rules  Rules
	live   map[string]bool // by call
	placed []Placed        // of the last hour, in order of time
}

// Placed is a call that an operator has placed.
type Placed struct {
	Operator string
	At       time.Time
}

// Ask lets a call out, or says why not.
func (g *Gate) Ask(call, number, operator string, now time.Time) error {
	g.placed = slices.DeleteFunc(g.placed, func(p Placed) bool { return !p.At.After(now.Add(-time.Hour)) })
	theirs := 0
	for _, p := range g.placed {
		if p.Operator == operator {
			theirs++
		}
	}
	switch {
	case !g.allows(number):
		return &Denied{ReasonNumber}
	case len(g.live) >= g.Rules.AtOnce:
		return &Denied{ReasonAtOnce}
	case theirs >= g.Rules.PerHour:
		return &Denied{ReasonPerHour}
	case len(g.placed) >= g.Rules.PerHourAll:
		return &Denied{ReasonPerHourAll}
	}
	g.Live(call)
	g.placed = append(g.placed, Placed{operator, now})
	return nil
}

// Placed tells of a call of before; those are told in order of time, before anything is asked.
func (g *Gate) Placed(p Placed) { g.placed = append(g.placed, p) }

// Live tells of one that is under way.
func (g *Gate) Live(call string) {
	if g.live == nil {
		g.live = map[string]bool{}
	}
	g.live[call] = true
}

// Ended: the call is over. One that is not known is none of these.
func (g *Gate) Ended(call string) { delete(g.live, call) }

// allows: digits only, behind at most one +; anything else might be read by Asterisk as
// more than a number.
func (g *Gate) allows(number string) bool {
	digits := strings.TrimPrefix(number, "+")
	if digits == "" || len(digits) > g.Rules.Digits || strings.Trim(digits, "0123456789") != "" {
		return false
	}
	return slices.ContainsFunc(g.Rules.Prefixes, func(p string) bool { return p != "" && strings.HasPrefix(number, p) })
}

package queue

import (
	"slices"
	"time"

	"hotline1022/telephony/call"
)

// Pair gives a call to an operator.
type Pair struct {
	Waiting  Waiting
	Operator string
	// Overtook is the calls that entered earlier, are in a queue that the operator
	// serves, and go on waiting; by reason, in the order of Reasons.
	Overtook []Overtaking
}

// Overtaking is the calls that were overtaken for one reason, in the line's order.
type Overtaking struct {
	Reason Reason
	Calls  []call.ID
}

// Reason says why a call was given to an operator before one that entered earlier.
type Reason string

const (
	ByEmergency Reason = "emergency" // the later one is an emergency
	ByReturn    Reason = "returned"  // the later one was with an operator already
	ByPriority  Reason = "priority"  // the later one has a head start
	ByWish      Reason = "wish"      // the earlier one still waits for somebody with other skills, or for whom it was given to
	ByLimit     Reason = "limit"     // the operator has had their share of the earlier one's queue, or of the hour
)

// Reasons lists every reason.
var Reasons = []Reason{ByEmergency, ByReturn, ByPriority, ByWish, ByLimit}

// Assignment is what Assign says.
type Assignment struct {
	Pairs []Pair
	// Again is the first moment at which Assign may give more pairs although nothing
	// has happened: a wish is dropped, a share begins anew. Zero: there is none.
	Again time.Time
}

// Assign says who gets which call at now. It changes neither line nor floor. See
// the package comment.
func Assign(now time.Time, line Line, floor Floor) Assignment {
	a := assigner{now: now, line: line, floor: &floor, halls: map[string]*hall{}}
	a.ready = readyOnes(floor.Operators)
	if len(line) == 0 || len(a.ready) == 0 {
		return Assignment{}
	}
	a.taken = make(map[*Operator]bool, len(a.ready))
	a.served = make([]bool, len(line))
	for _, i := range line.order() {
		if len(a.taken) == len(a.ready) {
			break
		}
		a.serve(i)
	}
	if len(a.taken) == len(a.ready) {
		a.again = time.Time{} // time alone makes nobody ready
	}
	a.recordOvertakings()
	out := Assignment{Again: a.again}
	for _, g := range a.given {
		out.Pairs = append(out.Pairs, g.Pair)
	}
	return out
}

// readyOnes are those who can be given a call, longest idle first, each once.
func readyOnes(all []Operator) []*Operator {
	ready := make([]*Operator, 0, len(all))
	seen := make(map[string]bool, len(all))
	for i := range all {
		if o := &all[i]; o.Ready && !seen[o.Name] {
			ready = append(ready, o)
		}
		seen[all[i].Name] = true
	}
	slices.SortFunc(ready, byIdle)
	return ready
}

// assigner is Assign at work.
type assigner struct {
	now   time.Time
	line  Line
	floor *Floor
	ready []*Operator
	halls map[string]*hall

	may func(*Waiting, *Operator) bool // nil: whatever the floor allows

	taken  map[*Operator]bool
	served []bool // by place in the line
	given  []given
	again  time.Time
}

type given struct {
	Pair
	operator *Operator
	place    int // in the line
}

func (a *assigner) hall(name string) *hall {
	h := a.halls[name]
	if h == nil {
		h = newHall(name, a.now, a.floor, a.ready)
		a.halls[name] = h
	}
	return h
}

// serve gives the i-th call of the line to somebody, if anybody may take it.
func (a *assigner) serve(i int) {
	w := &a.line[i]
	h := a.hall(w.Queue)
	demands, until := h.demands(w, a.now)
	o := a.pick(h, w, demands)
	if o == nil && w.rank() == rankEmergency {
		o = a.pick(h, w, nil)
		if o == nil {
			o = a.pick(&hall{ready: slices.Clone(a.ready)}, w, nil)
		}
	}
	if o == nil {
		// A share that ends is of use to all of the queue; a wish that is dropped, to this call.
		a.again = sooner(a.again, sooner(h.freeFrom, until))
		return
	}
	a.taken[o], a.served[i] = true, true
	h.last = o.Name
	a.given = append(a.given, given{Pair: Pair{Waiting: *w, Operator: o.Name}, operator: o, place: i})
}

// pick is the hall's choice among those who are left and meet the demands.
func (a *assigner) pick(h *hall, w *Waiting, demands []string) *Operator {
	if h.without != len(a.given) {
		h.without = len(a.given)
		h.ready = slices.DeleteFunc(h.ready, func(o *Operator) bool { return a.taken[o] })
	}
	from, only := h.ready, a.floor.only(w)
	if len(demands) > 0 || only != "" || a.may != nil {
		from = slices.DeleteFunc(slices.Clone(from), func(o *Operator) bool {
			return o.missing(demands) < len(demands) || only != "" && o.Name != only || a.may != nil && !a.may(w, o)
		})
	}
	if len(from) == 0 {
		return nil
	}
	return choose(from, w, h.rules.Strategy, h.last)
}

// recordOvertakings tells with each pair who was overtaken by it.
func (a *assigner) recordOvertakings() {
	for n := range a.given {
		g := &a.given[n]
		var by [5][]call.ID
		for i := range a.line {
			w := &a.line[i]
			if a.served[i] || !w.Since.Before(g.Waiting.Since) || !g.operator.serves(w.Queue) {
				continue
			}
			r := slices.Index(Reasons, a.reason(g, i))
			by[r] = append(by[r], w.Call)
		}
		for r, calls := range by {
			if calls != nil {
				g.Overtook = append(g.Overtook, Overtaking{Reasons[r], calls})
			}
		}
	}
}

// reason is why g's call goes before the i-th of the line, which entered earlier.
func (a *assigner) reason(g *given, i int) Reason {
	switch {
	case i < g.place: // it was that one's turn, but not with this operator
		w := &a.line[i]
		if !g.operator.freeFrom(w.Queue, a.hall(w.Queue).rules.MaxShare, a.now).IsZero() {
			return ByLimit
		}
		return ByWish
	case g.Waiting.rank() == rankEmergency:
		return ByEmergency
	case g.Waiting.rank() == rankReturned:
		return ByReturn
	default:
		return ByPriority
	}
}

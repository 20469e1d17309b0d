package queue

import (
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

// judge holds one step of a day against the package's promises. It knows them from
// the package comment, and shares no code with what it judges.
type judge struct {
	*day
	floor Floor
	line  Line // before the step
}

func (j *judge) before() { j.line = slices.Clone(j.day.line) }

func (j *judge) fault(format string, args ...any) {
	j.t.Helper()
	j.t.Fatalf("second %d: "+format, append([]any{j.second}, args...)...)
}

func (j *judge) operator(name string) Operator {
	return j.floor.Operators[slices.IndexFunc(j.floor.Operators, func(o Operator) bool { return o.Name == name })]
}

func serves(o Operator, queue string) bool {
	return len(o.Queues) == 0 || slices.Contains(o.Queues, queue)
}

// lacks says that a wish which must still be met keeps o from w.
func (j *judge) lacks(o Operator, w Waiting) bool {
	if j.rules[w.Queue].Strategy != dialplan.BySkill {
		return false
	}
	waited := j.now().Sub(w.Since)
	for i, wish := range w.Wishes {
		patience := time.Duration(len(w.Wishes)-i) * 30 * time.Second
		present := slices.ContainsFunc(j.floor.Operators, func(o Operator) bool {
			return serves(o, w.Queue) && slices.Contains(o.Skills, wish)
		})
		if waited < patience && present && !slices.Contains(o.Skills, wish) {
			return true
		}
	}
	return false
}

// sated says that o has had their share of w's queue, or of the hour.
func (j *judge) sated(o Operator, w Waiting) bool {
	most, n, all := j.rules[w.Queue].MaxShare, 0, 0
	for _, h := range o.Hour {
		if j.now().Sub(h.From) >= time.Hour {
			continue
		}
		all++
		if h.Queue == w.Queue {
			n++
		}
	}
	return most > 0 && n >= most || o.MaxHour > 0 && all >= o.MaxHour
}

// anothers says that w was given to somebody else, who is at work.
func (j *judge) anothers(o Operator, w Waiting) bool {
	return w.CallBack && w.Only != "" && w.Only != o.Name && slices.ContainsFunc(j.floor.Operators, func(other Operator) bool {
		return other.Name == w.Only && serves(other, w.Queue)
	})
}

func (j *judge) may(o Operator, w Waiting) bool {
	return w.Priority >= 9 || serves(o, w.Queue) && !j.sated(o, w) && !j.lacks(o, w) && !j.anothers(o, w)
}

func (j *judge) after(a Assignment) {
	var left []Operator // ready, and given nothing
	for _, o := range j.floor.Operators {
		if o.Ready && !slices.ContainsFunc(a.Pairs, func(p Pair) bool { return p.Operator == o.Name }) {
			left = append(left, o)
		}
	}
	for _, w := range j.day.line {
		for _, o := range left {
			if j.may(o, w) {
				j.fault("%s is ready beside %+v", o.Name, w)
			}
		}
	}
	for _, p := range a.Pairs {
		j.pair(p, left)
	}
	j.same(a)
	j.timeAlone(a, left)
}

func (j *judge) pair(p Pair, left []Operator) {
	o := j.operator(p.Operator)
	if !j.may(o, p.Waiting) {
		j.fault("%s may not take %+v", o.Name, p.Waiting)
	}
	for _, other := range left {
		if j.may(other, p.Waiting) && j.better(other, o, p.Waiting) {
			j.fault("%s is given %s, and %s would have been better", o.Name, p.Waiting.Call, other.Name)
		}
	}
	why := map[call.ID]Reason{}
	for _, t := range p.Overtook {
		for _, id := range t.Calls {
			if why[id] != "" {
				j.fault("%s overtook %s for two reasons", p.Waiting.Call, id)
			}
			why[id] = t.Reason
		}
	}
	for _, w := range j.day.line {
		if p.Waiting.CallBack && !w.CallBack && w.Since.Before(p.Waiting.Since) && j.may(o, w) {
			j.fault("the call-back %s before %s, who has waited longer", p.Waiting.Call, w.Call)
		}
		if !w.Since.Before(p.Waiting.Since) || !serves(o, w.Queue) {
			continue
		}
		if !j.holds(why[w.Call], o, p.Waiting, w) {
			j.fault("%+v overtook %+v, reason %q", p.Waiting, w, why[w.Call])
		}
		j.happens["overtaken: "+string(why[w.Call])]++
		delete(why, w.Call)
	}
	if len(why) > 0 {
		j.fault("%s is said to have overtaken %v", p.Waiting.Call, why)
	}
}

// holds says whether a reason is true of the later call going before the earlier.
func (j *judge) holds(r Reason, o Operator, later, earlier Waiting) bool {
	emergency := later.Priority >= 9
	switch r {
	case ByEmergency:
		return emergency && earlier.Priority < 9
	case ByReturn:
		return !emergency && later.Returned && !earlier.Returned && earlier.Priority < 9
	case ByPriority:
		ahead := time.Duration(later.Priority-earlier.Priority) * 2 * time.Minute
		return !emergency && !later.Returned && !earlier.Returned && later.Since.Sub(earlier.Since) <= ahead
	case ByWish:
		return (j.lacks(o, earlier) || j.anothers(o, earlier)) && earlier.Priority < 9
	case ByLimit:
		return j.sated(o, earlier) && earlier.Priority < 9
	}
	return false
}

// better says that the queue's strategy prefers a to b for w.
func (j *judge) better(a, b Operator, w Waiting) bool {
	if !serves(a, w.Queue) || j.sated(a, w) || j.lacks(a, w) {
		return false // an emergency's last resort
	}
	longer := a.Since.Before(b.Since)
	switch j.rules[w.Queue].Strategy {
	case dialplan.FewestCalls:
		return a.Today < b.Today || a.Today == b.Today && longer
	case dialplan.RoundRobin:
		return false // depends on who was served in between; see TestAssign
	case dialplan.BySkill:
		for _, wish := range w.Wishes {
			x, y := slices.Contains(a.Skills, wish), slices.Contains(b.Skills, wish)
			if x != y {
				return x
			}
		}
		return longer
	case dialplan.LongestIdle:
		return longer
	}
	return longer
}

// same: the order in which operators are named decides nothing.
func (j *judge) same(a Assignment) {
	if !j.chance(50) {
		return
	}
	f := j.floor
	f.Last = map[string]string{}
	f.Operators = slices.Clone(f.Operators)
	x := Assign(j.now(), j.line, f)
	j.rng.Shuffle(len(f.Operators), func(i, k int) { f.Operators[i], f.Operators[k] = f.Operators[k], f.Operators[i] })
	if diff := cmp.Diff(x, Assign(j.now(), j.line, f)); diff != "" {
		j.fault("another order of operators, other pairs: %s", diff)
	}
}

// timeAlone: nothing is missed by looking again at Assignment.Again and not before.
func (j *judge) timeAlone(a Assignment, left []Operator) {
	if !j.chance(20) || len(left) == 0 || len(j.day.line) == 0 {
		return
	}
	f := j.floor
	f.Operators = slices.Clone(f.Operators)
	for i := range f.Operators {
		o := &f.Operators[i]
		o.Ready = slices.ContainsFunc(left, func(l Operator) bool { return l.Name == o.Name })
	}
	until := j.now().Add(24 * time.Hour)
	if !a.Again.IsZero() {
		j.happens["waited for time alone"]++
		until = a.Again.Add(-time.Nanosecond)
		if !a.Again.After(j.now()) {
			j.fault("to be looked at again at %v, now is %v", a.Again, j.now())
		}
	}
	if more := Assign(until, j.day.line, f); len(more.Pairs) > 0 {
		j.fault("%v would have been possible before %v", tell(more), until)
	}
}

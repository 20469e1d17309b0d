package queue

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

var (
	seed  = flag.Uint64("queue.seed", 0, "the day to live through again; 0: another every time")
	calls = flag.Int("queue.calls", 12_000, "calls of that day")
)

func callID(n int) call.ID { return call.ID(fmt.Sprintf("pbx1-%d", n)) }

// citizen is one call of the simulated day.
type citizen struct {
	w        Waiting
	patience int // second at which they hang up, while they wait
	tries    int // of a call-back
	ends     int
}

// worker is one operator of the simulated day.
type worker struct {
	Operator
	desk, wants bool
	with        *citizen
	talking     bool
	after       bool // does after-call work
	until       int  // second at which what they do is over
}

func (o *worker) atWork() bool { return o.desk && (o.wants || o.with != nil || o.after) }
func (o *worker) ready() bool  { return o.desk && o.wants && o.with == nil && !o.after }

// day is a city's day: callers come, go, ask to be called back and lose their
// operator; operators sign in, refuse, pause and lose their desks; the rules change.
type day struct {
	t       *testing.T
	rng     *rand.Rand
	second  int
	line    Line
	rules   map[string]dialplan.Queue
	last    map[string]string
	history History
	workers []*worker
	all     []*citizen
	in      map[call.ID]*citizen // live, wherever they are
	away    map[int][]*citizen   // call-backs between two tries, by the second of the next
	happens map[string]int       // what the day had, so that it is seen to have had it
	most    int                  // waited at once
}

var (
	dayQueues     = []string{"chung", "khan", "tieng-anh"}
	daySkills     = []string{"lang:en", "group:1", "group:2", "area:le-chan", "area:do-son"}
	dayStrategies = []dialplan.Strategy{dialplan.LongestIdle, dialplan.FewestCalls, dialplan.RoundRobin, dialplan.BySkill}
)

func newDay(t *testing.T, seed uint64) *day {
	d := &day{
		t: t, rng: rand.New(rand.NewPCG(seed, 1022)), rules: map[string]dialplan.Queue{}, last: map[string]string{},
		in: map[call.ID]*citizen{}, away: map[int][]*citizen{}, happens: map[string]int{},
	}
	for range dayQueues {
		d.changeRules()
	}
	for i := range 25 {
		o := &worker{Operator: Operator{Name: fmt.Sprintf("op%02d", i)}, desk: true, wants: true}
		d.workers = append(d.workers, o)
		d.changeProfile(o)
	}
	return d
}

func (d *day) now() time.Time { return at(d.second) }

func (d *day) some(names []string, most int) []string {
	names = slices.Clone(names)
	d.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names[:d.rng.IntN(most+1)]
}

func (d *day) one(names []string) string { return names[d.rng.IntN(len(names))] }

func (d *day) chance(oneIn int) bool { return d.rng.IntN(oneIn) == 0 }

func (d *day) changeRules() {
	d.rules[d.one(dayQueues)] = dialplan.Queue{
		Strategy: dayStrategies[d.rng.IntN(len(dayStrategies))], MaxShare: []int{0, 0, 0, 12}[d.rng.IntN(4)],
	}
}

func (d *day) changeProfile(o *worker) {
	o.Queues, o.Skills = d.some(dayQueues, 2), d.some(daySkills, 3)
	o.MaxHour = []int{0, 0, 0, 20}[d.rng.IntN(4)]
}

func (d *day) arrive() {
	n := len(d.all)
	c := &citizen{
		w: Waiting{
			Call: callID(n), Queue: d.one(dayQueues), Since: d.now(),
			Priority: []int{0, 0, 0, 0, 0, 1, 3, -2}[d.rng.IntN(8)],
			Wishes:   d.some(daySkills, []int{0, 0, 1, 3}[d.rng.IntN(4)]),
		},
		patience: d.second + 30 + d.rng.IntN(900),
	}
	if d.chance(50) {
		c.w.Priority = Emergency
	}
	d.all = append(d.all, c)
	d.in[c.w.Call] = c
	d.line = d.line.Join(c.w)
}

// over ends a call, wherever it is.
func (d *day) over(c *citizen, how string) {
	d.happens[how]++
	c.ends++
	d.line = d.line.Leave(c.w.Call)
	delete(d.in, c.w.Call)
}

// free lets an operator be done with their call.
func (d *day) free(o *worker) {
	o.with, o.talking, o.Since = nil, false, d.now()
	d.history.End(o.Name, d.now())
}

// back puts a call into the line again.
func (d *day) back(c *citizen, how string) {
	d.happens[how]++
	d.line = d.line.Join(c.w)
}

func (d *day) citizensAct() {
	for _, w := range slices.Clone(d.line) {
		c := d.in[w.Call]
		switch {
		case !w.CallBack && d.second >= c.patience:
			d.over(c, "gave up")
		case !w.CallBack && d.chance(4000):
			c.w.CallBack = true // in the same turn
			if d.chance(2) {
				c.w.Only = d.workers[d.rng.IntN(len(d.workers))].Name
				d.happens["given to one"]++
			}
			d.back(c, "asked to be called back")
		case d.chance(5000):
			c.w.Queue = d.one(dayQueues)
			d.back(c, "overflow")
		case d.chance(5000):
			d.back(c, "news that comes twice")
		}
	}
	for _, c := range d.away[d.second] {
		d.back(c, "call-back tried again")
	}
	delete(d.away, d.second)
}

func (d *day) operatorsAct() {
	for _, o := range d.workers {
		c := o.with
		switch {
		case d.chance(3000) && o.desk: // browser or network gone
			o.desk, o.after = false, false
			if c != nil {
				d.free(o)
				c.w.Returned, c.w.CallBack = true, c.w.CallBack && !o.talking
				d.back(c, "desk lost")
			}
		case !o.desk:
			if d.chance(60) {
				o.desk, o.wants, o.Since = true, true, d.now()
				d.changeProfile(o)
			}
		case c != nil && !o.talking && d.chance(100):
			d.free(o)
			d.over(c, "gave up while it rang")
		case c != nil && d.second >= o.until && o.talking:
			d.free(o)
			d.over(c, "served")
			o.after, o.until = true, d.second+d.rng.IntN(30)
		case c != nil && d.second >= o.until:
			d.answer(o, c)
		case o.after && d.second >= o.until:
			o.after, o.Since = false, d.now()
		case d.chance(900):
			o.wants = false
		case !o.wants && d.chance(90):
			o.wants, o.Since = true, d.now()
		}
	}
}

// answer is what an operator does when it rings.
func (d *day) answer(o *worker, c *citizen) {
	switch {
	case d.chance(8):
		d.free(o)
		o.wants = false
		c.w.Returned = true
		d.back(c, "offer refused or not answered")
	case c.w.CallBack && d.chance(3):
		d.free(o)
		if c.tries++; c.tries == 3 {
			d.over(c, "call-back given up")
			return
		}
		next := d.second + 60*c.tries
		d.away[next] = append(d.away[next], c)
	default:
		o.talking, o.until = true, d.second+20+d.rng.IntN(160)
		d.history.Begin(o.Name, c.w.Queue, c.w.Call, d.now())
	}
}

func (d *day) floor() Floor {
	y, m, dd := d.now().Date()
	midnight := time.Date(y, m, dd, 0, 0, 0, 0, time.UTC)
	f := Floor{Queues: d.rules, Last: d.last}
	for _, o := range d.workers {
		if o.atWork() {
			op := o.Operator
			op.Ready = o.ready()
			op.Today = len(d.history.Since(o.Name, midnight))
			op.Hour = slices.Clone(d.history.Hour(o.Name, d.now()))
			f.Operators = append(f.Operators, op)
		}
	}
	return f
}

func (d *day) step() {
	d.citizensAct()
	d.operatorsAct()
	if d.chance(600) {
		d.changeRules()
	}
	floor := d.floor()
	a := Assign(d.now(), d.line, floor)
	j := judge{day: d, floor: floor}
	j.before()
	for _, p := range a.Pairs {
		o := d.workers[slices.IndexFunc(d.workers, func(o *worker) bool { return o.Name == p.Operator })]
		c := d.in[p.Waiting.Call]
		switch {
		case !o.ready():
			d.t.Fatalf("second %d: %s is given %s, and is not ready", d.second, o.Name, p.Waiting.Call)
		case c == nil || d.line.index(p.Waiting.Call) < 0:
			d.t.Fatalf("second %d: %s is given %s, which does not wait", d.second, o.Name, p.Waiting.Call)
		}
		o.with, o.until = c, d.second+1+d.rng.IntN(15)
		d.line = d.line.Leave(p.Waiting.Call)
		d.last[p.Waiting.Queue] = p.Operator
	}
	j.after(a)
	d.announce()
	d.most = max(d.most, len(d.line))
}

// announce looks at where somebody stands who waits.
func (d *day) announce() {
	if len(d.line) == 0 {
		return
	}
	w := d.line[d.rng.IntN(len(d.line))]
	s := Stand(w.Call, d.line, d.floor(), d.history.Handling(w.Queue, d.now()))
	if s.Position < 1 || s.Position > len(d.line) {
		d.t.Fatalf("second %d: %s stands at %d of %d", d.second, w.Call, s.Position, len(d.line))
	}
	if s.Wait.To > 0 {
		d.happens["wait expected"]++
	}
}

// TestAnyDay lives through a whole day of at least 10,000 calls.
func TestAnyDay(t *testing.T) {
	s := *seed
	if s == 0 {
		s = rand.Uint64()
	}
	t.Logf("seed %d: the same day again with -args -queue.seed=%d", s, s)
	defer func() {
		if t.Failed() {
			t.Logf("that was -queue.seed=%d", s)
		}
	}()
	d := newDay(t, s)
	for len(d.all) < *calls {
		d.second++
		for range 3 {
			if d.chance([]int{45, 25, 7}[d.second/1800%3]) { // quiet, busy and stormy half hours
				d.arrive()
			}
		}
		d.step()
	}
	// Nobody new; everybody is served in the end.
	for end := d.second + 6*3600; len(d.in) > 0 && d.second < end; {
		d.second++
		d.step()
	}
	for _, c := range d.all {
		if c.ends != 1 {
			t.Errorf("%s ended %d times: %+v", c.w.Call, c.ends, c.w)
		}
	}
	t.Logf("%d calls in %v, at most %d waited: %v", len(d.all), time.Duration(d.second)*time.Second, d.most, d.happens)
	for _, what := range []string{
		"served", "gave up", "gave up while it rang", "desk lost", "offer refused or not answered", "overflow",
		"asked to be called back", "given to one", "call-back tried again", "wait expected", "waited for time alone",
		"overtaken: emergency", "overtaken: returned", "overtaken: priority", "overtaken: wish", "overtaken: limit",
	} {
		if d.happens[what] == 0 {
			t.Errorf("the day had no %q", what)
		}
	}
}

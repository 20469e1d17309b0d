package telephony

import (
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
	"hotline1022/telephony/toll"
)

// queueEvery is the shortest time between two Desk.Queue.
const queueEvery = 250 * time.Millisecond

// floor owns the queues and the operators. Everything below its inbox belongs to
// its goroutine; others post to it, and read only what it has shown.
type floor struct {
	e     *Engine
	inbox *ari.Mailbox[task]
	shown atomic.Pointer[floorView]

	rules     map[string]dialplan.Queue
	line      queue.Line
	waiting   map[call.ID]*place // those in line
	operators map[string]*operator
	last      map[string]string // who was given the last call, by queue
	history   queue.History
	gate      toll.Gate // of calls that operators place
	placed    int       // calls that operators have placed, to tell them apart
	linkUp    bool
	since     time.Time // when the floor was told what it deals with now
	again     alarm     // when time alone changes who may take a call

	arrived  int       // calls since day began
	day      time.Time // its midnight
	toldAt   time.Time // of the last Desk.Queue
	told     QueueView
	telling  bool // a timer is set for the next
	tellWait *time.Timer
}

// task is what the floor is told, and when.
type task struct {
	at time.Time
	do func()
}

// place is a call's place in the line.
type place struct {
	actor  *actor
	waited bool // not assigned in the same step in which it came
}

// floorView is what others may read. It is never changed.
type floorView struct {
	operators []OperatorView
	total     QueueView
	queues    []QueueView // by name
}

func newFloor(e *Engine) *floor {
	f := &floor{
		e: e, inbox: ari.NewMailbox[task](), rules: e.cfg.Queues, waiting: map[call.ID]*place{},
		operators: map[string]*operator{}, last: map[string]string{}, arrived: e.cfg.ArrivedToday,
	}
	f.gate.Rules = e.cfg.Toll
	for _, p := range e.cfg.Placed {
		f.gate.Placed(p)
	}
	f.day = midnight(e.cfg.Now(), e.cfg.Location)
	for _, h := range e.cfg.Handled {
		f.history.Begin(h.Operator, h.Queue, h.Call, h.From)
		if !h.Until.IsZero() {
			f.history.End(h.Operator, h.Until)
		}
	}
	f.again.rings = func() { f.post(func() {}) } // after which the floor settles, as after anything
	total, queues := f.views(e.cfg.Now())
	f.shown.Store(&floorView{total: total, queues: queues})
	return f
}

func midnight(t time.Time, where *time.Location) time.Time {
	y, m, d := t.In(where).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, where)
}

// post hands f something to do. It never blocks.
func (f *floor) post(do func()) { f.inbox.Put(task{f.e.cfg.Now(), do}) }

// run is the floor's goroutine.
func (f *floor) run() {
	defer f.inbox.Close()
	defer f.rest()
	for {
		t, err := f.inbox.Get(f.e.ctx)
		if err != nil {
			return
		}
		f.since = t.at
		t.do()
		f.settle()
	}
}

func (f *floor) rest() {
	for _, o := range f.operators {
		o.endWrapUp()
	}
	f.again.off()
	if f.tellWait != nil {
		f.tellWait.Stop()
	}
}

// settle gives waiting calls to ready operators and shows what has changed.
func (f *floor) settle() {
	now := f.e.cfg.Now()
	f.assign(now)
	f.yield(now)
	changed := false
	for _, o := range f.operators {
		changed = f.showOperator(o, now) || changed
	}
	old := f.shown.Load()
	next := &floorView{operators: old.operators}
	next.total, next.queues = f.views(now)
	if !changed && next.total == old.total && slices.Equal(next.queues, old.queues) {
		return
	}
	if changed {
		next.operators = make([]OperatorView, 0, len(f.operators))
		for _, o := range f.operators {
			next.operators = append(next.operators, o.shown)
		}
		slices.SortFunc(next.operators, func(a, b OperatorView) int { return strings.Compare(a.Operator, b.Operator) })
	}
	f.shown.Store(next)
	f.tellQueue()
}

// assign is the only place where a call is given to an operator. While the link
// is down nobody could be connected: the calls wait.
func (f *floor) assign(now time.Time) {
	var a queue.Assignment
	if f.linkUp && len(f.line) > 0 {
		a = queue.Assign(now, f.line, f.state(now))
	}
	given := make([]call.ID, 0, len(a.Pairs))
	for _, p := range a.Pairs {
		at, o := f.waiting[p.Waiting.Call], f.operators[p.Operator]
		o.call, o.queue, o.actor, o.engaged = p.Waiting.Call, p.Waiting.Queue, at.actor, false
		if p.Waiting.CallBack {
			o.reserved = &p.Waiting
		}
		f.last[p.Waiting.Queue] = o.name
		delete(f.waiting, p.Waiting.Call)
		given = append(given, p.Waiting.Call)
		at.actor.assign(p, at.waited, f.since)
	}
	f.line = f.line.Leave(given...)
	f.again.set(now, a.Again)
	for _, at := range f.waiting {
		at.waited = true
	}
}

// yield lets call-backs whose citizens have not answered make way for callers who go
// before them. Those asked before are waited for first: they free somebody in a moment.
func (f *floor) yield(now time.Time) {
	var reserved []queue.Reserved
	for _, o := range f.operators {
		switch {
		case o.yields:
			return
		case o.reserved != nil:
			reserved = append(reserved, queue.Reserved{Waiting: *o.reserved, Operator: o.name})
		}
	}
	if !f.linkUp || len(reserved) == 0 {
		return
	}
	for _, r := range queue.Yield(now, f.line, f.state(now), reserved) {
		o := f.operators[r.Operator]
		o.yields = true
		o.actor.yield(o.name)
	}
}

// showOperator tells desk and journal of a change of o.
func (f *floor) showOperator(o *operator, now time.Time) bool {
	v := o.view(now)
	if v == o.shown {
		return false
	}
	old := o.shown
	o.shown = v
	if v.Status == StatusReady && old.Status != StatusReady && old.Status != StatusOffered {
		o.idleSince = now
	}
	f.e.desk.Status(v)
	if v.Status != old.Status || v.Reason != old.Reason {
		f.remember(o, old, now)
		f.e.note(now, v.Call, call.KindOperator, call.OperatorStatus{
			Operator: v.Operator, Status: string(v.Status), Reason: v.Reason, By: o.outBy,
		})
	}
	return true
}

// tellQueue shows the desks the figures, at most once every queueEvery.
func (f *floor) tellQueue() {
	v := f.shown.Load().total
	if f.telling || v == f.told {
		return
	}
	now := f.e.cfg.Now()
	if wait := queueEvery - now.Sub(f.toldAt); wait > 0 && !f.toldAt.IsZero() {
		f.telling = true
		f.tellWait = time.AfterFunc(wait, func() {
			f.post(func() {
				f.telling, f.toldAt = false, time.Time{}
				f.tellQueue()
			})
		})
		return
	}
	f.told, f.toldAt = v, now
	f.e.desk.Queue(v)
}

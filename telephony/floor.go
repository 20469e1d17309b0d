package telephony

import (
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
)

// queueEvery is the shortest time between two Desk.Queue.
const queueEvery = 250 * time.Millisecond

// floor owns the queue and the operators. Everything below its inbox belongs to
// its goroutine; others post to it, and read only what it has shown.
type floor struct {
	e     *Engine
	inbox *ari.Mailbox[func()]
	shown atomic.Pointer[floorView]

	line      queue.Line
	waiting   map[call.ID]*place // those in line
	operators map[string]*operator
	linkUp    bool

	arrived  int       // calls since day began
	day      time.Time // its midnight
	toldAt   time.Time // of the last Desk.Queue
	told     QueueView
	telling  bool // a timer is set for the next
	tellWait *time.Timer
}

// place is a call's place in the line.
type place struct {
	actor  *actor
	waited bool // not assigned in the same step in which it came
}

// floorView is what others may read. It is never changed.
type floorView struct {
	operators []OperatorView
	queue     QueueView
}

func newFloor(e *Engine) *floor {
	f := &floor{
		e: e, inbox: ari.NewMailbox[func()](),
		waiting: map[call.ID]*place{}, operators: map[string]*operator{}, arrived: e.cfg.ArrivedToday,
	}
	f.day = midnight(e.cfg.Now(), e.cfg.Location)
	f.shown.Store(&floorView{queue: QueueView{Queue: e.cfg.Queue, Today: f.arrived}})
	return f
}

func midnight(t time.Time, where *time.Location) time.Time {
	y, m, d := t.In(where).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, where)
}

// post hands f something to do. It never blocks.
func (f *floor) post(do func()) { f.inbox.Put(do) }

// run is the floor's goroutine.
func (f *floor) run() {
	defer f.inbox.Close()
	defer f.rest()
	for {
		do, err := f.inbox.Get(f.e.ctx)
		if err != nil {
			return
		}
		do()
		f.settle()
	}
}

func (f *floor) rest() {
	for _, o := range f.operators {
		o.endWrapUp()
	}
	if f.tellWait != nil {
		f.tellWait.Stop()
	}
}

// settle gives waiting calls to ready operators and shows what has changed.
func (f *floor) settle() {
	f.assign()
	now := f.e.cfg.Now()
	changed := false
	for _, o := range f.operators {
		changed = f.showOperator(o, now) || changed
	}
	view := f.queueView(now)
	old := f.shown.Load()
	if !changed && view == old.queue {
		return
	}
	next := &floorView{operators: old.operators, queue: view}
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
func (f *floor) assign() {
	if f.linkUp && len(f.line) > 0 {
		var idle []queue.Idle
		for _, o := range f.operators {
			if o.assignable() {
				idle = append(idle, queue.Idle{Operator: o.name, Since: o.idleSince})
			}
		}
		for _, p := range queue.Assign(f.line, idle) {
			at, o := f.waiting[p.Waiting.Call], f.operators[p.Operator]
			f.leave(p.Waiting.Call)
			o.call, o.actor, o.engaged = p.Waiting.Call, at.actor, false
			at.actor.assign(o.name, at.waited)
		}
	}
	for _, at := range f.waiting {
		at.waited = true
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
		f.e.note(now, v.Call, call.KindOperator, call.OperatorStatus{
			Operator: v.Operator, Status: string(v.Status), Reason: v.Reason,
		})
	}
	return true
}

// turnDay begins a new day's count after midnight.
func (f *floor) turnDay(now time.Time) {
	if day := midnight(now, f.e.cfg.Location); !day.Equal(f.day) {
		f.day, f.arrived = day, 0
	}
}

func (f *floor) queueView(now time.Time) QueueView {
	f.turnDay(now)
	v := QueueView{
		Queue: f.e.cfg.Queue, Waiting: len(f.line), LongestSince: f.line.Longest(), Today: f.arrived,
	}
	for _, o := range f.operators {
		if o.assignable() {
			v.Ready++
		}
		if o.status() == StatusBusy {
			v.Busy++
		}
		if o.desk {
			v.SignedIn++
		}
	}
	return v
}

// tellQueue shows the desks the figures, at most once every queueEvery.
func (f *floor) tellQueue() {
	v := f.shown.Load().queue
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

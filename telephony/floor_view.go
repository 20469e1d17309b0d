package telephony

import (
	"maps"
	"slices"
	"time"

	"hotline1022/dialplan/flow"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
)

// How the floor sees itself: for queue.Assign, and for those who look.

// state is what queue.Assign decides by, beside the line.
func (f *floor) state(now time.Time) queue.Floor {
	f.turnDay(now)
	s := queue.Floor{Queues: f.rules, Last: f.last, Operators: make([]queue.Operator, 0, len(f.operators))}
	for _, o := range f.operators {
		if !o.atWork() || o.want.NoCalls {
			continue
		}
		s.Operators = append(s.Operators, queue.Operator{
			Name: o.name, Ready: o.assignable(), Since: o.idleSince,
			Queues: o.want.Queues, Skills: o.want.Skills, MaxHour: o.want.MaxHour,
			Today: len(f.history.Since(o.name, f.day)), Hour: f.history.Hour(o.name, now),
		})
	}
	return s
}

// remember keeps what the journal's operator.status entries tell, too: a call keeps
// an operator from the moment they have it until their after-call work is done.
// What they only supervise is none.
func (f *floor) remember(o *operator, before OperatorView, now time.Time) {
	busy := func(v OperatorView) bool { return v.Status == StatusBusy && v.Reason != ReasonWatching }
	handling := func(v OperatorView) bool { return busy(v) || v.Status == StatusWrapUp }
	switch is := o.shown; {
	case busy(is) && !busy(before):
		f.history.Begin(o.name, o.queue, o.call, now)
	case handling(before) && !handling(is):
		f.history.End(o.name, now)
	}
}

// turnDay begins a new day's count after midnight.
func (f *floor) turnDay(now time.Time) {
	if day := midnight(now, f.e.cfg.Location); !day.Equal(f.day) {
		f.day, f.arrived = day, 0
	}
}

// views are the figures of all queues together, and of each.
func (f *floor) views(now time.Time) (QueueView, []QueueView) {
	f.turnDay(now)
	total := QueueView{Waiting: f.line.Len(), LongestSince: f.line.Longest(), Today: f.arrived}
	for _, o := range f.operators {
		total.count(o, true, o.call != "")
	}
	named := make(map[string]bool, len(f.rules))
	for name := range f.rules {
		named[name] = true
	}
	for i := range f.line {
		named[f.line[i].Queue] = true // of an earlier version of the plan
	}
	each := make([]QueueView, 0, len(named))
	for _, name := range slices.Sorted(maps.Keys(named)) {
		each = append(each, f.view(name))
	}
	return total, each
}

// view is the figures of one queue.
func (f *floor) view(name string) QueueView {
	v := QueueView{Queue: name, Waiting: f.line.Len(name), LongestSince: f.line.Longest(name)}
	for _, o := range f.operators {
		v.count(o, o.want.serves(name), o.queue == name)
	}
	return v
}

// count adds an operator who serves the queue, or has a call of it.
func (v *QueueView) count(o *operator, serves, theirs bool) {
	if serves && o.assignable() {
		v.Ready++
	}
	if serves && o.desk && !o.want.NoCalls {
		v.SignedIn++
	}
	if theirs && o.status() == StatusBusy && !o.watches {
		v.Busy++
	}
}

// stand tells how a queue stands, and where a call stands in it.
func (f *floor) stand(name string, id call.ID) Standing {
	now := f.e.cfg.Now()
	return Standing{
		QueueView: f.view(name),
		Standing:  queue.Stand(id, f.line, f.state(now), f.history.Handling(name, now)),
	}
}

// queueIs tells the flow of a call how a queue stands. Shortly after our start the
// desks are on their way back: then somebody counts as there.
func (f *floor) queueIs(name string, id call.ID) flow.QueueIs {
	s := f.stand(name, id)
	now := f.e.cfg.Now()
	state := f.state(now)
	is := flow.QueueIs{
		SignedIn: s.SignedIn, AtWork: state.AtWork(name), Ready: state.Free(name, now), Length: s.Waiting,
		Place: s.Position, From: s.Wait.From, Upto: s.Wait.To,
	}
	if now.Sub(f.e.started) < f.e.cfg.Grace {
		is.SignedIn, is.AtWork = max(is.SignedIn, 1), max(is.AtWork, 1)
	}
	return is
}

// alarm wakes the floor once, at the time that it was last set to.
type alarm struct {
	rings func()
	at    time.Time
	timer *time.Timer
}

func (a *alarm) set(now, at time.Time) {
	if at.Equal(a.at) && at.After(now) {
		return
	}
	a.off()
	if at.IsZero() {
		return
	}
	a.at, a.timer = at, time.AfterFunc(max(0, at.Sub(now)), a.rings)
}

func (a *alarm) off() {
	if a.timer != nil {
		a.timer.Stop()
	}
	a.at, a.timer = time.Time{}, nil
}

package flow

import (
	"time"

	"hotline1022/dialplan"
)

const (
	// TalkGap is how long a caller has been quiet when Quiet comes.
	TalkGap = 500 * time.Millisecond

	defaultRing    = 25 * time.Second
	defaultLimit   = 3 * time.Minute
	defaultSilence = 5 * time.Second
	// shortest is a message in which something may have been said that was not
	// taken for speech.
	shortest = 3 * time.Second
)

// dial puts the caller through.
func (r *run) dial(n dialplan.Dial) {
	numbers := r.Plan.OnCall[n.OnCall]
	if n.Emergency != "" {
		numbers = nil
		if e := r.Plan.Emergency[n.Emergency]; e.Number != "" {
			numbers = []string{e.Number}
		}
	}
	if len(numbers) == 0 {
		r.enter(n.Failed)
		return
	}
	r.s.Phase = PhaseDial
	r.s.Turn++
	r.do(Dial{Numbers: numbers, Ring: ring(n), Urgent: n.Emergency != ""})
}

func ring(n dialplan.Dial) time.Duration {
	if n.Ring <= 0 {
		return defaultRing
	}
	return n.Ring
}

func (r *run) beginMessage(n dialplan.Message) {
	r.s.Phase, r.s.Since = PhaseTalk, r.now.UnixMilli()
	r.do(BeginMessage{})
	// Who has not begun yet is given twice the time.
	r.timer(min(2*silence(n), limit(n)))
}

func limit(n dialplan.Message) time.Duration {
	if n.Limit <= 0 {
		return defaultLimit
	}
	return n.Limit
}

func silence(n dialplan.Message) time.Duration {
	if n.Silence <= 0 {
		return defaultSilence
	}
	return n.Silence
}

// message follows what the caller says.
func (r *run) message(ev Event) {
	n, ok := r.node().(dialplan.Message)
	if !ok || r.s.Phase != PhaseTalk {
		return
	}
	left := max(limit(n)-r.now.Sub(r.s.since()), time.Millisecond)
	switch ev.(type) {
	case Talking:
		r.s.Talked = true
		r.timer(left)
	case Quiet:
		r.s.Talked = true
		r.timer(min(max(silence(n)-TalkGap, time.Millisecond), left))
	case Gone:
		r.s.Turn++
		r.did(EndHangUp)
		r.s.Phase = PhaseOver
	}
}

func (r *run) messageLate() {
	if n, ok := r.node().(dialplan.Message); ok {
		by := EndSilence
		if r.now.Sub(r.s.since()) >= limit(n) {
			by = EndLimit
		}
		r.endMessage(by)
	}
}

func (r *run) endMessage(by MessageEnd) {
	n, ok := r.node().(dialplan.Message)
	if !ok {
		return
	}
	r.did(by)
	r.last(n.Next, r.done(n.Done, n.Unsent))
}

// did reports a message. A short or quiet one in which nobody was heard is none.
func (r *run) did(by MessageEnd) {
	left := r.s.Talked || by != EndSilence && r.now.Sub(r.s.since()) >= shortest
	r.do(EndMessage{Begin: r.s.since(), By: by, Left: left})
}

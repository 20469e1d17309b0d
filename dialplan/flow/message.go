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
	// taken for speech. As package ticket counts.
	shortest = 3 * time.Second
)

// dial puts the caller through.
func (r *run) dial(n dialplan.Dial) {
	numbers := r.Plan.OnCall[n.OnCall]
	if n.Emergency != "" {
		numbers = r.Plan.Service(n.Emergency)
	}
	if len(numbers) == 0 {
		r.enter(n.Failed)
		return
	}
	r.s.Phase = PhaseDial
	r.s.Turn++
	r.do(Dial{Numbers: numbers, Ring: ring(n), Service: n.Emergency})
}

func ring(n dialplan.Dial) time.Duration {
	if n.Ring <= 0 {
		return defaultRing
	}
	return n.Ring
}

func (r *run) beginMessage(n dialplan.Message) {
	r.s.Phase = PhaseTalk
	if !r.s.Begun { // a second tone belongs to the same message: there may be a voice before it
		r.s.Begun, r.s.Since = true, r.now.UnixMilli()
		r.do(BeginMessage{Begin: r.s.since()})
	}
	// Who has not begun yet is given twice the time.
	r.timer(min(2*silence(n), r.messageLeft(n)))
}

// messageLeft is how long the message may still be.
func (r *run) messageLeft(n dialplan.Message) time.Duration {
	return max(limit(n)-r.now.Sub(r.s.since()), time.Millisecond)
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
	if !ok || !r.s.Begun || r.s.Phase == PhaseLast {
		return
	}
	said := r.s.Phase == PhaseTalk // else a prompt is under way, and no timer
	left := r.messageLeft(n)
	switch ev.(type) {
	case Talking:
		r.s.Talked = true
		if said {
			r.timer(left)
		}
	case Quiet:
		r.s.Talked = true
		if said {
			r.timer(min(max(silence(n)-TalkGap, time.Millisecond), left))
		}
	case Gone:
		r.hush()
		r.s.Turn++
		r.did(EndHangUp)
		r.s.Phase = PhaseOver
	}
}

func (r *run) messageLate() {
	n, ok := r.node().(dialplan.Message)
	switch {
	case !ok:
	case r.now.Sub(r.s.since()) >= limit(n):
		r.endMessage(EndLimit)
	case !r.s.Talked && r.s.Tries == 0 && n.Again != "":
		r.s.Tries++
		r.speak(append(prompts(n.Again), Beep)...)
	default:
		r.endMessage(EndSilence)
	}
}

func (r *run) endMessage(by MessageEnd) {
	n, ok := r.node().(dialplan.Message)
	if !ok {
		return
	}
	r.did(by)
	r.last(n.Next, r.reached(n.Done, n.Unsent))
}

// did reports a message. One in which nobody was made out is kept too, unless it is too
// short for a word: only a person can tell a soft voice from none.
func (r *run) did(by MessageEnd) {
	left := r.s.Talked || r.now.Sub(r.s.since()) >= shortest
	r.do(EndMessage{Begin: r.s.since(), By: by, Left: left, Unheard: !r.s.Talked})
}

package flow

import (
	"time"

	"hotline1022/dialplan"
)

// againAfter is how long a caller waits at least who came back from an operator,
// before a limit of the wait may send them elsewhere.
const againAfter = 15 * time.Second

// lookEvery is how often it is looked whether anybody is still there to wait for.
const lookEvery = 15 * time.Second

// queueIs decides whether to enter the queue, and what to announce in it.
func (r *run) queueIs(e QueueIs) {
	n, ok := r.node().(dialplan.QueueNode)
	switch {
	case !ok:
	case r.s.Phase == PhaseAsk:
		q := r.Plan.Queues[n.Queue]
		switch {
		case alone(n, e):
			r.enter(n.Nobody)
		case q.MaxLength > 0 && e.Length >= q.MaxLength && n.Overflow != "":
			r.enter(n.Overflow)
		default:
			r.join(n)
			if e.Ready == 0 && q.Comfort.Welcome != "" {
				r.announce(n, prompts(q.Comfort.Welcome))
				return
			}
			r.wait(n)
		}
	case r.s.Phase != PhaseWait:
	case alone(n, e):
		r.do(Leave{})
		r.enter(n.Nobody)
	case r.s.Next != 0 && r.now.UnixMilli() >= r.s.Next:
		r.announce(n, r.comfort(n, e))
	default:
		r.rest(n)
	}
}

// alone: there is nobody to wait for, and somewhere else to go. Who has an emergency does
// not wait for the end of a pause.
func alone(n dialplan.QueueNode, e QueueIs) bool {
	return n.Nobody != "" && (e.SignedIn == 0 || n.Priority >= dialplan.Urgent && e.AtWork == 0)
}

// unanswered: nobody said how the queue stands, or what else was asked.
func (r *run) unanswered() {
	switch n := r.node().(type) {
	case dialplan.QueueNode:
		r.join(n)
		r.wait(n)
	case dialplan.LookUp:
		r.enter(n.Failed)
	case dialplan.Announcement:
		r.enter(n.Next)
	}
}

func (r *run) join(n dialplan.QueueNode) {
	r.do(Join{Queue: n.Queue, Priority: n.Priority, Skills: n.Skills, Stays: n.After != ""})
}

// wait lets the caller hear music until the next announcement.
func (r *run) wait(n dialplan.QueueNode) {
	r.s.Next = 0
	if every := r.Plan.Queues[n.Queue].Comfort.Every; every > 0 {
		r.s.Next = r.now.Add(every).UnixMilli()
	}
	r.rest(n)
}

// rest lets them hear music until there is something to say, to look at, or the limit.
func (r *run) rest(n dialplan.QueueNode) {
	r.s.Phase = PhaseWait
	r.s.Turn++
	var next time.Duration
	sooner := func(d time.Duration) {
		d = max(d, time.Millisecond) // never at once: the timer's event decides
		if next == 0 || d < next {
			next = d
		}
	}
	if r.s.Next != 0 {
		sooner(time.UnixMilli(r.s.Next).Sub(r.now))
	}
	if left, limited := r.left(n); limited {
		sooner(left)
	}
	if n.Nobody != "" {
		sooner(lookEvery)
	}
	if next > 0 {
		r.do(SetTimer{r.s.Turn, next})
	}
}

// left is how long the caller may still wait.
func (r *run) left(n dialplan.QueueNode) (time.Duration, bool) {
	limit := r.Plan.Queues[n.Queue].MaxWait
	if limit <= 0 || n.Overflow == "" {
		return 0, false
	}
	return limit - r.now.Sub(r.s.since()), true
}

// waited: the limit is reached, or it is time to look, and to say something.
func (r *run) waited(n dialplan.QueueNode) {
	if left, limited := r.left(n); limited && left <= 0 {
		r.do(Leave{})
		r.enter(n.Overflow)
		return
	}
	r.s.Turn++
	// Unanswered, it is asked again.
	r.do(AskQueue{r.s.Turn, n.Queue}, SetTimer{r.s.Turn, askLimit})
}

// announce says sounds and what the keys do. The first time the keys come by themselves:
// they count from there on.
func (r *run) announce(n dialplan.QueueNode, sounds []Sound) {
	if r.s.Told {
		sounds = append(sounds, prompts(n.Say)...)
	}
	if len(sounds) == 0 {
		r.announced(n)
		return
	}
	r.s.Phase = PhaseAnnounce
	r.s.Turn++
	r.do(Play{r.s.Turn, sounds})
}

// announced goes on after an announcement.
func (r *run) announced(n dialplan.QueueNode) {
	if r.s.Told || n.Say == "" {
		r.wait(n)
		return
	}
	r.s.Told = true
	r.settles()
	r.announce(n, nil)
}

// comfort is an announcement's words. What is worse than what was told is left out.
func (r *run) comfort(n dialplan.QueueNode, e QueueIs) []Sound {
	c := r.Plan.Queues[n.Queue].Comfort
	sounds := prompts(c.Prompt)
	if c.Position && e.Place > 0 && (r.s.Place == 0 || e.Place <= r.s.Place) {
		r.s.Place = e.Place
		sounds = append(sounds, Place(e.Place))
	}
	if c.Wait && e.Upto > 0 && (r.s.Upto == 0 || e.Upto <= r.s.Upto) {
		from := e.From
		if r.s.Upto > 0 {
			from = min(from, r.s.From)
		}
		r.s.From, r.s.Upto = from, e.Upto
		sounds = append(sounds, Expect{from, e.Upto})
	}
	return sounds
}

// queueKey takes up one of the offers, by a caller who has heard of them: who presses 1
// again because nothing happened, or dials 113 in a menu, wants no call-back.
func (r *run) queueKey(n dialplan.QueueNode, digit string) {
	to, offered := n.Offers[digit]
	if !offered || !r.s.Waiting() || !r.s.Told || r.bounced() {
		return
	}
	r.hush()
	r.do(Leave{})
	r.enter(to)
}

// operator follows the call to an operator, and back.
func (r *run) operator(ev Event) {
	n, ok := r.node().(dialplan.QueueNode)
	if !ok {
		return
	}
	switch ev.(type) {
	case Taken:
		if r.s.Waiting() {
			r.hush()
			r.s.Phase = PhaseServed
			r.s.Turn++
		}
	case Returned:
		if r.s.Phase == PhaseServed {
			if left, limited := r.left(n); limited && left < againAfter {
				r.s.Since += (againAfter - left).Milliseconds()
			}
			r.wait(n)
		}
	case OperatorLeft:
		if r.s.Phase == PhaseServed {
			r.enter(n.After)
		}
	}
}

package flow

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline1022/dialplan"
)

// world is everything around one caller, as far as it can be awaited.
type world struct {
	*caller
	playing  int // turn of what is being said; 0: nothing
	timer    int // turn of the timer
	asked    Effect
	queued   bool
	message  bool
	dialling bool
	hungUp   int
	told     told
}

// told is what a caller remembers of the announcements, through all queues.
type told struct {
	place  Place
	expect Expect
}

// hear holds what is said against what was said before: nothing has grown.
func (w *world) hear(t *rapid.T, s Sound) {
	last := w.told
	switch now := s.(type) {
	case Place:
		if last.place != 0 && now > last.place {
			t.Fatalf("number %d after number %d", now, last.place)
		}
		last.place = now
	case Expect:
		if last.expect.Upto != 0 && (now.Upto > last.expect.Upto || now.From > last.expect.From) {
			t.Fatalf("%v after %v", now, last.expect)
		}
		last.expect = now
	}
	w.told = last
}

// deliver lets an event happen and checks what became of it.
func (w *world) deliver(t *rapid.T, ev Event) {
	before := w.State
	switch e := ev.(type) {
	case Played:
		if e.Turn == w.playing {
			w.playing = 0
		}
	case TimerFired:
		if e.Turn == w.timer {
			w.timer = 0
		}
	case QueueIs, TicketIs, IncidentIs:
		w.asked = nil // those of long ago ask for nothing more
	case Taken:
		w.queued = false
	case Returned:
		w.queued = true
	case DialFailed, TakenOver:
		w.dialling = false
	}
	w.step(ev)
	for _, ef := range w.effects {
		w.carryOut(t, ef)
	}
	w.check(t, before, ev)
}

func (w *world) carryOut(t *rapid.T, ef Effect) {
	switch e := ef.(type) {
	case Play:
		if w.playing != 0 || len(e.Sounds) == 0 {
			t.Fatalf("%v while turn %d is being said", e, w.playing)
		}
		w.playing = e.Turn
		for _, s := range e.Sounds {
			w.hear(t, s)
		}
	case StopPlay:
		w.playing = 0
	case SetTimer:
		if e.For <= 0 {
			t.Fatalf("%+v: a timer for no time", e)
		}
		w.timer = e.Turn
	case AskQueue, AskTicket, AskIncident:
		w.asked = ef
	case Join:
		if w.queued {
			t.Fatal("joins twice")
		}
		w.queued = true
	case Leave:
		if !w.queued {
			t.Fatal("leaves a queue it is not in")
		}
		w.queued = false
	case Dial:
		if len(e.Numbers) == 0 {
			t.Fatal("dials nobody")
		}
		w.dialling = true
	case BeginMessage:
		w.message = true
	case EndMessage:
		if !w.message {
			t.Fatal("ends a message that has not begun")
		}
		w.message = false
	case CallBack:
		if e.Number != "" && mobile(e.Number) == "" {
			t.Fatalf("call back at %q", e.Number)
		}
	case HangUp:
		w.hungUp++
	}
}

// check: there is always something that will come, and nothing is left behind.
func (w *world) check(t *rapid.T, before State, ev Event) {
	s := w.State
	where := fmt.Sprintf("%+v after %T from %+v", s, ev, before)
	says := s.Phase == PhaseSpeak || s.Phase == PhaseAnnounce || s.Phase == PhaseLast
	if says != (w.playing != 0) || says && w.playing != s.Turn {
		t.Fatalf("says turn %d: %s", w.playing, where)
	}
	if (s.Phase == PhaseKeys || s.Phase == PhaseAsk || s.Phase == PhaseTalk) && w.timer != s.Turn {
		t.Fatalf("would wait for ever: %s", where)
	}
	if s.Waiting() != w.queued {
		t.Fatalf("in the queue %v: %s", w.queued, where)
	}
	if (s.Phase == PhaseTalk || s.Phase == PhaseSpeak && s.Begun) != w.message || (s.Phase == PhaseDial) != w.dialling {
		t.Fatalf("message %v, dials %v: %s", w.message, w.dialling, where)
	}
	if _, gone := ev.(Gone); !gone && (s.Phase == PhaseOver) != (w.hungUp == 1) || w.hungUp > 1 {
		t.Fatalf("hung up %d times: %s", w.hungUp, where)
	}
	if s.Steps > MaxNodes || len(s.Keys) > longest {
		t.Fatalf("too much: %s", where)
	}
	if s.Phase != PhaseOver {
		if _, ok := w.Plan.Nodes[s.Node]; !ok {
			t.Fatalf("in no node: %s", where)
		}
	}
}

// next is what comes by itself for a caller who does nothing; nil: nothing does.
func (w *world) next(t *rapid.T) Event {
	some := func() time.Duration { return time.Duration(rapid.IntRange(0, 900).Draw(t, "seconds")) * time.Second }
	switch {
	case w.asked != nil && rapid.IntRange(0, 4).Draw(t, "answers") > 0:
		switch e := w.asked.(type) {
		case AskQueue:
			return QueueIs{
				e.Turn, rapid.IntRange(0, 2).Draw(t, "in"), rapid.IntRange(0, 2).Draw(t, "at work"), rapid.IntRange(0, 1).Draw(t, "ready"),
				rapid.IntRange(0, 12).Draw(t, "length"), rapid.IntRange(0, 12).Draw(t, "place"), some(), some(),
			}
		case AskTicket:
			return TicketIs{e.Turn, rapid.SampledFrom([]string{"", "done"}).Draw(t, "state"), rapid.Bool().Draw(t, "away")}
		case AskIncident:
			return IncidentIs{e.Turn, rapid.SampledFrom([]string{"", "i"}).Draw(t, "incident"), ""}
		}
	case w.playing != 0:
		return Played{w.playing, rapid.Bool().Draw(t, "failed")}
	case w.timer == w.Turn:
		return TimerFired{w.timer}
	}
	return nil
}

func events() *rapid.Generator[Event] {
	return rapid.Custom(func(t *rapid.T) Event {
		if rapid.IntRange(0, 2).Draw(t, "key") > 0 {
			return Key{rapid.SampledFrom([]string{"0", "1", "2", "3", "4", "5", "9", "*", "#", "A"}).Draw(t, "digit")}
		}
		turn := rapid.IntRange(0, 9).Draw(t, "turn")
		return rapid.SampledFrom([]Event{
			Talking{}, Quiet{}, Played{Turn: -turn}, TimerFired{-turn}, QueueIs{Turn: -turn}, TicketIs{Turn: -turn}, Begin{To: "1"}, Resume{},
		}).Draw(t, "odd")
	})
}

// elsewhere is what an operator or a called telephone does, where it can be.
func (w *world) elsewhere(t *rapid.T) Event {
	switch {
	case w.queued:
		return Taken{}
	case w.Phase == PhaseServed:
		return rapid.SampledFrom([]Event{Returned{}, Returned{}, OperatorLeft{}}).Draw(t, "operator")
	case w.dialling:
		return rapid.SampledFrom([]Event{DialFailed{}, DialFailed{}, TakenOver{To: "queue"}}).Draw(t, "outside")
	}
	return nil
}

// anyPlan is the city's, or one whose exits lead anywhere.
func anyPlan(t *rapid.T) *dialplan.Plan {
	p := city()
	if rapid.Bool().Draw(t, "the city's") {
		return p
	}
	names := slices.Sorted(maps.Keys(p.Nodes)) // the same draws give the same plan
	names = append(names, "")
	node := func() dialplan.NodeID { return rapid.SampledFrom(names).Draw(t, "to") }
	for _, id := range names {
		switch n := p.Nodes[id].(type) {
		case dialplan.Play:
			n.Next, n.Barge = node(), rapid.Bool().Draw(t, "barge")
			p.Nodes[id] = n
		case dialplan.Menu:
			n.Failed, n.Barge = node(), rapid.Bool().Draw(t, "barge")
			n.Keys = map[string]dialplan.NodeID{"1": node(), "12": node(), "*": node(), "##": node()}
			if rapid.Bool().Draw(t, "mute") {
				n.Prompts, n.Wrong, n.Silent = nil, "", ""
			}
			p.Nodes[id] = n
		case dialplan.QueueNode:
			n.Offers = map[string]dialplan.NodeID{"1": node(), "#": node()}
			n.Nobody, n.Overflow, n.After = node(), node(), node()
			p.Nodes[id] = n
		case dialplan.GoTo:
			p.Nodes[id] = dialplan.GoTo{To: node()}
		case dialplan.Message:
			n.Next, n.Done, n.Limit = node(), "", time.Second
			p.Nodes[id] = n
		case dialplan.CallBack:
			n.Next, n.Back = node(), node()
			p.Nodes[id] = n
		}
	}
	return p
}

// Whatever keys at whatever speed, wherever the caller hangs up: somebody answers
// for the caller, or the call is over, after finitely many steps.
func TestAnyCaller(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{caller: newCaller()}
		w.Plan, w.Callable = anyPlan(t), rapid.Bool().Draw(t, "callable")
		w.deliver(t, Begin{To: rapid.SampledFrom([]string{"02251022", "0", ""}).Draw(t, "to")})
		for range rapid.IntRange(0, 60).Draw(t, "length") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 90_000).Draw(t, "ms")) * time.Millisecond)
			var ev Event
			switch rapid.IntRange(0, 3).Draw(t, "who") {
			case 0, 1:
				ev = events().Draw(t, "event")
			case 2:
				ev = w.next(t)
			case 3:
				ev = w.elsewhere(t)
			}
			if ev != nil {
				w.deliver(t, ev)
			}
		}
		if rapid.Bool().Draw(t, "hangs up") {
			w.deliver(t, Gone{})
			if w.message {
				t.Fatal("a message was not ended")
			}
			return
		}
		// From here on the caller does nothing, and every call out fails.
		for steps := 0; w.Phase != PhaseOver; steps++ {
			if steps > 20*MaxNodes { // a node with its repeats is several steps
				t.Fatalf("no end: %+v", w.State)
			}
			if w.Waiting() || w.Phase == PhaseServed {
				break // an operator's turn
			}
			w.now = w.now.Add(time.Second)
			ev := w.next(t)
			if w.dialling {
				ev = DialFailed{}
			}
			if ev == nil {
				t.Fatalf("stuck: %+v", w.State)
			}
			w.deliver(t, ev)
		}
	})
}

// A restarted controller goes on from any moment.
func TestAnyResume(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{caller: newCaller()}
		w.deliver(t, Begin{To: "02251022"})
		for range rapid.IntRange(0, 20).Draw(t, "length") {
			if ev := rapid.SampledFrom([]Event{events().Draw(t, "event"), w.next(t), w.elsewhere(t)}).Draw(t, "which"); ev != nil {
				w.deliver(t, ev)
			}
		}
		if w.Phase == PhaseOver {
			return
		}
		queued, served := w.queued, w.Phase == PhaseServed
		_, s, ok := ReadMark(w.Mark("v"))
		if !ok || s.Node != w.Node {
			t.Fatalf("mark of %+v: %+v", w.State, s)
		}
		again := &world{caller: newCaller()}
		again.State, again.queued = s, queued
		again.dialling, again.told = w.dialling, w.told
		again.deliver(t, Resume{Queued: queued, Served: served, Out: w.dialling})
		if again.Node != w.Node && again.Phase != PhaseOver {
			t.Fatalf("%+v goes on at %+v", w.State, again.State)
		}
		for range rapid.IntRange(0, 20).Draw(t, "then") { // and nothing worse is told after it
			if ev := rapid.SampledFrom([]Event{events().Draw(t, "event"), again.next(t), again.elsewhere(t)}).Draw(t, "which"); ev != nil {
				again.deliver(t, ev)
			}
		}
	})
}

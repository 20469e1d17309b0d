package flow

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline1022/dialplan"
)

// situations are the columns of the matrix.
var situations = []struct {
	name string
	who  func() *caller
}{
	{"begin", newCaller},
	{"play", func() *caller { return at("greeting") }},
	{"asked", func() *caller { return at("storm") }},
	{"news", func() *caller { c := at("storm"); c.step(IncidentIs{c.Turn, "i1", "/w"}); return c }},
	{"join", func() *caller { c := at("storm"); c.step(IncidentIs{c.Turn, "i1", "/w"}); return c.said().settled() }},
	{"menu", func() *caller { return at("main") }},
	{"listens", func() *caller { return at("main").said() }},
	{"slow", func() *caller { return at("slow") }},
	{"enters", func() *caller { return at("queue") }},
	{"waits", func() *caller { return at("queue").free() }},
	{"welcome", func() *caller { return at("queue").busy() }},
	{"offers", func() *caller { return at("queue").busy().said().settled() }},
	{"hasty", func() *caller { return at("queue").busy().said() }},
	{"served", func() *caller { c := at("queue").free(); c.step(Taken{}); return c }},
	{"code", func() *caller { return at("lookup").said().keys("26") }},
	{"looks", func() *caller { return at("lookup").said().keys("26#") }},
	{"dials", func() *caller { return at("duty") }},
	{"offer", func() *caller { return at("callback").said().settled() }},
	{"other", func() *caller { return at("callback").settled().keys("2").settled() }},
	{"talks", func() *caller { return at("message").said() }},
	{"survey", func() *caller { return at("survey").said() }},
	{"bye", func() *caller { return at("bye") }},
	{"over", func() *caller { return at("bye").said() }},
}

func matrixEvent(name string, turn int) Event {
	return map[string]Event{
		"Begin": Begin{To: "02251022"}, "BeginOther": Begin{To: "1"}, "Resume": Resume{},
		"Played": Played{Turn: turn}, "PlayedOld": Played{Turn: turn - 1}, "Timer": TimerFired{turn}, "TimerOld": TimerFired{turn - 1},
		"1": Key{"1"}, "2": Key{"2"}, "5": Key{"5"}, "*": Key{"*"}, "#": Key{"#"}, "NoKey": Key{"x"},
		"Free": QueueIs{Turn: turn, SignedIn: 1, Ready: 1}, "Nobody": QueueIs{Turn: turn}, "Full": QueueIs{Turn: turn, SignedIn: 1, Length: 10},
		"QueueOld": QueueIs{Turn: turn - 1}, "Found": TicketIs{Turn: turn, State: "done"}, "NotFound": TicketIs{Turn: turn},
		"Away": TicketIs{Turn: turn, Away: true}, "Incident": IncidentIs{turn, "i2", "/w2"}, "Calm": IncidentIs{Turn: turn},
		"Talking": Talking{}, "Quiet": Quiet{}, "Taken": Taken{}, "Returned": Returned{}, "Left": OperatorLeft{}, "TakenOver": TakenOver{"queue"}, "TakenOff": TakenOver{"duty"}, "DialFailed": DialFailed{}, "Gone": Gone{},
	}[name]
}

// matrix is where every event leads from every situation: node and phase, "-" for
// nothing at all, "." for the same node and phase with something done or kept.
const matrix = `
event      begin          play      asked       news      join       menu         listens      slow      enters     waits          welcome      offers         hasty        served       code       looks        dials         offer          other         talks        survey       bye  over
Begin      greeting:speak -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
BeginOther main:speak     -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
Resume     over           -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
Played     -              storm:ask -           .         storm:keys main:keys    -            slow:keys -          -              .            queue:wait     queue:wait   -            -          -            -             -              callback:keys -            -            over -
PlayedOld  -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
Timer      -              -         main:speak  -         -          -            main:speak   -         queue:wait .              -            -              -            -            lookup:ask queue:ask    -             queue:ask      -             message:speak  over         -    -
TimerOld   -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
1          -              storm:ask -           .         storm:last main:keys    .            -         -          -              -            callback:speak -            -            .          -            -             callback:last  callback:keys -            survey:last  -    -
2          -              storm:ask -           storm:ask storm:ask  lookup:speak lookup:speak -         -          -              -            -              -            -            .          -            -             callback:speak callback:keys -            survey:last  -    -
5          -              storm:ask -           storm:ask storm:ask  .            main:speak   -         -          -              -            -              -            -            .          -            -             queue:ask      callback:keys -            survey:last  -    -
*          -              storm:ask -           storm:ask storm:ask  .            main:speak   -         -          -              -            -              -            -            .          -            -             queue:ask      callback:keys -            survey:speak -    -
#          -              storm:ask -           storm:ask storm:ask  .            main:speak   -         -          -              -            -              -            -            lookup:ask -            -             queue:ask      .             message:last survey:speak -    -
NoKey      -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
Free       -              -         -           -         -          -            -            -         queue:wait .              -            -              -            -            -          -            -             -              -             -            -            -    -
Nobody     -              -         -           -         -          -            -            -         duty:dial  duty:dial      -            -              -            -            -          -            -             -              -             -            -            -    -
Full       -              -         -           -         -          -            -            -         second:ask .              -            -              -            -            -          -            -             -              -             -            -            -    -
QueueOld   -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
Found      -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          lookup:last  -             -              -             -            -            -    -
NotFound   -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          lookup:speak -             -              -             -            -            -    -
Away       -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          queue:ask    -             -              -             -            -            -    -
Incident   -              -         storm:speak -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
Calm       -              -         main:speak  -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
Talking    -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             .            -            -    -
Quiet      -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             .            -            -    -
Taken      -              -         -           -         -          -            -            -         -          queue:served   queue:served queue:served   queue:served -            -          -            -             -              -             -            -            -    -
Returned   -              -         -           -         -          -            -            -         -          -              -            -              -            queue:wait   -          -            -             -              -             -            -            -    -
Left       -              -         -           -         -          -            -            -         -          -              -            -              -            survey:speak -          -            -             -              -             -            -            -    -
TakenOver  -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            queue:served  -              -             -            -            -    -
TakenOff   -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             -            -            -    -
DialFailed -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            message:speak -              -             -            -            -    -
Gone       -              -         -           -         -          -            -            -         -          -              -            -              -            -            -          -            -             -              -             over         -            -    -
`

func cell(before, after State, effects []Effect) string {
	switch {
	case before == after && effects == nil:
		return "-"
	case before.Node == after.Node && before.Phase == after.Phase:
		return "."
	case after.Phase == PhaseOver:
		return "over"
	}
	return fmt.Sprintf("%s:%s", after.Node, after.Phase)
}

func TestEveryNodeAndEvent(t *testing.T) {
	kinds := map[string]bool{}
	rows := strings.Split(strings.TrimSpace(matrix), "\n")
	for _, row := range rows[1:] {
		cells := strings.Fields(row)
		if len(cells) != len(situations)+1 {
			t.Fatalf("row %q has %d cells", cells[0], len(cells))
		}
		for i, situation := range situations {
			t.Run(situation.name+"→"+cells[0]+"→"+cells[i+1], func(t *testing.T) {
				c := situation.who()
				before := c.State
				ev := matrixEvent(cells[0], c.Turn)
				kinds[fmt.Sprintf("%T", ev)] = true
				c.step(ev)
				if got := cell(before, c.State, c.effects); got != cells[i+1] {
					t.Errorf("got %s (%+v, %v)", got, c.State, c.effects)
				}
			})
		}
	}
	if len(kinds) != 16 {
		t.Errorf("%d kinds of event in the matrix, want 16", len(kinds))
	}
}

// wait gives the effect after a while.
func timer(turn int, d time.Duration) Effect { return SetTimer{turn, d} }

func TestEffects(t *testing.T) {
	tests := map[string]struct {
		who  func() *caller // does the last step itself
		want []Effect
	}{
		"play→says all prompts": {
			func() *caller { return at("greeting") },
			[]Effect{Play{1, []Sound{Prompt("hello"), Prompt("recorded")}}},
		},
		"play→a key cuts it short": {
			func() *caller { return at("greeting").keys("1") },
			[]Effect{StopPlay{}, AskIncident{2, ""}, timer(2, askLimit)},
		},
		"typed ahead of the menu, nothing to announce→the choice is taken unheard": {
			func() *caller { c := at("greeting").keys("2"); c.step(IncidentIs{Turn: c.Turn}); return c },
			[]Effect{Play{3, []Sound{Prompt("code")}}},
		},
		"typed ahead of news→the news is heard, the key is dropped": {
			func() *caller {
				c := at("greeting").keys("1")
				c.step(IncidentIs{c.Turn, "i1", "/w"})
				return c
			},
			[]Effect{Play{3, []Sound{File("/w")}}},
		},
		"menu, without barge→a key while it speaks is dropped": {
			func() *caller { return at("slow").keys("1") }, nil,
		},
		"menu→prompt heard→waits for the first key": {
			func() *caller { return at("main").said() }, []Effect{timer(2, 5*time.Second)},
		},
		"menu→a key that may go on→waits for the next": {
			func() *caller { return at("main").said().keys("1") }, []Effect{timer(3, 2*time.Second)},
		},
		"menu→it does not go on→taken": {
			func() *caller { c := at("main").said().keys("1"); c.step(TimerFired{c.Turn}); return c },
			[]Effect{AskQueue{4, "desk"}, timer(4, askLimit)},
		},
		"menu→two keys, the longest choice": {
			func() *caller { return at("main").said().keys("11") }, []Effect{timer(4, 2*time.Second)},
		},
		"menu→three keys, no longer one can be meant": {
			func() *caller { return at("main").said().keys("114") }, []Effect{Play{5, []Sound{Prompt("putting-through")}}},
		},
		"menu→digits too fast: the first is the choice, the second is for the next menu": {
			func() *caller { return at("main").said().keys("12") }, []Effect{AskQueue{4, "desk"}, timer(4, askLimit)},
		},
		"menu→digits too fast for a menu without barge→the second is dropped": {
			func() *caller { return at("main").keys("31") }, nil,
		},
		"menu→# means nothing→said again": {
			func() *caller { return at("main").said().keys("#") }, []Effect{Play{3, []Sound{Prompt("wrong"), Prompt("menu")}}},
		},
		"menu→silence→said again": {
			func() *caller { c := at("main").said(); c.step(TimerFired{c.Turn}); return c },
			[]Effect{Play{3, []Sound{Prompt("silent"), Prompt("menu")}}},
		},
		"menu→once too often→last word, then on": {
			func() *caller { return at("main").keys("##") }, []Effect{StopPlay{}, Play{3, []Sound{Prompt("wrong"), Prompt("menu")}}},
		},
		"menu→three times wrong": {
			func() *caller { return at("main").keys("###") }, []Effect{StopPlay{}, Play{4, []Sound{Prompt("wrong")}}},
		},
		"queue→full→overflow": {
			func() *caller {
				c := at("queue")
				c.step(QueueIs{Turn: c.Turn, SignedIn: 1, Length: 10})
				return c
			},
			[]Effect{AskQueue{2, "second"}, timer(2, askLimit)},
		},
		"queue→an operator is free→no words": {
			func() *caller { return at("queue").free() },
			[]Effect{Join{Queue: "desk", Stays: true}, timer(2, lookEvery)},
		},
		"queue→nobody is free→welcome, and what can be done meanwhile": {
			func() *caller { return at("queue").busy() },
			[]Effect{Join{Queue: "desk", Stays: true}, Play{2, []Sound{Prompt("welcome")}}},
		},
		"queue→welcomed→what can be done meanwhile": {
			func() *caller { return at("queue").busy().said() }, []Effect{Play{3, []Sound{Prompt("offer")}}},
		},
		"queue→told once, the keys come with every announcement": {
			func() *caller {
				c := at("queue").busy().said().said()
				c.after(time.Minute, TimerFired{c.Turn})
				return c.busy()
			},
			[]Effect{Play{6, []Sound{Prompt("busy"), Prompt("offer")}}},
		},
		"queue→wishes": {
			func() *caller { return at("second").free() },
			[]Effect{Join{Queue: "second", Priority: 2, Skills: []string{"lang:en"}}},
		},
		"queue→place and wait, as told": {
			func() *caller {
				c := at("queue").free()
				c.after(time.Minute, TimerFired{c.Turn})
				c.step(QueueIs{Turn: c.Turn, SignedIn: 1, Place: 3, From: time.Minute, Upto: 2 * time.Minute})
				return c
			},
			[]Effect{Play{4, []Sound{Prompt("busy"), Place(3), Expect{time.Minute, 2 * time.Minute}}}},
		},
		"queue→a worse place and a longer wait are not told": {
			func() *caller {
				c := at("queue").free()
				for _, is := range []QueueIs{{SignedIn: 1, Place: 3, Upto: 2 * time.Minute}, {SignedIn: 1, Place: 4, Upto: 3 * time.Minute}} {
					c.after(time.Minute, TimerFired{c.Turn})
					is.Turn = c.Turn
					c.step(is)
					if is.Place == 3 {
						c.said().said()
					}
				}
				return c
			},
			[]Effect{Play{8, []Sound{Prompt("busy"), Prompt("offer")}}},
		},
		"queue→away and back→still nothing worse": {
			func() *caller {
				c := at("queue").free()
				c.after(time.Minute, TimerFired{c.Turn})
				c.step(QueueIs{Turn: c.Turn, SignedIn: 1, Place: 3, From: time.Minute, Upto: 3 * time.Minute})
				c.said().settled().keys("1").keys("9") // the offer, and no wish for it
				c.busy().said().said()
				c.after(time.Minute, TimerFired{c.Turn})
				c.step(QueueIs{Turn: c.Turn, SignedIn: 1, Place: 6, From: 4 * time.Minute, Upto: 9 * time.Minute})
				return c
			},
			[]Effect{Play{12, []Sound{Prompt("busy"), Prompt("offer")}}},
		},
		"queue→the limit is nearer than the next announcement": {
			func() *caller {
				c := at("queue").free()
				c.now = c.now.Add(4*time.Minute + 50*time.Second)
				c.step(Taken{})
				c.step(Returned{})
				return c
			},
			[]Effect{timer(4, againAfter)},
		},
		"queue→back from an operator, long after the limit→one more chance": {
			func() *caller {
				c := at("queue").free()
				c.step(Taken{})
				c.after(time.Hour, Returned{})
				return c
			},
			[]Effect{timer(4, againAfter)},
		},
		"queue→limit→elsewhere": {
			func() *caller { c := at("queue").free(); c.after(5*time.Minute, TimerFired{c.Turn}); return c },
			[]Effect{Leave{}, AskQueue{3, "second"}, timer(3, askLimit)},
		},
		"queue→not alone→looked at again, nothing said": {
			func() *caller {
				c := at("queue").free()
				c.after(lookEvery, TimerFired{c.Turn})
				return c.busy()
			},
			[]Effect{timer(4, lookEvery)},
		},
		"queue→everybody has gone home meanwhile→elsewhere": {
			func() *caller {
				c := at("queue").free()
				c.after(lookEvery, TimerFired{c.Turn})
				c.step(QueueIs{Turn: c.Turn})
				return c
			},
			[]Effect{Leave{}, Dial{[]string{"0225300001", "0225300002"}, 25 * time.Second, ""}},
		},
		"queue→all are on a pause→an ordinary call waits": {
			func() *caller { return at("queue").busy() },
			[]Effect{Join{Queue: "desk", Stays: true}, Play{2, []Sound{Prompt("welcome")}}},
		},
		"queue→all are on a pause→an emergency does not": {
			func() *caller { return at("urgent").busy() }, []Effect{Dial{[]string{"0225300001", "0225300002"}, 25 * time.Second, ""}},
		},
		"queue→the last one pauses while an emergency waits": {
			func() *caller {
				c := at("urgent")
				c.step(QueueIs{Turn: c.Turn, SignedIn: 1, AtWork: 1})
				c.after(lookEvery, TimerFired{c.Turn})
				return c.busy()
			},
			[]Effect{Leave{}, Dial{[]string{"0225300001", "0225300002"}, 25 * time.Second, ""}},
		},
		"queue→offer taken up while it is said": {
			func() *caller { return at("queue").busy().said().settled().keys("1") },
			[]Effect{StopPlay{}, Leave{}, Play{4, []Sound{Prompt("call-you")}}},
		},
		"queue→an operator has it→no more words": {
			func() *caller {
				c := at("queue").busy()
				c.step(Taken{})
				return c
			},
			[]Effect{StopPlay{}},
		},
		"lookup→#→asked": {
			func() *caller { return at("lookup").keys("260000017#") }, []Effect{AskTicket{11, "260000017"}, timer(11, askLimit)},
		},
		"lookup→*→typed anew": {
			func() *caller { return at("lookup").keys("99*26#") }, []Effect{AskTicket{7, "26"}, timer(7, askLimit)},
		},
		"lookup→found→spoken": {
			func() *caller {
				c := at("lookup").keys("26#")
				c.step(TicketIs{Turn: c.Turn, State: "done"})
				return c
			},
			[]Effect{LookedUp{Code: "26"}, Play{5, []Sound{Ticket{"26", "done"}}}},
		},
		"lookup→none such, twice→an operator": {
			func() *caller {
				c := at("lookup").keys("26#")
				c.step(TicketIs{Turn: c.Turn})
				c.keys("27#")
				c.step(TicketIs{Turn: c.Turn})
				return c
			},
			[]Effect{LookedUp{}, Play{9, []Sound{Prompt("no-such")}}}, // what was typed is nobody's
		},
		"dial→an emergency number": {
			func() *caller { return at("fire").said() }, []Effect{Dial{[]string{"114", "0225300114"}, 20 * time.Second, "114"}},
		},
		"dial→a list": {
			func() *caller { return at("duty") }, []Effect{Dial{[]string{"0225300001", "0225300002"}, 25 * time.Second, ""}},
		},
		"dial→an empty list→failed": {
			func() *caller { return at("nobody") }, []Effect{Play{2, []Sound{Prompt("goodbye")}}},
		},
		"callback→1→at this number": {
			func() *caller { return at("callback").settled().keys("1") },
			[]Effect{StopPlay{}, CallBack{}, Play{2, []Sound{Prompt("will-call")}}},
		},
		"callback→another number": {
			func() *caller { return at("callback").settled().keys("20912345678#") },
			[]Effect{CallBack{"0912345678"}, Play{13, []Sound{Prompt("will-call")}}},
		},
		"callback→what is no number→asked once more": {
			func() *caller { return at("callback").settled().keys("2").settled().keys("11#") }, []Effect{Play{5, []Sound{Prompt("which-number")}}},
		},
		"callback→the key that led to the number, pressed twice, is none of its digits": {
			func() *caller { return at("callback").settled().keys("22#*0912345678#") },
			[]Effect{CallBack{"0912345678"}, Play{13, []Sound{Prompt("will-call")}}},
		},
		"callback→a number that nobody would dial→asked once more, not promised": {
			func() *caller { return at("callback").settled().keys("2").settled().keys("0412345678#") }, []Effect{Play{13, []Sound{Prompt("which-number")}}},
		},
		"callback→no wish for it→at once": {
			func() *caller { return at("callback").keys("3") },
			[]Effect{StopPlay{}, AskQueue{2, "desk"}, timer(2, askLimit)},
		},
		"callback→number withheld→asked for": {
			func() *caller {
				c := newCaller()
				c.Callable, c.Plan.Numbers["test"] = false, "callback"
				c.step(Begin{To: "test"})
				return c
			},
			[]Effect{Play{1, []Sound{Prompt("which-number")}}},
		},
		"message→after the tone": {
			func() *caller { return at("message").said() }, []Effect{BeginMessage{Begin: at("message").said().now}, timer(2, 8*time.Second)},
		},
		"message→speaks→only the limit counts": {
			func() *caller { c := at("message").said(); c.after(2*time.Second, Talking{}); return c },
			[]Effect{timer(3, 58*time.Second)},
		},
		"message→pause→silence ends it": {
			func() *caller {
				c := at("message").said()
				c.step(Talking{})
				c.after(20*time.Second, Quiet{})
				return c
			},
			[]Effect{timer(4, 3500*time.Millisecond)},
		},
		"message→pause→over": {
			func() *caller {
				c := at("message").said()
				c.step(Talking{})
				c.after(20*time.Second, Quiet{})
				c.after(3500*time.Millisecond, TimerFired{c.Turn})
				return c
			},
			[]Effect{EndMessage{Begin: noon, By: EndSilence, Left: true}, Play{5, []Sound{Prompt("kept")}}},
		},
		"message→from a landline→no SMS is promised": {
			func() *caller {
				c := at("message").said()
				c.SMS = false
				c.step(Talking{})
				c.now = c.now.Add(time.Minute / 2)
				return c.keys("#")
			},
			[]Effect{EndMessage{Begin: noon, By: EndKey, Left: true}, Play{4, []Sound{Prompt("kept-only")}}},
		},
		"message→limit": {
			func() *caller {
				c := at("message").said()
				c.step(Talking{})
				c.after(time.Minute, TimerFired{c.Turn})
				return c
			},
			[]Effect{EndMessage{Begin: noon, By: EndLimit, Left: true}, Play{4, []Sound{Prompt("kept")}}},
		},
		"message→nobody heard→asked to speak up": {
			func() *caller { c := at("message").said(); c.after(8*time.Second, TimerFired{c.Turn}); return c },
			[]Effect{Play{3, []Sound{Prompt("louder"), Beep}}},
		},
		"message→nobody heard, twice→kept all the same, from the first tone on": {
			func() *caller {
				c := at("message").said()
				c.after(8*time.Second, TimerFired{c.Turn})
				c.after(4*time.Second, Played{Turn: c.Turn})
				c.after(8*time.Second, TimerFired{c.Turn})
				return c
			},
			[]Effect{EndMessage{Begin: noon, By: EndSilence, Left: true, Unheard: true}, Play{5, []Sound{Prompt("kept")}}},
		},
		"message→heard while asked to speak up→goes on": {
			func() *caller {
				c := at("message").said()
				c.after(8*time.Second, TimerFired{c.Turn})
				c.step(Talking{})
				c.after(4*time.Second, Played{Turn: c.Turn})
				c.after(8*time.Second, TimerFired{c.Turn})
				return c
			},
			[]Effect{EndMessage{Begin: noon, By: EndSilence, Left: true}, Play{5, []Sound{Prompt("kept")}}},
		},
		"message→hangs up on being asked to speak up": {
			func() *caller {
				c := at("message").said()
				c.after(8*time.Second, TimerFired{c.Turn})
				c.step(Gone{})
				return c
			},
			[]Effect{StopPlay{}, EndMessage{Begin: noon, By: EndHangUp, Left: true, Unheard: true}},
		},
		"message→# on being asked to speak up": {
			func() *caller {
				c := at("message").said()
				c.after(8*time.Second, TimerFired{c.Turn})
				return c.keys("#")
			},
			[]Effect{StopPlay{}, EndMessage{Begin: noon, By: EndKey, Left: true, Unheard: true}, Play{4, []Sound{Prompt("kept")}}},
		},
		"message→hangs up at once→none": {
			func() *caller { c := at("message").said(); c.after(time.Second, Gone{}); return c },
			[]Effect{EndMessage{Begin: noon, By: EndHangUp, Unheard: true}},
		},
		"message→hangs up": {
			func() *caller { c := at("message").said(); c.after(10*time.Second, Gone{}); return c },
			[]Effect{EndMessage{Begin: noon, By: EndHangUp, Left: true, Unheard: true}},
		},
		"survey→a mark": {
			func() *caller { return at("survey").keys("5") }, []Effect{StopPlay{}, Rated{"5"}, Play{2, []Sound{Prompt("thanks")}}},
		},
		"survey→no mark, twice→over": {
			func() *caller { return at("survey").keys("99") }, []Effect{StopPlay{}, HangUp{}},
		},
		"announcement→joined": {
			func() *caller {
				c := at("storm")
				c.step(IncidentIs{c.Turn, "i1", "/w"})
				return c.said().settled().keys("1")
			},
			[]Effect{StopPlay{}, Joined{"i1", "1"}, Play{4, []Sound{Prompt("joined")}}},
		},
		"announcement→to a landline→it is asked to report, not offered an SMS": {
			func() *caller {
				c := at("storm")
				c.SMS = false
				c.step(IncidentIs{c.Turn, "i1", "/w"})
				return c.said()
			},
			[]Effect{Play{3, []Sound{Prompt("report-offer")}}},
		},
		"announcement→joined by a landline→no SMS is promised": {
			func() *caller {
				c := at("storm")
				c.SMS = false
				c.step(IncidentIs{c.Turn, "i1", "/w"})
				return c.said().settled().keys("1")
			},
			[]Effect{StopPlay{}, Joined{"i1", "1"}, Play{4, []Sound{Prompt("joined-only")}}},
		},
		"announcement→the key before it was explained→is explained": {
			func() *caller {
				c := at("storm")
				c.step(IncidentIs{c.Turn, "i1", "/w"})
				return c.settled().keys("11")
			},
			nil,
		},
		"announcement→not that one→the next": {
			func() *caller {
				c := at("storm")
				c.step(IncidentIs{c.Turn, "i1", "/w"})
				return c.keys("2")
			},
			[]Effect{StopPlay{}, AskIncident{3, "i1"}, timer(3, askLimit)},
		},
		"hangup→last word":  {func() *caller { return at("bye") }, []Effect{Play{1, []Sound{Prompt("goodbye")}}}},
		"hangup→heard→over": {func() *caller { return at("bye").said() }, []Effect{HangUp{}}},
		"closed→by the clock": {
			func() *caller {
				c := newCaller()
				c.now = noon.Add(11 * time.Hour)
				c.step(Begin{To: "any"})
				return c
			},
			[]Effect{Play{1, []Sound{Prompt("leave"), Beep}}},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.who().effects); diff != "" {
				t.Errorf("effects (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNobodyGoesRoundForEver(t *testing.T) {
	c := at("main")
	for range 10 * MaxNodes {
		c.keys("99999")
	}
	if c.Phase != PhaseOver || c.Steps > MaxNodes {
		t.Errorf("%+v", c.State)
	}
	loop := newCaller()
	loop.Plan.Nodes["a"], loop.Plan.Nodes["b"] = dialplan.GoTo{To: "b"}, dialplan.GoTo{To: "a"}
	loop.Plan.Numbers["test"] = "a"
	loop.step(Begin{To: "test"})
	if loop.Phase != PhaseOver {
		t.Errorf("%+v", loop.State)
	}
}

func TestMark(t *testing.T) {
	c := at("main").keys("#")
	version, s, ok := ReadMark(c.Mark(c.Plan.Version))
	if !ok || version != c.Plan.Version || s.Node != "main" || s.Tries != 1 || s.Phase != PhaseNone {
		t.Fatalf("%q, %+v, %v", version, s, ok)
	}
	again := newCaller()
	again.State = s
	again.step(Resume{})
	if diff := cmp.Diff([]Effect{Play{1, []Sound{Prompt("menu")}}}, again.effects); diff != "" || again.Tries != 1 {
		t.Errorf("%s, %+v", diff, again.State)
	}
	told := at("queue").busy()
	told.Told, told.Heard = true, Heard{Place: 3, From: time.Minute, Upto: 3 * time.Minute}
	if _, s, _ := ReadMark(told.Mark("v")); !s.Told || s.Heard != told.Heard {
		t.Errorf("%+v", s)
	}
	if version, s, ok := ReadMark("v/queue/1/1782907200000"); !ok || version != "v" || s.Node != "queue" || s.Tries != 1 || s.Since != noon.UnixMilli() {
		t.Errorf("of the release before: %+v, %t", s, ok)
	}
	for _, mark := range []string{"v/n/1/2/3", "v/n/1/2/0/0/0/-1", "", "/", "v/n/1", "v//1/2", "/n/1/2", "v/n/x/2", "v/n/1/x", "v/n/-1/2", "a/b/c/d/e"} {
		if _, _, ok := ReadMark(mark); ok {
			t.Errorf("%q was read", mark)
		}
	}
	for name, tc := range map[string]struct {
		resume Resume
		phase  Phase
		want   []Effect
	}{
		"queued: not welcomed again, the wait counts from its beginning": {
			Resume{Queued: true},
			PhaseWait,
			[]Effect{timer(1, lookEvery)},
		},
		"with an operator": {Resume{Served: true}, PhaseServed, nil},
		"not yet":          {Resume{}, PhaseAsk, []Effect{AskQueue{1, "desk"}, timer(1, askLimit)}},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCaller()
			_, c.State, _ = ReadMark(at("queue").Mark("v"))
			c.step(tc.resume)
			if diff := cmp.Diff(tc.want, c.effects); diff != "" || c.Phase != tc.phase {
				t.Errorf("%s\n%+v", diff, c.State)
			}
		})
	}
}

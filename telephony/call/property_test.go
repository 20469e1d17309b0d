package call

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// world is what Asterisk and the floor would look like if every effect worked.
type world struct {
	up       bool // the citizen's channel is answered
	led      bool // the flow leads the citizen
	music    bool
	inBridge bool // the citizen
	leg      int  // the turn whose operator's channel is in the bridge, or 0
	joining  int
	prepared string // whose channel is made while the call rings
	operator string // taken
	queued   bool
	held     bool
	fallback bool
	leading  bool // what is adopted was led by the flow
	ringing  bool
	out      int // turn of the telephone outside, or 0
	outUp    bool
	callBack bool
	called   bool     // the citizen of a call-back
	tries    []string // told of it
	ends     []Ended
}

func (w *world) apply(t *rapid.T, effects []Effect) {
	for _, ef := range effects {
		switch e := ef.(type) {
		case Lead:
			w.led = e.News == NewsBegun || e.News == NewsLeft || e.News == NewsUnheard || e.News == NewsAdopted && w.leading
		case StartMusic:
			w.music = true
		case StopMusic:
			w.music = false
		case Enqueue:
			if w.operator != "" {
				t.Fatalf("queued while %s has it", w.operator)
			}
			w.queued = true
		case Dequeue:
			w.queued = false
		case OfferTo:
			w.take(t, e.Operator)
			w.queued = false
		case EngageOperator:
			w.take(t, e.Operator)
		case FreeOperator:
			if e.Operator == "" || e.Operator != w.operator {
				t.Fatalf("freed %q while %q has it", e.Operator, w.operator)
			}
			w.noLeg(t)
			w.operator = ""
		case PrepareLeg:
			w.noLeg(t)
			w.prepared = e.Operator
		case JoinOperator:
			if w.prepared != "" && w.prepared != e.Operator {
				t.Fatalf("%s joins with the leg of %s", e.Operator, w.prepared)
			}
			w.prepared = ""
			w.noLeg(t)
			w.joining = e.Turn
		case DropOperatorLeg:
			w.leg, w.joining, w.prepared = 0, 0, ""
		case EnterBridge:
			if e.Turn != w.leg && e.Turn != w.out {
				t.Fatalf("citizen joined to leg %d, there is %d, and %d outside", e.Turn, w.leg, w.out)
			}
			w.inBridge = true
		case LeaveBridge:
			w.inBridge = false
		case MarkHeld:
			w.held = e.On
		case Ring:
			w.ringing, w.led = true, false
		case StopRing:
			w.ringing = false
		case CallOut:
			if w.out != 0 || e.Number == "" {
				t.Fatalf("calls %q out beside another", e.Number)
			}
			w.out = e.Turn
		case DropOut:
			w.out, w.outUp = 0, false
		case CallCitizen:
			w.called = true
		case Tried:
			w.tries = append(w.tries, e.Try)
		case HangUpCaller, ToFallback:
			w.up, w.fallback = false, true
		case Note:
			if end, ok := e.Data.(Ended); ok {
				w.ends = append(w.ends, end)
			}
		case Answer, StopSpeech, MarkOperator, AwaitOperator, SendDigits, CleanUp:
		}
	}
}

// noLeg: no operator is in Asterisk where none may be.
func (w *world) noLeg(t *rapid.T) {
	if w.leg != 0 || w.joining != 0 || w.prepared != "" {
		t.Fatalf("an operator's leg is left: %+v", w)
	}
}

func (w *world) take(t *rapid.T, operator string) {
	if w.operator != "" && w.operator != operator {
		t.Fatalf("%s takes it while %s has it", operator, w.operator)
	}
	w.operator = operator
}

// before lets the world follow an event that was not refused.
func (w *world) before(m Model, ev Event) {
	switch e := ev.(type) {
	case Answered:
		w.up = true
	case Adoption:
		w.up, w.inBridge, w.held = true, e.Past.Operator != "" && !e.Held, e.Held
		w.leading = e.Past.Operator == "" && !e.Queued && e.Number == ""
		if e.Number != "" {
			w.out, w.outUp, w.inBridge = 1, true, true
		}
	case CallBackDue:
		w.callBack = true
	case CitizenUp:
		w.up = true
	case QueueAsked:
		w.led = false
	case LeaveAsked:
		w.led = true
	case OutEarly, OutAnswered:
		w.outUp = true
	case LegUp:
		w.leg, w.joining = m.Turn, 0
	case LegLost:
		w.leg = 0
	case CallerGone, LeftStasis, Vanished:
		w.up = false
	}
}

func (w *world) check(t *rapid.T, m Model) {
	voice := w.inBridge && (w.leg != 0 || w.out != 0 && w.outUp)
	if (w.out != 0) != (m.State == StateForwarding || m.State == StateForwarded) && m.State != StateEnded {
		t.Fatalf("%s with %d outside", m.State, w.out)
	}
	if w.up && m.State != StateEnded && w.ringing != (m.State == StateForwarding && !m.Early) {
		t.Fatalf("%s, ringing %v", m.State, w.ringing)
	}
	if m.State == StateForwarded && (!voice || w.music) {
		t.Fatalf("forwarded without a voice, or with music: %+v", w)
	}
	if w.up && m.State != StateEnded && m.State != StateArriving && !w.led && !w.music && !w.ringing && !voice {
		t.Fatalf("%s: the citizen hears nothing", m.State)
	}
	if m.State == StateTalking && (!voice || w.music) {
		t.Fatalf("talking without a voice, or with music: %+v", w)
	}
	if m.State == StateHeld && (w.inBridge || w.leg == 0 || !w.held) {
		t.Fatalf("held wrongly: %+v", w)
	}
	if w.inBridge != m.InBridge() && m.State != StateEnded {
		t.Fatalf("%s, and the citizen is in the bridge", m.State)
	}
	if (w.prepared != "") != (m.State == StateOffered) || w.prepared != "" && w.prepared != m.Operator {
		t.Fatalf("%s to %q with the leg of %q prepared", m.State, m.Operator, w.prepared)
	}
	if (w.joining != 0) != (m.State == StateConnecting && !m.Ready) || (w.leg != 0) != (m.State == StateTalking || m.State == StateHeld || m.Ready) {
		t.Fatalf("%s with a wrong leg: %+v", m.State, w)
	}
	if w.up && w.led != (m.State == StateMenu) || w.led && w.music {
		t.Fatalf("%s, led %v, music %v", m.State, w.led, w.music)
	}
	if w.queued != (m.State == StateQueued) {
		t.Fatalf("%s, but in the queue: %v", m.State, w.queued)
	}
	if w.operator != m.Operator && m.State != StateEnded {
		t.Fatalf("%s: operator %q, held by %q", m.State, m.Operator, w.operator)
	}
	if machine := m.Ended.Reason.machine(); machine && !m.CallBack {
		t.Fatalf("no call-back, and ended by %s", m.Ended.Reason)
	}
	has := slices.Contains([]State{StateOffered, StateConnecting, StateTalking, StateHeld, StateRecovering}, m.State)
	if has != (m.Operator != "") && m.State != StateEnded {
		t.Fatalf("%s with operator %q", m.State, m.Operator)
	}
	if m.State == StateEnded && (w.operator != "" || w.leg != 0 || w.joining != 0 || w.queued || w.out != 0) {
		t.Fatalf("after the end: %+v", w)
	}
	// A call-back is told to its claim once: reached, or what else it came to. The
	// journal knows it from the moment in which the citizen is called.
	if told := m.State == StateEnded || !m.Out; w.callBack && told != (len(w.tries) == 1) || len(w.tries) > 1 {
		t.Fatalf("%s, out %v, told %v", m.State, m.Out, w.tries)
	}
	if w.callBack && !w.called {
		if len(w.ends) > 0 {
			t.Fatalf("the end of a call-back is journalled that was no call: %v", w.ends)
		}
		return
	}
	if (m.State == StateEnded) != (len(w.ends) == 1) || len(w.ends) > 1 {
		t.Fatalf("%s with ends %v", m.State, w.ends)
	}
}

func anyEvent() *rapid.Generator[Event] {
	ops := rapid.SampledFrom([]string{op, other})
	return rapid.Custom(func(t *rapid.T) Event {
		who := ops.Draw(t, "operator")
		turn := rapid.IntRange(0, 12).Draw(t, "turn")
		flag := rapid.Bool().Draw(t, "flag")
		// Ends are rare, so that long lives are seen too.
		common := []Event{
			Answered{},
			QueueAsked{Place{Queue: "q", Stays: flag}},
			LeaveAsked{},
			DialAsked{"113 114"},
			OutEarly{turn},
			OutAnswered{Turn: turn},
			OutFailed{turn, "busy"},
			OutGone{turn},
			CitizenUp{},
			CitizenFailed{Try: "busy"},
			CallBackOff{},
			CallBackYields{},
			FaxHeard{},
			VoicemailAsked{who},
			Recorded{Kind: KindRated, Served: flag},
			Assigned{who},
			Accepted{who},
			Rejected{who},
			OfferTimedOut{turn},
			OperatorGone{who},
			OperatorReturned{who},
			LegUp{turn},
			LegFailed{turn},
			LegLost{turn},
			HoldAsked{who},
			ResumeAsked{who},
			AskedDigit{who, "1"},
			DigitHeard{"2"},
			GraceOver{turn},
		}
		if rapid.IntRange(0, 15).Draw(t, "end") == 0 {
			return rapid.SampledFrom([]Event{
				OperatorHangup{who},
				CallerGone{Cause: rapid.SampledFrom([]int{0, 16, 44, 38}).Draw(t, "cause")},
				LeftStasis{},
				Vanished{flag},
				Failed{},
				Completed{},
				Incoming{},
				Adoption{},
			}).Draw(t, "ending")
		}
		return rapid.SampledFrom(common).Draw(t, "event")
	})
}

// fitting is what may happen next, so that long lives are seen too.
func fitting(m Model) []Event {
	o := m.Operator
	switch m.State {
	case StateArriving:
		return []Event{Answered{}}
	case StateMenu:
		return []Event{QueueAsked{Place{Queue: "q"}}, QueueAsked{Place{Queue: "q", Stays: true}}, DialAsked{"113 114 115"}}
	case StateForwarding:
		return []Event{OutEarly{m.Turn}, OutAnswered{Turn: m.Turn}, OutFailed{m.Turn, "busy"}, LegFailed{m.Turn}}
	case StateForwarded:
		return []Event{DigitHeard{"1"}, OutGone{m.Turn}, LegFailed{m.Turn}}
	case StateQueued:
		return []Event{Assigned{op}, Assigned{other}, LeaveAsked{}}
	case StateOffered:
		return []Event{Accepted{o}, Accepted{o}, Rejected{o}, OfferTimedOut{m.Turn}, OperatorGone{o}}
	case StateConnecting:
		if m.Out {
			return []Event{LegUp{m.Turn}, CitizenUp{}, CitizenUp{}, CitizenFailed{Try: "busy"}, CallBackYields{}, LegFailed{m.Turn}, OperatorGone{o}}
		}
		return []Event{LegUp{m.Turn}, LegUp{m.Turn}, LegFailed{m.Turn}, LegLost{m.Turn}, OperatorGone{o}}
	case StateTalking:
		return []Event{HoldAsked{o}, VoicemailAsked{o}, AskedDigit{o, "1#"}, OperatorGone{o}, LegLost{m.Turn}, LegFailed{m.Turn}, OperatorHangup{o}}
	case StateHeld:
		return []Event{ResumeAsked{o}, OperatorGone{o}, LegLost{m.Turn}, LegFailed{m.Turn}}
	case StateRecovering:
		return []Event{OperatorReturned{o}, OperatorReturned{o}, GraceOver{m.Turn}}
	case StateNew, StateEnded:
	}
	return []Event{Failed{}}
}

func next(t *rapid.T, m Model) Event {
	if rapid.IntRange(0, 3).Draw(t, "odd") == 0 {
		return anyEvent().Draw(t, "any")
	}
	return rapid.SampledFrom(fitting(m)).Draw(t, "fitting")
}

func TestAnyLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.SampledFrom([]Event{
			Incoming{},
			Adoption{},
			Adoption{Queued: true},
			Adoption{Number: "113"},
			CallBackDue{Place{Queue: "q"}},
			Adoption{Past: Adopted{Operator: op}},
			Adoption{Past: Adopted{Operator: op}, Held: true},
			Adoption{Past: Adopted{Operator: op}, CallBack: true},
		}).Draw(t, "first")
		var m Model
		w := &world{}
		step := func(ev Event) {
			after, effects, err := Transition(m, ev)
			if err != nil {
				if after != m || effects != nil {
					t.Fatalf("%#v refused, but something changed", ev)
				}
				return
			}
			if m.State == StateEnded {
				t.Fatalf("%#v after the end", ev)
			}
			w.before(m, ev)
			w.apply(t, effects)
			m = after
			w.check(t, m)
		}
		step(first)
		for range rapid.IntRange(0, 40).Draw(t, "length") {
			step(next(t, m))
		}
		end := m.Ended
		ended := m.State == StateEnded
		step(CallerGone{Cause: 16})
		if ended && m.Ended != end {
			t.Fatalf("the end was rewritten: %v, then %v", end, m.Ended)
		}
	})
}

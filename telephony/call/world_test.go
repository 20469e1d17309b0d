package call

import (
	"slices"
	"strings"

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
	callBack bool
	placed   bool
	called   bool     // the citizen whom we call
	tries    []string // told of a call-back
	ends     []Ended

	out     int  // count of the telephone outside, or 0
	outUp   bool // it answered
	outIn   bool // it is in the bridge
	person  bool // it may be left alone with the citizen
	marked  bool // as that, on its channel
	number  string
	service string                              // whose it is, on its channel
	marks   struct{ operator, emergent string } // on the citizen's
	handed  Handed

	leader   string // taken
	leaderUp bool
	attached Attach
	attachTo int // the operator's leg, or the telephone outside, that the leader's channel is at
	recorded string
}

func (w *world) apply(t *rapid.T, before, after Model, effects []Effect) {
	w.survives(t, before, after, nil)
	for i, ef := range effects {
		if !w.beside(t, after, ef) {
			w.main(t, after, ef)
		}
		w.survives(t, before, after, effects[:i+1])
		// Not even for a moment does anybody hear whom they hear neither before nor after.
		for _, p := range Parties {
			for _, other := range w.hears(p) {
				if !slices.Contains(Hears(before, p), other) && !slices.Contains(Hears(after, p), other) {
					t.Fatalf("%s hears %s for a moment, after %#v of %#v", p, other, ef, effects)
				}
			}
		}
	}
}

func (w *world) main(t *rapid.T, after Model, ef Effect) {
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
		if w.leg != 0 && w.leg == after.Turn && after.Operator != "" && after.Operator != e.Operator {
			w.operator = "" // another's leg is in its place
			break
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
		if w.music {
			t.Fatal("the citizen enters the bridge with music, which may go on there")
		}
		if e.Turn != after.Turn || w.leg == 0 && w.out == 0 {
			t.Fatalf("citizen joined in turn %d of %d, to leg %d, and %d outside", e.Turn, after.Turn, w.leg, w.out)
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
	case MarkOperator:
		w.marks.operator = e.Operator
	case MarkHanded:
		w.handed = e.How
	case Answer, StopSpeech, AwaitOperator, SendDigits, CleanUp:
	default:
		t.Fatalf("%#v is not known", ef)
	}
}

// beside is the effects on a telephone outside, and on a shift leader; false for others.
func (w *world) beside(t *rapid.T, after Model, ef Effect) bool {
	switch e := ef.(type) {
	case CallOut:
		if w.out != 0 || e.Number == "" || e.Turn != after.Dialled {
			t.Fatalf("calls %q out beside another", e.Number)
		}
		w.out, w.outUp, w.outIn, w.person, w.marked, w.number = e.Turn, false, true, false, after.Keyless(), e.Number
		w.service = map[bool]string{true: after.Officer.Unit}[after.Officer.Urgent]
	case DropOut:
		if w.out == 0 {
			t.Fatal("a telephone outside is dropped twice")
		}
		w.out, w.outUp, w.outIn, w.person = 0, false, false, false
	case Brief:
		w.hasOut(t, e.Turn, after)
		w.outIn = false
	case HoldOut:
		w.hasOut(t, w.out, after)
		w.outIn = false
	case JoinOut:
		w.hasOut(t, e.Turn, after)
		w.outIn = true
	case MarkOut:
		w.hasOut(t, w.out, after)
		if !w.person {
			t.Fatal("marked as confirmed is whom nobody has confirmed")
		}
		w.marked = true
	case MarkEmergency:
		w.marks.emergent = e.Numbers
	case BeginRecording:
		if w.recorded != "" || w.leg == 0 || e.Operator != w.operator {
			t.Fatalf("%s is recorded beside %s", e.Operator, w.recorded)
		}
		w.recorded = e.Operator
	case EndRecording:
		if w.recorded == "" {
			t.Fatal("no recording to end")
		}
		w.recorded = ""
	case EngageLeader:
		if w.leader != "" {
			t.Fatalf("%s watches beside %s", e.Leader, w.leader)
		}
		w.leader = e.Leader
	case JoinLeader:
	case FreeLeader:
		if e.Leader == "" || e.Leader != w.leader || w.leaderUp {
			t.Fatalf("freed %q while %q watches: %+v", e.Leader, w.leader, w)
		}
		w.leader = ""
	case Attach:
		if !w.leaderUp {
			t.Fatal("a leader without a channel is attached")
		}
		w.attached, w.attachTo = e, map[Party]int{PartyOperator: w.leg, PartyOfficer: w.out}[e.At]
	case DropLeader:
		w.leaderUp, w.attached = false, Attach{}
	case Promote:
		if !w.leaderUp || e.Operator != w.leader {
			t.Fatalf("%s takes over while %q watches", e.Operator, w.leader)
		}
		w.leader, w.leaderUp, w.attached = "", false, Attach{}
		w.leg = e.Turn
	default:
		return false
	}
	return true
}

func (w *world) hasOut(t *rapid.T, turn int, after Model) {
	if turn == 0 || turn != w.out || turn != after.Dialled || !w.outUp {
		t.Fatalf("nobody is there of whom it is asked: %+v", w)
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

// hears is whose voice reaches a party through what is joined to what.
func (w *world) hears(p Party) []Party {
	in := map[Party]bool{
		PartyCitizen: w.inBridge, PartyOperator: w.leg != 0, PartyOfficer: w.outIn && w.outUp,
		PartyLeader: w.attached.Mode == ModeBarge,
	}
	at := w.attached.At == PartyOperator && w.leg == w.attachTo && w.leg != 0 ||
		w.attached.At == PartyOfficer && w.out == w.attachTo && w.outIn
	var heard []Party
	for _, other := range Parties {
		whispered := other == PartyLeader && p == PartyOperator && at && w.attached.Mode == ModeWhisper
		if other != p && (in[p] && in[other] || p == PartyLeader && at && in[other] || whispered) {
			heard = append(heard, other)
		}
	}
	return heard
}

// before lets the world follow an event that was not refused.
func (w *world) before(m Model, ev Event) {
	switch e := ev.(type) {
	case Answered:
		w.up = true
	case Adoption:
		w.adopted(e)
	case CallBackDue:
		w.callBack = true
	case CallAsked:
		w.placed = true
	case CitizenUp:
		w.up = true
	case QueueAsked:
		w.led = false
	case LeaveAsked:
		w.led = true
	case OutAnswered:
		w.outUp = true
		w.person = m.Officer.Urgent || m.State == StateForwarding
	case OutPressed:
		w.person = w.person || e.Digit == "1"
	case LegUp:
		w.leg, w.joining = m.Turn, 0
	case LegLost:
		w.leg = 0
	case LeaderUp:
		w.leaderUp = true
	case CallerGone, LeftStasis, Vanished:
		// With the channel all is gone that was on it, or that it was in.
		w.up, w.inBridge = false, false
		w.marks.operator, w.marks.emergent, w.handed = "", "", HandedNot
	}
}

func (w *world) adopted(e Adoption) {
	w.up, w.inBridge, w.held = true, e.Past.Operator != "" && !e.Held, e.Held
	waits := e.Queued || e.Placed && e.Place.Queue != "" // such a call is led by nobody
	w.leading = e.Past.Operator == "" && !waits && e.Number == "" && e.Urgent == ""
	w.placed, w.called = e.Placed, e.Placed
	w.marks.operator, w.marks.emergent, w.handed = e.Past.Operator, e.Urgent, e.Handed
	if e.Number != "" {
		w.out, w.outUp, w.outIn, w.person, w.marked = 1, true, true, true, true
		w.number, w.service = e.Number, e.Service
		w.inBridge = e.Together
	} else if e.Rings {
		w.out, w.outIn, w.marked, w.service = 1, true, true, e.Service
		w.number, _, _ = strings.Cut(e.Urgent, " ")
	}
}

func (w *world) check(t *rapid.T, m Model) {
	w.checkHearing(t, m)
	if machine := m.Ended.Reason.machine(); machine && !m.CallBack {
		t.Fatalf("no call-back, and ended by %s", m.Ended.Reason)
	}
	if m.State == StateEnded {
		if w.operator != "" || w.leg != 0 || w.joining != 0 || w.queued || w.out != 0 || w.leader != "" || w.leaderUp || w.recorded != "" {
			t.Fatalf("after the end: %+v", w)
		}
	} else {
		w.checkState(t, m)
	}
	// A call-back is told to its claim once: reached, or what else it came to. The
	// journal knows a call of ours from the moment in which the citizen is called.
	if told := m.State == StateEnded || !m.Out; w.callBack && told != (len(w.tries) == 1) || len(w.tries) > 1 || w.placed && len(w.tries) > 0 {
		t.Fatalf("%s, out %v, told %v", m.State, m.Out, w.tries)
	}
	if (w.callBack || w.placed) && !w.called {
		if len(w.ends) > 0 {
			t.Fatalf("the end of a call is journalled that was none: %v", w.ends)
		}
		return
	}
	if (m.State == StateEnded) != (len(w.ends) == 1) || len(w.ends) > 1 {
		t.Fatalf("%s with ends %v", m.State, w.ends)
	}
}

// checkHearing: who hears whom is what the Model says; the citizen always hears something,
// and nobody hears the citizen who might be a machine.
func (w *world) checkHearing(t *rapid.T, m Model) {
	for _, p := range Parties {
		got, want := w.hears(p), Hears(m, p)
		if m.State == StateEnded {
			want = nil
			if p == PartyCitizen {
				got = nil // is gone, whatever was asked of the bridge
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s/%s: %s hears %v, and should hear %v: %+v", m.State, m.Officer.Phase, p, got, want, w)
		}
	}
	voice := len(Hears(m, PartyCitizen)) > 0
	plays := m.State == StateForwarding && (m.Officer.Early || w.ringing) // its network, or we
	if answered := w.up && m.State != StateEnded && m.State != StateArriving; answered && !w.led && !w.music && !plays && !voice {
		t.Fatalf("%s: the citizen hears nothing", m.State)
	}
	if answered := w.up && m.State != StateEnded && m.State != StateArriving && !m.Out; answered && m.Waiting() != w.music {
		t.Fatalf("%s, music %v", m.State, w.music)
	}
	if voice && w.music {
		t.Fatalf("%s: the citizen hears music beside a voice", m.State)
	}
	if slices.Contains(Hears(m, PartyOfficer), PartyCitizen) && !w.person {
		t.Fatalf("%s/%s: a machine hears the citizen", m.State, m.Officer.Phase)
	}
	for p, modes := range map[Party][]Mode{
		PartyCitizen: {ModeBarge}, PartyOfficer: {ModeBarge}, PartyOperator: {ModeBarge, ModeWhisper},
	} {
		if slices.Contains(Hears(m, p), PartyLeader) && !slices.Contains(modes, m.Leader.Mode) {
			t.Fatalf("%s: %s hears a leader in mode %q", m.State, p, m.Leader.Mode)
		}
	}
}

func (w *world) checkState(t *rapid.T, m Model) {
	if (w.out != 0) != (m.Officer.Phase != PhaseNone) {
		t.Fatalf("%s/%s with %d outside", m.State, m.Officer.Phase, w.out)
	}
	if w.up && w.ringing != (m.State == StateForwarding && !m.Officer.Early) {
		t.Fatalf("%s, ringing %v", m.State, w.ringing)
	}
	if m.State == StateHeld && (w.inBridge || w.leg == 0 || !w.held) || w.held != m.Held {
		t.Fatalf("%s, held wrongly: %+v", m.State, w)
	}
	if w.inBridge != m.InBridge() {
		t.Fatalf("%s, and the citizen is in the bridge: %v", m.State, w.inBridge)
	}
	if (w.prepared != "") != (m.State == StateOffered) || w.prepared != "" && w.prepared != m.Operator {
		t.Fatalf("%s to %q with the leg of %q prepared", m.State, m.Operator, w.prepared)
	}
	if (w.joining != 0) != (m.State == StateConnecting && !m.Ready) || (w.leg != 0) != (m.conversing() || m.Ready) {
		t.Fatalf("%s with a wrong leg: %+v", m.State, w)
	}
	if w.up && w.led != (m.State == StateMenu) || w.led && w.music {
		t.Fatalf("%s, led %v, music %v", m.State, w.led, w.music)
	}
	if w.queued != (m.State == StateQueued) {
		t.Fatalf("%s, but in the queue: %v", m.State, w.queued)
	}
	if w.operator != m.Operator || w.leader != m.Leader.Name || w.leaderUp != m.Leader.Up {
		t.Fatalf("%s: operator %q, held by %q, and leader %+v, held by %q", m.State, m.Operator, w.operator, m.Leader, w.leader)
	}
	has := slices.Contains([]State{StateOffered, StateConnecting, StateTalking, StateHeld, StateRecovering}, m.State)
	if has != (m.Operator != "") {
		t.Fatalf("%s with operator %q", m.State, m.Operator)
	}
	if w.recorded != m.asideWith() || w.marks.emergent != m.urgently() || w.handed != m.Handed {
		t.Fatalf("%s/%s: recorded %q, to be called on %q, handed on %q", m.State, m.Officer.Phase, w.recorded, w.marks.emergent, w.handed)
	}
	if m.Officer.confirmed() && !w.marked {
		t.Fatalf("%s/%s, and nobody who adopts the call would know", m.State, m.Officer.Phase)
	}
	if m.left() && w.up {
		t.Fatalf("%s without a citizen, who is there", m.State)
	}
	if known := phasesOf(m); !slices.Contains(known[m.State], m.Officer.Phase) {
		t.Fatalf("%s with a telephone outside in phase %q", m.State, m.Officer.Phase)
	}
	if m.State == StateTalking && m.Officer.Phase == PhaseCalling && !m.Officer.Urgent {
		t.Fatal("the citizen hears how an officer is called")
	}
}

// phases are those that a telephone outside may have in a state.
var phases = map[State][]Phase{
	StateArriving: {PhaseNone}, StateMenu: {PhaseNone}, StateQueued: {PhaseNone}, StateOffered: {PhaseNone},
	StateConnecting: {PhaseNone, PhaseCalling, PhaseJoined},
	StateRecovering: {PhaseNone, PhaseCalling, PhaseJoined},
	StateTalking:    {PhaseNone, PhaseCalling, PhaseWaiting, PhaseJoined},
	StateHeld:       {PhaseNone, PhaseCalling, PhaseBriefed, PhaseAside},
	StateForwarding: {PhaseCalling},
	StateForwarded:  {PhaseJoined},
}

// leftPhases are the same of a call that the citizen has left.
var leftPhases = map[State][]Phase{
	StateTalking:    {PhaseNone, PhaseCalling, PhaseJoined},
	StateRecovering: {PhaseNone, PhaseCalling, PhaseWaiting},
	StateConnecting: {PhaseNone, PhaseCalling, PhaseWaiting},
}

func phasesOf(m Model) map[State][]Phase {
	if m.left() {
		return leftPhases
	}
	return phases
}

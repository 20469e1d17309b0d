package call

import (
	"slices"
	"strings"
)

// Phase is how far a telephone outside has come.
type Phase string

const (
	PhaseNone    Phase = ""
	PhaseCalling Phase = "calling" // it is being called; who is in the bridge hears what its network plays
	PhaseBriefed Phase = "briefed" // it answered, and hears what it is about, alone; a key shows that it is a person
	PhaseAside   Phase = "aside"   // speaks with the operator, while the citizen hears music
	PhaseWaiting Phase = "waiting" // hears music, while the operator speaks with the citizen
	PhaseJoined  Phase = "joined"  // speaks with the citizen, and with the operator if there is one
)

// Officer is a telephone outside: of an emergency service, of an officer on call.
type Officer struct {
	Phase Phase
	// Numbers are those that are called one after the other until one answers,
	// separated by spaces, the present one first.
	Numbers string
	Of      int    // how many they were at the beginning
	Early   bool   // its network plays something before it answers
	Unit    string // whose telephones they are: a unit, or an emergency service
	About   string // what it is about, for the words that are said to the officer
	// Urgent: an emergency service, whether the operator or the flow calls it. Citizen and
	// operator stay together while it is called, and nobody is asked for a key.
	Urgent bool
	Wrong  int // keys pressed instead of confirmKey
	// Outcome is what became of the last one, in PhaseNone: the operator is told that
	// nobody is there, until she goes on. Of an emergency service (Urgent) so is whoever has
	// the citizen next.
	Outcome string
}

// How a telephone outside that an operator had called was left (Consult.Outcome), beside
// those of package trunk.
const (
	OutcomeNoAnswer    = "no-answer"   // it rang in vain; as package trunk has it
	OutcomeUnjoined    = "unjoined"    // it answered, and could not be put beside the others
	OutcomeUnconfirmed = "unconfirmed" // it answered, and nobody pressed the key: a voicemail, most likely
	OutcomeHungUp      = "hung_up"     // the officer did, after having spoken with the operator or the citizen
	OutcomeReleased    = "released"    // the operator took the citizen back, or called the next number, or somebody else
	OutcomeCut         = "cut"         // we died, and hang up on whoever is not a person for certain
	OutcomeCallEnded   = "call_ended"  // with the call itself
)

const (
	// confirmKey is what an officer presses who is ready to speak.
	confirmKey = "1"
	// mostWrong is how often something else may be pressed.
	mostWrong = 3
)

// number is the one that is being called, or that answered.
func (o Officer) number() string {
	first, _, _ := strings.Cut(o.Numbers, " ")
	return first
}

func count(numbers string) int { return len(strings.Fields(numbers)) }

// Nth says which number it is of those that are called one after the other, counted from
// 1; 0 when that is not known any more.
func (o Officer) Nth() int {
	if o.Of == 0 || o.Numbers == "" {
		return 0
	}
	return o.Of - count(o.Numbers) + 1
}

// next is the same list without its first number; false when none is left.
func (o Officer) next() (Officer, bool) {
	_, rest, more := strings.Cut(o.Numbers, " ")
	o.Phase, o.Numbers, o.Early, o.Wrong = PhaseCalling, rest, false, 0
	return o, more
}

// gone is what is known of those whom nobody calls any more.
func (o Officer) gone(outcome string) Officer {
	return Officer{Unit: o.Unit, Urgent: o.Urgent, Outcome: outcome}
}

// unreached is what must not be forgotten of them when the operator has gone on, or is
// another: that help was called, and has not come.
func (o Officer) unreached() Officer {
	if o.Phase != PhaseNone || !o.Urgent {
		return Officer{}
	}
	return o
}

// confirmed: a person is there, or a service that is asked for no key.
func (o Officer) confirmed() bool {
	return o.Phase == PhaseAside || o.Phase == PhaseWaiting || o.Phase == PhaseJoined
}

// Keyless says that whoever answers outside is with the citizen at once, and asked for no
// key: an emergency service, or whom the flow calls.
func (m Model) Keyless() bool { return m.Officer.Urgent || !m.conversing() }

// conversing says whether the operator is in the bridge: with the citizen, or without.
func (m Model) conversing() bool { return m.State == StateTalking || m.State == StateHeld }

// reachable is a list without the numbers that this call must not reach.
func (m Model) reachable(numbers string) (string, error) {
	all, own := strings.Fields(numbers), strings.Fields(m.Own)
	if len(all) == 0 {
		return "", ErrNotNow
	}
	all = slices.DeleteFunc(all, func(n string) bool { return slices.Contains(own, n) })
	if len(all) == 0 {
		return "", ErrOwnNumber
	}
	return strings.Join(all, " "), nil
}

// consult puts the citizen on hold and calls an officer.
func (m Model) consult(e ConsultAsked) (Model, []Effect, error) {
	if !m.conversing() || m.Officer.Phase != PhaseNone {
		return m, nil, ErrNotNow
	}
	numbers, err := m.reachable(e.Numbers)
	if err != nil {
		return m, nil, err
	}
	var effects []Effect
	if m.State == StateTalking {
		m, effects = m.toMusic()
	}
	m.Officer = Officer{Phase: PhaseCalling, Numbers: numbers, Of: count(numbers), Unit: e.Unit, About: e.About}
	next, calling := m.callBeside()
	return next, append(effects, calling...), nil
}

// emergency calls an emergency service, whatever else is under way: there is one telephone
// outside, so an officer, or another service, is let go for it. The citizen is with the
// operator meanwhile. The same service asked for twice is called once.
func (m Model) emergency(e EmergencyAsked) (Model, []Effect, error) {
	o := m.Officer
	if !m.conversing() || o.Urgent && o.Phase != PhaseNone && o.Unit == e.Service {
		return m, nil, ErrNotNow
	}
	numbers, err := m.reachable(e.Numbers)
	if err != nil {
		return m, nil, err
	}
	var effects []Effect
	if m.Officer.Phase != PhaseNone {
		effects = m.letGo(OutcomeReleased)
	}
	if m.State == StateHeld {
		var back []Effect
		m, back = m.toOperator()
		effects = append(effects, back...)
	}
	m.Officer = Officer{Phase: PhaseCalling, Numbers: numbers, Of: count(numbers), Unit: e.Service, Urgent: true}
	next, calling := m.callBeside()
	return next, append(append(effects, Note{KindEmergency, next.consulted("")}), calling...), nil
}

// beside is the telephone outside reporting while an operator has the call.
func (m Model) beside(ev Event) (Model, []Effect, error) {
	o := m.Officer
	switch e := ev.(type) {
	case OutEarly:
		if o.Phase == PhaseCalling && !o.Early {
			m.Officer.Early = true
			return m, nil, nil
		}
	case OutAnswered:
		switch {
		case o.Phase != PhaseCalling:
		case o.Urgent:
			next, effects := m.serviceAnswered()
			return next, append(effects, Note{KindThreeWay, next.consulted("")}), nil
		default:
			m.Officer.Phase = PhaseBriefed
			return m, []Effect{Brief{m.Dialled, o.About}, Note{KindBriefed, m.consulted("")}}, nil
		}
	case OutFailed:
		if o.Phase == PhaseCalling {
			return m.nextOfficer(e.Outcome)
		}
	case RingOver:
		if o.Phase == PhaseCalling {
			return m.nextOfficer(OutcomeNoAnswer)
		}
	case OutUnjoined:
		if o.confirmed() {
			return m.officerLeft(OutcomeUnjoined)
		}
	case OutGone:
		switch {
		case o.confirmed():
			return m.officerLeft(OutcomeHungUp)
		case o.Phase == PhaseBriefed:
			return m.nextOfficer(OutcomeUnconfirmed)
		}
	case OutPressed:
		return m.outPressed(e.Digit)
	case BriefOver:
		if o.Phase == PhaseBriefed {
			return m.nextOfficer(OutcomeUnconfirmed)
		}
	}
	return m, nil, ErrNotNow
}

// outPressed: the key that is asked for opens the conversation with the operator. Once
// there is one, keys are no more than keys.
func (m Model) outPressed(digit string) (Model, []Effect, error) {
	pressed := Note{KindDigit, Digit{Digit: digit, Source: SourceOfficer}}
	switch {
	case m.Officer.confirmed():
		return m, []Effect{pressed}, nil
	case m.Officer.Phase != PhaseBriefed:
		return m, nil, ErrNotNow
	case digit == confirmKey:
		m.Officer.Phase = PhaseAside
		return m, []Effect{JoinOut{m.Dialled}, MarkOut{}, pressed, Note{KindConsulted, m.consulted("")}}, nil
	}
	if m.Officer.Wrong++; m.Officer.Wrong < mostWrong {
		return m, []Effect{Brief{m.Dialled, m.Officer.About}, pressed}, nil
	}
	next, effects, err := m.nextOfficer(OutcomeUnconfirmed)
	return next, append([]Effect{pressed}, effects...), err
}

// nextOfficer goes on to the next number. None is left: the operator is told, and the
// citizen stays where they are.
func (m Model) nextOfficer(outcome string) (Model, []Effect, error) {
	effects := m.letGo(outcome)
	officer, more := m.Officer.next()
	if !more {
		m.Officer = officer.gone(outcome)
		return m, effects, nil
	}
	m.Officer = officer
	next, calling := m.callBeside()
	return next, append(effects, calling...), nil
}

// skip goes on to the next number because the operator wants it: this one rings in vain, or
// a voicemail has taken an emergency service's call. Who has pressed the key is a person, and
// is let go by other wishes.
func (m Model) skip() (Model, []Effect, error) {
	o := m.Officer
	if !m.conversing() || o.Phase == PhaseNone || o.confirmed() && !o.Urgent || count(o.Numbers) < 2 {
		return m, nil, ErrNotNow
	}
	return m.nextOfficer(OutcomeReleased)
}

// officerLeft: citizen and operator go on as they are. A citizen who hears music is
// not put back before the operator says so: she must know when she is heard.
func (m Model) officerLeft(outcome string) (Model, []Effect, error) {
	effects := m.letGo(outcome)
	if !m.conversing() { // the citizen is left with nobody until she is back
		effects = append(append([]Effect{LeaveBridge{}}, effects...), StartMusic{Reconnecting: true})
	}
	m.Officer = m.Officer.gone(outcome)
	return m, effects, nil
}

func (m Model) callBeside() (Model, []Effect) {
	m.Dialled++
	return m, []Effect{CallOut{m.Officer.number(), m.Dialled}, Note{KindConsulting, m.consulted("")}}
}

// letGo ends the telephone outside. What is left in Model.Officer is the caller's.
func (m Model) letGo(outcome string) []Effect {
	return []Effect{DropOut{}, Note{KindConsultEnded, m.consulted(outcome)}}
}

func (m Model) consulted(outcome string) Consult {
	return Consult{
		Operator: m.Operator, Number: m.Officer.number(), Unit: m.Officer.Unit, Urgent: m.Officer.Urgent, Outcome: outcome,
	}
}

// toMusic and toOperator move the citizen between the operator and the music.
func (m Model) toMusic() (Model, []Effect) {
	m.State, m.Held = StateHeld, true
	return m, []Effect{LeaveBridge{}, StartMusic{}, MarkHeld{On: true}, Note{KindHeld, Offer{Operator: m.Operator}}}
}

func (m Model) toOperator() (Model, []Effect) {
	m.State, m.Held = StateTalking, false
	return m, []Effect{StopMusic{}, EnterBridge{m.Turn}, MarkHeld{}, Note{KindResumed, Offer{Operator: m.Operator}}}
}

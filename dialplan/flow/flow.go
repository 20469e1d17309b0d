package flow

import (
	"time"

	"hotline1022/dialplan"
)

// What a plan leaves open.
const (
	defaultTimeout = 5 * time.Second // for the first key
	defaultBetween = 2 * time.Second // for each further one
	// askLimit is for the answer to a question.
	askLimit = 4 * time.Second
)

// Flow leads one caller through a plan.
type Flow struct {
	Plan *dialplan.Plan
	// Callable: the number that the caller calls from is known and can be called back.
	Callable bool
	// SMS: a message reaches that number.
	SMS bool
	// Number brings a typed number into the form in which it is called back; "": it is none
	// that can be. nil: none can.
	Number func(typed string) string
}

// Step says what an event makes of where the caller is, and what is to be done,
// in order. An event that does not fit gives s again, and no effect.
func (f Flow) Step(s State, now time.Time, ev Event) (State, []Effect) {
	r := &run{Flow: f, s: s, now: now}
	switch e := ev.(type) {
	case Begin:
		if s.Phase == PhaseNone {
			r.begin(e.To)
		}
	case Resume:
		if s.Phase == PhaseNone {
			r.resume(e)
		}
	default:
		if s.Phase != PhaseNone && s.Phase != PhaseOver {
			r.event(ev)
		}
	}
	return r.s, r.effects
}

// run is one Step under way.
type run struct {
	Flow
	s       State
	now     time.Time
	effects []Effect
}

func (r *run) do(effects ...Effect) { r.effects = append(r.effects, effects...) }

func (r *run) begin(to string) {
	first, named := r.Plan.Numbers[to]
	if !named {
		first = r.Plan.Numbers["*"]
	}
	r.enter(first)
}

// resume begins the node again, but not a wait: its place is kept.
func (r *run) resume(e Resume) {
	n, queue := r.Plan.Nodes[r.s.Node].(dialplan.QueueNode)
	switch {
	case queue && e.Served:
		r.s.Phase, r.s.Steps = PhaseServed, 1
	case queue && e.Queued:
		r.s.Steps = 1
		r.wait(n)
	case e.Out:
		r.s.Phase, r.s.Steps = PhaseDial, 1
	default:
		again := r.s
		r.s = State{Heard: again.Heard}
		r.enter(again.Node)
		if r.s.Node == again.Node {
			r.s.Tries = again.Tries
		}
	}
}

// event sorts by what is awaited. What carries a turn must carry ours.
func (r *run) event(ev Event) {
	switch e := ev.(type) {
	case Played:
		if e.Turn == r.s.Turn {
			r.heard()
		}
	case TimerFired:
		if e.Turn == r.s.Turn {
			r.late()
		}
	case QueueIs:
		if e.Turn == r.s.Turn {
			r.queueIs(e)
		}
	case TicketIs:
		if e.Turn == r.s.Turn && r.s.Phase == PhaseAsk {
			r.ticketIs(e)
		}
	case IncidentIs:
		if e.Turn == r.s.Turn && r.s.Phase == PhaseAsk {
			r.incidentIs(e)
		}
	case Key:
		r.key(e.Digit)
	case Talking, Quiet, Gone:
		r.message(ev)
	case Taken, Returned, OperatorLeft:
		r.operator(ev)
	case TakenOver:
		if _, ok := r.Plan.Nodes[e.To].(dialplan.QueueNode); ok && r.s.Phase == PhaseDial {
			r.s = State{Node: e.To, Phase: PhaseServed, Turn: r.s.Turn + 1, Since: r.now.UnixMilli(), Steps: r.s.Steps, Heard: r.s.Heard}
		}
	case DialFailed:
		if n, ok := r.node().(dialplan.Dial); ok && r.s.Phase == PhaseDial {
			r.enter(n.Failed)
		}
	}
}

func (r *run) node() dialplan.Node { return r.Plan.Nodes[r.s.Node] }

// enter goes to a node, and on through those that take no time.
func (r *run) enter(id dialplan.NodeID) {
	for {
		n := r.Plan.Nodes[id]
		if n == nil || r.s.Steps >= MaxNodes {
			r.end()
			return
		}
		r.s = State{
			Node: id, Turn: r.s.Turn, Keys: r.s.Keys, Steps: r.s.Steps + 1, Since: r.now.UnixMilli(), Heard: r.s.Heard,
		}
		switch n := n.(type) {
		case dialplan.GoTo:
			id = n.To
			continue
		case dialplan.HoursNode:
			id = n.Closed
			if r.Plan.Hours[n.Hours].Open(r.now, r.zone()) {
				id = n.Open
			}
			continue
		}
		r.arrive(n)
		return
	}
}

// zone is where the plan's hours are meant; time zone data may be wanting in a test's plan.
func (r *run) zone() *time.Location {
	if r.Plan.Zone == nil {
		return time.UTC
	}
	return r.Plan.Zone
}

// arrive begins a node that takes time.
func (r *run) arrive(n dialplan.Node) {
	switch n := n.(type) {
	case dialplan.Menu:
		r.menu(n)
		return
	case dialplan.Announcement:
		// What is typed ahead is kept if there is nothing to announce.
		r.ask(func(turn int) Effect { return AskIncident{turn, ""} })
		return
	case dialplan.Play:
		if n.Barge && r.s.Keys != "" {
			r.enter(n.Next) // nobody who types ahead wants to hear it
			return
		}
	}
	r.s.Keys = ""
	switch n := n.(type) {
	case dialplan.Play:
		r.speak(prompts(n.Prompts...)...)
	case dialplan.QueueNode:
		r.ask(func(turn int) Effect { return AskQueue{turn, n.Queue} })
	case dialplan.LookUp:
		r.speak(prompts(n.Ask)...)
	case dialplan.Dial:
		r.speak(prompts(n.Say)...)
	case dialplan.CallBack:
		r.callBack(n)
	case dialplan.Message:
		r.speak(append(prompts(n.Say), Beep)...)
	case dialplan.Survey:
		r.speak(prompts(n.Ask)...)
	case dialplan.HangUp:
		r.last("", n.Say)
	default:
		r.end()
	}
}

// heard goes on after what was said.
func (r *run) heard() {
	switch r.s.Phase {
	case PhaseLast:
		r.enter(r.s.Then)
		return
	case PhaseAnnounce:
		if n, ok := r.node().(dialplan.QueueNode); ok {
			r.announced(n)
		}
		return
	case PhaseSpeak:
	default:
		return
	}
	switch n := r.node().(type) {
	case dialplan.Play:
		r.enter(n.Next)
	case dialplan.Dial:
		r.dial(n)
	case dialplan.Message:
		r.beginMessage(n)
	case dialplan.Announcement:
		if !r.s.Told {
			r.offerJoin(n)
			return
		}
		r.listen(r.timeout())
	default:
		r.listen(r.timeout())
	}
}

// late goes on when nothing came in time.
func (r *run) late() {
	switch r.s.Phase {
	case PhaseKeys:
		r.silent()
	case PhaseAsk:
		r.unanswered()
	case PhaseWait:
		if n, ok := r.node().(dialplan.QueueNode); ok {
			r.waited(n)
		}
	case PhaseTalk:
		r.messageLate()
	case PhaseNone, PhaseSpeak, PhaseLast, PhaseAnnounce, PhaseServed, PhaseDial, PhaseOver:
	}
}

// speak says something; with nothing to say it has been heard at once.
func (r *run) speak(sounds ...Sound) {
	r.s.Phase = PhaseSpeak
	r.s.Turn++
	if len(sounds) == 0 {
		r.heard()
		return
	}
	r.do(Play{r.s.Turn, sounds})
}

// last says a node's last words and goes on.
func (r *run) last(then dialplan.NodeID, words ...string) {
	sounds := prompts(words...)
	if len(sounds) == 0 {
		r.enter(then)
		return
	}
	r.s.Phase, r.s.Then = PhaseLast, then
	r.s.Turn++
	r.do(Play{r.s.Turn, sounds})
}

// reached is what is said to whom an SMS reaches, or in its place.
func (r *run) reached(sent, unsent string) string {
	if r.SMS || unsent == "" {
		return sent
	}
	return unsent
}

// listen waits for a key.
func (r *run) listen(limit time.Duration) {
	r.s.Phase = PhaseKeys
	r.timer(limit)
}

func (r *run) timer(limit time.Duration) {
	r.s.Turn++
	r.do(SetTimer{r.s.Turn, limit})
}

// ask puts a question that must not take long.
func (r *run) ask(question func(turn int) Effect) {
	r.s.Phase = PhaseAsk
	r.s.Turn++
	r.do(question(r.s.Turn), SetTimer{r.s.Turn, askLimit})
}

// hush ends what is being said, if anything is.
func (r *run) hush() {
	if r.s.Phase == PhaseSpeak || r.s.Phase == PhaseAnnounce || r.s.Phase == PhaseLast {
		r.do(StopPlay{})
	}
}

// end ends the call.
func (r *run) end() {
	r.s = State{Phase: PhaseOver, Turn: r.s.Turn + 1, Steps: r.s.Steps}
	r.do(HangUp{})
}

func prompts(names ...string) []Sound {
	var sounds []Sound
	for _, name := range names {
		if name != "" {
			sounds = append(sounds, Prompt(name))
		}
	}
	return sounds
}

package telephony

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/flow"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
)

// speech is what the flow says just now.
type speech struct {
	id    string // of its playback; "": nothing is being said
	words flow.Play
	media []string
}

// tellFlow lets the flow know what the last event made of the call.
func (a *actor) tellFlow() {
	for len(a.news) > 0 {
		news := a.news[0]
		a.news = a.news[1:]
		switch news {
		case call.NewsBegun:
			a.lead(flow.Begin{To: a.view.To})
		case call.NewsAdopted:
			if a.at.Node == "" { // answered, and led nowhere yet
				a.lead(flow.Begin{To: a.view.To})
				continue
			}
			a.lead(flow.Resume{
				Queued: a.m.State == call.StateQueued, Out: a.m.State == call.StateForwarded,
				Served: a.m.Operator != "" || a.m.Officer.Phase != call.PhaseNone && a.m.Handed != call.HandedNot,
			})
		case call.NewsTaken:
			a.lead(flow.Taken{})
		case call.NewsReturned:
			a.lead(flow.Returned{})
		case call.NewsLeft:
			a.lead(flow.OperatorLeft{})
		case call.NewsTakenOver:
			a.lead(flow.TakenOver{To: queueNode(a.flow.Plan, a.m.Place.Queue)})
		case call.NewsUnheard:
			a.lead(flow.DialFailed{})
		}
	}
}

// lead lets an event lead the citizen on, and carries out what the flow wants.
// Where they are is written on their channel, for a controller that must adopt them.
func (a *actor) lead(ev flow.Event) {
	if a.flow.Plan == nil || a.m.State == call.StateEnded {
		return
	}
	next, effects := a.flow.Step(a.at, a.e.cfg.Now(), ev)
	a.at = next
	if slices.Contains(effects, flow.Effect(flow.StopPlay{})) {
		a.hush() // the mark would wait for the end of what is being said
	}
	if a.at.Phase != flow.PhaseOver {
		a.mark(varFlow, a.at.Mark(a.flow.Plan.Version))
	}
	for _, ef := range effects {
		a.follow(ef)
	}
}

// follow does one thing that the flow wants. What it wants of the call the call may
// refuse: then it has ended.
func (a *actor) follow(ef flow.Effect) {
	switch e := ef.(type) {
	case flow.Play:
		a.say(e)
	case flow.StopPlay:
		a.hush()
	case flow.SetTimer:
		stop(a.clock.flow)
		a.clock.flow = time.AfterFunc(e.For, func() {
			a.post(func() { a.lead(flow.TimerFired{Turn: e.Turn}) })
		})
	case flow.Join:
		_ = a.happen(call.QueueAsked{Place: call.Place{
			Queue: e.Queue, Priority: e.Priority, Skills: strings.Join(e.Skills, " "), Stays: e.Stays,
		}})
	case flow.Leave:
		_ = a.happen(call.LeaveAsked{})
	case flow.Dial:
		a.dialling = e
		_ = a.happen(call.DialAsked{Numbers: strings.Join(e.Numbers, " "), Service: e.Service})
	case flow.HangUp:
		_ = a.happen(call.Completed{})
	case flow.AskQueue, flow.AskTicket, flow.AskIncident:
		a.askFor(ef)
	case flow.BeginMessage:
		a.mark(varMessage, strconv.FormatInt(e.Begin.UnixMilli(), 10))
		a.listen(varTalkDetect, strconv.FormatInt(flow.TalkGap.Milliseconds(), 10))
	case flow.EndMessage:
		a.mark(varMessage, "")
		a.listen(varTalkEnd, "")
		if e.Left {
			a.record(ef)
		}
	default:
		a.record(ef)
	}
}

// listen begins or ends that Asterisk tells when the citizen speaks: after the beep,
// when nothing is being said to them.
func (a *actor) listen(function, arg string) {
	a.ask("talk_detect", func(ctx context.Context) error { return a.e.phone.SetVar(ctx, a.channel, function, arg) })
}

// record is what the flow has to tell of the citizen.
func (a *actor) record(ef flow.Effect) {
	ev := call.Recorded{Served: true}
	switch e := ef.(type) {
	case flow.EndMessage:
		ev.Kind, ev.Data = call.KindMessageLeft, call.MessageLeft{Begin: e.Begin, End: a.e.cfg.Now(), EndedBy: string(e.By), Unheard: e.Unheard}
	case flow.Joined:
		ev.Kind, ev.Data = call.KindJoinedIncident, call.JoinedIncident{Incident: e.Incident, Key: e.Key}
	case flow.CallBack:
		number := e.Number
		if number == "" {
			number = a.view.From
		}
		waits := a.m.Place.Queue
		if n, ok := a.flow.Plan.Nodes[queueNode(a.flow.Plan, "")].(dialplan.QueueNode); ok && waits == "" {
			waits = n.Queue // asked for before any queue
		}
		ev.Kind, ev.Data = call.KindCallbackAsked, call.CallbackAsked{Number: number, Queue: waits, QueuedAt: a.view.QueuedAt}
	case flow.LookedUp:
		ev.Kind, ev.Data, ev.Served = call.KindLookedUp, call.LookedUp{Ticket: e.Code, Away: e.Away}, e.Code != ""
	case flow.Rated:
		ev.Kind, ev.Data = call.KindRated, call.Rated{Mark: e.Mark}
	default:
		a.log.Error("the flow wants what is not known", "effect", ef)
		return
	}
	_ = a.happen(ev)
}

// askFor gets the flow an answer. The floor's comes in the order of what it is told;
// the city's knowledge may take its time, and the flow does not wait for ever.
func (a *actor) askFor(question flow.Effect) {
	switch q := question.(type) {
	case flow.AskQueue:
		a.e.floor.post(func() {
			is := a.e.floor.queueIs(q.Queue, a.id)
			is.Turn = q.Turn
			a.post(func() { a.lead(is) })
		})
	case flow.AskTicket:
		a.e.spawn(func() {
			state, err := a.e.lookup.Ticket(a.hands.ctx, q.Code)
			if err != nil {
				a.log.Warn("a ticket cannot be looked up", "error", err)
			}
			a.post(func() { a.lead(flow.TicketIs{Turn: q.Turn, State: state, Away: err != nil}) })
		})
	case flow.AskIncident:
		a.e.spawn(func() {
			id, words, err := a.e.lookup.Incident(a.hands.ctx, q.After)
			if err != nil {
				a.log.Warn("open incidents cannot be looked up", "error", err)
				id = ""
			}
			a.post(func() { a.lead(flow.IncidentIs{Turn: q.Turn, ID: id, Words: words}) })
		})
	}
}

// pressed is a key of the citizen's.
func (a *actor) pressed(ev ari.ChannelDtmfReceived) {
	if a.happen(call.DigitHeard{Digit: ev.Digit}) == nil { // refused after the end only
		a.lead(flow.Key{Digit: ev.Digit})
	}
}

// say plays what the flow says. Music pauses for it, and Asterisk itself goes on with
// it afterwards, whatever becomes of us.
func (a *actor) say(e flow.Play) {
	var media []string
	for _, s := range e.Sounds {
		media = append(media, a.e.voice.Media(a.flow.Plan, s)...)
	}
	id := a.name(playName)
	a.said = speech{id, e, media}
	stop(a.clock.speech)
	a.clock.speech = time.AfterFunc(a.e.cfg.SpeechLimit, func() {
		a.post(func() { a.overdue(id) })
	})
	waiting := a.waiting()
	if waiting {
		a.ask("pause_music", func(ctx context.Context) error { return a.e.phone.StopMOH(ctx, a.channel) })
	}
	a.hands.do(func(ctx context.Context) {
		if len(media) == 0 {
			a.post(func() { a.heardOut(id, true) })
			return
		}
		err := a.e.try(ctx, "play", func(ctx context.Context) error {
			return a.e.phone.Play(ctx, a.channel, id, media...)
		})
		switch {
		case err == nil || ctx.Err() != nil:
		case lost(err):
			a.later(ctx, func() { a.heardOut(id, true) })
		default:
			a.post(func() { a.heardOut(id, true) })
		}
	})
	if waiting {
		a.music()
	}
}

// overdue ends words that do not end by themselves: what comes next must not wait for
// them, nor be said beside them.
func (a *actor) overdue(id string) {
	if a.said.id == id {
		a.log.Warn("what was said did not end by itself", "playback", id)
		a.hands.do(func(context.Context) { a.stopPlayback(id) })
		a.heardOut(id, true)
	}
}

// heardOut: the words are over. Those of long ago are no news.
func (a *actor) heardOut(id string, failed bool) {
	if a.said.id != id {
		return
	}
	if failed {
		a.log.Warn("what was to be said could not be heard", "media", a.said.media, "node", string(a.at.Node))
	}
	turn := a.said.words.Turn
	a.quiet()
	a.lead(flow.Played{Turn: turn, Failed: failed})
}

// quiet: nothing is being said any more.
func (a *actor) quiet() {
	a.said = speech{}
	stop(a.clock.speech)
}

// hush ends what is being said. The request to play it has been made before: the
// hands keep the order.
func (a *actor) hush() {
	if id := a.said.id; id != "" {
		a.quiet()
		a.hands.do(func(context.Context) { a.stopPlayback(id) })
	}
}

// sayAgain: the end of what is being said may have been missed. The notice that
// the call is recorded must be heard whole.
func (a *actor) sayAgain() {
	words := a.said.words
	if a.said.id != "" {
		a.hush()
		a.say(words)
	}
}

// resume is the plan that a call began under, and where in it the citizen is. When
// that is not known any more, the present plan begins anew; a call that has waited
// goes to its first queue.
func (e *Engine) resume(mark string, waited bool) (*dialplan.Plan, flow.State) {
	if version, at, ok := flow.ReadMark(mark); ok {
		if p, ok := e.plans.ByVersion(version); ok && p.Nodes[at.Node] != nil {
			return p, at
		}
	}
	p := e.plans.Current()
	if !waited {
		return p, flow.State{}
	}
	return p, flow.State{Node: queueNode(p, ""), Since: e.cfg.Now().UnixMilli()}
}

// placeOf is how a call waits that is at a node; false if that is no queue.
func placeOf(p *dialplan.Plan, id dialplan.NodeID) (call.Place, bool) {
	n, ok := p.Nodes[id].(dialplan.QueueNode)
	if !ok {
		return call.Place{}, false
	}
	return call.Place{Queue: n.Queue, Priority: n.Priority, Skills: strings.Join(n.Skills, " "), Stays: n.After != ""}, true
}

// inLine is a call's entry in the line.
func inLine(id call.ID, p call.Place, since time.Time) queue.Waiting {
	return queue.Waiting{Call: id, Queue: p.Queue, Priority: p.Priority, Wishes: strings.Fields(p.Skills), Since: since}
}

package telephony

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"hotline1022/dialplan/flow"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
)

const (
	// leftAfter is how long after StasisEnd the channel's destruction may take
	// to be told. A channel that lives on then is the dialplan's.
	leftAfter = 2 * time.Second
	// settleAfter is how long the end of a channel may take to be told after a
	// request found it gone.
	settleAfter = 500 * time.Millisecond
	// hangupAgain is when a citizen's channel that should be gone is hung up once more.
	hangupAgain = 5 * time.Second
)

// actor is one call. Its goroutine alone uses the fields below inbox and hands;
// others post to it. It lives until the call has ended and the citizen's
// channel is out of our hands.
type actor struct {
	e       *Engine
	id      call.ID
	channel string // the citizen's
	log     *slog.Logger
	inbox   *ari.Mailbox[func()]
	hands   *hands
	over    chan struct{} // closed when the actor is done

	m     call.Model
	view  CallView // always as m says
	told  CallView // last given to Desk.Call
	alarm string   // the emergency service that is called, or spoken with; "": none
	gone  bool     // the citizen's channel is destroyed, or not ours any more
	// leaving: the citizen's channel was hung up or left the application; which
	// end it is follows.
	leaving bool
	clock   struct{ offer, grace, left, speech, flow, ring, key *time.Timer }

	flow flow.Flow  // leads the citizen
	at   flow.State // where they are
	news []call.News
	said speech // what the flow says just now

	marks      map[string]string // what the channel is to tell a controller after us
	due        time.Time         // when the floor was told what made the present offer possible
	asserted   string            // by the network, of a number that is withheld: for the record alone
	serial     int64             // numbers what we make in Asterisk
	reconnect  string            // the last playback of Config.Reconnecting, or ""
	opened     Leg               // audio path opened for the join that follows, if no leg is prepared
	accepted   time.Time         // when the operator asked for it; zero on a return
	waited     bool              // the present offer did not come at once
	offered    bool              // the call was offered to an operator
	leg        *leg              // the operator's, or nil; while offered, the prepared one
	dialling   flow.Dial         // what the flow wants of a call out
	approved   []string          // numbers beside the plan's that may be dialled in this call
	out        *out              // the telephone outside, or nil
	watch      *watcher          // a shift leader's part, or nil
	watched    bool              // there was one
	toldLeader CallView          // last given to the leader's desk
	recording  func()            // ends the recording of a consultation; nil: there is none
	callee     *callee           // whom we call, or nil
	stale      []string          // operators' channels that an earlier controller left
	died       time.Time         // when Asterisk died, and the call with it; zero: it has not
}

// newActor registers a call and starts its goroutines; nil if the ID is taken by
// another channel, or the engine has stopped.
func (e *Engine) newActor(ch ari.Channel, callee *callee) *actor {
	id := callOfCitizen(ch)
	a := &actor{
		e: e, id: id, channel: ch.ID, inbox: ari.NewMailbox[func()](), hands: newHands(e),
		over: make(chan struct{}), marks: map[string]string{}, callee: callee, log: e.log.With("call", string(id)),
	}
	to := ch.Vars[varTo]
	if to == "" {
		to = ch.DialledExten
	}
	_, back := id.Claim()
	placed := callee != nil && callee.placed != nil || ch.Vars[varPlaced] == "1"
	a.view = CallView{
		ID: id, CallBack: back, Placed: placed, From: cmp.Or(ch.Vars[varNumber], ch.CallerNumber), FromName: ch.CallerName, To: to,
		ArrivedAt: ch.Created,
	}
	a.flow.Number, a.flow.Callable = e.reach.CallBack, e.reach.CallBack(a.view.From) != ""
	a.flow.SMS = e.reach.SMS(a.view.From)
	if ch.Vars[varWithheld] == "1" {
		a.withhold()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stopped || e.calls[id] != nil {
		return nil
	}
	e.calls[id] = a
	e.wg.Go(a.hands.run)
	e.wg.Go(a.run)
	return a
}

// withhold keeps the number from all who see the call, before any has seen it.
func (a *actor) withhold() {
	if number.MatchString(a.view.From) { // and not "anonymous"
		a.asserted = a.view.From
	}
	a.view.From, a.view.FromName, a.view.Withheld = "", "", true
	a.flow.Callable, a.flow.SMS = false, false
}

// arrived is the journal's entry for the call's beginning.
func (a *actor) arrived() call.Arrived {
	return call.Arrived{From: a.view.From, FromName: a.view.FromName, To: a.view.To, Withheld: a.view.Withheld, Asserted: a.asserted}
}

// post hands the actor something to do. It never blocks; false: the call is over.
func (a *actor) post(do func()) bool { return a.inbox.Put(do) }

// happens posts an event. One that comes too late is no error.
func (a *actor) happens(ev call.Event) { a.post(func() { _ = a.happen(ev) }) }

// assign is the floor's word that the operator is reserved for this call. They are
// given back when the call has left the queue meanwhile. due is when the floor was told
// what made it possible.
func (a *actor) assign(p queue.Pair, waited bool, due time.Time) {
	a.post(func() {
		a.waited, a.due = waited, due
		claim := a.claim()
		if claim != nil && !claim.begun {
			a.beginTry(p, waited, due)
			return
		}
		if claim != nil && claim.yields {
			_ = a.happen(call.CallBackYields{}) // refused only after the end
			return
		}
		if a.happen(call.Assigned{Operator: p.Operator}) != nil {
			a.e.floor.post(func() { a.e.floor.refused(p.Operator, a.id) })
			return
		}
		if len(p.Overtook) > 0 {
			a.e.note(a.e.cfg.Now(), a.id, call.KindOvertook, overtook(p))
		}
	})
}

// mostOvertaken is how many calls an entry names for each reason.
const mostOvertaken = 20

func overtook(p queue.Pair) call.Overtook {
	out := call.Overtook{Operator: p.Operator}
	for _, o := range p.Overtook {
		out.Passed = append(out.Passed, call.Passed{
			Reason: string(o.Reason), Count: len(o.Calls), Calls: o.Calls[:min(len(o.Calls), mostOvertaken)],
		})
	}
	return out
}

// run is the actor's goroutine.
func (a *actor) run() {
	defer a.leave()
	for a.m.State != call.StateEnded || !a.gone {
		do, err := a.inbox.Get(a.e.ctx)
		if err != nil {
			return
		}
		do()
	}
	a.inbox.Close() // what came at the last moment is refused, and whoever waits for it is told
	for do, more, _ := a.inbox.TryGet(); more; do, more, _ = a.inbox.TryGet() {
		do()
	}
}

func (a *actor) leave() {
	a.inbox.Close()
	a.hands.stop()
	a.stopClocks()
	a.endRecording()
	if a.leg != nil {
		a.leg.close()
	}
	if a.opened != nil {
		a.opened.Close()
	}
	if a.out != nil {
		a.out.cancel()
	}
	if a.watch != nil {
		a.watch.close()
	}
	close(a.over)
	a.e.mu.Lock()
	delete(a.e.calls, a.id)
	delete(a.e.views, a.id)
	a.e.mu.Unlock()
}

// happen lets an event change the call and carries the effects out.
func (a *actor) happen(ev call.Event) error {
	next, effects, err := call.Transition(a.m, ev)
	if err != nil {
		a.log.Debug("event does not fit", "event", fmt.Sprintf("%T", ev), "state", string(a.m.State), "error", err)
		return err
	}
	switch ev.(type) {
	case call.Accepted, call.OperatorReturned:
		if err := a.openAudio(); err != nil {
			return err
		}
	}
	before := a.m
	a.m = next
	a.view.State, a.view.Operator, a.view.Queue = next.State, next.Operator, next.Place.Queue
	a.viewOf(next)
	if next.State == call.StateEnded {
		a.view.EndedAt, a.view.EndClass, a.view.EndReason = a.e.cfg.Now(), next.Ended.Class, next.Ended.Reason
		if !a.died.IsZero() {
			a.view.EndedAt = a.died
		}
	}
	turned := next.State != before.State || next.Turn != before.Turn // a key that the citizen presses ends no wait
	if turned && before.State == call.StateOffered {
		stop(a.clock.offer)
	}
	if turned && before.State == call.StateRecovering {
		stop(a.clock.grace)
	}
	for _, ef := range effects {
		a.carryOut(ef)
	}
	a.show()
	a.tellFlow()
	return nil
}

// viewOf is what the desk draws and offers.
func (a *actor) viewOf(m call.Model) {
	o := m.Officer
	number, _, _ := strings.Cut(o.Numbers, " ")
	a.view.Officer = OfficerView{Phase: o.Phase, Number: number, Unit: o.Unit, Urgent: o.Urgent, Early: o.Early, Outcome: o.Outcome}
	if o.Phase == call.PhaseCalling || o.Phase == call.PhaseBriefed { // whoever speaks is the only one
		a.view.Officer.Nth, a.view.Officer.Of = o.Nth(), o.Of
	}
	var hears []string
	for _, p := range call.Parties {
		var heard []string
		for _, other := range call.Hears(m, p) {
			heard = append(heard, string(other))
		}
		if len(heard) > 0 {
			hears = append(hears, string(p)+":"+strings.Join(heard, ","))
		}
	}
	a.view.Left = m.Left != call.Ended{}
	a.view.Leader, a.view.Mode = m.Leader.Name, m.Leader.Mode
	a.view.Hears, a.view.Can, a.view.Open = strings.Join(hears, " "), possible(m, m.Operator), possible(m, stranger)
	a.view.Emergency = a.view.Emergency || o.Urgent
}

// stranger is nobody's name: a shift leader who is not in the call.
const stranger = " "

// possible is what somebody may ask of the call now.
func possible(m call.Model, who string) string {
	var can []string
	for _, w := range call.Possible(m, who) {
		can = append(can, string(w))
	}
	return strings.Join(can, " ")
}

// show publishes the view, and gives it to the desk of who has the call.
func (a *actor) show() {
	if a.m.Out && a.m.State == call.StateQueued {
		return // it is nobody's yet
	}
	a.dateEmergency()
	a.e.show(a.view)
	a.showLeader()
	if a.view.Operator == "" || a.view == a.told || a.m.State == call.StateEnded {
		return
	}
	a.told = a.view
	a.e.desk.Call(a.view.Operator, a.view)
}

// command is what an operator asks of this call.
func (a *actor) command(cmd Command, asked time.Time) error {
	if a.m.State == call.StateEnded {
		return ErrUnknownCall // it lives on for its channel's sake alone
	}
	a.accepted = time.Time{}
	var ev call.Event
	switch cmd.Kind {
	case CmdAccept:
		a.accepted = asked
		ev = call.Accepted{Operator: cmd.Operator}
	case CmdReject:
		ev = call.Rejected{Operator: cmd.Operator}
	case CmdHangup:
		ev = call.OperatorHangup{Operator: cmd.Operator}
	case CmdHold:
		ev = call.HoldAsked{Operator: cmd.Operator}
	case CmdResume:
		ev = call.ResumeAsked{Operator: cmd.Operator}
	case CmdDTMF:
		ev = call.AskedDigit{Operator: cmd.Operator, Digits: cmd.Digits}
	case CmdVoicemail:
		ev = call.VoicemailAsked{Operator: cmd.Operator}
	default:
		var err error
		if ev, err = a.askedBeside(cmd); err != nil {
			return err
		}
	}
	err := a.happen(ev)
	if err != nil && !errors.Is(err, ErrNotNow) && !errors.Is(err, ErrNotYours) && !errors.Is(err, ErrOwnNumber) {
		a.log.Warn("an operator's command failed", "command", string(cmd.Kind), "operator", cmd.Operator, "error", err)
	}
	return err
}

// after sets a timer that posts an event.
func (a *actor) after(d time.Duration, ev call.Event) *time.Timer {
	return time.AfterFunc(d, func() { a.happens(ev) })
}

func stop(t *time.Timer) {
	if t != nil {
		t.Stop()
	}
}

func (a *actor) stopClocks() {
	for _, t := range []*time.Timer{a.clock.offer, a.clock.grace, a.clock.left, a.clock.speech, a.clock.flow, a.clock.ring, a.clock.key} {
		stop(t)
	}
}

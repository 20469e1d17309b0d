package telephony

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

// Engine runs all calls of one Asterisk. See the package comment.
type Engine struct {
	cfg     Config
	log     *slog.Logger
	journal Journal
	metrics *metrics
	floor   *floor
	link    gate // open while the ARI link is up

	// Set by Start, before any goroutine.
	phone  Phone
	desk   Desk
	media  Media
	plans  Plans
	voice  Voice
	lookup Lookup
	reach  Reach
	trunks Trunks
	backs  CallBacks
	tape   Recorder

	started time.Time
	ctx     context.Context // done when the engine stops
	cancel  context.CancelFunc
	wg      sync.WaitGroup // every goroutine of the engine

	mu      sync.Mutex
	stopped bool
	calls   map[call.ID]*actor
	views   map[call.ID]CallView // of live calls, copies

	synced   chan struct{} // closed at the first Synced
	asterisk time.Time     // when the Asterisk of the last Synced started; link's goroutine alone
	downAt   time.Time     // when its link was lost; link's goroutine alone
}

// Ports is what the engine works with. All but CallBacks and Recorder are required.
type Ports struct {
	Phone     Phone
	Desk      Desk
	Media     Media
	Plans     Plans
	Voice     Voice
	Lookup    Lookup
	Reach     Reach
	Trunks    Trunks
	CallBacks CallBacks // nil: nobody is called back
	Recorder  Recorder  // nil: consultations are not recorded
}

// New makes an engine. Its metrics are registered with reg, unless that is nil.
// DeskUp, Do and the others may be called from now on and take effect after Start.
func New(cfg Config, journal Journal, log *slog.Logger, reg prometheus.Registerer) *Engine {
	e := &Engine{
		cfg: cfg.withDefaults(), log: log, journal: journal,
		calls: map[call.ID]*actor{}, views: map[call.ID]CallView{}, synced: make(chan struct{}),
	}
	e.ctx, e.cancel = context.WithCancel(context.Background())
	e.link.shut()
	e.floor = newFloor(e)
	e.metrics = newMetrics(e, reg)
	return e
}

// Start begins the engine's work. The link's Run must begin after it.
func (e *Engine) Start(p Ports) {
	e.phone, e.desk, e.media = p.Phone, p.Desk, p.Media
	e.plans, e.voice, e.lookup, e.reach, e.trunks = p.Plans, p.Voice, p.Lookup, p.Reach, p.Trunks
	e.tape = p.Recorder
	e.started = e.cfg.Now()
	if e.backs = p.CallBacks; e.backs != nil {
		e.spawn(e.callBacks)
	}
	e.spawn(e.floor.run)
}

// Stop ends the engine's goroutines and waits for them. It hangs nobody up: the
// calls stay in Asterisk, and the next engine adopts them. The link's Run must
// have ended. Idempotent.
func (e *Engine) Stop() {
	e.mu.Lock()
	e.stopped = true
	e.mu.Unlock()
	e.cancel()
	e.wg.Wait()
}

// spawn starts a goroutine that Stop waits for; after Stop it does nothing.
func (e *Engine) spawn(f func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stopped {
		return
	}
	e.wg.Go(f)
}

// Do carries out what an operator asks. nil: it is done, as far as the engine is
// concerned; what becomes of it, the desk is shown.
func (e *Engine) Do(ctx context.Context, cmd Command) error {
	asked := e.cfg.Now()
	reply := make(chan error, 1)
	switch cmd.Kind {
	case CmdReady, CmdPause, CmdCall:
		return e.onFloor(ctx, func() error { return e.floor.command(cmd) })
	case CmdAccept, CmdReject, CmdHangup, CmdHold, CmdResume, CmdDTMF, CmdVoicemail,
		CmdConsult, CmdEmergency, CmdNext, CmdSwap, CmdThreeWay, CmdTakeBack, CmdComplete,
		CmdListen, CmdWhisper, CmdBarge, CmdTakeOver, CmdLeave:
		if cmd.Operator == "" || cmd.Kind == CmdDTMF && !validDigits(cmd.Digits) {
			return ErrBadCommand
		}
		if !e.link.isOpen() {
			return ErrLinkDown
		}
		a := e.actor(cmd.Call)
		if a == nil || !a.post(func() { reply <- a.command(cmd, asked) }) {
			return ErrUnknownCall
		}
	default:
		return ErrBadCommand
	}
	return e.await(ctx, reply)
}

// await is the answer of floor or actor, unless it comes too late.
func (e *Engine) await(ctx context.Context, reply <-chan error) error {
	select {
	case err := <-reply:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-e.ctx.Done():
		return ErrLinkDown
	}
}

func validDigits(digits string) bool {
	return len(digits) >= 1 && len(digits) <= 16 && strings.Trim(digits, "0123456789*#ABCD") == ""
}

// DeskUp: a desk connected, first or after its grace time ran out.
func (e *Engine) DeskUp(operator string, want Want) {
	e.floor.post(func() { e.floor.deskUp(operator, want) })
}

// DeskDown: the desk's grace time ran out, or it signed out.
func (e *Engine) DeskDown(operator string) { e.floor.post(func() { e.floor.deskDown(operator) }) }

// MediaUp: the operator's browser audio is connected.
func (e *Engine) MediaUp(operator string) { e.floor.post(func() { e.floor.mediaUp(operator) }) }

// MediaDown: it is lost.
func (e *Engine) MediaDown(operator string) { e.floor.post(func() { e.floor.mediaDown(operator) }) }

// Operators is every operator seen since start, by name.
func (e *Engine) Operators() []OperatorView {
	return slices.Clone(e.floor.shown.Load().operators)
}

// SetProfile changes what calls an operator may take; the call that they have stays.
// One whose desk has never been up is not known yet: DeskUp brings their profile.
func (e *Engine) SetProfile(operator string, p Profile) {
	e.floor.post(func() { e.floor.profile(operator, p) })
}

// SetQueues changes the queues' rules. Those who wait stay where they are, also in
// a queue that is not named any more: it has no limits then.
func (e *Engine) SetQueues(rules map[string]dialplan.Queue) {
	e.floor.post(func() { e.floor.rules = rules })
}

// SignOut ends an operator's desk, if there is one, because somebody else says so;
// ErrNotNow in a conversation.
func (e *Engine) SignOut(ctx context.Context, operator, by, reason string) error {
	return e.onFloor(ctx, func() error { return e.floor.signOut(operator, by, reason) })
}

// Pause lets an operator take no further calls, from now on or after the present one,
// because somebody else says so; ErrNotNow if they are at no desk.
func (e *Engine) Pause(ctx context.Context, operator, by string, p Pause) error {
	return e.onFloor(ctx, func() error { return e.floor.pause(operator, by, p) })
}

// onFloor has the floor do something, and gives its answer.
func (e *Engine) onFloor(ctx context.Context, do func() error) error {
	reply := make(chan error, 1)
	e.floor.post(func() {
		err := do()
		e.floor.settle()
		reply <- err
	})
	return e.await(ctx, reply)
}

// Queue is the figures of all queues together.
func (e *Engine) Queue() QueueView { return e.floor.shown.Load().total }

// Queues is the figures of each queue, by name.
func (e *Engine) Queues() []QueueView { return slices.Clone(e.floor.shown.Load().queues) }

// Calls is every live call, oldest first.
func (e *Engine) Calls() []CallView {
	e.mu.Lock()
	defer e.mu.Unlock()
	views := make([]CallView, 0, len(e.views))
	for _, v := range e.views {
		views = append(views, v)
	}
	slices.SortFunc(views, func(a, b CallView) int {
		if c := a.ArrivedAt.Compare(b.ArrivedAt); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return views
}

// CallOf is the call that is offered to an operator or that they have.
func (e *Engine) CallOf(operator string) (CallView, bool) {
	for _, v := range e.Calls() {
		if operator != "" && v.Operator == operator {
			return v, true
		}
	}
	return CallView{}, false
}

// Synchronised is closed when the engine has compared itself with Asterisk for
// the first time. From then on a call of this node that the journal has begun and
// not ended, and that Knows does not, ended while no controller looked
// (call.ReasonUnobserved): who keeps the journal's projection ends it.
func (e *Engine) Synchronised() <-chan struct{} { return e.synced }

// Knows tells that a call lives, or that its end is being written.
func (e *Engine) Knows(id call.ID) bool { return e.actor(id) != nil }

// Idle tells that no call is left in the engine's hands, not even one that has
// ended and whose channels are still being cleared.
func (e *Engine) Idle() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.calls) == 0
}

func (e *Engine) actor(id call.ID) *actor {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.calls[id]
}

func (e *Engine) actors() []*actor {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := make([]*actor, 0, len(e.calls))
	for _, a := range e.calls {
		all = append(all, a)
	}
	return all
}

// show publishes a call's view; an ended call is no live call any more.
func (e *Engine) show(v CallView) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if v.State == call.StateEnded {
		delete(e.views, v.ID)
		return
	}
	e.views[v.ID] = v
}

// note appends to the journal.
func (e *Engine) note(at time.Time, id call.ID, kind call.Kind, data any) {
	entry := call.Entry{ID: uuid.Must(uuid.NewV7()).String(), At: at, Node: e.cfg.Node, Kind: kind, Call: id, Data: data}
	switch d := data.(type) { // the spool's reader may have been first
	case call.Arrived:
		entry.ID = call.OnceID(id, kind, 0)
	case call.MessageLeft:
		entry.ID = d.EntryID(id)
	}
	e.journal.Append(entry)
}

package telephony

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"hotline1022/dialplan"
	"hotline1022/dialplan/flow"
	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fakeGateway is the operators' audio.
type fakeGateway struct {
	mu   sync.Mutex
	up   map[string]bool
	open map[string]*fakeLeg // by address
	deaf int                 // so many Connects fail
	next int
}

type fakeLeg struct {
	g        *fakeGateway
	addr     string
	operator string
	call     call.ID
	asterisk string
	twoWay   chan struct{}
}

func (g *fakeGateway) set(operator string, up bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.up[operator] = up
}

func (g *fakeGateway) Up(operator string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.up[operator]
}

func (g *fakeGateway) Open(operator string, id call.ID) (Leg, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.up[operator] {
		return nil, ErrNoMedia
	}
	g.next++
	l := &fakeLeg{g: g, addr: fmt.Sprintf("127.0.0.1:%d", 40000+g.next), operator: operator, call: id, twoWay: make(chan struct{})}
	g.open[l.addr] = l
	return l, nil
}

// alive tells that audio flows through an address.
func (g *fakeGateway) alive(addr string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.open[addr]
	return l != nil && l.asterisk != "" && g.up[l.operator]
}

// paths is a call's audio paths, and how many of them audio may pass.
func (g *fakeGateway) paths(id call.ID) (open, connected int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, l := range g.open {
		if l.call == id {
			open++
			if l.asterisk != "" {
				connected++
			}
		}
	}
	return open, connected
}

func (g *fakeGateway) count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.open)
}

func (l *fakeLeg) Addr() string { return l.addr }

func (l *fakeLeg) Connect(asterisk string) error {
	l.g.mu.Lock()
	defer l.g.mu.Unlock()
	if l.g.deaf > 0 {
		l.g.deaf--
		return errBusy
	}
	l.asterisk = asterisk
	close(l.twoWay)
	return nil
}

func (l *fakeLeg) TwoWay() <-chan struct{} { return l.twoWay }

func (l *fakeLeg) Close() {
	l.g.mu.Lock()
	defer l.g.mu.Unlock()
	delete(l.g.open, l.addr)
}

// fakeTape is the recorder: who was recorded, and "." where it ended.
type fakeTape struct {
	mu   sync.Mutex
	legs []string
	live int
	lost func() // of the newest leg
}

func (f *fakeTape) Record(operator string, _ call.ID, leg string, lost func()) func() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if slices.Contains(f.legs, leg) || !strings.HasPrefix(leg, "consult-") {
		panic("a leg of the name " + leg)
	}
	f.legs, f.live, f.lost = append(f.legs, leg, operator), f.live+1, lost
	return sync.OnceFunc(func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.legs, f.live = append(f.legs, "."), f.live-1
	})
}

// of is what was recorded, without the legs' names.
func (f *fakeTape) of() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Join(slices.DeleteFunc(slices.Clone(f.legs), func(s string) bool { return strings.HasPrefix(s, "consult-") }), " ")
}

// fakeDesk keeps what the desks were shown.
type fakeDesk struct {
	mu     sync.Mutex
	calls  map[string][]CallView
	status map[string]OperatorView
	queue  []QueueView
}

func (d *fakeDesk) Call(operator string, v CallView) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls[operator] = append(d.calls[operator], v)
}

func (d *fakeDesk) Status(v OperatorView) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.status[v.Operator] = v
}

func (d *fakeDesk) Queue(v QueueView) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.queue = append(d.queue, v)
}

// shown is an operator's screen: states, and why a call left it.
func (d *fakeDesk) shown(operator string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var words []string
	for _, v := range d.calls[operator] {
		word := string(v.State)
		if v.Gone != "" {
			word = "gone:" + v.Gone
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// last is what the operator was shown last.
func (d *fakeDesk) last(operator string) CallView {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls[operator][len(d.calls[operator])-1]
}

// fakeJournal keeps every entry.
type fakeJournal struct {
	mu      sync.Mutex
	entries []call.Entry
}

func (j *fakeJournal) Append(e call.Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, e)
}

// at is when something first happened to a call; zero: never.
func (j *fakeJournal) at(id call.ID, kind call.Kind) time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		if e.Call == id && e.Kind == kind {
			return e.At
		}
	}
	return time.Time{}
}

// over is the trunk that a call was put through over; "": none.
func (j *fakeJournal) over(id call.ID) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		if d, ok := e.Data.(call.Forward); ok && e.Call == id && e.Kind == call.KindForwarded {
			return d.Trunk
		}
	}
	return ""
}

// placed is the call that an operator placed to a number; "": none.
func (j *fakeJournal) placed(number string) call.ID {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		if d, ok := e.Data.(call.Placed); ok && d.Number == number {
			return e.Call
		}
	}
	return ""
}

// idOf is the ID of a call's first entry of a kind.
func (j *fakeJournal) idOf(id call.ID, kind call.Kind) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		if e.Call == id && e.Kind == kind {
			return e.ID
		}
	}
	return ""
}

// outcomes are the telephones outside that an operator called, and what became of each.
func (j *fakeJournal) outcomes(id call.ID) (all []string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		if d, ok := e.Data.(call.Consult); ok && e.Call == id && e.Kind == call.KindConsultEnded {
			all = append(all, d.Number+" "+d.Outcome)
		}
	}
	return all
}

// of is the life of a call in words.
func (j *fakeJournal) of(id call.ID) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	var words []string
	for _, e := range j.entries {
		if e.Call != id || e.Kind == call.KindOperator || e.Kind == call.KindRecording {
			continue
		}
		word := strings.TrimPrefix(string(e.Kind), "call.")
		switch d := e.Data.(type) {
		case call.Ended:
			word += fmt.Sprintf("(%s/%s)", d.Class, d.Reason)
		case call.Offer:
			if d.Outcome != "" {
				word += "(" + d.Outcome + ")"
			}
		case call.Adopted:
			word += fmt.Sprintf("(%s)", d.State)
		case call.Queued:
			if d.AtHead {
				word += "(head)"
			}
		case call.MessageLeft:
			word += fmt.Sprintf("(%s %v)", d.EndedBy, d.End.Sub(d.Begin).Truncate(500*time.Millisecond))
		case call.Placed:
			word += "(" + d.Number + " " + d.Ticket + ")"
		case call.Watched:
			word += strings.TrimSuffix("("+string(d.Mode)+")", "()")
		case call.Consult:
			word += strings.TrimSuffix("("+d.Number+" "+d.Outcome, " ") + ")"
		case call.Forward:
			word += strings.TrimSuffix("("+d.Number+" "+d.Outcome, " ") + ")"
		case call.Rated:
			word += "(" + d.Mark + ")"
		case call.LookedUp:
			word += "(" + d.Ticket + ")"
		case call.JoinedIncident:
			word += "(" + d.Incident + ")"
		case call.CallbackAsked:
			word += "(" + d.Number + ")"
		case call.Digit:
			word += fmt.Sprintf("(%s %s)", d.Source, d.Digit)
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// wrapUp is the rules of the one queue, with after-call work.
func wrapUp(limit time.Duration) map[string]dialplan.Queue {
	return map[string]dialplan.Queue{"tong-dai": {WrapUp: limit}}
}

// fakeCity is what callers meet, how it is said, and what is known.
type fakeCity struct {
	prompts   string // their directory
	spoken    string // and that of incidents' words
	tells     string // what is played for all that the program says by itself; "": a name for each
	mu        sync.Mutex
	plans     []*dialplan.Plan // the last is the present one
	tickets   map[string]string
	incidents []string
	away      bool
}

func newFakeCity(plan *dialplan.Plan, prompts string) *fakeCity {
	return &fakeCity{prompts: prompts, spoken: "/w", plans: []*dialplan.Plan{plan}, tickets: map[string]string{}}
}

func (c *fakeCity) Current() *dialplan.Plan {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.plans[len(c.plans)-1]
}

// activate is the plan that callers meet from now on.
func (c *fakeCity) activate(p *dialplan.Plan) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plans = append(c.plans, p)
}

func (c *fakeCity) ByVersion(version string) (*dialplan.Plan, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.plans {
		if p.Version == version {
			return p, true
		}
	}
	return nil, false
}

// Brief takes no more than a moment to say.
func (c *fakeCity) Brief(about string) []string {
	return []string{"sound:" + c.prompts + "/brief-" + about}
}

func (c *fakeCity) Media(_ *dialplan.Plan, s flow.Sound) []string {
	switch s := s.(type) {
	case flow.Prompt:
		if s == "missing" {
			return []string{"sound:missing"}
		}
		return []string{"sound:" + c.prompts + "/" + string(s)}
	case flow.File:
		return []string{"sound:" + string(s)}
	default:
		if c.tells != "" {
			return []string{"sound:" + c.tells}
		}
		return []string{fmt.Sprintf("sound:/say/%v", s)}
	}
}

// CallBack is for numbers of ten digits.
func (c *fakeCity) CallBack(raw string) string {
	if len(raw) == 10 && raw[0] == '0' {
		return raw
	}
	return ""
}

// SMS is for mobile numbers.
func (c *fakeCity) SMS(raw string) bool { return strings.HasPrefix(raw, "09") }

func (c *fakeCity) Ticket(ctx context.Context, code string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.away {
		return "", errBusy
	}
	return c.tickets[code], ctx.Err()
}

func (c *fakeCity) Incident(ctx context.Context, after string) (id, words string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.away {
		return "", "", errBusy
	}
	next := slices.Index(c.incidents, after) + 1
	if next == len(c.incidents) {
		return "", "", ctx.Err()
	}
	return c.incidents[next], c.spoken + "/" + c.incidents[next], ctx.Err()
}

// fakeClaims keeps who is to be called back.
type fakeClaims struct {
	mu    sync.Mutex
	due   []Claim
	taken bool // by another node
	over  bool // nobody is to be called any more
	still bool // does not answer
	tries []string
}

func (c *fakeClaims) put(claims ...Claim) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.due = claims
}

// finish takes all claims off.
func (c *fakeClaims) finish() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.due, c.over = nil, true
}

// stands lets the claims' keeper stand still, or go on.
func (c *fakeClaims) stands(still bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.still = still
}

// stuck is how a keeper that stands still answers: not before ctx ends.
func (c *fakeClaims) stuck(ctx context.Context) error {
	c.mu.Lock()
	still := c.still
	c.mu.Unlock()
	if !still {
		return nil
	}
	<-ctx.Done()
	return context.Cause(ctx)
}

func (c *fakeClaims) Due(ctx context.Context, _ time.Time) ([]Claim, error) {
	if err := c.stuck(ctx); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.due), nil
}

func (c *fakeClaims) Begin(ctx context.Context, claim Claim, operator string, _ time.Time) (bool, error) {
	if err := c.stuck(ctx); err != nil {
		return false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	n := len(c.due)
	c.due = slices.DeleteFunc(c.due, func(d Claim) bool { return d.ID == claim.ID })
	return !c.taken && len(c.due) < n && operator != "", nil
}

func (c *fakeClaims) End(_ context.Context, claim Claim, try string, _ time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries = append(c.tries, fmt.Sprintf("%d:%s", claim.ID, try))
	if (try == call.TryOperatorGone || try == call.TryYielded) && !c.over {
		c.due = append(c.due, claim)
	}
	return nil
}

func (c *fakeClaims) told() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.tries, " ")
}

// greeted is a plan that says something before the queue.
func greeted(prompt string) *dialplan.Plan {
	return dialplan.Straight("tong-dai", "", prompt)
}

// house is an engine with everything around it that is not under test.
type house struct {
	t       testing.TB
	cfg     Config
	pbx     *fakePBX
	gateway *fakeGateway
	desk    *fakeDesk
	journal *fakeJournal
	city    *fakeCity
	trunks  *trunk.Board
	tape    *fakeTape
	claims  *fakeClaims
	reg     *prometheus.Registry
	engine  *Engine
}

const answered = 15 * time.Second // longer than any greeting and answer here

// inHouse runs a test in a bubble with synthetic time, with a started engine
// and a link that is up.
func inHouse(t *testing.T, cfg Config, test func(h *house)) {
	t.Helper()
	onPlan(t, dialplan.Straight("tong-dai", ""), cfg, test)
}

// onPlan is inHouse with a plan that callers meet.
func onPlan(t *testing.T, plan *dialplan.Plan, cfg Config, test func(h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, plan, cfg)
		defer h.close()
		test(h)
	})
}

func newHouse(t testing.TB, plan *dialplan.Plan, cfg Config) *house {
	cfg.Node = "pbx1"
	if cfg.Queues == nil {
		cfg.Queues = plan.Queues
	}
	h := &house{
		t: t, cfg: cfg, pbx: newFakePBX(),
		gateway: &fakeGateway{up: map[string]bool{}, open: map[string]*fakeLeg{}},
		claims:  &fakeClaims{},
		tape:    &fakeTape{},
		trunks:  trunk.NewBoard([]trunk.Line{{Name: "t1"}, {Name: "t2"}}, time.Now()),
		journal: &fakeJournal{}, city: newFakeCity(plan, "/p"),
	}
	h.pbx.alive = h.gateway.alive
	h.start()
	return h
}

// start begins a (further) engine, as a started process would.
func (h *house) start() {
	h.desk = &fakeDesk{calls: map[string][]CallView{}, status: map[string]OperatorView{}}
	h.reg = prometheus.NewRegistry()
	h.engine = New(h.cfg, h.journal, slog.New(slog.DiscardHandler), h.reg)
	h.engine.Start(Ports{Phone: h.pbx, Desk: h.desk, Media: h.gateway, Plans: h.city, Voice: h.city, Lookup: h.city, Reach: h.city, Trunks: h.trunks, CallBacks: h.claims, Recorder: h.tape})
	go h.pbx.run(h.engine)
	h.pbx.connect()
	h.settle()
}

func (h *house) close() {
	h.pbx.disconnect()
	h.pbx.out.Close()
	<-h.pbx.done
	h.engine.Stop()
}

// kill ends the engine as a crash would: nothing is said to anybody. The
// gateway's addresses die with the process, the browsers see it.
func (h *house) kill() {
	h.close()
	h.gateway.mu.Lock()
	clear(h.gateway.open)
	clear(h.gateway.up)
	h.gateway.mu.Unlock()
	h.pbx.out, h.pbx.done = newFakePBX().out, make(chan struct{})
}

// slow lets requests take so long from now on.
func (h *house) slow(latency time.Duration) {
	h.pbx.mu.Lock()
	defer h.pbx.mu.Unlock()
	h.pbx.latency = latency
}

// settle waits until nothing more happens by itself without time passing, with
// requests' own time let pass.
func (h *house) settle() { h.pass(100 * time.Millisecond) }

func (h *house) pass(d time.Duration) {
	t := time.NewTimer(d)
	<-t.C
	synctest.Wait()
}

// ready lets operators sign in with their audio up.
func (h *house) ready(operators ...string) {
	for _, o := range operators {
		h.mediaUp(o)
		h.engine.DeskUp(o, Want{Ready: true})
		h.settle()
	}
}

func (h *house) mediaUp(o string)   { h.gateway.set(o, true); h.engine.MediaUp(o); synctest.Wait() }
func (h *house) mediaDown(o string) { h.gateway.set(o, false); h.engine.MediaDown(o); synctest.Wait() }

func (h *house) do(operator string, kind CommandKind, id call.ID) error {
	return h.engine.Do(h.t.Context(), Command{Operator: operator, Kind: kind, Call: id, Digits: "1"})
}

func (h *house) must(operator string, kind CommandKind, id call.ID) {
	h.t.Helper()
	if err := h.do(operator, kind, id); err != nil {
		h.t.Fatalf("%s %s %s: %v", operator, kind, id, err)
	}
	h.settle()
}

func (h *house) state(id call.ID) call.State {
	for _, v := range h.engine.Calls() {
		if v.ID == id {
			return v.State
		}
	}
	return ""
}

func (h *house) status(operator string) Status {
	for _, v := range h.engine.Operators() {
		if v.Operator == operator {
			return v.Status
		}
	}
	return ""
}

func (h *house) hears(id string) string { return h.pbx.hears(id, h.gateway.alive) }

func (h *house) want(what string, got, want any) {
	h.t.Helper()
	if got != want {
		h.t.Errorf("%s:\n got  %v\n want %v", what, got, want)
	}
}

// wantClear checks that nothing is left of any call.
func (h *house) wantClear() {
	h.t.Helper()
	if left := h.pbx.left(); len(left) > 0 {
		h.t.Errorf("left in Asterisk: %v", left)
	}
	if !h.engine.Idle() || len(h.engine.Calls()) > 0 {
		h.t.Errorf("calls left: %v", h.engine.Calls())
	}
	if n := h.gateway.count(); n > 0 {
		h.t.Errorf("%d audio paths left", n)
	}
}

// ends lets the citizen hang up, and op01 let go of the emergency service that she calls, or
// speaks with.
func (h *house) ends() {
	h.t.Helper()
	h.pbx.gone("c1", 16)
	h.settle()
	if h.state("c1") != "" {
		h.must("op01", CmdTakeBack, "c1")
	}
}

// talking brings a call c1 from arrival to a conversation with op01.
func (h *house) talking() {
	h.t.Helper()
	h.ready("op01")
	h.pbx.citizen("c1", "0912345678")
	h.settle()
	h.must("op01", CmdAccept, "c1")
	h.want("state", h.state("c1"), call.StateTalking)
	h.want("heard", h.hears("c1"), "voice")
}

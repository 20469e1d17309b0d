package agentdesk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"hotline1022/agentdesk/gateway"
	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must come; it is no measure.
const patience = time.Minute

// What cmd wires must fit.
var (
	_ Engine  = (*telephony.Engine)(nil)
	_ Gateway = (*gateway.Gateway)(nil)
)

// fakeEngine notes what it is asked, in order, and shows what a test tells it to.
type fakeEngine struct {
	last  telephony.Command // under mu
	asked chan string       // every call but the queries

	mu    sync.Mutex
	do    func(context.Context, telephony.Command) error
	hub   *Hub
	view  map[string]telephony.OperatorView
	calls map[string]telephony.CallView
	// profile is that of the desk that came up last.
	profile telephony.Profile
	// owed is the status of desks that come up, in place of ready or paused.
	owed telephony.Status
}

func (e *fakeEngine) Do(ctx context.Context, cmd telephony.Command) error {
	e.mu.Lock()
	do := e.do
	e.mu.Unlock()
	e.asked <- fmt.Sprintf("%s %s %s%s%s", cmd.Operator, cmd.Kind, cmd.Call, cmd.Digits, cmd.Reason)
	e.mu.Lock()
	e.last = cmd
	e.mu.Unlock()
	if do != nil {
		return do(ctx, cmd)
	}
	return nil
}

// DeskUp shows the status, as the engine does, from another goroutine's order.
func (e *fakeEngine) DeskUp(operator string, want telephony.Want) {
	v := telephony.OperatorView{Operator: operator, Status: telephony.StatusPaused, Reason: want.Reason, Desk: true, Since: time.Unix(1, 0)}
	if want.Ready {
		v.Status = telephony.StatusReady
	}
	e.mu.Lock()
	if e.owed != "" {
		v.Status = e.owed
	}
	e.view[operator] = v
	e.profile = want.Profile
	hub := e.hub
	e.mu.Unlock()
	hub.Status(v)
	e.asked <- operator + " up"
}

func (e *fakeEngine) DeskDown(operator string)  { e.asked <- operator + " down" }
func (e *fakeEngine) MediaUp(operator string)   { e.asked <- operator + " media up" }
func (e *fakeEngine) MediaDown(operator string) { e.asked <- operator + " media down" }

func (e *fakeEngine) Operators() []telephony.OperatorView {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []telephony.OperatorView
	for _, v := range e.view {
		all = append(all, v)
	}
	return all
}

func (e *fakeEngine) CallOf(operator string) (telephony.CallView, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	v, ok := e.calls[operator]
	return v, ok
}

func (e *fakeEngine) Queue() telephony.QueueView { return telephony.QueueView{Today: 7} }

// fakeGateway has no audio, but the rules of one that has.
type fakeGateway struct {
	mu     sync.Mutex
	notify func(string, bool)
	up     map[string]bool
	muted  map[string]bool
	drops  int
	doubt  func(operator string, on bool)
}

func (g *fakeGateway) Doubt(operator string, on bool) {
	if g.doubt != nil {
		g.doubt(operator, on)
	}
}

func (g *fakeGateway) Notify(f func(string, bool)) { g.notify = f }

func (g *fakeGateway) Answer(_ context.Context, operator, offer string) (string, error) {
	if offer == "bad" {
		return "", gateway.ErrBadOffer
	}
	g.mu.Lock()
	g.up[operator] = true
	g.mu.Unlock()
	g.notify(operator, true)
	return "answer to " + offer, nil
}

func (g *fakeGateway) Open(string, string) (*gateway.Leg, error) { return nil, gateway.ErrNoMedia }

func (g *fakeGateway) Mute(operator, id string, on bool) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.muted[operator+id] = on
	return nil
}

func (g *fakeGateway) Echo(operator string, _ bool) error {
	if !g.Up(operator) {
		return gateway.ErrNoMedia
	}
	return nil
}

func (g *fakeGateway) Drop(operator string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.drops++
	g.up[operator] = false
}

func (g *fakeGateway) Up(operator string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.up[operator]
}

// fakeCards answers by the test's function.
type fakeCards func(ctx context.Context, number string) (protocol.Card, error)

func (f fakeCards) Card(ctx context.Context, number string) (protocol.Card, error) {
	return f(ctx, number)
}

// house is a hub behind a real HTTP server.
type house struct {
	*Hub
	engine  *fakeEngine
	gateway *fakeGateway
	url     string
	reg     *prometheus.Registry
}

// onCall is a directory of officers.
type onCall map[string][]string

func (o onCall) OnCall(_ context.Context, unit string) ([]string, error) {
	if unit == "AWAY" {
		return nil, errors.New("the database is away")
	}
	return o[unit], nil
}

var officers = onCall{"CAP-NUOC": {"0225300001", "0225300002", "0225300003"}}

func newHouse(t testing.TB, cfg Config, cards fakeCards) *house {
	t.Helper()
	e := &fakeEngine{asked: make(chan string, 10000), view: map[string]telephony.OperatorView{}, calls: map[string]telephony.CallView{}}
	g := &fakeGateway{up: map[string]bool{}, muted: map[string]bool{}}
	if cards == nil {
		cards = func(_ context.Context, number string) (protocol.Card, error) {
			return protocol.Card{Number: number, Name: "Trần Văn Bình"}, nil
		}
	}
	reg := prometheus.NewRegistry()
	hub, err := New(cfg, Ports{
		Engine: e, Gateway: g, Cards: cards, Officers: officers,
		Authenticate: func(r *http.Request) (User, bool) {
			name := r.Header.Get("X-User")
			return User{
				Session:  "session-of-" + name,
				Username: name, Name: "Tên " + name, Profile: telephony.Profile{Skills: []string{"lang:en"}},
				Operator: strings.HasPrefix(name, "op") || name == "lead-op", Supervisor: strings.HasPrefix(name, "lead"),
			}, name != ""
		},
		Origin: func(r *http.Request) bool { return r.Header.Get("Origin") != "https://evil.example" },
	}, slog.New(slog.DiscardHandler), reg)
	if err != nil {
		t.Fatal(err)
	}
	e.hub = hub
	server := httptest.NewServer(hub)
	t.Cleanup(func() {
		hub.Close()
		server.Close()
	})
	return &house{hub, e, g, "ws" + strings.TrimPrefix(server.URL, "http"), reg}
}

// expect waits for what the engine is asked next.
func (h *house) expect(t testing.TB, want string) {
	t.Helper()
	if got := await(t, "the engine to be asked: "+want, h.engine.asked); got != want {
		t.Fatalf("the engine was asked %q, want %q", got, want)
	}
}

func (h *house) offences(t testing.TB, kind string) int {
	t.Helper()
	families, err := h.reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == "hotline_desk_offences_total" && m.GetLabel()[0].GetValue() == kind {
				return int(m.GetCounter().GetValue())
			}
		}
	}
	return 0
}

func await[T any](t testing.TB, what string, c <-chan T) T {
	t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case v := <-c:
		return v
	case <-timer.C:
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}

// page is a desk in a test: a WebSocket and what a page remembers of its session.
type page struct {
	t       testing.TB
	ws      *websocket.Conn
	welcome protocol.Welcome
	lastSeq uint64
	nextID  uint64
}

func (h *house) dial(t testing.TB, user string) *page {
	t.Helper()
	ws, resp, err := websocket.DefaultDialer.Dial(h.url, http.Header{"X-User": {user}})
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	t.Cleanup(func() { _ = ws.Close() })
	return &page{t: t, ws: ws}
}

// open dials and says hello; the snapshot is read too.
func (h *house) open(t testing.TB, user string, hello protocol.Hello) *page {
	t.Helper()
	p := h.dial(t, user)
	p.hello(hello)
	if !p.welcome.Resumed {
		p.want(protocol.ServerSnapshot)
	}
	return p
}

// comeBack is a new connection of the same page.
func (h *house) comeBack(p *page, user string) *page {
	p.t.Helper()
	n := h.dial(p.t, user)
	n.lastSeq, n.nextID = p.lastSeq, p.nextID
	n.hello(protocol.Hello{Session: p.welcome.Session, LastSeq: p.lastSeq})
	return n
}

func (p *page) hello(hello protocol.Hello) {
	p.t.Helper()
	hello.Version = protocol.Version
	p.send(protocol.ClientMessage{Type: protocol.ClientHello, Hello: &hello})
	p.welcome = *p.want(protocol.ServerWelcome).Welcome
	if !p.welcome.Resumed {
		p.lastSeq, p.nextID = 0, 0
	}
}

func (p *page) send(m protocol.ClientMessage) {
	p.t.Helper()
	if err := p.ws.WriteJSON(m); err != nil {
		p.t.Fatal(err)
	}
}

// command numbers and sends.
func (p *page) command(m protocol.ClientMessage) uint64 {
	p.t.Helper()
	p.nextID++
	m.ID = p.nextID
	p.send(m)
	return m.ID
}

// read is the next message; its number must follow the last one's.
func (p *page) read() (protocol.ServerMessage, error) {
	p.t.Helper()
	_ = p.ws.SetReadDeadline(time.Now().Add(patience))
	var m protocol.ServerMessage
	if err := p.ws.ReadJSON(&m); err != nil {
		return m, err
	}
	if m.Seq != 0 {
		if m.Seq != p.lastSeq+1 {
			p.t.Fatalf("message %d after %d", m.Seq, p.lastSeq)
		}
		p.lastSeq = m.Seq
	}
	return m, nil
}

// want reads until a message of the type comes, past queue figures only.
func (p *page) want(typ protocol.ServerType) protocol.ServerMessage {
	p.t.Helper()
	for {
		m, err := p.read()
		if err != nil {
			p.t.Fatalf("waiting for %s: %v", typ, err)
		}
		if m.Type == typ {
			return m
		}
		if m.Type != protocol.ServerQueue {
			p.t.Fatalf("got %+v while waiting for %s", m, typ)
		}
	}
}

// wantClose reads on until the server closes, and returns what came before.
func (p *page) wantClose(code int) []protocol.ServerMessage {
	p.t.Helper()
	var before []protocol.ServerMessage
	for {
		m, err := p.read()
		if err == nil {
			before = append(before, m)
			continue
		}
		var ce *websocket.CloseError
		if !errors.As(err, &ce) || ce.Code != code {
			p.t.Fatalf("closed by %v, want %d", err, code)
		}
		return before
	}
}

// offered is a call at an operator's desk.
func offered(id string) telephony.CallView {
	return telephony.CallView{
		ID: call.ID(id), From: "0912345678", To: "02251022", State: call.StateOffered,
		ArrivedAt: time.Now(), OfferedAt: time.Now(),
	}
}

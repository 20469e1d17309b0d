package agentdesk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/agentdesk/gateway"
	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// Engine is what the desks ask of the telephony engine. Its methods may block
// for a moment, but never on a call of ours into the hub's Desk or Media methods.
type Engine interface {
	Do(ctx context.Context, cmd telephony.Command) error
	DeskUp(operator string, want telephony.Want)
	DeskDown(operator string)
	MediaUp(operator string)
	MediaDown(operator string)
	Operators() []telephony.OperatorView
	CallOf(operator string) (telephony.CallView, bool)
	Queue() telephony.QueueView
}

// Officers is the directory's on-call order, as last known where the directory does not
// answer: consultation must not need the database.
type Officers interface {
	// OnCall is the telephones of a unit's officers, in their one form, first who is called
	// first; none if there is no such unit.
	OnCall(ctx context.Context, unit string) ([]string, error)
}

// Gateway is the operators' audio; *gateway.Gateway.
type Gateway interface {
	Notify(f func(operator string, up bool))
	Answer(ctx context.Context, operator, offer string) (answer string, err error)
	Open(operator, call string) (*gateway.Leg, error)
	Mute(operator, call string, on bool) error
	Echo(operator string, on bool) error
	Drop(operator string)
	// Doubt says that the operator's desk has lost its connection, or has one again. It
	// only takes note, at once.
	Doubt(operator string, on bool)
	Up(operator string) bool
}

// Cards knows what there is to know about a caller. Number is as the trunk gave
// it; an empty card (of a withheld number, say) is no error. It must end with ctx.
type Cards interface {
	Card(ctx context.Context, number string) (protocol.Card, error)
}

// User is who asks for a desk.
type User struct {
	Username string
	Name     string
	Session  string // that they signed in with; opaque
	// Operator: takes calls. Supervisor: may listen, whisper, barge and take over. Who is
	// neither has no desk.
	Operator   bool
	Supervisor bool
	Profile    telephony.Profile
}

// Ports is what the hub works with. All are required.
type Ports struct {
	Engine   Engine
	Gateway  Gateway
	Cards    Cards
	Officers Officers
	// Authenticate tells who the request comes from; false: nobody.
	Authenticate func(*http.Request) (User, bool)
	// Origin tells whether a WebSocket may be opened by a page of the request's
	// Origin (which may be missing: not a browser).
	Origin func(*http.Request) bool
}

// Config is the hub's limits in time and number. The zero value of each is its default.
type Config struct {
	Grace        time.Duration // from a lost connection to the engine's DeskDown; default 20 s
	CardWait     time.Duration // for the card before an incomplete one is sent; default 15 ms
	CardLimit    time.Duration // for one lookup of a card; default 5 s
	CardRetry    time.Duration // between lookups that failed, at first; doubles up to 16 times of it; default 1 s
	CommandLimit time.Duration // for the engine or the gateway to carry out a command; default 4 s
	Kept         int           // messages kept a session; default protocol.KeptMessages
	Behind       int           // messages a connection may be behind; default 256
	Discreet     bool          // an operator is not shown that a shift leader listens
}

func (c Config) withDefaults() Config {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&c.Grace, 20 * time.Second},
		{&c.CardWait, 15 * time.Millisecond},
		{&c.CardLimit, 5 * time.Second},
		{&c.CardRetry, time.Second},
		{&c.CommandLimit, 4 * time.Second},
	} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
	if c.Kept <= 0 {
		c.Kept = protocol.KeptMessages
	}
	if c.Behind <= 0 {
		c.Behind = min(256, c.Kept)
	}
	return c
}

// Hub is all operators' desks. It serves GET /api/v1/desk and implements
// telephony.Desk and telephony.Media.
type Hub struct {
	cfg     Config
	p       Ports
	log     *slog.Logger
	metrics *metrics

	ctx    context.Context // done when the hub closes
	cancel context.CancelFunc
	wg     sync.WaitGroup // desks' goroutines, card lookups, connections

	mu     sync.Mutex
	closed bool
	desks  map[string]*desk // by operator; kept once made, as many as there are operators
	conns  map[*conn]struct{}
}

var (
	_ telephony.Desk  = (*Hub)(nil)
	_ telephony.Media = (*Hub)(nil)
	_ http.Handler    = (*Hub)(nil)
)

// New makes a hub; the engine's Start may follow with the hub as its Desk and
// Media. Close must be called.
func New(cfg Config, p Ports, log *slog.Logger, reg prometheus.Registerer) (*Hub, error) {
	if p.Engine == nil || p.Gateway == nil || p.Cards == nil || p.Officers == nil || p.Authenticate == nil || p.Origin == nil {
		return nil, errors.New("agentdesk: a port is missing")
	}
	m, err := newMetrics(reg)
	if err != nil {
		return nil, err
	}
	h := &Hub{
		cfg: cfg.withDefaults(), p: p, log: log, metrics: m,
		desks: make(map[string]*desk), conns: make(map[*conn]struct{}),
	}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	p.Gateway.Notify(h.media)
	return h, nil
}

// Close tells every desk to come back after the restart (1012) and waits until
// all goroutines have ended. The engine is told nothing: its operators keep
// their status over a restart. Idempotent.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	for c := range h.conns {
		c.kick(closing{code: closeRestart, text: "restart"})
	}
	desks := slices.Collect(maps.Values(h.desks))
	h.mu.Unlock()
	h.cancel()
	for _, d := range desks {
		d.stop()
	}
	h.wg.Wait()
}

// everyDesk is for whoever goes through the desks without the lock.
func (h *Hub) everyDesk() []*desk {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Values(h.desks))
}

// spawn starts a goroutine that Close waits for; false after Close.
func (h *Hub) spawn(f func()) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.wg.Go(f)
	return true
}

// SignOut ends an operator's desk without grace time, as its own bye would: for
// whoever ends the session that they signed in with. A desk that has come by another since
// stays; "" is every session.
func (h *Hub) SignOut(operator, session string) {
	if d := h.lookup(operator); d != nil {
		d.later(func() {
			if session == "" || d.signedInBy() == session {
				d.signOut(nil)
			}
		})
	}
}

// Sessions are those by which desks are connected or may still come back, with whose
// each is.
func (h *Hub) Sessions() map[string]string {
	sessions := map[string]string{}
	for _, d := range h.everyDesk() {
		if session := d.signedInBy(); session != "" {
			sessions[session] = d.operator
		}
	}
	return sessions
}

// Refresh shows the caller's card anew on the desk that has the call: for whoever
// changes what is known of the caller, such as by a ticket filed for the call.
func (h *Hub) Refresh(id call.ID) {
	for _, d := range h.everyDesk() {
		d.refreshCard(string(id))
	}
}

// Call implements telephony.Desk. A desk that has not come yet, after a restart, finds it
// when it does.
func (h *Hub) Call(operator string, v telephony.CallView) {
	if d := h.claim(operator); d != nil {
		d.showCall(v)
	}
}

// Status implements telephony.Desk.
func (h *Hub) Status(v telephony.OperatorView) {
	if d := h.lookup(v.Operator); d != nil {
		d.showStatus(v)
	}
}

// Queue implements telephony.Desk.
func (h *Hub) Queue(v telephony.QueueView) {
	for _, d := range h.everyDesk() {
		d.showQueue(v)
	}
}

// Up implements telephony.Media.
func (h *Hub) Up(operator string) bool { return h.p.Gateway.Up(operator) }

// Open implements telephony.Media.
func (h *Hub) Open(operator string, id call.ID) (telephony.Leg, error) {
	leg, err := h.p.Gateway.Open(operator, string(id))
	if errors.Is(err, gateway.ErrNoMedia) {
		return nil, fmt.Errorf("%w: %s", telephony.ErrNoMedia, operator)
	}
	if err != nil {
		return nil, fmt.Errorf("audio of %s: %w", operator, err)
	}
	return leg, nil
}

// media is the gateway's news, in order.
func (h *Hub) media(operator string, up bool) {
	if d := h.lookup(operator); d != nil {
		d.showMedia(up)
	}
	if up {
		h.p.Engine.MediaUp(operator)
	} else {
		h.p.Engine.MediaDown(operator)
	}
}

func (h *Hub) lookup(operator string) *desk {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.desks[operator]
}

// claim is lookup that makes the desk; nil after Close.
func (h *Hub) claim(operator string) *desk {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil
	}
	d := h.desks[operator]
	if d == nil {
		d = newDesk(h, operator)
		h.desks[operator] = d
		h.wg.Go(d.work)
	}
	return d
}

// statusOf is the engine's view of one operator.
func (h *Hub) statusOf(operator string) (telephony.OperatorView, bool) {
	all := h.p.Engine.Operators()
	i := slices.IndexFunc(all, func(v telephony.OperatorView) bool { return v.Operator == operator })
	if i < 0 {
		return telephony.OperatorView{}, false
	}
	return all[i], true
}

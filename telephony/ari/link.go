package ari

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Config says where Asterisk is and how patient we are. Zero fields get the
// defaults named here.
type Config struct {
	BaseURL  string // http://127.0.0.1:8088/ari
	User     string
	Password string
	App      string // Stasis application

	RequestTimeout time.Duration // of one REST request; 3 s
	PingEvery      time.Duration // 1 s
	StallAfter     time.Duration // nothing received for so long: the connection is dead; 5 s
	BackoffMin     time.Duration // first wait after a failed connect; 50 ms, doubles
	BackoffMax     time.Duration // longest wait; 2 s

	Now func() time.Time // time.Now
}

func (c Config) withDefaults() Config {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&c.RequestTimeout, 3 * time.Second},
		{&c.PingEvery, time.Second},
		{&c.StallAfter, 5 * time.Second},
		{&c.BackoffMin, 50 * time.Millisecond},
		{&c.BackoffMax, 2 * time.Second},
	} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// Handler takes what the link brings. See the package's promises.
type Handler interface {
	// Synced: the link is up, and this is what exists.
	Synced(Snapshot)
	// Event: one event, in order of arrival.
	Event(Event)
	// Down: the link is lost, because of err; events may be missed until the next Synced.
	Down(err error)
}

// State is where the link stands.
type State string

const (
	Disconnected State = "disconnected" // not running, or waiting before the next attempt
	Connecting   State = "connecting"   // asking for the WebSocket
	Syncing      State = "syncing"      // listing channels and bridges; events are being kept
	Live         State = "live"         // events are passed on
	Unauthorized State = "unauthorized" // Asterisk refuses user, password or address; retried
	Replaced     State = "replaced"     // another controller has the application; waiting for its end
)

// States lists every state.
var States = []State{Disconnected, Connecting, Syncing, Live, Unauthorized, Replaced}

// Status is the link's state with its reason.
type Status struct {
	State State
	Since time.Time
	// Err is why the link is not Live; nil when it is, or was never tried.
	Err error
	// AsteriskStarted and Node are those of the last Snapshot.
	AsteriskStarted time.Time
	Node            string
}

// Link is the connection to one Asterisk. Its requests may be made from any
// goroutine, also while Run does not run: REST works without the WebSocket.
type Link struct {
	cfg     Config
	log     *slog.Logger
	rest    *rest
	metrics *metrics
	status  atomic.Pointer[Status] // written by Run's goroutine alone
	running atomic.Bool
}

// New makes a link. Its metrics are registered with reg, unless that is nil.
func New(cfg Config, log *slog.Logger, reg prometheus.Registerer) *Link {
	cfg = cfg.withDefaults()
	l := &Link{cfg: cfg, log: log, metrics: newMetrics(reg)}
	l.rest = newREST(cfg, l.metrics, func() error {
		if l.Status().State == Replaced {
			return ErrReplaced
		}
		return nil
	})
	l.setStatus(Status{State: Disconnected})
	return l
}

// Status is the link's present state.
func (l *Link) Status() Status { return *l.status.Load() }

// Ready is nil when the link is Live, and otherwise says what is wrong (/readyz).
func (l *Link) Ready() error {
	s := l.Status()
	switch {
	case s.State == Live:
		return nil
	case s.Err != nil:
		return fmt.Errorf("ari link is %s: %w", s.State, s.Err)
	default:
		return fmt.Errorf("ari link is %s", s.State)
	}
}

// Run keeps the link up until ctx is done, and returns ctx's cause then. When it
// returns, none of its goroutines is left and h is not called any more. It runs
// once at a time.
func (l *Link) Run(ctx context.Context, h Handler) error {
	if !l.running.CompareAndSwap(false, true) {
		return errors.New("ari: the link is running already")
	}
	defer l.running.Store(false)
	defer l.rest.close()
	wait, told := l.cfg.BackoffMin, ""
	for {
		liveFor, err := l.session(ctx, h)
		if ctx.Err() != nil {
			l.to(Disconnected, context.Cause(ctx))
			return context.Cause(ctx)
		}
		l.report(err, liveFor == 0 && err.Error() == told)
		told = err.Error()
		if errors.Is(err, ErrReplaced) {
			l.awaitVacancy(ctx)
			wait = l.cfg.BackoffMin
			continue
		}
		if liveFor > l.cfg.BackoffMax {
			wait = l.cfg.BackoffMin // it was a good connection
		}
		pause(ctx, jitter(wait))
		wait = min(2*wait, l.cfg.BackoffMax)
	}
}

// Close closes idle connections. Run does so itself; Close is for a link whose
// requests are used without it, or after it.
func (l *Link) Close() { l.rest.close() }

// session is one connection, from the dial to its loss.
func (l *Link) session(ctx context.Context, h Handler) (liveFor time.Duration, err error) {
	if s := l.Status().State; s != Unauthorized {
		// A wrong password stays visible between attempts.
		l.to(Connecting, l.Status().Err)
	}
	s, err := l.dial(ctx)
	if err != nil {
		return 0, err
	}
	defer s.close()
	l.to(Syncing, l.Status().Err)
	start := time.Now()
	if err := l.setEventFilter(ctx); err != nil {
		return 0, fmt.Errorf("setting the event filter: %w", err)
	}
	snapshot, err := l.Snapshot(ctx)
	if err != nil {
		return 0, fmt.Errorf("listing what exists: %w", err)
	}
	l.metrics.synced(time.Since(start))
	l.setStatus(Status{State: Live, AsteriskStarted: snapshot.AsteriskStarted, Node: snapshot.Node})
	l.log.Info("ari link is live", "node", snapshot.Node, "asterisk_started", snapshot.AsteriskStarted,
		"channels", len(snapshot.Channels), "bridges", len(snapshot.Bridges))
	live := time.Now()
	h.Synced(snapshot)
	err = l.pass(ctx, s, h)
	if errors.Is(err, ErrReplaced) {
		l.to(Replaced, err) // before Down: no request of ours leaves after it
	} else {
		l.to(Disconnected, err)
	}
	h.Down(err)
	return time.Since(live), err
}

// pass hands events on until the connection ends.
func (l *Link) pass(ctx context.Context, s *socket, h Handler) error {
	keys := presses{}
	for {
		a, err := s.inbox.Get(ctx)
		if err != nil {
			if errors.Is(err, ErrMailboxClosed) {
				return s.reason()
			}
			return err
		}
		if a.replaced {
			return ErrReplaced
		}
		if keys.again(a.event) {
			continue
		}
		h.Event(a.event)
		l.metrics.passed(a.event.when(), l.cfg.Now(), s.inbox.Len())
	}
}

// unwanted are events that Asterisk sends often and nobody here uses.
var unwanted = []string{
	"ChannelVarset", "ChannelDialplan", "ChannelConnectedLine", "ChannelCallerId",
	"DeviceStateChanged", "EndpointStateChange", "PeerStatusChange",
}

func (l *Link) setEventFilter(ctx context.Context) error {
	type eventType struct {
		Type string `json:"type"`
	}
	disallowed := make([]eventType, 0, len(unwanted))
	for _, name := range unwanted {
		disallowed = append(disallowed, eventType{name})
	}
	return l.rest.do(ctx, request{
		op: "EventFilter", method: http.MethodPut, path: pathf("/applications/%s/eventFilter", l.cfg.App),
		body: map[string]any{"disallowed": disallowed}, look: true,
	})
}

// awaitVacancy returns when no controller has the application any more. Taking
// it back at once would make two controllers throw each other out for ever.
func (l *Link) awaitVacancy(ctx context.Context) {
	for ctx.Err() == nil {
		pause(ctx, jitter(l.cfg.BackoffMax/2))
		err := l.rest.do(ctx, request{
			op: "Application", method: http.MethodGet, path: pathf("/applications/%s", l.cfg.App), look: true,
		})
		if IsGone(err) {
			l.log.Info("the other controller has left")
			return
		}
	}
}

// report logs the end of a session or attempt, a repeated one quietly, and keeps
// its reason for Ready.
func (l *Link) report(err error, again bool) {
	state := Disconnected
	switch {
	case errors.Is(err, ErrUnauthorized):
		state = Unauthorized
	case errors.Is(err, ErrReplaced):
		state = Replaced
	}
	l.to(state, err)
	l.metrics.lost(err)
	level := slog.LevelWarn
	if again {
		level = slog.LevelDebug
	}
	l.log.Log(context.Background(), level, "ari link is down", "state", state, "err", err)
}

// to changes the state and keeps what is known of Asterisk.
func (l *Link) to(state State, err error) {
	s := l.Status()
	s.Err = err
	if s.State != state {
		s.State, s.Since = state, time.Time{}
	}
	l.setStatus(s)
}

func (l *Link) setStatus(s Status) {
	if s.Since.IsZero() {
		s.Since = l.cfg.Now()
	}
	l.status.Store(&s)
	l.metrics.state(s.State)
}

// jitter spreads waits over 50 to 100 % of d, so that nodes do not come in step.
func jitter(d time.Duration) time.Duration {
	return d/2 + rand.N(d/2+1)
}

// pause waits for d, or until ctx is done.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

package watch

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/trunk"
)

// Every is how often registrations are looked up.
const Every = 5 * time.Second

// answerTime is what Asterisk gives a contact to answer OPTIONS (pjsip.conf,
// qualify_timeout), and some of a busy machine.
const answerTime = 5 * time.Second

// Watch stands between the link and its handler, and learns from both what the
// trunks do. It implements [ari.Handler].
type Watch struct {
	ari.Handler // the next
	board       *trunk.Board
	figures     Figures
	log         *slog.Logger
	changes     *prometheus.CounterVec
	now         func() time.Time

	mu sync.Mutex
	// unsure are trunks that Asterisk called offline when it may not have asked
	// them yet, with the time when it has: what it said is true then, unless it
	// has said otherwise since.
	unsure map[string]time.Time
}

// New makes a watch that passes everything on to next. Its metrics are registered
// with reg, unless that is nil.
func New(board *trunk.Board, next ari.Handler, figures Figures, log *slog.Logger, reg prometheus.Registerer) *Watch {
	w := &Watch{Handler: next, board: board, figures: figures, log: log, now: time.Now, unsure: map[string]time.Time{}}
	w.changes = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "hotline_trunk_changes_total",
		Help: "How often a trunk came up or went down since hotline started: one that flaps counts fast.",
	}, []string{"trunk", "to"})
	if reg != nil {
		reg.MustRegister(w.changes, gauges{board})
	}
	return w
}

// Synced takes the snapshot's trunks, and passes it on.
func (w *Watch) Synced(s ari.Snapshot) {
	channels := make([]trunk.Channel, 0, len(s.Channels))
	for _, c := range s.Channels {
		if name, ok := trunk.Of(c.Name); ok {
			channels = append(channels, trunk.Channel{ID: c.ID, Trunk: name})
		}
	}
	w.board.Listed(channels, s.TakenAt)
	online := make(map[string]bool, len(s.Endpoints))
	for _, e := range s.Endpoints {
		online[e.Name] = e.Online
	}
	for _, l := range w.board.Lines() {
		up, known := online[l.Name]
		asked := s.AsteriskStarted.Add(l.Watched + answerTime)
		switch {
		case !known:
		case up || s.TakenAt.After(asked):
			w.contact(l.Name, up)
		default:
			w.doubt(l.Name, asked)
		}
	}
	w.Handler.Synced(s)
}

// Event learns from an event, and passes it on.
func (w *Watch) Event(e ari.Event) {
	switch e := e.(type) {
	case ari.ContactStatus:
		switch e.Status {
		case "Reachable", "NonQualified":
			w.contact(e.Endpoint, true)
		case "Unreachable", "Removed":
			w.contact(e.Endpoint, false)
		}
	case ari.ChannelCreated:
		if name, ok := trunk.Of(e.Channel.Name); ok {
			w.board.Opened(trunk.Channel{ID: e.Channel.ID, Trunk: name})
		}
	case ari.ChannelDestroyed:
		w.board.Release(e.Channel.ID)
	}
	w.Handler.Event(e)
}

// Down forgets what is known, and passes the news on.
func (w *Watch) Down(err error) {
	w.mu.Lock()
	clear(w.unsure)
	w.board.Forget(w.now())
	w.mu.Unlock()
	w.Handler.Down(err)
}

// Run looks registrations up, and believes in time what was doubted, until ctx
// ends; at once back when no trunk is supervised.
func (w *Watch) Run(ctx context.Context) {
	registers, watched := false, false
	for _, l := range w.board.Lines() {
		registers, watched = registers || l.Registers, watched || l.Watched > 0
	}
	if !registers && !watched {
		return
	}
	tick := time.NewTicker(Every)
	defer tick.Stop()
	for {
		if registers {
			w.lookUp(ctx)
		}
		w.believe()
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func (w *Watch) lookUp(ctx context.Context) {
	states, err := w.figures.Registrations(ctx)
	if err != nil {
		if ctx.Err() == nil {
			w.log.Debug("the state of registrations is not known", "err", err)
			w.board.ForgetRegistrations(w.now())
		}
		return
	}
	for _, l := range w.board.Lines() {
		if state, known := states[l.Name]; known && l.Registers {
			c, changed := w.board.Registration(l.Name, state == Registered, state.reason(), w.now())
			w.tell(c, changed)
		}
	}
}

func (w *Watch) doubt(name string, until time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unsure[name] = until
}

// believe takes those for down of which nothing better was heard in time.
func (w *Watch) believe() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, until := range w.unsure {
		if w.now().After(until) {
			w.note(name, false)
		}
	}
}

func (w *Watch) contact(name string, answers bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.note(name, answers)
}

// note is called with the lock held.
func (w *Watch) note(name string, answers bool) {
	delete(w.unsure, name)
	c, changed := w.board.Contact(name, answers, w.now())
	w.tell(c, changed)
}

func (w *Watch) tell(c trunk.Change, changed bool) {
	if !changed {
		return
	}
	w.changes.WithLabelValues(c.Trunk, string(c.To)).Inc()
	if c.To == trunk.Down {
		w.log.Warn("a trunk is down", "trunk", c.Trunk, "reason", c.Reason.Words())
		return
	}
	w.log.Info("a trunk's state has changed", "trunk", c.Trunk, "from", c.From, "to", c.To)
}

// Check is the trunks' part of /readyz: not ready when every trunk is down; ready
// with a detail that names each that is.
func Check(trunks []trunk.Trunk) (detail string, err error) {
	down := 0
	for _, t := range trunks {
		if t.State != trunk.Down {
			continue
		}
		down++
		if detail != "" {
			detail += "; "
		}
		detail += fmt.Sprintf("%s is down since %s: %s", t.Name, t.Since.UTC().Format(time.RFC3339), t.Reason.Words())
	}
	if down > 0 && down == len(trunks) {
		return "", fmt.Errorf("no call can come in or go out: %s", detail)
	}
	return detail, nil
}

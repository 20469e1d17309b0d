package watch

import (
	"context"
	"fmt"
	"log/slog"
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
}

// New makes a watch that passes everything on to next. Its metrics are registered
// with reg, unless that is nil.
func New(board *trunk.Board, next ari.Handler, figures Figures, log *slog.Logger, reg prometheus.Registerer) *Watch {
	w := &Watch{Handler: next, board: board, figures: figures, log: log, now: time.Now}
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
		if known && (up || s.TakenAt.Sub(s.AsteriskStarted) > l.Watched+answerTime) {
			w.contact(l.Name, up)
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
	w.board.Forget(w.now())
	w.Handler.Down(err)
}

// Run looks registrations up until ctx ends; at once back when no trunk has one.
func (w *Watch) Run(ctx context.Context) {
	registers := false
	for _, l := range w.board.Lines() {
		registers = registers || l.Registers
	}
	if !registers {
		return
	}
	tick := time.NewTicker(Every)
	defer tick.Stop()
	for {
		w.lookUp(ctx)
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
			c, changed := w.board.Registration(l.Name, state == Registered, state.String(), w.now())
			w.tell(c, changed)
		}
	}
}

func (w *Watch) contact(name string, answers bool) {
	c, changed := w.board.Contact(name, answers, "does not answer OPTIONS", w.now())
	w.tell(c, changed)
}

func (w *Watch) tell(c trunk.Change, changed bool) {
	if !changed {
		return
	}
	w.changes.WithLabelValues(c.Trunk, string(c.To)).Inc()
	if c.To == trunk.Down {
		w.log.Warn("a trunk is down", "trunk", c.Trunk, "reason", c.Reason)
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
		detail += fmt.Sprintf("%s is down since %s: %s", t.Name, t.Since.UTC().Format(time.RFC3339), t.Reason)
	}
	if down > 0 && down == len(trunks) {
		return "", fmt.Errorf("no call can come in or go out: %s", detail)
	}
	return detail, nil
}

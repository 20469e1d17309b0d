// Package health keeps the state of everything that the hotline depends on.
//
// A [Monitor] asks each probe in turn, at its own pace and with a limit in time,
// and keeps the last answer: a request for /readyz waits for nobody, and a stuck
// dependency delays no other. A change of state is logged once, and is a metric; what was
// never in order since the start is logged once more when it has had its time.
package health

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Probe asks one dependency. detail is worth knowing, also when err is nil; an
// error says what is wrong and, where it can, what to do.
type Probe func(ctx context.Context) (detail string, err error)

// State of a dependency.
type State string

const (
	OK       State = "ok"
	Degraded State = "degraded" // somebody has to look, and the node serves all the same
	Failing  State = "failing"
	Unknown  State = "unknown" // not asked yet
)

// degraded is what is wrong with something that no call needs.
type degraded struct{ error }

func (d degraded) Unwrap() error { return d.error }

// Aside is a probe of something that no call needs: what is wrong with it takes no node out.
func Aside(p Probe) Probe {
	return func(ctx context.Context) (string, error) {
		detail, err := p(ctx)
		if err != nil {
			err = degraded{err}
		}
		return detail, err
	}
}

// noticed is what is worth telling of something that is in order.
type noticed struct{ name, detail string }

func (n noticed) Error() string { return n.detail }

// Notice is a probe's answer that all is in order, and that somebody should know all the same: name says what of.
func Notice(name, detail string) error { return noticed{name, detail} }

// Check is a dependency's state.
type Check struct {
	State  State     `json:"state"`
	Notice string    `json:"notice,omitempty"` // in order, but see [Notice]
	Detail string    `json:"detail"`
	Since  time.Time `json:"since"`
}

// Report is the answer of /readyz.
type Report struct {
	Status State            `json:"status"`
	Checks map[string]Check `json:"checks"`
}

// Monitor asks and remembers.
type Monitor struct {
	probes map[string]Probe
	every  time.Duration
	limit  time.Duration
	log    *slog.Logger
	up     *prometheus.GaugeVec

	mu     sync.Mutex
	checks map[string]Check
	fresh  map[string]bool // fails since the start, and was not warned of
}

// startLimit is how long a dependency may take to be in order after the start, before it is warned of.
const startLimit = 10 * time.Second

// New makes a monitor that asks every probe every so often; one probe may take
// as long as limit.
func New(probes map[string]Probe, every, limit time.Duration, log *slog.Logger, reg prometheus.Registerer) (*Monitor, error) {
	m := &Monitor{probes: probes, every: every, limit: limit, log: log, checks: map[string]Check{}, fresh: map[string]bool{}}
	m.up = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "hotline_dependency_up", Help: "1 while the dependency's last check succeeded, else 0.",
	}, []string{"dependency"})
	if reg != nil {
		if err := reg.Register(m.up); err != nil {
			return nil, err
		}
	}
	for name := range probes {
		m.checks[name] = Check{State: Unknown, Since: time.Now()}
		m.up.WithLabelValues(name).Set(0)
	}
	return m, nil
}

// Run asks until ctx ends, and returns when no probe runs any more.
func (m *Monitor) Run(ctx context.Context) {
	var group sync.WaitGroup
	defer group.Wait()
	for name, probe := range m.probes {
		group.Go(func() {
			tick := time.NewTicker(m.every)
			defer tick.Stop()
			for {
				m.ask(ctx, name, probe)
				select {
				case <-tick.C:
				case <-ctx.Done():
					return
				}
			}
		})
	}
}

func (m *Monitor) ask(ctx context.Context, name string, probe Probe) {
	asking, cancel := context.WithTimeout(ctx, m.limit)
	defer cancel()
	detail, err := probe(asking)
	if ctx.Err() != nil {
		return // we are stopping; nothing was learnt
	}
	now := Check{State: OK, Detail: detail}
	var n noticed
	if errors.As(err, &n) {
		now.Notice, now.Detail = n.name, n.detail
	} else if err != nil {
		now = Check{State: Failing, Detail: err.Error()}
		if errors.As(err, new(degraded)) {
			now.State = Degraded
		}
	}
	m.mu.Lock()
	before := m.checks[name]
	now.Since = before.Since
	if before.State != now.State {
		now.Since = time.Now()
	}
	m.checks[name] = now
	m.fresh[name] = now.State != OK && (before.State == Unknown || m.fresh[name])
	overdue := m.fresh[name] && time.Since(now.Since) >= startLimit
	if overdue {
		m.fresh[name] = false
	}
	m.mu.Unlock()
	if before.State == now.State && !overdue {
		return
	}
	if now.State == OK {
		m.up.WithLabelValues(name).Set(1)
		m.log.Info("a dependency is in order", "dependency", name, "detail", now.Detail)
		return
	}
	m.up.WithLabelValues(name).Set(0)
	level := slog.LevelWarn
	if before.State == Unknown {
		level = slog.LevelInfo // we have only just started; so may it
	}
	m.log.Log(ctx, level, "a dependency fails; it is tried again", "dependency", name, "err", now.Detail)
}

// Report gives the present state; its status is that of the worst check.
func (m *Monitor) Report() Report {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := Report{Status: OK, Checks: maps.Clone(m.checks)}
	for _, c := range r.Checks {
		switch {
		case c.State == Degraded && r.Status == OK:
			r.Status = Degraded
		case c.State != OK && c.State != Degraded:
			r.Status = Failing
		}
	}
	return r
}

// ServeHTTP answers /readyz: 200 when all is in order that calls need, else 503.
func (m *Monitor) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	r := m.Report()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if r.Status == Failing {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(r) // the client is gone when this fails
}

package ari

import (
	"errors"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are the link's figures. Labels are bounded: kinds of events are those
// we know, operations are Link's methods.
type metrics struct {
	stateIs  *prometheus.GaugeVec
	connects prometheus.Counter
	losses   *prometheus.CounterVec
	syncs    prometheus.Histogram
	arrived  *prometheus.CounterVec
	faults   *prometheus.CounterVec
	lag      prometheus.Histogram
	waiting  prometheus.Gauge
	requests *prometheus.HistogramVec
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		stateIs: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "hotline_ari_state",
			Help: "1 for the state that the link to Asterisk is in, 0 for the others.",
		}, []string{"state"}),
		connects: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hotline_ari_connects_total",
			Help: "How often the link to Asterisk became live.",
		}),
		losses: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_ari_losses_total",
			Help: "Sessions and attempts that ended, by reason: unauthorized, replaced, stalled, other.",
		}, []string{"reason"}),
		syncs: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "hotline_ari_sync_seconds",
			Help:    "From the opened WebSocket to the finished listing of channels and bridges.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 14),
		}),
		arrived: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_ari_events_total",
			Help: "Events received from Asterisk, by type; \"other\" are those of no use to us.",
		}, []string{"type"}),
		faults: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_ari_event_faults_total",
			Help: "Events that were not as expected: syntax (unreadable), subject (of nothing), field (a field was left out).",
		}, []string{"fault"}),
		lag: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "hotline_ari_event_lag_seconds",
			Help:    "From Asterisk's time stamp in an event to the handler's return from it.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 14),
		}),
		waiting: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_ari_events_waiting",
			Help: "Events read from the WebSocket and not yet handled.",
		}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "hotline_ari_request_seconds",
			Help:    "From a request's begin to its answer read to the end; status 0: no answer came.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 13),
		}, []string{"op", "status"}),
	}
	if reg != nil {
		reg.MustRegister(m.stateIs, m.connects, m.losses, m.syncs, m.arrived, m.faults, m.lag, m.waiting, m.requests)
	}
	return m
}

func (m *metrics) state(now State) {
	for _, s := range States {
		v := 0.0
		if s == now {
			v = 1
		}
		m.stateIs.WithLabelValues(string(s)).Set(v)
	}
}

func (m *metrics) synced(took time.Duration) {
	m.connects.Inc()
	m.syncs.Observe(took.Seconds())
}

func (m *metrics) lost(err error) {
	reason := "other"
	switch {
	case errors.Is(err, ErrUnauthorized):
		reason = "unauthorized"
	case errors.Is(err, ErrReplaced):
		reason = "replaced"
	case errors.Is(err, ErrStalled):
		reason = "stalled"
	}
	m.losses.WithLabelValues(reason).Inc()
}

func (m *metrics) received(d decoded) {
	kind := "other"
	if d.event != nil {
		kind = d.kind
	}
	m.arrived.WithLabelValues(kind).Inc()
	if d.fault != faultNone {
		m.faults.WithLabelValues(string(d.fault)).Inc()
	}
}

func (m *metrics) passed(at, now time.Time, waiting int) {
	if !at.IsZero() {
		m.lag.Observe(now.Sub(at).Seconds())
	}
	m.waiting.Set(float64(waiting))
}

func (m *metrics) request(op string, status int, took time.Duration) {
	m.requests.WithLabelValues(op, strconv.Itoa(status)).Observe(took.Seconds())
}

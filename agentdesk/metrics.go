package agentdesk

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics of the desks. Every label has a bounded set of values.
type metrics struct {
	connections prometheus.Gauge
	hellos      *prometheus.CounterVec // result: new, resumed, foreign
	messages    *prometheus.CounterVec // type: of protocol.ClientType, or "unknown"
	offences    *prometheus.CounterVec // kind: see offence
	closed      *prometheus.CounterVec // code: of ours
	answers     *prometheus.CounterVec // code: "ok" or of protocol.Catalogue
	cards       *prometheus.CounterVec // state: incomplete, complete
	cardSeconds prometheus.Histogram
	arrivalPop  prometheus.Histogram
	offerPop    prometheus.Histogram
}

func newMetrics(reg prometheus.Registerer) (*metrics, error) {
	counter := func(name, label, help string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "hotline", Subsystem: "desk", Name: name, Help: help}, []string{label})
	}
	seconds := func(name, help string, buckets ...float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "hotline", Subsystem: "desk", Name: name, Help: help, Buckets: buckets})
	}
	m := &metrics{
		connections: prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "hotline", Subsystem: "desk", Name: "connections", Help: "Desk WebSockets that are open."}),
		hellos:      counter("hellos_total", "result", "Hellos of desks, by result: a new session, a resumed one, another user's session named (foreign; also counted as new)."),
		messages:    counter("messages_total", "type", "Messages received from desks, by type."),
		offences:    counter("offences_total", "kind", "Messages and connections refused as misbehaviour, by kind."),
		closed:      counter("closed_total", "code", "Desk connections closed by us, by WebSocket close code."),
		answers:     counter("answers_total", "code", "Commands of operators answered, by outcome (ok, or the error's code)."),
		cards:       counter("cards_total", "state", "Cards sent with a call, by state; an incomplete one is followed by a complete one when the database answers."),
		cardSeconds: seconds("card_seconds", "From the call's first showing to the operator until the complete card was handed to the desk's session.",
			.002, .005, .01, .015, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30),
		arrivalPop: seconds("arrival_to_screenpop_seconds", "From the creation of the citizen's channel at Asterisk (INVITE) until the offered call was written to the operator's WebSocket; menu and waiting in the queue included.",
			.005, .01, .02, .03, .05, .075, .1, .25, .5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300),
		offerPop: seconds("offer_to_screenpop_seconds", "From the engine's offer of a call to an operator until it was written to the operator's WebSocket.",
			.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20),
	}
	for _, c := range []prometheus.Collector{
		m.connections, m.hellos, m.messages, m.offences, m.closed, m.answers, m.cards, m.cardSeconds, m.arrivalPop, m.offerPop,
	} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("desk metrics: %w", err)
		}
	}
	return m, nil
}

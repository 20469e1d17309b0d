package outbox

import (
	"errors"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	states  *prometheus.GaugeVec
	done    *prometheus.CounterVec
	refused *prometheus.CounterVec
	delay   prometheus.Histogram
}

func newMetrics(reg prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		states: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "hotline_messages", Help: "Messages to people outside that are queued, have failed or did not arrive, of all nodes, by channel.",
		}, []string{"channel", "state"}),
		done: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_messages_done_total", Help: "What became of messages at this node, by channel: sent, failed; and, of those sent, delivered, undelivered.",
		}, []string{"channel", "state"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_message_refusals_total", Help: "Attempts at a gateway that did not succeed, by channel and what is known of them.",
		}, []string{"channel", "outcome"}),
		delay: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "hotline_message_delay_seconds", Help: "From a message's beginning (the end of the call's message, the key pressed) to the gateway's yes written down.",
			Buckets: []float64{1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600},
		}),
	}
	var errs []error
	for _, c := range []prometheus.Collector{m.states, m.done, m.refused, m.delay} {
		errs = append(errs, reg.Register(c))
	}
	return m, errors.Join(errs...)
}

const longestError = 300

// clip keeps a gateway's page of HTML out of the row.
func clip(s string) string {
	if len(s) > longestError {
		return strings.ToValidUTF8(s[:longestError], "") + "…"
	}
	return s
}

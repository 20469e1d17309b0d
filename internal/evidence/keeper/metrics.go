package keeper

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	unsealed prometheus.Gauge
	lag      prometheus.Gauge
	faults   prometheus.Gauge
	able     prometheus.Gauge
	ahead    prometheus.Gauge
	late     prometheus.GaugeFunc
}

func newMetrics(reg prometheus.Registerer, late func() time.Duration) (*metrics, error) {
	m := &metrics{
		unsealed: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_audit_unsealed", Help: "Entries of the audit log that are not in its chain yet.",
		}),
		lag: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_audit_unsealed_seconds", Help: "How long the audit log's oldest entry that is not in the chain has waited; alarm above 60.",
		}),
		faults: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_evidence_faults", Help: "What the last nightly look at recordings and manifests found to be other than it was left; alarm above 0.",
		}),
		able: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_evidence_key_up", Help: "1 while there is a key that can sign manifests, as far as is known; alarm at 0.",
		}),
		ahead: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_evidence_ahead_seconds", Help: "How far in the future the last manifest is, which a wrong clock made: until then none is made; alarm above 0.",
		}),
		late: prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "hotline_evidence_late_seconds", Help: "How long the next manifest has been due (one comes each hour); alarm above 10800.",
		}, func() float64 { return late().Seconds() }),
	}
	var err error
	for _, c := range []prometheus.Collector{m.unsealed, m.lag, m.faults, m.able, m.ahead, m.late} {
		err = errors.Join(err, reg.Register(c))
	}
	return m, err
}

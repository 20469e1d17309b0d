package recordings

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	states        *prometheus.GaugeVec
	waiting       prometheus.Gauge
	archived      prometheus.Counter
	archivedBytes prometheus.Counter
	delay         prometheus.Histogram
	failures      *prometheus.CounterVec
	free          prometheus.Gauge
	up            prometheus.Gauge
	locked        prometheus.Gauge
	flaws         *prometheus.CounterVec
	flawed        *prometheus.GaugeVec
	orphans       *prometheus.GaugeVec
}

func newMetrics(reg prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		states: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "hotline_recordings", Help: "This node's recordings that are to come into the archive yet, by state: expected, spooled.",
		}, []string{"state"}),
		waiting: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_recordings_oldest_waiting_seconds", Help: "How long the oldest spooled recording has waited for the archive; alarm above 3600.",
		}),
		archived: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hotline_recordings_archived_total", Help: "Recordings archived and verified.",
		}),
		archivedBytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hotline_recordings_archived_bytes_total", Help: "Bytes of recordings archived and verified.",
		}),
		delay: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "hotline_recording_archive_delay_seconds", Help: "From the moment the files were closed to the row's being marked archived.",
			Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 15, 60, 300, 3600, 86400},
		}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_recording_failures_total", Help: "Steps with recordings that failed and are tried again, by step.",
		}, []string{"step"}),
		free: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_spool_free_bytes", Help: "Bytes that are free on the spool's file system.",
		}),
		flaws: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_recording_flaws_total", Help: "Recordings that were found to fall short of what their rows promise, by in what.",
		}, []string{"flaw"}),
		flawed: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "hotline_recordings_flawed", Help: "This node's recordings of the last 24 hours that fall short, by in what; alarm above 0.",
		}, []string{"flaw"}),
		orphans: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "hotline_recording_orphans", Help: "What rows, spool and bucket do not agree on, by kind, when this process last compared them; alarm above 0.",
		}, []string{"kind"}),
		up: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_storage_up", Help: "1 when the archive and its bucket answered when last asked, else 0.",
		}),
		locked: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "hotline_storage_locked", Help: "1 when the archive's bucket can keep objects from being removed (object lock), else 0: an alarm.",
		}),
	}
	var err error
	for _, c := range []prometheus.Collector{m.states, m.waiting, m.archived, m.archivedBytes, m.delay, m.failures, m.free, m.up, m.flaws, m.flawed, m.orphans, m.locked} {
		err = errors.Join(err, reg.Register(c))
	}
	return m, err
}

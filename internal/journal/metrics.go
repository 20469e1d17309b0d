package journal

import "github.com/prometheus/client_golang/prometheus"

// Register adds the journal's metrics to reg.
func (j *Journal) Register(reg prometheus.Registerer) error {
	gauge := func(name, help string, value func(State) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return value(j.State()) })
	}
	for _, c := range []prometheus.Collector{
		gauge("hotline_journal_unapplied", "Journal entries that the database does not have yet.", func(s State) float64 { return float64(s.Unapplied) }),
		gauge("hotline_journal_pending", "Journal entries that are not on disk yet.", func(s State) float64 { return float64(s.Pending) }),
		gauge("hotline_journal_dropped", "Journal entries lost since the start, because disk and memory were full.", func(s State) float64 { return float64(s.Dropped) }),
		gauge("hotline_journal_damaged", "Damaged lines found in the journal since the start.", func(s State) float64 { return float64(s.Damaged) }),
	} {
		if err := reg.Register(c); err != nil {
			return err
		}
	}
	return nil
}

package clockwork

import (
	"context"
	"errors"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	due, behind, waiting, ends    prometheus.Gauge
	done, failed, replaced, moved prometheus.Counter
}

func newMetrics(reg prometheus.Registerer) (*metrics, error) {
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help})
	}
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
	}
	m := &metrics{
		due:      gauge("hotline_clocks_due", "Tickets whose clocks should have fired and have not, of all nodes, at the last sweep."),
		behind:   gauge("hotline_clocks_behind_seconds", "How long the longest due of them has been due."),
		waiting:  gauge("hotline_clocks_to_recount", "Tickets whose open clocks an older calendar than the one that holds has counted."),
		ends:     gauge("hotline_calendar_ends_days", "Days that the working calendar still covers; less than 1: it is over, and deadlines are assumed by its last hours."),
		done:     counter("hotline_clock_jobs_total", "Tickets that this node brought up to date because a clock was due."),
		failed:   counter("hotline_clock_failures_total", "Attempts at that which failed, and are made again."),
		replaced: counter("hotline_clock_jobs_replaced_total", "Jobs of due clocks that were lost, and replaced by this node."),
		moved:    counter("hotline_clocks_moved_total", "Deadlines that this node set to another time because the calendar had changed."),
	}
	var errs []error
	for _, c := range []prometheus.Collector{m.due, m.behind, m.waiting, m.ends, m.done, m.failed, m.replaced, m.moved} {
		errs = append(errs, reg.Register(c))
	}
	return m, errors.Join(errs...)
}

func (c *Clockwork) measure(ctx context.Context) error {
	now, err := c.store.Now(ctx)
	if err != nil {
		return fmt.Errorf("clockwork: the time: %w", err)
	}
	behind, err := c.store.ClocksBehind(ctx, now)
	if err != nil {
		return fmt.Errorf("clockwork: what is due: %w", err)
	}
	end, err := c.store.CalendarEnds(ctx)
	if err != nil {
		return fmt.Errorf("clockwork: calendar: %w", err)
	}
	c.metrics.ends.Set(float64(end.Days))
	if err := c.warnOfEnd(ctx, end); err != nil {
		return err
	}
	waiting, err := c.store.SheetsNotRecounted(ctx, end.Number)
	if err != nil {
		return fmt.Errorf("clockwork: what is to be recounted: %w", err)
	}
	c.metrics.due.Set(float64(behind.Tickets))
	c.metrics.behind.Set(now.Sub(behind.Since).Seconds())
	c.metrics.waiting.Set(float64(waiting))
	return nil
}

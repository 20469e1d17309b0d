package telephony

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/telephony/call"
	"hotline1022/telephony/toll"
)

// metrics are the engine's figures. What is a state (live calls, operators, the
// queue) is read from the engine when asked for, never counted beside it.
type metrics struct {
	screenpop *prometheus.HistogramVec
	assign    prometheus.Histogram
	audio     prometheus.Histogram
	calls     *prometheus.CounterVec
	adopted   prometheus.Counter
	failed    *prometheus.CounterVec
	denied    *prometheus.CounterVec
}

var latencyBuckets = []float64{.002, .005, .01, .015, .02, .03, .05, .075, .1, .2, .5, 1, 2, 5, 15, 60, 300}

var assignBuckets = []float64{.0001, .0002, .0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 5}

func newMetrics(e *Engine, reg prometheus.Registerer) *metrics {
	m := &metrics{
		screenpop: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "hotline_invite_to_screenpop_seconds",
			Help: "From the creation of the caller's channel in Asterisk (its INVITE) to the call's first offer handed to an operator's desk. " +
				"waited=true: the caller stood in the queue in between, for want of a ready operator. Greeting and menu are within the interval.",
			Buckets: latencyBuckets,
		}, []string{"waited"}),
		assign: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "hotline_assign_seconds",
			Help: "From the floor being told of what makes an assignment possible (an operator is free, a caller joins the queue) " +
				"to the offer handed to the operator's desk. Every offer counts; a call-back's has the taking of its claim in it.",
			Buckets: assignBuckets,
		}),
		audio: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "hotline_accept_to_audio_seconds",
			Help:    "From the operator's accept reaching the engine to the first RTP packet having passed in each direction through the WebRTC gateway, which passes none before the accept.",
			Buckets: latencyBuckets,
		}),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_calls_ended_total",
			Help: "Calls that have ended, each once, by who ended it and why.",
		}, []string{"class", "reason"}),
		adopted: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "hotline_calls_adopted_total",
			Help: "Live calls that were found in Asterisk on connecting and taken up.",
		}),
		failed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_effect_failures_total",
			Help: "Requests to Asterisk that failed, by what they were for. One that finds its channel or bridge gone is no failure.",
		}, []string{"effect"}),
		denied: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hotline_calls_out_denied_total",
			Help: "Calls that operators asked for and that may not go out, by the rule against toll fraud that they would break.",
		}, []string{"reason"}),
	}
	for _, reason := range toll.Reasons {
		m.denied.WithLabelValues(string(reason)) // from 0 on, so that the first one is a change
	}
	if reg != nil {
		reg.MustRegister(m.screenpop, m.assign, m.audio, m.calls, m.adopted, m.failed, m.denied, live{e})
	}
	return m
}

// offered observes the way to the first screen-pop of a call.
func (m *metrics) offered(waited bool, since time.Duration) {
	m.screenpop.WithLabelValues(strconv.FormatBool(waited)).Observe(since.Seconds())
}

func (m *metrics) ended(end call.Ended) {
	m.calls.WithLabelValues(string(end.Class), string(end.Reason)).Inc()
}

// live collects what is so now.
type live struct{ e *Engine }

var (
	liveCalls = prometheus.NewDesc("hotline_calls_live", "Calls that live now, by state.", []string{"state"}, nil)
	operators = prometheus.NewDesc("hotline_operators", "Operators seen since start, by routing status now.", []string{"status"}, nil)
	waiting   = prometheus.NewDesc("hotline_queue_waiting", "Callers who wait in the queue now.", nil, nil)
	longest   = prometheus.NewDesc("hotline_queue_longest_wait_seconds",
		"From the entry into the queue of the caller who waits longest, to now; 0 if nobody does.", nil, nil)
)

var statuses = []Status{
	StatusOffline, StatusPaused, StatusReady, StatusOffered, StatusBusy, StatusWrapUp, StatusUnavailable,
}

func (l live) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{liveCalls, operators, waiting, longest} {
		ch <- d
	}
}

func (l live) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	states := map[call.State]int{}
	for _, v := range l.e.Calls() {
		states[v.State]++
	}
	for _, s := range call.States {
		if s != call.StateEnded {
			gauge(liveCalls, float64(states[s]), string(s))
		}
	}
	byStatus := map[Status]int{}
	for _, o := range l.e.Operators() {
		byStatus[o.Status]++
	}
	for _, s := range statuses {
		gauge(operators, float64(byStatus[s]), string(s))
	}
	q := l.e.Queue()
	gauge(waiting, float64(q.Waiting))
	wait := 0.0
	if !q.LongestSince.IsZero() {
		wait = l.e.cfg.Now().Sub(q.LongestSince).Seconds()
	}
	gauge(longest, wait)
}

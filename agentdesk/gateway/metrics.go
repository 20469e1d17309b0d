package gateway

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// dropReason says why a packet was not for us to forward.
type dropReason string

const (
	dropForeign     dropReason = "foreign"     // from an address that is not the call's Asterisk
	dropUnconnected dropReason = "unconnected" // before Connect
	dropMalformed   dropReason = "malformed"   // not RTP
	dropPayload     dropReason = "payload"     // not PCMA
	dropDuplicate   dropReason = "duplicate"   // seen already, or far too late
	dropNoBrowser   dropReason = "no_browser"  // the operator's connection is away
	dropStale       dropReason = "stale"       // of a connection or leg that was replaced
	dropIdle        dropReason = "idle"        // the browser's, while there is no call
)

var dropReasons = []dropReason{
	dropForeign, dropUnconnected, dropMalformed, dropPayload,
	dropDuplicate, dropNoBrowser, dropStale, dropIdle,
}

// metrics are the gateway's counters, resolved once so that counting a packet is
// one atomic addition.
type metrics struct {
	fromBrowser, fromAsterisk prometheus.Counter
	toBrowser, toAsterisk     prometheus.Counter
	lostBrowser, lostAsterisk prometheus.Counter
	gapBrowser, gapAsterisk   prometheus.Counter
	lateBrowser, lateAsterisk prometheus.Counter
	dropped                   map[dropReason]prometheus.Counter
	peers, legs               prometheus.Gauge
	offers                    *prometheus.CounterVec
	downs                     prometheus.Counter
	tapes                     prometheus.Gauge
	tapeLost                  prometheus.Counter
	tapeFailures, taped       *prometheus.CounterVec
}

// tapeFailed counts what went wrong with a recording.
func (m *metrics) tapeFailed(step string) { m.tapeFailures.WithLabelValues(step).Inc() }

func newMetrics(reg prometheus.Registerer) (*metrics, error) {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "hotline", Subsystem: "media", Name: name, Help: help}, labels)
	}
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "hotline", Subsystem: "media", Name: name, Help: help})
	}
	received := counter("received_total", "RTP packets received by the gateway, by where they came from (browser, asterisk).", "from")
	sent := counter("sent_total", "RTP packets the gateway passed on, by where they went (browser, asterisk); echo tests included.", "to")
	lost := counter("lost_total", "RTP packets the gateway should have passed on and could not: a failed write. Must stay 0.", "to")
	gaps := counter("gaps_total", "RTP packets missing by sequence number when their successor reached the gateway.", "from")
	late := counter("late_total", "RTP packets that arrived after their successor, and filled one of the gaps counted by gaps_total.", "from")
	dropped := counter("dropped_total", "RTP packets that had no business being forwarded, by reason.", "reason")
	m := &metrics{
		fromBrowser: received.WithLabelValues("browser"), fromAsterisk: received.WithLabelValues("asterisk"),
		toBrowser: sent.WithLabelValues("browser"), toAsterisk: sent.WithLabelValues("asterisk"),
		lostBrowser: lost.WithLabelValues("browser"), lostAsterisk: lost.WithLabelValues("asterisk"),
		gapBrowser: gaps.WithLabelValues("browser"), gapAsterisk: gaps.WithLabelValues("asterisk"),
		lateBrowser: late.WithLabelValues("browser"), lateAsterisk: late.WithLabelValues("asterisk"),
		dropped: make(map[dropReason]prometheus.Counter, len(dropReasons)),
		peers:   gauge("browsers", "Browser connections that are up."),
		legs:    gauge("legs", "RTP addresses open towards Asterisk, one a call with an operator."),
		offers:  counter("offers_total", "SDP offers of browsers, by result (answered, refused, failed).", "result"),
	}
	downs := counter("browser_down_total", "Times a browser connection that was up was lost or closed.")
	m.downs = downs.WithLabelValues()
	m.tapes = gauge("recordings", "Consultations that are being recorded.")
	m.taped = counter("recordings_total", "Consultations recorded, by result (whole, broken: something of it could not be written).", "result")
	m.tapeFailures = counter("recording_failures_total", "Steps of recording a consultation that failed, by step (write, pad, close, done; closed: the gateway was).", "step")
	tapeLost := counter("recording_lost_total", "RTP packets that came too late for the consultation's recording, or found its memory full because the disk stood still.")
	m.tapeLost = tapeLost.WithLabelValues()
	for _, r := range dropReasons {
		m.dropped[r] = dropped.WithLabelValues(string(r))
	}
	for _, c := range []prometheus.Collector{received, sent, lost, gaps, late, dropped, m.peers, m.legs, m.offers, downs, m.tapes, m.taped, m.tapeFailures, tapeLost} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("gateway metrics: %w", err)
		}
	}
	return m, nil
}

// count notes what a packet's place tells about those before it.
func count(gaps, late prometheus.Counter, place spliced) {
	if place.gap > 0 {
		gaps.Add(float64(place.gap))
	}
	if place.late {
		late.Inc()
	}
}

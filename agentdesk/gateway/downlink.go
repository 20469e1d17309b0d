package gateway

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// downlink is the one stream that a browser connection hears, whatever feeds it.
// It implements webrtc.TrackLocal.
type downlink struct {
	metrics *metrics

	mu     sync.Mutex // calls overlap for a moment when one leg follows another
	out    webrtc.TrackLocalWriter
	header rtp.Header
	splice splicer
}

func newDownlink(m *metrics) *downlink {
	return &downlink{metrics: m, splice: newSplicer()}
}

var _ webrtc.TrackLocal = (*downlink)(nil)

// Bind is called by pion when the connection is up.
func (d *downlink) Bind(t webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	for _, codec := range t.CodecParameters() {
		if codec.MimeType == webrtc.MimeTypePCMA {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.header = rtp.Header{Version: 2, PayloadType: uint8(codec.PayloadType), SSRC: uint32(t.SSRC())}
			d.out = t.WriteStream()
			return codec, nil
		}
	}
	return webrtc.RTPCodecParameters{}, fmt.Errorf("bind: %w", ErrBadOffer)
}

// Unbind is called by pion when the connection ends.
func (d *downlink) Unbind(webrtc.TrackLocalContext) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.out = nil
	return nil
}

// ID, RID, StreamID and Kind describe the track in the SDP.
func (d *downlink) ID() string                { return "call" }
func (d *downlink) RID() string               { return "" }
func (d *downlink) StreamID() string          { return "hotline" }
func (d *downlink) Kind() webrtc.RTPCodecType { return webrtc.RTPCodecTypeAudio }

// toBrowser sends a source's packet as the stream's next; it reports whether the
// packet went out.
func (d *downlink) toBrowser(source uint64, p *packet, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.out == nil {
		d.metrics.dropped[dropNoBrowser].Inc()
		return false
	}
	place, ok := d.splice.place(source, p, now)
	if !ok {
		d.metrics.dropped[dropDuplicate].Inc()
		return false
	}
	if source>>32 != echoSource {
		count(d.metrics.gapAsterisk, d.metrics.lateAsterisk, place)
	}
	d.header.Marker, d.header.SequenceNumber, d.header.Timestamp = place.marker, place.seq, place.ts
	if _, err := d.out.WriteRTP(&d.header, p.payload); err != nil {
		if errors.Is(err, io.ErrClosedPipe) {
			d.metrics.dropped[dropNoBrowser].Inc()
		} else {
			d.metrics.lostBrowser.Inc()
		}
		return false
	}
	d.metrics.toBrowser.Inc()
	return true
}

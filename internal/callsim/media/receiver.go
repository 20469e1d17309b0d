package media

import (
	"encoding/binary"
	"math"
	"slices"
	"sync"
	"time"

	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
)

// ReceiverOptions say what a Receiver looks for besides counting.
type ReceiverOptions struct {
	// Capture keeps all audio for Heard: 16 kB a second.
	Capture bool
	// Listen names tones in Hz, at least 150 apart, whose time is measured.
	Listen []int
	// Share is the part of a frame's energy from which on a tone is heard in it; 0: half.
	// Of several voices at once each has less: their tones are told apart at a lower one
	// if they are whole multiples of 50 Hz, of which a frame holds whole periods.
	Share float64
}

// Stats is what a Receiver has counted so far.
type Stats struct {
	Packets  uint64        // RTP packets of audio and events
	Lost     uint64        // sequence numbers that never came (RFC 3550, A.3)
	Jitter   time.Duration // interarrival jitter (RFC 3550, A.8)
	Digits   string        // key presses, each once
	Tones    []ToneStats   // of ReceiverOptions.Listen, in its order
	FirstAt  time.Time     // arrival of the first audio packet; zero if none
	SoundAt  time.Time     // arrival of the first audio packet that was not silence
	LastAt   time.Time     // arrival of the newest packet
	Streams  int           // different synchronisation sources
	Reorders uint64        // packets that came after a later one
}

// ToneStats tells for how long a tone was heard.
type ToneStats struct {
	Hz      int
	Heard   time.Duration
	FirstAt time.Time
}

// Thresholds: a frame is sound above an RMS of 100 (-50 dBFS; A-law's silence is
// 8), holds a tone when half of its energy is there. A jump of more than 3000
// sequence numbers is a restart of the source, not loss (RFC 3550, A.1). A gap
// of more than 10 s in time is not filled with silence in what was captured.
const (
	soundRMS   = 100
	toneShare  = 0.5
	maxDropout = 3000
	maxGap     = 10 * g711.SampleRate
	// Payload types 64 to 95 are RTCP sent to the same port (RFC 5761, section 4).
	rtcpFirst, rtcpLast = 64, 95
)

// Receiver reads RTP packets.
type Receiver struct {
	opts  ReceiverOptions
	first chan struct{} // closed by the first audio packet
	sound chan struct{} // closed by the first that is not silence

	mu         sync.Mutex
	eventPT    uint8
	stats      Stats
	ssrc       uint32
	base, top  uint32 // extended sequence numbers of the present stream
	inStream   uint64 // packets of the present stream
	lostBefore uint64 // of the streams before it
	transit    int64
	jitter     float64 // in samples
	lastEvent  uint32  // timestamp of the newest event
	hadEvent   bool
	startTS    uint32 // timestamp of the first captured sample
	captured   []int16
	voices     []voice
	frame      [FrameSamples * 8]int16
}

// NewReceiver returns a receiver that takes packets of payload type eventPT as
// telephone events.
func NewReceiver(eventPT uint8, opts ReceiverOptions) *Receiver {
	if opts.Share == 0 {
		opts.Share = toneShare
	}
	r := &Receiver{opts: opts, eventPT: eventPT, first: make(chan struct{}), sound: make(chan struct{})}
	for _, hz := range opts.Listen {
		r.stats.Tones = append(r.stats.Tones, ToneStats{Hz: hz})
	}
	return r
}

// SetEventPT changes the payload type of telephone events, when the answer to an
// offer is known.
func (r *Receiver) SetEventPT(pt uint8) {
	r.mu.Lock()
	r.eventPT = pt
	r.mu.Unlock()
}

// First is closed when the first audio packet has come.
func (r *Receiver) First() <-chan struct{} { return r.first }

// Sound is closed when the first audio packet that is not silence has come.
func (r *Receiver) Sound() <-chan struct{} { return r.sound }

// Stats returns a copy of what was counted.
func (r *Receiver) Stats() Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.stats
	s.Tones = append([]ToneStats(nil), s.Tones...)
	s.Lost = r.lostBefore + r.lost()
	s.Jitter = time.Duration(r.jitter / g711.SampleRate * float64(time.Second))
	return s
}

// voice is somebody who waits for a tone.
type voice struct {
	hz int
	at chan time.Time
}

// Voice yields the arrival of the next packet that holds one of the tones of Listen.
func (r *Receiver) Voice(hz int) <-chan time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	v := voice{hz, make(chan time.Time, 1)}
	r.voices = append(r.voices, v)
	return v.at
}

// Heard returns a copy of all captured audio from the first packet on, lost
// packets as silence.
func (r *Receiver) Heard() []int16 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]int16(nil), r.captured...)
}

// Packet takes one datagram that arrived at the given time. What is not RTP is ignored.
func (r *Receiver) Packet(b []byte, at time.Time) {
	payload, ok := payloadOf(b)
	if !ok {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	pt := b[1] & 0x7F
	timestamp := binary.BigEndian.Uint32(b[4:])
	r.count(binary.BigEndian.Uint32(b[8:]), binary.BigEndian.Uint16(b[2:]), timestamp, at, pt != r.eventPT)
	switch {
	case r.eventPT != 0 && pt == r.eventPT:
		r.event(payload, timestamp)
	case pt == payloadPCMA:
		r.audio(ALaw, payload, timestamp, at)
	case pt == payloadPCMU:
		r.audio(ULaw, payload, timestamp, at)
	}
}

// payloadOf steps over header, contributing sources, extension and padding.
func payloadOf(b []byte) ([]byte, bool) {
	if len(b) < headerLen || b[0]>>6 != 2 {
		return nil, false
	}
	if pt := b[1] & 0x7F; pt >= rtcpFirst && pt <= rtcpLast {
		return nil, false
	}
	start, end := headerLen+4*int(b[0]&0x0F), len(b)
	if b[0]&0x10 != 0 {
		if len(b) < start+4 {
			return nil, false
		}
		start += 4 + 4*int(binary.BigEndian.Uint16(b[start+2:]))
	}
	if b[0]&0x20 != 0 {
		end -= int(b[end-1])
	}
	if start > end {
		return nil, false
	}
	return b[start:end], true
}

// count keeps sequence numbers and jitter (RFC 3550, A.1, A.3, A.8). Events do
// not enter the jitter: their timestamp stands still.
func (r *Receiver) count(ssrc uint32, seq uint16, timestamp uint32, at time.Time, audio bool) {
	r.stats.Packets++
	r.stats.LastAt = at
	gap := seq - uint16(r.top)
	restart := gap >= maxDropout && gap <= math.MaxUint16-maxDropout
	if r.stats.Streams == 0 || ssrc != r.ssrc || restart {
		r.lostBefore += r.lost()
		r.stats.Streams++
		r.ssrc, r.base, r.top, r.inStream = ssrc, uint32(seq)+1<<16, uint32(seq)+1<<16, 0
		r.transit = 0
	} else if gap < maxDropout {
		r.top += uint32(gap)
	} else {
		r.stats.Reorders++
	}
	r.inStream++
	if !audio {
		return
	}
	transit := at.UnixNano()*g711.SampleRate/int64(time.Second) - int64(timestamp)
	if r.transit != 0 {
		d := int32(transit - r.transit) // the timestamp's wrap cancels out in 32 bits
		r.jitter += (math.Abs(float64(d)) - r.jitter) / 16
	}
	r.transit = transit
}

func (r *Receiver) lost() uint64 {
	if r.inStream == 0 {
		return 0
	}
	expected := uint64(r.top-r.base) + 1
	return expected - min(expected, r.inStream)
}

// event notes a key press once: all its packets have the timestamp of its beginning.
func (r *Receiver) event(payload []byte, timestamp uint32) {
	if len(payload) < 4 || int(payload[0]) >= len(Keys) || r.hadEvent && timestamp == r.lastEvent {
		return
	}
	r.hadEvent, r.lastEvent = true, timestamp
	r.stats.Digits += string(Keys[payload[0]])
}

func (r *Receiver) audio(law Law, payload []byte, timestamp uint32, at time.Time) {
	samples := r.frame[:min(len(payload), len(r.frame))]
	for i := range samples {
		samples[i] = law.Decode(payload[i])
	}
	if r.stats.FirstAt.IsZero() {
		r.stats.FirstAt, r.startTS = at, timestamp
		close(r.first)
	}
	if tone.RMS(samples) > soundRMS {
		if r.stats.SoundAt.IsZero() {
			r.stats.SoundAt = at
			close(r.sound)
		}
		r.measureTones(samples, at)
	}
	if r.opts.Capture {
		r.capture(samples, timestamp)
	}
}

func (r *Receiver) measureTones(samples []int16, at time.Time) {
	for i := range r.stats.Tones {
		t := &r.stats.Tones[i]
		if tone.Share(samples, g711.SampleRate, float64(t.Hz)) < r.opts.Share {
			continue
		}
		if t.FirstAt.IsZero() {
			t.FirstAt = at
		}
		r.voices = slices.DeleteFunc(r.voices, func(v voice) bool {
			if v.hz == t.Hz {
				v.at <- at
			}
			return v.hz == t.Hz
		})
		t.Heard += time.Duration(len(samples)) * time.Second / g711.SampleRate
	}
}

// capture puts samples where their timestamp says; a source that starts a new
// clock is appended.
func (r *Receiver) capture(samples []int16, timestamp uint32) {
	at := int(int32(timestamp - r.startTS))
	if at < 0 && at > -maxGap && len(r.captured) > 0 && at+len(samples) <= 0 {
		return // older than the beginning
	}
	if at < 0 || at > len(r.captured)+maxGap || at < len(r.captured)-maxGap {
		at = len(r.captured)
		r.startTS = timestamp - uint32(at)
	}
	if end := at + len(samples); end > len(r.captured) {
		for len(r.captured) < end {
			r.captured = append(r.captured, 0)
		}
	}
	copy(r.captured[at:], samples)
}

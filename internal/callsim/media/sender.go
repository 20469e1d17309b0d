package media

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
)

const headerLen = 12

// A key press as this sender makes it: 100 ms long and 120 ms apart, as a quick person
// does; receivers must recognise 40 ms of each (ITU-T Q.24).
const (
	eventFrames = 5
	pauseFrames = 6
	eventVolume = 10 // -10 dBm0
)

// switchBack is how many packets another source is behind; see Sender.Switch.
const switchBack = 10000

// Keys are the telephone events 0 to 15 of RFC 4733, section 3.2, in order.
const Keys = "0123456789*#ABCD"

// Sender turns a clip and key presses into RTP packets. The zero value is not usable.
type Sender struct {
	law     Law
	eventPT uint8 // 0: the other side takes no telephone events

	// Only the ticking goroutine touches these.
	buf        [headerLen + FrameSamples]byte
	seq        uint16
	timestamp  uint32
	frame      int
	begun      bool // the next audio packet is not the first of a talkspurt
	event      byte
	eventFrame int // frames of the present event and the pause after it still to come

	clip    atomic.Pointer[Clip]
	count   atomic.Uint64
	another atomic.Bool // another source's packets are next

	mu   sync.Mutex
	keys []byte // events to be sent
}

// NewSender returns a sender with a random SSRC, sequence number and timestamp.
func NewSender(law Law, eventPT uint8, clip *Clip) *Sender {
	s := &Sender{law: law, eventPT: eventPT, seq: uint16(rand.Uint32()), timestamp: rand.Uint32()}
	s.clip.Store(clip)
	s.buf[0] = 2 << 6 // version 2
	binary.BigEndian.PutUint32(s.buf[8:], rand.Uint32())
	return s
}

// Play changes what is sent; nil is silence.
func (s *Sender) Play(c *Clip) { s.clip.Store(c) }

// Count returns how many packets were handed on without an error.
func (s *Sender) Count() uint64 { return s.count.Load() }

// Switch has packets of another source follow, numbered far behind those of the present
// one: as when a network's announcement ends and the called telephone is heard.
func (s *Sender) Switch() { s.another.Store(true) }

// Press queues key presses. It fails for an unknown key, and when the other side
// did not offer telephone events.
func (s *Sender) Press(keys string) error {
	events := make([]byte, 0, len(keys))
	for _, k := range strings.ToUpper(keys) {
		event := strings.IndexRune(Keys, k)
		if event < 0 {
			return fmt.Errorf("%q is not a telephone's key", k)
		}
		events = append(events, byte(event))
	}
	if s.eventPT == 0 {
		return fmt.Errorf("the other side takes no telephone events (RFC 4733)")
	}
	s.mu.Lock()
	s.keys = append(s.keys, events...)
	s.mu.Unlock()
	return nil
}

// Tick makes the packets of the next 20 ms and gives each to emit, which must
// not keep it.
func (s *Sender) Tick(emit func(packet []byte) error) {
	if s.another.CompareAndSwap(true, false) {
		s.seq -= switchBack
		s.begun = false
		binary.BigEndian.PutUint32(s.buf[8:], rand.Uint32())
	}
	if s.eventFrame == 0 {
		s.nextEvent()
	}
	switch {
	case s.eventFrame > pauseFrames:
		s.sendEvent(emit)
	default:
		s.clip.Load().frame(s.law, s.frame, s.buf[headerLen:])
		s.send(emit, s.law.PayloadType(), !s.begun, s.timestamp, s.buf[:])
		s.begun = true
	}
	if s.eventFrame > 0 {
		s.eventFrame--
	}
	s.frame++
	s.timestamp += FrameSamples
}

func (s *Sender) nextEvent() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.keys) == 0 {
		return
	}
	s.event, s.keys = s.keys[0], s.keys[1:]
	s.eventFrame = eventFrames + pauseFrames
}

// sendEvent sends one update of the present event: the timestamp stays that of
// its beginning, the duration grows, and the end is sent three times
// (RFC 4733, sections 2.5.1.3 and 2.5.1.4).
func (s *Sender) sendEvent(emit func([]byte) error) {
	passed := eventFrames + pauseFrames - s.eventFrame
	start := s.timestamp - uint32(passed*FrameSamples)
	end, repeat := byte(0), 1
	if passed == eventFrames-1 {
		end, repeat = 0x80, 3
	}
	p := s.buf[:headerLen+4]
	p[headerLen] = s.event
	p[headerLen+1] = end | eventVolume
	binary.BigEndian.PutUint16(p[headerLen+2:], uint16((passed+1)*FrameSamples))
	for range repeat {
		s.send(emit, s.eventPT, passed == 0, start, p)
	}
	s.begun = false
}

func (s *Sender) send(emit func([]byte) error, payloadType uint8, marker bool, timestamp uint32, p []byte) {
	p[1] = payloadType
	if marker {
		p[1] |= 0x80
	}
	binary.BigEndian.PutUint16(p[2:], s.seq)
	binary.BigEndian.PutUint32(p[4:], timestamp)
	s.seq++
	if emit(p) == nil {
		s.count.Add(1)
	}
}

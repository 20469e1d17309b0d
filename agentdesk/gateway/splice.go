package gateway

import (
	"math/rand/v2"
	"time"
)

// splicer turns packets of one source after another into one continuous stream.
// Within a source, gaps and late packets keep their place, so that the receiver's
// jitter buffer sees what really happened; from one source to the next the
// sequence goes on by one and the timestamp by the time that passed. Not safe
// for concurrent use.
type splicer struct {
	running bool
	source  uint64 // of the packets now: a source's own number and its SSRC
	inSeq   uint16 // the newest of the source
	inTS    uint32
	seq     uint16 // the newest sent
	ts      uint32
	at      time.Time // when
	sent    uint64    // bit n: seq-n was sent, or belongs to an earlier source
}

// newSplicer starts the stream at a random place (RFC 3550 section 5.1), in the
// lower half of the sequence numbers (RFC 3711 section 3.3.1: the first packets
// may be lost without confusing the roll-over counter).
func newSplicer() splicer {
	return splicer{seq: uint16(rand.Uint32() >> 17), ts: rand.Uint32()} // no secret
}

// newUplinkSplicer starts a stream to Asterisk at the place that its clock has in
// a count of packets. Asterisk's decoder for a call's recording takes a sequence
// number behind the last one's for a late packet and drops it, whichever operator
// sent that: who comes later must be ahead. The count goes round in 22 minutes, so
// this holds for whoever comes within 11 minutes of the last.
func newUplinkSplicer(now time.Time) splicer {
	s := newSplicer()
	s.seq = uint16(now.UnixMilli() / 20)
	return s
}

const (
	maxJump   = 500             // packets (10 s) forward before we call it another source
	maxJumpTS = 30 * sampleRate // samples, likewise
)

// spliced is a packet's place in the outgoing stream.
type spliced struct {
	seq    uint16
	ts     uint32
	marker bool
	gap    int  // packets missing before it
	late   bool // its successor has gone out already
}

// place gives the packet its place. ok is false for a duplicate and for a packet
// so late that its place is gone.
func (s *splicer) place(source uint64, p *packet, now time.Time) (out spliced, ok bool) {
	if !s.running || source != s.source {
		return s.begin(source, p, now), true
	}
	ahead, aheadTS := int16(p.seq-s.inSeq), int32(p.ts-s.inTS)
	switch {
	case ahead > 0 && ahead <= maxJump && aheadTS > 0 && aheadTS <= maxJumpTS:
		s.inSeq, s.inTS, s.at = p.seq, p.ts, now
		s.seq += uint16(ahead)
		s.ts += uint32(aheadTS)
		s.sent = s.sent<<uint(ahead) | 1
		return spliced{s.seq, s.ts, p.marker, int(ahead) - 1, false}, true
	case ahead <= 0 && ahead > -64 && aheadTS <= 0 && aheadTS > -maxJumpTS:
		bit := uint64(1) << uint(-ahead)
		if s.sent&bit != 0 {
			return spliced{}, false
		}
		s.sent |= bit
		return spliced{s.seq + uint16(ahead), s.ts + uint32(aheadTS), p.marker, 0, true}, true
	default:
		return s.begin(source, p, now), true
	}
}

// begin splices a new source on. Everything before counts as sent, so that a
// late packet can never fall among those of the source before it.
func (s *splicer) begin(source uint64, p *packet, now time.Time) spliced {
	if s.running {
		passed := now.Sub(s.at).Milliseconds() / 20 * frame
		s.ts += uint32(max(passed, frame))
	}
	s.seq++
	s.running, s.source, s.inSeq, s.inTS, s.at, s.sent = true, source, p.seq, p.ts, now, ^uint64(0)
	return spliced{seq: s.seq, ts: s.ts, marker: true}
}

package gateway

import "time"

// Sizes of a recording's memory, in samples a side.
const (
	ringSize = 1 << 15            // 4.1 s: what a disk that stands still may cost before sound is lost
	lateness = sampleRate         // how long a packet may be late and find its place all the same
	ahead    = 2 * frame          // how far a source's clock may run before ours
	mostLate = sampleRate / frame // packets in a row beyond that, before their clock is believed
)

// position is where a moment lies in a recording.
func position(d time.Duration) int64 { return int64(d) * sampleRate / int64(time.Second) }

// lane is one side of a recording: the samples that are not written to the disk yet, and
// where the next packet belongs. Of a source's packets the timestamps say that; the clock
// says where a source begins, or begins again (RFC 3551 section 4.1: the marker).
type lane struct {
	running bool
	source  uint64
	ts      uint32 // of the newest packet, which lies
	at      int64  // here
	late    int    // packets in a row that came too late
	ring    [ringSize]byte
}

// place tells where n samples of a packet belong that arrives now; false: it comes too
// late, or is beyond what the ring can hold. written is how far the recording is on the disk.
func (l *lane) place(source uint64, p *packet, n int, now, written int64) (at int64, ok bool) {
	at = l.at + int64(int32(p.ts-l.ts))
	switch {
	case !l.running || source != l.source || p.marker, at+int64(n) > now+ahead:
		at = max(now-int64(n), written)
	case at < written:
		if l.late++; l.late < mostLate {
			return 0, false
		}
		at = max(now-int64(n), written)
	case at < l.at: // late, and in time
		return at, true
	}
	l.running, l.source, l.ts, l.at, l.late = true, source, p.ts, at, 0
	return at, at+int64(n) <= written+ringSize
}

// put keeps samples whose place is in the ring.
func (l *lane) put(at int64, samples []byte) {
	n := copy(l.ring[at%ringSize:], samples)
	copy(l.ring[:], samples[n:])
}

// take gives the samples from a place on, and leaves silence behind.
func (l *lane) take(at int64, into []byte) {
	n := copy(into, l.ring[at%ringSize:])
	copy(into[n:], l.ring[:])
	hush(l.ring[at%ringSize:][:n])
	hush(l.ring[:len(into)-n])
}

func hush(samples []byte) {
	for i := range samples {
		samples[i] = silence
	}
}

package media

import (
	"time"

	"hotline1022/internal/g711"
)

// What a packet holds.
const (
	FrameTime    = 20 * time.Millisecond
	FrameSamples = 160
)

// Law is one of the two laws of G.711.
type Law uint8

const (
	ALaw Law = iota // PCMA
	ULaw            // PCMU
)

// Static payload types of RFC 3551, table 4.
const (
	payloadPCMU = 0
	payloadPCMA = 8
	payloadCN   = 13
)

// PayloadType returns the law's static payload type.
func (l Law) PayloadType() uint8 {
	if l == ULaw {
		return payloadPCMU
	}
	return payloadPCMA
}

// Name returns the law's encoding name in SDP.
func (l Law) Name() string {
	if l == ULaw {
		return "PCMU"
	}
	return "PCMA"
}

// Silence returns the byte that stands for silence.
func (l Law) Silence() byte {
	if l == ULaw {
		return 0xFF
	}
	return g711.Silence
}

// Decode returns a byte's linear value.
func (l Law) Decode(b byte) int16 {
	if l == ULaw {
		return ulawTable[b]
	}
	return g711.Decode(b)
}

// Encode returns the byte nearest to a linear value.
func (l Law) Encode(s int16) byte {
	if l == ULaw {
		return encodeULaw(s)
	}
	return g711.Encode(s)
}

// Of µ-law (G.711 table 2a): the bias makes the segments' ends powers of two, and
// what exceeds the last segment is clipped.
const (
	ulawBias = 0x84
	ulawClip = 32635
)

var ulawTable = func() (t [256]int16) {
	for i := range t {
		b := ^byte(i) // all bits are inverted on the wire
		magnitude := (int16(b&0x0F)<<3+ulawBias)<<((b>>4)&7) - ulawBias
		if b&0x80 != 0 {
			magnitude = -magnitude
		}
		t[i] = magnitude
	}
	return t
}()

func encodeULaw(s int16) byte {
	sign, v := byte(0), int(s)
	if v < 0 {
		sign, v = 0x80, -v
	}
	v = min(v, ulawClip) + ulawBias
	segment := 7
	for mask := 0x4000; segment > 0 && v&mask == 0; mask >>= 1 {
		segment--
	}
	return ^(sign | byte(segment<<4) | byte(v>>(segment+3))&0x0F)
}

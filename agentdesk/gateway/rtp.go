package gateway

import "encoding/binary"

// packet is one received RTP packet (RFC 3550 section 5.1); payload aliases the
// buffer it was parsed from.
type packet struct {
	marker  bool
	pt      uint8
	seq     uint16
	ts      uint32
	ssrc    uint32
	payload []byte
}

const (
	rtpHeader   = 12
	payloadPCMA = 8    // RFC 3551 table 4
	silence     = 0xD5 // A-law's smallest positive value (G.711)
	frame       = 160  // samples in 20 ms
	sampleRate  = 8000
)

// parse reads an RTP packet with whatever CSRCs, extension and padding it has.
// It copies nothing and allocates nothing.
func parse(b []byte) (packet, bool) {
	if len(b) < rtpHeader || b[0]>>6 != 2 {
		return packet{}, false
	}
	p := packet{
		marker: b[1]&0x80 != 0,
		pt:     b[1] & 0x7f,
		seq:    binary.BigEndian.Uint16(b[2:]),
		ts:     binary.BigEndian.Uint32(b[4:]),
		ssrc:   binary.BigEndian.Uint32(b[8:]),
	}
	start, end := rtpHeader+4*int(b[0]&0x0f), len(b)
	if b[0]&0x10 != 0 { // extension
		if len(b) < start+4 {
			return packet{}, false
		}
		start += 4 + 4*int(binary.BigEndian.Uint16(b[start+2:]))
	}
	if b[0]&0x20 != 0 { // padding; its last octet counts itself
		end -= int(b[len(b)-1])
		if b[len(b)-1] == 0 {
			return packet{}, false
		}
	}
	if start > end {
		return packet{}, false
	}
	p.payload = b[start:end]
	return p, true
}

// appendHeader appends a plain 12-byte RTP header of payload type 8 to b.
func appendHeader(b []byte, marker bool, seq uint16, ts, ssrc uint32) []byte {
	second := byte(payloadPCMA)
	if marker {
		second |= 0x80
	}
	b = append(b, 0x80, second)
	b = binary.BigEndian.AppendUint16(b, seq)
	b = binary.BigEndian.AppendUint32(b, ts)
	return binary.BigEndian.AppendUint32(b, ssrc)
}

package g711

// SampleRate is G.711's only one, in samples (and so bytes) a second and channel.
const SampleRate = 8000

// Silence is the byte of the smallest positive value, which stands for silence
// on the wire: A-law has no zero.
const Silence = 0xD5

// evenBits are inverted on the wire (G.711 clause 3.2).
const evenBits = 0x55

// encodeTable is indexed by the upper 13 bits of a sample as an unsigned number.
var (
	decodeTable = makeDecodeTable()
	encodeTable = makeEncodeTable()
)

// Decode returns a byte's value: the middle of its quantising interval
// (G.711 table 1a, columns 6 to 8), times 8 to fill 16 bits.
func Decode(b byte) int16 { return decodeTable[b] }

// Encode returns the byte of the quantising interval that s lies in.
func Encode(s int16) byte { return encodeTable[uint16(s)>>3] }

// DecodeTo decodes src into dst, and returns the number of samples, the
// smaller of both lengths.
func DecodeTo(dst []int16, src []byte) int {
	n := min(len(dst), len(src))
	for i, b := range src[:n] {
		dst[i] = decodeTable[b]
	}
	return n
}

// EncodeTo encodes src into dst, and returns the number of bytes, the smaller
// of both lengths.
func EncodeTo(dst []byte, src []int16) int {
	n := min(len(dst), len(src))
	for i, s := range src[:n] {
		dst[i] = encodeTable[uint16(s)>>3]
	}
	return n
}

func makeDecodeTable() *[256]int16 {
	var t [256]int16
	for i := range t {
		b := byte(i) ^ evenBits
		segment := (b >> 4) & 7
		value := int16(b&15)<<4 + 8
		if segment > 0 {
			value = (value + 256) << (segment - 1)
		}
		if b&0x80 == 0 { // the sign bit is set for positive values
			value = -value
		}
		t[i] = value
	}
	return &t
}

func makeEncodeTable() *[8192]byte {
	var t [8192]byte
	for i := range t {
		t[i] = quantise(int16(uint16(i) << 3))
	}
	return &t
}

// quantise finds sign, segment and step of a sample. A negative value is
// mirrored by its ones' complement, so that the decision value 0 itself is positive.
func quantise(s int16) byte {
	sign := byte(0x80)
	if s < 0 {
		sign, s = 0, ^s
	}
	magnitude := uint16(s) >> 4 // 0 to 2047
	segment := byte(0)
	for magnitude > 31 {
		magnitude >>= 1
		segment++
	}
	if magnitude > 15 {
		magnitude -= 16
		segment++
	}
	return (sign | segment<<4 | byte(magnitude)) ^ evenBits
}

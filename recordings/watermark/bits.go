package watermark

import (
	"encoding/binary"
	"hash/crc32"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/g711"
)

const (
	stride   = 32  // samples of a channel, of which one is marked
	wordBits = 192 // 32 to synchronise, 128 of the id, 32 of its checksum
	sync     = 0xB3C6_5A19
)

// Shortest is how much of a copy, from anywhere in it, is sure to hold a whole word.
const Shortest = (2*wordBits*stride*time.Second + g711.SampleRate - 1) / g711.SampleRate

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// word is what a copy repeats: wordBits bits, the highest of the first byte first.
func word(id uuid.UUID) (w [wordBits / 8]byte) {
	binary.BigEndian.PutUint32(w[:], sync)
	copy(w[4:], id[:])
	binary.BigEndian.PutUint32(w[20:], crc32.Checksum(id[:], castagnoli))
	return w
}

// mark writes the word into samples whose first byte is the from-th of the data.
func mark(alaw []byte, w *[wordBits / 8]byte, from int64, channels int) {
	const every = stride
	for frame := (from + int64(channels) - 1) / int64(channels) / every * every; ; frame += every {
		at := frame*int64(channels) - from
		if at >= int64(len(alaw)) {
			return
		}
		bit := frame / every % wordBits
		value := w[bit/8] >> (7 - bit%8) & 1
		for c := range int64(channels) {
			if i := at + c; i >= 0 && i < int64(len(alaw)) {
				alaw[i] = alaw[i]&^1 | value
			}
		}
	}
}

// register holds the last 192 bits that one place of each period has shown.
type register struct{ high, middle, low uint64 }

func (r *register) take(bit byte) {
	r.high = r.high<<1 | r.middle>>63
	r.middle = r.middle<<1 | r.low>>63
	r.low = r.low<<1 | uint64(bit&1)
}

func (r *register) id() (id uuid.UUID, ok bool) {
	if r.high>>32 != sync {
		return id, false
	}
	binary.BigEndian.PutUint64(id[:], r.high<<32|r.middle>>32)
	binary.BigEndian.PutUint64(id[8:], r.middle<<32|r.low>>32)
	return id, crc32.Checksum(id[:], castagnoli) == uint32(r.low)
}

// reader looks for a word among A-law codes of so many channels; the first may be any.
type reader struct {
	period []register
	at     int
}

func newReader(channels int) *reader { return &reader{period: make([]register, stride*channels)} }

func (r *reader) take(code byte) (uuid.UUID, bool) {
	one := &r.period[r.at]
	if r.at++; r.at == len(r.period) {
		r.at = 0
	}
	one.take(code)
	return one.id()
}

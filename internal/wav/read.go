package wav

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"hotline1022/internal/g711"
)

// Audio is a decoded file. Samples[c][i] is channel c's i-th sample, full scale ±1.
type Audio struct {
	Rate    int // samples a second and channel
	Samples [][]float64
}

// ErrFormat is wrapped by every error about a file's content.
var ErrFormat = errors.New("not a WAVE file that can be read")

func fault(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
}

// Read decodes a whole file of at most limit bytes; a longer one is refused.
func Read(r io.Reader, limit int64) (Audio, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return Audio{}, fmt.Errorf("read WAVE file: %w", err)
	}
	if int64(len(b)) > limit {
		return Audio{}, fault("longer than %d bytes", limit)
	}
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WAVE" {
		return Audio{}, fault("no RIFF/WAVE header")
	}
	var f *format
	for b = b[12:]; len(b) >= 8; {
		name := string(b[:4])
		size := uint64(binary.LittleEndian.Uint32(b[4:8]))
		b = b[8:]
		chunk := b[:min(size, uint64(len(b)))]
		switch {
		case name == "fmt ":
			if f, err = parseFormat(chunk); err != nil {
				return Audio{}, err
			}
		case name == "data" && f == nil:
			return Audio{}, fault("data before its format")
		case name == "data":
			return f.decode(chunk), nil
		}
		b = b[min(size+size%2, uint64(len(b))):]
	}
	return Audio{}, fault("no data")
}

type format struct {
	channels int
	rate     int
	width    int // bytes a sample
	sample   func([]byte) float64
}

// Formats by their tag (RFC 2361): WAVE_FORMAT_PCM and its fellows.
const (
	formatPCM        = 1
	formatFloat      = 3
	formatALaw       = 6
	formatExtensible = 0xFFFE
)

// minRate and maxRate enclose the samples a second of what can be sound.
const minRate, maxRate = 4000, 384000

func parseFormat(b []byte) (*format, error) {
	if len(b) < 16 {
		return nil, fault("the format has %d bytes, at least 16 are needed", len(b))
	}
	le := binary.LittleEndian
	tag, bits := le.Uint16(b), le.Uint16(b[14:])
	if tag == formatExtensible && len(b) >= 26 {
		tag = le.Uint16(b[24:]) // the first two bytes of the sub-format's GUID
	}
	f := &format{channels: int(le.Uint16(b[2:])), rate: int(le.Uint32(b[4:])), width: int(bits) / 8}
	if f.channels < 1 || f.channels > 8 {
		return nil, fault("%d channels", f.channels)
	}
	if f.rate < minRate || f.rate > maxRate {
		return nil, fault("%d samples a second", f.rate)
	}
	switch {
	case tag == formatALaw && bits == 8:
		f.sample = func(b []byte) float64 { return float64(g711.Decode(b[0])) / 32768 }
	case tag == formatFloat && bits == 32:
		f.sample = float32Sample
	case tag == formatPCM && bits == 8: // the only unsigned one
		f.sample = func(b []byte) float64 { return (float64(b[0]) - 128) / 128 }
	case tag == formatPCM && bits == 16:
		f.sample = func(b []byte) float64 { return float64(int16(le.Uint16(b))) / 32768 }
	case tag == formatPCM && bits == 24:
		f.sample = func(b []byte) float64 {
			return float64(int32(b[0])<<8|int32(b[1])<<16|int32(int8(b[2]))<<24) / (1 << 31)
		}
	case tag == formatPCM && bits == 32:
		f.sample = func(b []byte) float64 { return float64(int32(le.Uint32(b))) / (1 << 31) }
	default:
		return nil, fault("format %d of %d bits: PCM, 32-bit float and A-law can be read", tag, bits)
	}
	return f, nil
}

// float32Sample keeps what is not a number, or far out of range, from what is computed later.
func float32Sample(b []byte) float64 {
	v := float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	if math.IsNaN(v) {
		return 0
	}
	return max(-1, min(1, v))
}

func (f *format) decode(data []byte) Audio {
	frame := f.width * f.channels
	n := len(data) / frame
	a := Audio{Rate: f.rate, Samples: make([][]float64, f.channels)}
	for c := range a.Samples {
		a.Samples[c] = make([]float64, n)
		for i := range n {
			a.Samples[c][i] = f.sample(data[i*frame+c*f.width:])
		}
	}
	return a
}

// Mono is the mean of all channels.
func (a Audio) Mono() []float64 {
	if len(a.Samples) == 1 {
		return a.Samples[0]
	}
	mono := make([]float64, len(a.Samples[0]))
	for _, channel := range a.Samples {
		for i, v := range channel {
			mono[i] += v / float64(len(a.Samples))
		}
	}
	return mono
}

// Channel returns channel c's samples, counted from 0, as 16-bit linear ones:
// exactly those of a file of 16-bit PCM or A-law, rounded ones of others.
func (a Audio) Channel(c int) []int16 {
	out := make([]int16, len(a.Samples[c]))
	for i, v := range a.Samples[c] {
		out[i] = int16(max(math.MinInt16, min(math.MaxInt16, math.Round(v*32768))))
	}
	return out
}

// ReadBytes is Read of a file in memory.
func ReadBytes(b []byte) (Audio, error) { return Read(bytes.NewReader(b), int64(len(b))) }

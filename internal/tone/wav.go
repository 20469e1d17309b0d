package tone

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"hotline1022/internal/g711"
)

// Wave is the content of a WAV file; Samples are interleaved by channel.
type Wave struct {
	Rate     int
	Channels int
	Samples  []int16
}

// ErrNotWAV is returned for what is not a RIFF/WAVE file.
var ErrNotWAV = errors.New("not a WAV file")

// Format codes of the fmt chunk (RFC 2361) that are read.
const (
	formatPCM        = 1
	formatALaw       = 6
	formatExtensible = 0xFFFE
	maxWAVData       = 1 << 30
)

// Channel returns the samples of one channel, counted from 0.
func (w Wave) Channel(c int) []int16 {
	if w.Channels <= 1 {
		return w.Samples
	}
	out := make([]int16, 0, len(w.Samples)/w.Channels)
	for i := c; i < len(w.Samples); i += w.Channels {
		out = append(out, w.Samples[i])
	}
	return out
}

// ReadWAV reads 16-bit linear or A-law WAV. The data chunk may be cut
// short (a writer that died): what is there is returned.
func ReadWAV(r io.Reader) (Wave, error) {
	br := bufio.NewReader(r)
	var head [12]byte
	if _, err := io.ReadFull(br, head[:]); err != nil || string(head[:4]) != "RIFF" || string(head[8:]) != "WAVE" {
		return Wave{}, ErrNotWAV
	}
	var w Wave
	var format, bits int
	for {
		var chunk [8]byte
		if _, err := io.ReadFull(br, chunk[:]); err != nil {
			return Wave{}, fmt.Errorf("%w: no data chunk", ErrNotWAV)
		}
		size := int64(binary.LittleEndian.Uint32(chunk[4:]))
		switch string(chunk[:4]) {
		case "fmt ":
			var err error
			if w, format, bits, err = readFormat(br, size); err != nil {
				return Wave{}, err
			}
		case "data":
			if w.Channels == 0 {
				return Wave{}, fmt.Errorf("%w: data before format", ErrNotWAV)
			}
			return w, w.readData(br, min(size, maxWAVData), format, bits)
		default:
			if _, err := io.CopyN(io.Discard, br, size+size%2); err != nil {
				return Wave{}, fmt.Errorf("%w: chunk %q is cut short", ErrNotWAV, chunk[:4])
			}
		}
	}
}

func readFormat(r io.Reader, size int64) (w Wave, format, bits int, err error) {
	if size < 16 || size > 1024 {
		return Wave{}, 0, 0, fmt.Errorf("%w: format chunk of %d bytes", ErrNotWAV, size)
	}
	b := make([]byte, size+size%2)
	if _, err := io.ReadFull(r, b); err != nil {
		return Wave{}, 0, 0, fmt.Errorf("%w: format chunk is cut short", ErrNotWAV)
	}
	format = int(binary.LittleEndian.Uint16(b))
	if format == formatExtensible && size >= 26 {
		format = int(binary.LittleEndian.Uint16(b[24:]))
	}
	w.Channels = int(binary.LittleEndian.Uint16(b[2:]))
	w.Rate = int(binary.LittleEndian.Uint32(b[4:]))
	bits = int(binary.LittleEndian.Uint16(b[14:]))
	if w.Channels < 1 || w.Channels > 16 || w.Rate < 1 {
		return Wave{}, 0, 0, fmt.Errorf("%w: %d channels at %d Hz", ErrNotWAV, w.Channels, w.Rate)
	}
	return w, format, bits, nil
}

func (w *Wave) readData(r io.Reader, size int64, format, bits int) error {
	data, err := io.ReadAll(io.LimitReader(r, size))
	if err != nil {
		return fmt.Errorf("read samples: %w", err)
	}
	switch {
	case format == formatPCM && bits == 16:
		w.Samples = make([]int16, len(data)/2)
		for i := range w.Samples {
			w.Samples[i] = int16(binary.LittleEndian.Uint16(data[2*i:]))
		}
	case format == formatALaw && bits == 8:
		w.Samples = make([]int16, len(data))
		g711.DecodeTo(w.Samples, data)
	default:
		return fmt.Errorf("WAV format %d with %d bits is not read; use 16-bit PCM or A-law", format, bits)
	}
	return nil
}

// WriteWAV writes 16-bit linear WAV.
func WriteWAV(w io.Writer, wave Wave) error {
	if wave.Channels < 1 || wave.Rate < 1 || len(wave.Samples) > maxWAVData/2 {
		return fmt.Errorf("cannot write WAV of %d channels, %d Hz, %d samples", wave.Channels, wave.Rate, len(wave.Samples))
	}
	size := 2 * len(wave.Samples)
	b := make([]byte, 0, 44+size)
	le := binary.LittleEndian
	b = append(b, "RIFF"...)
	b = le.AppendUint32(b, uint32(36+size))
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 16)
	b = le.AppendUint16(b, formatPCM)
	b = le.AppendUint16(b, uint16(wave.Channels))
	b = le.AppendUint32(b, uint32(wave.Rate))
	b = le.AppendUint32(b, uint32(wave.Rate*wave.Channels*2))
	b = le.AppendUint16(b, uint16(wave.Channels*2))
	b = le.AppendUint16(b, 16)
	b = append(b, "data"...)
	b = le.AppendUint32(b, uint32(size))
	for _, s := range wave.Samples {
		b = le.AppendUint16(b, uint16(s))
	}
	_, err := w.Write(b)
	return err
}

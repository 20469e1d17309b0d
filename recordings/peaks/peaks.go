// Package peaks draws a recording: how loud each channel is at its loudest, ten times a second, a byte each. A
// player shows it beside the sound, which it asks for by ranges and so never has whole, and sees where nobody
// speaks. It is read from the samples as a stream, in constant memory: an hour of two channels (57.6 MB) in about
// a tenth of a second (BenchmarkHour), and gives 72 kB.
package peaks

import (
	"errors"
	"fmt"
	"io"

	"hotline1022/internal/g711"
	"hotline1022/internal/wav"
)

// PerSecond is how many peaks a second of sound has.
const PerSecond = 10

const samples = g711.SampleRate / PerSecond // of a channel in one peak

// levels are the codes' values without their sign, full scale 255.
var levels = func() (of [256]byte) {
	for code := range of {
		value := int(g711.Decode(byte(code)))
		of[code] = byte(max(value, -value) * 255 / 32768)
	}
	return of
}()

// Read gives the peaks of each channel of one of our WAVE files, from its first byte to its end; the last of a
// file that ends within a tenth of a second is that of less. An error is the reader's.
func Read(file io.Reader, channels int) ([][]byte, error) {
	if channels < 1 {
		return nil, fmt.Errorf("peaks: %d channels", channels)
	}
	if _, err := io.CopyN(io.Discard, file, wav.HeaderSize); err != nil {
		return nil, fmt.Errorf("peaks: %w", err)
	}
	lanes := make([][]byte, channels)
	block := make([]byte, samples*channels)
	for {
		n, err := io.ReadFull(file, block)
		if n > 0 {
			for c := range lanes {
				lanes[c] = append(lanes[c], loudest(block[:n], c, channels))
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return lanes, nil
		case err != nil:
			return nil, fmt.Errorf("peaks: %w", err)
		}
	}
}

func loudest(block []byte, channel, channels int) (peak byte) {
	for i := channel; i < len(block); i += channels {
		peak = max(peak, levels[block[i]])
	}
	return peak
}

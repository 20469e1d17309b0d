package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"hotline1022/internal/g711"
	"hotline1022/internal/wav"
)

const (
	// piece is how much of a lane is sent at once: 4.8 MB, below what services take (OpenAI: 25 MB).
	piece = 5 * time.Minute
	// quiet is what no sample of a piece exceeds in which nobody speaks: -44 dB of full scale.
	quiet = 200
	// least is how short a piece the services take: one that is refused would have its whole recording refused. No word fits into less.
	least = 100 * time.Millisecond
)

// Line is a segment with its lane: 0 is the recording's left channel, 1 its right one.
type Line struct {
	Lane int16
	Segment
}

// eachPiece gives the lanes of one of our stereo WAVE files, piece by piece, as WAVE files of their own; from is where a piece begins. The
// file is read once; a frame that is cut off at its end is left out.
func eachPiece(file io.Reader, do func(lane int16, from, length time.Duration, sound []byte) error) error {
	if _, err := io.CopyN(io.Discard, file, wav.HeaderSize); err != nil {
		return fmt.Errorf("transcript: %w", err)
	}
	const channels = 2
	block := make([]byte, channels*int(piece/time.Second)*g711.SampleRate)
	samples := make([]int16, 0, len(block)/channels)
	for from := time.Duration(0); ; from += piece {
		n, err := io.ReadFull(file, block)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("transcript: %w", err)
		}
		n -= n % channels
		for lane := range channels {
			samples = samples[:0]
			loud := false
			for i := lane; i < n; i += channels {
				s := g711.Decode(block[i])
				loud = loud || s > quiet || s < -quiet
				samples = append(samples, s)
			}
			length := time.Duration(len(samples)) * time.Second / g711.SampleRate
			if !loud || length < least {
				continue
			}
			var sound bytes.Buffer
			if err := wav.WritePCM(&sound, g711.SampleRate, samples); err != nil {
				return err
			}
			if err := do(int16(lane), from, length, sound.Bytes()); err != nil {
				return err
			}
		}
		if err != nil { // it was the last
			return nil
		}
	}
}

package watermark

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"

	"hotline1022/internal/g711"
)

// ErrNone: nothing in a file is a copy's mark.
var ErrNone = errors.New("no mark of a copy in this file")

// Find tells of which listening a sound is the copy: a WAVE file, or what is left of one, or the samples
// alone; A-law, or 16-bit linear as programs convert it; one channel or both. It reads as a stream, in
// constant memory, up to the first mark. [ErrNone]
func Find(from io.Reader) (uuid.UUID, error) {
	var codes [2]*reader    // by channels, less one
	var words [2][2]*reader // linear samples may begin at an odd byte
	for i := range codes {
		codes[i] = newReader(i + 1)
		words[0][i], words[1][i] = newReader(i+1), newReader(i+1)
	}
	in := bufio.NewReaderSize(from, 64<<10)
	var before byte
	for n := 0; ; n++ {
		b, err := in.ReadByte()
		if errors.Is(err, io.EOF) {
			return uuid.Nil, ErrNone
		}
		if err != nil {
			return uuid.Nil, fmt.Errorf("watermark: %w", err)
		}
		for _, r := range codes {
			if id, ok := r.take(b); ok {
				return id, nil
			}
		}
		if n == 0 {
			before = b
			continue
		}
		code := g711.Encode(int16(uint16(before) | uint16(b)<<8))
		for _, r := range words[n%2] {
			if id, ok := r.take(code); ok {
				return id, nil
			}
		}
		before = b
	}
}

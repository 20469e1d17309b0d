package media

import (
	"fmt"
	"os"
	"sync"
	"time"

	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
)

// Clip is a sound to be sent, shared by any number of calls: it is encoded once
// a law. It repeats from its beginning when it ends.
type Clip struct {
	samples []int16
	once    [2]sync.Once
	coded   [2][]byte
}

// NewClip returns a clip of samples at 8000 Hz, which must not be changed later.
func NewClip(samples []int16) *Clip { return &Clip{samples: samples} }

// Tone returns an endless tone of a whole number of hertz, 1 to 3999.
func Tone(hz int) *Clip {
	return NewClip(tone.Sine(float64(hz), g711.SampleRate, time.Second, tone.Amplitude))
}

// clipLimit is the longest file taken, in bytes: 5 minutes of 48 kHz, 16-bit stereo.
const clipLimit = 5 * 60 * 48000 * 4

// LoadClip reads a WAV file; of several channels the first.
func LoadClip(path string) (*Clip, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	sound, err := wav.Read(f, clipLimit)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(sound.Samples[0]) == 0 {
		return nil, fmt.Errorf("%s: holds no audio", path)
	}
	return NewClip(tone.Resample(sound.Channel(0), sound.Rate, g711.SampleRate)), nil
}

// frame writes the n-th frame of the clip into dst; a nil clip is silence.
func (c *Clip) frame(law Law, n int, dst []byte) {
	if c == nil || len(c.samples) == 0 {
		for i := range dst {
			dst[i] = law.Silence()
		}
		return
	}
	coded := c.encoded(law)
	at := n * FrameSamples % len(coded)
	for len(dst) > 0 {
		copied := copy(dst, coded[at:])
		dst, at = dst[copied:], 0
	}
}

func (c *Clip) encoded(law Law) []byte {
	c.once[law].Do(func() {
		b := make([]byte, len(c.samples))
		for i, s := range c.samples {
			b[i] = law.Encode(s)
		}
		c.coded[law] = b
	})
	return c.coded[law]
}

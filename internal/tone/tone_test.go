package tone

import (
	"testing"
	"time"

	"hotline1022/internal/g711"
)

func TestShare(t *testing.T) {
	pure := Sine(440, 8000, time.Second, Amplitude)
	coded := make([]int16, len(pure))
	for i, v := range pure {
		coded[i] = g711.Decode(g711.Encode(v))
	}
	other := Sine(880, 8000, time.Second, Amplitude)
	mixed := make([]int16, len(pure))
	for i := range mixed {
		mixed[i] = pure[i]/2 + other[i]/2
	}
	for _, c := range []struct {
		name     string
		in       []int16
		hz       float64
		min, max float64
	}{
		{"pure tone", pure, 440, 0.999, 1},
		{"through A-law", coded, 440, 0.99, 1},
		{"another frequency", pure, 880, 0, 0.001},
		{"neighbour", pure, 445, 0, 0.01},
		{"one of two", mixed, 440, 0.49, 0.51},
		{"silence", make([]int16, 8000), 440, 0, 0},
		{"nothing", nil, 440, 0, 0},
		{"one frame of 20 ms", coded[:160], 440, 0.9, 1},
	} {
		if got := Share(c.in, 8000, c.hz); got < c.min || got > c.max {
			t.Errorf("%s: share %.4f, want %.3f to %.3f", c.name, got, c.min, c.max)
		}
	}
}

func TestHeard(t *testing.T) {
	if !Heard(Sine(1000, 8000, 100*time.Millisecond, 1000), 8000, 1000) {
		t.Error("a tone is not heard")
	}
	if Heard(Sine(1000, 8000, 100*time.Millisecond, 10), 8000, 1000) {
		t.Error("a tone below the noise is heard")
	}
}

func TestResampleKeepsWhatFits(t *testing.T) {
	for _, rate := range []int{16000, 22050, 48000} {
		out := Resample(Sine(1000, rate, time.Second, Amplitude), rate, 8000)
		if len(out) != 8000 {
			t.Errorf("from %d: %d samples", rate, len(out))
		}
		if share := Share(out, 8000, 1000); share < 0.99 {
			t.Errorf("from %d: share of the tone is %.3f", rate, share)
		}
		if level := RMS(Resample(Sine(7000, rate, time.Second, Amplitude), rate, 8000)); level > Amplitude/50 {
			t.Errorf("from %d: 7 kHz folds back with level %.0f", rate, level)
		}
	}
	if up := Resample(Sine(1000, 8000, time.Second, Amplitude), 8000, 48000); Share(up, 48000, 1000) < 0.99 {
		t.Error("8 to 48 kHz damages the tone")
	}
}

package callsim

import (
	"math"
	"time"

	"hotline1022/internal/callsim/media"
	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
)

// What a voicemail is known by, in Hz.
const (
	GreetingTone = 850  // in place of its owner's voice
	BeepTone     = 1450 // speak now
)

// FaxTone is that of a fax machine that answers, in Hz.
const FaxTone = 2100

// faxClip is a fast fax machine that answers (T.30, V.8): silence, then a tone whose
// amplitude sways by a fifth fifteen times a second, and whose phase is turned every
// 450 ms; then it waits for the caller's, and begins anew.
func faxClip() *media.Clip {
	const silence, sounds, waits = 2 * time.Second, 3300 * time.Millisecond, 6 * time.Second
	const turn, sway, depth = 450 * time.Millisecond, 15.0, 0.2
	samples := make([]int16, count(silence), count(silence+sounds+waits))
	for i := range count(sounds) {
		at := float64(i) / g711.SampleRate
		level := tone.Amplitude * (1 - depth*math.Sin(2*math.Pi*sway*at))
		if i/count(turn)%2 == 1 {
			level = -level
		}
		samples = append(samples, int16(math.Round(level*math.Sin(2*math.Pi*FaxTone*at))))
	}
	return media.NewClip(append(samples, make([]int16, count(waits))...))
}

// voicemailClip is an answering machine: a greeting, a beep, and a long silence in which
// it listens.
func voicemailClip() *media.Clip {
	samples := tone.Sine(GreetingTone, g711.SampleRate, 3*time.Second, tone.Amplitude)
	samples = append(samples, tone.Sine(BeepTone, g711.SampleRate, 500*time.Millisecond, tone.Amplitude)...)
	return media.NewClip(append(samples, make([]int16, count(2*time.Minute))...))
}

// count is how many samples last so long.
func count(d time.Duration) int { return int(d.Seconds() * g711.SampleRate) }

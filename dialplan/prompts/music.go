package prompts

import (
	"math"
	"math/cmplx"
	"math/rand/v2"

	"hotline1022/internal/g711"
)

// The hold music: sixteen bars of a slow arpeggio over a chord progression, a
// sparse melody above it, an echo behind; about 58 s, and round: what rings on
// at the end is heard at the beginning, so the repetition has no seam.
const (
	musicSeed  = 1022
	eighth     = 3600 // samples: 67 beats a minute
	barSamples = 8 * eighth
	musicLevel = -26.0 // dB of full scale: clearly below the voices
)

// progression, in MIDI notes: bass, then the chord that is broken up.
var progression = [][5]int{
	{55, 62, 67, 71, 74}, // G
	{52, 64, 67, 71, 76}, // Em
	{48, 60, 64, 67, 74}, // C add9
	{50, 62, 66, 69, 74}, // D
	{55, 62, 67, 71, 74}, // G
	{47, 62, 66, 71, 74}, // Bm
	{48, 60, 64, 67, 76}, // C
	{50, 62, 67, 69, 74}, // D sus4
}

// figures are the orders in which a chord's notes are touched.
var figures = [][8]int{
	{1, 2, 3, 4, 3, 2, 3, 2},
	{1, 3, 2, 4, 2, 3, 2, 3},
	{1, 2, 4, 3, 2, 3, 4, 2},
}

// melody notes: G major pentatonic, an octave above the chords.
var pentatonic = []int{79, 81, 83, 86, 88}

// holdMusic computes the piece; the same bytes every time.
func holdMusic() []float64 {
	random := rand.New(rand.NewPCG(musicSeed, musicSeed))
	loop := make([]float64, 16*barSamples)
	note := 2
	for bar := range 16 {
		chord := progression[bar%len(progression)]
		at := bar * barSamples
		pluck(loop, at, chord[0], 0.55, 1.9)
		figure := figures[random.IntN(len(figures))]
		for i, n := range figure {
			loudness := 0.30 + 0.05*random.Float64()
			if i%4 == 0 {
				loudness += 0.08
			}
			// A player is never quite in time: up to ±6 ms.
			pluck(loop, at+i*eighth+random.IntN(97)-48, chord[n], loudness, 1.1)
		}
		for _, beat := range []int{0, 3, 6} {
			if random.Float64() < 0.55 {
				note = max(0, min(len(pentatonic)-1, note+random.IntN(3)-1))
				pluck(loop, at+beat*eighth, pentatonic[note], 0.34, 1.6)
			}
		}
	}
	echo(loop, 3*eighth, 0.28)
	scale(loop, musicLevel)
	return loop
}

// pluck adds a soft struck tone that dies away, wrapping around the loop's end:
// a few harmonics, the higher the sooner gone. seconds is the time to 1/e.
func pluck(loop []float64, at, midi int, loudness, seconds float64) {
	hz := 440 * math.Pow(2, float64(midi-69)/12)
	length := int(4 * seconds * g711.SampleRate)
	for h, share := range []float64{1, 0.42, 0.20, 0.09, 0.05} {
		f := hz * float64(h+1)
		if f > 3400 {
			break
		}
		// A rotating phasor that shrinks: the sine and its decay in one product.
		shrink := math.Exp(-(1 + 0.6*float64(h)) / seconds / g711.SampleRate)
		turn := cmplx.Rect(shrink, 2*math.Pi*f/g711.SampleRate)
		phasor := complex(loudness*share, 0)
		j := ((at % len(loop)) + len(loop)) % len(loop)
		for i := range length {
			attack := min(1, float64(i)/(0.012*g711.SampleRate))
			loop[j] += attack * imag(phasor)
			phasor *= turn
			if j++; j == len(loop) {
				j = 0
			}
		}
	}
}

// echo adds a round of repetitions, each weaker than the one before.
func echo(loop []float64, delay int, share float64) {
	dry := append([]float64(nil), loop...)
	for n, s := 1, share; n <= 4; n, s = n+1, s*share {
		for i := range loop {
			loop[i] += s * dry[((i-n*delay)%len(dry)+len(dry))%len(dry)]
		}
	}
}

// scale brings the whole to a mean level in dB of full scale, peaks limited.
func scale(v []float64, db float64) {
	var sum float64
	for _, x := range v {
		sum += x * x
	}
	gain := decibels(db) / math.Sqrt(sum/float64(len(v)))
	for i := range v {
		v[i] = limit(v[i]*gain, decibels(peakLevel))
	}
}

// beep is the tone before a message: 1 kHz for 0.4 s, at -15 dB of full scale.
func beep() []float64 { return tones(0.4, 1000) }

// checkTones are three rising notes for a headset.
func checkTones() []float64 { return tones(0.22, 523.25, 659.25, 783.99) }

// tones plays notes one after the other, each faded in and out over 10 ms.
func tones(seconds float64, hertz ...float64) []float64 {
	var v []float64
	n := int(seconds * g711.SampleRate)
	for _, hz := range hertz {
		for i := range n {
			fade := min(1, float64(min(i, n-i))/(0.010*g711.SampleRate))
			v = append(v, decibels(-12)*fade*math.Sin(2*math.Pi*hz*float64(i)/g711.SampleRate))
		}
	}
	return v
}

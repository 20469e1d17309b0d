// Package tone makes sounds that can be recognised again, and recognises them.
// Tests and measurements use it to prove who heard whom: each party sends a tone of its own, and the share of a recording's energy
// at that frequency tells whether it arrived. A sentence is known again by its waveform.
//
// All samples are 16-bit linear. Functions are pure and safe for concurrent use.
package tone

import (
	"math"
	"time"
)

// Amplitude is a loud but unclipped level (about -10 dBFS).
const Amplitude = 10000

// Sine returns a sine of hz at rate samples a second that lasts d, with the
// given peak value (1 to 32767). With a whole number of hz a sound of exactly
// one second repeats without a click.
func Sine(hz float64, rate int, d time.Duration, amplitude float64) []int16 {
	out := make([]int16, int(d.Seconds()*float64(rate)+0.5))
	for i := range out {
		out[i] = int16(math.Round(amplitude * math.Sin(2*math.Pi*hz*float64(i)/float64(rate))))
	}
	return out
}

// Share returns the part, 0 to 1, of the samples' energy that lies at hz
// (Goertzel's algorithm; the bin is rate/len(samples) wide). Silence has none.
// A pure tone gives nearly 1, and nearly 0 at any other frequency more than two
// bins away; the quantisation of G.711 costs about a thousandth.
func Share(samples []int16, rate int, hz float64) float64 {
	n := len(samples)
	if n == 0 {
		return 0
	}
	coeff := 2 * math.Cos(2*math.Pi*hz/float64(rate))
	var s1, s2, energy float64
	for _, v := range samples {
		x := float64(v)
		energy += x * x
		s1, s2 = x+coeff*s1-s2, s1
	}
	if energy == 0 {
		return 0
	}
	power := s1*s1 + s2*s2 - coeff*s1*s2
	return min(max(2*power/(float64(n)*energy), 0), 1)
}

// RMS returns the root mean square of the samples, 0 to 32768.
func RMS(samples []int16) float64 {
	if len(samples) == 0 {
		return 0
	}
	var energy float64
	for _, v := range samples {
		energy += float64(v) * float64(v)
	}
	return math.Sqrt(energy / float64(len(samples)))
}

// Heard tells whether samples hold an audible tone of hz: at least a third of
// their energy, at a level well above the noise of G.711's smallest steps.
func Heard(samples []int16, rate int, hz float64) bool {
	return RMS(samples) > 100 && Share(samples, rate, hz) > 1.0/3
}

// Resample converts samples from one rate to another by a windowed sinc, with
// frequencies that the lower rate cannot carry removed.
func Resample(samples []int16, from, to int) []int16 {
	if from == to || len(samples) == 0 {
		return samples
	}
	const halfWidth = 16 // zero crossings a side
	cutoff := min(1, float64(to)/float64(from))
	reach := halfWidth / cutoff
	out := make([]int16, int(int64(len(samples))*int64(to)/int64(from)))
	for i := range out {
		centre := float64(i) * float64(from) / float64(to)
		first := max(int(math.Ceil(centre-reach)), 0)
		last := min(int(math.Floor(centre+reach)), len(samples)-1)
		var sum, weight float64
		for j := first; j <= last; j++ {
			d := float64(j) - centre
			w := sinc(d*cutoff) * (0.5 + 0.5*math.Cos(math.Pi*d/reach))
			sum += w * float64(samples[j])
			weight += w
		}
		out[i] = int16(max(min(math.Round(sum/weight), math.MaxInt16), math.MinInt16))
	}
	return out
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

package prompts

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"time"

	"hotline1022/internal/g711"
	"hotline1022/internal/wav"
)

// The loudness of voices: mean power of the active parts, and the highest peak
// left, in dB of full scale. The peak keeps clear of A-law's overload level.
const (
	voiceLevel = -20.0
	peakLevel  = -1.0
)

// silence is what stands before the first word and after the last.
type silence struct{ lead, tail time.Duration }

var (
	// The path may still open when the first word is said.
	sentence = silence{150 * time.Millisecond, 300 * time.Millisecond}
	part     = silence{20 * time.Millisecond, 60 * time.Millisecond}
)

func (s silence) String() string { return s.lead.String() + " " + s.tail.String() }

func samplesOf(d time.Duration) []float64 {
	return make([]float64, int(d*g711.SampleRate/time.Second))
}

// quiet is the pause between groups of digits.
func quiet() []float64 { return samplesOf(350 * time.Millisecond) }

var errSilent = errors.New("nothing can be heard in it")

// shapeVoice brings speech into the form of a prompt: telephone band, 8000 Hz,
// trimmed, and as loud as every other one.
func shapeVoice(samples []float64, rate int, around silence) ([]float64, error) {
	v := resample(samples, rate, g711.SampleRate)
	highPass(v, 180)
	v = trim(v)
	if len(v) == 0 {
		return nil, errSilent
	}
	gain := decibels(voiceLevel) / activeLevel(v)
	for i := range v {
		v[i] = limit(v[i]*gain, decibels(peakLevel))
	}
	return slices.Concat(samplesOf(around.lead), v, samplesOf(around.tail)), nil
}

func decibels(db float64) float64 { return math.Pow(10, db/20) }

// limit leaves what is below half the ceiling as it is, and bends what is
// above so that it never exceeds it: no clipping, hardly audible on peaks.
func limit(v, ceiling float64) float64 {
	knee := ceiling / 2
	if a := math.Abs(v); a > knee {
		return math.Copysign(knee+(ceiling-knee)*math.Tanh((a-knee)/(ceiling-knee)), v)
	}
	return v
}

// resample changes the rate by a windowed sinc (Blackman, 24 zero crossings a
// side), computed once for each of the phases that occur. Going down, it also
// removes what the lower rate cannot carry.
func resample(in []float64, from, to int) []float64 {
	if from == to {
		return slices.Clone(in)
	}
	g := gcd(from, to)
	up, down := to/g, from/g
	cutoff := min(1, float64(to)/float64(from)) * 0.92 // of the input's Nyquist frequency
	half := int(math.Ceil(24 / cutoff))
	kernels := make([][]float64, up)
	out := make([]float64, len(in)*up/down)
	for n := range out {
		position := n * down
		centre, phase := position/up, position%up
		if kernels[phase] == nil {
			kernels[phase] = kernel(float64(phase)/float64(up), half, cutoff)
		}
		var sum float64
		for i, k := range kernels[phase] {
			if j := centre + i - half + 1; j >= 0 && j < len(in) {
				sum += k * in[j]
			}
		}
		out[n] = sum
	}
	return out
}

// kernel weighs the 2*half samples around a point that lies fraction after the half-th.
func kernel(fraction float64, half int, cutoff float64) []float64 {
	k := make([]float64, 2*half)
	var total float64
	for i := range k {
		x := float64(i-half+1) - fraction
		w := 0.42 + 0.5*math.Cos(math.Pi*x/float64(half)) + 0.08*math.Cos(2*math.Pi*x/float64(half))
		s := 1.0
		if x != 0 {
			s = math.Sin(math.Pi*x*cutoff) / (math.Pi * x * cutoff)
		}
		k[i] = s * w
		total += k[i]
	}
	for i := range k {
		k[i] /= total
	}
	return k
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// highPass is a second-order Butterworth filter, in place. Below the telephone
// band there is only rumble, which would cost loudness.
func highPass(v []float64, hz float64) {
	w := 2 * math.Pi * hz / g711.SampleRate
	alpha := math.Sin(w) / math.Sqrt2
	c := math.Cos(w)
	a0 := 1 + alpha
	b0, b1 := (1+c)/2/a0, -(1+c)/a0
	a1, a2 := -2*c/a0, (1-alpha)/a0
	var x1, x2, y1, y2 float64
	for i, x := range v {
		y := b0*x + b1*x1 + b0*x2 - a1*y1 - a2*y2
		x1, x2, y1, y2 = x, x1, y, y1
		v[i] = y
	}
}

const frame = g711.SampleRate / 50 // 20 ms

// trim cuts off the quiet at both ends, frame by frame.
func trim(v []float64) []float64 {
	var loudest float64
	for _, p := range framePowers(v) {
		loudest = max(loudest, p)
	}
	if loudest < 1e-8 { // -80 dB
		return nil
	}
	first, last := -1, 0
	for i, p := range framePowers(v) {
		if p > loudest*1e-5 { // 50 dB below the loudest
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return v[first*frame : min(len(v), (last+1)*frame)]
}

// activeLevel is the root mean square over the frames that carry speech: those
// less than 30 dB below the loudest.
func activeLevel(v []float64) float64 {
	powers := framePowers(v)
	loudest := slices.Max(powers)
	var sum float64
	n := 0
	for _, p := range powers {
		if p > loudest*1e-3 {
			sum, n = sum+p, n+1
		}
	}
	return math.Sqrt(sum / float64(n))
}

// framePowers is the mean power of each 20 ms; the last may be shorter.
func framePowers(v []float64) []float64 {
	var powers []float64
	for part := range slices.Chunk(v, frame) {
		var sum float64
		for _, x := range part {
			sum += x * x
		}
		powers = append(powers, sum/float64(len(part)))
	}
	return powers
}

// encode makes a WAVE file of full scale ±1.
func encode(v []float64) ([]byte, error) {
	samples := make([]int16, len(v))
	for i, x := range v {
		samples[i] = int16(math.Round(max(-1, min(1, x)) * 32767))
	}
	var b bytes.Buffer
	err := wav.WritePCM(&b, g711.SampleRate, samples)
	return b.Bytes(), err
}

package tone

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hotline1022/internal/g711"
)

// babble is a sentence of nobody's: noise in syllables.
func babble(seed uint64, d time.Duration) []int16 {
	random := rand.New(rand.NewPCG(seed, seed))
	out := make([]int16, int(d.Seconds()*8000))
	low := 0.0
	for i := range out {
		low += (random.NormFloat64()*9000 - low) / 4 // most of a voice lies low
		if i/1200%3 < 2 {
			out[i] = int16(max(min(low, 32767), -32768))
		}
	}
	return out
}

func TestFind(t *testing.T) {
	sentence, other := babble(1, 4*time.Second), babble(2, 4*time.Second)
	wire := func(parts ...[]int16) (heard []int16) {
		for _, part := range parts {
			for _, v := range part {
				heard = append(heard, g711.Decode(g711.Encode(v/2)))
			}
		}
		return heard
	}
	silence := make([]int16, 3217)
	holes, late := slices.Clone(sentence), slices.Concat(sentence[:9000], silence[:700], sentence[9000:])
	for at := 8000; at < 8160; at++ {
		holes[at] = 0
	}
	for name, c := range map[string]struct {
		heard    []int16
		min, max float64
	}{
		"whole":                    {wire(other, silence, sentence, silence), 1, 1},
		"a packet is missing":      {wire(silence, holes), 1, 1},
		"packets come late":        {wire(other, late), 0.9, 1},
		"a second comes late":      {wire(other, slices.Concat(sentence[:9000], make([]int16, 8100), sentence[9000:])), 0.9, 1},
		"its first half":           {wire(silence, sentence[:16000], silence), 0.45, 0.55},
		"its second half":          {wire(sentence[16000:], silence), 0.45, 0.55},
		"another sentence":         {wire(silence, other, silence), 0, 0},
		"a tone":                   {Sine(440, 8000, 5*time.Second, Amplitude), 0, 0},
		"silence":                  {make([]int16, 40000), 0, 0},
		"nothing":                  {nil, 0, 0},
		"less than a piece of it":  {wire(sentence[:1000]), 0, 0},
		"another voice at its end": {wire(sentence, other), 1, 1},
	} {
		part, end := Find(c.heard, sentence, 8000)
		if part < c.min || part > c.max {
			t.Errorf("%s: %.2f of it is heard, want %.2f to %.2f", name, part, c.min, c.max)
		}
		if name == "whole" && (end < 64000 || end > 68000) {
			t.Errorf("it ends at %d", end)
		}
	}
	if part, _ := Find(wire(sentence), silence, 8000); part != 0 {
		t.Error("silence is heard")
	}
}

package g711

import (
	"math"
	"testing"
)

// Table 1a of G.711: each segment's end, its number of equal steps and the
// step's size, in the recommendation's own unit (full scale 4096).
var table1a = []struct{ end, steps, size int }{
	{64, 32, 2}, {128, 16, 4}, {256, 16, 8}, {512, 16, 16}, {1024, 16, 32}, {2048, 16, 64}, {4096, 16, 128},
}

const unit = 8 // 32768 / 4096

// wire is the byte of the n-th positive interval (0 is next to zero), before
// and after the even bits' inversion: intervals count up in the byte.
func wire(n int, positive bool) byte {
	b := byte(n)
	if positive {
		b |= 0x80
	}
	return b ^ 0x55
}

func TestTable1a(t *testing.T) {
	n, low := 0, 0
	for _, seg := range table1a {
		for range seg.steps {
			high := low + seg.size
			want := int16((low + high) / 2 * unit)
			if got := Decode(wire(n, true)); got != want {
				t.Errorf("interval %d: decoded %d, want %d", n, got, want)
			}
			if got := Decode(wire(n, false)); got != -want {
				t.Errorf("interval -%d: decoded %d, want %d", n, got, -want)
			}
			for s := low * unit; s < high*unit; s++ {
				if got := Encode(int16(s)); got != wire(n, true) {
					t.Fatalf("%d encoded as %#x, want %#x (interval %d)", s, got, wire(n, true), n)
				}
				if got := Encode(int16(-s - 1)); got != wire(n, false) {
					t.Fatalf("%d encoded as %#x, want %#x (interval -%d)", -s-1, got, wire(n, false), n)
				}
			}
			low, n = high, n+1
		}
		if low != seg.end {
			t.Fatalf("segment ends at %d, want %d", low, seg.end)
		}
	}
	if n != 128 {
		t.Fatalf("%d intervals of a sign, want 128", n)
	}
}

func TestEveryByteSurvives(t *testing.T) {
	for i := range 256 {
		if got := Encode(Decode(byte(i))); got != byte(i) {
			t.Errorf("%#x came back as %#x", i, got)
		}
	}
}

func TestKnownBytes(t *testing.T) {
	for b, want := range map[byte]int16{0xD5: 8, 0x55: -8, 0xAA: 32256, 0x2A: -32256, 0x80: 5504, 0x00: -5504} {
		if got := Decode(b); got != want {
			t.Errorf("Decode(%#x) = %d, want %d", b, got, want)
		}
	}
	for s, want := range map[int16]byte{0: Silence, -1: 0x55, math.MaxInt16: 0xAA, math.MinInt16: 0x2A} {
		if got := Encode(s); got != want {
			t.Errorf("Encode(%d) = %#x, want %#x", s, got, want)
		}
	}
}

// The digital sequence of G.711 table 5 is a sine of 1 kHz at 0 dBm0, which is
// 3.14 dB below the largest sine that the code can carry.
func TestReferenceTone(t *testing.T) {
	sequence := []byte{0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4}
	var power float64
	for _, b := range sequence {
		v := float64(Decode(b)) / 32768
		power += v * v
	}
	level := 10 * math.Log10(power/float64(len(sequence))/0.5)
	if math.Abs(level-(-3.14)) > 0.05 {
		t.Errorf("table 5's sequence has %.3f dB below the overload level, want -3.14", level)
	}
}

func TestSlices(t *testing.T) {
	samples := []int16{0, 100, -100, 20000, -20000}
	coded := make([]byte, 3)
	if n := EncodeTo(coded, samples); n != 3 {
		t.Fatalf("EncodeTo = %d, want 3, the room there is", n)
	}
	back := make([]int16, 9)
	if n := DecodeTo(back, coded); n != 3 {
		t.Fatalf("DecodeTo = %d, want 3", n)
	}
	for i := range 3 {
		if coded[i] != Encode(samples[i]) || back[i] != Decode(coded[i]) {
			t.Errorf("sample %d: the slices' functions differ from the single ones", i)
		}
	}
}

func BenchmarkEncode20ms(b *testing.B) {
	src, dst := make([]int16, 160), make([]byte, 160)
	for i := range src {
		src[i] = int16(8000 * math.Sin(float64(i)))
	}
	b.SetBytes(160)
	for b.Loop() {
		EncodeTo(dst, src)
	}
}

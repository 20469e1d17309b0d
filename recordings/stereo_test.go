package recordings

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"hotline1022/internal/g711"
	"hotline1022/internal/wav"
	"hotline1022/telephony/call"
)

// Whatever the sides' lengths and however the reads are cut, each side comes
// back from its channel byte by byte, followed by silence only.
func TestInterleaveProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.OneOf(rapid.IntRange(0, 500), rapid.IntRange(block-3, block+3), rapid.IntRange(2*block, 3*block))
		seed := rapid.Uint64().Draw(t, "seed")
		random := rand.New(rand.NewPCG(seed, 1))
		sides := [2][]byte{make([]byte, length.Draw(t, "left")), make([]byte, length.Draw(t, "right"))}
		for _, s := range sides {
			for i := range s {
				s[i] = byte(random.Uint32())
			}
		}
		frames := max(len(sides[0]), len(sides[1]))
		var out bytes.Buffer
		left, right := bytes.NewReader(sides[0]), iotest.HalfReader(bytes.NewReader(sides[1]))
		if _, _, err := interleave(context.Background(), &out, left, right, int64(frames)); err != nil {
			t.Fatal(err)
		}
		if out.Len() != 2*frames {
			t.Fatalf("%d bytes, want %d", out.Len(), 2*frames)
		}
		for i, b := range out.Bytes() {
			want := byte(g711.Silence)
			if s := sides[i%2]; i/2 < len(s) {
				want = s[i/2]
			}
			if b != want {
				t.Fatalf("byte %d is %#x, want %#x", i, b, want)
			}
		}
	})
}

func TestInterleaveStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := interleave(ctx, &bytes.Buffer{}, bytes.NewReader(nil), bytes.NewReader(nil), 1); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	broken := errors.New("bad sector")
	if _, _, err := interleave(t.Context(), &bytes.Buffer{}, iotest.ErrReader(broken), bytes.NewReader(nil), 1); !errors.Is(err, broken) {
		t.Errorf("unreadable side: %v; it must not pass for silence", err)
	}
}

// alawTone is A-law of a sine.
func alawTone(hz float64, d time.Duration) []byte {
	b := make([]byte, int(d.Seconds()*g711.SampleRate))
	for i := range b {
		b[i] = g711.Encode(int16(12000 * math.Sin(2*math.Pi*hz*float64(i)/g711.SampleRate)))
	}
	return b
}

func put(t *testing.T, s spool, id call.ID, ending string, b []byte) {
	t.Helper()
	if err := os.WriteFile(s.path(own(id), ending), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAssemble(t *testing.T) {
	const id = call.ID("pbx1-1764000000.1")
	citizen, staff := alawTone(440, 3*time.Second), alawTone(1000, 3*time.Second)
	for name, c := range map[string]struct {
		rx, tx []byte // nil: no file
		detail string
		err    error
	}{
		"equal":           {citizen, staff, "", nil},
		"citizen shorter": {citizen[:16000], staff, "the citizen side ended 1000 ms early and was filled with silence", nil},
		"staff shorter":   {citizen, staff[:23999], "the staff side ended 0 ms early and was filled with silence", nil},
		"staff missing":   {citizen, nil, "the staff side ended 3000 ms early and was filled with silence", nil},
		"both empty":      {[]byte{}, []byte{}, "", errNoAudio},
		"both missing":    {nil, nil, "", errNoAudio},
	} {
		t.Run(name, func(t *testing.T) {
			s := spool(t.TempDir())
			if c.rx != nil {
				put(t, s, id, endCitizen, c.rx)
			}
			if c.tx != nil {
				put(t, s, id, endStaff, c.tx)
			}
			var before stereo
			for again := range 2 {
				made, err := s.assemble(t.Context(), own(id), "")
				if !errors.Is(err, c.err) {
					t.Fatalf("%v, want %v", err, c.err)
				}
				if err != nil {
					return
				}
				if again == 1 && made != before {
					t.Errorf("the second time: %+v, want %+v", made, before)
				}
				before = made
				checkStereo(t, s.path(own(id), endStereo), made, c.rx, c.tx)
				if made.detail() != c.detail {
					t.Errorf("detail %q, want %q", made.detail(), c.detail)
				}
			}
			left, err := filepath.Glob(filepath.Join(string(s), ".stereo-*"))
			if err != nil || len(left) > 0 {
				t.Errorf("left over: %v, %v", left, err)
			}
		})
	}
}

func checkStereo(t *testing.T, path string, made stereo, rx, tx []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	if int64(len(b)) != made.bytes || hex.EncodeToString(sum[:]) != made.sha256 {
		t.Errorf("the file is not what was told of it")
	}
	frames := max(len(rx), len(tx))
	if made.frames != int64(frames) || len(b) != wav.HeaderSize+2*frames {
		t.Errorf("%d frames in %d bytes, want %d", made.frames, len(b), frames)
	}
	a, err := wav.ReadBytes(b)
	if err != nil || a.Rate != 8000 || len(a.Samples) != 2 || len(a.Samples[0]) != frames {
		t.Fatalf("read back: %d Hz, %d channels, %v", a.Rate, len(a.Samples), err)
	}
	data := b[wav.HeaderSize:]
	for i, x := range rx {
		if data[2*i] != x {
			t.Fatalf("left byte %d is not the wire's", i)
		}
	}
	for i, x := range tx {
		if data[2*i+1] != x {
			t.Fatalf("right byte %d is not the wire's", i)
		}
	}
}

func TestSplit(t *testing.T) {
	for name, want := range map[string]struct {
		leg
		ending string
	}{
		"pbx1-1764000000.42.end-16.alaw":           {own("pbx1-1764000000.42"), endMarked},
		"pbx1-1764000000.42+consult-3.end-16.alaw": {},
		"pbx1-1764000000.42.done":                  {own("pbx1-1764000000.42"), endDone},
		"pbx1-1764000000.42-rx.alaw":               {own("pbx1-1764000000.42"), endCitizen},
		"pbx1-1764000000.42-tx.alaw":               {own("pbx1-1764000000.42"), endStaff},
		"pbx1-1764000000.42.call":                  {own("pbx1-1764000000.42"), endCall},
		"pbx1-1764000000.42-call.wav":              {own("pbx1-1764000000.42"), endStereo},
		"pbx1-1764000000.42.spooled":               {own("pbx1-1764000000.42"), endSpooled},
		"pbx1-1764000000.42+consult-3.done":        {leg{"pbx1-1764000000.42", "consult-3"}, endDone},
		"pbx1-1764000000.42+consult-3-rx.alaw":     {leg{"pbx1-1764000000.42", "consult-3"}, endCitizen},
		"pbx1-1764000000.42+consult-3-call.wav":    {leg{"pbx1-1764000000.42", "consult-3"}, endStereo},
		"pbx1-1764000000.42+call.done":             {},
		"pbx1-1764000000.42+.done":                 {},
		"pbx1-1764000000.42+a+b.done":              {},
		"pbx1-1764000000.42+Consult-rx.alaw":       {},
		"pbx1-1764000000.42+consult-3.call":        {},
		"pbx1-1764000000.42.wav":                   {},
		".stereo-12345":                            {},
		".done":                                    {},
		"has space.done":                           {},
		"lost+found":                               {},
		"pbx1-1764000000.42-rx.alaw.part":          {},
	} {
		l, ending, ok := split(name)
		if l != want.leg || ending != want.ending || ok != (want.ending != "") {
			t.Errorf("split(%q) = %v, %q, %v", name, l, ending, ok)
		}
		if ok && ending != endMarked && l.String()+ending != name {
			t.Errorf("split(%q) is written %q", name, l.String()+ending)
		}
	}
}

func BenchmarkAssembleMinute(b *testing.B) {
	s := spool(b.TempDir())
	side := alawTone(440, time.Minute)
	for _, e := range []string{endCitizen, endStaff} {
		if err := os.WriteFile(s.path(own("x-1.1"), e), side, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(2 * len(side)))
	for b.Loop() {
		if _, err := s.assemble(context.Background(), own("x-1.1"), ""); err != nil {
			b.Fatal(err)
		}
	}
}

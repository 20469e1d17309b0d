package watermark

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
)

// silence, noise and tones of both channels are what a telephone carries at its simplest; speech lies between.
func sounds(d time.Duration) map[string][]byte {
	n := int(d.Seconds() * g711.SampleRate)
	out := map[string][]byte{"silence": bytes.Repeat([]byte{g711.Silence}, 2*n)}
	random := rand.New(rand.NewPCG(1, 2))
	loud, quiet := make([]byte, 2*n), make([]byte, 2*n)
	for i := range loud {
		loud[i] = byte(random.Uint32())
		quiet[i] = g711.Encode(int16(random.IntN(64) - 32))
	}
	out["every code"], out["a noisy line"] = loud, quiet
	both := make([]byte, 2*n)
	left, right := tone.Sine(425, g711.SampleRate, d, tone.Amplitude), tone.Sine(250, g711.SampleRate, d, 2000)
	for i := range n {
		both[2*i], both[2*i+1] = g711.Encode(left[i]), g711.Encode(right[i])
	}
	out["tones"] = both
	return out
}

func file(t testing.TB, channels int, data []byte) []byte {
	t.Helper()
	header, err := wav.ALawHeader(channels, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return append(header, data...)
}

func note(id uuid.UUID) Note {
	return Note{
		Listening: id, Title: "Cuộc gọi pbx1-1.1", By: "Nguyễn Thị Kiểm (kiemtra)", At: time.Date(2026, 11, 28, 1, 2, 3, 0, time.UTC),
		Reason: "Giải quyết khiếu nại", Source: "pbx1-1.1", SHA256: strings.Repeat("ab", 32),
	}
}

func copied(t testing.TB, channels int, data []byte, id uuid.UUID) []byte {
	t.Helper()
	whole := file(t, channels, data)
	r, err := Copy(bytes.NewReader(whole), int64(len(whole)), channels, note(id))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil || int64(len(out)) != r.Size() {
		t.Fatalf("%d bytes of %d: %v", len(out), r.Size(), err)
	}
	return out
}

// Any piece of a copy tells whose it is, from whichever byte it begins, of one channel too, and as linear samples.
func TestAnyPieceTells(t *testing.T) {
	data := sounds(6 * time.Second)
	for name, sound := range data {
		t.Run(name, func(t *testing.T) {
			id := uuid.New()
			samples := copied(t, 2, sound, id)[len(copied(t, 2, nil, id)):]
			rapid.Check(t, func(t *rapid.T) {
				length := int(Shortest.Seconds()*g711.SampleRate) * 2
				from := rapid.IntRange(0, len(samples)-length-2).Draw(t, "from")
				piece := samples[from : from+length+2]
				if rapid.Bool().Draw(t, "one channel") {
					one := make([]byte, 0, len(piece)/2)
					for i := rapid.IntRange(0, 1).Draw(t, "which"); i < len(piece); i += 2 {
						one = append(one, piece[i])
					}
					piece = one
				}
				if rapid.Bool().Draw(t, "linear") {
					var linear []byte
					for _, b := range piece {
						linear = binary.LittleEndian.AppendUint16(linear, uint16(g711.Decode(b)))
					}
					piece = append(make([]byte, rapid.IntRange(0, 1).Draw(t, "shifted")), linear...)
				}
				if got, err := Find(bytes.NewReader(piece)); err != nil || got != id {
					t.Fatalf("%v, %v", got, err)
				}
			})
		})
	}
}

// Nothing that is no copy is taken for one.
func TestWhatIsNoCopyTellsNothing(t *testing.T) {
	for name, sound := range sounds(time.Minute) {
		if id, err := Find(bytes.NewReader(file(t, 2, sound))); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v, %v", name, id, err)
		}
	}
	if _, err := Find(strings.NewReader("")); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
	if _, err := Find(iotest.ErrReader(io.ErrClosedPipe)); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

// A copy is read by ranges as it is read whole; only lowest bits differ from the original.
func TestACopyIsOneFileHoweverItIsRead(t *testing.T) {
	id := uuid.New()
	sound := sounds(2 * time.Second)["every code"]
	whole := copied(t, 2, sound, id)
	head := len(whole) - len(sound)
	for i, b := range whole[head:] {
		if (b^sound[i])&^1 != 0 || b != sound[i] && i/2%stride != 0 {
			t.Fatalf("byte %d was %#x and is %#x", i, sound[i], b)
		}
	}
	original := file(t, 2, sound)
	rapid.Check(t, func(t *rapid.T) {
		r, err := Copy(bytes.NewReader(original), int64(len(original)), 2, note(id))
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 4).Draw(t, "ranges") {
			from := rapid.IntRange(0, len(whole)).Draw(t, "from")
			length := rapid.IntRange(0, 5000).Draw(t, "length")
			if _, err := r.Seek(int64(from), io.SeekStart); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(io.LimitReader(r, int64(length)))
			if want := whole[from:min(len(whole), from+length)]; err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%d bytes from %d: %v", len(got), from, err)
			}
		}
	})
	if _, err := wav.ReadBytes(whole); err != nil {
		t.Errorf("it is no WAVE file any more: %v", err)
	}
	for _, text := range []string{"Nguyễn Thị Kiểm (kiemtra)", "2026-11-28T01:02:03Z", "Giải quyết khiếu nại", strings.Repeat("ab", 32), id.String(), "pbx1-1.1"} {
		if !bytes.Contains(whole[:head], []byte(text)) {
			t.Errorf("its chunk does not say %q", text)
		}
	}
}

func TestOnlyOurRecordingsAreCopied(t *testing.T) {
	good := file(t, 2, make([]byte, 100))
	for name, bad := range map[string][]byte{"something else": bytes.Repeat([]byte("0123456789"), 20), "another length": good[:150], "one channel": file(t, 1, make([]byte, 100))} {
		if _, err := Copy(bytes.NewReader(bad), int64(len(bad)), 2, note(uuid.New())); !errors.Is(err, ErrOriginal) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Copy(bytes.NewReader(nil), 0, 2, note(uuid.New())); err == nil {
		t.Error("nothing was copied")
	}
	short, err := Copy(bytes.NewReader(good[:100]), int64(len(good)), 2, note(uuid.New()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(short); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that ends early: %v", err)
	}
}

// The figures of the package's description.
func TestHowLoudTheMarkIs(t *testing.T) {
	for name, most := range map[string]float64{"silence": -84, "tones": -44} {
		sound := sounds(10 * time.Second)[name]
		marked := copied(t, 2, sound, uuid.MustParse("5f0c0b5e-8a53-4a7e-9d3b-0f4e1c2d3a4b"))
		marked = marked[len(marked)-len(sound):]
		var change, signal float64
		for i, b := range sound {
			was, is := float64(g711.Decode(b)), float64(g711.Decode(marked[i]))
			change += (is - was) * (is - was)
			signal += was * was
		}
		full := 20 * math.Log10(math.Sqrt(change/float64(len(sound)))/32768)
		below := 10 * math.Log10(change/signal)
		t.Logf("%s: the mark is %.1f dB of full scale, %.1f dB of the sound", name, full, below)
		if got := map[string]float64{"silence": full, "tones": below}[name]; got > most {
			t.Errorf("%s: %.1f dB", name, got)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	data := sounds(time.Minute)["every code"]
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Find(bytes.NewReader(data)); !errors.Is(err, ErrNone) {
			b.Fatal(err)
		}
	}
}

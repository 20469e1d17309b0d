package peaks

import (
	"bytes"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
)

func file(t testing.TB, data []byte) []byte {
	t.Helper()
	header, err := wav.ALawHeader(2, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return append(header, data...)
}

// Who speaks when is seen to a tenth of a second, each in their own lane.
func TestPeaksTellWhoSpeaksWhen(t *testing.T) {
	data := bytes.Repeat([]byte{g711.Silence}, 2*(2*g711.SampleRate+samples/2)) // 2.05 s
	for i, s := range tone.Sine(400, g711.SampleRate, 500*time.Millisecond, 16384) {
		data[2*(g711.SampleRate+i)] = g711.Encode(s) // the left, from 1.0 to 1.5 s
	}
	data[len(data)-1] = g711.Encode(-32768) // the right, at the very end
	got, err := Read(iotest.HalfReader(bytes.NewReader(file(t, data))), 2)
	if err != nil || len(got) != 2 || len(got[0]) != 21 || len(got[1]) != 21 {
		t.Fatalf("%v, %v", got, err)
	}
	for i := range 21 {
		if speaks := i >= 10 && i < 15; speaks != (got[0][i] > 120 && got[0][i] < 132) || !speaks && got[0][i] != 0 {
			t.Errorf("left, %d: %d", i, got[0][i])
		}
		if last := i == 20; last != (got[1][i] > 250) || !last && got[1][i] != 0 {
			t.Errorf("right, %d: %d", i, got[1][i])
		}
	}
}

func TestPeaksOfWhatCannotBeRead(t *testing.T) {
	if got, err := Read(bytes.NewReader(file(t, nil)), 2); err != nil || len(got) != 2 || len(got[0]) != 0 {
		t.Errorf("nothing at all: %v, %v", got, err)
	}
	for name, from := range map[string]io.Reader{"no header": bytes.NewReader([]byte("RIFF")), "broken off": iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader(file(t, make([]byte, 9000)))))} {
		if _, err := Read(from, 2); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Read(bytes.NewReader(nil), 0); err == nil {
		t.Error("no channels: no error")
	}
}

func BenchmarkHour(b *testing.B) {
	data := file(b, bytes.Repeat([]byte{g711.Silence}, 2*g711.SampleRate*3600))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(bytes.NewReader(data), 2); err != nil {
			b.Fatal(err)
		}
	}
}

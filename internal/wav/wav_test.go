package wav

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"hotline1022/internal/g711"
)

func TestWrittenFileIsReadBack(t *testing.T) {
	left := []byte{g711.Silence, 0x10, 0x20, 0xAA}
	right := []byte{0x2A, 0x55, g711.Silence, 0x01}
	var data []byte
	for i := range left {
		data = append(data, left[i], right[i])
	}
	header, err := ALawHeader(2, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if len(header) != HeaderSize {
		t.Fatalf("the header has %d bytes, HeaderSize says %d", len(header), HeaderSize)
	}
	file := append(header, data...)
	if got := binary.LittleEndian.Uint32(file[4:]); int(got) != len(file)-8 {
		t.Errorf("RIFF size is %d, want %d", got, len(file)-8)
	}
	a, err := ReadBytes(file)
	if err != nil {
		t.Fatal(err)
	}
	if a.Rate != 8000 || len(a.Samples) != 2 {
		t.Fatalf("read back %d Hz, %d channels", a.Rate, len(a.Samples))
	}
	for i := range left {
		if want := float64(g711.Decode(left[i])) / 32768; a.Samples[0][i] != want {
			t.Errorf("left sample %d is %v, want %v", i, a.Samples[0][i], want)
		}
		if want := float64(g711.Decode(right[i])) / 32768; a.Samples[1][i] != want {
			t.Errorf("right sample %d is %v, want %v", i, a.Samples[1][i], want)
		}
	}
}

func TestHeaderRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		channels int
		data     int64
	}{
		"no channel":    {0, 0},
		"half a frame":  {2, 3},
		"negative":      {1, -1},
		"over 4 GiB":    {1, math.MaxUint32},
		"many channels": {9, 9},
	} {
		if _, err := ALawHeader(c.channels, c.data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestWrittenPCMIsReadBack(t *testing.T) {
	in := []int16{1, -2, 3, 32767, -32768}
	var b bytes.Buffer
	if err := WritePCM(&b, 48000, in); err != nil {
		t.Fatal(err)
	}
	a, err := ReadBytes(b.Bytes())
	if err != nil || a.Rate != 48000 || len(a.Samples) != 1 || !slices.Equal(a.Channel(0), in) {
		t.Errorf("read back %+v, %v", a, err)
	}
	if err := WritePCM(&b, 0, in); err == nil {
		t.Error("no samples a second: no error")
	}
}

func TestChannelIsLinear(t *testing.T) {
	a, err := ReadBytes(file(6, 2, 8, 8000, []byte{0xD5, 0xAA, 0x55, 0x2A}))
	if err != nil {
		t.Fatal(err)
	}
	if left, right := a.Channel(0), a.Channel(1); !slices.Equal(left, []int16{8, -8}) || !slices.Equal(right, []int16{32256, -32256}) {
		t.Errorf("A-law: channels %v, %v", left, right)
	}
	if full := (Audio{Samples: [][]float64{{1, -1}}}).Channel(0); !slices.Equal(full, []int16{32767, -32768}) {
		t.Errorf("full scale becomes %v", full)
	}
}

// file builds a WAVE file by hand.
func file(tag, channels, bits int, rate uint32, data []byte, extra ...byte) []byte {
	le := binary.LittleEndian
	b := []byte("RIFF\xff\xff\xff\x7fWAVEJUNK\x01\x00\x00\x00x\x00fmt ")
	b = le.AppendUint32(b, uint32(16+len(extra)))
	b = le.AppendUint16(b, uint16(tag))
	b = le.AppendUint16(b, uint16(channels))
	b = le.AppendUint32(b, rate)
	b = le.AppendUint32(b, rate*uint32(channels*bits/8))
	b = le.AppendUint16(b, uint16(channels*bits/8))
	b = le.AppendUint16(b, uint16(bits))
	b = append(b, extra...)
	b = append(b, "data\xff\xff\xff\x7f"...) // as a program writes that cannot seek
	return append(b, data...)
}

func TestReadFormats(t *testing.T) {
	extension := append([]byte{22, 0, 16, 0, 3, 0, 0, 0, 1, 0}, make([]byte, 14)...)
	half := binary.LittleEndian.AppendUint32(nil, math.Float32bits(0.5))
	nan := binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(math.NaN())))
	for name, c := range map[string]struct {
		file []byte
		want []float64
	}{
		"8 bit unsigned":       {file(1, 1, 8, 8000, []byte{0, 128, 192}), []float64{-1, 0, 0.5}},
		"16 bit":               {file(1, 1, 16, 22050, []byte{0, 0x40, 0, 0x80}), []float64{0.5, -1}},
		"16 bit, torn":         {file(1, 1, 16, 22050, []byte{0, 0x40, 7}), []float64{0.5}},
		"24 bit":               {file(1, 1, 24, 48000, []byte{0, 0, 0x40, 0, 0, 0xC0}), []float64{0.5, -0.5}},
		"32 bit":               {file(1, 1, 32, 48000, []byte{0, 0, 0, 0x40}), []float64{0.5}},
		"float":                {file(3, 1, 32, 44100, half), []float64{0.5}},
		"float, not a number":  {file(3, 1, 32, 44100, nan), []float64{0}},
		"extensible PCM":       {file(0xFFFE, 1, 16, 44100, []byte{0, 0x40}, extension...), []float64{0.5}},
		"stereo becomes mono":  {file(1, 2, 16, 44100, []byte{0, 0x40, 0, 0}), []float64{0.25}},
		"A-law's loudest byte": {file(6, 1, 8, 8000, []byte{0xAA}), []float64{32256.0 / 32768}},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := ReadBytes(c.file)
			if err != nil {
				t.Fatal(err)
			}
			got := a.Mono()
			if len(got) != len(c.want) {
				t.Fatalf("%d samples, want %d", len(got), len(c.want))
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("sample %d is %v, want %v", i, got[i], c.want[i])
				}
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty":            {},
		"text":             []byte(strings.Repeat("xin chào ", 10)),
		"no data":          []byte("RIFF\x04\x00\x00\x00WAVE"),
		"data first":       []byte("RIFF\x0c\x00\x00\x00WAVEdata\x00\x00\x00\x00"),
		"short format":     []byte("RIFF\x10\x00\x00\x00WAVEfmt \x02\x00\x00\x00\x01\x00"),
		"MP3 inside":       file(0x55, 2, 16, 44100, nil),
		"no channels":      file(1, 0, 16, 44100, nil),
		"absurd rate":      file(1, 1, 16, 1, nil),
		"12 bits a sample": file(1, 1, 12, 8000, nil),
	} {
		if _, err := ReadBytes(b); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v, want ErrFormat", name, err)
		}
	}
	if _, err := Read(bytes.NewReader(file(1, 1, 8, 8000, make([]byte, 100))), 99); !errors.Is(err, ErrFormat) {
		t.Errorf("over the limit: %v, want ErrFormat", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file(1, 2, 16, 44100, []byte{0, 0x40, 0, 0}))
	f.Add(file(3, 1, 32, 8000, []byte{0, 0, 0, 0}))
	f.Add(file(6, 1, 8, 8000, []byte{1, 2, 3}))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := ReadBytes(b)
		if err != nil {
			return
		}
		for _, v := range a.Mono() {
			if !(v >= -1 && v <= 1) {
				t.Fatalf("a sample of %v", v)
			}
		}
	})
}

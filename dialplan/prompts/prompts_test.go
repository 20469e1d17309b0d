package prompts

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline1022/dialplan"
	"hotline1022/internal/devstack"
	"hotline1022/internal/wav"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ofPlan is what a plan says, beside the program.
var ofPlan = OfPlan(dialplan.Plan{Prompts: map[string]dialplan.Prompt{
	"greeting":  {Vi: "Tổng đài 1022 xin nghe.", Spoken: "Tổng đài một không hai hai xin nghe.", En: "This is the hotline."},
	"all-lines": {Vi: "Xin quý khách tiếp tục giữ máy.", En: "Please stay on the line."},
}})

func TestTextsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"unknown field":     "a: {vi: x, en: x, when: x, zh: x}",
		"no English":        "a: {vi: x, when: x}",
		"digits":            "a: {vi: gọi 1022, en: x, when: x}",
		"path for a name":   "../a: {vi: x, en: x, when: x}",
		"computed name":     "beep: {vi: x, en: x, when: x}",
		"not a list at all": "- 3",
	} {
		if _, err := parseTexts([]byte(text)); err == nil || !strings.Contains(err.Error(), "texts.yaml") {
			t.Errorf("%s: %v, want an error that names the file", name, err)
		}
	}
}

// levels are those of a finished file.
type levels struct {
	seconds, active, peak float64 // peak and active in dB of full scale
	band                  float64 // share of the power between 250 and 3400 Hz
}

func measure(t *testing.T, path string) levels {
	t.Helper()
	a, err := readWAV(path)
	if err != nil {
		t.Fatal(err)
	}
	v := a.Mono()
	l := levels{seconds: float64(len(v)) / float64(a.Rate)}
	for _, x := range v {
		l.peak = max(l.peak, math.Abs(x))
	}
	l.active, l.peak = 20*math.Log10(activeLevel(v)), 20*math.Log10(l.peak)
	var total, high float64
	filtered := slices.Clone(v)
	highPass(filtered, 250)
	for i := range v {
		total += v[i] * v[i]
		high += filtered[i] * filtered[i]
	}
	l.band = high / total
	return l
}

func TestBuildSpeaks(t *testing.T) {
	o := Options{Directory: t.TempDir(), Espeak: devstack.Espeak(t), Plan: ofPlan}
	r, err := Build(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Built) != len(All())+len(o.Plan)+4 || len(r.Current) != 0 {
		t.Errorf("first run: built %v, current %v", r.Built, r.Current)
	}
	for _, p := range append(All(), o.Plan...) {
		l := measure(t, filepath.Join(o.Directory, p.Name+".wav"))
		// Vietnamese is written a syllable a word; espeak speaks some four a second.
		syllables, around := float64(len(strings.Fields(p.Spoken))), sentence
		if p.Part {
			around = part
		}
		if rate := syllables / (l.seconds - around.lead.Seconds() - around.tail.Seconds()); rate < 2 || rate > 6 {
			t.Errorf("%s: %.0f syllables in %.1f s", p.Name, syllables, l.seconds)
		}
		if math.Abs(l.active-voiceLevel) > 1.5 || l.peak > -0.8 || l.band < 0.6 {
			t.Errorf("%s: active level %.1f dB, peak %.1f dB, share in the telephone band %.2f", p.Name, l.active, l.peak, l.band)
		}
	}
	if l := measure(t, filepath.Join(o.Directory, "beep.wav")); l.seconds != 0.4 || l.peak > -10 {
		t.Errorf("beep: %+v", l)
	}
	if l := measure(t, filepath.Join(o.Directory, "music", "hold.wav")); l.seconds < 50 || l.peak > -6 {
		t.Errorf("hold music: %+v", l)
	}

	again, err := Build(t.Context(), o)
	if err != nil || len(again.Built) != 0 {
		t.Errorf("second run: built %v, %v", again.Built, err)
	}
	// Damage and absence are noticed.
	damaged := filepath.Join(o.Directory, "greeting.wav")
	if err := os.WriteFile(damaged, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(o.Directory, "beep.wav")); err != nil {
		t.Fatal(err)
	}
	repaired, err := Build(t.Context(), o)
	if err != nil || !slices.Equal(repaired.Built, []string{"greeting", Beep}) {
		t.Errorf("third run: built %v, %v, want the damaged and the missing", repaired.Built, err)
	}
}

// studioWAV is a second of a tone at 48 kHz, 16 bit, stereo, loud or quiet.
func studioWAV(amplitude float64) []byte {
	le := binary.LittleEndian
	b := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00")
	b = le.AppendUint32(b, 48000)
	b = le.AppendUint32(b, 48000*4)
	b = append(b, 4, 0, 16, 0)
	b = append(b, "data"...)
	b = le.AppendUint32(b, 48000*4)
	for i := range 48000 {
		v := uint16(int16(amplitude * 32767 * math.Sin(2*math.Pi*1000*float64(i)/48000)))
		b = le.AppendUint16(le.AppendUint16(b, v), v)
	}
	return b
}

func TestStudioReplacesTheVoice(t *testing.T) {
	studio := t.TempDir()
	o := Options{Directory: t.TempDir(), Studio: studio, Espeak: filepath.Join(t.TempDir(), "no-such-program"), Plan: ofPlan}
	for i, p := range append(All(), o.Plan...) {
		if err := os.WriteFile(filepath.Join(studio, p.Name+".wav"), studioWAV([]float64{0.01, 0.9}[i%2]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// A studio that has recorded everything needs no synthesiser.
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for _, p := range append(All(), o.Plan...) {
		l := measure(t, filepath.Join(o.Directory, p.Name+".wav"))
		want := 1.45
		if p.Part {
			want = 1.08
		}
		if math.Abs(l.seconds-want) > 0.05 || math.Abs(l.active-voiceLevel) > 1 {
			t.Errorf("%s: %.2f s at %.1f dB, want %.2f s at %.0f dB however loud the studio was", p.Name, l.seconds, l.active, want, voiceLevel)
		}
	}
	if err := os.WriteFile(filepath.Join(studio, "greeting.wav"), studioWAV(0.5), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Build(t.Context(), o)
	if err != nil || !slices.Equal(r.Built, []string{"greeting"}) {
		t.Errorf("a new recording of one prompt: built %v, %v", r.Built, err)
	}
}

func TestBuildFails(t *testing.T) {
	write := func(t *testing.T, dir string, b []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "all-lines.wav"), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("no synthesiser", func(t *testing.T) {
		_, err := Build(t.Context(), Options{Directory: t.TempDir(), Espeak: filepath.Join(t.TempDir(), "espeak-ng")})
		if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "apt-get install") {
			t.Errorf("%v, want the remedy", err)
		}
	})
	t.Run("studio's file is no WAVE", func(t *testing.T) {
		studio := t.TempDir()
		write(t, studio, []byte("ID3 an MP3"))
		_, err := Build(t.Context(), Options{Directory: t.TempDir(), Studio: studio, Plan: ofPlan, Espeak: devstack.Espeak(t)})
		if !errors.Is(err, wav.ErrFormat) || !strings.Contains(err.Error(), "all-lines.wav") {
			t.Errorf("%v, want one that names the file", err)
		}
	})
	t.Run("studio's file is silent", func(t *testing.T) {
		studio := t.TempDir()
		write(t, studio, studioWAV(0))
		_, err := Build(t.Context(), Options{Directory: t.TempDir(), Studio: studio, Plan: ofPlan, Espeak: devstack.Espeak(t)})
		if !errors.Is(err, errSilent) {
			t.Errorf("%v, want errSilent", err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Build(ctx, Options{Directory: t.TempDir()}); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want Canceled", err)
		}
	})
}

func TestResample(t *testing.T) {
	for _, from := range []int{8000, 11025, 16000, 22050, 44100, 48000} {
		for _, c := range []struct{ hz, gain float64 }{{300, 1}, {1000, 1}, {3000, 1}, {5000, 0}} {
			if c.hz > float64(from)/2 {
				continue
			}
			in := make([]float64, from/4)
			for i := range in {
				in[i] = 0.5 * math.Sin(2*math.Pi*c.hz*float64(i)/float64(from))
			}
			out := resample(in, from, 8000)
			if len(out) < 1999 || len(out) > 2000 {
				t.Fatalf("%d Hz: a quarter of a second became %d samples", from, len(out))
			}
			var sum float64
			for _, v := range out[400:1600] {
				sum += v * v
			}
			gain := math.Sqrt(sum/1200) * math.Sqrt2 / 0.5
			if math.Abs(gain-c.gain) > 0.02 {
				t.Errorf("%d Hz, tone of %.0f Hz: gain %.3f, want %.0f", from, c.hz, gain, c.gain)
			}
		}
	}
}

func TestHoldMusicIsReproducible(t *testing.T) {
	start := time.Now()
	a, b := holdMusic(), holdMusic()
	if !slices.Equal(a, b) {
		t.Error("two computations differ")
	}
	t.Logf("two in %v", time.Since(start))
	// No seam: the step from the end to the beginning is like those inside.
	var largest float64
	for i := 1; i < len(a); i++ {
		largest = max(largest, math.Abs(a[i]-a[i-1]))
	}
	if seam := math.Abs(a[0] - a[len(a)-1]); seam > largest/2 {
		t.Errorf("the seam is a step of %.4f, the largest inside %.4f", seam, largest)
	}
	// Not a bare tone, and never a hole: each second sounds.
	for i := 0; i+8000 <= len(a); i += 8000 {
		var sum float64
		for _, v := range a[i : i+8000] {
			sum += v * v
		}
		if level := 10 * math.Log10(sum/8000); level < -36 || level > -18 {
			t.Errorf("second %d has %.1f dB", i/8000, level)
		}
	}
}

package watermark

import (
	"bytes"
	"encoding/binary"
	"math"
	"os/exec"
	"testing"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/devstack"
	"hotline1022/internal/g711"
	"hotline1022/internal/wav"
)

// spoken is a synthesiser's voice as a telephone carries it: A-law of 8 kHz.
func spoken(t *testing.T, voice, text string) []byte {
	t.Helper()
	file, err := exec.CommandContext(t.Context(), devstack.Espeak(t), "--stdout", "-v", voice, text).Output()
	if err != nil {
		t.Fatal(err)
	}
	// espeak-ng does not know the length of what it writes to a pipe: the header's is nonsense, the samples go to the end.
	const header, rate = 44, 22050
	if len(file) < header || binary.LittleEndian.Uint32(file[24:]) != rate {
		t.Fatalf("%d bytes, no sound of %d Hz", len(file), rate)
	}
	samples := make([]int16, (len(file)-header)/2)
	for i := range samples {
		samples[i] = int16(binary.LittleEndian.Uint16(file[header+2*i:]))
	}
	alaw := make([]byte, len(samples)*g711.SampleRate/rate)
	for i := range alaw {
		alaw[i] = g711.Encode(samples[i*rate/g711.SampleRate])
	}
	return alaw
}

// Two who speak, a lane each: any piece tells whose copy it is, and nobody hears it: the mark lies deeper below the voices
// than what A-law's quantising itself adds (about 38 dB), in each second that has a voice and on the whole.
func TestSpeechIsMarkedUnheard(t *testing.T) {
	citizen := spoken(t, "vi", "Đèn đường ở ngõ năm phố Lạch Tray hỏng ba ngày nay, buổi tối đi lại rất nguy hiểm, nhờ tổng đài báo giúp đơn vị phụ trách.")
	staff := spoken(t, "vi+f3", "Tổng đài một không hai hai xin nghe. Anh chị cho biết địa chỉ cụ thể, và đèn hỏng từ khi nào ạ? Tôi xin ghi nhận và chuyển đơn vị xử lý.")
	n := min(len(citizen), len(staff))
	sound := make([]byte, 2*n)
	for i := range n {
		sound[2*i], sound[2*i+1] = citizen[i], staff[i]
	}
	id := uuid.MustParse("5f0c0b5e-8a53-4a7e-9d3b-0f4e1c2d3a4b")
	whole := copied(t, 2, sound, id)
	marked := whole[len(whole)-len(sound):]

	length := int(Shortest.Seconds()*g711.SampleRate) * 2
	for from := 0; from+length+2 <= len(marked); from += g711.SampleRate + 1 { // at odd bytes too
		if got, err := Find(bytes.NewReader(marked[from : from+length+2])); err != nil || got != id {
			t.Errorf("from byte %d: %v, %v", from, got, err)
		}
	}
	played, err := wav.ReadBytes(whole)
	if err != nil {
		t.Fatal(err)
	}
	var linear []byte // as a program converts the citizen's lane
	for _, s := range played.Channel(0) {
		linear = binary.LittleEndian.AppendUint16(linear, uint16(s))
	}
	if got, err := Find(bytes.NewReader(linear)); err != nil || got != id {
		t.Errorf("the citizen's lane as 16-bit samples: %v, %v", got, err)
	}

	lane := func(of []byte, c, from, until int) (out []float64) {
		for i := from; i < until; i++ {
			out = append(out, float64(g711.Decode(of[2*i+c])))
		}
		return out
	}
	for c, who := range []string{"citizen", "staff"} {
		ratio, _ := signalToMark(lane(sound, c, 0, n), lane(marked, c, 0, n))
		worst := math.Inf(1)
		for from := 0; from+g711.SampleRate <= n; from += g711.SampleRate {
			r, level := signalToMark(lane(sound, c, from, from+g711.SampleRate), lane(marked, c, from, from+g711.SampleRate))
			if level > -40 { // somebody speaks
				worst = min(worst, r)
			}
		}
		t.Logf("%s: %.1f s of speech, %.1f dB above the mark, in its worst second %.1f dB", who, (time.Duration(n) * time.Second / g711.SampleRate).Seconds(), ratio, worst)
		if ratio < 44 || worst < 42 {
			t.Errorf("%s: the mark is %.1f dB below the voice, %.1f dB in its worst second", who, ratio, worst)
		}
	}
}

// signalToMark is how far the change lies below the sound, and how loud that is, both in dB, the latter of full scale.
func signalToMark(was, is []float64) (ratio, level float64) {
	var change, signal float64
	for i := range was {
		change += (is[i] - was[i]) * (is[i] - was[i])
		signal += was[i] * was[i]
	}
	return 10 * math.Log10(signal/change), 10*math.Log10(signal/float64(len(was))) - 20*math.Log10(32768)
}

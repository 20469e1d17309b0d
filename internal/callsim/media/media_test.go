package media

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var epoch = time.Date(2026, 8, 1, 8, 0, 0, 0, time.UTC)

// carry ticks s and gives its packets to r, 20 ms apart; lose says which to drop.
func carry(s *Sender, r *Receiver, ticks int, lose func(n int) bool) {
	n := 0
	for i := range ticks {
		s.Tick(func(p []byte) error {
			if n++; lose == nil || !lose(n) {
				r.Packet(p, epoch.Add(time.Duration(i)*FrameTime))
			}
			return nil
		})
	}
}

func TestToneArrives(t *testing.T) {
	for _, law := range []Law{ALaw, ULaw} {
		r := NewReceiver(101, ReceiverOptions{Capture: true, Listen: []int{440, 880}})
		carry(NewSender(law, 101, Tone(440)), r, 100, nil)
		s := r.Stats()
		if s.Packets != 100 || s.Lost != 0 || s.Jitter != 0 || s.Streams != 1 {
			t.Errorf("%s: %+v", law.Name(), s)
		}
		if s.Tones[0].Heard != 2*time.Second || s.Tones[1].Heard != 0 || !s.Tones[0].FirstAt.Equal(epoch) {
			t.Errorf("%s: tones %+v", law.Name(), s.Tones)
		}
		heard := r.Heard()
		if len(heard) != 16000 || tone.Share(heard, 8000, 440) < 0.99 {
			t.Errorf("%s: captured %d samples with share %.3f", law.Name(), len(heard), tone.Share(heard, 8000, 440))
		}
		if s.FirstAt != epoch || s.SoundAt != epoch {
			t.Errorf("%s: first at %v, sound at %v", law.Name(), s.FirstAt, s.SoundAt)
		}
	}
}

func TestSilenceIsAudioButNotSound(t *testing.T) {
	r := NewReceiver(101, ReceiverOptions{})
	carry(NewSender(ALaw, 101, nil), r, 10, nil)
	if s := r.Stats(); s.FirstAt.IsZero() || !s.SoundAt.IsZero() {
		t.Errorf("first at %v, sound at %v", s.FirstAt, s.SoundAt)
	}
}

func TestDigitsArriveExactlyOnce(t *testing.T) {
	const keys = "0123456789*#ABCD11"
	for name, lose := range map[string]func(int) bool{
		"all packets":      nil,
		"every third lost": func(n int) bool { return n%3 == 0 },
	} {
		r := NewReceiver(101, ReceiverOptions{Capture: true})
		s := NewSender(ALaw, 101, Tone(440))
		if err := s.Press(keys); err != nil {
			t.Fatal(err)
		}
		carry(s, r, 200, lose)
		if got := r.Stats().Digits; got != keys {
			t.Errorf("%s: %q", name, got)
		}
		// Audio begins after the first key's five frames; the last packet may be one of the lost.
		if n := len(r.Heard()); n < 194*FrameSamples || n > 195*FrameSamples {
			t.Errorf("%s: the timestamps of audio moved: %d samples", name, n)
		}
	}
}

func TestPressRefusesWhatCannotBeSent(t *testing.T) {
	if err := NewSender(ALaw, 101, nil).Press("1x"); err == nil {
		t.Error("a key x is taken")
	}
	if err := NewSender(ALaw, 0, nil).Press("1"); err == nil {
		t.Error("keys are taken without telephone events")
	}
}

func TestLossIsCounted(t *testing.T) {
	r := NewReceiver(101, ReceiverOptions{Capture: true})
	s := NewSender(ALaw, 101, Tone(440))
	s.seq = 65500 // the number wraps on the way
	carry(s, r, 500, func(n int) bool { return n > 1 && n < 500 && n%10 == 0 })
	if got := r.Stats(); got.Lost != 49 || got.Packets != 451 {
		t.Errorf("lost %d of 500, received %d", got.Lost, got.Packets)
	}
	if n := len(r.Heard()); n != 500*FrameSamples {
		t.Errorf("captured %d samples: gaps are not filled", n)
	}
}

func TestReorderedIsNotLost(t *testing.T) {
	r := NewReceiver(0, ReceiverOptions{})
	var held []byte
	s := NewSender(ALaw, 0, nil)
	for i := range 10 {
		s.Tick(func(p []byte) error {
			switch i {
			case 4:
				held = bytes.Clone(p)
			case 5:
				r.Packet(p, epoch)
				r.Packet(held, epoch)
			default:
				r.Packet(p, epoch)
			}
			return nil
		})
	}
	if got := r.Stats(); got.Lost != 0 || got.Packets != 10 || got.Reorders != 1 {
		t.Errorf("%+v", got)
	}
}

func TestNewSourceIsNotLoss(t *testing.T) {
	r := NewReceiver(0, ReceiverOptions{Capture: true})
	carry(NewSender(ALaw, 0, Tone(440)), r, 50, func(n int) bool { return n == 10 })
	carry(NewSender(ALaw, 0, Tone(440)), r, 50, nil)
	if got := r.Stats(); got.Lost != 1 || got.Streams != 2 || got.Packets != 99 {
		t.Errorf("%+v", got)
	}
	if n := len(r.Heard()); n != 100*FrameSamples {
		t.Errorf("captured %d samples", n)
	}
}

func TestJitter(t *testing.T) {
	r := NewReceiver(0, ReceiverOptions{})
	s := NewSender(ALaw, 0, nil)
	for i := range 1000 {
		late := time.Duration(i%2) * 8 * time.Millisecond
		s.Tick(func(p []byte) error {
			r.Packet(p, epoch.Add(time.Duration(i)*FrameTime+late))
			return nil
		})
	}
	if got := r.Stats().Jitter; got < 7*time.Millisecond || got > 8*time.Millisecond {
		t.Errorf("jitter of packets alternately 8 ms late: %v", got)
	}
}

func TestClipsRepeatWithoutSeam(t *testing.T) {
	c := NewClip([]int16{1000, 2000, 3000}) // shorter than a frame
	buf := make([]byte, FrameSamples)
	for n := range 3 {
		c.frame(ALaw, n, buf)
		for i, b := range buf {
			if want := ALaw.Encode(c.samples[(n*FrameSamples+i)%3]); b != want {
				t.Fatalf("frame %d, sample %d: %#x, want %#x", n, i, b, want)
			}
		}
	}
}

func TestLoadClip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hello.wav")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	err = wav.WritePCM(f, 48000, tone.Sine(700, 48000, time.Second, 10000))
	if err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	c, err := LoadClip(path)
	if err != nil || len(c.samples) != 8000 || tone.Share(c.samples, 8000, 700) < 0.99 {
		t.Errorf("clip of %d samples, %v", len(c.samples), err)
	}
	if _, err := LoadClip(filepath.Join(t.TempDir(), "none.wav")); err == nil {
		t.Error("a missing file is read")
	}
}

func TestULawSurvivesARoundTrip(t *testing.T) {
	for i := range 256 {
		b := byte(i)
		want := b
		if b == 0x7F { // of the two zeros the encoder gives the positive one
			want = 0xFF
		}
		if got := ULaw.Encode(ULaw.Decode(b)); got != want {
			t.Errorf("byte %#02x becomes %#02x", b, got)
		}
	}
	if ULaw.Decode(0x80) != 32124 || ULaw.Decode(0) != -32124 { // G.711 table 2a
		t.Errorf("the ends are %d, %d", ULaw.Decode(0x80), ULaw.Decode(0))
	}
}

func TestNothingIsAllocatedPerPacket(t *testing.T) {
	r := NewReceiver(101, ReceiverOptions{Listen: []int{440}})
	s := NewSender(ALaw, 101, Tone(440))
	emit := func(p []byte) error { r.Packet(p, epoch); return nil }
	if n := testing.AllocsPerRun(1000, func() { s.Tick(emit) }); n != 0 {
		t.Errorf("%.1f allocations a packet", n)
	}
}

func TestPacerKeepsTimeAndLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPacer()
		start := time.Now()
		counts := make([]int, 9)
		for i := range counts {
			p.Add(func() { counts[i]++ })
		}
		held := 0
		remove := p.Add(func() {
			if held++; held == 10 {
				<-time.After(300 * time.Millisecond) // the machine was busy
			}
		})
		<-time.After(10*time.Second + time.Millisecond)
		remove()
		p.Close()
		p.Close()
		for i, n := range counts {
			if n < 499 || n > 501 {
				t.Errorf("stream %d was ticked %d times in %v", i, n, time.Since(start))
			}
		}
		was := held
		<-time.After(time.Second)
		if held != was {
			t.Error("a removed stream is ticked")
		}
	})
}

func TestPacerGivesNoBacklogToANewStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPacer()
		defer p.Close()
		<-time.After(time.Second)
		ticks := 0
		p.Add(func() { ticks++ })
		for n := range int(time.Second / phaseTime) { // what a busy machine would catch up with
			p.tick(n)
		}
		if ticks != 0 {
			t.Errorf("%d ticks of a time before the stream", ticks)
		}
	})
}

func TestSessionsTalk(t *testing.T) {
	p := NewPacer()
	defer p.Close()
	local := netip.MustParseAddr("127.0.0.1")
	a, err := Open(local, ReceiverOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	b, err := Open(local, ReceiverOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if a.Press("1") == nil {
		t.Error("keys are taken before audio is agreed on")
	}
	a.Start(p, b.Addr(), ALaw, 101, Tone(440))
	b.Start(p, a.Addr(), ALaw, 101, nil)
	<-b.Receiver().Sound()
	<-a.Receiver().First()
	if a.Addr().Port()%2 != 0 || a.Sent() == 0 {
		t.Errorf("address %v, sent %d", a.Addr(), a.Sent())
	}
	a.Redirect(netip.AddrPort{})
	a.Close()
	a.Close()
}

func FuzzReceiver(f *testing.F) {
	f.Add([]byte{0x80, 8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xD5})
	f.Add([]byte{0xB1, 101, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 1})
	r := NewReceiver(101, ReceiverOptions{Capture: true, Listen: []int{440}})
	f.Fuzz(func(_ *testing.T, b []byte) {
		if len(b) >= 8 {
			binary.BigEndian.PutUint32(b[4:], binary.BigEndian.Uint32(b[4:])%65536) // bounded memory
		}
		r.Packet(b, epoch)
	})
}

// Two voices at once are told apart, and who waits for one is told when it comes.
func TestVoices(t *testing.T) {
	mixed := tone.Sine(1300, 8000, time.Second, 9000)
	for i, v := range tone.Sine(2100, 8000, time.Second, 9000) {
		mixed[i] += v
	}
	r := NewReceiver(101, ReceiverOptions{Listen: []int{1300, 2100, 2750}, Share: 0.15})
	s := NewSender(ALaw, 101, Tone(1300))
	second, third := r.Voice(2100), r.Voice(2750)
	carry(s, r, 50, nil)
	s.Play(NewClip(mixed))
	carry(s, r, 50, nil)
	for i, want := range []time.Duration{2 * time.Second, time.Second, 0} {
		if got := r.Stats().Tones[i].Heard; got != want {
			t.Errorf("%d Hz for %v, want %v", r.Stats().Tones[i].Hz, got, want)
		}
	}
	if at := <-second; !at.Equal(epoch) || len(third) != 0 {
		t.Errorf("heard at %v, and %d of what was not said", at, len(third))
	}
}

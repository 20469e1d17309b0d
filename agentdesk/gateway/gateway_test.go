package gateway

import (
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/tone"
)

// call opens a leg between the operator and a fresh Asterisk side that speaks.
func (h *house) call(t *testing.T, operator, id string) (*Leg, *asterisk) {
	t.Helper()
	a := newAsterisk(t)
	l, err := h.Open(operator, id)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	if err := l.Connect(a.addr()); err != nil {
		t.Fatal(err)
	}
	a.speak(t, l)
	return l, a
}

func TestTwoWayAudio(t *testing.T) {
	h := newHouse(t)
	b := h.connect(t, "op01")
	h.expect(t, "op01", true)
	l, a := h.call(t, "op01", "c1")
	await(t, "two-way audio", l.TwoWay())

	toBrowser, toAsterisk := listen(t, b.heard, 30), listen(t, a.heard, 30)
	if !tone.Heard(samples(toBrowser), sampleRate, citizenTone) {
		t.Error("the operator does not hear the citizen")
	}
	if !tone.Heard(samples(toAsterisk), sampleRate, operatorTone) {
		t.Error("the citizen does not hear the operator")
	}
	for i, p := range toAsterisk[1:] {
		before := toAsterisk[i]
		if p.SSRC != before.SSRC || p.SequenceNumber != before.SequenceNumber+1 || p.Timestamp != before.Timestamp+frame || p.PayloadType != payloadPCMA {
			t.Fatalf("towards Asterisk: %v after %v", p.Header, before.Header)
		}
	}
	if !toAsterisk[0].Marker {
		t.Error("the first packet towards Asterisk has no marker")
	}
	for _, to := range []string{"browser", "asterisk"} {
		if n := h.counter(t, "lost_total", to); n != 0 {
			t.Errorf("%d packets to the %s lost by us", n, to)
		}
	}
}

func TestOneStreamOverManyCalls(t *testing.T) {
	h := newHouse(t)
	b := h.connect(t, "op01")
	h.expect(t, "op01", true)
	type mark struct {
		seq    uint16
		ts     uint32
		ssrc   uint32
		marker bool
	}
	var last *mark
	for _, id := range []string{"c1", "c2", "c3"} {
		l, a := h.call(t, "op01", id)
		for i, p := range listen(t, b.heard, 10) {
			now := mark{p.SequenceNumber, p.Timestamp, p.SSRC, p.Marker}
			if last != nil {
				step := int32(now.ts - last.ts)
				if now.ssrc != last.ssrc || now.seq != last.seq+1 || step <= 0 || step > 5*sampleRate || step%frame != 0 {
					t.Fatalf("%s packet %d: %+v after %+v", id, i, now, *last)
				}
			}
			if now.marker != (i == 0) {
				t.Fatalf("%s packet %d: marker %v", id, i, now.marker)
			}
			last = &now
		}
		l.Close()
		_ = a.conn.Close()
		for len(b.heard) > 0 { // what passed before the leg closed
			p := <-b.heard
			last = &mark{p.SequenceNumber, p.Timestamp, p.SSRC, p.Marker}
		}
	}
	if n := h.counter(t, "legs", ""); n != 0 {
		t.Errorf("%d legs left", n)
	}
}

// While a call rings its leg is open: nobody must hear anybody.
func TestNothingPassesBeforeConnect(t *testing.T) {
	h := newHouse(t)
	b := h.connect(t, "op01")
	h.expect(t, "op01", true)
	l, err := h.Open("op01", "c1")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	a := newAsterisk(t)
	a.speak(t, l)
	drainAll(b.heard)
	dropped := func() int { return h.counter(t, "dropped_total", "unconnected") }
	tick, end := time.NewTicker(5*time.Millisecond), time.NewTimer(patience)
	defer tick.Stop()
	defer end.Stop()
	for begun := dropped(); dropped() < begun+50; {
		select {
		case <-tick.C:
		case <-end.C:
			t.Fatal("nobody speaks")
		}
	}
	select {
	case <-l.TwoWay():
		t.Error("two-way audio before Connect")
	default:
	}
	if len(a.heard) != 0 || len(b.heard) != 0 {
		t.Errorf("before Connect Asterisk heard %d packets, the browser %d", len(a.heard), len(b.heard))
	}
	if err := l.Connect(a.addr()); err != nil {
		t.Fatal(err)
	}
	await(t, "two-way audio", l.TwoWay())
	if !tone.Heard(samples(listen(t, b.heard, 20)), sampleRate, citizenTone) || !tone.Heard(samples(listen(t, a.heard, 20)), sampleRate, operatorTone) {
		t.Error("after Connect they do not hear each other")
	}
}

func TestForeignPacketsAreDropped(t *testing.T) {
	h := newHouse(t)
	b := h.connect(t, "op01")
	h.expect(t, "op01", true)
	l, err := h.Open("op01", "c1")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	a, stranger := newAsterisk(t), newAsterisk(t)
	to := l.conn.LocalAddr()
	hello := append(appendHeader(nil, true, 1, 1, 666), make([]byte, frame)...)
	send := func(from *asterisk) {
		if _, err := from.conn.WriteTo(hello, to); err != nil {
			t.Fatal(err)
		}
	}
	send(a) // before Connect
	send(stranger)
	if err := l.Connect(a.addr()); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		send(stranger)
	}
	a.speak(t, l)
	heard := listen(t, b.heard, 10)
	if !tone.Heard(samples(heard), sampleRate, citizenTone) {
		t.Error("Asterisk's own audio is not heard")
	}
	// The socket is read in order: what strangers sent before has been judged.
	foreign, early := h.counter(t, "dropped_total", "foreign"), h.counter(t, "dropped_total", "unconnected")
	if foreign < 20 {
		t.Errorf("%d foreign, %d early packets dropped", foreign, early)
	}
	if len(stranger.heard) != 0 {
		t.Error("the stranger receives the operator's voice")
	}
	if n := h.counter(t, "lost_total", "browser"); n != 0 {
		t.Errorf("%d lost", n)
	}
}

func TestMuteSendsSilence(t *testing.T) {
	h := newHouse(t)
	h.connect(t, "op01")
	h.expect(t, "op01", true)
	l, a := h.call(t, "op01", "c1")
	listen(t, a.heard, 5)
	if err := h.Mute("op01", "another", true); !errors.Is(err, ErrNoMedia) {
		t.Errorf("muting another call: %v", err)
	}
	if err := h.Mute("op01", "c1", true); err != nil {
		t.Fatal(err)
	}
	drainAll(a.heard)
	muted := listen(t, a.heard, 11)[1:] // one may have been on its way
	for i, p := range muted {
		if strings.Trim(string(p.Payload), string([]byte{silence})) != "" || len(p.Payload) != frame {
			t.Fatalf("packet %d of the muted operator is not silence", i)
		}
		if i > 0 && p.SequenceNumber != muted[i-1].SequenceNumber+1 {
			t.Fatal("the muted stream has gaps")
		}
	}
	l.Close()
	again, err := h.Open("op01", "c1")
	if err != nil || !again.Muted() {
		t.Fatalf("reopened leg of the same call: muted %v, %v", again.Muted(), err)
	}
	again.Close()
	other, err := h.Open("op01", "c2")
	if err != nil || other.Muted() {
		t.Fatalf("the next call begins muted: %v", err)
	}
	other.Close()
	if err := h.Mute("op01", "c1", false); !errors.Is(err, ErrNoMedia) {
		t.Errorf("unmuting a call that is over: %v", err)
	}
}

func TestEcho(t *testing.T) {
	h := newHouse(t)
	if err := h.Echo("op01", true); !errors.Is(err, ErrNoMedia) {
		t.Errorf("echo without a browser: %v", err)
	}
	b := h.connect(t, "op01")
	h.expect(t, "op01", true)
	if err := h.Echo("op01", true); err != nil {
		t.Fatal(err)
	}
	first := samples(listen(t, b.heard, echoDelay))
	if tone.RMS(first) > 10 {
		t.Error("the echo begins before its half second")
	}
	if back := samples(listen(t, b.heard, 20)); !tone.Heard(back, sampleRate, operatorTone) {
		t.Error("the operator does not hear herself")
	}
	l, a := h.call(t, "op01", "c1")
	await(t, "two-way audio", l.TwoWay())
	if err := h.Echo("op01", true); !errors.Is(err, ErrBusy) {
		t.Errorf("echo during a call: %v", err)
	}
	listen(t, a.heard, 5)
	drainAll(b.heard)
	in := samples(listen(t, b.heard, 20))
	if !tone.Heard(in, sampleRate, citizenTone) || tone.Share(in, sampleRate, operatorTone) > 0.01 {
		t.Error("the echo goes on in the call")
	}
}

func TestReconnectKeepsTheLeg(t *testing.T) {
	h := newHouse(t)
	h.connect(t, "op01")
	h.expect(t, "op01", true)
	l, a := h.call(t, "op01", "c1")
	ssrc := listen(t, a.heard, 5)[4].SSRC

	second := h.connect(t, "op01")
	h.expect(t, "op01", false)
	h.expect(t, "op01", true)
	if heard := samples(listen(t, second.heard, 20)); !tone.Heard(heard, sampleRate, citizenTone) {
		t.Error("the new connection does not hear the citizen")
	}
	drainAll(a.heard)
	after := listen(t, a.heard, 20)
	if !tone.Heard(samples(after), sampleRate, operatorTone) || after[0].SSRC != ssrc {
		t.Error("Asterisk does not hear the new connection on the same stream")
	}
	h.Drop("op01")
	h.expect(t, "op01", false)
	if _, err := h.Open("op01", "c2"); !errors.Is(err, ErrNoMedia) {
		t.Errorf("leg without a browser: %v", err)
	}
	l.Close()
	l.Close()
}

func TestBrowserLost(t *testing.T) {
	tests := []struct {
		name string
		lose func(*browser)
		says bool // that it goes: its silence is not waited for
	}{
		{"closes its page", func(b *browser) { _ = b.pc.Close() }, true},
		{"vanishes without a word", func(b *browser) { _ = b.sock.Close() }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHouse(t)
			other := h.connect(t, "op02")
			h.expect(t, "op02", true)
			b := h.connect(t, "op01")
			h.expect(t, "op01", true)
			eventually(t, h.lookup("op01").peer.Load().awake.Load) // who never spoke is told by ICE alone, later
			start := time.Now()
			tt.lose(b)
			h.expect(t, "op01", false)
			if took := time.Since(start); tt.says && took >= QuietAfter {
				t.Errorf("noticed after %v", took)
			}
			if h.Up("op01") || !h.Up("op02") || other.pc.ConnectionState().String() != "connected" {
				t.Error("the wrong operator is down")
			}
		})
	}
}

func TestBadOffers(t *testing.T) {
	h := newHouse(t)
	good := newBrowser(t).offer(t)
	for name, offer := range map[string]string{
		"empty":           "",
		"nonsense":        "v=0\r\nhello",
		"no media":        strings.SplitAfter(good, "m=audio")[0][:strings.Index(good, "m=audio")],
		"video":           strings.Replace(good, "m=audio", "m=video", 1),
		"two streams":     good + good[strings.Index(good, "m=audio"):],
		"no PCMA":         strings.Replace(good, "0 8\r\n", "0\r\n", 1),
		"8 is not PCMA":   strings.Replace(good, "a=rtpmap:8 PCMA/8000", "a=rtpmap:8 opus/48000/2", 1),
		"does not listen": strings.Replace(good, "a=sendrecv", "a=sendonly", 1),
		"no fingerprint":  dropLines(good, "a=fingerprint"),
		"no ICE":          dropLines(good, "a=ice-"),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := h.Answer(t.Context(), "op01", offer); !errors.Is(err, ErrBadOffer) {
				t.Errorf("got %v", err)
			}
		})
	}
	if h.Up("op01") || len(h.events) != 0 {
		t.Error("a bad offer came up")
	}
}

func dropLines(s, prefix string) string {
	var kept []string
	for line := range strings.SplitSeq(s, "\r\n") {
		if !strings.HasPrefix(line, prefix) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\r\n")
}

func TestAnswerIsOnePortOneCodec(t *testing.T) {
	h := newHouse(t)
	answer, err := h.Answer(t.Context(), "op01", newBrowser(t).offer(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a=ice-lite", "m=audio 9 UDP/TLS/RTP/SAVPF 8\r\n", "a=sendrecv", "a=end-of-candidates", "a=setup:"} {
		if !strings.Contains(answer, want) {
			t.Errorf("answer lacks %q:\n%s", want, answer)
		}
	}
	if n := strings.Count(answer, "127.0.0.1 "+portOf(h.Addr())+" typ host"); n == 0 || n != strings.Count(answer, "a=candidate") {
		t.Errorf("candidates other than the one port:\n%s", answer)
	}
}

func TestAnnouncedAddress(t *testing.T) {
	g, err := New(Config{Listen: "127.0.0.1:0", RTPHost: "127.0.0.1", Announce: []string{"203.0.113.7"}}, slog.New(slog.DiscardHandler), prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = g.Close() }()
	answer, err := g.Answer(t.Context(), "op01", newBrowser(t).offer(t))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(answer, "203.0.113.7 "+portOf(g.Addr())+" typ host") || strings.Contains(answer, "127.0.0.1 "+portOf(g.Addr())) {
		t.Errorf("candidates:\n%s", answer)
	}
}

func TestBadConfig(t *testing.T) {
	for name, cfg := range map[string]Config{
		"no port":      {Listen: "127.0.0.1", RTPHost: "127.0.0.1"},
		"any address":  {Listen: "0.0.0.0:0", RTPHost: "127.0.0.1"},
		"host by name": {Listen: "127.0.0.1:0", RTPHost: "localhost"},
		"bad announce": {Listen: "127.0.0.1:0", RTPHost: "127.0.0.1", Announce: []string{"example"}},
		"not ours":     {Listen: "203.0.113.7:0", RTPHost: "127.0.0.1"},
		"no RTP host":  {Listen: "127.0.0.1:0", RTPHost: ""},
	} {
		if g, err := New(cfg, slog.New(slog.DiscardHandler), prometheus.NewRegistry()); err == nil {
			_ = g.Close()
			t.Errorf("%s: accepted", name)
		}
	}
}

func portOf(a *net.UDPAddr) string {
	_, port, _ := net.SplitHostPort(a.String())
	return port
}

func TestClosed(t *testing.T) {
	h := newHouse(t)
	h.connect(t, "op01")
	h.expect(t, "op01", true)
	l, err := h.Open("op01", "c1")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
	}
	l.Close()
	if _, err := h.Answer(t.Context(), "op01", newBrowser(t).offer(t)); !errors.Is(err, ErrClosed) {
		t.Errorf("answer after Close: %v", err)
	}
	if _, err := h.Open("op01", "c1"); !errors.Is(err, ErrClosed) {
		t.Errorf("leg after Close: %v", err)
	}
}

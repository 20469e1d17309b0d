package gateway

import (
	"context"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"hotline1022/internal/g711"
	"hotline1022/internal/tone"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must come; it is no measure.
const patience = time.Minute

// tones: whoever hears one knows who spoke.
const (
	operatorTone = 880
	citizenTone  = 440
)

func await[T any](t *testing.T, what string, c <-chan T) T {
	t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case v := <-c:
		return v
	case <-timer.C:
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}

// house is a gateway with its events.
type house struct {
	*Gateway
	events chan event
	reg    *prometheus.Registry
}

func newHouse(t *testing.T) *house {
	t.Helper()
	reg := prometheus.NewRegistry()
	g, err := New(Config{Listen: "127.0.0.1:0", RTPHost: "127.0.0.1", Sides: sidesIn(t.TempDir())}, slog.New(slog.DiscardHandler), reg)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{g, make(chan event, 100), reg}
	g.Notify(func(operator string, up bool) { h.events <- event{operator, up} })
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *house) expect(t *testing.T, operator string, up bool) {
	t.Helper()
	if got := await(t, "a media event", h.events); got != (event{operator, up}) {
		t.Fatalf("event %+v, want %s up=%v", got, operator, up)
	}
}

// counter reads a metric by name and one label's value.
func (h *house) counter(t *testing.T, name, label string) int {
	t.Helper()
	families, err := h.reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != "hotline_media_"+name {
			continue
		}
		for _, m := range f.GetMetric() {
			if len(m.GetLabel()) == 0 || m.GetLabel()[0].GetValue() == label {
				return int(m.GetCounter().GetValue() + m.GetGauge().GetValue())
			}
		}
	}
	return 0
}

// browser is a real WebRTC client that speaks operatorTone all the time.
type browser struct {
	pc    *webrtc.PeerConnection
	track *webrtc.TrackLocalStaticRTP
	sock  net.PacketConn
	heard chan *rtp.Packet
	up    chan struct{} // closed when the client, too, sees the connection up
}

// newBrowser makes a client whose only path is one UDP socket on loopback.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	sock, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	mux := webrtc.NewICEUDPMux(nil, sock)
	var s webrtc.SettingEngine
	s.SetICEUDPMux(mux)
	s.SetIncludeLoopbackCandidate(true)
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	pc, err := webrtc.NewAPI(webrtc.WithSettingEngine(s)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{pc: pc, sock: sock, heard: make(chan *rtp.Packet, 10000), up: make(chan struct{})}
	var once sync.Once
	pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateConnected {
			once.Do(func() { close(b.up) })
		}
	})
	t.Cleanup(func() {
		_ = pc.GracefulClose()
		_ = mux.Close()
		_ = sock.Close()
	})
	b.track, err = webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypePCMA}, "mic", "mic")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pc.AddTrack(b.track); err != nil {
		t.Fatal(err)
	}
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		for {
			p, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			b.heard <- p
		}
	})
	return b
}

func (b *browser) offer(t *testing.T) string {
	t.Helper()
	offer, err := b.pc.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(b.pc)
	if err := b.pc.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	await(t, "the client's candidates", gathered)
	return b.pc.LocalDescription().SDP
}

// connect brings a browser's audio up and lets it speak until the test ends.
func (h *house) connect(t *testing.T, operator string) *browser {
	t.Helper()
	b := h.join(t, operator)
	speak(t, operatorTone, func(p *rtp.Packet) { _ = b.track.WriteRTP(p) })
	return b
}

// join brings a browser's audio up; it says nothing yet.
func (h *house) join(t *testing.T, operator string) *browser {
	t.Helper()
	b := newBrowser(t)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	answer, err := h.Answer(ctx, operator, b.offer(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}); err != nil {
		t.Fatal(err)
	}
	await(t, "the client's connection", b.up)
	return b
}

// speak sends a tone, 20 ms a packet in real time, until the test ends.
func speak(t *testing.T, hz float64, send func(*rtp.Packet)) {
	second := tone.Sine(hz, sampleRate, time.Second, tone.Amplitude)
	quit, done := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(quit); <-done })
	go func() {
		defer close(done)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		p := &rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: payloadPCMA, SequenceNumber: 65500, Timestamp: 1<<32 - 1600, SSRC: 77}}
		for at := 0; ; at = (at + frame) % len(second) {
			p.Payload = p.Payload[:0]
			for _, v := range second[at : at+frame] {
				p.Payload = append(p.Payload, g711.Encode(v))
			}
			send(p)
			p.SequenceNumber++
			p.Timestamp += frame
			select {
			case <-tick.C:
			case <-quit:
				return
			}
		}
	}()
}

// asterisk is the far end of a leg: an RTP socket that speaks citizenTone to the leg.
type asterisk struct {
	conn  *net.UDPConn
	heard chan *rtp.Packet
}

func newAsterisk(t *testing.T) *asterisk {
	t.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	a := &asterisk{conn, make(chan *rtp.Packet, 10000)}
	done := make(chan struct{})
	t.Cleanup(func() { _ = conn.Close(); <-done })
	go func() {
		defer close(done)
		for buf := make([]byte, 1500); ; {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			p := &rtp.Packet{}
			if p.Unmarshal(append([]byte(nil), buf[:n]...)) == nil {
				a.heard <- p
			}
		}
	}()
	return a
}

func (a *asterisk) addr() string { return a.conn.LocalAddr().String() }

// speak sends the citizen's tone to the leg until the test ends.
func (a *asterisk) speak(t *testing.T, l *Leg) {
	to, err := net.ResolveUDPAddr("udp", l.Addr())
	if err != nil {
		t.Fatal(err)
	}
	speak(t, citizenTone, func(p *rtp.Packet) {
		b, err := p.Marshal()
		if err == nil {
			_, _ = a.conn.WriteTo(b, to)
		}
	})
}

// listen collects n packets.
func listen(t *testing.T, c <-chan *rtp.Packet, n int) []*rtp.Packet {
	t.Helper()
	var got []*rtp.Packet
	for range n {
		got = append(got, await(t, "audio", c))
	}
	return got
}

func samples(packets []*rtp.Packet) []int16 {
	var out []int16
	for _, p := range packets {
		for _, b := range p.Payload {
			out = append(out, g711.Decode(b))
		}
	}
	return out
}

// drainAll forgets what was heard so far.
func drainAll(c <-chan *rtp.Packet) {
	for {
		select {
		case <-c:
		default:
			return
		}
	}
}

package agentdesk

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/webrtc/v4"
	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/agentdesk/gateway"
	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
)

// TestAudioThroughTheDesk is the whole package with the real gateway: a browser's
// offer over the WebSocket, the engine's leg, both ways, and the end.
func TestAudioThroughTheDesk(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	gw, err := gateway.New(gateway.Config{Listen: "127.0.0.1:0", RTPHost: "127.0.0.1"}, log, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	e := &fakeEngine{asked: make(chan string, 100), view: map[string]telephony.OperatorView{}, calls: map[string]telephony.CallView{}}
	hub, err := New(Config{}, Ports{
		Engine: e, Gateway: gw, Officers: officers,
		Cards:        fakeCards(func(context.Context, string) (protocol.Card, error) { return protocol.Card{}, nil }),
		Authenticate: func(*http.Request) (User, bool) { return User{Username: "op01", Operator: true}, true },
		Origin:       func(*http.Request) bool { return true },
	}, log, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	e.hub = hub
	server := httptest.NewServer(hub)
	t.Cleanup(func() {
		hub.Close()
		server.Close()
		_ = gw.Close()
	})
	h := &house{Hub: hub, engine: e, url: "ws" + strings.TrimPrefix(server.URL, "http")}
	if _, err := h.Open("op01", "c1"); err == nil {
		t.Fatal("audio without a browser")
	}
	p := h.open(t, "op01", protocol.Hello{Ready: true})
	h.expect(t, "op01 up")

	pc, track := client(t)
	offer, err := pc.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	await(t, "candidates", gathered)
	p.command(protocol.ClientMessage{Type: protocol.ClientMediaOffer, SDP: pc.LocalDescription().SDP})
	answer := p.want(protocol.ServerMediaAnswer)
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer.SDP}); err != nil {
		t.Fatal(err)
	}
	if m := p.want(protocol.ServerMedia); m.Media != "up" {
		t.Errorf("media %q", m.Media)
	}
	h.expect(t, "op01 media up")

	leg, err := h.Open("op01", "c1")
	if err != nil {
		t.Fatal(err)
	}
	asterisk, err := net.Dial("udp4", leg.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = asterisk.Close() }()
	if err := leg.Connect(asterisk.LocalAddr().String()); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	packet := append([]byte{0x80, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, make([]byte, 160)...)
	end := time.NewTimer(patience)
	defer end.Stop()
	for both := false; !both; {
		packet[3]++
		packet[6], packet[7] = packet[3]/2, packet[3]<<7
		_, _ = asterisk.Write(packet)
		_, _ = track.Write(packet)
		select {
		case <-leg.TwoWay():
			both = true
		case <-tick.C:
		case <-end.C:
			t.Fatal("no two-way audio")
		}
	}
	h.Call("op01", offered("c1"))
	p.want(protocol.ServerCall)
	p.want(protocol.ServerCard)
	p.command(protocol.ClientMessage{Type: protocol.ClientMute, Call: "c1", On: true})
	p.want(protocol.ServerCall)
	p.want(protocol.ServerAck)
	p.command(protocol.ClientMessage{Type: protocol.ClientEcho, On: true})
	if m := p.want(protocol.ServerError); m.Error.Code != protocol.CodeNotNow {
		t.Errorf("echo in a call: %+v", m.Error)
	}
	leg.Close()
	p.send(protocol.ClientMessage{Type: protocol.ClientBye})
	// The desk and its audio end each for itself.
	said := []string{await(t, "one to be over", h.engine.asked), await(t, "both to be over", h.engine.asked)}
	slices.Sort(said)
	if !slices.Equal(said, []string{"op01 down", "op01 media down"}) {
		t.Errorf("the engine was asked %q", said)
	}
}

// client is a WebRTC client with one path, over loopback.
func client(t *testing.T) (*webrtc.PeerConnection, *webrtc.TrackLocalStaticRTP) {
	t.Helper()
	var s webrtc.SettingEngine
	s.SetIncludeLoopbackCandidate(true)
	s.SetFireOnTrackBeforeFirstRTP(true)
	s.SetIPFilter(func(ip net.IP) bool { return ip.IsLoopback() && ip.To4() != nil })
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	pc, err := webrtc.NewAPI(webrtc.WithSettingEngine(s)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	// Closed before it has taken a stream over, pion may stand still: see gateway's end.
	started := make(chan struct{})
	pc.OnTrack(func(*webrtc.TrackRemote, *webrtc.RTPReceiver) { close(started) })
	t.Cleanup(func() {
		if pc.ConnectionState() == webrtc.PeerConnectionStateConnected {
			await(t, "the stream", started)
		}
		_ = pc.GracefulClose()
	})
	track, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypePCMA}, "mic", "mic")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pc.AddTrack(track); err != nil {
		t.Fatal(err)
	}
	return pc, track
}

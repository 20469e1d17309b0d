package gateway

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/webrtc/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// Timing of a browser's connection.
const (
	// disconnectedAfter is how long a browser that has not sent audio yet may be silent
	// (no ICE consent check) before its audio counts as down. Chromium checks consent
	// every 2.5 s at most. Of one that has, its audio tells sooner: QuietAfter.
	disconnectedAfter = 3500 * time.Millisecond
	// failedAfter is how much longer it may come back by itself.
	failedAfter = 10 * time.Second
	keepalive   = 2 * time.Second
)

// Sizes of the sockets' kernel buffers: a second of 100 operators, and of one call.
const (
	muxBuffer = 2 << 20
	legBuffer = 64 << 10
)

// Errors of the gateway.
var (
	ErrNoMedia  = errors.New("the operator's audio is not connected")
	ErrBadOffer = errors.New("not an offer of one PCMA audio stream")
	ErrBusy     = errors.New("a call uses the operator's audio")
	ErrClosed   = errors.New("the gateway is closed")
)

// Config is where the gateway listens.
type Config struct {
	Listen   string   // host:port/udp for all browsers; port 0 takes any
	Announce []string // IP addresses to announce instead of Listen's (1:1 NAT)
	RTPHost  string   // our IP address as Asterisk reaches it
	// Sides is where a recording of an operator in a call is written.
	Sides func(call, leg string) Sides
}

// Gateway ends the browsers' WebRTC and the calls' RTP. Its methods are safe for
// concurrent use.
type Gateway struct {
	cfg     Config
	log     *slog.Logger
	metrics *metrics
	conn    *net.UDPConn
	mux     ice.UDPMux
	api     *webrtc.API
	events  *events
	create  func(path string) (io.WriteCloser, error) // of recordings' files

	mu       sync.Mutex
	stations map[string]*station // by operator; kept for the life of the process, as many as there are operators
	closed   bool
	wg       sync.WaitGroup // of answers under way and of goroutines that end peers
}

// New opens the browsers' UDP port. Close must be called.
func New(cfg Config, log *slog.Logger, reg prometheus.Registerer) (*Gateway, error) {
	addr, err := net.ResolveUDPAddr("udp", cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("media listen address %q: %w", cfg.Listen, err)
	}
	if addr.IP == nil || addr.IP.IsUnspecified() {
		return nil, fmt.Errorf("media listen address %q: name the one address that operators reach (and media.announce behind NAT)", cfg.Listen)
	}
	if _, err := netip.ParseAddr(cfg.RTPHost); err != nil {
		return nil, fmt.Errorf("media RTP host %q: %w", cfg.RTPHost, err)
	}
	for _, a := range cfg.Announce {
		if _, err := netip.ParseAddr(a); err != nil {
			return nil, fmt.Errorf("media announce address %q: %w", a, err)
		}
	}
	m, err := newMetrics(reg)
	if err != nil {
		return nil, err
	}
	conn, err := net.ListenUDP("udp", addr)
	if err != nil {
		return nil, fmt.Errorf("media port: %w", err)
	}
	if err := conn.SetReadBuffer(muxBuffer); err != nil {
		log.Warn("media port's read buffer", "error", err)
	}
	mux := webrtc.NewICEUDPMux(pionLog{log}, conn)
	api, err := newAPI(cfg, addr.IP, mux, log)
	if err != nil {
		return nil, errors.Join(err, mux.Close(), ignoreClosed(conn.Close()))
	}
	return &Gateway{
		cfg: cfg, log: log, metrics: m, conn: conn, mux: mux, api: api,
		events: newEvents(), create: create, stations: make(map[string]*station),
	}, nil
}

// newAPI fixes what every browser connection has in common.
func newAPI(cfg Config, ip net.IP, mux ice.UDPMux, log *slog.Logger) (*webrtc.API, error) {
	var s webrtc.SettingEngine
	s.LoggerFactory = pionLog{log}
	s.SetICEUDPMux(mux)
	s.SetLite(true)
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	s.SetIncludeLoopbackCandidate(ip.IsLoopback())
	s.SetICETimeouts(disconnectedAfter, failedAfter, keepalive)
	s.SetFireOnTrackBeforeFirstRTP(true)
	network := webrtc.NetworkTypeUDP4
	if ip.To4() == nil {
		network = webrtc.NetworkTypeUDP6
	}
	s.SetNetworkTypes([]webrtc.NetworkType{network})
	if len(cfg.Announce) > 0 {
		err := s.SetICEAddressRewriteRules(webrtc.ICEAddressRewriteRule{
			External: cfg.Announce, Local: ip.String(),
			AsCandidateType: webrtc.ICECandidateTypeHost, Mode: webrtc.ICEAddressRewriteReplace,
		})
		if err != nil {
			return nil, fmt.Errorf("media announce addresses: %w", err)
		}
	}
	var codecs webrtc.MediaEngine
	err := codecs.RegisterCodec(webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypePCMA, ClockRate: sampleRate, Channels: 1},
		PayloadType:        payloadPCMA,
	}, webrtc.RTPCodecTypeAudio)
	if err != nil {
		return nil, fmt.Errorf("codec: %w", err)
	}
	// No interceptors: NACK, TWCC and the like are for video; what they cost a
	// packet is most of what a packet costs.
	return webrtc.NewAPI(webrtc.WithSettingEngine(s), webrtc.WithMediaEngine(&codecs),
		webrtc.WithInterceptorRegistry(&interceptor.Registry{})), nil
}

// Notify names the function that is told when an operator's audio comes up or
// is lost. It must be called before the first Answer.
func (g *Gateway) Notify(f func(operator string, up bool)) { g.events.start(f) }

// Addr is the UDP address that browsers reach.
func (g *Gateway) Addr() *net.UDPAddr {
	addr, _ := g.conn.LocalAddr().(*net.UDPAddr)
	return addr
}

// Up tells whether the operator's audio is connected.
func (g *Gateway) Up(operator string) bool {
	st := g.lookup(operator)
	if st == nil {
		return false
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.up
}

// Mute silences the operator towards one call: Asterisk receives A-law silence.
// It holds for that call even if its leg is opened again, and for no other.
func (g *Gateway) Mute(operator, call string, on bool) error {
	st := g.lookup(operator)
	if st == nil {
		return ErrNoMedia
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	leg := st.leg.Load()
	if leg == nil || leg.call != call {
		return ErrNoMedia
	}
	st.muted = ""
	if on {
		st.muted = call
	}
	leg.muted.Store(on)
	return nil
}

// Echo turns the operator's echo test on or off: she hears herself half a second
// later. ErrBusy during a call, which also ends a running test.
func (g *Gateway) Echo(operator string, on bool) error {
	st := g.lookup(operator)
	if st == nil {
		return ErrNoMedia
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	p := st.peer.Load()
	switch {
	case on && st.leg.Load() != nil:
		return ErrBusy
	case on && (p == nil || !st.up):
		return ErrNoMedia
	case p != nil:
		p.echoing.Store(on)
	}
	return nil
}

// Drop ends the operator's browser connection, if there is one.
func (g *Gateway) Drop(operator string) {
	if st := g.lookup(operator); st != nil {
		g.replacePeer(st, nil)
	}
}

// Close ends all connections and legs and waits until everything has stopped.
// Idempotent. No event is called after it.
func (g *Gateway) Close() error {
	g.mu.Lock()
	first := !g.closed
	g.closed = true
	stations := make([]*station, 0, len(g.stations))
	for _, st := range g.stations {
		stations = append(stations, st)
	}
	g.mu.Unlock()
	g.events.stop()
	for _, st := range stations {
		g.replacePeer(st, nil)
		if leg := st.leg.Load(); leg != nil {
			leg.Close()
		}
		if t := st.tape.Swap(nil); t != nil {
			t.end(time.Now())
		}
	}
	g.wg.Wait()
	if !first {
		return nil
	}
	return errors.Join(ignoreClosed(g.mux.Close()), ignoreClosed(g.conn.Close()))
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (g *Gateway) lookup(operator string) *station {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.stations[operator]
}

// claim is lookup that makes the station, and holds Close up until g.wg.Done.
// ErrClosed after Close.
func (g *Gateway) claim(operator string) (*station, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil, ErrClosed
	}
	st := g.stations[operator]
	if st == nil {
		st = &station{operator: operator}
		g.stations[operator] = st
	}
	g.wg.Add(1)
	return st, nil
}

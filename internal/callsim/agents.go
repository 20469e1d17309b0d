package callsim

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/logging"
	"github.com/pion/webrtc/v4"

	"hotline1022/internal/callsim/media"
)

// AgentsOptions say where operators work.
type AgentsOptions struct {
	Desk   string // http://host:port of the staff application
	Logger *slog.Logger
}

// Agents are headless operators that share one pacer and one WebRTC stack; each
// has a UDP socket of its own, since the desk's single port tells them apart by it.
type Agents struct {
	desk  *url.URL
	log   *slog.Logger
	api   *webrtc.API
	pacer *media.Pacer

	transport *http.Transport // for signing in

	ctx    context.Context
	cancel context.CancelFunc
	mu     sync.Mutex
	closed bool
	agents sync.WaitGroup
}

// How long an operator's browser takes to find that its audio is lost.
const (
	iceDisconnected = 4 * time.Second
	iceFailed       = 6 * time.Second
	iceKeepalive    = 2 * time.Second
)

// NewAgents prepares the operators' browsers.
func NewAgents(opt AgentsOptions) (*Agents, error) {
	desk, err := url.Parse(opt.Desk)
	if err != nil || desk.Host == "" || desk.Scheme != "http" && desk.Scheme != "https" {
		return nil, fmt.Errorf("desk %q: want http://host:port", opt.Desk)
	}
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	api, err := newAPI(desk.Hostname())
	if err != nil {
		return nil, err
	}
	a := &Agents{desk: desk, log: opt.Logger, api: api, pacer: media.NewPacer(), transport: &http.Transport{}}
	a.ctx, a.cancel = context.WithCancel(context.Background())
	return a, nil
}

// newAPI has PCMA as its only codec, and offers loopback addresses to a desk on
// loopback and only there.
func newAPI(host string) (*webrtc.API, error) {
	codecs := &webrtc.MediaEngine{}
	err := codecs.RegisterCodec(webrtc.RTPCodecParameters{
		RTPCodecCapability: pcma, PayloadType: webrtc.PayloadType(media.ALaw.PayloadType()),
	}, webrtc.RTPCodecTypeAudio)
	if err != nil {
		return nil, fmt.Errorf("start WebRTC: %w", err)
	}
	loopback := host == "localhost"
	if ip := net.ParseIP(host); ip != nil {
		loopback = ip.IsLoopback()
	}
	var s webrtc.SettingEngine
	s.LoggerFactory = quiet{}
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	s.SetIncludeLoopbackCandidate(loopback)
	s.SetIPFilter(func(ip net.IP) bool { return ip.IsLoopback() == loopback })
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	s.SetICETimeouts(iceDisconnected, iceFailed, iceKeepalive)
	return webrtc.NewAPI(webrtc.WithMediaEngine(codecs), webrtc.WithSettingEngine(s),
		webrtc.WithInterceptorRegistry(&interceptor.Registry{})), nil
}

var pcma = webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypePCMA, ClockRate: 8000, Channels: 1}

// quiet drops pion's log: what matters of it comes as a state of the connection.
type quiet struct{}

func (quiet) NewLogger(string) logging.LeveledLogger {
	return logging.NewDefaultLeveledLoggerForScope("", logging.LogLevelDisabled, nil)
}

// Close ends all operators' shifts and waits for them. It may be called twice.
func (a *Agents) Close() {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.cancel()
	a.agents.Wait()
	a.transport.CloseIdleConnections()
	a.pacer.Close()
}

// Start begins an operator's shift, which ends with ctx.
func (a *Agents) Start(ctx context.Context, opt AgentOptions) *Agent {
	g := newAgent(a, opt)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		g.err = fmt.Errorf("operator %s: no more shifts: %w", opt.User, http.ErrServerClosed)
		close(g.done)
		return g
	}
	a.agents.Go(func() {
		defer close(g.done)
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(a.ctx, cancel)()
		g.err = g.run(ctx)
	})
	return g
}

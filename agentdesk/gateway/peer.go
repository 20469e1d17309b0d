package gateway

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/webrtc/v4"
)

// station is one operator. Its lock orders the changes of what is current; the
// audio reads the atomic pointers without it.
type station struct {
	operator string

	mu      sync.Mutex // guards writes of all below
	up      bool       // as last told by an event
	muted   string     // the call that the operator is muted in
	doubted bool       // the desk's connection is lost
	peer    atomic.Pointer[peer]
	leg     atomic.Pointer[Leg]
	tape    atomic.Pointer[tape] // beside mu
	legs    uint32               // legs opened so far; numbers them
}

// peer is one browser connection of a station.
type peer struct {
	gw      *Gateway
	st      *station
	pc      *webrtc.PeerConnection
	down    *downlink
	echoing atomic.Bool
	echo    *delay        // of the reading goroutine
	started chan struct{} // closed when pion has taken the browser's stream over
	begin   sync.Once

	// Whether the browser sends audio.
	made  time.Time
	heard atomic.Int64 // nanoseconds after made, of the newest packet
	awake atomic.Bool  // it sends, and watch is set; written under st.mu
	quiet bool         // it did, and does no more; this and below under st.mu
	watch *time.Timer
	due   time.Time // when watch rings
}

func newPeer(g *Gateway, st *station, pc *webrtc.PeerConnection) *peer {
	p := &peer{gw: g, st: st, pc: pc, down: newDownlink(g.metrics), echo: newDelay(), started: make(chan struct{}), made: time.Now()}
	p.watch = time.AfterFunc(QuietAfter, p.onWatch) // finds it not awake, until the first packet
	return p
}

// replacePeer makes p (or none) the station's connection and ends the earlier
// one in the background: pion waits for its goroutines, which may wait for us.
func (g *Gateway) replacePeer(st *station, p *peer) {
	st.mu.Lock()
	old := st.peer.Swap(p)
	g.setUp(st, false)
	st.mu.Unlock()
	if old != nil {
		g.end(old)
	}
}

// setUp tells a change of the station's audio. st.mu is held.
func (g *Gateway) setUp(st *station, up bool) {
	if st.up == up {
		return
	}
	st.up = up
	if up {
		g.metrics.peers.Inc()
	} else {
		g.metrics.peers.Dec()
		g.metrics.downs.Inc()
	}
	g.events.add(event{st.operator, up})
}

// refresh follows the connection's state. pion calls it from a goroutine for
// each change, in no order, so that the present state is asked for instead of
// the one it was called with.
func (p *peer) refresh(webrtc.PeerConnectionState) {
	st := p.st
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.peer.Load() != p {
		return
	}
	p.settle()
	state := p.pc.ConnectionState()
	if state == webrtc.PeerConnectionStateFailed || state == webrtc.PeerConnectionStateClosed {
		st.peer.Store(nil)
		p.gw.end(p)
	}
}

func (p *peer) connected() bool { return p.pc.ConnectionState() == webrtc.PeerConnectionStateConnected }

// startLimit is how long the end of a connection waits for its beginning.
const startLimit = time.Second

// end closes the connection in the background; Close waits for it.
//
// pion v4.2.26 stands still for ever when it is closed after the handshake and
// before it has taken the stream over, while a packet of that stream is there:
// its reader waits for who takes the stream, who waits for the transport's lock,
// which the closing holds while it waits for the reader.
func (g *Gateway) end(p *peer) {
	g.wg.Go(func() {
		if p.pc.ConnectionState() != webrtc.PeerConnectionStateNew {
			limit := time.NewTimer(startLimit)
			defer limit.Stop()
			select {
			case <-p.started:
			case <-limit.C:
			}
		}
		if err := p.pc.GracefulClose(); err != nil {
			g.log.Debug("closing a browser connection", "operator", p.st.operator, "error", err)
		}
	})
}

// receive reads the browser's audio until the connection ends.
func (p *peer) receive(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
	p.begin.Do(func() { close(p.started) })
	defer p.watch.Stop()
	buf := make([]byte, 1500)
	for {
		n, _, err := track.Read(buf)
		if err != nil {
			return
		}
		p.fromBrowser(buf[:n], time.Now())
	}
}

// fromBrowser passes one packet on: to the call, or back as an echo.
func (p *peer) fromBrowser(b []byte, now time.Time) {
	m := p.gw.metrics
	m.fromBrowser.Inc()
	p.heardAt(now)
	pkt, ok := parse(b)
	switch {
	case !ok:
		m.dropped[dropMalformed].Inc()
	case pkt.pt != payloadPCMA:
		m.dropped[dropPayload].Inc()
	case p.st.peer.Load() != p:
		m.dropped[dropStale].Inc()
	default:
		if leg := p.st.leg.Load(); leg != nil {
			leg.toAsterisk(&pkt, now)
		} else if p.echoing.Load() {
			p.echoBack(&pkt, now)
		} else {
			m.dropped[dropIdle].Inc()
		}
	}
}

// echoSource is the echo test's own source number; legs count from 1.
const echoSource = 0

func (p *peer) echoBack(pkt *packet, now time.Time) {
	pkt.payload = p.echo.swap(pkt.payload)
	p.down.toBrowser(uint64(echoSource)<<32|uint64(pkt.ssrc), pkt, now)
}

package gateway

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Leg is an operator's audio within one call: a UDP socket of its own towards
// Asterisk. It belongs to the operator, not to a browser connection, and goes on
// when that is replaced.
type Leg struct {
	gw     *Gateway
	st     *station
	call   string
	conn   *net.UDPConn
	source uint64 // its number among the station's sources, in the upper half
	ssrc   uint32 // towards Asterisk
	remote atomic.Pointer[netip.AddrPort]
	muted  atomic.Bool
	flows  [2]atomic.Bool // a packet has passed: to the browser, to Asterisk
	twoWay chan struct{}
	both   sync.Once
	closer sync.Once
	done   chan struct{} // closed when the reading goroutine has ended

	mu     sync.Mutex // of what follows: two connections overlap for a moment
	splice splicer
	buf    []byte
}

// Open reserves an RTP address for one call of an operator whose browser is up
// (ErrNoMedia otherwise). The operator's earlier leg, if still open, stops
// carrying audio. An echo test ends.
func (g *Gateway) Open(operator, call string) (*Leg, error) {
	st := g.lookup(operator)
	if st == nil {
		return nil, ErrNoMedia
	}
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(g.cfg.RTPHost), 0)))
	if err != nil {
		return nil, fmt.Errorf("RTP address: %w", err)
	}
	if err := conn.SetReadBuffer(legBuffer); err != nil {
		g.log.Debug("RTP address's read buffer", "error", err)
	}
	l := &Leg{
		gw: g, st: st, call: call, conn: conn, ssrc: rand.Uint32(), // no secret
		splice: newUplinkSplicer(time.Now()), buf: make([]byte, 0, 1500),
		twoWay: make(chan struct{}), done: make(chan struct{}),
	}
	if err := l.enter(); err != nil {
		_ = conn.Close() // nothing was read or written yet
		return nil, err
	}
	g.metrics.legs.Inc()
	go l.receive()
	return l, nil
}

// enter makes the leg its station's current one.
func (l *Leg) enter() error {
	l.gw.mu.Lock()
	defer l.gw.mu.Unlock() // held over the station's: Close either sees this leg or is seen here
	if l.gw.closed {
		return ErrClosed
	}
	st := l.st
	st.mu.Lock()
	defer st.mu.Unlock()
	p := st.peer.Load()
	if p == nil || !st.up {
		return ErrNoMedia
	}
	p.echoing.Store(false)
	st.legs++
	l.source = uint64(st.legs) << 32
	l.muted.Store(st.muted == l.call)
	st.leg.Store(l)
	return nil
}

// Addr is the host:port that Asterisk shall send RTP to.
func (l *Leg) Addr() string { return l.conn.LocalAddr().String() }

// Connect names Asterisk's own RTP address, an IP and port: audio flows from now
// on, to there, and from nowhere else. Calling it again moves the leg.
func (l *Leg) Connect(asterisk string) error {
	addr, err := netip.ParseAddrPort(asterisk)
	if err != nil {
		return fmt.Errorf("asterisk's RTP address: %w", err)
	}
	addr = netip.AddrPortFrom(addr.Addr().Unmap(), addr.Port())
	l.remote.Store(&addr)
	return nil
}

// TwoWay is closed when the first packet has passed in each direction; none passes
// before Connect.
func (l *Leg) TwoWay() <-chan struct{} { return l.twoWay }

// Muted tells whether the operator is silenced in this call.
func (l *Leg) Muted() bool { return l.muted.Load() }

// Close ends the leg and waits until its socket is no longer used. Idempotent.
func (l *Leg) Close() {
	l.closer.Do(func() {
		l.st.mu.Lock()
		l.st.leg.CompareAndSwap(l, nil)
		l.st.mu.Unlock()
		if err := l.conn.Close(); err != nil {
			l.gw.log.Debug("closing an RTP address", "error", err)
		}
		l.gw.metrics.legs.Dec()
	})
	<-l.done
}

// receive reads Asterisk's audio until the leg is closed.
func (l *Leg) receive() {
	defer close(l.done)
	buf := make([]byte, 1500)
	for {
		n, from, err := l.conn.ReadFromUDPAddrPort(buf)
		if err != nil {
			return
		}
		l.fromAsterisk(buf[:n], from, time.Now())
	}
}

// fromAsterisk passes one packet on to the browser.
func (l *Leg) fromAsterisk(b []byte, from netip.AddrPort, now time.Time) {
	m := l.gw.metrics
	remote := l.remote.Load()
	if remote == nil {
		m.dropped[dropUnconnected].Inc()
		return
	}
	if from.Port() != remote.Port() || from.Addr().Unmap() != remote.Addr() {
		m.dropped[dropForeign].Inc()
		return
	}
	m.fromAsterisk.Inc()
	pkt, ok := parse(b)
	switch {
	case !ok:
		m.dropped[dropMalformed].Inc()
	case pkt.pt != payloadPCMA:
		m.dropped[dropPayload].Inc()
	case l.st.leg.Load() != l:
		m.dropped[dropStale].Inc()
	default:
		l.st.record(l.call, sideHeard, l.source|uint64(pkt.ssrc), &pkt, pkt.payload, now)
		p := l.st.peer.Load()
		if p == nil {
			m.dropped[dropNoBrowser].Inc()
		} else if p.down.toBrowser(l.source|uint64(pkt.ssrc), &pkt, now) {
			l.passed(0)
		}
	}
}

// toAsterisk passes one of the browser's packets on; muted, its silence.
func (l *Leg) toAsterisk(p *packet, now time.Time) {
	m := l.gw.metrics
	remote := l.remote.Load()
	if remote == nil {
		m.dropped[dropUnconnected].Inc()
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	place, ok := l.splice.place(uint64(p.ssrc), p, now)
	if !ok {
		m.dropped[dropDuplicate].Inc()
		return
	}
	count(m.gapBrowser, m.lateBrowser, place)
	l.buf = appendHeader(l.buf[:0], place.marker, place.seq, place.ts, l.ssrc)
	start := len(l.buf)
	l.buf = append(l.buf, p.payload...)
	if l.muted.Load() {
		for i := range l.buf[start:] {
			l.buf[start+i] = silence
		}
	}
	l.st.record(l.call, sideSaid, l.source|uint64(p.ssrc), p, l.buf[start:], now)
	if _, err := l.conn.WriteToUDPAddrPort(l.buf, *remote); err != nil {
		if !errors.Is(err, net.ErrClosed) { // closed: the call is over
			m.lostAsterisk.Inc()
		}
		return
	}
	m.toAsterisk.Inc()
	l.passed(1)
}

// passed notes that audio flows in one direction.
func (l *Leg) passed(direction int) {
	if l.flows[direction].Load() {
		return
	}
	l.flows[direction].Store(true)
	if l.flows[1-direction].Load() {
		l.both.Do(func() { close(l.twoWay) })
	}
}

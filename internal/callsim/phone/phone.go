package phone

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// Allow lists the methods that are answered.
const Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO"

const userAgent = "hotline1022-callsim"

// settle is what the library takes, with much to spare, to begin with a request
// that it has read.
const settle = 20 * time.Millisecond

// Options of a Phone.
type Options struct {
	Listen string // host:port of the UDP socket; port 0: any
	Logger *slog.Logger
	// OnInvite takes a call that reaches the phone, in a goroutine of its own; the
	// call is over when it returns. Its context ends when the phone closes. Nil
	// refuses all calls with 480.
	OnInvite func(context.Context, *Incoming)
}

// Phone is a SIP user agent on one UDP socket.
type Phone struct {
	log    *slog.Logger
	conn   *socket
	addr   netip.AddrPort
	ua     *sipgo.UserAgent
	client *sipgo.Client

	onInvite func(context.Context, *Incoming)
	ctx      context.Context
	cancel   context.CancelFunc
	served   chan struct{}
	once     sync.Once

	mu      sync.Mutex
	closing bool
	calls   sync.WaitGroup // OnInvite callbacks
	dialogs map[dialogKey]*Dialog
}

type dialogKey struct{ callID, localTag string }

// Listen opens the socket and begins to answer.
func Listen(opt Options) (*Phone, error) {
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	local, err := net.ResolveUDPAddr("udp", opt.Listen)
	if err != nil {
		return nil, fmt.Errorf("SIP address %q: %w", opt.Listen, err)
	}
	conn, err := net.ListenUDP("udp", local)
	if err != nil {
		return nil, fmt.Errorf("open SIP port: %w", err)
	}
	p := &Phone{
		log:      opt.Logger,
		addr:     conn.LocalAddr().(*net.UDPAddr).AddrPort(),
		onInvite: opt.OnInvite,
		served:   make(chan struct{}),
		dialogs:  make(map[dialogKey]*Dialog),
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.conn = &socket{PacketConn: conn, reading: make(chan struct{})}
	server, err := p.stack()
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	go func() {
		defer close(p.served)
		if err := server.ServeUDP(p.conn); err != nil {
			p.log.Error("SIP socket failed", "error", err)
		}
	}()
	// Before its first read the library does not know its own socket, and would
	// open another one for a request.
	<-p.conn.reading
	return p, nil
}

func (p *Phone) stack() (*sipgo.Server, error) {
	quiet := func(*sip.Response) {} // responses that match no transaction: late retransmissions
	ua, err := sipgo.NewUA(sipgo.WithUserAgent(userAgent),
		sipgo.WithUserAgentTransactionLayerOptions(
			sip.WithTransactionLayerLogger(p.log), sip.WithTransactionLayerUnhandledResponseHandler(quiet)),
		sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(p.log)))
	if err != nil {
		return nil, fmt.Errorf("start SIP: %w", err)
	}
	p.ua = ua
	server, err := sipgo.NewServer(ua, sipgo.WithServerLogger(p.log))
	if err != nil {
		return nil, fmt.Errorf("start SIP: %w", err)
	}
	if p.client, err = sipgo.NewClient(ua, sipgo.WithClientLogger(p.log)); err != nil {
		return nil, fmt.Errorf("start SIP: %w", err)
	}
	server.OnInvite(p.handleInvite)
	server.OnAck(p.handleAck)
	server.OnBye(p.handleBye)
	server.OnUpdate(p.handleUpdate)
	server.OnInfo(p.handleInfo)
	server.OnOptions(p.handleOptions)
	server.OnCancel(p.handleCancel)
	return server, nil
}

// socket tells when the first read begins, and can be made to hear nothing more, or no OPTIONS.
type socket struct {
	net.PacketConn
	once    sync.Once
	reading chan struct{}
	deaf    atomic.Bool
	curt    atomic.Bool
}

func (s *socket) ReadFrom(b []byte) (int, net.Addr, error) {
	s.once.Do(func() { close(s.reading) })
	for {
		n, from, err := s.PacketConn.ReadFrom(b)
		if err != nil || !s.unheard(b[:n]) {
			return n, from, err
		}
	}
}

func (s *socket) unheard(packet []byte) bool {
	return s.deaf.Load() || s.curt.Load() && bytes.HasPrefix(packet, []byte("OPTIONS "))
}

// Addr is the socket's address.
func (p *Phone) Addr() netip.AddrPort { return p.addr }

// Deafen makes the phone hear nothing, as one whose line is cut, or hear again.
func (p *Phone) Deafen(deaf bool) { p.conn.deaf.Store(deaf) }

// Curt makes the phone answer no OPTIONS, or answer them again.
func (p *Phone) Curt(curt bool) { p.conn.curt.Store(curt) }

// Close ends the context of all OnInvite callbacks, waits for them to end their
// calls, and closes the socket. Calls that were placed must have been ended
// before. It may be called twice.
func (p *Phone) Close() {
	p.once.Do(func() {
		p.mu.Lock()
		p.closing = true
		p.mu.Unlock()
		p.cancel()
		p.calls.Wait()
		// For a request that comes while it closes, the library opens another
		// socket, which nobody closes. So requests end first, then those under
		// way, each in a goroutine that cannot be waited for, find their socket
		// still open, and only then it goes.
		p.conn.deaf.Store(true)
		<-time.After(settle)
		p.conn.Close()
		<-p.served
		if err := p.ua.Close(); err != nil {
			p.log.Debug("closing SIP", "error", err)
		}
	})
}

func (p *Phone) add(d *Dialog) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dialogs[d.key()] = d
}

func (p *Phone) remove(d *Dialog) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.dialogs, d.key())
}

// find returns the dialog that a request belongs to, nil if there is none.
func (p *Phone) find(req *sip.Request) *Dialog {
	callID, to := req.CallID(), req.To()
	if callID == nil || to == nil {
		return nil
	}
	tag, _ := to.Params.Get("tag")
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dialogs[dialogKey{callID.Value(), tag}]
}

func (p *Phone) handleInvite(req *sip.Request, tx sip.ServerTransaction) {
	if d := p.find(req); d != nil {
		d.reInvite(req, tx)
		return
	}
	if req.From() == nil || req.To() == nil || req.CallID() == nil || req.CSeq() == nil || req.Contact() == nil {
		p.respond(req, tx, sip.StatusBadRequest, "Bad Request")
		return
	}
	if req.To().Params.Has("tag") {
		p.respond(req, tx, sip.StatusCallTransactionDoesNotExists, "Call Does Not Exist")
		return
	}
	p.mu.Lock()
	refuse := p.closing || p.onInvite == nil
	if !refuse {
		p.calls.Add(1)
	}
	p.mu.Unlock()
	if refuse {
		p.respond(req, tx, sip.StatusTemporarilyUnavailable, "Temporarily Unavailable")
		return
	}
	defer p.calls.Done()
	p.incoming(req, tx)
}

func (p *Phone) handleAck(req *sip.Request, _ sip.ServerTransaction) {
	if d := p.find(req); d != nil {
		d.acknowledged(req)
	}
}

func (p *Phone) handleBye(req *sip.Request, tx sip.ServerTransaction) {
	d := p.find(req)
	if d == nil {
		p.respond(req, tx, sip.StatusCallTransactionDoesNotExists, "Call Does Not Exist")
		return
	}
	p.respond(req, tx, sip.StatusOK, "OK")
	d.remoteEnded()
}

func (p *Phone) handleUpdate(req *sip.Request, tx sip.ServerTransaction) {
	if d := p.find(req); d != nil {
		d.update(req, tx)
		return
	}
	p.respond(req, tx, sip.StatusCallTransactionDoesNotExists, "Call Does Not Exist")
}

func (p *Phone) handleInfo(req *sip.Request, tx sip.ServerTransaction) {
	if p.find(req) == nil {
		p.respond(req, tx, sip.StatusCallTransactionDoesNotExists, "Call Does Not Exist")
		return
	}
	p.respond(req, tx, sip.StatusOK, "OK")
}

func (p *Phone) handleOptions(req *sip.Request, tx sip.ServerTransaction) {
	p.respond(req, tx, sip.StatusOK, "OK")
}

// handleCancel sees only a CANCEL that matches no pending INVITE; the library
// answers the others and refuses the INVITE with 487.
func (p *Phone) handleCancel(req *sip.Request, tx sip.ServerTransaction) {
	p.respond(req, tx, sip.StatusCallTransactionDoesNotExists, "Call Does Not Exist")
}

func (p *Phone) respond(req *sip.Request, tx sip.ServerTransaction, status int, reason string, headers ...sip.Header) {
	res := sip.NewResponseFromRequest(req, status, reason, nil)
	res.AppendHeader(sip.NewHeader("Allow", Allow))
	for _, h := range headers {
		res.AppendHeader(h)
	}
	if err := tx.Respond(res); err != nil {
		p.log.Debug("SIP response not sent", "method", req.Method, "status", status, "error", err)
	}
}

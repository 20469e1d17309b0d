package media

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Session is the audio of one SIP call: a UDP socket of its own, on an even port
// as RFC 3550, section 11, asks, so that RTCP sent to the port above disturbs no
// other call.
type Session struct {
	conn *net.UDPConn
	recv *Receiver
	done chan struct{}

	remote atomic.Pointer[netip.AddrPort] // nil: nothing is sent (hold, or not yet known)

	mu     sync.Mutex
	first  *uint16 // sequence number; nil: a random one
	sender *Sender
	remove func()
	closed bool
}

// Open binds a socket on ip and begins to receive.
func Open(ip netip.Addr, opts ReceiverOptions) (*Session, error) {
	conn, err := listenEven(ip)
	if err != nil {
		return nil, err
	}
	s := &Session{conn: conn, recv: NewReceiver(0, opts), done: make(chan struct{})}
	go s.read()
	return s, nil
}

func listenEven(ip netip.Addr) (*net.UDPConn, error) {
	const attempts = 64
	for range attempts {
		conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(ip, 0)))
		if err != nil {
			return nil, fmt.Errorf("open RTP port: %w", err)
		}
		if conn.LocalAddr().(*net.UDPAddr).Port%2 == 0 {
			return conn, nil
		}
		if err := conn.Close(); err != nil {
			return nil, fmt.Errorf("open RTP port: %w", err)
		}
	}
	return nil, fmt.Errorf("open RTP port: no even port in %d attempts", attempts)
}

// Addr is where the session receives.
func (s *Session) Addr() netip.AddrPort {
	return s.conn.LocalAddr().(*net.UDPAddr).AddrPort()
}

// Receiver returns what the session has received.
func (s *Session) Receiver() *Receiver { return s.recv }

// Sent returns how many packets were sent.
func (s *Session) Sent() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sender == nil {
		return 0
	}
	return s.sender.Count()
}

// Start begins to send clip to remote (an invalid address: nowhere, until
// Redirect). A second Start is ignored: an early medium goes on after the answer.
func (s *Session) Start(p *Pacer, remote netip.AddrPort, law Law, eventPT uint8, clip *Clip) {
	s.recv.SetEventPT(eventPT)
	s.Redirect(remote)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sender != nil || s.closed {
		return
	}
	s.sender = NewSender(law, eventPT, clip)
	if s.first != nil {
		s.sender.seq = *s.first
	}
	s.remove = p.Add(func() { s.sender.Tick(s.write) })
}

// Begin has what Start will send begin at a sequence number, instead of a random one.
func (s *Session) Begin(at uint16) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.first = &at
}

// Redirect changes where packets go, as a new offer may ask. An invalid address
// stops them (hold).
func (s *Session) Redirect(remote netip.AddrPort) {
	if !remote.IsValid() || remote.Port() == 0 {
		s.remote.Store(nil)
		return
	}
	s.remote.Store(&remote)
}

// Sending tells whether packets go anywhere: they do not while the call is held.
func (s *Session) Sending() bool { return s.remote.Load() != nil }

// Switch has another source's packets follow; see Sender.Switch.
func (s *Session) Switch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sender != nil {
		s.sender.Switch()
	}
}

// Press sends key presses; see Sender.Press.
func (s *Session) Press(keys string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sender == nil {
		return errors.New("no audio has been agreed on yet")
	}
	return s.sender.Press(keys)
}

// Play changes what is sent.
func (s *Session) Play(c *Clip) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sender != nil {
		s.sender.Play(c)
	}
}

var errHeld = errors.New("held")

func (s *Session) write(p []byte) error {
	remote := s.remote.Load()
	if remote == nil {
		return errHeld
	}
	_, err := s.conn.WriteToUDPAddrPort(p, *remote)
	return err
}

func (s *Session) read() {
	defer close(s.done)
	buf := make([]byte, 2048)
	for {
		n, _, err := s.conn.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			s.recv.Packet(buf[:n], time.Now())
		}
	}
}

// Close ends sending and receiving and waits for both. It may be called twice.
func (s *Session) Close() {
	s.mu.Lock()
	remove := s.remove
	s.remove, s.closed = nil, true
	s.mu.Unlock()
	if remove != nil {
		remove()
	}
	_ = s.conn.Close() // fails only when it was closed before
	<-s.done
}

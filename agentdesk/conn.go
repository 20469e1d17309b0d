package agentdesk

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"hotline1022/agentdesk/protocol"
)

// The close codes of RFC 6455 that we use.
const (
	closeNormal   = websocket.CloseNormalClosure
	closeBinary   = websocket.CloseUnsupportedData
	closeOffence  = websocket.ClosePolicyViolation
	closeTooLarge = websocket.CloseMessageTooBig
	closeRestart  = websocket.CloseServiceRestart
	closeTryAgain = websocket.CloseTryAgainLater
)

const (
	writeLimit  = 5 * time.Second // for one message to leave
	lingerLimit = time.Second     // for a close frame to be read by the other side
)

// closing is why a connection ends.
type closing struct {
	code int // 0: the other side went
	text string
	last *protocol.ServerMessage // said before, outside the numbered stream
	// rest: what the session held before is said first, so that an offender is
	// told of every offence, however fast they came.
	rest bool
}

// conn is one WebSocket. Its reader is the HTTP handler's goroutine; its writer
// is the only one that writes messages, always what the session holds next, so
// that nothing is queued twice and a new connection goes on exactly where the
// old one stopped.
type conn struct {
	hub     *Hub
	ws      *websocket.Conn
	limiter *rate.Limiter
	more    chan struct{} // capacity 1: the session has something
	quit    chan struct{} // closed by kick
	written chan struct{} // closed when the writer has ended; nil: there is none

	// Guarded by the desk's lock, after hello.
	st     *stream
	cursor uint64 // the last message handed to the writer
	since  uint64 // the session's newest at hello: the backlog before it is no slowness

	readErr error // the reader's own: what ended its reading

	mu       sync.Mutex
	closing  *closing // set once, by kick
	offences int
}

func newConn(h *Hub, ws *websocket.Conn) *conn {
	return &conn{
		hub: h, ws: ws, limiter: rate.NewLimiter(protocol.MaxRate, protocol.MaxBurst),
		more: make(chan struct{}, 1), quit: make(chan struct{}),
	}
}

// wake tells the writer to look into the session. It never blocks.
func (c *conn) wake() {
	select {
	case c.more <- struct{}{}:
	default:
	}
}

// kick ends the connection, once; the first reason counts. It never blocks.
func (c *conn) kick(why closing) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closing != nil {
		return
	}
	c.closing = &why
	close(c.quit)
	// A writer that hangs in a full socket, and a reader that waits, must look up.
	now := time.Now()
	_ = c.ws.NetConn().SetWriteDeadline(now.Add(lingerLimit)) // fails on a closed socket only
	_ = c.ws.NetConn().SetReadDeadline(now.Add(lingerLimit))
}

// patience gives the other side until then to be heard of; after kick it has its
// last second.
func (c *conn) patience(until time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closing == nil {
		_ = c.ws.NetConn().SetReadDeadline(time.Now().Add(until)) // fails on a closed socket only
	}
}

// reason is why the connection ends; nil: it does not.
func (c *conn) reason() *closing {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closing
}

// write is the writer: welcome, then all that the session holds and will hold.
func (c *conn) write(d *desk, welcome protocol.Welcome) {
	defer c.farewell()
	if c.send(&protocol.ServerMessage{Type: protocol.ServerWelcome, Welcome: &welcome}) != nil {
		return
	}
	ping := time.NewTicker(protocol.PingInterval)
	defer ping.Stop()
	for {
		why := c.reason() // before next: what was held by then is in the batch
		if why != nil && !why.rest {
			return
		}
		batch, ok := d.next(c)
		if !ok {
			c.kick(closing{code: closeTryAgain, text: "too slow"})
			return
		}
		for _, e := range batch {
			if c.writeText(e.data) != nil {
				return
			}
			c.observe(e.pop)
		}
		if len(batch) > 0 {
			continue
		}
		if why != nil {
			return
		}
		select {
		case <-c.more:
		case <-ping.C:
			if c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeLimit)) != nil {
				return
			}
		case <-c.quit:
		}
	}
}

func (c *conn) send(m *protocol.ServerMessage) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return c.writeText(data)
}

// writeText writes one message within its limit, or within what kick left.
func (c *conn) writeText(data []byte) error {
	c.mu.Lock()
	if c.closing == nil {
		_ = c.ws.SetWriteDeadline(time.Now().Add(writeLimit)) // always nil
	}
	c.mu.Unlock()
	return c.ws.WriteMessage(websocket.TextMessage, data)
}

// observe measures a screen-pop that has just been written.
func (c *conn) observe(p *pop) {
	if p == nil {
		return
	}
	now := time.Now()
	c.hub.metrics.arrivalPop.Observe(now.Sub(p.arrived).Seconds())
	c.hub.metrics.offerPop.Observe(now.Sub(p.offered).Seconds())
}

// farewell says why, if it was us who ended it, and lets the reader go.
func (c *conn) farewell() {
	c.kick(closing{}) // if nobody else did, the other side is gone
	if why := c.reason(); why.code != 0 {
		c.hub.metrics.closed.WithLabelValues(codeLabel(why.code)).Inc()
		_ = c.ws.SetWriteDeadline(time.Now().Add(lingerLimit)) // always nil
		if why.last != nil {
			_ = c.send(why.last) // the connection ends either way
		}
		_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(why.code, why.text), time.Now().Add(lingerLimit))
	}
}

func codeLabel(code int) string {
	switch code {
	case closeNormal:
		return "1000"
	case closeBinary:
		return "1003"
	case closeOffence:
		return "1008"
	case closeTooLarge:
		return "1009"
	case closeRestart:
		return "1012"
	case closeTryAgain:
		return "1013"
	case protocol.CloseReplaced:
		return "4001"
	case protocol.CloseVersion:
		return "4002"
	}
	return "other"
}

// linger reads and forgets what still comes, so that closing the socket does not
// reset it before the other side has read our close frame. Its own close frame
// says that it has: then the server closes first (RFC 6455 section 7.1.1).
func (c *conn) linger() {
	if why := c.reason(); why == nil || why.code == 0 {
		return
	}
	raw := c.ws.NetConn()
	_ = raw.SetReadDeadline(time.Now().Add(lingerLimit)) // fails on a closed socket only
	for c.readErr == nil {
		_, _, c.readErr = c.ws.NextReader()
	}
	var answered *websocket.CloseError
	if !errors.As(c.readErr, &answered) {
		_, _ = io.Copy(io.Discard, raw) // ends by deadline or the other's closing
	}
}

// timedOut tells whether the other side was silent too long.
func timedOut(err error) bool {
	var netErr net.Error
	return errors.As(err, &netErr) && netErr.Timeout()
}

// gone tells whether a read error is just the other side's going away.
func gone(err error) bool {
	var netErr net.Error
	var closed *websocket.CloseError // in whatever words: a browser says our own code again
	return errors.As(err, &netErr) || errors.As(err, &closed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

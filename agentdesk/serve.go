package agentdesk

import (
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"hotline1022/agentdesk/protocol"
)

// ServeHTTP serves GET /api/v1/desk: 401 without a user, 403 for one who neither takes
// nor supervises calls or comes from a foreign page, 503 after Close.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, ok := h.p.Authenticate(r)
	if !ok {
		h.refuse(w, r, http.StatusUnauthorized, "no_session")
		return
	}
	if !user.Operator && !user.Supervisor {
		h.refuse(w, r, http.StatusForbidden, "no_operator")
		return
	}
	upgrader := websocket.Upgrader{
		HandshakeTimeout: writeLimit,
		CheckOrigin:      h.p.Origin,
		Error: func(w http.ResponseWriter, r *http.Request, status int, _ error) {
			h.refuse(w, r, status, "handshake")
		},
	}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // answered and counted by Error
	}
	c := newConn(h, ws)
	if !h.enter(c) {
		deadline := time.Now().Add(lingerLimit)
		_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(closeRestart, "restart"), deadline) // it ends either way
		_ = ws.Close()
		return
	}
	defer h.exit(c)
	c.read(user)
}

func (h *Hub) refuse(w http.ResponseWriter, r *http.Request, status int, kind string) {
	h.metrics.offences.WithLabelValues(kind).Inc()
	h.log.Warn("desk refused", "kind", kind, "status", status, "remote", r.RemoteAddr, "origin", r.Header.Get("Origin"))
	http.Error(w, http.StatusText(status), status)
}

// enter counts a connection in, and makes Close wait for it; false after Close.
func (h *Hub) enter(c *conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.conns[c] = struct{}{}
	h.wg.Add(1)
	h.metrics.connections.Inc()
	return true
}

func (h *Hub) exit(c *conn) {
	h.mu.Lock()
	delete(h.conns, c)
	h.mu.Unlock()
	c.linger()
	_ = c.ws.Close() // said farewell already
	h.metrics.connections.Dec()
	h.wg.Done()
}

// read is the connection's reader, and its life: hello, then commands until
// either side ends it.
func (c *conn) read(user User) {
	// Beyond this gorilla closes by itself; up to it the desk is told why.
	c.ws.SetReadLimit(2 * protocol.MaxMessageBytes)
	c.ws.SetPingHandler(func(data string) error {
		if !c.limiter.Allow() {
			return errFlood
		}
		err := c.ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeLimit))
		if errors.Is(err, websocket.ErrCloseSent) {
			return nil
		}
		return err
	})
	c.ws.SetPongHandler(func(string) error {
		c.patience(protocol.PongTimeout)
		return nil
	})
	o := &offender{conn: c, log: c.hub.log.With("operator", user.Username, "remote", c.ws.RemoteAddr().String())}
	d := c.greet(user, o)
	if d == nil {
		c.farewell() // no writer was started
		return
	}
	for {
		m, ok := c.receive(o, d)
		if !ok {
			break
		}
		d.command(c, o, m)
	}
	c.kick(closing{})
	<-c.written // the session is the writer's until it has said the rest
	d.detach(c)
}

// greet waits for hello, attaches the connection to the operator's desk and
// starts the writer; nil when it came to nothing.
func (c *conn) greet(user User, o *offender) *desk {
	c.patience(protocol.HelloTimeout)
	m, ok := c.receive(o, nil)
	if !ok {
		if c.reason() == nil && timedOut(c.readErr) {
			o.close(closeOffence, "no_hello", "no hello")
		}
		return nil
	}
	if m.Type != protocol.ClientHello {
		o.close(closeOffence, "no_hello", "the first message is not hello")
		return nil
	}
	c.patience(protocol.PongTimeout)
	if m.Hello.Version != protocol.Version {
		welcome := protocol.Welcome{Version: protocol.Version, Operator: user.Username, Name: user.Name, Now: time.Now()}
		c.kick(closing{code: protocol.CloseVersion, text: "version", last: &protocol.ServerMessage{Type: protocol.ServerWelcome, Welcome: &welcome}})
		return nil
	}
	if owner := c.hub.owner(m.Hello.Session); owner != "" && owner != user.Username {
		c.hub.metrics.hellos.WithLabelValues("foreign").Inc()
		o.note("foreign_session", "hello with a session of "+owner)
	}
	d := c.hub.claim(user.Username)
	if d == nil {
		return nil // closing: the connection was told so
	}
	welcome := d.hello(c, user, m.Hello)
	c.written = make(chan struct{})
	go func() { // ends before read does
		defer close(c.written)
		c.write(d, welcome)
	}()
	return d
}

// receive is the next well-formed message within the limits; false when the
// connection is over. d is nil before hello, when nothing malformed is forgiven.
func (c *conn) receive(o *offender, d *desk) (protocol.ClientMessage, bool) {
	for {
		kind, data, err := c.ws.ReadMessage()
		if err != nil {
			c.readErr = err
			c.readFailed(o, err)
			return protocol.ClientMessage{}, false
		}
		if c.reason() != nil {
			return protocol.ClientMessage{}, false
		}
		if !c.limiter.Allow() {
			o.close(closeOffence, "flood", "flood")
			return protocol.ClientMessage{}, false
		}
		if kind != websocket.TextMessage {
			o.close(closeBinary, "binary", "binary message")
			return protocol.ClientMessage{}, false
		}
		if len(data) > protocol.MaxMessageBytes {
			o.close(closeTooLarge, "too_large", "message too large")
			return protocol.ClientMessage{}, false
		}
		m, err := protocol.Decode(data)
		if err == nil {
			c.hub.metrics.messages.WithLabelValues(string(m.Type)).Inc()
			return m, true
		}
		c.hub.metrics.messages.WithLabelValues("unknown").Inc()
		var fault *protocol.DecodeError
		if !errors.As(err, &fault) || d == nil {
			o.close(closeOffence, "no_hello", err.Error())
			return protocol.ClientMessage{}, false
		}
		d.refuse(c, o, fault)
	}
}

var errFlood = errors.New("too many pings")

// readFailed judges why nothing more can be read.
func (c *conn) readFailed(o *offender, err error) {
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		o.close(closeTooLarge, "too_large", "message too large")
	case errors.Is(err, errFlood):
		o.close(closeOffence, "flood", "flood of pings")
	case !gone(err):
		o.close(closeOffence, "malformed", "not a WebSocket frame")
	}
}

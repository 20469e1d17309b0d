package callsim

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"time"

	"github.com/gorilla/websocket"

	"hotline1022/agentdesk/protocol"
)

// Waiting between attempts to reach the desk, and how long the first sign-in may take.
const (
	firstBackoff = 100 * time.Millisecond
	maxBackoff   = 2 * time.Second
	patience     = 30 * time.Second
	writeTimeout = 5 * time.Second
)

// frame is what a connection's reader hands to the loop.
type frame struct {
	conn *websocket.Conn
	msg  protocol.ServerMessage
	at   time.Time
	err  error // the connection is lost; the reader has ended
}

type dialResult struct {
	conn *websocket.Conn
	err  error
}

// connect signs in if need be and opens the WebSocket, after a wait.
func (a *Agent) connect(ctx context.Context, wait time.Duration, signIn bool) {
	a.work.Go(func() {
		t := time.NewTimer(wait)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
		}
		conn, err := a.dial(ctx, signIn)
		select {
		case a.dialled <- dialResult{conn, err}:
		case <-a.over:
			if conn != nil {
				conn.Close()
			}
		}
	})
}

func (a *Agent) dial(ctx context.Context, signIn bool) (*websocket.Conn, error) {
	if signIn {
		if err := a.signIn(ctx); err != nil {
			return nil, err
		}
	}
	u := *a.all.desk.JoinPath("/api/v1/desk")
	origin := a.all.desk.Scheme + "://" + a.all.desk.Host
	u.Scheme = map[string]string{"http": "ws", "https": "wss"}[u.Scheme]
	d := websocket.Dialer{Jar: a.http.Jar, HandshakeTimeout: writeTimeout}
	conn, res, err := d.DialContext(ctx, u.String(), http.Header{"Origin": {origin}})
	if res != nil {
		res.Body.Close()
	}
	if err != nil && res != nil && res.StatusCode == http.StatusUnauthorized {
		return nil, errSignedOut
	}
	if err != nil {
		return nil, fmt.Errorf("open the desk: %w", err)
	}
	conn.SetReadLimit(1 << 20)
	return conn, hearPings(conn)
}

// hearPings answers the desk's pings, and gives the connection up when they stay away.
func hearPings(conn *websocket.Conn) error {
	answer := conn.PingHandler()
	conn.SetPingHandler(func(data string) error {
		if err := conn.SetReadDeadline(time.Now().Add(protocol.PongTimeout)); err != nil {
			return err
		}
		return answer(data)
	})
	return conn.SetReadDeadline(time.Now().Add(protocol.PongTimeout))
}

var errSignedOut = errors.New("signed out")

// signIn asks for a session cookie.
func (a *Agent) signIn(ctx context.Context) error {
	if a.http == nil {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return err
		}
		a.http = &http.Client{Jar: jar, Timeout: 15 * time.Second, Transport: a.all.transport}
	}
	body, err := json.Marshal(map[string]string{"username": a.opt.User, "password": a.opt.Password})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.all.desk.JoinPath("/api/v1/sessions").String(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := a.http.Do(req)
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	res.Body.Close()
	switch {
	case res.StatusCode == http.StatusCreated || res.StatusCode == http.StatusOK:
		return nil
	case res.StatusCode == http.StatusAccepted: // of a second factor an agent has no code
		return fmt.Errorf("%w: the account asks for a second step", ErrSignIn)
	case res.StatusCode >= 400 && res.StatusCode < 500 && res.StatusCode != http.StatusTooManyRequests:
		return fmt.Errorf("%w: %s", ErrSignIn, res.Status)
	}
	return fmt.Errorf("sign in: %s", res.Status)
}

// read gives the loop what comes over conn until it is lost.
func (a *Agent) read(conn *websocket.Conn) {
	a.work.Go(func() {
		for {
			f := frame{conn: conn}
			_, b, err := conn.ReadMessage()
			f.at = time.Now()
			if err == nil {
				err = json.Unmarshal(b, &f.msg)
			}
			f.err = err
			select {
			case a.frames <- f:
			case <-a.over:
				return
			}
			if err != nil {
				return
			}
		}
	})
}

// opened takes the outcome of connect.
func (a *Agent) opened(ctx context.Context, r dialResult) error {
	if r.err == nil {
		a.signed, a.backoff = true, firstBackoff
		a.conn = r.conn
		a.read(r.conn)
		a.write(protocol.ClientMessage{Type: protocol.ClientHello, Hello: &protocol.Hello{
			Version: protocol.Version, Session: a.session, LastSeq: a.lastSeq, Ready: !a.opt.Leads,
		}})
		return nil
	}
	if errors.Is(r.err, ErrSignIn) {
		return r.err
	}
	if errors.Is(r.err, errSignedOut) {
		a.signed = false
	}
	if a.session == "" && time.Since(a.first) > patience {
		return r.err
	}
	a.log.Debug("desk not reached", "error", r.err)
	a.connect(ctx, a.backoff, !a.signed)
	a.backoff = min(2*a.backoff, maxBackoff)
	return nil
}

// lost takes the end of a connection; an error ends the shift.
func (a *Agent) lost(ctx context.Context, err error) error {
	a.conn.Close()
	a.conn = nil
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		switch closed.Code {
		case protocol.CloseReplaced:
			return ErrReplaced
		case protocol.CloseVersion:
			return ErrVersion
		case websocket.ClosePolicyViolation, websocket.CloseMessageTooBig, websocket.CloseUnsupportedData:
			return fmt.Errorf("%w: %d %s", ErrOffender, closed.Code, closed.Text)
		}
	}
	a.log.Debug("desk connection lost", "error", err)
	a.connect(ctx, a.backoff, !a.signed)
	return nil
}

// send numbers a message, keeps it until it is answered, and writes it.
func (a *Agent) send(m protocol.ClientMessage) uint64 {
	a.lastID++
	m.ID = a.lastID
	a.unacked = append(a.unacked, m)
	if a.opt.OnSend != nil {
		a.opt.OnSend(m, time.Now())
	}
	a.write(m)
	return m.ID
}

// write sends a message if there is a connection. A failed write closes it; the
// reader tells the loop, and what was not answered is sent again after resuming.
func (a *Agent) write(m protocol.ClientMessage) {
	if a.conn == nil {
		return
	}
	err := a.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	if err == nil {
		err = a.conn.WriteJSON(m)
	}
	if err != nil {
		a.conn.Close()
	}
}

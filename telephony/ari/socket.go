package ari

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// maxMessage is far more than an event of Asterisk has.
const maxMessage = 1 << 20

// socket is one WebSocket connection. Its reader goroutine decodes what comes
// into the inbox, and closes that when the connection ends; its keeper goroutine
// pings, and closes the connection when the context is done.
type socket struct {
	conn  *websocket.Conn
	inbox *Mailbox[arrival]
	stop  chan struct{} // closed by close
	done  sync.WaitGroup
	once  sync.Once

	mu  sync.Mutex
	err error // why the reader ended; set before inbox is closed
}

// arrival is an event, or the news that we are replaced.
type arrival struct {
	event    Event
	replaced bool
}

func (l *Link) dial(ctx context.Context) (*socket, error) {
	target := "ws" + strings.TrimPrefix(l.rest.base, "http") + "/events?" +
		params("app", l.cfg.App, "subscribeAll", "true").Encode()
	credentials := base64.StdEncoding.EncodeToString([]byte(l.cfg.User + ":" + l.cfg.Password))
	dialer := websocket.Dialer{HandshakeTimeout: l.cfg.RequestTimeout, ReadBufferSize: 64 << 10}
	ctxDial, cancel := context.WithTimeout(ctx, l.cfg.RequestTimeout)
	defer cancel()
	conn, resp, err := dialer.DialContext(ctxDial, target, http.Header{"Authorization": {"Basic " + credentials}})
	if err != nil {
		if resp != nil {
			_ = resp.Body.Close() // the dialer has read it
			if resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden {
				return nil, ErrUnauthorized
			}
			return nil, fmt.Errorf("ari: WebSocket refused: %s", resp.Status)
		}
		return nil, fmt.Errorf("ari: no WebSocket: %w", err)
	}
	conn.SetReadLimit(maxMessage)
	s := &socket{conn: conn, inbox: NewMailbox[arrival](), stop: make(chan struct{})}
	s.done.Add(2)
	go s.read(l)
	go s.keep(ctx, l.cfg)
	return s, nil
}

// close ends the connection and waits for both goroutines. Idempotent.
func (s *socket) close() {
	s.once.Do(func() { close(s.stop) })
	s.done.Wait()
}

// reason is why the connection ended; valid once inbox is closed.
func (s *socket) reason() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

func (s *socket) read(l *Link) {
	defer s.done.Done()
	defer s.inbox.Close()
	alive := func() error { return s.conn.SetReadDeadline(time.Now().Add(l.cfg.StallAfter)) }
	s.conn.SetPongHandler(func(string) error { return alive() })
	for {
		err := alive()
		var data []byte
		if err == nil {
			_, data, err = s.conn.ReadMessage()
		}
		if err != nil {
			var timeout net.Error
			if errors.As(err, &timeout) && timeout.Timeout() {
				err = ErrStalled
			}
			s.mu.Lock()
			s.err = fmt.Errorf("ari: WebSocket lost: %w", err)
			s.mu.Unlock()
			return
		}
		s.take(l, data)
	}
}

// take decodes one message and keeps it if it is of use.
func (s *socket) take(l *Link, data []byte) {
	d := decode(data)
	l.metrics.received(d)
	if d.fault != faultNone {
		l.log.Warn("an event from Asterisk is not as expected", "type", d.kind, "fault", d.fault, "err", d.err)
	}
	switch {
	case d.kind == "ApplicationReplaced":
		s.inbox.Put(arrival{replaced: true})
	case d.event != nil:
		s.inbox.Put(arrival{event: d.event})
	default:
		l.log.Log(context.Background(), slog.LevelDebug, "an event passed over", "type", d.kind)
	}
}

func (s *socket) keep(ctx context.Context, cfg Config) {
	defer s.done.Done()
	// Closing the network connection ends the reader. A parting word is tried
	// for a moment only: the peer may be dead.
	defer func() {
		bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
		_ = s.conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(100*time.Millisecond))
		_ = s.conn.Close()
	}()
	tick := time.NewTicker(cfg.PingEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
			// A ping that cannot be written is noticed by the reader, as silence.
			_ = s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(cfg.PingEvery))
		}
	}
}

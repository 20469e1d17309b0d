package agentdesk

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
)

// TestLyingBrowsers: each is refused and counted, the offender's connection is
// closed, and an honest desk beside it notices nothing.
func TestLyingBrowsers(t *testing.T) {
	hello := func(p *page) {
		p.hello(protocol.Hello{})
		p.want(protocol.ServerSnapshot)
	}
	raw := func(p *page, kind int, s string) {
		if err := p.ws.WriteMessage(kind, []byte(s)); err != nil {
			p.t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name, kind string
		lie        func(h *house, p *page)
		code       int
		count      int
	}{
		{"speaks before hello", "no_hello", func(_ *house, p *page) {
			p.command(protocol.ClientMessage{Type: protocol.ClientReady})
		}, 1008, 1},
		{"garbage instead of hello", "no_hello", func(_ *house, p *page) { raw(p, websocket.TextMessage, "GET / HTTP/1.1") }, 1008, 1},
		{"binary", "binary", func(_ *house, p *page) { hello(p); raw(p, websocket.BinaryMessage, "{}") }, 1003, 1},
		{"oversized", "too_large", func(_ *house, p *page) {
			hello(p)
			raw(p, websocket.TextMessage, `{"type":"pause","id":1,"reason":"`+strings.Repeat("x", protocol.MaxMessageBytes)+`"}`)
		}, 1009, 1},
		{"oversized beyond reading", "", func(_ *house, p *page) {
			hello(p)
			_ = p.ws.WriteMessage(websocket.TextMessage, make([]byte, 1<<20)) // fails once it is closed
		}, 1009, 0},
		{"unknown types", "unknown_type", func(_ *house, p *page) {
			hello(p)
			for range protocol.MaxOffences {
				raw(p, websocket.TextMessage, `{"type":"spy","id":1,"call":"c1"}`)
			}
		}, 1008, protocol.MaxOffences},
		{"not JSON", "bad_message", func(_ *house, p *page) {
			hello(p)
			for range protocol.MaxOffences {
				raw(p, websocket.TextMessage, `{"type":`)
			}
		}, 1008, protocol.MaxOffences},
		{"hello again and again", "bad_message", func(_ *house, p *page) {
			hello(p)
			for range protocol.MaxOffences {
				p.send(protocol.ClientMessage{Type: protocol.ClientHello, Hello: &protocol.Hello{Version: 1}})
			}
		}, 1008, protocol.MaxOffences},
		{"another's call", "not_yours", func(_ *house, p *page) {
			hello(p)
			for range protocol.MaxOffences {
				p.command(protocol.ClientMessage{Type: protocol.ClientHangup, Call: "c1"})
			}
		}, 1008, protocol.MaxOffences},
		{"listens, and is no shift leader", "not_allowed", func(_ *house, p *page) {
			hello(p)
			for range protocol.MaxOffences {
				p.command(protocol.ClientMessage{Type: protocol.ClientListen, Call: "c1"})
			}
		}, 1008, protocol.MaxOffences},
		{"mutes another's call", "not_yours", func(_ *house, p *page) {
			hello(p)
			for range protocol.MaxOffences {
				p.command(protocol.ClientMessage{Type: protocol.ClientMute, Call: "c1", On: true})
			}
		}, 1008, protocol.MaxOffences},
		{"flood", "flood", func(_ *house, p *page) {
			hello(p)
			for range 4 * protocol.MaxBurst {
				p.nextID++
				_ = p.ws.WriteJSON(protocol.ClientMessage{Type: protocol.ClientReady, ID: p.nextID}) // fails once it is closed
			}
		}, 1008, 1},
		{"flood of pings", "flood", func(_ *house, p *page) {
			hello(p)
			for range 4 * protocol.MaxBurst {
				_ = p.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)) // fails once it is closed
			}
		}, 1008, 1},
		{"another version", "", func(_ *house, p *page) {
			p.send(protocol.ClientMessage{Type: protocol.ClientHello, Hello: &protocol.Hello{Version: 99}})
		}, protocol.CloseVersion, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHouse(t, Config{}, nil)
			h.engine.do = func(_ context.Context, cmd telephony.Command) error {
				if cmd.Operator == "op02" && cmd.Call == "c1" {
					return telephony.ErrNotYours
				}
				return nil
			}
			honest := h.open(t, "op01", protocol.Hello{})
			h.Call("op01", offered("c1"))
			honest.want(protocol.ServerCall)
			honest.want(protocol.ServerCard)

			liar := h.dial(t, "op02")
			tt.lie(h, liar)
			before := liar.wantClose(tt.code)
			if tt.code == protocol.CloseVersion {
				if len(before) != 1 || before[0].Welcome == nil || before[0].Welcome.Version != protocol.Version {
					t.Errorf("an old page is told %+v", before)
				}
			} else if tt.kind != "" && (len(before) == 0 || before[len(before)-1].Error == nil) {
				t.Errorf("the liar is not told why: %+v", before)
			}
			for _, m := range before {
				if m.Call != nil || m.Card != nil {
					t.Errorf("the liar sees %+v", m)
				}
			}
			if tt.kind != "" {
				if n := h.offences(t, tt.kind); n != tt.count {
					t.Errorf("%d offences of kind %s counted, want %d", n, tt.kind, tt.count)
				}
			}

			id := honest.command(protocol.ClientMessage{Type: protocol.ClientAccept, Call: "c1"})
			if m := honest.want(protocol.ServerAck); m.ID != id {
				t.Errorf("the honest desk: %+v", m)
			}
			if h.gateway.muted["op02c1"] {
				t.Error("the liar muted another's call")
			}
		})
	}
}

func TestAnothersSessionIsRefused(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	honest := h.open(t, "op01", protocol.Hello{})
	h.Call("op01", offered("c1"))
	honest.want(protocol.ServerCall)
	honest.want(protocol.ServerCard)

	thief := h.dial(t, "op02")
	thief.hello(protocol.Hello{Session: honest.welcome.Session, LastSeq: 1})
	if thief.welcome.Resumed || thief.welcome.Session == honest.welcome.Session || thief.welcome.Operator != "op02" {
		t.Fatalf("welcome %+v", thief.welcome)
	}
	if s := thief.want(protocol.ServerSnapshot).Snapshot; s.Call != nil || s.Card != nil {
		t.Errorf("the thief sees %+v", s)
	}
	if h.offences(t, "foreign_session") != 1 {
		t.Error("not counted")
	}
	honest.command(protocol.ClientMessage{Type: protocol.ClientReady})
	honest.want(protocol.ServerAck)
}

// TestRawGarbage: bytes that are no WebSocket frames end that connection alone.
func TestRawGarbage(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	honest, liar := h.open(t, "op01", protocol.Hello{}), h.open(t, "op02", protocol.Hello{})
	if _, err := io.WriteString(liar.ws.NetConn(), strings.Repeat("\xff\x00garbage", 50)); err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := liar.read(); err != nil {
			break
		}
	}
	// gorilla closes such a connection before we learn of it.
	tick, end := time.NewTicker(time.Millisecond), time.NewTimer(patience)
	defer tick.Stop()
	defer end.Stop()
	for h.offences(t, "malformed") != 1 {
		select {
		case <-tick.C:
		case <-end.C:
			t.Fatal("not counted")
		}
	}
	honest.command(protocol.ClientMessage{Type: protocol.ClientReady})
	honest.want(protocol.ServerAck)
}

package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
)

// TestLyingBrowsers: whatever a browser claims that is not so is refused, with
// the right status and a sentence, and logged; offenders are shown the door. Two
// others talk all the while and notice nothing.
func TestLyingBrowsers(t *testing.T) {
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	auditor := s.token("auditor")
	reports := make(chan callsim.AgentReport, 4)
	op := operator(t, s, callsim.AgentOptions{User: "op01", Record: true, OnCall: func(r callsim.AgentReport) { reports <- r }})
	hangup := func(from string) string {
		id := s.calls(auditor, from)[0].ID
		if err := op.Do(t.Context(), protocol.ClientMessage{Type: protocol.ClientHangup, Call: id}); err != nil {
			t.Fatal(err)
		}
		return id
	}
	const earlier, from = "0912800001", "0912800002"
	z := s.citizen(t, earlier)
	hears(t, s, z, operatorTone)
	hangup(earlier)
	clean(t, z, callsim.EndedByRemote)
	next(t, reports)
	over := s.archived(auditor, earlier)

	z = s.citizen(t, from)
	hears(t, s, z, operatorTone)
	v := victim{over: over, call: s.calls(auditor, from)[0].ID, auditor: auditor}
	for _, part := range []struct {
		name string
		test func(*testing.T, *stack, victim)
	}{{"desk", lyingDesks}, {"sessions", strangeSessions}, {"requests", lyingRequests}, {"paths", strangePaths}} {
		t.Run(part.name, func(t *testing.T) {
			inner := *s
			inner.t = t
			part.test(t, &inner, v)
		})
	}

	hears(t, s, z, operatorTone)
	hangup(from)
	clean(t, z, callsim.EndedByRemote)
	if r := next(t, reports); r.PacketsLost != 0 || r.Failed() || seconds(r.Heard, 8000, citizenTone) < float64(r.DurationMs)/1000-1 {
		r.Heard = nil
		t.Errorf("the operator: %s", asJSON(r))
	}
	if n := op.MissedMessages(); n != 0 {
		t.Errorf("the honest operator missed %d messages", n)
	}
	r := s.archived(auditor, from)
	checkEnd(t, r, "operator", "hangup", "op01")
	counts(t, r, map[string]int{"call.connected": 1, "call.held": 0, "call.digit": 0, "call.operator_lost": 0})
	if len(r.Tickets) != 0 {
		t.Errorf("tickets of the call: %v", r.Tickets)
	}
}

// victim is what the liars are after: a conversation of others, and one that is over.
type victim struct {
	call    string
	over    record
	auditor string
}

// dial opens the desk's WebSocket; header is added to an honest browser's.
func (b *caller) dial(t *testing.T, header http.Header) (*websocket.Conn, *http.Response, error) {
	t.Helper()
	h := http.Header{"Origin": {b.s.http}}
	for k, v := range header {
		h[k] = v
	}
	d := websocket.Dialer{Jar: b.http.Jar, HandshakeTimeout: 5 * time.Second}
	ws, res, err := d.DialContext(t.Context(), "ws"+strings.TrimPrefix(b.s.http, "http")+"/api/v1/desk", h)
	if ws != nil {
		t.Cleanup(func() { _ = ws.Close() })
	}
	return ws, res, err
}

// desk opens the desk of a user.
func (s *stack) desk(t *testing.T, user string) *websocket.Conn {
	t.Helper()
	ws, res, err := s.browser(t, user).dial(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return ws
}

// say sends raw text; it fails once the server has closed.
func say(ws *websocket.Conn, texts ...string) {
	for _, text := range texts {
		if ws.WriteMessage(websocket.TextMessage, []byte(text)) != nil {
			return
		}
	}
}

const helloText = `{"type":"hello","hello":{"version":1}}`

// told reads what the desk says until want says that this is it.
func told(t *testing.T, ws *websocket.Conn, what string, want func(protocol.ServerMessage) bool) protocol.ServerMessage {
	t.Helper()
	if err := ws.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	for {
		var m protocol.ServerMessage
		if err := ws.ReadJSON(&m); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if want(m) {
			return m
		}
	}
}

// shutOut reads to the end of a connection, which must come with a code; it gives
// the errors that were told before.
func shutOut(t *testing.T, ws *websocket.Conn, code int) []protocol.ServerMessage {
	t.Helper()
	if err := ws.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	var errs []protocol.ServerMessage
	for {
		var m protocol.ServerMessage
		err := ws.ReadJSON(&m)
		var closed *websocket.CloseError
		switch {
		case errors.As(err, &closed):
			if closed.Code != code {
				t.Errorf("closed with %v, want %d", closed, code)
			}
			return errs
		case err != nil:
			t.Fatalf("%v, want a close frame with %d", err, code)
		}
		if m.Call != nil || m.Card != nil || m.Snapshot != nil && m.Snapshot.Call != nil {
			t.Errorf("the liar is shown %s", asJSON(m))
		}
		if m.Error != nil {
			if m.Error.Message == "" {
				t.Errorf("no sentence in %s", asJSON(m))
			}
			errs = append(errs, m)
		}
	}
}

func lyingDesks(t *testing.T, s *stack, v victim) {
	grab := func(kinds ...string) func(*websocket.Conn) {
		return func(ws *websocket.Conn) {
			say(ws, helloText)
			for i := range protocol.MaxOffences {
				extra := map[string]string{"dtmf": `,"digits":"1"`, "mute": `,"on":true`}[kinds[i%len(kinds)]]
				say(ws, fmt.Sprintf(`{"type":%q,"id":%d,"call":%q%s}`, kinds[i%len(kinds)], i+1, v.call, extra))
			}
		}
	}
	again := func(text string) func(*websocket.Conn) {
		return func(ws *websocket.Conn) {
			say(ws, helloText)
			for range protocol.MaxOffences {
				say(ws, text)
			}
		}
	}
	for _, c := range []struct {
		name, kind string // kind as the log has it
		lie        func(*websocket.Conn)
		code       int
		errs       int // told before the end, at least
	}{
		{"another's call: accept, hang up, hold, keys, …", "not_yours", grab("accept", "hangup", "hold", "dtmf", "resume", "mute", "reject"), 1008, 1},
		{"a call that never was", "not_yours", func(ws *websocket.Conn) {
			say(ws, helloText)
			for i := range protocol.MaxOffences {
				say(ws, fmt.Sprintf(`{"type":"hangup","id":%d,"call":"test1-1.1"}`, i+1))
			}
		}, 1008, 1},
		{"no hello", "no_hello", func(*websocket.Conn) {}, 1008, 1},
		{"a command before hello", "no_hello", func(ws *websocket.Conn) { say(ws, `{"type":"ready","id":1}`) }, 1008, 1},
		{"binary", "binary", func(ws *websocket.Conn) {
			say(ws, helloText)
			_ = ws.WriteMessage(websocket.BinaryMessage, []byte{0, 1, 2}) // fails once it is closed
		}, 1003, 1},
		{"too large", "too_large", func(ws *websocket.Conn) {
			say(ws, helloText, `{"type":"pause","id":1,"reason":"`+strings.Repeat("x", protocol.MaxMessageBytes)+`"}`)
		}, 1009, 1},
		{"of an unknown type", "unknown_type", again(`{"type":"wiretap","id":1,"call":"` + v.call + `"}`), 1008, protocol.MaxOffences},
		{"malformed", "bad_message", again(`{"type":`), 1008, protocol.MaxOffences},
		{"hello again", "bad_message", again(helloText), 1008, protocol.MaxOffences},
		{"flood", "flood", func(ws *websocket.Conn) {
			say(ws, helloText)
			for i := range 4 * protocol.MaxBurst {
				say(ws, fmt.Sprintf(`{"type":"pause","id":%d}`, i+1))
			}
		}, 1008, 1},
		{"not a WebSocket frame", "malformed", func(ws *websocket.Conn) {
			say(ws, helloText)
			_, _ = ws.NetConn().Write([]byte("GET /api/v1/calls HTTP/1.1\r\n\r\n")) // fails once it is closed
		}, 1002, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			ws := s.desk(t, "op05")
			c.lie(ws)
			if errs := shutOut(t, ws, c.code); len(errs) < c.errs {
				t.Errorf("the liar was told %d errors, want %d: %s", len(errs), c.errs, asJSON(errs))
			}
			inner := *s
			inner.t = t
			inner.eventually(patience, "the log names it", func() bool {
				for _, line := range inner.logged("kind=" + c.kind) {
					if strings.Contains(line, "operator=op05") {
						return true
					}
				}
				return false
			})
		})
	}
}

// strangeSessions: a session that is another's is nobody's.
func strangeSessions(t *testing.T, s *stack, _ victim) {
	honest := s.desk(t, "op02")
	say(honest, helloText)
	welcome := told(t, honest, "op02's welcome", func(m protocol.ServerMessage) bool { return m.Welcome != nil }).Welcome

	thief := s.desk(t, "op03")
	say(thief, `{"type":"hello","hello":{"version":1,"session":"`+welcome.Session+`","last_seq":1}}`)
	got := told(t, thief, "op03's welcome", func(m protocol.ServerMessage) bool { return m.Welcome != nil }).Welcome
	if got.Resumed || got.Session == welcome.Session || got.Operator != "op03" {
		t.Errorf("op03 named the session of op02 and got %s", asJSON(got))
	}
	if len(s.logged("kind=foreign_session")) != 1 {
		t.Error("the log does not tell of the stolen session")
	}
	say(honest, `{"type":"pause","id":1,"reason":"họp"}`)
	told(t, honest, "op02 is served as before", func(m protocol.ServerMessage) bool { return m.Type == protocol.ServerAck && m.ID == 1 })

	op05 := s.browser(t, "op05")
	for _, c := range []struct {
		name   string
		who    *caller
		header http.Header
		status int
	}{
		{"from another site", op05, http.Header{"Origin": {"http://evil.example"}}, http.StatusForbidden},
		{"from no site that has a name", op05, http.Header{"Origin": {"null"}}, http.StatusForbidden},
		{"with no session", s.browser(t, ""), nil, http.StatusUnauthorized},
		{"with a session that never was", s.browser(t, ""), http.Header{"Cookie": {"hotline_session=abc"}}, http.StatusUnauthorized},
		{"as an auditor", s.browser(t, "kiemtra"), nil, http.StatusForbidden},
		{"as a program with an operator's rights", s.browser(t, ""), http.Header{"Authorization": {"Bearer " + s.token("operator")}}, http.StatusForbidden},
	} {
		t.Run("desk "+c.name, func(t *testing.T) {
			_, res, err := c.who.dial(t, c.header)
			if err == nil || res == nil {
				t.Fatalf("the desk was opened (%v)", err)
			}
			defer func() { _ = res.Body.Close() }()
			refused(t, res, c.status)
		})
	}
}

package agentdesk

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
)

// TestNothingIsLostOrDoubled lets connections break at random moments, before
// and after messages are read, while the engine shows and the page commands:
// the page sees every message once and in order, the engine gets every command
// once and in order, every command is answered.
func TestNothingIsLostOrDoubled(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	users := 0
	rapid.Check(t, func(rt *rapid.T) {
		users++
		user := fmt.Sprintf("op%d", users)
		p := h.open(t, user, protocol.Hello{})
		h.expect(t, user+" up")
		shown, seen := 0, 0               // statuses
		unanswered := map[uint64]string{} // commands by ID
		var order []uint64
		take := func(m protocol.ServerMessage) {
			switch m.Type {
			case protocol.ServerStatus:
				seen++
				if m.Status.Reason != strconv.Itoa(seen) {
					t.Fatalf("status %s where %d was due", m.Status.Reason, seen)
				}
			case protocol.ServerAck:
				if _, ok := unanswered[m.ID]; !ok && m.ID > p.nextID {
					t.Fatalf("ack of %d, which was never sent", m.ID)
				}
				delete(unanswered, m.ID)
			default:
				t.Fatalf("unexpected %+v", m)
			}
		}
		resume := func() {
			p = h.comeBack(p, user)
			if !p.welcome.Resumed {
				t.Fatal("not resumed")
			}
			for _, id := range order { // what the server has not taken up, in order; sometimes also what it has
				if reason, ok := unanswered[id]; ok && (id > p.welcome.LastID || rapid.Bool().Draw(rt, "repeat")) {
					p.send(protocol.ClientMessage{Type: protocol.ClientPause, ID: id, Reason: reason})
				}
			}
		}
		sent := 0
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"show", "show", "command", "command", "read", "break", "half-open"}).Draw(rt, "step") {
			case "show":
				shown++
				h.Status(telephony.OperatorView{Operator: user, Reason: strconv.Itoa(shown)})
			case "command":
				sent++
				reason := strconv.Itoa(sent)
				id := p.nextID + 1
				unanswered[id], order = reason, append(order, id)
				p.command(protocol.ClientMessage{Type: protocol.ClientPause, Reason: reason})
			case "read":
				if seen < shown {
					m, err := p.read()
					if err != nil {
						t.Fatal(err)
					}
					take(m)
				}
			case "break":
				_ = p.ws.NetConn().Close()
				resume()
			case "half-open":
				resume() // the old connection still stands, unread
			}
		}
		for seen < shown || len(unanswered) > 0 {
			m, err := p.read()
			if err != nil {
				t.Fatal(err)
			}
			take(m)
		}
		for i := range sent {
			h.expect(t, fmt.Sprintf("%s pause %d", user, i+1))
		}
		_ = p.ws.Close()
	})
}

// TestLostConnectionIsDoubtedAtOnce: the gateway is told that a desk's connection is gone
// while a command of that desk still takes its time, and that it is back; nobody else learns of it.
func TestLostConnectionIsDoubtedAtOnce(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	doubts := make(chan string, 100)
	h.gateway.doubt = func(operator string, on bool) { doubts <- fmt.Sprint(operator, " ", on) }
	expect := func(want string) {
		t.Helper()
		if got := await(t, "the gateway to be told", doubts); got != want {
			t.Fatalf("the gateway was told %q, want %q", got, want)
		}
	}
	busy := make(chan struct{})
	defer close(busy)
	h.engine.do = func(ctx context.Context, _ telephony.Command) error {
		select {
		case <-busy:
		case <-ctx.Done():
		}
		return nil
	}
	p := h.open(t, "op01", protocol.Hello{})
	expect("op01 false")
	h.expect(t, "op01 up")
	p.command(protocol.ClientMessage{Type: protocol.ClientPause, Reason: "1"})
	h.expect(t, "op01 pause 1")

	_ = p.ws.NetConn().Close()
	expect("op01 true")
	back := h.comeBack(p, "op01")
	expect("op01 false")
	h.comeBack(back, "op01") // the old connection still stands, and ends now
	expect("op01 false")
	if len(doubts) != 0 || len(h.engine.asked) != 0 {
		t.Errorf("then the gateway was told %d things, and the engine asked %d", len(doubts), len(h.engine.asked))
	}
}

func TestStreamKeepsItsBound(t *testing.T) {
	s := newStream("s", 10)
	for range 25 {
		s.add(protocol.ServerMessage{Type: protocol.ServerAck}, nil)
	}
	for seq, want := range map[uint64]bool{14: false, 15: true, 20: true, 25: true, 26: false} {
		if s.has(seq) != want {
			t.Errorf("has(%d) = %v", seq, !want)
		}
	}
	if rest, ok := s.after(20, 3); !ok || len(rest) != 3 {
		t.Errorf("after(20, 3): %d, %v", len(rest), ok)
	}
	if _, ok := s.after(3, 3); ok {
		t.Error("after(3) gives what is gone")
	}
}

func TestTooFarBehindBeginsAnew(t *testing.T) {
	h := newHouse(t, Config{Kept: 20}, nil)
	p := h.open(t, "op01", protocol.Hello{})
	_ = p.ws.Close()
	for i := range 30 {
		h.Status(telephony.OperatorView{Operator: "op01", Reason: strconv.Itoa(i), Status: telephony.StatusPaused})
	}
	h.engine.mu.Lock()
	h.engine.view["op01"] = telephony.OperatorView{Operator: "op01", Reason: "29"}
	h.engine.mu.Unlock()
	again := h.comeBack(p, "op01")
	if again.welcome.Resumed || again.welcome.Session == p.welcome.Session {
		t.Error("resumed with a gap")
	}
	if s := again.want(protocol.ServerSnapshot).Snapshot; s.Status.Reason != "29" {
		t.Errorf("snapshot %+v", s.Status)
	}
}

func TestRepeatedCommands(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p := h.open(t, "op01", protocol.Hello{})
	h.expect(t, "op01 up")
	p.command(protocol.ClientMessage{Type: protocol.ClientReady})
	p.want(protocol.ServerAck)
	h.expect(t, "op01 ready ")
	p.send(protocol.ClientMessage{Type: protocol.ClientReady, ID: 1})
	if m := p.want(protocol.ServerAck); m.ID != 1 {
		t.Errorf("repeated command answered %+v", m)
	}
	p.send(protocol.ClientMessage{Type: protocol.ClientReady, ID: 9}) // a gap
	p.want(protocol.ServerAck)
	h.expect(t, "op01 ready ")
	p.send(protocol.ClientMessage{Type: protocol.ClientReady, ID: 5}) // never taken, and too late
	if m := p.want(protocol.ServerError); m.ID != 5 {
		t.Errorf("late command answered %+v", m)
	}
	if len(h.engine.asked) != 0 {
		t.Errorf("done twice: %s", <-h.engine.asked)
	}
}

package agentdesk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// TestTakenWhileAway: a call that the engine after a restart takes from an operator before her
// desk is back is what the desk finds, with the caller's card, as long as its ticket is due.
func TestTakenWhileAway(t *testing.T) {
	for _, owed := range []telephony.Status{telephony.StatusWrapUp, telephony.StatusReady} {
		t.Run(string(owed), func(t *testing.T) {
			h := newHouse(t, Config{CardWait: patience}, nil)
			h.engine.owed = owed
			v := offered("c1")
			v.State, v.Gone = call.StateForwarded, string(call.GoneTransferred)
			h.Call("op01", v)
			p := h.dial(t, "op01")
			p.hello(protocol.Hello{Ready: true})
			s := p.want(protocol.ServerSnapshot).Snapshot
			if owed != telephony.StatusWrapUp {
				if s.Call != nil || s.Card != nil {
					t.Errorf("nothing is due, and the desk shows %+v %+v", s.Call, s.Card)
				}
				return
			}
			if s.Call == nil || s.Call.ID != "c1" || s.Call.Gone != "transferred" || s.Status.Status != "wrapup" {
				t.Fatalf("the desk finds %+v", s)
			}
			if s.Card == nil {
				s.Card = p.want(protocol.ServerCard).Card
			}
			if s.Card.Call != "c1" || s.Card.Name == "" {
				t.Errorf("card %+v", s.Card)
			}
		})
	}
}

func TestShift(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p := h.dial(t, "op01")
	p.hello(protocol.Hello{Ready: true})
	if p.welcome.Operator != "op01" || p.welcome.Name != "Tên op01" || p.welcome.Session == "" || p.welcome.Resumed {
		t.Errorf("welcome %+v", p.welcome)
	}
	snapshot := p.want(protocol.ServerSnapshot).Snapshot
	if snapshot.Status.Status != "ready" || snapshot.Media != "down" || snapshot.Queue.Today != 7 || snapshot.Call != nil {
		t.Errorf("snapshot %+v", snapshot)
	}
	h.expect(t, "op01 up")
	if got := h.engine.profile.Skills; len(got) != 1 || got[0] != "lang:en" {
		t.Errorf("the engine was told of the skills %v", got)
	}

	p.command(protocol.ClientMessage{Type: protocol.ClientMediaOffer, SDP: "v=0"})
	p.want(protocol.ServerMedia)
	if m := p.want(protocol.ServerMediaAnswer); m.SDP != "answer to v=0" || m.ID != 1 {
		t.Errorf("media answer %+v", m)
	}
	h.expect(t, "op01 media up")

	v := offered("c1")
	h.Call("op01", v)
	if m := p.want(protocol.ServerCall); m.Call.ID != "c1" || m.Call.State != "offered" {
		t.Errorf("screen-pop %+v", m.Call)
	}
	if m := p.want(protocol.ServerCard); !m.Card.Complete || m.Card.Name == "" || m.Card.Call != "c1" || m.Card.Tickets == nil {
		t.Errorf("card %+v", m.Card)
	}
	for _, c := range []struct {
		send protocol.ClientMessage
		want string
	}{
		{protocol.ClientMessage{Type: protocol.ClientAccept, Call: "c1"}, "op01 accept c1"},
		{protocol.ClientMessage{Type: protocol.ClientHold, Call: "c1"}, "op01 hold c1"},
		{protocol.ClientMessage{Type: protocol.ClientResume, Call: "c1"}, "op01 resume c1"},
		{protocol.ClientMessage{Type: protocol.ClientDTMF, Call: "c1", Digits: "5#"}, "op01 dtmf c15#"},
		{protocol.ClientMessage{Type: protocol.ClientPause, Reason: "Nghỉ"}, "op01 pause Nghỉ"},
		{protocol.ClientMessage{Type: protocol.ClientReady}, "op01 ready "},
	} {
		id := p.command(c.send)
		h.expect(t, c.want)
		if m := p.want(protocol.ServerAck); m.ID != id {
			t.Errorf("ack of %d, want %d", m.ID, id)
		}
	}

	p.command(protocol.ClientMessage{Type: protocol.ClientMute, Call: "c1", On: true})
	if m := p.want(protocol.ServerCall); !m.Call.Muted {
		t.Error("the call is not shown muted")
	}
	p.want(protocol.ServerAck)
	v.State = call.StateHeld
	h.Call("op01", v)
	if m := p.want(protocol.ServerCall); !m.Call.Muted || m.Call.State != "held" {
		t.Errorf("held: %+v", m.Call)
	}

	p.command(protocol.ClientMessage{Type: protocol.ClientHangup, Call: "c1"})
	h.expect(t, "op01 hangup c1")
	p.want(protocol.ServerAck)
	v.State, v.Gone = call.StateEnded, "ended"
	h.Call("op01", v)
	p.want(protocol.ServerCall)
	p.command(protocol.ClientMessage{Type: protocol.ClientMute, Call: "c1", On: false})
	if m := p.want(protocol.ServerError); m.Error.Code != protocol.CodeUnknownCall || m.Error.Message == "" {
		t.Errorf("mute after the end: %+v", m.Error)
	}

	p.send(protocol.ClientMessage{Type: protocol.ClientBye})
	p.wantClose(websocket.CloseNormalClosure)
	h.expect(t, "op01 down")
	if h.gateway.Up("op01") {
		t.Error("the audio outlives the shift")
	}
}

// The desk names a unit, or somebody of it; the directory says which telephones those are.
func TestConsult(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p := h.open(t, "op01", protocol.Hello{})
	h.expect(t, "op01 up")
	v := offered("c1")
	h.Call("op01", v)
	p.want(protocol.ServerCall)
	p.want(protocol.ServerCard)
	for _, tt := range []struct {
		officer string
		want    []string
	}{
		{"", []string{"0225300001", "0225300002", "0225300003"}},
		{"0225300001", []string{"0225300001", "0225300002", "0225300003"}},
		{"0225300003", []string{"0225300003", "0225300001", "0225300002"}},
	} {
		p.command(protocol.ClientMessage{Type: protocol.ClientConsult, Call: "c1", Unit: "CAP-NUOC", Officer: tt.officer, About: "1"})
		h.expect(t, "op01 consult c1")
		p.want(protocol.ServerAck)
		h.engine.mu.Lock()
		cmd := h.engine.last
		h.engine.mu.Unlock()
		if !slices.Equal(cmd.Numbers, tt.want) || cmd.Unit != "CAP-NUOC" || cmd.About != "1" {
			t.Errorf("%q: %+v", tt.officer, cmd)
		}
	}
	for _, tt := range []struct{ unit, officer, code string }{
		{"CAP-DIEN", "", protocol.CodeNobody},
		{"CAP-NUOC", "0900000000", protocol.CodeNobody},
		{"AWAY", "", protocol.CodeInternal},
	} {
		p.command(protocol.ClientMessage{Type: protocol.ClientConsult, Call: "c1", Unit: tt.unit, Officer: tt.officer})
		if m := p.want(protocol.ServerError); m.Error.Code != tt.code {
			t.Errorf("%+v: %+v", tt, m.Error)
		}
	}
	for typ, kind := range map[protocol.ClientType]telephony.CommandKind{
		protocol.ClientEmergency: telephony.CmdEmergency, protocol.ClientSwap: telephony.CmdSwap, protocol.ClientThreeWay: telephony.CmdThreeWay,
		protocol.ClientNext:     telephony.CmdNext,
		protocol.ClientTakeBack: telephony.CmdTakeBack, protocol.ClientComplete: telephony.CmdComplete,
	} {
		m := protocol.ClientMessage{Type: typ, Call: "c1"}
		if typ == protocol.ClientEmergency {
			m.Unit = "113"
		}
		p.command(m)
		h.expect(t, "op01 "+string(kind)+" c1")
		p.want(protocol.ServerAck)
	}

	p.command(protocol.ClientMessage{Type: protocol.ClientPlace, Number: "0912345678", Ticket: "26-000012-7"})
	h.expect(t, "op01 call ")
	p.want(protocol.ServerAck)
	h.engine.mu.Lock()
	if cmd := h.engine.last; !slices.Equal(cmd.Numbers, []string{"0912345678"}) || cmd.Ticket != "26-000012-7" {
		t.Errorf("placed: %+v", cmd)
	}
	h.engine.mu.Unlock()

	v.State, v.Officer = call.StateHeld, telephony.OfficerView{Phase: call.PhaseAside, Number: "0225300001", Unit: "CAP-NUOC"}
	v.Hears, v.Can = "operator:officer officer:operator", "swap three_way"
	h.Call("op01", v)
	m := p.want(protocol.ServerCall)
	if m.Call.Officer == nil || *m.Call.Officer != (protocol.Officer{Phase: "aside", Number: "0225300001", Unit: "CAP-NUOC"}) ||
		!reflect.DeepEqual(m.Call.Hears, map[string][]string{"operator": {"officer"}, "officer": {"operator"}}) ||
		!slices.Equal(m.Call.Can, []string{"swap", "three_way"}) {
		t.Errorf("shown: %+v", m.Call)
	}
}

func TestErrorsOfCommands(t *testing.T) {
	h := newHouse(t, Config{CommandLimit: 20 * time.Millisecond}, nil)
	p := h.open(t, "op01", protocol.Hello{})
	h.Call("op01", offered("c1"))
	p.want(protocol.ServerCall)
	p.want(protocol.ServerCard)
	for _, tt := range []struct {
		err  error
		code string
	}{
		{telephony.ErrNotNow, protocol.CodeNotNow},
		{telephony.ErrNotYours, protocol.CodeNotYours},
		{telephony.ErrUnknownCall, protocol.CodeUnknownCall},
		{telephony.ErrNoMedia, protocol.CodeNoMedia},
		{telephony.ErrLinkDown, protocol.CodeLinkDown},
		{telephony.ErrOwnNumber, protocol.CodeOwnNumber},
		{errors.Join(telephony.ErrDenied, errors.New("too many")), protocol.CodeDenied},
		{errors.New("disk on fire"), protocol.CodeInternal},
		{nil, protocol.CodeInternal}, // does not answer in time
	} {
		h.engine.mu.Lock()
		h.engine.do = func(ctx context.Context, _ telephony.Command) error {
			if tt.err == nil {
				<-ctx.Done()
				return ctx.Err()
			}
			return tt.err
		}
		h.engine.mu.Unlock()
		id := p.command(protocol.ClientMessage{Type: protocol.ClientAccept, Call: "c1"})
		if m := p.want(protocol.ServerError); m.Error.Code != tt.code || m.ID != id {
			t.Errorf("%v: %+v", tt.err, m)
		}
	}
	for _, m := range []protocol.ClientMessage{
		{Type: protocol.ClientEcho, On: true},
		{Type: protocol.ClientMediaOffer, SDP: "bad"},
	} {
		p.command(m)
		p.want(protocol.ServerError)
	}
	if n := h.offences(t, "not_yours"); n != 0 {
		t.Errorf("%d late commands taken for lies", n)
	}
}

func TestCardOfASlowDatabase(t *testing.T) {
	answer := make(chan error)
	h := newHouse(t, Config{CardWait: time.Millisecond, CardRetry: time.Millisecond}, func(ctx context.Context, number string) (protocol.Card, error) {
		select {
		case err := <-answer:
			return protocol.Card{Number: number}, err
		case <-ctx.Done():
			return protocol.Card{}, ctx.Err()
		}
	})
	p := h.open(t, "op01", protocol.Hello{})
	h.Call("op01", offered("c1"))
	p.want(protocol.ServerCall)
	if m := p.want(protocol.ServerCard); m.Card.Complete || m.Card.Call != "c1" || m.Card.Calls == nil {
		t.Errorf("first card %+v", m.Card)
	}
	answer <- errors.New("database down")
	answer <- errors.New("still down")
	answer <- nil
	if m := p.want(protocol.ServerCard); !m.Card.Complete {
		t.Errorf("second card %+v", m.Card)
	}
	h.Call("op01", offered("c2"))
	p.want(protocol.ServerCall)
	p.want(protocol.ServerCard)
	h.Call("op01", offered("c3")) // c2's search ends, c3's answers
	p.want(protocol.ServerCall)
	p.want(protocol.ServerCard)
	answer <- nil
	if m := p.want(protocol.ServerCard); m.Card.Call != "c3" || !m.Card.Complete {
		t.Errorf("card %+v", m.Card)
	}
}

// Of a caller who withholds the number the desk is told so, and nothing is looked up.
func TestAWithheldNumberIsNotLookedUp(t *testing.T) {
	asked := make(chan string, 1)
	h := newHouse(t, Config{}, func(_ context.Context, number string) (protocol.Card, error) {
		asked <- number
		return protocol.Card{}, nil
	})
	p := h.open(t, "op01", protocol.Hello{})
	v := offered("c1")
	v.From, v.Withheld = "", true
	h.Call("op01", v)
	if m := p.want(protocol.ServerCall); !m.Call.Withheld || m.Call.From != "" {
		t.Errorf("call %+v", m.Call)
	}
	if m := p.want(protocol.ServerCard); m.Card.Number != "" || len(m.Card.Calls)+len(m.Card.Tickets) > 0 {
		t.Errorf("card %+v", m.Card)
	}
	if number := <-asked; number != "" {
		t.Errorf("%q is looked up", number)
	}
}

func TestRefreshedCard(t *testing.T) {
	answer := make(chan protocol.Card)
	h := newHouse(t, Config{CardWait: time.Nanosecond, CardLimit: patience}, func(ctx context.Context, _ string) (protocol.Card, error) {
		select {
		case card := <-answer:
			return card, nil
		case <-ctx.Done():
			return protocol.Card{}, ctx.Err()
		}
	})
	p, other := h.open(t, "op01", protocol.Hello{}), h.open(t, "op02", protocol.Hello{})
	for i, page := range []*page{p, other} {
		h.Call(fmt.Sprintf("op0%d", i+1), offered(fmt.Sprintf("c%d", i+1)))
		page.want(protocol.ServerCall)
		page.want(protocol.ServerCard) // incomplete
		answer <- protocol.Card{}
		page.want(protocol.ServerCard)
	}
	h.Refresh("c1")
	h.Refresh("c9")
	answer <- protocol.Card{Name: "Bùi Thị Lan"}
	// A slow database takes nothing away meanwhile: the next card is the new one.
	if m := p.want(protocol.ServerCard); m.Card.Name != "Bùi Thị Lan" || !m.Card.Complete || m.Card.Call != "c1" {
		t.Errorf("card %+v", m.Card)
	}
	h.Status(telephony.OperatorView{Operator: "op02", Status: telephony.StatusReady})
	other.want(protocol.ServerStatus) // and nothing before it
}

func TestGrace(t *testing.T) {
	h := newHouse(t, Config{Grace: 30 * time.Millisecond}, nil)
	p := h.open(t, "op01", protocol.Hello{Ready: true})
	h.expect(t, "op01 up")
	_ = p.ws.Close()
	h.expect(t, "op01 down")
	p = h.comeBack(p, "op01")
	if p.welcome.Resumed {
		t.Error("a session outlived its grace time")
	}
	p.want(protocol.ServerSnapshot)
	h.expect(t, "op01 up")
}

func TestCardSearchGoesOnWithTheDesk(t *testing.T) {
	answer := make(chan protocol.Card)
	h := newHouse(t, Config{Grace: time.Millisecond, CardWait: time.Millisecond}, func(ctx context.Context, _ string) (protocol.Card, error) {
		select {
		case card := <-answer:
			return card, nil
		case <-ctx.Done():
			return protocol.Card{}, ctx.Err()
		}
	})
	h.engine.calls["op01"] = offered("c1")
	p := h.open(t, "op01", protocol.Hello{})
	h.expect(t, "op01 up")
	p.want(protocol.ServerCard)
	_ = p.ws.Close()
	h.expect(t, "op01 down")
	p = h.open(t, "op01", protocol.Hello{})
	answered := make(chan struct{})
	go func() { defer close(answered); answer <- protocol.Card{Name: "Bình"} }()
	await(t, "the database to be asked", answered)
	m := p.want(protocol.ServerCard)
	if !m.Card.Complete { // it may come first
		m = p.want(protocol.ServerCard)
	}
	if m.Card.Name != "Bình" {
		t.Errorf("card %+v", m.Card)
	}
}

func TestReplaced(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	first := h.open(t, "op01", protocol.Hello{})
	h.expect(t, "op01 up")
	h.engine.mu.Lock()
	h.engine.calls["op01"] = offered("c1")
	h.engine.mu.Unlock()
	h.Call("op01", offered("c1"))
	first.want(protocol.ServerCall)
	first.want(protocol.ServerCard)
	second := h.dial(t, "op01")
	second.hello(protocol.Hello{Ready: true})
	before := first.wantClose(protocol.CloseReplaced) // and answers in the same words, as a browser does
	if len(before) != 1 || before[0].Type != protocol.ServerReplaced {
		t.Errorf("the first desk was told %+v", before)
	}
	snapshot := second.want(protocol.ServerSnapshot).Snapshot
	if snapshot.Call == nil || snapshot.Call.ID != "c1" || snapshot.Card == nil || snapshot.Status.Status != "paused" {
		t.Errorf("the second desk is shown %+v", snapshot)
	}
	if h.gateway.drops != 1 {
		t.Errorf("the first desk's audio was ended %d times", h.gateway.drops)
	}
	second.command(protocol.ClientMessage{Type: protocol.ClientReady})
	h.expect(t, "op01 ready ") // and neither down nor up before it
	second.want(protocol.ServerAck)

	third := h.comeBack(second, "op01") // the same page, while its old connection is still open
	if !third.welcome.Resumed {
		t.Error("a page could not take over its own session")
	}
	second.wantClose(protocol.CloseReplaced)

	h.Close() // waits for every connection
	if n := h.offences(t, "malformed"); n != 0 {
		t.Errorf("%d desks that were opened again count as offences", n)
	}
}

func TestSnapshotAfterRestart(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	v := offered("c1")
	v.State = call.StateTalking
	h.engine.calls["op01"] = v
	p := h.dial(t, "op01")
	p.hello(protocol.Hello{Session: "ofanearlierlife", LastSeq: 400, Ready: true})
	snapshot := p.want(protocol.ServerSnapshot).Snapshot
	if p.welcome.Resumed || snapshot.Call == nil || snapshot.Call.State != "talking" {
		t.Errorf("snapshot %+v", snapshot)
	}
	p.want(protocol.ServerCard)
}

func TestSnapshotDuringWrapUp(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p := h.open(t, "op01", protocol.Hello{})
	v := offered("c1")
	h.Call("op01", v)
	p.want(protocol.ServerCall)
	p.want(protocol.ServerCard)
	v.State, v.Gone = call.StateEnded, "ended"
	h.Call("op01", v)
	wrap := telephony.OperatorView{Operator: "op01", Status: telephony.StatusWrapUp}
	h.engine.mu.Lock()
	h.engine.view["op01"] = wrap
	h.engine.mu.Unlock()
	h.Status(wrap)
	again := h.dial(t, "op01")
	again.hello(protocol.Hello{})
	if s := again.want(protocol.ServerSnapshot).Snapshot; s.Call == nil || s.Call.Gone != "ended" || s.Card == nil {
		t.Errorf("a page reloaded while the ticket is written sees %+v", s)
	}
}

func TestQueueFiguresDoNotPileUp(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p := h.open(t, "op01", protocol.Hello{})
	_ = p.ws.Close()
	for i := range 500 {
		h.Queue(telephony.QueueView{Today: 7, Waiting: i + 1})
	}
	p = h.comeBack(p, "op01")
	for p.lastSeq < 200 { // far fewer messages than figures
		if m := p.want(protocol.ServerQueue); m.Queue.Waiting == 500 {
			return
		}
	}
	t.Error("outdated figures were kept for a desk that was away")
}

func TestSlowReaderLosesItsConnectionNotItsSession(t *testing.T) {
	h := newHouse(t, Config{Behind: 50}, nil)
	slow, other := h.open(t, "op01", protocol.Hello{}), h.open(t, "op02", protocol.Hello{})
	big := make([]rune, 20000)
	for i := range big {
		big[i] = 'ố'
	}
	n := 0
	for kicked := false; !kicked && n < 900; n++ {
		h.Status(telephony.OperatorView{Operator: "op01", Reason: string(big[:len(big)-n])})
		d := h.lookup("op01")
		d.mu.Lock()
		kicked = d.conn == nil || d.conn.reason() != nil
		d.mu.Unlock()
	}
	h.Status(telephony.OperatorView{Operator: "op02", Status: telephony.StatusReady})
	other.want(protocol.ServerStatus)
	for {
		if _, err := slow.read(); err != nil {
			break
		}
	}
	back := h.comeBack(slow, "op01")
	if !back.welcome.Resumed {
		t.Fatal("the session is gone")
	}
	for back.lastSeq < uint64(n)+1 {
		back.want(protocol.ServerStatus)
	}
}

func TestCloseSaysComeBack(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p, waiting := h.open(t, "op01", protocol.Hello{Ready: true}), h.dial(t, "op02")
	h.expect(t, "op01 up")
	done := make(chan struct{})
	go func() { h.Close(); h.Close(); close(done) }()
	p.wantClose(websocket.CloseServiceRestart)
	waiting.wantClose(websocket.CloseServiceRestart)
	await(t, "the hub to close", done)
	h.Call("op01", offered("c1")) // ignored
	if len(h.engine.asked) != 0 {
		t.Errorf("the engine was asked %q", <-h.engine.asked)
	}
	if _, err := h.Open("op01", "c1"); !errors.Is(err, telephony.ErrNoMedia) {
		t.Errorf("audio: %v", err)
	}
}

func TestSignOut(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	p := h.open(t, "op01", protocol.Hello{})
	h.expect(t, "op01 up")
	if open := h.Sessions(); len(open) != 1 || open["session-of-op01"] != "op01" {
		t.Errorf("sessions %v", open)
	}
	h.SignOut("op01", "another") // the desk came by this one
	h.SignOut("op01", "session-of-op01")
	p.wantClose(websocket.CloseNormalClosure)
	h.expect(t, "op01 down")
	if open := h.Sessions(); len(open) != 0 {
		t.Errorf("sessions %v", open)
	}
	p = h.open(t, "op01", protocol.Hello{})
	h.expect(t, "op01 up")
	h.SignOut("op01", "")
	p.wantClose(websocket.CloseNormalClosure)
	h.expect(t, "op01 down")
}

func TestHandshakeRefused(t *testing.T) {
	h := newHouse(t, Config{}, nil)
	for name, tt := range map[string]struct {
		header http.Header
		status int
	}{
		"nobody":       {http.Header{}, http.StatusUnauthorized},
		"an auditor":   {http.Header{"X-User": {"kiemtra"}}, http.StatusForbidden},
		"foreign page": {http.Header{"X-User": {"op01"}, "Origin": {"https://evil.example"}}, http.StatusForbidden},
	} {
		ws, resp, err := websocket.DefaultDialer.Dial(h.url, tt.header)
		if err == nil {
			_ = ws.Close()
			t.Fatalf("%s: let in", name)
		}
		if resp.StatusCode != tt.status {
			t.Errorf("%s: status %d", name, resp.StatusCode)
		}
		_ = resp.Body.Close()
	}
	resp, err := http.Get("http" + h.url[2:])
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("plain GET: %d", resp.StatusCode)
	}
}

// BenchmarkScreenPop is from the engine's offer until the page has read it.
func BenchmarkScreenPop(b *testing.B) {
	h := newHouse(b, Config{}, nil)
	p := h.open(b, "op01", protocol.Hello{})
	v := offered("c1")
	h.Call("op01", v)
	p.want(protocol.ServerCall)
	p.want(protocol.ServerCard)
	b.ReportAllocs()
	for b.Loop() {
		h.Call("op01", v)
		p.want(protocol.ServerCall)
	}
}

// A hub that lacks a part is not made: it would fail in the middle of a call.
func TestEveryPortIsRequired(t *testing.T) {
	whole := Ports{
		Engine: &fakeEngine{}, Gateway: &fakeGateway{}, Officers: officers,
		Cards:        fakeCards(func(context.Context, string) (protocol.Card, error) { return protocol.Card{}, nil }),
		Authenticate: func(*http.Request) (User, bool) { return User{}, false },
		Origin:       func(*http.Request) bool { return true },
	}
	ports := reflect.TypeOf(whole)
	for i := range ports.NumField() {
		lacks := whole
		reflect.ValueOf(&lacks).Elem().Field(i).SetZero()
		if hub, err := New(Config{}, lacks, slog.New(slog.DiscardHandler), prometheus.NewRegistry()); err == nil {
			hub.Close()
			t.Errorf("a hub without %s", ports.Field(i).Name)
		}
	}
}

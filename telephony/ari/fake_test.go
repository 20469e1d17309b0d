package ari

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

// fake is an ARI server that does what no real one can be made to do: it sends
// garbage, stalls, refuses. Everything else is tested against a real Asterisk.
type fake struct {
	*httptest.Server
	sockets chan *websocket.Conn // each is closed by the test
	status  atomic.Int64         // of the WebSocket's handshake; 0: accept
	vacant  atomic.Bool          // GET /applications/hotline says 404
	pings   atomic.Int64         // pings answered
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{sockets: make(chan *websocket.Conn, 100)}
	mux := http.NewServeMux()
	answer := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
	}
	mux.HandleFunc("GET /ari/asterisk/info", answer(`{"config":{"name":"fake"},"status":{"startup_time":"2026-11-23T17:50:33.495+0700"}}`))
	mux.HandleFunc("GET /ari/channels", answer(`[{"id":"a","state":"Up"}]`))
	mux.HandleFunc("GET /ari/bridges", answer(`[{"id":"b","channels":["a"]}]`))
	mux.HandleFunc("GET /ari/endpoints", answer(`[{"technology":"PJSIP","resource":"trunk","state":"online","channel_ids":[]}]`))
	mux.HandleFunc("PUT /ari/applications/hotline/eventFilter", answer(`{}`))
	mux.HandleFunc("GET /ari/applications/hotline", func(w http.ResponseWriter, _ *http.Request) {
		if f.vacant.Load() {
			w.WriteHeader(http.StatusNotFound)
		}
	})
	mux.HandleFunc("GET /ari/events", func(w http.ResponseWriter, r *http.Request) {
		if s := f.status.Load(); s != 0 {
			w.WriteHeader(int(s))
			return
		}
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err == nil {
			f.sockets <- conn
		}
	})
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

// countNew counts the TCP connections that a server takes.
func countNew(n *atomic.Int64) func(net.Conn, http.ConnState) {
	return func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			n.Add(1)
		}
	}
}

func (f *fake) config() Config {
	return Config{
		BaseURL: f.URL + "/ari/", User: "u", Password: "p", App: "hotline",
		PingEvery: 20 * time.Millisecond, StallAfter: 200 * time.Millisecond,
		BackoffMin: time.Millisecond, BackoffMax: 20 * time.Millisecond,
	}
}

// socket is the next WebSocket that the link opens. If it answers, a goroutine
// reads it, and so answers pings, until it is closed.
func (f *fake) socket(t *testing.T, answers bool) *websocket.Conn {
	t.Helper()
	select {
	case conn := <-f.sockets:
		pong := conn.PingHandler()
		conn.SetPingHandler(func(data string) error {
			f.pings.Add(1)
			return pong(data)
		})
		done := make(chan struct{})
		go func() {
			defer close(done)
			for answers {
				if _, _, err := conn.ReadMessage(); err != nil {
					return
				}
			}
		}()
		t.Cleanup(func() { _ = conn.Close(); <-done })
		return conn
	case <-time.After(patience):
		t.Fatal("the link does not connect")
		return nil
	}
}

func send(t *testing.T, conn *websocket.Conn, messages ...string) {
	t.Helper()
	for _, m := range messages {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(m)); err != nil {
			t.Fatal(err)
		}
	}
}

func dtmf(digit string) string {
	return `{"type":"ChannelDtmfReceived",` + stamp + `,"digit":"` + digit + `","channel":{"id":"a"}}`
}

func TestGarbageIsHarmless(t *testing.T) {
	f := newFake(t)
	reg := prometheus.NewRegistry()
	l := newLink(t, f.config())
	l.metrics = newMetrics(reg)
	h, _ := run(t, l)
	conn := f.socket(t, true)
	if s := h.synced(t); len(s.Channels) != 1 || s.Bridges[0].Channels[0] != "a" || s.Node != "fake" {
		t.Fatalf("snapshot %+v", s)
	}
	send(t, conn, dtmf("1"), ``, `nonsense`, `{}`, `null`, `[]`, `{"type":7}`, `{"type":"CallBroadcast","channel":{"id":"a"}}`,
		`{"type":"Rainbow","colours":7}`, `{"type":"StasisEnd"}`, `{"type":"StasisEnd","channel":[]}`, "\xff\x00", dtmf("2"))
	if err := conn.WriteMessage(websocket.BinaryMessage, []byte{1, 2, 3}); err != nil {
		t.Fatal(err)
	}
	send(t, conn, `{"type":"ChannelDestroyed","cause":"?","channel":{"id":"a"}}`, dtmf("3"))
	for _, want := range []string{"1", "2", "", "3"} {
		v := h.next(t)
		switch e := v.event.(type) {
		case ChannelDtmfReceived:
			if e.Digit != want {
				t.Errorf("digit %q, want %q", e.Digit, want)
			}
		case ChannelDestroyed:
			if want != "" {
				t.Errorf("ChannelDestroyed instead of %q", want)
			}
		default:
			t.Errorf("told %+v", v)
		}
	}
	if l.Ready() != nil {
		t.Errorf("not ready: %v", l.Ready())
	}
	for fault, want := range map[fault]float64{faultSyntax: 8, faultSubject: 2, faultField: 1} {
		if got := testutil.ToFloat64(l.metrics.faults.WithLabelValues(string(fault))); got != want {
			t.Errorf("%v faults of %s, want %v", got, fault, want)
		}
	}
}

func TestEventsWhileListingComeAfterSynced(t *testing.T) {
	f := newFake(t)
	gate := make(chan struct{})
	inner := f.Config.Handler
	f.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ari/channels" {
			<-gate
		}
		inner.ServeHTTP(w, r)
	})
	h, _ := run(t, newLink(t, f.config()))
	conn := f.socket(t, true)
	const many = 500
	for i := range many {
		send(t, conn, dtmf(strconv.Itoa(i)))
	}
	close(gate)
	h.synced(t)
	for i := range many {
		if e, ok := h.next(t).event.(ChannelDtmfReceived); !ok || e.Digit != strconv.Itoa(i) {
			t.Fatalf("event %d is %+v", i, e)
		}
	}
}

func TestSilentConnectionIsGivenUp(t *testing.T) {
	f := newFake(t)
	l := newLink(t, f.config())
	h, _ := run(t, l)
	f.socket(t, false) // takes bytes, never answers a ping
	h.synced(t)
	if err := h.down(t); !errors.Is(err, ErrStalled) {
		t.Fatalf("down: %v", err)
	}
	f.socket(t, true)
	h.synced(t)
	if l.Status().State != Live {
		t.Errorf("state %s", l.Status().State)
	}
}

func TestPongsKeepAnIdleConnection(t *testing.T) {
	f := newFake(t)
	h, _ := run(t, newLink(t, f.config()))
	conn := f.socket(t, true)
	h.synced(t)
	enough := int64(3 * f.config().StallAfter / f.config().PingEvery)
	eventually(t, "many pings", func() bool { return f.pings.Load() > enough })
	send(t, conn, dtmf("1"))
	if v := h.next(t); v.event == nil {
		t.Errorf("told %+v", v)
	}
}

func TestLostConnectionIsMadeAgain(t *testing.T) {
	f := newFake(t)
	h, _ := run(t, newLink(t, f.config()))
	for range 5 {
		conn := f.socket(t, true)
		h.synced(t)
		send(t, conn, dtmf("1"))
		if v := h.next(t); v.event == nil {
			t.Fatalf("told %+v", v)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
		if err := h.down(t); err == nil || errors.Is(err, ErrStalled) {
			t.Fatalf("down: %v", err)
		}
	}
}

func TestRefusalIsNamedAndRetried(t *testing.T) {
	for _, c := range []struct {
		status int
		state  State
		text   string
	}{
		{http.StatusUnauthorized, Unauthorized, "unauthorized"},
		{http.StatusForbidden, Unauthorized, "unauthorized"},
		{http.StatusServiceUnavailable, Disconnected, "503"},
	} {
		t.Run(strconv.Itoa(c.status), func(t *testing.T) {
			f := newFake(t)
			f.status.Store(int64(c.status))
			l := newLink(t, f.config())
			h, _ := run(t, l)
			eventually(t, "the refusal is seen", func() bool {
				err := l.Ready()
				return l.Status().State == c.state && strings.Contains(err.Error(), c.text)
			})
			f.status.Store(0)
			f.socket(t, true)
			h.synced(t)
			if l.Ready() != nil {
				t.Errorf("not ready: %v", l.Ready())
			}
		})
	}
}

func TestReplacedStopsActingUntilVacant(t *testing.T) {
	f := newFake(t)
	l := newLink(t, f.config())
	h, _ := run(t, l)
	send(t, f.socket(t, true), `{"type":"ApplicationReplaced","application":"hotline"}`)
	h.synced(t)
	if err := h.down(t); !errors.Is(err, ErrReplaced) {
		t.Fatalf("down: %v", err)
	}
	if l.Status().State != Replaced {
		t.Errorf("state %s", l.Status().State)
	}
	if err := l.Hangup(t.Context(), "a", HangupNormal); !errors.Is(err, ErrReplaced) {
		t.Errorf("a replaced controller hangs up: %v", err)
	}
	if _, err := l.Snapshot(t.Context()); err != nil {
		t.Errorf("a replaced controller may look: %v", err)
	}
	if len(f.sockets) != 0 {
		t.Error("a replaced controller takes the application back")
	}
	f.vacant.Store(true)
	f.socket(t, true)
	h.synced(t)
}

func TestRunEndsAtOnceWhereverItIs(t *testing.T) {
	for name, prepare := range map[string]func(*testing.T, *fake, listener){
		"live":    func(t *testing.T, f *fake, h listener) { f.socket(t, true); h.synced(t) },
		"stalled": func(t *testing.T, f *fake, h listener) { f.socket(t, false); h.synced(t) },
		"refused": func(_ *testing.T, f *fake, _ listener) { f.status.Store(401) },
		"at once": func(*testing.T, *fake, listener) {},
		"replaced": func(t *testing.T, f *fake, h listener) {
			send(t, f.socket(t, true), `{"type":"ApplicationReplaced"}`)
			h.synced(t)
			_ = h.down(t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			cfg := f.config()
			cfg.StallAfter, cfg.BackoffMin, cfg.BackoffMax = time.Hour, time.Hour, time.Hour
			l := newLink(t, cfg)
			h, stop := run(t, l)
			prepare(t, f, h)
			start := time.Now()
			stop()
			if took := time.Since(start); took > patience {
				t.Errorf("took %s", took)
			}
			if s := l.Status(); s.State != Disconnected {
				t.Errorf("state %s", s.State)
			}
		})
	}
}

func TestRunRunsOnce(t *testing.T) {
	f := newFake(t)
	l := newLink(t, f.config())
	h, _ := run(t, l)
	f.socket(t, true)
	h.synced(t)
	if err := l.Run(t.Context(), h); err == nil {
		t.Error("a second Run was allowed")
	}
}

func TestRequestsHaveATimeLimit(t *testing.T) {
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(s.Close)
	t.Cleanup(func() { close(release) })
	l := newLink(t, Config{BaseURL: s.URL, RequestTimeout: 50 * time.Millisecond})
	err := l.Answer(t.Context(), "a")
	if !IsUnanswered(err) || IsGone(err) {
		t.Errorf("error %v", err)
	}
}

// Who listens must not be heard, and who whispers only by the one who is whispered to.
func TestSnoop(t *testing.T) {
	var asked string
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked = r.Method + " " + r.URL.Path + "?" + r.URL.Query().Encode()
	}))
	t.Cleanup(s.Close)
	l := newLink(t, Config{BaseURL: s.URL, App: "hotline"})
	for whisper, want := range map[bool]string{
		false: "POST /channels/op-1/snoop/ear-1?app=hotline&spy=both&whisper=none",
		true:  "POST /channels/op-1/snoop/ear-1?app=hotline&spy=both&whisper=out",
	} {
		if err := l.Snoop(t.Context(), SnoopRequest{ChannelID: "ear-1", Target: "op-1", Whisper: whisper}); err != nil || asked != want {
			t.Errorf("%q, %v; want %q", asked, err, want)
		}
	}
}

// A bridge that is said to be there already, and is not: it was just being destroyed.
func TestBridgeOnItsWayOut(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(map[string]int{http.MethodPost: http.StatusConflict, http.MethodGet: http.StatusNotFound}[r.Method])
	}))
	t.Cleanup(s.Close)
	if err := newLink(t, Config{BaseURL: s.URL}).CreateBridge(t.Context(), "b", "mixing"); !IsGone(err) {
		t.Errorf("error %v", err)
	}
}

func TestRequestsUseTheirConnectionAgain(t *testing.T) {
	var conns atomic.Int64
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"id":"b"}`)) // nobody asks for it
	}))
	s.Config.ConnState = countNew(&conns)
	s.Start()
	t.Cleanup(s.Close)
	l := newLink(t, Config{BaseURL: s.URL})
	for range 100 {
		if err := l.CreateBridge(t.Context(), "b", "mixing"); err != nil {
			t.Fatal(err)
		}
	}
	if n := conns.Load(); n != 1 {
		t.Errorf("100 requests took %d connections", n)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		status                     int
		body                       string
		gone, notInStasis, refused bool
		text                       string
	}{
		{404, `{"message":"Channel not found"}`, true, false, false, "ari: Answer: 404: Channel not found"},
		{400, `{"message":"Channel not found"}`, true, false, false, "ari: Answer: 400: Channel not found"},
		{400, `{"message":"Invalid parameters"}`, false, false, false, "ari: Answer: 400: Invalid parameters"},
		{409, `{"message":"Channel not in a Stasis application"}`, false, true, false, "ari: Answer: 409: Channel not in a Stasis application"},
		{422, `{"message":"Channel not in Stasis application"}`, false, true, false, "ari: Answer: 422: Channel not in Stasis application"},
		{401, `{"error":"Authentication required"}`, false, false, true, "ari: Answer: 401: Authentication required"},
		{500, `<html>`, false, false, false, "ari: Answer: 500: Internal Server Error"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		}))
		err := newLink(t, Config{BaseURL: s.URL}).Answer(t.Context(), "a")
		s.Close()
		if err == nil || err.Error() != c.text {
			t.Errorf("error %v, want %s", err, c.text)
		}
		if IsGone(err) != c.gone || IsNotInStasis(err) != c.notInStasis || errors.Is(err, ErrUnauthorized) != c.refused {
			t.Errorf("%v: gone %v, not in Stasis %v, refused %v", err, IsGone(err), IsNotInStasis(err), errors.Is(err, ErrUnauthorized))
		}
	}
}

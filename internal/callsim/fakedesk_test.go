package callsim

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/pion/webrtc/v4"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim/media"
)

// fakeDesk is the server's side of the desk protocol, just enough of it: sessions
// that are resumed, audio by pion, one call at a time.
type fakeDesk struct {
	t     *testing.T
	srv   *httptest.Server
	api   *webrtc.API
	pacer *media.Pacer

	mu       sync.Mutex
	sessions map[string]*fakeSession // by operator
	epoch    int                     // counts restarts
	commands chan protocol.ClientMessage
	refuse   string // error code for the next accept
}

type fakeSession struct {
	desk    *fakeDesk
	id      string
	kept    []protocol.ServerMessage
	lastID  uint64
	conn    *websocket.Conn
	pc      *webrtc.PeerConnection
	track   *webrtc.TrackLocalStaticRTP
	stop    func()
	heard   *media.Receiver // what the operator says
	status  string
	call    *protocol.Call
	mediaUp bool
}

func newFakeDesk(t *testing.T) *fakeDesk {
	t.Helper()
	api, err := newAPI("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	f := &fakeDesk{t: t, api: api, pacer: media.NewPacer(), sessions: make(map[string]*fakeSession), commands: make(chan protocol.ClientMessage, 1000)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/sessions", f.signIn)
	mux.HandleFunc("GET /api/v1/desk", f.desk)
	f.srv = httptest.NewServer(mux)
	t.Cleanup(func() {
		f.restart()
		f.pacer.Close()
		f.srv.Close()
	})
	return f
}

func (f *fakeDesk) signIn(w http.ResponseWriter, r *http.Request) {
	var in struct{ Username, Password string }
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Password != "secret" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "session", Value: in.Username, Path: "/"})
	w.WriteHeader(http.StatusCreated)
}

func (f *fakeDesk) desk(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie("session")
	if err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	up := websocket.Upgrader{}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		var m protocol.ClientMessage
		if conn.ReadJSON(&m) != nil {
			return
		}
		f.mu.Lock()
		if m.Type == protocol.ClientHello {
			f.hello(cookie.Value, conn, m.Hello)
		} else if s := f.sessions[cookie.Value]; s != nil && s.conn == conn {
			s.take(m)
		}
		f.mu.Unlock()
		if m.Type == protocol.ClientBye {
			return
		}
	}
}

func (f *fakeDesk) hello(user string, conn *websocket.Conn, h *protocol.Hello) {
	s := f.sessions[user]
	resumed := s != nil && s.id == h.Session
	if !resumed {
		s = &fakeSession{desk: f, id: user + "-" + strconv.Itoa(f.epoch), status: "paused", heard: media.NewReceiver(0, media.ReceiverOptions{Listen: []int{880}})}
		f.sessions[user] = s
	}
	s.conn = conn
	_ = conn.WriteJSON(protocol.ServerMessage{Type: protocol.ServerWelcome, Welcome: &protocol.Welcome{
		Version: protocol.Version, Session: s.id, Resumed: resumed, LastID: s.lastID, Operator: user,
	}})
	if !resumed {
		s.send(protocol.ServerMessage{Type: protocol.ServerSnapshot, Snapshot: &protocol.Snapshot{Status: protocol.Status{Status: s.status}, Media: "down"}})
		return
	}
	for _, m := range s.kept[h.LastSeq:] {
		_ = conn.WriteJSON(m)
	}
}

func (s *fakeSession) send(m protocol.ServerMessage) {
	m.Seq = uint64(len(s.kept) + 1)
	s.kept = append(s.kept, m)
	if s.conn != nil {
		_ = s.conn.WriteJSON(m)
	}
}

func (s *fakeSession) take(m protocol.ClientMessage) {
	if m.Type != protocol.ClientBye {
		if m.ID <= s.lastID {
			return
		}
		s.lastID = m.ID
	}
	answer := protocol.ServerMessage{Type: protocol.ServerAck, ID: m.ID}
	switch m.Type {
	case protocol.ClientMediaOffer:
		s.media(m)
		return
	case protocol.ClientAccept:
		code := s.desk.refuse
		if s.call == nil || s.call.ID != m.Call {
			code = "unknown_call"
		}
		if code != "" {
			answer.Type, answer.Error = protocol.ServerError, &protocol.Error{Code: code}
		}
	}
	s.send(answer)
	defer func() { s.desk.commands <- m }()
	switch m.Type {
	case protocol.ClientReady:
		s.setStatus("ready")
	case protocol.ClientAccept:
		if answer.Error == nil {
			s.setStatus("busy")
			s.setCall("talking", "")
			s.speak()
		}
	case protocol.ClientListen: // another operator's
		s.send(protocol.ServerMessage{Type: protocol.ServerCall, Call: &protocol.Call{ID: m.Call, State: "talking", Operator: "op01", Watching: true}})
		s.speak()
	case protocol.ClientTakeOver:
		s.call = &protocol.Call{ID: m.Call}
		s.setCall("talking", "")
	case protocol.ClientHangup:
		s.endCall("ended", "operator")
	}
}

func (s *fakeSession) setStatus(status string) {
	s.status = status
	s.send(protocol.ServerMessage{Type: protocol.ServerStatus, Status: &protocol.Status{Status: status}})
}

func (s *fakeSession) setCall(state, gone string) {
	c := *s.call
	c.State, c.Gone = state, gone
	s.call = &c
	s.send(protocol.ServerMessage{Type: protocol.ServerCall, Call: &c})
}

func (s *fakeSession) endCall(gone, class string) {
	if s.call == nil {
		return
	}
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
	s.call.EndClass = class
	s.setCall("ended", gone)
	s.call = nil
	s.setStatus("wrapup")
}

// speak has the citizen be heard by the operator.
func (s *fakeSession) speak() {
	if s.track == nil || s.stop != nil {
		return
	}
	sender, track := media.NewSender(media.ALaw, 0, media.Tone(440)), s.track
	s.stop = s.desk.pacer.Add(func() {
		sender.Tick(func(p []byte) error { _, err := track.Write(p); return err })
	})
}

func (s *fakeSession) media(m protocol.ClientMessage) {
	pc, err := s.desk.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		s.desk.t.Error(err)
		return
	}
	s.pc = pc
	s.track, _ = webrtc.NewTrackLocalStaticRTP(pcma, "call", "hotline")
	_, err1 := pc.AddTrack(s.track)
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		buf := make([]byte, 1500)
		for {
			n, _, err := track.Read(buf)
			if err != nil {
				return
			}
			s.heard.Packet(buf[:n], time.Now())
		}
	})
	pc.OnConnectionStateChange(func(webrtc.PeerConnectionState) {
		if pc.ConnectionState() != webrtc.PeerConnectionStateConnected {
			return
		}
		s.desk.mu.Lock()
		defer s.desk.mu.Unlock()
		if s.pc == pc && !s.mediaUp {
			s.mediaUp = true
			s.send(protocol.ServerMessage{Type: protocol.ServerMedia, Media: "up"})
		}
	})
	err2 := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: m.SDP})
	answer, err3 := pc.CreateAnswer(nil)
	gathered := webrtc.GatheringCompletePromise(pc)
	err4 := pc.SetLocalDescription(answer)
	<-gathered
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			s.desk.t.Error(err)
			return
		}
	}
	s.send(protocol.ServerMessage{Type: protocol.ServerMediaAnswer, ID: m.ID, SDP: pc.LocalDescription().SDP})
}

// offer pops a call on an operator's screen.
func (f *fakeDesk) offer(user, id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.sessions[user]
	s.call = &protocol.Call{ID: id, From: "0912345678", To: "02251022"}
	s.setStatus("offered")
	s.setCall("offered", "")
}

// end has the citizen hang up.
func (f *fakeDesk) end(user string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sessions[user].endCall("ended", "citizen")
}

// refuseAccepts has accepts answered by an error.
func (f *fakeDesk) refuseAccepts(code string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuse = code
}

// drop loses an operator's connection without a goodbye.
func (f *fakeDesk) drop(user string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sessions[user].conn.Close()
	f.sessions[user].conn = nil
}

// close ends an operator's connection with a code.
func (f *fakeDesk) close(user string, code int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	conn := f.sessions[user].conn
	_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	conn.Close()
}

// restart forgets everything, as a new process would.
func (f *fakeDesk) restart() {
	f.mu.Lock()
	old := f.sessions
	f.sessions, f.epoch = make(map[string]*fakeSession), f.epoch+1
	f.mu.Unlock()
	for _, s := range old {
		if s.stop != nil {
			s.stop()
		}
		if s.pc != nil {
			_ = s.pc.GracefulClose()
		}
		if s.conn != nil {
			s.conn.Close()
		}
	}
}

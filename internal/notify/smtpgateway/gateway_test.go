package smtpgateway

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"go.uber.org/goleak"

	"hotline1022/internal/config"
	"hotline1022/internal/notify"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server is a real SMTP server that answers as the test says.
type server struct {
	address, ca string

	mu         sync.Mutex
	onRcpt     error
	onData     error // after the final dot
	hangAtDot  bool  // takes it, and loses the connection
	got        [][]byte
	recipients []string
}

type session struct {
	s    *server
	conn net.Conn
}

func (s *server) NewSession(c *smtp.Conn) (smtp.Session, error) { return &session{s, c.Conn()}, nil }

func (*session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (*session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "1022@example.vn" || password != "mail-password" {
			return errors.New("no")
		}
		return nil
	}), nil
}

func (*session) Mail(string, *smtp.MailOptions) error { return nil }

func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	x.s.recipients = append(x.s.recipients, to)
	return x.s.onRcpt
}

func (x *session) Data(r io.Reader) error {
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if x.s.onData == nil {
		x.s.got = append(x.s.got, text)
	}
	if x.s.hangAtDot {
		_ = x.conn.Close()
	}
	return x.s.onData
}

func (*session) Reset()        {}
func (*session) Logout() error { return nil }

func serve(t *testing.T, implicit bool, change func(*server)) *server {
	t.Helper()
	// httptest has a certificate for 127.0.0.1 at hand.
	certified := httptest.NewTLSServer(nil)
	security := certified.TLS.Clone()
	security.NextProtos = nil
	s := &server{ca: filepath.Join(t.TempDir(), "ca.pem")}
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certified.Certificate().Raw})
	certified.Close()
	if err := os.WriteFile(s.ca, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(s)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	daemon := smtp.NewServer(s)
	daemon.Domain, daemon.TLSConfig = "mail.example.vn", security
	daemon.ErrorLog = log.New(io.Discard, "", 0)
	daemon.ReadTimeout, daemon.WriteTimeout = 5*time.Second, 5*time.Second
	if implicit {
		listener = tls.NewListener(listener, security)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = daemon.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = listener.Close() // the daemon knows it only when it serves, which may be later than this
		_ = daemon.Close()
		<-done
	})
	return s
}

func (s *server) gateway(t *testing.T, change func(*config.MailServer)) *Gateway {
	t.Helper()
	cfg := config.MailServer{
		Name: "city-mail", Host: s.address, TLS: config.MailStartTLS, CA: s.ca, User: "1022@example.vn", Password: "mail-password",
		From: "Tổng đài 1022 <1022@example.vn>", Timeout: 3 * time.Second,
	}
	if change != nil {
		change(&cfg)
	}
	g, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func letter() notify.Outgoing {
	return notify.Outgoing{
		Ref: "0198-ref", Channel: notify.Email, To: "an@example.vn", Subject: "Phản ánh 26-000123-4 đã được trả lời, kính gửi ông Nguyễn Văn Ấn ở phường Lê Chân",
		Body: "Kính gửi ông/bà,\n\nKết quả: đã sửa đèn.\n.\nTrân trọng.", Parts: 1,
	}
}

func TestALetterArrivesAsWritten(t *testing.T) {
	s := serve(t, false, nil)
	got, err := s.gateway(t, nil).Send(t.Context(), letter())
	if err != nil || got.ID == "" || len(s.got) != 1 {
		t.Fatalf("%+v, %v, %d letters", got, err, len(s.got))
	}
	m, err := mail.ReadMessage(bytes.NewReader(s.got[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != letter().Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || from[0].Name != "Tổng đài 1022" || from[0].Address != "1022@example.vn" {
		t.Errorf("from %v, %v", from, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if text := strings.TrimSpace(strings.ReplaceAll(string(body), "\r\n", "\n")); err != nil || text != letter().Body {
		t.Errorf("body %q, %v", text, err)
	}
	if m.Header.Get("Message-ID") != "<0198-ref@example.vn>" || m.Header.Get("To") != "<an@example.vn>" || m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("%v", m.Header)
	}
	for _, b := range s.got[0][:bytes.Index(s.got[0], []byte("\r\n\r\n"))] {
		if b > 126 {
			t.Fatal("a header is not ASCII")
		}
	}
}

func TestWhatTheServerSaysIsSorted(t *testing.T) {
	says := func(code int) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "an@example.vn"}
	}
	for name, tc := range map[string]struct {
		change  func(*server)
		gateway func(*config.MailServer)
		want    notify.Outcome
	}{
		"no such mailbox":           {func(s *server) { s.onRcpt = says(550) }, nil, notify.Permanent},
		"try later":                 {func(s *server) { s.onRcpt = says(451) }, nil, notify.Temporary},
		"refused after the dot":     {func(s *server) { s.onData = says(554) }, nil, notify.Permanent},
		"full after the dot":        {func(s *server) { s.onData = says(452) }, nil, notify.Temporary},
		"lost after the dot":        {func(s *server) { s.hangAtDot = true }, nil, notify.Unknown},
		"a wrong password is ours":  {nil, func(c *config.MailServer) { c.Password = "wrong" }, notify.Temporary},
		"a certificate of nobody's": {nil, func(c *config.MailServer) { c.CA = "" }, notify.Temporary},
		"nobody there":              {nil, func(c *config.MailServer) { c.Host = "127.0.0.1:1" }, notify.Temporary},
	} {
		s := serve(t, false, tc.change)
		_, err := s.gateway(t, tc.gateway).Send(t.Context(), letter())
		if err == nil || notify.OutcomeOf(err) != tc.want {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
			continue
		}
		if said := err.Error(); strings.Contains(said, "an@example.vn") || strings.Contains(said, "mail-password") {
			t.Errorf("%s tells: %s", name, said)
		}
	}
}

func TestTLSFromTheFirstByte(t *testing.T) {
	s := serve(t, true, nil)
	g := s.gateway(t, func(c *config.MailServer) { c.TLS = config.MailTLS })
	var err error
	for range 100 { // it listens a moment after it was asked to
		if _, err = g.Send(t.Context(), letter()); err == nil {
			break
		}
	}
	if err != nil || len(s.got) != 1 {
		t.Errorf("%v, %d letters", err, len(s.got))
	}
}

// A server that says nothing is left in time, and has nothing.
func TestASilentServer(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	s := &server{address: listener.Addr().String()}
	g := s.gateway(t, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := g.Send(ctx, letter()); notify.OutcomeOf(err) != notify.Temporary {
		t.Errorf("%v", err)
	}
}

func TestNothingBeginsAHeader(t *testing.T) {
	s := serve(t, false, nil)
	g := s.gateway(t, nil)
	for name, change := range map[string]func(*notify.Outgoing){
		"a subject of two lines": func(m *notify.Outgoing) { m.Subject = "x\r\nBcc: b@example.vn" },
		"a bare line feed":       func(m *notify.Outgoing) { m.Subject = "x\nBcc: b@example.vn" },
		"two addresses":          func(m *notify.Outgoing) { m.To = "an@example.vn, b@example.vn" },
		"an address with more":   func(m *notify.Outgoing) { m.To = "an@example.vn\r\nBcc: b@example.vn" },
		"an address with a name": func(m *notify.Outgoing) { m.To = "b <b@example.vn>" },
		"no address":             func(m *notify.Outgoing) { m.To = "an" },
	} {
		m := letter()
		change(&m)
		if _, err := g.Send(t.Context(), m); notify.OutcomeOf(err) != notify.Permanent {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(s.got)+len(s.recipients) != 0 {
		t.Errorf("%d letters to %v", len(s.got), s.recipients)
	}
}

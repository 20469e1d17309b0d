package asteriskconf_test

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/netip"
	"net/textproto"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pion/srtp/v3"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/internal/devstack"
)

// suite is the cipher of RFC 4568 that everybody has.
const (
	suite     = "AES_CM_128_HMAC_SHA1_80"
	keyLength = 16 // of 30 bytes: key, then salt
	secretLen = 30
)

// secure makes the trunk one of TLS and SRTP; its certificate is its own authority.
func secure(t *testing.T) func(*asteriskconf.Values) {
	return func(v *asteriskconf.Values) {
		v.Trunks[0].TLS, v.Trunks[0].SRTP = true, true
		v.SIP.ListenTLS = netip.AddrPortFrom(v.SIP.Listen.Addr(), uint16(devstack.FreeTCPPort(t)))
		v.SIP.TLSCert, v.SIP.TLSKey = certificate(t)
		v.SIP.TLSCA = v.SIP.TLSCert
	}
}

// trusting is a client that accepts that certificate and no other.
func trusting(t *testing.T, a *asterisktest.Asterisk) *tls.Config {
	t.Helper()
	pem, err := os.ReadFile(a.Values.SIP.TLSCert)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		t.Fatal("no certificate")
	}
	return &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}

// messages reads SIP from a stream, a message a time (RFC 3261 section 18.3).
type messages struct {
	net.Conn
	in *bufio.Reader
}

func dialTLS(server string, c *tls.Config) (net.Conn, error) {
	conn, err := tls.Dial("tcp", server, c)
	if err != nil {
		return nil, err
	}
	return messages{conn, bufio.NewReader(conn)}, nil
}

func (m messages) Read(b []byte) (int, error) {
	var head bytes.Buffer
	for {
		line, err := m.in.ReadString('\n')
		if err != nil {
			return 0, err
		}
		if head.Len() == 0 && strings.TrimSpace(line) == "" {
			continue // a sign of life
		}
		head.WriteString(line)
		if line == "\r\n" {
			break
		}
	}
	lines := textproto.NewReader(bufio.NewReader(bytes.NewReader(head.Bytes())))
	if _, err := lines.ReadLine(); err != nil {
		return 0, err
	}
	header, err := lines.ReadMIMEHeader()
	if err != nil {
		return 0, err
	}
	length, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil {
		return 0, err
	}
	n := copy(b, head.Bytes())
	body, err := io.ReadFull(m.in, b[n:n+length])
	return n + body, err
}

func newSecret() string {
	b := make([]byte, secretLen)
	_, _ = rand.Read(b) // never fails
	return string(b)
}

func cryptoLine(secret string) string {
	return "a=crypto:1 " + suite + " inline:" + base64.StdEncoding.EncodeToString([]byte(secret)) + "\r\n"
}

// sdes are the two directions of a call's audio, keyed by its SDP (RFC 4568).
type sdes struct {
	t       *testing.T
	in, out *srtp.Context
}

var cryptoAnswer = regexp.MustCompile(`(?m)^a=crypto:1 ` + suite + ` inline:([A-Za-z0-9+/=]+)\r$`)

// agree takes the key of Asterisk's answer to our own.
func agree(t *testing.T, ours string, answer sipMessage) *sdes {
	t.Helper()
	m := cryptoAnswer.FindStringSubmatch(string(answer))
	if m == nil {
		t.Fatalf("no key: %s", answer)
	}
	theirs, err := base64.StdEncoding.DecodeString(m[1])
	if err != nil || len(theirs) != secretLen || string(theirs) == ours {
		t.Fatalf("key of %d bytes, %v", len(theirs), err)
	}
	keyed := func(secret []byte) *srtp.Context {
		c, err := srtp.CreateContext(secret[:keyLength], secret[keyLength:], srtp.ProtectionProfileAes128CmHmacSha1_80)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	return &sdes{t: t, in: keyed(theirs), out: keyed([]byte(ours))}
}

// open fails for what is not encrypted, or by another key.
func (s *sdes) open(packet []byte) ([]byte, error) { return s.in.DecryptRTP(nil, packet, nil) }

func (s *sdes) seal(packet []byte) []byte {
	b, err := s.out.EncryptRTP(nil, packet, nil)
	if err != nil {
		s.t.Error(err)
	}
	return b
}

// A call over TLS whose audio is SRTP, keyed by its SDP: heard both ways, and
// ended by either side over the connection that it came by.
func TestACallOverTLSWithSRTP(t *testing.T) {
	for name, c := range map[string]struct {
		inTheClear bool // RTP/AVP is offered, with keys: some carriers do
		profile    string
		end        func(*phone)
		by         string
	}{
		"ended by us":                {false, " RTP/SAVP 8", func(*phone) {}, "silence"},
		"hung up":                    {false, " RTP/SAVP 8", (*phone).hangup, "hangup"},
		"RTP/AVP, encrypted no less": {true, " RTP/AVP 8", (*phone).hangup, "hangup"},
	} {
		t.Run(name, func(t *testing.T) {
			a := asterisktest.Start(t, short, secure(t))
			p := dial(t, a.Values.SIP.ListenTLS.String(), invite{to: "02251022", tls: trusting(t, a), secret: newSecret(), avp: c.inTheClear})
			if p.status != 200 || !strings.Contains(string(p.answer), c.profile) {
				t.Fatalf("answer %s", p.answer)
			}
			awaitCall(t, a, "asked for a message", message)
			p.say(100) // of whom hangs up at once a busy Asterisk leaves the last packets unread
			c.end(p)
			if c.by != "hangup" {
				<-p.ended
			}
			f := awaitCall(t, a, "the call has ended", ended)
			if f.MessageEndedBy != c.by || f.From != "0912345678" || f.Trunk != "trunk" {
				t.Errorf("call file %+v", f)
			}
			rx, _ := awaitDone(t, a, f.Call)
			if n := bytes.Count(rx, []byte{toneByte}); n < 30*frame/2 {
				t.Errorf("only %d bytes of the message were recorded", n)
			}
			if n := p.tones.Load(); n < 8000/10 {
				t.Errorf("only %d bytes of the prompts were heard", n)
			}
		})
	}
}

// A trunk of SRTP takes no call without keys, not even over TLS; and where all
// trunks use TLS, nothing listens on UDP.
func TestASecureTrunkTakesNoCallInTheClear(t *testing.T) {
	a := asterisktest.Start(t, secure(t))
	p := dial(t, a.Values.SIP.ListenTLS.String(), invite{to: "02251022", tls: trusting(t, a)})
	if p.status != 488 {
		t.Errorf("status %d, want 488", p.status)
	}
	if n := len(callFiles(t, a)); n != 0 {
		t.Errorf("%d calls in the spool", n)
	}
	conn, err := net.ListenPacket("udp", a.SIP)
	if err != nil {
		t.Fatalf("Asterisk listens on UDP: %s", err)
	}
	_ = conn.Close()
}

// What goes out over TLS goes to a carrier whose certificate the authority vouches
// for, and to nobody else.
func TestRequestsGoOutOverTLSToWhomWeTrust(t *testing.T) {
	for name, trusted := range map[string]bool{"of our authority": true, "of another": false} {
		t.Run(name, func(t *testing.T) {
			cert, key := certificate(t)
			pair, err := tls.LoadX509KeyPair(cert, key)
			if err != nil {
				t.Fatal(err)
			}
			door, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = door.Close() })
			asterisktest.Start(t, secure(t), func(v *asteriskconf.Values) {
				v.Trunks[0].Host, v.Trunks[0].Qualify = door.Addr().String(), time.Second
				if trusted {
					v.SIP.TLSCA = cert
				}
			})
			conn, err := door.Accept()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
				t.Fatal(err)
			}
			buf := make([]byte, 4096)
			n, err := messages{conn, bufio.NewReader(conn)}.Read(buf)
			switch m := sipMessage(buf[:n]); {
			case trusted && (err != nil || !m.is("OPTIONS ") || !strings.Contains(m.header("Via"), "SIP/2.0/TLS")):
				t.Errorf("%v: %s", err, m)
			case !trusted && (err == nil || errors.Is(err, os.ErrDeadlineExceeded)):
				t.Errorf("%v, and told: %s", err, m)
			}
		})
	}
}

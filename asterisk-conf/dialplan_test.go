package asteriskconf_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/internal/devstack"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// callFiles are the calls in the spool, the oldest first.
func callFiles(t *testing.T, a *asterisktest.Asterisk) (found []asteriskconf.CallFile) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(a.Spool, "*.call"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		c, err := asteriskconf.ReadCall(a.Spool, strings.TrimSuffix(filepath.Base(name), ".call"))
		if err != nil {
			t.Error(err)
		}
		found = append(found, c)
	}
	return found
}

// awaitCall waits until the only call in the spool is as wanted.
func awaitCall(t *testing.T, a *asterisktest.Asterisk, what string, ok func(asteriskconf.CallFile) bool) (c asteriskconf.CallFile) {
	t.Helper()
	eventually(t, what, func() bool {
		all := callFiles(t, a)
		if len(all) != 1 {
			return false
		}
		c = all[0]
		return ok(c)
	})
	return c
}

// awaitDone waits for the recording's end, and returns both sides.
func awaitDone(t *testing.T, a *asterisktest.Asterisk, call string) (rx, tx []byte) {
	t.Helper()
	eventually(t, call+" is recorded", func() bool { return a.Recorded(call) })
	read := func(side string) []byte {
		b, err := os.ReadFile(filepath.Join(a.Spool, call+side))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return read("-rx.alaw"), read("-tx.alaw")
}

func message(c asteriskconf.CallFile) bool { return !c.Message.IsZero() }
func ended(c asteriskconf.CallFile) bool   { return !c.End.IsZero() }

// short makes a message end after a second of silence, or 10 s.
func short(v *asteriskconf.Values) {
	v.Fallback.MessageSilence, v.Fallback.MessageLimit = time.Second, 10*time.Second
}

func TestFallbackTakesMessage(t *testing.T) {
	for name, c := range map[string]struct {
		end func(*phone) // after speaking
		by  string
	}{
		"ended by silence":     {func(*phone) {}, "silence"},
		"ended by the key #":   {func(p *phone) { p.press(11) }, "key"},
		"ended by hanging up":  {(*phone).hangup, "hangup"},
		"ended by the limit":   {func(p *phone) { p.loud.Store(true) }, "limit"},
		"key pressed too soon": {func(p *phone) { p.press(5); p.press(11) }, "key"}, // 5 means nothing
	} {
		t.Run(name, func(t *testing.T) {
			a := asterisktest.Start(t, short)
			p := dial(t, a.SIP, invite{to: "02251022"})
			if p.status != 200 {
				t.Fatalf("status %d", p.status)
			}
			awaitCall(t, a, "asked for a message", message)
			p.say(40)
			c.end(p)
			if c.by != "hangup" {
				<-p.ended
			}
			f := awaitCall(t, a, "the call has ended", ended)
			rx, tx := awaitDone(t, a, f.Call)
			if f.MessageEndedBy != c.by || f.From != "0912345678" || f.To != "02251022" || f.Fallback.IsZero() || len(f.Duty) != 0 {
				t.Errorf("call file %+v", f)
			}
			if len(rx) != len(tx) {
				t.Errorf("sides of %d and %d bytes", len(rx), len(tx))
			}
			if n := bytes.Count(rx, []byte{toneByte}); n < 30*frame/2 {
				t.Errorf("only %d bytes of the message were recorded", n)
			}
			if n := bytes.Count(tx, []byte{toneByte}); n < 8000/10 {
				t.Errorf("only %d bytes of the prompts were recorded", n)
			}
			if p.heard.Load() == 0 {
				t.Error("the caller heard nothing")
			}
			length, lasted := time.Duration(len(rx))*time.Second/8000, f.End.Sub(f.At)
			// The call begins with its INVITE, the recording with the first audio; between
			// them Asterisk starts a shell, which takes its time on a busy machine.
			if d := lasted - length; d < -300*time.Millisecond || d > time.Second {
				t.Errorf("recording of %s of a call of %s", length, lasted)
			}
		})
	}
}

// TestFallbackSaysWhatAControllerPutThere: its words are heard in the place of the
// rendered ones, not beside them; where there are none, the rendered ones are.
func TestFallbackSaysWhatAControllerPutThere(t *testing.T) {
	a := asterisktest.Start(t, short, func(v *asteriskconf.Values) {
		asterisktest.Tone(t, filepath.Join(v.FallbackDir, "notice.wav"), 1)
		asterisktest.Tone(t, filepath.Join(v.FallbackDir, "thanks.wav"), 1.5)
	})
	p := dial(t, a.SIP, invite{to: "02251022"})
	awaitCall(t, a, "asked for a message", message)
	p.say(40)
	p.press(11)
	<-p.ended
	f := awaitCall(t, a, "the call has ended", ended)
	_, tx := awaitDone(t, a, f.Call)
	// Beside them the rendered prompt before the message and the beep, 0.2 s each.
	said := float64(bytes.Count(tx, []byte{toneByte})) * 2 / 8000 // every other half wave
	if said < 2.7 || said > 3.0 || f.MessageEndedBy != "key" {
		t.Errorf("%.2f s were said, want 1 + 0.2 + 0.2 + 1.5; the message ended by %q", said, f.MessageEndedBy)
	}
}

// TestNotesOfACallThatAControllerHad: Asterisk distrusts a channel on which ARI
// has set a variable; its fallback and its end are noted all the same.
func TestNotesOfACallThatAControllerHad(t *testing.T) {
	a := asterisktest.Start(t, short)
	user := url.UserPassword(a.Values.ARI.User, a.Values.ARI.Password)
	base, err := url.Parse(a.BaseURL)
	if err != nil {
		t.Fatal(err)
	}
	base.User = user
	events := *base.JoinPath("events")
	events.Scheme, events.User = "ws", nil
	password, _ := user.Password()
	events.RawQuery = url.Values{"app": {a.Values.ARI.App}, "api_key": {user.Username() + ":" + password}}.Encode()
	ws, res, err := websocket.DefaultDialer.Dial(events.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	if err := res.Body.Close(); err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	post := func(query url.Values, path ...string) {
		t.Helper()
		u := *base.JoinPath(path...)
		u.RawQuery = query.Encode()
		res, err := client.Post(u.String(), "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil || res.StatusCode != http.StatusNoContent {
			t.Fatalf("%s: %s, %v", path, res.Status, err)
		}
	}
	entered := make(chan string, 1)
	go func() { // ends with ws
		for {
			var e struct {
				Type    string
				Channel struct{ ID string }
			}
			if ws.ReadJSON(&e) != nil {
				return
			}
			if e.Type == "StasisStart" {
				entered <- e.Channel.ID
			}
		}
	}()
	dialled := make(chan *phone, 1)
	go func() { dialled <- dial(t, a.SIP, invite{to: "02251022"}) }() // returns when it is answered
	id := <-entered
	post(url.Values{"variable": {"HOTLINE_QUEUED_AT"}, "value": {"2026-01-05T08:00:00Z"}}, "channels", id, "variable")
	post(url.Values{"context": {"fallback"}, "extension": {"s"}, "priority": {"1"}}, "channels", id, "continue")
	p := <-dialled
	awaitCall(t, a, "asked for a message", message)
	p.say(40)
	p.press(11)
	<-p.ended
	f := awaitCall(t, a, "the call has ended", ended)
	if f.Fallback.IsZero() || f.MessageEndedBy != "key" || f.Call != id {
		t.Errorf("call file %+v", f)
	}
}

func TestDutyPhonesAreTriedInTurn(t *testing.T) {
	for name, c := range map[string]struct {
		plan     map[string]int
		tried    int
		answered bool
	}{
		"the second answers": {map[string]int{"0900000001": 486, "0900000002": 200}, 2, true},
		"nobody answers":     {map[string]int{"0900000001": 486, "0900000002": 503}, 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			door := listen(t, "127.0.0.1")
			a := asterisktest.Start(t, short, func(v *asteriskconf.Values) {
				v.Trunks[0].Host, v.Trunks[0].Number = door.LocalAddr().String(), "02251022"
				v.Fallback.DutyPhones = []string{"0900000001", "0900000002"}
			})
			carrier(t, door, c.plan)
			p := dial(t, a.SIP, invite{to: "1022"})
			if !c.answered {
				awaitCall(t, a, "asked for a message", message)
				p.hangup()
			} else {
				<-p.ended
			}
			f := awaitCall(t, a, "the call has ended", ended)
			if len(f.Duty) != c.tried || f.DutyAnswered != c.answered || message(f) == c.answered {
				t.Errorf("call file %+v", f)
			}
			awaitDone(t, a, f.Call)
		})
	}
}

func TestWhoMayCallAndHow(t *testing.T) {
	a := asterisktest.Start(t)
	for name, c := range map[string]struct {
		invite invite
		status int
		from   string // as the call file has it, when answered
	}{
		"with plus":            {invite{to: "+842251022"}, 200, "0912345678"},
		"no number":            {invite{to: "alice"}, 404, ""},
		"only G.729":           {invite{to: "1022", codecs: "18"}, 488, ""},
		"only µ-law":           {invite{to: "1022", codecs: "0"}, 200, "0912345678"},
		"anonymous":            {invite{to: "1022", from: `"Anonymous" <sip:anonymous@anonymous.invalid>`}, 200, ""},
		"letters as a number":  {invite{to: "1022", from: "<sip:09a1b2@x>"}, 200, "0912"},
		"a command as number":  {invite{to: "1022", from: "<sip:%24(touch%20evil)1@x>"}, 200, "1"},
		"a variable as name":   {invite{to: "1022", from: `"${CALLERID(num)}$(touch evil)" <sip:2@x>`}, 200, "2"},
		"quotes in the number": {invite{to: "1022", from: "<sip:%22%2C%22x%22%3A%223@x>"}, 200, "3"},
		"a closing bracket":    {invite{to: "1022", from: "<sip:4%29%7D%5D@x>"}, 200, "4"},
		"a command is dialled": {invite{to: "0$(touch%20evil)%7D"}, 200, "0912345678"},
		"a stranger's address": {invite{to: "1022", local: "127.0.0.2"}, 403, ""},
		"an unreadable number": {invite{to: "1022}{", wait: 300 * time.Millisecond}, 0, ""},
		"an unreadable caller": {invite{to: "1022", from: "<sip:1@", wait: 300 * time.Millisecond}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(callFiles(t, a))
			p := dial(t, a.SIP, c.invite)
			if p.status != c.status {
				t.Fatalf("status %d, want %d", p.status, c.status)
			}
			if p.status != 200 {
				if n := len(callFiles(t, a)); n != before {
					t.Errorf("%d call files, before %d", n, before)
				}
				return
			}
			p.hangup()
			var f asteriskconf.CallFile
			eventually(t, "the call is in the spool and has ended", func() bool {
				all := callFiles(t, a)
				if len(all) != before+1 {
					return false
				}
				f = asteriskconf.CallFile{}
				for _, c := range all {
					if c.At.After(f.At) {
						f = c
					}
				}
				return ended(f)
			})
			if f.From != c.from || strings.Trim(f.To, "+0123456789") != "" {
				t.Errorf("call file %+v", f)
			}
			awaitDone(t, a, f.Call)
		})
	}
	names, err := os.ReadDir(a.Spool)
	if err != nil {
		t.Fatal(err)
	}
	proper := regexp.MustCompile(`^test-\d+\.\d+(\.call|\.end-\d+\.alaw|-rx\.alaw|-tx\.alaw)$`)
	for _, n := range names {
		if !proper.MatchString(n.Name()) {
			t.Errorf("%s in the spool", n.Name())
		}
		if _, _, mark := asteriskconf.EndMark(n.Name()); !mark {
			continue
		}
		if info, err := n.Info(); err != nil || info.Size() != 0 {
			t.Errorf("something is recorded into the mark %s: %v", n.Name(), err)
		}
	}
	if out := a.CLI("core show channels count"); !strings.Contains(out, "0 active channels") {
		t.Errorf("channels are left: %s", out)
	}
}

func TestNoSDPIsAnsweredWithAnOffer(t *testing.T) {
	a := asterisktest.Start(t)
	p := dial(t, a.SIP, invite{to: "1022", noSDP: true})
	if p.status != 200 || p.media == nil {
		t.Errorf("status %d, media %v", p.status, p.media)
	}
}

func TestKilledAsteriskLeavesWhatItHad(t *testing.T) {
	a := asterisktest.Start(t)
	dial(t, a.SIP, invite{to: "1022"})
	f := awaitCall(t, a, "in the fallback", func(c asteriskconf.CallFile) bool { return !c.Fallback.IsZero() })
	a.Kill9()
	again := awaitCall(t, a, "still there", func(asteriskconf.CallFile) bool { return true })
	if again.Call != f.Call || ended(again) {
		t.Errorf("call file %+v", again)
	}
	for _, side := range []string{"-rx.alaw", "-tx.alaw"} {
		if _, err := os.Stat(filepath.Join(a.Spool, f.Call+side)); err != nil {
			t.Error(err)
		}
	}
	if mark, _, ok := asteriskconf.FindEndMark(a.Spool, f.Call); ok {
		t.Errorf("a killed Asterisk says that the call has ended: %s", mark)
	}
}

// Asterisk complains about nothing in our configuration.
func TestStartsWithoutComplaint(t *testing.T) {
	for name, change := range map[string]func(*asteriskconf.Values){
		"demonstration": func(*asteriskconf.Values) {},
		"registration":  func(v *asteriskconf.Values) { registering(v) },
		"registration over TLS with SRTP behind NAT": func(v *asteriskconf.Values) {
			registering(v)
			v.Trunks[0].TLS, v.Trunks[0].SRTP, v.Trunks[0].Qualify = true, true, 30*time.Second
			v.SIP.ListenTLS = netip.AddrPortFrom(v.SIP.Listen.Addr(), uint16(devstack.FreeTCPPort(t)))
			v.SIP.TLSCert, v.SIP.TLSKey = certificate(t)
			v.SIP.TLSCA = v.SIP.TLSCert
			v.SIP.ExternalAddress = netip.MustParseAddr("203.0.113.7")
			v.SIP.LocalNets = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
			v.Fallback.DutyPhones = []string{"0900000001"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := asterisktest.Start(t, change)
			log, err := os.ReadFile(filepath.Join(a.Values.StateDir, "log", "messages"))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(log)) {
				// Nobody answers our REGISTER here.
				if (strings.Contains(line, "WARNING") || strings.Contains(line, "ERROR")) && !strings.Contains(line, "egistration") {
					t.Error(strings.TrimSpace(line))
				}
			}
			if out := a.CLI("module show like res_pjsip_endpoint_identifier"); !strings.Contains(out, "1 modules loaded") {
				t.Errorf("other identification than by address: %s", out)
			}
			endpoint := a.CLI("pjsip show endpoint trunk")
			encryption := "no"
			if a.Values.Trunks[0].SRTP {
				encryption = "sdes"
			}
			for name, want := range map[string]string{
				"allow": "(alaw|ulaw)", "dtmf_mode": "auto_info", "send_connected_line": "no", "allow_transfer": "false",
				"media_encryption": encryption, "direct_media": "false", "context": "from-trunk",
			} {
				got := regexp.MustCompile(`(?m)^ *` + name + ` *: ([^\r\n]*)`).FindStringSubmatch(endpoint + "\n" + name + ": missing")[1]
				if strings.TrimSpace(got) != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			registrations := a.CLI("pjsip show registrations")
			if registered := strings.Contains(registrations, "trunk/sip:"); registered != (a.Values.Trunks[0].Mode == asteriskconf.TrunkRegistration) {
				t.Errorf("registrations: %s", registrations)
			}
		})
	}
}

func registering(v *asteriskconf.Values) {
	v.Trunks[0].Mode, v.Trunks[0].User, v.Trunks[0].Password, v.Trunks[0].Host = asteriskconf.TrunkRegistration, "02251022", "carrier:secret@1", "127.0.0.1:9"
}

// certificate writes a self-signed certificate and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := devstack.ShortDir(t)
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: pkcs8},
	} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

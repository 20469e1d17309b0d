package asteriskconf_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/telephony/trunk/watch"
)

// Ten call at once over a trunk that may carry four: three are let in, to the
// call, for the last place is kept for an emergency; the others are not turned away
// but hear the notice, and half the limit of them may leave a message.
func TestWhoCallsBeyondTheLimitIsSpokenTo(t *testing.T) {
	const callers, limit, in = 10, 4, 3
	a := asterisktest.Start(t, short, func(v *asteriskconf.Values) { v.Trunks[0].MaxCalls = limit })
	phones := make([]*phone, callers)
	var dialling sync.WaitGroup
	for i := range phones {
		dialling.Go(func() { phones[i] = dial(t, a.SIP, invite{to: "02251022"}) })
	}
	dialling.Wait()
	for _, p := range phones {
		if p.status != 200 {
			t.Fatalf("a dead line: status %d", p.status)
		}
	}
	var full, messages int
	eventually(t, "everyone is spoken to", func() bool {
		full, messages = 0, 0
		inside, over := 0, 0
		for _, c := range callFiles(t, a) {
			switch {
			case !c.Full.IsZero() && message(c):
				full, messages = full+1, messages+1
			case !c.Full.IsZero() && ended(c):
				full, over = full+1, over+1
			case !c.Fallback.IsZero() && message(c):
				inside++
			}
		}
		return full+inside == callers
	})
	if full != callers-in || messages != limit/2 {
		t.Errorf("%d beyond the limit, want %d; %d messages, want %d", full, callers-in, messages, limit/2)
	}
	for _, p := range phones {
		if p.heard.Load() == 0 {
			t.Error("a caller heard nothing")
		}
		p.hangup()
	}
	// A line that is free again is given away.
	eventually(t, "all are gone", func() bool { return strings.Contains(a.CLI("core show channels count"), "0 active channels") })
	before := len(callFiles(t, a))
	dial(t, a.SIP, invite{to: "02251022"})
	eventually(t, "the next one is let in", func() bool {
		all := callFiles(t, a)
		return len(all) == before+1 && !newest(all).Fallback.IsZero() && newest(all).Full.IsZero()
	})
}

func newest(all []asteriskconf.CallFile) (n asteriskconf.CallFile) {
	for _, c := range all {
		if c.At.After(n.At) {
			n = c
		}
	}
	return n
}

// Who asserts, and who withholds.
func TestTheCarriersWordForWhoCalls(t *testing.T) {
	const anonymous = `"Anonymous" <sip:anonymous@anonymous.invalid>`
	a := asterisktest.Start(t)
	for name, c := range map[string]struct {
		from, extra string
		number      string
		withheld    bool
	}{
		"From alone":            {"<sip:0911111111@x>", "", "0911111111", false},
		"asserted":              {"<sip:0911111111@x>", "P-Asserted-Identity: <sip:0912345678@carrier>\r\n", "0912345678", false},
		"withheld and asserted": {anonymous, "P-Asserted-Identity: <sip:+84912345678@carrier>\r\nPrivacy: id\r\n", "+84912345678", true},
		"withheld":              {anonymous, "Privacy: id\r\n", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(callFiles(t, a))
			p := dial(t, a.SIP, invite{to: "1022", from: c.from, extra: c.extra})
			p.hangup()
			eventually(t, "the call has ended", func() bool {
				all := callFiles(t, a)
				return len(all) == before+1 && ended(newest(all))
			})
			f := newest(callFiles(t, a))
			if f.From != c.number || f.Withheld != c.withheld || f.Trunk != "trunk" {
				t.Errorf("call file %+v, want %q, withheld %v", f, c.number, c.withheld)
			}
		})
	}
}

// The key that ends a message comes by SIP INFO from a carrier without RFC 4733,
// and from one with it.
func TestKeysByINFO(t *testing.T) {
	for name, codecs := range map[string]string{"RFC 4733 offered, too": "8 101", "INFO alone": "8"} {
		t.Run(name, func(t *testing.T) {
			a := asterisktest.Start(t, short)
			p := dial(t, a.SIP, invite{to: "1022", codecs: codecs})
			awaitCall(t, a, "asked for a message", message)
			p.say(40)
			p.info(2, "#")
			f := awaitCall(t, a, "the call has ended", ended)
			if f.MessageEndedBy != "key" {
				t.Errorf("call file %+v", f)
			}
		})
	}
}

// The first trunk answers 503: the duty phone is reached over the second. Who is
// busy on the first is not rung on the second, nor where a telephone diverts to. Either is
// shown our number, and never the caller's, who withholds it here.
func TestAFailedTrunkIsFollowedByTheNext(t *testing.T) {
	for name, c := range map[string]struct {
		first    int
		tried    []string
		answered bool
		kept     asteriskconf.TrunkCallerID // by the second
		second   string                     // whom it is shown
	}{
		"503": {503, []string{"trunk", "second"}, true, "", "asterisk"},
		"503, and the other lets callers' numbers pass": {503, []string{"trunk", "second"}, true, asteriskconf.CallerIDCaller, "02253500000"},
		"busy":                       {486, []string{"trunk"}, false, "", ""},
		"diverted to where it costs": {302, []string{"trunk"}, false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			one, two := listen(t, "127.0.0.1"), listen(t, "127.0.0.1")
			a := asterisktest.Start(t, short, func(v *asteriskconf.Values) {
				v.Trunks[0].Host, v.Trunks[0].Number = one.LocalAddr().String(), "02251022"
				second := asteriskconf.Trunk{Name: "second", Mode: asteriskconf.TrunkIP, Host: two.LocalAddr().String(), CallerID: c.kept}
				if c.kept != "" {
					second.Number = c.second
				}
				v.Trunks = append(v.Trunks, second)
				v.Fallback.DutyPhones = []string{"0900000001"}
			})
			atFirst := carrier(t, one, map[string]int{"0900000001": c.first})
			atSecond := carrier(t, two, map[string]int{"0900000001": 200})
			p := dial(t, a.SIP, invite{to: "1022", from: "<sip:anonymous@anonymous.invalid>", extra: "P-Asserted-Identity: <sip:+84912345678@carrier>\r\nPrivacy: id\r\n"})
			if c.answered {
				<-p.ended
			} else {
				awaitCall(t, a, "asked for a message", message)
				p.hangup()
			}
			f := awaitCall(t, a, "the call has ended", ended)
			var tried []string
			for _, d := range f.Duty {
				tried = append(tried, d.Trunk)
			}
			if strings.Join(tried, " ") != strings.Join(c.tried, " ") || f.DutyAnswered != c.answered {
				t.Errorf("call file %+v", f)
			}
			if m := <-atFirst; !strings.Contains(m.header("From"), "sip:02251022@") || !strings.Contains(m.header("P-Asserted-Identity"), "sip:02251022@") || strings.Contains(string(m), "912345678") {
				t.Errorf("the first carrier is asked: %s", m)
			}
			if !c.answered && len(atSecond) > 0 {
				t.Errorf("the second carrier is asked: %s", <-atSecond)
			}
			if c.answered {
				if m := <-atSecond; strings.Contains(string(m), "912345678") || !strings.Contains(m.header("From"), "sip:"+c.second+"@") || strings.Contains(m.header("P-Asserted-Identity"), "sip:02253500000@") != (c.kept != "") {
					t.Errorf("the second carrier is asked: %s", m)
				}
			}
		})
	}
}

// registrar answers REGISTER as script says, and challenges for a password first
// when it is to be accepted (RFC 3261 section 10.3; the digest itself is
// Asterisk's to get right, and is not checked here).
func registrar(t *testing.T, conn *net.UDPConn, script func(n int) int) {
	t.Helper()
	asked := 0
	var done sync.WaitGroup
	done.Go(func() {
		buf := make([]byte, 4096)
		for {
			n, from, err := conn.ReadFromUDP(buf)
			if err != nil {
				return
			}
			m := sipMessage(buf[:n])
			if !m.is("REGISTER ") {
				continue
			}
			status := 401
			if m.header("Authorization") != "" {
				asked++
				status = script(asked)
			}
			_, _ = conn.WriteToUDP([]byte(registered(m, status)), from)
		}
	})
	t.Cleanup(func() { _ = conn.Close(); done.Wait() })
}

// registered is a registrar's answer; 401 challenges.
func registered(m sipMessage, status int) sipMessage {
	head := "Contact: " + m.header("Contact") + ";expires=12\r\nExpires: 12\r\n" // to be refreshed after 2 s
	if status == 401 {
		head = "WWW-Authenticate: Digest realm=\"carrier\", nonce=\"" + token() + "\", algorithm=MD5\r\n"
	}
	return sipMessage(strings.Replace(string(m.reply(status, ";tag=r", "registrar", "")), "Contact: <sip:registrar>\r\n", head, 1))
}

func TestRegistration(t *testing.T) {
	for name, c := range map[string]struct {
		script func(n int) int
		want   []watch.Registration // one after the other
	}{
		"registers": {func(int) int { return 200 }, []watch.Registration{watch.Registered}},
		"registers late, after two 503": {func(n int) int {
			if n < 3 {
				return 503
			}
			return 200
		}, []watch.Registration{watch.Rejected, watch.Registered}},
		"a wrong password": {func(int) int { return 403 }, []watch.Registration{watch.Rejected}},
		"flaps: refused in the middle": {func(n int) int {
			if n == 2 {
				return 503
			}
			return 200
		}, []watch.Registration{watch.Registered, watch.Rejected, watch.Registered}},
		"let in at last": {func(n int) int {
			if n < 2 {
				return 403
			}
			return 200
		}, []watch.Registration{watch.Rejected, watch.Registered}},
	} {
		t.Run(name, func(t *testing.T) {
			door := listen(t, "127.0.0.1")
			registrar(t, door, c.script)
			a := asterisktest.Start(t, func(v *asteriskconf.Values) {
				registering(v)
				v.Trunks[0].Host = door.LocalAddr().String()
				v.RegisterAgain, v.RefusedAgain = time.Second, time.Second
			})
			client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			figures := watch.Figures{
				URL: strings.TrimSuffix(a.BaseURL, "/ari") + "/metrics", User: a.Values.ARI.User, HTTP: client,
				Password: asteriskconf.FiguresPassword(a.Values.ARI.Password),
				Clients:  map[string]string{a.Values.Trunks[0].ClientURI(): "trunk"},
			}
			for _, want := range c.want {
				eventually(t, fmt.Sprintf("state %d", want), func() bool {
					states, err := figures.Registrations(t.Context())
					if err != nil {
						t.Fatal(err)
					}
					got, known := states["trunk"]
					return known && got == want
				})
			}
			figures.Password = a.Values.ARI.Password
			if _, err := figures.Registrations(t.Context()); err == nil {
				t.Error("the figures are shown to whoever asks")
			}
		})
	}
}

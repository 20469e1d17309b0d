package asteriskconf_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/telephony/trunk/watch"
)

// request is one that came over a connection.
type request struct {
	sipMessage
	over net.Conn
}

func (r request) answer(t *testing.T, m sipMessage) {
	t.Helper()
	if _, err := r.over.Write([]byte(m)); err != nil {
		t.Error(err)
	}
}

// tlsDoor is a carrier that speaks SIP over TLS; what it is sent, answers not counted.
func tlsDoor(t *testing.T, cert, key string) (address string, requests <-chan request) {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	door, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	all := make(chan request, 100)
	var served sync.WaitGroup
	var mu sync.Mutex
	var open []net.Conn
	served.Go(func() {
		for {
			conn, err := door.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, conn)
			mu.Unlock()
			served.Go(func() {
				stream, buf := messages{conn, bufio.NewReader(conn)}, make([]byte, 8192)
				for {
					n, err := stream.Read(buf)
					if err != nil {
						return
					}
					if m := sipMessage(buf[:n]); !m.is("SIP/2.0 ") {
						all <- request{m, conn}
					}
				}
			})
		}
	})
	t.Cleanup(func() {
		_ = door.Close()
		mu.Lock()
		for _, c := range open {
			_ = c.Close()
		}
		mu.Unlock()
		served.Wait()
	})
	return door.Addr().String(), all
}

// next waits for a request.
func next(t *testing.T, requests <-chan request, method string) request {
	t.Helper()
	limit := time.After(patience)
	for {
		select {
		case r := <-requests:
			if r.is(method + " ") {
				return r
			}
		case <-limit:
			t.Fatalf("no %s came", method)
		}
	}
}

// A carrier that is reached over TLS alone: we register there, a call goes out there,
// and its audio is SRTP both ways, keyed by the SDP.
func TestRegistrationAndACallOutOverTLSWithSRTP(t *testing.T) {
	cert, key := certificate(t)
	door, requests := tlsDoor(t, cert, key)
	a := asterisktest.Start(t, short, secure(t), registering, func(v *asteriskconf.Values) {
		citizens := asteriskconf.Trunk{Name: "citizens", Mode: asteriskconf.TrunkIP, Host: "127.0.0.1:9", Peers: v.Trunks[0].Peers}
		v.Trunks[0].Host, v.Trunks[0].Peers, v.Trunks[0].Number = door, nil, "02251022"
		v.Trunks = append(v.Trunks, citizens)
		v.SIP.TLSCA = cert
		v.Fallback.DutyPhones = []string{"0900000001"}
	})

	r := next(t, requests, "REGISTER")
	if !strings.Contains(r.header("Via"), "SIP/2.0/TLS") || !strings.Contains(r.header("Contact"), "transport=TLS") {
		t.Errorf("registration: %s", r.sipMessage)
	}
	r.answer(t, registered(r.sipMessage, 401))
	if r = next(t, requests, "REGISTER"); r.header("Authorization") == "" {
		t.Errorf("no answer to the challenge: %s", r.sipMessage)
	}
	r.answer(t, registered(r.sipMessage, 200))
	figures := watch.Figures{
		URL: strings.TrimSuffix(a.BaseURL, "/ari") + "/metrics", User: a.Values.ARI.User,
		Password: asteriskconf.FiguresPassword(a.Values.ARI.Password), HTTP: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
		Clients: map[string]string{a.Values.Trunks[0].ClientURI(): "trunk"},
	}
	eventually(t, "registered", func() bool {
		states, err := figures.Registrations(t.Context())
		return err == nil && states["trunk"] == watch.Registered
	})

	citizen := dial(t, a.SIP, invite{to: "02251022"})
	citizen.loud.Store(true)
	in := next(t, requests, "INVITE")
	if !strings.Contains(in.header("Via"), "SIP/2.0/TLS") || !strings.Contains(string(in.sipMessage), " RTP/SAVP 8") || !strings.Contains(in.header("P-Asserted-Identity"), "02251022") {
		t.Errorf("the call out: %s", in.sipMessage)
	}
	rtp, secret := listen(t, "127.0.0.1"), newSecret()
	keys := agree(t, secret, in.sipMessage)
	contact := door + ";transport=tls"
	in.answer(t, in.reply(200, ";tag=c", contact, invite{secret: secret, codecs: "8 101"}.offer(portOf(rtp))))
	next(t, requests, "ACK")
	heard := talk(t, rtp, keys, mediaOf(t, in.sipMessage))
	eventually(t, "both hear each other", func() bool { return heard() > 25*frame/2 && citizen.tones.Load() > 8000/10+25*frame/2 })
	in.answer(t, sipMessage(fmt.Sprintf("BYE sip:x@%s SIP/2.0\r\nVia: SIP/2.0/TLS %s;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\n"+
		"From: %s;tag=c\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n",
		a.Values.SIP.ListenTLS, door, token(), in.header("To"), in.header("From"), in.header("Call-ID"))))
	<-citizen.ended
	f := awaitCall(t, a, "the call has ended", ended)
	if !f.DutyAnswered || len(f.Duty) != 1 || f.Duty[0].Trunk != "trunk" {
		t.Errorf("call file %+v", f)
	}
	rx, tx := awaitDone(t, a, f.Call)
	if bytes.Count(rx, []byte{toneByte}) < 25*frame/2 || bytes.Count(tx, []byte{toneByte}) < 25*frame/2 {
		t.Error("the recording does not hold both sides")
	}
}

// mediaOf is where an offer wants its audio.
func mediaOf(t *testing.T, m sipMessage) *net.UDPAddr {
	t.Helper()
	_, port, _ := strings.Cut(string(m), "m=audio ")
	var n uint16
	if _, err := fmt.Sscanf(port, "%d", &n); err != nil {
		t.Fatal(err)
	}
	return net.UDPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), n))
}

// talk sends a tone as SRTP, and counts the bytes of the other side's tone; what is not
// encrypted by its key is an error.
func talk(t *testing.T, rtp *net.UDPConn, keys *sdes, to *net.UDPAddr) (heard func() int) {
	p := &phone{t: t, rtp: rtp, srtp: keys, media: to, stop: make(chan struct{}), keys: make(chan byte)}
	p.loud.Store(true)
	p.workers.Go(p.listenRTP)
	p.workers.Go(p.speak)
	t.Cleanup(func() {
		close(p.stop)
		_ = rtp.Close()
		p.workers.Wait()
	})
	return func() int { return int(p.tones.Load()) }
}

package asteriskconf_test

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	patience   = time.Minute
	frame      = 160 // bytes of A-law in 20 ms
	alawPT     = 8
	telEventPT = 101
	toneByte   = 0xa0 // loud
	quietByte  = 0xd5
)

// sipMessage is a request or response as text.
type sipMessage string

func (m sipMessage) header(name string) string {
	return regexp.MustCompile(`(?m)^` + name + `: *([^\r\n]*)`).FindStringSubmatch(string(m) + "\r\n" + name + ": ")[1]
}

func (m sipMessage) is(prefix string) bool { return strings.HasPrefix(string(m), prefix) }

// reply answers a request; tag completes To, body is SDP.
func (m sipMessage) reply(status int, tag, contact, body string) sipMessage {
	var b strings.Builder
	fmt.Fprintf(&b, "SIP/2.0 %d Test\r\n", status)
	for _, name := range []string{"Via", "From", "Call-ID", "CSeq"} {
		fmt.Fprintf(&b, "%s: %s\r\n", name, m.header(name))
	}
	fmt.Fprintf(&b, "To: %s%s\r\nContact: <sip:%s>\r\n%s", m.header("To"), tag, contact, withBody(body))
	return sipMessage(b.String())
}

func withBody(sdp string) string {
	if sdp == "" {
		return "Content-Length: 0\r\n\r\n"
	}
	return fmt.Sprintf("Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s", len(sdp), sdp)
}

func sdp(port int, codecs string) string {
	return fmt.Sprintf("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"+
		"m=audio %d RTP/AVP %s\r\na=rtpmap:%d telephone-event/8000\r\n", port, codecs, telEventPT)
}

var silentFrame, toneFrame = bytes.Repeat([]byte{quietByte}, frame),
	bytes.Repeat([]byte{
		toneByte, toneByte, toneByte, toneByte, toneByte, toneByte, toneByte, toneByte,
		toneByte ^ 0x80, toneByte ^ 0x80, toneByte ^ 0x80, toneByte ^ 0x80, toneByte ^ 0x80, toneByte ^ 0x80, toneByte ^ 0x80, toneByte ^ 0x80,
	}, frame/16)

func token() string { return fmt.Sprintf("%016x", rand.Uint64()) }

func listen(t *testing.T, host string) *net.UDPConn {
	t.Helper()
	c, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(host)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func portOf(c *net.UDPConn) int { return c.LocalAddr().(*net.UDPAddr).Port }

// phone is a citizen's telephone for one call. SIP is spoken by hand, so that it
// can say what no proper stack would.
type phone struct {
	t        *testing.T
	sip      net.Conn // a Read is a message
	via      string   // its transport
	rtp      *net.UDPConn
	media    *net.UDPAddr
	srtp     *sdes // of SRTP; nil: the audio is in the clear
	uri      string
	from, to string // headers, tags included
	callID   string
	extra    string // further headers of the INVITE

	status  int           // of the final answer to INVITE; 0: none
	answer  sipMessage    // that answer
	ended   chan struct{} // closed when Asterisk hung up
	replies chan int      // final statuses within the call, of those who care
	loud    atomic.Bool   // what is said: a tone or silence
	sent    atomic.Int64  // audio frames
	heard   atomic.Int64  // packets
	tones   atomic.Int64  // bytes of a prompt's tone among them
	keys    chan byte     // RFC 4733 events to send
	stop    chan struct{}
	workers sync.WaitGroup
}

// invite describes a call.
type invite struct {
	to     string // user part of the request URI
	from   string // From header without tag; default <sip:0912345678@example>
	codecs string // of the offer; default "8 0 101"
	noSDP  bool
	extra  string        // further headers, each with its end of line
	local  string        // our address; default 127.0.0.1
	tls    *tls.Config   // SIP over TLS; nil: over UDP
	secret string        // our key and salt for SRTP, offered when there are any
	avp    bool          // offer RTP/AVP in spite of the secret
	wait   time.Duration // for the final answer; default patience
}

// dial places a call and waits for the final answer.
func dial(t *testing.T, server string, c invite) *phone {
	t.Helper()
	local := cmp.Or(c.local, "127.0.0.1")
	p := &phone{
		t: t, rtp: listen(t, local),
		uri: "sip:" + c.to + "@" + server, callID: token(), ended: make(chan struct{}),
		from: cmp.Or(c.from, "<sip:0912345678@example>") + ";tag=" + token(),
		to:   "<sip:" + c.to + "@" + server + ">",
		keys: make(chan byte), replies: make(chan int, 100), stop: make(chan struct{}), extra: c.extra,
	}
	p.connect(server, local, c.tls)
	body := ""
	if !c.noSDP {
		body = c.offer(portOf(p.rtp))
	}
	branch := token()
	p.request("INVITE", 1, branch, body)
	answer := p.final(cmp.Or(c.wait, patience))
	p.answer = answer
	if answer == "" {
		return p
	}
	if _, err := fmt.Sscanf(string(answer), "SIP/2.0 %d", &p.status); err != nil {
		t.Fatal(err)
	}
	p.to = answer.header("To")
	if p.status != 200 {
		p.request("ACK", 1, branch, "")
		return p
	}
	p.request("ACK", 1, token(), "")
	if _, port, ok := strings.Cut(string(answer), "m=audio "); ok {
		p.media = &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}
		if _, err := fmt.Sscanf(port, "%d", &p.media.Port); err != nil {
			t.Fatal(err)
		}
	}
	if c.secret != "" {
		p.srtp = agree(t, c.secret, answer)
	}
	p.workers.Go(p.listenSIP)
	p.workers.Go(p.listenRTP)
	p.workers.Go(p.speak)
	t.Cleanup(p.close)
	return p
}

// connect opens the way for SIP.
func (p *phone) connect(server, local string, secure *tls.Config) {
	p.t.Helper()
	address := net.ParseIP(local)
	var err error
	if secure == nil {
		p.via = "UDP"
		p.sip, err = (&net.Dialer{LocalAddr: &net.UDPAddr{IP: address}}).Dial("udp", server)
	} else {
		p.via = "TLS"
		p.sip, err = dialTLS(server, secure)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = p.sip.Close() })
}

// offer is the SDP of the INVITE.
func (c invite) offer(port int) string {
	body := sdp(port, cmp.Or(c.codecs, "8 0 101"))
	if c.secret != "" {
		body += cryptoLine(c.secret)
		if !c.avp {
			body = strings.Replace(body, "RTP/AVP", "RTP/SAVP", 1)
		}
	}
	return body
}

// contact is where requests within the call reach us.
func (p *phone) contact() string { return p.sip.LocalAddr().String() + ";transport=" + p.via }

func (p *phone) send(m string) {
	p.t.Helper()
	if _, err := p.sip.Write([]byte(m)); err != nil {
		p.t.Error(err)
	}
}

func (p *phone) request(method string, cseq int, branch, body string) {
	p.t.Helper()
	at := p.sip.LocalAddr()
	extra := ""
	if method == "INVITE" {
		extra = p.extra
	}
	m := fmt.Sprintf("%s %s SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\nFrom: %s\r\nTo: %s\r\n"+
		"Call-ID: %s\r\nCSeq: %d %s\r\nContact: <sip:test@%s>\r\n%s%s",
		method, p.uri, p.via, at, branch, p.from, p.to, p.callID, cseq, method, p.contact(), extra, withBody(body))
	p.send(m)
}

// final waits for a final response; "" if none comes.
func (p *phone) final(limit time.Duration) sipMessage {
	if err := p.sip.SetReadDeadline(time.Now().Add(limit)); err != nil {
		p.t.Fatal(err)
	}
	buf := make([]byte, 4096)
	for {
		n, err := p.sip.Read(buf)
		if err != nil {
			return ""
		}
		if m := sipMessage(buf[:n]); m.is("SIP/2.0 ") && !m.is("SIP/2.0 1") {
			return m
		}
	}
}

func (p *phone) listenSIP() {
	if err := p.sip.SetReadDeadline(time.Time{}); err != nil {
		return // closed already
	}
	buf := make([]byte, 4096)
	for {
		n, err := p.sip.Read(buf)
		if err != nil {
			return
		}
		m := sipMessage(buf[:n])
		if status := 0; m.is("SIP/2.0 ") {
			if _, err := fmt.Sscanf(string(m), "SIP/2.0 %d", &status); err == nil && status >= 200 {
				p.replies <- status
			}
		}
		if m.is("BYE ") {
			_, _ = p.sip.Write([]byte(m.reply(200, "", p.contact(), "")))
			select {
			case <-p.ended: // repeated
			default:
				close(p.ended)
			}
		}
	}
}

func (p *phone) listenRTP() {
	buf := make([]byte, 2048)
	for {
		n, err := p.rtp.Read(buf)
		if err != nil {
			return
		}
		packet := buf[:n]
		if p.srtp != nil {
			if packet, err = p.srtp.open(packet); err != nil {
				p.t.Error(err)
				continue
			}
		}
		p.heard.Add(1)
		p.tones.Add(int64(bytes.Count(packet, []byte{toneByte})))
	}
}

// speak sends a frame each 20 ms, and a key press as three packets of RFC 4733.
func (p *phone) speak() {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	seq, start := uint16(0), time.Now()
	packet := func(pt byte, payload []byte) {
		b := []byte{0x80, pt, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}
		binary.BigEndian.PutUint16(b[2:], seq)
		binary.BigEndian.PutUint32(b[4:], uint32(p.sent.Load())*frame)
		seq++
		b = append(b, payload...)
		if p.srtp != nil {
			b = p.srtp.seal(b)
		}
		_, _ = p.rtp.WriteToUDP(b, p.media)
	}
	for {
		select {
		case <-p.stop:
			return
		case key := <-p.keys:
			packet(telEventPT, []byte{key, 10, 0, 160})
			for range 3 { // the end of the event is sent three times
				packet(telEventPT, []byte{key, 0x8a, 3, 32})
			}
		case now := <-tick.C:
			sound := silentFrame
			if p.loud.Load() {
				sound = toneFrame
			}
			// A ticker that comes late has left ticks out: the frames are still due.
			for p.sent.Load() < int64(now.Sub(start)/(20*time.Millisecond)) {
				packet(alawPT, sound)
				p.sent.Add(1)
			}
		}
	}
}

// say speaks for n frames of 20 ms, then is silent.
func (p *phone) say(n int64) {
	p.t.Helper()
	p.loud.Store(true)
	until := p.sent.Load() + n
	eventually(p.t, "spoken", func() bool { return p.sent.Load() >= until })
	p.loud.Store(false)
}

// press sends a key, and lets some audio pass, so that two keys are two events.
func (p *phone) press(key byte) {
	p.t.Helper()
	p.keys <- key
	until := p.sent.Load() + 5
	eventually(p.t, "audio after a key", func() bool { return p.sent.Load() >= until })
}

// info presses a key by SIP INFO, as application/dtmf-relay.
func (p *phone) info(cseq int, key string) {
	p.t.Helper()
	at, body := p.sip.LocalAddr(), "Signal="+key+"\r\nDuration=160\r\n"
	m := fmt.Sprintf("INFO %s SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\nFrom: %s\r\nTo: %s\r\n"+
		"Call-ID: %s\r\nCSeq: %d INFO\r\nContent-Type: application/dtmf-relay\r\nContent-Length: %d\r\n\r\n%s",
		p.uri, p.via, at, token(), p.from, p.to, p.callID, cseq, len(body), body)
	p.send(m)
}

// hangup ends the call from our side.
func (p *phone) hangup() { p.request("BYE", 2, token(), "") }

// close ends the phone's goroutines.
func (p *phone) close() {
	select {
	case <-p.stop:
		return
	default:
		close(p.stop)
	}
	_ = p.sip.Close()
	_ = p.rtp.Close()
	p.workers.Wait()
}

const diverted = "PJSIP/1900545415%40second@"

// carrier answers what Asterisk dials out: each number with the status in plan.
// Who answers with 200 hangs up at once. It gives what each INVITE was.
//
// 302 diverts to a number that costs, by a URI that Asterisk takes for a channel of its own.
func carrier(t *testing.T, conn *net.UDPConn, plan map[string]int) (asked <-chan sipMessage) {
	t.Helper()
	invites := make(chan sipMessage, 10)
	var done sync.WaitGroup
	rtp, contact := listen(t, "127.0.0.1"), conn.LocalAddr().String()
	done.Go(func() {
		buf := make([]byte, 4096)
		var call sipMessage // the INVITE that was answered
		for {
			n, from, err := conn.ReadFromUDP(buf)
			if err != nil {
				return
			}
			send := func(m sipMessage) { _, _ = conn.WriteToUDP([]byte(m), from) }
			switch m := sipMessage(buf[:n]); {
			case m.is("INVITE "):
				invites <- m
				user := regexp.MustCompile(`^INVITE sip:([^@]*)@`).FindStringSubmatch(string(m) + "\nINVITE sip:@")[1]
				if status := plan[user]; status == 302 {
					send(m.reply(status, ";tag=c", diverted+contact, ""))
				} else if status != 200 {
					send(m.reply(cmp.Or(status, 404), ";tag=c", contact, ""))
				} else {
					call = m
					send(m.reply(200, ";tag=c", contact, sdp(portOf(rtp), "8 101")))
				}
			case m.is("ACK ") && call != "":
				send(sipMessage(fmt.Sprintf("BYE sip:x@%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\n"+
					"From: %s;tag=c\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n",
					from, contact, token(), call.header("To"), call.header("From"), call.header("Call-ID"))))
				call = ""
			case m.is("BYE "), m.is("OPTIONS "):
				send(m.reply(200, "", contact, ""))
			}
		}
	})
	t.Cleanup(func() { _ = conn.Close(); done.Wait() })
	return invites
}

// eventually polls what Asterisk, another process, does.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	limit, tick := time.After(patience), time.NewTicker(5*time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("never: %s", what)
		}
	}
}

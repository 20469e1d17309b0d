package phone

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"
	"go.uber.org/goleak"

	"hotline1022/internal/callsim/media"
	"hotline1022/internal/callsim/sdp"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pair is a caller and a called telephone with a call between them.
type pair struct {
	caller, called *Phone
	near, far      *Dialog
}

func listen(t *testing.T, onInvite func(context.Context, *Incoming)) *Phone {
	t.Helper()
	p, err := Listen(Options{Listen: "127.0.0.1:0", OnInvite: onInvite})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func pacer(t *testing.T) *media.Pacer {
	p := media.NewPacer()
	t.Cleanup(p.Close)
	return p
}

func talk(t *testing.T) *pair {
	t.Helper()
	opt := MediaOptions{Pacer: pacer(t), Clip: media.Tone(440)}
	far := make(chan *Dialog, 1)
	p := &pair{caller: listen(t, nil)}
	p.called = listen(t, func(ctx context.Context, in *Incoming) {
		d, err := in.Answer(ctx, opt)
		if err != nil {
			t.Error(err)
			return
		}
		far <- d
		select {
		case <-d.Ended():
		case <-ctx.Done():
		}
		if err := d.Bye(context.WithoutCancel(ctx)); err != nil {
			t.Error(err)
		}
	})
	d, r, err := p.caller.Invite(within(t), Invite{Trunk: p.called.Addr(), From: Party{Number: "1"}, To: "2", Media: opt})
	if err != nil || d == nil {
		t.Fatalf("%+v, %v", r, err)
	}
	p.near, p.far = d, <-far
	t.Cleanup(func() {
		if err := d.Bye(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return p
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// do sends a request from the called side within the call.
func (p *pair) do(t *testing.T, method sip.RequestMethod, body string) *sip.Response {
	t.Helper()
	req := p.far.request(method)
	if body != "" {
		req.AppendHeader(contentType())
		req.SetBody([]byte(body))
	}
	res, err := p.called.client.Do(within(t), req, prebuilt)
	if err != nil {
		t.Fatal(err)
	}
	if method == sip.INVITE && res.IsSuccess() {
		p.far.mu.Lock()
		ack := p.far.requestLocked(sip.ACK, req.CSeq().SeqNo)
		p.far.mu.Unlock()
		if len(body) == 0 { // the answer to their offer
			answer, err := sdp.Offer(sdp.Audio{Addr: p.far.session.Addr(), Laws: []media.Law{media.ALaw}}, 1, 9)
			if err != nil {
				t.Fatal(err)
			}
			ack.AppendHeader(contentType())
			ack.SetBody(answer)
		}
		p.far.sendAck(ack)
	}
	return res
}

func (p *pair) describe(t *testing.T, direction string, laws ...media.Law) string {
	t.Helper()
	b, err := sdp.Offer(sdp.Audio{Addr: p.far.session.Addr(), Laws: laws, EventPT: sdp.EventPT, Direction: direction}, 5, 2)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHoldAndResumeByReInvite(t *testing.T) {
	p := talk(t)
	<-p.far.Media().Receiver().Sound()
	res := p.do(t, sip.INVITE, p.describe(t, "sendonly", media.ALaw))
	if res.StatusCode != 200 || !strings.Contains(string(res.Body()), "a=recvonly") {
		t.Fatalf("hold: %d\n%s", res.StatusCode, res.Body())
	}
	if p.near.Media().Sending() {
		t.Error("a held telephone goes on sending")
	}
	res = p.do(t, sip.INVITE, p.describe(t, "sendrecv", media.ALaw))
	if res.StatusCode != 200 || !strings.Contains(string(res.Body()), "a=sendrecv") || !p.near.Media().Sending() {
		t.Errorf("resume: %d\n%s", res.StatusCode, res.Body())
	}
}

func TestWithinACall(t *testing.T) {
	p := talk(t)
	for _, c := range []struct {
		name   string
		method sip.RequestMethod
		body   string
		status int
	}{
		{"UPDATE as refresh", sip.UPDATE, "", 200},
		{"UPDATE with a description", sip.UPDATE, p.describe(t, "sendrecv", media.ALaw), 200},
		{"UPDATE that cannot be read", sip.UPDATE, "nonsense", 400},
		{"re-INVITE without a description", sip.INVITE, "", 200},
		{"INFO", sip.INFO, "", 200},
		{"OPTIONS", sip.OPTIONS, "", 200},
		{"MESSAGE", sip.MESSAGE, "", 405},
	} {
		t.Run(c.name, func(t *testing.T) {
			if res := p.do(t, c.method, c.body); res.StatusCode != c.status {
				t.Errorf("%d, want %d", res.StatusCode, c.status)
			}
		})
	}
	res := p.do(t, sip.INVITE, strings.ReplaceAll(p.describe(t, "sendrecv", media.ALaw), " 8 ", " 18 "))
	if res.StatusCode != 488 {
		t.Errorf("re-INVITE with another codec only: %d", res.StatusCode)
	}
}

func TestRequestsOfACallThatDoesNotExist(t *testing.T) {
	p := talk(t)
	p.far.mu.Lock()
	real := p.far.remote
	p.far.remote = &sip.ToHeader{Address: real.Address}
	p.far.remote.Params.Add("tag", "nobody")
	p.far.mu.Unlock()
	for _, method := range []sip.RequestMethod{sip.BYE, sip.UPDATE, sip.INFO, sip.INVITE} {
		if res := p.do(t, method, ""); res.StatusCode != 481 {
			t.Errorf("%s: %d", method, res.StatusCode)
		}
	}
	p.far.mu.Lock()
	p.far.remote = real
	p.far.mu.Unlock()
}

func TestRequiredExtensionIsRefused(t *testing.T) {
	called := listen(t, func(context.Context, *Incoming) { t.Error("the call came through") })
	_, r, err := listen(t, nil).Invite(within(t), Invite{
		Trunk: called.Addr(), To: "2", Media: MediaOptions{Pacer: pacer(t)},
		Headers: []sip.Header{sip.NewHeader("Require", "100rel")},
	})
	if err != nil || r.Status != 420 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestTelephoneWithoutCallsIsUnavailable(t *testing.T) {
	_, r, err := listen(t, nil).Invite(within(t), Invite{Trunk: listen(t, nil).Addr(), To: "2", Media: MediaOptions{Pacer: pacer(t)}})
	if err != nil || r.Status != 480 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestForgottenCallIsRefused(t *testing.T) {
	called := listen(t, func(context.Context, *Incoming) {})
	_, r, err := listen(t, nil).Invite(within(t), Invite{Trunk: called.Addr(), To: "2", Media: MediaOptions{Pacer: pacer(t)}})
	if err != nil || r.Status != 480 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestCancelBeforeAnyResponse(t *testing.T) {
	silent := listen(t, nil)
	silent.Close() // nobody is there
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, r, err := listen(t, nil).Invite(ctx, Invite{Trunk: silent.Addr(), To: "2", Media: MediaOptions{Pacer: pacer(t)}})
	if !errors.Is(err, ErrNoResponse) || !r.Canceled {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestClosesAmongRequests closes telephones while requests arrive: one that
// comes too late must not leave the library with a socket of its own, which
// TestMain would find.
func TestClosesAmongRequests(t *testing.T) {
	for range 50 {
		p := listen(t, nil)
		conn, err := net.Dial("udp", p.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		send := func(n int) error {
			_, err := fmt.Fprintf(conn, "OPTIONS sip:x@%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;rport;branch=z9hG4bK%d\r\nMax-Forwards: 70\r\n"+
				"From: <sip:a@b>;tag=1\r\nTo: <sip:x@b>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n", p.Addr(), conn.LocalAddr(), n)
			return err
		}
		if err := send(0); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Read(make([]byte, 2048)); err != nil {
			t.Fatal(err)
		}
		var sender sync.WaitGroup
		sender.Go(func() {
			for n := 1; send(n) == nil; n++ {
				if _, err := conn.Read(make([]byte, 2048)); err != nil {
					return
				}
			}
		})
		if err := conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		p.Close()
		sender.Wait()
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}

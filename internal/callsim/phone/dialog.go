package phone

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"

	"hotline1022/internal/callsim/media"
	"hotline1022/internal/callsim/sdp"
)

// byeWait is how long the answer to our BYE is waited for.
const byeWait = 3 * time.Second

// ErrNoAck is returned when the other side never acknowledged our answer.
var ErrNoAck = errors.New("answer was not acknowledged")

// Dialog is one call, from either side (RFC 3261, section 12).
type Dialog struct {
	CallID string

	phone    *Phone
	localTag string
	session  *media.Session
	laws     []media.Law
	pacer    *media.Pacer
	clip     *media.Clip
	ended    chan struct{} // the other side hung up
	endOnce  sync.Once

	mu      sync.Mutex
	local   *sip.FromHeader // with our tag
	remote  *sip.ToHeader   // with theirs, once known
	target  sip.Uri         // their contact
	routes  []sip.Header
	cseq    uint32
	over    bool // BYE sent or received
	version uint64
	id      uint64
	law     media.Law
	pending map[uint32]chan *sip.Request // answers of ours that wait for ACK, by CSeq
}

// MediaOptions say what a telephone sends and looks for.
type MediaOptions struct {
	Pacer   *media.Pacer
	Clip    *media.Clip // what is sent; nil: silence
	Laws    []media.Law // in order of preference; empty: A-law, then µ-law
	Receive media.ReceiverOptions
}

func (p *Phone) newDialog(callID string, opt MediaOptions) (*Dialog, error) {
	session, err := media.Open(p.addr.Addr(), opt.Receive)
	if err != nil {
		return nil, err
	}
	laws := opt.Laws
	if len(laws) == 0 {
		laws = []media.Law{media.ALaw, media.ULaw}
	}
	return &Dialog{
		CallID: callID, phone: p, localTag: sip.GenerateTagN(16), session: session,
		laws: laws, pacer: opt.Pacer, clip: opt.Clip,
		ended: make(chan struct{}), pending: make(map[uint32]chan *sip.Request),
		cseq: rand.Uint32N(1<<15) + 1, id: uint64(rand.Uint32()),
	}, nil
}

func (d *Dialog) key() dialogKey { return dialogKey{d.CallID, d.localTag} }

// Ended is closed when the other side hung up.
func (d *Dialog) Ended() <-chan struct{} { return d.ended }

// Media is the call's audio.
func (d *Dialog) Media() *media.Session { return d.session }

// Bye hangs up, waits for the answer for a short time, and releases the call's
// audio. After the other side's BYE it only releases. It may be called twice.
func (d *Dialog) Bye(ctx context.Context) error {
	d.mu.Lock()
	over := d.over
	d.over = true
	d.mu.Unlock()
	defer d.release()
	if over {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, byeWait)
	defer cancel()
	res, err := d.phone.client.Do(ctx, d.request(sip.BYE), prebuilt)
	if err != nil {
		return fmt.Errorf("BYE: %w", err)
	}
	if !res.IsSuccess() && res.StatusCode != sip.StatusCallTransactionDoesNotExists {
		return fmt.Errorf("BYE: %d %s", res.StatusCode, res.Reason)
	}
	return nil
}

// release forgets the call; its counts stay readable.
func (d *Dialog) release() {
	d.phone.remove(d)
	d.session.Close()
}

func (d *Dialog) remoteEnded() {
	d.mu.Lock()
	d.over = true
	d.mu.Unlock()
	d.endOnce.Do(func() { close(d.ended) })
}

// prebuilt keeps the library from adding headers to a request that is complete.
func prebuilt(*sipgo.Client, *sip.Request) error { return nil }

// request builds the next request within the dialog. ACK and CANCEL take the
// INVITE's number from their caller.
func (d *Dialog) request(method sip.RequestMethod) *sip.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cseq++
	return d.requestLocked(method, d.cseq)
}

func (d *Dialog) requestLocked(method sip.RequestMethod, cseq uint32) *sip.Request {
	req := sip.NewRequest(method, *d.target.Clone())
	via := &sip.ViaHeader{
		ProtocolName: "SIP", ProtocolVersion: "2.0", Transport: "UDP",
		Host: d.phone.addr.Addr().String(), Port: int(d.phone.addr.Port()),
	}
	via.Params.Add("branch", sip.GenerateBranchN(16))
	via.Params.Add("rport", "")
	req.AppendHeader(via)
	for _, r := range d.routes {
		req.AppendHeader(sip.HeaderClone(r))
	}
	callID, hops := sip.CallIDHeader(d.CallID), sip.MaxForwardsHeader(70)
	req.AppendHeader(sip.HeaderClone(d.local))
	req.AppendHeader(sip.HeaderClone(d.remote))
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: cseq, MethodName: method})
	req.AppendHeader(&hops)
	req.AppendHeader(d.phone.contact())
	req.AppendHeader(sip.NewHeader("User-Agent", userAgent))
	req.SetTransport("UDP")
	d.phone.bind(req)
	req.SetBody(nil)
	return req
}

// bind has the request sent from the phone's own socket.
func (p *Phone) bind(req *sip.Request) {
	req.Laddr = sip.Addr{IP: net.IP(p.addr.Addr().AsSlice()), Port: int(p.addr.Port())}
}

func (p *Phone) contact() *sip.ContactHeader {
	return &sip.ContactHeader{Address: sip.Uri{
		Scheme: "sip", User: "callsim", Host: p.addr.Addr().String(), Port: int(p.addr.Port()),
	}}
}

func contentType() sip.Header { return sip.NewHeader("Content-Type", "application/sdp") }

// offer writes a description of what we want, for an INVITE of ours or in answer
// to one without a description.
func (d *Dialog) offer() ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.version++
	d.session.Receiver().SetEventPT(sdp.EventPT)
	return sdp.Offer(sdp.Audio{Addr: d.session.Addr(), Laws: d.laws, EventPT: sdp.EventPT}, d.id, d.version)
}

// answer writes the answer to an offer and begins to send as agreed.
func (d *Dialog) answer(offer *sdp.Description) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.version++
	b, law, err := sdp.Answer(offer, sdp.Audio{Addr: d.session.Addr(), Laws: d.laws}, d.id, d.version)
	if err != nil {
		return nil, err
	}
	d.law = law
	d.session.Start(d.pacer, offer.Addr, law, offer.EventPT, d.clip)
	return b, nil
}

// agreed takes the other side's answer to our offer.
func (d *Dialog) agreed(body []byte) error {
	answer, err := sdp.Parse(body)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	law, err := sdp.Common(answer.Laws, d.laws)
	if err != nil {
		return err
	}
	d.law = law
	d.session.Start(d.pacer, answer.Addr, law, answer.EventPT, d.clip)
	return nil
}

// reInvite answers a change of the call: hold, another media address, a refresh.
func (d *Dialog) reInvite(req *sip.Request, tx sip.ServerTransaction) {
	body, ok := d.negotiate(req, tx)
	if !ok {
		return
	}
	res := d.success(req, body)
	err := d.deliver(d.phone.ctx, res, tx, len(req.Body()) == 0)
	if err != nil {
		d.phone.log.Debug("re-INVITE", "call", d.CallID, "error", err)
	}
}

// update answers UPDATE (RFC 3311); without a description it is only a refresh (RFC 4028).
func (d *Dialog) update(req *sip.Request, tx sip.ServerTransaction) {
	var body []byte
	if len(req.Body()) > 0 {
		var ok bool
		if body, ok = d.negotiate(req, tx); !ok {
			return
		}
	}
	if err := tx.Respond(d.success(req, body)); err != nil {
		d.phone.log.Debug("UPDATE", "call", d.CallID, "error", err)
	}
}

// negotiate gives our description for a request within the call, or refuses the request.
func (d *Dialog) negotiate(req *sip.Request, tx sip.ServerTransaction) ([]byte, bool) {
	d.mu.Lock()
	over := d.over
	d.mu.Unlock()
	if over {
		d.phone.respond(req, tx, sip.StatusCallTransactionDoesNotExists, "Call Does Not Exist")
		return nil, false
	}
	body, err := d.describe(req)
	if err != nil {
		status, reason := statusOf(err)
		d.phone.respond(req, tx, status, reason)
		return nil, false
	}
	return body, true
}

// describe answers the offer in a request, or makes one of ours if it has none.
func (d *Dialog) describe(req *sip.Request) ([]byte, error) {
	if len(req.Body()) == 0 {
		return d.offer()
	}
	offer, err := sdp.Parse(req.Body())
	if err != nil {
		return nil, err
	}
	body, err := d.answer(offer)
	if err == nil {
		d.session.Redirect(offer.Addr)
	}
	return body, err
}

// statusOf gives the SIP status for a description that we do not take.
func statusOf(err error) (int, string) {
	switch {
	case errors.Is(err, sdp.ErrMalformed):
		return sip.StatusBadRequest, "Bad Session Description"
	case errors.Is(err, sdp.ErrNotAcceptable):
		return sip.StatusNotAcceptableHere, "Not Acceptable Here"
	}
	return sip.StatusInternalServerError, "Server Internal Error"
}

func (d *Dialog) success(req *sip.Request, body []byte) *sip.Response {
	return d.response(req, sip.StatusOK, "OK", body)
}

// response builds a response with our tag and, if there is a body, its type.
func (d *Dialog) response(req *sip.Request, status int, reason string, body []byte) *sip.Response {
	res := sip.NewResponseFromRequest(req, status, reason, body)
	if to := res.To(); to != nil && status > sip.StatusTrying {
		to.Params.Remove("tag")
		to.Params.Add("tag", d.localTag)
	}
	if status > sip.StatusTrying {
		res.AppendHeader(d.phone.contact())
		res.AppendHeader(sip.NewHeader("Allow", Allow))
	}
	if len(body) > 0 {
		res.AppendHeader(contentType())
	}
	return res
}

// deliver sends a 2xx to an INVITE again and again until its ACK comes (RFC 3261,
// section 13.3.1.4); when the description in it was an offer, the ACK has the answer.
func (d *Dialog) deliver(ctx context.Context, res *sip.Response, tx sip.ServerTransaction, offered bool) error {
	number := res.CSeq().SeqNo
	ack := make(chan *sip.Request, 1)
	d.mu.Lock()
	d.pending[number] = ack
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		delete(d.pending, number)
		d.mu.Unlock()
	}()
	interval, deadline := sip.T1, time.NewTimer(64*sip.T1)
	defer deadline.Stop()
	again := time.NewTimer(interval)
	defer again.Stop()
	for {
		if err := tx.Respond(res); err != nil {
			return fmt.Errorf("answer: %w", err)
		}
		select {
		case req := <-ack:
			return d.lateAnswer(req, offered)
		case req := <-tx.Acks(): // of a caller that used the INVITE's branch for it
			return d.lateAnswer(req, offered)
		case <-again.C:
			interval = min(2*interval, sip.T2)
			again.Reset(interval)
		case <-d.ended:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-deadline.C:
			return ErrNoAck
		}
	}
}

func (d *Dialog) lateAnswer(ack *sip.Request, offered bool) error {
	if !offered {
		return nil
	}
	if err := d.agreed(ack.Body()); err != nil {
		return fmt.Errorf("answer in ACK: %w", err)
	}
	return nil
}

// acknowledged wakes whoever delivers the answer that the ACK belongs to.
func (d *Dialog) acknowledged(ack *sip.Request) {
	cseq := ack.CSeq()
	if cseq == nil {
		return
	}
	d.mu.Lock()
	waiting := d.pending[cseq.SeqNo]
	d.mu.Unlock()
	select {
	case waiting <- ack:
	default: // a repeated ACK, or nobody waits
	}
}

package phone

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/emiago/sipgo/sip"
)

// cancelWait is how long the INVITE's final response is waited for after CANCEL.
// RFC 3261, section 9.1, allows 32 s; a trunk answers at once or is dead.
const cancelWait = 5 * time.Second

// ErrNoResponse is returned when the other side did not answer the INVITE at all.
var ErrNoResponse = errors.New("no response to INVITE")

// Invite describes a call to be placed.
type Invite struct {
	Trunk netip.AddrPort // where it is sent to
	From  Party
	To    string // the number dialled
	Media MediaOptions
	// Headers are added to the INVITE.
	Headers []sip.Header
}

// Result tells how the placing of a call went. Times are zero for what did not happen.
type Result struct {
	CallID     string
	SentAt     time.Time
	RingingAt  time.Time // first 180 or 183
	AnsweredAt time.Time // 200
	Status     int       // final; 0 when there was none
	Reason     string
	Contact    string // of a redirect
	Canceled   bool   // we gave up
}

// Invite places a call and returns when it was answered, refused, or given up
// because ctx ended. On an answer the returned Dialog must be ended with Bye; else
// it is nil. A refusal is not an error; an error is a call that could not be
// placed, or whose answer could not be used. The Result is valid in any case.
func (p *Phone) Invite(ctx context.Context, in Invite) (*Dialog, Result, error) {
	d, err := p.newDialog(sip.GenerateTagN(24)+"@"+p.addr.Addr().String(), in.Media)
	if err != nil {
		return nil, Result{}, err
	}
	c := &inviting{dialog: d, result: Result{CallID: d.CallID}}
	if err := c.run(ctx, in); err != nil || !c.up {
		d.release()
		return nil, c.result, err
	}
	return d, c.result, nil
}

// inviting is an INVITE under way.
type inviting struct {
	dialog *Dialog
	req    *sip.Request
	tx     sip.ClientTransaction
	cancel sip.ClientTransaction // our CANCEL, when sent
	result Result
	up     bool
}

func (c *inviting) run(ctx context.Context, in Invite) error {
	if err := c.send(in); err != nil {
		return err
	}
	defer c.settle()
	giveUp := ctx.Done()
	late := time.NewTimer(time.Hour)
	defer late.Stop()
	for {
		select {
		case res := <-c.tx.Responses():
			if done, err := c.response(res); done {
				return err
			}
		case <-c.tx.Done():
			return errors.Join(ErrNoResponse, c.tx.Err())
		case <-giveUp:
			giveUp, c.result.Canceled = nil, true
			late.Reset(cancelWait)
			if err := c.sendCancel(); err != nil {
				return err
			}
		case <-c.canceling():
		case <-late.C:
			return fmt.Errorf("%w after CANCEL", ErrNoResponse)
		}
	}
}

// settle ends the transactions that nobody reads any more. An INVITE with a final
// response stays until its timers end it, for the response may be repeated.
func (c *inviting) settle() {
	if c.cancel != nil {
		c.cancel.Terminate()
	}
	if c.result.Status < sip.StatusOK {
		c.tx.Terminate()
	}
}

func (c *inviting) canceling() <-chan *sip.Response {
	if c.cancel == nil {
		return nil
	}
	return c.cancel.Responses()
}

func (c *inviting) send(in Invite) error {
	d := c.dialog
	d.target = sip.Uri{Scheme: "sip", User: escapeUser(in.To), Host: in.Trunk.Addr().String(), Port: int(in.Trunk.Port())}
	d.local = in.From.from(d.phone.addr.Addr().String(), d.localTag)
	d.remote = &sip.ToHeader{Address: sip.Uri{Scheme: "sip", User: d.target.User, Host: d.target.Host}}
	body, err := d.offer()
	if err != nil {
		return err
	}
	c.req = d.request(sip.INVITE)
	c.req.AppendHeader(contentType())
	c.req.AppendHeader(sip.NewHeader("Allow", Allow))
	if in.From.Withheld {
		c.req.AppendHeader(sip.NewHeader("Privacy", "id"))
	}
	if in.From.Asserted != "" {
		c.req.AppendHeader(sip.NewHeader("P-Asserted-Identity", "<sip:"+escapeUser(in.From.Asserted)+"@"+d.phone.addr.Addr().String()+">"))
	}
	for _, h := range in.Headers {
		c.req.AppendHeader(h)
	}
	c.req.SetBody(body)
	d.phone.add(d)
	c.result.SentAt = time.Now()
	if c.tx, err = d.phone.client.TransactionRequest(context.Background(), c.req, prebuilt); err != nil {
		return fmt.Errorf("INVITE: %w", err)
	}
	return nil
}

// response takes one response; done when it decides the call.
func (c *inviting) response(res *sip.Response) (done bool, err error) {
	switch {
	case res.IsProvisional():
		if res.StatusCode > sip.StatusTrying && c.result.RingingAt.IsZero() {
			c.result.RingingAt = time.Now()
		}
		c.result.Status = res.StatusCode
		return false, c.cancelNow()
	case res.IsSuccess():
		c.result.Status, c.result.Reason = res.StatusCode, res.Reason
		c.result.AnsweredAt = time.Now()
		return true, c.answered(res)
	default:
		c.result.Status, c.result.Reason = res.StatusCode, res.Reason
		if contact := res.Contact(); contact != nil && res.IsRedirection() {
			c.result.Contact = contact.Address.String()
		}
		return true, nil
	}
}

// answered acknowledges the answer and begins to send. An answer that crossed our
// CANCEL, or that cannot be used, is hung up.
func (c *inviting) answered(res *sip.Response) error {
	d := c.dialog
	ack := d.establish(res, c.req.CSeq().SeqNo)
	c.tx.OnRetransmission(func(*sip.Response) { d.sendAck(ack.Clone()) })
	d.sendAck(ack.Clone())
	err := d.agreed(res.Body())
	if err == nil && !c.result.Canceled {
		c.up = true
		return nil
	}
	if err != nil {
		err = fmt.Errorf("answer of the called side: %w", err)
	}
	return errors.Join(err, d.Bye(context.Background()))
}

func (c *inviting) sendCancel() error {
	if c.result.Status == 0 {
		return nil // only after a provisional response (RFC 3261, section 9.1); see cancelNow
	}
	return c.cancelNow()
}

// cancelNow sends CANCEL once it is wanted and allowed.
func (c *inviting) cancelNow() error {
	if !c.result.Canceled || c.cancel != nil {
		return nil
	}
	req := sip.NewRequest(sip.CANCEL, *c.req.Recipient.Clone())
	req.AppendHeader(c.req.Via().Clone())
	hops := sip.MaxForwardsHeader(70)
	for _, h := range []sip.Header{c.req.From(), c.req.To(), c.req.CallID(), &hops} {
		req.AppendHeader(sip.HeaderClone(h))
	}
	req.AppendHeader(&sip.CSeqHeader{SeqNo: c.req.CSeq().SeqNo, MethodName: sip.CANCEL})
	req.SetTransport("UDP")
	c.dialog.phone.bind(req)
	req.SetBody(nil)
	tx, err := c.dialog.phone.client.TransactionRequest(context.Background(), req, prebuilt)
	if err != nil {
		return fmt.Errorf("CANCEL: %w", err)
	}
	c.cancel = tx
	return nil
}

// establish takes the dialog's other half from the 2xx and builds its ACK.
func (d *Dialog) establish(res *sip.Response, cseq uint32) *sip.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	if to := res.To(); to != nil {
		d.remote = sip.HeaderClone(to).(*sip.ToHeader)
	}
	if contact := res.Contact(); contact != nil {
		d.target = *contact.Address.Clone()
	}
	d.routes = nil
	records := res.GetHeaders("Record-Route")
	for i := len(records) - 1; i >= 0; i-- {
		d.routes = append(d.routes, sip.NewHeader("Route", records[i].Value()))
	}
	return d.requestLocked(sip.ACK, cseq)
}

func (d *Dialog) sendAck(ack *sip.Request) {
	if err := d.phone.client.WriteRequest(ack, prebuilt); err != nil {
		d.phone.log.Debug("ACK not sent", "call", d.CallID, "error", err)
	}
}

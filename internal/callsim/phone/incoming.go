package phone

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"

	"hotline1022/internal/callsim/sdp"
)

// ErrCanceled is returned for a call that the caller gave up before it was answered.
var ErrCanceled = errors.New("the caller gave up")

// ErrRefused is returned for a call that was refused because of its description.
var ErrRefused = errors.New("refused")

// Incoming is a call that reaches us and is not answered yet. Its methods are for
// the goroutine of OnInvite only. Exactly one of Answer and Refuse ends the waiting.
type Incoming struct {
	From, FromName string
	To             string // the number dialled
	CallID         string
	Asserted       string // P-Asserted-Identity as it stands in the INVITE (RFC 3325), or ""
	Privacy        string // Privacy as it stands there (RFC 3323), or ""
	Text           string // the whole INVITE
	At             time.Time
	Status         int // last that we sent

	phone    *Phone
	req      *sip.Request
	tx       sip.ServerTransaction
	canceled chan struct{}
	dialog   *Dialog
	early    []byte // our description, when it went out with 183
}

func (p *Phone) incoming(req *sip.Request, tx sip.ServerTransaction) {
	in := &Incoming{
		From: req.From().Address.User, FromName: req.From().DisplayName, To: req.Recipient.User,
		CallID: req.CallID().Value(), At: time.Now(), Text: req.String(),
		phone: p, req: req, tx: tx, canceled: make(chan struct{}),
	}
	if h := req.GetHeader("P-Asserted-Identity"); h != nil {
		in.Asserted = h.Value()
	}
	if h := req.GetHeader("Privacy"); h != nil {
		in.Privacy = h.Value()
	}
	// At once, so that the library's own timer for it does not read the request later.
	if err := tx.Respond(sip.NewResponseFromRequest(req, sip.StatusTrying, "Trying", nil)); err != nil {
		return
	}
	var once sync.Once
	if !tx.OnCancel(func(*sip.Request) { once.Do(func() { close(in.canceled) }) }) {
		return
	}
	if unsupported := req.GetHeader("Require"); unsupported != nil {
		p.respond(req, tx, sip.StatusBadExtension, "Bad Extension", sip.NewHeader("Unsupported", unsupported.Value()))
		return
	}
	p.onInvite(p.ctx, in)
	select {
	case <-in.canceled:
	default:
		if in.Status < 200 { // a callback that forgot
			in.Refuse(sip.StatusTemporarilyUnavailable, "Temporarily Unavailable")
		}
	}
	if in.dialog != nil {
		in.dialog.release()
	}
}

// Canceled is closed when the caller gave up.
func (in *Incoming) Canceled() <-chan struct{} { return in.canceled }

// Ring sends 180.
func (in *Incoming) Ring() error { return in.provisional(sip.StatusRinging, "Ringing") }

// Forward sends 181: another telephone is being called in its place.
func (in *Incoming) Forward() error {
	return in.provisional(sip.StatusCallIsForwarded, "Call Is Being Forwarded")
}

func (in *Incoming) provisional(status int, reason string) error {
	in.Status = status
	res := sip.NewResponseFromRequest(in.req, status, reason, nil)
	if in.dialog != nil {
		res = in.dialog.response(in.req, status, reason, nil)
	}
	return in.tx.Respond(res)
}

// Progress sends 183 and begins to send early media. The caller's fault in the
// description refuses the call: ErrRefused.
func (in *Incoming) Progress(opt MediaOptions) error {
	if err := in.open(opt); err != nil {
		return err
	}
	in.Status = sip.StatusSessionInProgress
	return in.tx.Respond(in.dialog.response(in.req, sip.StatusSessionInProgress, "Session Progress", in.early))
}

// Answer sends 200 and waits for its ACK. The Dialog must be ended with Bye. A
// fault in the caller's description refuses the call: ErrRefused.
func (in *Incoming) Answer(ctx context.Context, opt MediaOptions) (*Dialog, error) {
	if err := in.open(opt); err != nil {
		return nil, err
	}
	select {
	case <-in.canceled:
		return nil, ErrCanceled
	default:
	}
	d := in.dialog
	in.Status = sip.StatusOK
	err := d.deliver(ctx, d.success(in.req, in.early), in.tx, len(in.req.Body()) == 0)
	if errors.Is(in.tx.Err(), sip.ErrTransactionCanceled) {
		in.Status = sip.StatusRequestTerminated
		return nil, ErrCanceled
	}
	if err != nil {
		return nil, errors.Join(err, d.Bye(context.WithoutCancel(ctx)))
	}
	return d, nil
}

// open reads the caller's description and makes ours, once.
func (in *Incoming) open(opt MediaOptions) error {
	if in.dialog != nil {
		return nil
	}
	if t := in.req.ContentType(); len(in.req.Body()) > 0 && (t == nil || !strings.EqualFold(mediaType(t.Value()), "application/sdp")) {
		in.Refuse(sip.StatusUnsupportedMediaType, "Unsupported Media Type", sip.NewHeader("Accept", "application/sdp"))
		return fmt.Errorf("%w: not a session description", ErrRefused)
	}
	d, err := in.phone.newDialog(in.CallID, opt)
	if err != nil {
		in.Refuse(sip.StatusInternalServerError, "Server Internal Error")
		return err
	}
	to := in.req.To().AsFrom()
	to.Params.Remove("tag")
	to.Params.Add("tag", d.localTag)
	from := in.req.From().AsTo()
	d.local, d.remote, d.target = &to, &from, *in.req.Contact().Address.Clone()
	for _, r := range in.req.GetHeaders("Record-Route") {
		d.routes = append(d.routes, sip.NewHeader("Route", r.Value()))
	}
	if in.early, err = d.describe(in.req); err != nil {
		d.release()
		status, reason := statusOf(err)
		in.Refuse(status, reason)
		if errors.Is(err, sdp.ErrMalformed) || errors.Is(err, sdp.ErrNotAcceptable) {
			err = fmt.Errorf("%w: %w", ErrRefused, err)
		}
		return err
	}
	in.dialog = d
	in.phone.add(d)
	return nil
}

func mediaType(contentType string) string {
	t, _, _ := strings.Cut(contentType, ";")
	return strings.TrimSpace(t)
}

// Refuse sends a final response of 300 and above.
func (in *Incoming) Refuse(status int, reason string, headers ...sip.Header) {
	in.Status = status
	in.phone.respond(in.req, in.tx, status, reason, headers...)
}

// Redirect sends the caller on to another number at this phone's address (RFC 3261, 302).
func (in *Incoming) Redirect(number string) {
	contact := in.phone.contact()
	contact.Address.User = escapeUser(number)
	in.Refuse(sip.StatusMovedTemporarily, "Moved Temporarily", contact)
}

package callsim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"hotline1022/internal/callsim/media"
	"hotline1022/internal/callsim/phone"
)

// ringTime is how long a citizen lets it ring unless told otherwise.
const ringTime = time.Minute

// CitizensOptions say where citizens call.
type CitizensOptions struct {
	Trunk  string // host:port of the trunk's SIP socket
	Logger *slog.Logger
}

// Citizens place calls over one SIP socket.
type Citizens struct {
	trunk netip.AddrPort
	phone *phone.Phone
	pacer *media.Pacer

	ctx    context.Context
	cancel context.CancelFunc
	mu     sync.Mutex
	closed bool
	calls  sync.WaitGroup
}

// NewCitizens opens the citizens' socket, on the address from which the trunk is reached.
func NewCitizens(opt CitizensOptions) (*Citizens, error) {
	addr, err := net.ResolveUDPAddr("udp", opt.Trunk)
	if err != nil {
		return nil, fmt.Errorf("trunk %q: %w", opt.Trunk, err)
	}
	trunk := addr.AddrPort()
	trunk = netip.AddrPortFrom(trunk.Addr().Unmap(), trunk.Port())
	local, err := localTo(trunk)
	if err != nil {
		return nil, err
	}
	p, err := phone.Listen(phone.Options{Listen: netip.AddrPortFrom(local, 0).String(), Logger: opt.Logger})
	if err != nil {
		return nil, err
	}
	c := &Citizens{trunk: trunk, phone: p, pacer: media.NewPacer()}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	return c, nil
}

// localTo returns the local address from which another is reached.
func localTo(remote netip.AddrPort) (netip.Addr, error) {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(remote)) // sends nothing
	if err != nil {
		return netip.Addr{}, fmt.Errorf("no way to %v: %w", remote, err)
	}
	local := conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap()
	return local, conn.Close()
}

// Close hangs up all calls, waits for them, and closes the socket. It may be called twice.
func (c *Citizens) Close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.cancel()
	c.calls.Wait()
	c.phone.Close()
	c.pacer.Close()
}

// KeyPress is a key that a citizen presses some time after the answer.
type KeyPress struct {
	After time.Duration
	Keys  string
}

// CitizenCall is one call as a citizen wants it.
type CitizenCall struct {
	From     string // number or letters
	Name     string // display name
	Withheld bool   // the number is not shown
	Asserted string // the number that the network vouches for all the same
	To       string
	Clip     *media.Clip   // what the citizen says; nil: silence
	Keys     []KeyPress    // in order of time
	Duration time.Duration // the citizen hangs up so long after the answer; 0: never
	GiveUp   time.Duration // the citizen hangs up unanswered after it; 0: never
	Ring     time.Duration // nobody answers in this time: timeout; 0: one minute
	Laws     []media.Law   // offered, in order; empty: A-law, µ-law
	Listen   []int         // tones in Hz whose time is measured
	Share    float64       // see media.ReceiverOptions
	Record   bool          // keep what is heard
}

// CitizenReport tells how a call went. Milliseconds count from the INVITE.
type CitizenReport struct {
	CallID     string    `json:"call_id"`
	From       string    `json:"from"`
	To         string    `json:"to"`
	Answered   bool      `json:"answered"`
	AnswerMs   *int64    `json:"answer_ms"`
	EndedBy    EndedBy   `json:"ended_by"`
	SIPStatus  int       `json:"sip_status"`  // final; 0: there was none
	DurationMs int64     `json:"duration_ms"` // from the answer to the end
	StartedAt  time.Time `json:"started_at"`
	Audio
	Error string `json:"error,omitempty"`

	AnsweredAt time.Time `json:"-"`
	EndedAt    time.Time `json:"-"`
	Redirect   string    `json:"-"` // where a 3xx pointed to
}

// Citizen is a call under way.
type Citizen struct {
	call     CitizenCall
	phone    *phone.Phone
	answered chan struct{}
	done     chan struct{}
	hangup   chan struct{}
	once     sync.Once
	session  *media.Session // set before answered is closed
	report   CitizenReport  // set before done is closed
}

// Start places a call and returns at once. When ctx ends the citizen hangs up.
func (c *Citizens) Start(ctx context.Context, call CitizenCall) *Citizen {
	z := &Citizen{
		call: call, phone: c.phone,
		answered: make(chan struct{}), done: make(chan struct{}), hangup: make(chan struct{}),
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		z.report = CitizenReport{From: call.From, To: call.To, EndedBy: EndedByError, Error: "the citizens' socket is closed", StartedAt: time.Now()}
		close(z.done)
		return z
	}
	c.calls.Go(func() {
		defer close(z.done)
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(c.ctx, cancel)()
		z.run(ctx, c)
	})
	return z
}

// Call places a call and waits for its end.
func (c *Citizens) Call(ctx context.Context, call CitizenCall) CitizenReport {
	return c.Start(ctx, call).Report()
}

// Answered is closed when the call is answered.
func (z *Citizen) Answered() <-chan struct{} { return z.answered }

// Done is closed when the call is over.
func (z *Citizen) Done() <-chan struct{} { return z.done }

// Report waits for the end of the call and tells how it went.
func (z *Citizen) Report() CitizenReport {
	<-z.done
	return z.report
}

// Hangup has the citizen hang up; also while it rings. It does not wait.
func (z *Citizen) Hangup() { z.once.Do(func() { close(z.hangup) }) }

// Audio returns the call's audio, for what was heard so far; nil before the answer.
func (z *Citizen) Audio() *media.Session {
	select {
	case <-z.answered:
		return z.session
	default:
		return nil
	}
}

var (
	errGaveUp  = errors.New("the citizen gave up")
	errRangOut = errors.New("nobody answered")
)

func (z *Citizen) run(ctx context.Context, c *Citizens) {
	z.report = CitizenReport{From: z.call.From, To: z.call.To, StartedAt: time.Now()}
	ringing, stop := z.patience(ctx)
	d, result, err := z.phone.Invite(ringing, phone.Invite{
		Trunk: c.trunk,
		From:  phone.Party{Number: z.call.From, Name: z.call.Name, Withheld: z.call.Withheld, Asserted: z.call.Asserted},
		To:    z.call.To,
		Media: phone.MediaOptions{
			Pacer: c.pacer, Clip: z.call.Clip, Laws: z.call.Laws,
			Receive: media.ReceiverOptions{Capture: z.call.Record, Listen: z.call.Listen, Share: z.call.Share},
		},
	})
	cause := context.Cause(ringing)
	stop()
	z.placed(result, err, cause)
	if d == nil {
		return
	}
	z.session = d.Media()
	close(z.answered)
	z.report.EndedBy, err = z.talk(ctx, d)
	err = errors.Join(err, d.Bye(context.WithoutCancel(ctx)))
	z.report.EndedAt = time.Now()
	z.report.DurationMs = z.report.EndedAt.Sub(z.report.AnsweredAt).Milliseconds()
	z.report.Audio = audioOf(z.session.Receiver(), z.session.Sent(), z.report.StartedAt)
	if err != nil {
		z.report.EndedBy, z.report.Error = EndedByError, err.Error()
	}
}

// patience is the time in which an answer is waited for; its cause tells why it ended.
func (z *Citizen) patience(ctx context.Context) (context.Context, func()) {
	ring := z.call.Ring
	if ring == 0 {
		ring = ringTime
	}
	ctx, cancel := context.WithCancelCause(ctx)
	out := time.AfterFunc(ring, func() { cancel(errRangOut) })
	up := time.AfterFunc(time.Hour, func() { cancel(errGaveUp) })
	if z.call.GiveUp > 0 {
		up.Reset(z.call.GiveUp)
	} else {
		up.Stop()
	}
	go func() {
		select {
		case <-z.hangup:
			cancel(errGaveUp)
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		out.Stop()
		up.Stop()
		cancel(nil)
	}
}

// placed notes how the placing of the call went.
func (z *Citizen) placed(result phone.Result, err, cause error) {
	r := &z.report
	r.CallID, r.SIPStatus, r.Redirect = result.CallID, result.Status, result.Contact
	if !result.SentAt.IsZero() {
		r.StartedAt = result.SentAt
	}
	r.EndedAt = time.Now()
	switch {
	case err != nil && errors.Is(err, phone.ErrNoResponse) && !result.Canceled:
		r.EndedBy, r.Error = EndedByTimeout, err.Error()
	case err != nil:
		r.EndedBy, r.Error = EndedByError, err.Error()
	case result.Canceled && errors.Is(cause, errRangOut):
		r.EndedBy = EndedByTimeout
	case result.Canceled:
		r.EndedBy = EndedByCitizen
	case result.AnsweredAt.IsZero():
		r.EndedBy = EndedByRejected
	default:
		r.Answered, r.AnsweredAt = true, result.AnsweredAt
		r.AnswerMs = since(r.StartedAt, r.AnsweredAt)
	}
}

// talk goes on until somebody ends the call.
func (z *Citizen) talk(ctx context.Context, d *phone.Dialog) (EndedBy, error) {
	keys := presses{z.call.Keys, z.report.AnsweredAt}
	var end <-chan time.Time
	if z.call.Duration > 0 {
		t := time.NewTimer(time.Until(z.report.AnsweredAt.Add(z.call.Duration)))
		defer t.Stop()
		end = t.C
	}
	for {
		select {
		case <-keys.due():
			if err := keys.press(d.Media()); err != nil {
				return EndedByError, err
			}
		case <-d.Ended():
			return EndedByRemote, nil
		case <-end:
			return EndedByCitizen, nil
		case <-z.hangup:
			return EndedByCitizen, nil
		case <-ctx.Done():
			return EndedByCitizen, nil
		}
	}
}

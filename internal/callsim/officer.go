package callsim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"

	"hotline1022/internal/callsim/media"
	"hotline1022/internal/callsim/phone"
)

// ringLimit is when the network ends a ringing that nobody answers (RFC 3261, timer C).
const ringLimit = 3 * time.Minute

// OfficerOptions say how the called side behaves.
type OfficerOptions struct {
	Listen string // host:port of the SIP socket
	Plan   Plan
	Clip   *media.Clip // what officers say; nil: silence
	Keys   []KeyPress  // that officers press, in order of time; a fax or an answering machine presses none
	Tones  []int       // in Hz, whose time is measured in what is heard
	Share  float64     // see media.ReceiverOptions
	Record bool
	Logger *slog.Logger
	// PickUp has each call to a number of the plan ring until something is received from the number's channel, instead
	// of for the plan's time: what is looked at while it rings may take long on a busy machine. May be nil.
	PickUp map[string]<-chan struct{}
	// OnAnswer takes each call that is answered, from many goroutines; it must return at
	// once. May be nil.
	OnAnswer func(*OfficerCall)
	// OnCall takes each call's report at its end, from many goroutines. May be nil.
	OnCall func(OfficerReport)
}

// Officer answers calls as the telephone network: each number as its plan says.
type Officer struct {
	opt   OfficerOptions
	phone *phone.Phone
	pacer *media.Pacer

	machines map[OutcomeKind]*media.Clip // what they say, whom no person sits beside
}

// OfficerCall is an answered call under way.
type OfficerCall struct {
	From, To string
	At       time.Time // of its INVITE

	session *media.Session
	hangup  chan struct{}
	once    sync.Once
	done    chan struct{}
}

// Audio is the call's audio.
func (c *OfficerCall) Audio() *media.Session { return c.session }

// Hangup has the officer hang up. It does not wait.
func (c *OfficerCall) Hangup() { c.once.Do(func() { close(c.hangup) }) }

// Done is closed when the call is over.
func (c *OfficerCall) Done() <-chan struct{} { return c.done }

// OfficerReport tells how a call to an officer went. Milliseconds count from the
// arrival of the INVITE.
type OfficerReport struct {
	CallID     string    `json:"call_id"`
	From       string    `json:"from"`
	To         string    `json:"to"`
	Outcome    string    `json:"outcome"` // as planned
	Answered   bool      `json:"answered"`
	AnswerMs   *int64    `json:"answer_ms"`
	EndedBy    EndedBy   `json:"ended_by"`
	SIPStatus  int       `json:"sip_status"` // last that was sent
	DurationMs int64     `json:"duration_ms"`
	StartedAt  time.Time `json:"started_at"`
	Audio
	Error string `json:"error,omitempty"`

	FromName   string    `json:"-"`
	Asserted   string    `json:"-"` // P-Asserted-Identity, as it stood in the INVITE
	Privacy    string    `json:"-"` // and Privacy
	Invite     string    `json:"-"` // all of it
	AnsweredAt time.Time `json:"-"`
	EndedAt    time.Time `json:"-"`
}

// NewOfficer opens the socket and begins to answer.
func NewOfficer(opt OfficerOptions) (*Officer, error) {
	o := &Officer{opt: opt, pacer: media.NewPacer()}
	o.machines = map[OutcomeKind]*media.Clip{OutcomeFax: faxClip(), OutcomeVoicemail: voicemailClip()}
	p, err := phone.Listen(phone.Options{Listen: opt.Listen, Logger: opt.Logger, OnInvite: o.take})
	if err != nil {
		o.pacer.Close()
		return nil, err
	}
	o.phone = p
	return o, nil
}

// Addr is where the officers are called: host:port.
func (o *Officer) Addr() string { return o.phone.Addr().String() }

// Deafen makes the network hear nothing, requests and answers alike, or hear again.
func (o *Officer) Deafen(deaf bool) { o.phone.Deafen(deaf) }

// Curt makes the network answer no OPTIONS, so that who watches it takes it for dead.
func (o *Officer) Curt(curt bool) { o.phone.Curt(curt) }

// Close hangs up all calls, waits for their ends and closes the socket. It may be called twice.
func (o *Officer) Close() {
	o.phone.Close()
	o.pacer.Close()
}

func (o *Officer) take(ctx context.Context, in *phone.Incoming) {
	outcome := o.opt.Plan.Lookup(in.To)
	r := OfficerReport{
		CallID: in.CallID, From: in.From, FromName: in.FromName, Asserted: in.Asserted, Privacy: in.Privacy, Invite: in.Text, To: in.To,
		Outcome: outcome.String(), StartedAt: in.At,
	}
	err := o.carryOut(ctx, in, outcome, &r)
	r.SIPStatus, r.EndedAt = in.Status, time.Now()
	switch {
	case errors.Is(err, phone.ErrCanceled):
		r.EndedBy, r.SIPStatus = EndedByCanceled, sip.StatusRequestTerminated
	case errors.Is(err, phone.ErrRefused):
		r.EndedBy, r.Error = EndedByRejected, err.Error()
	case err != nil:
		r.EndedBy, r.Error = EndedByError, err.Error()
	}
	if r.Answered {
		r.DurationMs = r.EndedAt.Sub(r.AnsweredAt).Milliseconds()
	}
	if o.opt.OnCall != nil {
		o.opt.OnCall(r)
	}
}

func (o *Officer) carryOut(ctx context.Context, in *phone.Incoming, what Outcome, r *OfficerReport) error {
	switch what.Kind {
	case OutcomeAnswer, OutcomeFax, OutcomeVoicemail:
		if what.After > 0 {
			if err := in.Ring(); err != nil {
				return err
			}
		}
		return o.answer(ctx, in, what, r)
	case OutcomeEarly:
		if err := in.Progress(o.media(what)); err != nil {
			return err
		}
		return o.answer(ctx, in, what, r)
	case OutcomeForwarded:
		if err := errors.Join(in.Forward(), in.Ring()); err != nil {
			return err
		}
		return o.answer(ctx, in, what, r)
	case OutcomeAnnounced:
		if err := in.Progress(o.media(what)); err != nil {
			return err
		}
		if err := wait(ctx, in, time.After(what.After)); err != nil {
			return err
		}
		r.EndedBy = EndedByRejected
		in.Refuse(what.Status, reason(what.Status))
	case OutcomeNoAnswer, OutcomeSilent:
		if what.Kind == OutcomeNoAnswer {
			if err := in.Ring(); err != nil {
				return err
			}
		}
		if err := wait(ctx, in, time.After(ringLimit)); err != nil {
			return err
		}
		r.EndedBy = EndedByTimeout
		in.Refuse(sip.StatusTemporarilyUnavailable, reason(sip.StatusTemporarilyUnavailable))
	case OutcomeRedirect:
		r.EndedBy = EndedByRejected
		in.Redirect(what.Target)
	case OutcomeStatus:
		if what.After > 0 {
			if err := errors.Join(in.Ring(), wait(ctx, in, time.After(what.After))); err != nil {
				return err
			}
		}
		r.EndedBy = EndedByRejected
		in.Refuse(what.Status, reason(what.Status))
	}
	return nil
}

func (o *Officer) media(what Outcome) phone.MediaOptions {
	clip := o.opt.Clip
	if machine := o.machines[what.Kind]; machine != nil {
		clip = machine
	}
	return phone.MediaOptions{
		Pacer: o.pacer, Clip: clip,
		Receive: media.ReceiverOptions{Capture: o.opt.Record, Listen: o.opt.Tones, Share: o.opt.Share},
	}
}

// wait lets it ring until something comes: a time, or a hand that picks up.
func wait[T any](ctx context.Context, in *phone.Incoming, until <-chan T) error {
	select {
	case <-until:
		return nil
	case <-in.Canceled():
		return phone.ErrCanceled
	case <-ctx.Done():
		return fmt.Errorf("the officer's telephone was switched off: %w", ctx.Err())
	}
}

// answer answers after the planned time, or when it is picked up, and talks until somebody hangs up.
func (o *Officer) answer(ctx context.Context, in *phone.Incoming, what Outcome, r *OfficerReport) error {
	var err error
	if hand, ok := o.opt.PickUp[in.To]; ok {
		err = wait(ctx, in, hand)
	} else {
		err = wait(ctx, in, time.After(what.After))
	}
	if err != nil {
		return err
	}
	d, err := in.Answer(ctx, o.media(what))
	if err != nil {
		return err
	}
	if what.Kind == OutcomeEarly {
		d.Media().Switch() // the network played until now
	}
	r.Answered, r.AnsweredAt = true, time.Now()
	r.AnswerMs = since(r.StartedAt, r.AnsweredAt)
	var hangup <-chan time.Time
	if what.Hangup > 0 {
		t := time.NewTimer(what.Hangup)
		defer t.Stop()
		hangup = t.C
	}
	call := &OfficerCall{From: in.From, To: in.To, At: in.At, session: d.Media(), hangup: make(chan struct{}), done: make(chan struct{})}
	defer close(call.done)
	if o.opt.OnAnswer != nil {
		o.opt.OnAnswer(call)
	}
	keys := presses{o.opt.Keys, r.AnsweredAt}
	if o.machines[what.Kind] != nil {
		keys.left = nil
	}
	r.EndedBy, err = talk(ctx, d, keys, call, hangup)
	err = errors.Join(err, d.Bye(context.WithoutCancel(ctx)))
	r.Audio = audioOf(d.Media().Receiver(), d.Media().Sent(), r.StartedAt)
	return err
}

// talk goes on until somebody ends the call.
func talk(ctx context.Context, d *phone.Dialog, keys presses, call *OfficerCall, hangup <-chan time.Time) (EndedBy, error) {
	for {
		select {
		case <-keys.due():
			if err := keys.press(d.Media()); err != nil {
				return EndedByError, err
			}
		case <-d.Ended():
			return EndedByRemote, nil
		case <-hangup:
			return EndedByOfficer, nil
		case <-call.hangup:
			return EndedByOfficer, nil
		case <-ctx.Done():
			return EndedByOfficer, nil
		}
	}
}

// reason gives the usual phrase of a status (RFC 3261, section 21).
func reason(status int) string {
	phrases := map[int]string{
		403: "Forbidden", 404: "Not Found", 408: "Request Timeout", 410: "Gone",
		480: "Temporarily Unavailable", 484: "Address Incomplete", 486: "Busy Here", 488: "Not Acceptable Here",
		500: "Server Internal Error", 503: "Service Unavailable", 504: "Server Time-out",
		600: "Busy Everywhere", 603: "Decline", 604: "Does Not Exist Anywhere",
	}
	if p, ok := phrases[status]; ok {
		return p
	}
	return "Refused"
}

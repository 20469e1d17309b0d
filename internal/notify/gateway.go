package notify

import (
	"context"
	"errors"
	"fmt"
)

// Channel is a way to reach people.
type Channel string

const (
	SMS   Channel = "sms"
	Email Channel = "email"
)

// Outgoing is one message as a gateway gets it.
type Outgoing struct {
	// Ref is ours, the same in every attempt: an SMS gateway's request ID, an
	// e-mail's Message-ID.
	Ref     string
	Channel Channel
	To      string // 0912345678, or an e-mail address
	Subject string // of an e-mail
	Body    string
	Parts   int // of an SMS; 1 for an e-mail
}

// Receipt is a gateway's yes.
type Receipt struct {
	ID string // the gateway's own
}

// Gateway carries messages. It is called by several goroutines.
type Gateway interface {
	// Name is what messages say of who carried them: [a-z0-9-]+.
	Name() string
	// Send hands one message over, and returns before ctx ends. Being refused as one
	// that it has already is a yes. An error that is no *Error counts as Unknown.
	Send(ctx context.Context, m Outgoing) (Receipt, error)
}

// Finder is a gateway that can tell what became of a reference.
type Finder interface {
	// Find: ok is false when it never took a message of this reference.
	Find(ctx context.Context, ref string) (r Receipt, ok bool, err error)
}

// Outcome is what is known of an attempt that did not succeed.
type Outcome int

const (
	// Unknown: the gateway may have it. A lost connection after the request was
	// written, an answer that is none, SMTP lost after the final dot.
	Unknown Outcome = iota
	// Temporary: it does not have it, and may take it later. Connection refused,
	// HTTP 429 or 503, SMTP 4xx.
	Temporary
	// Permanent: it does not have it and never will. No such number, barred
	// content, SMTP 5xx.
	Permanent
)

func (o Outcome) String() string {
	switch o {
	case Temporary:
		return "temporary"
	case Permanent:
		return "permanent"
	case Unknown:
	}
	return "unknown"
}

// Error is a gateway's no, or its silence. Err must not hold the text or a secret:
// it is kept in the message's row and shown.
type Error struct {
	Outcome Outcome
	Err     error
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %v", e.Outcome, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// OutcomeOf reads an error of Send.
func OutcomeOf(err error) Outcome {
	var e *Error
	if errors.As(err, &e) {
		return e.Outcome
	}
	return Unknown
}

// None stands where no gateway is configured: everything waits.
type None struct{}

var errNoGateway = errors.New("no gateway is configured for this channel")

func (None) Name() string { return "none" }

func (None) Send(context.Context, Outgoing) (Receipt, error) {
	return Receipt{}, &Error{Outcome: Temporary, Err: errNoGateway}
}

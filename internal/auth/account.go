package auth

import (
	"context"
	"errors"
	"time"
)

var (
	// ErrWrong covers an unknown account, a wrong password and a disabled account alike.
	ErrWrong = errors.New("auth: wrong user name or password")
	// ErrWrongCode is a code that is not the second factor's, or was used before.
	ErrWrongCode = errors.New("auth: wrong code")
	// ErrUnknown is what Accounts answers for an account that does not exist.
	ErrUnknown = errors.New("auth: no such account")
	// ErrNoFactor is for an account without a second factor, or without the one that is
	// to be confirmed.
	ErrNoFactor = errors.New("auth: no second factor")
	// ErrNoKey is for second factors where no key is configured under which they are kept.
	ErrNoKey = errors.New("auth: no key for second factors is configured")
)

// LockedError is returned where no more attempts are judged for a time.
type LockedError struct{ Until time.Time }

func (e *LockedError) Error() string {
	return "auth: locked until " + e.Until.Format(time.RFC3339)
}

// Account is a person's account as signing in needs it.
type Account struct {
	Username      string
	Name          string
	Role          Role
	PasswordHash  string
	Disabled      bool
	Demonstration bool // its password is published
	Factor        bool // has a second factor
}

// Factor is what is kept of a second factor.
type Factor struct {
	Secret  []byte // sealed; nil: none is confirmed yet
	Pending []byte // sealed; shown, and not confirmed yet
}

// From is from where somebody tries to sign in.
type From struct {
	Source string // an address, or a device
	// Known is a device on which they have signed in before: what others fail at elsewhere
	// does not keep them out.
	Known bool
}

// Limit is how many attempts from a source may fail in a row before no more are judged, and until when.
type Limit struct {
	Source     string // [Anywhere]: all that are not known, together
	Most       int
	Now, Until time.Time
	Since      time.Time // failures of before are forgotten
}

// Anywhere is the source of the limit that all addresses share.
const Anywhere = ""

// Accounts is where accounts are kept. What it counts and uses up holds for all
// processes at once.
type Accounts interface {
	// Account and ByIdentity give ErrUnknown when there is none. An identity is what the
	// city's single sign-on calls the account.
	Account(ctx context.Context, username string) (Account, error)
	ByIdentity(ctx context.Context, identity string) (Account, error)

	// Attempt counts an attempt as failed against each limit before it is judged, so that
	// however many come at once no more than Limit.Most are; the last of them locks. What is
	// locked counts none, against no limit: allowed is false. There may be no such account.
	Attempt(ctx context.Context, username string, limits ...Limit) (lockedUntil time.Time, allowed bool, err error)
	// Right takes the newest attempt from these sources back: it did not fail.
	Right(ctx context.Context, username string, sources ...string) error
	// Succeeded forgets all attempts from these sources, and their locks.
	Succeeded(ctx context.Context, username string, sources ...string) error

	// Factor gives ErrNoFactor when there is neither one nor one pending.
	Factor(ctx context.Context, username string) (Factor, error)
	// Propose keeps the secret of a factor that is to be confirmed.
	Propose(ctx context.Context, username string, sealed []byte) error
	// Confirm makes the factor that is pending the account's, its code of this step used,
	// with these recovery codes in place of all earlier ones; ErrNoFactor if sealed is
	// not what is pending.
	Confirm(ctx context.Context, username string, sealed []byte, step int64, recovery [][32]byte) error
	// UseStep uses up the code of a step and of all before; false: it was used up.
	UseStep(ctx context.Context, username string, step int64) (bool, error)
	// UseRecovery uses up a recovery code; false: there is none such.
	UseRecovery(ctx context.Context, username string, sum [32]byte) (bool, error)
	// Recovery puts these recovery codes in place of all earlier ones.
	Recovery(ctx context.Context, username string, recovery [][32]byte) error
}

package auth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

const (
	// MaxFailures in a row from one place lock an account there, at whichever step they happen.
	MaxFailures = 5
	// LockFor is how long it stays locked there.
	LockFor = 5 * time.Minute
	// MaxAnywhere is how many may fail from all places together that are not known.
	MaxAnywhere = 20
	// LockAnywhere is how long it then stays locked for those.
	LockAnywhere = 15 * time.Minute
	// forgetAfter is how long after the last one failures count.
	forgetAfter = time.Hour
)

// Step is what is still to be done before somebody is signed in.
type Step string

const (
	StepDone  Step = "done"
	StepCode  Step = "code"  // give a code of the second factor
	StepEnrol Step = "enrol" // set a second factor up
)

// Options of signing in. Both switches are for the demonstration.
type Options struct {
	// Demonstration lets the accounts with the published password in.
	Demonstration bool
	// PasswordAlone asks no second factor of those accounts, unless they have set one up.
	PasswordAlone bool
	// Key is 32 bytes under which second factors are kept; none: none can be set up, and
	// whose role needs one is not let in.
	Key []byte
	// EarlierKey opens what was kept before the key changed; nil: none.
	EarlierKey []byte
	Now        func() time.Time
}

// SignIn finds out who somebody is, in one step or two.
type SignIn struct {
	accounts  Accounts
	opts      Options
	passwords *passwords
	vault     *vault // nil: no key
	names     []byte // the key of what is kept of names that are no account's
}

// NewSignIn fails for a key of another length.
func NewSignIn(accounts Accounts, opts Options) (*SignIn, error) {
	p, err := newPasswords()
	if err != nil {
		return nil, err
	}
	s := &SignIn{accounts: accounts, opts: opts, passwords: p, names: opts.Key}
	if len(s.names) == 0 { // it counts for this process
		s.names = make([]byte, sha256.Size)
		rand.Read(s.names)
	}
	if len(opts.Key) > 0 {
		if s.vault, err = newVault(opts.Key, opts.EarlierKey); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Password is the first step by password. Errors: ErrWrong, ErrNoKey, a *LockedError, or
// that of Accounts.
func (s *SignIn) Password(ctx context.Context, username, password string, from From) (Account, Step, error) {
	a, err := s.checked(ctx, username, password, from)
	if err != nil {
		return Account{}, "", err
	}
	return s.entered(ctx, a, from, false)
}

// Own says whether a password is somebody's own, who is signed in already; errors as of Password.
func (s *SignIn) Own(ctx context.Context, username, password string, from From) error {
	_, err := s.checked(ctx, username, password, from)
	return err
}

// checked gives the account whose password this is; the attempt is taken back.
func (s *SignIn) checked(ctx context.Context, username, password string, from From) (Account, error) {
	a, err := s.accounts.Account(ctx, username)
	unknown := errors.Is(err, ErrUnknown)
	if err != nil && !unknown {
		return Account{}, fmt.Errorf("auth: sign in: %w", err)
	}
	counted := username
	if unknown {
		counted = s.sumOf(username)
	}
	err = s.attempt(ctx, counted, from, ErrWrong, func() (bool, error) {
		right, err := s.passwords.right(ctx, password, a.PasswordHash) // without one it takes as long
		return right && !unknown && s.open(a), err
	})
	return a, err
}

// Named is what is kept of a name that somebody typed who was not let in: that of an account, or a sum. For it may
// be anything: a password that went into the wrong field is to stand in no log.
func (s *SignIn) Named(ctx context.Context, username string) (string, error) {
	switch _, err := s.accounts.Account(ctx, username); {
	case errors.Is(err, ErrUnknown):
		return s.sumOf(username), nil
	case err != nil:
		return "", fmt.Errorf("auth: whose a name is: %w", err)
	}
	return username, nil
}

// sumOf stands for a name that is no account's: the same each time, and without the key nobody finds out of what.
func (s *SignIn) sumOf(username string) string {
	mac := hmac.New(sha256.New, s.names)
	mac.Write([]byte("name typed\x00" + username))
	return "?" + hex.EncodeToString(mac.Sum(nil)[:12])
}

// Identity is the first step for whom the city's single sign-on knows by this identity;
// strong: it has asked for a second factor itself. An identity without an account is ErrUnknown. No
// failed attempt keeps anybody out here: nobody guesses.
func (s *SignIn) Identity(ctx context.Context, identity string, strong bool) (Account, Step, error) {
	a, err := s.accounts.ByIdentity(ctx, identity)
	if err != nil {
		return Account{}, "", fmt.Errorf("auth: sign in: %w", err)
	}
	if !s.open(a) {
		return Account{}, "", ErrUnknown
	}
	return s.entered(ctx, a, From{Source: Anywhere, Known: true}, strong)
}

// Code is the second step: a code of the second factor, or a recovery code. It is also
// asked of somebody signed in who changes what they sign in with. Errors: ErrWrongCode,
// ErrNoFactor, ErrNoKey, a *LockedError, or that of Accounts.
func (s *SignIn) Code(ctx context.Context, username, code string, from From) (Account, error) {
	a, err := s.accounts.Account(ctx, username)
	if err != nil {
		return Account{}, fmt.Errorf("auth: second step: %w", err)
	}
	if !a.Factor {
		return Account{}, ErrNoFactor
	}
	err = s.attempt(ctx, username, from, ErrWrongCode, func() (bool, error) {
		right, err := s.rightCode(ctx, username, code)
		return right && s.open(a), err
	})
	if err != nil {
		return Account{}, err
	}
	if err := s.accounts.Succeeded(ctx, username, from.sources()...); err != nil {
		return Account{}, fmt.Errorf("auth: second step: %w", err)
	}
	return a, nil
}

// open says whether an account may be signed in to at all.
func (s *SignIn) open(a Account) bool {
	return !a.Disabled && (!a.Demonstration || s.opts.Demonstration)
}

// entered says what is to follow the first step.
func (s *SignIn) entered(ctx context.Context, a Account, from From, strong bool) (Account, Step, error) {
	spared := a.Demonstration && s.opts.PasswordAlone
	switch {
	case strong:
	case a.Factor:
		return a, StepCode, nil
	case a.Role.NeedsFactor() && !spared && s.vault == nil:
		return Account{}, "", ErrNoKey
	case a.Role.NeedsFactor() && !spared:
		return a, StepEnrol, nil
	}
	if err := s.accounts.Succeeded(ctx, a.Username, from.sources()...); err != nil {
		return Account{}, "", fmt.Errorf("auth: sign in: %w", err)
	}
	return a, StepDone, nil
}

// sources are what an attempt from somewhere is counted by.
func (f From) sources() []string {
	if f.Known {
		return []string{f.Source}
	}
	return []string{f.Source, Anywhere}
}

func (f From) limits(now time.Time) []Limit {
	all := []Limit{{Source: f.Source, Most: MaxFailures, Now: now, Until: now.Add(LockFor), Since: now.Add(-forgetAfter)}}
	if !f.Known {
		all = append(all, Limit{Source: Anywhere, Most: MaxAnywhere, Now: now, Until: now.Add(LockAnywhere), Since: now.Add(-forgetAfter)})
	}
	return all
}

// attempt judges one, counted before: who tries a thousand at once has no more tries than
// who tries one after another. What is wrong gives wrong, or the lock that it brought.
func (s *SignIn) attempt(ctx context.Context, username string, from From, wrong error, judge func() (bool, error)) error {
	now := s.opts.Now()
	until, allowed, err := s.accounts.Attempt(ctx, username, from.limits(now)...)
	if err != nil {
		return fmt.Errorf("auth: sign in: %w", err)
	}
	if !allowed {
		return &LockedError{until}
	}
	right, err := judge()
	switch {
	case err != nil || right: // what cannot be judged has not failed
		if taken := s.accounts.Right(ctx, username, from.sources()...); taken != nil {
			return errors.Join(err, fmt.Errorf("auth: sign in: %w", taken))
		}
		return err
	case until.After(now):
		return &LockedError{until}
	}
	return wrong
}

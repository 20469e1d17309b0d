package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

const (
	// MaxFailures in a row lock an account.
	MaxFailures = 5
	// LockFor is how long an account stays locked.
	LockFor = 5 * time.Minute
	// MinPassword and MaxPassword bound a password, in bytes.
	MinPassword = 8
	MaxPassword = 256
)

var (
	// ErrWrong covers an unknown account, a wrong password and a disabled account alike.
	ErrWrong = errors.New("auth: wrong user name or password")
	// ErrUnknown is what Accounts answers for an account that does not exist.
	ErrUnknown = errors.New("auth: no such account")
	// ErrWeak is returned by Hash for a password that may not be set.
	ErrWeak = fmt.Errorf("auth: a password has %d to %d bytes, not only spaces", MinPassword, MaxPassword)
)

// LockedError is returned for an account that is locked.
type LockedError struct{ Until time.Time }

func (e *LockedError) Error() string {
	return "auth: account locked until " + e.Until.Format(time.RFC3339)
}

// Account is a person's account as Login needs it.
type Account struct {
	Username      string
	Name          string
	Role          Role
	PasswordHash  string
	Disabled      bool
	Demonstration bool // its password is published
	LockedUntil   time.Time
}

// Accounts is where accounts are kept.
type Accounts interface {
	// Account gives ErrUnknown when there is none.
	Account(ctx context.Context, username string) (Account, error)
	// Failed counts a failure; at most failures in a row it locks the account until
	// the time given, and tells so.
	Failed(ctx context.Context, username string, most int, until time.Time) (locked bool, err error)
	Succeeded(ctx context.Context, username string) error
}

// Passwords checks passwords.
type Passwords struct {
	accounts      Accounts
	demonstration bool
	now           func() time.Time
	decoy         string
	slots         chan struct{}
}

// NewPasswords: demonstration lets the accounts with the published password in.
func NewPasswords(accounts Accounts, demonstration bool, now func() time.Time) (*Passwords, error) {
	decoy, err := Hash("no account has this password")
	if err != nil {
		return nil, err
	}
	// Each comparison takes 64 MiB; two at once bound what an attacker can take.
	return &Passwords{accounts: accounts, demonstration: demonstration, now: now, decoy: decoy, slots: make(chan struct{}, 2)}, nil
}

// Hash gives what is kept of a password; ErrWeak.
func Hash(password string) (string, error) {
	if len(password) < MinPassword || len(password) > MaxPassword || strings.TrimSpace(password) == "" || !utf8.ValidString(password) {
		return "", ErrWeak
	}
	hash, err := argon2id.CreateHash(password, argon2id.DefaultParams)
	if err != nil {
		return "", fmt.Errorf("auth: hash password: %w", err)
	}
	return hash, nil
}

// Login gives the account when the password is right. Errors: ErrWrong, a
// *LockedError, or that of Accounts.
func (p *Passwords) Login(ctx context.Context, username, password string) (Account, error) {
	a, err := p.accounts.Account(ctx, username)
	unknown := errors.Is(err, ErrUnknown)
	if err != nil && !unknown {
		return Account{}, fmt.Errorf("auth: login: %w", err)
	}
	if a.LockedUntil.After(p.now()) {
		return Account{}, &LockedError{a.LockedUntil}
	}
	hash := a.PasswordHash
	if unknown || len(password) > MaxPassword {
		hash = p.decoy
	}
	right, err := p.compare(ctx, password, hash)
	if err != nil {
		return Account{}, err
	}
	if unknown {
		return Account{}, ErrWrong
	}
	if !right || a.Disabled || len(password) > MaxPassword || (a.Demonstration && !p.demonstration) {
		return Account{}, p.failed(ctx, username)
	}
	if err := p.accounts.Succeeded(ctx, username); err != nil {
		return Account{}, fmt.Errorf("auth: login: %w", err)
	}
	return a, nil
}

func (p *Passwords) failed(ctx context.Context, username string) error {
	until := p.now().Add(LockFor)
	locked, err := p.accounts.Failed(ctx, username, MaxFailures, until)
	switch {
	case err != nil:
		return fmt.Errorf("auth: login: %w", err)
	case locked:
		return &LockedError{until}
	}
	return ErrWrong
}

func (p *Passwords) compare(ctx context.Context, password, hash string) (bool, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return false, fmt.Errorf("auth: login: %w", ctx.Err())
	}
	right, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("auth: compare password: %w", err)
	}
	return right, nil
}

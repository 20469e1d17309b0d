package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

// MinPassword and MaxPassword bound a password, in bytes.
const (
	MinPassword = 8
	MaxPassword = 256
)

// ErrWeak is returned by Hash for a password that may not be set.
var ErrWeak = fmt.Errorf("auth: a password has %d to %d bytes, not only spaces", MinPassword, MaxPassword)

func weak(password string) bool {
	return len(password) < MinPassword || len(password) > MaxPassword || strings.TrimSpace(password) == "" || !utf8.ValidString(password)
}

// Hash gives what is kept of a password that nobody chose for themselves; ErrWeak. See [Chosen].
func Hash(password string) (string, error) {
	if weak(password) {
		return "", ErrWeak
	}
	hash, err := argon2id.CreateHash(password, argon2id.DefaultParams)
	if err != nil {
		return "", fmt.Errorf("auth: hash password: %w", err)
	}
	return hash, nil
}

// Unusable is the hash of a password that nobody knows: of an account that was not
// activated yet, or is only signed in to by the city's single sign-on.
func Unusable() (string, error) { return Hash(rand.Text()) }

// decoy is what the password of an account that is not there is compared with: one a process, for
// making it takes as long as a comparison.
var decoy = sync.OnceValues(Unusable)

// passwords compares them, few at once: each comparison takes 64 MiB, so this bounds what
// an attacker can take.
type passwords struct {
	decoy string
	slots chan struct{}
}

func newPasswords() (*passwords, error) {
	decoy, err := decoy()
	if err != nil {
		return nil, err
	}
	return &passwords{decoy: decoy, slots: make(chan struct{}, 2)}, nil
}

// right says whether a password is the one of a hash; no hash takes as long, and is wrong.
func (p *passwords) right(ctx context.Context, password, hash string) (bool, error) {
	known := hash != "" && len(password) <= MaxPassword
	if !known {
		hash = p.decoy
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return false, fmt.Errorf("auth: compare password: %w", ctx.Err())
	}
	same, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, errors.Join(errors.New("auth: compare password"), err)
	}
	return same && known, nil
}

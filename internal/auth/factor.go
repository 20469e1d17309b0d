package auth

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"image/png"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

const (
	// KeyBytes is the length of the key under which second factors are kept.
	KeyBytes = 32
	// RecoveryCodes is how many there are of an account.
	RecoveryCodes = 10

	issuer      = "Hotline 1022"
	secretBytes = 20 // as long as HMAC-SHA-1's output (RFC 4226, section 4)
	stepSeconds = 30
	window      = 1 // steps that a telephone's clock may be off
	qrPixels    = 256

	recoveryLength = 16 // of base32: 80 bits, which a plain hash protects
)

var plain32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// Enrolment is a second factor that is to be confirmed. It is shown once.
type Enrolment struct {
	Secret  string // base32, for who types it
	Address string // otpauth://
	QR      []byte // the address as a PNG
}

// Enrol proposes a second factor; one that holds goes on until Confirm. ErrNoKey.
func (s *SignIn) Enrol(ctx context.Context, username string) (Enrolment, error) {
	if s.vault == nil {
		return Enrolment{}, ErrNoKey
	}
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails
	key, err := otp.NewKeyFromURL(address(username, secret))
	if err != nil {
		return Enrolment{}, fmt.Errorf("auth: enrol: %w", err)
	}
	picture, err := key.Image(qrPixels, qrPixels)
	if err != nil {
		return Enrolment{}, fmt.Errorf("auth: enrol: %w", err)
	}
	var qr bytes.Buffer
	if err := png.Encode(&qr, picture); err != nil {
		return Enrolment{}, fmt.Errorf("auth: enrol: %w", err)
	}
	if err := s.accounts.Propose(ctx, username, s.vault.seal(username, secret)); err != nil {
		return Enrolment{}, fmt.Errorf("auth: enrol: %w", err)
	}
	return Enrolment{Secret: key.Secret(), Address: key.URL(), QR: qr.Bytes()}, nil
}

// address is what authenticator applications read. They know no other algorithm, length
// or period with certainty.
func address(username string, secret []byte) string {
	label := strings.ReplaceAll(issuer, " ", "%20")
	return fmt.Sprintf("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=%d",
		label, username, plain32.EncodeToString(secret), label, stepSeconds)
}

// Confirm makes the proposed factor the account's own, by a code of it, and gives its
// recovery codes, which are shown once. Errors: ErrWrongCode, ErrNoFactor, ErrNoKey, a
// *LockedError, or that of Accounts.
func (s *SignIn) Confirm(ctx context.Context, username, code string, from From) (recovery []string, err error) {
	f, err := s.accounts.Factor(ctx, username)
	if err == nil && f.Pending == nil {
		err = ErrNoFactor
	}
	if err != nil {
		return nil, fmt.Errorf("auth: confirm: %w", err)
	}
	err = s.attempt(ctx, username, from, ErrWrongCode, func() (bool, error) {
		step, err := s.stepOf(username, f.Pending, normal(code))
		if err != nil || step == 0 {
			return false, err
		}
		var sums [][32]byte
		recovery, sums = newRecovery()
		return true, s.accounts.Confirm(ctx, username, f.Pending, step, sums)
	})
	if err != nil {
		return nil, err
	}
	if err := s.accounts.Succeeded(ctx, username, from.sources()...); err != nil {
		return nil, fmt.Errorf("auth: confirm: %w", err)
	}
	return recovery, nil
}

// Recover gives new recovery codes in place of all earlier ones, shown once; it asks for
// no code itself.
func (s *SignIn) Recover(ctx context.Context, username string) ([]string, error) {
	codes, sums := newRecovery()
	if err := s.accounts.Recovery(ctx, username, sums); err != nil {
		return nil, fmt.Errorf("auth: recovery codes: %w", err)
	}
	return codes, nil
}

// rightCode judges a code of either kind, and uses it up.
func (s *SignIn) rightCode(ctx context.Context, username, code string) (bool, error) {
	code = normal(code)
	if len(code) == recoveryLength {
		return s.accounts.UseRecovery(ctx, username, sha256.Sum256([]byte(code)))
	}
	f, err := s.accounts.Factor(ctx, username)
	if err != nil {
		return false, err
	}
	step, err := s.stepOf(username, f.Secret, code)
	if err != nil || step == 0 {
		return false, err
	}
	return s.accounts.UseStep(ctx, username, step)
}

// stepOf is the step whose code this is, now or a step aside; 0: none.
func (s *SignIn) stepOf(username string, sealed []byte, code string) (int64, error) {
	if s.vault == nil {
		return 0, ErrNoKey
	}
	secret, err := s.vault.open(username, sealed)
	if err != nil {
		return 0, err
	}
	return findStep(secret, code, s.opts.Now())
}

// findStep takes the same time whichever step fits.
func findStep(secret []byte, code string, now time.Time) (found int64, err error) {
	for step := now.Unix()/stepSeconds - window; step <= now.Unix()/stepSeconds+window; step++ {
		want, err := hotp.GenerateCodeCustom(plain32.EncodeToString(secret), uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, fmt.Errorf("auth: code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}

// normal takes away what people put between the signs of a code.
func normal(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
}

// newRecovery draws recovery codes, written XXXX-XXXX-XXXX-XXXX, and what is kept of them.
func newRecovery() (codes []string, sums [][32]byte) {
	for range RecoveryCodes {
		raw := make([]byte, recoveryLength*5/8)
		_, _ = rand.Read(raw) // never fails
		code := plain32.EncodeToString(raw)
		sums = append(sums, sha256.Sum256([]byte(code)))
		codes = append(codes, strings.Join([]string{code[:4], code[4:8], code[8:12], code[12:]}, "-"))
	}
	return codes, sums
}

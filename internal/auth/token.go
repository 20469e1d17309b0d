package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Marks begin secrets, so that one that leaked is recognised and none is taken for
// one of another kind.
const (
	tokenMark      = "hl1022_"
	sessionMark    = "hl1022s_"
	activationMark = "hl1022a_"
	deviceMark     = "hl1022d_"
)

// shown is how much of a token is kept in clear, to tell one from another.
const shown = len(tokenMark) + 6

// NewToken makes a token: the secret that its holder gets once, the beginning
// that may be shown, and the sum that is kept.
func NewToken() (secret, prefix string, sum [sha256.Size]byte) {
	secret, sum = newSecret(tokenMark)
	return secret, secret[:shown], sum
}

// TokenSum gives the sum by which a token is found; false for what cannot be a token.
func TokenSum(secret string) (sum [sha256.Size]byte, ok bool) { return sumOf(tokenMark, secret) }

// NewSession makes what a browser shows to be known again, and the sum that is kept.
func NewSession() (secret string, sum [sha256.Size]byte) { return newSecret(sessionMark) }

// SessionSum is TokenSum of sessions.
func SessionSum(secret string) (sum [sha256.Size]byte, ok bool) { return sumOf(sessionMark, secret) }

// NewDevice makes what tells a browser again on which somebody has signed in.
func NewDevice() (secret string, sum [sha256.Size]byte) { return newSecret(deviceMark) }

// DeviceSum is TokenSum of devices.
func DeviceSum(secret string) (sum [sha256.Size]byte, ok bool) { return sumOf(deviceMark, secret) }

// NewActivation makes what lets somebody choose an account's password, once.
func NewActivation() (secret string, sum [sha256.Size]byte) { return newSecret(activationMark) }

// ActivationSum is TokenSum of activations.
func ActivationSum(secret string) (sum [sha256.Size]byte, ok bool) {
	return sumOf(activationMark, secret)
}

// keyLength is of letters and digits that carry five bits each: 80 bits that nobody guesses over
// HTTP, short enough for an SMS and to be typed.
const keyLength = 16

// NewKey makes what opens a ticket to whoever sent it, and the sum by which it is found.
func NewKey() (secret string, sum [sha256.Size]byte) {
	secret = strings.ToLower(rand.Text()[:keyLength])
	return secret, sha256.Sum256([]byte(secret))
}

// KeySum is TokenSum of keys. They are found by their sum, as all secrets here: how much of
// a wrong one is right, no time tells.
func KeySum(secret string) (sum [sha256.Size]byte, ok bool) {
	if len(secret) != keyLength || strings.Trim(secret, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return sum, false
	}
	return sha256.Sum256([]byte(secret)), true
}

func newSecret(mark string) (secret string, sum [sha256.Size]byte) {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand)
	secret = mark + base64.RawURLEncoding.EncodeToString(random[:])
	return secret, sha256.Sum256([]byte(secret))
}

func sumOf(mark, secret string) (sum [sha256.Size]byte, ok bool) {
	if !strings.HasPrefix(secret, mark) || len(secret) != len(mark)+base64.RawURLEncoding.EncodedLen(32) {
		return sum, false
	}
	return sha256.Sum256([]byte(secret)), true
}

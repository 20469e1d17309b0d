package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// tokenMark begins every token, so that one that leaked is recognised.
const tokenMark = "hl1022_"

// shown is how much of a token is kept in clear, to tell one from another.
const shown = len(tokenMark) + 6

// NewToken makes a token: the secret that its holder gets once, the beginning
// that may be shown, and the sum that is kept.
func NewToken() (secret, prefix string, sum [sha256.Size]byte) {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand)
	secret = tokenMark + base64.RawURLEncoding.EncodeToString(random[:])
	return secret, secret[:shown], sha256.Sum256([]byte(secret))
}

// TokenSum gives the sum by which a token is found; false for what cannot be a token.
func TokenSum(secret string) (sum [sha256.Size]byte, ok bool) {
	if !strings.HasPrefix(secret, tokenMark) || len(secret) != len(tokenMark)+base64.RawURLEncoding.EncodedLen(32) {
		return sum, false
	}
	return sha256.Sum256([]byte(secret)), true
}

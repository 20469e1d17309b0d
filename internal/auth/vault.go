package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
)

// vault seals secrets for the database: AES-256-GCM, bound to what they are of (an account's name,
// OfDraft), so that a row copied elsewhere opens nothing. It seals under the first key, and opens what
// was sealed under any.
type vault struct{ keys []cipher.AEAD }

// sealVersion begins what is sealed, for the day of another way.
const sealVersion = 1

// newVault takes the key, and one that held before, or nil.
func newVault(key, earlier []byte) (*vault, error) {
	v := &vault{}
	for _, k := range [][]byte{key, earlier} {
		if k == nil && len(v.keys) > 0 {
			continue
		}
		if len(k) != KeyBytes {
			return nil, fmt.Errorf("auth: a key for second factors has %d bytes, not %d", len(k), KeyBytes)
		}
		block, err := aes.NewCipher(k)
		if err != nil {
			return nil, fmt.Errorf("auth: key: %w", err)
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("auth: key: %w", err)
		}
		v.keys = append(v.keys, aead)
	}
	return v, nil
}

func (v *vault) seal(of string, secret []byte) []byte {
	return v.keys[0].Seal([]byte{sealVersion}, nil, secret, []byte(of))
}

func (v *vault) open(of string, sealed []byte) ([]byte, error) {
	secret, _, err := v.find(of, sealed)
	return secret, err
}

// find opens what is sealed, and says whether the first key did.
func (v *vault) find(of string, sealed []byte) (secret []byte, first bool, err error) {
	if len(sealed) == 0 || sealed[0] != sealVersion {
		return nil, false, errors.New("auth: a secret was sealed in a way that is not known")
	}
	for i, key := range v.keys {
		if secret, err = key.Open(nil, nil, sealed[1:], []byte(of)); err == nil {
			return secret, i == 0, nil
		}
	}
	return nil, false, fmt.Errorf("auth: a secret cannot be opened with the configured keys: %w", err)
}

// Resealer gives what puts a kept secret under key when it lies under an earlier one: what
// lies under key already comes back as it is, what neither opens is an error.
func Resealer(key, earlier []byte) (func(of string, sealed []byte) ([]byte, error), error) {
	v, err := newVault(key, earlier)
	if err != nil {
		return nil, err
	}
	return func(of string, sealed []byte) ([]byte, error) {
		secret, first, err := v.find(of, sealed)
		if err != nil || first {
			return sealed, err
		}
		return v.seal(of, secret), nil
	}, nil
}

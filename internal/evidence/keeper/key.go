package keeper

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"hotline1022/internal/evidence"
)

// Token is a key that may be away while hotline runs: one that a PKCS #11 token keeps. Calls wait for none, so that hotline starts
// without it too.
type Token interface {
	crypto.Signer
	// PublicKey is its public half, without an error for good once it was known.
	PublicKey() (ed25519.PublicKey, error)
	// Ready says whether it could sign now.
	Ready() error
}

// checkKey refuses a key that cannot sign manifests.
func checkKey(key crypto.Signer) error {
	if key == nil {
		return nil
	}
	if _, ok := key.(Token); ok {
		return nil // it says itself
	}
	if _, ok := key.Public().(ed25519.PublicKey); !ok {
		return errors.New("evidence: manifests are signed by an Ed25519 key")
	}
	return nil
}

// public is the public half of the key that signs.
func (k *Keeper) public() (ed25519.PublicKey, error) {
	if token, ok := k.Key.(Token); ok {
		return token.PublicKey()
	}
	return k.Key.Public().(ed25519.PublicKey), nil
}

// trusted are the keys by which what is signed may be signed. While the token's is not known nothing can be said of a signature.
func (k *Keeper) trusted() ([]ed25519.PublicKey, error) {
	if k.Key == nil {
		return k.Trusted, nil
	}
	public, err := k.public()
	if err != nil {
		return nil, fmt.Errorf("the key that signs is not known: %w", err)
	}
	return append([]ed25519.PublicKey{public}, k.Trusted...), nil
}

// SigningKey is the public half (PEM) of the key that signs; false where there is none, or it cannot be used now.
func (k *Keeper) SigningKey() (public string, ok bool) {
	if !k.Certifies() {
		return "", false
	}
	key, err := k.public()
	if err != nil {
		return "", false
	}
	text, err := evidence.PublicPEM(key)
	return string(text), err == nil
}

// Sign gives the signature of what is handed out as evidence: the list of a package's files.
func (k *Keeper) Sign(body []byte) ([]byte, error) {
	of, err := k.sign(body, nil)
	return of.signature, err
}

// askToken asks the token now and then, so that one that is away is known before something is to be signed.
func (k *Keeper) askToken(ctx context.Context) {
	token, ok := k.Key.(Token)
	if !ok {
		if k.Key != nil {
			k.able(nil)
		}
		return
	}
	tick := time.NewTicker(k.AskEvery)
	defer tick.Stop()
	for {
		k.able(token.Ready())
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// able keeps whether the key can sign, and tells of a change.
func (k *Keeper) able(err error) {
	k.mu.Lock()
	before := k.unable
	k.unable = err
	k.mu.Unlock()
	if err != nil {
		k.metrics.able.Set(0)
		if before == nil {
			k.Log.Error("the key that signs manifests cannot be used; they wait for it", "err", err)
		}
		return
	}
	k.metrics.able.Set(1)
	if before != nil {
		k.Log.Info("the key that signs manifests can be used again")
	}
}

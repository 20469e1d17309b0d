package token

import (
	"crypto"
	"crypto/ed25519"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

var (
	// ErrModule: the module cannot be loaded or used.
	ErrModule = errors.New("the PKCS #11 module cannot be used")
	// ErrAway: there is no token of that label.
	ErrAway = errors.New("the token is not there")
	// ErrPIN: the token refused the PIN, or has locked itself; it is not tried again.
	ErrPIN = errors.New("the token's PIN is refused")
	// ErrNoKey: the token has no such key.
	ErrNoKey = errors.New("the token has no such key (`hotline keys token` makes one)")
	// ErrThere: the token has a key of that label.
	ErrThere = errors.New("the token has a key of that name")
	// ErrSilent: the token has not answered in time.
	ErrSilent = errors.New("the token does not answer")
)

// Options name a key in a token.
type Options struct {
	Module string        // the shared library's path
	Token  string        // the token's label
	Key    string        // the label of both halves
	PIN    string        // the user's
	Limit  time.Duration // of one use; default 20 s
}

// Key is a crypto.Signer, safe for use by several goroutines.
type Key struct {
	o    Options
	turn chan struct{} // holds one while the module is asked

	mu      sync.Mutex
	public  ed25519.PublicKey // nil: not known yet
	refused error             // why the PIN is not tried again

	driver driver // of whoever has the turn
}

// New asks nothing of the token yet.
func New(o Options) *Key {
	if o.Limit == 0 {
		o.Limit = 20 * time.Second
	}
	return &Key{o: o, turn: make(chan struct{}, 1)}
}

// Public implements crypto.Signer; nil while the token has not said it.
func (k *Key) Public() crypto.PublicKey {
	public, err := k.PublicKey()
	if err != nil {
		return nil
	}
	return public
}

// PublicKey asks the token for its key's public half, once; without the PIN where the token tells it to anybody.
func (k *Key) PublicKey() (ed25519.PublicKey, error) {
	if public := k.known(); public != nil {
		return public, nil
	}
	err := k.use(func() error {
		err := k.session(false, k.learn)
		if errors.Is(err, ErrNoKey) { // it may be shown to its user alone
			err = k.session(true, k.learn)
		}
		return err
	})
	return k.known(), err
}

// Ready says whether the key could sign now: it does everything but that.
func (k *Key) Ready() error {
	return k.use(func() error { return k.session(true, k.learn) })
}

// Sign implements crypto.Signer: Ed25519 of the message itself (RFC 8032), so that opts must say crypto.Hash(0).
func (k *Key) Sign(_ io.Reader, message []byte, opts crypto.SignerOpts) (signature []byte, err error) {
	if opts.HashFunc() != crypto.Hash(0) {
		return nil, errors.New("token: a message is signed as it is, not its hash")
	}
	err = k.use(func() error {
		return k.session(true, func(s session) error {
			if err := k.learn(s); err != nil {
				return err
			}
			made, err := s.sign(message)
			if err != nil {
				return err
			}
			if !ed25519.Verify(k.known(), message, made) {
				return errors.New("token: what it signed does not verify by its own public key")
			}
			signature = made
			return nil
		})
	})
	return signature, err
}

// Generate makes the key in the token, where there is none ([ErrThere]).
func (k *Key) Generate() error {
	return k.use(func() error {
		return k.session(true, func(s session) error {
			switch _, err := s.find(k.o.Key); {
			case err == nil:
				return ErrThere
			case !errors.Is(err, ErrNoKey):
				return err
			}
			return s.generate(k.o.Key)
		})
	})
}

// learn finds the key, and keeps its public half if it was not known.
func (k *Key) learn(s session) error {
	public, err := s.find(k.o.Key)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.public != nil && !k.public.Equal(public) {
		return errors.New("token: the key is another than it was: start hotline anew if that is meant, with the old one's public half in evidence.trusted")
	}
	k.public = public
	return nil
}

func (k *Key) known() ed25519.PublicKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.public
}

// use has the module asked by one goroutine at a time, and waits for it no longer than the limit.
func (k *Key) use(ask func() error) error {
	limit := time.NewTimer(k.o.Limit)
	defer limit.Stop()
	silent := fmt.Errorf("token %q: %w within %s", k.o.Token, ErrSilent, k.o.Limit)
	select {
	case k.turn <- struct{}{}:
	case <-limit.C:
		return silent
	}
	answered := make(chan error, 1)
	go func() {
		defer func() { <-k.turn }()
		answered <- ask()
	}()
	select {
	case err := <-answered:
		if err != nil {
			return fmt.Errorf("token %q: %w", k.o.Token, err)
		}
		return nil
	case <-limit.C:
		return silent
	}
}

// session is the token with its door open.
type session interface {
	// find finds the key by its label, both halves where the PIN was given, and gives the public one.
	find(label string) (ed25519.PublicKey, error)
	// sign signs with the key that was found.
	sign(message []byte) ([]byte, error)
	generate(label string) error
}

// session does something in a session of its own.
func (k *Key) session(login bool, do func(session) error) error {
	if login {
		k.mu.Lock()
		refused := k.refused
		k.mu.Unlock()
		if refused != nil {
			return refused
		}
	}
	err := k.driver.with(k.o, login, do)
	if errors.Is(err, ErrPIN) {
		err = fmt.Errorf("%w: it is not tried again until hotline is started anew, for tokens lock themselves", err)
		k.mu.Lock()
		k.refused = err
		k.mu.Unlock()
	}
	return err
}

// point reads CKA_EC_POINT of an Ed25519 key: an OCTET STRING in DER (PKCS #11 3.0), or as it is.
func point(value []byte) (ed25519.PublicKey, error) {
	if len(value) == ed25519.PublicKeySize {
		return value, nil
	}
	var inner []byte
	if rest, err := asn1.Unmarshal(value, &inner); err != nil || len(rest) > 0 || len(inner) != ed25519.PublicKeySize {
		return nil, errors.New("token: the key is not an Ed25519 one")
	}
	return inner, nil
}

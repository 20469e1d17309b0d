//go:build cgo

package token

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/miekg/pkcs11"
)

// Of PKCS #11 3.0, which the library's header is older than.
const (
	ckkEdwards         = 0x40   // CKK_EC_EDWARDS
	ckmEdwardsGenerate = 0x1055 // CKM_EC_EDWARDS_KEY_PAIR_GEN
	ckmEdDSA           = 0x1057 // CKM_EDDSA; without parameters: Ed25519 as in RFC 8032
)

// driver has the module loaded, once it could be.
type driver struct{ module *pkcs11.Ctx }

// opened is a session, and the private key once find has found it.
type opened struct {
	module  *pkcs11.Ctx
	handle  pkcs11.SessionHandle
	login   bool // the PIN was given
	private pkcs11.ObjectHandle
}

// with opens all there is to be opened, and closes it again.
func (d *driver) with(o Options, login bool, do func(session) error) (err error) {
	if d.module == nil {
		// Kept loaded: what else uses the same libraries (OpenSSL) would not survive their going.
		if d.module = pkcs11.New(o.Module); d.module == nil {
			return fmt.Errorf("%w: %s is not there, or is none", ErrModule, o.Module)
		}
	}
	if err := d.module.Initialize(); err != nil {
		return fmt.Errorf("%w: %w", ErrModule, err)
	}
	defer func() { err = errors.Join(err, d.module.Finalize()) }()
	slot, flags, err := d.slot(o.Token)
	if err != nil {
		return err
	}
	handle, err := d.module.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	if err != nil {
		return err
	}
	// Finalize closes it; the user goes with it.
	if login {
		if err := d.login(handle, flags, o.PIN); err != nil {
			return err
		}
	}
	return do(&opened{module: d.module, handle: handle, login: login})
}

// slot finds the token by its label.
func (d *driver) slot(label string) (slot, flags uint, err error) {
	slots, err := d.module.GetSlotList(true)
	if err != nil {
		return 0, 0, fmt.Errorf("%w: %w", ErrModule, err)
	}
	found := 0
	for _, s := range slots {
		info, err := d.module.GetTokenInfo(s)
		if err != nil {
			continue // pulled out this moment, or another's that is out of order
		}
		if strings.TrimRight(info.Label, " \x00") == label {
			slot, flags = s, info.Flags
			found++
		}
	}
	switch found {
	case 0:
		return 0, 0, fmt.Errorf("%w (%d others are)", ErrAway, len(slots))
	case 1:
		return slot, flags, nil
	}
	return 0, 0, fmt.Errorf("%d tokens have this label: give ours another", found)
}

func (d *driver) login(h pkcs11.SessionHandle, flags uint, pin string) error {
	switch {
	case flags&pkcs11.CKF_USER_PIN_LOCKED != 0:
		return fmt.Errorf("%w: the token has locked it", ErrPIN)
	case flags&pkcs11.CKF_USER_PIN_FINAL_TRY != 0:
		return errors.New("token: it would lock itself at the next wrong PIN, so that ours is not tried: sign in by hand once")
	}
	err := d.module.Login(h, pkcs11.CKU_USER, pin)
	var code pkcs11.Error
	if !errors.As(err, &code) {
		return err
	}
	switch code {
	case pkcs11.CKR_USER_ALREADY_LOGGED_IN:
		return nil
	case pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_INVALID, pkcs11.CKR_PIN_LEN_RANGE, pkcs11.CKR_PIN_EXPIRED, pkcs11.CKR_PIN_LOCKED:
		return fmt.Errorf("%w: %w", ErrPIN, err)
	}
	return err
}

// find implements session.
func (s *opened) find(label string) (ed25519.PublicKey, error) {
	public, err := s.one(pkcs11.CKO_PUBLIC_KEY, "public", label)
	if err != nil {
		return nil, err
	}
	got, err := s.module.GetAttributeValue(s.handle, public, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_EC_POINT, nil)})
	if err != nil {
		return nil, fmt.Errorf("token: the key is not an Ed25519 one: %w", err)
	}
	if s.login {
		if s.private, err = s.one(pkcs11.CKO_PRIVATE_KEY, "private", label); err != nil {
			return nil, err
		}
	}
	return point(got[0].Value)
}

// one is the only object of its kind with this label.
func (s *opened) one(class uint, half, label string) (pkcs11.ObjectHandle, error) {
	if err := s.module.FindObjectsInit(s.handle, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_CLASS, class), pkcs11.NewAttribute(pkcs11.CKA_LABEL, label)}); err != nil {
		return 0, err
	}
	found, _, err := s.module.FindObjects(s.handle, 2)
	if err := errors.Join(err, s.module.FindObjectsFinal(s.handle)); err != nil {
		return 0, err
	}
	switch len(found) {
	case 0:
		return 0, fmt.Errorf("%w: the %s half of %q", ErrNoKey, half, label)
	case 1:
		return found[0], nil
	}
	return 0, fmt.Errorf("token: several %s keys have the name %q: give ours another", half, label)
}

// sign implements session.
func (s *opened) sign(message []byte) ([]byte, error) {
	if err := s.module.SignInit(s.handle, []*pkcs11.Mechanism{pkcs11.NewMechanism(ckmEdDSA, nil)}, s.private); err != nil {
		return nil, err
	}
	return s.module.Sign(s.handle, message)
}

// generate implements session. The private half is made in the token, and cannot leave it.
func (s *opened) generate(label string) error {
	curve, err := asn1.Marshal(asn1.ObjectIdentifier{1, 3, 101, 112}) // Ed25519, RFC 8410
	if err != nil {
		return err
	}
	id := make([]byte, 8)
	if _, err := rand.Read(id); err != nil {
		return err
	}
	both := []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_LABEL, label), pkcs11.NewAttribute(pkcs11.CKA_ID, id),
		pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, ckkEdwards),
	}
	_, _, err = s.module.GenerateKeyPair(s.handle, []*pkcs11.Mechanism{pkcs11.NewMechanism(ckmEdwardsGenerate, nil)},
		slices.Concat(both, []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, curve), pkcs11.NewAttribute(pkcs11.CKA_VERIFY, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, false),
		}),
		slices.Concat(both, []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_SIGN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
			pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true), pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, false),
		}))
	return err
}

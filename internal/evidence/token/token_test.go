package token

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"encoding/asn1"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline1022/internal/devstack"
	"hotline1022/internal/evidence"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func options(k *devstack.Token) Options {
	return Options{Module: k.Module, Token: k.Label, Key: "evidence", PIN: k.PIN}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
}

func TestSignsWhatOpensslVerifies(t *testing.T) {
	k := New(options(devstack.SoftHSM(t)))
	refused(t, k.Ready(), ErrNoKey)
	if k.Public() != nil {
		t.Error("an empty token has a public key")
	}
	must(t, k.Generate())
	refused(t, k.Generate(), ErrThere)
	must(t, k.Ready())
	body := []byte("{\n  \"ngày\": \"2026-11-28\"\n}\n")
	signature, err := evidence.Sign(k, body)
	must(t, err)
	public, ok := k.Public().(ed25519.PublicKey)
	if !ok || !ed25519.Verify(public, body, signature) {
		t.Fatalf("public key %v, the signature does not verify", public)
	}
	// Whoever shows no PIN reads the public half all the same.
	without := options(&devstack.Token{Module: k.o.Module, Label: k.o.Token, PIN: "wrong"})
	if other, err := New(without).PublicKey(); err != nil || !other.Equal(public) {
		t.Errorf("without the PIN: %v, %v", other, err)
	}
	dir := t.TempDir()
	text, err := evidence.PublicPEM(public)
	must(t, err)
	for name, b := range map[string][]byte{"k.pub.pem": text, "m.json": body, "m.json.sig": signature} {
		must(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	c := exec.CommandContext(t.Context(), "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "k.pub.pem", "-rawin", "-in", "m.json", "-sigfile", "m.json.sig")
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil || !strings.Contains(string(out), "Signature Verified Successfully") {
		t.Errorf("openssl: %v: %s", err, out)
	}
	if _, err := k.Sign(nil, bytes.Repeat([]byte{1}, 64), crypto.SHA512); err == nil {
		t.Error("a hash was signed")
	}
}

func TestTokenPulledOut(t *testing.T) {
	hsm := devstack.SoftHSM(t)
	k := New(options(hsm))
	must(t, k.Generate())
	must(t, k.Ready())
	hsm.Pull()
	refused(t, k.Ready(), ErrAway)
	_, err := evidence.Sign(k, []byte("a"))
	refused(t, err, ErrAway)
	if k.Public() == nil {
		t.Error("the public half is forgotten")
	}
	hsm.Push()
	if _, err := evidence.Sign(k, []byte("a")); err != nil {
		t.Errorf("put in again: %v", err)
	}
	// Another key under the same names is not ours.
	other := New(options(devstack.SoftHSM(t)))
	must(t, other.Generate())
	if err := k.Ready(); err == nil || !strings.Contains(err.Error(), "another than it was") {
		t.Errorf("another key: %v", err)
	}
}

func TestWrongPINIsTriedOnce(t *testing.T) {
	hsm := devstack.SoftHSM(t)
	must(t, New(options(hsm)).Generate())
	o := options(hsm)
	o.PIN = "999999"
	k := New(o)
	refused(t, k.Ready(), ErrPIN)
	// From here on the module is not asked: one that is not there would be noticed.
	k.o.Module, k.driver = "/nowhere.so", driver{}
	_, err := evidence.Sign(k, []byte("a"))
	refused(t, err, ErrPIN)
	if strings.Contains(err.Error(), o.PIN) {
		t.Errorf("the PIN is in the error: %v", err)
	}
}

func TestModuleThatIsNone(t *testing.T) {
	text := filepath.Join(t.TempDir(), "module.so")
	must(t, os.WriteFile(text, []byte("no library"), 0o600))
	for _, module := range []string{"/nowhere.so", text} {
		refused(t, New(Options{Module: module, Token: "hotline", Key: "evidence"}).Ready(), ErrModule)
	}
}

// A module that hangs holds nobody up for longer than the limit, and is not asked a second time meanwhile.
func TestSilentToken(t *testing.T) {
	k := New(Options{Token: "hotline", Limit: time.Millisecond})
	release, asked := make(chan struct{}), 0
	refused(t, k.use(func() error { asked++; <-release; return nil }), ErrSilent)
	refused(t, k.use(func() error { asked++; return nil }), ErrSilent)
	close(release)
	k.o.Limit = time.Minute
	must(t, k.use(func() error { return nil }))
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestPoint(t *testing.T) {
	public, _, err := ed25519.GenerateKey(nil)
	must(t, err)
	wrapped, err := asn1.Marshal([]byte(public))
	must(t, err)
	for _, value := range [][]byte{public, wrapped} {
		if got, err := point(value); err != nil || !got.Equal(public) {
			t.Errorf("%x: %v, %v", value, got, err)
		}
	}
	for _, value := range [][]byte{nil, public[:31], append(wrapped, 0), bytes.Repeat([]byte{4}, 65)} {
		if got, err := point(value); err == nil {
			t.Errorf("%x is %v", value, got)
		}
	}
}

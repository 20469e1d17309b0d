package devstack

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// softHSMModule is where Debian's package softhsm2 puts the PKCS #11 module.
const softHSMModule = "/usr/lib/softhsm/libsofthsm2.so"

// Token is a PKCS #11 token of SoftHSM's, empty, for one test.
type Token struct {
	Module, Label, PIN string

	t   testing.TB
	dir string
}

// SoftHSM makes a token. Its module finds it by an environment variable, so that tests with tokens run one after the other.
func SoftHSM(t *testing.T) *Token {
	t.Helper()
	util := install(t, (*Workspace).SoftHSM)
	k := &Token{Module: softHSMModule, Label: "hotline", PIN: "271828", t: t, dir: t.TempDir()}
	tokens, conf := filepath.Join(k.dir, "tokens"), filepath.Join(k.dir, "softhsm2.conf")
	if err := os.Mkdir(tokens, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(conf, fmt.Appendf(nil, "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n", tokens), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", conf)
	if out, err := exec.CommandContext(t.Context(), util, "--init-token", "--free", "--label", k.Label, "--pin", k.PIN, "--so-pin", "314159").CombinedOutput(); err != nil {
		t.Fatalf("devstack: softhsm2-util: %v: %s", err, out)
	}
	return k
}

// Pull takes the token out.
func (k *Token) Pull() { k.move("tokens", "pulled") }

// Push puts it in again.
func (k *Token) Push() { k.move("pulled", "tokens") }

func (k *Token) move(from, to string) {
	k.t.Helper()
	if err := os.RemoveAll(filepath.Join(k.dir, to)); err != nil {
		k.t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(k.dir, from), filepath.Join(k.dir, to)); err != nil {
		k.t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(k.dir, "tokens"), 0o700); err != nil {
		k.t.Fatal(err)
	}
}

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"hotline1022/internal/devstack"
)

// Manifests are signed by a key in a token: made there by the command, proven without the PIN, waiting while the token is out.
func TestManifestsByAToken(t *testing.T) {
	hsm := devstack.SoftHSM(t)
	t.Setenv("HOTLINE_TOKEN_PIN", hsm.PIN)
	section := fmt.Sprintf("{pkcs11: {module: %q, token: %q, key: bang-ke, pin: '${HOTLINE_TOKEN_PIN}'}}", hsm.Module, hsm.Label)
	fresh := configure(t, "postgres://nobody@127.0.0.1:1/none").config
	if code, _, stderr := hotline(t, "", "keys", "token", "--config", fresh); code != 2 || !strings.Contains(stderr, "evidence.pkcs11") {
		t.Errorf("no token in the configuration: exit %d, %s", code, stderr)
	}
	if err := os.WriteFile(fresh, append(read(t, fresh), "evidence: "+section+"\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	code, public, stderr := hotline(t, "", "keys", "token", "--config", fresh)
	if code != 0 || !strings.HasPrefix(public, "-----BEGIN PUBLIC KEY-----") {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	if code, again, stderr := hotline(t, "", "keys", "token", "--config", fresh); code != 0 || again != public {
		t.Errorf("a second time: exit %d, %s%s", code, again, stderr)
	}

	p := newProvenBy(t, devstack.MinIO(t).S3(), section)
	p.expect(t, []string{"--deep"})
	row, err := p.store.ManifestOf(t.Context(), string(p.days[2]))
	if err != nil || row.PublicKey != public {
		t.Errorf("%v: the manifest goes with %q, want %q", err, row.PublicKey, public)
	}

	hsm.Pull()
	p.clock = p.clock.AddDate(0, 0, 1)
	if made, err := p.keeper.MakeDue(t.Context()); made != 0 || err == nil || !strings.Contains(err.Error(), `token "hotline": the token is not there`) {
		t.Errorf("pulled out: %d manifests, %v", made, err)
	}
	if p.keeper.Certifies() {
		t.Error("recordings would be deleted, and nothing can be certified")
	}
	if code, stdout, stderr := hotline(t, "", "recordings", "verify", "--since", string(p.days[0]), "--config", p.config); code != 2 || !strings.Contains(stderr, "the token is not there") {
		t.Errorf("verified without the token: exit %d, %s%s", code, stdout, stderr)
	}
	hsm.Push()
	if made, err := p.keeper.MakeDue(t.Context()); made != 1 || err != nil || !p.keeper.Certifies() {
		t.Errorf("put in again: %d manifests, %v", made, err)
	}
	p.expect(t, nil)
}

package main

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"

	"hotline1022/internal/signature/signaturetest"
)

func TestDieu17_6_RootsAreAFileOrADirectoryOfFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if pool, err := trustedSigners(""); pool != nil || err != nil {
		t.Errorf("none: %v, %v", pool, err)
	}
	for name, path := range map[string]string{"nothing there": filepath.Join(dir, "none.pem"), "an empty directory": dir} {
		if _, err := trustedSigners(path); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	file := write("ca.pem", signaturetest.NewAuthority(t, "CA").PEM())
	for _, path := range []string{file, dir} {
		pool, err := trustedSigners(path)
		if err != nil || pool.Equal(x509.NewCertPool()) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := trustedSigners(write("other.txt", []byte("no certificate"))); err == nil {
		t.Error("what is no certificate is taken")
	}
}

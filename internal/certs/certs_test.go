package certs

import (
	"crypto/x509"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline1022/internal/signature/signaturetest"
)

func TestFilesAndFolders(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, other := string(signaturetest.NewAuthority(t, "A").PEM()), string(signaturetest.NewAuthority(t, "B").PEM())
	pool := func(pem ...string) *x509.CertPool {
		p := x509.NewCertPool()
		p.AppendCertsFromPEM([]byte(strings.Join(pem, "")))
		return p
	}
	a, none := write("some/a.pem", one), write("some/none.pem", "# none yet\n")
	write("some/b.crt", other)
	write("some/c.txt", string(signaturetest.NewAuthority(t, "C").PEM()))
	for path, want := range map[string]*x509.CertPool{a: pool(one), filepath.Dir(a): pool(one, other), write("two.pem", one+"\n"+other): pool(one, other)} {
		if got, err := FileOrFolder(path); err != nil || !got.Equal(want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if got, err := File(a); err != nil || !got.Equal(pool(one)) {
		t.Error(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{none: ErrNone, filepath.Join(dir, "empty"): ErrNone, filepath.Join(dir, "not-there"): fs.ErrNotExist} {
		if _, err := FileOrFolder(path); !errors.Is(err, want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := File(filepath.Dir(a)); err == nil {
		t.Error("a folder is a file")
	}
}

package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"hotline1022/internal/api"
	"hotline1022/internal/attachment/shelf"
	"hotline1022/internal/signature/signaturetest"
	"hotline1022/internal/store"
	"hotline1022/recordings"
)

// Why a file cannot be had is said, as it is of a recording: "internal" tells nobody which key to bring back.
func TestWhyAFileCannotBeHad(t *testing.T) {
	for name, c := range map[string]struct{ err, want error }{
		"under a key that is not configured": {recordings.ErrNoKey, api.ErrArchiveKey},
		"under another password":             {recordings.ErrRefused, api.ErrArchiveAway},
		"away":                               {shelf.ErrAway, api.ErrArchiveAway},
		"altered":                            {shelf.ErrAltered, api.ErrAltered},
		"gone from the archive":              {recordings.ErrNotFound, api.ErrAltered},
		"never there":                        {store.ErrNotFound, store.ErrNotFound},
	} {
		err := fileInAPITerms(fmt.Errorf("shelf: attachment x: %w", c.err))
		for _, kind := range []error{api.ErrArchiveKey, api.ErrArchiveAway, api.ErrAltered, store.ErrNotFound} {
			if errors.Is(err, kind) != errors.Is(c.want, kind) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if err := fileInAPITerms(nil); err != nil {
		t.Error(err)
	}
}

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

// Package certs reads the certificates of those whose word counts: on who a server is, or who signed a document.
package certs

import (
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// ErrNone says that a file, or a folder, holds no certificate.
var ErrNone = errors.New("there is no certificate in it")

// endings are of the files that count in a folder.
var endings = []string{"*.pem", "*.crt"}

// File reads a file of certificates (PEM). It holds at least one: a pool without any trusts nobody, which nobody means
// who names a file. What else stands in the file is passed over. The error names the file; ErrNone.
func File(path string) (*x509.CertPool, error) { return read(path, path) }

// FileOrFolder reads such a file, or those of a folder that end in .pem or .crt, which have one among them. The error names
// what was not read; ErrNone.
func FileOrFolder(path string) (*x509.CertPool, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return File(path)
	}
	var files []string
	for _, ending := range endings {
		found, err := filepath.Glob(filepath.Join(path, ending))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		files = append(files, found...)
	}
	slices.Sort(files)
	return read(path, files...)
}

func read(named string, files ...string) (*x509.CertPool, error) {
	pool, some := x509.NewCertPool(), false
	for _, file := range files {
		pem, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		some = pool.AppendCertsFromPEM(pem) || some
	}
	if !some {
		return nil, fmt.Errorf("%s: %w", named, ErrNone)
	}
	return pool, nil
}

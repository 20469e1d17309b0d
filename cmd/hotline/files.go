package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"hotline1022/internal/api"
	"hotline1022/internal/attachment"
	"hotline1022/internal/attachment/shelf"
	"hotline1022/internal/signature"
	"hotline1022/internal/store/db"
)

// files gives attachments to the HTTP interface in its own terms.
type files struct{ shelf *shelf.Shelf }

func (f files) Read(ctx context.Context, a db.Attachment) (attachment.File, error) {
	file, err := f.shelf.Read(ctx, a)
	switch {
	case errors.Is(err, shelf.ErrAltered):
		err = fmt.Errorf("%w: %w", api.ErrAltered, err)
	case errors.Is(err, shelf.ErrAway):
		err = fmt.Errorf("%w: %w", api.ErrArchiveAway, err)
	}
	return file, err
}

// trustedSigners reads documents.roots: a file of certificates, or a directory of such
// files; "": nobody vouches for anybody.
func trustedSigners(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	names := []string{path}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		names = nil
		for _, ending := range []string{"*.pem", "*.crt"} {
			found, err := filepath.Glob(filepath.Join(path, ending))
			if err != nil {
				return nil, err
			}
			names = append(names, found...)
		}
	}
	var pem []byte
	for _, name := range slices.Sorted(slices.Values(names)) {
		one, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		pem = append(append(pem, one...), '\n')
	}
	roots, err := signature.Roots(pem)
	if err == nil && len(pem) == 0 {
		err = errors.New("no *.pem or *.crt in it")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return roots, nil
}

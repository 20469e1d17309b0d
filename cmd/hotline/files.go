package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"

	"hotline1022/internal/api"
	"hotline1022/internal/attachment"
	"hotline1022/internal/attachment/shelf"
	"hotline1022/internal/certs"
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
	return certs.FileOrFolder(path)
}

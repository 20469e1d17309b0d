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
	"hotline1022/recordings"
)

// files gives attachments to the HTTP interface in its own terms.
type files struct{ shelf *shelf.Shelf }

func (f files) Read(ctx context.Context, a db.Attachment) (attachment.File, error) {
	file, err := f.shelf.Read(ctx, a)
	return file, fileInAPITerms(err)
}

func fileInAPITerms(err error) error {
	switch {
	case errors.Is(err, shelf.ErrAltered), errors.Is(err, recordings.ErrNotFound): // the row says that the archive has it
		return fmt.Errorf("%w: %w", api.ErrAltered, err)
	case errors.Is(err, recordings.ErrNoKey):
		return fmt.Errorf("%w: %w", api.ErrArchiveKey, err)
	case errors.Is(err, shelf.ErrAway), errors.Is(err, recordings.ErrRefused): // our password, for instance: it is not the file's fault
		return fmt.Errorf("%w: %w", api.ErrArchiveAway, err)
	}
	return err
}

// trustedSigners reads documents.roots: a file of certificates, or a directory of such
// files; "": nobody vouches for anybody.
func trustedSigners(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	return certs.FileOrFolder(path)
}

package main

import (
	"fmt"
	"os"

	"hotline1022/internal/certs"
	"hotline1022/internal/config"
	"hotline1022/internal/evidence"
)

// namedFiles reads the keys and certificates in files that the configuration names, as a start of hotline does. What only Asterisk
// reads it does not: that may be another user's.
func namedFiles(cfg config.Config, report func(path, what, remedy string)) {
	tell := func(path string, err error, remedy string) {
		if err != nil {
			report(path, "cannot be used: "+err.Error(), remedy)
		}
	}
	certificates := func(path, file string) {
		if file != "" {
			_, err := certs.File(file)
			tell(path, err, "name a file of certificates (PEM) that hotline's user may read")
		}
	}
	certificates("storage.ca", cfg.Storage.CA)
	for i, g := range cfg.Messages.SMS {
		certificates(fmt.Sprintf("messages.sms.%d.ca", i), g.CA)
	}
	for i, s := range cfg.Messages.Email {
		certificates(fmt.Sprintf("messages.email.%d.ca", i), s.CA)
	}
	_, err := trustedSigners(cfg.Documents.Roots)
	tell("documents.roots", err, "name a file of certificates (PEM), or a directory of such files, that hotline's user may read")
	if cfg.Evidence.Key != "" {
		_, err := inFile(cfg.Evidence.Key, evidence.ReadKey)
		tell("evidence.key", err, "name a file that `hotline keys new` made, and that hotline's user may read")
	}
	for i, file := range cfg.Evidence.Trusted {
		_, err := inFile(file, evidence.ReadPublic)
		tell(fmt.Sprintf("evidence.trusted.%d", i), err, "name a file with a public key (PEM), as `openssl pkey -pubout` prints it")
	}
}

// inFile is what a file holds, as read understands it. The error names the file.
func inFile[T any](path string, read func([]byte) (T, error)) (of T, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return of, err
	}
	if of, err = read(text); err != nil {
		return of, fmt.Errorf("%s: %w", path, err)
	}
	return of, nil
}

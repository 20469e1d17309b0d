package signature

import (
	"errors"
	"time"
)

// Problem is why a signature does not hold.
type Problem string

const (
	// Sound: none.
	Sound Problem = ""
	// Broken: what it covers is not what was signed.
	Broken Problem = "broken"
	// Changed: the file goes on behind what the last signature covers.
	Changed Problem = "changed"
	// Expired: its certificate was not valid when it says that it signed.
	Expired Problem = "expired"
	// Weak: made by an algorithm that proves nothing any more (SHA-1, MD5).
	Weak Problem = "weak"
	// Unknown: of a form that cannot be checked.
	Unknown Problem = "unknown"
)

// Signature is one of a document's.
type Signature struct {
	Signer       string // the certificate's common name
	Organisation string
	Issuer       string // who vouches for the signer
	Serial       string // of the certificate, in hexadecimal
	// SignedAt is the signer's own word; zero: there is none.
	SignedAt time.Time
	// Covers is how many of the file's bytes were there when it was made.
	Covers  int
	Trusted bool // the chain leads to a root of ours
	Problem Problem
}

// Report is a document's signatures, in the order in which they were made.
type Report struct{ Signatures []Signature }

// Sound says that there is a signature, and none has a problem.
func (r Report) Sound() bool {
	for _, s := range r.Signatures {
		if s.Problem != Sound {
			return false
		}
	}
	return len(r.Signatures) > 0
}

// Trusted says that somebody who is vouched for has signed the whole document.
func (r Report) Trusted() bool {
	n := len(r.Signatures)
	return r.Sound() && r.Signatures[n-1].Trusted
}

var (
	// ErrNotPDF: the file does not begin as a PDF does.
	ErrNotPDF = errors.New("signature: not a PDF")
	// ErrUnsigned: the PDF carries no digital signature; a picture of one is none.
	ErrUnsigned = errors.New("signature: the PDF is not signed")
)

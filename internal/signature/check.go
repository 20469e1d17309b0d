package signature

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/smallstep/pkcs7"
)

// header may stand behind some bytes of others (ISO 32000-2, annex on compatibility).
const headerWithin = 1024

// maxSignatures bounds the work that a file can ask for; ten leaders do not sign one reply.
const maxSignatures = 20

var byteRange = regexp.MustCompile(`/ByteRange\s*\[\s*([0-9]{1,10})\s+([0-9]{1,10})\s+([0-9]{1,10})\s+([0-9]{1,10})\s*\]`)

// Check finds the signatures of a PDF and judges each. The error is [ErrNotPDF] or
// [ErrUnsigned]; whatever is wrong with a signature is in the report.
func Check(pdf []byte, roots *x509.CertPool) (Report, error) {
	if !bytes.Contains(pdf[:min(len(pdf), headerWithin)], []byte("%PDF-")) {
		return Report{}, ErrNotPDF
	}
	found := byteRange.FindAllSubmatch(pdf, maxSignatures+1)
	if len(found) == 0 {
		return Report{}, ErrUnsigned
	}
	var r Report
	for _, m := range found {
		r.Signatures = append(r.Signatures, check(pdf, m, roots))
	}
	slices.SortStableFunc(r.Signatures, func(a, b Signature) int { return cmp.Compare(a.Covers, b.Covers) })
	last := &r.Signatures[len(r.Signatures)-1]
	if last.Problem == Sound && len(bytes.TrimRight(pdf[last.Covers:], "\x00\t\n\f\r ")) > 0 {
		last.Problem = Changed
	}
	if len(found) > maxSignatures {
		last.Problem = Unknown
	}
	return r, nil
}

// check judges one signature by its range.
func check(pdf []byte, m [][]byte, roots *x509.CertPool) Signature {
	var at [4]int
	for i := range at {
		at[i], _ = strconv.Atoi(string(m[i+1])) // digits, few enough
	}
	begin, length, behind, rest := at[0], at[1], at[2], at[3]
	if begin != 0 || length < 1 || behind <= length || behind+rest > len(pdf) || behind+rest < behind {
		return Signature{Problem: Broken}
	}
	s := Signature{Covers: behind + rest}
	der, ok := contents(pdf[length:behind])
	if !ok {
		s.Problem = Broken
		return s
	}
	p7, err := pkcs7.Parse(der)
	if err != nil || p7.GetOnlySigner() == nil || len(p7.Content) > 0 {
		s.Problem = Unknown
		return s
	}
	if s.describe(p7); s.Problem != Sound {
		return s
	}
	p7.Content = append(slices.Clone(pdf[:length]), pdf[behind:s.Covers]...)
	s.Problem = problemOf(p7.Verify())
	s.Trusted = s.Problem == Sound && roots != nil && trusted(p7, roots, s.SignedAt)
	return s
}

// contents takes the CMS out of the gap: one hexadecimal string, filled up with zeros.
func contents(gap []byte) (der []byte, ok bool) {
	if len(gap) < 4 || gap[0] != '<' || gap[len(gap)-1] != '>' {
		return nil, false
	}
	der = make([]byte, hex.DecodedLen(len(gap)-2))
	if _, err := hex.Decode(der, gap[1:len(gap)-1]); err != nil {
		return nil, false
	}
	var whole asn1.RawValue
	padding, err := asn1.Unmarshal(der, &whole)
	if err != nil || len(bytes.Trim(padding, "\x00")) > 0 {
		return nil, false
	}
	return whole.FullBytes, true
}

// pss is RSASSA-PSS (RFC 4055), which the library does not verify.
var pss = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}

// describe takes what the signer's certificate says, and refuses algorithms beforehand.
func (s *Signature) describe(p7 *pkcs7.PKCS7) {
	c := p7.GetOnlySigner()
	s.Signer, s.Issuer, s.Serial = c.Subject.CommonName, c.Issuer.CommonName, c.SerialNumber.Text(16)
	if len(c.Subject.Organization) > 0 {
		s.Organisation = c.Subject.Organization[0]
	}
	var at time.Time
	if p7.UnmarshalSignedAttribute(pkcs7.OIDAttributeSigningTime, &at) == nil {
		s.SignedAt = at.UTC()
	}
	switch info := p7.Signers[0]; {
	case info.DigestAlgorithm.Algorithm.Equal(pkcs7.OIDDigestAlgorithmSHA1):
		s.Problem = Weak // x509 takes it for signatures that are no certificate's
	case info.DigestEncryptionAlgorithm.Algorithm.Equal(pss):
		s.Problem = Unknown
	}
}

// problemOf sorts what Verify says.
func problemOf(err error) Problem {
	var late *pkcs7.SigningTimeNotValidError
	switch {
	case err == nil:
		return Sound
	case errors.As(err, &late):
		return Expired
	case errors.Is(err, pkcs7.ErrUnsupportedAlgorithm):
		return Unknown
	}
	return Broken
}

// trusted follows the chain at the time of signing. One that does not say when is judged
// by the day on which its certificate began: it cannot be older.
func trusted(p7 *pkcs7.PKCS7, roots *x509.CertPool, at time.Time) bool {
	if at.IsZero() {
		at = p7.GetOnlySigner().NotBefore
	}
	return p7.VerifyWithChainAtTime(roots, at) == nil
}

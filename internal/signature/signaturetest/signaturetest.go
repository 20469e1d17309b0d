// Package signaturetest makes signed PDFs for tests, with authorities and signers of its own.
// It writes what ISO 32000-2, 12.8.1 says of a signature's range, and shares no code with
// package signature, which reads it.
package signaturetest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"
)

// Authority vouches for signers.
type Authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// Signer is who signs.
type Signer struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// NewAuthority makes one, for an hour.
func NewAuthority(t testing.TB, name string) Authority {
	t.Helper()
	a := Authority{key: newKey(t)}
	a.cert = a.issue(t, &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}, a.key)
	return a
}

func newKey(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// issue signs with our own key; before there is a certificate of ours, it signs itself.
func (a Authority) issue(t testing.TB, template *x509.Certificate, key crypto.Signer) *x509.Certificate {
	t.Helper()
	parent := a.cert
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// Signer makes one of Sở Xây dựng whom the authority vouches for; change may be nil.
func (a Authority) Signer(t testing.TB, name string, change func(*x509.Certificate)) Signer {
	t.Helper()
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name, Organization: []string{"Sở Xây dựng"}}, SerialNumber: big.NewInt(0xABCD),
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	if change != nil {
		change(template)
	}
	key := newKey(t)
	return Signer{a.issue(t, template, key), key}
}

// Roots are those who trust the authority.
func (a Authority) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

// PEM is the authority's certificate.
func (a Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// Unsigned is a PDF, as far as anybody here looks.
const Unsigned = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"

const (
	room  = 4000 // of hexadecimal digits
	wide  = "0000000000"
	holds = "[0 " + wide + " " + wide + " " + wide + "]"
)

// PDF is a document that is signed once, as it should be.
func (s Signer) PDF(t testing.TB) []byte {
	t.Helper()
	return s.Sign(t, []byte(Unsigned), pkcs7.OIDDigestAlgorithmSHA256)
}

// Sign adds a revision with a signature over all that is there then.
func (s Signer) Sign(t testing.TB, before []byte, digest asn1.ObjectIdentifier) []byte {
	t.Helper()
	pdf := append(bytes.Clone(before), "2 0 obj\n<< /Type /Sig /SubFilter /adbe.pkcs7.detached /ByteRange "+holds+" /Contents "...)
	gap := len(pdf)
	pdf = append(pdf, "<"+strings.Repeat("0", room)+">"...)
	behind := len(pdf)
	pdf = append(pdf, " >>\nendobj\n%%EOF\n"...)
	byteRange := fmt.Sprintf("[0 %010d %010d %010d]", gap, behind, len(pdf)-behind)
	copy(pdf[len(before)+bytes.Index(pdf[len(before):], []byte(holds)):], byteRange)
	copy(pdf[gap+1:], hex.EncodeToString(s.cms(t, append(bytes.Clone(pdf[:gap]), pdf[behind:]...), digest)))
	return pdf
}

func (s Signer) cms(t testing.TB, content []byte, digest asn1.ObjectIdentifier) []byte {
	t.Helper()
	data, err := pkcs7.NewSignedData(content)
	if err != nil {
		t.Fatal(err)
	}
	data.SetDigestAlgorithm(digest)
	if err := data.AddSigner(s.cert, s.key, pkcs7.SignerInfoConfig{}); err != nil {
		t.Fatal(err)
	}
	data.Detach()
	der, err := data.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return der
}

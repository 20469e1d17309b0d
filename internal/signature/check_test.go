package signature

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
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"
)

// authority vouches for signers.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  crypto.Signer
}

// signer is who signs.
type signer struct {
	cert *x509.Certificate
	key  crypto.Signer
}

func newAuthority(t *testing.T, name string) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := authority{t: t, key: key}
	a.cert = a.issue(&x509.Certificate{
		Subject: pkix.Name{CommonName: name}, SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}, key)
	return a
}

// issue signs with our own key; before there is a certificate of ours, it signs itself.
func (a authority) issue(template *x509.Certificate, key crypto.Signer) *x509.Certificate {
	a.t.Helper()
	parent := a.cert
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return cert
}

func (a authority) signer(name string, change func(*x509.Certificate)) signer {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name, Organization: []string{"Sở Xây dựng"}}, SerialNumber: big.NewInt(0xABCD),
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	if change != nil {
		change(template)
	}
	return signer{a.issue(template, key), key}
}

func (a authority) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

const base = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"

const (
	room  = 4000 // of hexadecimal digits
	wide  = "0000000000"
	holds = "[0 " + wide + " " + wide + " " + wide + "]"
)

// sign adds a revision with a signature over all that is there then.
func (s signer) sign(t *testing.T, before []byte, digest asn1.ObjectIdentifier) []byte {
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

func (s signer) cms(t *testing.T, content []byte, digest asn1.ObjectIdentifier) []byte {
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

func signed(t *testing.T, s signer) []byte {
	t.Helper()
	return s.sign(t, []byte(base), pkcs7.OIDDigestAlgorithmSHA256)
}

func TestDieu17_6_TellsWhoSigned(t *testing.T) {
	ca := newAuthority(t, "CA của Chính phủ")
	pdf := signed(t, ca.signer("Nguyễn Văn An", nil))
	r, err := Check(pdf, ca.roots())
	if err != nil || len(r.Signatures) != 1 || !r.Sound() || !r.Trusted() {
		t.Fatalf("%+v, %v", r, err)
	}
	s := r.Signatures[0]
	if s.Signer != "Nguyễn Văn An" || s.Organisation != "Sở Xây dựng" || s.Issuer != "CA của Chính phủ" || s.Serial != "abcd" || s.Covers != len(pdf) ||
		time.Since(s.SignedAt).Abs() > time.Minute {
		t.Errorf("%+v", s)
	}
}

func TestDieu17_6_WhoeverIsNotVouchedForIsShownSo(t *testing.T) {
	ca, other := newAuthority(t, "CA"), newAuthority(t, "CA khác")
	pdf := signed(t, ca.signer("An", nil))
	for name, roots := range map[string]*x509.CertPool{"another root": other.roots(), "no roots": nil} {
		if r, err := Check(pdf, roots); err != nil || !r.Sound() || r.Trusted() {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

func TestDieu17_6_LeaderAndSealSignOneAfterTheOther(t *testing.T) {
	ca := newAuthority(t, "CA")
	first := signed(t, ca.signer("Giám đốc", nil))
	both := ca.signer("Sở Xây dựng", nil).sign(t, first, pkcs7.OIDDigestAlgorithmSHA256)
	r, err := Check(both, ca.roots())
	if err != nil || len(r.Signatures) != 2 || !r.Trusted() || r.Signatures[0].Signer != "Giám đốc" || r.Signatures[0].Covers != len(first) {
		t.Fatalf("%+v, %v", r, err)
	}
	both[len(base)-3] ^= 1
	if r, _ := Check(both, ca.roots()); r.Sound() || r.Signatures[0].Problem != Broken || r.Signatures[1].Problem != Broken {
		t.Errorf("changed: %+v", r)
	}
}

// Each byte that is signed counts: one that is changed breaks the signature.
func TestDieu17_6_AChangedByteIsNoticed(t *testing.T) {
	ca := newAuthority(t, "CA")
	pdf := signed(t, ca.signer("An", nil))
	gap := bytes.Index(pdf, []byte("/Contents "))
	for i := range pdf {
		inside := i > gap+len("/Contents ") && i < len(pdf)-len("> >>\nendobj\n%%EOF\n")
		if inside && i%37 != 0 { // the CMS itself: a sample of it
			continue
		}
		changed := bytes.Clone(pdf)
		changed[i] ^= 0x11
		r, err := Check(changed, ca.roots())
		if err == nil && r.Trusted() {
			t.Fatalf("byte %d of %d, %q: %+v", i, len(pdf), pdf[i], r)
		}
	}
}

func TestDieu17_6_RefusedForItsReason(t *testing.T) {
	ca := newAuthority(t, "CA")
	an := ca.signer("An", nil)
	sound := signed(t, an)
	late := ca.signer("An", func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	spread := func(from, to string) []byte {
		if !bytes.Contains(sound, []byte(from)) {
			t.Fatalf("there is no %q", from)
		}
		return bytes.Replace(sound, []byte(from), []byte(to), 1)
	}
	for name, c := range map[string]struct {
		pdf  []byte
		want Problem
	}{
		"sound, line ends behind":   {append(bytes.Clone(sound), "\r\n\n"...), Sound},
		"something added behind":    {append(bytes.Clone(sound), "3 0 obj\n<< >>\nendobj\n"...), Changed},
		"certificate expired":       {signed(t, late), Expired},
		"SHA-1":                     {an.sign(t, []byte(base), pkcs7.OIDDigestAlgorithmSHA1), Weak},
		"no CMS":                    {spread("/Contents <30", "/Contents <04"), Unknown},
		"no hexadecimal":            {spread("/Contents <30", "/Contents <zz"), Broken},
		"two strings in the gap":    {spread("00000000>", "0000><00>"), Broken},
		"something behind the CMS":  {spread("00000000>", "00000001>"), Broken},
		"not from the first byte":   {spread("/ByteRange [0", "/ByteRange [1"), Broken},
		"a range beyond the file":   {sound[:len(sound)-4], Broken},
		"a range that runs back":    {[]byte("%PDF-1.7 /ByteRange [0 10 5 3]" + base), Broken},
		"numbers that overflow":     {[]byte("%PDF-1.7 /ByteRange [0 10 9999999999 9999999999]" + base), Broken},
		"a range without signature": {[]byte("%PDF-1.7 /ByteRange [0 9 12 4]" + base), Broken},
	} {
		r, err := Check(c.pdf, ca.roots())
		if err != nil || len(r.Signatures) != 1 || r.Signatures[0].Problem != c.want || r.Sound() != (c.want == Sound) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	for name, c := range map[string]struct {
		file string
		want error
	}{"no PDF": {"MZ" + string(sound), nil}, "a picture": {"\x89PNG\r\n\x1a\n", ErrNotPDF}, "unsigned": {base, ErrUnsigned}, "empty": {"", ErrNotPDF}} {
		if _, err := Check([]byte(c.file), ca.roots()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	many := strings.Repeat("/ByteRange [0 9 12 4] ", maxSignatures+5)
	if r, err := Check([]byte("%PDF-1.7 "+many), ca.roots()); err != nil || r.Sound() || len(r.Signatures) > maxSignatures+1 {
		t.Errorf("many: %d, %v", len(r.Signatures), err)
	}
}

func TestRoots(t *testing.T) {
	if _, err := Roots([]byte("nothing")); err == nil {
		t.Error("no error for a file without certificates")
	}
	if pool, err := Roots(nil); err != nil || pool == nil {
		t.Errorf("none: %v", err)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(base))
	f.Add([]byte("%PDF-1.7 /ByteRange [0 9 12 4] <3000>"))
	f.Fuzz(func(t *testing.T, pdf []byte) {
		if r, err := Check(pdf, nil); err == nil && r.Trusted() {
			t.Errorf("%+v", r)
		}
	})
}

package signature

import (
	"bytes"
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"

	"hotline1022/internal/signature/signaturetest"
)

// signed is a document with one signature.
func signed(t *testing.T, s signaturetest.Signer) []byte {
	t.Helper()
	return s.Sign(t, []byte(base), pkcs7.OIDDigestAlgorithmSHA256)
}

const base = signaturetest.Unsigned

func TestDieu17_6_TellsWhoSigned(t *testing.T) {
	ca := signaturetest.NewAuthority(t, "CA của Chính phủ")
	pdf := signed(t, ca.Signer(t, "Nguyễn Văn An", nil))
	r, err := Check(pdf, ca.Roots())
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
	ca, other := signaturetest.NewAuthority(t, "CA"), signaturetest.NewAuthority(t, "CA khác")
	pdf := signed(t, ca.Signer(t, "An", nil))
	for name, roots := range map[string]*x509.CertPool{"another root": other.Roots(), "no roots": nil} {
		if r, err := Check(pdf, roots); err != nil || !r.Sound() || r.Trusted() {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

func TestDieu17_6_LeaderAndSealSignOneAfterTheOther(t *testing.T) {
	ca := signaturetest.NewAuthority(t, "CA")
	first := signed(t, ca.Signer(t, "Giám đốc", nil))
	both := ca.Signer(t, "Sở Xây dựng", nil).Sign(t, first, pkcs7.OIDDigestAlgorithmSHA256)
	r, err := Check(both, ca.Roots())
	if err != nil || len(r.Signatures) != 2 || !r.Trusted() || r.Signatures[0].Signer != "Giám đốc" || r.Signatures[0].Covers != len(first) {
		t.Fatalf("%+v, %v", r, err)
	}
	both[len(base)-3] ^= 1
	if r, _ := Check(both, ca.Roots()); r.Sound() || r.Signatures[0].Problem != Broken || r.Signatures[1].Problem != Broken {
		t.Errorf("changed: %+v", r)
	}
}

// Each byte that is signed counts: one that is changed breaks the signature.
func TestDieu17_6_AChangedByteIsNoticed(t *testing.T) {
	ca := signaturetest.NewAuthority(t, "CA")
	pdf := signed(t, ca.Signer(t, "An", nil))
	gap := bytes.Index(pdf, []byte("/Contents "))
	for i := range pdf {
		inside := i > gap+len("/Contents ") && i < len(pdf)-len("> >>\nendobj\n%%EOF\n")
		if inside && i%37 != 0 { // the CMS itself: a sample of it
			continue
		}
		changed := bytes.Clone(pdf)
		changed[i] ^= 0x11
		r, err := Check(changed, ca.Roots())
		if err == nil && r.Trusted() {
			t.Fatalf("byte %d of %d, %q: %+v", i, len(pdf), pdf[i], r)
		}
	}
}

func TestDieu17_6_RefusedForItsReason(t *testing.T) {
	ca := signaturetest.NewAuthority(t, "CA")
	an := ca.Signer(t, "An", nil)
	sound := signed(t, an)
	late := ca.Signer(t, "An", func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
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
		"SHA-1":                     {an.Sign(t, []byte(base), pkcs7.OIDDigestAlgorithmSHA1), Weak},
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
		r, err := Check(c.pdf, ca.Roots())
		if err != nil || len(r.Signatures) != 1 || r.Signatures[0].Problem != c.want || r.Sound() != (c.want == Sound) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	for name, c := range map[string]struct {
		file string
		want error
	}{"no PDF": {"MZ" + string(sound), nil}, "a picture": {"\x89PNG\r\n\x1a\n", ErrNotPDF}, "unsigned": {base, ErrUnsigned}, "empty": {"", ErrNotPDF}} {
		if _, err := Check([]byte(c.file), ca.Roots()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	many := strings.Repeat("/ByteRange [0 9 12 4] ", maxSignatures+5)
	if r, err := Check([]byte("%PDF-1.7 "+many), ca.Roots()); err != nil || r.Sound() || len(r.Signatures) > maxSignatures+1 {
		t.Errorf("many: %d, %v", len(r.Signatures), err)
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

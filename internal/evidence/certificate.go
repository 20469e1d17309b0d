package evidence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// CertificateFormat is of certificates as they are made now.
const CertificateFormat = "hotline1022-deletion-1"

// Certificate is what is left of recordings whose time was over: what they were, by which rule they went, and when. The JSON of
// it, indented, is what is signed, as a manifest's is.
type Certificate struct {
	Format      string    `json:"format"`
	Plan        string    `json:"plan"`
	AnnouncedAt time.Time `json:"announced_at"`
	DueAt       time.Time `json:"due_at"`
	MadeAt      time.Time `json:"made_at"`
	Deleted     []Deleted `json:"deleted"`
	Spared      []Spared  `json:"spared"` // that were announced, and are there still
}

// Deleted is a recording that is gone.
type Deleted struct {
	Listed
	CreatedAt time.Time `json:"created_at"` // when its row was made, before its sound began
	Manifest  string    `json:"manifest"`   // the day whose manifest lists it; "" where none did
	Rule      string    `json:"rule"`       // that it was kept by
	KeepUntil time.Time `json:"keep_until"`
	DeletedAt time.Time `json:"deleted_at"`
}

// Spared is a recording that was announced and not deleted.
type Spared struct {
	ID     string `json:"id"`
	Call   string `json:"call"`
	Leg    string `json:"leg"`
	Reason string `json:"reason"` // held, kept or locked
}

// Removal is a certificate in a manifest.
type Removal struct {
	Certificate string `json:"certificate"` // its plan
	SHA256      string `json:"sha256"`      // of its bytes
}

// CertificateObject is where a plan's certificate lies in the archive; its signature beside it, with .sig.
func CertificateObject(plan string) string { return "certificates/" + plan + ".json" }

// Encode is the bytes to be signed.
func (c Certificate) Encode() ([]byte, error) { return indented("certificate of "+c.Plan, c) }

// ReadCertificate reads what Encode wrote.
func ReadCertificate(body []byte) (c Certificate, err error) {
	if err := json.Unmarshal(body, &c); err != nil {
		return c, fmt.Errorf("evidence: certificate: %w", err)
	}
	if c.Format != CertificateFormat {
		return c, fmt.Errorf("evidence: a certificate of format %q, this program knows %q", c.Format, CertificateFormat)
	}
	return c, nil
}

// indented is the form of all that is signed: JSON, indented by two spaces, with no character escaped for HTML's sake.
func indented(what string, v any) ([]byte, error) {
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	w.SetIndent("", "  ")
	if err := w.Encode(v); err != nil {
		return nil, fmt.Errorf("evidence: %s: %w", what, err)
	}
	return b.Bytes(), nil
}

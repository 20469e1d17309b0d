package evidence

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"
)

// Format is of manifests as they are made now.
const Format = "hotline1022-manifest-1"

// Manifest is what a day's is made of; the JSON of it, indented, is what is signed.
type Manifest struct {
	Format     string    `json:"format"`
	Day        Day       `json:"day"`   // in Vietnam
	Until      time.Time `json:"until"` // what was archived before is listed here, or in an earlier one
	MadeAt     time.Time `json:"made_at"`
	Previous   *Previous `json:"previous"` // null in the first
	Audit      Head      `json:"audit"`
	Recordings []Listed  `json:"recordings"`
	Deletions  []Removal `json:"deletions"` // certificates made since the day before's manifest
}

// Previous is the day before's manifest.
type Previous struct {
	Day    Day    `json:"day"`
	SHA256 string `json:"sha256"`
}

// Head is the audit log's chain as it was when the manifest was made.
type Head struct {
	Links int64  `json:"links"`
	Hash  string `json:"hash"` // of the last; 64 zeros before there is one
}

// Listed is a recording in a manifest.
type Listed struct {
	ID          string     `json:"id"`
	Call        string     `json:"call"`
	Leg         string     `json:"leg"`
	SHA256      string     `json:"sha256"`
	Bytes       int64      `json:"bytes"`
	ArchivedAt  time.Time  `json:"archived_at"`
	Bucket      string     `json:"bucket"`
	Object      string     `json:"object"`
	Version     string     `json:"version"`
	RetainUntil *time.Time `json:"retain_until"` // null: it could not be locked
	Facts       *Facts     `json:"facts,omitempty"`
}

// Facts are what a recording's row says of it beside where it lies; manifests from before 2026-11-29 have none. Nobody is named: a
// package of evidence has its day's whole manifest.
type Facts struct {
	BegunAt    time.Time `json:"begun_at"` // the sound
	DurationMs int64     `json:"duration_ms"`
	Salvaged   bool      `json:"salvaged"`
}

// Agree says whether f, as a row has it now, is what was listed.
func (f Facts) Agree(listed Facts) bool {
	return f.BegunAt.Equal(listed.BegunAt) && f.DurationMs == listed.DurationMs && f.Salvaged == listed.Salvaged
}

// Day is a day of Vietnam's calendar, 2006-01-02.
type Day string

// zone is Vietnam's, which has known no summer time since 1975.
var zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// DayOf is the day of a moment.
func DayOf(t time.Time) Day { return Day(t.In(zone).Format(time.DateOnly)) }

// ParseDay reads a day.
func ParseDay(s string) (Day, error) {
	if _, err := time.ParseInLocation(time.DateOnly, s, zone); err != nil {
		return "", fmt.Errorf("%q is no day: write it as 2026-11-28", s)
	}
	return Day(s), nil
}

// Begin is the day's first moment; the zero time of what is no day.
func (d Day) Begin() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), zone)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// End is the next day's first moment.
func (d Day) End() time.Time { return d.Begin().Add(24 * time.Hour) }

// Next is the day after.
func (d Day) Next() Day { return DayOf(d.End()) }

// Manifests is what the keys of all manifests begin with.
const Manifests = "manifests/"

// Object is where a day's manifest lies in the archive; its signature beside it, with .sig.
func (d Day) Object() string {
	return Manifests + string(d[:4]) + "/" + string(d) + ".json"
}

// DayOfObject is the day whose manifest, or its signature, lies there.
func DayOfObject(key string) (d Day, ok bool) {
	d, err := ParseDay(strings.TrimSuffix(strings.TrimSuffix(path.Base(key), ".sig"), ".json"))
	return d, err == nil && (key == d.Object() || key == d.Object()+".sig")
}

// Encode is the bytes to be signed.
func (m Manifest) Encode() ([]byte, error) { return indented("manifest of "+string(m.Day), m) }

// ReadManifest reads what Encode wrote.
func ReadManifest(body []byte) (m Manifest, err error) {
	if err := json.Unmarshal(body, &m); err != nil {
		return m, fmt.Errorf("evidence: manifest: %w", err)
	}
	if m.Format != Format {
		return m, fmt.Errorf("evidence: a manifest of format %q, this program knows %q", m.Format, Format)
	}
	return m, nil
}

// Sign signs a manifest's bytes (Ed25519, RFC 8032, without a hash before it).
func Sign(key crypto.Signer, body []byte) ([]byte, error) {
	signature, err := key.Sign(rand.Reader, body, crypto.Hash(0))
	if err != nil {
		return nil, fmt.Errorf("evidence: sign: %w", err)
	}
	return signature, nil
}

// ErrSignature: no key that is trusted has made the signature of these bytes.
var ErrSignature = errors.New("the signature is of no trusted key, or not of these bytes")

// Verify compares a signature with the keys that are trusted.
func Verify(trusted []ed25519.PublicKey, body, signature []byte) error {
	for _, key := range trusted {
		if ed25519.Verify(key, body, signature) {
			return nil
		}
	}
	return ErrSignature
}

// SumOf is the SHA-256 of bytes.
func SumOf(b []byte) Hash { return sha256.Sum256(b) }

package evidence

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Format is of manifests as they are made now.
const Format = "hotline1022-manifest-2"

// FormatFirst is of those that list recordings alone, of which fewer facts are covered; they hold as they are.
const FormatFirst = "hotline1022-manifest-1"

// Covers names what a manifest of [Format] speaks for, beside where each recording lies: what is not named here may change.
type Covers struct {
	Recordings []string `json:"recordings"`
	Calls      []string `json:"calls"`
}

// covers is what Facts and ListedCall have.
var covers = Covers{
	Recordings: []string{"begun_at", "duration_ms", "salvaged", "flaws", "party: operator, telephone, unit"},
	Calls: []string{
		"started_at", "answered_at", "queued_at", "left_queue_at", "connected_at", "queue", "placed", "end: at, class, reason, cause",
		"caller: number as it came, normalised, name, withheld", "asserted", "called", "operators: the last, all",
	},
}

// Manifest is what a day's is made of; the JSON of it, indented, is what is signed.
type Manifest struct {
	Format     string    `json:"format"`
	Day        Day       `json:"day"`   // in Vietnam, or an hour of it
	Until      time.Time `json:"until"` // what was archived before is listed here, or in an earlier one
	MadeAt     time.Time `json:"made_at"`
	Previous   *Previous `json:"previous"` // null in the first
	Audit      Head      `json:"audit"`
	Covers     *Covers   `json:"covers,omitempty"`
	Recordings []Listed  `json:"recordings"`
	// Calls that were over before Until.
	Calls     []ListedCall `json:"calls,omitempty"`
	Deletions []Removal    `json:"deletions"` // certificates made since the day before's manifest
	// Hours are the day's manifests of its hours, in that of the day.
	Hours []Previous `json:"hours,omitempty"`
}

// New is an empty manifest of the format that is made now.
func New(day Day, until, made time.Time) *Manifest {
	return &Manifest{Format: Format, Day: day, Until: until, MadeAt: made, Covers: &covers, Recordings: []Listed{}, Deletions: []Removal{}}
}

// Previous is the manifest before: of a day the day before's, of an hour the last that was made.
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

// Encode is the bytes to be signed.
func (m Manifest) Encode() ([]byte, error) { return indented("manifest of "+string(m.Day), m) }

// ReadManifest reads what Encode wrote.
func ReadManifest(body []byte) (m Manifest, err error) {
	if err := json.Unmarshal(body, &m); err != nil {
		return m, fmt.Errorf("evidence: manifest: %w", err)
	}
	if m.Format != Format && m.Format != FormatFirst {
		return m, fmt.Errorf("evidence: a manifest of format %q, this program knows %q and %q", m.Format, FormatFirst, Format)
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
var ErrSignature = errors.New("the signature is of no key that the configuration trusts (evidence.key or evidence.pkcs11, evidence.trusted), or not of these bytes")

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

package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// String is the hash in hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads 64 hexadecimal digits.
func ParseHash(s string) (h Hash, err error) {
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != len(h) {
		return Hash{}, fmt.Errorf("evidence: %q is no SHA-256", s)
	}
	return Hash(raw), nil
}

// Entry is a row of the audit log.
type Entry struct {
	ID      int64
	At      time.Time // to the microsecond
	Actor   string
	Action  string
	Object  string
	Journal *string // the call journal's entry that it comes from
	Detail  json.RawMessage
}

// stamp is how times are written: in UTC, to the microsecond, which is what PostgreSQL keeps.
const stamp = "2006-01-02T15:04:05.000000Z"

// Canonical is what is hashed of an entry: UTF-8, one JSON array without spaces,
//
//	[id,"at","actor","action","object",journal entry or null,detail]
//
// with the keys of detail in byte order, numbers as they are kept, and nothing escaped that need not be (but U+2028 and U+2029). The error is of a detail
// that is no JSON.
func (e Entry) Canonical() ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(e.Detail))
	d.UseNumber() // a number's digits are kept, whatever their count
	var detail any
	if err := d.Decode(&detail); err != nil {
		return nil, fmt.Errorf("evidence: detail of audit entry %d: %w", e.ID, err)
	}
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode([]any{e.ID, e.At.UTC().Format(stamp), e.Actor, e.Action, e.Object, e.Journal, detail}); err != nil {
		return nil, fmt.Errorf("evidence: audit entry %d: %w", e.ID, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), nil
}

// Link is the hash that follows before, of an entry.
func (e Entry) Link(before Hash) (Hash, error) {
	canonical, err := e.Canonical()
	if err != nil {
		return Hash{}, err
	}
	return sha256.Sum256(append(before[:], canonical...)), nil
}

// Sealed is a link as it is kept, with the entry that it seals; nil where that is gone.
type Sealed struct {
	Seq   int64
	Entry int64
	Hash  Hash
	Row   *Entry
}

// Fault is something that is not as it was left.
type Fault struct {
	Kind   string `json:"kind"`   // one of the constants below
	Object string `json:"object"` // what: audit:ID, link:SEQ, manifest:DAY, recording:ID, object:KEY
	Detail string `json:"detail"`
}

// What can be wrong with the chain.
const (
	EntryChanged = "audit_entry_changed"
	EntryRemoved = "audit_entry_removed"
	EntryAdded   = "audit_entry_added" // not by the way that every entry comes
	LinkChanged  = "audit_link_changed"
	LinkRemoved  = "audit_link_removed"
	HeadDiffers  = "audit_head_differs" // from the one in a signed manifest
)

// Walk follows the chain link by link. The zero value is at its beginning.
type Walk struct {
	Seq    int64 // of the last link taken
	head   Hash  // as it is kept
	should Hash  // as it follows from the entry; the same where all is well
	doubt  *Fault
}

// Head is the last link as it is kept.
func (w *Walk) Head() Hash { return w.head }

// Take follows one link. What it finds may be of the link before: whether an entry was changed or its link
// shows only by what follows.
func (w *Walk) Take(s Sealed) (faults []Fault, err error) {
	if s.Seq != w.Seq+1 {
		faults = append(faults, w.settle(false)...)
		faults = append(faults, Fault{LinkRemoved, fmt.Sprintf("link:%d", w.Seq+1), fmt.Sprintf("%d links are gone before link %d", s.Seq-w.Seq-1, s.Seq)})
		// What follows can be compared from here on again, one link later.
		w.Seq, w.head, w.should = s.Seq, s.Hash, s.Hash
		if s.Row == nil {
			faults = append(faults, removed(s))
		}
		return faults, nil
	}
	if s.Row == nil {
		faults = append(w.settle(false), removed(s))
		w.Seq, w.head, w.should = s.Seq, s.Hash, s.Hash
		return faults, nil
	}
	follows, err := s.Row.Link(w.head)
	if err != nil {
		return nil, err
	}
	if follows == s.Hash {
		faults = w.settle(false)
		w.Seq, w.head, w.should = s.Seq, s.Hash, follows
		return faults, nil
	}
	if w.doubt != nil {
		other, err := s.Row.Link(w.should)
		if err != nil {
			return nil, err
		}
		if other == s.Hash { // this one follows from what the link before should be
			faults = w.settle(true)
			w.Seq, w.head, w.should = s.Seq, s.Hash, s.Hash
			return faults, nil
		}
	}
	faults = w.settle(false)
	w.doubt = &Fault{EntryChanged, fmt.Sprintf("audit:%d", s.Entry), fmt.Sprintf("link %d does not follow from the entry", s.Seq)}
	w.Seq, w.head, w.should = s.Seq, s.Hash, follows
	return faults, nil
}

// End tells what is still in doubt when there are no more links.
func (w *Walk) End() []Fault { return w.settle(false) }

// settle gives the fault that waited for what follows it: link says that the entry is as it was.
func (w *Walk) settle(link bool) []Fault {
	if w.doubt == nil {
		return nil
	}
	f := *w.doubt
	w.doubt = nil
	if link {
		f = Fault{LinkChanged, fmt.Sprintf("link:%d", w.Seq), "the entry and the next link agree; this link does not"}
	}
	return []Fault{f}
}

func removed(s Sealed) Fault {
	return Fault{EntryRemoved, fmt.Sprintf("audit:%d", s.Entry), fmt.Sprintf("link %d seals an entry that is gone", s.Seq)}
}

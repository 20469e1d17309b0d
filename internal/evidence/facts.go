package evidence

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Facts are what a recording's row says of it beside where it lies; manifests from before 2026-11-29 have none, and those of format 1 the
// first three. Nobody is named: a package of evidence has its day's whole manifest.
type Facts struct {
	BegunAt    time.Time `json:"begun_at"` // the row, before the sound: of a call out when it began to ring
	DurationMs int64     `json:"duration_ms"`
	Salvaged   bool      `json:"salvaged"`
	Flaws      []string  `json:"flaws"`           // null: it was not checked yet
	Party      string    `json:"party,omitempty"` // the digest of who speaks in a leg of its own: operator, telephone, unit
}

// Differ names in what a recording, as its row has it now, is not what was listed, but for the lock, which may have been made longer.
func (l Listed) Differ(listed Listed) (names []string) {
	names = differing(
		fact{"call", l.Call == listed.Call},
		fact{"leg", l.Leg == listed.Leg},
		fact{"sha256", l.SHA256 == listed.SHA256},
		fact{"bytes", l.Bytes == listed.Bytes},
		fact{"archived_at", l.ArchivedAt.Equal(listed.ArchivedAt)},
		fact{"bucket", l.Bucket == listed.Bucket},
		fact{"object", l.Object == listed.Object},
		fact{"version", l.Version == listed.Version},
	)
	if listed.Facts == nil {
		return names
	}
	var facts Facts
	if l.Facts != nil {
		facts = *l.Facts
	}
	return append(names, facts.Differ(*listed.Facts)...)
}

// Differ names the facts in which f, as a row has it now, is not what was listed.
func (f Facts) Differ(listed Facts) (names []string) {
	return differing(
		fact{"begun_at", f.BegunAt.Equal(listed.BegunAt)},
		fact{"duration_ms", f.DurationMs == listed.DurationMs},
		fact{"salvaged", f.Salvaged == listed.Salvaged},
		fact{"flaws", listed.Flaws == nil || f.Flaws != nil && slices.Equal(f.Flaws, listed.Flaws)},
		fact{"party", listed.Party == "" || f.Party == listed.Party},
	)
}

// ListedCall is a call in a manifest: what its row says that is final once it is over. Its mark, its flag and its tickets are not, and not
// here. Who was spoken with stands as digests ([Salt.Seal]).
type ListedCall struct {
	ID          string     `json:"id"`
	StartedAt   time.Time  `json:"started_at"`
	AnsweredAt  *time.Time `json:"answered_at"`
	QueuedAt    *time.Time `json:"queued_at"`
	LeftQueueAt *time.Time `json:"left_queue_at"`
	ConnectedAt *time.Time `json:"connected_at"`
	Queue       string     `json:"queue"`
	Placed      bool       `json:"placed"`    // by an operator
	End         *End       `json:"end"`       // null in manifests from before 2026-11-30: it was only inferred
	Caller      string     `json:"caller"`    // digest: number as it came, normalised, name, withheld
	Asserted    string     `json:"asserted"`  // digest: the number that the network asserts of one who withholds it
	Called      string     `json:"called"`    // digest
	Operators   string     `json:"operators"` // digest: who had the call last, and all who had it
}

// Parties are who was spoken with in a call.
type Parties struct {
	Raw, Number, Name string // the caller's, as it came, normalised, and the name with it
	Withheld          bool
	Asserted          string // the number that the network asserts of a caller who withholds it
	Called            string
	Operator          string // who had the call last
	HadBy             []string
}

// AssertedFact is the fact of a number that is withheld.
const AssertedFact = "asserted"

// Facts are the values of each fact that is sealed.
func (p Parties) Facts() map[string][]any {
	return map[string][]any{
		"caller": {p.Raw, p.Number, p.Name, p.Withheld}, AssertedFact: {p.Asserted}, "called": {p.Called}, "operators": {p.Operator, p.HadBy},
	}
}

// End is how a call ended.
type End struct {
	At     time.Time `json:"at"`
	Class  string    `json:"class"`
	Reason string    `json:"reason"` // unobserved: it was only inferred, and may be seen yet
	Cause  int32     `json:"cause"`
}

// unobserved is the reason of an end that nobody saw: what was seen takes its place when it comes. The word is the manifests' own, for those that are
// signed have it for good; a test holds it to the calls' (telephony/call, ReasonUnobserved).
const unobserved = "unobserved"

// Inferred says whether the end was not seen when the call was listed.
func (c ListedCall) Inferred() bool { return c.End == nil || c.End.Reason == unobserved }

// Differ names the facts in which c, as the row has it now, is not what was listed.
func (c ListedCall) Differ(listed ListedCall) (names []string) {
	names = differing(
		fact{"started_at", c.StartedAt.Equal(listed.StartedAt)},
		fact{"answered_at", sameTime(c.AnsweredAt, listed.AnsweredAt)},
		fact{"queued_at", sameTime(c.QueuedAt, listed.QueuedAt)},
		fact{"left_queue_at", sameTime(c.LeftQueueAt, listed.LeftQueueAt)},
		fact{"connected_at", sameTime(c.ConnectedAt, listed.ConnectedAt)},
		fact{"queue", c.Queue == listed.Queue},
		fact{"placed", c.Placed == listed.Placed},
		fact{"caller", c.Caller == listed.Caller},
		fact{"asserted", c.Asserted == listed.Asserted},
		fact{"called", c.Called == listed.Called},
		fact{"operators", c.Operators == listed.Operators},
	)
	switch {
	case listed.End == nil:
	case c.End == nil:
		names = append(names, "end")
	default:
		names = append(names, differing(
			fact{"ended_at", c.End.At.Equal(listed.End.At)},
			fact{"end_class", c.End.Class == listed.End.Class},
			fact{"end_reason", c.End.Reason == listed.End.Reason},
			fact{"cause", c.End.Cause == listed.End.Cause},
		)...)
	}
	return names
}

// SeenSince parts what differs of a call whose end was only inferred when it was listed, and has been seen since: the end itself, and what was not
// known then and is now, came with that by right; the rest was changed.
func (c ListedCall) SeenSince(listed ListedCall, differ []string) (changed, came []string) {
	if !listed.Inferred() || c.Inferred() {
		return differ, nil
	}
	byRight := map[string]bool{
		"answered_at": listed.AnsweredAt == nil, "queued_at": listed.QueuedAt == nil, "left_queue_at": listed.LeftQueueAt == nil,
		"connected_at": listed.ConnectedAt == nil, "queue": listed.Queue == "",
		"ended_at": true, "end_class": true, "end_reason": true, "cause": true,
	}
	for _, name := range differ {
		if byRight[name] {
			came = append(came, name)
		} else {
			changed = append(changed, name)
		}
	}
	return changed, came
}

type fact struct {
	name string
	same bool
}

func differing(facts ...fact) (names []string) {
	for _, f := range facts {
		if !f.same {
			names = append(names, f.name)
		}
	}
	return names
}

func sameTime(a, b *time.Time) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}

// Salt is drawn for each recording and each call, and is in no manifest: of a digest without it nobody finds a telephone number by trying
// all that there are.
type Salt []byte

// NewSalt draws one.
func NewSalt() Salt {
	s := make(Salt, 16)
	_, _ = rand.Read(s) // it never fails
	return s
}

// Seal is the digest of a fact that names somebody: SHA-256 of what [Salt.Sealed] gives.
func (s Salt) Seal(fact string, values ...any) string {
	sum := sha256.Sum256(s.Sealed(fact, values...))
	return hex.EncodeToString(sum[:])
}

// Sealed is what is hashed of a fact: UTF-8, one JSON array without spaces, ["salt, hexadecimal","fact",values…], without a line's end.
func (s Salt) Sealed(fact string, values ...any) []byte {
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode(append([]any{hex.EncodeToString(s), fact}, values...)); err != nil {
		panic(fmt.Sprintf("evidence: %s: %v", fact, err)) // of strings, booleans and lists of them
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'})
}

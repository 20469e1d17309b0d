package callsim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Expectation is how a citizen's call is asked to fare.
type Expectation struct {
	kind   string
	status int
}

const (
	expectLasted   = "lasted"
	expectAnswered = "answered"
	expectRejected = "rejected"
	expectAny      = "any"
)

// ParseExpectation reads "lasted" (answered, and the citizen ended it after the
// asked duration; with no duration: answered and ended without an error),
// "answered" (whoever ended it), "rejected" or "rejected:486" (refused, with that
// status), or "any".
func ParseExpectation(s string) (Expectation, error) {
	kind, status, ok := strings.Cut(s, ":")
	e := Expectation{kind: kind}
	if !slices.Contains([]string{expectLasted, expectAnswered, expectRejected, expectAny}, kind) || ok && kind != expectRejected {
		return e, fmt.Errorf("expectation %q: want lasted, answered, rejected, rejected:STATUS or any", s)
	}
	if ok {
		n, err := strconv.Atoi(status)
		if err != nil || n < 300 || n > 699 {
			return e, fmt.Errorf("expectation %q: %q is not a SIP status of 300 to 699", s, status)
		}
		e.status = n
	}
	return e, nil
}

// Check returns how a call fared otherwise than asked; nil if it did not.
func (e Expectation) Check(asked time.Duration, r CitizenReport) error {
	switch e.kind {
	case expectAny:
		return nil
	case expectRejected:
		if r.EndedBy != EndedByRejected || e.status != 0 && r.SIPStatus != e.status {
			return fmt.Errorf("asked to be %s %d, was ended by %s with status %d", e.kind, e.status, r.EndedBy, r.SIPStatus)
		}
		return nil
	}
	switch {
	case !r.Answered:
		return fmt.Errorf("not answered: ended by %s with status %d%s", r.EndedBy, r.SIPStatus, detail(r.Error))
	case r.EndedBy == EndedByError:
		return fmt.Errorf("failed%s", detail(r.Error))
	case e.kind == expectLasted && asked > 0 && r.EndedBy == EndedByRemote && r.DurationMs < asked.Milliseconds():
		return fmt.Errorf("the other side hung up after %d of %d ms", r.DurationMs, asked.Milliseconds())
	}
	return nil
}

func detail(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}

// ParseKeys reads key presses as "3s:1,5s:22#": after the answer so long, these keys.
func ParseKeys(s string) ([]KeyPress, error) {
	var keys []KeyPress
	if s == "" {
		return nil, nil
	}
	for item := range strings.SplitSeq(s, ",") {
		after, k, ok := strings.Cut(strings.TrimSpace(item), ":")
		d, err := time.ParseDuration(after)
		if !ok || err != nil || d < 0 || k == "" || strings.Trim(strings.ToUpper(k), "0123456789*#ABCD") != "" {
			return nil, fmt.Errorf("key presses %q: want TIME:KEYS, such as 3s:1", item)
		}
		keys = append(keys, KeyPress{After: d, Keys: k})
	}
	slices.SortStableFunc(keys, func(a, b KeyPress) int { return int(a.After - b.After) })
	return keys, nil
}

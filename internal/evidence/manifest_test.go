package evidence

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hotline1022/telephony/call"
)

// What was signed before is read as it is, and compared for the facts that it has.
func TestFirstFormatHolds(t *testing.T) {
	m, err := ReadManifest([]byte(`{"format": "hotline1022-manifest-1", "day": "2026-11-27", "recordings": [
		{"id": "x", "sha256": "y", "facts": {"begun_at": "2026-11-27T01:00:00Z", "duration_ms": 1000, "salvaged": false}}], "deletions": []}`))
	if err != nil || m.Covers != nil || len(m.Calls) != 0 {
		t.Fatalf("%+v, %v", m, err)
	}
	now := Facts{BegunAt: time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC), DurationMs: 1000, Flaws: []string{"short"}, Party: NewSalt().Seal("party", "a", "", "")}
	if names := now.Differ(*m.Recordings[0].Facts); names != nil {
		t.Errorf("%q differ", names)
	}
	now.DurationMs, now.Salvaged = 2, true
	if names := now.Differ(*m.Recordings[0].Facts); !slices.Equal(names, []string{"duration_ms", "salvaged"}) {
		t.Errorf("%q differ", names)
	}
	if _, err := ReadManifest([]byte(`{"format": "hotline1022-manifest-3"}`)); err == nil {
		t.Error("a format to come was read")
	}
}

func TestFactsThatMayChange(t *testing.T) {
	begun := time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC)
	unchecked, checked := Facts{BegunAt: begun}, Facts{BegunAt: begun, Flaws: []string{}}
	if checked.Differ(unchecked) != nil || !slices.Equal(unchecked.Differ(checked), []string{"flaws"}) {
		t.Errorf("%q, %q", checked.Differ(unchecked), unchecked.Differ(checked))
	}
	inferred, seen := ListedCall{StartedAt: begun}, ListedCall{StartedAt: begun, End: &End{At: begun, Class: "citizen", Reason: "hangup"}}
	if seen.Differ(inferred) != nil || !slices.Equal(inferred.Differ(seen), []string{"end"}) {
		t.Errorf("%q, %q", seen.Differ(inferred), inferred.Differ(seen))
	}
}

// The digest's form is known to whoever verifies: it does not change.
func TestSealed(t *testing.T) {
	s := Salt("0123456789abcdef")
	if got, want := string(s.Sealed("caller", "<1>", "Lê", false, []string{"a"})), `["30313233343536373839616263646566","caller","<1>","Lê",false,["a"]]`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := s.Seal("called", "1022"), SumOf(s.Sealed("called", "1022")).String(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if slices.Equal(NewSalt(), NewSalt()) {
		t.Error("two salts are one")
	}
}

func TestHours(t *testing.T) {
	for at, want := range map[string]string{"00:00": "2026-11-28T00 false", "00:59": "2026-11-28T00 false", "01:00": "2026-11-28T01 true", "23:59": "2026-11-28T23 true"} {
		moment, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-28 "+at, zone)
		if err != nil {
			t.Fatal(err)
		}
		d, ok := HourOf(moment)
		if got := fmt.Sprintf("%s %t", d, ok); got != want {
			t.Errorf("%s is in %s, want %s", at, got, want)
		}
		if d.Whole() != "2026-11-28" || !d.Hourly() || d.Begin() != d.Whole().Begin() || d.HourBegin().After(moment) || moment.Sub(d.HourBegin()) >= time.Hour {
			t.Errorf("%s: %s begins at %s", at, d, d.HourBegin())
		}
	}
	for key, want := range map[string]bool{
		"manifests/2026/2026-11-28.json": true, "manifests/2026/2026-11-28T15.json.sig": true, "manifests/2026/2026-11-28T25.json": false, "manifests/2025/2026-11-28.json": false,
		"manifests/": false, "manifests/2026/2026-11-28Tx.json": false,
	} {
		if _, ok := DayOfObject(key); ok != want {
			t.Errorf("%s is one: %t", key, ok)
		}
	}
}

// A call that ends without being seen is told of as that: by the word that calls have for it.
func TestAnEndThatNobodySawIsInferred(t *testing.T) {
	for reason, want := range map[call.EndReason]bool{call.ReasonUnobserved: true, call.ReasonFallback: false, call.ReasonAsteriskLost: false} {
		if got := (ListedCall{End: &End{Reason: string(reason)}}).Inferred(); got != want {
			t.Errorf("%s: inferred %v", reason, got)
		}
	}
	if !(ListedCall{}).Inferred() {
		t.Error("no end at all is not inferred")
	}
}

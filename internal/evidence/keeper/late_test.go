package keeper

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"hotline1022/internal/evidence"
)

// A manifest that is not made is an alarm by itself, whatever keeps it: also a keeper that hangs, and looks at nothing any more.
func TestALateManifestIsAnAlarm(t *testing.T) {
	r := newRig(t)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	now := evidence.Day("2026-11-29").Begin().Add(10*time.Hour + settle) // 10:05 in Vietnam
	r.keeper.Key, r.keeper.Objects, r.keeper.Now = key, nowhere{}, func() time.Time { return now }
	if n, err := r.keeper.MakeDue(t.Context()); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	r.keeper.measure(t.Context(), nil)
	told := func(what, want string, due time.Duration) {
		t.Helper()
		said := ""
		if _, err := r.keeper.Check(t.Context()); err != nil {
			said = err.Error()
		}
		if want == "" && said != "" || !strings.Contains(said, want) {
			t.Errorf("%s: told %q, want %q", what, said, want)
		}
		if got := testutil.ToFloat64(r.keeper.metrics.late); got != due.Seconds() {
			t.Errorf("%s: due for %.0f s, want %s", what, got, due)
		}
	}
	r.keeper.begun = time.Now().Add(-latePatience)
	told("one was made just now", "", 0)
	now = now.Add(time.Hour)
	told("the next may be made", "", 0)
	now = now.Add(3 * time.Hour)
	told("three hours later", "", 3*time.Hour)
	now = now.Add(time.Minute)
	r.keeper.begun = time.Now()
	told("hotline was off", "", 181*time.Minute)
	r.keeper.begun = time.Now().Add(-latePatience)
	const late = "no manifest was made for 3h1m0s, though one was due"
	told("and the keeper hangs", late, 181*time.Minute)
	r.keeper.measure(t.Context(), nil)
	told("and the queue hangs", late, 181*time.Minute)

	if _, err := r.keeper.MakeDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.keeper.measure(t.Context(), nil)
	told("it was made", "", 0)
	now = evidence.Day("2026-11-29").End().Add(settle)
	r.keeper.Key = nil
	told("none is to be made", "", 0)
	r.keeper.Key = key
	told("a day's is as late as an hour's", "no manifest was made for 9h0m0s", 9*time.Hour)
	if n, err := r.keeper.MakeDue(t.Context()); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	r.keeper.measure(t.Context(), nil)
	told("the day's was made", "", 0)
}

// Where none was ever made, it was due when the process began.
func TestAFirstManifestThatDoesNotComeIsAnAlarm(t *testing.T) {
	r := newRig(t)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	r.keeper.Key = key
	for begun, want := range map[time.Duration]string{latePatience: "", lateMost + time.Minute: "no manifest was made for 3h1m0s"} {
		r.keeper.begun = time.Now().Add(-begun)
		r.keeper.measure(t.Context(), nil)
		said := ""
		if _, err := r.keeper.Check(t.Context()); err != nil {
			said = err.Error()
		}
		if want == "" && said != "" || !strings.Contains(said, want) {
			t.Errorf("after %s: told %q, want %q", begun, said, want)
		}
	}
}

package keeper

import (
	"strings"
	"testing"
	"time"

	"hotline1022/internal/evidence"
)

// A manifest that a clock far ahead made keeps all others from being made: that is told until its time has come.
func TestAManifestOfTheFutureIsAnAlarm(t *testing.T) {
	r := newRig(t)
	now := time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC)
	r.keeper.Now = func() time.Time { return now }
	told := func() string {
		t.Helper()
		r.keeper.measure(t.Context(), nil)
		if _, err := r.keeper.Check(t.Context()); err != nil {
			return err.Error()
		}
		return ""
	}
	for _, c := range []struct {
		day, want string
		later     time.Duration
	}{
		{"2026-11-28", "", 0},
		{"2026-11-29T10", "", 0}, // 03:00 UTC is 10:00 in Vietnam
		{"2026-11-29T13", "of 2026-11-29T13, which is to come; none is made for 3h0m0s", 0},
		{"2026-12-01", "of 2026-12-01, which is to come; none is made for 62h0m0s", 0},
		{"2026-12-01T04", "of 2026-12-01, which is to come; none is made for 6m0s", 61*time.Hour + 54*time.Minute},
	} {
		_, err := r.store.Pool().Exec(t.Context(), "INSERT INTO manifests (day, body, sha256, signature, public_key, made_at) VALUES ($1, '{}', $2, $3, '', now())",
			c.day, make([]byte, 32), make([]byte, 64))
		if err != nil {
			t.Fatal(err)
		}
		now = now.Add(c.later)
		if got := told(); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: told %q, want %q", c.day, got, c.want)
		}
	}
	now = evidence.Day("2026-12-01").End()
	if got := told(); got != "" {
		t.Errorf("its time has come: %q", got)
	}
}

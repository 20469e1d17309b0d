package keeper

import (
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline1022/internal/devstack"
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

// Nothing is signed for days that a wrong clock tells of: another clock disagrees, or the time since the last manifest is odd and the process is young.
func TestNothingIsSignedByAClockInDoubt(t *testing.T) {
	r := newRig(t)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	real := time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC)
	now, away := real, errors.New("away")
	r.keeper.Key, r.keeper.Objects, r.keeper.Now = key, nowhere{}, func() time.Time { return now }
	var archive error
	r.keeper.Clocks = []Clock{
		{"the archive", func(context.Context) (time.Time, error) { return real, archive }},
		{"the database", func(context.Context) (time.Time, error) { return time.Time{}, away }},
	}
	made := func(want int, says string) {
		t.Helper()
		n, err := r.keeper.MakeDue(t.Context())
		if n != want || says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("at %s %d were made, %v; want %d, %q", now, n, err, want, says)
		}
	}
	for _, off := range []time.Duration{365 * 24 * time.Hour, 6 * time.Minute, -6 * time.Minute} {
		now = real.Add(off)
		made(0, "this machine's clock is off by "+off.String()+" from that of the archive")
	}
	now = real.Add(4 * time.Minute)
	made(1, "")
	archive, now = away, real.AddDate(0, 1, 0)
	made(30, "")
	now = now.AddDate(0, 2, 0)
	made(0, "the last day's manifest is of 2026-12-28, 62 days ago")
	r.keeper.begun = time.Now().Add(-leapPatience)
	made(62, "")
}

// A doubt does not outlast its reason by the hour at which clocks are asked when all is well: a database that was away for a moment is one.
func TestADoubtIsSoonAskedAgain(t *testing.T) {
	r := newRig(t)
	r.keeper.AskEvery = time.Hour
	var asked atomic.Int32
	r.keeper.Clocks = []Clock{{"the archive", func(context.Context) (time.Time, error) {
		if asked.Add(1) == 1 {
			return time.Now().Add(time.Hour), nil
		}
		return time.Now(), nil
	}}}
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { r.keeper.watchClocks(ctx) })
	defer group.Wait()
	defer stop()
	err := devstack.Poll(t.Context(), time.Minute, 5*time.Millisecond, func() (bool, error) {
		r.keeper.mu.Lock()
		defer r.keeper.mu.Unlock()
		return asked.Load() > 1 && r.keeper.off == nil, nil
	})
	if err != nil {
		t.Error("the clocks agree, and are not asked again")
	}
}

// nowhere is an archive that takes everything and keeps nothing.
type nowhere struct{ Objects }

func (nowhere) Bucket() string { return "b" }
func (nowhere) Place(context.Context, string, string, []byte, time.Time) (string, error) {
	return "1", nil
}

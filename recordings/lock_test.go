package recordings

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"hotline1022/internal/devstack"
)

func TestPutUntil(t *testing.T) {
	m := devstack.MinIO(t)
	a := openArchive(t, m, m.Endpoint)
	ctx := t.Context()
	if _, err := a.EnsureBucket(ctx); err != nil {
		t.Fatal(err)
	}
	body := []byte("xin chào")
	sum := sumOf(body)
	until := time.Now().AddDate(5, 0, 0).UTC().Truncate(time.Second)
	put := func(key string, until time.Time) string {
		t.Helper()
		version, err := a.PutUntil(ctx, key, contentType, bytes.NewReader(body), int64(len(body)), sum, until)
		if err != nil {
			t.Fatal(err)
		}
		return version
	}
	locked := func(key, version string, want time.Time) {
		t.Helper()
		k, err := a.Look(ctx, a.bucket, key, version)
		if err != nil || !k.Until.Equal(want) || k.Meta != sum || k.Size != int64(len(body)) {
			t.Errorf("%s is kept as %+v, %v; want it until %s, with %s", key, k, err, want, sum)
		}
	}
	remove := func(key, version string) error {
		return a.core.RemoveObject(ctx, a.bucket, key, minio.RemoveObjectOptions{VersionID: version, GovernanceBypass: true})
	}
	t.Run("nobody removes it", func(t *testing.T) {
		version := put("a.wav", until)
		locked("a.wav", version, until)
		if err := remove("a.wav", version); err == nil {
			t.Error("it was removed")
		}
		how, earlier := minio.Compliance, until.AddDate(-1, 0, 0)
		if err := a.core.PutObjectRetention(ctx, a.bucket, "a.wav", minio.PutObjectRetentionOptions{Mode: &how, RetainUntilDate: &earlier, VersionID: version, GovernanceBypass: true}); err == nil {
			t.Error("its lock was shortened")
		}
		// A deletion without a version only hides it.
		if err := remove("a.wav", ""); err != nil {
			t.Fatal(err)
		}
		o, err := a.Get(ctx, a.bucket, "a.wav", version)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = o.Close() }()
		if kept, err := io.ReadAll(o); err != nil || !bytes.Equal(kept, body) {
			t.Errorf("hidden: %q, %v", kept, err)
		}
	})
	t.Run("what is there unlocked is locked, and not sent again", func(t *testing.T) {
		version := put("b.wav", time.Time{})
		locked("b.wav", version, time.Time{})
		if again := put("b.wav", until); again != version {
			t.Errorf("a second version, %s", again)
		}
		locked("b.wav", version, until)
		put("b.wav", until.AddDate(-1, 0, 0)) // never shortened
		locked("b.wav", version, until)
		put("b.wav", until.AddDate(1, 0, 0))
		locked("b.wav", version, until.AddDate(1, 0, 0))
	})
	t.Run("a bucket that cannot", func(t *testing.T) {
		if err := a.core.MakeBucket(ctx, "plain", minio.MakeBucketOptions{}); err != nil {
			t.Fatal(err)
		}
		plain := openArchive(t, m, m.Endpoint)
		plain.bucket = "plain"
		if l, err := plain.EnsureBucket(ctx); err != nil || l {
			t.Fatalf("locked %v, %v", l, err)
		}
		_, err := plain.PutUntil(ctx, "c.wav", contentType, bytes.NewReader(body), int64(len(body)), sum, until)
		if !errors.Is(err, ErrLock) {
			t.Errorf("%v, want ErrLock", err)
		}
		if _, err := plain.Look(ctx, "plain", "c.wav", ""); !errors.Is(err, ErrNotFound) {
			t.Errorf("it is kept all the same: %v", err)
		}
	})
}

func TestRecordingsAreLocked(t *testing.T) {
	r := newRig(t)
	r.opts.Retain = 60
	s, _ := r.run(r.minio.Endpoint)
	r.arrived("c1")
	r.recorded("c1", bytes.Repeat([]byte{1}, 800), bytes.Repeat([]byte{2}, 800))
	row := r.in("c1", "archived")
	want := row.CreatedAt.UTC().AddDate(5, 0, 0).Truncate(time.Second)
	if row.RetainUntil == nil || !row.RetainUntil.Equal(want) {
		t.Fatalf("the row says %v, want %s", row.RetainUntil, want)
	}
	k, err := s.archive.Look(t.Context(), *row.Bucket, *row.Object, *row.Version)
	if err != nil || !k.Until.Equal(want) || k.Meta != *row.Sha256 {
		t.Errorf("kept as %+v, %v", k, err)
	}
}

// A bucket that was thought to lock and refuses keeps nothing back: the recording stays in the spool, it is an alarm, and
// goes on when the bucket does.
func TestRefusedLock(t *testing.T) {
	r := newRig(t)
	r.opts.Retain = 60
	var said bytes.Buffer
	r.opts.Log = slog.New(slog.NewTextHandler(&said, nil))
	s, _ := r.service(r.minio.Endpoint)
	if err := s.archive.core.MakeBucket(t.Context(), s.archive.bucket, minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	if s.probe(t.Context()); !strings.Contains(said.String(), `level=WARN msg="the archive's state changed" ok=true detail="the bucket has no object lock`) {
		t.Errorf("what was found at the start is not warned of:\n%s", said.String())
	}
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.health.locked = true // as it was when it was last asked
	r.arrived("c1")
	r.recorded("c1", bytes.Repeat([]byte{1}, 800), bytes.Repeat([]byte{2}, 800))
	s.finish(t.Context(), own("c1"), false)
	row, _ := r.row("c1")
	if err := s.archiveOne(t.Context(), row); !errors.Is(err, ErrLock) {
		t.Fatalf("%v, want ErrLock", err)
	}
	if row, _ := r.row("c1"); row.State != "spooled" || !r.here("c1", endStereo) {
		t.Errorf("the row is %s", row.State)
	}
	s.probe(t.Context()) // finds that the bucket has no lock at all
	if c := s.Checks()["storage"]; c.OK || !strings.Contains(c.Detail, "refuses object lock") {
		t.Errorf("no alarm: %+v", c)
	}
	if err := s.archiveOne(t.Context(), row); err != nil {
		t.Fatalf("into a bucket that is known to have none: %v", err)
	}
	s.probe(t.Context())
	if c := s.Checks()["storage"]; !c.OK || c.Notice != NoticeUnlocked || !strings.Contains(c.Detail, "no object lock") {
		t.Errorf("archived without a lock: %+v", c)
	}
	if row, _ := r.row("c1"); row.State != "archived" || row.RetainUntil != nil {
		t.Errorf("the row is %s, locked until %v", row.State, row.RetainUntil)
	}
}

func TestWhatBeganLaterEndsNoEarlier(t *testing.T) {
	day := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-15", 1, "2026-02-15"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-30", 1, "2028-02-29"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
	} {
		if got := MonthsAfter(day(c.from), c.months); got.Format(time.DateOnly) != c.want {
			t.Errorf("%s and %d months: %s, want %s", c.from, c.months, got.Format(time.DateOnly), c.want)
		}
	}
	from := day("2023-12-01").Add(7 * time.Hour)
	for n := 1; n < 60; n += 7 {
		var last time.Time
		for at := from; at.Before(from.AddDate(1, 3, 0)); at = at.Add(5 * time.Hour) {
			until := MonthsAfter(at, n)
			if until.Before(last) {
				t.Fatalf("%s and %d months: %s, earlier than what began earlier: %s", at, n, until, last)
			}
			last = until
		}
	}
}

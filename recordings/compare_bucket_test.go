package recordings

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/minio/minio-go/v7"

	"hotline1022/internal/devstack"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// What was archived before the configuration named another bucket is looked for where its row says.
func TestRowsOfAnEarlierBucketAreCompared(t *testing.T) {
	devstack.OnEachS3(t, rowsOfAnEarlierBucketAreCompared)
}

func rowsOfAnEarlierBucketAreCompared(t *testing.T, s3 devstack.S3) {
	r := newRigOn(t, s3)
	s, _ := r.service(s3.Endpoint)
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	ids := []call.ID{"pbx1-1764000000.10", "pbx1-1764000000.11"}
	for _, id := range ids {
		r.arrived(id)
		r.recorded(id, citizen, staff)
		if err := s.takeOver(t.Context(), own(id), false); err != nil {
			t.Fatal(err)
		}
		if err := s.archiveOne(t.Context(), mustRow(r, id)); err != nil {
			t.Fatal(err)
		}
	}
	earlier := s.archive
	s.archive = openArchiveNamed(t, r, "another", s3.SecretKey)
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect := func(want ...string) {
		t.Helper()
		c, err := s.compare(t.Context(), func(uuid.UUID) bool { return true })
		var found []string
		for _, f := range c.Findings {
			found = append(found, string(f.Kind)+" "+f.Call)
		}
		if err != nil || c.Rows != int64(len(ids)) || !slices.Equal(found, want) {
			t.Errorf("%d rows, found %q, %v; want %q", c.Rows, found, err, want)
		}
	}
	expect()
	gone := mustRow(r, ids[0])
	if err := earlier.core.RemoveObject(t.Context(), earlier.bucket, *gone.Object, minio.RemoveObjectOptions{VersionID: *gone.Version}); err != nil {
		t.Fatal(err)
	}
	r.sql("UPDATE recordings SET bytes = bytes + 1 WHERE call_id = $1", ids[1])
	expect("no_object "+string(ids[0]), "size "+string(ids[1]))
	if err := earlier.core.RemoveObject(t.Context(), earlier.bucket, *mustRow(r, ids[1]).Object, minio.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	expect("no_object "+string(ids[0]), "deleted "+string(ids[1]), "size "+string(ids[1]))
	r.sql("UPDATE recordings SET bucket = 'never-was' WHERE call_id = $1", ids[1])
	expect("no_object "+string(ids[0]), "no_object "+string(ids[1]))
}

// A bucket that was emptied: once a hundred were asked for in vain its list is believed, and not all three million are held in memory.
func TestAnEmptiedBucketIsNotAskedForAllOfItsRows(t *testing.T) {
	r := newRig(t)
	proxy := corrupt(t, r.minio)
	s, _ := r.service(strings.TrimPrefix(proxy.URL, "http://"))
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	const rows = findingsHeld + 200
	r.sql("INSERT INTO calls (id, node, state, started_at) SELECT 'pbx1-' || n, 'pbx1', 'arriving', now() - interval '1 day' FROM generate_series(1, $1::int) n", rows)
	r.sql(`INSERT INTO recordings (call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at)
		SELECT 'pbx1-' || n, 'call', 'archived', repeat('0', 64), 9, 1, 2, CASE WHEN n > 5000 THEN 'earlier' ELSE $2 END, '2026/11/01/pbx1-' || n || '/call.wav', gen_random_uuid()::text, now(), now(), now() - interval '1 hour'
		FROM generate_series(1, $1::int) n`, rows, s.archive.bucket)
	c, err := s.compare(t.Context(), func(uuid.UUID) bool { return false })
	if err != nil || c.Rows != rows || c.Total != rows || c.counts[OrphanNoObject] != rows || len(c.Findings) != findingsHeld {
		t.Errorf("%d rows, %d findings, %d held, %v: %v", c.Rows, c.Total, len(c.Findings), c.counts, err)
	}
	if n := proxy.asked.Load(); n == 0 || n > askedFor {
		t.Errorf("%d objects were asked for", n)
	}
}

// Where the bucket locks, a recording whose time is not over is named when its row knows of no lock, and with a request each
// when the archive has none of that length.
func TestRecordingsWithoutALockAreNamed(t *testing.T) {
	devstack.OnEachS3(t, recordingsWithoutALockAreNamed)
}

func recordingsWithoutALockAreNamed(t *testing.T, s3 devstack.S3) {
	r := newRigOn(t, s3)
	r.opts.Retain = 60
	s, _ := r.service(s3.Endpoint)
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	ids := []call.ID{"pbx1-1764000000.10", "pbx1-1764000000.11", "pbx1-1764000000.12", "pbx1-1764000000.13"}
	for i, id := range ids {
		r.arrived(id)
		r.recorded(id, citizen, staff)
		if err := s.takeOver(t.Context(), own(id), false); err != nil {
			t.Fatal(err)
		}
		s.Retain = 60
		if i == 1 || i == 2 {
			s.Retain = 0 // of before there was a lock
		}
		if err := s.archiveOne(t.Context(), mustRow(r, id)); err != nil {
			t.Fatal(err)
		}
	}
	s.Retain = 60
	r.sql("UPDATE recordings SET created_at = created_at - interval '6 years' WHERE call_id = $1", ids[2])     // its time is over
	r.sql("UPDATE recordings SET retain_until = retain_until + interval '1 month' WHERE call_id = $1", ids[3]) // as the archive does not say
	for _, tc := range []struct {
		bucket    string // that the configuration names
		checksums bool
		want      []call.ID
	}{
		{s.archive.bucket, false, []call.ID{ids[1]}},
		{s.archive.bucket, true, []call.ID{ids[1], ids[3]}},
		{"another", false, []call.ID{ids[1]}},
		{"another", true, []call.ID{ids[1], ids[3]}},
	} {
		if s.archive.bucket != tc.bucket {
			s.archive = openArchiveNamed(t, r, tc.bucket, s3.SecretKey)
			if err := s.EnsureBucket(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		checksums, want := tc.checksums, tc.want
		c, err := s.compare(t.Context(), func(uuid.UUID) bool { return checksums })
		if err != nil {
			t.Fatal(err)
		}
		var found []call.ID
		for _, f := range c.Findings {
			if f.Kind != OrphanUnlocked {
				t.Errorf("%+v", f)
			}
			found = append(found, call.ID(f.Call))
		}
		if slices.Sort(found); !slices.Equal(found, want) {
			t.Errorf("%s, checksums %v: %v, want %v", tc.bucket, checksums, found, want)
		}
	}
}

// Somebody removes the bucket while hotline runs: it is made anew, so that what comes is kept, and what was in it is named at once, not the next day.
func TestABucketThatVanishedIsAnAlarm(t *testing.T) {
	r := newRig(t)
	r.opts.MissingAfter = time.Nanosecond
	s, _ := r.service(r.minio.Endpoint)
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	const id call.ID = "pbx1-1764000000.1"
	r.arrived(id)
	r.recorded(id, citizen, staff)
	if err := s.takeOver(t.Context(), own(id), false); err != nil {
		t.Fatal(err)
	}
	if err := s.archiveOne(t.Context(), mustRow(r, id)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(r.minio.Dir, "objects", s.archive.Bucket())); err != nil {
		t.Fatal(err)
	}
	r.run(r.minio.Endpoint)
	r.until("what was in the bucket is missed", func() bool {
		found, err := db.New(r.store.Pool()).RecordingFindings(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return len(found) == 1 && found[0].Kind == string(OrphanNoObject)
	})
}

package recordings

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/minio/minio-go/v7"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"hotline1022/internal/devstack"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// Every kind of orphan, each found and named; what is in order is not; and nothing is changed.
func TestRowsSpoolAndBucketAreCompared(t *testing.T) {
	r := newRig(t)
	rowsSpoolAndBucket(r, r.ruin)
}

// On another S3 too, but for an object that is damaged: a file of versitygw's has no description of its own, and it gives what is there.
func TestRowsSpoolAndBucketAreComparedOnVersityGW(t *testing.T) {
	rowsSpoolAndBucket(newRigOn(t, devstack.VersityGW(t).S3()), nil)
}

func rowsSpoolAndBucket(r *rig, ruin func(bucket, key string)) {
	t := r.t
	t.Helper()
	r.opts.MissingAfter = time.Nanosecond
	s, _ := r.service(r.s3.Endpoint)
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Twelve, so that rows and objects are walked together for a while.
	ids := make([]call.ID, 12)
	for i := range ids {
		ids[i] = call.ID(fmt.Sprintf("pbx1-1764000000.%d", i+10))
		r.arrived(ids[i])
		r.recorded(ids[i], citizen, staff)
		if err := s.takeOver(t.Context(), own(ids[i]), false); err != nil {
			t.Fatal(err)
		}
		if row, _ := r.row(ids[i]); i != 11 {
			if err := s.archiveOne(t.Context(), row); err != nil {
				t.Fatal(err)
			}
		}
	}
	rows := int64(11)
	compare := func(checksums bool) (found []string) {
		t.Helper()
		s.Now = func() time.Time { return time.Now().Add(time.Minute) } // what came just now may have its row later
		c, err := s.compare(t.Context(), func(uuid.UUID) bool { return checksums })
		if err != nil {
			t.Fatal(err)
		}
		if c.Rows != rows {
			t.Errorf("%d rows compared", c.Rows)
		}
		for _, f := range c.Findings {
			of := strings.TrimPrefix(f.Call, "pbx1-1764000000.")
			if f.Call == "" {
				of = f.Object + f.File
			}
			found = append(found, string(f.Kind)+" "+of)
		}
		slices.Sort(found)
		return found
	}
	if found := compare(true); len(found) != 0 {
		t.Fatalf("all is in order, and %v is found", found)
	}
	object := func(i int) string {
		row, _ := r.row(ids[i])
		return *row.Object
	}
	client, bucket := s.archive.core.Client, s.archive.bucket
	over := func(key string) {
		t.Helper()
		if _, err := client.PutObject(t.Context(), bucket, key, strings.NewReader("x"), 1, minio.PutObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	gone := *mustRow(r, ids[0]).Version
	if err := client.RemoveObject(t.Context(), bucket, object(0), minio.RemoveObjectOptions{VersionID: gone}); err != nil {
		t.Fatal(err)
	}
	if err := client.RemoveObject(t.Context(), bucket, object(1), minio.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	over(object(2))
	r.sql("UPDATE recordings SET bytes = bytes + 1 WHERE call_id = $1", ids[3])
	r.sql("UPDATE recordings SET sha256 = repeat('0', 64) WHERE call_id = $1", ids[4])
	stray := "2026/01/02/pbx1-1.1/call.wav"
	over(stray)
	over("attachments/2026/01/02/x") // nothing's place
	// Files of tickets: one in order, one gone, one put over, one of another length, one without a row.
	file := func(name string) string { return "attachments/2026/01/02/00000000-0000-4000-8000-00000000000" + name }
	r.sql(`INSERT INTO users (username, name, role, password_hash) VALUES ('op01', 'An', 'operator', '$argon2id$x')`)
	r.sql(`INSERT INTO tickets (id, code, year, number, state, policy, "group", content, urgent, confidential, channel, sender_type, no_address, no_phone, no_email, complete, created_by, created_at, updated_at, origin)
		OVERRIDING SYSTEM VALUE VALUES (1, '260000013', 2026, 1, 'received', '587/QĐ-UBND-2024', 1, 'Đèn', false, false, 'phone', 'individual', false, false, false, false, 'op01', now(), now(), 'operator')`)
	for _, name := range []string{"1", "2", "3", "4"} {
		version := "gone"
		if name != "2" {
			info, err := client.PutObject(t.Context(), bucket, file(name), strings.NewReader("x"), 1, minio.PutObjectOptions{})
			if err != nil {
				t.Fatal(err)
			}
			version = info.VersionID
		}
		r.sql(`INSERT INTO attachments (id, ticket_id, name, kind, bytes, sha256, purpose, added_by, added_at, archived_at, bucket, object, version)
			VALUES ($1, 1, 'a.pdf', 'application/pdf', $2, $3, 'evidence', 'op01', now(), now(), $4, $5, $6)`,
			strings.TrimPrefix(file(name), "attachments/2026/01/02/"), 1+strings.Count(name, "4"), make([]byte, 32), bucket, file(name), version)
	}
	over(file("3"))
	over(file("5"))
	for _, end := range []string{endStereo, endCitizen, endStaff} {
		if err := removeFile(r.spool.path(own(ids[11]), end)); err != nil {
			t.Fatal(err)
		}
	}
	put(t, r.spool, "pbx1-9.9", endCitizen, citizen)
	put(t, r.spool, "pbx1-9.9", ".mp3", citizen)
	rows += 4
	before := r.versions(s)
	want := []string{
		"deleted 11", "file_no_row pbx1-9.9", "newer 12", "no_file 21", "no_object 10", "no_row " + stray, "size 13", "unknown_file pbx1-9.9.mp3",
		"no_object " + file("2"), "newer " + file("3"), "size " + file("4"), "no_row " + file("5"),
	}
	if ruin != nil {
		ruin(bucket, object(5)) // the server answers for all others, and these are compared
		want = append(want, "unreadable 15")
		before-- // MinIO lists no more what is ruined
	}
	slices.Sort(want)
	if found := compare(false); !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
	if _, err := s.archive.Look(t.Context(), bucket, object(5), ""); ruin != nil && (!errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), "reached")) {
		t.Errorf("%v; the archive was reached", err)
	}
	want = slices.Sorted(slices.Values(append(want, "checksum 14")))
	if found := compare(true); !slices.Equal(found, want) {
		t.Errorf("with checksums %q, want %q", found, want)
	}
	if n := r.versions(s); n != before || !bytes.Equal(mustRead(t, r.spool.path(own("pbx1-9.9"), endCitizen)), citizen) {
		t.Errorf("something was changed: %d versions, %d before", n, before)
	}
}

// What a backup of the spool brings back after it was removed is named: nothing would remove it again, of a recording whose time was over neither.
func TestFilesThatCameBackAreNamed(t *testing.T) {
	r := newRig(t)
	r.opts.KeepFor = time.Nanosecond
	s, _ := r.service(r.minio.Endpoint)
	const id call.ID = "pbx1-1764000000.1"
	r.arrived(id)
	r.recorded(id, citizen, staff)
	if err := s.takeOver(t.Context(), own(id), false); err != nil {
		t.Fatal(err)
	}
	if err := s.archiveOne(t.Context(), mustRow(r, id)); err != nil {
		t.Fatal(err)
	}
	kept := mustRead(t, r.spool.path(own(id), endStereo))
	if err := s.release(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, back := range []bool{false, true} {
		if back {
			put(t, r.spool, id, endStereo, kept)
			put(t, r.spool, id, endSpooled, nil)
			s.pass(t.Context())
		}
		c, err := s.compare(t.Context(), func(uuid.UUID) bool { return false })
		if err != nil || c.counts[OrphanFileNoRow] != c.Total || (c.Total == 1) != back {
			t.Errorf("back %v: %+v, %v", back, c.Findings, err)
		}
	}
}

// ruin damages what MinIO knows of an object, on its disk.
func (r *rig) ruin(bucket, key string) {
	r.t.Helper()
	path := filepath.Join(r.minio.Dir, "objects", bucket, key, "xl.meta")
	if err := os.Truncate(path, 60); err != nil {
		r.t.Fatal(err)
	}
}

// What only a look at each object tells, and somebody had looked for, is told until it is mended: also by the daily comparison, which asks for no checksums.
func TestWhatChecksumsToldIsNotForgotten(t *testing.T) {
	r := newRig(t)
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
	s.Now = func() time.Time { return time.Now().Add(time.Minute) }
	if c, err := s.Scan(t.Context(), false); err != nil || len(c.Findings) != 0 {
		t.Fatalf("%+v, %v", c.Findings, err)
	}
	told := func(checksums bool, want int) {
		t.Helper()
		if _, err := s.Scan(t.Context(), checksums); err != nil {
			t.Fatal(err)
		}
		found, err := db.New(r.store.Pool()).RecordingFindings(t.Context(), nil)
		if err != nil || len(found) != want {
			t.Errorf("%+v, %v, want %d", found, err, want)
		}
	}
	sum := *mustRow(r, id).Sha256
	r.sql("UPDATE recordings SET sha256 = repeat('0', 64) WHERE call_id = $1", id)
	told(false, 0)
	told(true, 1)
	told(false, 1)
	r.sql("UPDATE recordings SET sha256 = $2 WHERE call_id = $1", id, sum)
	told(false, 0)
}

// Once a day, kept, counted and said; a process that is started again does not begin anew.
func TestComparisonIsDueOnceADay(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(t, r.spool, "pbx1-9.9", ".mp3", citizen)
	scans := func() (n int) {
		t.Helper()
		if err := r.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM recording_scans").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 2 {
		if err := s.compareWhenDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if scans() != 1 || testutil.ToFloat64(s.metrics.orphans.WithLabelValues(string(OrphanUnknownFile))) != 1 {
		t.Errorf("%d comparisons", scans())
	}
	if err := s.check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c := s.Checks()["recordings"]; !c.OK || c.Notice != NoticeOrphans || c.Detail != "rows, spool and bucket do not agree in 1 things" {
		t.Errorf("%+v", c)
	}
	last, err := r.store.RecordingLastScan(t.Context(), "pbx1")
	if err != nil || last.Total != 1 || !strings.Contains(string(last.Findings), `"unknown_file"`) {
		t.Errorf("%+v, %v", last, err)
	}
	put(t, r.spool, "pbx1-9.8", ".mp3", citizen)
	s.Now = func() time.Time { return time.Now().Add(25 * time.Hour) }
	if err := s.compareWhenDue(t.Context()); err != nil || scans() != 2 {
		t.Errorf("the day after: %d, %v", scans(), err)
	}
	found, err := db.New(r.store.Pool()).RecordingFindings(t.Context(), nil)
	if err != nil || len(found) != 2 {
		t.Fatalf("%+v, %v", found, err)
	}
	for _, f := range found {
		if first := f.Since.Sub(f.Found).Abs() > 24*time.Hour; first != (f.File == "pbx1-9.9.mp3") || f.Kind != string(OrphanUnknownFile) {
			t.Errorf("%+v", f)
		}
	}
}

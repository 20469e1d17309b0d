package recordings

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// What is deleted because its time is over while rows and bucket are compared is no finding: neither the row that was read before, nor the object that was
// listed before; what somebody takes away past us meanwhile is.
func TestWhatIsDeletedWhileComparingIsNoFinding(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	if err := s.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	ids := []call.ID{"pbx1-1764000000.10", "pbx1-1764000000.11", "pbx1-1764000000.12"}
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
	going, gone, stolen := mustRow(r, ids[0]), mustRow(r, ids[1]), mustRow(r, ids[2])
	rows, err := s.store.RecordingsByObject(t.Context(), db.RecordingsByObjectParams{Page: 10})
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	var listed []object
	for o, err := range s.archive.versions(t.Context(), s.archive.bucket) {
		if err != nil {
			t.Fatal(err)
		}
		listed = append(listed, o)
	}
	for _, row := range []db.Recording{going, gone, stolen} {
		if err := s.archive.Remove(t.Context(), *row.Bucket, *row.Object); err != nil {
			t.Fatal(err)
		}
	}
	// As recordings/retention leaves them while it removes an object, and when it has.
	r.sql("INSERT INTO deletion_plans (id, announced_at, due_at) VALUES ('00000000-0000-4000-8000-000000000001', now() - interval '31 days', now())")
	r.sql(`INSERT INTO deletion_items (plan, recording, rule, keep_until, begun_at) SELECT '00000000-0000-4000-8000-000000000001', id, 'x', now(), now() FROM recordings WHERE call_id <> $1`, ids[2])
	if err := s.spool.remove(own(ids[1])); err != nil {
		t.Fatal(err)
	}
	r.sql("UPDATE deletion_items SET outcome = 'deleted', at = now() WHERE recording = $1", gone.ID)
	r.sql("UPDATE recordings SET state = 'deleted', deleted_at = now(), released_at = now() WHERE id = $1", gone.ID)
	for _, closely := range []bool{false, true} {
		c := &Comparison{Begun: s.Now().Add(time.Hour), counts: map[Orphan]int64{}, locks: map[string]bool{}}
		for i, row := range rows {
			lies := place{bucket: *going.Bucket, listed: true}
			if closely { // listed before they went
				lies.versions = listed[i].versions
			}
			if err := s.compareRow(t.Context(), c, row, lies, closely); err != nil {
				t.Fatal(err)
			}
		}
		if len(c.Findings) != 1 || c.Findings[0].ID != stolen.ID || c.Findings[0].Kind != OrphanNoObject {
			t.Errorf("closely %v: %+v", closely, c.Findings)
		}
	}
	c := &Comparison{Begun: s.Now(), counts: map[Orphan]int64{}}
	if err := s.compareObject(t.Context(), c, listed[1]); err != nil || c.Total != 0 {
		t.Errorf("%+v, %v", c.Findings, err)
	}
	if c, err := s.compare(t.Context(), func(uuid.UUID) bool { return true }); err != nil || c.Total != 1 || c.counts[OrphanNoObject] != 1 {
		t.Errorf("%+v, %v", c.Findings, err)
	}
}

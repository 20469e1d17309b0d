package api

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline1022/internal/auth"
	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/recordings/retention"
)

// A call of which no sound is left is proven without it: its package says why, and no step of its instruction asks for a file that is not in it.
func TestPackageOfACallWithoutSound(t *testing.T) {
	h := build(t)
	recording := h.archivedCall(t)
	path := "/api/v1/recordings/" + recording.String() + "/package?reason=Thanh+tra"
	auditor := h.as(auth.RoleAuditor)
	take := func(what string, in, out []string) (dir, told string) {
		t.Helper()
		dir = unpack(t, auditor.ask("GET", path, nil).want(200).body)
		if _, err := os.Stat(filepath.Join(dir, "am-thanh")); err == nil {
			t.Errorf("%s: there is a sound", what)
		}
		told = string(read(t, dir, "HUONG-DAN.txt"))
		record := string(read(t, dir, "cuoc-goi.txt"))
		for _, s := range append(in, "(không có tệp âm thanh trong bộ này)") {
			if !strings.Contains(record, s) {
				t.Errorf("%s: the record does not say %q:\n%s", what, s, record)
			}
		}
		for _, s := range append(out, "am-thanh", "âm thanh, cuộc gọi") {
			if strings.Contains(told, s) {
				t.Errorf("%s: the instruction says %q:\n%s", what, s, told)
			}
		}
		if !strings.Contains(told, "Không còn âm thanh nào của cuộc gọi này") {
			t.Errorf("%s: the instruction:\n%s", what, told)
		}
		for _, s := range commands(t, dir) {
			if said, err := shell(t, dir, s); err != nil {
				t.Errorf("%s: %s: %v: %s", what, s, err, said)
			}
		}
		return dir, told
	}

	h.tape.err = ErrNoAudio
	take("gone from the archive", []string{"không còn tệp âm thanh lúc lấy ra", h.tape.sum}, []string{"tieu-huy"})

	plan := h.announced(t0, retention.Default, map[string]string{"pbx1-9.9": "deleted"})
	h.sql("UPDATE recordings SET state = 'deleted', deleted_at = $1, released_at = $1, keep_until = $1, keep_rule = $2", t0, retention.Default)
	facts := &evidence.Facts{BegunAt: t0, DurationMs: 1000, Flaws: []string{"short", "one_sided"}, Party: h.tape.sum}
	h.certified(plan, h.signs.key, evidence.Deleted{
		Listed: evidence.Listed{ID: recording.String(), Call: "pbx1-9.9", Leg: "call", SHA256: h.tape.sum, Facts: facts}, Rule: retention.Default, DeletedAt: t0,
	})
	dir, told := take("deleted when its time was over", []string{": tiêu hủy lúc ", "(quy tắc: Thời hạn chung)"}, nil)
	shows := ""
	for _, s := range commands(t, dir) {
		if strings.HasPrefix(s, "sed ") && strings.HasSuffix(s, " tieu-huy/"+plan.String()+".json") {
			shows, _ = shell(t, dir, s)
		}
	}
	for _, s := range []string{`"leg": "call"`, `"one_sided"`, `"rule": "` + retention.Default + `"`, `"deleted_at"`} {
		if !strings.Contains(shows, s) {
			t.Errorf("the certificate's lines do not say %s: %q; the instruction:\n%s", s, shows, told)
		}
	}
	certificate := filepath.Join("tieu-huy", plan.String()+".json")
	if err := os.WriteFile(filepath.Join(dir, certificate), append(read(t, dir, certificate), ' '), 0o600); err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, s := range commands(t, dir) {
		if _, err := shell(t, dir, s); err != nil {
			refused++
		}
	}
	if refused != 2 { // its checksum, and its signature
		t.Errorf("of an altered certificate %d steps fail", refused)
	}

	// Nothing came: the unsigned package of a call that no manifest lists has a record all the same.
	h.sql("DELETE FROM deletion_items")
	h.sql("UPDATE recordings SET state = 'missing', deleted_at = NULL, released_at = NULL, archived_at = NULL, sha256 = NULL, manifest = NULL, flaws = '{lost}'")
	take("lost", []string{"mất"}, []string{"tieu-huy"})
	var copies page[Listening]
	auditor.ask("GET", "/api/v1/listenings?reason=Xem", nil).want(200).into(&copies)
	if len(copies.Items) != 0 {
		t.Errorf("nobody heard anything: %+v", copies.Items)
	}
	var noted page[AuditEntry]
	auditor.ask("GET", "/api/v1/audit?action=recording.package", nil).want(200).into(&noted)
	if len(noted.Items) != 3 || noted.Items[0].Detail["recordings"] != float64(0) {
		t.Errorf("noted: %+v", noted.Items)
	}

	// While one may still come, there is nothing to take.
	h.sql("UPDATE recordings SET state = $1, flaws = '{}'", store.RecordingExpected)
	auditor.ask("GET", path, nil).want(409)
}

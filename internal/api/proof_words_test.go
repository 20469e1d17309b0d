package api

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// A sound that does not come with the package is named as that, and no step asks for its file.
func TestAPackageSaysWhichSoundIsNotInIt(t *testing.T) {
	sum, day := "aa11", "2026-11-28"
	here, gone := db.Recording{Leg: "call", State: store.RecordingArchived, Sha256: &sum, Manifest: &day}, db.Recording{Leg: "consult-1", State: store.RecordingArchived, Sha256: &sum, Manifest: &day}
	e := evidenceOf{recordings: []db.Recording{here, gone}, enclosed: map[string]bool{"call": true}, manifests: []db.Manifest{{Day: day}}}
	if got := e.record(); !strings.Contains(got, "- am-thanh/call.wav (bên trái: người dân; bên phải: những gì người dân nghe): ") || !strings.Contains(got, "- consult-1 (không có tệp âm thanh trong bộ này): ") || strings.Contains(got, "Phản ánh") {
		t.Error(got)
	}
	if got := e.instruction(); !strings.Contains(got, "sha256sum am-thanh/call.wav") || strings.Contains(got, "consult-1") {
		t.Error(got)
	}
}

// A package that nobody could sign, of a call that no manifest lists, promises no step by which anything of it would be proven.
func TestAPackageWithoutKeyAndManifestPromisesNothing(t *testing.T) {
	e := evidenceOf{recordings: []db.Recording{{Leg: "call", State: store.RecordingArchived}}, enclosed: map[string]bool{"call": true}}
	const later = "được chứng minh ở các bước sau"
	if got := e.instruction(); strings.Contains(got, later) || !strings.Contains(got, "chưa có bảng kê nào được ký để chứng minh phần nào") {
		t.Error(got)
	}
	e.manifests = []db.Manifest{{Day: "2026-11-28"}}
	if got := e.instruction(); !strings.Contains(got, later) {
		t.Error(got)
	}
}

// Whose voice is on which side is said of each sound: of what was said aside the citizen is on neither.
func TestAPackageSaysWhoIsOnWhichSide(t *testing.T) {
	aside := db.Recording{Leg: "consult-7", State: store.RecordingArchived}
	got := evidenceOf{recordings: []db.Recording{aside}, enclosed: map[string]bool{"consult-7": true}}.record()
	if want := "- am-thanh/consult-7.wav (trao đổi riêng; bên trái: cán bộ hoặc đầu dây bên ngoài; bên phải: tổng đài viên): "; !strings.Contains(got, want) {
		t.Errorf("it does not say %q:\n%s", want, got)
	}
}

// Of a plan's certificate the instruction shows this call's recordings alone: what was deleted of it, and what was spared, and nothing of others.
func TestOfACertificateTheCallsOwnRecordingsAreShown(t *testing.T) {
	of := func(call, leg string) evidence.Listed {
		return evidence.Listed{ID: "id of " + call + " " + leg, Call: call, Leg: leg, Facts: &evidence.Facts{Flaws: []string{"short"}}}
	}
	plan := uuid.New()
	body, err := evidence.Certificate{
		Format: evidence.CertificateFormat, Plan: plan.String(),
		Deleted: []evidence.Deleted{{Listed: of("pbx1-9.8", "call")}, {Listed: of("pbx1-9.9", "call"), Rule: "ours"}, {Listed: of("pbx1-9x9", "call")}},
		Spared:  []evidence.Spared{{ID: "1", Call: "pbx1-9.7", Leg: "call", Reason: "kept"}, {ID: "2", Call: "pbx1-9.9", Leg: "consult-1", Reason: "held"}, {ID: "3", Call: "pbx1-9.99", Leg: "call", Reason: "kept"}},
	}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	e := evidenceOf{call: CallDetail{Call: Call{ID: "pbx1-9.9"}}, deletions: []db.DeletionCertificate{{Plan: plan, Body: body}}}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "tieu-huy"), 0o750); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"HUONG-DAN.txt": []byte(e.instruction()), "tieu-huy/" + plan.String() + ".json": body} {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	steps := commands(t, dir)
	shows := slices.IndexFunc(steps, func(s string) bool { return strings.HasPrefix(s, "sed ") })
	if shows < 0 {
		t.Fatalf("the instruction has %q", steps)
	}
	out, err := shell(t, dir, steps[shows])
	if err != nil || strings.Count(out, `"call": `) != 2 || strings.Count(out, `"call": "pbx1-9.9"`) != 2 || strings.Count(out, `"deleted_at"`) != 1 ||
		!strings.Contains(out, `"rule": "ours"`) || !strings.Contains(out, `"reason": "held"`) || strings.Contains(out, `"kept"`) {
		t.Errorf("%v: %s", err, out)
	}
}

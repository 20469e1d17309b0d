package api

import (
	"fmt"
	"testing"

	"hotline1022/internal/auth"
)

// Of the bucket the newest comparison of all tells, of a node's spool that node's own newest.
func TestFindingsOfTheComparisons(t *testing.T) {
	h := build(t)
	scan := func(node, at, findings string) {
		h.sql(`INSERT INTO recording_scans (node, begun_at, ended_at, rows, objects, files, total, findings) VALUES ($1, $2, $2, 0, 0, 0, 0, $3)`, node, at, findings)
	}
	scan("one", "2026-11-01T00:00:00Z", `[{"kind":"unknown_file","file":"long-gone"}]`)
	scan("one", "2026-11-02T00:00:00Z", `[{"kind":"no_row","object":"mended","since":"2026-10-01T00:00:00Z"},{"kind":"unknown_file","file":"a.mp3","since":"2026-11-01T00:00:00Z"}]`)
	scan("two", "2026-11-03T00:00:00Z", `[{"kind":"no_object","call":"two-1.1","leg":"call","object":"k","detail":"0 other versions are there"},{"kind":"unlocked","object":"l","since":"2026-11-02T12:00:00Z"}]`)
	auditor := h.as(auth.RoleAuditor)
	var page struct{ Items []RecordingFinding }
	for query, want := range map[string]string{
		"":                   "no_object k 2026-11-03, unlocked l 2026-11-02, unknown_file a.mp3 2026-11-01, ",
		"?sort=since":        "unknown_file a.mp3 2026-11-01, unlocked l 2026-11-02, no_object k 2026-11-03, ",
		"?kind=unknown_file": "unknown_file a.mp3 2026-11-01, ",
		"?kind=no_row":       "",
		"?limit=1":           "no_object k 2026-11-03, ",
	} {
		auditor.ask("GET", "/api/v1/recording-findings"+query, nil).want(200).into(&page)
		got := ""
		for _, f := range page.Items {
			got += fmt.Sprintf("%s %s%s %s, ", f.Kind, f.Object, f.File, f.Since.UTC().Format("2006-01-02"))
		}
		if got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
	auditor.ask("GET", "/api/v1/recording-findings?kind=odd", nil).want(422)
	h.as(auth.RoleOffice).ask("GET", "/api/v1/recording-findings", nil).problem(403, "not_allowed")
}

package api

import (
	"slices"
	"testing"

	"hotline1022/internal/auth"
)

func TestRecordingsThatFallShort(t *testing.T) {
	h := build(t)
	short, silent, well := h.conversation(1, "0912345678", "op01"), h.conversation(2, "0912345679", "op01"), h.conversation(3, "0912345670", "op01")
	for id, flaws := range map[string][]string{string(short): {"short", "cut"}, string(silent): {"silent"}, string(well): {}} {
		h.sql(`UPDATE recordings SET state = 'spooled', spooled_at = created_at, duration_ms = 7000, flaws = $2, checked_at = created_at WHERE call_id = $1`, id, flaws)
	}
	var page struct{ Items []FlawedRecording }
	auditor := h.as(auth.RoleAuditor)
	for query, want := range map[string][]string{
		"":                                   {string(silent), string(short)},
		"?sort=time":                         {string(short), string(silent)},
		"?flaw=cut":                          {string(short)},
		"?flaw=lost":                         nil,
		"?state=missing":                     nil,
		"?until=2020-01-01T00:00:00Z":        nil,
		"?flaw=silent&state=spooled":         {string(silent)},
		"?since=2020-01-01T00:00:00%2B07:00": {string(silent), string(short)},
	} {
		auditor.ask("GET", "/api/v1/recordings"+query, nil).want(200).into(&page)
		var got []string
		for _, r := range page.Items {
			got = append(got, r.Call)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
	auditor.ask("GET", "/api/v1/recordings?flaw=cut", nil).want(200).into(&page)
	if r := page.Items[0]; r.OperatorName == "" || r.DurationMs != 7000 || !slices.Equal(r.Flaws, []string{"short", "cut"}) || r.CallEnded == nil {
		t.Errorf("%+v", r)
	}
	auditor.ask("GET", "/api/v1/recordings?flaw=none", nil).want(422)
	h.as(auth.RoleOffice).ask("GET", "/api/v1/recordings", nil).problem(403, "not_allowed")
}

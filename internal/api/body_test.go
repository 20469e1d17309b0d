package api

import (
	"slices"
	"strings"
	"testing"
)

// A misspelt property is refused wherever it stands, and whoever checks the values.
func TestUnknownPropertiesAreRefusedEverywhere(t *testing.T) {
	h := build(t)
	leader, admin, op := h.signedIn("leader"), h.signedIn("admin"), h.signedIn("op01")
	incident := map[string]any{"area": "Lê Chân", "text": "Mất điện"}
	edit := map[string]any{"of": "00000000000000aa"}
	for _, c := range []struct {
		who          *visitor
		method, path string
		body         map[string]any
		strange      string
	}{
		{leader, "POST", "/incidents", with(incident, map[string]any{"expectd_end": "2026-11-26T08:00:00Z"}), "body.expectd_end"},
		{leader, "POST", "/incidents/preview", with(incident, map[string]any{"id": 1}), "body.id"},
		{leader, "PATCH", "/incidents/1", with(incident, map[string]any{"revision": 1, "voice": "x"}), "body.voice"},
		{admin, "POST", "/dialplan/drafts", with(edit, map[string]any{"prompt": []any{}}), "body.prompt"},
		{admin, "POST", "/dialplan/drafts", with(edit, map[string]any{"hours": []any{map[string]any{"name": "a", "day": "mon", "tmies": "closed"}}}), "body.hours[0].tmies"},
		{admin, "POST", "/dialplan/drafts", with(edit, map[string]any{"prompts": []any{map[string]any{"name": "a", "vi": "x", "spoken": "", "en": "x", "de": "x"}}}), "body.prompts[0].de"},
		{admin, "POST", "/dialplan/speech", map[string]any{"text": "x", "voice": "y"}, "body.voice"},
		{admin, "POST", "/dialplan/versions", map[string]any{"source": "x", "author": "y"}, "body.author"},
		{op, "POST", "/tickets", with(report(""), map[string]any{"sender": map[string]any{"type": "individual", "phnoe": "1"}}), "body.sender.phnoe"},
	} {
		p := c.who.ask(c.method, "/api/v1"+c.path, c.body).problem(422, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Location != c.strange || p.Errors[0].Code != "unknown_property" || !strings.HasPrefix(p.Errors[0].Message, "Không có mục") {
			t.Errorf("%s %s: %+v", c.method, c.path, p.Errors)
		}
	}
	p := leader.ask("POST", "/api/v1/incidents", map[string]any{"a": 1, "b": 2, "area": "x"}).problem(422, "invalid")
	if len(p.Errors) != 2 {
		t.Errorf("not all at once: %+v", p.Errors)
	}
}

// What is no JSON is told so, by those that leave values to the domain as by the others.
func TestBodiesThatAreNoJSON(t *testing.T) {
	h := build(t)
	leader, op := h.signedIn("leader"), h.signedIn("op01")
	for _, body := range []string{`{`, `{"area":`, `area`, `{"area":"x"}}`} {
		for path, who := range map[string]*visitor{"/incidents": leader, "/tickets": op, "/sessions": op} {
			p := who.ask("POST", "/api/v1"+path, body).problem(400, "bad_request")
			if len(p.Errors) != 1 || p.Errors[0].Location != "body" || p.Errors[0].Code != "broken_json" || p.Errors[0].Message != "Không phải JSON đúng cú pháp." {
				t.Errorf("%s %s: %+v", path, body, p.Errors)
			}
		}
	}
}

// What the schema finds wrong is told in the asker's language, at its place.
func TestTheSchemasWords(t *testing.T) {
	h := build(t)
	admin, leader, auditor, op := h.signedIn("admin"), h.signedIn("leader"), h.signedIn("auditor"), h.signedIn("op01")
	for name, c := range map[string]struct {
		who          *visitor
		method, path string
		body         any
		want         []string
	}{
		"missing":                       {admin, "POST", "/tokens", map[string]any{"name": "x"}, []string{"body.role missing Thiếu mục này."}},
		"no text":                       {op, "POST", "/callbacks/1/done", map[string]any{"note": 5}, []string{"body.note no_text Phải là một chuỗi ký tự."}},
		"none of these":                 {auditor, "GET", "/tickets?state=gone", nil, []string{"query.state[0] none_of Phải là một trong: received, awaiting_sender, declined, live_transfer, assigned, in_progress, awaiting_sender_for_unit, verifying, escalated_to_head, overdue, office_led, awaiting_directive, resolved, published, answered, contested, closed, merged."}},
		"too long":                      {admin, "POST", "/dialplan/speech", map[string]any{"text": strings.Repeat("a", 1001)}, []string{"body.text too_long Nhiều nhất 1000 ký tự."}},
		"too short":                     {admin, "POST", "/dialplan/speech", map[string]any{"text": ""}, []string{"body.text too_short Ít nhất 1 ký tự."}},
		"too little":                    {admin, "PATCH", "/operators/op01", map[string]any{"max_hour": -1}, []string{"body.max_hour too_little Nhỏ nhất là 0."}},
		"no number":                     {admin, "PATCH", "/operators/op01", map[string]any{"max_hour": "many"}, []string{"body.max_hour no_integer Phải là một số nguyên."}},
		"no list":                       {leader, "PUT", "/shifts/2026-11-26", map[string]any{"shifts": "none"}, []string{"body.shifts no_list Phải là một danh sách."}},
		"no time":                       {leader, "PUT", "/shifts/2026-11-26", map[string]any{"shifts": []any{map[string]any{"username": "op01", "starts_at": "8h", "ends_at": "2026-11-26T08:00:00Z"}}}, []string{"body.shifts[0].starts_at no_time Phải là ngày giờ, ví dụ 2026-11-26T08:00:00+07:00."}},
		"form":                          {admin, "POST", "/dialplan/versions", map[string]any{"source": "x", "of": "y"}, []string{"body.of bad_form Không đúng dạng: ^([0-9a-f]{16})?$."}},
		"a parameter":                   {auditor, "GET", "/calls?limit=many", nil, []string{"query.limit no_integer Phải là một số nguyên."}},
		"too much":                      {auditor, "GET", "/calls?limit=1000", nil, []string{"query.limit too_much Lớn nhất là 200."}},
		"values that the domain checks": {leader, "POST", "/incidents", map[string]any{"area": 1, "text": "x"}, []string{"body.area no_text Phải là một chuỗi ký tự."}},
		"… in an embedded part":         {leader, "PATCH", "/incidents/1", map[string]any{"area": []any{}, "text": "x", "revision": 1}, []string{"body.area no_text Phải là một chuỗi ký tự."}},
	} {
		var got []string
		for _, e := range c.who.ask(c.method, "/api/v1"+c.path, c.body).problem(422, "invalid").Errors {
			got = append(got, e.Location+" "+e.Code+" "+e.Message)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	p := admin.ask("PATCH", "/api/v1/operators/op01", map[string]any{"max_hour": -1}, "Accept-Language", "en").problem(422, "invalid")
	if p.Errors[0].Message != "It must be at least 0." {
		t.Errorf("%+v", p.Errors)
	}
}

package api

import (
	"errors"
	"strings"
	"testing"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
)

// The administrator changes a prompt and the hours, looks, activates, and undoes.
func TestDialplanFromFormToActiveAndBack(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	base := planfile.Version(dialplan.Haiphong)
	var list page[DialplanVersion]
	admin.ask("GET", "/api/v1/dialplan/versions", nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Version != base || !list.Items[0].Active || list.Items[0].Author != "" {
		t.Fatalf("%+v", list.Items)
	}
	var detail DialplanDetail
	admin.ask("GET", "/api/v1/dialplan/versions/"+base, nil).want(200).into(&detail)
	if detail.Source != string(dialplan.Haiphong) || !strings.Contains(detail.Picture, "<svg") || detail.Prompts[0].Name != "greeting" || len(detail.Hours) == 0 ||
		detail.Hours[0].Week[0] != (DialplanDay{"mon-fri", "07:30-11:30, 13:00-17:00"}) || detail.Hours[0].Dates[0].Times != "closed" {
		t.Errorf("%+v %+v", detail.Prompts[0], detail.Hours)
	}

	edit := map[string]any{
		"of":      base,
		"prompts": []any{map[string]any{"name": "greeting", "vi": `Xin chào: "1022" #1`, "spoken": "Xin chào.", "en": "Hello"}},
		"hours": []any{
			map[string]any{"name": "van-phong", "day": "mon-fri", "dated": false, "times": "08:00-12:00"},
			map[string]any{"name": "van-phong", "day": "2027-01-01", "dated": true, "times": ""},
			map[string]any{"name": "van-phong", "day": "2027-05-01", "dated": true, "times": "closed"},
		},
	}
	var draft struct{ Source string }
	admin.ask("POST", "/api/v1/dialplan/drafts", edit).want(200).into(&draft)
	plan, err := planfile.Parse("draft", []byte(draft.Source))
	if err != nil || plan.Prompts["greeting"].Vi != `Xin chào: "1022" #1` || !strings.Contains(draft.Source, "# Tết Dương lịch") ||
		!strings.Contains(draft.Source, `mon-fri: ["08:00-12:00"]`) || strings.Contains(draft.Source, "2027-01-01: closed") || !strings.Contains(draft.Source, `"2027-05-01": closed`) {
		t.Fatalf("%v\n%s", err, draft.Source)
	}
	admin.ask("POST", "/api/v1/dialplan/versions", map[string]any{"source": draft.Source, "note": "Giờ mới"}).want(201).into(&detail)
	next := detail.Version
	if next != plan.Version || detail.Active || detail.Author != "admin" || detail.Note != "Giờ mới" {
		t.Errorf("%+v", detail.DialplanVersion)
	}
	activate := func(version, was string) *reply {
		return admin.ask("POST", "/api/v1/dialplan/versions/"+version+"/activate", map[string]any{"was": was})
	}
	activate(next, "0000000000000000").problem(409, "changed_meanwhile")
	h.plans.failed = errors.New("espeak-ng is not installed")
	activate(next, base).problem(503, "voice_away")
	h.plans.failed = nil
	activate(next, base).want(200).into(&detail)
	if !detail.Active || h.plans.refreshed != 1 {
		t.Errorf("%+v, looked %d times", detail.DialplanVersion, h.plans.refreshed)
	}
	activate(base, base).problem(409, "changed_meanwhile")
	activate(base, next).want(200).into(&detail) // undo: back to the configured file
	admin.ask("GET", "/api/v1/dialplan/versions", nil).want(200).into(&list)
	active := 0
	for _, v := range list.Items {
		if v.Active {
			active++
		}
	}
	if len(list.Items) != 2 || active != 1 || !detail.Active || detail.Version != base {
		t.Errorf("%+v", list.Items)
	}
	activate("00000000000000aa", base).problem(404, "not_found")
}

func TestBrokenDialplanIsRefusedWithEveryFault(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	broken := strings.NewReplacer("next: su-co}", "next: suco}", "wrap_up: 60s", "wrap_up: soon").Replace(string(dialplan.Haiphong))
	p := admin.ask("POST", "/api/v1/dialplan/versions", map[string]any{"source": broken}).problem(422, "dialplan_faults")
	if len(p.Errors) < 2 || p.Errors[0].Location != "body.source" || !strings.Contains(p.Errors[0].Message, ":") {
		t.Errorf("%+v", p.Errors)
	}
	base := planfile.Version(dialplan.Haiphong)
	wrong := map[string]any{"of": base, "hours": []any{map[string]any{"name": "van-phong", "day": "mon-fri", "dated": false, "times": "25:00-26:00"}}}
	admin.ask("POST", "/api/v1/dialplan/drafts", wrong).problem(422, "dialplan_faults")
	nowhere := map[string]any{"of": base, "hours": []any{map[string]any{"name": "nowhere", "day": "mon", "dated": false, "times": "closed"}}}
	admin.ask("POST", "/api/v1/dialplan/drafts", nowhere).problem(422, "invalid")
	var list page[DialplanVersion]
	admin.ask("GET", "/api/v1/dialplan/versions", nil).want(200).into(&list)
	if len(list.Items) != 1 || !list.Items[0].Active {
		t.Errorf("%+v", list.Items)
	}
}

package api

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"hotline1022/internal/auth"
)

func TestLikelyWhileItIsTyped(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	file := func(changes map[string]any) Ticket {
		return op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), changes)).want(201))
	}
	pinned := file(map[string]any{"pin": map[string]any{"lat": 20.8449, "lon": 106.6881}})
	if pinned.Pin == nil || pinned.Pin.Lat != 20.8449 {
		t.Errorf("%+v", pinned.Pin)
	}
	op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"pin": map[string]any{"lat": 106.7, "lon": 20.8}})).problem(422, "invalid")
	other := file(map[string]any{"content": "Chợ bẩn", "group": 2, "field": "cho", "unit": "", "address": "Chợ Ga", "sender": map[string]any{"type": "individual", "phone": "0987654321"}})
	likely := func(q url.Values) (codes, because []string) {
		var list page[LikelyTicket]
		op.ask("GET", "/api/v1/tickets/likely?"+q.Encode(), nil).want(200).into(&list)
		for _, i := range list.Items {
			codes, because = append(codes, i.Code), append(because, strings.Join(i.Because, " "))
			if !i.Open || i.Content == "" {
				t.Errorf("%+v", i)
			}
		}
		return codes, because
	}
	for name, tc := range map[string]struct {
		q    url.Values
		want []string
		why  string
	}{
		"nothing":          {url.Values{}, nil, ""},
		"words and place":  {url.Values{"content": {"den duong hong"}, "address": {"Lach Tray"}}, []string{pinned.Code}, "place words"},
		"place and field":  {url.Values{"field": {"chieu-sang"}, "address": {"30 Lạch Tray"}}, []string{pinned.Code}, "street field"},
		"the pin":          {url.Values{"field": {"chieu-sang"}, "lat": {"20.8450"}, "lon": {"106.6885"}}, []string{pinned.Code}, "place field"},
		"too far":          {url.Values{"field": {"chieu-sang"}, "address": {"Lạch Tray"}, "lat": {"20.86"}, "lon": {"106.7"}}, nil, ""},
		"sender and words": {url.Values{"from": {"0987 654 321"}, "content": {"Chợ bẩn quá"}, "address": {"chợ ga"}}, []string{other.Code}, "place words sender"},
		"not itself":       {url.Values{"content": {"đèn đường hỏng"}, "address": {"Lạch Tray"}, "not": {pinned.Code}}, nil, ""},
	} {
		codes, because := likely(tc.q)
		if !slices.Equal(codes, tc.want) || len(because) > 0 && because[0] != tc.why {
			t.Errorf("%s: %v because %v", name, codes, because)
		}
	}
	op.ask("GET", "/api/v1/tickets/likely?lat=20.8", nil).problem(422, "invalid")
	op.ask("GET", "/api/v1/tickets/likely?q=x", nil).problem(422, "invalid")
}

func TestDieu12_1_WhatIsPublishedIsLookedThroughFirst(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"content": "Đèn hỏng, gọi Nguyễn Văn An 0912 345 678"})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	officer.done(&tk, "accept", nil)
	officer.done(&tk, "resolve", map[string]any{"text": "Đã sửa, xe 15A-123.45 đã đến"})
	var p Publication
	preview := func(body map[string]any) string {
		op.ask("POST", "/api/v1/tickets/"+tk.Code+"/publication", body).want(200).into(&p)
		var found []string
		for _, part := range slices.Concat(p.Content, p.Result) {
			if part.Kind != "" {
				found = append(found, string(part.Kind)+" "+part.Text)
			}
		}
		return strings.Join(found, "; ")
	}
	if got := preview(map[string]any{}); got != "name Nguyễn Văn An; phone 0912 345 678; plate 15A-123.45" || p.Files == nil {
		t.Errorf("found %q", got)
	}
	if got := preview(map[string]any{"content": "Đèn hỏng", "result": "Đã sửa"}); got != "" {
		t.Errorf("what was hidden is found: %q", got)
	}
	act := map[string]any{"content": "Đèn hỏng", "result": "Đã sửa, đường dây nóng 0225 3842 842", "checked": true}
	refused := op.deed(&tk, "publish", act).problem(422, "invalid")
	if len(refused.Errors) != 1 || refused.Errors[0].Location != "body.act.result" || refused.Errors[0].Code != "ticket_seems_personal" {
		t.Errorf("%+v", refused.Errors)
	}
	stale := tk
	stale.Version = p.Version - 1
	op.deed(&stale, "publish", with(act, map[string]any{"sure": true})).problem(409, "ticket_changed")
	op.done(&tk, "publish", with(act, map[string]any{"sure": true}))
	if tk.State != "published" {
		t.Error(tk.State)
	}
	h.signedIn(string(auth.RoleOffice)).ask("POST", "/api/v1/tickets/"+tk.Code+"/publication", map[string]any{}).problem(403, "not_allowed")
	op.ask("POST", "/api/v1/tickets/"+tk.Code+"/publication", map[string]any{}).problem(403, "not_allowed") // it is published already
	secret := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"confidential": true})).want(201))
	op.ask("POST", "/api/v1/tickets/"+secret.Code+"/publication", map[string]any{}).problem(409, "ticket_is_confidential")
}

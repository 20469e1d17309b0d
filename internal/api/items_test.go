package api

import (
	"fmt"
	"strings"
	"testing"

	"hotline1022/internal/auth"
)

// open lists what waits of a kind, as "ticket number waits", page by page.
func (v *visitor) open(kind string, limit int) (all []string) {
	v.h.t.Helper()
	for cursor := ""; ; {
		var got page[OpenItem]
		v.ask("GET", fmt.Sprintf("/api/v1/open-items?kind=%s&limit=%d&cursor=%s", kind, limit, cursor), nil).want(200).into(&got)
		for _, i := range got.Items {
			if i.Kind != kind || i.Since.IsZero() || i.StateLabel == "" {
				v.h.t.Errorf("%+v", i)
			}
			all = append(all, fmt.Sprint(i.Ticket, i.Number, i.Waits))
		}
		if got.Next == nil {
			return all
		}
		cursor = *got.Next
	}
}

// What waits for somebody is found by them without looking through notices, and is gone when it is settled.
func TestDieu17_4_WhatWaitsForWorkIsListed(t *testing.T) {
	h := build(t)
	op, officer, tk := h.atUnit(nil)
	office := h.signedIn("office")
	for _, code := range []string{"DOI1", "DOI2"} {
		office.ask("POST", "/api/v1/directory/units", map[string]any{"code": code, "name": "Đội", "kind": "service", "listed": true, "parent": "SXD"}).want(201)
		officer.done(&tk, "delegate", map[string]any{"unit": code, "text": "Thay bóng"})
	}
	want := []string{tk.Code + "1unit", tk.Code + "2unit"}
	for _, v := range []*visitor{op, office, officer} {
		for _, limit := range []int{1, 50} {
			if got := v.open("task", limit); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
	h.unitOf("head", "DOI2")
	below := h.signedIn("head")
	if got := below.open("task", 50); fmt.Sprint(got) != fmt.Sprint(want[1:]) {
		t.Errorf("whose it is: %q", got)
	}
	below.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&tk)
	below.done(&tk, "task-done", map[string]any{"number": 2, "report": "Đã thay"})
	if got := op.open("task", 50); fmt.Sprint(got) != fmt.Sprint(want[:1]) {
		t.Errorf("when one is done: %q", got)
	}
	op.ask("GET", "/api/v1/open-items?kind=task&cursor=eyJpIjoieCJ9", nil).problem(400, "bad_cursor")
	op.ask("GET", "/api/v1/open-items", nil).problem(422, "invalid")
}

// Explanations that are due, commendations, warnings, recordings and dossiers likewise; what is reserved is shown to nobody else.
func TestDieu9_6c_WhatWaitsForADecisionIsListed(t *testing.T) {
	h := build(t)
	id := h.inVain(1)
	h.ofUnit()
	op, officer, office, leader := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("office"), h.signedIn("leader")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(string(id)), map[string]any{"urgent": false})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	officer.done(&tk, "accept", nil)
	var c CallDetail
	op.ask("GET", "/api/v1/calls/"+string(id), nil).want(200).into(&c)
	officer.done(&tk, "request-recording", map[string]any{"recording": c.Recordings[0].ID.String(), "reason": "Xác minh"})
	office.done(&tk, "record-document", map[string]any{"sign": "12/UBND", "date": "2026-11-26", "unit": "SXD", "subject": "Giải trình", "due": "2030-01-01T00:00:00Z"})
	op.done(&tk, "warn-of-sender", map[string]any{"ground": "Báo tin giả"})
	officer.done(&tk, "resolve", map[string]any{"text": "Đã sửa"})
	op.done(&tk, "want-review", map[string]any{"reason": "Trả lời chung chung"})
	officer.done(&tk, "propose-reward", map[string]any{"for": "sender", "reason": "Báo kịp thời"})

	for kind, waits := range map[string]string{"document": "office", "reward": "office", "warning": "office", "recording": "leader", "dossier": "hotline"} {
		for name, v := range map[string]*visitor{"op01": op, "officer": officer, "office": office, "leader": leader, "admin": h.as(auth.RoleAdmin)} {
			if kind == "warning" && (name == "officer" || name == "admin") {
				v.ask("GET", "/api/v1/open-items?kind=warning", nil).problem(403, "not_allowed")
				continue
			}
			want := []string{tk.Code + "1" + waits}
			if kind == "dossier" && name == "officer" {
				want = nil
			}
			if got := v.open(kind, 50); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s for %s: %q, want %q", kind, name, got, want)
			}
		}
	}
	office.ask("POST", "/api/v1/directory/units", map[string]any{"code": "KHAC", "name": "Đơn vị khác", "kind": "service", "listed": true}).want(201)
	h.unitOf("officer", "KHAC")
	for _, kind := range []string{"task", "document", "reward", "recording"} {
		if got := officer.open(kind, 50); len(got) != 0 {
			t.Errorf("another unit's: %s %q", kind, got)
		}
	}
	office.done(&tk, "decide-reward", map[string]any{"number": 1, "approve": true, "reason": "Xứng đáng"})
	leader.done(&tk, "decide-recording", map[string]any{"number": 1, "approve": false, "reason": "Không cần"})
	office.done(&tk, "document-replied", map[string]any{"number": 1, "reply": "Đã rõ"})
	office.done(&tk, "decide-warning", map[string]any{"number": 1, "approve": false, "reason": "Chưa đủ"})
	op.done(&tk, "send-dossier", map[string]any{"for": "review", "summary": "Tóm tắt"})
	for _, kind := range strings.Fields("document reward warning recording dossier") {
		if got := office.open(kind, 50); len(got) != 0 {
			t.Errorf("when it is settled: %s %q", kind, got)
		}
	}
}

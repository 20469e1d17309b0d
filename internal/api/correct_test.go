package api

import (
	"slices"
	"strings"
	"testing"

	"hotline1022/internal/auth"
)

// The operator heard two digits in another order: the ticket says the right ones, its history
// both, and whoever has it is told. A unit corrects nothing.
func TestDieu7_3_ATicketIsCorrectedAfterItWasFiled(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	sender := map[string]any{"type": "individual", "name": "Nguyễn Văn Ân", "phone": "0912 345 687", "no_address": true, "no_email": true}
	seen := tk
	op.done(&tk, "correct", map[string]any{"reason": "Nghe nhầm", "sender": sender, "address": "5 Cầu Đất"})
	if tk.Sender.Phone != "0912345687" || tk.Sender.Name != "Nguyễn Văn Ân" || tk.Address != "5 Cầu Đất" || tk.State != "assigned" || tk.Content != seen.Content {
		t.Fatalf("%+v", tk)
	}
	last := tk.History[len(tk.History)-1]
	if last.Kind != "ticket.correct" || last.Label == "" || last.Reason != "Nghe nhầm" || !strings.Contains(string(last.Before["sender"]), "0912345678") || !strings.Contains(string(last.After["sender"]), "0912345687") {
		t.Errorf("%+v", last)
	}
	var states []string
	for _, m := range tk.Told {
		states = append(states, m.To+" "+m.State)
	}
	if slices.Sort(states); !slices.Equal(states, []string{"0912345678 withdrawn", "0912345687 queued"}) {
		t.Errorf("%q", states)
	}
	var told page[Notice]
	officer.ask("GET", "/api/v1/notices", nil).want(200).into(&told)
	if told.Items[0].Code != "notice_corrected" {
		t.Errorf("%+v", told.Items)
	}
	op.deed(&tk, "correct", map[string]any{"reason": "Lại", "sender": sender}).problem(409, "ticket_nothing_corrected")
	op.deed(&tk, "correct", map[string]any{"reason": "Lại", "group": 9}).want(422)
	op.deed(&tk, "correct", map[string]any{"sender": sender}).problem(422, "invalid")
	op.deed(&seen, "correct", map[string]any{"reason": "Lại", "content": "Khác"}).problem(409, "ticket_changed")
	officer.deed(&tk, "correct", map[string]any{"reason": "Lại", "content": "Khác"}).problem(403, "not_allowed")
	h.audited(t, "op01", "ticket.correct", 1)
}

// Of what is confidential a correction shows nobody who it was, nor the words that named them.
func TestDieu12_2_ACorrectionBetraysNobody(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"confidential": true, "content": "Bà Hoa báo đèn hỏng"})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	op.done(&tk, "correct", map[string]any{
		"reason": "Bà Hoa gọi lại", "content": "Đèn hỏng", "sender": map[string]any{"type": "individual", "name": "Lê Thị Hoa", "phone": "0912345687"},
	})
	see := func(v *visitor, query string) TicketEvent {
		t.Helper()
		got := v.filedBy(v.ask("GET", "/api/v1/tickets/"+tk.Code+query, nil).want(200))
		return got.History[slices.IndexFunc(got.History, func(e TicketEvent) bool { return e.Kind == "ticket.correct" })]
	}
	if e := see(op, ""); string(e.Before["content"]) != `"Bà Hoa báo đèn hỏng"` || !strings.Contains(string(e.After["sender"]), "Lê Thị Hoa") {
		t.Errorf("%+v", e)
	}
	for _, v := range []*visitor{officer, h.as(auth.RoleAuditor)} {
		if e := see(v, ""); e.Reason != "" || e.Before["content"] != nil || e.Before["sender"] != nil || e.After["sender"] != nil || string(e.After["content"]) != `"Đèn hỏng"` {
			t.Errorf("%+v", e)
		}
	}
	if e := see(h.as(auth.RoleAuditor), "?reason=Thanh+tra"); e.Before["content"] == nil || e.Reason == "" {
		t.Errorf("%+v", e)
	}
}

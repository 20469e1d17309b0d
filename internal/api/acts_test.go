package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

// ofUnit gives the accounts of a unit's people their unit.
func (h *house) ofUnit() {
	h.t.Helper()
	_, err := h.store.Pool().Exec(h.t.Context(), "UPDATE users SET unit = 'SXD' WHERE username IN ('officer', 'head')")
	if err != nil {
		h.t.Fatal(err)
	}
}

// deed does something to the ticket as it is now.
func (v *visitor) deed(t *Ticket, name string, act map[string]any) *reply {
	v.h.t.Helper()
	return v.ask("POST", "/api/v1/tickets/"+t.Code+"/"+name, map[string]any{"version": t.Version, "act": act})
}

func (v *visitor) done(t *Ticket, name string, act map[string]any) {
	v.h.t.Helper()
	*t = v.filedBy(v.deed(t, name, act).want(200))
}

func (v *visitor) filedBy(r *reply) (t Ticket) {
	v.h.t.Helper()
	r.into(&t)
	return t
}

func TestTicketFromSlipToPublished(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	officer.ask("GET", "/api/v1/tickets/"+tk.Code, nil).problem(404, "not_found")
	officer.deed(&tk, "accept", nil).problem(404, "not_found")

	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	if tk.State != "assigned" || tk.StateLabel != "Đã chuyển đơn vị" || len(tk.Casefile.Assignments) != 1 || len(tk.Casefile.Clocks) != 3 {
		t.Fatalf("%+v", tk)
	}
	var mine page[Ticket]
	officer.ask("GET", "/api/v1/tickets", nil).want(200).into(&mine)
	if len(mine.Items) != 1 || mine.Items[0].Sender.Phone != "0912345678" {
		t.Fatalf("%+v", mine.Items)
	}
	var told page[Notice]
	officer.ask("GET", "/api/v1/notices", nil).want(200).into(&told)
	if len(told.Items) != 1 || !strings.Contains(told.Items[0].Text, tk.Code) || !strings.Contains(told.Items[0].Text, "1/20") {
		t.Errorf("%+v", told.Items)
	}
	var assigned page[Notice]
	h.signedIn("office").ask("GET", "/api/v1/notices", nil).want(200).into(&assigned)
	if len(assigned.Items) != 1 || !strings.Contains(assigned.Items[0].Text, "Sở Xây dựng") || strings.Contains(assigned.Items[0].Text, "SXD") {
		t.Errorf("the Office is told of a unit by its code: %+v", assigned.Items)
	}
	officer.done(&tk, "accept", nil)
	officer.deed(&tk, "resolve", map[string]any{"text": "Đã sửa", "official": true}).problem(422, "invalid")
	officer.deed(&tk, "publish", nil).problem(403, "not_allowed")
	if p := officer.deed(&tk, "accept", nil).problem(409, "ticket_not_now"); !strings.Contains(p.Detail, "Đang xử lý") {
		t.Errorf("%+v", p)
	}
	officer.done(&tk, "resolve", map[string]any{"text": "Đã sửa"})
	op.done(&tk, "publish", map[string]any{"content": "Đèn hỏng", "result": "Đã sửa", "checked": true})
	if tk.State != "published" || len(tk.Told) != 2 || tk.Casefile.Public.Result != "Đã sửa" {
		t.Errorf("%+v", tk)
	}
	var kinds []string
	for _, e := range tk.History {
		kinds = append(kinds, e.Kind)
		if e.Version > 0 && (e.Label == "" || e.Clause == "" || len(e.After) == 0) {
			t.Errorf("%+v", e)
		}
	}
	if want := []string{"ticket.received", "ticket.assign", "ticket.accept", "ticket.resolve", "ticket.publish"}; !slices.Equal(kinds, want) {
		t.Errorf("%q", kinds)
	}
}

func TestTheSecondOfTwoSeesTheDifference(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	seen := tk
	op.done(&tk, "precheck", map[string]any{"text": "Đã gọi lại"})
	p := op.deed(&seen, "assign", map[string]any{"lead": "SXD"}).problem(409, "ticket_changed")
	if p.Version != tk.Version || len(p.Changes) != 1 || string(p.Changes[0].After["precheck"]) != `"Đã gọi lại"` || p.Changes[0].Actor != "op01" {
		t.Errorf("%+v", p)
	}
	for who, says := range map[*visitor]string{op: "cửa sổ khác", h.signedIn("office"): "người khác"} {
		if p := who.deed(&seen, "assign", map[string]any{"lead": "SXD"}).problem(409, "ticket_changed"); !strings.Contains(p.Detail, says) {
			t.Errorf("not %q: %q", says, p.Detail)
		}
	}
	op.ask("POST", "/api/v1/tickets/"+tk.Code+"/assign", map[string]any{"version": tk.Version, "act": map[string]any{"unit": "SXD"}}).want(422)
	op.ask("POST", "/api/v1/tickets/26-000009-9/assign", map[string]any{"version": 1}).want(404)
}

// Who sent what is confidential: the hotline and the Office know it, a unit when the Office
// allows it, an auditor who says why; every look is noted.
func TestDieu12_2_EveryLookAtAConfidentialSenderIsNoted(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer, office, auditor := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("office"), h.as(auth.RoleAuditor)
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"confidential": true})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	path := "/api/v1/tickets/" + tk.Code
	var got Ticket
	sees := func(v *visitor, query string, want bool) {
		t.Helper()
		got = Ticket{}
		v.ask("GET", path+query, nil).want(200).into(&got)
		if (got.Sender.Phone != "") != want || got.SenderHidden == want {
			t.Errorf("%+v", got.Sender)
		}
	}
	sees(officer, "", false)
	sees(auditor, "", false)
	sees(auditor, "?reason=Thanh+tra+s%E1%BB%91+12", true)
	sees(office, "", true)
	for _, v := range []*visitor{officer, auditor, office} {
		var all page[Ticket]
		v.ask("GET", "/api/v1/tickets", nil).want(200).into(&all)
		if len(all.Items) != 1 || all.Items[0].Sender.Phone != "" {
			t.Errorf("%+v", all.Items)
		}
	}
	office.done(&tk, "allow-identity", map[string]any{"unit": "SXD", "reason": "Cần gặp"})
	sees(officer, "", true)
	var entries page[AuditEntry]
	auditor.ask("GET", "/api/v1/audit?action=ticket.sender_seen", nil).want(200).into(&entries)
	reasons := 0
	for _, e := range entries.Items {
		if e.Detail["reason"] == "Thanh tra số 12" {
			reasons++
		}
	}
	if len(entries.Items) < 5 || reasons != 1 {
		t.Errorf("%d looks, %d with the reason", len(entries.Items), reasons)
	}
	auditor.ask("POST", path+"/remind", map[string]any{"version": tk.Version, "act": map[string]any{"text": "x"}}).problem(403, "not_allowed")
}

// operationOf names an act's operation.
func operationOf(kind ticket.Kind) string {
	if kind == (ticket.Attach{}).Kind() {
		return "attachments" // its body is the file
	}
	return strings.ReplaceAll(string(kind), "_", "-")
}

// Every act has its operation, for exactly the roles of its parties.
func TestEveryActHasItsOperation(t *testing.T) {
	h := build(t)
	for kind, row := range ticket.Table {
		if slices.Equal(row.Parties, []ticket.Party{ticket.System}) {
			continue // nobody's to ask for
		}
		name := operationOf(kind)
		item, ok := h.api.OpenAPI().Paths["/api/v1/tickets/{code}/"+name]
		if !ok || item.Post == nil {
			t.Errorf("%s has no operation", kind)
			continue
		}
		for _, role := range auth.Roles {
			may := slices.ContainsFunc(rightsOf(row), role.May)
			for _, p := range row.Parties {
				if p == partyOf(role) && !may {
					t.Errorf("%s may not %s", role, kind)
				}
			}
			if may && (role == auth.RoleAuditor || partyOf(role) == "") {
				t.Errorf("%s may %s", role, kind)
			}
		}
	}
}

func TestDieu9_4_LeadershipReportIsListed(t *testing.T) {
	h := build(t)
	var rows page[LeadershipRow]
	h.as(auth.RoleOffice).ask("GET", "/api/v1/leadership-reports", nil).want(200).into(&rows)
	if rows.Items == nil || len(rows.Items) != 0 {
		t.Errorf("%+v", rows)
	}
	h.as(auth.RoleOfficer).ask("GET", "/api/v1/leadership-reports", nil).problem(403, "not_allowed")
}

// An officer who is told of a ticket reads it, as long as that lasts; another unit's does not.
func TestDieu9_2_AnOfficerWhoIsToldReadsTheTicket(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"confidential": true})).want(201))
	path := "/api/v1/tickets/" + tk.Code
	officer.ask("GET", path, nil).problem(404, "not_found")
	op.done(&tk, "transfer-live", map[string]any{"unit": "SXD", "way": "message"})
	if got := officer.filedBy(officer.ask("GET", path, nil).want(200)); !got.SenderHidden {
		t.Errorf("%+v", got.Sender)
	}
	officer.deed(&tk, "accept", nil).problem(409, "ticket_not_now")
	op.done(&tk, "take-by-office", map[string]any{"cause": "city_competence", "reason": "Thẩm quyền thành phố"})
	officer.ask("GET", path, nil).problem(404, "not_found")
}

// For how long the unit waited for the sender is shown apart, and when it would be due were the
// text read as strictly as it can be (Điều 9.3, 18.1).
func TestDieu18_1_WaitingIsShownApart(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 26, hour, minute, 0, 0, ticket.Zone) }
	storetest.SetClock(t, h.store, at(8, 0))
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	storetest.SetClock(t, h.store, at(8, 30))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	officer.done(&tk, "accept", nil)
	storetest.SetClock(t, h.store, at(9, 0))
	officer.done(&tk, "ask-by-unit", map[string]any{"text": "Cột nào?"})
	storetest.SetClock(t, h.store, at(10, 15))
	op.done(&tk, "sender-replied", map[string]any{"text": "Cột 12"})
	storetest.SetClock(t, h.store, at(11, 0))
	tk = op.filedBy(op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200))
	for _, c := range tk.Casefile.Clocks {
		waited := 0
		if c.Kind == "officer" {
			waited = 75
		}
		if c.WaitedMinutes != waited {
			t.Errorf("%+v", c)
		}
		if c.Kind == "officer" && (c.Due.Sub(c.StrictDue).Round(time.Minute) != 30*time.Minute || !c.Due.Round(time.Minute).Equal(at(8, 30).AddDate(0, 0, 1))) {
			t.Errorf("due %s, strictly %s", c.Due, c.StrictDue)
		}
	}
}

// Who says which version they saw, says one that the ticket has had; else nobody has changed anything.
func TestAVersionIsNamed(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	for _, act := range []string{"assign", "remind"} {
		for _, body := range []string{`null`, `{}`, `{"act":{"lead":"SXD"}}`, `{"version":0}`, `{"version":-1}`, `{"version":99}`} {
			if act == "remind" && (body != `null` && strings.Contains(body, "99") || strings.Contains(body, "lead")) {
				continue // it stands beside what others do, whatever they did; and it has no lead
			}
			p := op.ask("POST", "/api/v1/tickets/"+tk.Code+"/"+act, body).problem(422, "invalid")
			if len(p.Errors) != 1 || p.Errors[0].Location != "body.version" || p.Errors[0].Code != "ticket_no_version" {
				t.Errorf("%s %s: %+v", act, body, p.Errors)
			}
		}
	}
}

// What a unit gave back it reads no more, nor hears what it was granted of it.
func TestDieu18_3_WhatAUnitGaveBackItReadsNoMore(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, office, officer := h.signedIn("op01"), h.signedIn("office"), h.signedIn("officer")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	op.done(&tk, "mark-confidential", map[string]any{"confidential": true, "reason": "Người gửi đề nghị"})
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	office.done(&tk, "allow-identity", map[string]any{"unit": "SXD", "reason": "Cần gặp"})
	officer.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200)
	officer.deed(&tk, "return", map[string]any{"reason": "Không thuộc"}).want(200)
	officer.ask("GET", "/api/v1/tickets/"+tk.Code, nil).problem(404, "not_found")
	officer.ask("GET", "/api/v1/tickets/"+tk.Code+"/slips", nil).problem(404, "not_found")
	var list page[Ticket]
	if officer.ask("GET", "/api/v1/tickets", nil).want(200).into(&list); len(list.Items) != 0 {
		t.Errorf("%+v", list.Items)
	}
	if !strings.Contains(string(office.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).body), `"identity_for":[]`) {
		t.Error("what the Office allowed goes on")
	}
}

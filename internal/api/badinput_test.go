package api

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/ticket"
)

// Every act on a ticket that is over, by a person of every role: what is not allowed from
// there, or not theirs, is a sentence, and nothing has changed.
func TestWhatIsNotAllowedIsASentenceAndChangesNothing(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	op.done(&tk, "decline", map[string]any{"reason": "not_in_scope", "words": "Ngoài phạm vi", "where": "Ban Tiếp công dân"})
	people := map[auth.Role]*visitor{}
	for _, role := range auth.Roles {
		name := string(role)
		if role == auth.RoleOperator {
			name = "op01"
		}
		people[role] = h.signedIn(name)
	}
	var before Ticket
	op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&before)
	for kind, row := range ticket.Table {
		name := strings.ReplaceAll(string(kind), "_", "-")
		_, byAct := h.api.OpenAPI().Paths["/api/v1/tickets/{code}/"+name] // files come otherwise
		if !byAct || slices.Contains(row.States, ticket.StateDeclined) {
			continue
		}
		for role, v := range people {
			r := v.deed(&tk, name, nil)
			if kind == (ticket.Sort{}).Kind() { // what it says has the form of what is filed
				r = v.ask("POST", "/api/v1/tickets/"+tk.Code+"/sort", with(report(""), map[string]any{"call_id": "", "version": tk.Version}))
			}
			var p Problem
			r.into(&p)
			want := 403
			switch {
			case !slices.ContainsFunc(rightsOf(row), role.May):
			case role == auth.RoleOfficer || role == auth.RoleHead:
				want = 404 // it was never their unit's
			case slices.ContainsFunc(row.Parties, func(q ticket.Party) bool { return q == partyOf(role) || q == ticket.Hotline && role == auth.RoleLeader }):
				want = 409
			}
			if r.status != want || len(strings.Fields(p.Detail)) < 3 || strings.Contains(p.Detail, "%!") || strings.Contains(p.Detail, string(kind)) && kind != "merge" {
				t.Errorf("%s by %s: %d, want %d: %s", name, role, r.status, want, p.Detail)
			}
			if want == 409 && !strings.Contains(p.Detail, lang.Say(lang.Vietnamese, ticket.StateDeclined.Key())) {
				t.Errorf("%s by %s does not say why: %s", name, role, p.Detail)
			}
		}
	}
	var after Ticket
	op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&after)
	if a, b := asText(t, before), asText(t, after); a != b {
		t.Errorf("something has changed:\n%s\n%s", a, b)
	}
}

func asText(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Whatever people write is kept as text, in NFC, and comes back as they wrote it.
func TestDieu4_WhateverIsWrittenIsKeptAsText(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	for name, said := range map[string]string{
		"NFD":    norm.NFD.String("Đèn đường trước số 12 Lạch Tray hỏng đã hai tuần"),
		"emoji":  "Đèn hỏng 😡👨‍👩‍👧‍👦🇻🇳",
		"HTML":   `<script>alert(1)</script><img src=x onerror="alert(1)"> & "nháy"`,
		"SQL":    `'; DROP TABLE tickets; --`,
		"100 KB": strings.Repeat("Đèn đường hỏng. ", 100<<10/len("Đèn đường hỏng. ")+1),
		"long":   strings.Repeat("a", 100<<10),
	} {
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"content": said})).want(201))
		want := strings.TrimSpace(norm.NFC.String(said))
		if tk.Content != want {
			t.Errorf("%s: %.80q", name, tk.Content)
		}
		r := op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200)
		if got := op.filedBy(r); got.Content != want || r.header.Get("Content-Type") != "application/json" || r.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: read again: %.80q, %v", name, got.Content, r.header)
		}
	}
}

// A sender's number in any Vietnamese form is one number; nonsense is refused with the reason.
func TestNumbersOfSenders(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	body := func(phone string) map[string]any {
		return with(report(""), map[string]any{"sender": with(report("")["sender"].(map[string]any), map[string]any{"phone": phone})})
	}
	for said, want := range map[string]string{
		"0120 456 7890": "0704567890", "01234567890": "0834567890", "+84 (0) 912.345.678": "0912345678", "0084912345678": "0912345678",
		"0225.1022": "02251022", "1022": "1022", "3822022": "02253822022",
	} {
		if tk := op.filedBy(op.ask("POST", "/api/v1/tickets", body(said)).want(201)); tk.Sender.Phone != want {
			t.Errorf("%s: %s", said, tk.Sender.Phone)
		}
	}
	for said, why := range map[string]string{
		"0912a45678": "có ký tự 'a'", "091234567": "không có số Việt Nam nào dạng này", "--": "không có chữ số nào", "+123": "7 đến 15 chữ số", "anonymous": "không phải số điện thoại",
	} {
		p := op.ask("POST", "/api/v1/tickets", body(said)).problem(422, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Location != "body.sender.phone" || !strings.Contains(p.Errors[0].Message, why) {
			t.Errorf("%s: %+v", said, p.Errors)
		}
	}
	if p := op.ask("POST", "/api/v1/tickets", body("abc"), "Accept-Language", "en").problem(422, "invalid"); !strings.Contains(p.Errors[0].Message, "it holds 'a'") {
		t.Errorf("%+v", p.Errors)
	}
}

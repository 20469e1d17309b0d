package api

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/casework"
	"hotline1022/internal/casework/marks"
	"hotline1022/internal/lang"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

func itoa(id int64) string { return strconv.FormatInt(id, 10) }

// inVain is a call in which both officers of a unit were called; the second spoke, and left.
func (h *house) inVain(n int) call.ID {
	h.t.Helper()
	id := h.conversation(n, "0912345678", "op01")
	consult := func(number, outcome string) call.Consult {
		return call.Consult{Operator: "op01", Number: number, Unit: "SXD", Outcome: outcome}
	}
	at := t0.Add(time.Duration(n) * time.Minute)
	h.apply(
		entry(at.Add(20*time.Second), id, call.KindConsulting, consult("0225300001", "")),
		entry(at.Add(30*time.Second), id, call.KindConsultEnded, consult("0225300001", "busy")),
		entry(at.Add(30*time.Second), id, call.KindConsulting, consult("0225300051", "")),
		entry(at.Add(40*time.Second), id, call.KindConsulted, consult("0225300051", "")),
		entry(at.Add(40*time.Second), id, call.KindRecording, call.Leg{Leg: "consult-3", Operator: "op01", Number: "0225300051", Unit: "SXD"}),
		entry(at.Add(50*time.Second), id, call.KindConsultEnded, consult("0225300051", call.OutcomeHungUp)),
	)
	return id
}

// One key drafts the slip with everything known, and keeps it with the ticket.
func TestDieu9_3_SlipOfATicket(t *testing.T) {
	h := build(t)
	id := h.inVain(1)
	op := h.signedIn("op01")
	var filed Ticket
	op.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&filed)
	var s Slip
	op.ask("POST", "/api/v1/tickets/"+filed.Code+"/slips", map[string]any{}).want(201).into(&s)
	if s.Ticket != filed.Code || s.Unit != "SXD" || s.UnitName != "Sở Xây dựng" || s.DraftedBy != "op01" || s.DraftedName != "Người op01" ||
		s.Group != 1 || s.GroupLabel == "" || s.Content != filed.Content || !s.Urgent || s.Sender.Name != "Nguyễn Văn An" ||
		len(s.Calls) != 1 || s.Calls[0].ID != string(id) || s.Calls[0].From != "0912345678" {
		t.Errorf("%+v", s)
	}
	if a := s.Tried; len(a) != 2 || a[0].Officer != "Cán bộ thứ nhất" || a[0].Outcome != "busy" || a[0].Spoke || a[0].UnitName != "Sở Xây dựng" ||
		!a[0].At.Equal(t0.Add(80*time.Second)) || a[1].Number != "0225300051" || !a[1].Spoke || a[1].Outcome != call.OutcomeHungUp || a[1].Operator != "op01" {
		t.Errorf("tried: %+v", s.Tried)
	}
	if r := s.Recordings; len(r) != 2 || r[0].Leg != "call" || r[1].Leg != "consult-3" || r[1].Call != string(id) {
		t.Errorf("recordings: %+v", r)
	}

	// Again, after a further attempt, by another: the same slip says what is known now, and what
	// it said before is kept, with who wrote it.
	h.apply(entry(t0.Add(5*time.Minute), id, call.KindConsulting, call.Consult{Operator: "op01", Number: "0225300001", Unit: "SXD"}))
	var again Slip
	op.ask("POST", "/api/v1/tickets/"+filed.Code+"/slips", map[string]any{"note": "Chưa ai nghe."}).want(201)
	h.signedIn("op02").ask("POST", "/api/v1/tickets/"+filed.Code+"/slips", map[string]any{"note": "Gọi ba lần."}).want(201).into(&again)
	if e := again.Earlier; len(s.Earlier) != 0 || len(e) != 2 || e[0].Note != "" || e[0].DraftedBy != "op01" || e[0].Content != filed.Content ||
		!e[0].DraftedAt.Equal(s.DraftedAt) || e[1].Note != "Chưa ai nghe." || e[1].DraftedName != "Người op01" || again.DraftedBy != "op02" {
		t.Errorf("earlier: %+v", again.Earlier)
	}
	if again.ID != s.ID || len(again.Tried) != 3 || again.Note != "Gọi ba lần." {
		t.Errorf("%+v", again)
	}
	var list page[Slip]
	h.as(auth.RoleOffice).ask("GET", "/api/v1/tickets/"+filed.Code+"/slips", nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Note != "Gọi ba lần." {
		t.Errorf("%+v", list.Items)
	}
	var got Ticket
	op.ask("GET", "/api/v1/tickets/"+filed.Code, nil).want(200).into(&got)
	if len(got.Slips) != 1 || got.History[len(got.History)-1].Kind != "ticket.slip_drafted" {
		t.Errorf("the ticket: %+v", got)
	}
	h.audited(t, "op01", "slip.draft", 2)
}

// There is no ticket yet: the slip is the call's, of what is written so far, and the
// ticket's as soon as that is filed.
func TestDieu9_3_SlipOfACall(t *testing.T) {
	h := build(t)
	id := h.inVain(1)
	op := h.signedIn("op01")
	path := "/api/v1/calls/" + string(id) + "/slips"
	var s Slip
	op.ask("POST", path, map[string]any{"draft": map[string]any{"content": "Đèn", "sender": map[string]any{"phone": "09"}}}).want(201).into(&s)
	if s.Ticket != "" || s.CallID != string(id) || s.Unit != "SXD" || s.Content != "Đèn" || s.Group != 0 || len(s.Tried) != 2 {
		t.Errorf("%+v", s)
	}
	op.ask("POST", path, map[string]any{"draft": map[string]any{"contents": "Đèn"}}).problem(422, "invalid")
	h.signedIn("op02").ask("POST", path, map[string]any{}).problem(403, "not_your_call")
	h.signedIn("op02").ask("GET", path, nil).problem(404, "not_found")
	op.ask("POST", "/api/v1/calls/pbx1-9.9/slips", map[string]any{}).problem(404, string(lang.UnknownCall))

	var filed Ticket
	op.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&filed)
	var list page[Slip]
	op.ask("GET", path, nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Ticket != filed.Code || list.Items[0].Content != filed.Content || list.Items[0].Group != 1 || list.Items[0].ID != s.ID {
		t.Errorf("%+v", list.Items)
	}
	// From the call again: it is the ticket's now.
	var again Slip
	op.ask("POST", path, map[string]any{"draft": map[string]any{"content": "Khác"}}).want(201).into(&again)
	if again.ID != s.ID || again.Content != filed.Content {
		t.Errorf("%+v", again)
	}
}

func TestSlipRefused(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	var filed Ticket
	op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"unit": ""})).want(201).into(&filed)
	path := "/api/v1/tickets/" + filed.Code + "/slips"
	for unit, key := range map[string]lang.Key{"": lang.SlipUnit, "NOT": lang.TicketUnit} {
		p := op.ask("POST", path, map[string]any{"unit": unit}).problem(422, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Location != "body.unit" || p.Errors[0].Code != string(key) {
			t.Errorf("unit %q: %+v", unit, p.Errors)
		}
	}
	h.as(auth.RoleOperator).ask("POST", path, map[string]any{"unit": "SXD"}).problem(403, "not_allowed") // a program
	h.as(auth.RoleAuditor).ask("POST", path, map[string]any{"unit": "SXD"}).problem(403, "not_allowed")
	op.ask("POST", "/api/v1/tickets/26-000077-3/slips", map[string]any{"unit": "SXD"}).problem(404, "not_found")
	// A slip that came of no call was kept without lists: it is shown with empty ones.
	op.ask("POST", path, map[string]any{"unit": "SXD"}).want(201)
	if _, err := h.store.Pool().Exec(t.Context(), `UPDATE transfer_slips SET body = body || '{"calls": null, "tried": null, "recordings": null}'`); err != nil {
		t.Fatal(err)
	}
	var kept Ticket
	op.ask("GET", "/api/v1/tickets/"+filed.Code, nil).want(200).into(&kept)
	if len(kept.Slips) != 1 || kept.Slips[0].Calls == nil || kept.Slips[0].Tried == nil || kept.Slips[0].Recordings == nil {
		t.Errorf("null where lists are: %+v", kept.Slips)
	}
}

// It was declined: no slip takes it to a unit, neither from its page nor from the call in which it was told.
func TestSlipOfWhatIsOver(t *testing.T) {
	h := build(t)
	id := h.inVain(1)
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(id))).want(201))
	op.done(&tk, "decline", map[string]any{"reason": "not_clear", "words": "Kính mong ông/bà gửi lại.", "where": "Tổng đài 1022"})
	for _, path := range []string{"/api/v1/tickets/" + tk.Code + "/slips", "/api/v1/calls/" + string(id) + "/slips"} {
		if p := op.ask("POST", path, map[string]any{"unit": "SXD"}).problem(409, string(lang.SlipNotNow)); !strings.Contains(p.Detail, ticket.StateDeclined.Label()) {
			t.Errorf("%s: %s", path, p.Detail)
		}
	}
	var kept Ticket
	if op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&kept); len(kept.Slips) != 0 {
		t.Errorf("%+v", kept.Slips)
	}
}

// audited counts what somebody did.
func (h *house) audited(t *testing.T, actor, action string, want int) {
	t.Helper()
	var audit page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?actor="+actor, nil).want(200).into(&audit)
	n := 0
	for _, a := range audit.Items {
		if a.Action == action {
			n++
		}
	}
	if n != want {
		t.Errorf("%s did %s %d times, want %d: %+v", actor, action, n, want, audit.Items)
	}
}

// The mark that a caller gives is the call's, and its ticket's (Điều 11.2).
func TestDieu11_2_MarkOnCallAndTicket(t *testing.T) {
	h := build(t)
	id := h.conversation(1, "0912345678", "op01")
	op := h.signedIn("op01")
	var filed Ticket
	op.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&filed)
	h.apply(entry(t0, id, call.KindRated, call.Rated{Mark: "2"}), entry(t0, id, call.KindRated, call.Rated{Mark: "5"}), entry(t0, id, call.KindRated, call.Rated{Mark: "#"}))
	var c CallDetail
	op.ask("GET", "/api/v1/calls/"+string(id), nil).want(200).into(&c)
	if c.Rating == nil || *c.Rating != 5 {
		t.Errorf("the call: %v", c.Rating)
	}
	var got Ticket
	op.ask("GET", "/api/v1/tickets/"+filed.Code, nil).want(200).into(&got)
	if m := got.Casefile.Rating; m != nil {
		t.Errorf("the ticket, before the job: %+v", m)
	}
	for range 2 { // a job may run twice
		if err := marks.New(h.store, casework.New(h.store)).Rate(t.Context(), string(id)); err != nil {
			t.Fatal(err)
		}
	}
	op.ask("GET", "/api/v1/tickets/"+filed.Code, nil).want(200).into(&got)
	if m := got.Casefile.Rating; m == nil || m.Score != 5 || m.Source != ticket.MarkOfCall || !m.At.Equal(t0) || got.Version != filed.Version+1 {
		t.Errorf("the ticket: %+v", got)
	}
}

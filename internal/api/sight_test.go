package api

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// Cell by cell: what each role is shown of who somebody is, without a reason and with one.
func TestDieu12_2_WhatEachRoleIsShownOfWhoSomebodyIs(t *testing.T) {
	name := map[showing]string{inFull: "full", masked: "masked", hidden: "hidden"}
	// one, one confidential, listed, listed confidential
	without := map[auth.Role]string{
		auth.RoleOperator: "full full full full", auth.RoleLeader: "full full full full", auth.RoleOffice: "full full full hidden",
		auth.RoleAuditor: "masked hidden masked hidden", auth.RoleAdmin: "full hidden full hidden",
		auth.RoleOfficer: "full hidden full hidden", auth.RoleHead: "full hidden full hidden",
	}
	with := map[auth.Role]string{auth.RoleAuditor: "full full full hidden"} // of others as without
	for _, role := range auth.Roles {
		for reason, table := range map[string]map[auth.Role]string{"": without, "Thanh tra": with} {
			want, ok := table[role]
			if !ok {
				want = without[role]
			}
			s := sight{&Principal{Role: role}, reason}
			got := strings.Join([]string{name[s.one(false)], name[s.one(true)], name[s.listed(false)], name[s.listed(true)]}, " ")
			if got != want {
				t.Errorf("%s, reason %q: %s, want %s", role, reason, got, want)
			}
		}
	}
	// A program says why when its token is made; not of what is confidential.
	if s := (sight{&Principal{Role: auth.RoleAuditor, Purpose: "Đối soát cước"}, ""}); s.one(false) != inFull || s.one(true) != hidden || s.why(false) != "Đối soát cước" {
		t.Errorf("a program: %s, %s", name[s.one(false)], name[s.one(true)])
	}
}

func TestWhatIsTakenOut(t *testing.T) {
	from := Sender{Type: "individual", Name: "Nguyễn Văn An", Address: "12 Lạch Tray", Phone: "0912345678", Email: "an@example.vn", NoAddress: true}
	for as, want := range map[showing]Sender{
		inFull: from, masked: {Type: "individual", Phone: "0912•••678", Email: "a•••@example.vn", NoAddress: true}, hidden: {Type: "individual"},
	} {
		if got := as.sender(from); got != want {
			t.Errorf("%d: %+v", as, got)
		}
	}
	said := func() map[string]any {
		return map[string]any{"number": "0912345678", "note": "Bà Hoa", "filter": "from=+84912345678&state=ended", "ticket": "260000013", "count": 3.0}
	}
	if got := masked.detail("people.list", said()); got["number"] != "0912•••678" || got["note"] != nil || got["filter"] != "from=+849•••678&state=ended" || got["ticket"] != "260000013" || got["count"] != 3.0 {
		t.Errorf("%+v", got)
	}
	if got := hidden.detail("dialplan.keep", said()); got["note"] != "Bà Hoa" || got["number"] != "0912345678" {
		t.Errorf("%+v: it is of no citizen", got)
	}
}

// Whoever audits is shown nobody, and hears nothing, before they say why; then each look is one
// row of the audit log, with the reason. Nobody else is asked.
func TestDieu12_2_WhoAuditsSaysWhyBeforeEachLook(t *testing.T) {
	const phone, shown, why = "0912345678", "0912•••678", "Thanh tra số 12"
	h := build(t)
	h.ofUnit()
	id := string(h.inVain(1))
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(id)).want(201))
	op.done(&tk, "ask-sender", map[string]any{"text": "Số nhà nào?"})
	op.done(&tk, "stop-waiting", map[string]any{"reason": "Đã rõ"})
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	h.apply(entry(t0, call.ID(id), call.KindEmergency, call.Consult{Operator: "op01", Number: "115", Unit: "115", Urgent: true}))
	h.wishes(id, phone)
	h.engine.calls = []telephony.CallView{{ID: "pbx1-9.1", From: phone, FromName: "NGUYEN VAN AN", ArrivedAt: t0}}
	auditor := h.signedIn("auditor")
	ask := func(way, reason string) string {
		t.Helper()
		if reason != "" {
			sign := "?"
			if strings.Contains(way, "?") {
				sign = "&"
			}
			way += sign + "reason=" + strings.ReplaceAll(reason, " ", "+")
		}
		return string(auditor.ask("GET", "/api/v1"+way, nil).want(200).body)
	}
	for _, look := range [][2]string{
		{"/tickets/" + tk.Code, "ticket.sender_seen"},
		{"/tickets/" + tk.Code + "/slips", "ticket.sender_seen"},
		{"/tickets", "people.list"},
		{"/calls", "people.list"},
		{"/calls?ticket=" + tk.Code, "people.list"},
		{"/calls/" + id, "call.read"},
		{"/calls/" + id + "/slips", ""}, // of the same look
		{"/messages", "people.list"},
		{"/callbacks", "people.list"},
		{"/emergencies", "people.list"},
		{"/emergencies?open=true", "people.list"},
		{"/live-calls", "people.list"},
	} {
		way, row := look[0], look[1]
		blind := ask(way, "")
		if strings.Contains(blind, phone) || strings.Contains(blind, "Nguyễn Văn An") || strings.Contains(blind, "NGUYEN VAN AN") || !strings.Contains(blind, shown) {
			t.Errorf("%s without a reason: %s", way, blind)
		}
		before := h.rows("auditor", row, why)
		if seen := ask(way, why); !strings.Contains(seen, phone) {
			t.Errorf("%s with a reason: %s", way, seen)
		}
		if row != "" && h.rows("auditor", row, why) != before+1 {
			t.Errorf("%s: no row, or several", way)
		}
	}
	for _, way := range []string{"/calls?from=" + phone, "/tickets?from=" + phone, "/tickets?q=nguyen", "/messages?to=" + phone} {
		auditor.ask("GET", "/api/v1"+way, nil).problem(422, "invalid")
		if !strings.Contains(ask(way, why), phone) {
			t.Errorf("%s finds nobody", way)
		}
	}
	ask("/tickets?q="+tk.Code, "") // a code names nobody

	var c CallDetail
	op.ask("GET", "/api/v1/calls/"+id, nil).want(200).into(&c)
	audio := "/api/v1/recordings/" + c.Recordings[0].ID.String() + "/audio"
	if p := auditor.ask("GET", audio, nil).problem(422, "invalid"); p.Errors[0].Code != "recording_needs_reason" {
		t.Errorf("%+v", p.Errors)
	}
	auditor.ask("GET", audio+"?reason=++", nil).problem(422, "invalid")
	h.audited(t, "auditor", "recording.listen", 0)
	auditor.ask("GET", audio+"?reason=Thanh+tra", nil).want(200)
	h.audited(t, "auditor", "recording.listen", 1)
	h.signedIn("leader").ask("GET", audio+"?reason=Thanh+tra", nil).want(200)

	// What the log itself shows of whom was looked for.
	if blind := ask("/audit?action=people.list", ""); strings.Contains(blind, phone) || !strings.Contains(blind, shown) {
		t.Errorf("the log: %s", blind)
	}
	if !strings.Contains(ask("/audit?action=people.list", why), phone) {
		t.Error("the log, with a reason, says not who was looked for")
	}
	// Of a program's looks its purpose stands there.
	h.as(auth.RoleAuditor).ask("GET", audio, nil).want(200)
	var entries page[AuditEntry]
	h.as(auth.RoleAdmin).ask("GET", "/api/v1/audit?action=recording.listen", nil).want(200).into(&entries)
	if len(entries.Items) != 3 || entries.Items[0].Detail["reason"] == "" {
		t.Errorf("%+v", entries.Items)
	}
}

// A page that stands open asks again and again: one look. Another reason is another look.
func TestALookAtACallIsNotedOnce(t *testing.T) {
	h := build(t)
	id := h.conversation(1, "0912345678", "op01")
	for range 3 {
		h.signedIn("op01").ask("GET", "/api/v1/calls/"+string(id), nil).want(200)
	}
	h.audited(t, "op01", "call.read", 1)
	auditor := h.signedIn("auditor")
	for _, reason := range []string{"", "aaa", "aaa", "bbb"} {
		auditor.ask("GET", "/api/v1/calls/"+string(id)+"?reason="+reason, nil).want(200)
	}
	h.audited(t, "auditor", "call.read", 3)
	h.later.Store(int64(sameLook) + int64(time.Second))
	auditor.ask("GET", "/api/v1/calls/"+string(id)+"?reason=bbb", nil).want(200)
	h.audited(t, "auditor", "call.read", 4)
	h.signedIn("op02").ask("GET", "/api/v1/calls/"+string(id), nil).problem(404, "not_found")
	h.audited(t, "op02", "call.read", 0)
}

// Whose call-back and whose emergency it is, of a confidential ticket: the hotline's to know alone.
func TestDieu12_2_ConfidentialCallbacksEmergenciesAndHistory(t *testing.T) {
	const phone = "0912345678"
	h := build(t)
	h.ofUnit()
	id := string(h.inVain(1))
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(id), map[string]any{"confidential": true})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	again := string(h.conversation(2, phone, "op01"))
	op.ask("POST", "/api/v1/tickets/"+tk.Code+"/calls", map[string]any{"call_id": again, "note": "Bà Hoa gọi lại, số " + phone}).want(200)
	h.apply(entry(t0, call.ID(id), call.KindEmergency, call.Consult{Operator: "op01", Number: "115", Unit: "115", Urgent: true}))
	h.wishes(id, phone)
	h.engine.calls = []telephony.CallView{{ID: call.ID(id), From: phone, ArrivedAt: t0, Emergency: true}}
	for username, ways := range map[string]string{
		"office": "/callbacks /emergencies /emergencies?open=true /live-calls", "admin": "/callbacks /emergencies /emergencies?open=true /live-calls /audit /tickets/" + tk.Code,
		"auditor": "/callbacks?reason=xem /emergencies?reason=xem /live-calls?reason=xem /audit /tickets/" + tk.Code, "officer": "/tickets/" + tk.Code,
	} {
		v := h.signedIn(username)
		for way := range strings.FieldsSeq(ways) {
			body := string(v.ask("GET", "/api/v1"+way, nil).want(200).body)
			if strings.Contains(body, phone) || strings.Contains(body, "Bà Hoa") || !strings.HasPrefix(way, "/audit") && !strings.HasPrefix(way, "/live") && strings.Contains(body, strconv.Quote(id)) {
				t.Errorf("%s, %s: %s", username, way, body)
			}
		}
	}
	for _, way := range []string{"/callbacks", "/emergencies", "/live-calls"} {
		if body := string(h.signedIn("leader").ask("GET", "/api/v1"+way, nil).want(200).body); !strings.Contains(body, phone) {
			t.Errorf("the leader, %s: %s", way, body)
		}
	}
}

// wishes puts a number on the list of those who are called back.
func (h *house) wishes(id, number string) {
	h.t.Helper()
	later := t0.Add(time.Hour) // than they were spoken with
	h.apply(entry(later, call.ID(id), call.KindCallbackAsked, call.CallbackAsked{Number: number, Queue: "chung", QueuedAt: later}))
}

// rows counts the looks that somebody has taken with a reason.
func (h *house) rows(actor, action, reason string) (n int) {
	h.t.Helper()
	err := h.store.Pool().QueryRow(h.t.Context(), "SELECT count(*) FROM audit_log WHERE actor = $1 AND action = $2 AND detail->>'reason' = $3", actor, action, reason).Scan(&n)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

package api

import (
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// The slip that was drafted in the failed transfer is the one that is numbered and sent; it
// says what has come since.
func TestDieu9_3a_TheSlipOfAFailedTransferIsSent(t *testing.T) {
	h := build(t)
	id := h.inVain(1)
	op := h.signedIn("op01")
	var drafted Slip
	op.ask("POST", "/api/v1/calls/"+string(id)+"/slips", map[string]any{"note": "Đã gọi hai số", "draft": map[string]any{"content": "Đèn"}}).want(201).into(&drafted)
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(id))).want(201))
	h.apply(entry(t0.Add(3*time.Minute), id, call.KindRecording, call.Leg{Leg: "consult-9", Operator: "op01", Number: "0225300001", Unit: "SXD"}))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	if len(tk.Slips) != 1 {
		t.Fatalf("%+v", tk.Slips)
	}
	s := tk.Slips[0]
	if s.ID != drafted.ID || s.CallID != string(id) || s.Number == "" || s.SentAt == nil || s.Note != "Đã gọi hai số" || s.Content != tk.Content ||
		len(s.Tried) != 2 || len(s.Recordings) != 3 || len(s.Calls) != 1 || s.Calls[0].ID != string(id) || s.Sender.Name != tk.Sender.Name {
		t.Errorf("%+v", s)
	}
	if len(s.Earlier) != 1 || s.Earlier[0].Content != "Đèn" {
		t.Errorf("earlier: %+v", s.Earlier)
	}
}

// recordingOf is the id of the recording of a slip's call, and what stands beside it.
func (v *visitor) recordingOf(code string) SlipRecording {
	v.h.t.Helper()
	var t Ticket
	v.ask("GET", "/api/v1/tickets/"+code, nil).want(200).into(&t)
	if len(t.Slips) != 1 || len(t.Slips[0].Recordings) != 1 {
		v.h.t.Fatalf("%+v", t.Slips)
	}
	return t.Slips[0].Recordings[0]
}

func TestDieu10_1c_TheUnitHearsItForAsLongAsItWasGranted(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer, leader := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("leader")
	call := h.conversation(1, "0912345678", "op01")
	h.conversation(2, "0987654321", "op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(call))).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	officer.done(&tk, "accept", nil)
	r := officer.recordingOf(tk.Code)
	if r.MayHear || r.Request != "" || r.Call != string(call) {
		t.Fatalf("%+v", r)
	}
	audio := "/api/v1/recordings/" + r.ID + "/audio"
	refused := func(v *visitor) {
		t.Helper()
		v.ask("GET", audio, nil).problem(404, "recording_not_granted")
	}
	refused(officer)

	// Asked, of this ticket's call and of no other; then granted, for a time.
	var other string
	if err := h.store.Pool().QueryRow(t.Context(), "SELECT id::text FROM recordings WHERE call_id <> $1", string(call)).Scan(&other); err != nil {
		t.Fatal(err)
	}
	if p := officer.deed(&tk, "request-recording", map[string]any{"recording": other, "reason": "Xác minh"}).problem(422, "invalid"); p.Errors[0].Code != "ticket_no_recording" {
		t.Errorf("%+v", p)
	}
	officer.done(&tk, "request-recording", map[string]any{"recording": r.ID, "reason": "Xác minh vị trí"})
	refused(officer)
	if r := officer.recordingOf(tk.Code); r.MayHear || r.Request != "asked" {
		t.Errorf("%+v", r)
	}
	until := time.Now().Add(48 * time.Hour)
	var shown Ticket
	leader.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&shown)
	if latest := time.Now().Add(ticket.LongestGrant); shown.GrantUntil == nil || shown.GrantUntil.Sub(latest).Abs() > time.Minute {
		t.Errorf("it may be granted until %v, want %s", shown.GrantUntil, latest)
	} else if p := leader.deed(&tk, "decide-recording", map[string]any{"number": 1, "approve": true, "until": shown.GrantUntil.Add(time.Hour), "reason": "Lâu"}).problem(422, "invalid"); p.Errors[0].Code != "ticket_grant_too_far" || p.Errors[0].Location != "body.act.until" {
		t.Errorf("%+v", p)
	}
	officer.deed(&tk, "decide-recording", map[string]any{"number": 1, "approve": true, "until": until, "reason": "Tôi cho tôi"}).problem(403, "not_allowed")
	leader.done(&tk, "decide-recording", map[string]any{"number": 1, "approve": true, "until": until, "reason": "Đúng việc"})
	if r := officer.recordingOf(tk.Code); !r.MayHear || r.Request != "granted" || r.Until == nil || !r.Until.Equal(until) {
		t.Errorf("%+v", r)
	}
	if got := officer.ask("GET", audio, nil).want(200); len(got.body) != len(h.tape.audio) {
		t.Errorf("%d bytes", len(got.body))
	}
	officer.ask("GET", audio, nil, "Range", "bytes=10-19").want(206)
	h.signedIn("head").ask("GET", audio, nil).want(200)
	officer.ask("GET", "/api/v1/recordings/"+other+"/audio", nil).problem(404, "recording_not_granted")
	refused(h.as(auth.RoleOfficer)) // a program is of no unit
	op.ask("GET", audio, nil).problem(403, "not_allowed")

	var noted page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=recording.listen&actor=officer", nil).want(200).into(&noted)
	if len(noted.Items) != 1 || noted.Items[0].Detail["reason"] != "Xác minh vị trí" || noted.Items[0].Detail["unit"] != "SXD" || noted.Items[0].Detail["request"] != 1.0 {
		t.Errorf("%+v", noted.Items)
	}

	// Of another unit nobody does; nor of this one, what has become confidential, or when the time is over.
	if _, err := h.store.Pool().Exec(t.Context(), "INSERT INTO units (code, name, kind) VALUES ('SGT', 'Sở Giao thông', 'department'); UPDATE users SET unit = 'SGT' WHERE username = 'head'"); err != nil {
		t.Fatal(err)
	}
	refused(h.signedIn("head"))
	op.done(&tk, "mark-confidential", map[string]any{"confidential": true, "reason": "Người gửi muốn"})
	refused(officer)
	h.signedIn("office").done(&tk, "allow-identity", map[string]any{"unit": "SXD", "reason": "Cần nghe"})
	officer.ask("GET", audio, nil).want(200)
	storetest.SetClock(t, h.store, until.Add(time.Second))
	refused(officer)
	if r := officer.recordingOf(tk.Code); r.MayHear || r.Request != "over" {
		t.Errorf("%+v", r)
	}
}

// A call with two tickets, of which one is confidential, has one voice: it is heard by no way round.
func TestDieu12_2_NotHeardByAnotherTicketOfTheCall(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer, leader, office := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("leader"), h.signedIn("office")
	call := report(string(h.conversation(1, "0912345678", "op01")))
	open := op.filedBy(op.ask("POST", "/api/v1/tickets", call).want(201))
	op.done(&open, "assign", map[string]any{"lead": "SXD"})
	id := officer.recordingOf(open.Code).ID
	audio := "/api/v1/recordings/" + id + "/audio"
	ask := func() {
		officer.done(&open, "request-recording", map[string]any{"recording": id, "reason": "Xác minh"})
	}
	grant := func(number int) *reply {
		return leader.deed(&open, "decide-recording", map[string]any{"number": number, "approve": true, "until": time.Now().Add(time.Hour), "reason": "Đúng việc"})
	}
	ask()
	grant(1).want(200).into(&open)
	officer.ask("GET", audio, nil).want(200)
	ask()

	secret := op.filedBy(op.ask("POST", "/api/v1/tickets", with(call, map[string]any{"confidential": true})).want(201))
	grant(2).problem(409, "ticket_identity_other")
	officer.ask("GET", audio, nil).problem(404, "recording_not_granted") // also what was granted before
	if r := officer.recordingOf(open.Code); r.MayHear || r.Request != "asked" {
		t.Errorf("%+v", r)
	}
	office.done(&secret, "allow-identity", map[string]any{"unit": "SXD", "reason": "Một người gửi"})
	grant(2).want(200)
	officer.ask("GET", audio, nil).want(200)
	if r := officer.recordingOf(open.Code); !r.MayHear || r.Request != "granted" {
		t.Errorf("%+v", r)
	}
}

func TestDieu10_1c_WhatIsRefusedIsNotHeard(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer, leader := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("leader")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(string(h.conversation(1, "0912345678", "op01"))), map[string]any{"confidential": true})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	r := leader.recordingOf(tk.Code)
	if !r.MayHear {
		t.Errorf("a shift leader: %+v", r)
	}
	for i := range 2 {
		officer.done(&tk, "request-recording", map[string]any{"recording": r.ID, "reason": "Xác minh"})
		number := i + 1
		grant := leader.deed(&tk, "decide-recording", map[string]any{"number": number, "approve": true, "until": time.Now().Add(time.Hour), "reason": "Đúng việc"})
		grant.problem(409, "ticket_identity_first") // a voice is who somebody is
		leader.done(&tk, "decide-recording", map[string]any{"number": number, "approve": false, "reason": "Hỏi tổng đài"})
	}
	if r := officer.recordingOf(tk.Code); r.MayHear || r.Request != "refused" {
		t.Errorf("%+v", r)
	}
	officer.ask("GET", "/api/v1/recordings/"+r.ID+"/audio", nil).problem(404, "recording_not_granted")
}

// The Office sees everything, and hears it: when it says why, also what is confidential. To grant a
// unit a recording is 1022's (Điều 10.1).
func TestDieu10_1c_TheOfficeHearsForAReason(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, office := h.signedIn("op01"), h.signedIn("office")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(string(h.conversation(1, "0912345678", "op01"))), map[string]any{"confidential": true})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	r := office.recordingOf(tk.Code)
	audio := "/api/v1/recordings/" + r.ID + "/audio"
	if p := office.ask("GET", audio, nil).problem(422, "invalid"); !r.MayHear || p.Errors[0].Code != "recording_needs_reason" {
		t.Errorf("%+v, %+v", r, p.Errors)
	}
	office.ask("GET", audio+"?reason=Th%E1%BA%A9m+tra", nil).want(200)
	if e := h.notes("recording.listen"); len(e) != 1 || e[0].Actor != "office" || e[0].Detail["reason"] != "Thẩm tra" {
		t.Errorf("%+v", e)
	}
	h.signedIn("officer").done(&tk, "request-recording", map[string]any{"recording": r.ID, "reason": "Xác minh"})
	office.deed(&tk, "decide-recording", map[string]any{"number": 1, "approve": false, "reason": "Không"}).problem(403, "not_allowed")
}

// Their sender calls again, after the slip was sent: that recording, too, is there to be asked for and heard.
func TestDieu10_1_OfACallThatCameAfterTheSlip(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(h.conversation(1, "0912345678", "op01")))).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	again := string(h.conversation(2, "0912345678", "op01"))
	op.ask("POST", "/api/v1/tickets/"+tk.Code+"/calls", map[string]any{"call_id": again, "note": "Hỏi thêm"}).want(200).into(&tk)
	later := func() (r TicketRecording) {
		t.Helper()
		officer.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&tk)
		if len(tk.Recordings) != 2 || len(tk.Slips[0].Recordings) != 1 || tk.Recordings[1].Call != again {
			t.Fatalf("%+v", tk.Recordings)
		}
		return tk.Recordings[1]
	}
	r := later()
	if r.Request != "" || r.MayHear || r.BegunAt == nil {
		t.Fatalf("%+v", r)
	}
	officer.done(&tk, "request-recording", map[string]any{"recording": r.ID, "reason": "Xác minh"})
	h.signedIn("leader").done(&tk, "decide-recording", map[string]any{"number": 1, "approve": true, "until": time.Now().Add(time.Hour), "reason": "Đúng việc"})
	if r := later(); r.Request != "granted" || !r.MayHear {
		t.Errorf("%+v", r)
	}
	officer.ask("GET", "/api/v1/recordings/"+r.ID+"/audio", nil).want(200)
	op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&tk)
	op.done(&tk, "mark-confidential", map[string]any{"confidential": true, "reason": "Người gửi muốn"})
	var secret Ticket
	officer.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&secret)
	if r := secret.Recordings[1]; r.Call != "" || r.BegunAt != nil || r.MayHear {
		t.Errorf("of what is confidential: %+v", r)
	}
}

func TestAnAuditorsReasonIsNotedWithTheListening(t *testing.T) {
	h := build(t)
	h.conversation(1, "0912345678", "op01")
	var id string
	if err := h.store.Pool().QueryRow(t.Context(), "SELECT id::text FROM recordings").Scan(&id); err != nil {
		t.Fatal(err)
	}
	auditor := h.as(auth.RoleAuditor)
	auditor.ask("GET", "/api/v1/recordings/"+id+"/audio?reason=Thanh+tra+12", nil).want(200)
	var noted page[AuditEntry]
	auditor.ask("GET", "/api/v1/audit?action=recording.listen", nil).want(200).into(&noted)
	if len(noted.Items) != 1 || noted.Items[0].Detail["reason"] != "Thanh tra 12" {
		t.Errorf("%+v", noted.Items)
	}
}

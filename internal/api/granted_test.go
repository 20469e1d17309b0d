package api

import (
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/storetest"
	"hotline1022/telephony/call"
)

// A unit hears a recording of its ticket when the shift leader has allowed it, until the time
// that was said, and no other; every listening is noted.
func TestDieu10_1c_AUnitHearsWhatItWasGranted(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer, leader := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("leader")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(h.inVain(1)))).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	var other CallDetail
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/calls/"+string(h.conversation(2, "0987654321", "op01")), nil).want(200).into(&other)
	mine := tk.Slips[0].Recordings[0].ID
	audio := func(id string) string { return "/api/v1/recordings/" + id + "/audio" }

	officer.ask("GET", audio(mine), nil).problem(404, "recording_not_granted")
	p := officer.deed(&tk, "request-recording", map[string]any{"recording": other.Recordings[0].ID, "reason": "Xác minh"}).problem(422, "invalid")
	if len(p.Errors) != 1 || p.Errors[0].Code != "ticket_no_recording" || p.Errors[0].Location != "body.act.recording" {
		t.Errorf("%+v", p.Errors)
	}
	officer.done(&tk, "request-recording", map[string]any{"recording": mine, "reason": "Xác minh"})
	officer.ask("GET", audio(mine), nil).problem(404, "recording_not_granted")
	until := h.now().Add(time.Hour)
	leader.done(&tk, "decide-recording", map[string]any{"number": 1, "approve": true, "until": until, "reason": "Đồng ý"})
	officer.ask("GET", audio(mine), nil).want(200)
	officer.ask("GET", audio(tk.Slips[0].Recordings[1].ID), nil).problem(404, "recording_not_granted")
	h.as(auth.RoleOfficer).ask("GET", audio(mine), nil).problem(404, "recording_not_granted") // a program of no unit
	op.ask("GET", audio(mine), nil).problem(403, "not_allowed")
	h.audited(t, "officer", "recording.listen", 1)
	storetest.SetClock(t, h.store, until.Add(time.Second))
	officer.ask("GET", audio(mine), nil).problem(404, "recording_not_granted")
}

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

package api

import (
	"strings"
	"testing"

	"hotline1022/internal/auth"
)

// Who sent what is confidential is not found by another way either: by the calls, what was
// sent, the sound. Whoever may know by their role says why, where they audit, and it is noted.
func TestDieu12_2_NoWayRoundAConfidentialSender(t *testing.T) {
	const phone = "0912345678"
	h := build(t)
	h.ofUnit()
	id := string(h.inVain(1))
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(id), map[string]any{"confidential": true})).want(201))
	op.done(&tk, "ask-sender", map[string]any{"text": "Số nhà nào?"}) // a message to the sender
	op.done(&tk, "stop-waiting", map[string]any{"reason": "Đã rõ"})
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	var c CallDetail
	op.ask("GET", "/api/v1/calls/"+id, nil).want(200).into(&c)
	if c.FromNumber != phone || c.CallerHidden || !c.Confidential {
		t.Errorf("for whoever answered: %+v", c.Call)
	}
	audio := "/api/v1/recordings/" + c.Recordings[0].ID.String() + "/audio"

	for role, ways := range map[string][]string{
		"admin": {"/calls/" + id, "/calls/" + id + "/slips", "/calls?ticket=" + tk.Code, "/calls?from=" + phone, "/messages?ticket=" + tk.Code, "/messages?to=" + phone, "/tickets/" + tk.Code, "/tickets"},
		"auditor": {
			"/calls/" + id, "/calls/" + id + "/slips", "/calls?ticket=" + tk.Code, "/calls?reason=Thanh+tra&from=" + phone, "/messages?ticket=" + tk.Code,
			"/messages?reason=Thanh+tra&to=" + phone, "/tickets/" + tk.Code, "/tickets", "/audit?object=ticket:" + strings.ReplaceAll(tk.Code, "-", ""),
		},
		"officer": {"/tickets/" + tk.Code, "/tickets"},
	} {
		v := h.signedIn(role)
		for _, way := range ways {
			body := string(v.ask("GET", "/api/v1"+way, nil).want(200).body)
			if strings.Contains(body, phone) || strings.Contains(body, "Nguyễn Văn An") {
				t.Errorf("%s, %s: %s", role, way, body)
			}
			if strings.Contains(way, phone) && !strings.Contains(body, `"items":[]`) {
				t.Errorf("%s finds the ticket by the number: %s", role, body)
			}
			if strings.HasPrefix(way, "/tickets") && !strings.Contains(body, `"calls":[]`) {
				t.Errorf("%s is led to the call: %s", role, body)
			}
		}
	}
	for _, way := range []string{"/calls?from=" + phone, "/messages?to=" + phone, "/tickets?from=" + phone, "/tickets?q=Nguyen"} {
		h.signedIn("auditor").ask("GET", "/api/v1"+way, nil).problem(422, "invalid")
	}
	h.audited(t, "auditor", "ticket.sender_seen", 0)
	h.signedIn("admin").ask("GET", audio, nil).problem(403, "recording_confidential")
	auditor := h.as(auth.RoleAuditor)
	auditor.ask("GET", audio, nil).problem(422, "invalid")
	auditor.ask("GET", audio+"?reason=Thanh+tra", nil).want(200)
	auditor.ask("GET", "/api/v1/calls/"+id+"?reason=Thanh+tra", nil).want(200).into(&c)
	if c.FromNumber != phone {
		t.Errorf("with a reason: %+v", c.Call)
	}
	h.signedIn("leader").ask("GET", audio+"?reason=Thanh+tra", nil).want(200)
	var found page[Call]
	if h.signedIn("leader").ask("GET", "/api/v1/calls?from="+phone, nil).want(200).into(&found); len(found.Items) != 1 {
		t.Errorf("%+v", found)
	}
}

// What a caller left is their voice.
func TestDieu12_2_TheVoiceOfAConfidentialMessage(t *testing.T) {
	h := build(t)
	tk := h.message("pbx1-7.1", "0912345678", t0)
	op := h.signedIn("op01")
	op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&tk)
	op.done(&tk, "mark-confidential", map[string]any{"confidential": true, "reason": "Người gửi yêu cầu"})
	path := "/api/v1/tickets/" + tk.Code + "/message"
	op.ask("GET", path, nil).want(200)
	h.signedIn("admin").ask("GET", path, nil).problem(403, "recording_confidential")
	auditor := h.signedIn("auditor")
	auditor.ask("GET", path, nil).problem(422, "invalid")
	auditor.ask("GET", path+"?reason=Thanh+tra", nil).want(200)
}

// A word about how an officer behaved is not read by that officer, nor does it stop their work.
func TestDieu18_3_WhatIsSaidOfAnOfficerIsNotReadByThem(t *testing.T) {
	h := build(t)
	op, officer, tk := h.atUnit(nil)
	seen := tk
	op.done(&tk, "report-conduct", map[string]any{"text": "Cán bộ đòi tiền"})
	op.done(&tk, "warn-of-sender", map[string]any{"ground": "Báo tin giả nhiều lần"})
	h.signedIn("office").done(&tk, "decide-warning", map[string]any{"number": 1, "approve": false, "reason": "Chưa đủ căn cứ"})
	path := "/api/v1/tickets/" + tk.Code
	for _, said := range []string{"Cán bộ đòi tiền", "Báo tin giả nhiều lần", "Chưa đủ căn cứ"} {
		for username, reads := range map[string]bool{"op01": true, "leader": true, "office": true, "auditor": true, "officer": false, "head": false, "admin": false} {
			if body := string(h.signedIn(username).ask("GET", path, nil).want(200).body); strings.Contains(body, said) != reads {
				t.Errorf("%s reads %q: %t, want %t", username, said, !reads, reads)
			}
		}
	}
	officer.done(&seen, "progress", map[string]any{"text": "Đã cử người"}) // with the version that they saw
}

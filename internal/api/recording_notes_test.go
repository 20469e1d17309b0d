package api

import (
	"testing"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
)

// What somebody writes down at a second stands there for whoever hears it later, with who wrote it, and stays.
func TestNotesAtARecordingsSeconds(t *testing.T) {
	h := build(t)
	recording := h.recorded(h.conversation(1, "0912345678", "op01"))
	leader, auditor := h.signedIn("leader"), h.signedIn("auditor")
	path := "/api/v1/recordings/" + recording + "/notes"
	write := func(v *visitor, at int, text string) *reply {
		return v.ask("POST", path+"?reason=Thanh+tra", map[string]any{"at_ms": at, "text": text})
	}
	write(auditor, 5000, "Ngắt lời người dân").want(201)
	write(leader, 1500, " Chào đúng mẫu ").want(201)
	write(leader, 1500, "  ").problem(422, "invalid")
	write(leader, -1, "x").problem(422, "invalid")
	leader.ask("POST", path, map[string]any{"at_ms": 1, "text": "x"}).problem(422, "invalid") // no reason
	leader.ask("GET", path, nil).problem(422, "invalid")
	h.signedIn("op01").ask("GET", path+"?reason=xem", nil).problem(403, "not_allowed")
	leader.ask("POST", "/api/v1/recordings/"+uuid.NewString()+"/notes?reason=xem", map[string]any{"at_ms": 1, "text": "x"}).problem(404, "not_found")

	var notes page[RecordingNote]
	leader.ask("GET", path+"?reason=xem", nil).want(200).into(&notes)
	if len(notes.Items) != 2 || notes.Items[0].Text != "Chào đúng mẫu" || notes.Items[0].AtMs != 1500 || notes.Items[0].Author != "leader" || notes.Items[1].Author != "auditor" {
		t.Errorf("%+v", notes.Items)
	}
	h.audited(t, "auditor", "recording.note", 1)
	var noted page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=recording.note&actor=auditor&reason=xem", nil).want(200).into(&noted)
	if len(noted.Items) != 1 || noted.Items[0].Detail["second"] != "5" || noted.Items[0].Object != "recording:"+recording {
		t.Errorf("%+v", noted.Items)
	}
	if _, err := h.store.Pool().Exec(t.Context(), "UPDATE recording_notes SET text = 'x'"); err == nil {
		t.Error("a note was changed")
	}
}

package api

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// written is a recording's transcript.
func (h *house) written(recording string, lines ...string) {
	h.t.Helper()
	id := uuid.MustParse(recording)
	add := db.TranscriptLinesAddParams{Recording: id, Lanes: []int16{}, Froms: []int64{}, Tos: []int64{}, Texts: []string{}}
	said := ""
	for i, text := range lines {
		add.Lanes, add.Texts = append(add.Lanes, int16(i%2)), append(add.Texts, text)
		add.Froms, add.Tos = append(add.Froms, int64(i)*1000), append(add.Tos, int64(i)*1000+900)
		said += text + " "
	}
	if _, err := h.store.Pool().Exec(h.t.Context(), "INSERT INTO transcripts (recording, state, wanted_at) VALUES ($1, 'waiting', now())", id); err != nil {
		h.t.Fatal(err)
	}
	if n, err := h.store.TranscriptDone(h.t.Context(), db.TranscriptDoneParams{Recording: id, Model: "whisper-1", At: h.now(), Said: said}); err != nil || n != 1 {
		h.t.Fatal(n, err)
	}
	if err := h.store.TranscriptLinesAdd(h.t.Context(), add); err != nil {
		h.t.Fatal(err)
	}
}

// What was said is as closed as the sound: a reason, a right, a row among the listenings; what is confidential is found by its words by
// those alone who handle tickets.
func TestDieu12_2_WordsAreAsClosedAsTheSound(t *testing.T) {
	h := build(t)
	op, leader, auditor := h.signedIn("op01"), h.signedIn("leader"), h.signedIn("auditor")
	id := h.conversation(1, "0912345678", "op01")
	recording := h.recorded(id)
	read := "/api/v1/recordings/" + recording + "/transcript"
	why := map[string]any{"reason": "Giải quyết khiếu nại"}
	auditor.ask("POST", read, why).problem(404, "not_found") // nobody wrote it down
	h.written(recording, "Đèn đường ở Lạch Tray hỏng", "Vâng, tôi ghi nhận")

	if p := auditor.ask("POST", read, map[string]any{}).problem(422, "invalid"); p.Errors[0].Code != "recording_needs_reason" {
		t.Errorf("%+v", p)
	}
	op.ask("POST", read, why).problem(403, "not_allowed")
	var got Transcript
	auditor.ask("POST", read, why).want(200).into(&got)
	if len(got.Lines) != 2 || got.Lines[1] != (Said{Lane: 1, FromMs: 1000, ToMs: 1900, Text: "Vâng, tôi ghi nhận"}) || got.Model != "whisper-1" {
		t.Errorf("%+v", got)
	}
	rows := h.listenings("call=" + string(id))
	if len(rows) != 1 || !rows[0].Text || rows[0].Actor != "auditor" || rows[0].Reason != "Giải quyết khiếu nại" || !rows[0].Noted || rows[0].Download {
		t.Errorf("%+v", rows)
	}
	var noted page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?object=recording:"+recording, nil).want(200).into(&noted)
	if len(noted.Items) != 1 || noted.Items[0].Action != "recording.read" || noted.Items[0].Detail["reason"] != "Giải quyết khiếu nại" {
		t.Errorf("%+v", noted.Items)
	}

	finds := func(v *visitor, query string) int {
		var all page[Call]
		v.ask("GET", "/api/v1/calls?reason=Thanh+tra&said="+query, nil).want(200).into(&all)
		for _, c := range all.Items {
			if !c.Recordings[0].Written {
				t.Errorf("%+v", c)
			}
		}
		return len(all.Items)
	}
	for query, want := range map[string]int{"lach+tray": 1, "hỏng+đèn": 1, "lach+tray+nuoc": 0, "...": 0} {
		if n := finds(auditor, query); n != want {
			t.Errorf("%q finds %d calls, want %d", query, n, want)
		}
	}
	// A page that is left open asks again and again; that is one search.
	finds(auditor, "lach+tray")
	var searched page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=recording.searched", nil).want(200).into(&searched)
	if len(searched.Items) != 4 || searched.Items[0].Detail["reason"] != "Thanh tra" || searched.Items[0].Detail["words"] == "" {
		t.Errorf("of four searches, one of them twice: %+v", searched.Items)
	}
	// Where words were said in more calls than are looked through, those of the time and the operator asked for are.
	later := h.conversation(2, "0912345679", "op02")
	h.written(h.recorded(later), "Lạch Tray ngập nước")
	first, other, between := "op01", "op02", t0.Add(90*time.Second)
	for _, c := range []struct {
		db.CallsSaidParams
		want call.ID
	}{
		{db.CallsSaidParams{}, later},
		{db.CallsSaidParams{Since: &between, Operator: &other}, later},
		{db.CallsSaidParams{Until: &between}, id},
		{db.CallsSaidParams{Operator: &first}, id},
	} {
		c.Said, c.Most = "lach tray", 1
		if ids, err := h.store.CallsSaid(t.Context(), c.CallsSaidParams); err != nil || len(ids) != 1 || ids[0] != string(c.want) {
			t.Errorf("%+v finds %q, %v", c.CallsSaidParams, ids, err)
		}
	}
	if n := finds(auditor, "tray&operator=op01"); n != 1 {
		t.Errorf("of an operator %d are found", n)
	}
	h.sql("DELETE FROM transcripts WHERE 'ngap' = ANY(words)")
	auditor.ask("GET", "/api/v1/calls?said=lach", nil).problem(422, "invalid")
	op.ask("GET", "/api/v1/calls?said=lach", nil).problem(403, "not_allowed")
	op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(string(id)), map[string]any{"confidential": true})).want(201))
	if n := finds(auditor, "lach+tray"); n != 0 {
		t.Errorf("an auditor finds what is confidential by its words: %d", n)
	}
	if n := finds(leader, "lach+tray"); n != 1 {
		t.Errorf("the shift leader finds %d", n)
	}
}

package api

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/telephony/call"
)

func powerCut() map[string]any {
	return map[string]any{"area": "Quận Lê Chân", "text": "Mất điện do bão.", "expected_end": time.Now().Add(5 * time.Hour)}
}

func TestIncidentFromOpenToClosed(t *testing.T) {
	h := build(t)
	leader := h.signedIn("leader")
	var opened, got Incident
	leader.ask("POST", "/api/v1/incidents", powerCut()).want(201).into(&opened)
	if !opened.Open || opened.Revision != 1 || opened.OpenedBy != "leader" || opened.Voice.State != "making" || h.board.refreshed != 1 {
		t.Errorf("%+v, looked %d times", opened, h.board.refreshed)
	}
	leader.ask("POST", "/api/v1/incidents", powerCut()).problem(409, "incident_is_open")
	path := fmt.Sprintf("/api/v1/incidents/%d", opened.ID)

	// Three callers join, one from where no SMS is read; the panel counts them.
	for n, from := range []string{"0912345678", "0987654321", "02253847123"} {
		id := call.ID(fmt.Sprintf("pbx1-9.%d", n))
		h.apply(entry(t0, id, call.KindArrived, call.Arrived{From: from, To: "02251022"}),
			entry(t0, id, call.KindJoinedIncident, call.JoinedIncident{Incident: fmt.Sprint(opened.ID), Key: "1"}))
	}
	leader.ask("PATCH", path, with(powerCut(), map[string]any{"revision": 1, "text": "Mất điện và ngập."})).want(200).into(&got)
	if got.Revision != 2 || got.Text != "Mất điện và ngập." || got.Joined != 2 || got.Reported != 3 || len(got.History) != 2 {
		t.Errorf("%+v", got)
	}
	h.signedIn("office").ask("PATCH", path, with(powerCut(), map[string]any{"revision": 1})).problem(409, "changed_meanwhile")

	var list page[Incident]
	h.as(auth.RoleOperator).ask("GET", "/api/v1/incidents?state=open", nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].ID != opened.ID {
		t.Errorf("open: %+v", list.Items)
	}
	leader.ask("POST", path+"/close", nil).want(200).into(&got)
	if got.Open || got.ClosedBy != "leader" || got.ClosedAt == nil || got.Voice.State != "over" || h.board.refreshed != 3 {
		t.Errorf("%+v", got)
	}
	leader.ask("POST", path+"/close", nil).problem(409, "incident_is_closed")
	leader.ask("PATCH", path, with(powerCut(), map[string]any{"revision": 2})).problem(409, "incident_is_closed")
	leader.ask("POST", "/api/v1/incidents/4711/close", nil).problem(404, "not_found")
	leader.ask("GET", "/api/v1/incidents?state=open", nil).want(200).into(&list)
	if len(list.Items) != 0 {
		t.Errorf("open after the end: %+v", list.Items)
	}
	for range 2 {
		leader.ask("POST", "/api/v1/incidents", powerCut()).want(201).into(&opened)
		leader.ask("POST", fmt.Sprintf("/api/v1/incidents/%d/close", opened.ID), nil).want(200)
	}
	leader.ask("GET", "/api/v1/incidents?state=closed&limit=2", nil).want(200).into(&list)
	if len(list.Items) != 2 || list.Next == nil {
		t.Fatalf("%+v", list)
	}
	leader.ask("GET", "/api/v1/incidents?limit=2&cursor="+*list.Next, nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Next != nil {
		t.Errorf("the second page: %+v", list)
	}
}

func TestIncidentFaults(t *testing.T) {
	h := build(t)
	leader := h.as(auth.RoleLeader)
	p := leader.ask("POST", "/api/v1/incidents", map[string]any{"area": " ", "text": strings.Repeat("đ", 601), "expected_end": "2020-01-01T00:00:00Z"}).problem(422, "invalid")
	var places []string
	for _, e := range p.Errors {
		places = append(places, e.Location)
	}
	if strings.Join(places, " ") != "body.area body.text body.expected_end" {
		t.Errorf("places %v", places)
	}
	leader.ask("POST", "/api/v1/incidents", `{"area":1}`).problem(422, "invalid")
	leader.ask("POST", "/api/v1/incidents/preview", map[string]any{"area": "a"}).problem(422, "invalid")
	var heard IncidentPreview
	leader.ask("POST", "/api/v1/incidents/preview", powerCut()).want(200).into(&heard)
	if string(heard.Sound) != "RIFF" || heard.Words != "Thông báo: Mất điện do bão." {
		t.Errorf("%+v", heard)
	}
	h.board.failed = errors.New("espeak-ng is not installed")
	leader.ask("POST", "/api/v1/incidents/preview", powerCut()).problem(503, "voice_away")
	var opened Incident
	leader.ask("POST", "/api/v1/incidents", powerCut()).want(201).into(&opened)
	if opened.Voice.State != "failed" {
		t.Errorf("%+v", opened.Voice)
	}
}

func TestIncidentVoice(t *testing.T) {
	h := build(t)
	leader := h.as(auth.RoleLeader)
	var i Incident
	leader.ask("POST", "/api/v1/incidents", powerCut()).want(201).into(&i)
	voice := fmt.Sprintf("/api/v1/incidents/%d/voice", i.ID)
	leader.ask("GET", voice, nil).problem(409, "voice_not_yet")
	wav := func(body string) *reply {
		return leader.ask("PUT", voice+"?revision=1", body, "Content-Type", "audio/wav")
	}
	wav("noise").problem(422, "invalid")
	wav("long").problem(422, "invalid")
	leader.ask("PUT", voice+"?revision=1", `{}`).problem(415, "not_audio")
	leader.ask("PUT", voice, "RIFF", "Content-Type", "audio/wav").problem(422, "invalid")
	wav(strings.Repeat("x", maxVoice+1)).problem(413, "too_large")
	wav("RIFF a person's voice").want(204)
	wav("RIFF another").problem(409, "changed_meanwhile")
	leader.ask("GET", fmt.Sprintf("/api/v1/incidents/%d", i.ID), nil).want(200).into(&i)
	if i.Revision != 2 || !i.Voice.Recorded {
		t.Errorf("%+v", i)
	}
	h.board.file, h.board.id, h.board.revision = filepath.Join(t.TempDir(), "v.wav"), i.ID, 2
	if err := os.WriteFile(h.board.file, []byte("RIFF a person's voice"), 0o600); err != nil {
		t.Fatal(err)
	}
	heard := h.as(auth.RoleOperator).ask("GET", voice, nil).want(200)
	if string(heard.body) != "RIFF a person's voice" || heard.header.Get("Content-Type") != "audio/wav" {
		t.Errorf("%s, %s", heard.body, heard.header.Get("Content-Type"))
	}
	leader.ask("DELETE", voice+"?revision=2", nil).want(204)
	leader.ask("GET", fmt.Sprintf("/api/v1/incidents/%d", i.ID), nil).want(200).into(&i)
	if i.Revision != 3 || i.Voice.Recorded {
		t.Errorf("%+v", i)
	}
	leader.ask("GET", "/api/v1/incidents/seven/voice", nil).problem(404, "not_found")
	leader.ask("POST", fmt.Sprintf("/api/v1/incidents/%d/close", i.ID), nil).want(200)
	leader.ask("GET", voice, nil).problem(404, "incident_is_closed")
}

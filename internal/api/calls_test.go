package api

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

func ids(calls []Call) (list []string) {
	for _, c := range calls {
		list = append(list, c.ID)
	}
	return list
}

func TestCallsAreFound(t *testing.T) {
	h := build(t)
	var all []call.ID
	for i, from := range []string{"+84912345678", "0912345678", "0987654321", "anonymous", "+66812345678"} {
		all = append(all, h.conversation(i, from, []string{"op01", "op02"}[i%2]))
	}
	h.apply(entry(t0.Add(time.Hour), "pbx1-9.9", call.KindArrived, call.Arrived{From: "02253822022", To: "02251022"}))
	auditor := h.as(auth.RoleAuditor)
	for query, want := range map[string]int{
		"":                               6,
		"?from=0912345678":               2,
		"?from=%2B84+912.345.678":        2,
		"?from=09*":                      3,
		"?from=%2B66*":                   1,
		"?to=0225.1022":                  6,
		"?operator=op01":                 3,
		"?state=ended":                   5,
		"?state=arriving":                1,
		"?since=2026-03-02T08:03:00Z":    3,
		"?until=2026-03-02T08:03:00Z":    3,
		"?ticket=26-000001-3":            0,
		"?from=0912345678&operator=op02": 1,
	} {
		var got page[Call]
		auditor.ask("GET", "/api/v1/calls"+query, nil).want(200).into(&got)
		if len(got.Items) != want || got.Next != nil {
			t.Errorf("%s: %v, want %d", query, ids(got.Items), want)
		}
	}
	for query, code := range map[string]string{
		"?from=abc": "invalid", "?from=*": "invalid", "?ticket=1": "invalid", "?limit=201": "invalid", "?state=dozing": "invalid", "?since=yesterday": "invalid",
	} {
		auditor.ask("GET", "/api/v1/calls"+query, nil).problem(422, code)
	}
	auditor.ask("GET", "/api/v1/calls?cursor=x", nil).problem(400, "bad_cursor")

	var pages []string
	for cursor := ""; ; {
		var got page[Call]
		auditor.ask("GET", "/api/v1/calls?limit=4&cursor="+cursor, nil).want(200).into(&got)
		pages = append(pages, ids(got.Items)...)
		if got.Next == nil {
			break
		}
		cursor = *got.Next
	}
	if want := []string{"pbx1-9.9", string(all[4]), string(all[3]), string(all[2]), string(all[1]), string(all[0])}; strings.Join(pages, " ") != strings.Join(want, " ") {
		t.Errorf("pages %v, want %v", pages, want)
	}
}

func TestCallsAreFoundByWhatTheyWere(t *testing.T) {
	h := build(t)
	long, other := h.conversation(0, "0912345678", "op01"), h.conversation(1, "0987654321", "op02")
	for _, sql := range []string{
		"INSERT INTO recordings (call_id, leg, state, operator, number, unit) VALUES ($1, 'consult-1', 'expected', 'op01', '02253822001', 'SXD')",
		"UPDATE calls SET rating = 2, rated_at = ended_at WHERE id <> $1",
		"UPDATE calls SET ended_at = connected_at + interval '10 minutes' WHERE id = $1",
		`INSERT INTO tickets (code, year, number, state, policy, "group", field, content, address, urgent, confidential, channel, sender_type, sender_phone, no_address, no_phone, no_email, complete, created_by, created_at, updated_at, origin)
			VALUES ('260000013', 2026, 1, 'received', '587/QĐ-UBND-2024', 1, 'chieu-sang', 'c', '', false, false, 'phone', 'individual', '0912345678', false, false, false, false, 'op01', now(), now(), 'operator')`,
		"INSERT INTO ticket_calls (ticket_id, call_id) SELECT id, $1 FROM tickets",
	} {
		args := []any{string(long)}[:strings.Count(sql, "$1")]
		if _, err := h.store.Pool().Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	auditor, operator := h.as(auth.RoleAuditor), h.signedIn("op01")
	flag := "/api/v1/calls/" + string(other) + "/flag"
	auditor.ask("PUT", flag, map[string]any{"flagged": true, "note": " Nói trống không "}).want(204)
	auditor.ask("PUT", flag, map[string]any{"flagged": true, "note": " "}).problem(422, "invalid")
	auditor.ask("PUT", "/api/v1/calls/pbx1-0.0/flag", map[string]any{"flagged": true, "note": "x"}).problem(404, "not_found")
	operator.ask("PUT", flag, map[string]any{"flagged": false, "note": ""}).want(403)
	operator.ask("GET", "/api/v1/calls?flagged=true", nil).want(403)
	one, two := []string{string(long)}, []string{string(other)}
	for query, want := range map[string][]string{
		"unit=SXD": one, "unit=SNV": nil, "officer=0225.382.2001": one, "officer=02253822002": nil, "field=chieu-sang": one, "field=cho": nil, "ticket=26-000001-3": one,
		"talk_min=600": one, "talk_min=601": nil, "talk_max=599": two, "talk_min=1&talk_max=600&unit=SXD&field=chieu-sang": one, "rating=2": two, "rating=5": nil,
		"end_reason=hangup&rating=2": two, "end_reason=no_answer": nil, "flagged=true": two, "flagged=true&unit=SXD": nil,
	} {
		var got page[Call]
		auditor.ask("GET", "/api/v1/calls?"+query, nil).want(200).into(&got)
		if !slices.Equal(ids(got.Items), want) {
			t.Errorf("%s: %v, want %v", query, ids(got.Items), want)
		}
	}
	// A field that was wrong, and is put right, finds the call by the right one; so the units that the ticket is given, beside the one that was spoken with.
	if err := h.store.UnitPut(t.Context(), db.UnitPutParams{Code: "SNV", Name: "Sở Nội vụ", Kind: "department"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Pool().Exec(t.Context(), "UPDATE tickets SET field = 'cho', \"group\" = 2, unit = 'SNV', units = '{SNV,SYT}'"); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"field=cho", "unit=SNV", "unit=SYT", "unit=SXD", "unit=SNV&field=cho&operator=op01"} {
		var got page[Call]
		auditor.ask("GET", "/api/v1/calls?"+query, nil).want(200).into(&got)
		if !slices.Equal(ids(got.Items), one) {
			t.Errorf("%s: %v", query, ids(got.Items))
		}
	}
	var read CallDetail
	auditor.ask("GET", "/api/v1/calls/"+string(other), nil).want(200).into(&read)
	if read.Flag == nil || read.Flag.Note != "Nói trống không" {
		t.Errorf("the mark: %+v", read.Flag)
	}
	if body := string(h.signedIn("op02").ask("GET", "/api/v1/calls/"+string(other), nil).want(200).body); strings.Contains(body, "trống không") {
		t.Errorf("who spoke is shown the mark: %s", body)
	}
	auditor.ask("PUT", flag, map[string]any{"flagged": false, "note": ""}).want(204)
	var noted page[AuditEntry]
	auditor.ask("GET", "/api/v1/audit?object=call:"+string(other), nil).want(200).into(&noted)
	var acts []string
	for _, n := range noted.Items {
		if strings.HasSuffix(n.Action, "flag") {
			acts = append(acts, n.Action)
		}
	}
	if !slices.Equal(acts, []string{"call.unflag", "call.flag"}) {
		t.Errorf("noted: %v", acts)
	}
}

func TestCallRecord(t *testing.T) {
	h := build(t)
	id := h.conversation(1, "+84912345678", "op01")
	var c CallDetail
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/calls/"+string(id), nil).want(200).into(&c)
	if c.From != "+84912345678" || c.FromNumber != "0912345678" || c.To != "02251022" || c.WaitMs != 10_000 || c.TalkMs != 60_000 ||
		c.Operator != "op01" || c.OperatorName != "Người op01" || c.EndClass != "citizen" || c.EndReason != "hangup" || c.Queue != "tong-dai" || c.State != "ended" {
		t.Errorf("%+v", c.Call)
	}
	if len(c.Recordings) != 1 || c.Recordings[0].State != "expected" || c.Tickets == nil || len(c.Events) != 5 || c.Events[0].Kind != "call.arrived" {
		t.Errorf("%+v", c)
	}
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/calls/pbx1-0.0", nil).problem(404, "not_found")

	// Nobody served, and the telephone of whoever was on duty answered: that was spoken as well.
	const night = call.ID("pbx1-1772438400.2")
	begun := t0.Add(2 * time.Minute)
	h.apply(
		entry(begun, night, call.KindArrived, call.Arrived{From: "0912345679", To: "02251022"}),
		entry(begun.Add(5*time.Second), night, call.KindForwarding, call.Forward{Number: "0225300002"}),
		entry(begun.Add(20*time.Second), night, call.KindForwarded, call.Forward{Number: "0225300002"}),
		entry(begun.Add(50*time.Second), night, call.KindEnded, call.Ended{Class: call.EndOfficer, Reason: call.ReasonHangup}),
	)
	var found page[Call]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/calls?sort=talk&talk_min=25&talk_max=59", nil).want(200).into(&found)
	if len(found.Items) != 1 || found.Items[0].ID != string(night) || found.Items[0].TalkMs != 30_000 || found.Items[0].ConnectedAt != nil {
		t.Errorf("by its length: %+v", found.Items)
	}

	// The operator left the caller to the menu, for the mark: that is no talk.
	const marked = call.ID("pbx1-1772438400.3")
	begun = t0.Add(4 * time.Minute)
	offer := call.Offer{Operator: "op01"}
	h.apply(
		entry(begun, marked, call.KindArrived, call.Arrived{From: "0912345670", To: "02251022"}),
		entry(begun.Add(5*time.Second), marked, call.KindQueued, call.Queued{Queue: "tong-dai"}),
		entry(begun.Add(10*time.Second), marked, call.KindConnected, offer),
		entry(begun.Add(15*time.Second), marked, call.KindOperatorLeft, offer),
		entry(begun.Add(20*time.Second), marked, call.KindConnected, offer), // the menu led back
		entry(begun.Add(35*time.Second), marked, call.KindOperatorLeft, offer),
		entry(begun.Add(99*time.Second), marked, call.KindEnded, call.Ended{Class: call.EndSystem, Reason: call.ReasonCompleted}),
	)
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/calls?sort=talk&talk_min=20&talk_max=29", nil).want(200).into(&found)
	if len(found.Items) != 1 || found.Items[0].ID != string(marked) || found.Items[0].TalkMs != 25_000 {
		t.Errorf("by its length: %+v", found.Items)
	}
}

// Who withholds the number is not found by it and not shown with it; those with the
// right read it one call at a time, and that is noted.
func TestAWithheldNumber(t *testing.T) {
	h := build(t)
	const asserted = "+84912345678"
	h.apply(entry(t0, "pbx1-7.1", call.KindArrived, call.Arrived{To: "02251022", Withheld: true, Asserted: asserted}))
	h.conversation(1, "0987654321", "op01")
	leader := h.as(auth.RoleLeader)
	for path, shown := range map[string]bool{
		"/api/v1/calls": true, "/api/v1/calls?from=0912345678": false, "/api/v1/calls/pbx1-7.1": true, "/api/v1/callers/0912345678": false,
	} {
		body := string(leader.ask("GET", path, nil).want(200).body)
		if strings.Contains(body, "+84912") || strings.Contains(body, "pbx1-7.1") != shown || shown && !strings.Contains(body, `"withheld":true`) {
			t.Errorf("%s: %s", path, body)
		}
	}
	var got WithheldNumber
	leader.ask("GET", "/api/v1/calls/pbx1-7.1/withheld-number", nil).want(200).into(&got)
	if got.Number != asserted {
		t.Errorf("%+v", got)
	}
	leader.ask("GET", "/api/v1/calls/pbx1-1772438400.1/withheld-number", nil).problem(404, "not_found") // shown anyway
	h.signedIn("op01").ask("GET", "/api/v1/calls/pbx1-7.1/withheld-number", nil).want(403)
	var noted page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=call.read_withheld", nil).want(200).into(&noted)
	if len(noted.Items) != 1 || noted.Items[0].Object != "call:pbx1-7.1" {
		t.Errorf("noted: %+v", noted.Items)
	}
}

func TestOperatorsSeeTheirOwnCallsOnly(t *testing.T) {
	h := build(t)
	mine, other := h.conversation(1, "0912345678", "op01"), h.conversation(2, "0912345678", "op02")
	v := h.signedIn("op01")
	for _, query := range []string{"", "?operator=op02"} {
		var got page[Call]
		v.ask("GET", "/api/v1/calls"+query, nil).want(200).into(&got)
		if len(got.Items) != 1 || got.Items[0].ID != string(mine) {
			t.Errorf("%q: %v", query, ids(got.Items))
		}
	}
	v.ask("GET", "/api/v1/calls/"+string(mine), nil).want(200)
	v.ask("GET", "/api/v1/calls/"+string(other), nil).problem(404, "not_found")
}

func TestLivingCallHasTheEnginesState(t *testing.T) {
	h := build(t)
	h.apply(entry(t0, "pbx1-5.5", call.KindArrived, call.Arrived{From: "0912345678"}))
	h.engine.calls = []telephony.CallView{{ID: "pbx1-5.5", State: call.StateMenu}}
	var c CallDetail
	h.as(auth.RoleLeader).ask("GET", "/api/v1/calls/pbx1-5.5", nil).want(200).into(&c)
	if c.State != "menu" || c.WaitMs != 0 || c.EndedAt != nil {
		t.Errorf("%+v", c.Call)
	}
}

func TestAudio(t *testing.T) {
	h := build(t)
	auditor := h.as(auth.RoleAuditor)
	path := "/api/v1/recordings/" + uuid.NewString() + "/audio"
	r := auditor.ask("GET", path, nil).want(200)
	if !bytes.Equal(r.body, h.tape.audio) || r.header.Get("Etag") != `"`+strings.Repeat("ab", 32)+`"` || r.header.Get("Content-Type") != "audio/wav" ||
		r.header.Get("Accept-Ranges") != "bytes" || r.header.Get("Cache-Control") != "private, no-store" || r.header.Get("Content-Disposition") != "" {
		t.Errorf("%v, %d bytes", r.header, len(r.body))
	}
	r = auditor.ask("GET", path, nil, "Range", "bytes=68-77").want(206)
	if string(r.body) != "0123456789" || r.header.Get("Content-Range") != "bytes 68-77/1058" {
		t.Errorf("%v, %s", r.header, r.body)
	}
	none := auditor.ask("GET", path, nil, "Range", "bytes=1058-")
	if none.problem(416, "bad_range"); none.header.Get("Content-Range") != "bytes */1058" {
		t.Errorf("Content-Range: %q", none.header.Get("Content-Range"))
	}
	auditor.ask("GET", path, nil, "If-None-Match", r.header.Get("Etag")).want(304)
	r = auditor.ask("GET", path+"?download=1", nil).want(200)
	if got := r.header.Get("Content-Disposition"); got != `attachment; filename="pbx1-1.1_call.wav"` {
		t.Error(got)
	}
	auditor.ask("GET", "/api/v1/recordings/none/audio", nil).problem(404, "not_found")
	auditor.ask("HEAD", path, nil).want(200)

	var entries page[AuditEntry]
	auditor.ask("GET", "/api/v1/audit?object=recording:"+strings.Split(path, "/")[4], nil).want(200).into(&entries)
	actions := map[string]int{}
	for _, e := range entries.Items {
		actions[e.Action]++
		if !strings.HasPrefix(e.Actor, "token:hl1022_") {
			t.Errorf("actor %s", e.Actor)
		}
	}
	// The ranges behind belong to the first; no sound was sent with the 304, the 416 and to HEAD.
	if actions["recording.listen"] != 1 || actions["recording.download"] != 1 {
		t.Errorf("%v", actions)
	}
}

// Who looks at a call has not listened to it.
func TestLookingAtACallIsNoListening(t *testing.T) {
	h := build(t)
	id := h.conversation(1, "0912345678", "op01")
	auditor := h.as(auth.RoleAuditor)
	auditor.ask("GET", "/api/v1/calls/"+string(id), nil).want(200)
	auditor.ask("GET", "/api/v1/calls", nil).want(200)
	var entries page[AuditEntry]
	auditor.ask("GET", "/api/v1/audit?action=recording.listen", nil).want(200).into(&entries)
	if len(entries.Items) != 0 {
		t.Errorf("%+v", entries.Items)
	}
}

// The audit log leads from a recording to its call.
func TestAuditNamesARecordingsCall(t *testing.T) {
	h := build(t)
	id := h.conversation(1, "0912345678", "op01")
	recordings, err := h.store.RecordingsOfCall(t.Context(), string(id))
	if err != nil || len(recordings) != 1 {
		t.Fatal(recordings, err)
	}
	auditor := h.as(auth.RoleAuditor)
	auditor.ask("GET", "/api/v1/recordings/"+recordings[0].ID.String()+"/audio", nil).want(200)
	auditor.ask("GET", "/api/v1/recordings/"+uuid.NewString()+"/audio", nil).want(200)
	var entries page[AuditEntry]
	auditor.ask("GET", "/api/v1/audit?action=recording.listen", nil).want(200).into(&entries)
	if len(entries.Items) != 2 || entries.Items[0].CallID != "" || entries.Items[1].CallID != string(id) {
		t.Errorf("%+v", entries.Items)
	}
}

func TestAudioThatCannotBeHad(t *testing.T) {
	h := build(t)
	leader := h.as(auth.RoleLeader)
	path := "/api/v1/recordings/" + uuid.NewString() + "/audio"
	for code, tc := range map[string]struct {
		err    error
		status int
	}{
		"not_found":         {ErrNoAudio, 404},
		"recording_not_yet": {ErrNotYet, 409},
		"recording_deleted": {ErrDeleted, 410},
		"archive_away":      {ErrArchiveAway, 503},
		"archive_no_key":    {ErrArchiveKey, 503},
		"internal":          {errors.New("minio says: 10.0.0.3 refused"), 500},
	} {
		h.tape.err = fmt.Errorf("wrapped: %w", tc.err)
		r := leader.ask("GET", path, nil)
		if r.problem(tc.status, code); strings.Contains(string(r.body), "10.0.0.3") {
			t.Errorf("leaks: %s", r.body)
		}
	}
	h.tape.err = nil
	if _, err := h.store.Pool().Exec(t.Context(), "ALTER TABLE audit_log RENAME TO gone"); err != nil {
		t.Fatal(err)
	}
	if r := leader.ask("GET", path, nil); r.status != 500 || bytes.Contains(r.body, h.tape.audio) || r.header.Get("Etag") != "" || r.header.Get("Accept-Ranges") != "" {
		t.Errorf("heard without a trace: %d %v", r.status, r.header)
	}
}

func TestCardOfACaller(t *testing.T) {
	h := build(t)
	id := h.conversation(1, "+84912345678", "op01")
	h.conversation(2, "0987654321", "op01")
	var filed Ticket
	v := h.signedIn("op01")
	body := report(string(id))
	v.ask("POST", "/api/v1/tickets", body).want(201).into(&filed)
	var card protocol.Card
	v.ask("GET", "/api/v1/callers/+84%20912%20345%20678", nil).want(200).into(&card)
	if card.Number != "0912345678" || card.Name != "Nguyễn Văn An" || card.Address != "12 Lạch Tray" || !card.Complete ||
		len(card.Calls) != 1 || card.Calls[0].ID != string(id) || card.Calls[0].DurationMs != 70_000 || len(card.Calls[0].Tickets) != 1 || card.Calls[0].Tickets[0] != filed.Code ||
		len(card.Tickets) != 1 || card.Tickets[0].Code != filed.Code || card.Tickets[0].Group != 1 || card.Tickets[0].State != "received" {
		t.Errorf("%+v", card)
	}
	v.ask("GET", "/api/v1/callers/anonymous", nil).problem(422, "invalid")
	for _, withheld := range []string{"anonymous", "", "abc"} {
		card, err := Cards{h.store}.Card(t.Context(), withheld)
		if err != nil || card.Number != "" || card.Calls == nil || card.Tickets == nil {
			t.Errorf("%q: %+v, %v", withheld, card, err)
		}
	}
}

func TestOperatorsAndDirectory(t *testing.T) {
	h := build(t)
	since := time.Now().Truncate(time.Second)
	h.engine.operators = []telephony.OperatorView{
		{Operator: "op02", Status: telephony.StatusPaused, Reason: "ăn trưa", Since: since, Desk: true, Media: true},
		{Operator: "ghost", Status: telephony.StatusReady},
	}
	var operators page[Operator]
	h.as(auth.RoleLeader).ask("GET", "/api/v1/operators", nil).want(200).into(&operators)
	if len(operators.Items) != 2 || operators.Items[0].Status != "offline" || operators.Items[0].Since != nil ||
		operators.Items[1].Status != "paused" || operators.Items[1].Reason != "ăn trưa" || !operators.Items[1].Since.Equal(since) || operators.Items[1].Name != "Người op02" {
		t.Errorf("%+v", operators.Items)
	}
	v := h.as(auth.RoleOfficer)
	var officers page[Officer]
	v.ask("GET", "/api/v1/officers", nil).want(200).into(&officers)
	if len(officers.Items) != 2 || officers.Items[0] != (Officer{Phone: "0225300001", Unit: "SXD", Name: "Cán bộ thứ nhất", Rank: 1}) {
		t.Errorf("%+v", officers.Items)
	}
	for path, want := range map[string]int{"/units": 1, "/fields": 2, "/groups": 5} {
		var got page[map[string]any]
		if v.ask("GET", "/api/v1"+path, nil).want(200).into(&got); len(got.Items) != want {
			t.Errorf("%s: %v", path, got.Items)
		}
	}
}

// A program has no calls of its own: least of all those that nobody answered.
func TestAnOperatorsTokenReadsNoCalls(t *testing.T) {
	h := build(t)
	h.apply(entry(t0, "pbx1-1.1", call.KindArrived, call.Arrived{From: "0912345678", To: "02251022"}))
	program := h.as(auth.RoleOperator)
	program.ask("GET", "/api/v1/calls", nil).problem(403, "not_allowed")
	program.ask("GET", "/api/v1/calls/pbx1-1.1", nil).problem(403, "not_allowed")
	h.signedIn("op01").ask("GET", "/api/v1/calls/pbx1-1.1", nil).problem(404, "not_found")
}

func TestCallsThatWePlaceAreTold(t *testing.T) {
	a := &API{cfg: Config{Now: time.Now}}
	at := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	of := func(id call.ID, placed bool) [2]bool {
		c := a.callOf(db.CallByIDRow{Call: db.Call{ID: string(id), Placed: placed, StartedAt: at}}, nil)
		return [2]bool{c.Placed, c.CallBack}
	}
	if got := of("pbx1-1767600000.1", false); got != [2]bool{false, false} {
		t.Errorf("one that came: placed, call-back: %v", got)
	}
	if got := of("pbx1-1767600000.2", true); got != [2]bool{true, false} {
		t.Errorf("one that an operator placed: placed, call-back: %v", got)
	}
	if got := of(call.BackID("pbx1", at, 7), false); got != [2]bool{false, true} {
		t.Errorf("a call-back: placed, call-back: %v", got)
	}
}

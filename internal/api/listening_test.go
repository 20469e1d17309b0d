package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/ticket"
	"hotline1022/recordings/peaks"
	"hotline1022/recordings/watermark"
	"hotline1022/telephony/call"
)

// recorded is the recording of a call that was.
func (h *house) recorded(id call.ID) string {
	h.t.Helper()
	all, err := h.store.RecordingsOfCall(h.t.Context(), string(id))
	if err != nil || len(all) != 1 {
		h.t.Fatal(all, err)
	}
	return all[0].ID.String()
}

// hears begins to hear a recording.
func (v *visitor) hears(recording, reason string) (l Link) {
	v.h.t.Helper()
	v.ask("POST", "/api/v1/recordings/"+recording+"/listenings", map[string]any{"reason": reason}).want(201).into(&l)
	return l
}

func (h *house) listenings(query string) []Listening {
	h.t.Helper()
	var all page[Listening]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/listenings?"+query, nil).want(200).into(&all)
	return all.Items
}

// A reason is one line wherever it stands: else whoever takes evidence writes lines into its record.
func TestDieu12_2_AReasonIsOneLine(t *testing.T) {
	h := build(t)
	h.tape.audio = taped(bytes.Repeat([]byte{0xD5}, 8000))
	leader, recording := h.signedIn("leader"), h.recorded(h.conversation(1, "0912345678", "op01"))
	leader.hears(recording, "Thanh tra\nLấy ra: \x1b[31m\u202egiả\u200b mạo ")
	if all := h.listenings("recording=" + recording); len(all) != 1 || all[0].Reason != "Thanh tra Lấy ra: [31m giả mạo" {
		t.Errorf("%+v", all)
	}
}

// Who hears a recording says why, has a link of their own for a while, and leaves who, when, from where, why, and how
// much was heard: in a row of its own and in the audit log.
func TestDieu12_2_AListeningIsOnesOwnAndShortAndNotedWhole(t *testing.T) {
	h := build(t)
	h.tape.audio = taped(bytes.Repeat([]byte{0xD5, 0x2A}, 8000*60)) // a minute
	id := h.conversation(1, "0912345678", "op01")
	recording := h.recorded(id)
	leader, auditor := h.signedIn("leader"), h.signedIn("auditor")
	for _, v := range []*visitor{leader, auditor, h.signedIn("office"), h.signedIn("admin")} {
		if p := v.ask("POST", "/api/v1/recordings/"+recording+"/listenings", map[string]any{"reason": " "}).problem(422, "invalid"); p.Errors[0].Code != "recording_needs_reason" {
			t.Errorf("%+v", p)
		}
		for _, nothing := range []string{"", "?reason=.", "?reason=xx", "?reason=%20-%20", "?reason=%E2%80%8B%C2%A0"} {
			v.ask("GET", "/api/v1/recordings/"+recording+"/audio"+nothing, nil).problem(422, "invalid")
		}
	}
	before := time.Now()
	l := leader.hears(recording, "Giải quyết khiếu nại")
	if l.LengthMs != 60_000 || l.Until.Sub(before) < 15*time.Minute || l.Until.Sub(before) > 17*time.Minute {
		t.Errorf("%+v", l)
	}
	if r := leader.ask("GET", l.Address, nil, "Range", "bytes=58-16057").want(206); len(r.body) != 16_000 || r.header.Get("Content-Disposition") != "" {
		t.Errorf("%d bytes, %v", len(r.body), r.header)
	}
	leader.ask("HEAD", l.Address, nil).want(200)
	leader.ask("GET", l.Address, nil, "Range", "bytes=480058-").want(206)
	var wave Wave
	leader.ask("GET", l.Wave, nil).want(200).into(&wave)
	if wave.PerSecond != peaks.PerSecond || len(wave.Lanes) != 2 || len(wave.Lanes[0]) != 600 || wave.Lanes[0][0] != 0 || wave.Lanes[1][0] < 200 {
		t.Errorf("%d lanes, %d a second", len(wave.Lanes), wave.PerSecond)
	}
	h.tape.audio = taped(nil) // its peaks are not read again: that would fetch the whole sound
	var again Wave
	leader.ask("GET", l.Wave, nil).want(200).into(&again)
	if !reflect.DeepEqual(again, wave) {
		t.Errorf("%d lanes of %d", len(again.Lanes), len(again.Lanes[0]))
	}
	h.tape.audio = taped(bytes.Repeat([]byte{0xD5, 0x2A}, 8000*60))
	// Another's is none, whoever asks.
	for _, path := range []string{l.Address, l.Wave} {
		auditor.ask("GET", path, nil).problem(404, "not_found")
		h.as(auth.RoleLeader).ask("GET", path, nil).problem(404, "not_found")
	}
	auditor.ask("POST", "/api/v1/listenings/"+l.ID.String()+"/heard", map[string]any{"spans": []any{}}).problem(404, "not_found")
	h.signedIn("op01").ask("GET", "/api/v1/listenings/none/audio", nil).problem(404, "not_found")

	say := func(done bool, spans ...any) *reply {
		if spans == nil {
			spans = []any{}
		}
		return leader.ask("POST", "/api/v1/listenings/"+l.ID.String()+"/heard", map[string]any{"spans": spans, "done": done})
	}
	span := func(from, until int) any { return map[string]any{"from_ms": from, "until_ms": until} }
	say(false, span(5, 1)).problem(422, "invalid")
	say(false, span(0, 700)).want(204)
	say(false, span(500, 1000), span(30_000, 33_500)).want(204)
	say(true).want(204)
	leader.ask("GET", l.Address, nil).problem(404, "not_found") // it plays no more
	if n, err := h.store.CloseListenings(t.Context(), h.now()); n != 0 || err != nil {
		t.Errorf("closed at once: %d, %v", n, err)
	}
	for _, want := range []int{1, 0} { // once
		if n, err := h.store.CloseListenings(t.Context(), h.now().Add(time.Minute)); n != want || err != nil {
			t.Errorf("closed: %d, want %d: %v", n, want, err)
		}
	}
	say(true, span(0, 60_000)).problem(404, "not_found")

	var noted page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?sort=time&object=recording:"+recording, nil).want(200).into(&noted)
	if len(noted.Items) != 2 || noted.Items[0].Action != "recording.listen" || noted.Items[1].Action != "recording.heard" {
		t.Fatalf("%+v", noted.Items)
	}
	first, last := noted.Items[0], noted.Items[1]
	if first.Actor != "leader" || first.Detail["reason"] != "Giải quyết khiếu nại" || first.Detail["remote"] != "127.0.0.1" {
		t.Errorf("%+v", first)
	}
	if d := last.Detail; last.Actor != "leader" || d["heard"] != "0–1, 30–33.5" || d["sent"] != "0–1, 30–60" || d["heard_ms"] != 4500.0 || d["sent_ms"] != 31_000.0 || d["listening"] != l.ID.String() {
		t.Errorf("%+v", last)
	}
	rows := h.listenings("call=" + string(id))
	if len(rows) != 1 || rows[0].Actor != "leader" || rows[0].Call != string(id) || rows[0].HeardMs != 4500 || !rows[0].Noted || rows[0].Reason != "Giải quyết khiếu nại" || len(rows[0].Heard) != 2 {
		t.Errorf("%+v", rows)
	}
}

// Whoever reads slowly, and says meanwhile that it is over, is sent no more, and all that was sent is in the audit log.
func TestDieu12_2_WhatIsSentAfterTheEndIsNoted(t *testing.T) {
	h := build(t)
	h.tape.audio = taped(bytes.Repeat([]byte{0xD5, 0x2A}, 8000*60*20)) // 20 minutes: no buffer on the way takes them
	leader := h.signedIn("leader")
	recording := h.recorded(h.conversation(1, "0912345678", "op01"))
	l := leader.hears(recording, "Thanh tra")
	heard := func(done bool, until int64) {
		leader.ask("POST", "/api/v1/listenings/"+l.ID.String()+"/heard", map[string]any{"done": done, "spans": []any{map[string]any{"from_ms": 0, "until_ms": until}}}).want(204)
	}
	heard(false, math.MaxInt64)
	if got := h.listenings("recording=" + recording)[0]; got.HeardMs != got.LengthMs {
		t.Errorf("more was heard than there is: %d of %d ms", got.HeardMs, got.LengthMs)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+l.Address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = leader.header.Clone()
	got, err := leader.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	first := make([]byte, 16_058)
	if _, err := io.ReadFull(got.Body, first); err != nil {
		t.Fatal(err)
	}
	heard(true, 1000)
	if _, err := h.store.CloseListenings(t.Context(), h.now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	rest, err := io.Copy(io.Discard, got.Body)
	if all := int64(len(h.tape.audio)); err == nil || rest+int64(len(first)) == all {
		t.Errorf("%d bytes of %d came after the end, %v", rest, all, err)
	}
	// The answer ends a moment after its last byte; what went out of it by then may have been entered already.
	sent := h.listenings("recording=" + recording)[0].SentMs
	for ; sent < (rest+16_000)/16; sent = h.listenings("recording=" + recording)[0].SentMs {
		if t.Context().Err() != nil {
			t.Fatal("what was sent is not noted")
		}
	}
	if _, err := h.store.CloseListenings(t.Context(), h.now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	var noted page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?sort=-time&action=recording.heard&object=recording:"+recording, nil).want(200).into(&noted)
	if len(noted.Items) == 0 || noted.Items[0].Detail["sent_ms"] != float64(sent) {
		t.Errorf("%d ms, %+v", sent, noted.Items)
	}
}

// A range goes on with what is heard for the same reason; for another one it is another listening.
func TestDieu12_2_ARangeForAnotherReasonIsNotedAnew(t *testing.T) {
	h := build(t)
	leader := h.signedIn("leader")
	recording := h.recorded(h.conversation(1, "0912345678", "op01"))
	for _, c := range []struct {
		reason string
		want   int
	}{{"Thanh+tra", 1}, {"Thanh+tra", 1}, {"Khac", 2}, {"Khac", 2}, {"Thanh+tra", 2}} {
		leader.ask("GET", "/api/v1/recordings/"+recording+"/audio?reason="+c.reason, nil, "Range", "bytes=60-99").want(206)
		if rows := h.listenings("recording=" + recording); len(rows) != c.want {
			t.Errorf("after %s: %d listenings, want %d", c.reason, len(rows), c.want)
		}
	}
}

// A copy says whose it is, in words and in the sound, and is one file however it is fetched.
func TestDieu12_2_ACopySaysWhoseItIs(t *testing.T) {
	h := build(t)
	h.tape.audio = taped(bytes.Repeat([]byte{0xD5}, 2*8000*10))
	recording := h.recorded(h.conversation(1, "0912345678", "op01"))
	leader := h.signedIn("leader")
	path := "/api/v1/recordings/" + recording + "/audio?download=1&reason=Thanh+tra"
	leader.ask("GET", strings.Replace(path, "=1", "=true", 1), nil).problem(422, "invalid") // not the sound without a mark
	r := leader.ask("GET", path, nil).want(200)
	rows := h.listenings("download=true")
	if len(rows) != 1 {
		t.Fatalf("%+v", rows)
	}
	if id, err := watermark.Find(bytes.NewReader(r.body[100_000:140_000])); err != nil || id != rows[0].ID {
		t.Errorf("%v, %v: want %v", id, err, rows[0].ID)
	}
	if !bytes.Contains(r.body[:1000], []byte("(leader)")) || !bytes.Contains(r.body[:1000], []byte("Thanh tra")) {
		t.Errorf("%q", r.body[:1000])
	}
	part := leader.ask("GET", path, nil, "Range", "bytes=50000-", "If-Range", r.header.Get("Etag")).want(206)
	if !bytes.Equal(part.body, r.body[50_000:]) {
		t.Error("what goes on is another copy")
	}
	if rows := h.listenings("download=true"); len(rows) != 1 || rows[0].SentMs != 10_000 {
		t.Errorf("%+v", rows)
	}
	h.tape.audio = []byte("0123456789, and no file of ours, which nobody can mark as a copy of theirs")
	if r := leader.ask("GET", path, nil); r.status != 500 || bytes.Contains(r.body, []byte("0123456789")) {
		t.Errorf("unmarked: %d", r.status)
	}
}

// What a unit was granted is heard by its link no longer than it was granted, and not when its part is taken from it.
func TestDieu10_1c_AUnitsLinkEndsWithItsGrant(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer, leader := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("leader")
	id := h.conversation(1, "0912345678", "op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(id))).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	officer.done(&tk, "accept", nil)
	recording := officer.recordingOf(tk.Code).ID
	listen := "/api/v1/recordings/" + recording + "/listenings"
	officer.ask("POST", listen, map[string]any{}).problem(404, "recording_not_granted")
	officer.done(&tk, "request-recording", map[string]any{"recording": recording, "reason": "Xác minh vị trí"})
	until := time.Now().Add(5 * time.Minute).Truncate(time.Second)
	leader.done(&tk, "decide-recording", map[string]any{"number": 1, "approve": true, "until": until, "reason": "Đúng việc"})
	l := officer.hears(recording, "")
	if !l.Until.Equal(until) {
		t.Errorf("the link lives until %v, the grant until %v", l.Until, until)
	}
	officer.ask("GET", l.Address, nil).want(200)
	op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(string(id)), map[string]any{"confidential": true})).want(201)) // one voice
	officer.ask("GET", l.Address, nil).problem(404, "recording_not_granted")
	rows := h.listenings("ticket=" + tk.Code)
	if len(rows) != 1 || rows[0].Reason != "Xác minh vị trí" || rows[0].Ticket != tk.Code {
		t.Errorf("%+v", rows)
	}
}

// The list is narrowed, ordered, taken out, and its head tells what is unusual.
func TestWhoHeardWhat(t *testing.T) {
	h := build(t)
	first, second := h.conversation(1, "0912345678", "op01"), h.conversation(2, "0987654321", "op01")
	op, leader, auditor := h.signedIn("op01"), h.signedIn("leader"), h.signedIn("auditor")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(first))).want(201))
	leader.hears(h.recorded(first), "Kiểm tra chất lượng")
	for _, name := range []string{"sound_hour", "sound_night"} {
		h.rule(name, 1)
	}
	auditor.hears(h.recorded(second), "Thanh tra 0912345678")
	auditor.hears(h.recorded(first), "Thanh tra")
	var day time.Time
	night := 0
	for _, l := range h.listenings("") { // the clock may have gone on meanwhile, into the night say
		day = l.At.In(ticket.Zone)
		if hour := day.Hour(); hour < 6 || hour >= 22 {
			night++
		}
	}
	for query, want := range map[string]int{
		"": 3, "actor=auditor": 2, "call=" + string(first): 2, "recording=" + h.recorded(second): 1, "ticket=" + tk.Code: 2, "without=ticket": 1, "without=reason": 0,
		"download=true": 0, "night=true": night, "since=" + time.Now().Add(time.Hour).UTC().Format(time.RFC3339): 0, "actor=nobody": 0, "sort=heard": 3, "sort=-length": 3, "sort=actor": 3,
	} {
		if rows := h.listenings(query); len(rows) != want {
			t.Errorf("%s: %d, want %d", query, len(rows), want)
		}
	}
	if rows := h.listenings("without=ticket"); len(rows) != 1 || rows[0].Call != string(second) || len(rows[0].Tickets) != 0 {
		t.Errorf("%+v", rows)
	}
	var one, two page[Listening]
	auditor.ask("GET", "/api/v1/listenings?sort=time&limit=2&reason=xem", nil).want(200).into(&one)
	auditor.ask("GET", "/api/v1/listenings?sort=time&limit=2&reason=xem&cursor="+*one.Next, nil).want(200).into(&two)
	if len(one.Items) != 2 || len(two.Items) != 1 || one.Items[0].Actor != "leader" || two.Next != nil {
		t.Errorf("%+v, %+v", one, two)
	}
	var blind page[Listening]
	auditor.ask("GET", "/api/v1/listenings?sort=time", nil).want(200).into(&blind)
	if got := blind.Items[1].Reason; strings.Contains(got, "0912345678") {
		t.Errorf("without a reason: %q", got)
	}
	r := auditor.ask("GET", "/api/v1/listenings/export?sort=time&reason=xem", nil, "Accept", "text/csv").want(200)
	table, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(r.body, []byte("\uFEFF")))).ReadAll()
	if err != nil || len(table) != 4 || !strings.Contains(strings.Join(table[1], ";"), "Kiểm tra chất lượng") {
		t.Errorf("%v, %v", table, err)
	}
	var unusual page[UnusualListening]
	auditor.ask("GET", "/api/v1/unusual-listening", nil).want(200).into(&unusual)
	found := map[string]int64{}
	for _, u := range unusual.Items {
		if u.Day != day.Format(time.DateOnly) {
			t.Errorf("%+v", u)
		}
		found[u.Kind+" "+u.Actor] = u.Count
	}
	if found["many auditor"] != 2 || found["no_ticket auditor"] != 1 || found["many leader"] != 0 || found["no_ticket leader"] != 0 {
		t.Errorf("%v", found)
	}
	// An hour before this midnight is night, an hour before ten in the evening is not.
	midnight := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, ticket.Zone)
	for recording, at := range map[string]time.Time{h.recorded(first): midnight.Add(-time.Hour), h.recorded(second): midnight.Add(-3 * time.Hour)} {
		if _, err := h.store.Pool().Exec(t.Context(), "UPDATE listenings SET at = $2 WHERE recording = $1 AND actor = 'auditor'", recording, at); err != nil {
			t.Fatal(err)
		}
	}
	auditor.ask("GET", "/api/v1/unusual-listening", nil).want(200).into(&unusual)
	if !slices.ContainsFunc(unusual.Items, func(u UnusualListening) bool {
		return u.Kind == "night" && u.Actor == "auditor" && u.Day == midnight.AddDate(0, 0, -1).Format(time.DateOnly) && u.Count == 1
	}) {
		t.Errorf("at night: %+v", unusual.Items)
	}
	// What is many at night, of which the Office is told, is none by day.
	h.rule("sound_hour", 30)
	h.rule("sound_night", 10)
	for actor, at := range map[string]time.Time{"auditor": midnight.Add(-time.Hour), "leader": midnight.Add(-12 * time.Hour)} {
		h.sql("INSERT INTO reading_counts (actor, hour, kind, seen) VALUES ($1, $2, 'sound', 11)", actor, at)
	}
	auditor.ask("GET", "/api/v1/unusual-listening", nil).want(200).into(&unusual)
	many := []UnusualListening{}
	for _, u := range unusual.Items {
		if u.Kind == "many" {
			many = append(many, u)
		}
	}
	if len(many) != 1 || many[0].Actor != "auditor" || many[0].Count != 11 {
		t.Errorf("many: %+v", many)
	}
	// Copies have a rule of their own, which is sooner met.
	for actor, taken := range map[string]int{"auditor": 10, "leader": 25} {
		h.sql("INSERT INTO reading_counts (actor, hour, kind, seen) VALUES ($1, $2, 'copies', $3)", actor, midnight.Add(-12*time.Hour), taken)
	}
	auditor.ask("GET", "/api/v1/unusual-listening", nil).want(200).into(&unusual)
	copies := slices.DeleteFunc(unusual.Items, func(u UnusualListening) bool { return u.Kind != "copies" })
	if len(copies) != 1 || copies[0].Actor != "leader" || copies[0].Count != 25 {
		t.Errorf("copies: %+v", copies)
	}
	// Of many the page has those that weigh most: what weighs little and is later does not hide them.
	for n := range mostUnusual + 10 {
		h.sql(`INSERT INTO listenings (id, what, recording, length_ms, actor, role, reason, remote, download, at, until)
			VALUES (gen_random_uuid(), 'recording', gen_random_uuid(), 1, $1, 'leader', 'x', '127.0.0.1', false, $2::timestamptz, $2)`, fmt.Sprintf("later%02d", n), midnight.Add(12*time.Hour))
	}
	auditor.ask("GET", "/api/v1/unusual-listening", nil).want(200).into(&unusual)
	kinds := map[string]int{}
	for _, u := range unusual.Items {
		kinds[u.Kind]++
	}
	if len(unusual.Items) != mostUnusual || kinds["many"] != 1 || kinds["copies"] != 1 || kinds["night"] == 0 {
		t.Errorf("of many: %v", kinds)
	}
	if http.StatusOK != auditor.ask("GET", "/api/v1/listenings", nil).status || leader.ask("GET", "/api/v1/listenings", nil).status != 403 {
		t.Error("who may see it")
	}
}

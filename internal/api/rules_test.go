package api

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/casework"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

// All of it is phản ánh, kiến nghị and goes one way; which of the five it is can be said,
// found on the ticket and counted.
func TestDieu1_1_KindsAreToldApartAndCounted(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	for _, kind := range append([]ticket.Matter{"", ticket.MatterReport}, ticket.Matters...) {
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"kind": kind})).want(201))
		if tk.Kind != kind || (tk.KindLabel == "") != (kind == "") || tk.State != "received" {
			t.Errorf("%q: %+v", kind, tk)
		}
	}
	p := op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"kind": "complaint"})).problem(422, "invalid")
	if len(p.Errors) != 1 || p.Errors[0].Location != "body.kind" {
		t.Errorf("%+v", p.Errors)
	}
	var found TicketPage
	h.as(auth.RoleOffice).ask("GET", "/api/v1/tickets?kind=report", nil).want(200).into(&found)
	if len(found.Items) != 2 || found.Items[0].Kind != ticket.MatterReport {
		t.Errorf("%+v", found.Items)
	}
	var n TicketCounts
	h.as(auth.RoleOffice).ask("GET", "/api/v1/ticket-counts", nil).want(200).into(&n)
	if n.Tickets != 7 || n.Kinds["report"] != 2 || n.Kinds["request"] != 1 || n.Kinds[""] != 1 || len(n.Kinds) != 6 || n.States["received"] != 7 || n.Groups["1"] != 7 || n.Channels["phone"] != 7 {
		t.Errorf("%+v", n)
	}
}

// Who serves the state may say so; it is counted, and changes nothing else.
func TestDieu17_10_StateServantsAreCounted(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	sender := report("")["sender"].(map[string]any)
	for _, servant := range []bool{true, false, true} {
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"sender": with(sender, map[string]any{"state_servant": servant})})).want(201))
		if tk.Sender.Servant != servant || !tk.Complete {
			t.Errorf("%+v", tk.Sender)
		}
	}
	body := with(report(""), map[string]any{"sender": with(sender, map[string]any{"state_servant": true, "type": "organisation"})})
	if p := op.ask("POST", "/api/v1/tickets", body).problem(422, "invalid"); p.Errors[0].Location != "body.sender.state_servant" {
		t.Errorf("%+v", p.Errors)
	}
	var found TicketPage
	op.ask("GET", "/api/v1/tickets?state_servant=true", nil).want(200).into(&found)
	if len(found.Items) != 2 || !found.Items[0].Sender.Servant {
		t.Errorf("%+v", found.Items)
	}
	var n TicketCounts
	op.ask("GET", "/api/v1/ticket-counts", nil).want(200).into(&n)
	if n.Tickets != 3 || n.StateServants != 2 {
		t.Errorf("%+v", n)
	}
	op.ask("GET", "/api/v1/ticket-counts?until=2020-01-01T00:00:00Z", nil).want(200).into(&n)
	if n.Tickets != 0 || n.StateServants != 0 {
		t.Errorf("of another time: %+v", n)
	}
}

// Whatever the channel: sender and content are there at once, the clock runs, and the sender
// has the code, back by the way they came.
func TestDieu8_1_SenderAndContentAreKeptAndTheCodeIsGiven(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	sender := map[string]any{"type": "individual", "name": "Nguyễn Văn An", "address": "12 Lạch Tray", "phone": "0912345678", "email": "an@example.vn"}
	for _, c := range []struct {
		channel, phone, email string
		by, to                string
	}{
		{"phone", "0912345678", "an@example.vn", "sms", "0912345678"},
		{"web", "0912345678", "", "sms", "0912345678"},
		{"fanpage", "02253000001", "an@example.vn", "email", "an@example.vn"},
		{"email", "0912345678", "an@example.vn", "email", "an@example.vn"},
		{"phone", "", "", "", ""},
	} {
		before := time.Now()
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{
			"channel": c.channel, "sender": with(sender, map[string]any{"phone": c.phone, "email": c.email}),
		})).want(201))
		if tk.Sender.Name != "Nguyễn Văn An" || tk.Sender.Phone != c.phone || tk.Content == "" || tk.Channel != c.channel || tk.CreatedAt.Sub(before).Abs() > time.Minute || len(tk.Casefile.Clocks) == 0 {
			t.Errorf("%s: %+v", c.channel, tk)
		}
		if c.to == "" {
			if last := tk.History[len(tk.History)-1]; len(tk.Told) != 0 || last.Kind != "ticket.sender_not_told" {
				t.Errorf("%s: %+v, %+v", c.channel, tk.Told, last)
			}
			continue
		}
		if len(tk.Told) != 1 || tk.Told[0].Channel != c.by || tk.Told[0].To != c.to {
			t.Errorf("%s: %+v", c.channel, tk.Told)
		}
		var args []string
		err := h.store.Pool().QueryRow(t.Context(), "SELECT text_args FROM messages WHERE id = $1 AND text_key = 'sms_received'", tk.Told[0].ID).Scan(&args)
		if err != nil || !slices.Equal(args, []string{tk.Code}) {
			t.Errorf("%s: %q, %v", c.channel, args, err)
		}
	}
}

// From every channel one way: the same acts, history, clocks and messages.
func TestDieu6_2_EveryChannelGoesOneWay(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	var ways []string
	for _, ch := range ticket.Channels {
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"channel": ch})).want(201))
		op.done(&tk, "assign", map[string]any{"lead": "SXD"})
		officer.done(&tk, "accept", nil)
		officer.done(&tk, "resolve", map[string]any{"text": "Đã sửa"})
		op.done(&tk, "publish", map[string]any{"content": "Đèn hỏng", "result": "Đã sửa", "checked": true})
		var way []string
		for _, e := range tk.History {
			way = append(way, e.Kind)
		}
		for _, c := range tk.Casefile.Clocks {
			way = append(way, string(c.Kind)+" "+string(c.State))
		}
		for _, m := range tk.Told {
			way = append(way, m.Channel+" "+m.To)
			if m.ToSender != (m.To == "0912345678") {
				t.Errorf("%s to %s: to the sender: %v", m.Channel, m.To, m.ToSender)
			}
		}
		ways = append(ways, strings.Join(way, ", "))
	}
	if all := slices.Compact(slices.Clone(ways)); len(all) != 1 || !strings.Contains(all[0], "ticket.publish") || strings.Count(all[0], "sms 0912345678") != 2 {
		t.Errorf("%d ways: %s", len(all), strings.Join(all, "\n"))
	}
}

// What a unit's head did not do in time has no clock any more, and comes first all the same: the Office reminds of it.
func TestDieu14_1_WhatIsOverdueComesFirst(t *testing.T) {
	h := build(t)
	h.ofUnit()
	storetest.SetClock(t, h.store, local("2026-11-12 08:00"))
	op, office := h.signedIn("op01"), h.signedIn("office")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"urgent": false})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	for _, at := range []string{"2026-11-16 08:00", "2026-11-26 08:00"} {
		storetest.SetClock(t, h.store, local(at))
		if err := casework.New(h.store).Fire(t.Context(), h.idOf(tk.Code)); err != nil {
			t.Fatal(err)
		}
	}
	waits := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"urgent": false})).want(201))
	var got page[DueItem]
	office.ask("GET", "/api/v1/due?limit=1", nil).want(200).into(&got)
	if got.Items[0].Ticket != tk.Code || got.Items[0].Clock != "head" || got.Items[0].Unit != "SXD" || !got.Items[0].Late || got.Next == nil {
		t.Fatalf("first: %+v", got)
	}
	office.ask("GET", "/api/v1/due?cursor="+*got.Next, nil).want(200).into(&got)
	if len(got.Items) != 1 || got.Items[0].Ticket != waits.Code {
		t.Errorf("then: %+v", got.Items)
	}
	// What presses is seen in the list itself.
	op.done(&waits, "mark-emergency", map[string]any{"service": "114"})
	op.done(&waits, "mark-urgent", map[string]any{"urgent": true, "reason": "Nước đang dâng"})
	office.ask("GET", "/api/v1/due", nil).want(200).into(&got)
	for _, one := range got.Items {
		if mine := one.Ticket == waits.Code; one.Emergency != mine || one.Urgent != mine {
			t.Errorf("marked: %+v", one)
		}
	}
}

// What is due is found by field and by area, and counted where it is over; of what is confidential lists tell the hotline alone
// what happened and where. Whether one may remind of it the regulation's table says.
func TestDieu13_2_WhatIsDueIsNarrowedCountedAndKept(t *testing.T) {
	h := build(t)
	h.ofUnit()
	h.city()
	storetest.SetClock(t, h.store, local("2026-11-12 08:00"))
	op, office, auditor := h.signedIn("op01"), h.signedIn("office"), h.signedIn("auditor")
	var codes []string
	for _, more := range []map[string]any{
		{"content": "Hố ga mất nắp", "address": "18 Lạch Tray, phường Gia Viên"},
		{"content": "Người quen của ông Ba ở phường Gia Viên xả rác", "address": "phường Gia Viên", "confidential": true},
		{"content": "Đèn đường tắt", "address": "5 Tô Hiệu"},
	} {
		more["urgent"] = false
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), more)).want(201))
		op.done(&tk, "assign", map[string]any{"lead": "SXD"})
		codes = append(codes, tk.Code)
	}
	storetest.SetClock(t, h.store, local("2026-11-16 08:00"))
	due := func(v *visitor, query string) (got DuePage) {
		t.Helper()
		v.ask("GET", "/api/v1/due"+query, nil).want(200).into(&got)
		return got
	}
	if got := due(office, "?count=true&limit=1"); got.Late == nil || *got.Late != (Total{Count: 3}) || len(got.Items) != 1 {
		t.Errorf("counted: %+v", got)
	}
	if got := due(office, ""); got.Late != nil || len(got.Items) != 3 {
		t.Errorf("not counted: %+v", got)
	}
	of := func(v *visitor, code string) (one DueItem) {
		t.Helper()
		for _, item := range due(v, "").Items {
			if item.Ticket == code {
				one = item
			}
		}
		return one
	}
	for role, v := range map[string]*visitor{"op01": op, "office": office, "auditor": auditor} {
		told := of(v, codes[1]).Content != "" || of(v, codes[1]).Address != ""
		if !of(v, codes[1]).Confidential || told != (role == "op01") {
			t.Errorf("%s is told of what is confidential: %+v", role, of(v, codes[1]))
		}
		if one := of(v, codes[0]); one.Content != "Hố ga mất nắp" || one.Address == "" || one.Remindable != (role != "auditor") {
			t.Errorf("%s: %+v", role, one)
		}
		if n := len(due(v, "?area=11359").Items); n != map[string]int{"op01": 2, "office": 1, "auditor": 1}[role] {
			t.Errorf("%s finds %d by their area", role, n)
		}
	}
	field := of(office, codes[0]).Field
	if n := len(due(office, "?field="+field).Items); field == "" || n != 3 {
		t.Errorf("of the field %q: %d", field, n)
	}
	if got := due(office, "?field=khac&count=true"); len(got.Items) != 0 || got.Late.Count != 0 {
		t.Errorf("of another field: %+v", got)
	}
	office.ask("GET", "/api/v1/due?area=SXD", nil).problem(422, "invalid")
}

// Who has to do what by when is seen before it is late, and a unit is reminded of it, with
// its history; operators are told that their own time is nearly over.
func TestDieu13_2_OperatorsSeeWhatIsDueAndRemind(t *testing.T) {
	h := build(t)
	h.ofUnit()
	storetest.SetClock(t, h.store, local("2026-11-26 08:00"))
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	waits := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"urgent": false})).want(201))
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"urgent": false})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	due := func(v *visitor, query string) (all []DueItem) {
		t.Helper()
		var got page[DueItem]
		v.ask("GET", "/api/v1/due"+query, nil).want(200).into(&got)
		return got.Items
	}
	if got := due(op, ""); len(got) != 2 || got[0].Ticket != waits.Code || got[0].Clock != "ask_back" || got[0].Unit != "" || got[0].Late ||
		got[1].Ticket != tk.Code || got[1].Clock != "officer" || got[1].UnitName != "Sở Xây dựng" || got[1].Reminders != 0 {
		t.Errorf("%+v", got)
	}
	if got := due(op, "?within=2"); len(got) != 1 || got[0].Ticket != waits.Code {
		t.Errorf("within two hours: %+v", got)
	}
	if got := due(officer, ""); len(got) != 1 || got[0].Ticket != tk.Code {
		t.Errorf("of a unit: %+v", got)
	}
	var first page[DueItem]
	op.ask("GET", "/api/v1/due?limit=1", nil).want(200).into(&first)
	if got := due(op, "?cursor="+*first.Next); len(got) != 1 || got[0].Ticket != tk.Code {
		t.Errorf("the next page: %+v", got)
	}
	// However many clocks one ticket has, each is read once: 999 and 1,001 are apart.
	h.sql(`INSERT INTO ticket_clocks (ticket_id, number, kind, unit, lead, own, ticket, due, since, state)
		SELECT ticket_id, n, kind, unit, false, own, ticket, due, since, state FROM ticket_clocks, generate_series(999, 1003) n WHERE ticket_id = $1 AND ended IS NULL`, h.idOf(tk.Code))
	var all []DueItem
	for next := ""; ; {
		var got page[DueItem]
		op.ask("GET", "/api/v1/due?limit=2&cursor="+next, nil).want(200).into(&got)
		if all = append(all, got.Items...); got.Next == nil {
			break
		}
		next = *got.Next
	}
	if len(all) != 7 {
		t.Errorf("%d of 7 clocks: %+v", len(all), all)
	}
	op.ask("GET", "/api/v1/due?cursor="+cursor{At: time.Now(), ID: "12"}.String(), nil).problem(400, "bad_cursor")
	h.sql("DELETE FROM ticket_clocks WHERE number > 900")
	op.done(&tk, "remind", map[string]any{"unit": "SXD", "text": "Sắp hết hạn"})
	if got := due(op, ""); got[1].Reminders != 1 {
		t.Errorf("%+v", got)
	}
	storetest.SetClock(t, h.store, local("2026-11-26 08:50"))
	if err := casework.New(h.store).Fire(t.Context(), h.idOf(waits.Code)); err != nil {
		t.Fatal(err)
	}
	var told page[Notice]
	op.ask("GET", "/api/v1/notices", nil).want(200).into(&told)
	if len(told.Items) != 1 || told.Items[0].Code != "notice_warned" || told.Items[0].Ticket != waits.Code {
		t.Errorf("%+v", told.Items)
	}
	if got := due(op, ""); !got[0].Warned {
		t.Errorf("%+v", got)
	}
}

func (h *house) idOf(code string) (id int64) {
	h.t.Helper()
	err := h.store.Pool().QueryRow(h.t.Context(), "SELECT id FROM tickets WHERE code = replace($1, '-', '')", code).Scan(&id)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// Everything that Điều 10.1 lists is found from the ticket: who, which number, when they
// called, what about, how long it took and what was done, by which unit, in which field,
// what each level answered, and the recordings of the call.
func TestDieu10_1a_EverythingOfATicketIsKept(t *testing.T) {
	h := build(t)
	h.ofUnit()
	id := h.inVain(1)
	op, officer, head := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("head")
	storetest.SetClock(t, h.store, local("2026-11-26 08:00"))
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(id))).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	officer.done(&tk, "accept", nil)
	officer.done(&tk, "progress", map[string]any{"text": "Đã cử đội sửa chữa"})
	storetest.SetClock(t, h.store, local("2026-11-27 09:00")) // the officer's hours are over
	if err := casework.New(h.store).Fire(t.Context(), h.idOf(tk.Code)); err != nil {
		t.Fatal(err)
	}
	auditor := h.as(auth.RoleAuditor)
	auditor.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&tk)
	head.done(&tk, "resolve", map[string]any{"text": "Đã thay đèn"})

	var got Ticket
	auditor.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&got)
	if got.Sender.Name != "Nguyễn Văn An" || got.Sender.Phone != "0912345678" || got.Content == "" || got.Field != "chieu-sang" || got.Unit != "SXD" || !slices.Equal(got.Calls, []string{string(id)}) {
		t.Errorf("%+v", got)
	}
	part := got.Casefile.Assignments[0]
	if part.Unit != "SXD" || part.Officer != "officer" || part.SentAt.IsZero() || part.AcceptedAt.IsZero() || part.EscalatedAt.IsZero() || part.EndedAt.IsZero() {
		t.Errorf("the unit's part: %+v", part)
	}
	if r := got.Casefile.Result; r.Text != "Đã thay đèn" || r.By != "head" || r.Unit != "SXD" || r.At.IsZero() {
		t.Errorf("the result: %+v", r)
	}
	levels := map[string]bool{}
	for _, e := range got.History {
		levels[e.Kind+" "+e.Party+" "+e.Unit] = !e.At.IsZero() && e.Actor != ""
		if e.Kind == "ticket.progress" && !strings.Contains(string(e.Data), "Đã cử đội sửa chữa") {
			t.Errorf("%s", e.Data)
		}
	}
	for _, want := range []string{"ticket.assign hotline ", "ticket.accept officer SXD", "ticket.progress officer SXD", "ticket.escalate system ", "ticket.resolve head SXD"} {
		if !levels[want] {
			t.Errorf("%q is not in the history: %v", want, levels)
		}
	}
	var c CallDetail
	auditor.ask("GET", "/api/v1/calls/"+got.Calls[0], nil).want(200).into(&c)
	if c.From != "0912345678" || c.StartedAt.IsZero() || len(c.Recordings) == 0 || len(got.Slips) == 0 || len(got.Slips[0].Recordings) == 0 {
		t.Errorf("%+v", c)
	}
	auditor.ask("GET", "/api/v1/recordings/"+c.Recordings[0].ID.String()+"/audio", nil).want(200)
}

// The inspector reads everything, takes a case out with a reason, changes nothing; every look
// at a confidential sender and at a recording is noted.
func TestDieu19_TheInspectorReadsAllAndChangesNothing(t *testing.T) {
	h := build(t)
	h.ofUnit()
	id := h.inVain(1)
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(string(id)), map[string]any{"confidential": true, "content": "=HYPERLINK(1)"})).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	inspector := h.signedIn("auditor")
	path := "/api/v1/tickets/" + tk.Code
	for _, p := range []string{
		path, path + "/slips", "/api/v1/tickets", "/api/v1/calls", "/api/v1/calls/" + string(id), "/api/v1/leadership-reports", "/api/v1/due",
		"/api/v1/ticket-counts", "/api/v1/messages", "/api/v1/audit", "/api/v1/directory/units", "/api/v1/policies", "/api/v1/calendar", "/api/v1/accounts", "/api/v1/incidents",
	} {
		inspector.ask("GET", p, nil).want(200)
	}
	var c CallDetail
	inspector.ask("GET", "/api/v1/calls/"+string(id), nil).want(200).into(&c)
	inspector.ask("GET", "/api/v1/recordings/"+c.Recordings[0].ID.String()+"/audio?reason=Thanh+tra", nil).want(200)
	h.audited(t, "auditor", "recording.listen", 1)

	for kind, row := range ticket.Table {
		if slices.Equal(row.Parties, []ticket.Party{ticket.System}) {
			continue // nobody's to ask for
		}
		inspector.deed(&tk, operationOf(kind), map[string]any{}).problem(403, "not_allowed")
	}
	inspector.ask("POST", "/api/v1/tickets", report("")).problem(403, "not_allowed")
	var after Ticket
	inspector.ask("GET", path, nil).want(200).into(&after)
	if after.Version != tk.Version || len(after.History) != len(tk.History) || after.Sender.Phone != "" {
		t.Errorf("%+v", after)
	}

	if p := inspector.ask("GET", path+"/export", nil).problem(422, "invalid"); p.Errors[0].Location != "query.reason" {
		t.Errorf("%+v", p.Errors)
	}
	op.ask("GET", path+"/export?reason=xem", nil).problem(403, "not_allowed")
	r := inspector.ask("GET", path+"/export?reason=Thanh+tra+s%E1%BB%91+12", nil).want(200)
	if r.header.Get("Content-Type") != "application/zip" || !strings.Contains(r.header.Get("Content-Disposition"), tk.Code+".zip") {
		t.Errorf("%v", r.header)
	}
	pack, err := zip.NewReader(bytes.NewReader(r.body), int64(len(r.body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range pack.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	var whole Ticket
	if err := json.Unmarshal(files["ho-so.json"], &whole); err != nil || whole.Code != tk.Code || whole.Sender.Phone != "0912345678" || whole.Content != "=HYPERLINK(1)" || len(whole.History) != len(tk.History) {
		t.Errorf("%+v, %v", whole, err)
	}
	if table := string(files["lich-su.csv"]); !strings.Contains(table, "chuyển đơn vị xử lý") || strings.Count(table, "\n") != len(tk.History)+2 || !strings.Contains(table, "(auditor, auditor)") || !strings.Contains(table, "Thanh tra số 12") {
		t.Errorf("%s", table)
	}
	var out CaseExport
	if err := json.Unmarshal(files["ho-so.json"], &out); err != nil || out.Export.Account != "auditor" || out.Export.Reason != "Thanh tra số 12" || out.Export.At.IsZero() || len(out.Export.LeftOut) != 3 ||
		len(out.CallRecords) != 1 || out.CallRecords[0].FromNumber != "0912345678" || len(out.CallRecords[0].Recordings) == 0 || len(out.Notices) == 0 || len(out.Slips) != 1 {
		t.Errorf("%+v, %v", out, err)
	}
	if about := string(files["thong-tin.txt"]); !strings.Contains(about, "(auditor, auditor)") || !strings.Contains(about, "Âm thanh của bản ghi âm") ||
		!strings.Contains(about, fmt.Sprintf("%x  ho-so.json", sha256.Sum256(files["ho-so.json"]))) || !strings.Contains(about, fmt.Sprintf("%x  lich-su.csv", sha256.Sum256(files["lich-su.csv"]))) {
		t.Errorf("%s", about)
	}
	h.audited(t, "auditor", "ticket.export", 1)
}

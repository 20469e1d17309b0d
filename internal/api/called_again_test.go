package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/auth"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// The operator sees, while it rings, what the caller has reported: what is open first, with
// who has it and until when.
func TestTheCallersTicketsBeforeTheAnswer(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	file := func() Ticket { return op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201)) }
	assigned := file()
	op.done(&assigned, "assign", map[string]any{"lead": "SXD"})
	declined := file()
	op.done(&declined, "decline", map[string]any{"reason": "not_in_scope", "words": "Không thuộc phạm vi", "where": "Tòa án"})
	var last Ticket
	for range 10 { // younger ones, which are closed
		last = file()
		h.sql("UPDATE tickets SET state = 'closed', result_at = now(), told_at = now() WHERE code = $1", digits(t, last.Code))
	}
	card := func() (c protocol.Card) {
		op.ask("GET", "/api/v1/callers/0912345678", nil).want(200).into(&c)
		return c
	}
	c := card()
	if len(c.Tickets) != 10 {
		t.Fatalf("%+v", c.Tickets)
	}
	first := c.Tickets[0]
	if first.Code != assigned.Code || first.State != "assigned" || !first.Open || first.Late || first.UnitName != "Sở Xây dựng" || first.Due == nil || c.Tickets[1].Code != last.Code || c.Tickets[1].Open {
		t.Errorf("%+v", c.Tickets)
	}
	storetest.SetClock(t, h.store, first.Due.Add(time.Second))
	if c := card(); !c.Tickets[0].Late || !c.Tickets[0].Due.Equal(*first.Due) {
		t.Errorf("%+v", c.Tickets[0])
	}
	// What the query takes for open is what the domain does.
	for _, state := range ticket.States {
		var open bool
		err := h.store.Pool().QueryRow(t.Context(), "SELECT $1 NOT IN ('declined', 'closed', 'merged')", string(state)).Scan(&open)
		if err != nil || open != state.Open() {
			t.Errorf("%s: %v, %v", state, open, err)
		}
	}
}

func digits(t *testing.T, code string) string {
	t.Helper()
	parsed, err := ticket.ParseCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return string(parsed)
}

// A caller asks after what they have reported: the call is noted on that ticket, with what was
// said and the slip that was drafted; its unit is told. No other ticket is filed.
func TestACallIsNotedOnATicketThatStands(t *testing.T) {
	h := build(t)
	h.ofUnit()
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(h.conversation(1, "0912345678", "op01")))).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	again, path := h.inVain(2), "/api/v1/tickets/"+tk.Code+"/calls"
	var drafted Slip
	op.ask("POST", "/api/v1/calls/"+string(again)+"/slips", map[string]any{"draft": map[string]any{"content": "Vẫn tối"}}).want(201).into(&drafted)
	noted := op.filedBy(op.ask("POST", path, map[string]any{"call_id": again, "note": "Đèn vẫn tối\r\n"}).want(200))
	if !slices.Contains(noted.Calls, string(again)) || len(noted.Calls) != 2 || noted.Version != tk.Version || noted.State != "assigned" {
		t.Errorf("%+v", noted)
	}
	if len(noted.Slips) != 2 || noted.Slips[1].ID != drafted.ID || noted.Slips[1].Number != "" {
		t.Errorf("slips: %+v", noted.Slips)
	}
	i := slices.IndexFunc(noted.History, func(e TicketEvent) bool { return e.Kind == "ticket.called_again" })
	var said struct{ Call, Note string }
	if i < 0 || json.Unmarshal(noted.History[i].Data, &said) != nil || said.Call != string(again) || said.Note != "Đèn vẫn tối" || noted.History[i].Actor != "op01" || noted.History[i].Label == "" {
		t.Errorf("history: %+v", noted.History)
	}
	for range 2 { // pressed twice
		op.ask("POST", path, map[string]any{"call_id": again, "note": "Sẽ chờ"}).want(200)
	}
	var told page[Notice]
	h.signedIn("officer").ask("GET", "/api/v1/notices", nil).want(200).into(&told)
	if len(told.Items) != 2 || told.Items[0].Code != "notice_called_again" {
		t.Errorf("the unit is told: %+v", told.Items)
	}
	h.audited(t, "op01", "ticket.called_again", 2)
	first := call.ID(fmt.Sprint("pbx1-1772438400.", 1))
	for _, want := range []call.ID{first, first, again} { // filed, sent to a unit, called about again
		if got := <-h.filed; got != want {
			t.Errorf("the desk is told of %s, not %s", got, want)
		}
	}

	other := h.conversation(3, "0987654321", "op02")
	op.ask("POST", path, map[string]any{"call_id": other}).problem(403, "not_your_call")
	op.ask("POST", path, map[string]any{"call_id": "pbx1-9.9"}).problem(422, "invalid")
	op.ask("POST", path, map[string]any{"call_id": ""}).problem(422, "invalid")
	op.ask("POST", "/api/v1/tickets/26-000077-3/calls", map[string]any{"call_id": again}).problem(404, "not_found")
	h.as(auth.RoleOperator).ask("POST", path, map[string]any{"call_id": again}).problem(403, "not_allowed")
}

// Nobody would hear of a call that is noted on what is over: it is refused, and says what to do.
// Whoever calls about a result that they were told is heard of by the Office.
func TestDieu9_5b_ACallAboutAResultIsNotKeptInSilence(t *testing.T) {
	h := build(t)
	op, office := h.signedIn("op01"), h.signedIn("office")
	again := h.conversation(1, "0912345678", "op01")
	note := func(tk Ticket) *reply {
		return op.ask("POST", "/api/v1/tickets/"+tk.Code+"/calls", map[string]any{"call_id": again, "note": "Đèn vẫn tối"})
	}
	declined := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	op.done(&declined, "decline", map[string]any{"reason": "not_in_scope", "words": "Không thuộc phạm vi", "where": "Tòa án"})
	if p := note(declined).problem(409, "ticket_over_called"); !strings.Contains(p.Detail, "phiếu mới") {
		t.Errorf("%+v", p)
	}
	told := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	op.done(&told, "answer", map[string]any{"text": "Làm ở phường", "basis": "Bài 12"})
	op.done(&told, "publish", map[string]any{"content": "Hỏi thủ tục", "result": "Làm ở phường", "checked": true})
	note(told).want(200)
	var notices page[Notice]
	office.ask("GET", "/api/v1/notices", nil).want(200).into(&notices)
	if len(notices.Items) == 0 || notices.Items[0].Code != "notice_called_again" {
		t.Errorf("%+v", notices.Items)
	}
}

// A slip for a unit that has one waiting goes on in that one, with the words that were written last;
// those before are kept, and neither call shows a slip that nobody will send.
func TestDieu9_3a_ASlipOfASecondCallGoesOnInTheTickets(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report(string(h.conversation(1, "0912345678", "op01")))).want(201))
	var first, second Slip
	op.ask("POST", "/api/v1/tickets/"+tk.Code+"/slips", map[string]any{"unit": "SXD", "note": "Xem sớm"}).want(201).into(&first)
	again := h.inVain(2)
	op.ask("POST", "/api/v1/calls/"+string(again)+"/slips", map[string]any{"draft": map[string]any{"content": "Vẫn tối"}, "note": "Gọi lần hai"}).want(201).into(&second)
	noted := op.filedBy(op.ask("POST", "/api/v1/tickets/"+tk.Code+"/calls", map[string]any{"call_id": again, "note": "Đèn vẫn tối"}).want(200))
	if len(noted.Slips) != 1 || noted.Slips[0].ID != first.ID || noted.Slips[0].Note != "Gọi lần hai" || len(noted.Slips[0].Earlier) != 1 || noted.Slips[0].Earlier[0].Note != "Xem sớm" {
		t.Fatalf("%+v", noted.Slips)
	}
	var of page[Slip]
	h.as(auth.RoleLeader).ask("GET", "/api/v1/calls/"+string(again)+"/slips", nil).want(200).into(&of)
	if len(of.Items) != 1 || of.Items[0].ID != first.ID {
		t.Errorf("%+v", of.Items)
	}
	if op.done(&noted, "assign", map[string]any{"lead": "SXD"}); len(noted.Slips) != 1 || noted.Slips[0].Number == "" || noted.Slips[0].Note != "Gọi lần hai" {
		t.Errorf("%+v", noted.Slips)
	}
}

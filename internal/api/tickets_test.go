package api

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/ticket"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

func report(callID string) map[string]any {
	return map[string]any{
		"call_id": callID, "group": 1, "field": "chieu-sang", "unit": "SXD", "content": "Đèn đường hỏng trước số 12 Lạch Tray", "channel": "phone",
		"address": "12 Lạch Tray", "urgent": true,
		"sender": map[string]any{"type": "individual", "name": "Nguyễn Văn An", "address": "12 Lạch Tray", "phone": "+84 912 345 678", "no_email": true},
	}
}

func with(m map[string]any, changes map[string]any) map[string]any {
	out := maps.Clone(m)
	maps.Copy(out, changes)
	return out
}

func TestTicketFromFiledToFound(t *testing.T) {
	h := build(t)
	id := h.conversation(1, "0912345678", "op01")
	v := h.signedIn("op01")
	var filed, got Ticket
	v.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&filed)
	if len(h.filed) != 1 || <-h.filed != id {
		t.Error("the desk was not told that a ticket was filed for its call")
	}
	v.ask("GET", "/api/v1/tickets/"+strings.ReplaceAll(filed.Code, "-", ""), nil).want(200).into(&got)
	if got.Code != filed.Code || got.State != "received" || got.GroupLabel == "" || got.UnitName != "Sở Xây dựng" || !got.Complete || !got.Urgent ||
		got.Sender.Phone != "0912345678" || !got.Sender.NoEmail || got.CreatedBy != "op01" || len(got.Calls) != 1 || got.Calls[0] != string(id) ||
		len(got.History) != 1 || got.History[0].Kind != "ticket.received" || got.History[0].Actor != "op01" {
		t.Errorf("%+v", got)
	}
	v.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"content": "Chợ bẩn 50%_", "group": 2, "field": "cho", "unit": ""})).want(201)
	for query, want := range map[string]int{
		"": 2, "?group=2": 1, "?unit=SXD": 1, "?state=received": 2, "?from=0912.345.678": 2, "?from=0987654321": 0,
		"?q=" + filed.Code: 1, "?q=Ch%E1%BB%A3": 1, "?q=50%25_": 1, "?q=_": 0, "?q=%25%25%25": 0, "?limit=1": 1,
		"?q=lach%20tray": 2, "?q=cho%20ban&sort=updated": 1, "?state=received,closed&channel=phone": 2, "?state=closed": 0, "?urgent=true&sort=due": 2, "?sort=due": 2, "?sort=waiting": 2,
		"?overdue=true": 0, "?field=chieu-sang&received_from=2026-01-01T00:00:00Z": 1, "?officer=canbo": 0, "?confidential=true": 0,
	} {
		var list page[Ticket]
		v.ask("GET", "/api/v1/tickets"+query, nil).want(200).into(&list)
		if len(list.Items) != want || (list.Next != nil) != (query == "?limit=1") {
			t.Errorf("%s: %d tickets, next %v", query, len(list.Items), list.Next)
		}
	}
	var counted TicketPage
	v.ask("GET", "/api/v1/tickets?limit=1&count=true", nil).want(200).into(&counted)
	if counted.Total == nil || *counted.Total != (Total{Count: 2}) || counted.Next == nil {
		t.Errorf("%+v", counted.Total)
	}
	v.ask("GET", "/api/v1/tickets?sort=size", nil).problem(422, "invalid")
	v.ask("GET", "/api/v1/tickets?sort=updated&received_until=2026-01-01T00:00:00Z", nil).problem(422, "invalid")
	v.ask("GET", "/api/v1/tickets?state=received,lost", nil).problem(422, "invalid")
	var calls page[Call]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/calls?ticket="+filed.Code, nil).want(200).into(&calls)
	if len(calls.Items) != 1 || calls.Items[0].ID != string(id) || calls.Items[0].Tickets[0] != filed.Code {
		t.Errorf("%+v", calls.Items)
	}
	v.ask("GET", "/api/v1/tickets/26-000001-4", nil).problem(404, "bad_ticket_code")
	v.ask("GET", "/api/v1/tickets/26-000077-3", nil).problem(404, "not_found")
}

func TestTicketFaultsAreListedWithTheirPlaces(t *testing.T) {
	h := build(t)
	v := h.signedIn("op01")
	p := v.ask("POST", "/api/v1/tickets", map[string]any{
		"group": 4, "field": "chieu-sang", "unit": "none", "content": " ", "channel": "pigeon", "call_id": "pbx1-0.0",
		"sender": map[string]any{"type": "ghost", "phone": "12", "email": "x"},
	}).problem(422, "invalid")
	var got []string
	for _, item := range p.Errors {
		got = append(got, item.Location)
		if item.Message == "" || item.Code == "" {
			t.Errorf("%+v", item)
		}
	}
	want := []string{"body.directive", "body.field", "body.content", "body.channel", "body.unit", "body.sender.type", "body.sender.phone", "body.sender.email", "body.call_id"}
	if !slices.Equal(got, want) {
		t.Errorf("places %v, want %v", got, want)
	}
	v.ask("POST", "/api/v1/tickets", `{"group":"one"}`).problem(422, "invalid")
	for name, value := range map[string]any{"callid": "pbx1-0.0", "state": "closed", "code": "26-000001-8", "created_by": "op02"} {
		p := v.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{name: value})).problem(422, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Location != "body."+name || p.Errors[0].Code != "unknown_property" {
			t.Errorf("%s: %+v", name, p.Errors)
		}
	}
	v.ask("POST", "/api/v1/tickets", `{}`).problem(422, "invalid")
	v.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"content": strings.Repeat("a", ticket.MaxContent+1)})).problem(422, "invalid")
	v.ask("POST", "/api/v1/tickets", `"`+strings.Repeat("đ", maxBody)+`"`).problem(413, "too_large")
}

func TestTicketSentTwice(t *testing.T) {
	h := build(t)
	v := h.signedIn("op01")
	var one, two Ticket
	v.ask("POST", "/api/v1/tickets", report(""), "Idempotency-Key", "k1").want(201).into(&one)
	v.ask("POST", "/api/v1/tickets", report(""), "Idempotency-Key", "k1").want(201).into(&two)
	if one.Code != two.Code {
		t.Errorf("%s and %s", one.Code, two.Code)
	}
	p := v.ask("POST", "/api/v1/tickets", with(report(""), map[string]any{"urgent": false}), "Idempotency-Key", "k1").problem(409, "idempotency_key_reused")
	if p.Ticket != one.Code {
		t.Errorf("filed before by the key: %q, want %s", p.Ticket, one.Code)
	}
}

// A browser that lies about whose call it is.
func TestTicketOfAnothersCall(t *testing.T) {
	h := build(t)
	other := h.conversation(1, "0912345678", "op02")
	h.engine.calls = []telephony.CallView{
		{ID: "pbx1-7.1", Operator: "op02", State: call.StateTalking, ArrivedAt: t0},
		{ID: "pbx1-7.2", Operator: "op01", State: call.StateTalking, From: "0987654321", ArrivedAt: t0},
	}
	v := h.signedIn("op01")
	v.ask("POST", "/api/v1/tickets", report(string(other))).problem(403, "not_your_call")
	v.ask("POST", "/api/v1/tickets", report("pbx1-7.1")).problem(403, "not_your_call")
	if !strings.Contains(h.logged.String(), "another operator's call") {
		t.Error("not logged")
	}
	v.ask("POST", "/api/v1/tickets", report("pbx1-7.2")).want(201) // lives, and the journal has not come yet
	h.signedIn("leader").ask("POST", "/api/v1/tickets", report(string(other))).want(201)
	h.as(auth.RoleOperator).ask("POST", "/api/v1/tickets", report("")).problem(403, "not_allowed") // a program
}

// A shift leader takes the call over while the operator's ticket is half typed: she files it,
// drafts the slip and reads her call all the same, while it goes on and after it. Another
// operator does not, and only that one is noted.
func TestTicketOfACallThatWasTakenOver(t *testing.T) {
	h := build(t)
	const id = call.ID("pbx1-1772438400.9")
	op, stranger, leader := h.signedIn("op01"), h.signedIn("op02"), h.signedIn("leader")
	path := "/api/v1/calls/" + string(id)
	files := func(moment string) {
		t.Helper()
		var filed Ticket
		op.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&filed)
		op.ask("POST", path+"/slips", map[string]any{"unit": "SXD"}).want(201)
		op.ask("GET", path+"/slips", nil).want(200)
		op.ask("GET", path, nil).want(200)
		var own page[Call]
		op.ask("GET", "/api/v1/calls", nil).want(200).into(&own)
		if len(own.Items) != 1 || own.Items[0].ID != string(id) || own.Items[0].Operator != "leader" || !slices.Equal(filed.Calls, []string{string(id)}) {
			t.Errorf("%s: her calls %+v, the ticket's %v", moment, own.Items, filed.Calls)
		}
		stranger.ask("POST", "/api/v1/tickets", report(string(id))).problem(403, "not_your_call")
		stranger.ask("POST", path+"/slips", map[string]any{"unit": "SXD"}).problem(403, "not_your_call")
		stranger.ask("GET", path, nil).problem(404, "not_found")
		stranger.ask("GET", path+"/slips", nil).problem(404, "not_found")
	}
	offer := call.Offer{Operator: "op01"}
	h.apply(
		entry(t0, id, call.KindArrived, call.Arrived{From: "0912345678", To: "02251022"}),
		entry(t0, id, call.KindOffered, call.Offer{Operator: "op02"}), // who did not take it
		entry(t0, id, call.KindOfferEnded, call.Offer{Operator: "op02", Outcome: call.OutcomeTimeout}),
		entry(t0, id, call.KindAccepted, offer), entry(t0, id, call.KindConnected, offer),
		entry(t0, id, call.KindWatched, call.Watched{Leader: "leader", Mode: call.ModeBarge, Operator: "op01"}),
		entry(t0, id, call.KindTakenOver, call.TakenOver{Leader: "leader", Operator: "op01"}),
	)
	h.engine.calls = []telephony.CallView{{ID: id, Operator: "leader", State: call.StateTalking, ArrivedAt: t0}}
	files("while it goes on")
	h.engine.calls = nil
	h.apply(entry(t0.Add(time.Minute), id, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}))
	files("after it")
	leader.ask("POST", "/api/v1/tickets", report(string(id))).want(201)
	h.audited(t, "op01", "ticket.refuse", 0)
	h.audited(t, "op02", "ticket.refuse", 4)
}

package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/devstack"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// forwarded is a call in which an operator, or the caller, asked for the fire service.
func (h *house) forwarded(n int, operator string, more ...call.Entry) call.ID {
	h.t.Helper()
	id := h.conversation(n, "0912345678", operator)
	for i := range more {
		more[i].Call = id
	}
	h.apply(more...)
	return id
}

func fire(outcome string) call.Consult {
	return call.Consult{Operator: "op01", Number: "114", Unit: "114", Urgent: true, Outcome: outcome}
}

// An emergency is on the ticket of its call, whenever that is filed, and the shift leader is
// told until one has said who has seen it.
func TestDieu9_1_EmergencyFlagsTheTicketAndTellsTheLeader(t *testing.T) {
	h := build(t)
	op, leader := h.signedIn("op01"), h.signedIn("leader")
	id := h.forwarded(1, "op01",
		entry(t0, "", call.KindEmergency, fire("")),
		entry(t0, "", call.KindConsulting, fire("")))
	alerts := func(query string) []EmergencyAlert {
		t.Helper()
		var list page[EmergencyAlert]
		leader.ask("GET", "/api/v1/emergencies"+query, nil).want(200).into(&list)
		return list.Items
	}
	got := alerts("?open=true")
	if len(got) != 1 || got[0].State != "calling" || got[0].Service != "114" || got[0].ServiceName == "114" || got[0].Operator != "op01" ||
		got[0].OperatorName != "Người op01" || got[0].From != "0912345678" || len(got[0].Tickets) != 0 {
		t.Fatalf("%+v", got)
	}
	h.apply(entry(t0.Add(5*time.Second), id, call.KindThreeWay, fire("")), entry(t0.Add(6*time.Second), id, call.KindConsultEnded, fire(call.OutcomeReleased)),
		entry(t0.Add(6*time.Second), id, call.KindConsulting, fire(""))) // a voicemail had answered: the next number
	if got := alerts("?open=true"); len(got) != 1 || got[0].State != "calling" {
		t.Errorf("the next number: %+v", got)
	}
	h.apply(entry(t0.Add(9*time.Second), id, call.KindThreeWay, fire("")), entry(t0.Add(time.Minute), id, call.KindConsultEnded, fire(call.OutcomeHungUp)))

	var filed Ticket // in after-call work
	op.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&filed)
	if e := filed.Emergencies; len(e) != 1 || e[0].State != "answered" || !e[0].AnsweredAt.Equal(t0.Add(9*time.Second)) || e[0].Outcome != "" {
		t.Errorf("the ticket: %+v", filed.Emergencies)
	}
	op.ask("POST", "/api/v1/tickets", report("")).want(201)
	var list page[Ticket]
	op.ask("GET", "/api/v1/tickets?emergency=true", nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Code != filed.Code || len(list.Items[0].Emergencies) != 1 {
		t.Errorf("the list: %+v", list.Items)
	}
	if got := alerts("?open=true"); len(got) != 1 || got[0].Live || len(got[0].Tickets) != 1 || got[0].Tickets[0] != filed.Code {
		t.Errorf("after the ticket: %+v", got)
	}

	path := "/api/v1/emergencies/" + itoa(got[0].ID) + "/acknowledge"
	op.ask("POST", path, nil).problem(403, "not_allowed")
	h.as(auth.RoleLeader).ask("POST", path, nil).problem(403, "not_allowed") // a program has seen nothing
	leader.ask("POST", path, nil).want(204)
	leader.ask("POST", path, nil).want(204)
	h.signedIn("admin").ask("POST", path, nil).problem(409, "emergency_seen")
	leader.ask("POST", "/api/v1/emergencies/999/acknowledge", nil).problem(404, "not_found")
	if open := alerts("?open=true"); len(open) != 0 {
		t.Errorf("still told: %+v", open)
	}
	if all := alerts(""); len(all) != 1 || all[0].AcknowledgedBy != "leader" || all[0].AcknowledgedName != "Người leader" || all[0].AcknowledgedAt == nil {
		t.Errorf("%+v", all)
	}
	var audit page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?actor=leader", nil).want(200).into(&audit)
	n := 0
	for _, a := range audit.Items {
		if a.Action == "emergency.acknowledge" && strings.HasPrefix(a.Object, "emergency:") && a.Detail["call"] == string(id) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("audit: %+v", audit.Items)
	}
}

// A service that was called late in a call marks all of its tickets; whoever knows says which of them it is not, of
// what they have seen, and what is called after that marks it again.
func TestDieu9_1_TheMarkOfAnEmergencyIsTakenOffTheOtherTicket(t *testing.T) {
	h := build(t)
	op, office := h.signedIn("op01"), h.signedIn("office")
	id := h.forwarded(1, "op01", entry(t0, "", call.KindEmergency, fire("")))
	var fireHere, elsewhere Ticket
	op.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&fireHere)
	op.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&elsewhere)
	path := "/api/v1/tickets/" + elsewhere.Code
	off := func(seen ...int64) map[string]any {
		return map[string]any{"version": elsewhere.Version, "act": map[string]any{"reason": "Việc của phiếu kia", "seen": append([]int64{}, seen...)}}
	}
	marked := func(want ...string) {
		t.Helper()
		var list page[Ticket]
		op.ask("GET", "/api/v1/tickets?emergency=true", nil).want(200).into(&list)
		got := []string{}
		for _, one := range list.Items {
			got = append(got, one.Code)
		}
		slices.Sort(got)
		op.ask("GET", path, nil).want(200).into(&elsewhere)
		if !slices.Equal(got, want) || elsewhere.Emergency != slices.Contains(want, elsewhere.Code) {
			t.Errorf("marked: %v, %t; want %v", got, elsewhere.Emergency, want)
		}
	}
	marked(fireHere.Code, elsewhere.Code)
	if len(elsewhere.Emergencies) != 1 || !slices.Contains(elsewhere.Can, "unmark_emergency") {
		t.Fatalf("%+v, %v", elsewhere.Emergencies, elsewhere.Can)
	}
	first := elsewhere.Emergencies[0].ID
	op.ask("POST", path+"/unmark-emergency", off()).problem(409, "ticket_emergency_unseen")
	due := elsewhere.Due
	office.ask("POST", path+"/unmark-emergency", off(first)).want(200).into(&elsewhere)
	last := elsewhere.History[len(elsewhere.History)-1]
	if elsewhere.Emergency || len(elsewhere.Emergencies) != 1 || last.Kind != "ticket.unmark_emergency" || last.Reason != "Việc của phiếu kia" || last.Actor != "office" || (due == nil) != (elsewhere.Due == nil) || due != nil && !due.Equal(*elsewhere.Due) {
		t.Errorf("%+v, %v instead of %v", last, elsewhere.Due, due)
	}
	op.ask("POST", path+"/unmark-emergency", off(first)).problem(409, "ticket_settled")
	h.apply(entry(t0.Add(5*time.Second), id, call.KindThreeWay, fire(""))) // of the same asking: looked at again, and left
	marked(fireHere.Code)
	h.apply(entry(t0.Add(9*time.Second), id, call.KindEmergency, fire("")))
	marked(fireHere.Code, elsewhere.Code)
	op.ask("POST", path+"/unmark-emergency", off(first)).problem(409, "ticket_emergency_unseen")
	op.ask("POST", path+"/unmark-emergency", off(first, elsewhere.Emergencies[1].ID)).want(200)
	h.apply(entry(t0.Add(time.Minute), id, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}))
	marked(fireHere.Code)
}

// What each of its call's tickets was said to have nothing to do with alarms the leader no more, once the call is over;
// whatever is marked again alarms again.
func TestDieu9_1_AnEmergencyThatIsNoneAlarmsNoMore(t *testing.T) {
	h := build(t)
	op, leader := h.signedIn("op01"), h.signedIn("leader")
	id := h.forwarded(1, "op01", entry(t0, "", call.KindEmergency, fire("")))
	alarms := func(when string, want int) {
		t.Helper()
		var list page[EmergencyAlert]
		leader.ask("GET", "/api/v1/emergencies?open=true", nil).want(200).into(&list)
		if len(list.Items) != want {
			t.Errorf("%s: %d alarms, want %d", when, len(list.Items), want)
		}
	}
	act := func(tk *Ticket, name string, what map[string]any) {
		t.Helper()
		op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(tk)
		op.ask("POST", "/api/v1/tickets/"+tk.Code+"/"+name, map[string]any{"version": tk.Version, "act": what}).want(200)
	}
	var first, second Ticket
	op.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&first)
	op.ask("POST", "/api/v1/tickets", report(string(id))).want(201).into(&second)
	alarms("two tickets", 1)
	op.ask("GET", "/api/v1/tickets/"+first.Code, nil).want(200).into(&first)
	none := map[string]any{"reason": "Gọi nhầm", "seen": []int64{first.Emergencies[0].ID}}
	act(&first, "unmark-emergency", none)
	h.apply(entry(t0.Add(time.Minute), id, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}))
	alarms("the other ticket's", 1)
	act(&second, "unmark-emergency", none)
	alarms("of none", 0)
	act(&second, "mark-emergency", map[string]any{"service": "114"})
	alarms("marked again", 1)
}

// The menu's direct key does the same, without an operator; what nobody answers says why. The
// key pressed again is another asking, with an alarm of its own: what was seen and came of the
// first stays as it is.
func TestDieu9_1_EmergencyByTheCallersOwnKey(t *testing.T) {
	h := build(t)
	leader := h.signedIn("leader")
	id := h.conversation(1, "0912345678", "op01")
	pressed := call.Consult{Number: "114", Unit: "114", Urgent: true}
	first, duty := call.Forward{Number: "114", Service: "114"}, call.Forward{Number: "0225300114", Service: "114"}
	with := func(f call.Forward, outcome string) call.Forward { f.Outcome = outcome; return f }
	happens := func(seconds int, kind call.Kind, data any) {
		t.Helper()
		h.apply(entry(t0.Add(time.Duration(seconds)*time.Second), id, kind, data))
	}
	open := func(want ...string) []EmergencyAlert {
		t.Helper()
		var list page[EmergencyAlert]
		leader.ask("GET", "/api/v1/emergencies?open=true", nil).want(200).into(&list)
		var got []string
		for _, a := range list.Items {
			got = append(got, a.State+" "+a.Number+" "+a.Outcome)
		}
		if !slices.Equal(got, want) {
			t.Errorf("told: %q, want %q", got, want)
		}
		return list.Items
	}
	happens(0, call.KindEmergency, pressed)
	happens(0, call.KindForwarding, first)
	seen := open("calling 114 ")
	leader.ask("POST", "/api/v1/emergencies/"+itoa(seen[0].ID)+"/acknowledge", nil).want(204)
	happens(1, call.KindForwardEnded, with(first, "busy"))
	happens(1, call.KindForwarding, duty) // the same asking goes on, as the leader knows
	happens(9, call.KindForwardEnded, with(duty, "no-answer"))
	open()

	happens(20, call.KindEmergency, pressed)
	happens(20, call.KindForwarding, first)
	open("calling 114 ")
	happens(25, call.KindForwarded, first)
	open("answered 114 ")
	happens(60, call.KindEmergency, pressed)
	happens(60, call.KindForwarding, first)
	happens(61, call.KindForwarding, call.Forward{Number: "0225300001"}) // no service
	open("calling 114 ", "answered 114 ")
	happens(80, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup})
	open("unanswered 114 "+call.OutcomeCallEnded, "answered 114 ")

	var list page[EmergencyAlert]
	h.as(auth.RoleOffice).ask("GET", "/api/v1/emergencies?limit=2", nil).want(200).into(&list)
	if len(list.Items) != 2 || list.Next == nil || list.Items[1].Operator != "" || !list.Items[1].AnsweredAt.Equal(t0.Add(25*time.Second)) {
		t.Fatalf("%+v", list)
	}
	h.as(auth.RoleOffice).ask("GET", "/api/v1/emergencies?cursor="+*list.Next, nil).want(200).into(&list)
	if len(list.Items) != 1 {
		t.Fatalf("%+v", list.Items)
	}
	if e := list.Items[0]; e.State != "unanswered" || e.Outcome != "no-answer" || e.Number != duty.Number || e.AcknowledgedBy != "leader" || !e.AskedAt.Equal(t0) {
		t.Errorf("the first time: %+v", e)
	}
}

// The leader is told out of the engine's memory when the database has nothing to say: as long
// as it stands still, and of a call whose journal has not come yet. The row takes its place.
func TestDieu9_1_LeaderIsToldWithoutTheDatabase(t *testing.T) {
	l, dsn := newLine(t, devstack.PostgresTemplate(t, "api", prepare))
	h := buildOn(t, dsn)
	leader := h.signedIn("leader")
	const id = call.ID("pbx1-1772438400.8")
	view := telephony.CallView{
		ID: id, From: "+84912345678", Operator: "op01", State: call.StateTalking, ArrivedAt: t0, Emergency: true, EmergencyAt: t0.Add(time.Minute),
		Officer: telephony.OfficerView{Phase: call.PhaseCalling, Number: "114", Unit: "114", Urgent: true},
	}
	open := func() []EmergencyAlert {
		t.Helper()
		var list page[EmergencyAlert]
		leader.ask("GET", "/api/v1/emergencies?open=true", nil).want(200).into(&list)
		return list.Items
	}
	lives := func(views ...telephony.CallView) {
		h.engine.mu.Lock()
		defer h.engine.mu.Unlock()
		h.engine.calls = views
	}
	told := func(moment, state string) {
		t.Helper()
		got := open()
		if len(got) != 1 || got[0].ID != 0 || got[0].CallID != string(id) || got[0].State != state || got[0].From != "0912345678" || !got[0].Live ||
			got[0].Operator != "op01" || !got[0].AskedAt.Equal(t0.Add(time.Minute)) {
			t.Errorf("%s: %+v", moment, got)
		}
		if state != "unknown" && (got[0].Service != "114" || got[0].ServiceName == "114" || got[0].Number != "114") {
			t.Errorf("%s: %+v", moment, got)
		}
	}
	lives(telephony.CallView{ID: "pbx1-1772438400.7", State: call.StateQueued, ArrivedAt: t0}, view)
	told("before the journal", "calling")
	l.freeze()
	told("the database stands still", "calling")
	view.Officer.Phase = call.PhaseJoined
	lives(view)
	told("answered meanwhile", "answered")
	view.Officer = telephony.OfficerView{}
	lives(view)
	told("let go", "unknown")
	l.thaw()
	h.apply(
		entry(t0, id, call.KindArrived, call.Arrived{From: "0912345678", To: "02251022"}),
		entry(t0.Add(time.Minute), id, call.KindEmergency, fire("")),
	)
	got := open()
	if len(got) != 1 || got[0].ID == 0 {
		t.Fatalf("the row: %+v", got)
	}
	leader.ask("POST", "/api/v1/emergencies/"+itoa(got[0].ID)+"/acknowledge", nil).want(204)
	if got := open(); len(got) != 0 {
		t.Errorf("acknowledged, and told out of memory: %+v", got)
	}
}

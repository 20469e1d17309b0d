package api

import (
	"fmt"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/telephony/call"
)

// gaveUp is a caller who left the queue in vain.
func (h *house) gaveUp(n int, from string) {
	h.t.Helper()
	id, at := call.ID(fmt.Sprintf("pbx1-5.%d", n)), t0.Add(time.Duration(n)*time.Minute)
	h.apply(
		entry(at, id, call.KindArrived, call.Arrived{From: from, To: "02251022"}),
		entry(at, id, call.KindQueued, call.Queued{Queue: "tong-dai"}),
		entry(at.Add(30*time.Second), id, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonAbandonedWait}),
	)
}

func TestCallbacksFromAbandonedToSettled(t *testing.T) {
	h := build(t)
	for n, from := range []string{"0912345678", "0987654321", "0225384712"} {
		h.gaveUp(n, from)
	}
	op := h.signedIn("op01")
	var list page[Callback]
	op.ask("GET", "/api/v1/callbacks?limit=2", nil).want(200).into(&list)
	if len(list.Items) != 2 || list.Next == nil || list.Items[0].Number != "0912345678" || list.Items[0].State != "waiting" || list.Items[0].Source != "abandoned" ||
		list.Items[0].MostTries != 3 || list.Items[0].NextTryAt == nil {
		t.Fatalf("%+v", list)
	}
	first, second := list.Items[0].ID, list.Items[1].ID
	op.ask("GET", "/api/v1/callbacks?limit=2&cursor="+*list.Next, nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Number != "0225384712" || list.Next != nil {
		t.Errorf("%+v", list)
	}
	var one Callback
	op.ask("POST", fmt.Sprintf("/api/v1/callbacks/%d/done", first), map[string]any{"note": "Đã gọi bằng máy bàn"}).want(200).into(&one)
	if one.State != "done" || one.Result != "by_hand" || one.OperatorName != "Người op01" || one.Note != "Đã gọi bằng máy bàn" || one.EndedAt == nil {
		t.Errorf("%+v", one)
	}
	op.ask("POST", fmt.Sprintf("/api/v1/callbacks/%d/done", first), map[string]any{}).problem(409, "callback_not_waiting")
	cancel := map[string]any{"state": "cancelled", "note": "Số sai"}
	h.signedIn("leader").ask("PATCH", fmt.Sprintf("/api/v1/callbacks/%d", second), cancel).want(200).into(&one)
	if one.State != "cancelled" || one.Result != "withdrawn" || one.Operator != "leader" {
		t.Errorf("%+v", one)
	}
	op.ask("PATCH", "/api/v1/callbacks/4711", cancel).problem(404, "not_found")
	op.ask("PATCH", fmt.Sprintf("/api/v1/callbacks/%d", second), map[string]any{"state": "done"}).problem(422, "invalid")
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/callbacks?state=ended&limit=1", nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Next == nil {
		t.Errorf("%+v", list)
	}
	op.ask("GET", "/api/v1/callbacks?state=ended&cursor="+*list.Next, nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Next != nil {
		t.Errorf("%+v", list)
	}
}

// A shift leader gives a call-back to an operator, to another, and to whoever is free; nobody else does.
func TestCallbackIsGivenToAnOperator(t *testing.T) {
	h := build(t)
	h.gaveUp(1, "0912345678")
	op, leader := h.signedIn("op01"), h.signedIn("leader")
	var list page[Callback]
	leader.ask("GET", "/api/v1/callbacks", nil).want(200).into(&list)
	path := fmt.Sprintf("/api/v1/callbacks/%d", list.Items[0].ID)
	give := func(to string) *reply { return leader.ask("PUT", path+"/given-to", map[string]any{"operator": to}) }
	var one Callback
	give("op01").want(200).into(&one)
	if one.GivenTo != "op01" || one.GivenName != "Người op01" || one.State != "waiting" || one.Operator != "" {
		t.Errorf("%+v", one)
	}
	due, err := h.store.DueCallbacks(t.Context(), t0.Add(time.Hour), 10)
	if err != nil || len(due) != 1 || due[0].GivenTo != "op01" {
		t.Errorf("%+v, %v", due, err)
	}
	give("leader").problem(422, "invalid") // takes no calls
	give("nobody").problem(422, "invalid")
	op.ask("PUT", path+"/given-to", map[string]any{"operator": ""}).problem(403, "not_allowed")
	one = Callback{}
	give("").want(200).into(&one)
	if one.GivenTo != "" || one.GivenName != "" {
		t.Errorf("%+v", one)
	}
	give("").want(200) // as it is: no second row
	var acts page[AuditEntry]
	h.as(auth.RoleAuditor).ask("GET", "/api/v1/audit?action=callback.given", nil).want(200).into(&acts)
	if len(acts.Items) != 2 || acts.Items[0].Actor != "leader" || acts.Items[1].Detail["operator"] != "op01" || acts.Items[0].Detail["was"] != "op01" {
		t.Errorf("%+v", acts.Items)
	}
	op.ask("POST", path+"/done", map[string]any{}).want(200)
	give("op01").problem(409, "callback_not_waiting")
}

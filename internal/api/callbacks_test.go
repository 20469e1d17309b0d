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

package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hotline1022/internal/store/db"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

func TestOperatorsHandled(t *testing.T) {
	s := open(t)
	status := func(n int, id call.ID, operator, status string) {
		apply(t, s, entry(n, id, call.KindOperator, call.OperatorStatus{Operator: operator, Status: status}))
	}
	apply(t, s, entry(0, "c1", call.KindQueued, call.Queued{Queue: "khan"}))
	status(1, "", "op01", "ready")
	status(2, "c1", "op01", "offered")
	status(3, "c1", "op01", "busy")
	status(4, "c2", "op02", "busy")
	status(5, "c1", "op01", "busy") // after a restart
	status(6, "", "op01", "wrapup")
	status(7, "", "op01", "paused")
	status(8, "", "op01", "ready")
	status(9, "c3", "op01", "busy")
	// A shift leader supervises c3, and then takes it over.
	apply(t, s, entry(10, "c3", call.KindOperator, call.OperatorStatus{Operator: "truongca", Status: "busy", Reason: telephony.ReasonWatching}))
	status(11, "c3", "truongca", "busy")
	status(12, "", "truongca", "paused")
	got, err := s.OperatorsHandled(t.Context(), db.OperatorsHandledParams{Node: entry(0, "", "", nil).Node, Since: at(0)})
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i].FromAt, got[i].UntilAt = got[i].FromAt.UTC(), got[i].UntilAt.UTC()
	}
	want := []db.OperatorsHandledRow{
		{Operator: "op01", CallID: "c1", Queue: "khan", FromAt: at(3).UTC(), UntilAt: at(7).UTC(), Over: true},
		{Operator: "op02", CallID: "c2", FromAt: at(4).UTC(), UntilAt: at(4).UTC()},
		{Operator: "op01", CallID: "c3", FromAt: at(9).UTC(), UntilAt: at(9).UTC()},
		{Operator: "truongca", CallID: "c3", FromAt: at(11).UTC(), UntilAt: at(12).UTC(), Over: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOperatorsPlaced(t *testing.T) {
	s := open(t)
	for n, operator := range []string{"op01", "op02", "op01"} {
		apply(t, s, entry(n, call.ID("o"+operator), call.KindPlaced, call.Placed{Operator: operator, Number: "0912345678"}))
	}
	apply(t, s, entry(3, "", call.KindCallDenied, call.CallDenied{Operator: "op01", Number: "1900545415", Reason: "number"}))
	node := entry(0, "", "", nil).Node
	got, err := s.OperatorsPlaced(t.Context(), db.OperatorsPlacedParams{Node: node, Since: at(1)})
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i].At = got[i].At.UTC()
	}
	want := []db.OperatorsPlacedRow{{Operator: "op02", At: at(1).UTC()}, {Operator: "op01", At: at(2).UTC()}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if others, err := s.OperatorsPlaced(t.Context(), db.OperatorsPlacedParams{Node: "another", Since: at(0)}); err != nil || len(others) != 0 {
		t.Errorf("another node's: %v, %v", others, err)
	}
}

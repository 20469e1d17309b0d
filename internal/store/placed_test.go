package store

import (
	"slices"
	"testing"

	"hotline1022/telephony/call"
)

// A call that an operator places is the ticket's that it is about, in whatever form the
// code came; of a code that is nobody's the call is kept all the same.
func TestPlacedCalls(t *testing.T) {
	s := open(t)
	user(t, s, "op01")
	code, _, err := s.FileTicket(t.Context(), filed("op01"))
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, entry(0, "pbx1-1.1", call.KindArrived, call.Arrived{From: "0987654321", To: "02251022"}))
	for id, named := range map[call.ID]string{
		"pbx1-1.op1": code.String(), "pbx1-1.op2": string(code), "pbx1-1.op3": "", "pbx1-1.op4": "26-999999-1", "pbx1-1.op5": "nobody's",
	} {
		apply(t, s,
			entry(1, id, call.KindArrived, call.Arrived{From: "0912345678"}),
			entry(1, id, call.KindPlaced, call.Placed{Operator: "op01", Number: "0912345678", Ticket: named}),
			entry(2, id, call.KindAccepted, call.Offer{Operator: "op01"}),
			entry(5, id, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonBusy}))
	}
	got, err := s.Ticket(t.Context(), code)
	if slices.Sort(got.Calls); err != nil || !slices.Equal(got.Calls, []string{"pbx1-1.op1", "pbx1-1.op2"}) {
		t.Errorf("the ticket's calls: %q, %v", got.Calls, err)
	}
	for id, want := range map[call.ID]bool{"pbx1-1.op1": true, "pbx1-1.op3": true, "pbx1-1.op5": true, "pbx1-1.1": false} {
		if c := callOf(t, s, id); c.Placed != want || want && c.Operator != "op01" {
			t.Errorf("%s: %+v", id, c)
		}
	}
}

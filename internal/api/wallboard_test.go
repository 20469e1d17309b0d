package api

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/ticket"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// Who may supervise is told what of; a number that is withheld nobody is.
func TestLiveCalls(t *testing.T) {
	h := build(t)
	h.engine.calls = []telephony.CallView{
		{
			ID: "c1", State: call.StateHeld, From: "0912345678", To: "02251022", Queue: "tong-dai", Operator: "op01",
			ArrivedAt: t0, QueuedAt: t0.Add(time.Second), ConnectedAt: t0.Add(2 * time.Second), Emergency: true,
			Officer: telephony.OfficerView{Phase: call.PhaseAside, Number: "113", Unit: "113", Urgent: true},
			Open:    "listen whisper barge", Can: "swap",
		},
		{ID: "c2", State: call.StateTalking, Withheld: true, Operator: "op02", ArrivedAt: t0, Leader: "leader", Mode: call.ModeWhisper},
	}
	var seen page[LiveCall]
	h.signedIn("leader").ask("GET", "/api/v1/live-calls", nil).want(200).into(&seen)
	queued, connected := t0.Add(time.Second), t0.Add(2*time.Second)
	want := []LiveCall{
		{
			ID: "c1", State: "held", From: "0912345678", To: "02251022", Queue: "tong-dai", Operator: "op01", Emergency: true,
			Officer:   &LiveOfficer{Phase: "aside", Number: "113", Unit: "113", Urgent: true},
			ArrivedAt: t0, QueuedAt: &queued, ConnectedAt: &connected, Can: []string{"listen", "whisper", "barge"},
		},
		{ID: "c2", State: "talking", Withheld: true, Operator: "op02", ArrivedAt: t0, Leader: "leader", Mode: "whisper", Can: []string{}},
	}
	if diff := cmp.Diff(want, seen.Items); diff != "" {
		t.Error(diff)
	}
	h.as(auth.RoleOffice).ask("GET", "/api/v1/live-calls", nil).want(200).into(&seen)
	if len(seen.Items) != 2 || len(seen.Items[0].Can) != 0 {
		t.Errorf("who only reads: %+v", seen.Items)
	}
}

// The day's service, over calls of each kind, at the target of the plan.
func TestServiceLevel(t *testing.T) {
	h := build(t)
	noon := time.Now().In(ticket.Zone)
	midnight := time.Date(noon.Year(), noon.Month(), noon.Day(), 0, 0, 0, 0, ticket.Zone)
	at := func(seconds int) time.Time { return midnight.Add(time.Duration(seconds) * time.Second) }
	add := func(id call.ID, seconds int, kind call.Kind, data any) {
		t.Helper()
		e := call.Entry{ID: uuid.Must(uuid.NewV7()).String(), At: at(seconds), Node: "pbx2", Kind: kind, Call: id, Data: data}
		if err := h.store.Apply(t.Context(), []call.Entry{e}); err != nil {
			t.Fatal(err)
		}
	}
	queued := func(id call.ID, queue string, seconds int) {
		add(id, seconds, call.KindQueued, call.Queued{Queue: queue})
	}
	answered := func(id call.ID, seconds int) { add(id, seconds, call.KindConnected, call.Offer{Operator: "op01"}) }
	ended := func(id call.ID, seconds int, reason call.EndReason) {
		add(id, seconds, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: reason})
	}
	ask := func() (s ServiceLevel) {
		h.as(auth.RoleOperator).ask("GET", "/api/v1/service-level", nil).want(200).into(&s)
		return s
	}
	if s := ask(); s.All.Share != nil || s.All.Entered != 0 || len(s.Queues) != 2 || !s.Since.Equal(midnight) || s.Queues[0].TargetMs != 20000 {
		t.Errorf("nobody yet: %+v", s)
	}

	queued("yesterday", "tong-dai", -5)
	answered("yesterday", 1)
	queued("soon", "tong-dai", 10)
	answered("soon", 30) // just within
	queued("soon", "tong-dai", 60)
	answered("soon", 90) // back after the operator's loss: answered once
	ended("soon", 100, call.ReasonHangup)
	queued("late", "tong-dai", 10)
	answered("late", 50)
	queued("gone", "tong-dai", 10)
	ended("gone", 12, call.ReasonAbandonedWait)
	queued("waits", "tong-dai", 20)
	queued("left", "tong-dai", 10)
	add("left", 20, call.KindLeftQueue, call.Queued{Queue: "tong-dai"})
	ended("left", 30, call.ReasonAbandonedWait) // in the menu, while it rang outside
	answered("back.cb1", 10)                    // called back, lost, and waits for another operator
	queued("back.cb1", "tong-dai", 20)
	queued("old", "cu", 10) // a queue of an earlier plan
	answered("old", 11)
	add("menu", 10, call.KindAnswered, nil)

	half, one, share := 1.0/3, 1.0, 2.0/4
	want := ServiceLevel{
		Since: midnight,
		All:   QueueService{Entered: 6, Answered: 3, Within: 2, Abandoned: 1, AverageWaitMs: 61000 / 3, Share: &share},
		Queues: []QueueService{
			{Queue: "tong-dai", TargetMs: 20000, Entered: 5, Answered: 2, Within: 1, Abandoned: 1, AverageWaitMs: 30000, Share: &half},
			{Queue: "truc-ca", TargetMs: 20000},
			{Queue: "cu", TargetMs: 20000, Entered: 1, Answered: 1, Within: 1, AverageWaitMs: 1000, Share: &one},
		},
	}
	got := ask()
	got.Since = got.Since.In(ticket.Zone)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

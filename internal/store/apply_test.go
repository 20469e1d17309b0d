package store

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// The way of a whole call, entry by entry.
func TestApplyProjectsACall(t *testing.T) {
	s := open(t)
	for _, sql := range []string{
		"INSERT INTO units (code, name, kind) VALUES ('SXD', 'Sở Xây dựng', 'department')",
		"INSERT INTO officers (unit, post, rank, name, phone) VALUES ('SXD', 'focal', 1, 'Trực', '0225300002')",
	} {
		if _, err := s.pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	const id = call.ID("pbx1-1772438400.7")
	op := call.Offer{Operator: "op01"}
	steps := []struct {
		kind  call.Kind
		data  any
		state call.State
	}{
		{call.KindArrived, call.Arrived{From: "+84 912 345 678", FromName: "An", To: "02251022"}, call.StateArriving},
		{call.KindAnswered, nil, call.StateMenu},
		{call.KindQueued, call.Queued{Queue: "tong-dai"}, call.StateQueued},
		{call.KindLeftQueue, call.Queued{Queue: "tong-dai"}, call.StateMenu},
		{call.KindQueued, call.Queued{Queue: "tong-dai"}, call.StateQueued},
		{call.KindOffered, call.Offer{Operator: "op02"}, call.StateOffered},
		{call.KindOfferEnded, call.Offer{Operator: "op02", Outcome: "timeout"}, call.StateQueued},
		{call.KindOffered, op, call.StateOffered},
		{call.KindAccepted, op, call.StateConnecting},
		{call.KindConnected, op, call.StateTalking},
		{call.KindHeld, op, call.StateHeld},
		{call.KindDigit, call.Digit{Digit: "5", Source: "citizen"}, call.StateHeld},
		{call.KindResumed, op, call.StateTalking},
		{call.KindOperatorLost, op, call.StateRecovering},
		{call.KindAdopted, call.Adopted{State: call.StateTalking, Operator: "op01"}, call.StateTalking},
		{call.KindOperatorLeft, op, call.StateMenu},
		{call.KindLookedUp, call.LookedUp{Ticket: "260000018"}, call.StateMenu},
		{call.KindRated, call.Rated{Mark: "5"}, call.StateMenu},
		{call.KindConnected, op, call.StateTalking},
		{call.KindEmergency, call.Consult{Operator: "op01", Number: "113", Urgent: true}, call.StateTalking},
		{call.KindHeld, op, call.StateHeld},
		{call.KindConsulting, call.Consult{Operator: "op01", Number: "0225300001"}, call.StateHeld},
		{call.KindBriefed, call.Consult{Operator: "op01", Number: "0225300001"}, call.StateHeld},
		{call.KindConsulted, call.Consult{Operator: "op01", Number: "0225300001"}, call.StateHeld},
		{call.KindCitizenLeft, call.CitizenLeft{Operator: "op01", Ended: call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}}, call.StateHeld},
		{call.KindWatched, call.Watched{Leader: "truongca", Mode: call.ModeListen}, call.StateHeld},
		{call.KindWatchEnded, call.Watched{Leader: "truongca"}, call.StateHeld},
		{call.KindResumed, op, call.StateTalking},
		{call.KindThreeWay, call.Consult{Operator: "op01", Number: "0225300001"}, call.StateTalking},
		{call.KindTransferred, call.Consult{Operator: "op01", Number: "0225300001"}, call.StateForwarded},
		{call.KindTakenOver, call.TakenOver{Leader: "truongca"}, call.StateTalking},
		{call.KindTakenOver, call.TakenOver{Leader: "truongca", Held: true}, call.StateHeld},
		{call.KindConsultEnded, call.Consult{Operator: "op01", Number: "0225300001", Outcome: "busy"}, call.StateHeld},
		{call.KindForwarding, call.Forward{Number: "0225300001"}, call.StateForwarding},
		{call.KindForwardEnded, call.Forward{Number: "0225300001", Outcome: "busy"}, call.StateMenu},
		{call.KindForwarding, call.Forward{Number: "0225300002"}, call.StateForwarding},
		{call.KindForwarded, call.Forward{Number: "0225300002"}, call.StateForwarded},
		{call.KindEnded, call.Ended{Class: call.EndOfficer, Reason: call.ReasonHangup}, call.StateEnded},
		{call.KindQueued, call.Queued{Queue: "tong-dai"}, call.StateEnded}, // nothing follows the end
	}
	for i, step := range steps {
		apply(t, s, entry(i, id, step.kind, step.data))
		if got := callOf(t, s, id).State; got != string(step.state) {
			t.Fatalf("after %s (%d): %s, want %s", step.kind, i, got, step.state)
		}
	}
	c := callOf(t, s, id)
	if c.FromNumber != "0912345678" || c.FromRaw != "+84 912 345 678" || c.ToNumber != "02251022" || c.FromName != "An" ||
		c.Operator != "truongca" || c.Queue != "tong-dai" || *c.EndReason != "hangup" || *c.EndClass != "officer" {
		t.Errorf("record: %+v", c)
	}
	// Whom it was spoken with it is found by; who did not answer was not.
	if !slices.Equal(c.Numbers, []string{"0225300001", "0225300002"}) || !slices.Equal(c.Units, []string{"SXD"}) {
		t.Errorf("spoken with %q of %q", c.Numbers, c.Units)
	}
	if !c.StartedAt.Equal(at(0)) || !c.AnsweredAt.Equal(at(1)) || !c.QueuedAt.Equal(at(2)) || !c.ConnectedAt.Equal(at(9)) || !c.ForwardedAt.Equal(at(29)) || !c.EndedAt.Equal(at(37)) || c.LeftQueueAt != nil {
		t.Errorf("times: %+v", c)
	}
	events, err := s.CallEventsOf(t.Context(), ptr(string(id)))
	if err != nil || len(events) != len(steps) {
		t.Fatalf("%d events, %v", len(events), err)
	}
	recordings, err := s.RecordingsOfCall(t.Context(), string(id))
	if err != nil || len(recordings) != 1 || recordings[0].State != RecordingExpected || recordings[0].Leg != LegCall {
		t.Errorf("recordings: %+v, %v", recordings, err)
	}
}

func TestApplyTwiceChangesNothing(t *testing.T) {
	s := open(t)
	const id = call.ID("pbx1-1.1")
	entries := []call.Entry{
		entry(0, id, call.KindArrived, call.Arrived{From: "0912345678"}),
		entry(1, id, call.KindQueued, call.Queued{Queue: "q"}),
		entry(2, id, call.KindAccepted, call.Offer{Operator: "op01"}),
	}
	apply(t, s, entries...)
	before := callOf(t, s, id)
	apply(t, s, entries...)
	apply(t, s, entries[1])
	if after := callOf(t, s, id); after.State != before.State || after.State != "connecting" {
		t.Errorf("state %s, was %s", after.State, before.State)
	}
	events, err := s.CallEventsOf(t.Context(), ptr(string(id)))
	if err != nil || len(events) != 3 {
		t.Errorf("%d events, %v", len(events), err)
	}
}

func TestApplyOfAnEndThatWasOnlyInferred(t *testing.T) {
	s := open(t)
	const id = call.ID("pbx1-1.2")
	apply(t, s, entry(9, id, call.KindEnded, call.Ended{Class: call.EndSystem, Reason: call.ReasonUnobserved}),
		entry(0, id, call.KindArrived, call.Arrived{From: "113"}),
		entry(8, id, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}),
		entry(20, id, call.KindEnded, call.Ended{Class: call.EndSystem, Reason: call.ReasonInternal}))
	c := callOf(t, s, id)
	if *c.EndReason != "hangup" || !c.EndedAt.Equal(at(8)) || !c.StartedAt.Equal(at(0)) {
		t.Errorf("record: %+v", c)
	}
}

// We died while operator and emergency service went on without the citizen: nobody saw the
// end, but how the citizen's line had ended was seen.
func TestApplyOfAnEndAfterTheCitizenLeft(t *testing.T) {
	s := open(t)
	const id = call.ID("pbx1-1.3")
	apply(t, s, entry(0, id, call.KindArrived, call.Arrived{From: "0912345678"}),
		entry(1, id, call.KindConnected, call.Offer{Operator: "op01"}),
		entry(2, id, call.KindEmergency, call.Consult{Operator: "op01", Number: "113", Unit: "113", Urgent: true}),
		entry(3, id, call.KindConsulting, call.Consult{Operator: "op01", Number: "113", Unit: "113", Urgent: true}),
		entry(4, id, call.KindCitizenLeft, call.CitizenLeft{Operator: "op01", Ended: call.Ended{Class: call.EndCarrier, Reason: call.ReasonMediaTimeout, Cause: 44}}),
		entry(5, id, call.KindConsulted, call.Consult{Operator: "op01", Number: "113", Unit: "113", Urgent: true}))
	if c := callOf(t, s, id); c.State != "talking" || c.EndedAt != nil {
		t.Errorf("while they go on: %+v", c)
	}
	open, err := s.EmergenciesOfCalls(t.Context(), []string{string(id)})
	if err != nil || len(open) != 1 || open[0].Emergency.AnsweredAt == nil {
		t.Errorf("the emergency: %+v, %v", open, err)
	}
	apply(t, s, entry(6, id, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonUnobserved}))
	if c := callOf(t, s, id); c.State != "ended" || *c.EndClass != "carrier" || *c.EndReason != "media_timeout" || c.Cause != 44 {
		t.Errorf("record: %+v", c)
	}
}

// The Office hears of an emergency that was called, once and in the ticket: when the call gets
// one, or at once when it has.
func TestDieu9_1b_TheOfficeHearsOfAnEmergencyThatWasCalled(t *testing.T) {
	s := open(t)
	const id = call.ID("pbx1-1.4")
	asked := func(sec int, service string) call.Entry {
		return entry(sec, id, call.KindEmergency, call.Consult{Operator: "op01", Number: service, Unit: service, Urgent: true})
	}
	apply(t, s, entry(0, id, call.KindArrived, call.Arrived{From: "0912345678"}), entry(1, id, call.KindConnected, call.Offer{Operator: "op01"}), asked(2, "114"))
	told := func(want ...string) {
		t.Helper()
		rows, err := s.Pool().Query(t.Context(), "SELECT text_args[2] FROM ticket_notices WHERE audience = 'office' AND text_key = 'notice_emergency' ORDER BY id")
		if err != nil {
			t.Fatal(err)
		}
		got, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("the Office was told of %q, %v; want %q", got, err, want)
		}
	}
	told()
	if err := s.UserPut(t.Context(), db.UserPutParams{Username: "op01", Name: "An", Role: "operator", PasswordHash: "$argon2id$x"}); err != nil {
		t.Fatal(err)
	}
	_, _, err := s.FileTicket(t.Context(), NewTicket{
		Actor: "op01", Call: &FiledCall{ID: id, Node: "pbx1", From: "0912345678", StartedAt: at(0)},
		Draft: ticket.Draft{
			Group: ticket.GroupInfrastructure, Content: "Cháy", Channel: ticket.ChannelPhone,
			Sender: ticket.Sender{Type: ticket.Individual, Name: "An", Phone: "0912345678"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	told("114")
	apply(t, s, entry(3, id, call.KindThreeWay, call.Consult{Operator: "op01", Number: "114", Unit: "114", Urgent: true}), asked(4, "115"))
	told("114", "115")
}

// What a caller or a program sends cannot stop the others' entries.
func TestApplyOfWhatPostgreSQLCannotTake(t *testing.T) {
	s := open(t)
	good := entry(5, "pbx1-2.2", call.KindArrived, call.Arrived{From: "0912345678"})
	apply(t, s,
		entry(0, "pbx1-2.1", call.KindArrived, call.Arrived{From: "a\x00b", FromName: "\xff\x00", To: `\u0000`}),
		entry(1, "pbx1-2.1", call.KindEnded, call.Ended{Class: "nobody", Reason: "none"}),
		entry(1, "pbx1-2.1", call.KindConnected, nil), // no operator
		entry(2, "not an ID", call.KindArrived, call.Arrived{}),
		entry(3, "pbx1-2.1", "call.future", map[string]any{"a": 1}),
		entry(4, "", call.KindOperator, call.OperatorStatus{Operator: "op01", Status: "ready"}),
		good,
	)
	if c := callOf(t, s, "pbx1-2.1"); c.FromRaw != "ab" || c.FromNumber != "" || c.State != "arriving" {
		t.Errorf("record: %+v", c)
	}
	if c := callOf(t, s, "pbx1-2.2"); c.FromNumber != "0912345678" {
		t.Errorf("record: %+v", c)
	}
	var problems, all int
	err := s.pool.QueryRow(t.Context(), "SELECT count(*) FILTER (WHERE problem <> ''), count(*) FROM call_events").Scan(&problems, &all)
	if err != nil || problems != 3 || all != 7 {
		t.Errorf("%d events with a problem of %d, %v", problems, all, err)
	}
}

func TestAppendOnlyTables(t *testing.T) {
	s := open(t)
	apply(t, s, entry(0, "pbx1-1.1", call.KindArrived, call.Arrived{}))
	if err := s.AuditAppend(t.Context(), db.AuditAppendParams{At: t0, Actor: "a", Action: "b", Object: "c", Detail: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"call_events", "audit_log", "ticket_events"} {
		for _, change := range []string{"DELETE FROM " + table, "TRUNCATE " + table, "UPDATE " + table + " SET at = now()"} {
			_, err := s.pool.Exec(t.Context(), change)
			if err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", change, err)
			}
		}
	}
}

func TestSchemaRefusesImpossibleCalls(t *testing.T) {
	s := open(t)
	for name, values := range map[string]string{
		"ended without time":        "'ended', '', NULL, NULL, NULL, NULL",
		"time of end while talking": "'talking', 'op01', now(), now(), NULL, NULL",
		"talking with nobody":       "'talking', '', now(), NULL, NULL, NULL",
		"talking without beginning": "'talking', 'op01', NULL, NULL, NULL, NULL",
		"end without reason":        "'ended', '', NULL, now(), 'citizen', NULL",
		"unknown reason":            "'ended', '', NULL, now(), 'citizen', 'boredom'",
		"unknown state":             "'dozing', '', NULL, NULL, NULL, NULL",
		"one who never had it":      "'queued', 'op02', NULL, NULL, NULL, NULL",
	} {
		_, err := s.pool.Exec(t.Context(), `INSERT INTO calls (id, node, started_at, state, operator, connected_at, ended_at, end_class, end_reason, had_by)
			VALUES ('x-1.1', 'x', now(), `+values+`, '{op01}')`)
		if sqlState(err) != "23514" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// A journal that lost the call's beginning (the disk of a dead machine) still
// gives the call its caller, its arrival and its place in the queue.
func TestApplyAdoptionFirst(t *testing.T) {
	s := open(t)
	const id = call.ID("pbx1-1.7")
	apply(t, s, entry(9, id, call.KindAdopted, call.Adopted{
		State: call.StateQueued, Queue: "tong-dai", From: "+84912345678", FromName: "An", To: "99999999",
		ArrivedAt: at(1), QueuedAt: at(3),
	}))
	c := callOf(t, s, id)
	if c.State != "queued" || c.FromNumber != "0912345678" || c.FromName != "An" || c.ToNumber != "99999999" || c.Queue != "tong-dai" {
		t.Errorf("record: %+v", c)
	}
	if !c.StartedAt.Equal(at(1)) || c.QueuedAt == nil || !c.QueuedAt.Equal(at(3)) || c.ConnectedAt != nil {
		t.Errorf("times: %+v", c)
	}
}

// A number that is withheld is in no column that people see, that is searched or
// called back, whichever entry brings it.
func TestApplyKeepsAWithheldNumberApart(t *testing.T) {
	s := open(t)
	const number = "+84912345678"
	for id, e := range map[call.ID]call.Entry{
		"pbx1-1.1": entry(1, "pbx1-1.1", call.KindArrived, call.Arrived{To: "02251022", Withheld: true, Asserted: number}),
		"pbx1-1.2": entry(2, "pbx1-1.2", call.KindAdopted, call.Adopted{State: call.StateQueued, To: "02251022", Withheld: true, Asserted: number, ArrivedAt: at(1)}),
	} {
		apply(t, s, e)
		if c := callOf(t, s, id); !c.Withheld || c.Asserted != number || c.FromRaw+c.FromNumber+c.FromName != "" {
			t.Errorf("record: %+v", c)
		}
		events, err := s.CallEventsOf(t.Context(), ptr(string(id)))
		if err != nil || len(events) != 1 || strings.Contains(string(events[0].Data), "9123") || !strings.Contains(string(events[0].Data), `"withheld"`) {
			t.Errorf("events %s, %v", events, err)
		}
		if got, err := s.Asserted(t.Context(), id); got != number || err != nil {
			t.Errorf("asserted %q, %v", got, err)
		}
	}
	apply(t, s, entry(3, "pbx1-1.3", call.KindArrived, call.Arrived{From: "0912345678"}))
	if got, err := s.Asserted(t.Context(), "pbx1-1.3"); !errors.Is(err, ErrNotFound) {
		t.Errorf("of a number that is shown: %q, %v", got, err)
	}
}

// The wait ends where the queue is left, for the menu or for the fallback; who
// enters a queue again waits on, since the first time.
func TestWaitEndsWithTheQueue(t *testing.T) {
	s := open(t)
	id := call.ID("pbx1-1764000000.77")
	steps := []struct {
		kind call.Kind
		data any
		left int // seconds; 0: still waiting, or never
	}{
		{call.KindArrived, call.Arrived{From: "0912345678", To: "02251022"}, 0},
		{call.KindFallback, nil, 0}, // never waited
		{call.KindQueued, call.Queued{Queue: "tong-dai"}, 0},
		{call.KindLeftQueue, call.Queued{Queue: "tong-dai"}, 3},
		{call.KindQueued, call.Queued{Queue: "truc-ca"}, 0},
		{call.KindFallback, nil, 5},
		{call.KindLeftQueue, call.Queued{Queue: "truc-ca"}, 5},
	}
	for i, step := range steps {
		apply(t, s, entry(i, id, step.kind, step.data))
		c := callOf(t, s, id)
		if got := c.LeftQueueAt; (got == nil) != (step.left == 0) || got != nil && !got.Equal(at(step.left)) {
			t.Fatalf("after %s (%d) the queue was left at %v, want %d s", step.kind, i, got, step.left)
		}
	}
}

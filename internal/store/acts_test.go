package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// audited is the audit log in words, oldest first.
func audited(t *testing.T, s *Store) []string {
	t.Helper()
	rows, err := lastKept(s, 100).AuditEntries(t.Context(), db.AuditEntriesParams{})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(rows)
	all := make([]string, len(rows))
	for i, r := range rows {
		var detail map[string]string
		if err := json.Unmarshal(r.Detail, &detail); err != nil {
			t.Fatal(err)
		}
		all[i] = fmt.Sprintf("%d %s %s %s %s%s", int(r.At.Sub(at(0)).Seconds()), r.Actor, r.Action, r.Object, detail["operator"], detail["reason"])
	}
	return all
}

// What a shift leader does is in the audit log once, with its end, also where our death was
// the end and nobody could write it.
func TestALeadersActsAreAudited(t *testing.T) {
	s := open(t)
	watched := func(mode call.Mode) call.Watched {
		return call.Watched{Leader: "truongca", Mode: mode, Operator: "op01"}
	}
	entries := []call.Entry{
		entry(1, "c1", call.KindWatched, watched(call.ModeListen)),
		entry(2, "c1", call.KindWatched, watched(call.ModeWhisper)),
		entry(3, "c1", call.KindWatched, watched(call.ModeBarge)),
		entry(4, "c1", call.KindWatchEnded, watched("")),
		entry(5, "c1", call.KindAdopted, call.Adopted{State: call.StateTalking, Operator: "op01"}), // after the end
		entry(6, "c1", call.KindWatched, watched(call.ModeListen)),
		entry(7, "c1", call.KindTakenOver, call.TakenOver{Leader: "truongca", Operator: "op01"}),
		entry(8, "c1", call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}),

		entry(10, "c2", call.KindWatched, watched(call.ModeListen)), // and we are killed
		entry(11, "c2", call.KindAdopted, call.Adopted{State: call.StateTalking, Operator: "op01"}),
		entry(12, "c2", call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}),
		entry(13, "c3", call.KindWatched, watched(call.ModeBarge)), // and the call ends meanwhile
		entry(14, "c3", call.KindEnded, call.Ended{Class: call.EndSystem, Reason: call.ReasonUnobserved}),
		entry(15, "c4", call.KindWatched, watched(call.ModeListen)), // and the guard hands the call to the fallback
		entry(16, "c4", call.KindFallback, nil),
		entry(18, "c4", call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonUnobserved}), // after its message

		entry(20, "", call.KindPauseOrdered, call.Ordered{Operator: "op02", By: "truongca", Reason: "Họp\x00 gấp"}),
		entry(20, "", call.KindPauseEnded, call.Ordered{Operator: "op02", By: "op02"}),
		entry(21, "", call.KindSignedOut, call.Ordered{Operator: "op02", By: "truongca"}),
		entry(22, "", call.KindCallDenied, call.CallDenied{Operator: "op02", Number: "1900545415", Reason: "number"}),
		entry(23, "c3", call.KindRecording, call.Leg{Leg: "consult-1", Operator: "op01", Number: "0225300018", Unit: "EVN"}),
		entry(24, "c3", call.KindRecordingLost, call.Leg{Leg: "consult-1", Operator: "op01", Number: "0225300018", Unit: "EVN"}),
		entry(25, "c3", call.KindDigit, call.Digit{Digit: "5"}),
	}
	for i := range entries { // one by one, as they come, and each again, as after a crash
		apply(t, s, entries[i])
		apply(t, s, entries[:i+1]...)
	}
	want := []string{
		"1 truongca call.listen call:c1 op01",
		"2 truongca call.whisper call:c1 op01",
		"3 truongca call.barge call:c1 op01",
		"4 truongca call.watch_end call:c1 op01",
		"6 truongca call.listen call:c1 op01",
		"7 truongca call.take_over call:c1 op01",
		"10 truongca call.listen call:c2 op01",
		"11 truongca call.watch_end call:c2 restart",
		"13 truongca call.barge call:c3 op01",
		"14 truongca call.watch_end call:c3 restart",
		"15 truongca call.listen call:c4 op01",
		"16 truongca call.watch_end call:c4 restart",
		"20 truongca operator.pause user:op02 Họp gấp",
		"20 op02 operator.pause_end user:op02 ",
		"21 truongca operator.sign_out user:op02 ",
		"22 op02 call.denied user:op02 number",
		"24 system recording.lost call:c3 op01",
	}
	if got := audited(t, s); !slices.Equal(got, want) {
		t.Errorf("audit log:\n%q, want\n%q", got, want)
	}
}

// An entry that PostgreSQL cannot take into a call's record leaves its act in the audit log,
// once; a supervisor's name that it cannot hold as it is, is held as it can be.
func TestActsThatFitNoCallAreAudited(t *testing.T) {
	s := open(t)
	const impossible = call.ID("không hợp lệ")
	entries := []call.Entry{
		entry(1, impossible, call.KindWatched, call.Watched{Leader: "truongca", Mode: call.ModeListen, Operator: "op01"}),
		entry(2, "c1", call.KindTakenOver, call.TakenOver{Leader: "truong\x00ca", Operator: "op01"}),
		entry(3, "c2", call.KindWatched, call.Watched{Leader: "truong\x00ca", Mode: call.ModeBarge}),
		entry(4, "c2", call.KindAdopted, call.Adopted{State: call.StateTalking, Operator: "op01"}),
		entry(5, "c3", call.KindWatched, call.Watched{Mode: call.ModeListen}), // by nobody: an event alone
		entry(6, "c3", call.KindDigit, call.Digit{Digit: "5"}),
	}
	apply(t, s, entries...)
	apply(t, s, entries...)
	want := []string{
		"1 truongca call.listen call:" + string(impossible) + " op01",
		"2 truongca call.take_over call:c1 op01",
		"3 truongca call.barge call:c2 ",
		"4 truongca call.watch_end call:c2 restart",
	}
	if got := audited(t, s); !slices.Equal(got, want) {
		t.Errorf("audit log:\n%q, want\n%q", got, want)
	}
	if n := count(t, s, `SELECT count(*) FROM call_events`); n != len(entries) {
		t.Errorf("%d events are kept, want %d", n, len(entries))
	}
}

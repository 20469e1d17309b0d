package sla

import (
	"testing"
	"time"
)

func TestDieu18_1_TheOneQuestionPausesNothing(t *testing.T) {
	asked := Event{What: AskedByUnit, At: at("2026-11-26 10:00"), Unit: "A"}
	replied := Event{What: SenderReplied, At: at("2026-11-27 08:00")}
	again := Event{What: AskedByUnit, At: at("2026-11-27 08:10"), Unit: "A"}
	events := []Event{received, assigned, asked, replied, again}
	tellAll(t, law(t), []story{
		{"the hours go on", events, "2026-11-27 09:00", nil, []string{"ask_back met", "officer A running until 2026-11-27 09:00"}},
		{
			"and run out while the sender is waited for",
			[]Event{received, assigned, asked},
			"2026-11-27 09:01",
			[]string{"2026-11-27 09:00 officer A runs_out (Điều 9.3)"},
			[]string{"ask_back met", "officer A expired", "head A running until 2026-12-07 09:00"},
		},
	})
	pausing := law(t, Reading{Question: AskingBack, Answer: Pauses})
	tellAll(t, pausing, []story{
		{"where the policy reads it so they stand still", []Event{received, assigned, asked}, "2026-12-31 09:00", nil, []string{"ask_back met", "officer A paused"}},
		{"until the answer, and only once", events, "2026-11-27 15:00", nil, []string{"ask_back met", "officer A running until 2026-11-27 16:30"}},
		{
			"a finish promised while they do",
			[]Event{received, assigned, asked, {What: FinishPromised, At: at("2026-11-26 14:00"), Unit: "A", Until: at("2026-12-01 10:00")}, replied},
			"2026-11-30 09:00",
			nil,
			[]string{"ask_back met", "officer A running until 2026-12-01 10:00"},
		},
		{"answered without waiting for the sender", []Event{received, assigned, asked, {What: Resolved, At: at("2026-11-26 14:00"), Unit: "A"}, replied}, "2026-11-26 15:00", nil, []string{"ask_back met", "officer A met", "tell running until 2026-11-27 14:00"}},
	})
	// Late as the slip came, the officer has nothing left but the sender's answer.
	tellAll(t, law(t, Reading{Question: AskingBack, Answer: Pauses}, Reading{Question: CountedFrom, Answer: TicketReceipt}), []story{{
		"asked as a late slip comes",
		[]Event{received, {What: SenderAsked, At: at("2026-11-26 08:40")}, {What: Assigned, At: at("2026-12-01 10:00"), Unit: "A"}, {What: AskedByUnit, At: at("2026-12-01 10:00"), Unit: "A"}, {What: SenderReplied, At: at("2026-12-02 10:00")}},
		"2026-12-02 10:00", nil,
		[]string{"ask_back met", "officer A running until 2026-12-02 10:00"},
	}})
	// The strictest reading grants no pause.
	s, _ := tell(t, pausing, events, at("2026-11-27 09:00"))
	if got, err := pausing.Policy.StrictDue(pausing.Calendar, s.Clocks[1]); err != nil || !got.Equal(at("2026-11-27 08:30")) {
		t.Errorf("strictly due %s, %v", got, err)
	}
	// The wait is shown apart, whichever way it is read.
	for _, l := range []Law{law(t), pausing} {
		for until, want := range map[string]time.Duration{"2026-11-26 09:30": 0, "2026-11-26 11:00": time.Hour, "2026-11-27 08:00": 6 * time.Hour, "2026-12-31 08:00": 6 * time.Hour} {
			var past []Event
			for _, e := range events {
				if !e.At.After(at(until)) {
					past = append(past, e)
				}
			}
			s, _ := tell(t, l, past, at(until))
			if got, err := l.Waited(s.Clocks[1], at(until)); err != nil || got != want {
				t.Errorf("waited %s until %s, %v; want %s", got, until, err, want)
			}
		}
	}
}

package sla

import (
	"testing"
	"time"
)

func TestDieu9_3_EightWorkingHoursForTheOfficer(t *testing.T) {
	tellAll(t, law(t), []story{
		{
			"from the slip, not from the hotline's receipt",
			[]Event{received, assigned},
			"2026-11-27 09:00",
			nil,
			[]string{"ask_back met", "officer A running until 2026-11-27 09:00"},
		},
		{
			"accepting changes nothing",
			[]Event{received, assigned, {What: Accepted, At: at("2026-11-26 16:00"), Unit: "A"}},
			"2026-11-27 09:00",
			nil,
			[]string{"ask_back met", "officer A running until 2026-11-27 09:00"},
		},
		{
			"answered at the last instant",
			[]Event{received, assigned, {What: Resolved, At: at("2026-11-27 09:00"), Unit: "A"}},
			"2026-12-31 09:00",
			nil,
			[]string{"ask_back met", "officer A met"},
		},
		{
			"answered live: no slip, no hours",
			[]Event{received, {What: Forwarded, At: at("2026-11-26 08:31")}, {What: Resolved, At: at("2026-11-26 08:45")}},
			"2026-12-31 09:00",
			nil,
			[]string{"ask_back met", "live met"},
		},
		{
			"returned: the next unit's are fresh",
			[]Event{received, assigned, {What: Returned, At: at("2026-11-27 08:59"), Unit: "A"}, {What: Assigned, At: at("2026-11-27 10:00"), Unit: "B"}},
			"2026-11-30 10:00",
			nil,
			[]string{"ask_back met", "officer A dropped", "officer B running until 2026-11-30 10:00"},
		},
		{
			"and so are the same unit's",
			[]Event{received, assigned, {What: Returned, At: at("2026-11-26 14:00"), Unit: "A"}, {What: Assigned, At: at("2026-11-27 10:00"), Unit: "A"}},
			"2026-11-30 10:00",
			nil,
			[]string{"ask_back met", "officer A dropped", "officer A running until 2026-11-30 10:00"},
		},
		{
			"a slip sent twice is one",
			[]Event{received, assigned, {What: Assigned, At: at("2026-11-26 16:00"), Unit: "A"}},
			"2026-11-27 09:00",
			nil,
			[]string{"ask_back met", "officer A running until 2026-11-27 09:00"},
		},
		{
			"of several units each has its own",
			[]Event{received, assigned, {What: Assigned, At: at("2026-11-26 10:00"), Unit: "B"}, {What: UnitAnswered, At: at("2026-11-26 16:00"), Unit: "B"}},
			"2026-11-27 09:01",
			[]string{"2026-11-27 09:00 officer A runs_out (Điều 9.3)"},
			[]string{"ask_back met", "officer A expired", "officer B met", "head A running until 2026-12-07 09:00"},
		},
		{
			"the result ends what the others had to do",
			[]Event{received, assigned, {What: Assigned, At: at("2026-11-26 10:00"), Unit: "B"}, {What: Resolved, At: at("2026-11-26 16:00"), Unit: "A"}},
			"2026-12-31 09:00",
			nil,
			[]string{"ask_back met", "officer A met", "officer B dropped"},
		},
	})
}

func TestDieu9_3_AFinishPromisedInTimeDefers(t *testing.T) {
	promise := func(at, until time.Time) Event {
		return Event{What: FinishPromised, At: at, Unit: "A", Until: until}
	}
	friday := at("2026-12-04 15:00")
	stories := []story{
		{
			"to that time, and a broken promise escalates",
			[]Event{received, assigned, promise(at("2026-11-27 08:30"), friday)},
			"2026-12-04 15:01",
			[]string{"2026-12-04 15:00 officer A runs_out (Điều 9.3)"},
			[]string{"ask_back met", "officer A expired", "head A running until 2026-12-14 15:00"},
		},
		{
			"to an opening instant",
			[]Event{received, assigned, promise(at("2026-11-26 10:00"), at("2026-12-01 07:30"))},
			"2026-12-01 07:31",
			[]string{"2026-12-01 07:30 officer A runs_out (Điều 9.3)"},
			[]string{"ask_back met", "officer A expired", "head A running until 2026-12-08 17:00"},
		},
		{
			"a kept one is in time",
			[]Event{received, assigned, promise(at("2026-11-26 10:00"), friday), {What: Resolved, At: friday, Unit: "A"}},
			"2026-12-31 09:00",
			nil,
			[]string{"ask_back met", "officer A met"},
		},
		{
			"one for a time within the eight hours is held to as well",
			[]Event{received, assigned, promise(at("2026-11-26 10:00"), at("2026-11-26 11:00"))},
			"2026-11-26 11:01",
			[]string{"2026-11-26 11:00 officer A runs_out (Điều 9.3)"},
			[]string{"ask_back met", "officer A expired", "head A running until 2026-12-04 11:00"},
		},
		{
			"corrected within the eight hours",
			[]Event{received, assigned, promise(at("2026-11-26 10:00"), friday), promise(at("2026-11-26 11:00"), at("2026-12-01 10:00"))},
			"2026-11-27 09:00",
			nil,
			[]string{"ask_back met", "officer A running until 2026-12-01 10:00"},
		},
		{
			"not put off again after them",
			[]Event{received, assigned, promise(at("2026-11-26 10:00"), friday), promise(at("2026-12-04 14:00"), at("2026-12-30 10:00"))},
			"2026-12-04 14:30",
			nil,
			[]string{"ask_back met", "officer A running until 2026-12-04 15:00"},
		},
		{
			"at their last instant it is in time",
			[]Event{received, assigned, promise(at("2026-11-27 09:00"), friday)},
			"2026-12-01 09:00",
			nil,
			[]string{"ask_back met", "officer A running until 2026-12-04 15:00"},
		},
		{
			"after them it is too late",
			[]Event{received, assigned, promise(at("2026-11-27 09:01"), friday)},
			"2026-11-27 10:00",
			[]string{"2026-11-27 09:00 officer A runs_out (Điều 9.3)"},
			[]string{"ask_back met", "officer A expired", "head A running until 2026-12-07 09:00"},
		},
	}
	tellAll(t, law(t), stories)
	tellAll(t, law(t, Reading{Question: Promise, Answer: ChangesNothing}), []story{{
		"unless the policy reads it otherwise", stories[0].events, "2026-11-27 09:01",
		[]string{"2026-11-27 09:00 officer A runs_out (Điều 9.3)"},
		[]string{"ask_back met", "officer A expired", "head A running until 2026-12-07 09:00"},
	}})
}

func TestDieu9_3_CountedFromTheTicketsReceiptWhereThePolicyReadsItSo(t *testing.T) {
	tellAll(t, law(t, Reading{Question: CountedFrom, Answer: TicketReceipt}), []story{
		{"officer", []Event{received, assigned}, "2026-11-27 08:30", nil, []string{"ask_back met", "officer A running until 2026-11-27 08:30"}},
		{
			"head",
			[]Event{received, assigned},
			"2026-11-27 08:31",
			[]string{"2026-11-27 08:30 officer A runs_out (Điều 9.3)"},
			[]string{"ask_back met", "officer A expired", "head A running until 2026-12-04 08:30"},
		},
		{
			"a slip that comes after the hours: late as it comes",
			[]Event{received, {What: SenderAsked, At: at("2026-11-26 08:40")}, {What: Assigned, At: at("2026-11-30 10:00"), Unit: "A"}},
			"2026-11-30 10:01",
			[]string{"2026-11-30 10:00 officer A runs_out (Điều 9.3)"},
			[]string{"ask_back met", "officer A expired", "head A running until 2026-12-04 08:30"},
		},
	})
	// Whatever the reading, the stricter one can be shown.
	l := law(t)
	s, _ := tell(t, l, []Event{received, assigned, {What: FinishPromised, At: at("2026-11-26 10:00"), Unit: "A", Until: at("2026-12-04 15:00")}}, at("2026-12-04 16:00"))
	for i, want := range []string{"2026-11-26 09:30", "2026-11-27 08:30", "2026-12-04 08:30"} {
		if got, err := l.Policy.StrictDue(l.Calendar, s.Clocks[i]); err != nil || !got.Equal(at(want)) {
			t.Errorf("%s: %s, %v; want %s", s.Clocks[i].Kind, got, err, want)
		}
	}
}

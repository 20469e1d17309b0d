package sla

import (
	"testing"
)

func TestDieu9_4_EscalatesToHead(t *testing.T) {
	escalated := "2026-11-27 09:00 officer A runs_out (Điều 9.3)"
	tellAll(t, law(t), []story{
		{
			"48 hours are six days",
			[]Event{received, assigned},
			"2026-12-07 09:00",
			[]string{escalated},
			[]string{"ask_back met", "officer A expired", "head A running until 2026-12-07 09:00"},
		},
		{
			"the head answers",
			[]Event{received, assigned, {What: Resolved, At: at("2026-12-07 09:00"), Unit: "A"}},
			"2027-01-31 09:00",
			[]string{escalated},
			[]string{"ask_back met", "officer A expired", "head A met"},
		},
		{
			"an answer does not undo an escalation that had only not been noticed",
			[]Event{received, assigned, {What: Resolved, At: at("2026-11-27 09:01"), Unit: "A"}},
			"2027-01-31 09:00",
			[]string{escalated},
			[]string{"ask_back met", "officer A expired", "head A met"},
		},
		{
			"the head's hours are fresh after a return as well",
			[]Event{received, assigned, {What: Returned, At: at("2026-11-30 09:00"), Unit: "A"}, {What: Assigned, At: at("2026-11-30 09:30"), Unit: "B"}},
			"2026-12-01 09:31",
			[]string{escalated, "2026-12-01 09:30 officer B runs_out (Điều 9.3)"},
			[]string{"ask_back met", "officer A expired", "head A dropped", "officer B expired", "head B running until 2026-12-09 09:30"},
		},
	})
}

func TestDieu9_4_OverdueBeforeTheLeadership(t *testing.T) {
	tellAll(t, law(t), []story{
		{
			"nobody answers, and the program was down for months",
			[]Event{received, assigned},
			"2027-03-01 09:00",
			[]string{"2026-11-27 09:00 officer A runs_out (Điều 9.3)", "2026-12-07 09:00 head A runs_out (Điều 9.4)"},
			[]string{"ask_back met", "officer A expired", "head A expired"},
		},
		{
			"over Tết",
			[]Event{{What: Received, At: at("2026-02-12 08:00")}, {What: Assigned, At: at("2026-02-12 08:30"), Unit: "A"}},
			"2026-03-31 09:00",
			[]string{"2026-02-13 08:30 officer A runs_out (Điều 9.3)", "2026-03-02 08:30 head A runs_out (Điều 9.4)"},
			[]string{"ask_back met", "officer A expired", "head A expired"},
		},
	})
}

func TestDieu9_5_TheOfficeLeads(t *testing.T) {
	took := Event{What: OfficeTook, At: at("2026-11-26 15:00")}
	tellAll(t, law(t), []story{
		{"no unit's hours go on", []Event{received, assigned, took}, "2026-12-31 09:00", nil, []string{"ask_back met", "officer A dropped"}},
		{
			"the directive's units have fresh ones",
			[]Event{received, assigned, took, {What: Assigned, At: at("2026-12-01 08:00"), Unit: "A", Lead: true}, {What: Assigned, At: at("2026-12-01 08:00"), Unit: "B"}},
			"2026-12-01 09:00",
			nil,
			[]string{"ask_back met", "officer A dropped", "officer A running until 2026-12-02 08:00", "officer B running until 2026-12-02 08:00"},
		},
	})
}

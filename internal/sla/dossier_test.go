package sla

import (
	"testing"
)

func TestDieu9_6_UrgentWithinTwoWorkingDaysOfReceipt(t *testing.T) {
	urgent := Event{What: FoundUrgent, At: at("2026-11-26 08:10")}
	resolved := Event{What: Resolved, At: at("2026-11-26 08:20")}
	tellAll(t, law(t), []story{
		{
			"beside whatever else happens",
			[]Event{early, urgent, resolved},
			"2026-11-30 17:00",
			nil,
			[]string{"ask_back met", "urgent running until 2026-11-30 17:00"},
		},
		{
			"late",
			[]Event{early, urgent, resolved},
			"2026-11-30 17:01",
			[]string{"2026-11-30 17:00 urgent runs_out (Điều 9.6)"},
			[]string{"ask_back met", "urgent expired"},
		},
		{
			"sent, and found urgent once more",
			[]Event{early, urgent, resolved, {What: UrgentReported, At: at("2026-11-27 08:00")}, {What: FoundUrgent, At: at("2026-11-27 09:00")}},
			"2026-12-31 17:00",
			nil,
			[]string{"ask_back met", "urgent met"},
		},
		{
			"not urgent after all",
			[]Event{early, urgent, resolved, {What: NotUrgent, At: at("2026-11-27 08:00")}},
			"2026-12-31 17:00",
			nil,
			[]string{"ask_back met", "urgent dropped"},
		},
		{
			"and after all it is",
			[]Event{early, urgent, resolved, {What: NotUrgent, At: at("2026-11-27 08:00")}, {What: FoundUrgent, At: at("2026-11-27 09:00")}},
			"2026-11-27 10:00",
			nil,
			[]string{"ask_back met", "urgent dropped", "urgent running until 2026-11-30 17:00"},
		},
		{
			"found so on the fifth day: late from then on",
			[]Event{early, resolved, {What: FoundUrgent, At: at("2026-12-02 08:00")}},
			"2026-12-02 08:01",
			[]string{"2026-12-02 08:00 urgent runs_out (Điều 9.6)"},
			[]string{"ask_back met", "urgent expired"},
		},
		{
			"declined, urgent as it seemed",
			[]Event{early, urgent, {What: Declined, At: at("2026-11-26 08:30")}},
			"2026-12-31 17:00",
			nil,
			[]string{"ask_back met", "urgent dropped"},
		},
	})
}

func TestDieu9_6_ReviewWithinTwoWorkingDaysOfTheResult(t *testing.T) {
	resolved := Event{What: Resolved, At: at("2026-11-26 08:20")}
	wanted := Event{What: ReviewWanted, At: at("2026-11-27 10:00")}
	tellAll(t, law(t), []story{
		{"from the result", []Event{early, resolved, wanted}, "2026-11-30 17:01", []string{"2026-11-30 17:00 review runs_out (Điều 9.6)"}, []string{"ask_back met", "review expired"}},
		{"sent", []Event{early, resolved, wanted, wanted, {What: ReviewReported, At: at("2026-11-30 17:00")}}, "2026-12-31 17:00", nil, []string{"ask_back met", "review met"}},
		{"without a result there is none", []Event{early, {What: SenderAsked, At: at("2026-11-26 08:20")}, wanted}, "2026-12-31 17:00", nil, []string{"ask_back met"}},
		{
			"another of the same result, from when it is wanted",
			[]Event{early, resolved, wanted, {What: ReviewReported, At: at("2026-11-27 11:00")}, {What: ReviewWanted, At: at("2026-12-01 09:00")}},
			"2026-12-03 17:01",
			[]string{"2026-12-03 17:00 review runs_out (Điều 9.6)"},
			[]string{"ask_back met", "review met", "review expired"},
		},
		{
			"another result, another review",
			[]Event{early, resolved, wanted, {What: ReviewReported, At: at("2026-11-27 11:00")}, {What: Resolved, At: at("2026-12-01 08:00")}, {What: ReviewWanted, At: at("2026-12-01 09:00")}},
			"2026-12-01 10:00",
			nil,
			[]string{"ask_back met", "review met", "review running until 2026-12-03 17:00"},
		},
	})
}

package sla

import (
	"testing"
)

func TestDieu8_3_OneWorkingHourToAskBack(t *testing.T) {
	tellAll(t, law(t), []story{
		{"not yet", []Event{early}, "2026-11-26 08:45", nil, []string{"ask_back running until 2026-11-26 09:00"}},
		{
			"the shift leader is warned before",
			[]Event{early},
			"2026-11-26 08:46",
			[]string{"2026-11-26 08:45 ask_back warns (Điều 8.3)"},
			[]string{"ask_back running until 2026-11-26 09:00"},
		},
		{
			"at the hour it is in time",
			[]Event{early, {What: SenderAsked, At: at("2026-11-26 09:00")}},
			"2026-11-26 12:00",
			[]string{"2026-11-26 08:45 ask_back warns (Điều 8.3)"},
			[]string{"ask_back met"},
		},
		{
			"later it is not",
			[]Event{early, {What: SenderAsked, At: at("2026-11-26 09:01")}},
			"2026-11-26 12:00",
			[]string{"2026-11-26 08:45 ask_back warns (Điều 8.3)", "2026-11-26 09:00 ask_back runs_out (Điều 8.3)"},
			[]string{"ask_back expired"},
		},
		{
			"received at night: the office's first hour",
			[]Event{{What: Received, At: at("2026-11-26 22:10")}},
			"2026-11-27 09:00",
			[]string{"2026-11-27 08:15 ask_back warns (Điều 8.3)", "2026-11-27 08:30 ask_back runs_out (Điều 8.3)"},
			[]string{"ask_back expired"},
		},
		{
			"the sender's answer begins no new hour",
			[]Event{early, {What: SenderAsked, At: at("2026-11-26 08:10")}, {What: SenderReplied, At: at("2026-11-26 08:20")}},
			"2026-11-27 17:00",
			nil,
			[]string{"ask_back met"},
		},
	})
	for _, what := range []What{SenderAsked, Declined, Forwarded, Assigned, Resolved, OfficeTook, MergedElsewhere} {
		s, fired := tell(t, law(t), []Event{early, {What: what, At: at("2026-11-26 08:30"), Unit: "A"}}, at("2026-11-26 09:10"))
		if s.Clocks[0].State != Met || fired != nil {
			t.Errorf("%s decides: %v, %q", what, lines(s), fired)
		}
	}
}

func TestDieu8_3_RoundTheClockWhereThePolicyReadsItSo(t *testing.T) {
	tellAll(t, law(t, Reading{Question: OperatorsHour, Answer: RoundTheClock}), []story{{
		"received at night",
		[]Event{{What: Received, At: at("2026-11-26 22:10")}},
		"2026-11-27 00:00",
		[]string{"2026-11-26 22:55 ask_back warns (Điều 8.3)", "2026-11-26 23:10 ask_back runs_out (Điều 8.3)"},
		[]string{"ask_back expired"},
	}})
}

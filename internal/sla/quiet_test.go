package sla

import "testing"

func TestDieu9_5_TheSenderMayDisagreeForAWhile(t *testing.T) {
	resolved := Event{What: Resolved, At: at("2026-11-26 08:20")}
	told := Event{What: SenderTold, At: at("2026-11-26 09:00")}
	contested := Event{What: SenderContested, At: at("2026-12-10 08:00")}
	tellAll(t, law(t), []story{
		{"ten working days", []Event{early, resolved, told}, "2026-12-10 17:00", nil, []string{"ask_back met", "tell met", "quiet running until 2026-12-10 17:00"}},
		{"and then it is over", []Event{early, resolved, told, told}, "2026-12-10 17:01", []string{"2026-12-10 17:00 quiet runs_out (Điều 9.5, 11.2)"}, []string{"ask_back met", "tell met", "quiet expired"}},
		{"disagreed", []Event{early, resolved, told, contested}, "2026-12-31 17:00", nil, []string{"ask_back met", "tell met", "quiet dropped"}},
		{"the Office leads", []Event{early, resolved, told, {What: OfficeTook, At: at("2026-12-10 08:00")}}, "2026-12-31 17:00", nil, []string{"ask_back met", "tell met", "quiet dropped"}},
		{
			"told again after that",
			[]Event{early, resolved, told, contested, {What: SenderTold, At: at("2026-12-11 08:00")}},
			"2026-12-25 17:00", nil,
			[]string{"ask_back met", "tell met", "quiet dropped", "quiet running until 2026-12-25 17:00"},
		},
		{"merged into another", []Event{early, resolved, told, {What: MergedElsewhere, At: at("2026-12-10 08:00")}}, "2026-12-31 17:00", nil, []string{"ask_back met", "tell met", "quiet dropped"}},
	})
}

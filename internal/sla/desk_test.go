package sla

import "testing"

// What comes back to the desk is decided there in an hour of its own, whatever became of the first.
func TestDieu8_3_BackAtTheDeskTheHourBeginsAfresh(t *testing.T) {
	asked, back := Event{What: SenderAsked, At: at("2026-11-26 08:10")}, Event{What: BackAtDesk, At: at("2026-11-26 10:00")}
	tellAll(t, law(t), []story{
		{"the sender answered", []Event{early, asked, back}, "2026-11-26 10:00", nil, []string{"ask_back met", "ask_back running until 2026-11-26 11:00"}},
		{
			"a unit returned it at the end of Friday",
			[]Event{early, asked, {What: Assigned, At: at("2026-11-27 09:00"), Unit: "A", Lead: true}, {What: Returned, At: at("2026-11-27 16:50"), Unit: "A"}, {What: BackAtDesk, At: at("2026-11-27 16:50")}},
			"2026-11-30 09:00",
			[]string{"2026-11-30 08:05 ask_back warns (Điều 8.3)", "2026-11-30 08:20 ask_back runs_out (Điều 8.3)"},
			[]string{"ask_back met", "officer A dropped", "ask_back expired"},
		},
		{"decided again", []Event{early, asked, back, {What: Declined, At: at("2026-11-26 10:30")}}, "2026-11-26 12:00", nil, []string{"ask_back met", "ask_back met"}},
	})
}

// Who asks the sender and gives up at once, again and again, has no more than the hour.
func TestDieu8_3_GivingUpGainsNoTime(t *testing.T) {
	asked := func(when string) Event { return Event{What: SenderAsked, At: at(when)} }
	gaveUp := func(when string) Event { return Event{What: GaveUpWaiting, At: at(when)} }
	twice := []Event{early, asked("2026-11-26 08:10"), gaveUp("2026-11-26 08:10"), asked("2026-11-26 08:30"), gaveUp("2026-11-26 08:40")}
	tellAll(t, law(t), []story{
		{"as the hour stood", twice, "2026-11-26 08:41", nil, []string{"ask_back met", "ask_back met", "ask_back running until 2026-11-26 09:10"}},
		{
			"the next day, over noon",
			[]Event{early, asked("2026-11-26 08:40"), gaveUp("2026-11-27 11:50")},
			"2026-11-27 13:41",
			[]string{"2026-11-27 13:05 ask_back warns (Điều 8.3)", "2026-11-27 13:20 ask_back runs_out (Điều 8.3)"},
			[]string{"ask_back met", "ask_back expired"},
		},
		{
			"when it was over: late at once",
			[]Event{early, asked("2026-11-26 09:30"), gaveUp("2026-11-27 10:00")},
			"2026-11-27 10:01",
			[]string{
				"2026-11-26 08:45 ask_back warns (Điều 8.3)", "2026-11-26 09:00 ask_back runs_out (Điều 8.3)",
				"2026-11-27 10:00 ask_back warns (Điều 8.3)", "2026-11-27 10:00 ask_back runs_out (Điều 8.3)",
			},
			[]string{"ask_back expired", "ask_back expired"},
		},
		{
			"after an answer, with what was left of the hour that the answer began",
			[]Event{early, asked("2026-11-26 08:50"), {What: BackAtDesk, At: at("2026-11-26 10:00")}, asked("2026-11-26 10:20"), gaveUp("2026-11-26 14:00")},
			"2026-11-26 14:01",
			[]string{"2026-11-26 08:45 ask_back warns (Điều 8.3)"},
			[]string{"ask_back met", "ask_back met", "ask_back running until 2026-11-26 14:40"},
		},
	})
	tellAll(t, law(t, Reading{Question: OperatorsHour, Answer: RoundTheClock}), []story{
		{"round the clock", twice, "2026-11-26 08:41", nil, []string{"ask_back met", "ask_back met", "ask_back running until 2026-11-26 09:10"}},
	})
}

// An officer who is called answers at once, or has a slip at once.
func TestDieu9_3a_PutThroughAndNotAnsweredIsLate(t *testing.T) {
	forwarded := Event{What: Forwarded, At: at("2026-11-26 08:10"), Unit: "A"}
	tellAll(t, law(t), []story{
		{"answered", []Event{early, forwarded, {What: Resolved, At: at("2026-11-26 08:20"), Unit: "A"}}, "2026-11-26 09:00", nil, []string{"ask_back met", "live met", "tell running until 2026-11-27 08:20"}},
		{"a slip", []Event{early, forwarded, {What: Assigned, At: at("2026-11-26 08:20"), Unit: "A"}}, "2026-11-26 09:00", nil, []string{"ask_back met", "live met", "officer A running until 2026-11-27 08:20"}},
		{
			"neither",
			[]Event{early, forwarded},
			"2026-11-26 10:00",
			[]string{"2026-11-26 08:55 live warns (Điều 9.3)", "2026-11-26 09:10 live runs_out (Điều 9.3)"},
			[]string{"ask_back met", "live expired"},
		},
	})
}

// A result is the sender's: somebody has to tell them.
func TestDieu9_3b_AResultThatTheSenderIsNotToldIsLate(t *testing.T) {
	resolved := Event{What: Resolved, At: at("2026-11-26 14:00"), Unit: "A"}
	tellAll(t, law(t), []story{
		{"told", []Event{received, assigned, resolved, {What: SenderTold, At: at("2026-11-27 14:00")}}, "2026-11-27 16:00", []string{"2026-11-27 13:00 tell warns (Điều 9.1, 9.3, 9.4, 11.1)"}, []string{"ask_back met", "officer A met", "tell met", "quiet running until 2026-12-11 17:00"}},
		{
			"not told",
			[]Event{received, assigned, resolved},
			"2026-11-30 09:00",
			[]string{"2026-11-27 13:00 tell warns (Điều 9.1, 9.3, 9.4, 11.1)", "2026-11-27 14:00 tell runs_out (Điều 9.1, 9.3, 9.4, 11.1)"},
			[]string{"ask_back met", "officer A met", "tell expired"},
		},
		{"the Office leads", []Event{received, assigned, resolved, {What: OfficeTook, At: at("2026-11-26 15:00")}}, "2026-11-30 09:00", nil, []string{"ask_back met", "officer A met", "tell dropped"}},
	})
}

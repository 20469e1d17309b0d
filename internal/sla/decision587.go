package sla

import (
	"time"

	"hotline1022/internal/worktime"
)

// Decision587 is Quyết định 587/QĐ-UBND of 5 March 2024. It was made for the year 2024,
// to be prolonged or amended (Điều 2 and 3 of the decision); until another policy
// replaces it, its terms go on, because a ticket without any would never be late.
func Decision587() Policy {
	return Policy{
		Version: "587/QĐ-UBND-2024",
		From:    worktime.NewDate(2024, time.March, 5),
		Rules: []Rule{
			// How long before the shift leader is warned, the text does not say.
			{Clock: AskBack, Term: Term{Hours: time.Hour}, Warn: 15 * time.Minute, Clause: "Điều 8.3"},
			{Clock: Officer, Term: Term{Hours: 8 * time.Hour}, Clause: "Điều 9.3"},
			{Clock: Head, Term: Term{Hours: 48 * time.Hour}, Clause: "Điều 9.4"},
			{Clock: Urgent, Term: Term{Days: 2}, Clause: "Điều 9.6"},
			{Clock: Review, Term: Term{Days: 2}, Clause: "Điều 9.6"},
			// For how long a sender may disagree, the text does not say.
			{Clock: Quiet, Term: Term{Days: 10}, Clause: "Điều 9.5, 11.2"},
			// Whom nobody answers at once, has a slip at once; the text gives no number, and the
			// hotline's other duty an hour.
			{Clock: Live, Term: Term{Hours: time.Hour}, Warn: 15 * time.Minute, Clause: "Điều 9.3"},
			// A result is for the sender; in what time they are told it, the text does not say.
			{Clock: Tell, Term: Term{Hours: 8 * time.Hour}, Warn: time.Hour, Clause: "Điều 9.1, 9.3, 9.4, 11.1"},
			// "Thời điểm hoàn tất cụ thể" has no bound in the text. Ours is two weeks: without any, one
			// click would put off for a year what comes before the city's leadership (Điều 9.4).
			{Clock: LongestPromise, Term: Term{Days: 10}, Clause: "Điều 9.3 đoạn 2"},
		},
		Readings: []Reading{
			// Who has to act within a time has to have the matter first.
			{CountedFrom, OwnReceipt, "Điều 9.3, 9.4"},
			// The text grants no pause.
			{AskingBack, GoesOn, "Điều 18.1"},
			// Else nobody could verify anything that takes longer than eight hours.
			{Promise, Defers, "Điều 9.3 đoạn 2"},
			{OperatorsHour, OfficeHours, "Điều 8.3"},
		},
	}
}

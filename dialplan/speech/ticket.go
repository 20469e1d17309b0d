package speech

// states of a ticket's life, as far as a caller is told: who knows the code hears
// how far the matter is, and nothing of what is in it or who is in arrears.
var states = map[string]string{
	"received":                 "state-received",
	"awaiting_sender":          "state-awaiting-sender",
	"awaiting_sender_for_unit": "state-awaiting-sender",
	"declined":                 "state-declined",
	"live_transfer":            "state-assigned",
	"assigned":                 "state-assigned",
	"in_progress":              "state-in-progress",
	"verifying":                "state-verifying",
	"escalated_to_head":        "state-in-progress",
	"overdue":                  "state-overdue",
	"office_led":               "state-office-led",
	"awaiting_directive":       "state-office-led",
	"resolved":                 "state-resolved",
	"published":                "state-resolved",
	"answered":                 "state-resolved",
	"contested":                "state-contested",
	"closed":                   "state-closed",
	"merged":                   "state-merged",
}

// SayState says where a ticket stands; state is as package ticket names it. A
// state that is not known is said to be with an operator, who can tell.
func SayState(state string) []string {
	if name, ok := states[state]; ok {
		return []string{name}
	}
	return []string{"state-ask-operator"}
}

// SayTicket says a ticket's code, so that the caller knows that it was heard
// right, and where it stands. The code is as shown: 26-000123-4.
func SayTicket(code, state string) []string {
	said := append([]string{"ticket-code"}, SayDigits(code)...)
	return append(append(said, pause), SayState(state)...)
}

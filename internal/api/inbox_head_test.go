package api

import (
	"slices"
	"testing"
	"time"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// What went to a unit's head is found by itself, whether it is overdue by now or not; a part beside the lead's is not the head's.
func TestWhatWentToTheHeadIsASectionOfTheInbox(t *testing.T) {
	for name, one := range map[string]struct {
		state ticket.State
		lead  bool
		want  bool
	}{
		"an officer's": {ticket.StateInProgress, true, false}, "the head's": {ticket.StateEscalatedToHead, true, true},
		"overdue": {ticket.StateOverdue, true, true}, "beside": {ticket.StateEscalatedToHead, false, false},
	} {
		w := waiting{toHead: isHeads(db.InboxPartsRow{TicketState: string(one.state), Lead: one.lead})}
		if got := slices.Contains(w.belongsTo(time.Time{}), "head"); got != one.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

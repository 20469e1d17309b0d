package api

import (
	"testing"
	"time"
)

// Once a unit's last term has run out no clock runs any more: the list, and its file, say since when the ticket is overdue, and of no other.
func TestDieu9_4_ListsSaySinceWhenATicketIsOverdue(t *testing.T) {
	h := build(t)
	op, _, tk := h.atUnit(nil)
	other := h.reported(op, "Cống tắc trước cổng trường", nil)
	at := time.Date(2026, 11, 20, 1, 30, 0, 0, time.UTC)
	id := h.idOf(tk.Code)
	h.sql(`UPDATE tickets SET state = 'overdue', due_at = NULL, ever_overdue = true WHERE id = $1`, id)
	h.sql(`UPDATE ticket_assignments SET overdue_at = $2 WHERE ticket_id = $1`, id, at)
	since := func() map[string]*time.Time {
		var list page[Ticket]
		op.ask("GET", "/api/v1/tickets", nil).want(200).into(&list)
		of := map[string]*time.Time{}
		for _, item := range list.Items {
			of[item.Code] = item.OverdueSince
		}
		return of
	}
	if got := since(); got[tk.Code] == nil || !got[tk.Code].Equal(at) || got[other.Code] != nil {
		t.Errorf("overdue since %v", got)
	}
	rows := op.ask("GET", "/api/v1/tickets/export?state=overdue", nil, "Accept", "text/csv", "Accept-Language", "vi").csvOf()
	if len(rows) != 2 || under(rows, 1, "Hạn") != "20/11/2026 08:30" {
		t.Errorf("the file: %q", rows)
	}
	// Where the Office has it anew, that a term ran out once is history.
	h.sql(`UPDATE tickets SET state = 'office_led' WHERE id = $1`, id)
	if got := since(); got[tk.Code] != nil {
		t.Errorf("with the Office: overdue since %v", got[tk.Code])
	}
}

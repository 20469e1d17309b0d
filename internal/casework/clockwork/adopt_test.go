package clockwork

import (
	"slices"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/casework"
	"hotline1022/internal/ticket"
)

// Tickets of a database from before clocks were kept: whoever is open gets clocks as if they had run all
// along, what they had to tell is told, once, and nobody has to touch them first.
func TestTicketsOfBeforeClocksGetThem(t *testing.T) {
	r := newRig(t)
	c, err := New(Options{}, r.store, casework.New(r.store), prometheus.NewRegistry())
	r.check(err)
	r.clock(at("2026-11-26 08:00"))
	open, urgent, closed := r.ticket(), r.ticket(), r.ticket()
	for _, sql := range []string{"DELETE FROM ticket_clocks", "DELETE FROM ticket_sheets", "DELETE FROM river_job"} {
		_, err := r.store.Pool().Exec(t.Context(), sql)
		r.check(err)
	}
	_, err = r.store.Pool().Exec(t.Context(), "UPDATE tickets SET urgent = id = $1, state = CASE WHEN id = $2 THEN 'declined' ELSE state END", urgent, closed)
	r.check(err)
	r.clock(at("2026-11-30 09:00"))
	for range 2 {
		r.check(c.Adopt(t.Context()))
	}
	kinds := func(id int64) (all []string) {
		sheet, err := r.store.LoadSheet(t.Context(), r.store.Queries, id)
		r.check(err)
		for _, k := range sheet.Clocks {
			all = append(all, string(k.Kind)+" "+string(k.State)+" "+k.Due.In(ticket.Zone).Format("2006-01-02 15:04"))
		}
		return all
	}
	if got := kinds(open); !slices.Equal(got, []string{"ask_back expired 2026-11-26 09:00"}) {
		t.Errorf("%q", got)
	}
	if got := kinds(urgent); !slices.Equal(got, []string{"ask_back expired 2026-11-26 09:00", "urgent running 2026-11-30 17:00"}) {
		t.Errorf("urgent: %q", got)
	}
	if got := kinds(closed); got != nil {
		t.Errorf("closed: %q", got)
	}
	if left, err := r.store.WithoutClocks(t.Context(), 0); err != nil || len(left) != 0 {
		t.Errorf("%v left, %v", left, err)
	}
	events, err := r.store.TicketEventsOf(t.Context(), open)
	r.check(err)
	late := 0
	for _, e := range events {
		if e.Kind == "ticket.ask_back_late" {
			late++
		}
	}
	if late != 1 {
		t.Errorf("told %d times that the hotline was late", late)
	}
}

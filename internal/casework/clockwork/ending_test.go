package clockwork

import (
	"slices"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Nobody prolongs the calendar: the Office is told long before, once, and when it is over; and then
// tickets are filed, given to units, and go to their heads as on any other day.
func TestTheCalendarEndsAndNothingStops(t *testing.T) {
	r, f := newRig(t), &firer{}
	f.store = r.store
	c, err := New(Options{}, r.store, f, prometheus.NewRegistry())
	r.check(err)
	told := func() (keys []string) {
		inTurn := store.Order{Keys: []store.Key{{SQL: "q.id", Type: "bigint"}}}
		rows, err := r.store.Sorted(inTurn, nil, 0).NoticeList(t.Context(), db.NoticeListParams{Audiences: []string{"office"}, Units: []string{}})
		r.check(err)
		for _, n := range rows {
			keys = append(keys, n.TicketNotice.TextKey)
		}
		return keys
	}
	for _, step := range []struct {
		now  string
		days float64
		want []string
	}{
		{"2035-01-01 08:00", 365, nil},
		{"2035-09-01 08:00", 122, []string{"notice_calendar_ends"}},
		{"2035-12-31 23:00", 1, []string{"notice_calendar_ends"}},
		{"2036-01-01 00:30", 0, []string{"notice_calendar_ends", "notice_calendar_over"}},
		{"2036-05-05 08:00", -125, []string{"notice_calendar_ends", "notice_calendar_over"}},
	} {
		r.clock(at(step.now))
		r.check(c.measure(t.Context()))
		if got := told(); !slices.Equal(got, step.want) || testutil.ToFloat64(c.metrics.ends) != step.days {
			t.Errorf("%s: told %q, %v days", step.now, got, testutil.ToFloat64(c.metrics.ends))
		}
	}
	id := r.assigned(1, at("2036-05-08 10:00"))[0] // a Thursday
	r.clock(at("2036-06-30 08:00"))
	r.check(f.Fire(t.Context(), id))
	if got, want := r.history(id), []string{"officer runs_out 2036-05-09 10:00", "head runs_out 2036-05-19 10:00"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

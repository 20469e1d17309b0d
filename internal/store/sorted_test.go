package store

import (
	"errors"
	"slices"
	"testing"

	"hotline1022/internal/store/db"
)

// lastKept reads what was kept last, first.
func lastKept(s *Store, most int) *Sorted {
	return s.Sorted(Order{Keys: []Key{{"q.id", "bigint"}}, Down: true}, nil, most)
}

// Page after page a list in an order is the list in that order, equals in the order of what tells them apart;
// and a place that none of it can be is refused.
func TestASortedListPageByPage(t *testing.T) {
	s := open(t)
	for _, actor := range []string{"b", "a", "c", "a", "b", "a"} {
		check(t, s.AuditAppend(t.Context(), db.AuditAppendParams{At: t0, Actor: actor, Action: "x", Object: "o", Detail: []byte("{}")}))
	}
	by := Order{Keys: []Key{{"q.actor", "text"}, {"q.id", "bigint"}}}
	var got []string
	for after := Place(nil); ; {
		page := s.Sorted(by, after, 2)
		rows, err := page.AuditEntries(t.Context(), db.AuditEntriesParams{})
		check(t, err)
		for _, r := range rows {
			got = append(got, r.Actor)
		}
		if len(rows) < 2 {
			break
		}
		after = page.Places[len(rows)-1]
	}
	if want := []string{"a", "a", "a", "b", "b", "c"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	by.Down = true
	rows, err := s.Sorted(by, Place{"b", "5"}, 0).AuditEntries(t.Context(), db.AuditEntriesParams{})
	if check(t, err); len(rows) != 4 || rows[0].ID != 1 || rows[3].ID != 2 {
		t.Errorf("%+v", rows)
	}
	for _, place := range []Place{{"b"}, {"b", "no number"}, {"b", "99999999999999999999"}} {
		if _, err := s.Sorted(by, place, 2).AuditEntries(t.Context(), db.AuditEntriesParams{}); !errors.Is(err, ErrNoPlace) {
			t.Errorf("%q: %v", place, err)
		}
	}
}

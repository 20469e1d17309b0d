package store

import (
	"errors"
	"fmt"
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

// A list in the order of names that stand elsewhere, page after page: whose name is another's, too, comes behind that one, all of one
// person's rows in the order of the keys, equals on the edge of a page as well; and backwards it is backwards.
func TestAListByNames(t *testing.T) {
	s := open(t)
	at := func(n int) string { return fmt.Sprintf("2026-03-02T0%d:00:00Z", n) }
	for _, u := range [][2]string{{"op2", "An"}, {"op1", "Bình"}, {"op3", "An"}} {
		_, err := s.pool.Exec(t.Context(), "INSERT INTO users (username, name, role, password_hash) VALUES ($1, $2, 'operator', '$argon2id$-')", u[0], u[1])
		check(t, err)
	}
	for n, operator := range []string{"op1", "", "op3", "op2", "op1", "op2", "op3", "gone", "op2"} {
		_, err := s.pool.Exec(t.Context(), "INSERT INTO calls (id, node, state, operator, had_by, started_at) VALUES ($1, 'pbx1', 'queued', $2, array_remove(ARRAY[$2], ''), $3)", fmt.Sprint(n), operator, at(n/3%2))
		check(t, err)
	}
	by := Order{By: &Names{"calls", "operator", "coalesce((SELECT lower(name) FROM users WHERE username = v), v)"}, Keys: []Key{{"q.started_at", "timestamptz"}, {"q.id", "text"}}}
	read := func(o Order, most int) (got string) {
		for after := Place(nil); ; {
			page := s.Sorted(o, after, most)
			rows, err := page.Calls(t.Context(), db.CallsParams{})
			check(t, err)
			for _, r := range rows {
				got += r.Call.ID
			}
			if most == 0 || len(rows) < most {
				return got
			}
			after = page.Places[most-1]
		}
	}
	back := by
	back.Down = true
	for most := range 5 {
		if up, down := read(by, most), read(back, most); up != "183526047" || down != "740625381" {
			t.Errorf("by %d: %s, backwards %s", most, up, down)
		}
	}
	for _, place := range []Place{{"b", "5"}, {"an", "op2", "no time", "1"}} {
		if _, err := s.Sorted(by, place, 2).Calls(t.Context(), db.CallsParams{}); !errors.Is(err, ErrNoPlace) {
			t.Errorf("%q: %v", place, err)
		}
	}
}

package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/store/db"
)

// Seen is an officer as somebody has seen them.
type Seen struct {
	ID      int64
	Version int
}

// OrderOfficers says in which order those who hold a post of a unit, today or later, are called (Điều 17.2). Who
// comes into another's place has the other's, before and after. ErrNotFound: no such unit; ErrChanged: they are
// others, or changed, since they were seen.
func (s *Store) OrderOfficers(ctx context.Context, unit string, post directory.Post, order []Seen, by By) error {
	return s.changeDirectory(ctx, func(_ pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		if _, known := t.Unit(unit); !known {
			return act, ErrNotFound
		}
		day, err := q.CityDay(ctx)
		if err != nil {
			return act, fmt.Errorf("store: day: %w", err)
		}
		today := dateOf(day)
		rows, err := q.OfficersEver(ctx, &unit)
		if err != nil {
			return act, fmt.Errorf("store: officers: %w", err)
		}
		held := map[int64]db.Officer{}
		before, after := []string{}, []string{}
		for _, r := range rows {
			if o := OfficerOf(r); o.Post == post && (o.Until == 0 || o.Until > today) {
				held[o.ID] = r
				before = append(before, o.Name)
			}
		}
		if len(order) != len(held) {
			return act, ErrChanged
		}
		ids := make([]int64, len(order))
		place := map[int32]int32{} // by the place that was
		for i, seen := range order {
			r, there := held[seen.ID]
			if !there || int(r.Version) != seen.Version || slices.Contains(ids, seen.ID) {
				return act, ErrChanged
			}
			if place[r.Rank] == 0 {
				place[r.Rank] = int32(len(place)) + 1
			}
			ids[i] = seen.ID
			after = append(after, r.Name)
		}
		if err := q.OfficersAside(ctx, ids); err != nil {
			return act, fmt.Errorf("store: order of officers: %w", err)
		}
		for _, id := range ids {
			if err := q.OfficerPlace(ctx, db.OfficerPlaceParams{ID: id, Rank: place[held[id].Rank]}); err != nil {
				return act, fmt.Errorf("store: order of officers: %w", err)
			}
		}
		return changed(by, "officer.order", "unit:"+unit, facts{"officers": before}, facts{"officers": after})
	})
}

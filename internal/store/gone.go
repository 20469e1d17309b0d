package store

import (
	"context"
	"fmt"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// What a unit holds (ticket.Case.Holds) is passed on when the unit is no more, by whatever changes the ticket next;
// whoever works the clocks asks again and again what waits for that, so that nothing waits for anything else.

// HeldBy gives what a unit holds, those first that are due first.
func (s *Store) HeldBy(ctx context.Context, unit string) ([]db.UnitHoldsRow, error) {
	rows, err := s.UnitHolds(ctx, db.UnitHoldsParams{Unit: Text(unit), Desk: asText(ticket.Desk())})
	if err != nil {
		return nil, fmt.Errorf("store: what a unit holds: %w", err)
	}
	return rows, nil
}

// HeldByNobody gives tickets behind another of which a unit that is no more holds something.
func (s *Store) HeldByNobody(ctx context.Context, after int64, most int) ([]int64, error) {
	ids, err := s.TicketsOfUnitsGone(ctx, db.TicketsOfUnitsGoneParams{Desk: asText(ticket.Desk()), After: after, Page: int32(most)})
	if err != nil {
		return nil, fmt.Errorf("store: tickets of units that are no more: %w", err)
	}
	return ids, nil
}

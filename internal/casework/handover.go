package casework

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// HandOver gives all open parts that an officer of a unit has to another, within tx, and tells in how many
// tickets (Điều 17.9). Each ticket has it in its history, as the act of the Office's that by did. It is a
// store.HandOver.
func (w *Casework) HandOver(ctx context.Context, tx pgx.Tx, unit, from, to, by string) (int, error) {
	q := db.New(tx)
	ids, err := q.TicketsOfOfficer(ctx, db.TicketsOfOfficerParams{Unit: unit, Officer: from})
	if err != nil {
		return 0, fmt.Errorf("casework: tickets of an officer: %w", err)
	}
	for _, id := range ids {
		c, err := w.open(ctx, tx, q, db.TicketLockParams{ID: &id})
		if err != nil {
			return 0, err
		}
		if err := c.advance(ctx); err != nil {
			return 0, err
		}
		if part := c.is.Active(unit); part != nil && part.Officer == from { // it may have gone on meanwhile
			act := ticket.HandOver{Unit: unit, To: to, Reason: lang.Say(lang.Vietnamese, lang.StaffHandedOver)}
			if err := c.act(ctx, ticket.By{Name: by, Party: ticket.Office}, act); err != nil {
				return 0, fmt.Errorf("casework: hand over ticket %d: %w", id, err)
			}
		}
		if err := c.keep(ctx); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

package clockwork

import (
	"context"
	"errors"
	"fmt"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

const (
	recountPage = 200
	maxFirings  = 3 // attempts at a ticket that becomes due while it is counted
)

// Recount counts all open clocks anew that another calendar than the one that holds has
// counted. What one ticket hinders does not hinder the others.
func (c *Clockwork) Recount(ctx context.Context) error {
	calendar, err := c.store.CalendarCurrent(ctx)
	if err != nil {
		return fmt.Errorf("clockwork: calendar: %w", err)
	}
	return each(ctx, func(after int64) ([]int64, error) {
		ids, err := c.store.SheetsToRecount(ctx, db.SheetsToRecountParams{Calendar: calendar, AfterID: after, Page: recountPage})
		if err != nil {
			return nil, fmt.Errorf("clockwork: what is to be recounted: %w", err)
		}
		return ids, nil
	}, c.recountTicket)
}

// each does something with one ticket after the other, recountPage of them at a time: what one of them hinders does not
// hinder the others, unless those that fail are too many.
func each(ctx context.Context, page func(after int64) ([]int64, error), do func(ctx context.Context, id int64) error) error {
	var wrong []error
	for after := int64(0); ; {
		ids, err := page(after)
		if err != nil {
			return errors.Join(append(wrong, err)...)
		}
		for _, id := range ids {
			if err := do(ctx, id); err != nil {
				wrong = append(wrong, err)
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		if len(ids) < recountPage || len(wrong) > recountPage {
			return errors.Join(wrong...)
		}
		after = ids[len(ids)-1]
	}
}

// recountTicket fires first what was due by the calendar before.
func (c *Clockwork) recountTicket(ctx context.Context, id int64) error {
	for range maxFirings {
		moved, err := c.store.RecountTicket(ctx, id)
		if !errors.Is(err, store.ErrDue) {
			c.metrics.moved.Add(float64(len(moved)))
			return err
		}
		if err := c.firer.Fire(ctx, id); err != nil {
			return fmt.Errorf("clockwork: fire before the recount: %w", err)
		}
	}
	return fmt.Errorf("clockwork: ticket %d is due again and again", id)
}

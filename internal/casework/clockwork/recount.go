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
	var wrong []error
	page := db.SheetsToRecountParams{Calendar: calendar, Page: recountPage}
	for {
		ids, err := c.store.SheetsToRecount(ctx, page)
		if err != nil {
			return errors.Join(append(wrong, fmt.Errorf("clockwork: what is to be recounted: %w", err))...)
		}
		for _, id := range ids {
			if err := c.recountTicket(ctx, id); err != nil {
				wrong = append(wrong, err)
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		if len(ids) < recountPage || len(wrong) > recountPage {
			return errors.Join(wrong...)
		}
		page.AfterID = ids[len(ids)-1]
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

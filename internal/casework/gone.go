package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hotline1022/internal/sla"
	"hotline1022/internal/ticket"
)

// gone is a unit that is no more and still holds something of the ticket.
type gone struct {
	ticket.Gone
	at time.Time // since when
}

// unitsGone finds those, in the order in which they ceased.
func (c *change) unitsGone(ctx context.Context) (all []gone, err error) {
	held := slices.DeleteFunc(slices.Clone(c.gone), func(unit string) bool { return !c.is.Holds(unit) })
	if len(held) == 0 {
		return nil, nil
	}
	tree, today, err := c.store.TreeToday(ctx, c.q)
	if err != nil {
		return nil, err
	}
	for _, unit := range held {
		u, known := tree.Unit(unit)
		if !known || u.Holds(today) { // it is there again by now
			continue
		}
		heir, _ := tree.Heir(unit, today)
		all = append(all, gone{ticket.Gone{Unit: unit, Heir: heir, Since: u.Until.String(), Decision: u.Decision}, u.Until.At(0, ticket.Zone)})
	}
	return all, nil
}

// stop ends a unit's hours with the unit, however late that is caught up: what was due before has fired, and
// nobody is late after.
func (c *change) stop(g gone) error {
	at := g.at
	if at.Before(c.sheet.Last) {
		at = c.sheet.Last
	}
	if err := c.advanceTo(at); err != nil {
		return err
	}
	sheet, _, err := c.law.Apply(c.sheet, sla.Event{What: sla.Returned, At: at, Unit: g.Unit})
	if err != nil {
		return fmt.Errorf("casework: clocks: %w", err)
	}
	c.sheet, c.woke = sheet, true
	return nil
}

// inherit has what the unit held go on.
func (c *change) inherit(g gone) error {
	r, err := ticket.Inherited(c.is, g.Gone, c.now)
	if err != nil {
		return fmt.Errorf("casework: a unit that is no more: %w", err)
	}
	return c.happened(r, system)
}

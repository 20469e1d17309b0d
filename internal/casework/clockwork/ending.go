package clockwork

import (
	"context"
	"fmt"

	"hotline1022/internal/store"
)

// warnDays is how long before a calendar's end the Office is told to have it prolonged.
const warnDays = 180

// warnOfEnd tells the Office once that the calendar that holds will end, and once that it has.
func (c *Clockwork) warnOfEnd(ctx context.Context, end store.CalendarEnd) error {
	if end.Days > warnDays {
		return nil
	}
	told, err := c.store.TellCalendarEnds(ctx, end)
	if err != nil {
		return fmt.Errorf("clockwork: the calendar's end: %w", err)
	}
	if told {
		c.Log.Warn("the working calendar ends; deadlines behind its end are assumed until it is prolonged", "calendar", end.Number, "ends", end.Until.String(), "days", end.Days)
	}
	return nil
}

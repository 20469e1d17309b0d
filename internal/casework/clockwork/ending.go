package clockwork

import (
	"context"
	"fmt"

	"hotline1022/internal/worktime"
)

// warnDays is how long before a calendar's end the Office is told to have it prolonged.
const warnDays = 180

// warnOfEnd tells the Office once that the calendar that holds will end, and once that it has.
func (c *Clockwork) warnOfEnd(ctx context.Context, calendar int64, until worktime.Date, days int) error {
	if days > warnDays {
		return nil
	}
	told, err := c.store.TellCalendarEnds(ctx, calendar, until, days < 1)
	if err != nil {
		return fmt.Errorf("clockwork: the calendar's end: %w", err)
	}
	if told {
		c.Log.Warn("the working calendar ends; deadlines behind its end are assumed until it is prolonged", "calendar", calendar, "ends", until.String(), "days", days)
	}
	return nil
}

package keeper

import (
	"context"
	"fmt"
	"time"

	"hotline1022/internal/evidence"
)

// ahead is how far the manifest that reaches furthest is in the future, and which one that is. It was made while a clock was wrong; none is made until the
// time is there that it speaks of, for each follows the one before.
type ahead struct {
	day evidence.Day
	by  time.Duration // 0: it is not
}

func (k *Keeper) furthest(ctx context.Context) (a ahead, err error) {
	reach, err := k.store.ManifestsReach(ctx)
	if err != nil || reach.Furthest == "" {
		return a, err
	}
	now := k.Now()
	for day, until := range map[evidence.Day]time.Time{
		evidence.Day(reach.Furthest): evidence.Day(reach.Furthest).Until(), evidence.Day(reach.Whole): evidence.Day(reach.Whole).Until(),
	} {
		// Clocks of nodes differ by less than settle, or it is the clock that is wrong.
		if by := until.Sub(now); day != "" && by > max(settle, a.by) {
			a = ahead{day, by}
		}
	}
	return a, nil
}

// err is what /readyz says of it; nil where nothing is wrong.
func (a ahead) err() error {
	if a.by == 0 {
		return nil
	}
	return fmt.Errorf("a clock was far ahead, or is behind now: there is a manifest of %s, which is to come; none is made for %s", a.day, a.by.Round(time.Minute))
}

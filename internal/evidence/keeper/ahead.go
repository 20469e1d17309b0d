package keeper

import (
	"context"
	"fmt"
	"time"

	"hotline1022/internal/evidence"
)

// reach is how far manifests go.
type reach struct {
	until time.Time // the newest's; zero: there is none
	ahead ahead
}

// ahead is how far the manifest that reaches furthest is in the future, and which one that is. It was made while a clock was wrong; none is made until the
// time is there that it speaks of, for each follows the one before.
type ahead struct {
	day evidence.Day
	by  time.Duration // 0: it is not
}

func (k *Keeper) furthest(ctx context.Context) (r reach, err error) {
	last, err := k.store.ManifestsReach(ctx)
	if err != nil || last.Furthest == "" {
		return r, err
	}
	now := k.Now()
	for _, day := range []evidence.Day{evidence.Day(last.Furthest), evidence.Day(last.Whole)} {
		until := day.Until() // the zero time where there is no whole day's
		if until.After(r.until) {
			r.until = until
		}
		// Clocks of nodes differ by less than settle, or it is the clock that is wrong.
		if by := until.Sub(now); by > max(settle, r.ahead.by) {
			r.ahead = ahead{day, by}
		}
	}
	return r, nil
}

// err is what /readyz says of it; nil where nothing is wrong.
func (a ahead) err() error {
	if a.by == 0 {
		return nil
	}
	return fmt.Errorf("a clock was far ahead, or is behind now: there is a manifest of %s, which is to come; none is made for %s", a.day, a.by.Round(time.Minute))
}

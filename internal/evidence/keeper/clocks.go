package keeper

import (
	"context"
	"fmt"
	"time"

	"hotline1022/internal/evidence"
)

// Clock is a clock that is not this machine's.
type Clock struct {
	Of string // whose it is, for people
	// Now asks it. An error says that it cannot be read now.
	Now func(context.Context) (time.Time, error)
}

const (
	// leapMost is how much time may lie between the last day's manifest and now, or it may be the clock that has leapt.
	leapMost = 45 * 24 * time.Hour
	// leapPatience is how long the process runs before it believes in a leap all the same, by its own count of time: for people to set the clock right.
	leapPatience = 24 * time.Hour
)

// agree says why nothing may be dated by this machine's clock now. A manifest that is signed for a day that was not stands for good, and the days up to
// it are signed empty: so nothing is signed while another clock disagrees by more than nodes may, or after a leap. A clock that cannot be
// read says nothing, for manifests must not wait for an archive that is away.
func (k *Keeper) agree(ctx context.Context) error {
	for _, c := range k.Clocks {
		theirs, err := c.Now(ctx)
		if err != nil {
			continue
		}
		if by := k.Now().Sub(theirs); by.Abs() > settle {
			return fmt.Errorf("this machine's clock is off by %s from that of %s: nothing is signed until they agree", by.Round(time.Second), c.Of)
		}
	}
	reach, err := k.store.ManifestsReach(ctx)
	if err != nil || reach.Whole == "" {
		return err
	}
	leap, waits := k.Now().Sub(evidence.Day(reach.Whole).End()), leapPatience-time.Since(k.begun)
	if leap > leapMost && waits > 0 {
		return fmt.Errorf("the last day's manifest is of %s, %d days ago: where that is not so, set this machine's clock right; else the missing ones are made in %s",
			reach.Whole, int(leap/(24*time.Hour)), waits.Round(time.Minute))
	}
	return nil
}

// Doubt is agree, for whoever does by this machine's clock what nobody undoes; what it says is kept for [Keeper.Check] and [Keeper.Certifies].
func (k *Keeper) Doubt(ctx context.Context) error {
	err := k.agree(ctx)
	if ctx.Err() == nil {
		k.mu.Lock()
		k.off = err
		k.mu.Unlock()
	}
	return err
}

// watchClocks asks the clocks now and then, so that one that is wrong is known on each node, and before something is to be signed. What
// is in doubt is asked again at once, as a database may be that is back after a moment: /readyz goes by it.
func (k *Keeper) watchClocks(ctx context.Context) {
	for {
		wait := k.AskEvery
		if k.Doubt(ctx) != nil { // Check tells
			wait = k.SealEvery
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

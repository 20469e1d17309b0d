package keeper

import (
	"fmt"
	"time"
)

const (
	// lateMost is how long the next manifest may be due before that is an alarm: jobs ask for it every ten minutes, and a few may fail.
	lateMost = 3 * time.Hour
	// latePatience is how long the process runs before it tells: what hotline was off for is made first.
	latePatience = 2 * makeEvery
)

// late is how long the next manifest has been due; 0 while none is, or none is to be made. Nobody has to come by for it to grow: a keeper, or a
// queue, that hangs is why none is made. Before there is any it was due when the process began.
func (k *Keeper) late() time.Duration {
	if k.Key == nil {
		return 0
	}
	k.mu.Lock()
	reached := k.behind.reached
	k.mu.Unlock()
	if reached.IsZero() {
		return time.Since(k.begun)
	}
	return max(0, k.Now().Sub(reached.Add(time.Hour+settle)))
}

// overdue is what /readyz says of it; nil where nothing is wrong.
func (k *Keeper) overdue() error {
	late := k.late()
	if late <= lateMost || time.Since(k.begun) < latePatience {
		return nil
	}
	return fmt.Errorf("no manifest was made for %s, though one was due: what came since cannot be proven; the log of hotline's jobs says why (evidence.manifests)", late.Round(time.Minute))
}

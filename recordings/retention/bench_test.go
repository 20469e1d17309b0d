//go:build bench

package retention_test

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// TestBenchRecordingsRetention is part of `make bench-recordings`: how long the pass takes that deletes 20,000 recordings
// which were announced, each in all its versions, with its row and its line of the certificate.
func TestBenchRecordingsRetention(t *testing.T) {
	const removals = 20_000
	r := newRig(t)
	var making sync.WaitGroup
	const hands = 8
	for n := range hands {
		making.Go(func() {
			for i := n; i < removals; i += hands {
				r.recorded(fmt.Sprintf("over-%05d", i), 6*year, true, time.Time{})
			}
		})
	}
	making.Wait()
	begun := time.Now()
	r.pass()
	announced := time.Since(begun)
	r.now = r.now.Add(notice + time.Minute)
	begun = time.Now()
	r.pass()
	took := time.Since(begun)
	certified(r, r.plans()[0], removals)
	t.Logf("%d recordings: announced in %.1f s, deleted and certified in %.1f s, %.0f a second (the hourly pass has 50 minutes)",
		removals, announced.Seconds(), took.Seconds(), removals/took.Seconds())
	if took > 50*time.Minute {
		t.Error("an hour's pass does not do it")
	}
}

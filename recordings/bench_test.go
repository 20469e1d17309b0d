//go:build bench

package recordings

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hotline1022/telephony/call"
)

// TestBenchRecordings is `make bench-recordings`: how long the last of 200 conversations of two minutes that all
// end at once waits until the archive has it, on this machine.
func TestBenchRecordings(t *testing.T) {
	const conversations, lasting = 200, 2 * time.Minute
	r := newRig(t)
	r.opts.ScanEvery = 15 * time.Second
	s, _ := r.run(r.minio.Endpoint)
	rx, tx := alawTone(440, lasting), alawTone(1000, lasting)
	ids := make([]call.ID, conversations)
	for i := range ids {
		ids[i] = call.ID(fmt.Sprintf("pbx1-1764000000.%d", i))
		r.arrived(ids[i])
		put(t, r.spool, ids[i], endCitizen, rx)
		put(t, r.spool, ids[i], endStaff, tx)
	}
	began := time.Now()
	for _, id := range ids {
		put(t, r.spool, id, endNormal, nil)
	}
	waiting := func() (n int) {
		if err := r.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM recordings WHERE state <> 'archived'").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for deadline := time.After(10 * time.Minute); waiting() > 0; {
		select {
		case <-time.After(100 * time.Millisecond):
		case <-deadline:
			t.Fatalf("%d are not archived", waiting())
		}
	}
	var lags []time.Duration
	for _, id := range ids {
		lags = append(lags, mustRow(r, id).ArchivedAt.Sub(began))
	}
	slices.Sort(lags)
	bytes := *mustRow(r, ids[0]).Bytes
	t.Logf("%d conversations of %v end at once: half are archived after %.1f s, the last after %.1f s (aim: 60 s); %d bytes a minute",
		conversations, lasting, lags[conversations/2].Seconds(), lags[conversations-1].Seconds(), bytes/int64(lasting.Minutes()))
	if lags[conversations-1] > time.Minute {
		t.Errorf("the last waited %v", lags[conversations-1])
	}
	if c := s.Checks()["storage"]; !c.OK {
		t.Errorf("%+v", c)
	}
}

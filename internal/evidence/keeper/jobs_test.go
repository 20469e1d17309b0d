package keeper

import (
	"testing"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// While a token is away, one job waits for it, however often it is asked whether a day is over; when that one is over, the next comes.
func TestOneJobWaits(t *testing.T) {
	r := newRig(t)
	client, err := river.NewClient(riverpgxv5.New(r.store.Pool()), &river.Config{})
	if err != nil {
		t.Fatal(err)
	}
	inserted := func(want bool) {
		t.Helper()
		res, err := client.Insert(t.Context(), makeArgs{}, oneMake())
		if err != nil || res.UniqueSkippedAsDuplicate == want {
			t.Errorf("%+v, %v, want another %v", res, err, want)
		}
	}
	now := func(state string) {
		t.Helper()
		if _, err := r.store.Pool().Exec(t.Context(), "UPDATE river_job SET state = $1::river_job_state, attempt = 3, finalized_at = CASE WHEN $1 = 'completed' THEN now() END", state); err != nil {
			t.Fatal(err)
		}
	}
	inserted(true)
	inserted(false)
	now("retryable")
	inserted(false)
	now("completed")
	inserted(true)
}

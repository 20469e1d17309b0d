package keeper

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

func (r *rig) verifyAudit() AuditReport {
	r.Helper()
	report, err := r.keeper.VerifyAudit(r.Context())
	if err != nil {
		r.Fatal(err)
	}
	return report
}

func TestTheChainNamesWhatWasTamperedWith(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(r *rig, ids []int64)
		want func(ids []int64) []string
	}{
		"an entry changed": {
			func(r *rig, ids []int64) {
				r.behind("audit_log", "UPDATE audit_log SET actor = 'user:other' WHERE id = $1", ids[3])
			},
			func(ids []int64) []string { return []string{fmt.Sprintf("audit_entry_changed audit:%d", ids[3])} },
		},
		"one second of an entry's time": {
			func(r *rig, ids []int64) {
				r.behind("audit_log", "UPDATE audit_log SET at = at - interval '1 second' WHERE id = $1", ids[9])
			},
			func(ids []int64) []string { return []string{fmt.Sprintf("audit_entry_changed audit:%d", ids[9])} },
		},
		"a reason changed": {
			func(r *rig, ids []int64) {
				r.behind("audit_log", `UPDATE audit_log SET detail = detail || '{"reason": ""}' WHERE id = $1`, ids[0])
			},
			func(ids []int64) []string { return []string{fmt.Sprintf("audit_entry_changed audit:%d", ids[0])} },
		},
		"an entry removed": {
			func(r *rig, ids []int64) { r.behind("audit_log", "DELETE FROM audit_log WHERE id = $1", ids[5]) },
			func(ids []int64) []string { return []string{fmt.Sprintf("audit_entry_removed audit:%d", ids[5])} },
		},
		"an entry removed with its link": {
			func(r *rig, ids []int64) {
				r.behind("audit_log", "DELETE FROM audit_log WHERE id = $1", ids[5])
				r.behind("audit_seals", "DELETE FROM audit_seals WHERE entry = $1", ids[5])
			},
			func([]int64) []string { return []string{"audit_link_removed link:6"} },
		},
		"an entry slipped in": {
			func(r *rig, _ []int64) {
				r.behind("audit_log", "INSERT INTO audit_log (id, actor, action) OVERRIDING SYSTEM VALUE VALUES (1000, 'user:x', 'y')")
			},
			func([]int64) []string { return []string{"audit_entry_added audit:1000"} },
		},
		"an entry removed before it was sealed": {
			func(r *rig, _ []int64) {
				late := r.acts(1)
				r.behind("audit_log", "DELETE FROM audit_log WHERE id = $1", late[0])
			},
			func(ids []int64) []string { return []string{fmt.Sprintf("audit_entry_removed audit:%d", ids[9]+1)} },
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			ids := r.acts(10)
			r.seal()
			if got := r.verifyAudit(); len(got.Faults) != 0 || got.Sealed != 10 || got.Unsealed != 0 || got.Head == "" {
				t.Fatalf("before: %+v", got)
			}
			c.do(r, ids)
			if got, want := named(r.verifyAudit().Faults), c.want(ids); !slices.Equal(got, want) {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
}

func TestLogAndChainRefuseChange(t *testing.T) {
	r := newRig(t)
	r.acts(1)
	r.seal()
	for _, sql := range []string{"UPDATE audit_seals SET seq = 7", "DELETE FROM audit_seals", "TRUNCATE audit_seals", "DELETE FROM audit_log"} {
		if _, err := r.store.Pool().Exec(t.Context(), sql); err == nil {
			t.Errorf("%s was done", sql)
		}
	}
}

// Those who add to the log wait for nobody, and what is rolled back is in no link.
func TestManyWritersAndSealers(t *testing.T) {
	r := newRig(t)
	ctx, stop := context.WithCancel(t.Context())
	var sealers, writers sync.WaitGroup
	for range 3 { // as many nodes
		sealers.Go(func() { r.keeper.Run(ctx) })
	}
	const each = 40
	failed := errors.New("rolled back")
	for w := range 6 {
		writers.Go(func() {
			for i := range each {
				err := r.store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
					a, err := store.Act(time.Now(), fmt.Sprintf("user:w%d", w), "x", "", nil)
					if err == nil {
						err = q.AuditAppend(ctx, a)
					}
					if err == nil && i%4 == 3 {
						return failed
					}
					return err
				})
				if err != nil && !errors.Is(err, failed) {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	r.until("all is sealed", func() bool {
		w, err := r.store.AuditWaiting(t.Context())
		return err == nil && w.N == 0
	})
	stop()
	sealers.Wait()
	if got := r.verifyAudit(); len(got.Faults) != 0 || got.Sealed != 6*each*3/4 || got.Unsealed != 0 {
		t.Errorf("%d sealed, %d wait, faults %v", got.Sealed, got.Unsealed, got.Faults)
	}
}

// An entry that is committed after later ones is sealed after them.
func TestALateCommitIsSealedLate(t *testing.T) {
	r := newRig(t)
	tx, err := r.store.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "INSERT INTO audit_log (actor, action) VALUES ('user:slow', 'x')"); err != nil {
		t.Fatal(err)
	}
	r.acts(2)
	r.seal()
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.seal()
	if got := r.verifyAudit(); len(got.Faults) != 0 || got.Sealed != 3 {
		t.Errorf("%+v", got)
	}
}

func TestReadyzTellsOfAStuckSealer(t *testing.T) {
	r := newRig(t)
	r.acts(3)
	r.behind("audit_unsealed", "UPDATE audit_unsealed SET since = since - interval '2 minutes'")
	r.keeper.measure(t.Context(), nil)
	if _, err := r.keeper.Check(t.Context()); err == nil {
		t.Error("three entries have waited for two minutes, and all is well")
	}
	r.seal()
	r.keeper.measure(t.Context(), nil)
	if _, err := r.keeper.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// What the nightly look found is told until another look, also while the database is away.
func TestReadyzTellsOfFaults(t *testing.T) {
	r := newRig(t)
	if err := r.keeper.keepCheck(t.Context(), Report{Faults: []evidence.Fault{{Kind: "object"}}}); err != nil {
		t.Fatal(err)
	}
	r.keeper.measure(t.Context(), nil)
	r.store.Close()
	r.keeper.measure(t.Context(), nil)
	if _, err := r.keeper.Found(t.Context()); err == nil {
		t.Error("a proof does not hold, and all is well")
	}
	if _, err := r.keeper.Check(t.Context()); err == nil {
		t.Error("the database is away, and the audit log is sealed")
	}
}

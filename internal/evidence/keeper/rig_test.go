package keeper

import (
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"hotline1022/internal/devstack"
	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is a keeper on a real PostgreSQL.
type rig struct {
	*testing.T
	store  *store.Store
	keeper *Keeper
}

func newRig(t *testing.T) *rig {
	t.Helper()
	st, err := store.Open(devstack.PostgresTemplate(t, "store", store.Migrate), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	k, err := New(Options{SealEvery: 20 * time.Millisecond}, st, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	return &rig{t, st, k}
}

// acts adds entries to the audit log, and gives their numbers.
func (r *rig) acts(n int) (ids []int64) {
	r.Helper()
	for i := range n {
		a, err := store.Act(time.Now(), "user:kiemtra", "recording.listen", fmt.Sprintf("recording:%d", i), map[string]any{"reason": "Kiểm tra <chất lượng>", "seconds": 1.5, "z": nil})
		if err != nil {
			r.Fatal(err)
		}
		if err := r.store.AuditAppend(r.Context(), a); err != nil {
			r.Fatal(err)
		}
	}
	rows, err := r.store.Pool().Query(r.Context(), "SELECT id FROM audit_log ORDER BY id DESC LIMIT $1", n)
	if err != nil {
		r.Fatal(err)
	}
	ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		r.Fatal(err)
	}
	slices.Reverse(ids)
	return ids
}

func (r *rig) seal() {
	r.Helper()
	if _, err := r.keeper.Seal(r.Context()); err != nil {
		r.Fatal(err)
	}
}

// behind does what only a superuser can: it changes a table whose triggers refuse it.
func (r *rig) behind(table, sql string, args ...any) {
	r.Helper()
	err := pgx.BeginFunc(r.Context(), r.store.Pool(), func(tx pgx.Tx) error {
		if _, err := tx.Exec(r.Context(), "ALTER TABLE "+table+" DISABLE TRIGGER USER"); err != nil {
			return err
		}
		tag, err := tx.Exec(r.Context(), sql, args...)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fmt.Errorf("nothing was changed by %s", sql)
		}
		_, err = tx.Exec(r.Context(), "ALTER TABLE "+table+" ENABLE TRIGGER USER")
		return err
	})
	if err != nil {
		r.Fatal(err)
	}
}

func named(faults []evidence.Fault) (all []string) {
	for _, f := range faults {
		all = append(all, f.Kind+" "+f.Object)
	}
	return all
}

// until polls, for what another goroutine does in the database has no signal.
func (r *rig) until(what string, done func() bool) {
	r.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.NewTimer(60 * time.Second)
	defer deadline.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline.C:
			r.Fatalf("in vain waited for: %s", what)
		}
	}
}

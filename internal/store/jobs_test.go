package store

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// A killed process's job begins anew, and nobody else's.
func TestJobsOfAKilledProcess(t *testing.T) {
	s := open(t)
	err := s.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) error {
		if _, err := s.EnqueueMessages(t.Context(), tx, uuid.New(), uuid.New()); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), "UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now() WHERE id = (SELECT min(id) FROM river_job)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for queue, want := range map[string]int64{"recordings-pbx2": 0, MessageJobs: 1} {
		if n, err := s.ReclaimJobs(t.Context(), queue); n != want || err != nil {
			t.Errorf("%s: %d jobs, %v", queue, n, err)
		}
	}
	var waiting int
	if err := s.pool.QueryRow(t.Context(), "SELECT count(*) FROM river_job WHERE state = 'available'").Scan(&waiting); err != nil || waiting != 2 {
		t.Errorf("%d wait, %v", waiting, err)
	}
}

package store

import (
	"context"
	"fmt"
)

// ReclaimJobs lets jobs begin anew that a process before us had begun, in a queue that
// this process alone works; it tells how many. Call it before the queue is worked: a
// killed process's jobs would else wait for River's rescue, which must outlast the
// longest job there can be.
func (s *Store) ReclaimJobs(ctx context.Context, queue string) (int64, error) {
	tag, err := s.pool.Exec(ctx, "UPDATE river_job SET state = 'available', scheduled_at = now() WHERE queue = $1 AND state = 'running'", queue)
	if err != nil {
		return 0, fmt.Errorf("store: reclaim jobs: %w", err)
	}
	return tag.RowsAffected(), nil
}

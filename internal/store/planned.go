package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// Planned gives queries whose lists PostgreSQL plans for just their arguments, as those of [Store.Sorted]: for a year, or what half of the rows have, another
// way is right than for a day and what is rare. Prepared, one plan would serve for all after the fifth time.
func (s *Store) Planned() *db.Queries { return db.New(planned{s.pool}) }

type planned struct{ db.DBTX }

// Query is sqlc's, which reads a list by nothing else.
func (p planned) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return p.DBTX.Query(ctx, sql, append([]any{pgx.QueryExecModeCacheDescribe}, args...)...)
}

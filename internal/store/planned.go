package store

import (
	"context"
	"fmt"

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

// CallsOf gives the first calls of an officer, a unit, a field and an operator, in no order, by the one index of them all. Left to itself PostgreSQL goes
// through the calls as they lie for what one in twenty has, and of what is asked for there may be none in the first gigabyte (2.8 s of three million calls).
func (s *Store) CallsOf(ctx context.Context, p db.CallsOfParams) (ids []string, err error) {
	err = s.reading(ctx, func(tx pgx.Tx) error {
		if err := set(ctx, tx, "enable_seqscan = off", "jit = off"); err != nil {
			return err
		}
		ids, err = db.New(planned{tx}).CallsOf(ctx, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: calls of what is asked for: %w", err)
	}
	return ids, nil
}

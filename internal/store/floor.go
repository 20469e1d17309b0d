package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// ErrShiftsOverlap: an operator would be planned twice at the same time.
var ErrShiftsOverlap = errors.New("store: an operator's shifts overlap")

// SetProfile changes which calls an operator may be given, and gives the account
// as it is then; nil leaves queues or skills as they were. ErrNotFound.
func (s *Store) SetProfile(ctx context.Context, username string, queues, skills []string) (u db.User, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if _, err := q.UserProfile(ctx, db.UserProfileParams{Username: Text(username), Queues: queues, Skills: skills}); err != nil {
			return err
		}
		u, err = q.UserByName(ctx, Text(username))
		return err
	})
	if err != nil {
		return db.User{}, fmt.Errorf("store: profile of an operator: %w", err)
	}
	return u, nil
}

// PlanShifts puts shifts in the place of all that begin in [since, until).
// ErrShiftsOverlap, and nothing is changed, when an operator would be planned twice
// at a time, also with a shift that began before.
func (s *Store) PlanShifts(ctx context.Context, since, until time.Time, plan []db.ShiftAddParams) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		// Two who plan at once: one after the other, or neither would see the other's.
		if err := q.ShiftsLock(ctx); err != nil {
			return err
		}
		if err := q.ShiftsDrop(ctx, db.ShiftsDropParams{Since: since, Until: until}); err != nil {
			return err
		}
		for _, shift := range plan {
			err := q.ShiftAdd(ctx, shift)
			if sqlState(err) == "23505" { // twice from the same moment on
				return ErrShiftsOverlap
			}
			if err != nil {
				return err
			}
		}
		_, err := q.ShiftsOverlap(ctx, since)
		if err == nil {
			return ErrShiftsOverlap
		}
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("store: plan shifts: %w", err)
	}
	return nil
}

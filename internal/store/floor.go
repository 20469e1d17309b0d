package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

var (
	// ErrShiftsOverlap: an operator would be planned twice at the same time.
	ErrShiftsOverlap = errors.New("store: an operator's shifts overlap")
	// ErrShiftsChanged: somebody else has planned the same days meanwhile.
	ErrShiftsChanged = errors.New("store: the shifts are no longer those that were looked at")
)

// SetProfile changes which calls an operator may be given, with an entry in the audit
// log, and gives the account as it is then; nil leaves what is nil as it was. ErrNotFound.
func (s *Store) SetProfile(ctx context.Context, p db.UserProfileParams, act db.AuditAppendParams) (u db.User, err error) {
	p.Username = Text(p.Username)
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if _, err := q.UserProfile(ctx, p); err != nil {
			return err
		}
		if err := q.AuditAppend(ctx, act); err != nil {
			return err
		}
		u, err = q.UserByName(ctx, p.Username)
		return err
	})
	if err != nil {
		return db.User{}, fmt.Errorf("store: profile of an operator: %w", err)
	}
	return u, nil
}

// ShiftPlan is what takes the place of all shifts that begin in [Since, Until).
type ShiftPlan struct {
	Since, Until time.Time
	// Was are the shifts that its author looked at, in any order; nil: whatever they are.
	Was    []ShiftSpan
	Shifts []db.ShiftAddParams
}

// ShiftSpan is a shift as its author knows it.
type ShiftSpan struct {
	Username         string
	StartsAt, EndsAt time.Time
}

// PlanShifts carries a plan out as a whole, or nothing of it: ErrShiftsChanged when
// others stand there than the author looked at, ErrShiftsOverlap when an operator
// would be planned twice at a time, also with a shift that began before. It leaves an
// entry in the audit log.
func (s *Store) PlanShifts(ctx context.Context, p ShiftPlan, act db.AuditAppendParams) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		// Two who plan at once: one after the other, or neither would see the other's.
		if err := q.ShiftsLock(ctx); err != nil {
			return err
		}
		if err := p.unchanged(ctx, q); err != nil {
			return err
		}
		if err := q.ShiftsDrop(ctx, db.ShiftsDropParams{Since: p.Since, Until: p.Until}); err != nil {
			return err
		}
		for _, shift := range p.Shifts {
			err := q.ShiftAdd(ctx, shift)
			if sqlState(err) == "23505" { // twice from the same moment on
				return ErrShiftsOverlap
			}
			if err != nil {
				return err
			}
		}
		_, err := q.ShiftsOverlap(ctx, p.Since)
		if err == nil {
			return ErrShiftsOverlap
		}
		if errors.Is(err, pgx.ErrNoRows) {
			return q.AuditAppend(ctx, act)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("store: plan shifts: %w", err)
	}
	return nil
}

// unchanged holds what stands there against what the author looked at.
func (p *ShiftPlan) unchanged(ctx context.Context, q *db.Queries) error {
	if p.Was == nil {
		return nil
	}
	rows, err := q.Shifts(ctx, db.ShiftsParams{Since: p.Since, Until: p.Until})
	if err != nil {
		return err
	}
	// An operator's shifts begin at different times.
	type key struct {
		username string
		begins   int64
	}
	stand := map[key]time.Time{}
	for _, r := range rows {
		if !r.StartsAt.Before(p.Since) {
			stand[key{r.Username, r.StartsAt.UnixNano()}] = r.EndsAt
		}
	}
	if len(stand) != len(p.Was) {
		return ErrShiftsChanged
	}
	for _, w := range p.Was {
		if ends, ok := stand[key{w.Username, w.StartsAt.UnixNano()}]; !ok || !ends.Equal(w.EndsAt) {
			return ErrShiftsChanged
		}
	}
	return nil
}

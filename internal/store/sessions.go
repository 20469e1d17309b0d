package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// Session is a living session and whose it is.
type Session struct {
	ID      uuid.UUID
	Step    string // what is still to be done; see auth.Step
	Way     string
	SeenAt  time.Time
	Expires time.Time
	User    db.User
}

// Session gives the living session with this sum, of an account that is not disabled; ErrNotFound.
func (s *Store) Session(ctx context.Context, sum [32]byte, now time.Time) (Session, error) {
	row, err := s.SessionBySum(ctx, db.SessionBySumParams{Sum: sum[:], Now: now})
	if err != nil {
		return Session{}, fmt.Errorf("store: session: %w", notFound(err))
	}
	return Session{row.Session.ID, row.Session.Step, row.Session.Way, row.Session.SeenAt, row.Session.ExpiresAt, row.User}, nil
}

// StartSession begins one, in place of the one that waited for the second step, if any,
// with an entry in the audit log.
func (s *Store) StartSession(ctx context.Context, p db.SessionStartParams, instead uuid.UUID, act db.AuditAppendParams) error {
	return s.audited(ctx, "start session", act, func(q *db.Queries) error {
		if instead != uuid.Nil {
			if _, err := q.SessionEnd(ctx, db.SessionEndParams{ID: instead, Username: p.Username}); err != nil {
				return err
			}
		}
		_, err := q.SessionStart(ctx, p)
		return err
	})
}

// EndSession ends one of somebody's sessions, with an entry in the audit log; ErrNotFound.
func (s *Store) EndSession(ctx context.Context, p db.SessionEndParams, act db.AuditAppendParams) error {
	return s.audited(ctx, "end session", act, func(q *db.Queries) error { return found(q.SessionEnd(ctx, p)) })
}

// EndSessions ends all of somebody's sessions, with an entry in the audit log.
func (s *Store) EndSessions(ctx context.Context, username string, act db.AuditAppendParams) error {
	return s.audited(ctx, "end sessions", act, func(q *db.Queries) error {
		_, err := q.SessionsEnd(ctx, username)
		return err
	})
}

// audited does something together with its entry in the audit log.
func (s *Store) audited(ctx context.Context, what string, act db.AuditAppendParams, do func(*db.Queries) error) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := do(q); err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
	if err != nil {
		return fmt.Errorf("store: %s: %w", what, err)
	}
	return nil
}

// found is ErrNotFound when nothing was changed.
func found(n int64, err error) error {
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

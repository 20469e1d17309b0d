package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// User gives one account; ErrNotFound.
func (s *Store) User(ctx context.Context, username string) (db.User, error) {
	u, err := s.UserByName(ctx, Text(username))
	if err != nil {
		return db.User{}, fmt.Errorf("store: account: %w", notFound(err))
	}
	return u, nil
}

// Token gives the living token with this sum; ErrNotFound.
func (s *Store) Token(ctx context.Context, sum [32]byte, now time.Time) (db.Token, error) {
	t, err := s.TokenByHash(ctx, db.TokenByHashParams{Sha256: sum[:], Now: now})
	if err != nil {
		return db.Token{}, fmt.Errorf("store: token: %w", notFound(err))
	}
	return t, nil
}

// CreateToken keeps a program's token, with an entry in the audit log whose object it is.
func (s *Store) CreateToken(ctx context.Context, p db.TokenCreateParams, act db.AuditAppendParams) (t db.Token, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if t, err = q.TokenCreate(ctx, p); err != nil {
			return err
		}
		act.Object = "token:" + t.ID.String()
		return q.AuditAppend(ctx, act)
	})
	if err != nil {
		return db.Token{}, fmt.Errorf("store: token: %w", err)
	}
	return t, nil
}

// RevokeToken ends a token, with an entry in the audit log; ErrNotFound if none lives.
func (s *Store) RevokeToken(ctx context.Context, p db.TokenRevokeParams, act db.AuditAppendParams) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		n, err := q.TokenRevoke(ctx, p)
		if err == nil && n == 0 {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
	if err != nil {
		return fmt.Errorf("store: revoke token: %w", err)
	}
	return nil
}

// IsAway reports whether err says that the database cannot be reached or is
// going down, rather than that it refused something.
func IsAway(err error) bool {
	if err == nil {
		return false
	}
	state := sqlState(err)
	if state == "" {
		return isConnection(err)
	}
	// Classes 08 connection, 53 resources, 57 operator intervention.
	return strings.HasPrefix(state, "08") || strings.HasPrefix(state, "53") || strings.HasPrefix(state, "57")
}

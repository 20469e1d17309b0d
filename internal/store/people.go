package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
)

// Accounts gives auth its accounts.
func (s *Store) Accounts() auth.Accounts { return accounts{s} }

type accounts struct{ s *Store }

func (a accounts) Account(ctx context.Context, username string) (auth.Account, error) {
	u, err := a.s.User(ctx, username)
	if errors.Is(err, ErrNotFound) {
		return auth.Account{}, auth.ErrUnknown
	}
	if err != nil {
		return auth.Account{}, err
	}
	account := auth.Account{
		Username: u.Username, Name: u.Name, Role: auth.Role(u.Role), PasswordHash: u.PasswordHash,
		Disabled: u.Disabled, Demonstration: u.Demonstration,
	}
	if u.LockedUntil != nil {
		account.LockedUntil = *u.LockedUntil
	}
	return account, nil
}

func (a accounts) Failed(ctx context.Context, username string, most int, until time.Time) (bool, error) {
	locked, err := a.s.LoginFailed(ctx, db.LoginFailedParams{Username: username, Most: int32(most), LockedUntil: until})
	if err != nil {
		return false, fmt.Errorf("store: count failed login: %w", err)
	}
	return locked != nil && locked.Sub(until).Abs() < time.Millisecond, nil
}

func (a accounts) Succeeded(ctx context.Context, username string) error {
	if err := a.s.LoginSucceeded(ctx, username); err != nil {
		return fmt.Errorf("store: note login: %w", err)
	}
	return nil
}

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

// EndSessions ends the sessions with these tokens, all or none.
func (s *Store) EndSessions(ctx context.Context, tokens []string) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		for _, token := range tokens {
			if err := q.SessionDelete(ctx, token); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: end sessions: %w", err)
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

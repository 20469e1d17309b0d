package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
)

// What an account cannot be given.
var (
	ErrNameTaken     = errors.New("store: there is an account of that name")
	ErrIdentityTaken = errors.New("store: another account has that identity")
	ErrNoUnit        = errors.New("store: there is no such unit")
	ErrNeedsUnit     = errors.New("store: whoever answers for a unit has one")
	ErrUnitOver      = errors.New("store: the unit is no more")
)

// Listed gives one account as administrators see it; ErrNotFound.
func (s *Store) Listed(ctx context.Context, username string, now time.Time) (db.AccountsListedRow, error) {
	rows, err := s.AccountsListed(ctx, db.AccountsListedParams{Now: now, Username: &username})
	if err == nil && len(rows) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return db.AccountsListedRow{}, fmt.Errorf("store: account: %w", err)
	}
	return rows[0], nil
}

// NewAccount adds an account that waits for its activation, with an entry in the audit
// log; ErrNameTaken, ErrIdentityTaken, ErrNoUnit.
func (s *Store) NewAccount(ctx context.Context, p db.UserAddParams, identity *string, a db.ActivationPutParams, act db.AuditAppendParams) error {
	return s.audited(ctx, "new account", act, func(q *db.Queries) error {
		n, err := q.UserAdd(ctx, p)
		if err != nil {
			return ofAccount(err)
		}
		if n == 0 {
			return ErrNameTaken
		}
		if err := served(ctx, q, p.Role, p.Unit); err != nil {
			return err
		}
		if identity != nil {
			if _, err := q.UserEdit(ctx, db.UserEditParams{Username: p.Username, Identity: identity}); err != nil {
				return ofAccount(err)
			}
		}
		return q.ActivationPut(ctx, a)
	})
}

// served checks the unit of an account: of whoever answers for one it is there, or will be (an account is made
// before the day on which the city is divided anew).
func served(ctx context.Context, q *db.Queries, role string, unit *string) error {
	if unit == nil {
		if role == string(auth.RoleOfficer) || role == string(auth.RoleHead) {
			return ErrNeedsUnit
		}
		return nil
	}
	over, err := q.UnitOver(ctx, *unit)
	if err == nil && over {
		return ErrUnitOver
	}
	return err
}

// ofAccount says which of the account's values PostgreSQL refused.
func ofAccount(err error) error {
	switch sqlState(err) {
	case uniqueViolation:
		return ErrIdentityTaken
	case foreignKeyViolation:
		return ErrNoUnit
	}
	return err
}

const foreignKeyViolation = "23503"

// EditAccount changes an account, with an entry in the audit log that says how it was;
// when its role changed or it was closed, its sessions end. ErrNotFound, ErrIdentityTaken,
// ErrNoUnit.
func (s *Store) EditAccount(ctx context.Context, p db.UserEditParams, actor string, now time.Time) (ended bool, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		before, err := q.UserByName(ctx, p.Username)
		if err != nil {
			return notFound(err)
		}
		if _, err := q.UserEdit(ctx, p); err != nil {
			return ofAccount(err)
		}
		after, err := q.UserByName(ctx, p.Username)
		if err != nil {
			return err
		}
		if p.Role != nil || p.Unit != nil { // what else is changed may have to be, also of an account whose unit is over
			if err := served(ctx, q, after.Role, after.Unit); err != nil {
				return err
			}
		}
		if ended = before.Role != after.Role || after.Disabled && !before.Disabled; ended {
			if err := leaves(ctx, q, after); err != nil {
				return err
			}
		}
		was, is := differences(before, after)
		act, err := Act(now, actor, "user.edit", "user:"+p.Username, map[string]any{"before": was, "after": is})
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
	if err != nil {
		return false, fmt.Errorf("store: edit account: %w", err)
	}
	return ended, nil
}

// leaves ends what lets somebody in whose account was closed or got another role.
func leaves(ctx context.Context, q *db.Queries, u db.User) error {
	if _, err := q.SessionsEnd(ctx, u.Username); err != nil {
		return err
	}
	if u.Disabled {
		return q.ActivationForget(ctx, u.Username)
	}
	return nil
}

// differences is what changed, as it was and as it is.
func differences(before, after db.User) (was, is map[string]any) {
	was, is = map[string]any{}, map[string]any{}
	note := func(name string, b, a any) {
		if b != a {
			was[name], is[name] = b, a
		}
	}
	note("name", before.Name, after.Name)
	note("role", before.Role, after.Role)
	note("unit", orNone(before.Unit), orNone(after.Unit))
	note("identity", orNone(before.Identity), orNone(after.Identity))
	note("disabled", before.Disabled, after.Disabled)
	return was, is
}

func orNone(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Unlocked lifts an account's lock, with an entry in the audit log; ErrNotFound.
func (s *Store) Unlocked(ctx context.Context, username string, act db.AuditAppendParams) error {
	return s.audited(ctx, "unlock", act, func(q *db.Queries) error { return found(q.Unlock(ctx, username)) })
}

// ForgetFactor takes a second factor away and ends its owner's sessions, with an entry in
// the audit log; ErrNotFound if there is none.
func (s *Store) ForgetFactor(ctx context.Context, username string, act db.AuditAppendParams) error {
	return s.audited(ctx, "forget second factor", act, func(q *db.Queries) error {
		if err := found(q.FactorDelete(ctx, username)); err != nil {
			return err
		}
		_, err := q.SessionsEnd(ctx, username)
		return err
	})
}

// ResealFactors puts every second factor and every draft under another key, all or none, and tells how many
// second factors it changed, with an entry in the audit log.
func (s *Store) ResealFactors(ctx context.Context, reseal func(of string, sealed []byte) ([]byte, error), act db.AuditAppendParams) (changed int, err error) {
	err = s.audited(ctx, "reseal second factors", act, func(q *db.Queries) error {
		all, err := q.FactorsForChange(ctx)
		if err != nil {
			return err
		}
		for _, f := range all {
			p := db.FactorResealParams{Username: f.Username}
			for _, item := range []struct {
				into *[]byte
				from []byte
			}{{&p.Secret, f.Secret}, {&p.Pending, f.Pending}} {
				if item.from == nil {
					continue
				}
				if *item.into, err = reseal(f.Username, item.from); err != nil {
					return fmt.Errorf("of %s: %w", f.Username, err)
				}
			}
			if bytes.Equal(p.Secret, f.Secret) && bytes.Equal(p.Pending, f.Pending) {
				continue
			}
			if err := q.FactorReseal(ctx, p); err != nil {
				return err
			}
			changed++
		}
		return resealDrafts(ctx, q, reseal)
	})
	return changed, err
}

// Reactivate makes an account's password unknown, ends its sessions and keeps what lets its
// owner choose another, with an entry in the audit log; ErrNotFound.
func (s *Store) Reactivate(ctx context.Context, unusable string, a db.ActivationPutParams, act db.AuditAppendParams) error {
	return s.audited(ctx, "reactivate", act, func(q *db.Queries) error {
		if err := found(q.UserPassword(ctx, db.UserPasswordParams{Username: a.Username, PasswordHash: unusable})); err != nil {
			return err
		}
		if _, err := q.SessionsEnd(ctx, a.Username); err != nil {
			return err
		}
		return q.ActivationPut(ctx, a)
	})
}

// ActivationOf is the account that an activation is for; ErrNotFound.
func (s *Store) ActivationOf(ctx context.Context, sum [32]byte, now time.Time) (string, error) {
	username, err := s.ActivationOwner(ctx, db.ActivationOwnerParams{Sum: sum[:], Now: now})
	if err != nil {
		return "", fmt.Errorf("store: activation: %w", notFound(err))
	}
	return username, nil
}

// Activate sets the password of the account that this activation is for, and uses it up,
// with an entry in the audit log; ErrNotFound.
func (s *Store) Activate(ctx context.Context, sum [32]byte, hash string, now time.Time) (username string, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if username, err = q.ActivationUse(ctx, db.ActivationUseParams{Sum: sum[:], Now: now}); err != nil {
			return notFound(err)
		}
		return passwordSet(ctx, q, username, username, "user.activate", hash, now)
	})
	if err != nil {
		return "", fmt.Errorf("store: activate: %w", err)
	}
	return username, nil
}

// SetPassword sets a password and ends all sessions of its owner, with an entry in the
// audit log; ErrNotFound.
func (s *Store) SetPassword(ctx context.Context, username, actor, hash string, now time.Time) error {
	err := s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		return passwordSet(ctx, q, username, actor, "user.password", hash, now)
	})
	if err != nil {
		return fmt.Errorf("store: set password: %w", err)
	}
	return nil
}

func passwordSet(ctx context.Context, q *db.Queries, username, actor, action, hash string, now time.Time) error {
	if err := found(q.UserPassword(ctx, db.UserPasswordParams{Username: username, PasswordHash: hash})); err != nil {
		return err
	}
	if _, err := q.SessionsEnd(ctx, username); err != nil {
		return err
	}
	if err := q.ActivationForget(ctx, username); err != nil {
		return err
	}
	act, err := Act(now, actor, action, "user:"+username, nil)
	if err != nil {
		return err
	}
	return q.AuditAppend(ctx, act)
}

// SignOnBack takes who was sent to the city's single sign-on back, once; ErrNotFound, also
// for whom too much time has passed.
func (s *Store) SignOnBack(ctx context.Context, state [32]byte, now time.Time) (db.SignOnAttempt, error) {
	a, err := s.SignOnFinish(ctx, state[:])
	if err == nil && !a.ExpiresAt.After(now) {
		err = pgx.ErrNoRows
	}
	if err != nil {
		return db.SignOnAttempt{}, fmt.Errorf("store: sign-on: %w", notFound(err))
	}
	return a, nil
}

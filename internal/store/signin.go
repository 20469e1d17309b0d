package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
)

// Accounts gives auth its accounts. What somebody does to their own second factor it
// notes in the audit log, in the same transaction.
func (s *Store) Accounts() auth.Accounts { return accounts{s} }

type accounts struct{ s *Store }

func (a accounts) Account(ctx context.Context, username string) (auth.Account, error) {
	row, err := a.s.AccountByName(ctx, Text(username))
	if err != nil {
		return auth.Account{}, unknown(err)
	}
	return accountOf(row.User, row.Factor), nil
}

func (a accounts) ByIdentity(ctx context.Context, identity string) (auth.Account, error) {
	row, err := a.s.AccountByIdentity(ctx, Text(identity))
	if err != nil {
		return auth.Account{}, unknown(err)
	}
	return accountOf(row.User, row.Factor), nil
}

func unknown(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return auth.ErrUnknown
	}
	return fmt.Errorf("store: account: %w", err)
}

func accountOf(u db.User, factor bool) auth.Account {
	return auth.Account{
		Username: u.Username, Name: u.Name, Role: auth.Role(u.Role), PasswordHash: u.PasswordHash,
		Disabled: u.Disabled, Demonstration: u.Demonstration, Factor: factor,
	}
}

// failuresKept is how long failures are kept that nobody has forgotten by a success.
const failuresKept = 24 * time.Hour

// errLocked breaks off what counts an attempt.
var errLocked = errors.New("store: locked")

func (a accounts) Attempt(ctx context.Context, username string, limits ...auth.Limit) (until time.Time, allowed bool, err error) {
	err = a.s.TxAgain(ctx, func(_ pgx.Tx, q *db.Queries) error {
		until = time.Time{}
		for _, l := range limits {
			locked, err := attempt(ctx, q, typed(username), l)
			if locked.After(until) {
				until = locked
			}
			if err != nil {
				return err
			}
		}
		if len(limits) == 0 {
			return nil
		}
		return q.LoginForget(ctx, limits[0].Now.Add(-failuresKept))
	})
	switch {
	case errors.Is(err, errLocked):
		return until, false, nil
	case err != nil:
		return time.Time{}, false, fmt.Errorf("store: count attempt: %w", err)
	}
	return until, true, nil
}

// attempt counts one against one limit, and tells until when that is locked; errLocked: it was already.
func attempt(ctx context.Context, q *db.Queries, username string, l auth.Limit) (time.Time, error) {
	until, err := q.LoginAttempt(ctx, db.LoginAttemptParams{Username: username, Source: Text(l.Source), Most: int32(l.Most), Now: l.Now, Until: l.Until, Since: l.Since})
	if !errors.Is(err, pgx.ErrNoRows) {
		return deref(until), err
	}
	if until, err = q.LoginLock(ctx, db.LoginLockParams{Username: username, Source: Text(l.Source)}); err == nil {
		err = errLocked
	}
	return deref(until), err
}

// typed is a name as it was typed, as far as it is kept.
func typed(username string) string {
	const most = 100
	runes := []rune(Text(username))
	return string(runes[:min(len(runes), most)])
}

func (a accounts) Right(ctx context.Context, username string, sources ...string) error {
	return noted("attempt", a.s.LoginRight(ctx, db.LoginRightParams{Username: typed(username), Sources: sources}))
}

func (a accounts) Succeeded(ctx context.Context, username string, sources ...string) error {
	return noted("sign-in", a.s.LoginSucceeded(ctx, db.LoginSucceededParams{Username: typed(username), Sources: sources}))
}

func noted(what string, err error) error {
	if err != nil {
		return fmt.Errorf("store: note %s: %w", what, err)
	}
	return nil
}

func (a accounts) Factor(ctx context.Context, username string) (auth.Factor, error) {
	f, err := a.s.Factor(ctx, username)
	if errors.Is(err, pgx.ErrNoRows) {
		return auth.Factor{}, auth.ErrNoFactor
	}
	if err != nil {
		return auth.Factor{}, fmt.Errorf("store: second factor: %w", err)
	}
	return auth.Factor{Secret: f.Secret, Pending: f.Pending}, nil
}

func (a accounts) Propose(ctx context.Context, username string, sealed []byte) error {
	return noted("second factor", a.s.FactorPropose(ctx, db.FactorProposeParams{Username: username, Pending: sealed}))
}

func (a accounts) Confirm(ctx context.Context, username string, sealed []byte, step int64, recovery [][32]byte) error {
	return a.own(ctx, username, "factor.confirm", func(q *db.Queries, now time.Time) error {
		n, err := q.FactorConfirm(ctx, db.FactorConfirmParams{Username: username, Pending: sealed, Step: step, At: now})
		if err != nil {
			return err
		}
		if n == 0 {
			return auth.ErrNoFactor
		}
		return replaceRecovery(ctx, q, username, recovery)
	})
}

func (a accounts) UseStep(ctx context.Context, username string, step int64) (bool, error) {
	n, err := a.s.FactorUseStep(ctx, db.FactorUseStepParams{Username: username, Step: step})
	return n > 0, noted("code", err)
}

func (a accounts) UseRecovery(ctx context.Context, username string, sum [32]byte) (bool, error) {
	err := a.own(ctx, username, "factor.recover", func(q *db.Queries, now time.Time) error {
		return found(q.RecoveryUse(ctx, db.RecoveryUseParams{Username: username, Sum: sum[:], At: now}))
	})
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func (a accounts) Recovery(ctx context.Context, username string, recovery [][32]byte) error {
	return a.own(ctx, username, "factor.recovery_codes", func(q *db.Queries, _ time.Time) error {
		return replaceRecovery(ctx, q, username, recovery)
	})
}

func replaceRecovery(ctx context.Context, q *db.Queries, username string, recovery [][32]byte) error {
	if err := q.RecoveryForget(ctx, username); err != nil {
		return err
	}
	sums := make([][]byte, len(recovery))
	for i := range recovery {
		sums[i] = recovery[i][:]
	}
	return q.RecoveryPut(ctx, db.RecoveryPutParams{Username: username, Sums: sums})
}

// own does what somebody does to their own second factor, with its entry in the audit log.
func (a accounts) own(ctx context.Context, username, action string, do func(*db.Queries, time.Time) error) error {
	now := time.Now()
	act, err := Act(now, username, action, "user:"+username, nil)
	if err != nil {
		return err
	}
	return a.s.audited(ctx, action, act, func(q *db.Queries) error { return do(q, now) })
}

package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// Sessions keeps browsers' sessions for scs. The library's own PostgreSQL store
// takes no context, so a database that stands still would hold every request.
func (s *Store) Sessions() scs.CtxStore { return sessions{s} }

type sessions struct{ s *Store }

func (k sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, err := k.s.SessionGet(ctx, db.SessionGetParams{Token: token, Now: time.Now()})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("store: session: %w", err)
	}
	return data, true, nil
}

func (k sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if err := k.s.SessionPut(ctx, db.SessionPutParams{Token: token, Data: data, Expiry: expiry}); err != nil {
		return fmt.Errorf("store: keep session: %w", err)
	}
	return nil
}

func (k sessions) DeleteCtx(ctx context.Context, token string) error {
	if err := k.s.SessionDelete(ctx, token); err != nil {
		return fmt.Errorf("store: end session: %w", err)
	}
	return nil
}

// The forms without a context are part of scs's interface; it does not use them
// where the others are there.

func (k sessions) Find(token string) ([]byte, bool, error) {
	return k.FindCtx(context.Background(), token)
}

func (k sessions) Commit(token string, data []byte, expiry time.Time) error {
	return k.CommitCtx(context.Background(), token, data, expiry)
}

func (k sessions) Delete(token string) error { return k.DeleteCtx(context.Background(), token) }

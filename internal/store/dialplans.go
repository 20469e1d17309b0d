package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// ActiveDialplan is the version that callers meet; false: none was ever
// activated, and the configured file holds.
func (s *Store) ActiveDialplan(ctx context.Context) (version, source string, ok bool, err error) {
	row, err := s.DialplanActive(ctx)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return "", "", false, nil
	case err != nil:
		return "", "", false, fmt.Errorf("store: active dialplan: %w", err)
	}
	return row.Version, row.Source, true, nil
}

// KeepDialplan keeps a checked text under its version; again changes nothing.
func (s *Store) KeepDialplan(ctx context.Context, version, source, author, note string, at time.Time) error {
	return s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		err := q.DialplanKeep(ctx, db.DialplanKeepParams{Version: version, Source: source, Author: author, Note: Text(note), At: at})
		if err != nil {
			return fmt.Errorf("store: keep dialplan: %w", err)
		}
		return noteDialplan(ctx, q, "dialplan.keep", version, author, at)
	})
}

// ActivateDialplan lets callers meet a version from now on, if they met before
// until now ("": the configured file). ErrNotFound, ErrChanged.
func (s *Store) ActivateDialplan(ctx context.Context, version, before, actor string, at time.Time) error {
	return s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if _, err := q.DialplanByVersion(ctx, version); err != nil {
			return err
		}
		var id *int64
		now, err := q.DialplanActive(ctx)
		switch {
		case err == nil:
			id = &now.ID
		case !errors.Is(err, pgx.ErrNoRows):
			return fmt.Errorf("store: active dialplan: %w", err)
		}
		if now.Version != before {
			return ErrChanged
		}
		err = q.DialplanActivate(ctx, db.DialplanActivateParams{Version: version, Before: id, Actor: actor, At: at})
		if sqlState(err) == uniqueViolation {
			return ErrChanged // somebody else, at the same moment
		}
		if err != nil {
			return fmt.Errorf("store: activate dialplan: %w", err)
		}
		return noteDialplan(ctx, q, "dialplan.activate", version, actor, at)
	})
}

func noteDialplan(ctx context.Context, q *db.Queries, action, version, actor string, at time.Time) error {
	raw, err := json.Marshal(map[string]string{})
	if err == nil {
		err = q.AuditAppend(ctx, db.AuditAppendParams{At: at, Actor: actor, Action: action, Object: "dialplan:" + version, Detail: raw})
	}
	if err != nil {
		return fmt.Errorf("store: audit: %w", err)
	}
	return nil
}

// Dialplan gives a version with its text; ErrNotFound.
func (s *Store) Dialplan(ctx context.Context, version string) (db.DialplanVersion, error) {
	row, err := s.DialplanByVersion(ctx, Text(version))
	if err != nil {
		return db.DialplanVersion{}, fmt.Errorf("store: dialplan: %w", notFound(err))
	}
	return row, nil
}

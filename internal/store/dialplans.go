package store

import (
	"context"
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

// DialplanText is a checked text to be kept.
type DialplanText struct {
	Version, Source string
	Author          string // "": it is the configured file's
	Note            string
	MadeFrom        string // version; "": a text of its own
}

// KeepDialplan keeps a text under its version; again changes nothing.
func (s *Store) KeepDialplan(ctx context.Context, t DialplanText, actor string, at time.Time) error {
	return s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		t.Note = Text(t.Note)
		kept, err := q.DialplanKeep(ctx, db.DialplanKeepParams{Version: t.Version, Source: t.Source, Author: t.Author, Note: t.Note, MadeFrom: t.MadeFrom, At: at})
		if err != nil {
			return fmt.Errorf("store: keep dialplan: %w", err)
		}
		if kept == 0 {
			return nil
		}
		return noteDialplan(ctx, q, "dialplan.keep", t.Version, actor, at, map[string]any{"of": t.MadeFrom, "note": t.Note})
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
		return noteDialplan(ctx, q, "dialplan.activate", version, actor, at, map[string]any{"before": before})
	})
}

func noteDialplan(ctx context.Context, q *db.Queries, action, version, actor string, at time.Time, detail map[string]any) error {
	act, err := Act(at, actor, action, "dialplan:"+version, detail)
	if err == nil {
		err = q.AuditAppend(ctx, act)
	}
	if err != nil {
		return fmt.Errorf("store: audit: %w", err)
	}
	return nil
}

// Dialplan gives a version with its text; ErrNotFound.
func (s *Store) Dialplan(ctx context.Context, version string) (db.DialplanByVersionRow, error) {
	row, err := s.DialplanByVersion(ctx, Text(version))
	if err != nil {
		return db.DialplanByVersionRow{}, fmt.Errorf("store: dialplan: %w", notFound(err))
	}
	return row, nil
}

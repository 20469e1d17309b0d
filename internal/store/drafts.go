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

const (
	// MostDrafts is how many one person may have.
	MostDrafts = 200
	// DraftLife is how long a draft stays that nobody touches.
	DraftLife = 30 * 24 * time.Hour
)

// ErrTooManyDrafts says that somebody has as many drafts as one may have.
var ErrTooManyDrafts = errors.New("store: too many drafts")

// KeepDraft keeps a draft on top of the version that its owner saw; 0: none. What was dropped meanwhile is begun again.
// ErrChanged: another version stands there, which is given; ErrTooManyDrafts.
func (s *Store) KeepDraft(ctx context.Context, p db.DraftPutParams) (kept db.Draft, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.DraftsLock(ctx, p.Owner); err != nil {
			return err
		}
		n, err := q.DraftsBeside(ctx, db.DraftsBesideParams{Owner: p.Owner, Key: p.Key})
		if err != nil {
			return err
		}
		if n >= MostDrafts {
			return ErrTooManyDrafts
		}
		p.Version = p.Was + 1
		kept, err = q.DraftPut(ctx, p)
		if errors.Is(err, pgx.ErrNoRows) {
			if kept, err = q.DraftOf(ctx, db.DraftOfParams{Owner: p.Owner, Key: p.Key}); err == nil {
				return ErrChanged
			}
		}
		return err
	})
	if err != nil {
		return kept, fmt.Errorf("store: keep a draft: %w", err)
	}
	return kept, nil
}

// Draft gives one draft of its owner; ErrNotFound.
func (s *Store) Draft(ctx context.Context, owner, key string) (db.Draft, error) {
	kept, err := s.DraftOf(ctx, db.DraftOfParams{Owner: owner, Key: key})
	if err != nil {
		return db.Draft{}, fmt.Errorf("store: draft: %w", notFound(err))
	}
	return kept, nil
}

// resealDrafts puts every draft under another key.
func resealDrafts(ctx context.Context, q *db.Queries, reseal func(of string, sealed []byte) ([]byte, error)) error {
	all, err := q.DraftsForChange(ctx)
	if err != nil {
		return err
	}
	for _, d := range all {
		sealed, err := reseal(auth.OfDraft(d.Owner, d.Key), d.Sealed)
		if err != nil {
			return fmt.Errorf("a draft of %s: %w", d.Owner, err)
		}
		if bytes.Equal(sealed, d.Sealed) {
			continue
		}
		if err := q.DraftReseal(ctx, db.DraftResealParams{Sealed: sealed, Owner: d.Owner, Key: d.Key}); err != nil {
			return err
		}
	}
	return nil
}

package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// MostSavedSearches is how many one person may keep.
const MostSavedSearches = 40

var (
	// ErrTooManySearches says that somebody keeps as many searches as one may.
	ErrTooManySearches = errors.New("store: too many saved searches")
	// ErrSearchTaken says that somebody keeps another search under that name, capitals aside.
	ErrSearchTaken = errors.New("store: there is a saved search of that name")
)

// SaveSearch keeps a search under a name of its owner's; ErrTooManySearches, ErrSearchTaken.
func (s *Store) SaveSearch(ctx context.Context, p db.SavedSearchAddParams) (kept db.SavedSearch, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.SavedSearchesLock(ctx, p.Owner); err != nil {
			return err
		}
		n, err := q.SavedSearchesCount(ctx, p.Owner)
		if err != nil {
			return err
		}
		if n >= MostSavedSearches {
			return ErrTooManySearches
		}
		kept, err = q.SavedSearchAdd(ctx, p)
		return err
	})
	return kept, ofSearch(err)
}

// ChangeSearch gives one's own search another name and other filters; ErrNotFound, ErrSearchTaken.
func (s *Store) ChangeSearch(ctx context.Context, p db.SavedSearchSetParams) (db.SavedSearch, error) {
	kept, err := s.SavedSearchSet(ctx, p)
	return kept, ofSearch(err)
}

// DropSearch forgets one's own search; ErrNotFound.
func (s *Store) DropSearch(ctx context.Context, owner string, id int64) error {
	n, err := s.SavedSearchDrop(ctx, db.SavedSearchDropParams{ID: id, Owner: owner})
	if err == nil && n == 0 {
		err = pgx.ErrNoRows
	}
	return ofSearch(err)
}

func ofSearch(err error) error {
	if err == nil {
		return nil
	}
	if sqlState(err) == uniqueViolation {
		err = ErrSearchTaken
	}
	return fmt.Errorf("store: saved search: %w", notFound(err))
}

package store

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"hotline1022/internal/knowledge"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// Library is the knowledge base in memory: searched without the database, and also while that is away, as it was
// known last. Whoever changes it has it look at once ([Library.Refresh]); other nodes see it within libraryEvery.
type Library struct {
	store *Store
	log   *slog.Logger

	reading sync.Mutex // held while articles are read, so that one at a time reads them

	mu      sync.RWMutex
	index   *knowledge.Index // nil: never read
	version int64            // of the articles that it was made of
}

// libraryEvery is how long another node's change may take to be found.
const libraryEvery = 2 * time.Second

// NewLibrary gives a library that [Library.Run] keeps.
func NewLibrary(s *Store) *Library { return &Library{store: s, log: s.log} }

// Run reads the articles at once, and again whenever they have changed, until ctx is done.
func (l *Library) Run(ctx context.Context) {
	ticker := time.NewTicker(libraryEvery)
	defer ticker.Stop()
	away := false
	for {
		err := l.Refresh(ctx)
		if err != nil && !away && ctx.Err() == nil {
			l.log.Warn("the knowledge base cannot be read; it is searched as it was known last", "err", err)
		}
		away = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Refresh reads what has changed since it looked last.
func (l *Library) Refresh(ctx context.Context) error {
	l.reading.Lock()
	defer l.reading.Unlock()
	l.mu.RLock()
	made, had := l.index, l.version
	l.mu.RUnlock()
	return l.store.Snapshot(ctx, func(s *Store) error {
		version, err := s.ArticlesVersion(ctx)
		if err != nil {
			return fmt.Errorf("store: version of articles: %w", err)
		}
		if made != nil && version == had {
			return nil
		}
		index, err := readLibrary(ctx, s.Queries)
		if err != nil {
			return err
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.index, l.version = index, version
		return nil
	})
}

func readLibrary(ctx context.Context, q *db.Queries) (*knowledge.Index, error) {
	rows, err := q.ArticlesHolding(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: articles: %w", err)
	}
	short, err := q.Abbreviations(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: abbreviations: %w", err)
	}
	entries := make([]knowledge.Entry, len(rows))
	for i, r := range rows {
		a, err := ArticleOf(r.ArticleVersion)
		if err != nil {
			return nil, err
		}
		for before := range slices.Backward(entries[:i]) {
			e := &entries[before]
			if e.ID != a.ID {
				break
			}
			if e.Next == 0 || a.Since < e.Next {
				e.Next = a.Since
			}
		}
		entries[i] = knowledge.Entry{Article: a, UnitName: r.UnitName, Remark: r.ArticleVersion.Note, Uses: r.Uses}
	}
	table := make([]knowledge.Abbreviation, len(short))
	for i, r := range short {
		table[i] = knowledge.Abbreviation{Short: r.Shown, Long: r.Long}
	}
	return knowledge.NewIndex(entries, table), nil
}

// Search finds what answers a question today, whatever day it names. An error: the database does not answer, and never has.
func (l *Library) Search(ctx context.Context, q knowledge.Asked) ([]knowledge.Hit, error) {
	l.mu.RLock()
	index := l.index
	l.mu.RUnlock()
	if index == nil {
		if err := l.Refresh(ctx); err != nil {
			return nil, err
		}
		l.mu.RLock()
		index = l.index
		l.mu.RUnlock()
	}
	q.Day = worktime.DateOf(time.Now().In(ticket.Zone))
	return index.Search(q), nil
}

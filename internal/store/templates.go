package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
)

// Template gives the words that hold for a kind of message: the administrator's newest,
// or the program's own.
func (s *Store) Template(ctx context.Context, kind notify.Kind) (notify.Template, error) {
	row, err := s.TemplateNewest(ctx, string(kind.Key))
	if errors.Is(err, pgx.ErrNoRows) {
		return kind.Default(), nil
	}
	if err != nil {
		return notify.Template{}, fmt.Errorf("store: template %s: %w", kind.Key, err)
	}
	return notify.Template{Kind: kind, Version: int(row.Version), Text: row.Text, Accents: row.Accents}, nil
}

// SaveTemplate keeps a template, which was checked, as the version t.Version, with the
// act. ErrChanged when it is not the one after the newest.
func (s *Store) SaveTemplate(ctx context.Context, t notify.Template, at time.Time, act db.AuditAppendParams) error {
	return s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		n, err := q.TemplateAdd(ctx, db.TemplateAddParams{
			Key: string(t.Kind.Key), Version: int32(t.Version), Text: Text(t.Text), Accents: t.Accents, Author: act.Actor, At: at,
		})
		switch {
		case err != nil:
			return fmt.Errorf("store: template: %w", err)
		case n == 0:
			return ErrChanged
		}
		return q.AuditAppend(ctx, act)
	})
}

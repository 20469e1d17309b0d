package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migration is one step of the schema.
type Migration struct {
	Version int64
	Name    string
	Applied bool
}

// Migrate brings the database at url to the newest schema, River's tables
// included, with a calendar to begin with. Two at once wait for one another; a second run does nothing.
func Migrate(ctx context.Context, url string) error {
	return withMigrators(ctx, url, func(pool *pgxpool.Pool, p *goose.Provider, r *rivermigrate.Migrator[pgx.Tx]) error {
		if _, err := p.Up(ctx); err != nil {
			return fmt.Errorf("store: migrate up: %w", err)
		}
		if _, err := r.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return fmt.Errorf("store: migrate the job queue up: %w", err)
		}
		return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { return seedCalendar(ctx, tx) })
	})
}

// MigrateDown removes everything that [Migrate] made, with all data.
func MigrateDown(ctx context.Context, url string) error {
	return withMigrators(ctx, url, func(_ *pgxpool.Pool, p *goose.Provider, r *rivermigrate.Migrator[pgx.Tx]) error {
		if _, err := r.Migrate(ctx, rivermigrate.DirectionDown, &rivermigrate.MigrateOpts{TargetVersion: -1}); err != nil {
			return fmt.Errorf("store: migrate the job queue down: %w", err)
		}
		if _, err := p.DownTo(ctx, 0); err != nil {
			return fmt.Errorf("store: migrate down: %w", err)
		}
		return nil
	})
}

// Migrations lists the steps and whether the database at url has them.
func Migrations(ctx context.Context, url string) ([]Migration, error) {
	var list []Migration
	err := withMigrators(ctx, url, func(_ *pgxpool.Pool, p *goose.Provider, _ *rivermigrate.Migrator[pgx.Tx]) error {
		status, err := p.Status(ctx)
		if err != nil {
			return fmt.Errorf("store: migration status: %w", err)
		}
		for _, s := range status {
			list = append(list, Migration{Version: s.Source.Version, Name: s.Source.Path, Applied: s.State == goose.StateApplied})
		}
		return nil
	})
	return list, err
}

func withMigrators(ctx context.Context, url string, do func(*pgxpool.Pool, *goose.Provider, *rivermigrate.Migrator[pgx.Tx]) error) (err error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return fmt.Errorf("store: database address: %w", err)
	}
	defer pool.Close()
	conn := stdlib.OpenDBFromPool(pool)
	defer func() { err = errors.Join(err, conn.Close()) }()
	provider, err := newProvider(conn)
	if err != nil {
		return err
	}
	river, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("store: job queue's migrations: %w", err)
	}
	return do(pool, provider, river)
}

func newProvider(conn *sql.DB) (*goose.Provider, error) {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("store: migrations: %w", err)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("store: migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, conn, steps, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("store: migrations: %w", err)
	}
	return provider, nil
}

// Check tells whether the database answers and has the schema this program was
// built for; the error says what to do.
func (s *Store) Check(ctx context.Context) error {
	var have int64
	err := s.pool.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&have)
	switch {
	case sqlState(err) == "42P01": // undefined_table
		return errors.New("the database has no schema: run `hotline migrate up`")
	case err != nil:
		return fmt.Errorf("store: %w", err)
	case have < newest():
		return fmt.Errorf("the database has schema %d, this program needs %d: run `hotline migrate up`", have, newest())
	}
	return nil
}

// newest is the last embedded step's version.
func newest() int64 {
	entries, err := migrations.ReadDir("migrations")
	if err != nil || len(entries) == 0 {
		return 0
	}
	v, err := goose.NumericComponent(entries[len(entries)-1].Name())
	if err != nil {
		return 0
	}
	return v
}

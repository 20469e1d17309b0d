package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"hotline1022/internal/store/db"
)

// ErrNotFound is returned when the thing asked for is not there.
var ErrNotFound = errors.New("store: not found")

const (
	connectTimeout   = 2 * time.Second // where the address has no connect_timeout of its own
	statementTimeout = "10000"         // ms; a stuck statement must not hold a connection for ever
	maxConnections   = 16
)

// Store is a handle on the database; safe for use by several goroutines.
type Store struct {
	*db.Queries // single statements, outside any transaction
	pool        *pgxpool.Pool
	jobs        *river.Client[pgx.Tx] // enqueues only; cmd's own client works
	laws        laws
	log         *slog.Logger
	setAside    atomic.Int64 // entries of the journal, by this process
	guide       guide        // the directory's, in memory
}

// Open makes the handle without connecting. It fails only when url cannot be read.
func Open(url string, log *slog.Logger) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("store: database address: %w", err)
	}
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = connectTimeout
	}
	cfg.ConnConfig.RuntimeParams["application_name"] = "hotline"
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = statementTimeout
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.MaxConns = max(cfg.MaxConns, maxConnections)
	// Background, not a caller's context: pgxpool ends its health check with it.
	pool, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err != nil {
		return nil, fmt.Errorf("store: database pool: %w", err)
	}
	jobs, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: log})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("store: job queue: %w", err)
	}
	return &Store{Queries: db.New(pool), pool: pool, jobs: jobs, log: log}, nil
}

// Pool is for libraries that keep their own tables: River and the session store.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// SetAside is how many entries of the journal this process could keep as events only: what they
// tell of is in no call's record, and in no ticket, until somebody has looked at them.
func (s *Store) SetAside() int64 { return s.setAside.Load() }

// Close waits for connections in use and closes all.
func (s *Store) Close() { s.pool.Close() }

// Tx runs do in one transaction: committed when it returns nil, rolled back otherwise.
func (s *Store) Tx(ctx context.Context, do func(tx pgx.Tx, q *db.Queries) error) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return do(tx, db.New(tx)) })
	if err != nil {
		return notFound(err)
	}
	return nil
}

// begun is how often [Store.TxAgain] begins.
const begun = 4

// TxAgain is Tx for what may be begun anew: where PostgreSQL has broken a transaction off for
// another's sake (a deadlock, a serialisation failure), it is made again, a few times. do must
// leave nothing outside the transaction that it does not set again.
func (s *Store) TxAgain(ctx context.Context, do func(tx pgx.Tx, q *db.Queries) error) (err error) {
	for range begun {
		if err = s.Tx(ctx, do); !brokenOff(err) {
			return err
		}
		s.log.Debug("a transaction is made again", "err", err)
	}
	return err
}

// Snapshot has do read as of one moment, whatever is written meanwhile. What it is given reads
// single statements; it has neither transactions of its own nor a pool.
func (s *Store) Snapshot(ctx context.Context, do func(*Store) error) error {
	return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		return do(&Store{Queries: db.New(tx), log: s.log})
	})
}

// notFound turns pgx's answer for no row into ours.
func notFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("%w (%w)", ErrNotFound, err)
	}
	return err
}

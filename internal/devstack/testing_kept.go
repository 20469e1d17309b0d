package devstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// keptLimit bounds the making of what is kept: millions of rows on a busy machine.
const keptLimit = 3 * time.Hour

// KeptPostgres returns the address of a database that is made once, by fill, and kept under
// .local/name, or in the folder that HOTLINE_KEPT names, for further runs of the same stamp: for measurements on more than a test can
// make. fill gets the address of an empty database on a server that writes as fast as it
// can and is safe from nothing; what it made is then served with the settings of a real
// one. The server ends with the test; what the test changes stays.
func KeptPostgres(t testing.TB, name, stamp string, fill func(ctx context.Context, dsn string) error) (dsn string) {
	t.Helper()
	dsn, err := keptPostgres(t, name, stamp, fill)
	if err != nil {
		t.Fatalf("devstack: PostgreSQL %s: %v", name, err)
	}
	return dsn
}

func keptPostgres(t testing.TB, name, stamp string, fill func(ctx context.Context, dsn string) error) (string, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), keptLimit)
	defer cancel()
	w, err := Find()
	if err != nil {
		return "", err
	}
	server, err := w.PostgresServer(ctx)
	if err != nil {
		return "", err
	}
	k := kept{server: server, dir: w.Path(name)}
	if elsewhere := os.Getenv("HOTLINE_KEPT"); elsewhere != "" {
		k.dir = filepath.Join(elsewhere, name)
	}
	err = w.once(ctx, name, "PostgreSQL: "+name, fmt.Sprintf("%s %s", stamp, server.BinDir), k.dir, func(ctx context.Context) error { return k.make(ctx, fill) })
	if err != nil {
		return "", err
	}
	p, dsn, err := k.launch(ctx, "fsync=on", "shared_buffers=1GB", "effective_cache_size=4GB", "max_wal_size=2GB", "random_page_cost=1.1", "max_connections=100")
	if err != nil {
		return "", err
	}
	t.Cleanup(func() { p.stop(time.Minute) })
	return dsn, nil
}

// kept is a cluster that stays.
type kept struct {
	server PostgresServer
	dir    string
}

func (k kept) make(ctx context.Context, fill func(context.Context, string) error) error {
	if err := errors.Join(os.RemoveAll(k.dir), os.MkdirAll(k.dir, 0o755)); err != nil {
		return err
	}
	password := RandomSecret(16)
	if err := k.server.Init(ctx, filepath.Join(k.dir, "data"), password); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(k.dir, "password"), []byte(password), 0o600); err != nil {
		return err
	}
	p, dsn, err := k.launch(ctx, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
		"autovacuum=off", "shared_buffers=512MB", "max_wal_size=512MB", "max_connections=50")
	if err != nil {
		return err
	}
	defer p.stop(5 * time.Minute)
	conn, err := pgx.Connect(ctx, strings.Replace(dsn, "/hotline?", "/postgres?", 1))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE hotline")
	if err := errors.Join(err, conn.Close(ctx)); err != nil {
		return err
	}
	return fill(ctx, dsn)
}

// launch starts the server, and gives the address of its database.
func (k kept) launch(ctx context.Context, settings ...string) (*process, string, error) {
	password, err := os.ReadFile(filepath.Join(k.dir, "password"))
	if err != nil {
		return nil, "", err
	}
	port, release, err := tryReserve("tcp", 1)
	if err != nil {
		return nil, "", err
	}
	release() // nobody else looks for one at the moment that it takes to start
	l, err := k.server.Launch(filepath.Join(k.dir, "data"), filepath.Join(k.dir, "log"), port, append(settings, "log_min_messages=warning", "log_checkpoints=off")...)
	if err != nil {
		return nil, "", err
	}
	p, err := l.start()
	if err != nil {
		return nil, "", err
	}
	ready := PostgresDSN(port, PostgresSuperuser, string(password), "postgres")
	if err := p.waitReady(ctx, 2*time.Minute, func(ctx context.Context) bool { return PostgresReady(ctx, ready) }); err != nil {
		p.stop(0)
		return nil, "", err
	}
	return p, PostgresDSN(port, PostgresSuperuser, string(password), "hotline"), nil
}

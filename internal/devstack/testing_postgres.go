package devstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// installLimit bounds a first installation on a slow network.
const installLimit = 15 * time.Minute

// testCluster is the one PostgreSQL server of a test program. It starts with
// the first test that asks and ends with the program (its reaper ends it and
// removes its files), so that hundreds of tests share one start.
type testCluster struct {
	once sync.Once
	err  error

	// Kept reachable: their pipe and lock files would close with them.
	server  *process
	release func() // of the port; never called, the port is ours while we live

	port     int
	password string
	log      string
	counter  atomic.Int64

	mu        sync.Mutex
	templates map[string]*template // by the name given to PostgresTemplate
}

type template struct {
	once     sync.Once
	err      error
	database string
}

var cluster testCluster

// Postgres returns the address of a fresh, empty database of a real PostgreSQL
// server. The database is dropped when the test ends.
func Postgres(t testing.TB) (dsn string) {
	t.Helper()
	return cluster.database(t, "template0")
}

// PostgresTemplate returns the address of a fresh database like the one that
// migrate made. migrate runs once a test program and name, on an empty
// database whose address it gets, and must close its connections; every call
// clones the result, which takes a moment.
func PostgresTemplate(t testing.TB, name string, migrate func(ctx context.Context, dsn string) error) (dsn string) {
	t.Helper()
	cluster.start(t)
	cluster.mu.Lock()
	if cluster.templates == nil {
		cluster.templates = map[string]*template{}
	}
	tmpl := cluster.templates[name]
	if tmpl == nil {
		tmpl = &template{database: fmt.Sprintf("template_%d", len(cluster.templates)+1)}
		cluster.templates[name] = tmpl
	}
	cluster.mu.Unlock()
	tmpl.once.Do(func() { tmpl.err = cluster.makeTemplate(tmpl.database, migrate) })
	if tmpl.err != nil {
		t.Fatalf("devstack: database template %s: %v", name, tmpl.err)
	}
	return cluster.database(t, tmpl.database)
}

func (c *testCluster) start(t testing.TB) {
	t.Helper()
	c.once.Do(func() { c.err = c.launch() })
	if c.err != nil {
		t.Fatalf("devstack: PostgreSQL: %v", c.err)
	}
}

func (c *testCluster) launch() error {
	ctx, cancel := context.WithTimeout(context.Background(), installLimit)
	defer cancel()
	w, err := Find()
	if err != nil {
		return err
	}
	server, err := w.PostgresServer(ctx)
	if err != nil {
		return err
	}
	origin, err := w.emptyCluster(ctx, server)
	if err != nil {
		return err
	}
	password, err := os.ReadFile(filepath.Join(origin, "password"))
	if err != nil {
		return err
	}
	c.password = strings.TrimSpace(string(password))
	scratch, err := os.MkdirTemp(inMemory(), "hotline-pg-")
	if err != nil {
		return err
	}
	if err := os.Chmod(scratch, 0o711); err != nil { // the server is another user
		return err
	}
	data := filepath.Join(scratch, "data")
	if err := copyTree(ctx, filepath.Join(origin, "data"), data); err != nil {
		return err
	}
	c.log = filepath.Join(scratch, "log")
	// To prove a password would take 25 ms of a processor for each of thousands of connections, under the race
	// detector; there is nothing in this cluster that anybody on this machine should not see.
	if err := os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte("host all all 127.0.0.1/32 trust\n"), 0o644); err != nil {
		return err
	}
	port, release, err := tryReserve("tcp", 1)
	if err != nil {
		return err
	}
	c.port = port
	l, err := server.Launch(data, c.log, port,
		"fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
		"autovacuum=off", "shared_buffers=64MB", "max_connections=200", "log_min_messages=warning")
	if err != nil {
		release()
		return err
	}
	l.Scratch = scratch
	p, err := l.start()
	if err != nil {
		release()
		return err
	}
	c.server, c.release = p, release
	dsn := PostgresDSN(port, PostgresSuperuser, c.password, "postgres")
	return p.waitReady(ctx, 30*time.Second, func(ctx context.Context) bool { return PostgresReady(ctx, dsn) })
}

// inMemory is where files live in memory, if this machine has such a place and gigabytes free in
// it; else empty. A database copied there takes 40 ms; on a disk of ours it took a second.
func inMemory() string {
	const dir, least = "/dev/shm", 4 << 30
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil || uint64(fs.Bsize)*fs.Bavail < least || sharedMemory() != "posix" {
		return ""
	}
	return dir
}

// emptyCluster makes, once a workspace and server version, the cluster that
// every test program starts from a copy of.
func (w *Workspace) emptyCluster(ctx context.Context, server PostgresServer) (string, error) {
	dir := w.Path("test-cluster")
	err := w.once(ctx, "test-cluster", "PostgreSQL: an empty cluster for tests", fmt.Sprintf("2 %s %d", server.BinDir, server.Major), dir, func(ctx context.Context) error {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		password := RandomSecret(16)
		if err := server.Init(ctx, filepath.Join(dir, "data"), password); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, "password"), []byte(password), 0o600)
	})
	return dir, err
}

// database clones from and drops the clone when the test ends.
func (c *testCluster) database(t testing.TB, from string) string {
	t.Helper()
	c.start(t)
	name := fmt.Sprintf("test_%d", c.counter.Add(1))
	// By files: in this small a buffer to copy by pages through the log, the default, takes a second of a processor.
	if err := c.exec("CREATE DATABASE " + quoteIdentifier(name) + " TEMPLATE " + quoteIdentifier(from) + " STRATEGY file_copy"); err != nil {
		t.Fatalf("devstack: %v", err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the end of PostgreSQL's log:\n%s", Tail(c.log, 30))
		}
		if err := c.exec("DROP DATABASE IF EXISTS " + quoteIdentifier(name) + " WITH (FORCE)"); err != nil {
			t.Errorf("devstack: %v", err)
		}
	})
	// No test fails because a busy machine needs longer than our own two seconds to let somebody in.
	return PostgresDSN(c.port, PostgresSuperuser, c.password, name) + "&connect_timeout=60"
}

func (c *testCluster) makeTemplate(database string, migrate func(context.Context, string) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := c.exec("CREATE DATABASE " + quoteIdentifier(database) + " TEMPLATE template0"); err != nil {
		return err
	}
	if err := migrate(ctx, PostgresDSN(c.port, PostgresSuperuser, c.password, database)); err != nil {
		return err
	}
	// A database that somebody is connected to cannot be cloned.
	return errors.Join(
		c.exec("ALTER DATABASE "+quoteIdentifier(database)+" ALLOW_CONNECTIONS false"),
		c.exec("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"+database+"'"),
	)
}

func (c *testCluster) exec(sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, PostgresDSN(c.port, PostgresSuperuser, c.password, "postgres"))
	if err != nil {
		return fmt.Errorf("connect to the test cluster (log: %s): %w", c.log, err)
	}
	_, err = conn.Exec(ctx, sql)
	if closeErr := conn.Close(ctx); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("%s: %w", sql, err)
	}
	return nil
}

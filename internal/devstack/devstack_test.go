package devstack

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func queryOne[T any](t *testing.T, dsn, sql string) T {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var v T
	if err := conn.QueryRow(t.Context(), sql).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPostgresDatabasesAreFreshAndTheirOwn(t *testing.T) {
	a, b := Postgres(t), Postgres(t)
	if a == b {
		t.Fatal("two calls gave the same database")
	}
	if n := queryOne[int](t, a, "SELECT 1 + 1"); n != 2 {
		t.Fatalf("1 + 1 = %d", n)
	}
	if v := queryOne[string](t, a, "SELECT setting FROM pg_settings WHERE name = 'server_encoding'"); v != "UTF8" {
		t.Fatalf("server_encoding %s", v)
	}
	if ok := queryOne[bool](t, a, "SELECT count(*) = 2 FROM pg_available_extensions WHERE name IN ('unaccent', 'pg_trgm')"); !ok {
		t.Fatal("an extension that the schema needs is not available")
	}
}

func TestPostgresTemplateMigratesOnce(t *testing.T) {
	var mu sync.Mutex
	runs := 0
	name := "sevens " + RandomSecret(4) // templates outlive the test, with -count
	migrate := func(ctx context.Context, dsn string) error {
		mu.Lock()
		runs++
		mu.Unlock()
		conn, err := pgx.Connect(ctx, dsn)
		if err != nil {
			return err
		}
		if _, err := conn.Exec(ctx, "CREATE TABLE t AS SELECT 7 AS n"); err != nil {
			return err
		}
		return conn.Close(ctx)
	}
	for i := range 3 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			dsn := PostgresTemplate(t, name, migrate)
			if n := queryOne[int](t, dsn, "SELECT n FROM t"); n != 7 {
				t.Errorf("n = %d", n)
			}
		})
	}
	t.Cleanup(func() {
		if runs != 1 {
			t.Errorf("migrate ran %d times", runs)
		}
	})
}

func TestMinIOKeepsObjectsOverARestart(t *testing.T) {
	m := MinIO(t)
	client, err := minio.New(m.Endpoint, &minio.Options{Creds: credentials.NewStaticV4(m.AccessKey, m.SecretKey, "")})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.MakeBucket(t.Context(), "bucket", minio.MakeBucketOptions{ObjectLocking: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.PutObject(t.Context(), "bucket", "k", strings.NewReader("xin chào"), -1, minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	m.Kill9()
	if m.Running() {
		t.Fatal("running after Kill9")
	}
	if MinIOReady(t.Context(), 1, m.AccessKey, m.SecretKey) {
		t.Fatal("ready where nothing listens")
	}
	m.Start()
	info, err := client.StatObject(t.Context(), "bucket", "k", minio.StatObjectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(len("xin chào")); info.Size != want {
		t.Fatalf("size %d, want %d", info.Size, want)
	}
}

// smallestAsterisk writes a configuration with nothing but a console.
func smallestAsterisk(t *testing.T) string {
	t.Helper()
	a := AsteriskBinary(t)
	dir := ShortDir(t)
	directories := "[directories]\nastetcdir => " + dir +
		"\nastmoddir => " + a.ModDir + "\nastdatadir => " + a.DataDir + "\n"
	for _, name := range []string{"varlib", "db", "key", "spool", "run", "log", "cache"} {
		sub := filepath.Join(dir, name)
		if err := os.MkdirAll(sub, 0o755); err != nil {
			t.Fatal(err)
		}
		directories += "ast" + name + "dir => " + sub + "\n"
	}
	for name, text := range map[string]string{
		"asterisk.conf": directories + "[options]\nverbose = 3\n",
		"modules.conf":  "[modules]\nautoload = no\nload = pbx_config.so\n",
		"logger.conf":   "[general]\n[logfiles]\nconsole => notice,warning,error\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAsteriskStartsDiesAndRestarts(t *testing.T) {
	a := StartAsterisk(t, smallestAsterisk(t))
	if out := a.CLI("core show version"); !strings.Contains(out, "Asterisk 2") {
		t.Fatalf("core show version: %s", out)
	}
	first := a.PID()
	a.Kill9()
	if a.Running() {
		t.Fatal("running after Kill9")
	}
	a.Start()
	if a.PID() == first {
		t.Fatal("the same process after Kill9")
	}
	a.Restart()
	a.Stop()
	a.Stop() // may be called again
}

func TestAServiceThatDiesAtStartShowsItsLog(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	p, err := Launch{Name: "sh", Args: []string{"sh", "-c", "echo the reason; exit 3"}, Log: log}.start()
	if err != nil {
		t.Fatal(err)
	}
	err = p.waitReady(t.Context(), 10*time.Second, func(context.Context) bool { return false })
	if err == nil || !strings.Contains(err.Error(), "the reason") || !strings.Contains(err.Error(), "ended while it was starting") {
		t.Fatalf("got %v", err)
	}
}

func TestAServiceThatIsNeverReadySaysSo(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	p, err := Launch{Name: "cat", Args: []string{"sh", "-c", "echo still thinking; read -r x <> /dev/zero; exec sleep 60"}, Log: log}.start()
	if err != nil {
		t.Fatal(err)
	}
	defer p.stop(0)
	err = p.waitReady(t.Context(), 200*time.Millisecond, func(context.Context) bool { return false })
	if err == nil || !strings.Contains(err.Error(), "not ready within") {
		t.Fatalf("got %v", err)
	}
}

func TestStopEndsTheWholeGroup(t *testing.T) {
	dir := t.TempDir()
	child := filepath.Join(dir, "child")
	p, err := Launch{
		Name: "sh", Log: filepath.Join(dir, "log"),
		Args: []string{"sh", "-c", `sleep 600 & echo $! > "$0"; wait`, child},
	}.start()
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	err = p.waitReady(t.Context(), 10*time.Second, func(context.Context) bool {
		b, _ := os.ReadFile(child)
		n, _ := fmt.Sscan(string(b), &pid)
		return n == 1
	})
	if err != nil {
		t.Fatal(err)
	}
	p.stop(2 * time.Second)
	gone := Poll(t.Context(), 5*time.Second, 10*time.Millisecond, func() (bool, error) { return !alive(pid), nil })
	if gone != nil {
		t.Fatalf("the service's child %d lives on", pid)
	}
}

// alive is false for a process that nobody has collected yet.
func alive(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return syscall.Kill(pid, 0) == nil
	}
	_, state, _ := strings.Cut(string(b), ") ")
	return !strings.HasPrefix(state, "Z") && !strings.HasPrefix(state, "X")
}

func TestReaperEndsWhatWeLeaveBehind(t *testing.T) {
	dir := t.TempDir()
	scratch := filepath.Join(dir, "scratch")
	if err := os.Mkdir(scratch, 0o755); err != nil {
		t.Fatal(err)
	}
	p, err := Launch{Name: "sleep", Args: []string{"sleep", "600"}, Log: filepath.Join(dir, "log"), Scratch: scratch}.start()
	if err != nil {
		t.Fatal(err)
	}
	// What the kernel does when this program is killed.
	if err := p.reaper.pipe.Close(); err != nil {
		t.Fatal(err)
	}
	err = Poll(t.Context(), 10*time.Second, 10*time.Millisecond, func() (bool, error) {
		return p.exited() && !exists(scratch), nil
	})
	if err != nil {
		t.Fatal("the service or its folder is still there")
	}
}

func TestReservedPortsAreFreeAndNobodyElses(t *testing.T) {
	seen := map[int]bool{}
	for range 50 {
		port := FreeTCPPort(t)
		if seen[port] {
			t.Fatalf("port %d was given twice", port)
		}
		seen[port] = true
	}
	first := FreeUDPRange(t, 100)
	if first%2 != 0 {
		t.Errorf("range begins with the odd port %d", first)
	}
	for port := first; port < first+100; port++ {
		c, err := net.ListenPacket("udp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			t.Fatalf("port %d of the range: %v", port, err)
		}
		_ = c.Close()
	}
}

func TestOnceInstallsOnce(t *testing.T) {
	w := &Workspace{Local: t.TempDir()}
	product := w.Path("thing")
	runs := 0
	install := func(context.Context) error {
		runs++
		return os.WriteFile(product, nil, 0o644)
	}
	ask := func(want string) {
		t.Helper()
		if err := w.once(t.Context(), "thing", "a thing", want, product, install); err != nil {
			t.Fatal(err)
		}
	}
	ask("1")
	ask("1")
	if runs != 1 {
		t.Fatalf("%d installations, want 1", runs)
	}
	ask("2")
	if runs != 2 {
		t.Fatalf("%d installations after a change, want 2", runs)
	}
	if err := os.Remove(product); err != nil {
		t.Fatal(err)
	}
	ask("2")
	if runs != 3 {
		t.Fatalf("%d installations after the product went, want 3", runs)
	}
	err := w.once(t.Context(), "thing", "a thing", "3", product, func(context.Context) error { return os.ErrPermission })
	if err == nil || !strings.Contains(err.Error(), "a thing") {
		t.Fatalf("got %v", err)
	}
	ask("2")
	if runs != 4 {
		t.Fatalf("a failed installation left its stamp")
	}
}

package devstack

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// PostgresSuperuser is the role that initdb creates in our clusters.
const PostgresSuperuser = "postgres"

// PostgresServer is an installed PostgreSQL, version 15 or newer.
type PostgresServer struct {
	BinDir string   // holds initdb and postgres
	Env    []string // what its programs need in their environment
	Major  int
}

// minPostgres is the oldest version that the schema is tested with (Debian 12).
const minPostgres = 15

// PostgresServer finds a complete PostgreSQL server on the machine, or unpacks
// Debian's packages under .local/postgresql. It never touches the machine's
// own clusters.
func (w *Workspace) PostgresServer(ctx context.Context) (PostgresServer, error) {
	if s, ok := newestPostgres("/"); ok {
		return s, nil
	}
	dir := w.postgresDir()
	err := w.once(ctx, "postgresql", "PostgreSQL from Debian", "1", dir, func(ctx context.Context) error {
		codename := osRelease("VERSION_CODENAME")
		source, ok := debianArchive(aptSources("/etc/apt"), codename)
		if !ok {
			return fmt.Errorf("no Debian archive among this machine's apt sources: install postgresql (%d or newer) by hand", minPostgres)
		}
		source.suites = []string{codename}
		source.components = []string{"main"}
		if err := unpack(ctx, dir, []aptSource{source}, "/var/lib/dpkg/status", "postgresql"); err != nil {
			return err
		}
		if _, ok := newestPostgres(dir); !ok {
			return fmt.Errorf("the packages hold no PostgreSQL server of version %d or newer", minPostgres)
		}
		return nil
	})
	if err != nil {
		return PostgresServer{}, err
	}
	s, ok := newestPostgres(dir)
	if !ok {
		return s, fmt.Errorf("the packages unpacked in %s are not complete: remove the folder and try again", dir)
	}
	if lib, err := libraryDir(dir); err == nil {
		s.Env = append(s.Env, "LD_LIBRARY_PATH="+lib)
	}
	return s, nil
}

// postgresDir is where the packages are unpacked. For root in a checkout that
// nobody else may enter it lies outside: the programs run as another user and
// look for each other with access(2), which no capability helps.
func (w *Workspace) postgresDir() string {
	if os.Geteuid() == 0 && !open(w.Root) {
		return "/var/cache/hotline1022/postgresql"
	}
	return w.Path("postgresql")
}

// newestPostgres looks for Debian's layout below root.
func newestPostgres(root string) (PostgresServer, bool) {
	var best PostgresServer
	dirs, _ := filepath.Glob(filepath.Join(root, "usr/lib/postgresql/*/bin"))
	for _, dir := range dirs {
		version := filepath.Base(filepath.Dir(dir))
		major, err := strconv.Atoi(version)
		if err != nil || major < minPostgres || major < best.Major {
			continue
		}
		extensions := filepath.Join(root, "usr/share/postgresql", version, "extension")
		if exists(filepath.Join(dir, "initdb")) && exists(filepath.Join(dir, "postgres")) &&
			exists(filepath.Join(extensions, "unaccent.control")) && exists(filepath.Join(extensions, "pg_trgm.control")) {
			best = PostgresServer{BinDir: dir, Major: major}
		}
	}
	return best, best.Major > 0
}

// identity is as whom PostgreSQL's programs run, for they refuse root.
type identity struct {
	creds *syscall.Credential // nil: as whom we are
	caps  []uintptr
}

// identity chooses, for root, the owner of the cluster in dir when that is
// somebody else, or the user postgres, or nobody. Where that user may not enter
// the folders (a checkout in root's home), it gets the capability to.
func (s PostgresServer) identity(dir string) (identity, error) {
	if os.Geteuid() != 0 {
		return identity{}, nil
	}
	id := identity{}
	if !open(filepath.Dir(dir)) {
		const capDacOverride = 1
		id.caps = []uintptr{capDacOverride}
	}
	var st syscall.Stat_t
	if err := syscall.Stat(dir, &st); err == nil && st.Uid != 0 {
		id.creds = &syscall.Credential{Uid: st.Uid, Gid: st.Gid}
		return id, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(errUID, errGID); err != nil {
			return id, fmt.Errorf("user %s: %w", name, err)
		}
		id.creds = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return id, nil
	}
	return id, errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody: run as another user")
}

// open says whether everybody may enter the folder.
func open(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode()&0o001 == 0 {
			return false
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		return true
	}
}

// Init makes a cluster in dir, which must not exist yet. The superuser's
// password is asked for over TCP, which is the only way in.
func (s PostgresServer) Init(ctx context.Context, dir, password string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	id, err := s.identity(dir)
	if err != nil {
		return err
	}
	pwfile := dir + ".pw"
	if err := os.WriteFile(pwfile, []byte(password+"\n"), 0o600); err != nil {
		return err
	}
	defer func() { _ = os.Remove(pwfile) }()
	if creds := id.creds; creds != nil {
		for _, path := range []string{dir, pwfile} {
			if err := os.Chown(path, int(creds.Uid), int(creds.Gid)); err != nil {
				return err
			}
		}
	}
	_, err = command{
		args: []string{
			filepath.Join(s.BinDir, "initdb"), "-D", dir, "-U", PostgresSuperuser, "--pwfile", pwfile,
			"--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
		},
		dir:  "/",
		env:  append([]string{"TZ=UTC"}, s.Env...),
		attr: &syscall.SysProcAttr{Credential: id.creds, AmbientCaps: id.caps},
	}.run(ctx)
	if err != nil {
		return fmt.Errorf("initdb: %w", err)
	}
	return nil
}

// Launch describes a server on 127.0.0.1 for the cluster in dir.
func (s PostgresServer) Launch(dir, log string, port int, settings ...string) (Launch, error) {
	id, err := s.identity(dir)
	if err != nil {
		return Launch{}, err
	}
	args := []string{filepath.Join(s.BinDir, "postgres"), "-D", dir}
	for _, setting := range append([]string{
		"listen_addresses=127.0.0.1",
		"port=" + strconv.Itoa(port),
		"unix_socket_directories=",
		"timezone=UTC",
		"dynamic_shared_memory_type=" + sharedMemory(),
		"log_line_prefix=%m [%p] %u@%d ",
	}, settings...) {
		args = append(args, "-c", setting)
	}
	return Launch{Name: "PostgreSQL", Args: args, Dir: "/", Env: s.Env, Log: log, Creds: id.creds, Caps: id.caps}, nil
}

// sharedMemory is how the server's processes share memory. A container's
// /dev/shm may be missing, or root's alone; files in the cluster always work.
func sharedMemory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.Mode()&0o002 != 0 {
		return "posix"
	}
	return "mmap"
}

// PostgresDSN is the address of a database of a local cluster of ours.
func PostgresDSN(port int, role, password, database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(role, password),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// PostgresReady asks a server whether it lets us in.
func PostgresReady(ctx context.Context, dsn string) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// RandomSecret returns 2n hexadecimal digits.
func RandomSecret(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return hex.EncodeToString(b)
}

// copyTree copies a folder with owners and modes, quickly where the file
// system can share blocks.
func copyTree(ctx context.Context, from, to string) error {
	cp, err := exec.LookPath("cp")
	if err != nil {
		return err
	}
	_, err = command{args: []string{cp, "-a", "--reflink=auto", from, to}}.run(ctx)
	return err
}

// quoteIdentifier quotes a name for SQL.
func quoteIdentifier(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

package devstack

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// install runs one of the workspace's installations for a test.
func install[T any](t testing.TB, do func(*Workspace, context.Context) (T, error)) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), installLimit)
	defer cancel()
	w, err := Find()
	if err != nil {
		t.Fatalf("devstack: %v", err)
	}
	v, err := do(w, ctx)
	if err != nil {
		t.Fatalf("devstack: %v", err)
	}
	return v
}

// AsteriskBinary returns an Asterisk of version 22 or newer.
func AsteriskBinary(t testing.TB) Asterisk {
	t.Helper()
	return install(t, (*Workspace).Asterisk)
}

// Chromium returns the path of a Chromium.
func Chromium(t testing.TB) string {
	t.Helper()
	return install(t, (*Workspace).Chromium)
}

// Espeak returns the path of espeak-ng.
func Espeak(t testing.TB) string {
	t.Helper()
	return install(t, (*Workspace).Espeak)
}

// Sox returns the path of sox.
func Sox(t testing.TB) string {
	t.Helper()
	return install(t, (*Workspace).Sox)
}

// ShortDir returns a folder for the test with a short path (t.TempDir's can be
// too long for a Unix socket: 107 bytes).
func ShortDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "hl-")
	if err != nil {
		t.Fatalf("devstack: %v", err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// Service is a real program that runs for one test. Its methods fail the test
// rather than return an error. One test goroutine uses it.
type Service struct {
	t        testing.TB
	name     string
	log      string
	patience time.Duration // from the polite signal to the other
	limit    time.Duration // to be ready
	launch   func() Launch
	ready    func(context.Context) bool
	p        *process
}

func startService(t testing.TB, s *Service) *Service {
	t.Helper()
	s.t = t
	// t.TempDir first: its removal must come after the stop below.
	s.log = filepath.Join(t.TempDir(), s.name+".log")
	t.Cleanup(func() {
		s.Stop()
		if t.Failed() {
			t.Logf("the end of %s's log:\n%s", s.name, Tail(s.log, 60))
		}
	})
	s.Start()
	return s
}

// Start starts the service again after Stop or Kill9, and waits until it is
// ready.
func (s *Service) Start() {
	s.t.Helper()
	if s.Running() {
		return
	}
	l := s.launch()
	l.Name, l.Log = s.name, s.log
	p, err := l.start()
	if err != nil {
		s.t.Fatalf("devstack: %v", err)
	}
	s.p = p
	if err := p.waitReady(context.Background(), s.limit, s.ready); err != nil {
		s.t.Fatalf("devstack: %v", err)
	}
}

// Stop ends the service politely, and returns when it is gone.
func (s *Service) Stop() {
	if s.p != nil {
		s.p.stop(s.patience)
	}
}

// Kill9 ends the service as a crash would, and returns when it is gone.
func (s *Service) Kill9() {
	if s.p != nil {
		s.p.stop(0)
	}
}

// Restart is Stop and Start.
func (s *Service) Restart() {
	s.t.Helper()
	s.Stop()
	s.Start()
}

// Running says whether the service's process lives.
func (s *Service) Running() bool { return s.p != nil && !s.p.exited() }

// PID is the process number, for a test that sends it a signal (SIGSTOP).
func (s *Service) PID() int { return s.p.pid }

// LogFile is where the service's output goes.
func (s *Service) LogFile() string { return s.log }

// MinIOService is a MinIO server of one test.
type MinIOService struct {
	*Service
	Endpoint  string // host:port, plain HTTP
	AccessKey string
	SecretKey string
	Dir       string // its data
	port      int
}

// MinIO starts a MinIO server with no bucket, random credentials and its
// data in a folder of the test. Stop and Start keep port and data.
func MinIO(t testing.TB) *MinIOService {
	t.Helper()
	return minIO(t, func(string) func(context.Context, *MinIOService) bool {
		return func(ctx context.Context, m *MinIOService) bool {
			return MinIOReady(ctx, m.port, m.AccessKey, m.SecretKey)
		}
	})
}

// minIO starts one over what prepare puts into its folder; prepare says how it is asked whether it serves.
func minIO(t testing.TB, prepare func(dir string) (ready func(context.Context, *MinIOService) bool)) *MinIOService {
	t.Helper()
	program := install(t, (*Workspace).MinIOServer)
	port := FreeTCPPort(t)
	m := &MinIOService{
		Endpoint:  fmt.Sprintf("127.0.0.1:%d", port),
		AccessKey: "test" + RandomSecret(4),
		SecretKey: RandomSecret(16),
		Dir:       t.TempDir(),
		port:      port,
	}
	if err := PrepareMinIODir(m.Dir); err != nil {
		t.Fatalf("devstack: %v", err)
	}
	ready := prepare(m.Dir)
	m.Service = startService(t, &Service{
		name: "minio", patience: 5 * time.Second, limit: 60 * time.Second,
		launch: func() Launch {
			args, env := MinIOCommand(program, port, m.Dir, m.AccessKey, m.SecretKey)
			return Launch{Args: args, Env: env, Dir: m.Dir}
		},
		ready: func(ctx context.Context) bool { return ready(ctx, m) },
	})
	return m
}

// AsteriskService is an Asterisk server of one test.
type AsteriskService struct {
	*Service
	Asterisk Asterisk
	confDir  string
}

// StartAsterisk starts Asterisk with the asterisk.conf in confDir and waits
// until it is fully booted. The configuration names the other folders; its
// astrundir must be short enough for a Unix socket (ShortDir).
func StartAsterisk(t testing.TB, confDir string, env ...string) *AsteriskService {
	t.Helper()
	a := &AsteriskService{Asterisk: AsteriskBinary(t), confDir: confDir}
	a.Service = startService(t, &Service{
		name: "asterisk", patience: 5 * time.Second, limit: 60 * time.Second,
		launch: func() Launch {
			return Launch{Args: a.Asterisk.RunCommand(confDir), Env: env, Dir: confDir}
		},
		ready: func(ctx context.Context) bool { return AsteriskReady(ctx, a.Asterisk, confDir) },
	})
	return a
}

// AsteriskReady asks the server's console whether it is fully booted.
func AsteriskReady(ctx context.Context, a Asterisk, confDir string) bool {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	_, err := a.CLI(ctx, confDir, "core waitfullybooted")
	return err == nil
}

// CLI runs a command on the server's console and returns what it prints.
func (a *AsteriskService) CLI(line string) string {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	out, err := a.Asterisk.CLI(ctx, a.confDir, line)
	if err != nil {
		a.t.Fatalf("devstack: asterisk -rx %q: %v", line, err)
	}
	return out
}

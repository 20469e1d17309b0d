package demo

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"hotline1022/internal/devstack"
)

// service is one program of the demonstration.
type service struct {
	name  string // of its files in .local/run and .local/log
	title string
	// prepare runs before the service starts, every time.
	prepare func(context.Context) error
	launch  func() (devstack.Launch, error)
	inputs  []string // files and folders whose change asks for a new start
	ready   func(context.Context) bool
	// finish runs when the service is ready, every time; it must be idempotent.
	finish   func(context.Context) error
	limit    time.Duration // to be ready
	polite   syscall.Signal
	patience time.Duration
	remedy   string
}

func (d *Demo) recordPath(name string) string { return d.w.Path("run", name+".json") }
func (d *Demo) logPath(name string) string    { return d.w.Path("log", name+".log") }

// ensure makes the service run as it should, and waits until it is ready.
func (d *Demo) ensure(ctx context.Context, s service) error {
	if s.prepare != nil {
		if err := s.prepare(ctx); err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		}
	}
	launch, err := s.launch()
	if err != nil {
		return fmt.Errorf("%s: %w", s.title, err)
	}
	version, err := fingerprint(launch, s.inputs)
	if err != nil {
		return fmt.Errorf("%s: %w", s.title, err)
	}
	r, ok := readRecord(d.recordPath(s.name))
	if ok && r.alive() && r.Version != version {
		if err := r.stop(ctx, s.polite, s.patience); err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		}
	}
	if !ok || !r.alive() {
		if r, err = d.start(s, launch, version); err != nil {
			return d.failure(s, err)
		}
	}
	err = waitFor(ctx, s.limit, func(ctx context.Context) bool { return !r.alive() || s.ready(ctx) })
	if err == nil && !r.alive() {
		err = errors.New("it ended while it was starting")
	}
	if err == nil && s.finish != nil {
		err = s.finish(ctx)
	}
	if err != nil {
		return d.failure(s, err)
	}
	return nil
}

func (d *Demo) start(s service, launch devstack.Launch, version string) (record, error) {
	launch.Name, launch.Log = s.title, d.logPath(s.name)
	if err := os.MkdirAll(filepath.Dir(launch.Log), 0o755); err != nil {
		return record{}, err
	}
	pid, err := launch.Detach()
	if err != nil {
		return record{}, err
	}
	r, err := newRecord(pid, version)
	if err != nil {
		return record{}, err
	}
	return r, r.write(d.recordPath(s.name))
}

func (d *Demo) failure(s service, err error) error {
	log := d.logPath(s.name)
	return fmt.Errorf("%s does not run: %w\n--- the end of %s\n%s\n---\n%s", s.title, err, log, devstack.Tail(log, 25), s.remedy)
}

// fingerprint changes with the command line, the environment and the inputs.
func fingerprint(l devstack.Launch, inputs []string) (string, error) {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%q %q %q\n", l.Args, l.Env, l.Dir)
	for _, input := range inputs {
		err := filepath.WalkDir(input, func(path string, e os.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer func() { _ = f.Close() }()
			_, _ = fmt.Fprintf(h, "%s\n", path)
			_, err = io.Copy(h, f)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:12]), nil
}

func waitFor(ctx context.Context, limit time.Duration, ready func(context.Context) bool) error {
	err := devstack.Poll(ctx, limit, 20*time.Millisecond, func() (bool, error) { return ready(ctx), nil })
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("it was not ready within %s", limit)
	}
	return err
}

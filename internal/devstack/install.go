package devstack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// once runs install unless the stamp called name already says want and what
// it made, product, is still there. At most
// one process in the workspace runs it at a time; the others wait for it, and
// then find the stamp.
func (w *Workspace) once(ctx context.Context, name, title, want, product string, install func(context.Context) error) error {
	stamp := w.Path("stamps", name)
	if stamped(stamp, want) && exists(product) {
		return nil
	}
	unlock, err := w.Lock(ctx, name, title)
	if err != nil {
		return err
	}
	defer unlock()
	if stamped(stamp, want) && exists(product) {
		return nil
	}
	// A stamp that says something else goes first: an interrupted
	// installation must not look finished.
	if err := os.Remove(stamp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s: %w", title, err)
	}
	began := time.Now()
	w.logf("%s%s …", w.label(), title)
	if err := install(ctx); err != nil {
		return fmt.Errorf("%s: %w", title, err)
	}
	if err := os.MkdirAll(filepath.Dir(stamp), 0o755); err != nil {
		return fmt.Errorf("%s: %w", title, err)
	}
	if err := os.WriteFile(stamp, []byte(want), 0o644); err != nil {
		return fmt.Errorf("%s: %w", title, err)
	}
	w.logf("%s%s … %s", w.label(), title, short(time.Since(began)))
	return nil
}

func stamped(path, want string) bool {
	b, err := os.ReadFile(path)
	return err == nil && string(b) == want
}

// Lock takes the workspace's lock of that name, and says so when another
// process makes it wait. The lock is the kernel's: it ends with its holder.
func (w *Workspace) Lock(ctx context.Context, name, title string) (unlock func(), err error) {
	path := w.Path("locks", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("%s: %w", title, err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", title, err)
	}
	said := false
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { _ = f.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			_ = f.Close()
			return nil, fmt.Errorf("%s: lock %s: %w", title, path, err)
		}
		if !said {
			w.logf("%s: another process is at it, waiting …", title)
			said = true
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			_ = f.Close()
			return nil, fmt.Errorf("%s: waiting for another process that is at it: %w", title, err)
		}
	}
}

// Steps announces that n steps follow, for the "[3/8]" before each line.
func (w *Workspace) Steps(n int) { w.steps, w.step = n, 0 }

// Step counts one step, and names it when it has nothing to say for itself.
func (w *Workspace) Step(title string, do func() error) error {
	w.step++
	began := time.Now()
	if err := do(); err != nil {
		w.logf("%s%s: failed", w.label(), title)
		return err
	}
	w.logf("%s%s: ready (%s)", w.label(), title, short(time.Since(began)))
	return nil
}

func (w *Workspace) label() string {
	if w.steps == 0 {
		return ""
	}
	return fmt.Sprintf("[%d/%d] ", w.step, w.steps)
}

func short(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%.0f s", d.Seconds())
}

// pause waits for d, or for the context's end.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Poll calls ready until it says yes, fails for good, or limit is over.
func Poll(ctx context.Context, limit, every time.Duration, ready func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		ok, err := ready()
		if ok || err != nil {
			return err
		}
		if err := pause(ctx, every); err != nil {
			return err
		}
	}
}

// command describes a program that is run to its end.
type command struct {
	dir  string
	env  []string // added to ours
	attr *syscall.SysProcAttr
	args []string
}

// run runs the program without input. Its output goes to the returned string;
// an error ends with the output's last lines.
func (c command) run(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), c.env...)
	cmd.SysProcAttr = c.attr
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s: %w\n%s", c.title(), err, lastLines(out.String(), 25))
	}
	return out.String(), nil
}

// title is the command line without the settings that say nothing to a reader.
func (c command) title() string {
	var words []string
	for i := 0; i < len(c.args); i++ {
		if c.args[i] == "-o" && strings.Contains(c.args[min(i+1, len(c.args)-1)], "::") {
			i++
			continue
		}
		words = append(words, c.args[i])
	}
	return strings.Join(words, " ")
}

// Run runs a program to its end; an error holds the end of its output.
func (w *Workspace) Run(ctx context.Context, args ...string) error {
	_, err := command{dir: w.Root, args: args}.run(ctx)
	return err
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	if len(lines) > n {
		lines = lines[len(lines)-n:]
	}
	return strings.Join(lines, "\n")
}

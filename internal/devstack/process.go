package devstack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// process is a started service: the leader of a process group. It is watched
// without a goroutine, by asking the kernel.
type process struct {
	name   string
	pid    int
	log    string
	reaper *reaper

	mu   sync.Mutex
	gone bool // exited and waited for
}

// Launch describes how a service is started.
type Launch struct {
	Name  string
	Args  []string
	Dir   string
	Env   []string            // added to ours
	Log   string              // appended to
	Creds *syscall.Credential // nil: as whom we are
	Caps  []uintptr           // capabilities that are kept in spite of Creds
	// Scratch is removed when we die without having stopped the service.
	Scratch string
}

func (l Launch) command() (*exec.Cmd, *os.File, error) {
	log, err := os.OpenFile(l.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, nil, fmt.Errorf("start %s: %w", l.Name, err)
	}
	cmd := exec.Command(l.Args[0], l.Args[1:]...) //nolint:noctx // it outlives the call that starts it
	cmd.Dir = l.Dir
	cmd.Env = append(os.Environ(), l.Env...)
	cmd.Stdout, cmd.Stderr = log, log // files, so os/exec starts no goroutine
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: l.Creds, AmbientCaps: l.Caps}
	return cmd, log, nil
}

func (l Launch) start() (*process, error) {
	cmd, log, err := l.command()
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	cmd.SysProcAttr.Setpgid = true
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", l.Name, err)
	}
	p := &process{name: l.Name, pid: cmd.Process.Pid, log: l.Log}
	p.reaper, err = newReaper(p.pid, l.Scratch)
	if err != nil {
		p.stop(0)
		return nil, fmt.Errorf("start %s: %w", l.Name, err)
	}
	return p, nil
}

// Detach starts the service in a session of its own, in which it outlives us.
func (l Launch) Detach() (pid int, err error) {
	cmd, log, err := l.command()
	if err != nil {
		return 0, err
	}
	defer func() { _ = log.Close() }()
	cmd.SysProcAttr.Setsid = true
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("start %s: %w", l.Name, err)
	}
	return cmd.Process.Pid, nil
}

// exited says whether the process has ended, and collects it if so. The group
// is ended before its leader is collected: until then its number is ours.
func (p *process) exited() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone {
		return true
	}
	// The kernel leaves pid 0 in info while the process runs.
	var info unix.Siginfo
	for {
		err := unix.Waitid(unix.P_PID, p.pid, &info, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err == nil && info.Signo == 0 {
			return false
		}
		break
	}
	_ = syscall.Kill(-p.pid, syscall.SIGKILL)
	for {
		if _, err := syscall.Wait4(p.pid, nil, 0, nil); !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	p.gone = true
	p.reaper.dismiss()
	return true
}

// signal reaches the whole group, and nobody else once the process is gone.
func (p *process) signal(sig syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.gone {
		_ = syscall.Kill(-p.pid, sig)
	}
}

// stop ends the process: politely, and after patience by force. It returns
// when the process is gone, and may be called again.
func (p *process) stop(patience time.Duration) {
	if patience > 0 {
		p.signal(syscall.SIGTERM)
		if p.waitGone(patience) {
			return
		}
	}
	p.signal(syscall.SIGKILL)
	p.waitGone(10 * time.Second)
}

func (p *process) waitGone(limit time.Duration) bool {
	err := Poll(context.Background(), limit, 5*time.Millisecond, func() (bool, error) { return p.exited(), nil })
	return err == nil
}

// waitReady asks ready until it says yes; a process that ends meanwhile, or
// takes longer than limit, is an error with the end of its log.
func (p *process) waitReady(ctx context.Context, limit time.Duration, ready func(context.Context) bool) error {
	err := Poll(ctx, limit, 20*time.Millisecond, func() (bool, error) {
		if p.exited() {
			return false, fmt.Errorf("%s ended while it was starting", p.name)
		}
		return ready(ctx), nil
	})
	if err == nil {
		return nil
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%s was not ready within %s: %w", p.name, limit, err)
	}
	return fmt.Errorf("%w\nthe end of %s:\n%s", err, p.log, Tail(p.log, 40))
}

// Tail returns the last n lines of a file, of at most its last 64 KiB.
func Tail(path string, n int) string {
	f, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = f.Close() }()
	const most = 64 << 10
	if size, err := f.Seek(0, io.SeekEnd); err == nil {
		_, _ = f.Seek(max(0, size-most), io.SeekStart)
	}
	b, _ := io.ReadAll(f)
	return lastLines(string(bytes.ToValidUTF8(b, []byte("?"))), n)
}

// reaper is a shell that ends a process group when this process disappears:
// it reads from a pipe whose other end the kernel closes with us. (So does the
// garbage collector: who wants the service must keep its process reachable.)
type reaper struct {
	pipe *os.File
	proc *os.Process
}

const reaperScript = `
read -r word
[ "$word" = dismissed ] && exit 0
kill -INT "-$1" 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do
	kill -0 "-$1" 2>/dev/null || break
	sleep 0.3
done
kill -KILL "-$1" 2>/dev/null
[ -z "$2" ] || rm -rf -- "$2"
`

func newReaper(pgid int, scratch string) (*reaper, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	//nolint:noctx // it outlives even this process
	cmd := exec.Command("sh", "-c", reaperScript, "reaper", fmt.Sprint(pgid), scratch)
	cmd.Dir = "/"
	cmd.Stdin = r
	// A session of its own: Ctrl-C at the terminal must not end it first.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		_ = w.Close()
		return nil, err
	}
	return &reaper{pipe: w, proc: cmd.Process}, nil
}

func (r *reaper) dismiss() {
	if r == nil {
		return
	}
	_, _ = io.WriteString(r.pipe, "dismissed\n")
	_ = r.pipe.Close()
	_, _ = r.proc.Wait()
}

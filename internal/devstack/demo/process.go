package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// record is what .local/run/<name>.json holds: a process that Up started.
type record struct {
	PID int `json:"pid"`
	// Started is the process's start time in clock ticks since boot, and Boot
	// the boot's identity: the three name one process for ever.
	Started uint64 `json:"started"`
	Boot    string `json:"boot"`
	// Version changes when the service has to be started again.
	Version string `json:"version"`
}

func newRecord(pid int, version string) (record, error) {
	started, state, err := procStat(pid)
	if err != nil || state == 'Z' {
		return record{}, fmt.Errorf("process %d ended at once", pid)
	}
	return record{PID: pid, Started: started, Boot: bootID(), Version: version}, nil
}

// alive says whether the very process that was recorded still runs.
func (r record) alive() bool {
	if r.PID <= 1 || r.Boot != bootID() {
		return false
	}
	started, state, err := procStat(r.PID)
	return err == nil && started == r.Started && state != 'Z' && state != 'X'
}

// owns says whether pid belongs to the session that the record's process leads.
func (r record) owns(pid int) bool {
	if !r.alive() {
		return false
	}
	sid, err := unix.Getsid(pid)
	return pid == r.PID || err == nil && sid == r.PID
}

// stop ends the process with the polite signal, then by force.
func (r record) stop(ctx context.Context, polite syscall.Signal, patience time.Duration) error {
	if !r.alive() {
		return nil
	}
	// To the leader alone: it ends its own children in its own order.
	if err := syscall.Kill(r.PID, polite); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("process %d: %w", r.PID, err)
	}
	if r.gone(ctx, patience) {
		return nil
	}
	if r.alive() {
		_ = syscall.Kill(-r.PID, syscall.SIGKILL)
	}
	if !r.gone(ctx, 5*time.Second) {
		return fmt.Errorf("process %d does not end, not even by force", r.PID)
	}
	return nil
}

func (r record) gone(ctx context.Context, limit time.Duration) bool {
	return waitFor(ctx, limit, func(context.Context) bool { return !r.alive() }) == nil
}

// procStat reads the fields 3 and 22 of /proc/<pid>/stat. The command before
// them is in parentheses and may itself hold any character.
func procStat(pid int) (started uint64, state byte, err error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, err
	}
	text := string(b)
	end := strings.LastIndexByte(text, ')')
	fields := strings.Fields(text[end+1:])
	if end < 0 || len(fields) < 20 {
		return 0, 0, fmt.Errorf("/proc/%d/stat cannot be read", pid)
	}
	started, err = strconv.ParseUint(fields[19], 10, 64)
	return started, fields[0][0], err
}

func bootID() string {
	b, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(string(b))
}

func readRecord(path string) (record, bool) {
	var r record
	b, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(b, &r) != nil {
		return record{}, false
	}
	return r, true
}

func (r record) write(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", b, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

package devstack

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// LocalEnv names the environment variable that moves everything this package
// makes to another folder.
const LocalEnv = "HOTLINE_LOCAL"

// Workspace is a checkout of the repository and the folder beside it that
// holds what was installed and built for it.
type Workspace struct {
	Root  string // the repository: where go.mod is
	Local string // <Root>/.local, or what HOTLINE_LOCAL says; absolute
	Out   io.Writer

	steps int // set by Steps
	step  int
}

// Find walks up from the working directory to the repository's go.mod.
func Find() (*Workspace, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("find the repository: %w", err)
	}
	start := dir
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return nil, fmt.Errorf("no go.mod in %s or above it: run this inside the repository", start)
		}
		dir = parent
	}
	local := os.Getenv(LocalEnv)
	if local == "" {
		local = filepath.Join(dir, ".local")
	}
	local, err = filepath.Abs(local)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", LocalEnv, err)
	}
	return &Workspace{Root: dir, Local: local, Out: os.Stderr}, nil
}

// Path joins elem to the folder of local files.
func (w *Workspace) Path(elem ...string) string {
	return filepath.Join(append([]string{w.Local}, elem...)...)
}

// Bin is the place of a program that was built for this workspace.
func (w *Workspace) Bin(name string) string { return w.Path("bin", name) }

// Short is path as it is best shown: relative to the repository where possible.
func (w *Workspace) Short(path string) string {
	if rel, err := filepath.Rel(w.Root, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}

// logf writes one line for the person who waits.
func (w *Workspace) logf(format string, args ...any) {
	if w.Out != nil {
		_, _ = fmt.Fprintf(w.Out, format+"\n", args...)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, os.ErrNotExist)
}

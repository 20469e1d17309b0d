package devstack

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// tools are the programs built from module files of their own in .tools/, so
// that what they depend on stays out of the server's go.mod.
var tools = map[string]string{
	"minio":         "github.com/minio/minio",
	"golangci-lint": "github.com/golangci/golangci-lint/v2/cmd/golangci-lint",
	"gofumpt":       "mvdan.cc/gofumpt",
	"govulncheck":   "golang.org/x/vuln/cmd/govulncheck",
	"sqlc":          "github.com/sqlc-dev/sqlc/cmd/sqlc",
	"versitygw":     "github.com/versity/versitygw/cmd/versitygw",
}

// Tools lists the names that Tool knows, sorted.
func Tools() []string {
	var names []string
	for name := range tools {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Tool returns the path of a Go program of .tools/, built into .local/bin
// again when its module file has changed.
func (w *Workspace) Tool(ctx context.Context, name string) (string, error) {
	pkg, ok := tools[name]
	if !ok {
		return "", fmt.Errorf("no tool is called %q: there are %v", name, Tools())
	}
	dir := filepath.Join(w.Root, ".tools", name)
	want, err := toolVersion(dir)
	if err != nil {
		return "", fmt.Errorf("tool %s: %w", name, err)
	}
	bin := w.Bin(name)
	err = w.once(ctx, "tool-"+name, name+" (built from source)", want, bin, func(ctx context.Context) error {
		if err := os.MkdirAll(filepath.Dir(bin), 0o755); err != nil {
			return err
		}
		_, err := command{
			dir: dir,
			// The repository's own workspace or vendor settings are not the
			// tool's; CGO stays as it is, since sqlc's parser is C.
			env:  []string{"GOWORK=off", "GOFLAGS=-mod=readonly -trimpath"},
			args: []string{"go", "build", "-o", bin, pkg},
		}.run(ctx)
		if err != nil {
			return fmt.Errorf("look at the network and at GOPROXY (`go env GOPROXY`): %w", err)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return bin, nil
}

// RunTool runs a tool in the repository, with our input, output and errors.
func (w *Workspace) RunTool(ctx context.Context, name string, args ...string) error {
	bin, err := w.Tool(ctx, name)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, bin, args...)
	cmd.Dir = w.Root
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return nil
}

// Vulnerabilities runs govulncheck over the repository. Where its database
// cannot be reached it says so and is content: a machine behind a wall must be
// able to pass the other checks.
func (w *Workspace) Vulnerabilities(ctx context.Context, out io.Writer) error {
	bin, err := w.Tool(ctx, "govulncheck")
	if err != nil {
		return err
	}
	text, err := command{dir: w.Root, args: []string{bin, "./..."}}.run(ctx)
	if err != nil && unreachable(text) {
		_, _ = fmt.Fprintf(out, "not checked: the vulnerability database cannot be reached from here (%s)\n", lastLines(text, 1))
		return nil
	}
	_, _ = io.WriteString(out, text)
	return err
}

// unreachable recognises govulncheck's failure to fetch its database, which
// has the same exit code as other failures.
func unreachable(text string) bool {
	return strings.Contains(text, "fetching vulnerabilities")
}

// toolVersion changes when the tool has to be built again.
func toolVersion(dir string) (string, error) {
	h := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return "", err
		}
		h.Write(b)
	}
	return fmt.Sprintf("%x %s", h.Sum(nil), runtime.Version()), nil
}

// program returns the path of a program that Debian's packages bring.
func (w *Workspace) program(ctx context.Context, names []string, title string, packages ...string) (string, error) {
	find := func() (string, bool) {
		for _, name := range names {
			if path, err := exec.LookPath(name); err == nil {
				return path, true
			}
		}
		return "", false
	}
	if path, ok := find(); ok {
		return path, nil
	}
	unlock, err := w.Lock(ctx, "program-"+names[0], title)
	if err != nil {
		return "", err
	}
	defer unlock()
	if path, ok := find(); ok {
		return path, nil
	}
	w.logf("%s%s from Debian …", w.label(), title)
	if err := w.debianPackages(ctx, names[0], title, packages...); err != nil {
		return "", fmt.Errorf("%s: %w", title, err)
	}
	if path, ok := find(); ok {
		return path, nil
	}
	return "", fmt.Errorf("%s: packages %v are installed, but none of %v is in the PATH", title, packages, names)
}

// Chromium returns the path of a Chromium or Chrome.
func (w *Workspace) Chromium(ctx context.Context) (string, error) {
	// Fonts: without them Vietnamese is drawn as boxes on a bare machine.
	return w.program(ctx, []string{"chromium", "google-chrome", "chromium-browser"}, "Chromium", "chromium", "fonts-dejavu-core")
}

// Espeak returns the path of espeak-ng, which speaks the prompts.
func (w *Workspace) Espeak(ctx context.Context) (string, error) {
	return w.program(ctx, []string{"espeak-ng"}, "espeak-ng", "espeak-ng")
}

// Sox returns the path of sox, which converts the prompts.
func (w *Workspace) Sox(ctx context.Context) (string, error) {
	return w.program(ctx, []string{"sox"}, "sox", "sox")
}

// SoftHSM returns the path of softhsm2-util.
func (w *Workspace) SoftHSM(ctx context.Context) (string, error) {
	return w.program(ctx, []string{"softhsm2-util"}, "SoftHSM", "softhsm2")
}

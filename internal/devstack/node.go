package devstack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// minNode is what Vite asks for. Debian 12's own Node.js (18) is older.
var minNode = [2]int{20, 19}

// nodeRelease is the line of npm's package `node` that is installed where the
// machine's own is too old.
const nodeRelease = "22"

// Node is a Node.js with its npm.
type Node struct {
	dir string // to be put before PATH; empty: the machine's own
}

// env puts this Node.js first in the path.
func (n Node) env() []string {
	if n.dir == "" {
		return nil
	}
	return []string{"PATH=" + n.dir + string(os.PathListSeparator) + os.Getenv("PATH")}
}

func (n Node) npm() string {
	if n.dir == "" {
		return "npm"
	}
	return filepath.Join(n.dir, "npm")
}

// Node finds a Node.js that is recent enough, or installs npm's package `node`
// (with the npm of Debian's nodejs) under .local/node.
func (w *Workspace) Node(ctx context.Context) (Node, error) {
	if _, err := exec.LookPath("npm"); err == nil && nodeRecent(ctx, "node") {
		return Node{}, nil
	}
	dir := w.Path("node")
	bin := filepath.Join(dir, "node_modules", ".bin")
	err := w.once(ctx, "node", "Node.js "+nodeRelease+" from npm", nodeRelease, bin, func(ctx context.Context) error {
		npm, err := w.program(ctx, []string{"npm"}, "npm", "npm")
		if err != nil {
			return err
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		// A package of its own, so that npm does not look for one above.
		if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{\"private\": true}\n"), 0o644); err != nil {
			return err
		}
		_, err = command{dir: dir, args: []string{npm, "install", "--no-audit", "--no-fund", "node@" + nodeRelease, "npm@10"}}.run(ctx)
		if err != nil {
			return fmt.Errorf("look at the network and at `npm config get registry`: %w", err)
		}
		if !nodeRecent(ctx, filepath.Join(bin, "node")) {
			return fmt.Errorf("npm's package node@%s brought no Node.js that runs", nodeRelease)
		}
		return nil
	})
	return Node{dir: bin}, err
}

func nodeRecent(ctx context.Context, program string) bool {
	out, err := command{args: []string{program, "--version"}}.run(ctx)
	if err != nil {
		return false
	}
	var major, minor int
	if _, err := fmt.Sscanf(out, "v%d.%d", &major, &minor); err != nil {
		return false
	}
	return major > minNode[0] || major == minNode[0] && minor >= minNode[1]
}

// NPM runs npm in the web application's folder, with its packages installed
// and with input, output and errors of ours.
func (w *Workspace) NPM(ctx context.Context, args ...string) error {
	node, err := w.webPackages(ctx)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, node.npm(), args...)
	cmd.Dir = w.webDir()
	cmd.Env = append(os.Environ(), node.env()...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("npm %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

func (w *Workspace) webDir() string { return filepath.Join(w.Root, "agentdesk", "web") }

// webPackages installs what the lock file lists.
func (w *Workspace) webPackages(ctx context.Context) (Node, error) {
	node, err := w.Node(ctx)
	if err != nil {
		return node, err
	}
	lock, err := os.ReadFile(filepath.Join(w.webDir(), "package-lock.json"))
	if err != nil {
		return node, fmt.Errorf("the web application's packages: %w", err)
	}
	sum := sha256.Sum256(lock)
	err = w.once(ctx, "web-packages", "the web application's packages (npm ci)", hex.EncodeToString(sum[:]), filepath.Join(w.webDir(), "node_modules"), func(ctx context.Context) error {
		_, err := command{dir: w.webDir(), env: node.env(), args: []string{node.npm(), "ci", "--no-audit", "--no-fund"}}.run(ctx)
		if err != nil {
			return fmt.Errorf("look at the network and at `npm config get registry`: %w", err)
		}
		return nil
	})
	return node, err
}

// Web builds the staff application into agentdesk/web/dist, where the Go
// program embeds it from, when its sources have changed.
func (w *Workspace) Web(ctx context.Context) error {
	sum, err := hashTree(w.webDir(), "node_modules", "dist")
	if err != nil {
		return fmt.Errorf("the web application: %w", err)
	}
	index := filepath.Join(w.webDir(), "dist", "index.html")
	if stamped(w.Path("stamps", "web"), sum) && exists(index) {
		return nil
	}
	node, err := w.webPackages(ctx)
	if err != nil {
		return err
	}
	return w.once(ctx, "web", "the web application (npm run build)", sum, index, func(ctx context.Context) error {
		if _, err := (command{dir: w.webDir(), env: node.env(), args: []string{node.npm(), "run", "build"}}).run(ctx); err != nil {
			return err
		}
		// Kept in the repository so that Go can embed the folder before the
		// first build; Vite empties the folder.
		return os.WriteFile(filepath.Join(w.webDir(), "dist", ".gitkeep"), nil, 0o644)
	})
}

// hashTree is one hash over the names and contents of all files below root,
// except in the folders left out at its top.
func hashTree(root string, except ...string) (string, error) {
	h := sha256.New()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		if d.IsDir() {
			for _, e := range except {
				if rel == e {
					return fs.SkipDir
				}
			}
			return nil
		}
		if !d.Type().IsRegular() || strings.HasSuffix(rel, ".go") {
			return nil // our Go files there are no source of the application
		}
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // an editor's file that was there a moment ago
		}
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		_, _ = fmt.Fprintf(h, "%s\x00", rel)
		_, err = io.Copy(h, f)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

// Build compiles programs of ours (packages below cmd/) into .local/bin.
func (w *Workspace) Build(ctx context.Context, names ...string) error {
	if err := os.MkdirAll(w.Path("bin"), 0o755); err != nil {
		return fmt.Errorf("build %v: %w", names, err)
	}
	args := []string{"go", "build", "-buildvcs=false", "-o", w.Path("bin") + string(filepath.Separator)}
	for _, name := range names {
		args = append(args, "./cmd/"+name)
	}
	_, err := command{dir: w.Root, args: args}.run(ctx)
	return err
}

package e2e

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/dialplan/prompts"
	"hotline1022/internal/devstack"
)

func TestMain(m *testing.M) {
	code := m.Run()
	removePrograms()
	os.Exit(code)
}

// program is hotline, with or without the race detector.
func program(t testing.TB, race bool) string {
	t.Helper()
	if race {
		return built(t, "hotline", "-race")
	}
	return built(t, "hotline")
}

// programs are built once a test run, by name and flags.
var programs = struct {
	sync.Mutex
	dir   string
	built map[string]string
}{built: map[string]string{}}

// built is a program of cmd.
func built(t testing.TB, name string, flags ...string) string {
	t.Helper()
	p := &programs
	p.Lock()
	defer p.Unlock()
	key := strings.Join(append([]string{name}, flags...), "")
	if path := p.built[key]; path != "" {
		return path
	}
	if p.dir == "" {
		dir, err := os.MkdirTemp("", "hl-bin-")
		if err != nil {
			t.Fatal(err)
		}
		p.dir = dir
	}
	path := filepath.Join(p.dir, key)
	args := append(append([]string{"build"}, flags...), "-o", path, "hotline1022/cmd/"+name)
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", name, err, out)
	}
	p.built[key] = path
	return path
}

func removePrograms() {
	if programs.dir != "" {
		_ = os.RemoveAll(programs.dir)
	}
}

// promptFiles are made once and kept, for speaking them takes seconds.
func promptFiles(t testing.TB) string {
	t.Helper()
	plan, err := planfile.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return speak(t, plan, "prompts")
}

// shortPrompts are those of a plan that says little more than hello: most tests are about
// something else, and would wait a minute for long sentences.
func shortPrompts(t testing.TB, full, text string) string {
	t.Helper()
	plan, err := planfile.Parse("dialplan.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	w, err := devstack.Find()
	if err != nil {
		t.Fatal(err)
	}
	const name = "prompts-short"
	if _, err := os.Stat(w.Path(name)); errors.Is(err, fs.ErrNotExist) { // what the program says by itself is the same
		if err := os.CopyFS(w.Path(name), os.DirFS(full)); err != nil {
			t.Fatal(err)
		}
	}
	return speak(t, plan, name)
}

// speak makes a plan's prompts in a folder of the workspace.
func speak(t testing.TB, plan dialplan.Plan, name string) string {
	t.Helper()
	w, err := devstack.Find()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	dir := w.Path(name)
	_, err = prompts.Build(ctx, prompts.Options{
		Directory: dir, Music: filepath.Join(dir, "music"), Espeak: devstack.Espeak(t), Log: slog.New(slog.DiscardHandler),
		Plan: prompts.OfPlan(plan),
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// artefact is where a test keeps a file for people to look at.
func artefact(t testing.TB, name string) string {
	t.Helper()
	w, err := devstack.Find()
	if err != nil {
		t.Fatal(err)
	}
	dir := w.Path("artefacts", t.Name())
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

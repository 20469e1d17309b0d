package versions

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/internal/devstack"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk stands for the database.
type desk struct {
	mu     sync.Mutex
	source string
	err    error
}

func (d *desk) ActiveDialplan(context.Context) (string, string, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return planfile.Version([]byte(d.source)), d.source, d.source != "", d.err
}

func (d *desk) set(source string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.source, d.err = source, err
}

type rig struct {
	*Book
	desk *desk
	told []string // versions
	log  *bytes.Buffer
}

// lay puts a plan's sounds into a directory, as `hotline prompts build` does; each
// holds its words.
func lay(t *testing.T, dir string, p dialplan.Plan) {
	t.Helper()
	for name, said := range p.Prompts {
		if err := os.WriteFile(filepath.Join(dir, name+".wav"), []byte(said.Words()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func build(t *testing.T, dir string, d *desk) *rig {
	t.Helper()
	return configured(t, dir, d, string(dialplan.Haiphong))
}

// configured is a node whose configuration names a file of this text.
func configured(t *testing.T, dir string, d *desk, file string) *rig {
	t.Helper()
	base, err := planfile.Parse("file", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	sounds := t.TempDir()
	lay(t, sounds, base)
	r := &rig{desk: d, log: &bytes.Buffer{}}
	r.Book, err = New(t.Context(), Options{
		Directory: dir, Base: &base, BaseSource: file, Prompts: sounds, Espeak: devstack.Espeak(t),
		Changed: func(p *dialplan.Plan) { r.told = append(r.told, p.Version) },
		Log:     slog.New(slog.NewTextHandler(r.log, nil)),
	}, d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// heard is what a caller hears of a prompt: its words where it was laid, "spoken"
// where it was made, "" where nothing is.
func (r *rig) heard(p *dialplan.Plan, prompt string) string {
	sound, err := os.ReadFile(r.Sound(p, prompt) + ".wav")
	switch {
	case err != nil:
		return ""
	case bytes.HasPrefix(sound, []byte("RIFF")):
		return "spoken"
	}
	return string(sound)
}

// greeting is Hải Phòng's plan with another greeting.
func greeting(t *testing.T, words string) string {
	t.Helper()
	return saying(t, string(dialplan.Haiphong), "greeting", words)
}

func TestAVersionIsTakenUpWithItsWords(t *testing.T) {
	r := build(t, t.TempDir(), &desk{})
	base := r.Current()
	r.look(t.Context())
	if r.Current() != base || len(r.told) != 0 {
		t.Fatal("nothing was activated")
	}
	next := greeting(t, "Cuộc gọi này có ghi âm.")
	r.desk.set(next, nil)
	r.look(t.Context())
	p := r.Current()
	if p.Version != planfile.Version([]byte(next)) || len(r.told) != 1 {
		t.Fatalf("callers meet %s, told %v", p.Version, r.told)
	}
	// The changed prompt has its own sound; a call of before keeps the old one.
	changed := r.Sound(p, "greeting")
	if _, err := os.Stat(changed + ".wav"); err != nil || changed != filepath.Join(r.Directory, p.Version, "greeting") {
		t.Errorf("%s: %v", changed, err)
	}
	if got := r.heard(base, "greeting"); got != base.Prompts["greeting"].Words() {
		t.Error(got)
	}
	if got := r.Sound(p, "chon-viec"); got != filepath.Join(r.Prompts, "chon-viec") {
		t.Errorf("unchanged, and yet not the configured file's, which a studio may give a new voice: %s", got)
	}
	if got, ok := r.ByVersion(base.Version); !ok || got != base {
		t.Error("the version before is gone")
	}

	// The database goes away, and another process starts.
	r.desk.set("", errors.New("database away"))
	again := build(t, r.Directory, r.desk)
	if !strings.Contains(again.log.String(), "not the configured dialplan file") {
		t.Errorf("nobody is told that the configured file does not hold:\n%s", again.log)
	}
	again.look(t.Context())
	if got := again.Current().Version; got != p.Version {
		t.Errorf("after a restart callers meet %s", got)
	}
}

func TestWhatCannotBeTakenUpChangesNothing(t *testing.T) {
	r := build(t, t.TempDir(), &desk{})
	base := r.Current()
	r.desk.set("nodes: {", nil)
	r.look(t.Context())
	if r.Current() != base {
		t.Error("a broken plan is met")
	}
	r.Espeak = "/nonexistent/espeak-ng"
	r.desk.set(greeting(t, "Không đọc được."), nil)
	r.look(t.Context())
	if r.Current() != base || len(r.told) != 0 {
		t.Error("a plan is met whose words cannot be heard")
	}
	for _, version := range []string{"", "../../etc/passwd", "0000000000000000"} {
		if _, ok := r.ByVersion(version); ok {
			t.Errorf("there is a version %q", version)
		}
	}
	// What lies on the disk under a version must be it.
	if err := os.WriteFile(filepath.Join(r.Directory, "00000000000000aa.yaml"), dialplan.Haiphong, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := r.ByVersion("00000000000000aa"); ok {
		t.Error("a file under a false name")
	}
}

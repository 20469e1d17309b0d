package versions

import (
	"context"
	"errors"
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
}

func build(t *testing.T, dir string, d *desk) *rig {
	t.Helper()
	base, err := planfile.Load("")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{desk: d}
	r.Book, err = New(Options{
		Directory: dir, Base: &base, Prompts: "/base", Espeak: devstack.Espeak(t),
		Changed: func(p *dialplan.Plan) { r.told = append(r.told, p.Version) },
	}, d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// greeting is Hải Phòng's plan with another greeting.
func greeting(words string) string {
	return strings.Replace(string(dialplan.Haiphong), "Cuộc gọi của quý khách được ghi âm.", words, 2)
}

func TestAVersionIsTakenUpWithItsWords(t *testing.T) {
	r := build(t, t.TempDir(), &desk{})
	base := r.Current()
	r.look(t.Context())
	if r.Current() != base || len(r.told) != 0 {
		t.Fatal("nothing was activated")
	}
	next := greeting("Cuộc gọi này có ghi âm.")
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
	if got := r.Sound(base, "greeting"); got != "/base/greeting" {
		t.Error(got)
	}
	if got := r.Sound(p, "chon-viec"); got != "/base/chon-viec" {
		t.Errorf("unchanged: %s", got)
	}
	if got, ok := r.ByVersion(base.Version); !ok || got != base {
		t.Error("the version before is gone")
	}

	// The database goes away, and another process starts.
	r.desk.set("", errors.New("database away"))
	again := build(t, r.Directory, r.desk)
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
	r.desk.set(greeting("Không đọc được."), nil)
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

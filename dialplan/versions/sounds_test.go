package versions

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planedit"
	"hotline1022/dialplan/planfile"
)

// saying is a plan's text with other words for a prompt.
func saying(t *testing.T, text, prompt, words string) string {
	t.Helper()
	src := planedit.Remove([]byte(text), "prompts", prompt, "spoken")
	src, err := planedit.Set(src, planedit.Quoted(words), "prompts", prompt, "vi")
	if err != nil || string(src) == text {
		t.Fatalf("%s cannot be given other words: %v", prompt, err)
	}
	return string(src)
}

// release is Hải Phòng's file as a later release has it: one prompt in other words,
// one under another name.
func release(t *testing.T) string {
	t.Helper()
	return strings.ReplaceAll(saying(t, string(dialplan.Haiphong), "hen-so-khac", "Hãy nhập số."), "da-hen", "hen-roi")
}

// A new release says other words, and hotline starts anew. Callers go on hearing all
// that the activated version says: no prompt of it falls silent, and none changes.
func TestAVersionKeepsItsSoundsWhenTheFileChanges(t *testing.T) {
	dir := t.TempDir()
	before := build(t, dir, &desk{})
	file := before.Current()
	next := greeting(t, "Cuộc gọi này có ghi âm.")
	before.desk.set(next, nil)
	before.look(t.Context())
	met := before.Current()

	for _, away := range []error{nil, errors.New("database away")} {
		before.desk.set(next, away)
		after := configured(t, dir, before.desk, release(t))
		after.look(t.Context())
		if after.Current().Version != met.Version {
			t.Fatalf("callers meet %s", after.Current().Version)
		}
		for name, said := range met.Prompts {
			want := said.Words()
			if name == "greeting" {
				want = "spoken"
			}
			if got := after.heard(after.Current(), name); got != want {
				t.Errorf("of %s callers hear %q, want %q", name, got, want)
			}
		}
		// So do the calls that began under the file of before, which nobody activated.
		old, ok := after.ByVersion(file.Version)
		if !ok {
			t.Fatal("calls of the file before have lost their place")
		}
		for name, said := range old.Prompts {
			if got := after.heard(old, name); got != said.Words() {
				t.Errorf("of the file's %s its calls hear %q", name, got)
			}
		}
		if strings.Contains(after.log.String(), "no sound") {
			t.Error(after.log)
		}
	}
}

// What a version says is made good where it is missing, before callers meet it, and
// by no more than a look at the disk where it cannot be.
func TestMissingSounds(t *testing.T) {
	dir := t.TempDir()
	before := build(t, dir, &desk{})
	before.desk.set(greeting(t, "Cuộc gọi này có ghi âm."), nil)
	before.look(t.Context())
	met := before.Current()
	lost := before.own(met, "hen-so-khac") + ".wav"
	lose := func() {
		t.Helper()
		if err := os.Remove(lost); err != nil {
			t.Fatal(err)
		}
	}

	lose()
	before.desk.set("", errors.New("database away"))
	after := configured(t, dir, before.desk, release(t))
	if got := after.heard(after.Current(), "hen-so-khac"); got != "spoken" || after.Current().Version != met.Version {
		t.Errorf("callers of %s hear %q", after.Current().Version, got)
	}

	// While it runs: rather the configured file's words than silence, and the log says it once.
	lose()
	for range 2 {
		if got := after.heard(after.Current(), "hen-so-khac"); got != after.Base.Prompts["hen-so-khac"].Words() {
			t.Errorf("callers hear %q", got)
		}
	}
	if n := strings.Count(after.log.String(), "a prompt has no sound"); n != 1 {
		t.Errorf("said %d times:\n%s", n, after.log)
	}

	// It cannot be spoken: the configured file holds, whose words are there.
	base, err := planfile.Parse("file", []byte(release(t)))
	if err != nil {
		t.Fatal(err)
	}
	o := after.Options
	o.Base, o.Espeak = &base, filepath.Join(dir, "no-espeak")
	mute, err := New(t.Context(), o, before.desk)
	if err != nil {
		t.Fatal(err)
	}
	if mute.Current() != &base {
		t.Error("a version is met that cannot be heard")
	}
}

// Only what is heard counts: another translation leaves a studio's recording in its place.
func TestATranslationIsNotSpoken(t *testing.T) {
	r := build(t, t.TempDir(), &desk{})
	r.Espeak = "/nonexistent/espeak-ng"
	p, err := r.Prepare(t.Context(), strings.Replace(string(dialplan.Haiphong), "Your call is recorded.", "This call is recorded.", 1))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Sound(p, "greeting"); got != filepath.Join(r.Prompts, "greeting") {
		t.Error(got)
	}
}

// What Asterisk says by itself are the current version's words, before an activation
// and after it, and after a restart.
func TestTheFallbackSaysTheCurrentVersionsWords(t *testing.T) {
	r := build(t, t.TempDir(), &desk{})
	says := func(r *rig, part, prompt, want string) {
		t.Helper()
		got, err := os.ReadFile(filepath.Join(r.Directory, FallbackDir, part+".wav"))
		if err != nil {
			t.Fatal(err)
		}
		if heard := r.heard(r.Current(), prompt); heard != want || (want != "spoken" && string(got) != want) || (want == "spoken" && !strings.HasPrefix(string(got), "RIFF")) {
			t.Errorf("the fallback's %s is %.20q, callers of the version hear %q, want %q", part, got, heard, want)
		}
	}
	base := r.Base.Prompts
	says(r, "notice", "fallback-notice", base["fallback-notice"].Words())
	says(r, "ask", "fallback-message", base["fallback-message"].Words())
	says(r, "thanks", "fallback-thanks", base["fallback-thanks"].Words())

	next := saying(t, string(dialplan.Haiphong), "fallback-thanks", "Đã ghi.")
	r.desk.set(next, nil)
	r.look(t.Context())
	says(r, "notice", "fallback-notice", base["fallback-notice"].Words())
	says(r, "thanks", "fallback-thanks", "spoken")
	if strings.Contains(r.log.String(), "duty phones") {
		t.Error(r.log)
	}

	r.desk.set(strings.Replace(next, `"0225300001", `, "", 1), nil)
	r.look(t.Context())
	if !strings.Contains(r.log.String(), "duty phones of the configured dialplan file") {
		t.Errorf("nobody is told that Asterisk rings other phones:\n%s", r.log)
	}

	r.desk.set(string(dialplan.Haiphong), nil) // undo
	r.look(t.Context())
	says(r, "thanks", "fallback-thanks", base["fallback-thanks"].Words())
}

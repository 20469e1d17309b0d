package devstack

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAptSourcesInBothFormats(t *testing.T) {
	allow := cmp.AllowUnexported(aptSource{})
	t.Run("one line a source", func(t *testing.T) {
		got := parseOneLine(`
# deb http://commented.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib # ours
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] https://other.example/debian-security bookworm-security main
deb [broken http://x.example y z
deb short
`)
		want := []aptSource{
			{uri: "http://mirror.example/debian", suites: []string{"bookworm"}, components: []string{"main", "contrib"}},
			{uri: "https://other.example/debian-security", suites: []string{"bookworm-security"}, components: []string{"main"}, signedBy: "/usr/share/keyrings/k.gpg"},
		}
		if d := cmp.Diff(want, got, allow); d != "" {
			t.Error(d)
		}
	})
	t.Run("deb822", func(t *testing.T) {
		got := parseDeb822(`Types: deb deb-src
# a comment between
URIs: http://mirror.example/debian
Suites: bookworm
 bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/k.gpg

Types: deb
Enabled: no
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb-src
URIs: http://source.example/debian
Suites: bookworm
Components: main
`)
		want := []aptSource{{
			uri: "http://mirror.example/debian", suites: []string{"bookworm", "bookworm-updates"},
			components: []string{"main"}, signedBy: "/usr/share/keyrings/k.gpg",
		}}
		if d := cmp.Diff(want, got, allow); d != "" {
			t.Error(d)
		}
	})
}

func TestDebianArchiveIsTheReleaseItself(t *testing.T) {
	sources := []aptSource{
		{uri: "http://tools.example", suites: []string{"bookworm"}, components: []string{"vendor"}},
		{uri: "http://mirror.example/debian-security", suites: []string{"bookworm-security"}, components: []string{"main"}},
		{uri: "http://mirror.example/debian", suites: []string{"bookworm", "bookworm-updates"}, components: []string{"main"}},
	}
	got, ok := debianArchive(sources, "bookworm")
	if !ok || got.uri != "http://mirror.example/debian" {
		t.Errorf("got %q, %v", got.uri, ok)
	}
	if _, ok := debianArchive(sources[:2], "bookworm"); ok {
		t.Error("found an archive where there is none")
	}
}

func FuzzAptSources(f *testing.F) {
	f.Add("deb [a=b] u s c\n")
	f.Add("Types: deb\nURIs: u\nSuites: s\n t\nComponents: c\n\n: \n x")
	f.Fuzz(func(_ *testing.T, text string) {
		for _, s := range append(parseOneLine(text), parseDeb822(text)...) {
			_ = s.line()
		}
	})
}

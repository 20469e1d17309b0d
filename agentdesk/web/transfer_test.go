package web

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"testing"
)

// most is how much script a page may transfer at its first load, gzipped, in KB of 1000 bytes:
// all that the entry, the beginning and the page's own script import. What only some roles load beside it (the
// desk's link, the reason of a look) comes after the page and is not counted.
const most = 300

// dearer are the pages that are allowed more, and why. The desk is loaded once a shift.
var dearer = map[string]int{
	"desk/desk-page": 400, // all of a call and its ticket, before the first call comes
}

// chunk is what Vite's manifest says of one script.
type chunk struct {
	File    string   `json:"file"`
	Imports []string `json:"imports"`
}

// build is Vite's manifest of what is in dist, by the source's name.
type build map[string]chunk

// manifest reads what was built; without it the test is skipped.
func manifest(t *testing.T) (b build) {
	t.Helper()
	raw, err := fs.ReadFile(dist, "dist/.vite/manifest.json")
	if err != nil {
		t.Skip("the web application is not built: make build")
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		t.Fatal(err)
	}
	return b
}

// transferred is what all scripts take that the named ones import, themselves included.
func (b build) transferred(t *testing.T, names ...string) int {
	t.Helper()
	seen := map[string]bool{}
	sum := 0
	for len(names) > 0 {
		name := names[0]
		names = names[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		c, ok := b[name]
		if !ok {
			t.Fatalf("%s is not in the manifest", name)
		}
		names = append(names, c.Imports...)
		file := "dist/" + c.File
		info, err := fs.Stat(dist, file+".gz")
		if err != nil { // too small to be worth it
			info, err = fs.Stat(dist, file)
		}
		if err != nil {
			t.Fatal(err)
		}
		sum += int(info.Size())
	}
	return sum
}

var pageScript = regexp.MustCompile(`import\('\./([\w/-]+)'\)`)

// TestPagesTransferLittle: each page of the table is within its budget, in the build that this
// program has in it.
func TestPagesTransferLittle(t *testing.T) {
	b := manifest(t)
	table, err := os.ReadFile("src/pages.ts")
	if err != nil {
		t.Fatal(err)
	}
	found := pageScript.FindAllStringSubmatch(string(table), -1)
	if len(found) < 10 {
		t.Fatalf("%d pages in src/pages.ts: the table is written in another way now", len(found))
	}
	const entry, begin = "index.html", "src/begin.tsx"
	t.Logf("%4d KB before any page", b.transferred(t, entry, begin)/1000)
	for _, one := range found {
		page := one[1]
		source := "src/" + page + ".tsx"
		if _, ok := b[source]; !ok {
			t.Logf("%s is not in this build, which is older than the sources", source)
			continue
		}
		limit := most
		if d, ok := dearer[page]; ok {
			limit = d
		}
		size := b.transferred(t, entry, begin, source)
		t.Logf("%4d KB of %d: %s", size/1000, limit, page)
		if size > limit*1000 {
			t.Errorf("%s transfers %d KB of script, more than %d: import what it needs late lazily, or choose lighter parts", page, size/1000, limit)
		}
	}
}

// TestScriptsWaitForNoneThatWaitsForThem: of two files that import each other, one is executed before what it
// uses is there, and the page stays empty. Modules do that and work; files that were put together otherwise do not.
func TestScriptsWaitForNoneThatWaitsForThem(t *testing.T) {
	b := manifest(t)
	settled := map[string]bool{} // false: waits for what is looked at
	var look func(name string)
	look = func(name string) {
		done, seen := settled[name]
		if seen && !done {
			t.Errorf("%s waits for itself", name)
		}
		if seen {
			return
		}
		settled[name] = false
		for _, one := range b[name].Imports {
			look(one)
		}
		settled[name] = true
	}
	for name := range b {
		look(name)
	}
}

// TestBuildIsCompressed: every script and style of the build has its smaller forms beside it.
func TestBuildIsCompressed(t *testing.T) {
	if !Built() {
		t.Skip("the web application is not built: make build")
	}
	names, err := fs.Glob(dist, "dist/assets/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		info, err := fs.Stat(dist, name)
		if err != nil {
			t.Fatal(err)
		}
		if ext := path.Ext(name); ext != ".js" && ext != ".css" || info.Size() < 512 {
			continue
		}
		for _, form := range []string{".br", ".gz"} {
			if !slices.Contains(names, name+form) {
				t.Errorf("%s has no %s", name, form)
			}
		}
	}
}

package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHandler(t *testing.T) {
	built := fstest.MapFS{
		".gitkeep":              {},
		"index.html":            {Data: []byte("<!doctype html><div id=root>")},
		"favicon.svg":           {Data: []byte("<svg/>")},
		"assets/index-abc12.js": {Data: []byte("export {}")},
	}
	empty := fstest.MapFS{".gitkeep": {}}
	const year, none = "public, max-age=31536000, immutable", "no-cache"
	for _, c := range []struct {
		name         string
		files        fs.FS
		method, path string
		status       int
		cache, body  string
	}{
		{"root→page", built, "GET", "/", 200, none, "id=root"},
		{"address of the application→page", built, "GET", "/calls/pbx1-1764000000.42", 200, none, "id=root"},
		{"index.html by name→page", built, "GET", "/index.html", 200, none, "id=root"},
		{"hashed asset→immutable", built, "GET", "/assets/index-abc12.js", 200, year, "export"},
		{"asset of an older release→404, no page", built, "GET", "/assets/index-old.js", 404, "", "not found"},
		{"plain file→an hour", built, "GET", "/favicon.svg", 200, "public, max-age=3600", "<svg/>"},
		{"hidden file→page", built, "GET", "/.gitkeep", 200, none, "id=root"},
		{"climbing out→page", built, "GET", "/../../etc/passwd", 200, none, "id=root"},
		{"folder→page", built, "GET", "/assets", 200, none, "id=root"},
		{"HEAD→no body", built, "HEAD", "/desk", 200, none, ""},
		{"POST→405", built, "POST", "/", 405, "", "Method Not Allowed"},
		{"not built→503 that says so", empty, "GET", "/", 503, none, "npm run build"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			handler{files: c.files}.ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
			if w.Code != c.status {
				t.Fatalf("status %d, want %d", w.Code, c.status)
			}
			if got := w.Header().Get("Cache-Control"); c.cache != "" && got != c.cache {
				t.Errorf("Cache-Control %q, want %q", got, c.cache)
			}
			if !strings.Contains(w.Body.String(), c.body) || (c.body == "" && w.Body.Len() > 0) {
				t.Errorf("body %q, want %q in it", w.Body, c.body)
			}
			if c.cache == none && w.Header().Get("Content-Security-Policy") == "" {
				t.Error("a page without Content-Security-Policy")
			}
		})
	}
}

func TestHandlerOfThisBuild(t *testing.T) {
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	want := http.StatusServiceUnavailable
	if Built() {
		want = http.StatusOK
	}
	if w.Code != want {
		t.Fatalf("status %d, want %d (built: %t)", w.Code, want, Built())
	}
}

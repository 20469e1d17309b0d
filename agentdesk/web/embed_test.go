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
		".vite/manifest.json":   {Data: []byte("{}")},
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
		{"manifest→page", built, "GET", "/.vite/manifest.json", 200, none, "id=root"},
		{"climbing out→page", built, "GET", "/../../etc/passwd", 200, none, "id=root"},
		{"folder→page", built, "GET", "/assets", 200, none, "id=root"},
		{"HEAD→no body", built, "HEAD", "/desk", 200, none, ""},
		{"POST→405", built, "POST", "/", 405, "", "Method Not Allowed"},
		{"not built→503 that says so", empty, "GET", "/", 503, none, "npm run build"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			newHandler(c.files, Map{}).ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
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
	Handler(Map{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	want := http.StatusServiceUnavailable
	if Built() {
		want = http.StatusOK
	}
	if w.Code != want {
		t.Fatalf("status %d, want %d (built: %t)", w.Code, want, Built())
	}
}

func TestHandlerSendsTheSmallestForm(t *testing.T) {
	h := newHandler(fstest.MapFS{
		"index.html":       {Data: []byte("<p>page")},
		"index.html.gz":    {Data: []byte("gz of page")},
		"assets/a.js":      {Data: []byte("script")},
		"assets/a.js.br":   {Data: []byte("br")},
		"assets/a.js.gz":   {Data: []byte("gz!")},
		"assets/b.woff2":   {Data: []byte("font")},
		"assets/c.css":     {Data: []byte("style")},
		"assets/c.css.gz":  {Data: []byte("gz of style")},
		"assets/only.d.gz": {Data: []byte("never")},
	}, Map{})
	for _, c := range []struct {
		name, path, accept string
		status             int
		coding, body, vary string
	}{
		{"both taken→br", "/assets/a.js", "gzip, deflate, br", 200, "br", "br", "Accept-Encoding"},
		{"br refused→gzip", "/assets/a.js", "br;q=0, gzip", 200, "gzip", "gz!", "Accept-Encoding"},
		{"weights are read with spaces", "/assets/a.js", "br; q=0.0, gzip; q=0.5", 200, "gzip", "gz!", "Accept-Encoding"},
		{"nothing taken→plain", "/assets/a.js", "", 200, "", "script", "Accept-Encoding"},
		{"a weight that is none→plain", "/assets/c.css", "gzip;q=much", 200, "", "style", "Accept-Encoding"},
		{"the page too", "/desk", "gzip, br", 200, "gzip", "gz of page", "Accept-Encoding"},
		{"compressed already→plain", "/assets/b.woff2", "gzip, br", 200, "", "font", ""},
		{"a form by its own name is no file→404", "/assets/a.js.gz", "gzip", 404, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			get := func(more ...string) *httptest.ResponseRecorder {
				r := httptest.NewRequest(http.MethodGet, c.path, nil)
				r.Header.Set("Accept-Encoding", c.accept)
				for i := 0; i < len(more); i += 2 {
					r.Header.Set(more[i], more[i+1])
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				return w
			}
			w := get()
			if w.Code != c.status || w.Header().Get("Content-Encoding") != c.coding || w.Header().Get("Vary") != c.vary {
				t.Fatalf("status %d, coding %q, vary %q; want %d, %q, %q", w.Code, w.Header().Get("Content-Encoding"), w.Header().Get("Vary"), c.status, c.coding, c.vary)
			}
			if c.status != http.StatusOK {
				return
			}
			if w.Body.String() != c.body {
				t.Errorf("body %q, want %q", w.Body, c.body)
			}
			tag := w.Header().Get("ETag")
			if again := get("If-None-Match", tag); tag == "" || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("asked again with %s: status %d, %d bytes", tag, again.Code, again.Body.Len())
			}
			if part := get("Range", "bytes=1-"); c.coding != "" && (part.Code != http.StatusOK || part.Body.String() != c.body) {
				t.Errorf("a range of what is compressed: status %d, %q", part.Code, part.Body)
			}
		})
	}
}

func TestHandlerTagsTellFormsApart(t *testing.T) {
	h := newHandler(fstest.MapFS{"a.css": {Data: []byte("style")}, "a.css.gz": {Data: []byte("gz")}}, Map{})
	tags := map[string]bool{}
	for _, accept := range []string{"", "gzip"} {
		r := httptest.NewRequest(http.MethodGet, "/a.css", nil)
		r.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		tags[w.Header().Get("ETag")] = true
	}
	if len(tags) != 2 {
		t.Errorf("tags %v: a cache would take one form for the other", tags)
	}
}

// The page takes pictures from the server of the map, and only where there is one.
func TestPageMayShowTheMap(t *testing.T) {
	ask := func(m Map, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		newHandler(fstest.MapFS{"index.html": {Data: []byte("<p>page")}}, m).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	m := Map{Tiles: "https://bando.vn/{z}/{x}/{y}.png", Attribution: "© Hải Phòng", Origin: "https://bando.vn"}
	if got := ask(m, "/desk").Header().Get("Content-Security-Policy"); !strings.Contains(got, "img-src 'self' data: blob: https://bando.vn; media-src") {
		t.Error(got)
	}
	if got := ask(Map{}, "/desk").Header().Get("Content-Security-Policy"); !strings.Contains(got, "img-src 'self' data: blob:; media-src") {
		t.Error(got)
	}
	if got := ask(m, "/map.json").Body.String(); got != `{"tiles":"https://bando.vn/{z}/{x}/{y}.png","attribution":"© Hải Phòng"}` {
		t.Error(got)
	}
}

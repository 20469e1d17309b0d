package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed all:dist
var dist embed.FS

// policy keeps everything from elsewhere out. Ant Design writes its styles into
// <style> elements, hence 'unsafe-inline' for styles; blob: is the recording in
// the player; ws: and wss: are the desk. Pictures come from the server of a map too, where there is one.
const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:%s; media-src 'self' blob:; font-src 'self'; connect-src 'self' ws: wss:; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const notBuilt = `<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>Tổng đài 1022</title>
<h1>Ứng dụng chưa được dựng</h1>
<p>Chương trình này được biên dịch khi chưa có ứng dụng web. Hãy chạy <code>make run</code>,
hoặc <code>npm ci &amp;&amp; npm run build</code> trong thư mục <code>agentdesk/web</code> rồi biên dịch lại.</p>
<p lang="en">The web application was not built when this program was compiled. Run <code>make run</code>,
or <code>npm ci &amp;&amp; npm run build</code> in <code>agentdesk/web</code>, and compile again.</p>
</html>
`

// Built reports whether the application itself is in this program.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}

// Map is the map on which staff set places, as the application is told of it (/map.json).
type Map struct {
	Tiles       string `json:"tiles"` // address of a tile with {z}, {x} and {y}; "": a plain grid is drawn
	Attribution string `json:"attribution"`
	Origin      string `json:"-"` // scheme and host of Tiles; "": none
}

// Handler serves the application: see the package's promises. It answers GET and
// HEAD; everything else is 405.
func Handler(m Map) http.Handler {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		// fs.Sub fails only for an invalid path, and this one is a constant.
		files = dist
	}
	return newHandler(files, m)
}

type handler struct {
	files fs.FS
	tags  map[string]string // of each file's content, by its name

	policy string
	tiles  []byte // what /map.json answers
}

func newHandler(files fs.FS, m Map) handler {
	from := ""
	if m.Origin != "" {
		from = " " + m.Origin
	}
	// Three strings can always be written.
	tiles, _ := json.Marshal(m)
	h := handler{files: files, tags: map[string]string{}, policy: fmt.Sprintf(policy, from), tiles: tiles}
	// An embedded tree can always be walked; a file that could not be read has no tag.
	_ = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if body, err := fs.ReadFile(files, name); err == nil {
			sum := sha256.Sum256(body)
			h.tags[name] = hex.EncodeToString(sum[:12])
		}
		return nil
	})
	return h
}

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	switch {
	case name == "map.json":
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(h.tiles))
	case h.tags[name] != "" && name != "index.html" && !inner(name):
		h.file(w, r, name)
	case strings.HasPrefix(name, "assets/"):
		http.NotFound(w, r)
	default:
		h.page(w, r)
	}
}

// inner tells what is in the build for others than browsers: hidden files, Vite's manifest
// among them, and what is sent in place of a file, never by its own name.
func inner(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(path.Base(name), ".") ||
		strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz")
}

// file answers one file of the build.
func (h handler) file(w http.ResponseWriter, r *http.Request, name string) {
	if strings.HasPrefix(name, "assets/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "public, max-age=3600")
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	h.send(w, r, name)
}

// page answers the application's one page, whatever its address.
func (h handler) page(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Cache-Control", "no-cache")
	head.Set("Content-Security-Policy", h.policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "same-origin")
	head.Set("Permissions-Policy", "microphone=(self), speaker-selection=(self), camera=(), geolocation=()")
	head.Set("Content-Type", "text/html; charset=utf-8")
	if h.tags["index.html"] != "" {
		h.send(w, r, "index.html")
		return
	}
	w.WriteHeader(http.StatusServiceUnavailable)
	if r.Method == http.MethodHead {
		return
	}
	// A failed write means that the browser has gone; there is nobody to tell.
	_, _ = w.Write([]byte(notBuilt))
}

// send answers with a file that is there, in the smallest form that was built and that the
// browser takes; the tag tells the forms apart.
func (h handler) send(w http.ResponseWriter, r *http.Request, name string) {
	head := w.Header()
	for _, form := range []struct{ coding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		body, err := fs.ReadFile(h.files, name+form.suffix)
		if err != nil {
			continue
		}
		head.Set("Vary", "Accept-Encoding")
		if !takes(r.Header.Get("Accept-Encoding"), form.coding) {
			continue
		}
		head.Set("Content-Encoding", form.coding)
		head.Set("Content-Length", strconv.Itoa(len(body)))
		head.Set("ETag", `"`+h.tags[name]+"-"+form.coding+`"`)
		http.ServeContent(w, withoutRange(r), name, time.Time{}, bytes.NewReader(body))
		return
	}
	body, err := fs.ReadFile(h.files, name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	head.Set("ETag", `"`+h.tags[name]+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}

// withoutRange asks for the whole: a part of what is compressed is of use to nobody.
func withoutRange(r *http.Request) *http.Request {
	if r.Header.Get("Range") == "" {
		return r
	}
	whole := r.Clone(r.Context())
	whole.Header.Del("Range")
	return whole
}

// takes says whether a browser that sent this Accept-Encoding reads the coding. What is
// not named is not taken: a plain answer is never wrong.
func takes(accept, coding string) bool {
	for one := range strings.SplitSeq(accept, ",") {
		name, weight, _ := strings.Cut(one, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q, weighed := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		if !weighed {
			return true
		}
		value, err := strconv.ParseFloat(q, 64)
		return err == nil && value > 0
	}
	return false
}

package web

import (
	"bytes"
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed all:dist
var dist embed.FS

// policy keeps everything from elsewhere out. Ant Design writes its styles into
// <style> elements, hence 'unsafe-inline' for styles; blob: is the recording in
// the player; ws: and wss: are the desk.
const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self' ws: wss:; " +
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

// Handler serves the application: see the package's promises. It answers GET and
// HEAD; everything else is 405.
func Handler() http.Handler {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		// fs.Sub fails only for an invalid path, and this one is a constant.
		files = dist
	}
	return handler{files: files}
}

type handler struct{ files fs.FS }

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name != "" && name != "index.html" && !strings.HasPrefix(path.Base(name), ".") {
		body, err := fs.ReadFile(h.files, name)
		switch {
		case err == nil:
			h.file(w, r, name, body)
			return
		case strings.HasPrefix(name, "assets/"):
			http.NotFound(w, r)
			return
		}
	}
	h.page(w, r)
}

// file answers one file of the build.
func (h handler) file(w http.ResponseWriter, r *http.Request, name string, body []byte) {
	if strings.HasPrefix(name, "assets/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "public, max-age=3600")
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}

// page answers the application's one page, whatever its address.
func (h handler) page(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Cache-Control", "no-cache")
	head.Set("Content-Security-Policy", policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "same-origin")
	head.Set("Permissions-Policy", "microphone=(self), speaker-selection=(self), camera=(), geolocation=()")
	head.Set("Content-Type", "text/html; charset=utf-8")
	body, err := fs.ReadFile(h.files, "index.html")
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		body = []byte(notBuilt)
	}
	if r.Method == http.MethodHead {
		return
	}
	// A failed write means that the browser has gone; there is nobody to tell.
	_, _ = w.Write(body)
}

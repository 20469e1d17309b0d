package api

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"mime"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"hotline1022/internal/attachment"
	"hotline1022/internal/lang"
)

// visit is what a request carries through: who asks, in which language.
type visit struct {
	id     string
	lang   lang.Lang
	route  string
	who    *Principal
	half   *halfway // who has taken the first step of signing in alone; who is nil then
	called *called  // see API.called; nil until it is asked for
	other  bool     // the page that asks was made for another person than the session's; who is nil then
	// err is why who is not known although credentials were given (the database is away).
	err error
	w   http.ResponseWriter
	r   *http.Request
}

type visitKey struct{}

// visitOf gives the request's visit; one without a request (tests of huma alone) is empty.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{lang: lang.Vietnamese}
}

// contentPolicy is for answers that are no pages; the web application brings its own.
const contentPolicy = "default-src 'none'; frame-ancestors 'none'"

// edge surrounds everything: request ID, headers, recovery, cross-origin check,
// who it is, time.
func (a *API) edge(mux *http.ServeMux) http.Handler {
	compressed := a.small(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		v := &visit{id: strings.ToLower(rand.Text()[:16]), lang: lang.Accepted(r.Header.Get("Accept-Language"))}
		_, v.route = mux.Handler(r)
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		answer := &answer{ResponseWriter: w}
		v.w, v.r = answer, r
		a.headers(answer.Header(), v, strings.HasPrefix(r.URL.Path, "/api/"))
		defer func() {
			a.recovered(answer, r, recover())
			if answer.status != 0 { // not taken over by the WebSocket
				a.requests.WithLabelValues(v.route, fmt.Sprintf("%dxx", answer.status/100)).Observe(time.Since(began).Seconds())
			}
		}()
		if err := a.cross.Check(r); err != nil {
			a.log.Warn("a request from another site is refused", "request", v.id, "remote", a.address(r), "origin", r.Header.Get("Origin"))
			a.fail(answer, r, refuse(http.StatusForbidden, lang.CrossOrigin))
			return
		}
		if isOpenToAll(r.URL.Path) {
			leave := a.admit(answer, r)
			if leave == nil {
				return
			}
			defer leave()
		}
		if strings.HasPrefix(r.URL.Path, v1+"/") {
			if err := a.misread(r, v.route); err != nil {
				a.fail(answer, r, err)
				return
			}
			if !a.body(answer, r, v.route) {
				return
			}
			v.who, v.err = a.identify(r)
		}
		if strings.HasPrefix(r.URL.Path, v1+"/") && v.route != "GET "+v1+"/desk" {
			compressed.ServeHTTP(answer, r)
			return
		}
		mux.ServeHTTP(answer, r)
	})
}

// compress makes long answers in JSON a fifth of their size for whoever takes gzip: an officer's inbox is 23 KB,
// a tenth of a second of a telephone's network. Random bytes hide the length from whoever makes a browser ask and
// counts (BREACH). Files, audio and what has its own size stay as they are.
func compress() (func(http.Handler) http.HandlerFunc, error) {
	return gzhttp.NewWrapper(gzhttp.ContentTypes([]string{"application/json", "application/problem+json"}), gzhttp.EnableZstd(false), gzhttp.RandomJitter(64, 0, false), gzhttp.KeepAcceptRanges())
}

// body bounds what a request may bring, and refuses what its operation cannot read.
func (a *API) body(w http.ResponseWriter, r *http.Request, route string) bool {
	if most, raw := map[string]int64{voiceRoute: maxVoice, attachRoute: attachment.MaxBytes}[route]; raw { // no JSON, and it says so itself
		r.Body = http.MaxBytesReader(w, r.Body, most)
		return true
	}
	limit := int64(maxBody)
	if route == keepDialplanRoute {
		limit = maxDialplanBody
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit+1)
	if r.ContentLength != 0 && !isJSON(r.Header.Get("Content-Type")) {
		a.fail(w, r, refuse(http.StatusUnsupportedMediaType, lang.NotJSON))
		return false
	}
	return true
}

// isJSON accepts what says nothing, too: programs forget it, forms and pages of
// other sites cannot.
func isJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && kind == "application/json"
}

func (a *API) headers(h http.Header, v *visit, api bool) {
	h.Set("X-Request-Id", v.id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "microphone=(self), camera=(), geolocation=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Content-Security-Policy", contentPolicy)
	if a.cfg.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if api {
		h.Set("Cache-Control", "no-store")
	}
}

// recovered answers after a panic; what was begun is broken off, so that
// nobody takes it for whole.
func (a *API) recovered(w *answer, r *http.Request, p any) {
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint // net/http's sentinel, compared as net/http does
		panic(p)
	}
	a.log.Error("a request panicked", "request", visitOf(r.Context()).id, "route", visitOf(r.Context()).route, "panic", p, "stack", string(debug.Stack()))
	if w.status != 0 {
		panic(http.ErrAbortHandler)
	}
	a.fail(w, r, fmt.Errorf("panic: %v", p))
}

// answer remembers the status.
type answer struct {
	http.ResponseWriter
	status int
}

func (w *answer) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *answer) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

func (w *answer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Hijack is what gorilla/websocket asks for by type.
func (w *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

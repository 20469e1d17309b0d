package page

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/portal"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// LookUp is where a code is asked for.
const LookUp = "/tra-cuu"

// Paths are what the page answers at.
var Paths = []string{"GET " + LookUp, "GET " + notify.Doors + "{key}", "POST " + notify.Doors + "{key}/{act}"}

// Of is the address of a ticket on the page, below the site's own.
func Of(code ticket.Code) string { return LookUp + "?ma=" + url.QueryEscape(code.String()) }

// Citizens is what they may see and do; *portal.Portal.
type Citizens interface {
	LookUp(ctx context.Context, code ticket.Code) (portal.Seen, error)
	Own(ctx context.Context, key string) (portal.Own, error)
	Do(ctx context.Context, key string, version int64, act ticket.Act) error
}

//go:embed page.html
var source string

//go:embed page.css
var style string

// policy lets nothing in but the style that stands in the page.
var policy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

var whole = template.Must(template.New("page").Parse(source))

const (
	maxForm = 64 << 10
	limit   = 10 * time.Second // of an answer
)

// Page is the handler.
type Page struct {
	citizens Citizens
	log      *slog.Logger
	mux      *http.ServeMux
}

// New makes it.
func New(c Citizens, log *slog.Logger) *Page {
	p := &Page{citizens: c, log: log, mux: http.NewServeMux()}
	for i, h := range []http.HandlerFunc{p.lookUp, p.own, p.act} {
		p.mux.HandleFunc(Paths[i], h)
	}
	return p
}

func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

// view is what the page shows.
type view struct {
	Lang  lang.Lang
	Style template.CSS
	Code  string // as it was typed
	Fault string // what was wrong, in words
	Done  bool
	Seen  *portal.Seen
	Own   *portal.Own
	Key   string
	Tried string            // the act that was refused
	Wrote map[string]string // in its form
}

// Say is a text in the reader's language.
func (v view) Say(key string, args ...any) string { return lang.Say(v.Lang, lang.Key(key), args...) }

// State is a state's label in it.
func (v view) State(s ticket.State) string { return lang.Say(v.Lang, s.Key()) }

// Time is as people here write it.
func (v view) Time(t time.Time) string { return t.In(ticket.Zone).Format("15:04 02/01/2006") }

// May says that the sender may do something now.
func (v view) May(kind string) bool {
	for _, k := range v.Own.May {
		if string(k) == kind {
			return true
		}
	}
	return false
}

// Was is what somebody wrote in the form of an act that was refused.
func (v view) Was(act, field string) string {
	if v.Tried != act {
		return ""
	}
	return v.Wrote[field]
}

// Scores are those that can be given, the best first.
func (view) Scores() []int { return []int{5, 4, 3, 2, 1} }

// Web is an address that may be followed; "" for one that is none.
func (view) Web(address string) string {
	if u, err := url.Parse(address); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		return address
	}
	return ""
}

func (p *Page) lookUp(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), limit)
	defer cancel()
	v := view{Code: r.URL.Query().Get("ma")}
	if v.Code == "" {
		p.show(w, r, http.StatusOK, v)
		return
	}
	code, err := ticket.ParseCode(v.Code)
	if err != nil {
		p.refuse(w, r, http.StatusUnprocessableEntity, v, lang.BadTicketCode)
		return
	}
	seen, err := p.citizens.LookUp(ctx, code)
	switch {
	case errors.Is(err, store.ErrNotFound):
		p.refuse(w, r, http.StatusNotFound, v, lang.PortalNone)
	case err != nil:
		p.failed(w, r, v, err)
	default:
		v.Seen = &seen
		p.show(w, r, http.StatusOK, v)
	}
}

func (p *Page) own(w http.ResponseWriter, r *http.Request) {
	p.showOwn(w, r, http.StatusOK, view{Done: r.URL.Query().Get("xong") != ""})
}

// showOwn shows the sender's ticket, with what a view says already.
func (p *Page) showOwn(w http.ResponseWriter, r *http.Request, status int, v view) {
	ctx, cancel := context.WithTimeout(r.Context(), limit)
	defer cancel()
	private(w)
	v.Key = r.PathValue("key")
	own, err := p.citizens.Own(ctx, v.Key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		p.refuse(w, r, http.StatusNotFound, view{}, lang.PortalKeyNone)
	case err != nil:
		p.failed(w, r, view{}, err)
	default:
		v.Own = &own
		p.show(w, r, status, v)
	}
}

// private keeps an answer, and where it was found, to whoever asked.
func private(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
}

// actOf is what a form does, by the last part of its address.
func actOf(name string, f url.Values) (act ticket.Act, known bool) {
	if name == "rate" {
		score, _ := strconv.Atoi(f.Get("score")) // none: refused with its sentence
		return ticket.Rate{Score: score, Comment: f.Get("text")}, true
	}
	say, known := portal.Sayings[name]
	if !known {
		return nil, false
	}
	return say(f.Get("text")), true
}

func (p *Page) act(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), limit)
	defer cancel()
	private(w)
	name, key := r.PathValue("act"), r.PathValue("key")
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		p.refuse(w, r, http.StatusBadRequest, view{}, lang.BadRequest)
		return
	}
	act, known := actOf(name, r.PostForm)
	if !known {
		p.refuse(w, r, http.StatusNotFound, view{}, lang.NotFound)
		return
	}
	v := view{Tried: name, Wrote: map[string]string{"text": r.PostForm.Get("text"), "score": r.PostForm.Get("score")}}
	version, _ := strconv.ParseInt(r.PostForm.Get("version"), 10, 64) // none: as of one that nobody has seen
	var err error = errTooLong
	if len([]rune(v.Wrote["text"])) <= portal.MaxSaid {
		err = p.citizens.Do(ctx, key, version, act)
	}
	switch status, fault := sentence(lang.Accepted(r.Header.Get("Accept-Language")), err); {
	case err == nil:
		http.Redirect(w, r, notify.Doors+url.PathEscape(key)+"?xong=1", http.StatusSeeOther)
	case errors.Is(err, store.ErrNotFound):
		p.refuse(w, r, http.StatusNotFound, view{}, lang.PortalKeyNone)
	case fault == "":
		p.failed(w, r, v, err)
	default:
		v.Fault = fault
		p.showOwn(w, r, status, v)
	}
}

var errTooLong = ticket.Faults{{Location: "text", Key: lang.TicketTooLong, Args: []any{portal.MaxSaid}}}

// sentence is what a refusal says; "": the error is none.
func sentence(l lang.Lang, err error) (status int, words string) {
	var now *ticket.NotNow
	var yours *ticket.NotYours
	var changed *store.TicketChanged
	var faults ticket.Faults
	switch {
	case errors.As(err, &now):
		key, args := now.Sentence(l)
		return http.StatusConflict, lang.Say(l, key, args...)
	case errors.As(err, &yours):
		key, args := yours.Sentence(l)
		return http.StatusForbidden, lang.Say(l, key, args...)
	case errors.As(err, &changed), errors.Is(err, store.ErrNoVersion): // of what was merged on, the one in which it goes on counts its own
		return http.StatusConflict, lang.Say(l, lang.TicketChanged)
	case errors.As(err, &faults) && len(faults) > 0:
		return http.StatusUnprocessableEntity, lang.Say(l, faults[0].Key, faults[0].Args...)
	}
	return 0, ""
}

func (p *Page) refuse(w http.ResponseWriter, r *http.Request, status int, v view, why lang.Key) {
	v.Fault = lang.Say(lang.Accepted(r.Header.Get("Accept-Language")), why)
	p.show(w, r, status, v)
}

func (p *Page) failed(w http.ResponseWriter, r *http.Request, v view, err error) {
	if r.Context().Err() == nil {
		p.log.Error("the citizen's page cannot be shown", "err", err)
	}
	p.refuse(w, r, http.StatusServiceUnavailable, v, lang.PortalFailed)
}

func (p *Page) show(w http.ResponseWriter, r *http.Request, status int, v view) {
	v.Lang, v.Style = lang.Accepted(r.Header.Get("Accept-Language")), template.CSS(style) //nolint:gosec // our own
	var out bytes.Buffer
	if err := whole.Execute(&out, v); err != nil {
		p.log.Error("the citizen's page cannot be written", "err", err)
		http.Error(w, lang.Say(v.Lang, lang.PortalFailed), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("Vary", "Accept-Language")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // the client is gone when this fails
}

// form is one of those in which a text is all that is asked.
type form struct {
	Key, Act, Title, Note, Why, Wrote, Send string
	Version                                 int64
}

// Form makes the one of an act.
func (v view) Form(act, title, note string) form {
	f := form{Key: v.Key, Act: act, Title: v.Say(title), Why: v.Say("portal_why"), Wrote: v.Was(act, "text"), Send: v.Say("portal_send"), Version: v.Own.Version}
	if note != "" {
		f.Note = v.Say(note)
	}
	return f
}

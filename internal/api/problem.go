package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"hotline1022/internal/auth"
	"hotline1022/internal/knowledge"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/strictyaml"
)

// Problem is RFC 9457 problem details with a code for programs.
type Problem struct {
	Status  int    `json:"status" doc:"HTTP status code"`
	Title   string `json:"title" doc:"The status in words"`
	Code    string `json:"code" doc:"What is wrong, for programs"`
	Detail  string `json:"detail" doc:"What is wrong, for people, in Vietnamese unless English is preferred"`
	Request string `json:"request,omitempty" doc:"The request's ID, as in our log"`
	Errors  []Item `json:"errors,omitempty" doc:"Every single thing that is wrong"`
	// Of a ticket that somebody else has changed.
	Version int64         `json:"version,omitempty" doc:"That the ticket has now"`
	Changes []TicketEvent `json:"changes,omitempty" doc:"What others did to it since the version given, oldest first"`
	Draft   *Draft        `json:"draft,omitempty" doc:"That stands in the place of the one given, kept from another machine"`
	Ticket  string        `json:"ticket,omitempty" doc:"The code of that which was filed before by the same idempotency key"`

	retryAfter time.Duration
}

// Item is one thing wrong, with its place in the request.
type Item struct {
	Location string `json:"location" doc:"For example body.sender.phone"`
	Code     string `json:"code"`
	Message  string `json:"message"`
}

func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.retryAfter+time.Second-1)/time.Second)))
	}
	return h
}

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// refusal is an error of the asker's side, on its way to a Problem.
type refusal struct {
	status     int
	key        lang.Key
	args       []any
	items      []refused
	faults     []strictyaml.Fault // of a dialplan
	changed    *store.TicketChanged
	draft      *Draft // that stands in the place of the one given
	ticket     string // the code of that which was filed before by the same key
	retryAfter time.Duration
}

type refused struct {
	location string
	key      lang.Key
	args     []any
}

func (r *refusal) Error() string { return fmt.Sprintf("api: %d %s", r.status, r.key) }

func refuse(status int, key lang.Key) error { return &refusal{status: status, key: key} }

func invalid(location string, key lang.Key, args ...any) *refusal {
	return &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid, items: []refused{{location: location, key: key, args: args}}}
}

// problem translates an error, and logs it when the fault is ours.
func (a *API) problem(ctx context.Context, err error) *Problem {
	v := visitOf(ctx)
	r := a.classify(ctx, v, err)
	p := &Problem{
		Status: r.status, Title: http.StatusText(r.status), Code: string(r.key), Detail: lang.Say(v.lang, r.key, r.args...),
		Request: v.id, retryAfter: r.retryAfter, Draft: r.draft, Ticket: r.ticket,
	}
	if r.changed != nil {
		p.Version, p.Changes = r.changed.Version, historyOf(r.changed.Since, v, sight{who: v.who}.one(true))
		if v.who != nil && len(r.changed.Since) > 0 && !slices.ContainsFunc(r.changed.Since, func(e db.TicketEvent) bool { return e.Actor != v.who.Actor }) {
			p.Detail = lang.Say(v.lang, lang.TicketChangedByYou)
		}
	}
	for _, fault := range r.faults {
		p.Errors = append(p.Errors, Item{Location: "body.source", Code: string(lang.DialplanFaults), Message: fault.In(v.lang)})
	}
	for _, item := range r.items {
		p.Errors = append(p.Errors, Item{Location: item.location, Code: string(item.key), Message: lang.Say(v.lang, item.key, item.args...)})
	}
	return p
}

func (a *API) classify(ctx context.Context, v *visit, err error) *refusal {
	var r *refusal
	var locked *auth.LockedError
	var faults *store.FaultsError
	var limit *store.ReadingLimit
	switch {
	case errors.As(err, &r):
		return r
	case errors.As(err, &faults):
		r := &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid}
		for _, f := range faults.Faults {
			r.items = append(r.items, refused{location: "body." + f.Location, key: f.Key, args: f.Args})
		}
		return r
	case errors.As(err, &locked):
		wait := max(locked.Until.Sub(a.cfg.Now()), time.Second)
		return &refusal{
			status: http.StatusTooManyRequests, key: lang.AccountLocked,
			args: []any{int((wait + time.Minute - 1) / time.Minute)}, retryAfter: wait,
		}
	case errors.Is(err, store.ErrNoVersion):
		return invalid("body.version", lang.NoVersion)
	case errors.As(err, &limit):
		return &refusal{status: http.StatusTooManyRequests, key: lang.ReadingLimit, args: []any{limit.Most}, retryAfter: max(limit.Until.Sub(a.cfg.Now()), time.Second)}
	case isOfTicket(err):
		return refusalOf(v.lang, err)
	case errors.Is(err, auth.ErrWrong):
		return &refusal{status: http.StatusUnauthorized, key: lang.WrongPassword}
	case errors.Is(err, auth.ErrWrongCode): // not 401: whoever asks stays who they are
		return invalid("body.code", lang.WrongCode)
	case errors.Is(err, auth.ErrNoFactor):
		return &refusal{status: http.StatusConflict, key: lang.NoFactor}
	case errors.Is(err, auth.ErrNoKey):
		a.log.Error("second factors are not possible: accounts.key is not configured", "request", v.id)
		return &refusal{status: http.StatusConflict, key: lang.FactorsOff}
	case errors.Is(err, store.ErrNoPlace):
		return &refusal{status: http.StatusBadRequest, key: lang.BadCursor}
	case errors.Is(err, store.ErrNotFound), errors.Is(err, ErrNoAudio):
		return &refusal{status: http.StatusNotFound, key: lang.NotFound}
	case errors.Is(err, store.ErrIncidentOpen):
		return &refusal{status: http.StatusConflict, key: lang.IncidentIsOpen}
	case errors.Is(err, store.ErrHeldAlready):
		return &refusal{status: http.StatusConflict, key: lang.HeldAlready}
	case errors.Is(err, store.ErrIncidentClosed):
		return &refusal{status: http.StatusConflict, key: lang.IncidentIsClosed}
	case errors.Is(err, store.ErrNotWaiting):
		return &refusal{status: http.StatusConflict, key: lang.CallbackNotWaiting}
	case errors.Is(err, store.ErrNoOperator):
		return invalid("body.operator", lang.NotAnOperator)
	case errors.Is(err, knowledge.ErrNotNow):
		return &refusal{status: http.StatusConflict, key: lang.ArticleNotNow}
	case errors.Is(err, knowledge.ErrOwnWork):
		return &refusal{status: http.StatusForbidden, key: lang.ArticleOwnWork}
	case errors.Is(err, store.ErrSettled):
		return &refusal{status: http.StatusConflict, key: lang.ChangeSettled}
	case errors.Is(err, store.ErrChanged):
		return &refusal{status: http.StatusConflict, key: lang.ChangedMeanwhile}
	case errors.Is(err, ErrNotYet):
		return &refusal{status: http.StatusConflict, key: lang.RecordingNotYet, retryAfter: 5 * time.Second}
	case errors.Is(err, ErrDeleted):
		return &refusal{status: http.StatusGone, key: lang.RecordingDeleted}
	case errors.Is(err, ErrAltered):
		a.log.Error("a file is not the one that was added, and is not given out", "request", v.id, "err", err)
		return &refusal{status: http.StatusInternalServerError, key: lang.FileAltered}
	case errors.Is(err, ErrArchiveAway):
		a.log.Warn("the archive did not answer a request", "request", v.id, "err", err)
		return &refusal{status: http.StatusServiceUnavailable, key: lang.ArchiveAway, retryAfter: 30 * time.Second}
	case errors.Is(err, ErrArchiveKey):
		a.log.Error("what the archive has cannot be opened", "request", v.id, "err", err)
		return &refusal{status: http.StatusServiceUnavailable, key: lang.ArchiveNoKey}
	case errors.Is(ctx.Err(), context.Canceled):
		return &refusal{status: http.StatusServiceUnavailable, key: lang.BadRequest} // nobody listens any more
	case store.IsAway(err):
		a.log.Warn("the database did not answer a request", "request", v.id, "err", err)
		return &refusal{status: http.StatusServiceUnavailable, key: lang.DatabaseAway, retryAfter: 5 * time.Second}
	}
	if r := cmp.Or(ofAccount(err), a.ofSignOn(v, err)); r != nil {
		return r
	}
	a.log.Error("a request failed", "request", v.id, "route", v.route, "err", err)
	return &refusal{status: http.StatusInternalServerError, key: lang.Internal, args: []any{v.id}}
}

// refuse ends a huma operation with err.
func (a *API) refuse(ctx huma.Context, err error) {
	p := a.problem(ctx.Context(), err)
	for name, values := range p.GetHeaders() {
		ctx.SetHeader(name, values[0])
	}
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(p) // the client is gone when this fails
}

// fail ends a plain handler with err.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problem(r.Context(), err)
	for name, values := range p.GetHeaders() {
		w.Header().Set(name, values[0])
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.Header().Del("Etag")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client is gone when this fails
}

// unknown answers what no operation has: an address, or only the method at it.
func (a *API) unknown(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		probe := &http.Request{Method: method, Host: r.Host, URL: r.URL}
		if _, pattern := a.mux.Handler(probe); pattern != "/api/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		a.fail(w, r, refuse(http.StatusNotFound, lang.NotFound))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	a.fail(w, r, refuse(http.StatusMethodNotAllowed, lang.MethodNotAllowed))
}

// huma makes its own errors (a body that is no JSON, a parameter of the wrong
// kind) through these two variables; there is no other way to give them our form.
func init() {
	huma.DefaultArrayNullable = false // our lists are never null
	huma.ValidateStrictCasing = true  // a property has one name, as it is written
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return humaProblem(&visit{lang: lang.Vietnamese}, status, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		if ctx == nil {
			return humaProblem(&visit{lang: lang.Vietnamese}, status, errs)
		}
		return humaProblem(visitOf(ctx.Context()), status, errs)
	}
}

func humaProblem(v *visit, status int, errs []error) *Problem {
	key := lang.BadRequest
	switch status {
	case http.StatusUnprocessableEntity:
		key = lang.Invalid
	case http.StatusRequestEntityTooLarge:
		key = lang.TooLarge
	case http.StatusNotFound:
		key = lang.NotFound
	case http.StatusMethodNotAllowed:
		key = lang.MethodNotAllowed
	}
	p := &Problem{Request: v.id}
	for _, err := range errs {
		var detail huma.ErrorDetailer
		if errors.As(err, &detail) && status < http.StatusInternalServerError { // what went wrong inside stays inside
			p.Errors = append(p.Errors, items(v.lang, detail.ErrorDetail())...)
		}
	}
	switch {
	case slices.ContainsFunc(p.Errors, func(i Item) bool { return i.Code == string(lang.BrokenJSON) }):
		status, key = http.StatusBadRequest, lang.BadRequest
	case status == http.StatusBadRequest && len(p.Errors) > 0: // a body that is JSON; huma says so of whatever readBody refuses
		status, key = http.StatusUnprocessableEntity, lang.Invalid
	}
	p.Status, p.Title, p.Code, p.Detail = status, http.StatusText(status), string(key), lang.Say(v.lang, key)
	return p
}

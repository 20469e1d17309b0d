package api

import (
	"cmp"
	"context"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/auth"
)

const v1 = "/api/v1"

// describe is huma's configuration: our paths, our names, no documentation pages.
func (a *API) describe() huma.Config {
	cfg := huma.DefaultConfig("Hotline 1022", a.cfg.Version)
	cfg.Info.Description = "Tổng đài 1022 Hải Phòng. Times are RFC 3339, durations milliseconds; lists answer {items, next}."
	cfg.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "/api/openapi", "", ""
	cfg.CreateHooks = nil // no $schema in answers
	cfg.Formats = map[string]huma.Format{"application/json": strictJSON(), "json": strictJSON()}
	cfg.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: cookieName},
		"token":   {Type: "http", Scheme: "bearer"},
	}
	// The desk's messages, for the clients that are generated from the document.
	for _, t := range []reflect.Type{reflect.TypeFor[protocol.ClientMessage](), reflect.TypeFor[protocol.ServerMessage]()} {
		cfg.Components.Schemas.Schema(t, true, "")
	}
	return cfg
}

// schemaName keeps the desk's messages, and the parts of a ticket's case, apart from what has the same name here.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if strings.HasSuffix(t.PkgPath(), "/agentdesk/protocol") {
		return "Desk" + name
	}
	if strings.HasSuffix(t.PkgPath(), "/internal/ticket") && !strings.HasPrefix(name, "Slip") && name != "Attempt" {
		return "Case" + name
	}
	return name
}

// operation is one entry of the interface.
type operation struct {
	method, path string
	id, summary  string
	tag          string
	file         string       // what a list's file is called, and the audit log calls the list; "": its path's last part
	status       int          // of success; 0: 200, or 204 without a body
	rights       []auth.Right // one is enough; none: anybody signed in
	open         bool         // nobody needs to be signed in
	own          bool         // about one's own account, whatever one's role: for people, not for programs
	halfway      bool         // own, and also for whom the second step of signing in is still to come
	empty        bool         // success may also be 204, without a body
	errors       []int
	body         int64 // bytes of a request; 0: maxBody
	foreign      bool  // the address is another's to write, with parameters that are none of ours
	lenient      bool  // the body's values are checked by the domain, not by the schema
}

// handle registers an operation with its handler.
func handle[I, O any](a *API, op operation, h func(context.Context, *I) (*O, error)) {
	a.add(op, func(o huma.Operation) {
		huma.Register(a.huma, o, func(ctx context.Context, in *I) (*O, error) {
			ctx, cancel := context.WithTimeout(ctx, handleLimit)
			defer cancel()
			out, err := h(ctx, in)
			if err != nil {
				return nil, a.problem(ctx, err)
			}
			return out, nil
		})
	})
}

func (a *API) add(op operation, register func(huma.Operation)) {
	o := huma.Operation{
		Method: op.method, Path: v1 + op.path, OperationID: op.id, Summary: op.summary, Tags: []string{op.tag},
		DefaultStatus: op.status, MaxBodyBytes: cmp.Or(op.body, maxBody), Errors: append(op.errors, http.StatusInternalServerError, http.StatusServiceUnavailable),
		SkipValidateBody: op.lenient,
	}
	if !op.open {
		o.Security = []map[string][]string{{"session": {}}, {"token": {}}}
		o.Errors = append(o.Errors, http.StatusUnauthorized, http.StatusForbidden)
		o.Middlewares = huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
			err := allowed(ctx.Context(), op.rights)
			if op.own {
				err = owner(ctx.Context(), op.halfway)
			}
			if err != nil {
				a.refuse(ctx, err)
				return
			}
			next(ctx)
		}}
	}
	if op.empty {
		o.Responses = map[string]*huma.Response{"204": {Description: http.StatusText(http.StatusNoContent)}}
	}
	o.Metadata = map[string]any{foreignQuery: op.foreign}
	register(o)
}

// withProblems adds to the answers of an operation that is described by hand what is
// described of all: the usual refusals, and these.
func (a *API) withProblems(answers map[string]*huma.Response, statuses ...int) map[string]*huma.Response {
	problem := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for _, status := range append(statuses, http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError, http.StatusServiceUnavailable) {
		answers[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status), Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
	return answers
}

// page is the form of every list.
type page[T any] struct {
	Items []T     `json:"items"`
	Next  *string `json:"next" doc:"Give it as cursor to get the following items; null at the end"`
}

// listed wraps a page as an answer.
type listed[T any] struct{ Body page[T] }

func list[T any](items []T, next string) *listed[T] {
	if items == nil {
		items = []T{}
	}
	out := &listed[T]{Body: page[T]{Items: items}}
	if next != "" {
		out.Body.Next = &next
	}
	return out
}

package api

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"hotline1022/internal/lang"
)

// What a request says beside its body is read strictly, as its body is (walk.go): text
// alone, which PostgreSQL can hold, and of the parameters those that the operation has, each once.

// parameters are those of an operation that the description has, by its route.
type parameters struct {
	query   map[string]bool // true: a list, which may come in several
	foreign bool            // its query has what is none of ours, too
	header  []string
}

// foreignQuery is what an operation's metadata say of it.
const foreignQuery = "foreign query"

// described lists every operation's parameters, those of operations described by hand too.
func described(doc *huma.OpenAPI) map[string]parameters {
	all := map[string]parameters{}
	for path, item := range doc.Paths {
		for method, op := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
		} {
			if op == nil {
				continue
			}
			p := parameters{query: map[string]bool{}}
			p.foreign, _ = op.Metadata[foreignQuery].(bool)
			for _, param := range op.Parameters {
				switch param.In {
				case "query":
					p.query[param.Name] = param.Schema.Type == huma.TypeArray
				case "header":
					p.header = append(p.header, param.Name)
				}
			}
			all[method+" "+path] = p
		}
	}
	return all
}

// misread is what is wrong with what a request says beside its body; nil: nothing.
func (a *API) misread(r *http.Request, route string) error {
	wrong := &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid}
	fault := func(at string, key lang.Key) { wrong.items = append(wrong.items, refused{location: at, key: key}) }
	known, described := a.parameters[route]
	ours := described && !known.foreign

	_, pattern, _ := strings.Cut(route, " ")
	names := strings.Split(pattern, "/")
	for i, segment := range strings.Split(r.URL.EscapedPath(), "/") {
		said, err := url.PathUnescape(segment)
		if err != nil || notText(said) == "" {
			continue // net/http has read it already
		}
		at := "path"
		if i < len(names) && strings.HasPrefix(names[i], "{") {
			at += "." + strings.Trim(names[i], "{}")
		}
		fault(at, notText(said))
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		fault("query", lang.BadValue)
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		list, ok := known.query[name]
		switch values := query[name]; {
		case notText(name) != "":
			fault("query", notText(name))
		case ours && !ok:
			fault("query."+name, lang.UnknownProperty)
		case ours && !list && len(values) > 1:
			fault("query."+name, lang.Repeated)
		case notText(values...) != "":
			fault("query."+name, notText(values...))
		}
	}
	for _, name := range known.header {
		if key := notText(r.Header.Values(name)...); key != "" {
			fault("header."+name, key)
		}
	}
	if wrong.items == nil {
		return nil
	}
	return wrong
}

// notText says why what was written is not kept as it was meant: what is no Unicode means
// nothing, and PostgreSQL has no place for NUL. "": it is.
func notText(said ...string) lang.Key {
	for _, s := range said {
		switch {
		case !utf8.ValidString(s):
			return lang.NoUnicode
		case strings.Contains(s, "\x00"):
			return lang.TicketControl
		}
	}
	return ""
}

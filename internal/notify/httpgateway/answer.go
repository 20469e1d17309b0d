package httpgateway

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hotline1022/internal/config"
)

// answer is what came back: values by path; nothing when it was not of its kind.
type answer struct {
	status int
	values map[string]string
}

// at gives the value at a path; "" is the whole text.
func (a answer) at(path string) string { return a.values[path] }

// said tells what stood where the signs look: codes, clipped, nothing else.
func (a answer) said(signs []config.Sign) error {
	var b strings.Builder
	fmt.Fprintf(&b, "status %d", a.status)
	for _, s := range signs {
		if v := a.at(s.Path); s.Path != "" && v != "" && len(v) <= 60 {
			fmt.Fprintf(&b, ", %s %q", s.Path[strings.LastIndexByte(s.Path, '.')+1:], v)
			break
		}
	}
	return errors.New(b.String())
}

func readAnswer(kind string, status int, text []byte) answer {
	a := answer{status: status, values: map[string]string{}}
	switch kind {
	case "json":
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		var v any
		if json.Valid(text) && d.Decode(&v) == nil {
			flatten(a.values, "", v, 0)
		}
	case "xml":
		readXML(a.values, text)
	default:
		a.values[""] = strings.ToValidUTF8(string(text), "")
	}
	return a
}

const deepest = 20 // levels of an answer that are looked at

func flatten(into map[string]string, path string, v any, depth int) {
	join := func(name string) string {
		if path == "" {
			return name
		}
		return path + "." + name
	}
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			if depth < deepest {
				flatten(into, join(name), item, depth+1)
			}
		}
	case []any:
		for i, item := range v {
			if depth < deepest {
				flatten(into, join(strconv.Itoa(i)), item, depth+1)
			}
		}
	case nil:
	default:
		into[path] = fmt.Sprint(v)
	}
}

// readXML keeps the text of elements by their names' path; of several alike the first.
func readXML(into map[string]string, text []byte) {
	d := xml.NewDecoder(bytes.NewReader(text))
	var path []string
	found := map[string]string{}
	for {
		token, err := d.Token()
		if err != nil {
			if len(path) == 0 { // whole
				for k, v := range found {
					into[k] = v
				}
			}
			return
		}
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			key := strings.Join(path, ".")
			if v := strings.TrimSpace(string(token)); v != "" && found[key] == "" && len(path) <= deepest {
				found[key] = v
			}
		}
	}
}

// sign is one thing to look for.
type sign struct {
	status []int
	path   string
	match  *regexp.Regexp // nil: the status alone tells
}

type signs []sign

func read(list []config.Sign) signs {
	out := make(signs, len(list))
	for i, s := range list {
		out[i] = sign{status: s.Status, path: s.Path}
		if s.Match != "" {
			out[i].match = regexp.MustCompile(s.Match)
		}
	}
	return out
}

// in says that one of the signs is there.
func (list signs) in(a answer) bool {
	return slices.ContainsFunc(list, func(s sign) bool {
		if len(s.status) > 0 && !slices.Contains(s.status, a.status) {
			return false
		}
		v, there := a.values[s.path]
		return s.match == nil || there && s.match.MatchString(v)
	})
}

// ofForm reads the fields of a query or a form.
func ofForm(v url.Values) answer {
	a := answer{values: map[string]string{}}
	for name := range v {
		a.values[name] = v.Get(name)
	}
	return a
}

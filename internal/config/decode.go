package config

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// decoder walks the YAML nodes beside Config's types, so that every fault is
// found and each has its place. at remembers where each key stands, for the
// cross-field rules.
type decoder struct {
	file   string
	env    Lookup
	faults Faults
	at     map[string][2]int // "http.staff" → line, column of its value
}

func newDecoder(file string, env Lookup) *decoder {
	return &decoder{file: file, env: env, at: map[string][2]int{"": {1, 1}}}
}

func position(n ast.Node) (line, col int) {
	if n != nil {
		if t := n.GetToken(); t != nil && t.Position != nil {
			return t.Position.Line, t.Position.Column
		}
	}
	return 1, 1
}

func (d *decoder) fault(n ast.Node, remedy, format string, args ...any) {
	line, col := position(n)
	d.faults.List = append(d.faults.List, Fault{
		File: d.file, Line: line, Column: col, What: fmt.Sprintf(format, args...), Remedy: remedy,
	})
}

func (d *decoder) document(body ast.Node, cfg *Config) {
	d.mapping("", body, reflect.ValueOf(cfg).Elem())
}

// pairs gives a mapping's entries; false when n is none.
func pairs(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	return nil, false
}

func (d *decoder) mapping(path string, n ast.Node, into reflect.Value) {
	values, ok := pairs(n)
	if !ok {
		d.fault(n, "write its keys below it, indented by two spaces", "%s is a section with keys, not a single value", orFile(path))
		return
	}
	seen := map[string]bool{}
	for _, pair := range values {
		key := pair.Key.GetToken().Value
		field, known := fieldOf(into, key)
		switch {
		case !known:
			d.fault(pair.Key, suggest(key, keysOf(into.Type())), "unknown key %q in %s", clip(key), orFile(path))
			continue
		case seen[key]:
			d.fault(pair.Key, "keep one of the two", "%q is given twice in %s", key, orFile(path))
			continue
		}
		seen[key] = true
		child := join(path, key)
		line, col := position(pair.Value)
		d.at[child] = [2]int{line, col}
		d.value(child, pair.Value, field)
	}
}

func (d *decoder) value(path string, n ast.Node, into reflect.Value) {
	if _, null := n.(*ast.NullNode); null {
		return // "key:" with nothing keeps the default
	}
	switch {
	case into.Kind() == reflect.Struct:
		d.mapping(path, n, into)
	case into.Kind() == reflect.Slice:
		d.list(path, n, into)
	default:
		if text, ok := d.scalar(path, n); ok {
			d.set(path, n, text, into)
		}
	}
}

func (d *decoder) list(path string, n ast.Node, into reflect.Value) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.fault(n, fmt.Sprintf("write %s: [first, second]", lastKey(path)), "%s is a list", path)
		return
	}
	list := make([]string, 0, len(seq.Values))
	for _, item := range seq.Values {
		if text, ok := d.scalar(path, item); ok {
			list = append(list, text)
		}
	}
	into.Set(reflect.ValueOf(list))
}

// scalar gives a single value's text, as written (so that 0225300001 keeps its
// zero), with the environment put in.
func (d *decoder) scalar(path string, n ast.Node) (string, bool) {
	var text string
	switch s := n.(type) {
	case *ast.StringNode:
		text = s.Value
	case *ast.LiteralNode:
		text = strings.TrimRight(s.Value.Value, "\n")
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		text = n.GetToken().Value
	default:
		d.fault(n, "write one plain value; anchors, aliases and tags are not read here", "%s is a single value", path)
		return "", false
	}
	return d.expand(path, n, text)
}

var variable = regexp.MustCompile(`\$?\$\{[^}]*\}?`)

func (d *decoder) expand(path string, n ast.Node, text string) (string, bool) {
	ok := true
	out := variable.ReplaceAllStringFunc(text, func(m string) string {
		if strings.HasPrefix(m, "$$") {
			return m[1:]
		}
		name := strings.TrimSuffix(m[2:], "}")
		if !strings.HasSuffix(m, "}") || !envName.MatchString(name) {
			ok = false
			d.fault(n, "write ${NAME} with letters, digits and _; $${ for a plain ${", "%s has a broken variable reference", path)
			return ""
		}
		value, set := d.env(name)
		if !set {
			ok = false
			d.fault(n, fmt.Sprintf("set it: export %s=…", name), "%s needs the environment variable %s, which is not set", path, name)
		}
		return value
	})
	return out, ok
}

var (
	envName  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	duration = reflect.TypeFor[time.Duration]()
)

func (d *decoder) set(path string, n ast.Node, text string, into reflect.Value) {
	switch {
	case into.Type() == duration:
		v, err := time.ParseDuration(text)
		if err != nil {
			d.fault(n, "write a number with its unit: 500ms, 15s, 24h", "%s is a duration", path)
			return
		}
		into.SetInt(int64(v))
	case into.Kind() == reflect.Bool:
		switch text {
		case "true":
			into.SetBool(true)
		case "false":
			into.SetBool(false)
		default:
			d.fault(n, "write true or false", "%s is a yes-or-no value", path)
		}
	case into.Kind() == reflect.Int:
		v, err := strconv.Atoi(text)
		if err != nil {
			d.fault(n, "write digits only", "%s is a whole number", path)
			return
		}
		into.SetInt(int64(v))
	default:
		into.SetString(text)
	}
}

// reporter gives the cross-field rules a way to name the place of a key; one
// that is not in the file is placed at the nearest section that is.
func (d *decoder) reporter() func(path, what, remedy string) {
	return func(path, what, remedy string) {
		for at := path; ; at = parent(at) {
			if pos, ok := d.at[at]; ok {
				d.faults.List = append(d.faults.List, Fault{
					File: d.file, Line: pos[0], Column: pos[1], What: path + " " + what, Remedy: remedy,
				})
				return
			}
		}
	}
}

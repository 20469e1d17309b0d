package strictyaml

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"hotline1022/internal/lang"
	"hotline1022/internal/nearest"
)

// Decoder is a type that reads itself from what stands in the file.
type Decoder interface {
	// DecodeYAML reads v into the receiver and reports what is wrong to v.
	DecodeYAML(v Value)
}

// Value is what stands at one place in the file.
type Value struct {
	d    *Document
	path string
	n    ast.Node
}

// Pair is an entry of a mapping.
type Pair struct {
	Key   string
	Value Value
	key   ast.Node
}

// Path names the value.
func (v Value) Path() string { return v.path }

// Pairs are the entries of a mapping, in order; anything else is a fault.
func (v Value) Pairs() []Pair { return v.d.pairs(v.path, v.n) }

// Mapping and List say what the value is.
func (v Value) Mapping() bool { _, ok := entries(v.n); return ok }
func (v Value) List() bool    { _, ok := v.n.(*ast.SequenceNode); return ok }

// Text is a single value; anything else is a fault.
func (v Value) Text() (string, bool) { return v.d.scalar(v.path, v.n) }

// Decode reads the value over what into points to, by the rules of its type.
func (v Value) Decode(into any) { v.d.value(v.path, v.n, reflect.ValueOf(into).Elem()) }

// Alias gives the value's place to another path as well, by which the reader's
// rules know it.
func (v Value) Alias(path string) { v.d.at[path] = v.d.at[v.path] }

// Fault says what is wrong with the value, in full, and the remedy.
func (v Value) Fault(remedy lang.Phrase, format string, args ...any) {
	v.d.fault(v.path, v.n, remedy, format, args...)
}

// Fault says what is wrong with the entry, at its key.
func (p Pair) Fault(remedy lang.Phrase, format string, args ...any) {
	p.Value.d.fault(p.Value.path, p.key, remedy, format, args...)
}

// entries gives a mapping's entries; false when n is none.
func entries(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	return nil, false
}

func (d *Document) pairs(path string, n ast.Node) []Pair {
	values, ok := entries(n)
	if !ok {
		d.fault(path, n, Say("write its keys below it, indented by two spaces"), "%s is a section with keys, not a single value", orFile(path))
		return nil
	}
	seen := map[string]bool{}
	list := make([]Pair, 0, len(values))
	for _, pair := range values {
		key, plain := keyText(pair.Key)
		child := join(path, key)
		switch {
		case !plain:
			d.fault(child, pair.Key, Say(`write one plain value, in quotation marks where it begins with a sign: "*"`), "a key in %s is not a plain value", orFile(path))
			continue
		case seen[key]:
			d.fault(child, pair.Key, Say("keep one of the two"), "%q is given twice in %s", nearest.Clip(key), orFile(path))
			continue
		}
		seen[key] = true
		switch pair.Value.(type) {
		case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode, *ast.NullNode:
			d.mark(child, pair.Key) // a section's own beginning is its first key's
		default:
			d.mark(child, pair.Value)
		}
		list = append(list, Pair{Key: key, Value: Value{d: d, path: child, n: pair.Value}, key: pair.Key})
	}
	return list
}

func keyText(n ast.Node) (string, bool) {
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		return n.GetToken().Value, true
	}
	return n.GetToken().Value, false
}

// scalar gives a single value's text, as written (so that 0225300001 keeps its
// zero), with the environment put in.
func (d *Document) scalar(path string, n ast.Node) (string, bool) {
	var text string
	switch s := n.(type) {
	case *ast.StringNode:
		text = s.Value
	case *ast.LiteralNode:
		text = strings.TrimRight(s.Value.Value, "\n")
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		text = n.GetToken().Value
	default:
		d.fault(path, n, Say("write one plain value; anchors, aliases and tags are not read here"), "%s is a single value", orFile(path))
		return "", false
	}
	if d.env == nil {
		return text, true
	}
	return d.expand(path, n, text)
}

var (
	variable = regexp.MustCompile(`\$?\$\{[^}]*\}?`)
	envName  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

func (d *Document) expand(path string, n ast.Node, text string) (string, bool) {
	ok := true
	out := variable.ReplaceAllStringFunc(text, func(m string) string {
		if strings.HasPrefix(m, "$$") {
			return m[1:]
		}
		name := strings.TrimSuffix(m[2:], "}")
		if !strings.HasSuffix(m, "}") || !envName.MatchString(name) {
			ok = false
			d.fault(path, n, Say("write ${NAME} with letters, digits and _; $${ for a plain ${"), "%s has a broken variable reference", path)
			return ""
		}
		value, set := d.env(name)
		if !set {
			ok = false
			d.fault(path, n, Say("set it: export %s=…", name), "%s needs the environment variable %s, which is not set", path, name)
		}
		return value
	})
	return out, ok
}

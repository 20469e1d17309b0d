// Package planedit changes single values in a dialplan's text and leaves the rest
// of it, comments and order above all, as a person wrote it.
//
// It knows YAML only as far as dialplans are written: mappings in lines of their
// own. Whoever edits checks the result with planfile: a text that this package
// misread is refused there, and no caller meets it.
package planedit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ErrShape: the text is not written in lines of its own there.
var ErrShape = errors.New("planedit: not a mapping in lines of its own")

// Pair is one key of a mapping with its value as it is written, without comment.
type Pair struct{ Key, Value string }

// Children lists the keys below path in the order of the text; none, when path is
// not there. Values that have lines of their own are "".
func Children(src []byte, path ...string) ([]Pair, error) {
	t := textOf(src)
	b, ok := t.find(path)
	if !ok {
		return nil, nil
	}
	var list []Pair
	for _, c := range t.children(b) {
		value, _ := split(strings.TrimSpace(strings.TrimSpace(t[c.from])[len(c.written)+1:]))
		list = append(list, Pair{c.key, value})
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrShape, strings.Join(path, "."))
	}
	return list, nil
}

// Set gives the key at path another value, written as value. A key that is not there
// is added behind the others of its mapping, and so is a mapping that is not there.
func Set(src []byte, value string, path ...string) ([]byte, error) {
	t := textOf(src)
	if b, ok := t.find(path); ok {
		line := strings.Repeat(" ", b.indent) + b.written + ": " + value
		if _, comment := split(t[b.from]); comment != "" && b.to == b.from+1 {
			line += " " + comment
		}
		return slices.Replace(t, b.from, b.to, line).bytes(), nil
	}
	// The nearest mapping that is there, and what is to be written into it.
	at := len(path) - 1
	parent, ok := t.find(path[:at])
	for !ok && at > 0 {
		at--
		parent, ok = t.find(path[:at])
	}
	siblings := t.children(parent)
	if len(siblings) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrShape, strings.Join(path, "."))
	}
	last := siblings[len(siblings)-1]
	return slices.Insert(t, last.to, nested(path[at:], value, last.indent)...).bytes(), nil
}

// nested are the lines of keys one below the other, the last with a value.
func nested(path []string, value string, indent int) []string {
	lines := make([]string, 0, len(path))
	for _, key := range path {
		lines = append(lines, strings.Repeat(" ", indent)+written(key)+":")
		indent += 2
	}
	lines[len(lines)-1] += " " + value
	return lines
}

var plainKey = regexp.MustCompile(`^[a-z_][a-z0-9_-]*$`)

// written is a key as it is written: in quotes where it might be read as a number or a date.
func written(key string) string {
	if plainKey.MatchString(key) {
		return key
	}
	return Quoted(key)
}

// Remove takes the key at path out, with its value, and a mapping that is empty
// without it. What is not there stays so.
func Remove(src []byte, path ...string) []byte {
	t := textOf(src)
	b, ok := t.find(path)
	for at := len(path) - 1; ok && at > 0; at-- {
		parent, _ := t.find(path[:at])
		if len(t.children(parent)) > 1 {
			break
		}
		b = parent
	}
	if ok {
		t = slices.Delete(t, b.from, b.to)
	}
	return t.bytes()
}

// Quoted writes any text as one value in one line.
func Quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""` // a string can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// text is the lines.
type text []string

// textOf ends lines as we write them, wherever the text was written, and drops the mark
// that some editors put before it.
func textOf(src []byte) text {
	plain := strings.ReplaceAll(strings.TrimPrefix(string(src), "\ufeff"), "\r\n", "\n")
	return strings.Split(plain, "\n")
}

func (t text) bytes() []byte { return []byte(strings.Join(t, "\n")) }

// block is a key with its value: lines from to to, comments behind it left out.
type block struct {
	key, written string
	indent       int
	from, to     int
}

// find goes down from key to key; of no path it is the whole text.
func (t text) find(path []string) (block, bool) {
	b := block{indent: -1, from: -1, to: len(t)}
	for _, key := range path {
		at := slices.IndexFunc(t.children(b), func(c block) bool { return c.key == key })
		if at < 0 {
			return block{}, false
		}
		b = t.children(b)[at]
	}
	return b, true
}

// children are the keys of b's mapping.
func (t text) children(b block) []block {
	var list []block
	indent := -1
	for n := b.from + 1; n < b.to; n++ {
		body := strings.TrimLeft(t[n], " ")
		if body == "" || body[0] == '#' {
			continue
		}
		depth := len(t[n]) - len(body)
		if indent < 0 {
			indent = depth
		}
		if depth == indent && depth > b.indent {
			key, written, ok := keyOf(body)
			if !ok {
				return nil
			}
			list = append(list, block{key: key, written: written, indent: depth, from: n})
		}
		if len(list) > 0 {
			list[len(list)-1].to = n + 1 // the last line that says something
		}
	}
	return list
}

// keyOf reads a line's key, and as it is written.
func keyOf(body string) (key, written string, ok bool) {
	if body[0] == '"' {
		end := strings.IndexByte(body[1:], '"')
		if end < 0 || !strings.HasPrefix(body[end+2:], ":") {
			return "", "", false
		}
		return body[1 : end+1], body[:end+2], true
	}
	at := strings.Index(body+" ", ": ")
	if at <= 0 {
		return "", "", false
	}
	return body[:at], body[:at], true
}

// split parts a value from the comment behind it.
func split(line string) (value, comment string) {
	quote := rune(0)
	for n, c := range line {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && (n == 0 || strings.ContainsRune(" [,{", rune(line[n-1]))):
			quote = c
		case c == '#' && n > 0 && line[n-1] == ' ':
			return strings.TrimSpace(line[:n]), line[n:]
		}
	}
	return strings.TrimSpace(line), ""
}

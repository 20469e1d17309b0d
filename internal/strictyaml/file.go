package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// MaxFile bounds what is read: files for people are a few kilobytes.
const MaxFile = 1 << 20

// ReadFile reads the regular file at path. The error is a *[Faults] that says
// what cannot be read ("the configuration") and the remedy.
func ReadFile(path, what, remedy string) ([]byte, error) {
	unreadable := func(err error) error {
		var pathErr *os.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err
		}
		return &Faults{List: []Fault{{File: path, What: Say("%s cannot be read (%v)", what, err), Remedy: Say(remedy)}}}
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, unreadable(err)
	case !info.Mode().IsRegular():
		return nil, unreadable(errors.New("not a regular file"))
	case info.Size() > MaxFile:
		return nil, unreadable(fmt.Errorf("larger than %d bytes", MaxFile))
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(err)
	}
	return src, nil
}

// byteOrderMark is what some editors put before a text. It takes no column.
const byteOrderMark = "\ufeff"

// maxDepth is far beyond any file of ours: the parser, which recurses, is not fed
// with what would only cost memory.
const maxDepth = 100

// parse gives the single document's body, nil for an empty file. The parser is a
// library fed with foreign input: its panic is a fault of the file.
func parse(file string, src []byte) (body ast.Node, fault *Fault) {
	src = bytes.TrimPrefix(src, []byte(byteOrderMark))
	defer func() {
		if recover() != nil {
			body, fault = nil, &Fault{
				File: file, Line: 1, Column: 1,
				What: Say("this is not YAML that can be read"), Remedy: Say("mend the syntax; indent with spaces, two a level"),
			}
		}
	}()
	if fault := noText(file, src); fault != nil {
		return nil, fault
	}
	if fault := tooDeep(file, src); fault != nil {
		return nil, fault
	}
	tree, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		f := Fault{File: file, Line: 1, Column: 1, What: Say("not valid YAML"), Remedy: Say("mend the syntax; indent with spaces, two a level")}
		var yerr yaml.Error
		if errors.As(err, &yerr) {
			f.What = Say("not valid YAML: %s", yerr.GetMessage())
			if t := yerr.GetToken(); t != nil && t.Position != nil {
				f.Line, f.Column = t.Position.Line, t.Position.Column
			}
		}
		return nil, &f
	}
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			line, col := position(doc.Body)
			return nil, &Fault{
				File: file, Line: line, Column: col,
				What: Say("a second document begins here"), Remedy: Say("keep one document; remove the line ---"),
			}
		}
		body = doc.Body
	}
	return body, nil
}

// noText finds what YAML does not allow even in a comment, and no text column takes:
// what is not UTF-8, control characters.
func noText(file string, src []byte) *Fault {
	line, column := 1, 0
	for len(src) > 0 {
		r, size := utf8.DecodeRune(src)
		column++
		switch {
		case r == utf8.RuneError && size == 1:
			return &Fault{File: file, Line: line, Column: column, What: Say("this is not UTF-8 text"), Remedy: Say("save the file as UTF-8")}
		case r == '\n':
			line, column = line+1, 0
		case unicode.IsControl(r) && r != '\t' && r != '\r' && r != '\u0085':
			return &Fault{File: file, Line: line, Column: column, What: Say("a control character (%U) stands here", r), Remedy: Say("remove it")}
		}
		src = src[size:]
	}
	return nil
}

// tooDeep finds nesting that no file needs: brackets, and the indicators of
// sequences and keys one after the other in a line. What nests by indentation is
// bounded by the file's size.
func tooDeep(file string, src []byte) *Fault {
	brackets, indicators, line, column := 0, 0, 1, 0
	for i, c := range src {
		column++
		switch c {
		case '\n':
			line, column, indicators = line+1, 0, 0
		case '[', '{':
			brackets++
		case ']', '}':
			brackets = max(0, brackets-1)
		case '-', '?':
			if i+1 < len(src) && (src[i+1] == ' ' || src[i+1] == '\t') {
				indicators++
			}
		}
		if brackets > maxDepth || indicators > maxDepth {
			return &Fault{File: file, Line: line, Column: column, What: Say("this is nested too deeply"), Remedy: Say("keep to a few levels")}
		}
	}
	return nil
}

func position(n ast.Node) (line, col int) {
	if n != nil {
		if t := n.GetToken(); t != nil && t.Position != nil {
			return max(1, t.Position.Line), max(1, t.Position.Column)
		}
	}
	return 1, 1
}

package config

import (
	"errors"
	"fmt"
	"os"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxFile bounds what is read: a configuration is a few kilobytes.
const maxFile = 1 << 20

// Lookup finds an environment variable, as os.LookupEnv does.
type Lookup func(name string) (string, bool)

// Load reads and checks the file at path. The error is a *[Faults].
func Load(path string, env Lookup) (Config, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return Config{}, unreadable(path, err)
	case !info.Mode().IsRegular():
		return Config{}, unreadable(path, errors.New("not a regular file"))
	case info.Size() > maxFile:
		return Config{}, unreadable(path, fmt.Errorf("larger than %d bytes", maxFile))
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return Config{}, unreadable(path, err)
	}
	return Parse(path, src, env)
}

func unreadable(path string, err error) error {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return &Faults{List: []Fault{{
		File: path, What: fmt.Sprintf("the configuration cannot be read (%v)", err),
		Remedy: "name a readable file with --config; `hotline config example` prints one to start from",
	}}}
}

// Parse reads and checks src; file is its name in the faults. The error is a *[Faults].
func Parse(file string, src []byte, env Lookup) (Config, error) {
	cfg := Default()
	d := newDecoder(file, env)
	body, fault := parseYAML(file, src)
	if fault != nil {
		d.faults.List = append(d.faults.List, *fault)
		return Config{}, &d.faults
	}
	if body != nil {
		d.document(body, &cfg)
	}
	cfg.validate(d.reporter())
	if len(d.faults.List) > 0 {
		d.faults.sort()
		return Config{}, &d.faults
	}
	return cfg, nil
}

// parseYAML gives the single document's body, nil for an empty file. The
// parser is a library fed with foreign input: its panic is a fault of the file.
func parseYAML(file string, src []byte) (body ast.Node, fault *Fault) {
	defer func() {
		if recover() != nil {
			body, fault = nil, &Fault{
				File: file, Line: 1, Column: 1,
				What: "this is not YAML that can be read", Remedy: "compare it with `hotline config example`",
			}
		}
	}()
	tree, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		f := Fault{File: file, Line: 1, Column: 1, What: "not valid YAML", Remedy: "mend the syntax; indent with spaces, two a level"}
		var yerr yaml.Error
		if errors.As(err, &yerr) {
			f.What = "not valid YAML: " + yerr.GetMessage()
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
				What: "a second document begins here", Remedy: "keep one document; remove the line ---",
			}
		}
		body = doc.Body
	}
	return body, nil
}

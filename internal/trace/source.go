package trace

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// function is a test's declaration, as gofmt writes it.
var function = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// Declared gives the tests that stand in the sources of a repository, as [Written], each
// with the folder of its package: "./internal/trace".
func Declared(root fs.FS) (all []Result, err error) {
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if base := d.Name(); base == "node_modules" || (strings.HasPrefix(base, ".") && name != ".") {
				return fs.SkipDir
			}
			return nil
		case !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		for _, m := range function.FindAllSubmatch(source, -1) {
			all = append(all, Result{Package: "./" + path.Dir(name), Test: string(m[1]), Outcome: Written})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("trace: sources: %w", err)
	}
	return all, nil
}

// Wanted are those of some tests that speak of rules, by their names or by the list.
func Wanted(rules []Rule, tests []Result) []Result {
	named := map[string]bool{}
	for _, r := range rules {
		for _, test := range r.Tests {
			named[test] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(tests), func(r Result) bool { return !names(r.Test) && !named[r.Test] })
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"hotline1022/internal/devstack"
	"hotline1022/internal/trace"
)

// traceTests runs the tests that are named after clauses and lays them beside the rules; the
// table goes to out. It fails when a rule has no test that passed.
func traceTests(ctx context.Context, w *devstack.Workspace, out io.Writer) error {
	rules, err := trace.Rules()
	if err != nil {
		return err
	}
	names := "TestQ?Dieu.*"
	for _, r := range rules {
		for _, test := range r.Tests {
			names += "|" + regexp.QuoteMeta(test)
		}
	}
	packages, err := packagesOf(w.Root, regexp.MustCompile(`(?m)^func (`+names+`)\(`))
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-p", "2", "-timeout", "40m", "-run", "^(" + names + ")$"}, packages...)...)
	cmd.Dir, cmd.Stderr = w.Root, os.Stderr
	printed, failed := cmd.Output()
	if err := os.WriteFile(w.Path("log", "trace.json"), printed, 0o644); err != nil {
		return err
	}
	results, err := trace.Read(bytes.NewReader(printed))
	traced := trace.Trace(rules, results)
	if err := errors.Join(err, failed, traced.Table(out)); err != nil {
		return fmt.Errorf("%w; what the tests said is in %s", err, w.Short(w.Path("log", "trace.json")))
	}
	if n := len(traced.Broken); n > 0 {
		return fmt.Errorf("%d rules or tests are not as they should be", n)
	}
	return nil
}

// packagesOf are the packages under root whose tests hold a match, as go test takes them.
func packagesOf(root string, test *regexp.Regexp) ([]string, error) {
	found := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if name := d.Name(); name == "node_modules" || (strings.HasPrefix(name, ".") && path != root) {
				return fs.SkipDir
			}
			return nil
		case !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if test.Match(source) {
			dir, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil {
				return err
			}
			found["./"+filepath.ToSlash(dir)] = true
		}
		return nil
	})
	return slices.Sorted(maps.Keys(found)), err
}

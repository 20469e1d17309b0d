package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"

	"hotline1022/internal/devstack"
	"hotline1022/internal/trace"
)

// rulesHaveTests says, without running any, whether every rule has a test.
func rulesHaveTests(w *devstack.Workspace, out io.Writer) error {
	rules, tests, err := rulesAndTests(w)
	if err != nil {
		return err
	}
	traced := trace.Trace(rules, tests)
	for _, b := range traced.Broken {
		if _, err := fmt.Fprintln(out, b); err != nil {
			return err
		}
	}
	return whole(traced)
}

// traceTests runs the tests that are named after clauses and lays them beside the rules; the
// table goes to out. It fails when a rule has no test that passed.
func traceTests(ctx context.Context, w *devstack.Workspace, out io.Writer) error {
	rules, tests, err := rulesAndTests(w)
	if err != nil {
		return err
	}
	names, packages := make([]string, len(tests)), make([]string, len(tests))
	for i, t := range tests {
		names[i], packages[i] = t.Test, t.Package
	}
	slices.Sort(packages)
	run := "^(" + strings.Join(names, "|") + ")$"
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-p", "2", "-timeout", "40m", "-run", run}, slices.Compact(packages)...)...)
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
	return whole(traced)
}

// rulesAndTests are the regulation's, and those of the sources that speak of it.
func rulesAndTests(w *devstack.Workspace) ([]trace.Rule, []trace.Result, error) {
	rules, err := trace.Rules()
	if err != nil {
		return nil, nil, err
	}
	tests, err := trace.Declared(os.DirFS(w.Root))
	return rules, trace.Wanted(rules, tests), err
}

func whole(t trace.Traced) error {
	if n := len(t.Broken); n > 0 {
		return fmt.Errorf("%d rules or tests are not as they should be", n)
	}
	return nil
}

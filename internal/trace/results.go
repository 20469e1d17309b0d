package trace

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

var (
	idForm = regexp.MustCompile(`^Q?[0-9]+(\.[0-9]+)?[a-z]?$`)
	// name is TestDieu, article, clause, letter, and what it shows.
	name = regexp.MustCompile(`^Test(Q?)Dieu([0-9]+)(?:_([0-9]+))?([a-z]?)_[A-Z]`)
)

// Outcome is how a test ended.
type Outcome string

const (
	Passed  Outcome = "pass"
	Failed  Outcome = "fail"
	Skipped Outcome = "skip"
	Begun   Outcome = "run"     // and nothing heard of it since
	Written Outcome = "written" // it stands in the source; nobody asked for more
)

// Result is one test's.
type Result struct {
	Package string
	Test    string
	Outcome Outcome
}

// rule is the ID that the test's name says; "": it says none.
func (r Result) rule() string {
	m := name.FindStringSubmatch(r.Test)
	if m == nil {
		return ""
	}
	id := m[1] + m[2]
	if m[3] != "" {
		id += "." + m[3]
	}
	return id + m[4]
}

// names tells the tests that speak of the regulation at all.
func names(test string) bool {
	return strings.HasPrefix(test, "TestDieu") || strings.HasPrefix(test, "TestQDieu")
}

// event is a line of `go test -json` (go doc test2json).
type event struct {
	Action  string
	Package string
	Test    string
}

// Read takes the results of tests, without their subtests, from what `go test -json`
// printed. A package that was not built or did not end well is an error.
func Read(r io.Reader) ([]Result, error) {
	var all []Result
	at := map[Result]int{}
	var wrong error
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("trace: %.80q is no line of go test -json", lines.Text())
		}
		switch {
		case e.Test == "" && e.Action == "fail":
			wrong = fmt.Errorf("trace: %s failed", e.Package)
		case e.Test == "" || strings.Contains(e.Test, "/"):
		case e.Action == string(Begun):
			key := Result{Package: e.Package, Test: e.Test}
			at[key] = len(all)
			all = append(all, Result{e.Package, e.Test, Begun})
		case e.Action == string(Passed), e.Action == string(Failed), e.Action == string(Skipped):
			if i, ok := at[Result{Package: e.Package, Test: e.Test}]; ok {
				all[i].Outcome = Outcome(e.Action)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("trace: %w", err)
	}
	return all, wrong
}

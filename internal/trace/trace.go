package trace

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Row is a rule with all that shows it.
type Row struct {
	Rule
	Shown []Result
}

// Traced is the regulation beside the tests.
type Traced struct {
	Rows []Row
	// Broken is everything that keeps it from being whole, a sentence each.
	Broken []string
}

// Trace lays results beside rules.
func Trace(all []Rule, results []Result) Traced {
	t := Traced{Rows: make([]Row, len(all))}
	at := map[string]int{}
	for i, r := range all {
		t.Rows[i].Rule, at[r.ID] = r, i
	}
	named := map[string]bool{}
	for i := range t.Rows {
		for _, test := range t.Rows[i].Tests {
			named[test] = true
		}
	}
	for _, r := range results {
		if id := r.rule(); id != "" {
			if i, ok := at[id]; ok {
				t.Rows[i].Shown = append(t.Rows[i].Shown, r)
			} else if !named[r.Test] && !slices.ContainsFunc(all, func(rule Rule) bool { return within(rule.ID, id) }) {
				t.broken("%s names %s, which is no rule", r.Test, id)
			}
		} else if names(r.Test) {
			t.broken("%s does not say which rule it shows", r.Test)
		}
	}
	for i := range t.Rows {
		t.judge(&t.Rows[i], results)
	}
	return t
}

// within says that a rule belongs to an article or a clause.
func within(rule, whole string) bool {
	rest, ok := strings.CutPrefix(rule, whole)
	return ok && rest != "" && (rest[0] < '0' || rest[0] > '9')
}

// judge adds the tests that the list names, and finds what is wrong with a row.
func (t *Traced) judge(row *Row, results []Result) {
	for _, test := range row.Tests {
		i := slices.IndexFunc(results, func(r Result) bool { return r.Test == test })
		if i < 0 {
			t.broken("%s: there is no test %s", row.ID, test)
			continue
		}
		row.Shown = append(row.Shown, results[i])
	}
	switch {
	case len(row.Shown) == 0 && row.Later == "":
		t.broken("%s: no test shows it: %s", row.ID, row.Text)
	case len(row.Shown) > 0 && row.Later != "":
		t.broken("%s: listed as later work, and shown by %s", row.ID, row.Shown[0].Test)
	}
	for _, r := range row.Shown {
		if r.Outcome != Passed && r.Outcome != Written {
			t.broken("%s: %s: %s", row.ID, r.Test, r.Outcome)
		}
	}
}

func (t *Traced) broken(format string, args ...any) {
	t.Broken = append(t.Broken, fmt.Sprintf(format, args...))
}

// Table writes clause, rule, result and test, and what is broken.
func (t Traced) Table(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	shown, later := 0, 0
	for _, row := range t.Rows {
		switch {
		case len(row.Shown) > 0:
			shown++
		case row.Later != "":
			later++
		}
		if _, err := io.WriteString(out, row.lines()); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	sum := fmt.Sprintf("\n%d rules: %d shown, %d later, %d without a test\n", len(t.Rows), shown, later, len(t.Rows)-shown-later)
	for _, b := range t.Broken {
		sum += "broken: " + b + "\n"
	}
	_, err := io.WriteString(w, sum)
	return err
}

// lines are a row's, one for each test, with tabs between the cells.
func (r Row) lines() string {
	switch {
	case len(r.Shown) == 0 && r.Later != "":
		return fmt.Sprintf("%s\t%s\tlater: %s\n", r.ID, r.Text, r.Later)
	case len(r.Shown) == 0:
		return fmt.Sprintf("%s\t%s\tNO TEST\n", r.ID, r.Text)
	}
	var all strings.Builder
	id, text := r.ID, r.Text
	for _, shown := range r.Shown {
		all.WriteString(id + "\t" + text + "\t" + string(shown.Outcome) + " " + shown.Test + "\n")
		id, text = "", ""
	}
	return all.String()
}

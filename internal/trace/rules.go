package trace

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// Rule is one thing that the regulation asks of the software.
type Rule struct {
	// ID is article, clause and, of several rules in one clause, a letter of ours: "9.3b".
	// "Q" stands before what the decision itself says, beside the regulation that it enacts.
	ID    string
	Text  string
	Tests []string // that show it although their names do not say so
	Later string   // why nothing shows it yet; "": something has to
}

//go:embed rules.tsv
var rules string

// Rules are those of Quyết định 587/QĐ-UBND, in its order.
func Rules() ([]Rule, error) { return parse(rules) }

// parse reads a line a rule: ID, text, tests with spaces between, reason; # begins a comment.
func parse(s string) (all []Rule, err error) {
	for n, line := range strings.Split(s, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 4 || !idForm.MatchString(cells[0]) || cells[1] == "" {
			return nil, fmt.Errorf("trace: line %d of the rules: want ID, text, tests, reason", n+1)
		}
		r := Rule{ID: cells[0], Text: cells[1], Tests: strings.Fields(cells[2]), Later: cells[3]}
		if slices.ContainsFunc(all, func(other Rule) bool { return other.ID == r.ID }) {
			return nil, fmt.Errorf("trace: line %d of the rules: %s is there already", n+1, r.ID)
		}
		if r.Later != "" && len(r.Tests) > 0 {
			return nil, fmt.Errorf("trace: line %d of the rules: %s has tests, and a reason for having none", n+1, r.ID)
		}
		all = append(all, r)
	}
	return all, nil
}

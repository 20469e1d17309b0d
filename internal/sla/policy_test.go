package sla

import (
	"strings"
	"testing"
	"time"

	"hotline1022/internal/worktime"
)

// The decision's own terms: one, eight and forty-eight hours, two days.
func TestDecision587(t *testing.T) {
	p := Decision587()
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[Kind]Term{AskBack: {Hours: time.Hour}, Officer: {Hours: 8 * time.Hour}, Head: {Hours: 48 * time.Hour}, Urgent: {Days: 2}, Review: {Days: 2}, Quiet: {Days: 10}} {
		if r := p.rule(kind); r.Term != want || !strings.HasPrefix(r.Clause, "Điều ") {
			t.Errorf("%+v", r)
		}
	}
}

func TestPolicyCheckRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Policy)
		want   string
	}{
		{"no version", func(p *Policy) { p.Version = "" }, "version: version: "},
		{"a version that nobody sees", func(p *Policy) { p.Version = "\u200b" }, "version: version: "},
		{"a clause of signs alone", func(p *Policy) { p.Rules[2].Clause = " …" }, "rules[head]: clause: "},
		{"no term", func(p *Policy) { p.Rules[0].Term = Term{} }, "rules[ask_back]: term: 0s, 0 days"},
		{"two terms", func(p *Policy) { p.Rules[1].Term.Days = 1 }, "rules[officer]: term: 8h0m0s, 1 days"},
		{"less than nothing", func(p *Policy) { p.Rules[3].Term = Term{Hours: -1, Days: 2} }, "rules[urgent]: term: -1ns, 2 days"},
		{"warned before it begins", func(p *Policy) { p.Rules[0].Warn = time.Hour }, "rules[ask_back]: warning: 1h0m0s"},
		{"no clause", func(p *Policy) { p.Rules[2].Clause = "" }, "rules[head]: clause: "},
		{"a clock without a rule", func(p *Policy) { p.Rules = p.Rules[1:] }, "rules[ask_back]: rule_count: 0"},
		{"one with two", func(p *Policy) { p.Rules = append(p.Rules, p.Rules[4]) }, "rules[review]: rule_count: 2"},
		{"no clock", func(p *Policy) { p.Rules = append(p.Rules, Rule{"lunch", Term{Days: 1}, 0, "Điều 0"}) }, "rules[lunch]: clock: lunch"},
		{"an answer to another question", func(p *Policy) { p.Readings[0].Answer = Pauses }, "readings[counted_from]: answer: pauses"},
		{"a reading without a clause", func(p *Policy) { p.Readings[1].Clause = "" }, "readings[asking_back]: clause: "},
		{"an open question", func(p *Policy) { p.Readings = p.Readings[:3] }, "readings[operators_hour]: answer_count: 0"},
		{"days that should pause", func(p *Policy) { p.Readings[1].Answer, p.Rules[1].Term = Pauses, Term{Days: 1} }, "rules[officer]: needs_hours: 1 days"},
		{"days of any hour", func(p *Policy) {
			p.Readings[3].Answer, p.Rules[0].Term, p.Rules[0].Warn = RoundTheClock, Term{Days: 1}, 0
		}, "rules[ask_back]: needs_hours: 1 days"},
	} {
		p := Decision587()
		c.change(&p)
		if err := p.Check(); err == nil || !strings.HasSuffix(err.Error(), ": "+c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestPoliciesHoldFromTheirDates(t *testing.T) {
	amended := Decision587()
	amended.Version, amended.From = "another", worktime.NewDate(2027, time.January, 1)
	all, err := NewPolicies(amended, Decision587())
	if err != nil {
		t.Fatal(err)
	}
	for date, want := range map[worktime.Date]string{
		worktime.NewDate(2024, time.March, 4):     "",
		worktime.NewDate(2024, time.March, 5):     Decision587().Version,
		worktime.NewDate(2026, time.November, 26): Decision587().Version, // made for 2024, and not replaced yet
		worktime.NewDate(2026, time.December, 31): Decision587().Version,
		worktime.NewDate(2027, time.January, 1):   "another",
	} {
		if p, ok := all.On(date); p.Version != want || ok != (want != "") {
			t.Errorf("%s: %q", date, p.Version)
		}
	}
	if p, ok := all.Named(Decision587().Version); !ok || p.Version != Decision587().Version {
		t.Error("not found by its name")
	}
	if _, ok := all.Named("none"); ok {
		t.Error("found by no name")
	}
	if _, err := NewPolicies(amended, amended); err == nil || !strings.Contains(err.Error(), "same_date") || !strings.Contains(err.Error(), "same_version") {
		t.Error(err)
	}
	if _, err := NewPolicies(Policy{Version: "empty"}); err == nil {
		t.Error("an empty one")
	}
}

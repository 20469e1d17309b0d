package config

import "testing"

func TestLeastAndMost(t *testing.T) {
	c := Retention{Months: 60, Rules: []RetentionRule{{Months: 12}, {Months: 120}}}
	if c.Least() != 12 || c.Most() != 120 {
		t.Errorf("%d to %d", c.Least(), c.Most())
	}
	if c.Rules = nil; c.Least() != 60 || c.Most() != 60 {
		t.Errorf("without rules %d to %d", c.Least(), c.Most())
	}
}

package directory

import (
	"testing"

	"hotline1022/internal/lang"
)

// A name of which nothing is seen is none, and what turns its direction is no part of it.
func TestNamesAreSeen(t *testing.T) {
	for name, want := range map[string]string{"\u200b\u200d": "", "\u3164": "", "Sở\u202e Xây dựng": "Sở Xây dựng", " Đội 1 ": "Đội 1"} {
		c := &checker{}
		if got := c.line("name", name); got != want || len(c.faults) != 0 {
			t.Errorf("%q: %q, %v", name, got, c.faults)
		}
	}
	c := &checker{}
	if c.line("name", "a\x07"); len(c.faults) != 1 || c.faults[0].Key != lang.TicketControl {
		t.Errorf("%v", c.faults)
	}
}

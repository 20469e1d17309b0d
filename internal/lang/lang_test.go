package lang

import (
	"strings"
	"testing"
)

func TestEveryTextIsInBothLanguages(t *testing.T) {
	for key, c := range catalogue {
		if c.vi == "" || c.en == "" || c.vi == c.en {
			t.Errorf("%s: %+v", key, c)
		}
		if strings.Count(c.vi, "%") != strings.Count(c.en, "%") {
			t.Errorf("%s takes different arguments", key)
		}
	}
}

func TestSay(t *testing.T) {
	if got := Say(Vietnamese, AccountLocked, 5); got != "Đăng nhập sai quá nhiều lần. Hãy thử lại sau 5 phút." {
		t.Error(got)
	}
	if got := Say(English, NotFound); got != "Not found." {
		t.Error(got)
	}
	if got := Say(English, "no_such_key"); got != "no_such_key" {
		t.Error(got)
	}
}

func TestAccepted(t *testing.T) {
	tests := map[string]struct {
		header string
		want   Lang
	}{
		"none":                {"", Vietnamese},
		"English":             {"en-GB,en;q=0.9", English},
		"Vietnamese first":    {"vi-VN,vi;q=0.9,en;q=0.8", Vietnamese},
		"English by weight":   {"vi;q=0.3, en;q=0.9", English},
		"neither":             {"fr, de;q=0.5", Vietnamese},
		"refused":             {"en;q=0", Vietnamese},
		"not a weight":        {"en;q=high, vi;q=0.1", Vietnamese},
		"weight out of range": {"en;q=7", Vietnamese},
	}
	for name, tc := range tests {
		if got := Accepted(tc.header); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

func TestEveryPhraseTakesTheSameArguments(t *testing.T) {
	for en, vi := range phrases {
		if vi == "" || strings.Count(en, "%") != strings.Count(vi, "%") {
			t.Errorf("%q: %q", en, vi)
		}
	}
	p := Phrase{English: "%s is a list", Args: []any{Phrase{English: "the file"}}}
	if p.In(Vietnamese) != "tệp là một danh sách" || p.String() != "the file is a list" {
		t.Errorf("%s, %s", p.In(Vietnamese), p)
	}
	if p := (Phrase{English: "100 % new"}); p.In(Vietnamese) != "100 % new" {
		t.Error(p)
	}
}

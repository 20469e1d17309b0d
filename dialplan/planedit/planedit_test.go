package planedit

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
)

const doc = `# what is kept
hours:
  office:
    mon-fri: ["07:30-11:30"] # the morning
    dates:
      2026-01-01: closed # New Year
      2026-09-02: closed

prompts:
  "113":
    vi: Gọi # 113
    spoken: >-
      một một
      ba

  # the greeting
  hello: {vi: Chào}
`

func TestEdits(t *testing.T) {
	set := func(value string, path ...string) func([]byte) ([]byte, error) {
		return func(src []byte) ([]byte, error) { return Set(src, value, path...) }
	}
	for name, c := range map[string]struct {
		edit     func([]byte) ([]byte, error)
		old, new string
	}{
		"a day, its comment kept": {set(`["08:00-12:00"]`, "hours", "office", "mon-fri"), `["07:30-11:30"] # the morning`, `["08:00-12:00"] # the morning`},
		"another day":             {set(`closed`, "hours", "office", "dates", "2026-05-01"), "2026-09-02: closed\n", "2026-09-02: closed\n      \"2026-05-01\": closed\n"},
		"a text of many lines":    {set(Quoted("một"), "prompts", "113", "spoken"), "spoken: >-\n      một một\n      ba\n", "spoken: \"một\"\n"},
		"a quoted key":            {set(Quoted("Bấm"), "prompts", "113", "vi"), "vi: Gọi # 113", "vi: \"Bấm\" # 113"},
		"a day less":              {func(src []byte) ([]byte, error) { return Remove(src, "hours", "office", "dates", "2026-01-01"), nil }, "      2026-01-01: closed # New Year\n", ""},
		"the last date, and a first one": {func(src []byte) ([]byte, error) {
			src = Remove(Remove(src, "hours", "office", "dates", "2026-01-01"), "hours", "office", "dates", "2026-09-02")
			if strings.Contains(string(src), "dates") {
				t.Errorf("a mapping of nothing:\n%s", src)
			}
			return Set(src, "closed", "hours", "office", "dates", "2027-01-01")
		}, "      2026-01-01: closed # New Year\n      2026-09-02: closed\n", "      \"2027-01-01\": closed\n"},
		"lines of another system": {func(src []byte) ([]byte, error) {
			return Set([]byte(strings.ReplaceAll(string(src), "\n", "\r\n")), "closed", "hours", "office", "dates", "2026-01-01")
		}, "", ""},
		"none less": {func(src []byte) ([]byte, error) { return Remove(src, "hours", "none"), nil }, "", ""},
	} {
		got, err := c.edit([]byte(doc))
		if want := strings.Replace(doc, c.old, c.new, 1); err != nil || string(got) != want {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
	if _, err := Set([]byte(doc), "x", "prompts", "hello", "en"); !errors.Is(err, ErrShape) {
		t.Errorf("within braces: %v", err)
	}
	if got := Remove([]byte(doc), "hours", "office", "mon-fri"); strings.Contains(string(got), "mon-fri") || !strings.Contains(string(got), "  office:\n") {
		t.Errorf("dates alone are hours too:\n%s", got)
	}
	days, err := Children([]byte(doc), "hours", "office", "dates")
	if err != nil || len(days) != 2 || days[0] != (Pair{"2026-01-01", "closed"}) {
		t.Errorf("%v, %v", days, err)
	}
}

// Whatever a person writes into a prompt of the real plan, it is read as written,
// and nothing else changes.
func TestAnyTextInTheRealPlan(t *testing.T) {
	before, err := planfile.Parse("before", dialplan.Haiphong)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringMatching(`[a-zđĐảạếữ":#'{}\[\],&*!|>%@\\ -]{1,60}`).Draw(t, "words")
		src, err := Set(dialplan.Haiphong, Quoted(words), "prompts", "greeting", "vi")
		if err != nil {
			t.Fatal(err)
		}
		after, err := planfile.Parse("after", src)
		if err != nil {
			if !(dialplan.Prompt{Vi: words}).Audible() {
				return
			}
			t.Fatalf("%q: %v", words, err)
		}
		if got := after.Prompts["greeting"].Vi; got != words {
			t.Fatalf("%q is read as %q", words, got)
		}
		if len(after.Nodes) != len(before.Nodes) || after.Prompts["greeting"].Spoken != before.Prompts["greeting"].Spoken || after.Prompts["su-co-moi"] != before.Prompts["su-co-moi"] {
			t.Fatal("something else changed")
		}
	})
}

func FuzzEdit(f *testing.F) {
	f.Add(doc, "hours", "office")
	f.Fuzz(func(_ *testing.T, src, a, b string) {
		_, _ = Set([]byte(src), "x", a, b)
		_, _ = Children([]byte(src), a, b)
		_ = Remove([]byte(src), a, b)
	})
}

// The mark that some editors put before a text is no part of its first key.
func TestTextWithAByteOrderMark(t *testing.T) {
	src, err := Set([]byte("\ufeffzone: x # here\nother: y\n"), "z", "zone")
	if err != nil || string(src) != "zone: z # here\nother: y\n" {
		t.Errorf("%q, %v", src, err)
	}
}

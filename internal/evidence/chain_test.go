package evidence

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"
)

func entry(id int64) Entry {
	return Entry{ID: id, At: time.Date(2026, 11, 27, 7, 0, int(id), 1000, time.UTC), Actor: "user:kiemtra", Action: "recording.listen", Object: "recording:x", Detail: json.RawMessage(`{}`)}
}

func TestCanonical(t *testing.T) {
	journal := "j-1"
	e := Entry{
		ID: 7, At: time.Date(2026, 11, 28, 7, 30, 0, 123456789, time.FixedZone("", 7*3600)), Actor: "user:kiểmtra", Action: "a<b>", Object: `"x"`,
		Journal: &journal, Detail: json.RawMessage(`{"z": 1.50, "a": {"y": null, "x": [true, 90071992547409931234]}}`),
	}
	got, err := e.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	want := `[7,"2026-11-28T00:30:00.123456Z","user:kiểmtra","a<b>","\"x\"","j-1",{"a":{"x":[true,90071992547409931234],"y":null},"z":1.50}]`
	if string(got) != want {
		t.Errorf("canonical:\n%s\nwant\n%s", got, want)
	}
	e.Detail = json.RawMessage(`{`)
	if _, err := e.Canonical(); err == nil {
		t.Error("what is no JSON was taken")
	}
}

// chain is n entries with their links.
func chain(t *testing.T, n int64) (all []Sealed) {
	t.Helper()
	var head Hash
	for i := int64(1); i <= n; i++ {
		e := entry(i * 10)
		var err error
		if head, err = e.Link(head); err != nil {
			t.Fatal(err)
		}
		all = append(all, Sealed{i, e.ID, head, &e})
	}
	return all
}

func TestWalkNamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(s []Sealed) []Sealed
		want []string
	}{
		"nothing":           {func(s []Sealed) []Sealed { return s }, nil},
		"an entry changed":  {func(s []Sealed) []Sealed { s[2].Row.Actor = "user:other"; return s }, []string{"audit_entry_changed audit:30"}},
		"the last changed":  {func(s []Sealed) []Sealed { s[5].Row.Object = ""; return s }, []string{"audit_entry_changed audit:60"}},
		"the first changed": {func(s []Sealed) []Sealed { s[0].Row.Action = "x"; return s }, []string{"audit_entry_changed audit:10"}},
		"two in a row": {
			func(s []Sealed) []Sealed { s[2].Row.Actor, s[3].Row.Actor = "a", "b"; return s },
			[]string{"audit_entry_changed audit:30", "audit_entry_changed audit:40"},
		},
		"an entry removed":   {func(s []Sealed) []Sealed { s[3].Row = nil; return s }, []string{"audit_entry_removed audit:40"}},
		"a link changed":     {func(s []Sealed) []Sealed { s[2].Hash[5] ^= 1; return s }, []string{"audit_link_changed link:3"}},
		"a link removed":     {func(s []Sealed) []Sealed { return slices.Delete(s, 2, 4) }, []string{"audit_link_removed link:3"}},
		"the first removed":  {func(s []Sealed) []Sealed { return s[1:] }, []string{"audit_link_removed link:1"}},
		"changed and behind": {func(s []Sealed) []Sealed { s[1].Row.Actor = "x"; s[4].Row = nil; return s }, []string{"audit_entry_changed audit:20", "audit_entry_removed audit:50"}},
	} {
		t.Run(name, func(t *testing.T) {
			var w Walk
			var got []string
			note := func(faults []Fault) {
				for _, f := range faults {
					got = append(got, fmt.Sprintf("%s %s", f.Kind, f.Object))
				}
			}
			for _, s := range c.do(chain(t, 6)) {
				faults, err := w.Take(s)
				if err != nil {
					t.Fatal(err)
				}
				note(faults)
			}
			note(w.End())
			if !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

func TestHashes(t *testing.T) {
	for _, s := range []string{"", "zz", "00", fmt.Sprintf("%066d", 0)} {
		if _, err := ParseHash(s); err == nil {
			t.Errorf("%q was taken", s)
		}
	}
	h := chain(t, 1)[0].Hash
	if back, err := ParseHash(h.String()); err != nil || back != h {
		t.Errorf("%s read as %s, %v", h, back, err)
	}
}

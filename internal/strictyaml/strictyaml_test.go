package strictyaml

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type colour string

type house struct {
	Owner    string `yaml:"owner"`
	MaxGuest int
	Quiet    time.Duration
	Pets     bool
	Doors    map[colour]door
	Rooms    []room
	Notes    []string
	Key      pair
}

type door struct{ Width int }

type room struct {
	Name  string
	Beds  []int
	Below map[string]string
}

// pair reads itself: "left/right".
type pair struct{ left, right string }

func (p *pair) DecodeYAML(v Value) {
	text, ok := v.Text()
	if !ok {
		return
	}
	left, right, ok := strings.Cut(text, "/")
	if !ok {
		v.Fault(Say("write left/right"), "%s is no pair", v.Path())
		return
	}
	v.Alias("left hand")
	*p = pair{left, right}
}

const whole = `owner: 0123
max_guest: 3
quiet: 1m30s
pets: true
doors:
  red: {width: 90}
  "*": {width: 1}
rooms:
- name: a
  beds: [1, 2]
- name: |
    two
    lines
  below: {x: y}
notes: [1.50, yes, "null"]
key: l/r
`

func TestDecodeEveryType(t *testing.T) {
	got := house{Owner: "nobody", MaxGuest: 1}
	d := Decode("f.yaml", []byte(whole), nil, &got)
	if err := d.Err(); err != nil {
		t.Fatal(err)
	}
	want := house{
		Owner: "0123", MaxGuest: 3, Quiet: 90 * time.Second, Pets: true,
		Doors: map[colour]door{"red": {90}, "*": {1}},
		Rooms: []room{{Name: "a", Beds: []int{1, 2}}, {Name: "two\nlines", Below: map[string]string{"x": "y"}}},
		Notes: []string{"1.50", "yes", "null"}, Key: pair{"l", "r"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(pair{})); diff != "" {
		t.Error(diff)
	}
	if d.Broken() {
		t.Error("broken")
	}
}

func TestReportFindsThePlace(t *testing.T) {
	tests := map[string]string{
		"owner":             "f.yaml:1:8: owner is bad – mend it",
		"doors.red":         "f.yaml:6:3: doors.red is bad – mend it",     // a section: its key
		"doors.red.width":   "f.yaml:6:16: doors.red.width is bad",        // a value
		"doors.red.height":  "f.yaml:6:3: doors.red.height is bad",        // missing: the nearest section
		"rooms.0.beds.1":    "f.yaml:10:13: rooms.0.beds.1 is bad",        // an item
		"rooms.1":           "f.yaml:11:7: rooms.1 is bad",                // a section that is an item
		"left hand":         "f.yaml:16:6: left hand is bad",              // an alias
		"garden.tree":       "f.yaml:1:1: garden.tree is bad – mend it",   // nowhere
		"":                  "f.yaml:1:1: the file is bad – mend it",      // the whole
		"rooms.7.below.x.y": "f.yaml:8:1: rooms.7.below.x.y is bad – men", // below what is missing
	}
	for path, want := range tests {
		var h house
		d := Decode("f.yaml", []byte(whole), nil, &h)
		d.Report(path, Say("is bad"), Say("mend it"))
		if err := d.Err(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", path, err, want)
		}
	}
}

func TestFaults(t *testing.T) {
	tests := map[string]struct {
		src  string
		want []string
	}{
		"unknown key, near":          {"onwer: a", []string{`f.yaml:1:1: unknown key "onwer" in the file – did you mean "owner"?`}},
		"unknown key of a field":     {"rooms:\n- nam: a", []string{`f.yaml:2:3: unknown key "nam" in rooms.0 – did you mean "name"?`}},
		"key twice in a mapping":     {"doors:\n  red: {}\n  red: {}", []string{`f.yaml:3:3: "red" is given twice in doors – keep one of the two`}},
		"mapping given a value":      {"doors: red", []string{"f.yaml:1:8: doors is a section with keys"}},
		"mapping given a list":       {"doors: [red]", []string{"doors is a section with keys"}},
		"value within a mapping":     {"doors:\n  red: {width: wide}", []string{"f.yaml:2:16: doors.red.width is a whole number – write digits only"}},
		"item of a list":             {"rooms: [{beds: [1, x]}]", []string{"f.yaml:1:20: rooms.0.beds.1 is a whole number"}},
		"an alias":                   {"doors: {*a : {}}", []string{"f.yaml:1:9: a key in doors is not a plain value"}},
		"a tag":                      {"owner: !!str a", []string{"owner is a single value"}},
		"merge":                      {"doors: {<<: {}}", []string{"f.yaml:1:9: a key in doors is not a plain value"}},
		"a type's own fault":         {"key: x", []string{"f.yaml:1:6: key is no pair – write left/right"}},
		"several, in order":          {"pets: maybe\nquiet: 5\nmax_guest: x", []string{"f.yaml:1:7", "f.yaml:2:8", "f.yaml:3:12"}},
		"a control character":        {"a: b # \x00\n", []string{"f.yaml:1:8: a control character (U+0000) stands here – remove it"}},
		"another encoding":           {"a: b\nc: \xe9\n", []string{"f.yaml:2:4: this is not UTF-8 text – save the file as UTF-8"}},
		"brackets without end":       {strings.Repeat("[", 1<<19), []string{"f.yaml:1:101: this is nested too deeply"}},
		"indicators without end":     {"a\n" + strings.Repeat("- ", 1<<18), []string{"f.yaml:2:201: this is nested too deeply"}},
		"a second document":          {"owner: a\n---\nowner: b", []string{"f.yaml:3:6: a second document begins here"}},
		"the parser's own complaint": {"owner: [", []string{"f.yaml:1:8: not valid YAML"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var h house
			d := Decode("f.yaml", []byte(tc.src), nil, &h)
			var faults *Faults
			if !errors.As(d.Err(), &faults) || len(faults.List) != len(tc.want) {
				t.Fatalf("%v, want %d faults", d.Err(), len(tc.want))
			}
			for i, want := range tc.want {
				if got := faults.List[i].String(); !strings.Contains(got, want) {
					t.Errorf("%s, want %s", got, want)
				}
			}
			if !d.Broken() {
				t.Error("not broken")
			}
		})
	}
}

// What could not be read is complained about once; its neighbours all the same.
func TestReportIsSilentAboutWhatCouldNotBeRead(t *testing.T) {
	var h house
	d := Decode("f.yaml", []byte("doors: {red: {width: wide}, blue: {width: 0}}"), nil, &h)
	d.Report("doors.red.width", Say("is 0"), Say("widen it"))
	d.Report("doors.blue.width", Say("is 0"), Say("widen it"))
	var faults *Faults
	if !errors.As(d.Err(), &faults) || len(faults.List) != 2 || !strings.Contains(faults.List[1].What.String(), "blue") {
		t.Error(d.Err())
	}
}

func TestEnvironmentIsLeftAloneWithoutOne(t *testing.T) {
	var h house
	if err := Decode("f", []byte("owner: ${X} $${Y}"), nil, &h).Err(); err != nil || h.Owner != "${X} $${Y}" {
		t.Errorf("%q, %v", h.Owner, err)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large")
	if err := os.WriteFile(large, make([]byte, MaxFile+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none"): "none: the plan cannot be read (no such file or directory) – write one",
		dir:                        "not a regular file",
		large:                      "larger than 1048576 bytes",
	} {
		if _, err := ReadFile(path, "the plan", "write one"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// Whatever the file holds, there are placed faults or none.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("a: &x [*x]\n? {b: c}\n: d\n"))
	f.Add([]byte("owner: !!binary |\n  aGk=\n<<: {}\n"))
	f.Add([]byte("rooms:\n\tname: ${"))
	f.Fuzz(func(t *testing.T, src []byte) {
		var h house
		d := Decode("f", src, func(string) (string, bool) { return "", false }, &h)
		d.Report("rooms.0.name", Say("is bad"), Say("mend it"))
		if err := d.Err(); err != nil {
			var faults *Faults
			if !errors.As(err, &faults) {
				t.Fatal(err)
			}
			for _, fault := range faults.List {
				if fault.Line < 1 || fault.Column < 1 || fault.What.English == "" || fault.Remedy.English == "" {
					t.Errorf("fault without place or remedy: %+v", fault)
				}
			}
		}
	})
}

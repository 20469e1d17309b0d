package planfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline1022/dialplan"
	"hotline1022/internal/strictyaml"
)

func haiphong(t *testing.T) dialplan.Plan {
	t.Helper()
	p, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestHaiphong(t *testing.T) {
	p := haiphong(t)
	if p.Version != Version(dialplan.Haiphong) || len(p.Version) != 16 {
		t.Errorf("version %q", p.Version)
	}
	kinds := map[string]bool{}
	for _, n := range p.Nodes {
		kinds[n.Kind()] = true
	}
	if len(kinds) < 11 {
		t.Errorf("only %v", kinds)
	}
	if diff := cmp.Diff(dialplan.Menu{
		Prompts: []string{"khan-cap"}, Barge: true, Timeout: 3 * time.Second, Between: 3 * time.Second,
		Keys: map[string]dialplan.NodeID{"113": "goi-113", "114": "goi-114", "115": "goi-115", "0": "gap-khan-cap"}, Failed: "gap-khan-cap",
	}, p.Nodes["khan-cap"]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(dialplan.Queue{
		Strategy: dialplan.LongestIdle, Music: "default", MaxWait: 5 * time.Minute, WrapUp: time.Minute,
		Comfort: dialplan.Comfort{Welcome: "queue-wait", Every: 45 * time.Second, Position: true, Wait: true},
	}, p.Queues["tong-dai"]); diff != "" {
		t.Error(diff)
	}
}

// The hotline answers day and night (Điều 3.4): whatever number is dialled and
// whatever hour it is, who does nothing stands in the operators' queue.
func TestDieu3_4_SilentCallerMeetsTheOperators(t *testing.T) {
	p := haiphong(t)
	for number, at := range p.Numbers {
		for range len(p.Nodes) {
			if q, ok := p.Nodes[at].(dialplan.QueueNode); ok {
				if q.Queue != "tong-dai" {
					t.Errorf("%s: queue %s", number, q.Queue)
				}
				break
			}
			for _, e := range p.Nodes[at].Exits() {
				if e.Free {
					at = e.To
				}
			}
		}
		if p.Nodes[at].Kind() != "queue" {
			t.Errorf("%s: comes to rest at %s", number, at)
		}
	}
}

func TestHours(t *testing.T) {
	h, zone := haiphong(t).Hours["van-phong"], time.FixedZone("", 7*3600)
	for at, want := range map[string]bool{
		"2026-11-26T07:30:00": true, "2026-11-26T11:30:00": false, "2026-11-26T13:00:00": true, "2026-11-26T17:00:00": false,
		"2026-11-28T09:00:00": false,                                                            // Saturday
		"2026-01-10T09:00:00": true,                                                             // a Saturday worked for 2 January
		"2026-02-16T09:00:00": false, "2026-02-20T09:00:00": false, "2026-02-23T09:00:00": true, // Tết
		"2027-05-03T09:00:00": false,
	} {
		when, err := time.ParseInLocation("2006-01-02T15:04:05", at, zone)
		if err != nil {
			t.Fatal(err)
		}
		if h.Open(when, zone) != want {
			t.Errorf("%s open: %t", at, !want)
		}
	}
}

const small = `zone: Asia/Ho_Chi_Minh
numbers: {"*": a}
nodes:
  a:
    play: {prompts: [p], next: b}
  b:
    hangup: {}
prompts: {p: {vi: x, en: x}}
fallback: {notice: p, ask: p, thanks: p}
`

func TestSmallestPlan(t *testing.T) {
	p, err := Parse("f.yaml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dialplan.Fallback{Notice: "p", Ask: "p", Thanks: "p", Ring: 25 * time.Second, Limit: 3 * time.Minute, Silence: 5 * time.Second}, p.Fallback); diff != "" {
		t.Error(diff)
	}
	other, err := Parse("f.yaml", []byte(small+"\n"))
	if err != nil || other.Version == p.Version {
		t.Errorf("other bytes are version %s too, %v", other.Version, err)
	}
}

// Every fault of a file is told at once, where it stands, and nothing twice.
func TestFaults(t *testing.T) {
	tests := map[string]struct {
		old, now string // replaced in small; "" appends
		want     []string
	}{
		"unknown section":            {"", "hour: {}\n", []string{`f.yaml:10:1: unknown key "hour" in the file – did you mean "hours"?`}},
		"version is not written":     {"", "version: x\n", []string{`f.yaml:10:1: unknown key "version"`}},
		"unknown kind":               {"play:", "paly:", []string{`f.yaml:5:5: nodes.a has kind "paly", and there is no such kind – did you mean "play"?`}},
		"unknown key of a node":      {"next: b", "nxt: b", []string{`f.yaml:5:26: unknown key "nxt" in nodes.a.play – did you mean "next"?`}},
		"two kinds":                  {"    hangup: {}", "    hangup: {}\n    goto: {to: a}", []string{"f.yaml:8:5: nodes.b has two kinds"}},
		"no kind":                    {"\n    hangup: {}", " {}", []string{"f.yaml:6:6: nodes.b is empty"}},
		"nothing at all":             {"\n    hangup: {}", "", []string{"nodes.b is a section with keys"}},
		"node given a word":          {"\n    hangup: {}", " hangup", []string{"f.yaml:6:6: nodes.b is a section with keys"}},
		"node twice":                 {"  b:\n", "  a: {hangup: {}}\n  b:\n", []string{`f.yaml:6:3: "a" is given twice in nodes`}},
		"unknown node":               {"next: b", "next: c", []string{"f.yaml:6:3: nodes.b is reached by no call", `f.yaml:5:32: nodes.a.play.next names "c", and there is no such node`}},
		"unreachable":                {"next: b", "barge: true", []string{"f.yaml:6:3: nodes.b is reached by no call – lead to it"}},
		"loop":                       {"hangup: {}", "goto: {to: a}", []string{"f.yaml:4:3: nodes.a leads a caller who does nothing round for ever: a → b → a"}},
		"unknown prompt":             {"[p]", "[q]", []string{`f.yaml:5:22: nodes.a.play.prompts.0 names "q", and there is no such prompt`}},
		"prompt of signs":            {"{vi: x,", "{vi: '...',", []string{"f.yaml:8:19: prompts.p.vi has nothing that can be spoken – write words"}},
		"marked as UTF-8, and wrong": {"zone: Asia/Ho_Chi_Minh", "\ufeffzone: nowhere", []string{"f.yaml:1:7: zone is no time zone"}},
		"prompt of the program":      {"{p: {", "{reconnecting: {vi: x, en: x}, p: {", []string{"f.yaml:8:11: prompts.reconnecting is a prompt of the program itself"}},
		"number with a letter":       {`{"*": a}`, `{"*": a, 10x: a}`, []string{"f.yaml:2:24: numbers.10x is no number"}},
		"star without quotes":        {`{"*": a}`, `{*a : a}`, []string{"f.yaml:2:11: a key in numbers is not a plain value", `f.yaml:2:1: numbers has no "*"`}},
		"no zone":                    {"zone: Asia/Ho_Chi_Minh\n", "", []string{"f.yaml:1:1: zone is missing"}},
		"no such zone":               {"Ho_Chi_Minh", "Hai_Phong", []string{"f.yaml:1:7: zone is no time zone"}},
		"the machine's own zone":     {"Asia/Ho_Chi_Minh", "Local", []string{"f.yaml:1:7: zone is no time zone"}},
		"duration without a unit":    {"hangup: {}", `message: {say: p, limit: 60}`, []string{"f.yaml:7:30: nodes.b.message.limit is a duration"}},
		"duration out of range":      {"hangup: {}", `message: {say: p, limit: 60m}`, []string{"f.yaml:7:30: nodes.b.message.limit is 1h0m0s – use 10s to 10m0s"}},
		"missing in a node":          {"hangup: {}", `message: {}`, []string{"f.yaml:7:5: nodes.b.message.say is missing"}},
		"no such day":                {"", "hours: {h: {moon: closed}}\n", []string{`f.yaml:10:13: "moon" is no day of the week`}},
		"week backwards":             {"", "hours: {h: {fri-mon: closed}}\n", []string{`"fri-mon" is no day of the week`}},
		"day twice":                  {"", "hours: {h: {mon-fri: closed, wed: closed}}\n", []string{"f.yaml:10:30: wed has its hours already"}},
		"no time of day":             {"", "hours: {h: {mon: [7-11]}}\n", []string{`hours.h.mon has "7-11", which is no time of day`}},
		"minute sixty":               {"", "hours: {h: {mon: '07:60-08:00'}}\n", []string{`hours.h.mon has "07:60-08:00"`}},
		"past midnight":              {"", "hours: {h: {sat-sun: '22:00-06:00'}}\n", []string{"f.yaml:10:22: hours.h.sun has a time that ends", "f.yaml:10:22: hours.h.sat has a time that ends"}},
		"no such date":               {"", "hours:\n  h:\n    dates:\n      2026-02-30: closed\n", []string{`f.yaml:13:7: "2026-02-30" is no date`}},
		"dates backwards":            {"", "hours: {h: {dates: {2026-02-03..2026-02-01: closed}}}\n", []string{"is no date"}},
		"dates for years":            {"", "hours: {h: {dates: {2026-01-01..2036-01-01: closed}}}\n", []string{"is no date"}},
		"date twice":                 {"", "hours: {h: {dates: {2026-02-03: closed, 2026-02-01..2026-02-05: closed}}}\n", []string{"2026-02-03 has its hours already"}},
		"hours of a date":            {"", "hours: {h: {dates: {2026-02-03: '09:00-08:00'}}}\n", []string{"f.yaml:10:33: hours.h.dates.2026-02-03 has a time that ends"}},
		"everything is told":         {"zone: Asia/Ho_Chi_Minh", "zone: nowhere\nzones: x\non_call: {l: []}", []string{"f.yaml:1:7", "f.yaml:2:1", "f.yaml:3:11: on_call.l is empty"}},
		"no word of ways in a torso": {"play: {prompts: [p], next: b}", "play: x", []string{"f.yaml:5:11: nodes.a.play is a section"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			src := small + tc.now
			if tc.old != "" {
				src = strings.Replace(small, tc.old, tc.now, 1)
			}
			plan, err := Parse("f.yaml", []byte(src))
			var faults *strictyaml.Faults
			if !errors.As(err, &faults) || len(faults.List) != len(tc.want) || plan.Nodes != nil {
				t.Fatalf("%v\nwant %d faults and no plan", err, len(tc.want))
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %s in:\n%v", want, err)
				}
			}
		})
	}
}

func TestLoad(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plan.yaml")
	if err := os.WriteFile(file, dialplan.Haiphong, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := Load(file)
	if err != nil || p.Version != haiphong(t).Version {
		t.Errorf("%s, %v", p.Version, err)
	}
	if _, err := Load(file + "x"); err == nil || !strings.Contains(err.Error(), "the dialplan cannot be read") {
		t.Error(err)
	}
}

// Whatever the file holds, it is a plan without a fault or placed faults.
func FuzzParse(f *testing.F) {
	f.Add(dialplan.Haiphong)
	f.Add([]byte(small))
	f.Add([]byte("nodes: {a: {menu: {keys: {\"1\": a}}}}\nhours: {h: {mon: [x], dates: {2026-01-01..2026-01-02: closed}}}\n"))
	f.Add([]byte("numbers: {\"*\": a}\nnodes: {a: {goto: {to: a}}, b: }\n"))
	f.Add([]byte("zone: [\nqueues: {q: {comfort: {every: 1s}}}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		plan, err := Parse("f", src)
		if err == nil {
			if faults := dialplan.Check(plan); len(faults) > 0 {
				t.Errorf("accepted with faults: %v", faults)
			}
			return
		}
		var faults *strictyaml.Faults
		if !errors.As(err, &faults) {
			t.Fatal(err)
		}
		for _, fault := range faults.List {
			if fault.Line < 1 || fault.Column < 1 || fault.What.English == "" || fault.Remedy.English == "" {
				t.Errorf("fault without place or remedy: %+v", fault)
			}
		}
	})
}

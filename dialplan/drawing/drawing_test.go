package drawing

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"html"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
)

var update = flag.Bool("update", false, "draw the pictures afresh")

func haiphong(t *testing.T) dialplan.Plan {
	t.Helper()
	p, err := planfile.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// storm is a plan of every kind, with loops, long ways and a number of its own.
const storm = `
zone: Asia/Ho_Chi_Minh
numbers: {"*": a, "113": c}
hours: {h: {mon-fri: "08:00-17:00", sat: "08:00-12:00"}}
emergency: {"113": {name: Công an & <cứu>, number: "0225113"}, dien: {name: Sự cố điện, on_call: truc}}
on_call: {truc: ["0225300018", "0225300068"]}
queues: {q: {max_wait: 90s, max_length: 3}}
nodes:
  a: {play: {prompts: [p], next: b}}
  b: {hours: {hours: h, open: c, closed: g}}
  c: {menu: {prompts: [p], keys: {"1": d, "2": a, "3": q, "4": a}, failed: q}}
  d: {dial: {emergency: "113", failed: q}}
  e: {goto: {to: f}}
  f: {hangup: {}}
  g: {goto: {to: f}}
  q: {queue: {queue: q, priority: -2, overflow: e, after: c}}
prompts: {p: {vi: "Một hai <ba> & bốn, năm sáu bảy tám chín mười, mười một mười hai mười ba mười bốn mười lăm.", en: x}}
fallback: {notice: p, ask: p, thanks: p}
`

func stormy(t *testing.T) dialplan.Plan {
	t.Helper()
	p, err := planfile.Parse("storm.yaml", []byte(storm))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The README shows the first of these pictures.
func TestPicturesAreCurrent(t *testing.T) {
	for file, p := range map[string]dialplan.Plan{"../haiphong.svg": haiphong(t), "testdata/storm.svg": stormy(t)} {
		got := SVG(p)
		if !bytes.Equal(got, SVG(p)) {
			t.Errorf("%s: two drawings differ", file)
		}
		if *update {
			if err := os.WriteFile(file, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the plan says; run `make generate`, or go test ./dialplan/drawing -update", file)
		}
	}
}

func TestPictureIsXML(t *testing.T) {
	d := xml.NewDecoder(bytes.NewReader(SVG(stormy(t))))
	var words []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok {
			if word := strings.TrimSpace(string(text)); word != "" && !strings.Contains(word, "{") {
				words = append(words, word)
			}
		}
	}
	all := strings.Join(words, "|")
	for _, want := range []string{"113 – Công an & <cứu>", "“Một hai <ba> & bốn", "T2–T6 8:00–17:00; T7|8:00–12:00", "tối đa 90|giây", "ưu tiên -2", "2, 4 ↑ a", "mọi số khác", "nói chuyện xong ↑ c"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %s", want, all)
		}
	}
}

// Every node is drawn, every way is drawn or named, no two boxes touch, and what is
// drawn goes down.
func TestPictureIsWhole(t *testing.T) {
	for name, p := range map[string]dialplan.Plan{"haiphong": haiphong(t), "storm": stormy(t)} {
		pic := build(p)
		pic.order()
		width, height := pic.place()
		drawn := map[string]*box{}
		for _, b := range pic.boxes {
			if !b.bend {
				drawn[b.id] = b
			}
			if b.x-b.width/2 < 0 || b.x+b.width/2 > width || b.y < 0 || b.y+boxHeight > height {
				t.Errorf("%s: %s lies outside", name, b.id)
			}
		}
		for _, layer := range pic.layers {
			for i, b := range layer[1:] {
				if gap := (b.x - b.width/2) - (layer[i].x + layer[i].width/2); gap < gapX-0.01 {
					t.Errorf("%s: %.1f between %q and %q", name, gap, layer[i].id, b.id)
				}
			}
		}
		for id, n := range p.Nodes {
			b := drawn[string(id)]
			if b == nil {
				t.Fatalf("%s: no %s", name, id)
			}
			for _, e := range n.Exits() {
				if !slices.ContainsFunc(b.ports, func(w *port) bool { return leads(t, w) == string(e.To) }) {
					t.Errorf("%s: no way from %s to %s", name, id, e.To)
				}
			}
		}
	}
}

// Whom only an operator reaches is named below the boxes.
func TestServicesAreNamed(t *testing.T) {
	for name, p := range map[string]dialplan.Plan{"haiphong": haiphong(t), "storm": stormy(t)} {
		text := html.UnescapeString(regexp.MustCompile(`</text>\s*<text[^>]*>`).ReplaceAllString(string(SVG(p)), " ")) // lines are wrapped
		for id, e := range p.Emergency {
			if !strings.Contains(text, e.Name) {
				t.Errorf("%s: no %s", name, id)
			}
		}
	}
	none := stormy(t)
	none.Emergency = nil
	if strings.Contains(string(SVG(none)), "F8") {
		t.Error("a key for nothing")
	}
}

// leads is where a way ends.
func leads(t *testing.T, w *port) string {
	t.Helper()
	for w.to != nil && w.to.bend {
		if w.to.layer != w.from.layer+1 {
			t.Errorf("a way from layer %d to %d", w.from.layer, w.to.layer)
		}
		w = w.to.ports[0]
	}
	if w.to == nil {
		return w.named
	}
	return w.to.id
}

func TestWrap(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "một": "một", "một hai ba": "một hai|ba", "một hai ba bốn": "một hai|ba bốn", "một hai ba bốn, năm": "một hai|ba …", "dài-hơn-một-dòng x": "dài-hơn-một-dòng|x",
	} {
		if got := strings.Join(wrap(text, 8, 2), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWeek(t *testing.T) {
	day := []dialplan.Span{{From: 7*time.Hour + 30*time.Minute, To: 24 * time.Hour}}
	for want, week := range map[string]map[time.Weekday][]dialplan.Span{
		"":                      nil,
		"CN 7:30–24:00":         {time.Sunday: day},
		"T2, CN 7:30–24:00":     {time.Sunday: day, time.Monday: day},
		"T3–T5 7:30–24:00":      {time.Tuesday: day, time.Wednesday: day, time.Thursday: day},
		"T2, T3, T6 7:30–24:00": {time.Monday: day, time.Tuesday: day, time.Friday: day},
	} {
		if got := weekly(dialplan.Hours{Week: week}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

package drawing

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"io"
	"slices"

	"hotline1022/dialplan"
)

const style = `
text{font-family:"Be Vietnam Pro","Noto Sans",system-ui,sans-serif;font-size:11.5px;fill:#1f2937}
.paper{fill:#fbfcfe}.box{fill:#fff;stroke:#c3cad6}.head{font-weight:600;font-size:12.5px}.id{font-family:ui-monospace,monospace;font-size:10px;fill:#6b7280}
.way{fill:none;stroke:#8a94a6;stroke-width:1.4}.tip{fill:#8a94a6}.chip{fill:#eef1f6;stroke:#c3cad6}.label{font-size:10.5px;text-anchor:middle}.back{fill:#fbfcfe;stroke-dasharray:3 2}
.say{fill:#2563eb}.ask{fill:#7c3aed}.wait{fill:#0f9d6b}.call{fill:#dc2626}.keep{fill:#d97706}.end{fill:#64748b}
@media(prefers-color-scheme:dark){text{fill:#e5e9f0}.paper{fill:#12161d}.box{fill:#1b212b;stroke:#3b4554}.id{fill:#94a0b3}.way{stroke:#7d899b}.tip{fill:#7d899b}.chip{fill:#283140;stroke:#3b4554}.back{fill:#12161d;stroke:#56617a}
.say{fill:#60a5fa}.ask{fill:#a78bfa}.wait{fill:#34d399}.call{fill:#f87171}.keep{fill:#fbbf24}.end{fill:#94a3b8}}
`

// colours group the kinds: what is said, asked, waited for, called, kept, ended.
var colours = map[string]string{
	"play": "say", "announcement": "say", "menu": "ask", "lookup": "ask", "survey": "ask", "hours": "end", "goto": "end", "hangup": "end",
	"queue": "wait", "callback": "wait", "dial": "call", "message": "keep",
}

// SVG draws a plan that dialplan.Check accepts.
func SVG(p dialplan.Plan) []byte {
	pic := build(p)
	pic.order()
	width, height := pic.place()
	services := wrap(forwards(p), int((width-2*margin)/letter), 6)
	below := height
	height += float64(len(services)) * line
	var b bytes.Buffer
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(&b, format+"\n", args...) }
	say(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" aria-label="Sơ đồ cuộc gọi">`, width, height, width, height)
	say(`<style>%s</style>`, style)
	say(`<rect class="paper" width="%.0f" height="%.0f" rx="12"/>`, width, height)
	for _, layer := range pic.layers {
		for _, from := range layer {
			if from.bend {
				continue
			}
			for _, w := range from.ports {
				drawWay(&b, w)
			}
		}
	}
	for _, layer := range pic.layers {
		for _, x := range layer {
			if !x.bend {
				x.draw(&b)
			}
		}
	}
	for i, text := range services {
		say(`<text x="%d" y="%.1f">%s</text>`, margin, below+line*float64(i), html.EscapeString(text))
	}
	say(`</svg>`)
	return b.Bytes()
}

// drawWay draws from a label down to the next box, through its bends.
func drawWay(out io.Writer, w *port) {
	if w.to == nil {
		return
	}
	x, y := w.from.x+w.x, w.from.y+boxHeight
	_, _ = fmt.Fprintf(out, `<path class="way" d="M%.1f %.1f`, x, y)
	for last := w; ; last = last.to.ports[0] {
		to := last.to
		tx, ty := to.x, to.y
		if !to.bend {
			tx += to.landing(last)
			ty -= 7 // the tip's length
		}
		half := (ty - y) / 2
		_, _ = fmt.Fprintf(out, ` C%.1f %.1f %.1f %.1f %.1f %.1f`, x, y+half, tx, ty-half, tx, ty)
		x, y = tx, ty
		if !to.bend {
			break
		}
		y += boxHeight
		_, _ = fmt.Fprintf(out, ` V%.1f`, y)
	}
	_, _ = fmt.Fprintf(out, "\"/>\n<path class=\"tip\" d=\"M%.1f %.1fl-4 -8h8z\"/>\n", x, y+7)
}

// landing is where at a box's top a way ends: side by side, in the order in which
// they come.
func (b *box) landing(w *port) float64 {
	in := slices.Clone(b.in)
	slices.SortStableFunc(in, func(a, c *port) int { return cmp.Compare(a.from.x+a.x, c.from.x+c.x) })
	step := min(16, boxWidth*0.8/float64(len(in)))
	return (float64(slices.Index(in, w)) - float64(len(in)-1)/2) * step
}

// text is what stands in a port's label; a way that is not drawn names its end.
func (w *port) text() string {
	switch {
	case w.named == "":
		return w.label
	case w.label == "":
		return "↑ " + w.named
	}
	return w.label + " ↑ " + w.named
}

func (b *box) draw(out io.Writer) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) }
	left, colour := b.x-b.width/2, cmp.Or(colours[b.kind], "end")
	head, id := title[b.kind], b.id
	if b.kind == "" {
		head, id = b.id, ""
	}
	say(`<rect class="box" x="%.1f" y="%.1f" width="%.1f" height="%d" rx="9"/>`, left, b.y, b.width, boxHeight)
	say(`<rect class="%s" x="%.1f" y="%.1f" width="4" height="14" rx="2"/>`, colour, left+10, b.y+9)
	say(`<text class="head" x="%.1f" y="%.1f">%s</text>`, left+20, b.y+20, html.EscapeString(head))
	if id != "" {
		say(`<text class="id" x="%.1f" y="%.1f" text-anchor="end">%s</text>`, left+b.width-10, b.y+20, html.EscapeString(id))
	}
	for i, line := range wrap(b.about, int((b.width-2*inset)/letter), 2) {
		say(`<text x="%.1f" y="%.1f">%s</text>`, left+inset, b.y+37+15*float64(i), html.EscapeString(line))
	}
	for _, w := range b.ports {
		if w.text() == "" {
			continue
		}
		x, y := b.x+w.x, b.y+boxHeight
		class := "chip"
		if w.to == nil {
			class = "chip back"
		}
		say(`<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%d" rx="9"/>`, class, x-w.width/2, y-chip/2+4, w.width, chip)
		say(`<text class="label" x="%.1f" y="%.1f">%s</text>`, x, y+chip/2-1, html.EscapeString(w.text()))
	}
}

package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// axeSource is where npm puts axe-core, which the web application names among its packages.
var axeSource = filepath.Join("..", "..", "agentdesk", "web", "node_modules", "axe-core", "axe.min.js")

// accessible holds what the person sees to axe-core's rules: WCAG 2.2 A and AA,
// and its advice on landmarks and headings.
func (b *browser) accessible(what string) {
	b.t.Helper()
	b.audited(what, `{resultTypes: ['violations']}`)
}

// readable holds it to those rules alone that colours can break.
func (b *browser) readable(what string) {
	b.t.Helper()
	b.audited(what, `{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}`)
}

// audited asks axe-core, with these options.
func (b *browser) audited(what, options string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`Boolean(window.axe)`))
	if err == nil && !there { // half a megabyte: once a page
		var axe []byte
		if axe, err = os.ReadFile(axeSource); err == nil {
			_, err = chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](string(axe)+`; undefined`))
		}
	}
	if err != nil {
		b.t.Fatalf("%s: %s: load axe-core (make setup installs it): %v", b.name, what, err)
	}
	faults, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`axe.run(document, `+options+`).then(({violations}) =>
		violations.flatMap(({id, help, nodes}) => nodes.map((n) => id + ': ' + help + ' at ' + n.target.join(' ') + ' – ' + n.failureSummary)))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %s: axe-core: %v", b.name, what, err)
	}
	if len(faults) > 0 {
		b.t.Errorf("%s: %s: not accessible to all:\n%s", b.name, what, strings.Join(faults, "\n"))
	}
}

package e2e

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// narrow are the views in which a page must reflow (WCAG 2.2, 1.4.10): a small
// laptop, a tablet, a telephone or a page zoomed in upon.
var narrow = []struct{ width, height int64 }{{1024, 640}, {768, 1024}, {390, 844}}

// misplaced lists what does not reflow: a page wider than the view, a button of the
// call bar outside the view, parts of the call bar over each other, a content group or a mark of the player cut off, on a telephone a list
// wider than its page (but one that is added up, which keeps its columns).
const misplaced = `(() => {
	const faults = [], all = (q) => [...document.querySelectorAll(q)];
	const name = (e) => e.dataset.testid || e.className || e.tagName;
	for (const e of [document.documentElement, ...all('#main, .top, .ticket-body, .column')])
		if (e.scrollWidth > e.clientWidth) faults.push(name(e) + ' is ' + e.scrollWidth + ' px wide in ' + e.clientWidth);
	if (document.documentElement.scrollWidth > innerWidth) faults.push('the page is wider than the view');
	const parts = all('.bar-phase, .bar-number, .bar-name, .bar-hint, .bar-actions > button').map((e) => [e, e.getBoundingClientRect()]);
	parts.forEach(([e, a], i) => {
		if (a.left < 0 || a.top < 0 || a.right > innerWidth || a.bottom > innerHeight) faults.push(name(e) + ' is outside the view');
		for (const [other, b] of parts.slice(i + 1))
			if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) faults.push(name(e) + ' lies over ' + name(other));
	});
	if (innerWidth <= 600)
		for (const e of all('.list:not(.list-summed)'))
			if (e.scrollWidth > e.clientWidth) faults.push('the list ' + e.ariaLabel + ' is ' + e.scrollWidth + ' px wide in ' + e.clientWidth);
	for (const e of all('.player-mark')) if (e.getBoundingClientRect().right > innerWidth) faults.push('the mark ' + e.innerText + ' is cut off');
	for (const e of all('.group')) if (e.scrollWidth > e.clientWidth) faults.push(name(e) + ' is cut off');
	return faults;
})()`

// inView holds the page to the present view, and keeps what it looks like.
func (b *browser) inView(name string) {
	b.t.Helper()
	b.reflowed(name)
	b.screenshot(name)
}

// reflowed: nothing lies beyond the present view, or over another.
func (b *browser) reflowed(name string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	faults, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](misplaced))
	if err != nil {
		b.t.Fatalf("%s: %s: %v", b.name, name, err)
	}
	if len(faults) > 0 {
		b.t.Errorf("%s: %s does not reflow:\n%s", b.name, name, strings.Join(faults, "\n"))
	}
}

// reflows holds the page to the narrow views, in both languages, light and dark.
func (b *browser) reflows(what string) {
	b.t.Helper()
	for _, view := range narrow {
		for _, look := range []string{"vi-light", "en-dark"} {
			b.do("a narrower view", chromedp.EmulateViewport(view.width, view.height), holds(fmt.Sprintf("innerWidth === %d", view.width)))
			name := fmt.Sprintf("%s-%d-%s", what, view.width, look)
			b.inView(name)
			b.do("the other language, the other colours", click("language-switch"), click("theme-switch"))
		}
	}
	b.do("the wide view again", chromedp.EmulateViewport(1366, 768), holds("innerWidth === 1366"))
}

//go:build bench

package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	mobile "github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// field is what an officer has outdoors: a telephone four times slower than this machine, on a
// mobile network of 1.6 Mbit/s, 150 ms away.
const (
	fieldCPU     = 4
	fieldBytes   = 1.6e6 / 8 // a second
	fieldLatency = 150       // ms
)

// seen is what a page's load was, as the browser tells.
type seen struct {
	Drawn  float64 `json:"drawn"`  // ms until the first text is drawn
	Script float64 `json:"script"` // bytes transferred
	All    float64 `json:"all"`    // bytes transferred, fonts and answers included
}

const measured = `(() => {
	const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
	const sum = (of) => of.reduce((n, e) => n + e.transferSize, 0);
	const drawn = performance.getEntriesByType('paint').find((e) => e.name === 'first-contentful-paint');
	return {drawn: drawn ? drawn.startTime : 0, script: sum(all.filter((e) => /\.js$/.test(e.name))), all: sum(all)};
})()`

// TestBenchWeb: pages as whoever begins there opens them, with nothing in the browser's cache.
func TestBenchWeb(t *testing.T) {
	o := defaults()
	o.Release = true
	s := newStack(t, o)
	s.startHotline(true)
	fmt.Printf("%-10s %-10s %-24s %12s %12s %12s %12s\n", "page of", "path", "on", "drawn", "there", "script", "all")
	for _, c := range []struct{ user, path string }{
		{"canbo", "/"}, {"op01", "/desk"}, {"truongca", "/wallboard"}, {"vanphong", "/tickets"}, {"kiemtra", "/calls"},
	} {
		t.Run(c.user, func(t *testing.T) {
			b := newBrowser(t, s.http, c.user, citizenTone)
			b.signIn("/", "user-name")
			b.loads(c.path, "this machine")
			b.slow()
			b.loads(c.path, "a telephone, 1.6 Mbit/s")
		})
	}
}

// slow makes of this machine what an officer has outdoors.
func (b *browser) slow() {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: fieldCPU}); err != nil {
		b.t.Fatal(err)
	}
	_, err := chromedp.Call(b.ctx, mobile.EmulateNetworkConditionsByRule, mobile.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*mobile.Conditions{{Latency: fieldLatency, DownloadThroughput: fieldBytes, UploadThroughput: fieldBytes}},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// loads opens a page with an empty cache and prints how long that took, and what was transferred.
func (b *browser) loads(path, on string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, mobile.SetCacheDisabled, mobile.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	start := time.Now()
	if err := chromedp.Do(ctx, chromedp.Navigate(b.site+path), holds(loaded)); err != nil {
		b.t.Fatal(err)
	}
	there := time.Since(start)
	s, err := chromedp.Run(ctx, chromedp.Evaluate[seen](measured))
	if err != nil {
		b.t.Fatal(err)
	}
	fmt.Printf("%-10s %-10s %-24s %9.0f ms %9d ms %9.0f KB %9.0f KB\n", b.name, path, on, s.Drawn, there.Milliseconds(), s.Script/1000, s.All/1000)
}

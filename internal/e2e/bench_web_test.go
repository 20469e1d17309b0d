//go:build bench

package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	mobile "github.com/chromedp/cdproto/network"
	browsed "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hotline1022/internal/ticketgen"
	"hotline1022/internal/ticketgen/million"
)

// What issue 6 asks for.
const (
	listGoal  = 500  // ms from a click to rows
	fieldGoal = 3000 // ms from the address to the first card, on a slow telephone
	lightGoal = 95   // of 100
)

// field is what an officer has outdoors: a telephone four times slower than this machine, on a
// mobile network of 1.6 Mbit/s, 150 ms away, as Lighthouse supposes.
const (
	fieldCPU     = 4
	fieldBytes   = 1.6e6 / 8 // a second
	fieldLatency = 150       // ms
)

// often is how many times each thing is measured; the median is told.
const often = 3

// onMillion is the whole on the database of a million tickets.
type onMillion struct {
	*stack
	t     *testing.T
	table []string
	sizes map[string]int64
	unit  string // the busiest
	code  string // one of its tickets
}

// TestBenchWeb measures pages as people have them, on a million tickets, and prints one table. It
// fails where something does not work, never for being slow: that says "missed".
func TestBenchWeb(t *testing.T) {
	dsn, st := million.Postgres(t)
	one := func(into any, sql string) {
		t.Helper()
		if err := st.Pool().QueryRow(t.Context(), sql).Scan(into); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	b := onMillion{t: t, sizes: map[string]int64{}}
	for _, table := range []string{"tickets", "calls", "messages", "audit_log"} {
		var n int64
		one(&n, "SELECT count(*) FROM "+table)
		b.sizes[table] = n
	}
	one(&b.unit, "SELECT unit FROM ticket_assignments GROUP BY unit ORDER BY count(*) DESC LIMIT 1")
	one(&b.code, "SELECT code FROM tickets WHERE units @> ARRAY['"+b.unit+"'] ORDER BY id DESC LIMIT 1")
	o := defaults()
	o.Release, o.DatabaseURL = true, dsn
	b.stack = newStack(t, o)
	b.archive() // hotline compares rows and bucket at once where it had to make the bucket: not while this is measured
	b.startHotline(true)
	t.Run("lighthouse", b.lighthouse)
	t.Run("field", b.field)
	t.Run("lists", b.lists)
	fmt.Printf("\n%d tickets, %d calls, %d messages, %d entries of the audit log; median of %d\n", b.sizes["tickets"], b.sizes["calls"], b.sizes["messages"], b.sizes["audit_log"], often)
	slices.Sort(b.table)
	for _, row := range b.table {
		fmt.Println(row)
	}
}

// tell adds a row to the table.
func (b *onMillion) tell(what string, measured, goal float64, unit string, met bool) {
	said := ""
	if !met {
		said = "missed"
	}
	b.table = append(b.table, fmt.Sprintf("%-64s %7.0f %-5s goal %5.0f  %s", what, measured, unit, goal, said))
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// comes signs somebody of the data set in, in a browser of their own, and leads them to their account.
func (b *onMillion) comes(t *testing.T, user string) *browser {
	t.Helper()
	p := newBrowser(t, b.http, user, citizenTone)
	p.do("open the page", chromedp.Navigate(b.http+"/account"), sees("login-username"))
	p.do("sign in", typeInto("login-username", user), typeInto("login-password", million.Password), click("login-submit"), sees("account-page"))
	return p
}

// rows is whatever a list shows, or that it has nothing to show.
const rows = `main tbody tr, main .work-card:not(.work-waiting), main [data-testid^="board-row-"], main .empty, main [data-testid$="-empty"]`

// arrives goes to an address inside the application, as a link does, and notes when its rows are painted:
// at the next frame, or 50 ms later where the browser draws none.
const arrives = `(() => {
	const from = performance.now();
	window.took = 0;
	history.pushState({idx: 9}, '', %q);
	dispatchEvent(new PopStateEvent('popstate', {state: history.state}));
	const paint = () => { window.took ||= performance.now() - from; };
	const look = setInterval(() => {
		if (!document.querySelector(%q) || document.querySelector('main [aria-busy="true"], [data-testid="page-loading"], [data-testid="account-page"]')) return;
		clearInterval(look);
		requestAnimationFrame(() => setTimeout(paint));
		setTimeout(paint, 50);
	}, 4);
})()`

// lists: from the click to the rows, by whoever works with them; the page's script is not fetched beforehand.
func (b *onMillion) lists(t *testing.T) {
	for _, who := range []struct {
		user  string
		paths []string
	}{
		{ticketgen.OfficeAccount, []string{
			"/tickets", "/tickets?sort=updated", "/tickets?sort=due", "/tickets?sort=waiting", "/tickets?state=closed", "/tickets?overdue=1", "/tickets?unit=" + b.unit,
			"/tickets?q=" + "d%C3%A8n%20duong", "/tickets?channel=web&sort=updated", "/board", "/figures", "/messages", "/calls", "/callbacks",
		}},
		{ticketgen.OfficerAccount(b.unit), []string{"/work", "/work?section=late", "/tickets", "/tickets?sort=due"}},
		{million.Auditor, []string{"/audit", "/calls", "/messages"}},
	} {
		p := b.comes(t, who.user)
		for _, path := range who.paths {
			var took []float64
			for range often {
				p.do("begin at the account", chromedp.Navigate(b.http+"/account"), sees("account-page"), holds(loaded))
				p.do("go to "+path, evaluate(fmt.Sprintf(arrives, path, rows)), holds("window.took"))
				ms, err := chromedp.Run(p.ctx, chromedp.Evaluate[float64]("window.took"))
				if err != nil {
					t.Fatalf("%s: %v", path, err)
				}
				took = append(took, ms)
			}
			ms := median(took)
			b.tell("list "+path+" ("+who.user+")", ms, listGoal, "ms", ms < listGoal)
		}
	}
	b.likely(t)
}

// likely: what stands beside the form while a ticket is typed.
func (b *onMillion) likely(t *testing.T) {
	p := b.comes(t, "op01")
	var took []float64
	for _, typed := range []string{"Đèn đường không sáng", "Đèn đường trước nhà không sáng ba đêm nay", "Ngập nước sau mưa lớn, xe không đi được"} {
		ms, err := chromedp.Run(p.ctx, chromedp.Evaluate[float64](fmt.Sprintf(`(async () => {
			const from = performance.now();
			const res = await fetch('/api/v1/tickets/likely?field=chieu-sang&address=' + encodeURIComponent('18 Lạch Tray') + '&content=' + encodeURIComponent(%q));
			await res.json();
			if (!res.ok) throw new Error(String(res.status));
			return performance.now() - from;
		})()`, typed), chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		took = append(took, ms)
	}
	ms := median(took)
	b.tell("tickets likely the same, while typing (op01)", ms, listGoal, "ms", ms < listGoal)
}

// firstCard notes when the first card of the inbox is there, in ms from the beginning of the navigation.
const firstCard = `new MutationObserver((_, observer) => {
	if (!document.querySelector('.work-card:not(.work-waiting)')) return;
	observer.disconnect();
	requestAnimationFrame(() => { window.firstCard = performance.now(); });
}).observe(document, {childList: true, subtree: true});`

// fall is what the page asked for: from when until when, in ms, and in how many bytes.
const fall = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
	.map((one) => [one.startTime, one.responseEnd, one.transferSize].map((n) => String(Math.round(n)).padStart(7)).join('') + ' ' + new URL(one.name).pathname).join('\n')`

// field: the officer's inbox on a slow telephone, with nothing in the browser's cache.
func (b *onMillion) field(t *testing.T) {
	p := b.comes(t, ticketgen.OfficerAccount(b.unit))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := chromedp.Call(p.ctx, browsed.AddScriptToEvaluateOnNewDocument, browsed.AddScriptToEvaluateOnNewDocumentParams{Source: firstCard})
	must(err)
	p.slow()
	var took []float64
	for range often {
		_, err := chromedp.Call(p.ctx, mobile.SetCacheDisabled, mobile.SetCacheDisabledParams{CacheDisabled: true})
		must(err)
		p.do("open the inbox", chromedp.EmulateViewport(390, 844), chromedp.Navigate(b.http+"/work"), holds("window.firstCard"))
		ms, err := chromedp.Run(p.ctx, chromedp.Evaluate[float64]("window.firstCard"))
		must(err)
		took = append(took, ms)
		came, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](fall))
		must(err)
		t.Logf("first card after %.0f ms; from, until, bytes:\n%s", ms, came)
	}
	ms := median(took)
	b.tell("inbox, first card: processor / 4, 1.6 Mbit/s, 150 ms, no cache", ms, fieldGoal, "ms", ms < fieldGoal)
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

package e2e

import (
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	mobile "github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// page is a row of the web application's own table of pages.
type page struct{ path, right string }

// accounts are the demonstration's people, in the order in which a page is given to who may open it.
var accounts = []struct{ role, user string }{
	{"officer", "canbo"}, {"operator", "op01"}, {"leader", "truongca"}, {"office", "vanphong"}, {"head", "thutruong"}, {"admin", "quantri"}, {"auditor", "kiemtra"},
}

// TestEveryPage opens every page of the application, as somebody who may, in both themes, at a desk
// and on a telephone: nothing moves while it loads, nothing is wider than the view, nothing is kept from
// those who hear or feel the page, no script fails. The pictures are kept for people to look at.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{Greeting: true, Haiphong: true, OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	of := s.examples(t)
	b := newBrowser(t, s.http, "nobody", citizenTone)
	b.beginsLate()
	b.looksAt("sign-in", "/", "login-username")
	b.looksAt("activate", "/activate", "activate-code")
	all := pages(t)
	for _, who := range accounts {
		mine := slices.DeleteFunc(slices.Clone(all), func(p page) bool { return p.first(t) != who.role })
		if len(mine) == 0 {
			continue
		}
		t.Run(who.user, func(t *testing.T) {
			b := newBrowser(t, s.http, who.user, citizenTone)
			b.signIn("/units", "user-name")
			if who.role == "office" {
				b.missesAPage("/board", "board-page")
			}
			failed := b.failures()
			for _, p := range mine {
				path := of(p.path)
				b.looksAt(strings.Trim(strings.NewReplacer("/", "-", ":", "").Replace(p.path), "-"), path, "user-name")
				if f := failed(); len(f) > 0 {
					t.Errorf("%s: scripts failed:\n%s", path, strings.Join(f, "\n"))
				}
			}
		})
	}
}

// beginsLate: a page whose scripts cannot be had says so, by its style alone, after the ten seconds that are not waited for here.
func (b *browser) beginsLate() {
	b.t.Helper()
	b.block("*://*:*/assets/*.js")
	late := `getComputedStyle(document.querySelector('.starting-late')).visibility`
	b.do("a page without its scripts", chromedp.Navigate(b.site+"/"), holds(late+` === 'hidden'`),
		evaluate("document.getAnimations().forEach((one) => one.finish())"), holds(late+` === 'visible'`))
	b.screenshot("begins-late")
	b.block()
	b.do("try again", chromedp.Click(chromedp.CSS(".starting-late a")), sees("login-username"))
}

// missesAPage: a page that is gone to while neither its scripts nor its styles can be had says so in its place, and comes when it is asked for again.
func (b *browser) missesAPage(path, has string) {
	b.t.Helper()
	b.block("*://*:*/assets/*")
	b.do("a page whose scripts cannot be had", chromedp.Click(chromedp.CSS(`nav a[href="`+path+`"]`)), sees("page-missing"))
	b.screenshot("page-missing")
	b.block()
	b.do("try again", chromedp.Click(chromedp.CSS(`[data-testid="page-missing"] button`)), sees(has), holds(loaded),
		holds(`[...document.querySelectorAll('link[rel="stylesheet"]')].every((one) => one.sheet)`))
}

// block keeps from the browser what is at addresses like these; none: nothing.
func (b *browser) block(addresses ...string) {
	b.t.Helper()
	var patterns []*mobile.BlockPattern
	for _, one := range addresses {
		patterns = append(patterns, &mobile.BlockPattern{URLPattern: one, Block: true})
	}
	if _, err := chromedp.Call(b.ctx, mobile.SetBlockedURLs, mobile.SetBlockedURLsParams{URLPatterns: patterns}); err != nil {
		b.t.Fatal(err)
	}
}

// pages reads src/pages.ts.
func pages(t *testing.T) (all []page) {
	t.Helper()
	source := read(t, filepath.Join("..", "..", "agentdesk", "web", "src", "pages.ts"))
	for _, m := range regexp.MustCompile(`path: '([^']+)',\s+right: '([^']+)'`).FindAllStringSubmatch(source, -1) {
		all = append(all, page{m[1], m[2]})
	}
	if want := strings.Count(source, "load: () =>") - 1; len(all) == 0 || len(all) < want { // the interface has one, too
		t.Fatalf("%d pages of pages.ts are understood, it loads %d", len(all), want)
	}
	return all
}

// first is the role that the page is shown to: the first that src/auth/rights.ts lets open it.
func (p page) first(t *testing.T) string {
	t.Helper()
	source := read(t, filepath.Join("..", "..", "agentdesk", "web", "src", "auth", "rights.ts"))
	for _, who := range accounts {
		if p.path == "/calls/:id" && who.role == "operator" { // who reads her own alone, and the example is nobody's
			continue
		}
		row := regexp.MustCompile(`(?m)^  ` + who.role + `: \[(.*)\]`).FindStringSubmatch(source)
		if row != nil && strings.Contains(row[1], "'"+p.right+"'") {
			return who.role
		}
	}
	t.Fatalf("nobody may open %s: no role has %q", p.path, p.right)
	return ""
}

// examples makes one of each thing that has a page, and gives the address of each.
func (s *stack) examples(t *testing.T) func(path string) string {
	t.Helper()
	const from = "0912700077"
	z := s.citizen(t, from)
	z.Hangup()
	<-z.Done()
	call := s.ended(s.token("auditor"), from)
	desk := s.person(t, "op01")
	var tk ticketNow
	for _, content := range []string{"Đèn đường trước số 18 không sáng ba đêm nay.", "Hố ga mất nắp đầu ngõ 5, nguy hiểm cho người đi xe máy."} {
		desk.ask(http.MethodPost, "/api/v1/tickets", map[string]any{
			"group": 1, "field": "cap-dien", "content": content, "address": "18 Lạch Tray", "channel": "phone",
			"sender": map[string]any{"type": "individual", "name": "Nguyễn Thị Hoa", "phone": from, "no_email": true},
		}, http.StatusCreated, &tk)
		desk.deed(&tk, "assign", map[string]any{"lead": "SXD"}, http.StatusOK)
	}
	of := map[string]string{
		"/t/:code": "/t/" + tk.Code, "/calls/:id": "/calls/" + call.ID, "/tickets/:code": "/tickets/" + tk.Code,
		"/articles/:id":   "/articles/1", // of the demonstration's own, which come first
		"/templates/:key": "/templates/sms_received", "/units/:code": "/units/SXD", "/accounts/:username": "/accounts/canbo",
	}
	return func(path string) string {
		if !strings.Contains(path, ":") {
			return path
		}
		if of[path] == "" {
			t.Fatalf("which %s is looked at? Name one in examples", path)
		}
		return of[path]
	}
}

// loaded: the page has its heading, and nothing says that it loads.
const loaded = `document.querySelector('h1, h2') && !document.querySelector('[aria-busy="true"], [data-testid="page-loading"]')`

// moved is how far things moved by themselves while the page loaded, the Web Vitals' cumulative layout shift, and which ones. What the
// hotline rests on may fail for a moment on a busy machine: that alarm is meant to push the page down.
const moved = `new Promise((done) => {
	let sum = 0;
	const which = new Set();
	new PerformanceObserver((list) => {
		for (const shift of list.getEntries()) {
			if (shift.hadRecentInput) continue;
			sum += shift.value;
			for (const { node } of shift.sources) which.add(node?.parentElement?.className + ' > ' + (node?.className ?? node?.nodeName));
		}
	}).observe({type: 'layout-shift', buffered: true});
	requestAnimationFrame(() => requestAnimationFrame(() => done({ sum, which: [...which], alarm: Boolean(document.querySelector('[data-testid^="trouble-"]')) })));
})`

// mostMoved is as far as things may move, a fifth of what is "good" by the Web Vitals: what is seen to jump is more.
const mostMoved = 0.02

// opens opens a page in a window so wide; nothing moves while it loads.
func (b *browser) opens(path, has string, width, height int64) {
	b.t.Helper()
	b.do(fmt.Sprintf("open %s at %d", path, width), chromedp.EmulateViewport(width, height), chromedp.Navigate(b.site+path), sees(has), holds(loaded),
		holds(`!document.querySelector('[data-testid="page-not-found"], [data-testid="page-no-right"]')`))
	shift, err := chromedp.Run(b.ctx, chromedp.Evaluate[struct {
		Sum   float64  `json:"sum"`
		Which []string `json:"which"`
		Alarm bool     `json:"alarm"`
	}](moved, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	if shift.Sum > mostMoved && !shift.Alarm {
		b.t.Errorf("%s at %d: things move by %.3f while it loads: %q", path, width, shift.Sum, shift.Which)
	}
}

// looksAt opens a page and looks at it in each theme and size.
func (b *browser) looksAt(name, path, has string) {
	b.t.Helper()
	b.opens(path, has, 1440, 900)
	b.inView(name + "-desk-light")
	b.otherTheme(name+"-desk-dark", "dark")
	b.reflowed(name + "-desk-dark")
	b.opens(path, "theme-switch", 390, 844) // who is signed in is not said there
	b.inView(name + "-phone-dark")
	b.otherTheme(name+"-phone-light", "light")
	b.reflowed(name + "-phone-light")
}

// failures gives what scripts of the page failed with since it was last asked.
func (b *browser) failures() func() []string {
	b.t.Helper()
	var mu sync.Mutex
	var said []string
	err := chromedp.Listen(b.ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			said = append(said, ev.ExceptionDetails.Text)
			if thrown := ev.ExceptionDetails.Exception; thrown != nil {
				said = append(said, thrown.Description)
			}
		case *runtime.EventConsoleAPICalled:
			if ev.Type == "error" {
				for _, arg := range ev.Args {
					said = append(said, string(arg.Value)+arg.Description)
				}
			}
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		all := said
		said = nil
		return all
	}
}

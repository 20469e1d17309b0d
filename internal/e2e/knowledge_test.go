package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKnowledgeBase has an article written, approved by another, and found on the desk; each page is looked at in
// both sizes and both themes.
func TestKnowledgeBase(t *testing.T) {
	t.Parallel()
	s := newStack(t, defaults())
	s.startHotline(false)
	b := newBrowser(t, s.http, "truongca", citizenTone)
	b.signIn("/articles", "articles-page")
	b.do("the city's own articles are there", sees("articles-table"), holds(`document.querySelectorAll('[data-testid^="article-row-"]').length === 50`))
	b.screenshot("articles")
	b.do("begin one", click("article-new"), sees("article-form"))
	b.screenshot("empty")
	b.do("it cannot be empty", click("article-save"), holds(`document.querySelectorAll('[data-testid="field-fault"]').length === 2`))
	b.do("write it", typeInto("article-title", "Xin phép thả diều ở quảng trường"), typeInto("article-answer-text", "Gửi đơn tới UBND phường trước ba ngày làm việc."),
		typeInto("article-sources", "Quy chế quản lý quảng trường"), click("article-save"), sees("article-page", `data-state="draft"`))
	b.do("have it approved, by another", click("article-submit"), sees("article-page", `data-state="submitted"`), sees("article-return"),
		holds(`!document.querySelector('[data-testid="article-approve"]')`))
	b.screenshot("submitted")
	path := b.pathNow()

	b.comesInstead("vanphong")
	b.signIn(path, "article-page")
	b.do("approve it", click("article-approve"), sees("article-page", `data-holds="1"`))
	b.looked("approved", path)
	for _, page := range []string{"/articles", "/article-usage", "/abbreviations"} {
		b.looked("page-"+strings.Trim(page, "/"), page)
	}

	b.comesInstead("op01")
	beginShift(b)
	b.do("search on the desk by a key, without accents and abbreviated", key(kb.F1), holds(`document.activeElement.dataset.testid === 'kb-search'`),
		typeInto("kb-search", "mat CCCD"), sees("kb-hits"), holds(`document.querySelector('[data-testid^="kb-hit-"] b')?.innerText === 'Mất thẻ căn cước, cấp lại'`))
	b.do("read it", key(kb.ArrowDown), holds(`document.querySelector('[data-testid^="kb-hit-"]').getAttribute('aria-selected') === 'true'`))
	b.screenshot("desk")
	b.do("and what was just approved", evaluate(`document.querySelector('[data-testid="kb-search"]').select()`), typeInto("kb-search", "tha dieu"),
		holds(`document.querySelector('[data-testid^="kb-hit-"] b')?.innerText === 'Xin phép thả diều ở quảng trường'`))
}

// pathNow is where the person is.
func (b *browser) pathNow() (path string) {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("location.pathname"))
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// comesInstead has the person go, and another sit down at the same machine.
func (b *browser) comesInstead(name string) {
	b.t.Helper()
	b.do("sign out", chromedp.Evaluate[chromedp.Void](`fetch('/api/v1/sessions/current', {method: 'DELETE'}).then(() => undefined)`, chromedp.EvalAwaitPromise))
	b.name = name
}

// looked keeps a page as a screen shows it in the light, and a telephone in the dark; neither is scrolled sideways.
func (b *browser) looked(what, path string) {
	b.t.Helper()
	for _, shown := range []struct {
		mode string
		wide int64
	}{{"light", 1366}, {"dark", 390}} {
		b.do("theme", evaluate(`localStorage.setItem('hotline.theme', '`+shown.mode+`')`))
		b.do("look at "+what, chromedp.EmulateViewport(shown.wide, 800), chromedp.Navigate(b.site+path), holds(`document.querySelector('.page h1') && !document.querySelector('[aria-busy="true"]')`))
		b.screenshot(what + "-" + shown.mode)
		b.do("it is as wide as the screen", holds(`document.querySelector('.page').getBoundingClientRect().right <= innerWidth`))
	}
	b.do("a screen again", evaluate(`localStorage.setItem('hotline.theme', 'light')`), chromedp.EmulateViewport(1366, 768))
}

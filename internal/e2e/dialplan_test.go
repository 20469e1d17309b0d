package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
)

// TestAdministratorEditsTheDialplan changes a prompt and the hours by form, looks at
// what changes, lets callers meet it, and goes back.
func TestAdministratorEditsTheDialplan(t *testing.T) {
	o := defaults()
	o.Haiphong = true
	s := newStack(t, o)
	s.startHotline(false)
	base := planfile.Version(dialplan.Haiphong)
	admin := newBrowser(t, s.http, "quantri", citizenTone)
	admin.signIn("/dialplan", "dialplan-page")
	admin.do("the configured file is in use", sees("dialplan-page", `data-active="`+base+`"`), sees("prompt-vi-greeting"))
	admin.seeIt("dialplan")

	admin.do("a time that is none is refused, with its place", typeInto("times-mon-fri", ", 25:00-26:00"), click("dialplan-compare"),
		sees("dialplan-trouble"), holds(`document.querySelector('[data-testid="dialplan-trouble"]').innerText.includes("dialplan:")`))
	admin.screenshot("refused")
	admin.do("open it anew", chromedp.Reload(), sees("prompt-vi-greeting"))
	admin.do("write other words", typeInto("prompt-vi-greeting", " Xin mời."), typeInto("prompt-spoken-greeting", " Xin mời."),
		typeInto("dialplan-note", "Thêm lời mời"), click("dialplan-compare"), sees("dialplan-changes"),
		holds(`document.querySelector('[data-testid="dialplan-changes"]').innerText.includes("Xin mời.")`))
	admin.screenshot("compared")
	admin.do("keep it", click("dialplan-keep"), holds(`document.querySelectorAll('[data-testid^="dialplan-use-"]').length === 1`))
	use := chromedp.CSS(`[data-testid^="dialplan-use-"]`)
	admin.do("let callers meet it", chromedp.Click(use), sees("dialplan-use-"+base))
	active := admin.attribute("dialplan-page", "data-active")
	spoken := filepath.Join(s.dir, "plans", active, "greeting.wav")
	if _, err := os.Stat(spoken); active == base || err != nil {
		t.Errorf("callers meet %s, whose greeting is not spoken: %v", active, err)
	}
	admin.screenshot("in-use")
	admin.do("and go back", click("dialplan-use-"+base), sees("dialplan-page", `data-active="`+base+`"`))
}

package e2e

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"
)

// factorInTheBrowser: an officer signs in for the first time and sets a second factor up; a
// wrong code is said to be one; without the telephone a recovery code lets them in (Điều 17.3).
func factorInTheBrowser(t *testing.T, s *stack) {
	const username, own = "canbonuoc", "tu chon mat khau nay"
	var account struct{ Activation string }
	s.person(t, "quantri").ask(http.MethodPost, "/api/v1/accounts", map[string]string{"username": username, "name": "Trần Thị Nước", "role": "officer", "unit": "CAPNUOC"}, http.StatusCreated, &account)
	s.nobody(t).ask(http.MethodPost, "/api/v1/activations", map[string]string{"activation": account.Activation, "password": own}, http.StatusNoContent, nil)
	b := newBrowser(t, s.http, username, operatorTone)
	firstStep := func(arrives string) {
		t.Helper()
		b.do("the first step", sees("login-username"), typeInto("login-username", username), typeInto("login-password", own), click("login-submit"), sees(arrives))
	}
	b.do("open the page", chromedp.Navigate(s.http+"/"))
	firstStep("login-secret")
	b.screenshot("factor-shown")
	b.do("a wrong code", typeInto("login-code", "000000"), click("login-code-submit"), sees("login-trouble", `data-trouble="code.wrong"`), holds(`document.querySelector('[data-testid="login-code"]').value === ""`))
	b.screenshot("factor-wrong")
	code, err := totp.GenerateCode(strings.ReplaceAll(b.text("login-secret"), " ", ""), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	b.do("the right one, and the codes for a day without the telephone", typeInto("login-code", code), click("login-code-submit"), sees("login-recovery"))
	recovery := strings.Fields(b.text("login-recovery"))[0]
	b.screenshot("factor-recovery")
	b.do("signed in", click("login-kept"), sees("user-name"))

	b.do("and out", click("sign-out"))
	firstStep("login-code")
	b.do("without the telephone", typeInto("login-code", recovery), click("login-code-submit"), sees("user-name"))
	b.screenshot("factor-recovered")
	b.do("and out", click("sign-out"))
	firstStep("login-code")
	b.do("a recovery code is good once", typeInto("login-code", recovery), click("login-code-submit"), sees("login-trouble", `data-trouble="code.wrong"`))
}

// text is what an element says.
func (b *browser) text(id string) string {
	b.t.Helper()
	var said string
	b.do("read "+id, func(ctx context.Context, t *chromedp.Target) (_ chromedp.Void, err error) {
		said, err = chromedp.Evaluate[string](`document.querySelector('[data-testid="`+id+`"]').innerText`)(ctx, t)
		return chromedp.Void{}, err
	})
	return said
}

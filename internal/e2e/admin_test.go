package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/pquerna/otp/totp"
)

// TestAdminDay is the administrator's: a unit comes and has people, one of whom gets an account, activates it, signs in and sets
// a second factor up; who is called first is changed by the keyboard; two administrators change the same thing, and nothing of
// either is lost; a unit ends, and another takes over from it.
func TestAdminDay(t *testing.T) {
	t.Parallel()
	s := newStack(t, defaults())
	s.startHotline(true)
	b := newBrowser(t, s.http, "quantri", citizenTone)
	b.signIn("/units", "units-page")

	b.do("a unit is written", click("unit-new"), sees("new-unit-page"), put("unit-code", "DT01"), put("unit-name", "Đội Chiếu sáng"), put("unit-phone", "khong"), click("unit-save"), sees("unit-phone-fault"))
	b.accessible("a unit's faults")
	b.do("and made", put("unit-phone", "02253000777"), click("unit-save"), sees("unit-page", `data-code="DT01"`))

	b.do("somebody needs an account", chromedp.Navigate(b.site+"/accounts"), sees("accounts-page"), click("account-new"), put("account-name", "Vũ Thị Sáng"), click("account-propose"),
		holds(`document.querySelector('[data-testid="account-username"]').value === 'sang.vt'`), click("account-form-save"), sees("account-unit-fault"))
	b.do("of a unit", put("account-unit", "Đội Chiếu sáng"), click("account-form-save"), sees("activation-code"))
	code := strings.TrimSpace(b.text("activation-code"))
	b.screenshot("activation")
	b.do("which is shown once", click("activation-code-done"), holds(`!document.querySelector('[data-testid="activation-code"]')`), sees("account-sang.vt"))

	b.do("people come to the unit", chromedp.Navigate(b.site+"/units/DT01?add=focal"), sees("unit-page"), put("officer-name", "Vũ Thị Sáng"), put("officer-phone", "02253000778"), put("officer-username", "sang.vt"), click("officer-form-save"),
		holds(`document.querySelectorAll('[data-testid="officers-focal"] ol > li').length === 1`),
		click("officer-new-focal"), put("officer-name", "Lê Văn Tối"), put("officer-phone", "02253000779"), click("officer-form-save"), holds(`document.querySelectorAll('[data-testid="officers-focal"] ol > li').length === 2`))
	b.do("the second is called first from now on", evaluate(`document.querySelectorAll('.officer-grip')[1].focus()`), chromedp.KeyEvent(kb.ArrowUp), sees("on-call-save-focal"))
	b.screenshot("on-call-order")
	b.do("saved", click("on-call-save-focal"), holds(`!document.querySelector('[data-testid="on-call-save-focal"]')`), chromedp.Reload(), sees("unit-page"),
		holds(`document.querySelector('[data-testid="officers-focal"] ol > li b')?.innerText === 'Lê Văn Tối'`))

	b.do("while one administrator writes", click("unit-edit"), put("unit-address", "1 Trần Phú"))
	other := s.person(t, "quantri")
	var unit struct{ Version int }
	other.ask(http.MethodGet, "/api/v1/directory/units/DT01", nil, http.StatusOK, &unit)
	other.ask(http.MethodPut, "/api/v1/directory/units/DT01", map[string]any{"version": unit.Version, "name": "Đội Chiếu sáng công cộng", "kind": "department", "phone": "02253000777", "listed": true}, http.StatusOK, nil)
	b.do("another saves: what would change of theirs is shown", click("unit-save"), sees("conflict"), holds(`document.querySelector('[data-testid="conflict"]').innerText.includes('1 Trần Phú')`))
	b.screenshot("conflict")
	b.do("and nothing is lost, of either", click("conflict-mine"), holds(`document.querySelector('[data-testid="unit-address"]').value === '1 Trần Phú'`), holds(`document.querySelector('[data-testid="unit-name"]').value === 'Đội Chiếu sáng công cộng'`), click("unit-save"),
		holds(`document.querySelector('[data-testid="unit-save-done"]').innerText === 'Đã lưu'`), click("unit-form-close"), sees("unit-facts"))

	b.do("it ends, and another takes over", click("unit-close"), sees("closing-form"), put("close-until", time.Now().AddDate(0, 1, 0).Format(time.DateOnly)), put("close-decision", "QĐ 99"), put("close-heirs", "Sở Xây dựng"),
		holds(`document.querySelector('[data-testid="close-save"]').disabled`), click("close-seen"))
	b.screenshot("closing")
	b.do("from a day on", click("close-save"), sees("unit-over"))
	b.looked("unit", "/units/DT01")
	b.looked("accounts", "/accounts")
	b.looked("account", "/accounts/sang.vt")

	const own = "mat khau rieng cua toi"
	b.comesInstead("sang.vt")
	b.do("the new officer activates the account", chromedp.Navigate(b.site+"/activate#"+code), sees("activate-code"), holds(`document.querySelector('[data-testid="activate-code"]').value !== '' && location.hash === ''`),
		typeInto("password-new", own), typeInto("password-again", own+"x"), click("activate-submit"), sees("password-again-fault"))
	b.screenshot("activate")
	b.do("by a password typed twice alike", put("password-again", own), click("activate-submit"), sees("activated"), click("activate-sign-in"))
	b.do("signs in", sees("login-username"), typeInto("login-username", "sang.vt"), typeInto("login-password", own), click("login-submit"), sees("login-secret"))
	now, err := totp.GenerateCode(strings.ReplaceAll(b.text("login-secret"), " ", ""), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	b.do("by two steps", typeInto("login-code", now), click("login-code-submit"), sees("login-recovery"), click("login-kept"), sees("user-name"))
	b.looked("own", "/account")
	b.do("and reports who follows", chromedp.Navigate(b.site+"/staff-changes"), sees("staff-page"), click("staff-new"), sees("note-leaver"), holds(`document.querySelectorAll('[data-testid="note-leaver"] option').length === 3`),
		evaluate(`(() => { const s = document.querySelector('[data-testid="note-leaver"]'); s.value = s.options[1].value; s.dispatchEvent(new Event('change', {bubbles: true})); })()`),
		put("note-from", time.Now().AddDate(0, 0, 3).Format(time.DateOnly)), put("note-name", "Ngô Thị Mai"), put("note-phone", "02253000780"), click("note-form-save"), sees("staff-1", `data-state="reported"`))

	b.comesInstead("vanphong")
	b.signIn("/staff-changes", "staff-page")
	b.do("the Office agrees", click("staff-settle-1"), sees("staff-open"))
	b.screenshot("staff-settle")
	b.do("and it holds", click("staff-apply"), sees("staff-1", `data-state="applied"`))
	b.do("whose a matter would be", chromedp.Navigate(b.site+"/admin/duties"), sees("try-words"), typeInto("try-words", "18 Lạch Tray, phường Gia Viên"), chromedp.KeyEvent(kb.Enter), sees("tried"))
	b.screenshot("tried")
}

package e2e

import (
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// put gives a field a value as a person would, who sees it change at once.
func put(id, value string) step {
	return evaluate(`(() => {
		const field = document.querySelector('[data-testid="` + id + `"]');
		Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, '` + value + `');
		field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));
	})()`)
}

var hanoi = time.FixedZone("+07", 7*60*60)

// TestRulesDay is the administrator's: a holiday moves a deadline, which is seen before it is saved; terms are written and taken
// back; a message is worded anew; and what is typed is asked for before the page is left. An officer reads what they were told.
func TestRulesDay(t *testing.T) {
	t.Parallel()
	s := newStack(t, defaults())
	s.startHotline(true)
	desk := s.person(t, "op01")
	var tk ticketNow
	desk.ask(http.MethodPost, "/api/v1/tickets", map[string]any{
		"group": 1, "field": "cap-dien", "content": "Đèn đường trước số 18 không sáng.", "address": "18 Lạch Tray", "channel": "phone",
		"sender": map[string]any{"type": "individual", "name": "Nguyễn Thị Hoa", "phone": "0912700099", "no_email": true},
	}, http.StatusCreated, &tk)
	desk.deed(&tk, "assign", map[string]any{"lead": "SXD"}, http.StatusOK)
	due := tk.Case.Clocks[len(tk.Case.Clocks)-1].Due

	b := newBrowser(t, s.http, "canbo", citizenTone)
	b.signIn("/work", "work-page")
	b.do("the bell tells of it", sees("notices-bell"), holds(`+document.querySelector('[data-testid="notices-bell"]').dataset.count > 0`), click("notices-bell"), sees("notices-page"))
	b.looked("notices", "/notices")
	b.do("all is read", holds(`document.querySelector('[data-testid="notices-read-all"]:enabled')`), click("notices-read-all"), sees("notices-bell", `data-count="0"`), holds(`!document.querySelector('[data-read="false"]')`))

	b.comesInstead("quantri")
	// Where what is filed before the day's work is due on the same day, another's being off moves nothing.
	day := due.In(hanoi).Format(time.DateOnly)
	b.signIn("/calendar?year="+day[:4], "calendar-page")
	b.do("the day on which it is due becomes a holiday", click("day-"+day), put("day-kind", "holiday"), sees("day-name"), put("day-name", "Nghỉ bão"), put("day-source", "Công điện 1"), click("day-put"),
		sees("day-"+day, `data-kind="holiday"`))
	b.do("what it moves is seen first", holds(`document.querySelector('[data-testid="calendar-save"]').disabled`), click("calendar-preview"), sees("calendar-impact"),
		holds(`+document.querySelector('[data-testid="calendar-impact"]').dataset.moves > 0`), sees("move-"+tk.Code))
	b.accessible("a calendar's effect")
	b.screenshot("calendar-impact")
	b.do("and saved", put("calendar-note", "Bão số 3"), click("calendar-save"), sees("calendar-page", `data-version="2"`), holds(`document.querySelector('[data-testid="calendar-save-done"]').innerText === 'Đã lưu'`))
	b.looked("calendar", "/calendar")

	b.do("terms are written", chromedp.Navigate(b.site+"/rules"), sees("policies-page"), click("rules-new"), sees("policy-form"))
	b.accessible("terms")
	b.screenshot("terms")
	b.do("they need a name and a day to come", put("term-officer", "6"), click("policy-save"), sees("policy-from-fault"))
	b.do("and hold from then on", put("policy-version", "QĐ thử"), put("policy-from", time.Now().AddDate(0, 2, 0).Format(time.DateOnly)), click("policy-save"), sees("policy-QĐ thử"))
	b.do("until they are taken back", click("policy-withdraw"), click("policy-withdraw-yes"), holds(`!document.querySelector('[data-testid="policy-QĐ thử"]')`))

	b.do("a message is worded anew", chromedp.Navigate(b.site+"/templates/sms_received"), sees("template-form"), put("template-text", "Đã nhận. "), click("insert-code"))
	b.do("as somebody gets it", click("template-preview"), sees("template-shown", `data-parts="1"`))
	b.accessible("a template")
	b.screenshot("template")
	b.do("it is not left by mistake, by back or by a link", chromedp.NavigateBack(), sees("leave-ask"), click("leave-no"), holds(`document.querySelector('[data-testid="template-text"]').value === 'Đã nhận. {code}'`),
		evaluate(`document.querySelector('a[href="/templates"]').click()`), sees("leave-ask"))
	b.accessible("being asked")
	b.do("saved, it is left freely", click("leave-no"), click("template-save"), sees("template-page", `data-version="1"`), evaluate(`document.querySelector('a[href="/templates"]').click()`), sees("templates-page"))
	b.looked("templates", "/templates")

	b.do("how much may be read", chromedp.Navigate(b.site+"/reading-rules"), sees("reading-people_hour"), put("reading-people_hour", "0"), holds(`document.querySelector('[data-testid="reading-save"]').disabled`),
		put("reading-people_hour", "150"), click("reading-save"), holds(`document.querySelector('[data-testid="reading-save-done"]').innerText === 'Đã lưu'`))
	b.accessible("how much may be read")
	b.looked("reading", "/reading-rules")
}

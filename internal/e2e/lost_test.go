package e2e

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNothingTypedIsLost is one officer at two machines, whose session is another's for a while and whose unit changes under an
// open page; and an operator whose session ends at the desk. Whatever happens, what was typed is there, and the page says what to do.
func TestNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	d := &days{t, s, s.person(t, "op01")}
	tk := d.sent("Nắp cống trước số 40 Trần Phú bị mất.", "SXD")
	officer := s.person(t, "canbo")
	officer.deed(&tk, "accept", nil, http.StatusOK)

	street := newBrowser(t, s.http, "canbo", citizenTone)
	street.do("a telephone", chromedp.EmulateViewport(390, 844))
	street.signIn("/tickets/"+tk.Code, "ticket-page")
	office := newBrowser(t, s.http, "canbo", citizenTone)
	office.signIn("/tickets/"+tk.Code, "ticket-page")

	d.twoMachines(officer, street, office, tk.Code)
	d.otherPerson(street)
	d.unitWithdrawn(street)
	d.deskCovered(tk.Code)
}

// kept waits until the server has an officer's words of an act; nil: until it has none.
func (d *days) kept(who *person, key, words string) {
	d.Helper()
	d.s.eventually(patience, "the server has "+words, func() bool {
		var list struct {
			Items []struct{ Key string }
		}
		who.ask(http.MethodGet, "/api/v1/drafts", nil, http.StatusOK, &list)
		for _, one := range list.Items {
			if one.Key != key {
				continue
			}
			var draft struct{ Fields map[string]string }
			who.ask(http.MethodGet, "/api/v1/drafts/"+key, nil, http.StatusOK, &draft)
			return draft.Fields["text"] == words
		}
		return words == ""
	})
}

// stands is that a field has these words.
func stands(id, words string) step {
	return holds(fmt.Sprintf(`document.querySelector('[data-testid=%q]')?.value === %q`, id, words))
}

// twoMachines: what was begun in the street is taken at the desk, or left; what is done at one is done with at the other.
func (d *days) twoMachines(who *person, street, office *browser, code string) {
	d.Helper()
	progress, answer := "act:"+code+".progress", "act:"+code+".resolve"
	const words, here = "Đã rào chắn, chờ nắp mới.", "Đã lắp nắp cống mới."
	street.do("write of progress", click("act-progress"), sees("act-form-progress"), typeInto("act-text", words))
	d.kept(who, progress, words)
	office.do("it is offered at the other machine", click("act-progress"), sees("other-draft"))
	office.seeIt("other-draft")
	office.do("and taken", click("other-draft-take"), stands("act-text", words), click("act-send"), sees("act-done"))
	d.kept(who, progress, "")
	street.do("where it was begun it is over", chromedp.Navigate(d.s.http+"/tickets/"+code), sees("ticket-page"), holds(`!localStorage.getItem('hotline.act.canbo.`+code+`.progress')`))

	office.do("write an answer", click("act-resolve"), sees("act-form-resolve"), typeInto("act-text", "Bản cũ."))
	d.kept(who, answer, "Bản cũ.")
	street.do("write another in the street", chromedp.Navigate(d.s.http+"/tickets/"+code), sees("ticket-page"), click("act-resolve"), sees("other-draft"), click("other-draft-keep"), typeInto("act-text", here), stands("act-text", here))
	d.kept(who, answer, here)
}

// otherPerson: somebody else signs in with the same browser in another tab; the page does nothing as them.
func (d *days) otherPerson(street *browser) {
	d.Helper()
	const here = "Đã lắp nắp cống mới."
	street.do("another signs in in another tab", holds(`(window.signedIn ??= fetch('/api/v1/sessions', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{"username":"op02","password":"`+password+`"}'}).then(({status}) => { window.status1 = status })) && window.status1 === 201`))
	street.do("the page is not theirs", click("act-send"), sees("session-cover"), holds(`document.querySelector('[data-testid="session-cover"]').innerText.includes('Người khác')`))
	street.seeIt("other-person")
	street.comesBack("canbo", stands("act-text", here))
}

// comesBack signs in again on the cover, which names them, and finds the page as it was.
func (b *browser) comesBack(username string, found ...step) {
	b.t.Helper()
	steps := []step{stands("login-username", username), typeInto("login-password", password), click("login-submit"), holds(`document.querySelector('[data-testid="session-cover"]') === null`)}
	b.do("sign in again", append(steps, found...)...)
}

// unitWithdrawn: the officer's unit is another while the form is open. Their words are theirs to copy.
func (d *days) unitWithdrawn(street *browser) {
	d.Helper()
	d.s.person(d.T, "quantri").ask(http.MethodPatch, "/api/v1/accounts/canbo", map[string]any{"unit": power}, http.StatusOK, nil)
	street.do("the ticket is not theirs any more", click("act-send"))
	street.do("the words are there to copy", sees("act-refused-gone"), sees("act-copy"), holds(`document.body.innerText.includes('Đã lắp nắp cống mới.')`))
	street.seeIt("right-withdrawn")
}

// deskCovered: an operator's session ends; the page stays under the cover, and the desk's link comes back with them.
func (d *days) deskCovered(code string) {
	d.Helper()
	desk := newBrowser(d.T, d.s.http, "op02", citizenTone)
	desk.signIn("/desk", "shift-check")
	desk.do("write of a ticket", goes("/tickets/"+code), sees("ticket-page"), click("act-more"), click("act-correct"), sees("act-form-correct"), typeInto("act-reason", "Người dân báo lại địa chỉ."))
	d.s.person(d.T, "quantri").ask(http.MethodDelete, "/api/v1/accounts/op02/sessions", nil, http.StatusNoContent, nil)
	desk.do("the session is over", sees("session-cover"), sees("login-username"))
	desk.seeIt("desk-cover")
	desk.comesBack("op02", stands("act-reason", "Người dân báo lại địa chỉ."))
	desk.do("the desk is there again", goes("/desk"), sees("shift-check"), holds(`document.querySelector('[data-testid="session-cover"]') === null`))
}

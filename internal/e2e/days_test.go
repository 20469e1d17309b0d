package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// days is what the days of those who work with tickets share: one whole hotline, and its operator.
type days struct {
	*testing.T
	s    *stack
	desk *person
}

// TestDaysWithTickets are the ways of an officer on a telephone in the street and of the Office at a desk, each of whom sees what
// the other did, and all that goes wrong on the way: a lost connection, a session that ends, somebody else's change, a unit that
// has the ticket no more, a file that is too large, a page that is left. Nothing that was typed is lost.
func TestDaysWithTickets(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	d := &days{t, s, s.person(t, "op01")}
	tk := d.sent("Đèn đường trước số 18 Lạch Tray không sáng ba đêm nay.", "SXD")
	other := d.sent("Cột điện đầu ngõ 5 nghiêng.", power)

	officer := newBrowser(t, s.http, "canbo", citizenTone)
	officer.do("a telephone", chromedp.EmulateViewport(390, 844))
	officer.signIn("/tickets/"+tk.Code, "ticket-page")
	d.wrongPerson(officer, other.Code)
	d.officer(officer, &tk)
	d.office(&tk)
	d.officerAgain(officer, &tk)
}

// sent is a ticket that a unit has.
func (d *days) sent(content, unit string) (tk ticketNow) {
	d.Helper()
	d.desk.ask(http.MethodPost, "/api/v1/tickets", map[string]any{
		"group": 1, "field": "cap-dien", "content": content, "address": "18 Lạch Tray", "channel": "phone",
		"sender": map[string]any{"type": "individual", "name": "Nguyễn Thị Hoa", "phone": "0912700088", "no_email": true},
	}, http.StatusCreated, &tk)
	d.desk.deed(&tk, "assign", map[string]any{"lead": unit}, http.StatusOK)
	return tk
}

// now reads a ticket as the operator sees it.
func (d *days) now(tk *ticketNow) {
	d.Helper()
	code := tk.Code
	*tk = ticketNow{}
	d.desk.ask(http.MethodGet, "/api/v1/tickets/"+code, nil, http.StatusOK, tk)
}

// wrongPerson: who opens another unit's ticket is told what is told of a code that nobody has.
func (d *days) wrongPerson(officer *browser, theirs string) {
	d.Helper()
	var said []string
	for _, code := range []string{theirs, "26-999999-9"} {
		officer.do("open what is not theirs", chromedp.Navigate(d.s.http+"/tickets/"+code), sees("page-not-found"))
		said = append(said, officer.text("page-not-found"))
	}
	if said[0] != said[1] {
		d.Errorf("of another's ticket: %q, of none: %q", said[0], said[1])
	}
	officer.screenshot("not-theirs")
}

// does fills an act's form and sends it.
func (b *browser) does(act, button string, fields ...[2]string) {
	b.t.Helper()
	steps := []step{click("act-" + act), sees("act-form-" + act)}
	for _, f := range fields {
		steps = append(steps, typeInto("act-"+f[0], f[1]))
	}
	b.do(act, append(steps, click(button))...)
}

// officer: accepts, notes progress without a connection, is signed out over an answer, and comes back to it.
func (d *days) officer(officer *browser, tk *ticketNow) {
	d.Helper()
	officer.do("the ticket", chromedp.Navigate(d.s.http+"/tickets/"+tk.Code), sees("ticket-next", `data-act="accept"`), sees("term-officer", `data-urgency="ahead"`))
	officer.inView("ticket-sent")
	officer.does("accept", "act-send")
	officer.do("it is theirs", holds(`document.querySelector('[data-testid="act-done"]').innerText.includes("Nhận xử lý")`), sees("ticket-next", `data-act="resolve"`))

	officer.do("begin to write of progress", click("act-progress"), sees("act-form-progress"), typeInto("act-text", "Đã cử đội sửa đèn."))
	d.s.hotline.Kill9()
	officer.do("there is no connection", click("act-send"), sees("act-offline"), sees("act-retry"))
	officer.inView("act-offline")
	d.s.hotline.Start()
	officer.do("there is one again", click("act-retry"), holds(`document.querySelector('[data-testid="act-done"]').innerText.includes("Cập nhật tiến độ")`))

	large := filepath.Join(d.TempDir(), "phim.mp4")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		d.Fatal(err)
	}
	if err := os.Truncate(large, 26<<20); err != nil {
		d.Fatal(err)
	}
	officer.do("a film that is too large", chromedp.SetUploadFiles(at("file-choose"), []string{large}), sees("file-barred"))

	const answer = "Đã thay bóng và bộ nguồn, đèn sáng lại."
	officer.do("begin to answer", click("act-resolve"), sees("act-form-resolve"), typeInto("act-text", answer))
	officer.do("go back, and come again", goes("/units"), sees("units-page"), evaluate(`history.back()`), sees("act-form-resolve"), holds(`document.querySelector('[data-testid="act-text"]').value === "`+answer+`"`))
	d.s.person(d.T, "quantri").ask(http.MethodDelete, "/api/v1/accounts/canbo/sessions", nil, http.StatusNoContent, nil)
	officer.do("the session is over", click("act-send"), sees("session-cover"), sees("login-username"))
	officer.inView("session-cover")
	officer.do("sign in again", stands("login-username", "canbo"), typeInto("login-password", password), click("login-submit"), holds(`document.querySelector('[data-testid="session-cover"]') === null`), sees("act-form-resolve"),
		holds(`document.querySelector('[data-testid="act-text"]').value === "`+answer+`"`))

	d.now(tk)
	d.desk.deed(tk, "mark-urgent", map[string]any{"urgent": true, "reason": "Trước cổng trường học"}, http.StatusOK)
	officer.do("the hotline has changed it meanwhile", click("act-send"), sees("act-changed"), sees("act-again"))
	officer.inView("act-changed")
}

// office: reads the list, takes it out, reminds the unit, and gives the ticket to another.
func (d *days) office(tk *ticketNow) {
	d.Helper()
	office := newBrowser(d.T, d.s.http, "vanphong", citizenTone)
	office.signIn("/tickets?q="+tk.Code, "tickets-page")
	office.do("the list", sees("ticket-row-"+tk.Code), sees("export-xlsx"), click("ticket-row-"+tk.Code), sees("ticket-page"))
	office.does("remind", "act-send", [2]string{"text", "Đề nghị trả lời trong hôm nay."})
	office.do("it stands there", sees("ticket-reminders"), holds(`document.querySelector('[data-testid="ticket-reminders"]').innerText.includes("trong hôm nay")`))
	office.seeIt("ticket-office")
}

// officerAgain: sees the reminder, and sends the answer that waited; then the ticket is over for them.
func (d *days) officerAgain(officer *browser, tk *ticketNow) {
	d.Helper()
	settled := holds(`!document.querySelector('[data-testid="act-again"]').disabled`)
	officer.do("the answer still waits, and meets what the Office wrote", settled, click("act-again"), sees("ticket-reminders"), sees("act-changed"), settled)
	officer.do("it is sent all the same", click("act-again"), holds(`document.querySelector('[data-testid="act-done"]').innerText.includes("Trả lời kết quả")`), sees("ticket-results"))
	if d.now(tk); tk.State != "resolved" {
		d.Errorf("the ticket is %s", tk.State)
	}
	officer.inView("ticket-resolved")
}

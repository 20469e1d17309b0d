package e2e

import (
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hotline1022/internal/callsim"
)

// alt is a key of the desk.
func alt(k string) step { return chromedp.KeyEvent(k, chromedp.KeyModifiers(chromedp.ModifierAlt)) }

// ctrlEnter files, and sends.
func ctrlEnter() step {
	return chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl))
}

// TestOperatorsTicketWork is what an operator does with tickets while citizens speak: one matter is known already, and the
// call is noted there by a key; of the next a ticket is filed with its place and a picture, over a reload, and sent to a
// unit by the same hands; then a ticket is published without its citizen's name.
func TestOperatorsTicketWork(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	d := &days{t, s, s.person(t, "op02")}
	known := d.sent("Đèn đường trước số 18 Lạch Tray không sáng ba đêm nay.", power)
	op := newBrowser(t, s.http, "op01", operatorTone)
	beginShift(op)
	d.known(op, known.Code)
	code := d.fresh(op)
	op.do("every key in one list", alt("h"), sees("key-help"))
	op.bothThemes("keys")
	op.do("hang up", click("key-help-close"), key(kb.F9), sees("status", `data-status="ready"`))
	d.published(op)
	var tk ticketNow
	d.desk.ask(http.MethodGet, "/api/v1/tickets/"+code, nil, http.StatusOK, &tk)
	if tk.State != "assigned" {
		t.Errorf("the ticket is %s", tk.State)
	}
}

// talks has a citizen call, and the operator answer.
func (d *days) talks(op *browser, from string) *callsim.Citizen {
	d.Helper()
	z := d.s.citizens.Start(d.Context(), callsim.CitizenCall{From: from, To: hotline, GiveUp: time.Minute})
	op.do("the call rings", sees("call-bar", `data-state="offered"`))
	op.do("answer", key(kb.F10), sees("call-bar", `data-state="talking"`), sees("ticket-form"))
	return z
}

// known: what the citizen says is a matter that stands; the call is noted on it without a hand leaving the keys.
func (d *days) known(op *browser, code string) {
	d.Helper()
	z := d.talks(op, "0912345678")
	op.do("as it is written, the ticket that is like it appears, and the typing goes on", typeInto("ticket-address", "18 Lạch Tray"), typeInto("ticket-content", "Đèn đường trước số 18 Lạch Tray vẫn không sáng."),
		sees("likely-"+code, `data-because*="place"`), holds(`document.activeElement.dataset.testid === 'ticket-content'`))
	op.bothThemes("likely")
	op.do("it can be gone to, and left again", alt("t"), holds(`document.activeElement.dataset.testid === 'likely-`+code+`'`), key(kb.Escape), holds(`document.activeElement.dataset.testid === 'theme-switch'`)) // where she was
	op.do("note the call there by one key", sees("likely", `data-seen="true"`), alt("v"),
		sees("ticket-code", `data-code="`+code+`"`, `data-noted="true"`), sees("after-filed"), sees("act-bar"))
	op.bothThemes("noted")
	op.do("hang up", key(kb.F9), sees("status", `data-status="ready"`))
	z.Report()
}

const paste = `(() => {
	const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0));
	const data = new DataTransfer();
	data.items.add(new File([bytes], 'den.png', {type: 'image/png'}));
	document.querySelector('[data-testid="ticket-content"]').dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
})()`

const drop = `(() => {
	const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0));
	const data = new DataTransfer();
	data.items.add(new File([bytes], 'cay.png', {type: 'image/png'}));
	const form = document.querySelector('[data-testid="ticket-form"]');
	for (const type of ['dragenter', 'dragover', 'drop']) form.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
})()`

// fresh: a matter that nobody knows, with its place on the map and a picture; the page is loaded anew in between.
func (d *days) fresh(op *browser) string {
	d.Helper()
	d.talks(op, "0912345679")
	op.do("write it; Enter in a field files nothing", click("ticket-group-1"), typeInto("sender-name", "Trần Văn Bình"), typeInto("ticket-content", "Cây đổ chắn ngang ngõ, đè lên dây điện."), typeInto("ticket-address", "Ngõ 5 Cầu Đất"), key(kb.Enter), alt("u"),
		holds(`document.querySelector('[data-testid="ticket-urgent"]').checked`))
	op.do("set its place by keys", click("ticket-pin"), sees("map", `data-tiles="false"`), holds(`document.querySelectorAll('.map-square').length > 0`), click("map"), key(kb.ArrowRight), key(kb.ArrowDown), sees("ticket-pin", `data-lat`))
	op.bothThemes("map")
	op.do("back to the form", click("map-done"), absent("map-panel"))
	op.do("paste a picture, which waits", evaluate(paste), sees("waiting-files", `data-count="1"`), sees("photo", `data-state="waiting"`))
	op.do("drop another anywhere on the form", evaluate(drop), sees("waiting-files", `data-count="2"`), holds(`document.querySelectorAll('[data-testid="photo"][data-stored="true"]').length === 2`))
	op.do("load the page anew: all is there", chromedp.Reload(), sees("call-bar", `data-state="talking"`), sees("waiting-files", `data-count="2"`), sees("ticket-pin", `data-lat`),
		holds(`document.querySelector('[data-testid="ticket-content"]').value.includes('Cây đổ')`))
	op.bothThemes("ticket")
	op.do("file it and send it to a unit", alt("a"), sees("ticket-code"), sees("after-filed", `data-act="assign"`), sees("act-form-assign"), sees("photo", `data-state="kept"`), holds(`document.activeElement.dataset.testid === 'act-lead'`))
	op.do("which is chosen by its code", typeInto("act-lead", power), ctrlEnter(), holds(`document.querySelector('[data-testid="act-done"]').innerText.includes('Chuyển đơn vị')`), holds(`!document.querySelector('.after-filed > .notice')`))
	op.bothThemes("sent")
	return op.attribute("ticket-code", "data-code")
}

// published: what tells of people is marked, and hidden by a tap.
func (d *days) published(op *browser) {
	d.Helper()
	var tk ticketNow
	d.desk.ask(http.MethodPost, "/api/v1/tickets", map[string]any{
		"group": 1, "field": "cap-dien", "content": "Bà Nguyễn Thị Hoa, số 0912 700 088, báo mất điện.", "address": "18 Lạch Tray", "channel": "phone",
		"sender": map[string]any{"type": "individual", "name": "Nguyễn Thị Hoa", "phone": "0912700088", "no_email": true},
	}, http.StatusCreated, &tk)
	d.desk.deed(&tk, "answer", map[string]any{"text": "Đã có điện lại lúc 9 giờ.", "basis": "Điện lực"}, http.StatusOK)
	op.do("what would be published", chromedp.Navigate(d.s.http+"/tickets/"+tk.Code), sees("act-publish"), click("act-publish"), sees("publish", `data-current="true"`), sees("publish-hide-content-1", `data-found="phone"`), sees("act-sure"))
	op.bothThemes("publish")
	op.do("hide the number, then the name", click("publish-hide-content-1"), sees("publish", `data-current="true"`), absent("act-sure"), click("publish-hide-content-0"), sees("publish", `data-current="true"`, `data-found="0"`))
	d.desk.deed(&tk, "mark-urgent", map[string]any{"urgent": true, "reason": "Cả khu phố"}, http.StatusOK)
	op.do("it is said, and nothing is lost", click("act-checked"), click("act-send"), sees("act-changed"), holds(`document.querySelector('[data-testid="publish-content"]').innerText.includes('[đã ẩn]')`))
	op.bothThemes("publish-changed")
	op.do("publish it", click("act-checked"), click("act-again"), sees("ticket-public"), holds(`!document.querySelector('[data-testid="ticket-public"]').innerText.includes('0912')`))
}

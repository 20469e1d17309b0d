package e2e

import (
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim"
	"hotline1022/internal/store"
	"hotline1022/internal/store/storetest"
)

// above are those who come to a ticket when its unit does not answer, or the city's leadership asks.
type above struct {
	days
	st *store.Store

	silent, other ticketNow // of the Sở Xây dựng: with a call, and without
	elsewhere     ticketNow // of the power company
	call          record
}

// TestTheDaysAbove are one day of a unit's head, of the Office and of an auditor, in their browsers, and each sees what the
// one before did. A ticket that nobody answered is with the head, who gives it to an officer; the Office finds what is overdue
// before all else, reminds two units at once, re-routes, leads, asks for a directive and gives it, and wants a dossier; the
// auditor finds the citizen's call, says why, hears it, and reads in the log that they did, and what the others took out.
func TestTheDaysAbove(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	d := &above{days: days{t, s, s.person(t, "op01")}, st: s.openStore()}
	d.shows("2027-04-29 15:00") // a Thursday
	d.heard()
	d.other = d.sent("Hố ga mất nắp đầu ngõ 5.", "SXD")
	d.elsewhere = d.sent("Cột điện đầu ngõ 7 nghiêng.", power)

	// Over Reunification Day and the days given for it: the officer's hours are over, and in elsewhere's case the head's, too.
	d.later("2027-05-05 09:00", "escalated_to_head", &d.silent, &d.other, &d.elsewhere)
	b := newBrowser(t, s.http, "thutruong", citizenTone)
	d.head(b)
	d.later("2027-05-31 10:00", "overdue", &d.other, &d.elsewhere)
	d.leads(b)
	d.afterwards(b)
	d.audits(b)
}

// shows sets the clock by which tickets change.
func (d *above) shows(clock string) {
	d.Helper()
	storetest.SetClock(d, d.st, local(d.T, clock))
}

// later is another time, with nothing done until then: the clocks have fired.
func (d *above) later(clock, state string, tickets ...*ticketNow) {
	d.Helper()
	d.s.hotline.Kill9()
	d.shows(clock)
	d.s.hotline.Start()
	d.s.eventually(patience, "they are "+state, func() bool {
		all := true
		for _, tk := range tickets {
			d.now(tk)
			all = all && tk.State == state
		}
		return all
	})
}

// heard: a citizen speaks with an operator, who files what they say.
func (d *above) heard() {
	d.Helper()
	const from = "0912700031"
	pops := make(chan protocol.Call, 1)
	op := operator(d, d.s, callsim.AgentOptions{User: "op01", OnPop: func(c protocol.Call, _ time.Time) { pops <- c }})
	z := d.s.citizen(d.T, from)
	call := (<-pops).ID
	hears(d.T, d.s, z, operatorTone)
	d.desk.ask(http.MethodPost, "/api/v1/tickets", map[string]any{
		"group": 1, "field": "cap-dien", "content": "Mặt đường Lạch Tray sụt một hố sâu.", "address": "40 Lạch Tray", "channel": "phone", "call_id": call,
		"sender": map[string]any{"type": "individual", "name": "Nguyễn Thị Hoa", "phone": from, "no_email": true},
	}, http.StatusCreated, &d.silent)
	d.desk.deed(&d.silent, "assign", map[string]any{"lead": "SXD"}, http.StatusOK)
	if err := op.Do(d.Context(), protocol.ClientMessage{Type: protocol.ClientHangup, Call: call}); err != nil {
		d.Fatal(err)
	}
	clean(d.T, z, callsim.EndedByRemote)
	d.call = d.s.archived(d.s.token("auditor"), from)
}

// head: on a telephone, is told, finds what is late, reads the unit's figures, and has an officer do it, who finds it as theirs.
func (d *above) head(b *browser) {
	d.Helper()
	b.do("a telephone", chromedp.EmulateViewport(390, 844))
	b.signIn("/work", "work-page")
	b.do("the bell tells of it", sees("notices-bell"), holds(`+document.querySelector('[data-testid="notices-bell"]').dataset.count > 0`), click("notices-bell"), says("notices-table", d.silent.Code))
	b.do("what has come to the head", goes("/work"), sees("work-"+d.silent.Code), sees("work-"+d.other.Code), says("work-"+d.silent.Code, "Đã chuyển Thủ trưởng"))
	b.inView("head-inbox")
	b.do("the unit's figures say so", goes("/figures"), sees("figures-SXD"), holds(`document.querySelector('[data-testid="figures-SXD"]').cells[4].innerText === '2'`))
	b.inView("head-figures")
	b.do("the ticket", goes("/tickets/"+d.silent.Code), sees("ticket-page"), holds(`document.querySelector('[data-testid="act-more"]').click() === undefined`))
	b.does("hand_over", "act-send", [2]string{"to", "Bùi Văn Hải"}, [2]string{"reason", "Anh Hải nắm tuyến đường này."})
	b.do("it is the officer's", says("act-done", "Bàn giao"), says("ticket-parts", "Bùi Văn Hải"))
	b.inView("head-handed-over")

	b.comesInstead("canbo")
	b.signIn("/work?section=mine", "work-"+d.silent.Code)
	b.do("who answers it", click("work-act-resolve"), sees("act-form-resolve"), typeInto("act-text", "Đã lấp hố và trải lại mặt đường."), click("act-send"), says("work-done", d.silent.Code))
	if d.now(&d.silent); d.silent.State != "resolved" {
		d.Errorf("what the head had answered is %s", d.silent.State)
	}
}

// leads is the Office's day.
func (d *above) leads(b *browser) {
	d.Helper()
	b.do("a screen", chromedp.EmulateViewport(1366, 768))
	b.comesInstead("vanphong")
	b.signIn("/", "board-page")
	b.do("what is overdue comes first", sees("board-overdue", `data-count="2"`), holds(`[...document.querySelectorAll('[data-testid^="board-row-"]')].findIndex((row) => row.dataset.late === 'false') !== 0`),
		sees("board-row-"+d.other.Code, `data-late="true"`), sees("board-row-"+d.elsewhere.Code, `data-late="true"`))
	b.do("both units are reminded at once", click("choose-"+d.other.Code), click("choose-"+d.elsewhere.Code), click("board-remind"), sees("board-remind-form"), typeInto("remind-text", "Lãnh đạo UBND đề nghị trả lời trong ngày."), click("remind-send"),
		sees("remind-done", `data-sent="2"`, `data-failed="0"`))
	b.screenshot("board-reminded")
	b.do("one is another unit's", click("remind-close"), click("board-open-"+d.elsewhere.Code), sees("board-panel", `data-code="`+d.elsewhere.Code+`"`), sees("act-reroute"), click("act-reroute"), sees("act-form-reroute"),
		put("act-lead", "Sở Xây dựng"), typeInto("act-reason", "Cột thuộc tuyến chiếu sáng công cộng."), click("act-send"), says("act-done", "Điều phối đơn vị khác"))
	b.screenshot("board-rerouted")
	b.do("the other the Office leads itself", click("board-panel-close"), click("board-open-"+d.other.Code), sees("board-panel", `data-code="`+d.other.Code+`"`))
	b.does("take_by_office", "act-send", [2]string{"reason", "Vượt thẩm quyền của Sở."})
	b.do("for a cause", sees("act-fault-cause"), put("act-cause", "city_competence"), click("act-send"), sees("act-request_directive"))
	b.does("request_directive", "act-send", [2]string{"proposal", "Giao Sở Xây dựng chủ trì, Điện lực phối hợp."})
	b.do("a directive is waited for", sees("act-direct"), click("act-direct"), sees("act-form-direct"), typeInto("act-number", "512/UBND-XD"), typeInto("act-date", "31/05/2027"), put("act-lead", "Sở Xây dựng"), put("act-cooperating", power), click("act-send"), says("ticket-directives", "512/UBND-XD"))
	b.screenshot("board-directed")
	b.do("of what was answered so late a dossier is wanted", chromedp.Navigate(b.site+"/board?open="+d.silent.Code), sees("board-panel", `data-code="`+d.silent.Code+`"`), click("act-more"), sees("act-want_review"))
	b.does("want_review", "act-send", [2]string{"reason", "Đã để quá hạn của cán bộ."})
	b.do("which is waited for", sees("act-done"), chromedp.Navigate(b.site+"/board?part=dossier"), sees("board-dossier"), sees("board-open-"+d.silent.Code))
	b.screenshot("board-dossier")

	d.now(&d.other)
	if d.other.State != "assigned" || len(d.other.Slips) != 3 {
		d.Errorf("by the directive two units have it: %s", asJSON(d.other))
	}
	d.now(&d.silent)
	d.desk.deed(&d.silent, "send-dossier", map[string]any{"for": "review", "summary": "Chuyển Thủ trưởng sau 8 giờ làm việc."}, http.StatusOK)
	b.do("the hotline has sent it", chromedp.Reload(), sees("board-dossier"), absent("board-open-"+d.silent.Code), click("notices-bell"), says("notices-table", d.silent.Code))
}

// afterwards: the head's unit has what was re-routed to it, and was told what the Office wrote.
func (d *above) afterwards(b *browser) {
	d.Helper()
	b.comesInstead("thutruong")
	b.signIn("/work", "work-"+d.elsewhere.Code)
	b.do("what was re-routed, and by the directive", sees("work-"+d.other.Code), goes("/tickets/"+d.other.Code), says("ticket-reminders", "trong ngày"), says("ticket-directives", "512/UBND-XD"))
	b.inView("head-directed")
}

// audits is the auditor's day.
func (d *above) audits(b *browser) {
	d.Helper()
	const why = "Thanh tra đột xuất số 7"
	b.comesInstead("kiemtra")
	b.signIn("/calls", "calls-page")
	b.do("nobody is shown before it is said why", sees("call-row-"+d.call.ID), holds(`!document.querySelector('[data-testid="calls-table"]').innerText.includes('700031')`))
	b.why(why)
	b.do("the call by its number", typeInto("filter-from", "0912700031"), click("filter-apply"), holds(`document.querySelectorAll('[data-testid^="call-row-"]').length === 1`), holds(`document.querySelector('[data-testid="calls-table"]').innerText.includes('700 031')`))
	b.screenshot("auditor-found")
	b.do("is heard", click("call-row-"+d.call.ID), sees("call-page"), says("call-tickets", d.silent.Code), chromedp.WaitEnabled(at("player-play")), click("player-play"),
		holds(`Number(document.querySelector('[data-testid="player-play"]')?.dataset.at ?? 0) > 1`))
	b.do("the log has it, with the reason", chromedp.Navigate(b.site+"/audit?action=recording.listen&actor=kiemtra"), sees("audit-page"), holds(`document.querySelectorAll('[data-action="recording.listen"]').length === 1`), says("audit-table", why), says("audit-table", d.call.ID))
	b.screenshot("auditor-log")
	b.do("the ticket tells who did what", chromedp.Navigate(b.site+"/tickets/"+d.other.Code), sees("ticket-page"), holds(`document.querySelector('.timeline').textContent.includes('Ngô Thị Yến')`))
}

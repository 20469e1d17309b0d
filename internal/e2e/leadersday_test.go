package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"hotline1022/internal/callsim"
	"hotline1022/internal/ticket"
)

const (
	gaveUp    = "0912700041" // waits while nobody is ready, and hangs up
	inTheDark = "0912700042" // is answered: their street has no light
)

// leading is the shift leader's day: her page, the operator's, and who looks at it afterwards.
type leading struct {
	*testing.T
	s          *stack
	n          *network
	auditor    string
	leader, op *browser
	day        string // that is planned: tomorrow, in Hải Phòng
	dark       *callsim.Citizen
	calls      map[string]string // each citizen's call
}

// TestTheLeadersDay is the day of a shift leader, in her browser, with its consequences in other people's and on the citizens'
// telephones. A citizen waits, and nobody is ready: she sees it, and who gave up is missed. The next one is answered; she listens,
// and whispers to the operator. What she hears is a blackout: who calls then is told of it first, and is sent the code of a ticket.
// She plans tomorrow, finds the missed citizen, whom the operator calls back, and ends the blackout. In the end the wallboard has
// the figures of all this, for the Office as for her, and the auditor reads what she did.
func TestTheLeadersDay(t *testing.T) {
	s := newStack(t, options{Greeting: true, Haiphong: true, OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	n := newNetwork(t, s, gaveUp+"=answer:1s")
	s.startHotline(true)
	d := &leading{
		T: t, s: s, n: n, auditor: s.token("auditor"), day: time.Now().In(ticket.Zone).AddDate(0, 0, 1).Format(time.DateOnly), calls: map[string]string{},
		leader: newBrowser(t, s.http, "truongca", leadersTone), op: newBrowser(t, s.http, "op01", operatorsTone),
	}
	d.missed()
	d.besideTheOperator()
	d.announces()
	d.plans()
	d.calledBack()
	d.over()
	d.figures()
	d.read()
}

// missed: the operator has not tried her headset yet, and a citizen waits.
func (d *leading) missed() {
	d.Helper()
	d.op.signIn("/", "ready-button")
	waits := d.s.asked(d.T, gaveUp)
	d.leader.signIn("/", "wallboard-page")
	d.leader.do("a citizen waits, and nobody is ready", sees("wall-queue-tong-dai", `data-waiting="1"`, `data-ready="0"`),
		sees("live-calls", `data-calls="1"`), says("live-calls", "0912 700 041"), sees("wall-operator-op01", `data-status="paused"`))
	d.leader.screenshot("waits")
	waits.hears("", "queue-wait")
	waits.z.Hangup()
	r := d.s.ended(d.auditor, gaveUp)
	checkEnd(d.T, r, "citizen", "abandoned_wait", "")
	d.calls[gaveUp] = r.ID
	d.leader.do("they gave up, and are to be called back", sees("wall-queue-tong-dai", `data-waiting="0"`), sees("wall-callbacks", `data-waiting="1"`))
}

// besideTheOperator: the leader hears the next call, and tells the operator something that the citizen does not hear.
func (d *leading) besideTheOperator() {
	d.Helper()
	d.op.listenIn()
	d.op.beginShift()
	d.leader.do("her microphone", evaluate(`localStorage.setItem('hotline.rawaudio', '1')`), sees("wall-operator-op01", `data-status="ready"`))
	d.leader.listenIn()
	d.dark = calls(d.T, d.s, d.op, inTheDark)
	d.calls[inTheDark] = d.s.state(d.auditor, inTheDark, "talking").ID
	d.leader.listensTo(d.dark, inTheDark, d.op)
	d.leader.whispersTo(d.op, d.dark)
	d.leader.do("leave them to it", click("watch-leave"), sees("watch-bar", `data-mode=""`))
	d.op.do("the operator sees that, too", absent("hears-leader"), says("banner", "Trưởng ca Đỗ Thị Hương đã rời cuộc gọi"))
	hearsOnly(d.T, "the citizen", d.dark.Audio().Receiver(), operatorsTone)
}

// announces: who calls now hears of the blackout before all else, and joins it.
func (d *leading) announces() {
	d.Helper()
	d.leader.do("write it", goes("/incidents"), sees("storm-none"), typeInto("storm-area", "Phường Lê Chân"), typeInto("storm-text", "Mất điện từ 14:00, điện lực đang khắc phục."), click("storm-end-4"))
	d.leader.do("announce it", click("storm-submit"), sees("storm-live", `data-voice="ready"`, `data-joined="0"`))
	joinsIncident(d.T, d.s, d.auditor, d.s.openIncident(d.auditor))
	d.leader.do("one has joined, with a ticket", sees("storm-live", `data-joined="1"`), sees("storm-tickets", `data-reported="1"`))
	d.leader.screenshot("announced")
	d.op.do("the operator reads it while she speaks, and has nothing to change there", goes("/incidents"), sees("storm-live", `data-joined="1"`), says("storm-live", "Phường Lê Chân"), absent("storm-edit", "storm-close"))
	d.op.screenshot("announced")
}

// plans: the operator works tomorrow morning, and finds it in her own page.
func (d *leading) plans() {
	d.Helper()
	week := "/shifts?week=" + d.day
	d.leader.do("nobody is planned", goes(week), sees("day-"+d.day, `data-gaps="1"`))
	d.leader.do("write the operator down", newShift(d.day, "op01")...)
	d.leader.do("for the morning", append([]step{click("shift-usual-06")}, saveShift...)...)
	d.leader.do("it stands there", sees("shift-"+d.day+"-op01"), sees("day-"+d.day, `data-gaps="2"`))
	d.leader.screenshot("planned")
	d.op.do("the operator finds it, and cannot change it", goes(week), says("day-"+d.day, "Nguyễn Thị Mai"), says("day-"+d.day, "06:00–14:00"), absent("day-add-"+d.day))
	d.op.screenshot("planned")
}

// calledBack: the leader finds who was missed; the operator, who is free again, calls them.
func (d *leading) calledBack() {
	d.Helper()
	d.leader.do("who was missed", goes("/calls?end=abandoned_wait"), sees("call-row-"+d.calls[gaveUp]), holds(`document.querySelectorAll('[data-testid^="call-row-"]').length === 1`))
	d.leader.do("they are to be called back", goes("/callbacks"), says("callbacks-table", "0912 700 041"), says("callbacks-table", "Bỏ máy khi đang chờ"))
	d.leader.screenshot("to-be-called-back")
	d.op.do("the operator comes to an end with the other", goes("/desk"), sees("call-bar", `data-state="talking"`), sees("ticket-form"))
	fileTicket(d.op, "Mất điện cả ngõ 12.")
	d.op.do("hangs up", key(kb.F9), sees("status", `data-status="wrapup"`))
	d.dark.Hangup()
	d.op.do("and is free", click("ready-button")) // for a moment only, when the other has waited long enough
	d.op.callsBack(gaveUp)
	d.op.screenshot("calls-back")
	hearsOnly(d.T, "who gave up", d.n.answered(gaveUp, 1).Audio().Receiver(), operatorsTone)
	d.op.hearsOnly("calling back", officersTone)
	d.leader.do("they have spoken", goes("/callbacks?state=ended"), says("callbacks-table", "0912 700 041"), says("callbacks-table", "Đã nói chuyện"), says("callbacks-table", "Nguyễn Thị Mai"))
	d.leader.screenshot("called-back")
	d.op.do("good-bye", key(kb.F9), sees("status", `data-status="wrapup"`))
}

// over: whoever joined is told.
func (d *leading) over() {
	d.Helper()
	d.leader.do("the light is on again", goes("/incidents"), click("storm-close"), sees("storm-close-text"), click("storm-close-yes"), sees("storm-none"))
	d.s.eventually(patience, "who joined is told that it is over, and nobody else", func() bool {
		over := d.s.told(d.auditor, "da duoc khac phuc")
		return len(over) == 1 && over[joiner] == 1
	})
}

// figures: of two who came into the queue one gave up; the Office reads the same.
func (d *leading) figures() {
	d.Helper()
	today := []step{sees("wall-service", `data-state="fresh"`), sees("wall-service-all", `data-share="50"`, `data-answered="1"`, `data-abandoned="1"`), sees("wall-callbacks", `data-waiting="0"`), sees("wall-incident", `data-open="false"`)}
	d.leader.do("the day's figures", append([]step{goes("/wallboard")}, today...)...)
	d.leader.screenshot("figures")
	d.leader.comesInstead("vanphong")
	d.leader.signIn("/wallboard", "wallboard-page")
	d.leader.do("the Office reads the same, and leads nobody", append(today, sees("wall-operator-op01"), absent("wall-pause-op01", "watch-bar"))...)
	d.leader.screenshot("figures")
}

// read: the auditor finds all that the leader did in the log.
func (d *leading) read() {
	d.Helper()
	d.leader.comesInstead("kiemtra")
	d.leader.signIn("/audit?actor=truongca", "audit-page")
	for _, act := range []string{"call.listen", "call.whisper", "call.watch_end", "incident.opened", "incident.closed", "shifts.plan"} {
		d.leader.do("the log has "+act, holds(fmt.Sprintf(`document.querySelectorAll('[data-action=%q][data-actor="truongca"]').length === 1`, act)))
	}
	d.leader.do("of which call", says("audit-table", d.calls[inTheDark]))
	d.leader.screenshot("log")
}

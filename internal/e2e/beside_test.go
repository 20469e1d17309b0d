package e2e

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

// network is the telephone network outside, whose answered calls a test speaks in.
type network struct {
	s       *stack
	mu      sync.Mutex
	answers map[string][]*callsim.OfficerCall
	ticket  string                   // of the first citizen
	hands   map[string]chan struct{} // of numbers that ring until somebody wants them answered
}

// newNetwork is a network of officers with a tone.
func newNetwork(t *testing.T, s *stack, plan string, ringOn ...string) *network {
	t.Helper()
	return newNetworkOf(t, s, plan, callsim.OfficerOptions{Clip: media.Tone(officersTone), Tones: everyTone, Share: severalVoices}, ringOn...)
}

// newNetworkOf is a network of officers who say and listen for something else. Those of ringOn answer when a test asks
// for what they have answered.
func newNetworkOf(t *testing.T, s *stack, plan string, o callsim.OfficerOptions, ringOn ...string) *network {
	t.Helper()
	outcomes, err := callsim.ParsePlan(plan)
	if err != nil {
		t.Fatal(err)
	}
	n := &network{s: s, answers: map[string][]*callsim.OfficerCall{}, hands: map[string]chan struct{}{}}
	o.PickUp = map[string]<-chan struct{}{}
	for _, number := range ringOn {
		hand := make(chan struct{})
		n.hands[number], o.PickUp[number] = hand, hand
	}
	o.Listen, o.Plan = fmt.Sprintf("127.0.0.1:%d", s.ports.Network), outcomes
	o.OnAnswer = func(call *callsim.OfficerCall) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.answers[call.To] = append(n.answers[call.To], call)
	}
	officers, err := callsim.NewOfficer(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(officers.Close)
	return n
}

// answered is the nth call that a number has answered.
func (n *network) answered(number string, nth int) *callsim.OfficerCall {
	n.s.t.Helper()
	if hand, ok := n.hands[number]; ok {
		select {
		case hand <- struct{}{}:
		case <-time.After(patience):
			n.s.t.Fatalf("%s does not ring", number)
		}
	}
	var call *callsim.OfficerCall
	n.s.eventually(patience, number+" answers", func() bool {
		n.mu.Lock()
		defer n.mu.Unlock()
		if len(n.answers[number]) < nth {
			return false
		}
		call = n.answers[number][nth-1]
		return true
	})
	return call
}

// calls has a citizen with a tone call, and the operator take the call by key.
func calls(t *testing.T, s *stack, op *browser, from string) *callsim.Citizen {
	t.Helper()
	z := s.citizens.Start(t.Context(), callsim.CitizenCall{From: from, To: hotline, Clip: media.Tone(citizensTone), Listen: everyTone, Share: severalVoices})
	op.do("the call rings at the desk", sees("call-bar", `data-state="offered"`), sees("caller-number", `data-number="`+from+`"`))
	op.do("accept by key", chromedp.KeyEvent(kb.F10), sees("call-bar", `data-state="talking"`))
	return z
}

func key(k string) step { return chromedp.KeyEvent(k) }

// asKeyboards: whoever takes the stroke takes its character with it, as of a real keyboard.
func asKeyboards(k *input.DispatchKeyEventParams) {
	if k.Type == kb.KeyDown {
		k.Type = "rawKeyDown"
	}
}

// says waits until an element has words in it.
func says(id, words string) step {
	return holds(fmt.Sprintf(`document.querySelector('[data-testid=%q]')?.innerText.includes(%q)`, id, words))
}

// absent waits until an element is not there: what is not possible has no button.
func absent(ids ...string) step {
	condition := "true"
	for _, id := range ids {
		condition += fmt.Sprintf(` && !document.querySelector('[data-testid=%q]')`, id)
	}
	return holds(condition)
}

// TestBesideTheCitizen is what operator, officer and shift leader do with a call that is
// answered, in the browsers of all of them; who hears whom is drawn as it is heard.
func TestBesideTheCitizen(t *testing.T) {
	o := defaults()
	o.WrapUp, o.Survey = "10m", true
	o.OfficerRing = "2m" // over the time that a start takes here, which a telephone rings through
	s := newStack(t, o)
	// Water: the first is engaged, the second answers. Power: neither can be had.
	n := newNetwork(t, s, "0225300019=busy,0225300069=answer,0225300018=busy,0225300068=480,113=answer,114=answer,115=answer,0912500001=answer:500ms,0912500009=busy",
		"0225300069", "113", "114", "115")
	s.startHotline(true)
	op := newBrowser(t, s.http, "op01", operatorsTone)
	op.signIn("/", "ready-button")
	op.listenIn()
	op.beginShift()

	t.Run("consult, swap, three-way, complete", func(t *testing.T) { consult(t, s, n, op) })
	t.Run("what the consultation leaves", func(t *testing.T) { consulted(t, s) })
	leader := newBrowser(t, s.http, "truongca", leadersTone)
	leader.signIn("/calls", "calls-table")
	t.Run("an emergency by the keyboard alone", func(t *testing.T) { emergencyByKeys(t, s, n, op, leader) })
	t.Run("nobody can be had", func(t *testing.T) { nobodyOnCall(t, s, op, leader) })
	t.Run("a call from a ticket", func(t *testing.T) { placed(t, s, n, op) })
	t.Run("the shift leader", func(t *testing.T) { supervised(t, s, n, op, leader) })
	t.Run("the citizen's line dies while the police speak", func(t *testing.T) { citizenLeaves(t, s, n, op) })
	t.Run("killed in a consultation", func(t *testing.T) { killedInAConsultation(t, s, n, op) })
	t.Run("killed while the fire brigade's telephone rings", func(t *testing.T) { killedWhileItRings(t, s, n, op) })
}

func consult(t *testing.T, s *stack, n *network, op *browser) {
	z := calls(t, s, op, "0912500001")
	citizen := z.Audio().Receiver()
	op.do("the two speak", sees("hears-citizen", `data-tone="with"`), sees("hears-said", `data-said="hears.talk"`), absent("hears-officer", "swap", "three-way", "complete", "take-back"))
	hearsOnly(t, "the citizen", citizen, operatorsTone)
	op.do("write the matter down", click("ticket-group-1"), typeInto("ticket-content", "Mất nước từ tối qua"))
	op.screenshot("talking")

	op.do("ask whom", key(kb.F4), sees("consult-panel"), holds(`document.activeElement?.dataset.testid === "consult-search"`))
	op.do("whom the ticket concerns is first", holds(`document.querySelector('[role="option"]')?.dataset.testid === "consult-0225300019"`))
	op.screenshot("consult-likely")
	op.do("find another and come back", key("dien luc"), holds(`document.querySelector('[role="option"]')?.dataset.testid === "consult-0225300018"`))
	op.screenshot("consult-found")
	op.do("Esc leaves, and the typing goes on where it was", key(kb.Escape), absent("consult-panel"),
		holds(`document.activeElement?.dataset.testid === "ticket-content"`), key("."), holds(`document.activeElement.value.endsWith("qua.")`))
	op.do("the water company", key(kb.F4), sees("consult-panel"), key("mat nuoc"), holds(`document.querySelector('[role="option"]')?.dataset.testid === "consult-0225300019"`), key(kb.Enter))
	op.do("the citizen is told to wait, an officer rings", sees("beside", `data-officer="calling"`), sees("hears-citizen", `data-caption="music"`))
	op.screenshot("calling")
	officer := n.answered("0225300069", 1)
	op.do("the second has answered", sees("beside", `data-officer="briefed"`), sees("hears-officer", `data-caption="briefed"`), absent("swap", "complete", "three-way"))
	op.screenshot("briefed")
	if err := officer.Audio().Press("1"); err != nil {
		t.Fatal(err)
	}
	aside := []step{sees("beside", `data-officer="aside"`), sees("hears-officer", `data-tone="with"`), sees("hears-citizen", `data-tone="waits"`), sees("hear-citizen-operator", `data-link="none"`), sees("hears-said", `data-said="hears.aside"`)}
	op.do("the officer is there", append(aside, sees("swap"), sees("three-way"), sees("complete"), sees("take-back"))...)
	hearsOnly(t, "the officer", officer.Audio().Receiver(), operatorsTone)
	hearsOnly(t, "the citizen, who waits,", citizen)
	op.hearsOnly("aside", officersTone)
	op.screenshot("aside")
	op.do("hang-up is not possible now: somebody waits", key(kb.F9), absent("hangup"), sees("beside", `data-officer="aside"`))

	op.do("swap", key(kb.F3), sees("beside", `data-officer="waiting"`), sees("hears-citizen", `data-tone="with"`), sees("hears-officer", `data-tone="waits"`))
	hearsOnly(t, "the citizen", citizen, operatorsTone)
	hearsOnly(t, "the officer, who waits,", officer.Audio().Receiver())
	op.hearsOnly("with the citizen again", citizensTone)
	op.screenshot("waiting")
	op.do("swap back", key(kb.F3), append([]step{}, aside...)[0])

	op.do("all together", key(kb.F6), sees("beside", `data-officer="joined"`), sees("hear-span-citizen-officer"), sees("hears-said", `data-said="hears.joined"`))
	hearsOnly(t, "the citizen", citizen, operatorsTone, officersTone)
	hearsOnly(t, "the officer", officer.Audio().Receiver(), citizensTone, operatorsTone)
	op.hearsOnly("all together", citizensTone, officersTone)
	op.screenshot("joined")
	op.sizes("joined")
	op.reflows("joined")

	op.do("hand over", key(kb.F10), sees("status", `data-status="wrapup"`), holds(`document.querySelector('[data-testid="announce"]').innerText.length > 0`))
	hearsOnly(t, "the citizen", citizen, officersTone)
	hearsOnly(t, "the officer", officer.Audio().Receiver(), citizensTone)
	op.screenshot("handed-over")
	officer.Hangup()
	s.marks(t, z, "0912500001", "4")
	z.Report()
	n.ticket = fileTicket(op, " Đã nối cán bộ cấp nước.")
	op.do("ready again", click("ready-button"), sees("status", `data-status="ready"`))
}

func emergencyByKeys(t *testing.T, s *stack, n *network, op, leader *browser) {
	z := calls(t, s, op, "0912500002")
	citizen := z.Audio().Receiver()
	op.do("the hands are in the ticket", typeInto("ticket-content", "Cháy nhà"))
	op.do("F8", key(kb.F8), sees("emergency-panel"), holds(`document.activeElement?.dataset.testid === "emergency-panel"`))
	op.screenshot("emergency")
	op.do("Esc leaves", key(kb.Escape), absent("emergency-panel"), holds(`document.activeElement?.dataset.testid === "ticket-content"`))
	op.do("the key, and the number as everybody knows it", key(kb.F8), key("113"), sees("beside", `data-officer="calling"`), absent("emergency-panel"))
	op.do("the citizen is still there", sees("hears-said", `data-said="hears.urgent"`), sees("hears-citizen", `data-tone="with"`),
		holds(`document.querySelector('[data-testid="announce-urgent"]').innerText.includes("113")`),
		holds(`document.querySelector('[data-testid="ticket-content"]').value === "Cháy nhà"`))
	hearsOnly(t, "the citizen", citizen, operatorsTone)
	op.screenshot("emergency-rings")
	leader.do("is told at once, on whatever page", sees("emergencies", `data-open="1"`), holds(`document.querySelector('[data-testid="announce-emergency"]').innerText.includes("Khẩn cấp")`))
	leader.seeIt("emergency")
	police := n.answered("113", 1)
	op.do("all together", sees("beside", `data-officer="joined"`), sees("hear-span-citizen-officer"))
	hearsOnly(t, "the police", police.Audio().Receiver(), citizensTone, operatorsTone)
	hearsOnly(t, "the citizen", citizen, operatorsTone, officersTone)
	op.screenshot("emergency-joined")
	op.do("an ambulance too: whom it takes the place of is said", key(kb.F8), key("115"), sees("emergency-replace"), sees("beside", `data-officer="joined"`),
		holds(`document.querySelector('[data-testid="emergency-typed"]').innerText.startsWith("113 Công an đang trong cuộc gọi; gọi 115")`))
	op.screenshot("emergency-instead")
	op.do("the ambulance", key(kb.Enter), absent("emergency-panel"), sees("beside", `data-officer="calling"`), sees("hears-said", `data-said="hears.urgent"`))
	ambulance := n.answered("115", 1)
	<-police.Done()
	police = ambulance
	op.do("all together", sees("beside", `data-officer="joined"`), sees("hear-span-citizen-officer"))
	hearsOnly(t, "the ambulance", ambulance.Audio().Receiver(), citizensTone, operatorsTone)
	op.do("leave them to each other", key(kb.F10), sees("status", `data-status="wrapup"`))
	hearsOnly(t, "the police", police.Audio().Receiver(), citizensTone)
	z.Hangup()
	z.Report()
	flagged(t, s, leader, "0912500002", fileTicket(op, " ở tầng hai"), "113", "115")
	op.do("ready again", click("ready-button"), sees("status", `data-status="ready"`))
}

func nobodyOnCall(t *testing.T, s *stack, op, leader *browser) {
	z := calls(t, s, op, "0912500003")
	op.do("the power company", key(kb.F4), sees("consult-panel"), key("dien luc"), holds(`document.querySelector('[role="option"]')?.dataset.testid === "consult-0225300018"`), key(kb.Enter))
	op.do("nobody is there, and it is said", sees("officer-outcome"), sees("beside", `data-officer=""`, `data-outcome="no-answer"`),
		sees("hears-citizen", `data-caption="music"`), sees("consult"), holds(`document.querySelector('[data-testid="announce-urgent"]').innerText.includes("F2")`))
	hearsOnly(t, "the citizen, who waits,", z.Audio().Receiver())
	op.screenshot("nobody")
	op.do("one key drafts the slip", key(kb.F6), sees("slip-done"))
	op.screenshot("slip")
	op.do("on with the citizen", key(kb.F2), sees("call-bar", `data-state="talking"`), absent("officer-outcome"))
	hearsOnly(t, "the citizen", z.Audio().Receiver(), operatorsTone)
	op.do("hang up", key(kb.F9), sees("status", `data-status="wrapup"`))
	s.marks(t, z, "0912500003", "2") // at once: the question is not asked for ever
	z.Report()
	op.do("F8 when nobody is there: said, and no digit in the ticket", click("ticket-content"), key(kb.F8), chromedp.KeyEvent("113", asKeyboards),
		holds(`document.querySelector('[data-testid="spare-digits"]').dataset.typed === "113"`), says("spare-digits", "không có cuộc gọi"),
		holds(`document.activeElement?.dataset.testid === "ticket-content" && document.activeElement.value === ""`))
	op.seeIt("emergency-without-a-call")
	slipped(t, s, leader, "0912500003", fileTicket(op, "Mất điện cả ngõ"))
	op.do("ready again", click("ready-button"), sees("status", `data-status="ready"`))
}

// goes leads to another page as a link does: nothing is loaded anew.
func goes(path string) step {
	return evaluate(`history.pushState({}, "", "` + path + `"), dispatchEvent(new PopStateEvent("popstate"))`)
}

func placed(t *testing.T, s *stack, n *network, op *browser) {
	op.do("the ticket", goes("/tickets/"+n.ticket), sees("ticket-page"))
	op.do("call its sender", click("place-0912500001"), sees("placed"), sees("call-bar", `data-state="talking"`), sees("hears-citizen", `data-tone="with"`))
	hearsOnly(t, "the citizen", n.answered("0912500001", 1).Audio().Receiver(), operatorsTone)
	op.screenshot("placed")
	op.do("done", key(kb.F9), sees("ticket-page"), absent("call-bar"), goes("/desk"))
	op.do("after-call work, as after any other call", sees("status", `data-status="wrapup"`), click("ready-button"), sees("status", `data-status="ready"`))
	var record struct {
		Items []struct {
			Tickets []string `json:"tickets"`
		} `json:"items"`
	}
	s.get(s.token("auditor"), "/api/v1/calls?ticket="+n.ticket, &record)
	if len(record.Items) != 2 {
		t.Errorf("calls of the ticket: %+v, want the citizen's and ours", record.Items)
	}
}

// supervised: the leader hears, whispers, barges in, takes over, and pauses; in three browsers.
func supervised(t *testing.T, s *stack, n *network, op, leader *browser) {
	first := calls(t, s, op, "0912500004")
	second := newBrowser(t, s.http, "op02", operatorsTone)
	second.signIn("/", "ready-button")
	second.beginShift()
	other := calls(t, s, second, "0912500005")
	leader.do("the wallboard", goes("/wallboard"), sees("wallboard-page"), evaluate(`localStorage.setItem('hotline.rawaudio', '1')`))
	leader.listenIn()

	leader.do("both calls are there", sees("live-calls", `data-calls="2"`))
	leader.listensTo(first, "0912500004", op)
	leader.whispersTo(op, first)
	whisperBesideAnOfficer(t, n, op, leader)

	leader.do("barge in", click("watch-barge"), sees("watch-said", `data-said="watch.said.barge"`), sees("hear-span-citizen-leader"))
	hearsOnly(t, "the citizen", first.Audio().Receiver(), operatorsTone, leadersTone)
	leader.hearsOnly("in the call", citizensTone, operatorsTone)
	leader.screenshot("barged-in")
	leader.sizes("barged-in")
	op.screenshot("barged-into")

	leader.do("on to the second call", chromedp.Click(inRow("0912500005", "listen-")), sees("watch-bar", `data-mode="listen"`), sees("watch-said", `data-said="watch.said.listen"`), sees("watch-take-over"))
	op.do("the leader has left the first: seen, and said", absent("hears-leader"), says("banner", "Trưởng ca Đỗ Thị Hương đã rời cuộc gọi"), says("announce-urgent", "Trưởng ca đã rời"))
	hearsOnly(t, "the first citizen", first.Audio().Receiver(), operatorsTone)
	second.do("and is in the second", sees("hears-leader", `data-caption="listen"`))
	leader.do("take it over", click("watch-take-over"), sees("call-bar", `data-state="talking"`), sees("hears-citizen", `data-tone="with"`))
	hearsOnly(t, "the second citizen", other.Audio().Receiver(), leadersTone)
	second.do("the operator is out, and told", sees("status", `data-status="wrapup"`), says("announce-urgent", "Trưởng ca"), says("banner", "Trưởng ca Đỗ Thị Hương đã nhận cuộc gọi"))
	second.screenshot("taken-over")
	leader.screenshot("took-over")
	leader.do("the desk for it", goes("/desk"), sees("ticket-form"))
	leader.screenshot("leader-desk")
	leader.do("end it", key(kb.F9), holds(`document.querySelector('[data-testid="call-bar"]')?.dataset.state !== "talking"`))
	other.Report()

	leader.do("pause the first operator", goes("/wallboard"), sees("wallboard-page"), click("wall-pause-op01"), sees("pause-text"),
		typeInto("pause-reason", "Họp gấp"))
	leader.screenshot("pause-asked")
	leader.do("so be it", click("pause-yes"), sees("wall-paused-op01"))
	op.do("the operator is told by whom and why", holds(`document.querySelector('[data-testid="banner"]').innerText.includes("Đỗ Thị Hương") && document.querySelector('[data-testid="banner"]').innerText.includes("Họp gấp")`))
	op.screenshot("paused-by-leader")
	op.do("read", chromedp.Click(chromedp.CSS(`[data-testid="banner"] button`)), holds(`document.querySelector('[data-testid="banner"]').innerText === ""`))
	op.do("the call goes on until it is over", sees("call-bar", `data-state="talking"`), key(kb.F9), sees("status", `data-status="wrapup"`))
	first.Report()
	op.do("and ready again, when they say so", click("ready-button"), sees("status", `data-status="ready"`))
}

// listensTo: the leader hears a call of the wallboard; its operator sees it, and the citizen hears nothing of it.
func (b *browser) listensTo(z *callsim.Citizen, from string, op *browser) {
	b.t.Helper()
	b.do("listen to the call", chromedp.Click(inRow(from, "listen-")),
		sees("watch-bar", `data-mode="listen"`), sees("watch-said", `data-said="watch.said.listen"`), sees("hears-leader", `data-tone="self"`))
	b.hearsOnly("listening", citizensTone, operatorsTone)
	op.do("the operator sees it", sees("hears-leader", `data-caption="listen"`))
	op.hearsOnly("listened to", citizensTone)
	hearsOnly(b.t, "the citizen", z.Audio().Receiver(), operatorsTone)
	b.screenshot("listening")
	op.screenshot("listened-to")
}

// whispersTo: the operator hears the leader beside the citizen, who hears the operator alone.
func (b *browser) whispersTo(op *browser, z *callsim.Citizen) {
	b.t.Helper()
	b.do("whisper", click("watch-whisper"), sees("watch-said", `data-said="watch.said.whisper"`), sees("hears-citizen", `data-caption="apart"`))
	op.do("the operator sees it", sees("hears-leader", `data-caption="whisper"`))
	op.hearsOnly("whispered to", citizensTone, leadersTone)
	hearsOnly(b.t, "the citizen", z.Audio().Receiver(), operatorsTone)
	b.screenshot("whispering")
	op.screenshot("whispered-to")
}

// whisperBesideAnOfficer: the leader whispers on while the operator has an officer in; who
// hears whom is drawn by lines that can be told apart.
func whisperBesideAnOfficer(t *testing.T, n *network, op, leader *browser) {
	t.Helper()
	officer := waterCompany(t, n, op)
	op.do("all together, and the leader", key(kb.F6), sees("beside", `data-officer="joined"`), sees("hear-span-citizen-officer"), sees("hear-span-operator-leader"))
	hearsOnly(t, "the officer", officer.Audio().Receiver(), citizensTone, operatorsTone)
	op.do("one line lies beneath the other", holds(`(b => b("operator-leader") - b("citizen-officer") >= 5)(p => document.querySelector('[data-testid="hear-span-' + p + '"]').getBoundingClientRect().bottom)`))
	op.sizes("whispered-beside-an-officer")
	leader.screenshot("whispering-beside-an-officer")
	op.do("the officer is let go", key(kb.F4), sees("beside", `data-officer=""`))
}

// waterCompany: the first is engaged, the second answers and presses 1.
func waterCompany(t *testing.T, n *network, op *browser) *callsim.OfficerCall {
	t.Helper()
	n.mu.Lock()
	next := len(n.answers["0225300069"]) + 1
	n.mu.Unlock()
	op.do("the water company", key(kb.F4), sees("consult-panel"), key("mat nuoc"), holds(`document.querySelector('[role="option"]')?.dataset.testid === "consult-0225300019"`), key(kb.Enter))
	officer := n.answered("0225300069", next)
	op.do("it has answered", sees("beside", `data-officer="briefed"`))
	if err := officer.Audio().Press("1"); err != nil {
		t.Fatal(err)
	}
	op.do("the officer is there", sees("beside", `data-officer="aside"`))
	return officer
}

// killedInAConsultation: citizen and officer are joined, and the operator is told so, and has
// her after-call work with what she has typed.
func killedInAConsultation(t *testing.T, s *stack, n *network, op *browser) {
	z := calls(t, s, op, "0912500006")
	op.do("write the matter down", click("ticket-group-1"), typeInto("ticket-content", "Vỡ ống nước"))
	officer := waterCompany(t, n, op)
	hearsOnly(t, "the officer", officer.Audio().Receiver(), operatorsTone)

	s.hotline.Kill9()
	s.hotline.Start()
	op.do("the operator is told, and has her form", sees("status", `data-status="wrapup"`), sees("audio-state", `data-link="open"`),
		holds(`document.querySelector('.beside-idle')?.innerText.includes("Đã bàn giao")`),
		holds(`document.querySelector('[data-testid="ticket-content"]')?.value === "Vỡ ống nước"`))
	hearsOnly(t, "the citizen", z.Audio().Receiver(), officersTone)
	hearsOnly(t, "the officer", officer.Audio().Receiver(), citizensTone)
	op.screenshot("killed-in-a-consultation")
	z.Hangup() // an officer who hung up would leave them to the queue's head, and to her
	z.Report()
	fileTicket(op, " ở ngõ 5.")
	op.do("ready again", click("ready-button"), sees("status", `data-status="ready"`))
}

// killedWhileItRings: an emergency service rings on, citizen and operator are together again,
// and the desk says so; nothing was handed on. Then it answers.
func killedWhileItRings(t *testing.T, s *stack, n *network, op *browser) {
	z := calls(t, s, op, "0912500007")
	op.do("write the matter down", click("ticket-group-1"), typeInto("ticket-content", "Cháy nhà dân"))
	op.do("the fire brigade is called", key(kb.F8), sees("emergency-panel"), key("114"), sees("beside", `data-officer="calling"`), sees("hears-said", `data-said="hears.urgent"`))

	s.hotline.Kill9()
	s.hotline.Start()
	op.do("they are together again, and it still rings", sees("audio-state", `data-link="open"`), sees("call-bar", `data-state="talking"`),
		sees("beside", `data-officer="calling"`), sees("hears-said", `data-said="hears.urgent"`), sees("hears-citizen", `data-tone="with"`),
		sees("hears-officer", `data-tone="rings"`), absent("complete"))
	op.screenshot("killed-while-it-rings")
	hearsOnly(t, "the citizen", z.Audio().Receiver(), operatorsTone)
	brigade := n.answered("114", 1)
	op.do("all together", sees("beside", `data-officer="joined"`), sees("hears-said", `data-said="hears.joined"`), sees("hear-span-citizen-officer"))
	hearsOnly(t, "the citizen", z.Audio().Receiver(), operatorsTone, officersTone)
	hearsOnly(t, "the brigade", brigade.Audio().Receiver(), citizensTone, operatorsTone)
	op.do("and now it is handed on", key(kb.F10), sees("status", `data-status="wrapup"`),
		holds(`document.querySelector('.beside-idle')?.innerText.includes("Đã bàn giao")`),
		holds(`document.querySelector('[data-testid="ticket-content"]')?.value === "Cháy nhà dân"`))
	z.Hangup()
	z.Report()
	auditor := s.token("auditor")
	r := s.archived(auditor, "0912500007")
	checkEnd(t, r, "citizen", "hangup", "op01")
	counts(t, r, map[string]int{"call.emergency": 1, "call.consulting": 1, "call.adopted": 1, "call.resumed": 1, "call.three_way": 1, "call.transferred": 1})
	fileTicket(op, " ở ngõ 9.")
	op.do("ready again", click("ready-button"), sees("status", `data-status="ready"`))
}

// inRow is a button of a live call's row.
func inRow(from, button string) chromedp.CSS {
	return chromedp.CSS(fmt.Sprintf(`[data-from=%q] [data-testid^=%q]`, from, button))
}

// sizes keeps what the desk looks like on the screens that operators have, light and dark.
func (b *browser) sizes(what string) {
	b.t.Helper()
	for _, view := range []struct{ width, height int64 }{{1280, 720}, {1920, 1080}} {
		b.do("another screen", chromedp.EmulateViewport(view.width, view.height), holds(fmt.Sprintf("innerWidth === %d", view.width)))
		for _, look := range []string{"light", "dark"} {
			b.screenshot(fmt.Sprintf("%s-%d-%s", what, view.width, look))
			b.do("the other colours", click("theme-switch"))
		}
	}
	b.do("the wide view again", chromedp.EmulateViewport(1366, 768), holds("innerWidth === 1366"))
}

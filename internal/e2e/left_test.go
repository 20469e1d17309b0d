package e2e

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// citizenLeaves: the citizen's line dies while the police speak. They go on with the operator,
// who is told, and what they say is recorded.
func citizenLeaves(t *testing.T, s *stack, n *network, op *browser) {
	const from = "0912500014"
	z := calls(t, s, op, from)
	op.do("the police are called", key(kb.F8), sees("emergency-panel"), key("113"), sees("beside", `data-officer="calling"`))
	police := n.answered("113", 2)
	op.do("all together", sees("beside", `data-officer="joined"`), sees("hear-span-citizen-officer"))
	z.Hangup()
	z.Report()
	op.do("is told, and to whom she speaks", sees("hears-said", `data-said="hears.left.joined"`), sees("hears-citizen", `data-caption="left"`),
		sees("hears-officer", `data-tone="with"`), sees("call-bar", `data-state="talking"`),
		holds(`document.querySelector('[data-testid="announce-urgent"]').innerText.includes("RỜI MÁY")`))
	op.do("what is not possible has no button", absent("complete", "hold", "consult", "swap", "three-way"), sees("emergency"), sees("take-back"), sees("hangup"))
	op.seeIt("citizen-left")
	hearsOnly(t, "the police", police.Audio().Receiver(), operatorsTone)
	op.do("and ends it", key(kb.F9), sees("status", `data-status="wrapup"`))

	inner := *s
	inner.t = t
	s = &inner
	auditor := s.token("auditor")
	var r record
	s.eventually(patience, "both recordings are archived", func() bool {
		r = s.ended(auditor, from)
		return len(r.Recordings) == 2 && r.Recordings[0].State == "archived" && r.Recordings[1].State == "archived"
	})
	checkEnd(t, r, "citizen", "hangup", "op01")
	counts(t, r, map[string]int{"call.citizen_left": 1, "call.three_way": 1, "call.recording": 1})
	leg := s.fetchLeg(r.Recordings[1])
	if got := seconds(leg.Channel(0), leg.Rate, officersTone); got < 1 {
		t.Errorf("the police are %.1f s long in what was said without the citizen", got)
	}
	if got := seconds(leg.Channel(1), leg.Rate, operatorsTone); got < 1 {
		t.Errorf("the operator is %.1f s long in it", got)
	}
	fileTicket(op, "Cháy nhà, người gọi mất liên lạc")
	op.do("ready again", click("ready-button"), sees("status", `data-status="ready"`))
}

package telephony

import (
	"testing"

	"hotline1022/telephony/call"
)

// Step by step through a consultation, an emergency and a supervision: at each step what
// everybody receives is what the model says that they hear.
func TestRealInGoodHands(t *testing.T) {
	const (
		withOperator = "citizen:operator operator:citizen"
		withOfficer  = "operator:officer officer:operator"
		together     = "citizen:operator,officer operator:citizen,officer officer:citizen,operator"
		handedOn     = "citizen:officer officer:citizen"
	)
	acts := []struct {
		name    string
		do      func(c *cast)
		journal string
		legs    string // of consultations, and whose voices they hold
	}{
		{"consult, swap, swap, three-way, complete", func(c *cast) {
			c.aside()
			c.asks(CmdSwap)
			c.check(withOperator)
			c.asks(CmdSwap)
			c.check(withOfficer)
			c.asks(CmdThreeWay)
			c.check(together)
			c.asks(CmdComplete)
			c.check(handedOn)
			c.officer().Hangup()
			<-c.z.Done()
		}, "held consulting(READY) briefed(READY) digit(officer 1) consulted(READY) resumed held resumed three_way(READY) transferred(READY) ended(officer/hangup)", "officer officer"},
		{"emergency: engaged, the next answers, all together, she leaves", func(c *cast) {
			c.talks()
			c.emergency("hunts")
			c.check(together)
			c.asks(CmdComplete)
			c.check(handedOn)
		}, "emergency(BUSY) consulting(BUSY) consult_ended(BUSY busy) consulting(READY) three_way(READY) transferred(READY) ended(citizen/hangup)", ""},
		{"supervision: listen, whisper, barge, listen, leave", func(c *cast) {
			c.talks()
			c.leads(CmdListen)
			c.check("citizen:operator operator:citizen leader:citizen,operator")
			c.leads(CmdWhisper)
			c.check("citizen:operator operator:citizen,leader leader:citizen,operator")
			c.leads(CmdBarge)
			c.check("citizen:operator,leader operator:citizen,leader leader:citizen,operator")
			c.leads(CmdListen)
			c.check("citizen:operator operator:citizen leader:citizen,operator")
			c.leads(CmdLeave)
			c.check(withOperator)
		}, "watched(listen) watched(whisper) watched(barge) watched(listen) watch_ended ended(citizen/hangup)", ""},
		{"supervision: listens through a hold, a consultation and a transfer", func(c *cast) {
			c.talks()
			c.leads(CmdListen)
			c.check("citizen:operator operator:citizen leader:citizen,operator")
			c.asks(CmdHold)
			c.check("leader:operator")
			c.consults(ready)
			c.phase(call.PhaseBriefed)
			c.check("leader:operator")
			c.presses("1")
			c.check("operator:officer officer:operator leader:operator,officer")
			c.asks(CmdThreeWay)
			c.check(together + " leader:citizen,operator,officer")
			c.asks(CmdComplete)
			c.check(handedOn + " leader:citizen,officer")
			c.leads(CmdBarge)
			c.check("citizen:officer,leader officer:citizen,leader leader:citizen,officer")
		}, "watched(listen) held consulting(READY) briefed(READY) digit(officer 1) consulted(READY) resumed three_way(READY) " +
			"transferred(READY) watched(barge) watch_ended ended(citizen/hangup)", "officer"},
		{"supervision: whispers through a hold and a consultation", func(c *cast) {
			c.talks()
			c.leads(CmdWhisper)
			c.check("citizen:operator operator:citizen,leader leader:citizen,operator")
			c.asks(CmdHold)
			c.check("operator:leader leader:operator")
			c.asks(CmdResume)
			c.check("citizen:operator operator:citizen,leader leader:citizen,operator")
			c.consults(ready)
			c.phase(call.PhaseBriefed)
			c.check("operator:leader leader:operator")
			c.presses("1")
			c.check("operator:officer,leader officer:operator leader:operator,officer")
			c.asks(CmdSwap)
			c.check("citizen:operator operator:citizen,leader leader:citizen,operator")
			c.asks(CmdTakeBack)
			c.check("citizen:operator operator:citizen,leader leader:citizen,operator")
		}, "watched(whisper) held resumed held consulting(READY) briefed(READY) digit(officer 1) consulted(READY) resumed " +
			"consult_ended(READY released) watch_ended ended(citizen/hangup)", "officer+leader"},
		{"supervision: takes over", func(c *cast) {
			c.talks()
			c.leads(CmdListen)
			c.check("citizen:operator operator:citizen leader:citizen,operator")
			c.leads(CmdTakeOver)
			c.check(withOperator, "leader:operator", "operator:leader") // both are there until she is gone
			c.leads(CmdHold)
			c.check("")
			c.leads(CmdResume)
			c.check(withOperator)
		}, "watched(listen) taken_over held resumed ended(citizen/hangup)", ""},
	}
	names := make([]string, len(acts))
	for i, act := range acts {
		names[i] = act.name
	}
	st := newStage(t, len(acts), Config{})
	st.play(t, names, func(c *cast, i int) {
		acts[i].do(c)
		c.over(acts[i].journal)
		if got := c.tape.of(c.id); got != acts[i].legs {
			c.t.Errorf("consultations' recordings hold %q, want %q", got, acts[i].legs)
		}
	})
	st.clear()
}

package telephony

import (
	"strings"
	"testing"
	"time"

	"hotline1022/telephony/call"
)

// Who hears whom, in words of the view.
const (
	withOperator = "citizen:operator operator:citizen"
	withOfficer  = "operator:officer officer:operator"
	together     = "citizen:operator,officer operator:citizen,officer officer:citizen,operator"
	handedOn     = "citizen:officer officer:citizen"
)

// Step by step through a consultation, an emergency and a supervision: at each step what
// everybody receives is what the model says that they hear.
func TestRealInGoodHands(t *testing.T) {
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
		{"another key than 1: the words again", func(c *cast) {
			c.talks()
			c.consults(ready)
			c.phase(call.PhaseBriefed)
			c.presses("2")
			c.until("the key", func() bool { return strings.HasSuffix(c.journal.of(c.id), "digit(officer 2)") })
			c.check("")
			c.presses("1")
			c.check(withOfficer)
			c.asks(CmdTakeBack)
			c.check(withOperator)
		}, "held consulting(READY) briefed(READY) digit(officer 2) digit(officer 1) consulted(READY) consult_ended(READY released) resumed ended(citizen/hangup)", "officer"},
		{"no key at all, as from a voicemail: the next, who is engaged; she is told", func(c *cast) {
			c.talks()
			c.consults(ready, busy)
			c.phase(call.PhaseBriefed)
			c.check("")
			c.phase(call.PhaseNone)
			c.check("")
			c.asks(CmdResume)
			c.check(withOperator)
		}, "held consulting(READY) briefed(READY) consult_ended(READY unconfirmed) consulting(BUSY) consult_ended(BUSY busy) resumed ended(citizen/hangup)", ""},
		{"keys of all three while they are together", func(c *cast) {
			c.aside()
			c.asks(CmdThreeWay)
			c.check(together)
			if err := c.z.Audio().Press("7"); err != nil {
				c.t.Fatal(err)
			}
			c.until("the citizen's key", func() bool { return strings.HasSuffix(c.journal.of(c.id), "digit(citizen 7)") })
			c.presses("1")
			c.until("the officer's", func() bool { return strings.HasSuffix(c.journal.of(c.id), "digit(officer 1)") })
			c.ask(c.operator, Command{Kind: CmdDTMF, Digits: "5"})
			c.until("the operator's", func() bool { return strings.Contains(c.z.Audio().Receiver().Stats().Digits, "5") })
			c.check(together)
		}, consulted + " resumed three_way(READY) digit(citizen 7) digit(officer 1) digit(operator 5) consult_ended(READY call_ended) ended(citizen/hangup)", "officer"},
		{"supervision: takes over whom the plan had put through, and lets them go on as after any operator", func(c *cast) {
			c.dials(number20(22, c.n))
			c.check(handedOn)
			c.leads(CmdListen)
			c.check(handedOn + " leader:citizen,officer")
			c.leads(CmdTakeOver)
			c.check(together)
			c.officer().Hangup()
			c.check(withOperator)
			c.leads(CmdHangup)
			<-c.z.Done()
		}, "forwarding(READY) forwarded(READY) watched(listen) taken_over consult_ended(READY hung_up) operator_left ended(system/completed)", ""},
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
	st := newStage(t, len(acts), Config{KeyWait: 4 * time.Second})
	st.play(t, names, func(c *cast, i int) {
		acts[i].do(c)
		c.over(acts[i].journal)
		c.cleared()
		if got := c.tape.of(c.id); got != acts[i].legs {
			c.t.Errorf("consultations' recordings hold %q, want %q", got, acts[i].legs)
		}
	})
	st.clear()
}

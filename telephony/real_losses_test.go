package telephony

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"hotline1022/telephony/call"
)

// consulted is the journal of a consultation until the officer is ready.
const consulted = "held consulting(READY) briefed(READY) digit(officer 1) consulted(READY)"

// loss is who is lost in a state, together or alone, and what follows.
type loss struct {
	who   string // separated by spaces, as cast.loses has them
	after string // who hears whom; ignored once the call has ended
	ends  bool   // the call ends by it
	// journal is what follows in it; of two who are lost at once, either may be first.
	journal []string
}

const (
	with113   = "emergency(BUSY) consulting(BUSY) consult_ended(BUSY busy) consulting(READY) three_way(READY)"
	byCitizen = " ended(citizen/hangup)"
	onHold    = " ended(citizen/abandoned_hold)"
)

// losses is every state of a call with somebody outside, or with a shift leader, and
// everybody who can be lost in it: the table of package call's comment, on a real Asterisk.
var losses = []struct {
	state   string
	bring   func(c *cast)
	journal string
	lost    []loss
}{
	{"an officer is called", func(c *cast) {
		c.talks()
		c.consults(rings)
		c.phase(call.PhaseCalling)
		c.check("")
	}, "held consulting(RINGS)", []loss{
		{"citizen", "", true, []string{" consult_ended(RINGS call_ended)" + onHold}},
		{"desk", "", false, []string{" consult_ended(RINGS operator_gone) operator_lost" + onHold}},
		{"audio", "", false, []string{" consult_ended(RINGS operator_gone) operator_lost" + onHold}},
		{"time", "", false, []string{" consult_ended(RINGS no-answer)" + onHold}},
		{"citizen audio", "", true, []string{
			" consult_ended(RINGS call_ended)" + onHold, " consult_ended(RINGS operator_gone) operator_lost" + onHold,
		}},
	}},
	{"briefed", func(c *cast) {
		c.talks()
		c.consults(ready, also)
		c.phase(call.PhaseBriefed)
		c.check("")
	}, "held consulting(READY) briefed(READY)", []loss{
		{"citizen", "", true, []string{" consult_ended(READY call_ended)" + onHold}},
		{"desk", "", false, []string{" consult_ended(READY operator_gone) operator_lost" + onHold}},
		{"audio", "", false, []string{" consult_ended(READY operator_gone) operator_lost" + onHold}},
		{"officer", "", false, []string{" consult_ended(READY unconfirmed) consulting(ALSO) briefed(ALSO) consult_ended(ALSO call_ended)" + onHold}},
	}},
	{"aside", (*cast).aside, consulted, []loss{
		{"citizen", "", true, []string{" consult_ended(READY call_ended)" + onHold}},
		{"desk", handedOn, false, []string{" operator_lost transferred(READY)" + byCitizen}},
		{"audio", handedOn, false, []string{" operator_lost transferred(READY)" + byCitizen}},
		{"officer", "", false, []string{" consult_ended(READY hung_up)" + onHold}},
		{"audio officer", "", false, []string{
			" consult_ended(READY hung_up) operator_lost" + onHold,
			" operator_lost transferred(READY) forward_ended(READY hung_up) queued(head)" + byCitizen,
		}},
		{"citizen officer", "", true, []string{
			" consult_ended(READY call_ended)" + onHold, " consult_ended(READY hung_up)" + onHold,
		}},
		{"desk citizen", "", true, []string{
			" consult_ended(READY call_ended)" + onHold, " operator_lost transferred(READY)" + byCitizen,
		}},
	}},
	{"waiting", func(c *cast) {
		c.aside()
		c.asks(CmdSwap)
		c.check(withOperator)
	}, consulted + " resumed", []loss{
		{"citizen", "", true, []string{" consult_ended(READY call_ended)" + byCitizen}},
		{"desk", handedOn, false, []string{" operator_lost transferred(READY)" + byCitizen}},
		{"audio", handedOn, false, []string{" operator_lost transferred(READY)" + byCitizen}},
		{"officer", withOperator, false, []string{" consult_ended(READY hung_up)" + byCitizen}},
	}},
	{"all together", func(c *cast) {
		c.aside()
		c.asks(CmdThreeWay)
		c.check(together)
	}, consulted + " resumed three_way(READY)", []loss{
		{"citizen", "", true, []string{" consult_ended(READY call_ended)" + byCitizen}},
		{"desk", handedOn, false, []string{" operator_lost transferred(READY)" + byCitizen}},
		{"audio", handedOn, false, []string{" operator_lost transferred(READY)" + byCitizen}},
		{"officer", withOperator, false, []string{" consult_ended(READY hung_up)" + byCitizen}},
		{"officer audio", "", false, []string{
			" consult_ended(READY hung_up) operator_lost" + onHold,
			" operator_lost transferred(READY) forward_ended(READY hung_up) queued(head)" + byCitizen,
		}},
	}},
	{"an emergency service rings", func(c *cast) {
		c.talks()
		c.emergency("rings")
		c.phase(call.PhaseCalling)
		c.check(withOperator)
	}, "emergency(RINGS) consulting(RINGS)", []loss{
		{"citizen", "", true, []string{" citizen_left consult_ended(RINGS released)" + byCitizen}},
		{"desk", "", false, []string{" operator_lost forwarding(RINGS) ended(citizen/abandoned_wait)"}},
		{"audio", "", false, []string{" operator_lost forwarding(RINGS) ended(citizen/abandoned_wait)"}},
		{"time", withOperator, false, []string{" consult_ended(RINGS no-answer)" + byCitizen}},
		{"desk citizen", "", true, []string{
			" citizen_left operator_lost consult_ended(RINGS released)" + byCitizen,
			" citizen_left operator_lost consult_ended(RINGS no-answer)" + byCitizen,
			" operator_lost forwarding(RINGS) ended(citizen/abandoned_wait)",
		}},
	}},
	{"with an emergency service", func(c *cast) {
		c.talks()
		c.emergency("hunts")
		c.check(together)
	}, with113, []loss{
		{"citizen", withOfficer, true, []string{" citizen_left consult_ended(READY released)" + byCitizen}},
		{"desk", handedOn, false, []string{" operator_lost transferred(READY)" + byCitizen}},
		{"officer", withOperator, false, []string{" consult_ended(READY hung_up)" + byCitizen}},
		{"citizen officer", "", true, []string{
			" citizen_left consult_ended(READY hung_up)" + byCitizen, " consult_ended(READY hung_up)" + byCitizen,
		}},
	}},
	{"an emergency service rings, the citizen gone", func(c *cast) {
		c.talks()
		c.emergency("late")
		c.phase(call.PhaseCalling)
		c.loses("citizen")
		c.check(withOfficer)
		if !c.tape.open(c.id) {
			c.t.Error("what is said is not recorded")
		}
	}, "emergency(LATE) consulting(LATE) citizen_left consulted(LATE)", []loss{
		{"officer", "", true, []string{" consult_ended(LATE hung_up)" + byCitizen}},
		{"audio", "", true, []string{" operator_lost consult_ended(LATE released)" + byCitizen}},
	}},
	{"handed on", func(c *cast) {
		c.aside()
		c.asks(CmdComplete)
		c.check(handedOn)
	}, consulted + " transferred(READY)", []loss{
		{"citizen", "", true, []string{byCitizen}},
		{"desk", handedOn, false, []string{byCitizen}},
		{"audio", handedOn, false, []string{byCitizen}},
		{"officer", "", true, []string{" ended(officer/hangup)"}},
		{"citizen officer", "", true, []string{byCitizen, " ended(officer/hangup)"}},
	}},
	{"forwarded by the plan", func(c *cast) {
		c.dials(number20(22, c.n))
		c.check(handedOn)
	}, "forwarding(READY) forwarded(READY)", []loss{
		{"citizen", "", true, []string{byCitizen}},
		{"officer", "", true, []string{" ended(officer/hangup)"}},
	}},
	{"listened to", func(c *cast) {
		c.talks()
		c.leads(CmdListen)
		c.check(withOperator + " leader:citizen,operator")
	}, "watched(listen)", []loss{
		{"citizen", "", true, []string{" watch_ended" + byCitizen}},
		{"desk", "", false, []string{" operator_lost watch_ended" + onHold}},
		{"audio", "", false, []string{" operator_lost watch_ended" + onHold}},
		{"leader", withOperator, false, []string{" watch_ended" + byCitizen}},
	}},
	{"whispered to", func(c *cast) {
		c.talks()
		c.leads(CmdWhisper)
		c.check("citizen:operator operator:citizen,leader leader:citizen,operator")
	}, "watched(whisper)", []loss{
		{"citizen", "", true, []string{" watch_ended" + byCitizen}},
		{"desk", "", false, []string{" operator_lost watch_ended" + onHold}},
		{"audio", "", false, []string{" operator_lost watch_ended" + onHold}},
		{"leader", withOperator, false, []string{" watch_ended" + byCitizen}},
	}},
	{"with a leader", func(c *cast) {
		c.talks()
		c.leads(CmdBarge)
		c.check("citizen:operator,leader operator:citizen,leader leader:citizen,operator")
	}, "watched(barge)", []loss{
		{"citizen", "", true, []string{" watch_ended" + byCitizen}},
		{"desk", withOperator, false, []string{" operator_lost taken_over" + byCitizen}},
		{"audio", withOperator, false, []string{" operator_lost taken_over" + byCitizen}},
		{"leader", withOperator, false, []string{" watch_ended" + byCitizen}},
		{"audio leader", "", false, []string{
			" operator_lost taken_over operator_lost" + onHold, " watch_ended operator_lost" + onHold,
		}},
	}},
	{"aside and listened to", func(c *cast) {
		c.aside()
		c.leads(CmdListen)
		c.check(withOfficer + " leader:operator,officer")
	}, consulted + " watched(listen)", []loss{
		{"citizen", "", true, []string{" watch_ended consult_ended(READY call_ended)" + onHold}},
		{"audio", handedOn + " leader:citizen,officer", false, []string{" operator_lost transferred(READY) watch_ended" + byCitizen}},
		{"officer", "leader:operator", false, []string{" consult_ended(READY hung_up) watch_ended" + onHold}},
		{"leader", withOfficer, false, []string{" watch_ended consult_ended(READY call_ended)" + onHold}},
	}},
	{"handed on, with a leader", func(c *cast) {
		c.aside()
		c.leads(CmdWhisper)
		c.check("operator:officer,leader officer:operator leader:operator,officer")
		c.asks(CmdComplete)
		c.check(handedOn + " leader:citizen,officer")
		c.leads(CmdBarge)
		c.check("citizen:officer,leader officer:citizen,leader leader:citizen,officer")
	}, consulted + " watched(whisper) transferred(READY) watched(barge)", []loss{
		{"citizen", "", true, []string{" watch_ended" + byCitizen}},
		{"officer", withOperator, false, []string{" forward_ended(READY hung_up) taken_over" + byCitizen}},
		{"leader", handedOn, false, []string{" watch_ended" + byCitizen}},
	}},
}

func TestRealLosses(t *testing.T) {
	var names []string
	var plays []func(c *cast)
	for _, row := range losses {
		for _, l := range row.lost {
			names = append(names, row.state+": "+l.who)
			plays = append(plays, func(c *cast) {
				row.bring(c)
				c.plays(l, row.journal)
			})
		}
	}
	st := newStage(t, len(names), Config{OfficerRing: 4 * time.Second})
	st.play(t, names, func(c *cast, i int) { plays[i](c) })
	st.clear()
}

// plays lets a loss happen, and sees to what becomes of the call.
func (c *cast) plays(l loss, before string) {
	c.t.Helper()
	lost := strings.Fields(l.who)
	for _, whom := range lost {
		c.loses(whom)
	}
	if l.ends {
		<-c.z.Done()
	}
	var journals []string
	for _, j := range l.journal {
		journals = append(journals, before+j)
	}
	switch {
	case len(lost) > 1:
		c.check(l.after, "*")
	default:
		c.settles(l)
	}
	c.over(journals...)
	c.cleared()
	if c.tape.open(c.id) {
		c.t.Error("a consultation is still being recorded")
	}
}

var journalled = regexp.MustCompile(`\w+(\([^)]*\))?`)

// settles waits until the loss has had its effect, which is seen in the journal alone when
// nobody hears anybody before or after.
func (c *cast) settles(l loss) {
	c.t.Helper()
	for _, kind := range journalled.FindAllString(l.journal[0], -1) {
		if !strings.HasPrefix(kind, "ended(") && !strings.Contains(kind, "call_ended") && !strings.Contains(kind, "released") && kind != "watch_ended" {
			name, _, _ := strings.Cut(kind, "(")
			c.until(kind, func() bool { return strings.Contains(c.journal.of(c.id), name) })
		}
	}
	c.check(l.after)
}

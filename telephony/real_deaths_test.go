package telephony

import (
	"testing"
	"time"

	"hotline1022/telephony/call"
)

// besideDeaths is every state of a call with somebody outside, or with a shift leader, in which the
// controller dies, and who hears whom when the next has adopted the call. The operators do
// not come back.
var besideDeaths = []struct {
	state   string
	bring   func(c *cast)
	becomes call.State
	hears   string
	journal string // the dead one's, and what follows to the end
	after   func(c *cast)
}{
	{"an officer is called", func(c *cast) {
		c.talks()
		c.consults(rings)
		c.phase(call.PhaseCalling)
	}, call.StateRecovering, "", "held consulting(RINGS) adopted(held) consult_ended(RINGS cut)" + onHold, nil},
	{"briefed", func(c *cast) {
		c.talks()
		c.consults(ready)
		c.phase(call.PhaseBriefed)
	}, call.StateRecovering, "", "held consulting(READY) briefed(READY) adopted(held) consult_ended(READY cut)" + onHold, nil},
	{"aside", (*cast).aside, call.StateForwarded, handedOn, consulted + " adopted(forwarded)" + byCitizen, nil},
	{"waiting: nobody hears the officer's music", func(c *cast) {
		c.aside()
		c.asks(CmdSwap)
		c.check(withOperator)
	}, call.StateForwarded, handedOn, consulted + " resumed adopted(forwarded)" + byCitizen, nil},
	{"all together", func(c *cast) {
		c.aside()
		c.asks(CmdThreeWay)
		c.check(together)
	}, call.StateForwarded, handedOn, consulted + " resumed three_way(READY) adopted(forwarded)" + byCitizen, nil},
	{"an officer was let go", func(c *cast) {
		c.aside()
		c.asks(CmdTakeBack)
		c.check(withOperator)
	}, call.StateRecovering, "", consulted + " consult_ended(READY released) resumed adopted(recovering)" + onHold, nil},
	{"an emergency service rings: it rings on", func(c *cast) {
		c.talks()
		c.emergency("rings")
		c.phase(call.PhaseCalling)
		c.check(withOperator)
	}, call.StateRecovering, "", "emergency(RINGS) consulting(RINGS) adopted(recovering) citizen_left consult_ended(RINGS released) ended(citizen/abandoned_hold)", nil},
	{
		"an emergency service has answered: it stays one", func(c *cast) {
			c.talks()
			c.emergency("hunts")
			c.check(together)
		}, call.StateRecovering, handedOn, "emergency(BUSY) consulting(BUSY) consult_ended(BUSY busy) consulting(READY) three_way(READY) adopted(recovering) " +
			"citizen_left consult_ended(READY released) ended(citizen/hangup)",
		func(c *cast) {
			if v, _ := c.view(); !v.Emergency || !v.Officer.Urgent || v.Officer.Unit == "" {
				c.t.Errorf("the board shows %+v", v)
			}
		},
	},
	{
		"an emergency service did not come: that is not forgotten", func(c *cast) {
			c.talks()
			c.emergency("none")
			c.until("she is told", func() bool { v, _ := c.view(); return v.Officer.Outcome == "busy" })
			c.check(withOperator)
		}, call.StateRecovering, "", "emergency(BUSY) consulting(BUSY) consult_ended(BUSY busy) adopted(recovering)" + onHold,
		func(c *cast) {
			if v, _ := c.view(); !v.Emergency || !v.Officer.Urgent || v.Officer.Outcome != "busy" {
				c.t.Errorf("the board shows %+v", v)
			}
		},
	},
	{"handed on", func(c *cast) {
		c.aside()
		c.asks(CmdComplete)
		c.check(handedOn)
	}, call.StateForwarded, handedOn, consulted + " transferred(READY) adopted(forwarded) ended(officer/hangup)", func(c *cast) {
		c.officer().Hangup()
		<-c.z.Done()
	}},
	{"joined by a loss, and the officer hangs up afterwards", func(c *cast) {
		c.aside()
		c.loses("audio")
		c.check(handedOn)
	}, call.StateForwarded, handedOn, consulted + " operator_lost transferred(READY) adopted(forwarded) forward_ended(READY hung_up) queued(head)" + byCitizen, func(c *cast) {
		c.officer().Hangup()
		c.until("queued", func() bool { v, _ := c.view(); return v.State == call.StateQueued })
		c.check("")
	}},
	{"forwarded by the plan", func(c *cast) {
		c.dials(number20(22, c.n))
		c.check(handedOn)
	}, call.StateForwarded, handedOn, "forwarding(READY) forwarded(READY) adopted(forwarded)" + byCitizen, nil},
	{"with a leader", func(c *cast) {
		c.talks()
		c.leads(CmdBarge)
		c.check("citizen:operator,leader operator:citizen,leader leader:citizen,operator")
	}, call.StateRecovering, "", "watched(barge) adopted(recovering)" + onHold, nil},
}

func TestRealDeathsBeside(t *testing.T) {
	names := make([]string, len(besideDeaths))
	for i, d := range besideDeaths {
		names[i] = d.state
	}
	st := newStage(t, len(besideDeaths), Config{KeyWait: time.Minute, OfficerRing: time.Minute, Grace: time.Minute})
	casts := make([]*cast, len(besideDeaths))
	st.play(t, names, func(c *cast, i int) {
		casts[i] = c
		besideDeaths[i].bring(c)
	})
	if t.Failed() {
		return
	}
	st.stop()
	for _, c := range casts { // their browsers ended with the controller
		st.audio.set(c.operator, false)
		st.audio.set(c.leader, false)
	}
	st.start()
	st.play(t, names, func(c *cast, i int) {
		before := casts[i]
		c.z, c.id, c.journey, c.were, c.heardThen = before.z, before.id, before.journey, before.were, before.heardThen
		c.until("adopted", func() bool { v, _ := c.view(); return v.State == besideDeaths[i].becomes })
		c.check(besideDeaths[i].hears, "*")
		if after := besideDeaths[i].after; after != nil {
			after(c)
		}
		c.over(besideDeaths[i].journal)
		c.cleared()
	})
	st.clear()
}

// serviceDeaths is what a telephone of an emergency service does that rings when the controller
// dies, and is heard of again with the operator when the next has her back.
var serviceDeaths = []struct {
	does    string
	service string
	hears   string // when she is back
	after   func(c *cast)
	journal string
}{
	{"answers", "slow", withOperator, func(c *cast) {
		c.rings(slow)
		c.phase(call.PhaseJoined)
		c.check(together)
	}, "emergency(SLOW) consulting(SLOW) adopted(recovering) resumed three_way(SLOW) citizen_left consult_ended(SLOW released) ended(citizen/hangup)"},
	{"answers, and its network plays something before", "slower", together, nil, "emergency(SLOWER) consulting(SLOWER) adopted(recovering) resumed three_way(SLOWER) citizen_left consult_ended(SLOWER released) ended(citizen/hangup)"},
	{"refuses: the next number", "hunts on", withOperator, func(c *cast) {
		c.rings(refuses)
		c.phase(call.PhaseJoined)
		c.check(together)
	}, "emergency(REFUSES) consulting(REFUSES) adopted(recovering) resumed consult_ended(REFUSES rejected) consulting(READY) three_way(READY) " +
		"citizen_left consult_ended(READY released) ended(citizen/hangup)"},
	{"refuses, and there is no other", "refuses", withOperator, func(c *cast) {
		c.rings(refuses)
		c.until("she is told", func() bool { v, _ := c.view(); return v.Officer.Outcome == "rejected" })
		c.check(withOperator)
	}, "emergency(REFUSES) consulting(REFUSES) adopted(recovering) resumed consult_ended(REFUSES rejected) ended(citizen/hangup)"},
	{
		"answered meanwhile", "midway", together, nil,
		"emergency(MIDWAY) consulting(MIDWAY) adopted(recovering) three_way(MIDWAY) resumed citizen_left consult_ended(MIDWAY released) ended(citizen/hangup)",
	},
}

// rings makes sure that a telephone is still being called, and that the desk says so.
func (c *cast) rings(does int) {
	c.t.Helper()
	v, _ := c.engine.CallOf(c.operator)
	if v.State != call.StateTalking || v.Officer.Phase != call.PhaseCalling || !v.Officer.Urgent || v.Officer.Number != outside(c.n, does) || v.Hears != withOperator {
		c.t.Errorf("the desk shows %s, %+v, %s", v.State, v.Officer, v.Hears)
	}
}

func TestRealDeathsWhileAServiceRings(t *testing.T) {
	names := make([]string, len(serviceDeaths))
	for i, d := range serviceDeaths {
		names[i] = d.does
	}
	st := newStage(t, len(serviceDeaths), Config{OfficerRing: time.Minute, Grace: time.Minute})
	casts := make([]*cast, len(serviceDeaths))
	st.play(t, names, func(c *cast, i int) {
		casts[i] = c
		c.talks()
	})
	for i, c := range casts { // all at once: their telephones count from here
		if !t.Failed() {
			c.t = t
			c.emergency(serviceDeaths[i].service)
			c.phase(call.PhaseCalling)
		}
	}
	if t.Failed() {
		return
	}
	st.await("all ring", func() bool { return st.ringing() >= len(casts)-1 }) // of early media the channel's state says nothing
	st.stop()
	died := time.Now()
	st.await("one answers meanwhile", func() bool { return len(casts[4].officerCalls()) > 0 })
	for _, c := range casts { // their browsers ended with the controller
		st.audio.set(c.operator, false)
	}
	st.start()
	dead := time.Since(died)
	st.play(t, names, func(c *cast, i int) {
		before := casts[i]
		c.z, c.id, c.journey, c.were, c.heardThen, c.dead = before.z, before.id, before.journey, before.were, before.heardThen, dead
		c.signIn()
		c.check(serviceDeaths[i].hears, "*")
		if after := serviceDeaths[i].after; after != nil {
			after(c)
		}
		c.over(serviceDeaths[i].journal)
		c.cleared()
	})
	st.clear()
}

// ringing counts the telephones outside that ring.
func (c *city) ringing() int {
	s, err := c.link.Snapshot(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	n := 0
	for _, ch := range s.Channels {
		if _, out := callOfOut(ch.ID); out && ch.State == "Ringing" {
			n++
		}
	}
	return n
}

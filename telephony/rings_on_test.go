package telephony

import (
	"strings"
	"testing"
	"time"

	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

// We die while an emergency service rings, and are there again a second later: it rings on,
// nobody loses anybody, and the desk shows what is.
func TestEmergencyRingsOn(t *testing.T) {
	const together = "citizen:operator operator:citizen"
	const all = "citizen:operator,officer operator:citizen,officer officer:citizen,operator"
	// The operator's browser is back, as it is soon after we are.
	back := func(h *house) {
		h.ready("op01")
		h.want("status", h.status("op01"), StatusBusy)
		h.want("not taken from her", h.view().Gone, "")
	}
	rings := func(h *house, number string) {
		h.want("calling", h.view().Officer.Phase, call.PhaseCalling)
		h.want("number", h.view().Officer.Number, number)
		h.want("urgent", h.view().Officer.Urgent, true)
		h.want("heard", h.hears("c1"), "voice")
		h.want("who hears whom", h.view().Hears, together)
	}
	called := func(h *house, number string, times int) {
		h.want("called "+number, h.pbx.asked("create", "PJSIP/"+number+"@t1"), times)
	}
	tests := map[string]struct {
		service string
		do      func(h *house)
		journal string // from the death on
	}{
		"she is back→it answers→all together": {
			do: func(h *house) {
				ringing := h.officer()
				h.want("until then", h.hears("c1"), "words")
				h.want("the board", h.theCall().Officer.Phase, call.PhaseCalling)
				back(h)
				rings(h, "113")
				h.want("the same telephone", h.officer(), ringing)
				h.pbx.picksUp(ringing)
				h.settle()
				h.want("who hears whom", h.view().Hears, all)
				h.want("to be called on", h.pbx.variable("c1", varEmergency), "")
				h.want("can", h.view().Can, "dtmf emergency complete take_back hangup")
			},
			journal: "adopted(recovering) resumed three_way(113)",
		},
		"she is back→it refuses→the next number": {
			service: "dien",
			do: func(h *house) {
				h.pbx.outside = map[string]string{"0225300009": "answer"}
				back(h)
				rings(h, "0225300008")
				h.want("of", h.view().Officer.Nth*10+h.view().Officer.Of, 12)
				h.pbx.gone(h.officer(), 21)
				h.pass(2 * time.Second)
				h.want("who hears whom", h.view().Hears, all)
				h.want("who", h.view().Officer.Number, "0225300009")
			},
			journal: "adopted(recovering) resumed consult_ended(0225300008 rejected) consulting(0225300009) three_way(0225300009)",
		},
		"she is back→it refuses, and there is no other→she is told": {
			do: func(h *house) {
				back(h)
				h.pbx.gone(h.officer(), 21)
				h.settle()
				h.want("heard", h.hears("c1"), "voice")
				h.want("outcome", h.view().Officer.Outcome, "rejected")
				h.want("can", h.view().Can, "hold dtmf consult emergency hangup")
			},
			journal: "adopted(recovering) resumed consult_ended(113 rejected)",
		},
		"it answers before she is back→with the citizen, then all together": {
			do: func(h *house) {
				h.pbx.picksUp(h.officer())
				h.settle()
				h.want("heard", h.hears("c1"), "officer")
				h.want("who hears whom", h.theCall().Hears, "citizen:officer officer:citizen")
				h.want("state", h.state("c1"), call.StateRecovering)
				back(h)
				h.want("who hears whom", h.view().Hears, all)
				h.want("hang-up", h.asks(CmdHangup), error(nil))
				h.want("heard", h.hears("c1"), "officer")
			},
			journal: "adopted(recovering) three_way(113) resumed transferred(113)",
		},
		"it answers and hangs up before she is back→music, and she is told": {
			do: func(h *house) {
				h.pbx.picksUp(h.officer())
				h.settle()
				h.pbx.gone(h.officer(), 16)
				h.pass(4 * time.Second)
				h.want("the citizen's music", h.music("c1"), true)
				back(h)
				h.want("heard", h.hears("c1"), "voice")
				h.want("outcome", h.view().Officer.Outcome, call.OutcomeHungUp)
			},
			journal: "adopted(recovering) three_way(113) consult_ended(113 hung_up) resumed",
		},
		"she does not come back→the citizen hears it ring→nobody answers→the head of the queue": {
			do: func(h *house) {
				h.pass(19 * time.Second)
				h.want("she is waited for", h.state("c1"), call.StateRecovering)
				h.pass(2 * time.Second)
				h.want("heard", h.hears("c1"), "ringing")
				h.want("told", h.view().Gone, string(call.GoneCalling))
				h.want("op01", h.status("op01"), StatusOffline)
				called(h, "113", 1)
				h.pass(4 * time.Second) // it has rung for its time, our death included
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("the board", h.theCall().Emergency, true)
			},
			journal: "adopted(recovering) operator_lost forwarding(113) forward_ended(113 no-answer) queued(head)",
		},
		"she does not come back→it answers": {
			do: func(h *house) {
				h.pass(21 * time.Second)
				h.pbx.picksUp(h.officer())
				h.settle()
				h.want("heard", h.hears("c1"), "officer")
				h.want("state", h.state("c1"), call.StateForwarded)
			},
			journal: "adopted(recovering) operator_lost forwarding(113) forwarded(113)",
		},
		"she is lost again while she is joined→it rings on": {
			do: func(h *house) {
				h.slow(10 * time.Millisecond)
				h.gateway.set("op01", true)
				h.engine.MediaUp("op01")
				h.engine.DeskUp("op01", Want{Ready: true})
				h.pass(5 * time.Millisecond)
				h.want("on her way", h.state("c1"), call.StateConnecting)
				h.mediaDown("op01")
				h.slow(time.Millisecond)
				h.settle()
				h.want("on her way again", h.state("c1"), call.StateRecovering)
				back(h)
				rings(h, "113")
				called(h, "113", 1)
			},
			journal: "adopted(recovering) operator_lost resumed",
		},
		"the citizen leaves before she is back→she and the service go on": {
			do: func(h *house) {
				h.pbx.gone("c1", 16)
				h.settle()
				h.pbx.picksUp(h.officer())
				h.settle()
				back(h)
				h.want("left", h.view().Left, true)
				h.want("who hears whom", h.view().Hears, "operator:officer officer:operator")
				h.want("hang-up", h.asks(CmdHangup), error(nil))
			},
			journal: "adopted(recovering) citizen_left consulted(113) resumed consult_ended(113 released) ended(citizen/abandoned_hold)",
		},
		"we die once more→it still rings on": {
			do: func(h *house) {
				back(h)
				h.mediaDown("op01")
				h.engine.DeskDown("op01")
				h.settle()
				h.want("lost", h.state("c1"), call.StateForwarding)
				h.dies(time.Second)
				h.want("heard", h.hears("c1"), "ringing")
				called(h, "113", 1)
				h.pbx.picksUp(h.officer())
				h.settle()
				h.want("heard", h.hears("c1"), "officer")
			},
			journal: "adopted(recovering) resumed operator_lost forwarding(113) adopted(forwarding) forwarded(113)",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{Reconnecting: []string{"sound:reconnecting"}}, func(h *house) {
				h.talking()
				service := tc.service
				if service == "" {
					service = "113"
				}
				h.want("emergency", h.emergency(service), error(nil))
				h.pass(2 * time.Second)
				h.gateway.set("op01", false)
				h.kill()
				h.pass(time.Second)
				h.start()
				h.settle()
				tc.do(h)
				_, journal, _ := strings.Cut(h.journal.of("c1"), "consulting(")
				_, journal, _ = strings.Cut(journal, " ")
				h.want("journal", journal, tc.journal)
				h.ends()
				h.pass(3 * time.Second)
				h.wantClear()
			})
		})
	}
}

// What becomes of the service's telephone while we are dead.
func TestEmergencyWhileDead(t *testing.T) {
	tests := map[string]struct {
		dies    time.Duration // after it was asked for
		dead    func(h *house)
		do      func(h *house)
		journal string // from the death on
	}{
		"the first refuses→the next rings": {
			dies: 2 * time.Second,
			dead: func(h *house) { h.pbx.gone(h.officer(), 21) },
			do: func(h *house) {
				h.want("calling", h.view().Officer.Number, "0225300009")
				h.pbx.gone(h.officer(), 17)
				h.settle()
				h.want("and then the first again", h.view().Officer.Number, "0225300008")
				h.want("heard", h.hears("c1"), "voice")
			},
			journal: "adopted(recovering) consulting(0225300009) resumed consult_ended(0225300009 busy) consulting(0225300008)",
		},
		"it answers→all together": {
			dies: 2 * time.Second,
			dead: func(h *house) { h.pbx.picksUp(h.officer()) },
			do: func(h *house) {
				h.want("who hears whom", h.view().Hears, "citizen:operator,officer operator:citizen,officer officer:citizen,operator")
				h.want("the mark", h.pbx.variable("c1", varEmergency), "")
			},
			journal: "adopted(recovering) three_way(0225300008) resumed",
		},
		"its channel was made, and not dialled→called": {
			dies: 2500 * time.Microsecond,
			dead: func(h *house) {
				h.want("dialled", h.pbx.asked("dial", h.officer()), 0)
				h.want("number", h.pbx.variable(h.officer(), varNumber), "")
			},
			do: func(h *house) {
				h.want("calling", h.view().Officer.Number, "0225300009")
				h.want("the other is gone", h.officer() != "", true)
			},
			journal: "adopted(recovering) consulting(0225300009) resumed",
		},
		"its time is over→the next rings": {
			dies: 2 * time.Second,
			dead: func(h *house) { h.pass(30 * time.Second) },
			do: func(h *house) {
				h.want("calling", h.view().Officer.Number, "0225300009")
			},
			journal: "adopted(recovering) consult_ended(0225300008 no-answer) consulting(0225300009) resumed",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.talking()
				if err := h.engine.Do(h.t.Context(), Command{Operator: "op01", Kind: CmdEmergency, Call: "c1", Unit: "dien"}); err != nil {
					t.Fatal(err)
				}
				h.pass(tc.dies)
				h.gateway.set("op01", false)
				h.kill()
				tc.dead(h)
				h.pass(time.Second)
				h.start()
				h.settle()
				h.ready("op01")
				h.settle()
				h.want("not taken from her", h.view().Gone, "")
				tc.do(h)
				_, journal, _ := strings.Cut(h.journal.of("c1"), "consulting(")
				_, journal, _ = strings.Cut(journal, " ")
				h.want("journal", journal, tc.journal)
				h.ends()
				h.pass(3 * time.Second)
				h.wantClear()
			})
		})
	}
}

// An emergency is tried over trunks that are taken for dead when no other is left, in their
// order; nobody else is.
func TestEmergencyOverDeadTrunks(t *testing.T) {
	for name, tc := range map[string]struct {
		lines   []trunk.Line
		outside map[string]string
		over    string
	}{
		"a single one": {lines: []trunk.Line{{Name: "t1", Watched: time.Minute, Address: "sbc1:5060"}}, over: "sbc1:5060"},
		"two, of which the first is dead": {
			lines:   []trunk.Line{{Name: "t1", Watched: time.Minute, Address: "sbc1:5060"}, {Name: "t2", Watched: time.Minute, Address: "sbc2"}},
			outside: map[string]string{"PJSIP/t1/sip:113@sbc1:5060": "503"},
			over:    "sbc1:5060 sbc2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.trunks = trunk.NewBoard(tc.lines, time.Now())
				h.kill()
				h.start()
				h.talking()
				h.pbx.outside, h.pbx.dark = tc.outside, map[string]bool{"t1": true, "t2": true}
				for _, l := range tc.lines {
					h.trunks.Contact(l.Name, false, time.Now())
				}
				h.want("emergency", h.emergency("113"), error(nil))
				h.pass(3 * time.Second)
				h.want("tried", h.pbx.over(), tc.over)
				h.want("phase", h.view().Officer.Phase, call.PhaseCalling)
				h.pbx.picksUp(h.officer())
				h.settle()
				h.want("phase", h.view().Officer.Phase, call.PhaseJoined)
				h.want("take back", h.asks(CmdTakeBack), error(nil))
				h.want("consult", h.asks(CmdConsult), error(nil))
				h.settle()
				h.want("outcome", h.view().Officer.Outcome, string(trunk.Failed))
				h.want("nobody else is tried", h.pbx.over(), tc.over)
				h.ends()
				h.pass(3 * time.Second)
				h.wantClear()
			})
		})
	}
}

package telephony

import (
	"strings"
	"testing"
	"time"

	"hotline1022/telephony/call"
)

// The citizen's line ends while an emergency service is called, or speaks: it goes on with
// the operator, and nobody hears nothing for ever.
func TestCitizenLeaves(t *testing.T) {
	const with113 = "emergency(113) consulting(113) three_way(113) citizen_left "
	tests := map[string]struct {
		service string
		outside map[string]string
		after   time.Duration // from the key to the citizen's hang-up
		do      func(h *house)
		journal string // from the conversation to the end
		tape    string // whose words were recorded
	}{
		"while it rings→it answers→hangs up": {
			service: "113", outside: map[string]string{"113": "answer"},
			do: func(h *house) {
				h.want("can", h.view().Can, "emergency take_back")
				h.want("hang-up, while it rings", h.asks(CmdHangup), ErrNotNow)
				h.pass(time.Second)
				h.want("who hears whom", h.view().Hears, "operator:officer officer:operator")
				h.want("113 hears", h.hears(h.officer()), "voice")
				for _, kind := range []CommandKind{CmdHold, CmdConsult, CmdSwap, CmdThreeWay, CmdComplete, CmdDTMF, CmdVoicemail} {
					h.want(string(kind), h.asks(kind), ErrNotNow)
				}
				h.pbx.gone(h.officer(), 16)
			},
			journal: "emergency(113) consulting(113) citizen_left consulted(113) consult_ended(113 hung_up) ended(citizen/hangup)",
			tape:    "op01 .",
		},
		"while it speaks→the operator hangs up": {
			service: "113", outside: map[string]string{"113": "answer"}, after: 2 * time.Second,
			do: func(h *house) {
				h.want("together", h.pbx.together(), "officer+operator")
				h.pass(10 * time.Minute)
				h.want("still", h.hears(h.officer()), "voice")
				h.want("can", h.view().Can, "emergency take_back hangup")
				h.want("hang-up", h.asks(CmdHangup), error(nil))
			},
			journal: with113 + "consult_ended(113 released) ended(citizen/hangup)",
			tape:    "op01 .",
		},
		"while the first of a duty list rings→the second answers→it is let go": {
			service: "dien", outside: map[string]string{"0225300008": "busy", "0225300009": "answer"},
			do: func(h *house) {
				h.pass(3 * time.Second)
				h.want("113 hears", h.hears(h.officer()), "voice")
				h.want("take back", h.asks(CmdTakeBack), error(nil))
			},
			journal: "emergency(0225300008) consulting(0225300008) citizen_left consult_ended(0225300008 busy) " +
				"consulting(0225300009) consulted(0225300009) consult_ended(0225300009 released) ended(citizen/hangup)",
			tape: "op01 .",
		},
		"nobody answers→the operator asks once more": {
			service: "113", outside: map[string]string{"113": "busy"},
			do: func(h *house) {
				h.pass(2 * time.Second)
				h.want("outcome", h.view().Officer.Outcome, "busy")
				h.want("can", h.view().Can, "emergency hangup")
				h.pbx.outside = map[string]string{"113": "answer"}
				h.want("emergency", h.emergency("113"), error(nil))
				h.pass(2 * time.Second)
				h.want("113 hears", h.hears(h.officer()), "voice")
				h.want("hang-up", h.asks(CmdHangup), error(nil))
			},
			journal: "emergency(113) consulting(113) citizen_left consult_ended(113 busy) emergency(113) consulting(113) consulted(113) " +
				"consult_ended(113 released) ended(citizen/hangup)",
			tape: "op01 .",
		},
		"the browser dies→113 hears music→she is back": {
			service: "113", outside: map[string]string{"113": "answer"}, after: 2 * time.Second,
			do: func(h *house) {
				h.mediaDown("op01")
				h.settle()
				h.want("113's music", h.music(h.officer()), true)
				h.mediaUp("op01")
				h.settle()
				h.want("113 hears", h.hears(h.officer()), "voice")
				h.want("who hears whom", h.view().Hears, "operator:officer officer:operator")
				h.want("hang-up", h.asks(CmdHangup), error(nil))
			},
			journal: with113 + "operator_lost resumed consult_ended(113 released) ended(citizen/hangup)",
			tape:    "op01 . op01 .",
		},
		"the browser dies while it rings→113 answers, and hears music→she is back": {
			service: "113", outside: map[string]string{"113": "answer"},
			do: func(h *house) {
				h.mediaDown("op01")
				h.pass(2 * time.Second)
				h.want("113's music", h.music(h.officer()), true)
				h.mediaUp("op01")
				h.settle()
				h.want("113 hears", h.hears(h.officer()), "voice")
				h.want("hang-up", h.asks(CmdHangup), error(nil))
			},
			journal: "emergency(113) consulting(113) citizen_left operator_lost consulted(113) resumed consult_ended(113 released) ended(citizen/hangup)",
			tape:    "op01 .",
		},
		"the browser dies for good→113 is not left alone": {
			service: "113", outside: map[string]string{"113": "answer"}, after: 2 * time.Second,
			do: func(h *house) {
				h.mediaDown("op01")
				h.pass(h.cfg.Grace + 21*time.Second)
				h.want("op01 has no call", h.operator("op01").Call, call.ID(""))
			},
			journal: with113 + "operator_lost consult_ended(113 operator_gone) ended(citizen/hangup)",
			tape:    "op01 .",
		},
		"a shift leader takes over": {
			service: "113", outside: map[string]string{"113": "answer"}, after: 2 * time.Second,
			do: func(h *house) {
				h.watched(CmdListen)
				h.want("the leader hears", h.pbx.leader(), "listen operator")
				h.mediaDown("op01")
				h.settle()
				h.want("113's music", h.music(h.officer()), true)
				h.want("take over", h.leads(CmdTakeOver), error(nil))
				h.want("113 hears", h.hears(h.officer()), "voice")
				h.want("hang-up", h.leads(CmdHangup), error(nil))
			},
			journal: with113 + "watched(listen) operator_lost taken_over consult_ended(113 released) ended(citizen/hangup)",
			tape:    "op01 . truongca .",
		},
		"the link is down→113 hangs up meanwhile": {
			service: "113", outside: map[string]string{"113": "answer"}, after: 2 * time.Second,
			do: func(h *house) {
				officer := h.officer()
				h.pbx.disconnect()
				h.pass(time.Second)
				h.pbx.connect()
				h.settle()
				h.want("still", h.hears(officer), "voice")
				h.pbx.disconnect()
				h.pbx.gone(officer, 16)
				h.pbx.connect()
			},
			journal: with113 + "consult_ended(113 hung_up) ended(citizen/hangup)",
			tape:    "op01 .",
		},
		"Asterisk is lost": {
			service: "113", outside: map[string]string{"113": "answer"}, after: 2 * time.Second,
			do: func(h *house) {
				h.pbx.disconnect()
				h.pbx.restart()
				h.pbx.connect()
			},
			journal: with113 + "consult_ended(113 call_ended) ended(citizen/hangup)",
			tape:    "op01 .",
		},
		"we die→113 is let go, its record is ended by who keeps it": {
			service: "113", outside: map[string]string{"113": "answer"}, after: 2 * time.Second,
			do: func(h *house) {
				h.dies(time.Second)
				h.want("known", h.engine.Knows("c1"), false)
			},
			journal: strings.TrimSpace(with113),
			tape:    "op01 .",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.pbx.outside = tc.outside
				h.talking()
				h.want("emergency", h.emergency(tc.service), error(nil))
				h.pass(tc.after)
				h.pbx.together()
				h.pbx.gone("c1", 16)
				h.settle()
				h.want("left", h.view().Left, true)
				h.want("state", h.state("c1"), call.StateTalking)
				tc.do(h)
				h.pass(8 * time.Second)
				_, journal, _ := strings.Cut(h.journal.of("c1"), "connected ")
				h.want("journal", journal, tc.journal)
				h.want("recorded", h.tape.of(), tc.tape)
				h.wantClear()
			})
		})
	}
}

// The citizen's end is found out only when the link is back.
func TestCitizenLeavesUnseen(t *testing.T) {
	onPlan(t, withServices(), Config{}, func(h *house) {
		h.pbx.outside = map[string]string{"113": "answer"}
		h.talking()
		h.want("emergency", h.emergency("113"), error(nil))
		h.pass(2 * time.Second)
		h.pbx.disconnect()
		h.pbx.gone("c1", 16)
		h.pass(time.Second)
		h.pbx.connect()
		h.settle()
		h.want("left", h.view().Left, true)
		h.want("113 hears", h.hears(h.officer()), "voice")
		h.want("hang-up", h.asks(CmdHangup), error(nil))
		h.want("journal", strings.HasSuffix(h.journal.of("c1"), "citizen_left consult_ended(113 released) ended(citizen/unobserved)"), true)
		h.wantClear()
	})
}

// That a telephone has answered is told of the dialling and of the channel: it is put anew
// into the bridge once.
func TestAnswerIsToldTwice(t *testing.T) {
	onPlan(t, withServices(), Config{}, func(h *house) {
		h.pbx.outside = map[string]string{"113": "early"}
		h.talking()
		h.want("emergency", h.emergency("113"), error(nil))
		h.pass(2 * time.Second)
		a := h.engine.actor("c1")
		before := h.pbx.asked("remove", h.officer())
		officer := h.officer()
		for range 2 {
			a.post(func() { a.outRings(officer, "ANSWER") })
		}
		h.settle()
		h.want("phase", h.view().Officer.Phase, call.PhaseJoined)
		h.want("taken out", h.pbx.asked("remove", officer)-before, 1)
		h.ends()
		h.pass(time.Second)
		h.wantClear()
	})
}

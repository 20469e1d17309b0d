package telephony

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

// theCall is the call as a board shows it.
func (h *house) theCall() CallView {
	h.t.Helper()
	calls := h.engine.Calls()
	if len(calls) != 1 {
		h.t.Fatalf("calls: %+v", calls)
	}
	return calls[0]
}

// dies kills the controller, for a while, and starts another.
func (h *house) dies(d time.Duration) {
	h.t.Helper()
	h.kill()
	h.pass(d)
	h.start()
}

// failing lets requests fail whose name begins so, about channels whose name does.
func (h *house) failing(op, channel string) {
	h.pbx.setFail(func(o, object string) error {
		if strings.HasPrefix(o, op) && strings.HasPrefix(object, channel) {
			return errBusy
		}
		return nil
	})
}

// Whatever we die in, whoever has the citizen keeps them, an emergency service above all; it
// is called on if it must be; and who was let go does not come back.
func TestWhatSurvivesBeside(t *testing.T) {
	answers := map[string]string{"113": "answer", "0225300001": "answer"}
	service := func(h *house, state call.State) {
		h.want("state", h.state("c1"), state)
		h.want("heard", h.hears("c1"), "officer")
		h.want("called", h.pbx.asked("create", "PJSIP/113@t1"), 1)
		h.want("the board", h.theCall().Emergency && h.theCall().Officer.Urgent, true)
		h.want("whose", h.theCall().Officer.Unit, "113")
		h.want("to be called on", h.pbx.variable("c1", varEmergency), "")
	}
	tests := map[string]struct {
		outside map[string]string
		do      func(h *house)
		journal string // from the conversation on
	}{
		"113 answers while we are dead→it is the service": {
			outside: answers,
			do: func(h *house) {
				h.want("emergency", h.emergency("113"), error(nil))
				h.dies(3 * time.Second)
				service(h, call.StateRecovering)
			},
			journal: "emergency(113) consulting(113) adopted(recovering) three_way(113)",
		},
		"113 answers, nothing more can be written, we die→it is kept": {
			outside: answers,
			do: func(h *house) {
				h.want("emergency", h.emergency("113"), error(nil))
				h.failing("set ", "")
				h.pass(2 * time.Second)
				h.want("phase", h.view().Officer.Phase, call.PhaseJoined)
				h.kill()
				h.pbx.setFail(nil)
				h.start()
				h.settle()
				service(h, call.StateRecovering)
			},
			journal: "emergency(113) consulting(113) three_way(113) adopted(recovering) three_way(113)",
		},
		"113 is with the citizen alone, we die→it is an emergency for the board still": {
			outside: answers,
			do: func(h *house) {
				h.want("emergency", h.emergency("113"), error(nil))
				h.pass(2 * time.Second)
				h.want("complete", h.asks(CmdComplete), error(nil))
				h.dies(time.Second)
				service(h, call.StateForwarded)
			},
			journal: "emergency(113) consulting(113) three_way(113) transferred(113) adopted(forwarded)",
		},
		"the officer waits, we die→no music beside the citizen": {
			outside: answers,
			do: func(h *house) {
				h.consulted()
				h.want("swap", h.asks(CmdSwap), error(nil))
				h.want("the officer's music", h.music(h.officer()), true)
				h.dies(time.Second)
				h.want("heard", h.hears("c1"), "officer")
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) resumed adopted(forwarded)",
		},
		"the operator is lost, we die, the officer hangs up→the head of the queue": {
			outside: answers,
			do: func(h *house) {
				h.consulted()
				h.mediaDown("op01")
				h.settle()
				h.dies(time.Second)
				h.want("heard", h.hears("c1"), "officer")
				h.pbx.gone(h.officer(), 16)
				h.settle()
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("heard", h.hears("c1"), "music")
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) operator_lost transferred(0225300001) " +
				"adopted(forwarded) forward_ended(0225300001 hung_up) queued(head)",
		},
		"the operator has handed them on, we die, the officer hangs up→the end": {
			outside: answers,
			do: func(h *house) {
				h.consulted()
				h.want("complete", h.asks(CmdComplete), error(nil))
				h.dies(time.Second)
				h.pbx.gone(h.officer(), 16)
				h.settle()
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) transferred(0225300001) " +
				"adopted(forwarded) ended(officer/hangup)",
		},
		"the officer was let go and cannot be hung up, we die→does not come back": {
			outside: answers,
			do: func(h *house) {
				h.consulted()
				h.failing("hangup", outPrefix)
				h.want("take back", h.asks(CmdTakeBack), error(nil))
				h.kill()
				h.pbx.setFail(nil)
				h.start()
				h.ready("op01")
				h.want("heard", h.hears("c1"), "voice")
				h.want("state", h.state("c1"), call.StateTalking)
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) " +
				"consult_ended(0225300001 released) resumed adopted(recovering) resumed",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.pbx.outside = tc.outside
				h.talking()
				tc.do(h)
				_, journal, _ := strings.Cut(h.journal.of("c1"), "connected ")
				h.want("journal", journal, tc.journal)
				h.ends()
				h.pass(8 * time.Second)
				h.wantClear()
			})
		})
	}
}

// consulted brings the operator together with an officer.
func (h *house) consulted() {
	h.t.Helper()
	h.want("consult", h.asks(CmdConsult), error(nil))
	h.pass(time.Second)
	h.pbx.press(h.officer(), "1")
	h.settle()
	h.want("phase", h.view().Officer.Phase, call.PhaseAside)
}

// The menu's own emergency key: what answers while we are dead, or without our having
// heard of it, is the service.
func TestDirectKeySurvives(t *testing.T) {
	onPlan(t, wholeCity(), Config{}, func(h *house) {
		h.pbx.outside = map[string]string{"114": "answer"}
		h.pbx.citizen("c1", "1")
		h.settle()
		h.press("6")
		h.settle()
		h.want("heard", h.hears("c1"), "ringing")
		h.dies(3 * time.Second)
		h.want("heard", h.hears("c1"), "officer")
		h.want("called", h.pbx.asked("create", "PJSIP/114@t1"), 1)
		h.want("the board", h.theCall().Emergency, true)
		h.pbx.gone("c1", 16)
		h.pass(3 * time.Second)
		h.want("journal", h.journal.of("c1"), "arrived answered digit(citizen 6) emergency(114) forwarding(114) adopted(forwarded) forwarded(114) ended(citizen/hangup)")
		h.wantClear()
	})
}

// A network that takes an emergency call and says nothing more is given some seconds, then
// the next is asked; if there is none, it keeps its time.
func TestStalledTrunk(t *testing.T) {
	for name, tc := range map[string]struct {
		outside map[string]string
		down    string // a trunk over which nobody can be called
		do      func(h *house)
		trunks  string // over which it was called
		journal string
	}{
		"the first stalls→the second answers": {
			outside: map[string]string{"PJSIP/113@t1": "stall", "113": "answer"},
			do: func(h *house) {
				h.want("emergency", h.emergency("113"), error(nil))
				h.pass(stalledAfter + 2*time.Second)
				h.want("phase", h.view().Officer.Phase, call.PhaseJoined)
			},
			trunks:  "t1 t2",
			journal: "emergency(113) consulting(113) three_way(113)",
		},
		"it rings→it is given its time": {
			do: func(h *house) {
				h.want("emergency", h.emergency("113"), error(nil))
				h.pass(20 * time.Second)
				h.want("phase", h.view().Officer.Phase, call.PhaseCalling)
				h.pass(6 * time.Second)
				h.want("outcome", h.view().Officer.Outcome, call.OutcomeNoAnswer)
			},
			trunks:  "t1",
			journal: "emergency(113) consulting(113) consult_ended(113 no-answer)",
		},
		"both stall→the second has its time, and the operator is told": {
			outside: map[string]string{"PJSIP/113@t1": "stall", "PJSIP/113@t2": "stall"},
			do: func(h *house) {
				h.want("emergency", h.emergency("113"), error(nil))
				h.pass(stalledAfter + 24*time.Second)
				h.want("phase", h.view().Officer.Phase, call.PhaseCalling)
				h.pass(2 * time.Second)
				h.want("outcome", h.view().Officer.Outcome, string(trunk.Failed))
			},
			trunks:  "t1 t2",
			journal: "emergency(113) consulting(113) consult_ended(113 failed)",
		},
		"an officer's→after its time the next trunk": {
			outside: map[string]string{"PJSIP/0225300001@t1": "stall", "0225300001": "answer"},
			do: func(h *house) {
				h.want("consult", h.asks(CmdConsult), error(nil))
				h.pass(27 * time.Second)
				h.want("phase", h.view().Officer.Phase, call.PhaseBriefed)
			},
			trunks:  "t1 t2",
			journal: "held consulting(0225300001) briefed(0225300001)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.pbx.outside = tc.outside
				h.talking()
				tc.do(h)
				h.want("trunks", h.pbx.over(), tc.trunks)
				_, journal, _ := strings.Cut(h.journal.of("c1"), "connected ")
				h.want("journal", journal, tc.journal)
				h.ends()
				h.pass(3 * time.Second)
				h.wantClear()
			})
		})
	}
}

// over are the trunks that calls out went over, in order.
func (p *fakePBX) over() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var trunks []string
	for _, r := range p.requests {
		if _, name, ok := strings.Cut(r, "@"); ok && strings.HasPrefix(r, "create ") {
			trunks = append(trunks, name)
		}
	}
	return strings.Join(trunks, " ")
}

// Who answers at the last moment, while the call has too much to do to hear of it before the
// time to ring is over, is not let go.
func TestAnswerAtTheLastMoment(t *testing.T) {
	for name, ask := range map[string]func(h *house) error{
		"113":        func(h *house) error { return h.emergency("113") },
		"an officer": func(h *house) error { return h.asks(CmdConsult) },
	} {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.pbx.outside = map[string]string{"113": "answer", "0225300001": "answer"}
				h.talking()
				h.want("asked", ask(h), error(nil))
				officer := h.officer()
				busy := h.engine.actor("c1")
				busy.post(func() { time.Sleep(h.cfg.OfficerRing + time.Second) })
				h.pass(h.cfg.OfficerRing + 2*time.Second)
				h.want("still there", h.officer(), officer)
				h.want("answered", slices.Contains([]call.Phase{call.PhaseBriefed, call.PhaseJoined}, h.view().Officer.Phase), true)
				h.ends()
				h.pass(3 * time.Second)
				h.wantClear()
			})
		})
	}
}

// Before the citizen is with the operator again, whose telephone is in the bridge by what its
// network plays is out of it, whether or not it can be hung up.
func TestEarlyMediaIsTakenOut(t *testing.T) {
	for name, ask := range map[string]func(h *house) error{
		"take back": func(h *house) error { return h.asks(CmdTakeBack) },
		"emergency": func(h *house) error { return h.emergency("dien") },
	} {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.pbx.outside = map[string]string{"0225300001": "early"}
				h.talking()
				h.want("consult", h.asks(CmdConsult), error(nil))
				h.pass(2 * time.Second)
				early := h.officer()
				h.failing("hangup", early)
				h.pbx.together()
				h.want(name, ask(h), error(nil))
				if rooms := strings.Fields(h.pbx.together()); rooms[0] != "operator" || rooms[1] != "citizen+operator" {
					t.Errorf("together: %v", rooms)
				}
				h.pbx.setFail(nil)
				h.ends()
				h.pass(8 * time.Second)
				h.wantClear()
			})
		})
	}
}

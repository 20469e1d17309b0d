package telephony

import (
	"cmp"
	"errors"
	"strings"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

// withServices is the plan of a city that has an emergency service, and a duty list.
func withServices() *dialplan.Plan {
	p := dialplan.Straight("tong-dai", "")
	p.Emergency = map[string]dialplan.Emergency{"113": {Name: "Police", Number: "113"}, "dien": {Name: "Power", OnCall: "truc-dien"}}
	p.OnCall = map[string][]string{"truc-dien": {"0225300008", "0225300009"}}
	return p
}

// officers are those whom the operators call here.
var officers = []string{"0225300001", "0225300002"}

func (h *house) asks(kind CommandKind) error {
	err := h.engine.Do(h.t.Context(), Command{
		Operator: "op01", Kind: kind, Call: "c1", Numbers: officers, Unit: "cap-nuoc", About: "1", Digits: "1",
	})
	h.settle()
	return err
}

func (h *house) emergency(service string) error {
	err := h.engine.Do(h.t.Context(), Command{Operator: "op01", Kind: CmdEmergency, Call: "c1", Unit: service})
	h.settle()
	return err
}

// officer is the channel of the telephone outside that there is.
func (h *house) officer() string {
	h.t.Helper()
	var found []string
	for _, id := range h.pbx.left() {
		if strings.HasPrefix(id, outPrefix) {
			found = append(found, id)
		}
	}
	if len(found) != 1 {
		h.t.Fatalf("telephones outside: %v", found)
	}
	return found[0]
}

// view is the call as its operator's desk was last shown it.
func (h *house) view() CallView {
	h.desk.mu.Lock()
	defer h.desk.mu.Unlock()
	views := h.desk.calls["op01"]
	return views[len(views)-1]
}

// aside brings the operator together with the officer.
func (h *house) aside() {
	h.t.Helper()
	h.pbx.outside = map[string]string{"0225300001": "answer", "0225300002": "answer", "113": "answer"}
	h.talking()
	if err := h.asks(CmdConsult); err != nil {
		h.t.Fatal(err)
	}
	h.pass(time.Second)
	h.want("phase", h.view().Officer.Phase, call.PhaseBriefed)
	h.want("said to the officer", h.pbx.playing(h.officer()), "sound:/p/brief-1")
	h.pbx.press(h.officer(), "1")
	h.settle()
	h.want("phase", h.view().Officer.Phase, call.PhaseAside)
	h.want("who hears whom", h.view().Hears, "operator:officer officer:operator")
	h.pbx.together()
}

// music tells whether a channel hears music and nothing beside it.
func (h *house) music(channel string) bool {
	h.pbx.mu.Lock()
	defer h.pbx.mu.Unlock()
	ch := h.pbx.channels[channel]
	return ch != nil && ch.music && ch.bridge == "" && ch.playing == ""
}

func TestConsult(t *testing.T) {
	tests := map[string]struct {
		do      func(h *house)
		rooms   string // who was together, from aside on
		never   string // who was not
		journal string // from the consultation on
		tape    string // whose words were recorded; "": "op01 .", once
	}{
		"swap, swap, three-way, complete→the officer hangs up": {
			do: func(h *house) {
				h.want("the citizen's music", h.music("c1"), true)
				h.want("swap", h.asks(CmdSwap), error(nil))
				h.want("who hears whom", h.view().Hears, "citizen:operator operator:citizen")
				h.want("the officer's music", h.music(h.officer()), true)
				h.want("swap", h.asks(CmdSwap), error(nil))
				h.want("the citizen's music", h.music("c1"), true)
				h.want("three-way", h.asks(CmdThreeWay), error(nil))
				h.want("who hears whom", h.view().Hears, "citizen:operator,officer operator:citizen,officer officer:citizen,operator")
				h.want("complete", h.asks(CmdComplete), error(nil))
				h.want("gone", h.view().Gone, "transferred")
				h.want("op01", h.status("op01"), StatusReady)
				h.want("state", h.state("c1"), call.StateForwarded)
				h.want("heard", h.hears("c1"), "officer")
				h.pbx.gone(h.officer(), 16)
			},
			rooms: "operator citizen+operator operator officer+operator citizen+officer+operator citizen+officer",
			tape:  "op01 . op01 .",
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) resumed held resumed " +
				"three_way(0225300001) transferred(0225300001) ended(officer/hangup)",
		},
		"complete from aside: never all three": {
			do: func(h *house) {
				h.want("complete", h.asks(CmdComplete), error(nil))
				h.want("heard", h.hears("c1"), "officer")
				h.pbx.gone("c1", 16)
			},
			never:   "citizen+officer+operator",
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) transferred(0225300001) ended(citizen/hangup)",
		},
		"complete while the officer waits": {
			do: func(h *house) {
				h.want("swap", h.asks(CmdSwap), error(nil))
				h.pbx.together()
				h.want("complete", h.asks(CmdComplete), error(nil))
				h.want("heard", h.hears("c1"), "officer")
				h.pbx.gone("c1", 16)
			},
			never:   "citizen+officer+operator",
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) resumed transferred(0225300001) ended(citizen/hangup)",
		},
		"take back: the officer is away before the citizen is there": {
			do: func(h *house) {
				h.want("take back", h.asks(CmdTakeBack), error(nil))
				h.want("heard", h.hears("c1"), "voice")
				h.want("can", h.view().Can, "hold dtmf consult emergency hangup")
				h.pbx.gone("c1", 16)
			},
			rooms: "operator citizen+operator",
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) " +
				"consult_ended(0225300001 released) resumed ended(citizen/hangup)",
		},
		"the officer hangs up→the citizen hears music until the operator says so": {
			do: func(h *house) {
				h.pbx.gone(h.officer(), 16)
				h.settle()
				h.want("outcome", h.view().Officer.Outcome, call.OutcomeHungUp)
				h.want("the citizen's music", h.music("c1"), true)
				h.want("resume", h.asks(CmdResume), error(nil))
				h.want("heard", h.hears("c1"), "voice")
				h.pbx.gone("c1", 16)
			},
			rooms: "operator citizen+operator",
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) " +
				"consult_ended(0225300001 hung_up) resumed ended(citizen/hangup)",
		},
		"the operator's browser dies→citizen and officer are joined": {
			do: func(h *house) {
				h.mediaDown("op01")
				h.settle()
				h.want("heard", h.hears("c1"), "officer")
				h.want("gone", h.view().Gone, "transferred")
				h.pbx.gone("c1", 16)
			},
			never: "citizen+officer+operator",
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) operator_lost " +
				"transferred(0225300001) ended(citizen/hangup)",
		},
		"the officer is lost, then the operator→she may come back": {
			do: func(h *house) {
				h.pbx.gone(h.officer(), 16)
				h.settle()
				h.mediaDown("op01")
				h.settle()
				h.want("state", h.state("c1"), call.StateRecovering)
				h.want("heard", h.hears("c1"), "music")
				h.pbx.gone("c1", 16)
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) consult_ended(0225300001 hung_up) " +
				"operator_lost ended(citizen/abandoned_hold)",
		},
		"the operator is lost, then the officer→the head of the queue": {
			do: func(h *house) {
				officer := h.officer()
				h.mediaDown("op01")
				h.settle()
				h.pbx.gone(officer, 16)
				h.settle()
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("heard", h.hears("c1"), "music")
				h.pbx.gone("c1", 16)
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) operator_lost transferred(0225300001) " +
				"forward_ended(0225300001 hung_up) queued(head) ended(citizen/hangup)",
		},
		"the citizen hangs up→all is over": {
			do: func(h *house) { h.pbx.gone("c1", 16) },
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) " +
				"consult_ended(0225300001 call_ended) ended(citizen/abandoned_hold)",
		},
		"hang-up is refused while the citizen waits for the officer": {
			do: func(h *house) {
				h.want("hang-up", h.asks(CmdHangup), ErrNotNow)
				h.want("three-way", h.asks(CmdThreeWay), error(nil))
				h.want("hang-up", h.asks(CmdHangup), error(nil))
				h.want("heard", h.hears("c1"), "officer")
				h.pbx.gone("c1", 16)
			},
			rooms: "citizen+officer+operator citizen+officer",
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) resumed three_way(0225300001) " +
				"transferred(0225300001) ended(citizen/hangup)",
		},
		"emergency: the officer is let go, all else waits": {
			do: func(h *house) {
				h.want("emergency", h.emergency("113"), error(nil))
				h.want("who hears whom", h.view().Hears, "citizen:operator operator:citizen")
				h.pass(time.Second)
				h.want("phase", h.view().Officer.Phase, call.PhaseJoined)
				h.ends()
			},
			tape:  "op01 . op01 .",
			rooms: "operator citizen+operator citizen+operator+ringing citizen+officer+operator officer+operator",
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) consult_ended(0225300001 released) " +
				"resumed emergency(113) consulting(113) three_way(113) citizen_left consult_ended(113 released) ended(citizen/hangup)",
		},
		"the citizen cannot be taken out of the bridge→nobody is put beside them": {
			do: func(h *house) {
				h.want("swap", h.asks(CmdSwap), error(nil))
				h.pbx.together()
				h.pbx.setFail(func(op, object string) error {
					if op == "remove" && object == "c1" {
						return errBusy
					}
					return nil
				})
				h.want("swap", h.asks(CmdSwap), error(nil))
				h.pass(3 * time.Second)
				h.want("outcome", h.view().Officer.Outcome, call.OutcomeUnjoined)
				h.pbx.setFail(nil)
				h.pbx.gone("c1", 16)
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) resumed held " +
				"consult_ended(0225300001 unjoined) ended(citizen/abandoned_hold)",
			tape: "op01 . op01 .",
		},
		"the officer cannot be taken out of the bridge→is hung up": {
			do: func(h *house) {
				h.pbx.setFail(func(op, object string) error {
					if op == "remove" && strings.HasPrefix(object, outPrefix) {
						return errBusy
					}
					return nil
				})
				h.want("swap", h.asks(CmdSwap), error(nil))
				h.pass(2 * time.Second)
				h.pbx.setFail(nil)
				h.want("heard", h.hears("c1"), "voice")
				h.want("phase", h.view().Officer.Phase, call.PhaseNone)
				h.pbx.gone("c1", 16)
			},
			rooms: "operator citizen+operator",
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) resumed " +
				"consult_ended(0225300001 hung_up) ended(citizen/hangup)",
		},
		"we die, and are back→citizen and officer are joined": {
			do: func(h *house) {
				h.kill()
				h.start()
				h.want("state", h.state("c1"), call.StateForwarded)
				h.want("heard", h.hears("c1"), "officer")
				h.pbx.gone("c1", 16)
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) adopted(forwarded) ended(citizen/hangup)",
		},
		"the link is down while the officer hangs up": {
			do: func(h *house) {
				officer := h.officer()
				h.pbx.disconnect()
				h.pass(time.Second)
				h.pbx.gone(officer, 16)
				h.pbx.connect()
				h.settle()
				h.want("phase", h.view().Officer.Phase, call.PhaseNone)
				h.want("the citizen's music", h.music("c1"), true)
				h.pbx.gone("c1", 16)
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 1) consulted(0225300001) " +
				"consult_ended(0225300001 hung_up) ended(citizen/abandoned_hold)",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.aside()
				tc.do(h)
				rooms := h.pbx.together()
				h.pass(8 * time.Second) // what failed is asked for again
				if tc.rooms != "" && !strings.HasPrefix(rooms, tc.rooms) {
					t.Errorf("together:\n got  %s\n want %s", rooms, tc.rooms)
				}
				if tc.never != "" && strings.Contains(rooms, tc.never) {
					t.Errorf("together: %s", rooms)
				}
				_, journal, _ := strings.Cut(h.journal.of("c1"), "connected ")
				h.want("journal", journal, tc.journal)
				h.want("recorded aside", h.tape.of(), cmp.Or(tc.tape, "op01 ."))
				h.wantClear()
			})
		})
	}
}

// An operator whose call went on without her is told so, and has her after-call work when
// her desk is back within the grace time: not later, and not twice.
func TestConsultsOperatorComesBack(t *testing.T) {
	died := func(h *house) {
		h.kill()
		h.start()
	}
	tests := map[string]struct {
		begin  func(h *house)
		lose   func(h *house)
		away   time.Duration
		state  call.State
		status Status // when she is back
	}{
		"we die while she speaks with the officer→after-call work":   {(*house).aside, died, 0, call.StateForwarded, StatusWrapUp},
		"she is back after the grace time→ready":                     {(*house).aside, died, time.Minute, call.StateForwarded, StatusReady},
		"her desk is gone for good, and back→after-call work":        {(*house).aside, func(h *house) { h.engine.DeskDown("op01") }, 0, call.StateForwarded, StatusWrapUp},
		"we die after she has handed the citizen over→ready at once": {(*house).aside, func(h *house) { h.must("op01", CmdComplete, "c1"); died(h) }, 0, call.StateForwarded, StatusReady},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{Queues: wrapUp(time.Minute)}, func(h *house) {
				tc.begin(h)
				tc.lose(h)
				h.settle()
				h.want("state", h.state("c1"), tc.state)
				h.want("while her desk is away", h.status("op01") == StatusOffline || h.status("op01") == "", true)
				if tc.status == StatusWrapUp {
					told := h.desk.last("op01")
					h.want("told", told.Gone, string(call.GoneTransferred))
					h.want("of", told.ID, call.ID("c1"))
				}
				h.pass(tc.away)
				h.ready("op01")
				h.want("when it is back", h.status("op01"), tc.status)
				h.pbx.gone("c1", 16)
				h.pass(time.Minute)
				h.want("a minute later", h.status("op01"), StatusReady)
				h.engine.DeskDown("op01")
				h.ready("op01")
				h.want("after her next return", h.status("op01"), StatusReady)
			})
		})
	}
}

// Until a person has pressed the key no officer's telephone is with anybody.
func TestConsultHunts(t *testing.T) {
	tests := map[string]struct {
		outside map[string]string
		do      func(h *house)
		journal string
	}{
		"busy→the next does not answer→nobody: the operator is told": {
			outside: map[string]string{"0225300001": "busy"},
			do: func(h *house) {
				h.pass(2*time.Second + h.cfg.OfficerRing)
				h.want("calling", h.view().Officer, OfficerView{Phase: call.PhaseCalling, Number: "0225300002", Nth: 2, Of: 2, Unit: "cap-nuoc"})
				h.pass(25 * time.Second)
				h.want("outcome", h.view().Officer, OfficerView{Unit: "cap-nuoc", Outcome: "no-answer"})
				h.want("the citizen's music", h.music("c1"), true)
				h.want("can", h.view().Can, "resume consult emergency hangup")
			},
			journal: "held consulting(0225300001) consult_ended(0225300001 busy) consulting(0225300002) consult_ended(0225300002 no-answer)",
		},
		"a voicemail answers→the next": {
			outside: map[string]string{"0225300001": "answer"},
			do: func(h *house) {
				h.pass(15 * time.Second) // its words, and the time for a key
				h.want("calling", h.view().Officer.Number, "0225300002")
			},
			journal: "held consulting(0225300001) briefed(0225300001) consult_ended(0225300001 unconfirmed) consulting(0225300002)",
		},
		"wrong keys→the words again→the next": {
			outside: map[string]string{"0225300001": "answer"},
			do: func(h *house) {
				h.pass(time.Second)
				for _, key := range []string{"2", "#"} {
					h.pbx.press(h.officer(), key)
					h.settle()
					h.want("said to the officer", h.pbx.playing(h.officer()), "sound:/p/brief-1")
				}
				h.pbx.press(h.officer(), "9")
				h.settle()
				h.want("calling", h.view().Officer.Number, "0225300002")
			},
			journal: "held consulting(0225300001) briefed(0225300001) digit(officer 2) digit(officer #) digit(officer 9) " +
				"consult_ended(0225300001 unconfirmed) consulting(0225300002)",
		},
		"hangs up during the words→the next": {
			outside: map[string]string{"0225300001": "answer"},
			do: func(h *house) {
				h.pass(time.Second)
				h.pbx.gone(h.officer(), 16)
				h.settle()
			},
			journal: "held consulting(0225300001) briefed(0225300001) consult_ended(0225300001 unconfirmed) consulting(0225300002)",
		},
		"early media is the operator's alone": {
			outside: map[string]string{"0225300001": "early"},
			do: func(h *house) {
				h.pass(time.Second)
				h.want("early", h.view().Officer.Early, true)
				h.want("the citizen's music", h.music("c1"), true)
			},
			journal: "held consulting(0225300001)",
		},
		"the browser dies while it rings→the telephone is let go": {
			do: func(h *house) {
				h.mediaDown("op01")
				h.settle()
				h.want("state", h.state("c1"), call.StateRecovering)
				h.mediaUp("op01")
				h.settle()
				h.want("on hold as before", h.state("c1"), call.StateHeld)
			},
			journal: "held consulting(0225300001) consult_ended(0225300001 operator_gone) operator_lost",
		},
		"we die while it rings→the operator has the citizen back, on hold": {
			do: func(h *house) {
				h.kill()
				h.start()
				h.ready("op01")
				h.want("state", h.state("c1"), call.StateHeld)
				h.want("she is told", h.view().Officer, OfficerView{Number: "0225300001", Outcome: call.OutcomeCut})
				h.want("can", h.view().Can, "resume consult emergency hangup")
			},
			journal: "held consulting(0225300001) adopted(held) consult_ended(0225300001 cut)",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.pbx.outside = tc.outside
				h.talking()
				h.pbx.together()
				h.want("consult", h.asks(CmdConsult), error(nil))
				tc.do(h)
				for _, room := range strings.Fields(h.pbx.together()) {
					if strings.Contains(room, "citizen") || strings.Contains(room, "officer") && strings.Contains(room, "officer+operator") && room != "officer+operator" {
						t.Errorf("together: %s", room)
					}
				}
				_, journal, _ := strings.Cut(h.journal.of("c1"), "connected ")
				h.want("journal", journal, tc.journal)
				h.pbx.gone("c1", 16)
				h.pass(3 * time.Second)
				h.wantClear()
			})
		})
	}
}

func TestEmergency(t *testing.T) {
	tests := map[string]struct {
		service string
		outside map[string]string
		do      func(h *house)
		rooms   string
		journal string
	}{
		"answered→the operator leaves": {
			service: "113", outside: map[string]string{"113": "answer"},
			do: func(h *house) {
				h.want("they stay together", h.hears("c1"), "voice")
				h.pass(time.Second)
				h.want("hang-up", h.asks(CmdHangup), error(nil))
				h.want("heard", h.hears("c1"), "officer")
			},
			rooms:   "citizen+operator+ringing citizen+officer+operator citizen+officer",
			journal: "emergency(113) consulting(113) three_way(113) transferred(113)",
		},
		"a duty list: the first is busy, the second answers": {
			service: "dien", outside: map[string]string{"0225300008": "busy", "0225300009": "answer"},
			do: func(h *house) {
				h.pass(3 * time.Second)
				h.want("phase", h.view().Officer.Phase, call.PhaseJoined)
			},
			rooms: "citizen+operator+ringing citizen+operator citizen+operator+ringing citizen+officer+operator",
			journal: "emergency(0225300008) consulting(0225300008) consult_ended(0225300008 busy) " +
				"consulting(0225300009) three_way(0225300009)",
		},
		"a voicemail answers the first of a list→the next number": {
			service: "dien", outside: map[string]string{"0225300008": "answer", "0225300009": "answer"},
			do: func(h *house) {
				h.pass(2 * time.Second)
				h.want("may be asked", strings.Contains(h.view().Can, "next"), true)
				since := h.theCall().EmergencyAt
				h.want("next", h.asks(CmdNext), error(nil))
				h.pass(2 * time.Second)
				h.want("phase", h.view().Officer.Phase, call.PhaseJoined)
				h.want("who", h.view().Officer.Number, "0225300009")
				h.want("the leader's alarm", h.theCall().EmergencyAt, since)
				h.want("none is left", h.asks(CmdNext), ErrNotNow)
			},
			rooms: "citizen+operator+ringing citizen+officer+operator citizen+operator citizen+operator+ringing citizen+officer+operator",
			journal: "emergency(0225300008) consulting(0225300008) three_way(0225300008) consult_ended(0225300008 released) " +
				"consulting(0225300009) three_way(0225300009)",
		},
		"another service is needed: the first is let go, they stay together": {
			service: "113", outside: map[string]string{"113": "answer", "0225300008": "answer"},
			do: func(h *house) {
				h.pass(2 * time.Second)
				since := h.theCall().EmergencyAt
				h.want("the same", h.emergency("113"), ErrNotNow)
				h.want("another", h.emergency("dien"), error(nil))
				h.want("they stay together", h.hears("c1"), "voice")
				h.want("a new alarm", h.theCall().EmergencyAt.After(since), true)
				h.pass(2 * time.Second)
				h.want("who", h.view().Officer.Number, "0225300008")
				h.want("lines in use", h.trunks.Trunks()[0].Calls, 1)
			},
			rooms:   "citizen+operator+ringing citizen+officer+operator citizen+operator citizen+operator+ringing citizen+officer+operator",
			journal: "emergency(113) consulting(113) three_way(113) consult_ended(113 released) emergency(0225300008) consulting(0225300008) three_way(0225300008)",
		},
		"the browser dies while it rings→it rings on, and answers": {
			service: "113", outside: map[string]string{"113": "answer"},
			do: func(h *house) {
				h.mediaDown("op01")
				h.settle()
				h.want("heard", h.hears("c1"), "ringing")
				h.pass(2 * time.Second)
				h.want("heard", h.hears("c1"), "officer")
			},
			journal: "emergency(113) consulting(113) operator_lost forwarding(113) forwarded(113)",
		},
		"the browser dies, and nobody answers→the head of the queue": {
			service: "113", outside: map[string]string{"113": "busy"},
			do: func(h *house) {
				h.mediaDown("op01")
				h.pass(3 * time.Second)
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("heard", h.hears("c1"), "music")
			},
			journal: "emergency(113) consulting(113) operator_lost forwarding(113) forward_ended(113 busy) queued(head)",
		},
		"nobody answers→the operator still has the citizen": {
			service: "113", outside: map[string]string{"113": "busy"},
			do: func(h *house) {
				h.pass(2 * time.Second)
				h.want("heard", h.hears("c1"), "voice")
				h.want("outcome", h.view().Officer.Outcome, "busy")
			},
			journal: "emergency(113) consulting(113) consult_ended(113 busy)",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.pbx.outside = tc.outside
				h.talking()
				h.pbx.together()
				h.want("emergency", h.emergency(tc.service), error(nil))
				tc.do(h)
				if rooms := h.pbx.together(); tc.rooms != "" && rooms != tc.rooms {
					t.Errorf("together:\n got  %s\n want %s", rooms, tc.rooms)
				}
				_, journal, _ := strings.Cut(h.journal.of("c1"), "connected ")
				h.want("journal", journal, tc.journal)
				h.ends()
				h.pass(3 * time.Second)
				h.wantClear()
			})
		})
	}
}

// Whatever is asked: nobody is called who must not be.
func TestWhoIsNotCalled(t *testing.T) {
	inHouse(t, Config{Own: []string{"1022"}}, func(h *house) {
		h.talking()
		for name, tc := range map[string]struct {
			numbers []string
			want    error
		}{
			"nobody":             {nil, ErrBadCommand},
			"the caller":         {[]string{"0912345678"}, ErrOwnNumber},
			"the hotline":        {[]string{"02251022", "1022"}, ErrOwnNumber},
			"more than a number": {[]string{"0225300001&PJSIP/900@t1"}, ErrBadCommand},
			"one bad number":     {[]string{"0225300001", "x"}, ErrBadCommand},
		} {
			err := h.engine.Do(h.t.Context(), Command{Operator: "op01", Kind: CmdConsult, Call: "c1", Numbers: tc.numbers})
			if !errors.Is(err, tc.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.want("a service that the plan does not have", h.emergency("999"), ErrBadCommand)
		h.want("another's call", h.engine.Do(h.t.Context(), Command{Operator: "op02", Kind: CmdConsult, Call: "c1", Numbers: officers}), ErrNotYours)
		h.settle()
		h.want("state", h.state("c1"), call.StateTalking)
		h.want("telephones outside", strings.Contains(strings.Join(h.pbx.left(), " "), outPrefix), false)
	})
}

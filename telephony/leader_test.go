package telephony

import (
	"errors"
	"strings"
	"testing"
	"time"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

const leader = "truongca"

func (h *house) leads(kind CommandKind) error {
	err := h.engine.Do(h.t.Context(), Command{Operator: leader, Kind: kind, Call: "c1"})
	h.settle()
	return err
}

// operator is somebody as the engine shows them.
func (h *house) operator(name string) OperatorView {
	for _, v := range h.engine.Operators() {
		if v.Operator == name {
			return v
		}
	}
	return OperatorView{}
}

// watched brings a shift leader, who takes no calls, into a conversation.
func (h *house) watched(kind CommandKind) {
	h.t.Helper()
	h.mediaUp(leader)
	h.engine.DeskUp(leader, Want{})
	h.settle()
	h.want("watch", h.leads(kind), error(nil))
	h.want("the leader", h.status(leader), StatusBusy)
}

// leaderView is the call as the leader's desk was last shown it.
func (h *house) leaderView() CallView {
	h.desk.mu.Lock()
	defer h.desk.mu.Unlock()
	views := h.desk.calls[leader]
	if len(views) == 0 {
		return CallView{}
	}
	return views[len(views)-1]
}

func TestSupervision(t *testing.T) {
	tests := map[string]struct {
		aside   bool // an officer speaks with the operator
		do      func(h *house)
		journal string // of the supervision, to the end
	}{
		"listen, whisper, barge, listen, leave": {
			do: func(h *house) {
				h.watched(CmdListen)
				h.want("listening", h.pbx.leader(), "listen operator")
				h.want("who hears whom", h.leaderView().Hears, "citizen:operator operator:citizen leader:citizen,operator")
				h.want("can", h.leaderView().Can, "whisper barge take_over leave")
				h.want("whisper", h.leads(CmdWhisper), error(nil))
				h.want("whispering", h.pbx.leader(), "whisper operator")
				h.want("barge", h.leads(CmdBarge), error(nil))
				h.want("in the bridge", h.pbx.leader(), "barge")
				h.want("listen", h.leads(CmdListen), error(nil))
				h.want("listening", h.pbx.leader(), "listen operator")
				h.want("leave", h.leads(CmdLeave), error(nil))
				h.want("gone", h.leaderView().Gone, "ended")
				h.want("no channel", h.pbx.leader(), "")
				h.want("the leader", h.status(leader), StatusPaused)
				h.want("heard", h.hears("c1"), "voice")
			},
			journal: "watched(listen) watched(whisper) watched(barge) watched(listen) watch_ended ended(citizen/hangup)",
		},
		"the leader changes their mind while the ear is being made→nobody waits for it": {
			do: func(h *house) {
				h.watched(CmdListen)
				h.slow(100 * time.Millisecond)
				ask := func(operator string, kind CommandKind) {
					if err := h.engine.Do(h.t.Context(), Command{Operator: operator, Kind: kind, Call: "c1"}); err != nil {
						h.t.Error(err)
					}
				}
				ask(leader, CmdWhisper)
				h.pass(150 * time.Millisecond) // the snoop channel is being asked for
				ask(leader, CmdBarge)
				ask("op01", CmdHold)
				h.pass(time.Second)
				h.want("heard", h.hears("c1"), "music")
				h.slow(time.Millisecond)
			},
			journal: "watched(listen) watched(whisper) watched(barge) held watch_ended ended(citizen/abandoned_hold)",
		},
		"the call ends": {
			do: func(h *house) {
				h.watched(CmdWhisper)
				h.pbx.gone("c1", 16)
				h.settle()
				h.want("gone", h.leaderView().Gone, "ended")
				h.want("the leader", h.status(leader), StatusPaused)
			},
			journal: "watched(whisper) watch_ended ended(citizen/hangup)",
		},
		"moves with a transfer": {
			aside: true,
			do: func(h *house) {
				h.watched(CmdWhisper)
				h.want("aside", h.leaderView().Hears, "operator:officer,leader officer:operator leader:operator,officer")
				h.want("complete", h.asks(CmdComplete), error(nil))
				h.want("with the officer", h.pbx.leader(), "listen officer")
				h.want("who hears whom", h.leaderView().Hears, "citizen:officer officer:citizen leader:citizen,officer")
				h.want("take over", h.leads(CmdTakeOver), error(nil))
				h.want("who hears whom", h.leaderView().Hears, "citizen:operator,officer operator:citizen,officer officer:citizen,operator")
			},
			journal: "watched(whisper) transferred(0225300001) taken_over consult_ended(0225300001 call_ended) ended(citizen/hangup)",
		},
		"take over": {
			do: func(h *house) {
				h.watched(CmdListen)
				h.want("take over", h.leads(CmdTakeOver), error(nil))
				h.want("op01 is shown", h.view().Gone, "taken_over")
				h.want("op01", h.status("op01"), StatusReady)
				h.want("heard", h.hears("c1"), "voice")
				h.want("the leader's call", h.leaderView().Operator, leader)
				h.want("marked", h.pbx.variable("c1", varOperator), leader)
				h.want("hold", h.leads(CmdHold), error(nil))
				h.want("resume", h.leads(CmdResume), error(nil))
				h.want("heard", h.hears("c1"), "voice")
			},
			journal: "watched(listen) taken_over held resumed ended(citizen/hangup)",
		},
		"the operator's browser dies→the listening leader takes over": {
			do: func(h *house) {
				h.watched(CmdListen)
				h.mediaDown("op01")
				h.settle()
				h.want("beside nobody", h.pbx.leader(), "nobody")
				h.want("take over", h.leads(CmdTakeOver), error(nil))
				h.want("state", h.state("c1"), call.StateTalking)
				h.want("heard", h.hears("c1"), "voice")
			},
			journal: "watched(listen) operator_lost taken_over ended(citizen/hangup)",
		},
		"the operator's browser dies and is back→the leader listens again": {
			do: func(h *house) {
				h.watched(CmdListen)
				h.mediaDown("op01")
				h.settle()
				h.mediaUp("op01")
				h.settle()
				h.want("listening", h.pbx.leader(), "listen operator")
			},
			journal: "watched(listen) operator_lost resumed watch_ended ended(citizen/hangup)",
		},
		"the operator's browser dies beside a leader in the conversation": {
			do: func(h *house) {
				h.watched(CmdBarge)
				h.pbx.together()
				h.mediaDown("op01")
				h.settle()
				h.want("heard", h.hears("c1"), "voice")
				h.want("the leader's call", h.leaderView().Operator, leader)
			},
			journal: "watched(barge) operator_lost taken_over ended(citizen/hangup)",
		},
		"the leader's browser dies": {
			do: func(h *house) {
				h.watched(CmdBarge)
				h.mediaDown(leader)
				h.settle()
				h.want("no channel", h.pbx.leader(), "")
				h.want("heard", h.hears("c1"), "voice")
			},
			journal: "watched(barge) watch_ended ended(citizen/hangup)",
		},
		"the snoop channel cannot be made→let go": {
			do: func(h *house) {
				h.pbx.setFail(func(op, _ string) error {
					if op == "snoop" {
						return errBusy
					}
					return nil
				})
				h.mediaUp(leader)
				h.want("watch", h.leads(CmdListen), error(nil))
				h.pbx.setFail(nil)
				h.want("no channel", h.pbx.leader(), "")
				h.want("gone", h.leaderView().Gone, "ended")
			},
			journal: "watched(listen) watch_ended ended(citizen/hangup)",
		},
		"the leader who was in the conversation takes over, and the bridge goes→nobody is left in silence": {
			do: func(h *house) {
				h.watched(CmdBarge)
				h.want("take over", h.leads(CmdTakeOver), error(nil))
				h.engine.Event(ari.BridgeDestroyed{Bridge: ari.Bridge{ID: "call-c1"}}) // that they have left it is not told
				h.settle()
				h.want("heard", h.hears("c1"), "voice")
			},
			journal: "watched(barge) taken_over operator_lost resumed ended(citizen/hangup)",
		},
		"the bridge goes while the leader is in it→whose call it is then is with the citizen": {
			do: func(h *house) {
				h.watched(CmdBarge)
				if err := h.pbx.DestroyBridge(h.t.Context(), "call-c1"); err != nil {
					h.t.Fatal(err)
				}
				h.pass(2 * time.Second)
				h.want("heard", h.hears("c1"), "voice")
			},
			journal: "watched(barge) operator_lost taken_over operator_lost resumed ended(citizen/hangup)",
		},
		"we die→the leader is out, the operator comes back": {
			do: func(h *house) {
				h.watched(CmdListen)
				h.kill()
				h.start()
				h.ready("op01")
				h.want("heard", h.hears("c1"), "voice")
				h.want("no channel", h.pbx.leader(), "")
			},
			journal: "watched(listen) adopted(recovering) resumed ended(citizen/hangup)",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				if tc.aside {
					h.aside()
				} else {
					h.talking()
				}
				tc.do(h)
				h.pbx.gone("c1", 16)
				h.pass(5 * time.Second)
				_, journal, _ := strings.Cut(h.journal.of("c1"), " watched")
				h.want("journal", "watched"+journal, tc.journal)
				h.wantClear()
			})
		})
	}
}

func TestWhoMayNotSupervise(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.talking()
		h.want("without audio", h.leads(CmdListen), ErrNoMedia)
		h.want("a call that is not there", h.engine.Do(h.t.Context(), Command{Operator: leader, Kind: CmdListen, Call: "c9"}), ErrUnknownCall)
		h.mediaUp(leader)
		h.want("take over before anything", h.leads(CmdTakeOver), ErrNotYours)
		h.want("listen", h.leads(CmdListen), error(nil))
		h.mediaUp("op02")
		err := h.engine.Do(h.t.Context(), Command{Operator: "op02", Kind: CmdListen, Call: "c1"})
		if !errors.Is(err, ErrNotNow) {
			t.Errorf("a second leader: %v", err)
		}
		h.want("the operator herself", h.do("op01", CmdListen, "c1"), ErrNotNow)
		h.must("op01", CmdHangup, "c1")
		h.want("a call that has just ended", h.leads(CmdListen), ErrUnknownCall)
		h.pbx.gone("c1", 16)
		h.pass(3 * time.Second)
		h.wantClear()
	})
}

// Whoever begins to listen, however slowly, an emergency service is called at once.
func TestAnEmergencyWaitsForNoLeader(t *testing.T) {
	const police = "PJSIP/113@t1"
	tests := map[string]struct {
		slow func(p *fakePBX)
		ends string // of the leader's part, once all is there
	}{
		"the leader's channel is slow": {func(p *fakePBX) { p.slowMedia = 20 * time.Second }, ""},
		"their ear is slow":            {func(p *fakePBX) { p.slowEar = 4 * time.Second }, "listen operator"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.pbx.outside = map[string]string{"113": "answer"}
				h.talking()
				tc.slow(h.pbx)
				h.watched(CmdListen)
				h.want("nobody listens yet", strings.Contains(h.pbx.leader(), "listen"), false)
				h.want("F8", h.emergency("113"), error(nil))
				h.want("called at once", h.pbx.asked("create", police), 1)
				h.want("and dialled", h.pbx.asked("dial", h.officer()), 1)
				h.pass(5 * time.Second)
				h.want("the leader", h.pbx.leader(), tc.ends)
				h.want("all together", h.view().Officer.Phase, call.PhaseJoined)
				h.ends()
				h.pass(30 * time.Second)
				h.wantClear()
			})
		})
	}
}

// Who supervises one call cannot supervise another.
func TestALeaderHasOneCall(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.talking()
		h.watched(CmdListen)
		h.ready("op02")
		h.pbx.citizen("c2", "0987654321")
		h.settle()
		h.must("op02", CmdAccept, "c2")
		h.want("asked", h.engine.Do(h.t.Context(), Command{Operator: leader, Kind: CmdListen, Call: "c2"}), error(nil))
		h.settle()
		h.want("c2's journal", strings.HasSuffix(h.journal.of("c2"), "connected watched(listen) watch_ended"), true)
		h.want("still listening", h.pbx.leader(), "listen operator")
		h.want("the leader", h.status(leader), StatusBusy)
		h.pbx.gone("c1", 16)
		h.pbx.gone("c2", 16)
		h.pass(3 * time.Second)
		h.wantClear()
	})
}

// A leader who takes no calls is nobody's operator: not while they are there, and not by
// what they only supervise; what they take over is theirs as any operator's.
func TestALeaderWhoTakesNoCallsCountsNowhere(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.mediaUp(leader)
		h.engine.DeskUp(leader, Want{Reason: ReasonSupervises, NoCalls: true})
		h.settle()
		h.want("ready", h.engine.Do(h.t.Context(), Command{Operator: leader, Kind: CmdReady}), ErrNotNow)
		h.want("calls somebody", h.engine.Do(h.t.Context(), Command{Operator: leader, Kind: CmdCall, Numbers: []string{"0912345678"}}), ErrNotNow)
		h.want("nobody is there", h.engine.Queue().SignedIn, 0)
		h.want("paused", h.operator(leader).Reason, ReasonSupervises)
		handled := func() (calls int) {
			h.onFloor(func(f *floor) { calls = len(f.history.Since(leader, f.day)) })
			return calls
		}

		h.talking()
		h.want("the call", h.engine.Queue().Busy, 1)
		h.want("listen", h.leads(CmdListen), error(nil))
		h.want("watching", h.operator(leader).Reason, ReasonWatching)
		h.want("one operator has it", h.engine.Queue().Busy, 1)
		h.want("calls of the leader's", handled(), 0)
		h.want("take over", h.leads(CmdTakeOver), error(nil))
		h.want("their own", h.operator(leader).Reason, "")
		h.want("busy", h.status(leader), StatusBusy)
		h.want("calls of the leader's", handled(), 1)
		h.pbx.gone("c1", 16)
		h.pass(3 * time.Second)
		h.want("paused again", h.operator(leader).Reason, ReasonSupervises)
		h.wantClear()
	})
}

// orders is what leaders did to operators, as the journal tells it.
func (h *house) orders() string {
	h.journal.mu.Lock()
	defer h.journal.mu.Unlock()
	var all []string
	for _, e := range h.journal.entries {
		if d, ok := e.Data.(call.Ordered); ok {
			all = append(all, strings.TrimPrefix(string(e.Kind), "operator.")+" "+d.Operator+" by "+d.By+" "+d.Reason)
		}
	}
	return strings.Join(all, "; ")
}

// A leader pauses an operator: at once, or after her call; she is told by whom and why, and
// comes back when she says so.
func TestALeaderPausesAnOperator(t *testing.T) {
	pause := Pause{By: "Trần Thị Trưởng", Reason: "Họp gấp"}
	order := func(h *house, operator string) error {
		err := h.engine.Pause(h.t.Context(), operator, leader, pause)
		h.settle()
		return err
	}
	inHouse(t, Config{Queues: wrapUp(time.Minute)}, func(h *house) {
		h.want("at no desk", order(h, "op01"), ErrNotNow)
		h.talking()
		h.want("in a call", order(h, "op01"), error(nil))
		h.want("the call goes on", h.status("op01"), StatusBusy)
		h.want("told at once", h.operator("op01").Pause, pause)
		h.pbx.gone("c1", 16)
		h.settle()
		h.want("the call's work is finished", h.status("op01"), StatusWrapUp)
		h.pass(time.Minute)
		v := h.operator("op01")
		h.want("then paused", v.Status, StatusPaused)
		h.want("why", v.Reason, pause.Reason)
		h.want("by whom", v.Pause, pause)
		h.pbx.citizen("c2", "0987654321")
		h.pass(time.Second)
		h.want("the next caller waits", h.state("c2"), call.StateQueued)
		h.want("ready again", h.engine.Do(h.t.Context(), Command{Operator: "op01", Kind: CmdReady}), error(nil))
		h.settle()
		h.want("the order is over", h.operator("op01").Pause, Pause{})
		h.want("offered", h.state("c2"), call.StateOffered)

		h.want("while it rings", order(h, "op01"), error(nil))
		h.must("op01", CmdReject, "c2")
		h.want("refused, and paused", h.operator("op01").Pause, pause)
		h.want("paused herself", h.engine.Do(h.t.Context(), Command{Operator: "op01", Kind: CmdPause, Reason: "Ăn trưa"}), error(nil))
		h.settle()
		h.want("her own break", h.operator("op01").Pause, Pause{})
		h.want("a leader who takes no calls", h.engine.Do(h.t.Context(), Command{Operator: leader, Kind: CmdPause}), ErrNotNow)
		h.want("signed out", h.engine.SignOut(h.t.Context(), "op01", leader, "Hết ca"), error(nil))
		h.want("orders", h.orders(), "pause_ordered op01 by truongca Họp gấp; pause_ended op01 by op01 ; pause_ordered op01 by truongca Họp gấp; pause_ended op01 by op01 ; signed_out op01 by truongca Hết ca")
		h.pbx.gone("c2", 16)
		h.pass(3 * time.Second)
		h.wantClear()
	})
}

// What a board shows of a call: what a leader may ask who is not in it, and that it is, or
// was, an emergency.
func TestWhatTheBoardShowsOfACall(t *testing.T) {
	onPlan(t, withServices(), Config{}, func(h *house) {
		board := func() string {
			for _, v := range h.engine.Calls() {
				return strings.TrimSpace(v.Open + " " + map[bool]string{true: "emergency"}[v.Emergency])
			}
			return "no call"
		}
		h.pbx.citizen("c1", "0912345678")
		h.settle()
		h.want("waiting", board(), "")
		h.ready("op01")
		h.must("op01", CmdAccept, "c1")
		h.want("talking", board(), "listen whisper barge")
		h.must("op01", CmdHold, "c1")
		h.want("held", board(), "listen whisper barge")
		h.must("op01", CmdResume, "c1")
		h.want("emergency", h.emergency("113"), error(nil))
		h.want("113 rings", board(), "listen whisper barge emergency")
		h.want("taken back", h.asks(CmdTakeBack), error(nil))
		h.want("it was one", board(), "listen whisper barge emergency")
		since := func() time.Time { return h.engine.Calls()[0].EmergencyAt }
		first := since()
		h.want("since when", first.IsZero(), false)
		h.pass(5 * time.Second)
		h.want("no other", since(), first)
		h.want("again", h.emergency("113"), error(nil))
		h.want("since when now", since().Sub(first) >= 5*time.Second, true)
		h.want("taken back again", h.asks(CmdTakeBack), error(nil))
		h.watched(CmdListen)
		h.want("one leader at a time", board(), "emergency")
		h.pbx.gone("c1", 16)
		h.pass(3 * time.Second)
		h.want("over", board(), "no call")
		h.wantClear()
	})
}

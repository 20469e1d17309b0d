package telephony

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

var minute = Config{Queues: wrapUp(time.Minute)}

func TestAWholeCall(t *testing.T) {
	onPlan(t, greeted("greeting"), minute, func(h *house) {
		h.ready("op01")
		h.pbx.citizen("c1", "0912345678")
		h.settle()
		h.want("while greeted", h.hears("c1"), "words")
		h.pass(3 * time.Second)
		h.want("offered", h.state("c1"), call.StateOffered)
		h.want("heard", h.hears("c1"), "music")
		h.want("op01", h.status("op01"), StatusOffered)
		h.must("op01", CmdAccept, "c1")
		h.want("heard", h.hears("c1"), "voice")
		h.want("op01", h.status("op01"), StatusBusy)
		h.must("op01", CmdHold, "c1")
		h.want("heard on hold", h.hears("c1"), "music")
		h.want("mark", h.pbx.variable("c1", varHeld), "1")
		h.must("op01", CmdResume, "c1")
		h.want("heard after hold", h.hears("c1"), "voice")
		h.want("mark", h.pbx.variable("c1", varHeld), "")
		h.must("op01", CmdDTMF, "c1")
		h.pbx.press("c1", "7")
		h.settle()
		h.must("op01", CmdHangup, "c1")
		h.want("journal", h.journal.of("c1"),
			"arrived answered queued offered offer_ended(accepted) accepted connected held resumed "+
				"digit(operator 1) digit(citizen 7) ended(operator/hangup)")
		h.want("the arrival's ID, which the spool's reader gives it too", h.journal.idOf("c1", call.KindArrived), call.OnceID("c1", call.KindArrived, 0))
		h.want("screen", h.desk.shown("op01"), "offered connecting talking held talking gone:ended")
		h.want("op01", h.status("op01"), StatusWrapUp)
		h.wantClear()
		h.pass(time.Minute)
		h.want("op01 after wrap-up", h.status("op01"), StatusReady)
	})
}

// Nobody sees a number that is withheld, nor after a restart; the journal has what
// the network asserts.
func TestAWithheldNumberIsForTheRecordAlone(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.pbx.hidden("c1", "+84912345678")
		h.pass(answered)
		h.kill()
		h.pbx.hidden("c2", "anonymous") // a network that asserts nothing
		h.start()
		h.pass(answered)
		for _, v := range h.engine.Calls() {
			if v.From != "" || !v.Withheld {
				t.Errorf("%s is shown as from %q, withheld %v", v.ID, v.From, v.Withheld)
			}
		}
		var kept []call.Arrived
		for _, e := range h.journal.entries {
			switch d := e.Data.(type) {
			case call.Arrived:
				kept = append(kept, d)
			case call.Adopted:
				kept = append(kept, call.Arrived{From: d.From, To: d.To, Withheld: d.Withheld, Asserted: d.Asserted})
			}
		}
		known, unknown := call.Arrived{To: "02251022", Withheld: true, Asserted: "+84912345678"}, call.Arrived{To: "02251022", Withheld: true}
		if d := cmp.Diff([]call.Arrived{known, known, unknown}, kept, cmpopts.SortSlices(func(a, b call.Arrived) bool { return a.Asserted > b.Asserted })); d != "" {
			t.Error(d)
		}
	})
}

func TestCallerHangsUp(t *testing.T) {
	tests := map[string]struct {
		bring func(h *house)
		state call.State
		end   string
		after Status
	}{
		"menu→caller_gone→ended": {func(h *house) {}, call.StateMenu, "citizen/abandoned_menu", StatusReady},
		"queued→caller_gone→ended": {func(h *house) {
			h.must("op01", CmdPause, "")
			h.pass(answered)
		}, call.StateQueued, "citizen/abandoned_wait", StatusPaused},
		"offered→caller_gone→ended": {func(h *house) { h.pass(5 * time.Second) }, call.StateOffered, "citizen/abandoned_wait", StatusReady},
		"connecting→caller_gone→ended": {func(h *house) {
			h.pass(2 * time.Second)
			h.slow(time.Second)
			h.pass(2 * time.Second)
			if err := h.do("op01", CmdAccept, "c1"); err != nil {
				h.t.Error(err)
			}
		}, call.StateConnecting, "citizen/abandoned_wait", StatusReady},
		"talking→caller_gone→ended": {func(h *house) {
			h.pass(5 * time.Second)
			h.must("op01", CmdAccept, "c1")
		}, call.StateTalking, "citizen/hangup", StatusWrapUp},
		"held→caller_gone→ended": {func(h *house) {
			h.pass(5 * time.Second)
			h.must("op01", CmdAccept, "c1")
			h.must("op01", CmdHold, "c1")
		}, call.StateHeld, "citizen/abandoned_hold", StatusWrapUp},
		"recovering→caller_gone→ended": {func(h *house) {
			h.pass(5 * time.Second)
			h.must("op01", CmdAccept, "c1")
			h.mediaDown("op01")
			h.settle()
		}, call.StateRecovering, "citizen/abandoned_hold", StatusWrapUp},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, greeted("greeting"), minute, func(h *house) {
				h.ready("op01")
				h.pbx.citizen("c1", "0912345678")
				h.settle()
				tc.bring(h)
				h.want("state", h.state("c1"), tc.state)
				h.pbx.gone("c1", 16)
				h.pass(10 * time.Second)
				got := h.journal.of("c1")
				h.want("end", got[max(0, len(got)-len("ended()")-len(tc.end)):], "ended("+tc.end+")")
				h.want("operator", h.status("op01"), tc.after)
				h.wantClear()
			})
		})
	}
}

func TestOffers(t *testing.T) {
	t.Run("timed out→next operator, the first is unavailable until ready", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ready("op01", "op02")
			h.pbx.citizen("c1", "1")
			h.settle()
			h.want("longest idle", h.status("op01"), StatusOffered)
			h.pass(15 * time.Second)
			h.want("op01", h.status("op01"), StatusUnavailable)
			h.want("op02", h.status("op02"), StatusOffered)
			h.want("screen of op01", h.desk.shown("op01"), "offered gone:timeout")
			h.must("op01", CmdReady, "")
			h.want("op01", h.status("op01"), StatusReady)
			h.want("too late", h.do("op01", CmdAccept, "c1"), ErrNotYours)
			h.must("op02", CmdAccept, "c1")
			h.want("heard", h.hears("c1"), "voice")
			h.pbx.gone("c1", 16)
			h.settle()
			h.wantClear()
		})
	})
	t.Run("a key pressed while it rings or the operator is away→ends neither wait", func(t *testing.T) {
		inHouse(t, Config{Grace: 20 * time.Second}, func(h *house) {
			h.ready("op01", "op02")
			h.pbx.citizen("c1", "1")
			h.settle()
			h.pass(10 * time.Second)
			h.pbx.press("c1", "4")
			h.pass(6 * time.Second)
			h.want("op01", h.status("op01"), StatusUnavailable)
			h.want("op02", h.status("op02"), StatusOffered)
			h.must("op02", CmdAccept, "c1")
			h.mediaDown("op02")
			h.settle()
			h.want("state", h.state("c1"), call.StateRecovering)
			h.pass(10 * time.Second)
			h.pbx.press("c1", "4")
			h.pass(11 * time.Second)
			h.want("waits again", h.state("c1"), call.StateQueued)
			h.pbx.gone("c1", 16)
			h.settle()
			h.wantClear()
		})
	})
	t.Run("rejected→waits at the head", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ready("op01")
			h.pbx.citizen("c1", "1")
			h.settle()
			h.pbx.citizen("c2", "2")
			h.settle()
			h.must("op01", CmdReject, "c1")
			h.want("queue", h.engine.Queue().Waiting, 2)
			h.ready("op02")
			h.want("c1", h.state("c1"), call.StateOffered)
			h.want("c2", h.state("c2"), call.StateQueued)
			h.want("journal", h.journal.of("c1"), "arrived answered queued offered offer_ended(rejected) queued(head) offered")
			h.want("journal of the operator", h.status("op01"), StatusUnavailable)
		})
	})
	t.Run("desk lost while it rings→withdrawn", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ready("op01")
			h.pbx.citizen("c1", "1")
			h.settle()
			h.engine.DeskDown("op01")
			h.settle()
			h.want("state", h.state("c1"), call.StateQueued)
			h.want("screen", h.desk.shown("op01"), "offered gone:withdrawn")
			h.want("op01", h.status("op01"), StatusOffline)
		})
	})
	t.Run("two callers, two operators", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.citizen("c1", "1")
			h.settle()
			h.pbx.citizen("c2", "2")
			h.settle()
			h.want("waiting", h.engine.Queue().Waiting, 2)
			h.ready("op01", "op02")
			first, _ := h.engine.CallOf("op01")
			second, _ := h.engine.CallOf("op02")
			h.want("first come, first served", first.ID+second.ID, call.ID("c1c2"))
			h.want("someone else's call", h.do("op02", CmdAccept, "c1"), ErrNotYours)
			h.must("op01", CmdAccept, "c1")
			h.must("op02", CmdAccept, "c2")
			h.want("heard", h.hears("c1")+" "+h.hears("c2"), "voice voice")
			h.must("op01", CmdHangup, "c1")
			h.want("the other one", h.hears("c2"), "voice")
		})
	})
	t.Run("without audio there is no accept", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ready("op01")
			h.pbx.citizen("c1", "1")
			h.settle()
			h.gateway.set("op01", false) // the gateway knows, its message is on the way
			h.want("accept", h.do("op01", CmdAccept, "c1"), ErrNoMedia)
			h.want("still offered", h.state("c1"), call.StateOffered)
			h.gateway.set("op01", true)
			h.must("op01", CmdAccept, "c1")
			h.want("heard", h.hears("c1"), "voice")
		})
	})
}

func TestAcceptAgainstHangup(t *testing.T) {
	for _, lead := range []time.Duration{-2 * time.Millisecond, -time.Millisecond, 0, time.Millisecond, 3 * time.Millisecond, 5 * time.Millisecond} {
		t.Run(lead.String(), func(t *testing.T) {
			inHouse(t, Config{Queues: wrapUp(5 * time.Second)}, func(h *house) {
				h.ready("op01")
				h.pbx.citizen("c1", "1")
				h.settle()
				if lead < 0 {
					h.pbx.gone("c1", 16)
					h.pass(-lead)
				}
				_ = h.do("op01", CmdAccept, "c1") // whichever comes first
				if lead >= 0 {
					h.pass(lead + 1)
					h.pbx.gone("c1", 16)
				}
				h.pass(10 * time.Second)
				h.want("op01", h.status("op01"), StatusReady)
				h.wantClear()
				h.pbx.citizen("c2", "2")
				h.settle()
				h.must("op01", CmdAccept, "c2")
				h.want("the next call", h.hears("c2"), "voice")
			})
		})
	}
}

func TestOperatorLost(t *testing.T) {
	t.Run("back in time→hear each other again", func(t *testing.T) {
		inHouse(t, Config{Reconnecting: []string{"sound:/p/reconnecting"}}, func(h *house) {
			h.talking()
			h.mediaDown("op01")
			h.settle()
			h.want("words", h.hears("c1"), "words")
			h.pass(5 * time.Second)
			h.want("then music", h.hears("c1"), "music")
			h.want("state", h.state("c1"), call.StateRecovering)
			h.want("still hers", h.status("op01"), StatusBusy)
			h.mediaUp("op01")
			h.settle()
			h.want("heard", h.hears("c1"), "voice")
			h.want("screen", h.desk.shown("op01"), "offered connecting talking recovering connecting talking")
			h.want("one leg", len(h.pbx.left()), 3) // citizen, leg, bridge
			h.must("op01", CmdHangup, "c1")
			h.wantClear()
		})
	})
	t.Run("back while the words are spoken", func(t *testing.T) {
		inHouse(t, Config{Reconnecting: []string{"sound:/p/reconnecting"}}, func(h *house) {
			h.talking()
			h.mediaDown("op01")
			h.settle()
			h.mediaUp("op01")
			h.settle()
			h.want("heard", h.hears("c1"), "voice")
		})
	})
	t.Run("not back in time→head of the queue", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			h.pbx.citizen("c2", "2")
			h.engine.DeskDown("op01")
			h.mediaDown("op01")
			h.pass(19 * time.Second)
			h.want("waits", h.state("c1"), call.StateRecovering)
			h.pass(2 * time.Second)
			h.want("queued", h.state("c1"), call.StateQueued)
			h.want("op01", h.status("op01"), StatusOffline)
			h.ready("op02")
			h.want("first", h.state("c1"), call.StateOffered)
			h.must("op02", CmdAccept, "c1")
			h.want("heard", h.hears("c1"), "voice")
			h.want("journal", h.journal.of("c1"), "arrived answered queued offered offer_ended(accepted) accepted connected "+
				"operator_lost queued(head) offered offer_ended(accepted) accepted connected")
		})
	})
	t.Run("lost on hold→back on hold", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			h.must("op01", CmdHold, "c1")
			h.mediaDown("op01")
			h.settle()
			h.mediaUp("op01")
			h.settle()
			h.want("state", h.state("c1"), call.StateHeld)
			h.want("heard", h.hears("c1"), "music")
			h.must("op01", CmdResume, "c1")
			h.want("heard", h.hears("c1"), "voice")
		})
	})
	t.Run("her channel dies, her audio does not→joined again at once", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			h.pbx.gone(legName("c1", 1), 16)
			h.settle()
			h.want("heard", h.hears("c1"), "voice")
			h.want("state", h.state("c1"), call.StateTalking)
		})
	})
	t.Run("the bridge is destroyed→joined again at once", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			if err := h.pbx.DestroyBridge(h.t.Context(), "call-c1"); err != nil {
				t.Fatal(err)
			}
			h.settle()
			h.want("heard", h.hears("c1"), "voice")
		})
	})
	t.Run("the bridge is gone before that is told→joined again at once", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			h.pbx.lose("call-c1")
			h.settle()
			h.want("heard", h.hears("c1"), "voice")
			h.want("journal", h.journal.of("c1"), "arrived answered queued offered offer_ended(accepted) accepted connected operator_lost resumed")
			h.engine.Event(ari.BridgeDestroyed{Bridge: ari.Bridge{ID: "call-c1"}}) // late, and of the earlier one
			h.settle()
			h.want("heard", h.hears("c1"), "voice")
		})
	})
	t.Run("her desk is lost, her audio is not→music until the desk is back", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			h.engine.DeskDown("op01")
			h.settle()
			h.want("state", h.state("c1"), call.StateRecovering)
			h.want("heard", h.hears("c1"), "music")
			h.engine.DeskUp("op01", Want{})
			h.settle()
			h.want("heard", h.hears("c1"), "voice")
			h.must("op01", CmdHangup, "c1")
			h.want("what the desk asked for", h.status("op01"), StatusPaused)
		})
	})
	t.Run("she hangs up while away", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			h.mediaDown("op01")
			h.settle()
			h.must("op01", CmdHangup, "c1")
			h.wantClear()
		})
	})
}

func TestPauseDuringCall(t *testing.T) {
	inHouse(t, Config{Queues: wrapUp(time.Minute)}, func(h *house) {
		h.talking()
		h.must("op01", CmdPause, "")
		h.want("in the call", h.status("op01"), StatusBusy)
		h.must("op01", CmdHangup, "c1")
		h.want("after it", h.status("op01"), StatusWrapUp)
		h.pass(time.Minute)
		h.want("then", h.status("op01"), StatusPaused)
		h.must("op01", CmdReady, "")
		h.want("ready", h.status("op01"), StatusReady)
	})
}

func TestRefusedCommands(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.talking()
		ctx := h.t.Context()
		h.want("no such call", h.do("op01", CmdHold, "c9"), ErrUnknownCall)
		h.want("not theirs", h.do("op02", CmdHangup, "c1"), ErrNotYours)
		h.want("nobody", h.do("", CmdHangup, "c1"), ErrBadCommand)
		h.want("not now", h.do("op01", CmdAccept, "c1"), ErrNotNow)
		h.want("not on hold", h.do("op01", CmdResume, "c1"), ErrNotNow)
		h.want("no desk", h.do("op02", CmdReady, ""), ErrNotNow)
		h.want("no kind", h.do("op01", "dance", "c1"), ErrBadCommand)
		for _, digits := range []string{"", "12345678901234567", "x", "1 2"} {
			h.want("digits "+digits, h.engine.Do(ctx, Command{Operator: "op01", Kind: CmdDTMF, Call: "c1", Digits: digits}), ErrBadCommand)
		}
		h.pbx.disconnect()
		h.settle()
		h.want("link down", h.do("op01", CmdHold, "c1"), ErrLinkDown)
		h.want("still heard", h.hears("c1"), "voice")
		h.must("op01", CmdPause, "")
	})
}

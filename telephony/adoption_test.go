package telephony

import (
	"strings"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

// restarted kills the controller in a situation and starts another.
func restarted(t *testing.T, plan *dialplan.Plan, bring, after func(h *house)) {
	t.Helper()
	onPlan(t, plan, Config{}, func(h *house) {
		bring(h)
		h.kill()
		h.pass(time.Second)
		h.start()
		after(h)
		for _, ch := range h.pbx.left() {
			if strings.HasPrefix(ch, "c") && !strings.HasPrefix(ch, bridgePrefix) {
				h.pbx.gone(ch, 16)
			}
		}
		h.pass(10 * time.Second)
		h.wantClear()
		for _, id := range []call.ID{"c1", "c2"} {
			if life := h.journal.of(id); strings.Count(life, " ended(") != strings.Count(life, "arrived") {
				h.t.Errorf("%s does not end exactly once: %s", id, life)
			}
		}
	})
}

func TestAdoption(t *testing.T) {
	words := greeted("greeting")
	plain := dialplan.Straight("tong-dai", "")
	tests := map[string]struct {
		plan         *dialplan.Plan
		bring, after func(h *house)
	}{
		"greeting: heard from its beginning, then queued": {
			words,
			func(h *house) { h.pbx.citizen("c1", "1"); h.settle() },
			func(h *house) {
				h.want("state", h.state("c1"), call.StateMenu)
				h.pass(4 * time.Second)
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("journal", h.journal.of("c1"), "arrived answered adopted(menu) queued")
			},
		},
		"queued: keeps place, not greeted again": {
			words,
			func(h *house) {
				h.pbx.citizen("c2", "2")
				h.pass(answered)
				h.pbx.citizen("c1", "1")
				h.pass(answered)
			},
			func(h *house) {
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("heard", h.hears("c1"), "music")
				since := h.engine.Queue().LongestSince
				h.ready("op01")
				h.want("first", h.state("c2"), call.StateOffered)
				v, _ := h.engine.CallOf("op01")
				h.want("since", v.QueuedAt.Equal(since), true)
				h.want("from", v.From, "2")
				h.want("journal", h.journal.of("c1"), "arrived answered queued adopted(queued)")
			},
		},
		"offered: queued again, the prepared leg hung up, offered when the desk is back": {
			plain,
			func(h *house) {
				h.ready("op01")
				h.pbx.citizen("c1", "1")
				h.settle()
				h.want("prepared", strings.Join(h.pbx.left(), " "), "c1 call-c1 op-c1-1")
			},
			func(h *house) {
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("nobody is busy", len(h.engine.Operators()), 0)
				h.want("heard", h.hears("c1"), "music")
				h.want("left", strings.Join(h.pbx.left(), " "), "c1 call-c1")
				h.ready("op01")
				h.must("op01", CmdAccept, "c1")
				h.want("heard", h.hears("c1"), "voice")
			},
		},
		"connecting: queued, the half made leg is hung up": {
			plain,
			func(h *house) {
				h.ready("op01")
				h.pbx.citizen("c1", "1")
				h.pass(1500 * time.Microsecond)
				_ = h.do("op01", CmdAccept, "c1")
				h.pass(5 * time.Millisecond)
				h.want("made", strings.Join(h.pbx.left(), " "), "c1 call-c1 op-c1-1")
			},
			func(h *house) {
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("left", strings.Join(h.pbx.left(), " "), "c1 call-c1")
			},
		},
		"accepted, the citizen not beside the operator yet: queued": {
			plain,
			func(h *house) {
				h.ready("op01")
				h.pbx.citizen("c1", "1")
				h.settle()
				_ = h.do("op01", CmdAccept, "c1")
				h.pass(500 * time.Microsecond)
				h.want("state", h.state("c1"), call.StateTalking)
				h.want("heard", h.hears("c1"), "music")
			},
			func(h *house) {
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("heard", h.hears("c1"), "music")
				h.want("left", strings.Join(h.pbx.left(), " "), "c1 call-c1")
			},
		},
		"talking: music, then the same operator": {
			plain,
			func(h *house) { h.talking() },
			func(h *house) {
				h.want("state", h.state("c1"), call.StateRecovering)
				h.want("heard", h.hears("c1"), "music")
				h.pbx.citizen("c2", "2")
				h.engine.DeskUp("op01", Want{Ready: true})
				h.settle()
				h.want("busy before the audio is up", h.status("op01"), StatusBusy)
				h.mediaUp("op01")
				h.settle()
				h.want("heard", h.hears("c1"), "voice")
				h.want("nobody else's", h.state("c2"), call.StateQueued)
				h.want("screen", h.desk.shown("op01"), "recovering connecting talking")
				h.want("journal", h.journal.of("c1"),
					"arrived answered queued offered offer_ended(accepted) accepted connected adopted(recovering) resumed")
				h.want("left", len(h.pbx.left()), 4) // two citizens, one leg, one bridge
			},
		},
		"talking, audio back before the link": {
			plain,
			func(h *house) { h.talking(); h.pbx.disconnect() },
			func(h *house) {
				h.pbx.disconnect()
				h.mediaUp("op01")
				h.engine.DeskUp("op01", Want{Ready: true})
				h.pbx.connect()
				h.settle()
				h.want("heard", h.hears("c1"), "voice")
			},
		},
		"talking, the operator does not return: head of the queue": {
			plain,
			func(h *house) { h.talking() },
			func(h *house) {
				h.pbx.citizen("c2", "2")
				h.pass(21 * time.Second)
				h.want("state", h.state("c1"), call.StateQueued)
				h.ready("op02")
				h.want("first", h.state("c1"), call.StateOffered)
				h.want("op01", h.status("op01"), StatusOffline)
			},
		},
		"held: music, and on hold again when the operator is back": {
			plain,
			func(h *house) { h.talking(); h.must("op01", CmdHold, "c1") },
			func(h *house) {
				h.want("heard", h.hears("c1"), "music")
				h.want("state", h.state("c1"), call.StateRecovering)
				h.ready("op01")
				h.want("state", h.state("c1"), call.StateHeld)
				h.want("heard", h.hears("c1"), "music")
				h.must("op01", CmdResume, "c1")
				h.want("heard", h.hears("c1"), "voice")
			},
		},
		"recovering: the operator is waited for anew": {
			plain,
			func(h *house) { h.talking(); h.mediaDown("op01"); h.settle() },
			func(h *house) {
				h.want("state", h.state("c1"), call.StateRecovering)
				h.ready("op01")
				h.want("heard", h.hears("c1"), "voice")
			},
		},
		"arrived unseen: answered as a new call": {
			plain,
			func(h *house) { h.pbx.disconnect(); h.pbx.citizen("c1", "1"); h.settle() },
			func(h *house) {
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("journal", h.journal.of("c1"), "arrived answered queued")
			},
		},
		"the citizen left while nobody looked: leg and bridge go": {
			plain,
			func(h *house) { h.talking(); h.pbx.disconnect(); h.settle() },
			func(h *house) {
				h.pbx.gone("c1", 16)
				h.pass(10 * time.Second)
				h.wantClear()
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { restarted(t, tc.plan, tc.bring, tc.after) })
	}
}

// A mark that was set and an earlier conversation's leg can name one operator
// for two calls: one of them waits for another.
func TestOneOperatorTwoAdoptedCalls(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.talking()
		h.pbx.citizen("c2", "2")
		h.settle()
		if err := h.pbx.SetVar(h.t.Context(), "c2", varOperator, "op01"); err != nil {
			h.t.Fatal(err)
		}
		h.kill()
		h.start()
		h.ready("op01", "op02")
		h.settle()
		v, _ := h.engine.CallOf("op01")
		w, _ := h.engine.CallOf("op02")
		h.want("both are served", v.State == call.StateTalking && w.State == call.StateOffered, true)
		h.want("each by one", v.ID != w.ID, true)
	})
}

func TestOrphansAreRemoved(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.talking()
		h.kill()
		h.pbx.gone("c1", 16)
		h.want("left", strings.Join(h.pbx.left(), " "), "call-c1 op-c1-1")
		h.start()
		h.wantClear()
	})
}

func TestRestartCostsLittle(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.talking()
		died := time.Now()
		h.kill()
		h.pass(time.Second) // the process is started again
		h.start()           // + 100 ms
		h.ready("op01")     // desk and audio + 100 ms
		h.want("heard", h.hears("c1"), "voice")
		if silent := time.Since(died); silent > 1500*time.Millisecond {
			t.Errorf("%v from death to conversation, 1 s of it the process's start", silent)
		}
	})
}

func TestLinkDownAndUp(t *testing.T) {
	down := func(h *house, during func()) {
		h.pbx.disconnect()
		h.settle()
		during()
		h.pbx.connect()
		h.pass(5 * time.Second)
	}
	t.Run("talking goes on", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			down(h, func() { h.want("heard", h.hears("c1"), "voice") })
			h.want("state", h.state("c1"), call.StateTalking)
			h.want("one leg", len(h.pbx.left()), 3)
			h.must("op01", CmdHangup, "c1")
			h.wantClear()
		})
	})
	t.Run("citizen hangs up unseen", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			down(h, func() { h.pbx.gone("c1", 16) })
			h.want("journal", strings.HasSuffix(h.journal.of("c1"), "connected ended(citizen/unobserved)"), true)
			h.want("op01", h.status("op01"), StatusReady)
			h.wantClear()
		})
	})
	t.Run("Asterisk restarts", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			h.pass(time.Second)
			died := time.Now()
			h.pbx.restart()
			h.settle()
			h.pass(time.Minute)
			h.pbx.connect()
			h.pass(5 * time.Second)
			h.want("journal", strings.HasSuffix(h.journal.of("c1"), "ended(system/asterisk_lost)"), true)
			h.want("the end, when Asterisk died and not when it was back", h.journal.at("c1", call.KindEnded), died)
			h.wantClear()
		})
	})
	t.Run("given to the fallback unseen", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.citizen("c1", "1")
			h.settle()
			down(h, func() { _ = h.pbx.Continue(h.t.Context(), "c1", "fallback", "s", 1) })
			h.want("journal", strings.HasSuffix(h.journal.of("c1"), "ended(system/fallback)"), true)
			h.want("untouched", strings.Join(h.pbx.left(), " "), "c1")
		})
	})
	t.Run("a call arrives meanwhile, nobody is offered it before", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ready("op01")
			down(h, func() {
				h.pbx.citizen("c1", "1")
				h.settle()
				h.want("state", h.state("c1"), call.State(""))
			})
			h.want("state", h.state("c1"), call.StateOffered)
		})
	})
	t.Run("the greeting ended unseen", func(t *testing.T) {
		onPlan(t, greeted("greeting"), minute, func(h *house) {
			h.pbx.citizen("c1", "1")
			h.settle()
			down(h, func() { h.pass(5 * time.Second) })
			h.want("state", h.state("c1"), call.StateQueued)
		})
	})
	t.Run("operator lost meanwhile", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			down(h, func() {
				h.mediaDown("op01")
				h.settle()
				h.want("heard", h.hears("c1"), "music") // REST still works
				h.mediaUp("op01")
				h.settle()
			})
			h.want("heard", h.hears("c1"), "voice")
			h.want("one leg", len(h.pbx.left()), 3)
		})
	})
	t.Run("an engine without a link has no calls and stops", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.disconnect()
			h.settle()
			h.want("accept", h.do("op01", CmdAccept, "c1"), ErrLinkDown)
		})
	})
}

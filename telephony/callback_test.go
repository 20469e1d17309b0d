package telephony

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
	"hotline1022/telephony/trunk"
)

// due is a claim that has waited for some time.
func due(id int64, waited time.Duration) Claim {
	return Claim{ID: id, Number: "0912345678", Queue: "tong-dai", QueuedAt: time.Now().Add(-waited)}
}

// journalled is the life of the one call-back that the journal knows.
func (h *house) journalled() (id call.ID, life string) {
	h.journal.mu.Lock()
	var ids []call.ID
	for _, e := range h.journal.entries {
		if strings.Contains(string(e.Call), ".cb") && !slices.Contains(ids, e.Call) && e.Kind != call.KindOperator {
			ids = append(ids, e.Call)
		}
	}
	h.journal.mu.Unlock()
	if len(ids) != 1 {
		return "", ""
	}
	return ids[0], h.journal.of(ids[0])
}

func TestCallBack(t *testing.T) {
	offered := func(h *house) call.ID {
		h.t.Helper()
		v, ok := h.engine.CallOf("op01")
		if !ok || v.State != call.StateOffered || !v.CallBack || v.From != "0912345678" {
			h.t.Fatalf("op01 has %+v", v)
		}
		return v.ID
	}
	for name, tc := range map[string]struct {
		outside string
		do      func(h *house)
		tries   string
		life    string
	}{
		"accepted→the citizen answers→they speak": {
			"answer", func(h *house) {
				h.want("nobody is called before the accept", len(h.pbx.left()), 2) // bridge and operator's leg
				id := offered(h)
				h.must("op01", CmdAccept, id)
				h.want("op01", h.status("op01"), StatusBusy)
				h.pass(2 * time.Second)
				h.want("state", h.state(id), call.StateTalking)
				h.want("heard", h.hears(string(id)), "voice")
				h.must("op01", CmdHangup, id)
			}, "7:reached", "arrived accepted answered connected ended(operator/hangup)",
		},
		"accepted→engaged": {
			"busy", func(h *house) {
				h.must("op01", CmdAccept, offered(h))
				h.pass(2 * time.Second)
				h.want("op01", h.status("op01"), StatusReady)
			}, "7:busy", "arrived accepted ended(citizen/busy)",
		},
		"accepted→off": {
			"", func(h *house) {
				h.must("op01", CmdAccept, offered(h))
				h.pass(40 * time.Second)
				h.want("op01", h.status("op01"), StatusReady)
			}, "7:no-answer", "arrived accepted ended(citizen/no_answer)",
		},
		"accepted→a fax→she is free at once": {
			"fax", func(h *house) {
				h.must("op01", CmdAccept, offered(h))
				h.pass(2 * time.Second)
				h.want("op01", h.status("op01"), StatusBusy)
				h.pass(2 * time.Second)
				h.want("op01", h.status("op01"), StatusReady)
				h.want("screen", h.desk.shown("op01"), "offered connecting talking gone:ended")
				h.want("why", h.desk.last("op01").EndReason, call.ReasonFax)
			}, "7:reached", "arrived accepted answered connected ended(system/fax)",
		},
		"accepted→she hears a voicemail→free at once": {
			"answer", func(h *house) {
				id := offered(h)
				h.must("op01", CmdAccept, id)
				h.pass(10 * time.Second)
				h.must("op01", CmdVoicemail, id)
				h.want("op01", h.status("op01"), StatusReady)
			}, "7:reached", "arrived accepted answered connected ended(operator/voicemail)",
		},
		"accepted→a citizen who whistles a fax's tone after a minute": {
			"answer", func(h *house) {
				id := offered(h)
				h.must("op01", CmdAccept, id)
				h.pass(time.Minute)
				h.pbx.sounds(string(id))
				h.settle()
				h.want("state", h.state(id), call.StateTalking)
				h.must("op01", CmdHangup, id)
				h.want("op01", h.status("op01"), StatusWrapUp)
			}, "7:reached", "arrived accepted answered connected ended(operator/hangup)",
		},
		"accepted→she hangs up while it rings→no try is lost": {
			"", func(h *house) {
				id := offered(h)
				h.must("op01", CmdAccept, id)
				h.pass(2 * time.Second)
				h.claims.finish()
				h.must("op01", CmdHangup, id)
			}, "7:operator_gone", "arrived accepted ended(operator/hangup)",
		},
		"not accepted→no call, no try": {
			"", func(h *house) {
				id := offered(h)
				h.claims.finish()
				h.must("op01", CmdReject, id)
				h.want("op01", h.status("op01"), StatusUnavailable)
			}, "7:operator_gone", "",
		},
		"withdrawn while it waits": {
			"", func(h *house) {
				h.must("op01", CmdPause, "")
				h.must("op01", CmdReady, "")
			}, "", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, Config{Queues: wrapUp(time.Minute)}, func(h *house) {
				h.pbx.outside = map[string]string{"0912345678": tc.outside}
				if tc.tries != "" {
					h.ready("op01")
				}
				h.claims.put(due(7, time.Minute))
				h.pass(5 * time.Second)
				if tc.tries == "" {
					h.want("in line", h.inLine(), 1)
					h.want("callers", h.engine.Queue().Waiting, 0)
					h.want("no call yet", len(h.engine.Calls()), 0)
					h.claims.put()
					h.pass(6 * time.Second)
					h.want("in line", h.inLine(), 0)
				} else {
					tc.do(h)
				}
				h.pass(10 * time.Second)
				h.want("told", h.claims.told(), tc.tries)
				_, life := h.journalled()
				h.want("journal", life, tc.life)
				h.wantClear()
			})
		})
	}
}

// Trunks fail one after the other: the citizen loses no try. While none would take a
// call no operator is asked for one.
func TestCallBackWhoseTrunksFail(t *testing.T) {
	for name, tc := range map[string]struct {
		first, second string
		told, life    string
	}{
		"the first answers 503, the second reaches them": {"503", "", "7:reached", "arrived accepted answered connected ended(citizen/hangup)"},
		"both answer 503":                           {"503", "503", "7:no_trunk", "arrived accepted ended(carrier/network)"},
		"no channel can be made on either":          {"dead", "dead", "7:no_trunk", "arrived accepted ended(carrier/network)"},
		"no channel on the first, 503 on the other": {"dead", "503", "7:no_trunk", "arrived accepted ended(carrier/network)"},
	} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, Config{}, func(h *house) {
				h.pbx.outside = map[string]string{
					"0912345678": "answer", "PJSIP/0912345678@t1": tc.first, "PJSIP/0912345678@t2": tc.second,
				}
				h.ready("op01")
				h.claims.put(due(7, time.Minute))
				h.pass(5 * time.Second)
				v, _ := h.engine.CallOf("op01")
				h.must("op01", CmdAccept, v.ID)
				h.pass(5 * time.Second)
				h.pbx.gone(string(v.ID), 16)
				h.pass(10 * time.Second)
				h.want("told", h.claims.told(), tc.told)
				h.want("journal", h.journal.of(v.ID), tc.life)
				h.want("op01", h.status("op01"), StatusReady)
				if tc.told == "7:no_trunk" {
					h.want("lines in use", h.trunks.Trunks()[0].Calls+h.trunks.Trunks()[1].Calls, 0)
				}
				h.wantClear()
			})
		})
	}
}

func TestNoCallBackWhileEveryTrunkIsDown(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.trunks = trunk.NewBoard([]trunk.Line{{Name: "t1", Watched: time.Minute}}, time.Now())
		h.kill()
		h.start()
		h.claims.put(due(7, time.Minute))
		h.pass(6 * time.Second)
		h.want("waits", h.inLine(), 1)
		h.trunks.Contact("t1", false, time.Now())
		h.pass(6 * time.Second)
		h.want("waits in vain", h.inLine(), 0)
		h.ready("op01")
		h.pass(time.Minute)
		h.want("screen", h.desk.shown("op01"), "")
		h.want("told", h.claims.told(), "")
		h.trunks.Contact("t1", true, time.Now())
		h.pass(6 * time.Second)
		v, _ := h.engine.CallOf("op01")
		h.want("offered again", v.CallBack, true)
		h.claims.finish()
		h.must("op01", CmdReject, v.ID)
		h.pass(3 * time.Second)
		h.wantClear()
	})
}

func TestCallBackNeverBesideALiveCallerWhoWaitedLonger(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.pbx.citizen("c1", "1")
		h.pass(time.Minute)
		h.claims.put(due(7, 10*time.Second))
		h.pass(6 * time.Second)
		h.want("both wait", h.inLine(), 2)
		h.want("callers", h.engine.Queue().Waiting, 1)
		h.ready("op01", "op02")
		first, _ := h.engine.CallOf("op01")
		second, _ := h.engine.CallOf("op02")
		h.want("the one on the line first", first.ID, call.ID("c1"))
		h.want("then the one at home", second.CallBack, true)
	})
}

// The database stands still: those who are on the line have the operators.
func TestCallBacksOfWhichNobodyAnswersTakeNoOperator(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.claims.put(due(7, time.Hour), due(8, time.Hour))
		h.pass(6 * time.Second)
		h.want("in line", h.inLine(), 2)
		h.claims.stands(true)
		h.ready("op01", "op02")
		h.pbx.citizen("c1", "1")
		h.pass(3 * time.Second)
		h.want("c1", h.state("c1"), call.StateOffered)
		h.want("in line", h.inLine(), 0)
		v, _ := h.engine.CallOf("op02")
		h.want("op02 has", v.ID, call.ID(""))
		h.pbx.gone("c1", 16)
		h.pass(time.Minute)
		h.want("op02", h.status("op02"), StatusReady)
		h.claims.stands(false)
		h.pass(10 * time.Second)
		v, _ = h.engine.CallOf("op02")
		h.want("called back again", v.CallBack, true)
		h.claims.finish()
		h.must("op02", CmdReject, v.ID)
		h.pass(3 * time.Second)
	})
}

func TestCallBackThatAnotherNodeHas(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.claims.taken = true
		h.ready("op01")
		h.claims.put(due(7, time.Minute))
		h.pass(10 * time.Second)
		h.want("op01", h.status("op01"), StatusReady)
		h.want("screen", h.desk.shown("op01"), "")
		h.want("told", h.claims.told(), "")
		h.pass(10 * time.Second)
		h.wantClear()
	})
}

// A citizen who has been reached is like any other: the operator lost, they wait at the head.
func TestCallBackWhoseOperatorIsLost(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.pbx.outside = map[string]string{"0912345678": "answer"}
		h.ready("op01")
		h.claims.put(due(7, time.Minute))
		h.pass(5 * time.Second)
		v, _ := h.engine.CallOf("op01")
		h.must("op01", CmdAccept, v.ID)
		h.pass(2 * time.Second)
		h.engine.DeskDown("op01")
		h.mediaDown("op01")
		h.settle()
		h.want("heard", h.hears(string(v.ID)), "music")
		h.pass(21 * time.Second)
		h.want("state", h.state(v.ID), call.StateQueued)
		h.ready("op02")
		h.must("op02", CmdAccept, v.ID)
		h.want("heard", h.hears(string(v.ID)), "voice")
		h.kill()
		h.start()
		h.want("adopted", h.state(v.ID), call.StateRecovering)
		h.want("who", h.engine.Calls()[0].From, "0912345678")
		h.want("still a call-back", h.engine.Calls()[0].CallBack, true)
		h.ready("op02")
		h.want("heard", h.hears(string(v.ID)), "voice")
		h.pbx.gone(string(v.ID), 16)
		h.pass(3 * time.Second)
		h.want("told", h.claims.told(), "7:reached")
		h.wantClear()
	})
}

// Killed in a conversation of a call-back, whose operator does not come back: the citizen
// waits as anybody, and not as an emergency.
func TestACallBackIsNoEmergencyAfterARestart(t *testing.T) {
	p, err := planfile.Parse("haiphong.yaml", dialplan.Haiphong)
	if err != nil {
		t.Fatal(err)
	}
	onPlan(t, &p, Config{}, func(h *house) {
		h.pbx.outside = map[string]string{"0912345678": "answer"}
		h.ready("op01")
		h.claims.put(due(7, time.Minute))
		h.pass(5 * time.Second)
		v, _ := h.engine.CallOf("op01")
		h.must("op01", CmdAccept, v.ID)
		h.pass(2 * time.Second)
		h.kill()
		h.start()
		h.pass(22 * time.Second)
		h.want("where", h.node(string(v.ID)), "gap-tong-dai")
		h.want("state", h.state(v.ID), call.StateQueued)
		place := make(chan call.Place, 1)
		h.engine.actor(v.ID).post(func() { place <- h.engine.actor(v.ID).m.Place })
		h.settle()
		h.want("priority", (<-place).Priority, 0)
	})
}

// inLine is how many calls the floor would give an operator, those of claims included.
func (h *house) inLine() int {
	n := make(chan int, 1)
	h.engine.floor.post(func() { n <- len(h.engine.floor.line) })
	return <-n
}

// Claims of a whole morning keep no caller out of a queue that has a limit.
func TestCallBacksFillNoQueue(t *testing.T) {
	plan := wholeCity()
	q := plan.Queues["tong-dai"]
	q.MaxLength = 2
	plan.Queues["tong-dai"] = q
	onPlan(t, plan, Config{}, func(h *house) {
		h.claims.put(due(7, time.Hour), due(8, time.Hour), due(9, time.Hour))
		h.pass(6 * time.Second)
		h.want("in line", h.inLine(), 3)
		h.pbx.citizen("c1", "1")
		h.settle()
		h.press("1")
		h.want("queue", h.engine.Calls()[0].Queue, "tong-dai")
		h.want("longest", time.Since(h.engine.Queue().LongestSince) < time.Minute, true)
		h.pbx.gone("c1", 16)
	})
}

// goesFirst makes a caller who waits an emergency.
func (h *house) goesFirst(id call.ID) {
	h.t.Helper()
	h.waits(id, func(w *queue.Waiting) { w.Priority = queue.Emergency })
}

// An emergency comes while the only operator is kept for somebody at home, who has not
// answered yet: the one on the line has the operator at once, the one at home keeps their
// place, and no try is lost.
func TestCallBackMakesWayForAnEmergency(t *testing.T) {
	for name, tc := range map[string]struct {
		before func(h *house) // what the call-back came to
		told   string
		screen string
	}{
		"it rings at her desk": {func(*house) {}, "7:yielded", "offered gone:withdrawn offered"},
		"the citizen's telephone rings": {func(h *house) {
			h.must("op01", CmdAccept, h.has("op01"))
			h.pass(3 * time.Second)
			h.want("op01", h.status("op01"), StatusBusy)
		}, "7:yielded", "offered connecting gone:ended offered"},
		"the citizen has answered: it is a conversation": {func(h *house) {
			h.pbx.outside = map[string]string{"0912345678": "answer"}
			h.must("op01", CmdAccept, h.has("op01"))
			h.pass(3 * time.Second)
			h.want("op01 talks", h.state(h.has("op01")), call.StateTalking)
		}, "7:reached", "offered connecting talking"},
	} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, Config{}, func(h *house) {
				h.pbx.outside = map[string]string{"0912345678": ""}
				h.ready("op01")
				h.claims.put(due(7, time.Minute))
				h.pass(5 * time.Second)
				tc.before(h)
				h.arrive("c1")
				h.want("a caller who came later waits", h.state("c1"), call.StateQueued)
				h.claims.finish() // it would be due again at once
				h.goesFirst("c1")
				h.settle()
				h.want("told", h.claims.told(), tc.told)
				h.want("screen", h.desk.shown("op01"), tc.screen)
				if tc.told == "7:yielded" {
					h.must("op01", CmdAccept, "c1")
					h.want("heard", h.hears("c1"), "voice")
				}
				h.must("op01", CmdHangup, h.has("op01"))
				h.pbx.gone("c1", 16)
				h.pass(20 * time.Second)
				h.wantClear()
			})
		})
	}
}

// We die while a citizen's telephone rings, and are back: nobody waits for it any more. Who
// has answered meanwhile is not hung up on, but met as any caller.
func TestCalledWhenWeDie(t *testing.T) {
	for name, tc := range map[string]struct{ outside, life string }{
		"it rings":    {"", ""},
		"it answered": {"answer", "arrived answered queued"},
	} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, Config{}, func(h *house) {
				h.pbx.outside = map[string]string{"0912345678": tc.outside}
				h.ready("op01")
				h.claims.put(due(7, time.Minute))
				h.pass(5 * time.Second)
				v, _ := h.engine.CallOf("op01")
				h.must("op01", CmdAccept, v.ID)
				h.claims.finish()
				h.want("who is called", h.pbx.variable(string(v.ID), varRole), roleCalled)
				h.kill()
				h.pass(2 * time.Second)
				h.start()
				h.pass(answered)
				before := "arrived accepted"
				h.want("journal", h.journal.of(v.ID), strings.TrimSuffix(before+" "+tc.life, " "))
				if tc.life != "" {
					h.pbx.gone(string(v.ID), 16)
					h.settle()
				}
				h.wantClear()
			})
		})
	}
}

// The claim is just being taken, by a database that stands still: the emergency does not
// wait for its answer.
func TestCallBackThatIsBeingTakenMakesWay(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.claims.put(due(7, time.Minute))
		h.pass(6 * time.Second)
		h.want("in line", h.inLine(), 1)
		h.claims.stands(true)
		h.ready("op01")
		h.want("op01 is kept", h.status("op01"), StatusOffered)
		h.arrive("c1")
		h.want("c1 waits", h.state("c1"), call.StateQueued)
		h.goesFirst("c1")
		h.want("c1", h.state("c1"), call.StateOffered)
		h.claims.stands(false)
		h.claims.finish()
		h.must("op01", CmdAccept, "c1")
		h.pass(5 * time.Second)
		h.want("heard", h.hears("c1"), "voice")
		h.pbx.gone("c1", 16)
		h.pass(5 * time.Second)
		h.wantClear()
	})
}

// A call-back that was given to somebody waits for them while another is free; given to that one, it goes there.
func TestACallBackIsGivenToAnOperator(t *testing.T) {
	inHouse(t, Config{Queues: wrapUp(time.Minute)}, func(h *house) {
		h.pbx.outside = map[string]string{"0912345678": "answer"}
		h.ready("op02")
		h.claims.put(due(7, time.Minute))
		h.pass(5 * time.Second)
		v, _ := h.engine.CallOf("op02")
		h.must("op02", CmdAccept, v.ID)
		h.ready("op01")
		claim := due(8, time.Minute)
		claim.GivenTo = "op02"
		h.claims.put(claim)
		h.pass(6 * time.Second)
		h.want("op01", h.status("op01"), StatusReady)
		claim.GivenTo = "op01"
		h.claims.put(claim)
		h.pass(6 * time.Second)
		h.want("op01", h.status("op01"), StatusOffered)
	})
}

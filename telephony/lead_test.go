package telephony

import (
	"strings"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
)

// wholeCity is a plan with every kind of node.
func wholeCity() *dialplan.Plan {
	return &dialplan.Plan{
		Version: "whole", Numbers: map[string]dialplan.NodeID{"*": "storm"},
		Queues: map[string]dialplan.Queue{
			"tong-dai": {
				Music: "default", MaxWait: time.Minute,
				Comfort: dialplan.Comfort{Welcome: "welcome", Every: 20 * time.Second, Position: true, Prompt: "busy"},
			},
			"second": {},
		},
		OnCall:    map[string][]string{"duty": {"0225300001", "0225300002"}},
		Emergency: map[string]dialplan.Emergency{"114": {Name: "Fire", Number: "114"}},
		Nodes: map[dialplan.NodeID]dialplan.Node{
			"storm": dialplan.Announcement{Offer: "offer", Join: "1", Skip: "2", Timeout: 3 * time.Second, Done: "kept", Joined: "bye", Next: "menu"},
			"menu": dialplan.Menu{
				Prompts: []string{"greeting", "menu"}, Barge: true, Timeout: 4 * time.Second, Wrong: "wrong", Repeats: 1,
				Keys:   map[string]dialplan.NodeID{"1": "queue", "2": "code", "3": "message", "4": "second", "5": "duty", "6": "fire"},
				Failed: "message",
			},
			"queue": dialplan.QueueNode{
				Queue: "tong-dai", Offers: map[string]dialplan.NodeID{"3": "callback"}, Say: "offer",
				Overflow: "second", After: "survey",
			},
			"second":   dialplan.QueueNode{Queue: "second", Priority: 2},
			"code":     dialplan.LookUp{Ask: "code", Timeout: 5 * time.Second, NotFound: "wrong", Next: "bye", Failed: "queue"},
			"callback": dialplan.CallBack{Offer: "again", Done: "kept", Timeout: 4 * time.Second, Next: "bye", Back: "queue"},
			"message":  dialplan.Message{Say: "leave", Limit: time.Minute, Silence: 2 * time.Second, Done: "kept", Next: "bye"},
			"duty":     dialplan.Dial{Say: "again", OnCall: "duty", Ring: 4 * time.Second, Failed: "message"},
			"fire":     dialplan.Dial{Emergency: "114", Failed: "queue"},
			"survey":   dialplan.Survey{Ask: "mark", Keys: "12345", Timeout: 4 * time.Second, Done: "thanks", Next: "bye"},
			"bye":      dialplan.HangUp{Say: "goodbye"},
		},
	}
}

// press presses keys one by one.
func (h *house) press(keys string) {
	for _, k := range keys {
		h.pbx.press("c1", string(k))
		h.settle()
	}
}

// said checks what the citizen hears at this moment.
func (h *house) said(media string) {
	h.t.Helper()
	h.want("said", h.pbx.playing("c1"), media)
}

func TestLed(t *testing.T) {
	tests := map[string]struct {
		plan func(*dialplan.Plan)
		do   func(h *house)
		want string // the journal
	}{
		"menu→a key cuts it short→queue": {
			do: func(h *house) {
				h.said("sound:/p/greeting sound:/p/menu")
				h.press("1")
				h.said("sound:/p/welcome")
				h.want("state", h.state("c1"), call.StateQueued)
				h.pass(3 * time.Second)
				h.said("sound:/p/offer")
				h.pass(3 * time.Second)
				h.want("heard", h.hears("c1"), "music")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 1) queued ended(citizen/abandoned_wait)",
		},
		"menu→silence, wrong→message": {
			do: func(h *house) {
				h.pass(8 * time.Second)
				h.said("sound:/p/greeting sound:/p/menu")
				h.press("9")
				h.said("sound:/p/wrong")
				h.pass(3 * time.Second)
				h.said("sound:/p/leave sound:/p/beep")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 9) ended(citizen/abandoned_menu)",
		},
		"message→speaks, pauses, speaks→silence ends it": {
			do: func(h *house) {
				h.press("3")
				h.pass(4 * time.Second)
				h.want("nothing is said", h.hears("c1"), "nothing")
				h.pbx.talks("c1", true)
				h.pass(5 * time.Second)
				h.pbx.talks("c1", false)
				h.pass(time.Second)
				h.pbx.talks("c1", true)
				h.pass(2 * time.Second)
				h.pbx.talks("c1", false)
				h.pass(1600 * time.Millisecond)
				h.said("sound:/p/kept")
				h.pass(7 * time.Second)
			},
			want: "arrived answered digit(citizen 3) message_left(silence 10.5s) ended(system/completed)",
		},
		"message→hangs up→it is kept": {
			do: func(h *house) {
				h.press("3")
				h.pass(4 * time.Second)
				h.want("the dialplan would know of it", h.pbx.variable("c1", varMessage) != "", true)
				h.pbx.talks("c1", true)
				h.pass(5 * time.Second)
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 3) message_left(hangup 6s) ended(citizen/hangup)",
		},
		"message→#": {
			do: func(h *house) {
				h.press("3")
				h.pass(4 * time.Second)
				h.pbx.talks("c1", true)
				h.pass(5 * time.Second)
				h.press("#")
				h.said("sound:/p/kept")
				h.want("nothing more to be kept", h.pbx.variable("c1", varMessage), "")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 3) digit(citizen #) message_left(key 6s) ended(citizen/hangup)",
		},
		"code→found→spoken": {
			do: func(h *house) {
				h.city.tickets["260000017"] = "done"
				h.press("2260000017#")
				h.said("sound:/say/{260000017 done}")
				h.pass(7 * time.Second)
			},
			want: "arrived answered digit(citizen 2) digit(citizen 2) digit(citizen 6) digit(citizen 0) digit(citizen 0) digit(citizen 0) " +
				"digit(citizen 0) digit(citizen 0) digit(citizen 1) digit(citizen 7) digit(citizen #) looked_up(260000017) ended(system/completed)",
		},
		"code→the database is away→an operator": {
			do: func(h *house) {
				h.city.away = true
				h.press("21#")
				h.want("state", h.state("c1"), call.StateQueued)
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 2) digit(citizen 1) digit(citizen #) looked_up() queued ended(citizen/abandoned_wait)",
		},
		"queue→announcements, music in between→overflow": {
			do: func(h *house) {
				h.press("1")
				h.pass(6 * time.Second)
				h.pass(20*time.Second + 500*time.Millisecond)
				h.said("sound:/p/busy sound:/say/1 sound:/p/offer")
				h.pass(3 * time.Second)
				h.want("heard", h.hears("c1"), "music")
				h.pass(40 * time.Second)
				h.want("queue", h.engine.Calls()[0].Queue, "second")
				h.want("heard", h.hears("c1"), "music")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 1) queued left_queue queued ended(citizen/abandoned_wait)",
		},
		"queue→offered while the welcome is spoken→accepted→after her, the survey": {
			do: func(h *house) {
				h.press("1")
				h.ready("op01")
				h.want("heard while it rings", h.hears("c1"), "music")
				h.must("op01", CmdAccept, "c1")
				h.want("heard", h.hears("c1"), "voice")
				h.must("op01", CmdHangup, "c1")
				h.said("sound:/p/mark")
				h.want("op01", h.status("op01"), StatusReady)
				h.want("screen", h.desk.shown("op01"), "offered connecting talking gone:ended")
				h.press("5")
				h.said("sound:/p/thanks")
				h.pass(7 * time.Second)
			},
			want: "arrived answered digit(citizen 1) queued offered offer_ended(accepted) accepted connected operator_left " +
				"digit(citizen 5) rated(5) ended(system/completed)",
		},
		"queue→the offer times out→waits on, announcements go on": {
			do: func(h *house) {
				h.press("1")
				h.ready("op01")
				h.pass(16 * time.Second)
				h.want("state", h.state("c1"), call.StateQueued)
				h.pass(20 * time.Second)
				h.said("sound:/p/busy sound:/say/1")
				h.pass(3 * time.Second)
				h.said("sound:/p/offer")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 1) queued offered offer_ended(timeout) queued(head) ended(citizen/abandoned_wait)",
		},
		"queue→call-back wanted": {
			do: func(h *house) {
				h.press("13")
				h.pass(5 * time.Second)
				h.press("3")
				h.want("state", h.state("c1"), call.StateMenu)
				h.want("waiting", h.engine.Queue().Waiting, 0)
				h.said("sound:/p/again")
				h.press("1")
				h.said("sound:/p/again")
				h.pass(2 * time.Second)
				h.press("1")
				h.pass(7 * time.Second)
			},
			want: "arrived answered digit(citizen 1) queued digit(citizen 3) digit(citizen 3) left_queue digit(citizen 1) digit(citizen 1) callback_asked(0912345678) ended(system/completed)",
		},
		"queue→call-back wanted, hangs up before it is asked again→has given up waiting": {
			do: func(h *house) {
				h.press("13")
				h.pass(5 * time.Second)
				h.press("3")
				h.said("sound:/p/again")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 1) queued digit(citizen 3) digit(citizen 3) left_queue ended(citizen/abandoned_wait)",
		},
		"queue→call-back not wanted→the place is kept": {
			do: func(h *house) {
				h.press("1")
				since := h.engine.Queue().LongestSince
				h.pass(5 * time.Second)
				h.press("39")
				h.want("waiting", h.engine.Queue().Waiting, 1)
				h.want("since", h.engine.Queue().LongestSince.Equal(since), true)
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 1) queued digit(citizen 3) left_queue digit(citizen 9) queued ended(citizen/abandoned_wait)",
		},
		"duty→the first is busy, the second answers→the officer hangs up": {
			do: func(h *house) {
				h.pbx.outside = map[string]string{"0225300001": "busy", "0225300002": "answer"}
				h.press("5")
				h.said("sound:/p/again")
				h.pass(3*time.Second + 200*time.Millisecond)
				h.want("state", h.state("c1"), call.StateForwarding)
				h.want("heard", h.hears("c1"), "ringing")
				h.pass(3 * time.Second)
				h.want("state", h.state("c1"), call.StateForwarded)
				h.want("heard", h.hears("c1"), "officer")
				h.pbx.gone(outName("c1", 4), 16)
			},
			want: "arrived answered digit(citizen 5) forwarding(0225300001) forward_ended(0225300001 busy) " +
				"forwarding(0225300002) forwarded(0225300002) ended(officer/hangup)",
		},
		"duty→nobody answers→message": {
			do: func(h *house) {
				h.press("5")
				h.pass(12 * time.Second)
				h.said("sound:/p/leave sound:/p/beep")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 5) forwarding(0225300001) forward_ended(0225300001 no-answer) " +
				"forwarding(0225300002) forward_ended(0225300002 no-answer) ended(citizen/abandoned_menu)",
		},
		"fire→early media is heard→the citizen hangs up while it rings": {
			do: func(h *house) {
				h.pbx.outside = map[string]string{"114": "early"}
				h.press("6")
				h.want("heard", h.hears("c1"), "ringing")
				h.pass(2 * time.Second)
				h.want("heard", h.hears("c1"), "early")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 6) emergency(114) forwarding(114) ended(citizen/abandoned_wait)",
		},
		"fire→the first trunk is dead→the second→answered→the citizen hangs up": {
			do: func(h *house) {
				h.pbx.outside = map[string]string{"114": "answer", "PJSIP/114@t1": "dead"}
				h.press("6")
				h.pass(2 * time.Second)
				h.want("heard", h.hears("c1"), "officer")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 6) emergency(114) forwarding(114) forwarded(114) ended(citizen/hangup)",
		},
		"fire→all trunks are dead→an operator": {
			do: func(h *house) {
				h.pbx.outside = map[string]string{"PJSIP/114@t1": "dead", "PJSIP/114@t2": "dead"}
				h.press("6")
				h.pass(time.Second)
				h.want("state", h.state("c1"), call.StateQueued)
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 6) emergency(114) forwarding(114) forward_ended(114 failed) queued ended(citizen/abandoned_wait)",
		},
		"fire→early media, then busy→ringing is not left behind": {
			do: func(h *house) {
				h.pbx.outside = map[string]string{"114": "early"}
				h.press("6")
				h.pass(2 * time.Second)
				h.pbx.gone(outName("c1", 2), 17)
				h.pass(7 * time.Second)
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("heard", h.hears("c1"), "music")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 6) emergency(114) forwarding(114) forward_ended(114 busy) queued ended(citizen/abandoned_wait)",
		},
		"the last operator goes home→elsewhere": {
			plan: func(p *dialplan.Plan) {
				n := p.Nodes["queue"].(dialplan.QueueNode)
				n.Nobody = "message"
				p.Nodes["queue"] = n
			},
			do: func(h *house) {
				h.ready("op01")
				h.must("op01", CmdPause, "")
				h.press("1")
				h.pass(10 * time.Second)
				h.want("state", h.state("c1"), call.StateQueued)
				h.engine.DeskDown("op01")
				h.pass(12 * time.Second)
				h.said("sound:/p/leave sound:/p/beep")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 1) queued left_queue ended(citizen/abandoned_wait)",
		},
		"all who are ready have had their share of the hour→welcomed all the same": {
			plan: func(p *dialplan.Plan) {
				q := p.Queues["tong-dai"]
				q.MaxShare = 1
				p.Queues["tong-dai"] = q
			},
			do: func(h *house) {
				h.ready("op01")
				h.pbx.citizen("c0", "1")
				h.settle()
				h.pbx.press("c0", "1")
				h.settle()
				h.must("op01", CmdAccept, "c0")
				h.must("op01", CmdHangup, "c0")
				h.pass(10 * time.Second)
				h.want("op01", h.status("op01"), StatusReady)
				h.press("1")
				h.said("sound:/p/welcome")
				h.pbx.gone("c1", 16)
				h.pbx.gone("c0", 16)
			},
			want: "arrived answered digit(citizen 1) queued ended(citizen/abandoned_wait)",
		},
		"nobody is signed in, long after the start→elsewhere": {
			plan: func(p *dialplan.Plan) {
				n := p.Nodes["queue"].(dialplan.QueueNode)
				n.Nobody = "message"
				p.Nodes["queue"] = n
			},
			do: func(h *house) {
				h.press("1")
				h.said("sound:/p/leave sound:/p/beep")
				h.pbx.gone("c1", 16)
			},
			want: "arrived answered digit(citizen 1) ended(citizen/abandoned_menu)",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			plan := wholeCity()
			if tc.plan != nil {
				tc.plan(plan)
			}
			onPlan(t, plan, Config{}, func(h *house) {
				h.pass(time.Minute) // the desks had their time to come back
				h.pbx.citizen("c1", "0912345678")
				h.settle()
				tc.do(h)
				h.pass(3 * time.Second)
				h.want("journal", h.journal.of("c1"), tc.want)
				h.wantClear()
			})
		})
	}
}

func TestLedThroughAStorm(t *testing.T) {
	onPlan(t, wholeCity(), Config{}, func(h *house) {
		h.city.incidents = []string{"7"}
		h.pbx.citizen("c1", "0912345678")
		h.settle()
		h.said("sound:/w/7")
		h.press("1")
		h.said("sound:/p/offer")
		h.pass(2 * time.Second)
		h.press("1")
		h.said("sound:/p/kept")
		h.pass(10 * time.Second)
		h.want("journal", h.journal.of("c1"), "arrived answered digit(citizen 1) digit(citizen 1) joined_incident(7) ended(system/completed)")
		h.wantClear()
	})
}

// An incident's own voice may last two minutes.
func TestLongWords(t *testing.T) {
	onPlan(t, wholeCity(), Config{}, func(h *house) {
		h.city.incidents = []string{"7"}
		h.pbx.speech = 115 * time.Second
		h.pbx.citizen("c1", "0912345678")
		h.pass(114 * time.Second)
		h.said("sound:/w/7")
		h.pass(4 * time.Second)
		h.said("sound:/p/offer")
		h.press("1")
		h.said("sound:/p/kept")
		h.pbx.gone("c1", 16)
		h.settle()
		h.want("journal", h.journal.of("c1"), "arrived answered digit(citizen 1) joined_incident(7) ended(citizen/hangup)")
	})
}

// Words without an end are cut off: what follows is heard, and by itself.
func TestWordsWithoutEnd(t *testing.T) {
	onPlan(t, wholeCity(), Config{SpeechLimit: 30 * time.Second}, func(h *house) {
		h.city.incidents = []string{"7"}
		h.pbx.speech = time.Hour
		h.pbx.citizen("c1", "0912345678")
		h.pass(29 * time.Second)
		h.said("sound:/w/7")
		h.pass(2 * time.Second)
		h.said("sound:/p/offer")
		h.pbx.gone("c1", 16)
	})
}

// What was edited meanwhile does not change a call that has begun.
func TestACallKeepsItsPlan(t *testing.T) {
	onPlan(t, wholeCity(), Config{}, func(h *house) {
		h.pbx.citizen("c1", "1")
		h.settle()
		h.city.plans = append(h.city.plans, dialplan.Straight("tong-dai", "", "again"))
		h.pass(time.Second)
		h.kill()
		h.start()
		h.said("sound:/p/greeting sound:/p/menu")
		h.press("3")
		h.said("sound:/p/leave sound:/p/beep")
		h.kill()
		h.start()
		h.said("sound:/p/leave sound:/p/beep")
		h.pbx.citizen("c2", "2")
		h.settle()
		h.want("who comes now", h.pbx.playing("c2"), "sound:/p/again")

		h.city.plans = h.city.plans[1:] // nobody knows the old one any more
		h.kill()
		h.start()
		h.settle() // the mark of the present plan waits for what the old one says, but not for long
		h.said("sound:/p/again")
		h.want("adopted", strings.Count(h.journal.of("c1"), "adopted(menu)"), 3)
	})
}

// A call that its controller put into a queue by a plan that is lost waits on.
func TestLostPlanWhileQueued(t *testing.T) {
	onPlan(t, wholeCity(), Config{}, func(h *house) {
		h.pbx.citizen("c1", "1")
		h.settle()
		h.press("1")
		since := h.engine.Queue().LongestSince
		h.city.plans = []*dialplan.Plan{dialplan.Straight("tong-dai", "", "again")}
		h.kill()
		h.start()
		h.want("state", h.state("c1"), call.StateQueued)
		h.want("since", h.engine.Queue().LongestSince.Equal(since), true)
		h.pass(3 * time.Second) // what was being said is said to its end
		h.want("heard", h.hears("c1"), "music")
	})
}

// The notice that a call is recorded is heard whole, whatever the link does.
func TestWordsAreSaidAgainAfterALinkLoss(t *testing.T) {
	onPlan(t, wholeCity(), Config{}, func(h *house) {
		h.pbx.citizen("c1", "1")
		h.settle()
		h.pbx.disconnect()
		h.pass(10 * time.Second)
		h.pbx.connect()
		h.settle()
		h.said("sound:/p/greeting sound:/p/menu")
		h.press("1")
		h.want("state", h.state("c1"), call.StateQueued)
	})
}

func TestRestartWhileForwarded(t *testing.T) {
	through := func(t *testing.T, outcome string, after func(h *house)) {
		onPlan(t, wholeCity(), Config{}, func(h *house) {
			h.pbx.outside = map[string]string{"114": outcome}
			h.pbx.citizen("c1", "1")
			h.settle()
			h.press("6")
			h.pass(2 * time.Second)
			h.kill()
			h.start()
			after(h)
			h.pass(3 * time.Second)
			h.wantClear()
		})
	}
	t.Run("speaking: the officer's channel is found again", func(t *testing.T) {
		through(t, "answer", func(h *house) {
			h.want("state", h.state("c1"), call.StateForwarded)
			h.want("heard", h.hears("c1"), "officer")
			h.pbx.gone(outName("c1", 2), 16)
			h.settle()
			h.want("journal", h.journal.of("c1"),
				"arrived answered digit(citizen 6) emergency(114) forwarding(114) forwarded(114) adopted(forwarded) ended(officer/hangup)")
		})
	})
	t.Run("ringing: called again", func(t *testing.T) {
		through(t, "ring", func(h *house) {
			h.want("state", h.state("c1"), call.StateForwarding)
			h.want("heard", h.hears("c1"), "ringing")
			h.want("one channel outside", strings.Count(strings.Join(h.pbx.left(), " "), outPrefix), 1)
			h.pbx.gone("c1", 16)
		})
	})
	t.Run("the link was down while it was answered", func(t *testing.T) {
		onPlan(t, wholeCity(), Config{}, func(h *house) {
			h.pbx.outside = map[string]string{"114": "answer"}
			h.pbx.citizen("c1", "1")
			h.settle()
			h.press("6")
			h.pbx.disconnect()
			h.pass(5 * time.Second)
			h.pbx.connect()
			h.settle()
			h.want("state", h.state("c1"), call.StateForwarded)
			h.want("heard", h.hears("c1"), "officer")
			h.pbx.disconnect()
			h.pass(time.Second)
			h.pbx.gone(outName("c1", 2), 16)
			h.pbx.connect()
			h.pass(3 * time.Second)
			h.want("end", strings.HasSuffix(h.journal.of("c1"), "ended(officer/hangup)"), true)
			h.wantClear()
		})
	})
}

// Nothing but what the plan names is ever dialled.
func TestTollFraud(t *testing.T) {
	p := wholeCity()
	for n, want := range map[string]bool{
		"114": true, "0225300001": true, "0225300003": false, "": false, "+84225300001": false,
		"0225300001@evil": false, "114&PJSIP/900": false, "1": false,
	} {
		if got := dialable(p, n); got != want {
			t.Errorf("%q: %v", n, got)
		}
	}
	p.OnCall["odd"] = []string{"0900&PJSIP/1@t1"}
	if dialable(p, "0900&PJSIP/1@t1") {
		t.Error("a dial string is dialled")
	}
}

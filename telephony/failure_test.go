package telephony

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"hotline1022/telephony/call"
)

// failing lets one kind of request fail, n times (-1: always).
func failing(op string, n int, err error) func(string, string) error {
	return func(got, _ string) error {
		if strings.HasPrefix(got, op) && n != 0 {
			n--
			return err
		}
		return nil
	}
}

func TestRequestsFail(t *testing.T) {
	t.Run("answer, twice→tried again", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.setFail(failing("answer", 2, errBusy))
			h.pbx.citizen("c1", "1")
			h.pass(2 * time.Second)
			h.want("state", h.state("c1"), call.StateQueued)
			h.want("counted", testutil.ToFloat64(h.engine.metrics.failed.WithLabelValues("answer")), 2.0)
		})
	})
	t.Run("answer, always→the dialplan's fallback", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.setFail(failing("answer", -1, errBusy))
			h.pbx.citizen("c1", "1")
			h.pass(10 * time.Second)
			h.want("journal", h.journal.of("c1"), "arrived ended(system/internal)")
			h.want("continued", h.pbx.asked("continue", "c1"), 1)
			h.want("no call in our hands", h.engine.Idle(), true)
			h.want("the citizen's channel lives", strings.Join(h.pbx.left(), " "), "c1")
		})
	})
	t.Run("answer and fallback→hung up, nothing stuck", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.setFail(func(op, _ string) error {
				return map[string]error{"answer": errBusy, "continue": errBusy}[op]
			})
			h.pbx.citizen("c1", "1")
			h.pass(20 * time.Second)
			h.wantClear()
		})
	})
	t.Run("greeting file missing→queued", func(t *testing.T) {
		onPlan(t, greeted("missing"), Config{}, func(h *house) {
			h.pbx.citizen("c1", "1")
			h.pass(2 * time.Second)
			h.want("state", h.state("c1"), call.StateQueued)
		})
	})
	t.Run("greeting cannot be asked for→queued", func(t *testing.T) {
		onPlan(t, greeted("greeting"), minute, func(h *house) {
			h.pbx.setFail(failing("play", -1, errBusy))
			h.pbx.citizen("c1", "1")
			h.pass(2 * time.Second)
			h.want("state", h.state("c1"), call.StateQueued)
		})
	})
	t.Run("greeting never ends→queued at the limit", func(t *testing.T) {
		onPlan(t, greeted("greeting"), minute, func(h *house) {
			h.pbx.speech = time.Hour
			h.pbx.citizen("c1", "1")
			h.pass(3*time.Minute - time.Second)
			h.want("state", h.state("c1"), call.StateMenu)
			h.pass(2 * time.Second)
			h.want("state", h.state("c1"), call.StateQueued)
			h.pbx.gone("c1", 16)
			h.pass(2 * time.Hour)
		})
	})
	t.Run("no music→the call goes on", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.setFail(failing("start_music", -1, errBusy))
			h.ready("op01")
			h.pbx.citizen("c1", "1")
			h.pass(5 * time.Second)
			h.must("op01", CmdAccept, "c1")
			h.want("heard", h.hears("c1"), "voice")
		})
	})
	for name, tc := range map[string]struct {
		op  string
		err error
	}{
		"external media":        {"external_media", errBusy},
		"leg into the bridge":   {"add", errBusy},
		"leg is not in Stasis":  {"add", errNotStasis},
		"the leg's RTP address": {"get", errBusy},
		"bridge":                {"create_bridge", errBusy},
	} {
		t.Run("accept, "+name+"→head of the queue, operator unavailable", func(t *testing.T) {
			inHouse(t, Config{}, func(h *house) {
				h.ready("op01")
				h.pbx.setFail(failing(tc.op, -1, tc.err))
				h.pbx.hideRTP = tc.op == "get"
				h.pbx.citizen("c1", "1")
				h.settle()
				h.must("op01", CmdAccept, "c1")
				h.pass(10 * time.Second)
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("heard", h.hears("c1"), "music")
				h.want("op01", h.status("op01"), StatusUnavailable)
				h.want("screen", h.desk.shown("op01"), "offered connecting gone:requeued")
				h.pbx.setFail(nil)
				h.must("op01", CmdReady, "")
				h.must("op01", CmdAccept, "c1")
				h.want("heard", h.hears("c1"), "voice")
				h.must("op01", CmdHangup, "c1")
				h.wantClear()
			})
		})
	}
	t.Run("resume, the bridge refuses→head of the queue", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			h.must("op01", CmdHold, "c1")
			h.pbx.setFail(failing("add", -1, errBusy))
			h.must("op01", CmdResume, "c1")
			h.pass(5 * time.Second)
			h.want("state", h.state("c1"), call.StateQueued)
			h.want("heard", h.hears("c1"), "music")
		})
	})
	t.Run("hang-up fails for a minute→asked until it is gone", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.talking()
			h.pbx.setFail(failing("hangup", -1, errBusy))
			h.must("op01", CmdHangup, "c1")
			h.want("op01 is free at once", h.status("op01"), StatusReady)
			h.pass(time.Minute)
			h.want("still there, and marked", h.pbx.variable("c1", varRole), roleEnded)
			h.pbx.setFail(nil)
			h.pass(10 * time.Second)
			h.wantClear()
		})
	})
	t.Run("external media answers too late→its channel does not stay", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ready("op01")
			h.pbx.slowMedia = 10 * time.Second
			h.pbx.citizen("c1", "1")
			h.settle()
			h.must("op01", CmdAccept, "c1")
			h.pass(7 * time.Second) // the limit, twice
			h.want("state", h.state("c1"), call.StateQueued)
			h.pass(10 * time.Second)
			h.want("left", strings.Join(h.pbx.left(), " "), "c1 call-c1")
		})
	})
}

func TestSlowAsteriskDoesNotDelayTheDesk(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.ready("op01")
		h.slow(2 * time.Second)
		h.pbx.citizen("c1", "1")
		h.pass(2100 * time.Millisecond)
		h.want("offered before anything else is done", h.state("c1"), call.StateOffered)
		h.must("op01", CmdAccept, "c1")
		h.want("connecting is shown", h.state("c1"), call.StateConnecting)
		h.must("op01", CmdHangup, "c1")
		h.want("the end is shown", h.desk.shown("op01"), "offered connecting gone:ended")
		h.want("op01", h.status("op01"), StatusReady)
		h.pass(30 * time.Second)
		h.wantClear()
	})
}

func TestStrangers(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.pbx.stranger("x1", "PJSIP/odd-1")
		h.pbx.stranger("x2", "UnicastRTP/127.0.0.1:9")
		h.pbx.stranger("op-c9-1", "UnicastRTP/127.0.0.1:9")
		h.settle()
		h.want("the telephone gets the fallback, the media channels go", strings.Join(h.pbx.left(), " "), "x1")
		h.want("continued", h.pbx.asked("continue", "x1"), 1)
	})
}

func TestFiguresOfTheQueue(t *testing.T) {
	inHouse(t, Config{ArrivedToday: 7, Location: time.UTC}, func(h *house) {
		for _, id := range []string{"c1", "c2", "c3"} {
			h.pbx.citizen(id, "1")
		}
		h.pass(time.Second)
		q := h.engine.Queue()
		h.want("waiting", q.Waiting, 3)
		h.want("today", q.Today, 10)
		h.ready("op01")
		first, _ := h.engine.CallOf("op01")
		h.must("op01", CmdAccept, first.ID)
		h.pass(time.Second)
		h.desk.mu.Lock()
		told, last := len(h.desk.queue), h.desk.queue[len(h.desk.queue)-1]
		h.desk.mu.Unlock()
		h.want("told", last, h.engine.Queue())
		h.want("busy", last.Busy, 1)
		if told > 8 {
			h.t.Errorf("%d times told in 2 s", told)
		}
		h.pass(24 * time.Hour)
		h.pbx.citizen("c4", "1")
		h.settle()
		h.want("the next day", h.engine.Queue().Today, 1)
	})
}

func TestMetrics(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.talking()
		want := `# HELP hotline_calls_live Calls that live now, by state.
# TYPE hotline_calls_live gauge
hotline_calls_live{state="arriving"} 0
hotline_calls_live{state="connecting"} 0
hotline_calls_live{state="menu"} 0
hotline_calls_live{state="forwarded"} 0
hotline_calls_live{state="forwarding"} 0
hotline_calls_live{state="held"} 0
hotline_calls_live{state="offered"} 0
hotline_calls_live{state="queued"} 0
hotline_calls_live{state="recovering"} 0
hotline_calls_live{state="talking"} 1
`
		if err := testutil.GatherAndCompare(h.reg, strings.NewReader(want), "hotline_calls_live"); err != nil {
			h.t.Error(err)
		}
		h.must("op01", CmdHangup, "c1")
		h.want("ended", testutil.ToFloat64(h.engine.metrics.calls.WithLabelValues("operator", "hangup")), 1.0)
		for name, want := range map[string]uint64{
			"hotline_invite_to_screenpop_seconds": 1, "hotline_assign_seconds": 1, "hotline_accept_to_audio_seconds": 1,
		} {
			h.want(name, samples(h, name), want)
		}
		problems, err := testutil.GatherAndLint(h.reg)
		if err != nil || len(problems) > 0 {
			h.t.Errorf("metrics: %v %v", problems, err)
		}
	})
}

// samples is how often a histogram was observed.
func samples(h *house, name string) (n uint64) {
	families, err := h.reg.Gather()
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			for _, m := range f.GetMetric() {
				n += m.GetHistogram().GetSampleCount()
			}
		}
	}
	return n
}

// What Asterisk says of a channel that is on its way out comes before the event
// of its end. Nobody is queued, offered or blamed for that moment.
func TestRequestsMeetAChannelThatIsLeaving(t *testing.T) {
	t.Run("the greeting", func(t *testing.T) {
		onPlan(t, greeted("greeting"), minute, func(h *house) {
			h.ready("op01")
			h.pbx.setFail(failing("play", 1, errNotStasis))
			h.pbx.citizen("c1", "1")
			h.settle()
			h.pbx.gone("c1", 16)
			h.pass(time.Second)
			h.want("journal", h.journal.of("c1"), "arrived answered ended(citizen/abandoned_menu)")
		})
	})
	t.Run("the caller's end, which nobody tells", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.citizen("c1", "1")
			h.settle()
			h.pbx.untold("c1")
			h.pass(3 * time.Second)
			h.want("journal", h.journal.of("c1"), "arrived answered queued ended(citizen/abandoned_wait)")
		})
	})
	t.Run("the bridge, and the fallback has it", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ready("op01")
			h.pbx.citizen("c1", "1")
			h.settle()
			h.pbx.setFail(func(op, object string) error {
				if op == "add" && object == "c1" {
					go func() { _ = h.pbx.Continue(context.Background(), "c1", "fallback", "s", 1) }()
					return errNotStasis
				}
				return nil
			})
			h.must("op01", CmdAccept, "c1")
			h.pass(3 * time.Second)
			h.want("journal", h.journal.of("c1"), "arrived answered queued offered offer_ended(accepted) accepted connected ended(system/fallback)")
			h.want("op01", h.status("op01"), StatusReady)
		})
	})
}

package telephony

import (
	"testing"
	"time"

	"hotline1022/dialplan/flow"
	"hotline1022/telephony/call"
)

// where is the node that the citizen's channel is marked with.
func (h *house) where() string {
	_, at, _ := flow.ReadMark(h.pbx.variable("c1", varFlow))
	return string(at.Node)
}

// Asterisk sets no variable while it plays something. The way is marked all the same:
// before what is said, at once when what is being said is cut short, and else at its
// end, the newest mark last; and nothing else waits for that.
func TestTheWayIsMarkedThoughWordsAreSaid(t *testing.T) {
	onPlan(t, wholeCity(), Config{}, func(h *house) {
		h.pbx.speech = 20 * time.Second
		h.pbx.outside = map[string]string{"114": "busy"}
		h.pbx.citizen("c1", "0912345678")
		h.settle()
		h.said("sound:/p/greeting sound:/p/menu")
		h.want("marked before it was said", h.where(), "menu")
		h.press("2")
		h.said("sound:/p/code")
		h.want("marked at once", h.where(), "code")
		h.pbx.gone("c1", 16)
		h.pass(3 * time.Second)

		h.pbx.setFail(failing("stop_playback", -1, errBusy)) // from now on nothing is cut short
		h.pbx.citizen("c1", "0912345678")
		h.settle()
		h.press("6")
		h.settle()
		h.want("state", h.state("c1"), call.StateForwarding)
		h.pass(2 * time.Second) // the line is engaged, the way goes on
		h.want("state", h.state("c1"), call.StateQueued)
		h.said("sound:/p/welcome")
		h.pass(10 * time.Second) // the requests are given up, and made again
		h.want("marked", h.where(), "menu")
		h.pass(10 * time.Second) // the words are over
		for range 30 {
			h.want("the newest mark is the last", h.where(), "queue")
			h.pass(time.Second)
		}
		h.pbx.setFail(nil)
	})
}

// Words do not hold up the end of a call.
func TestWordsDoNotHoldUpTheHangup(t *testing.T) {
	inHouse(t, Config{Reconnecting: []string{"sound:/p/reconnecting"}}, func(h *house) {
		h.talking()
		h.mediaDown("op01")
		h.settle()
		h.want("heard", h.hears("c1"), "words")
		h.must("op01", CmdHangup, "c1")
		h.settle()
		h.wantClear()
	})
}

// What is asked for again is what is wanted by then.
func TestInsist(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.pbx.setFail(failing("start_music", -1, errBusy))
		h.pbx.citizen("c1", "0912345678")
		h.pass(time.Minute)
		h.want("state", h.state("c1"), call.StateQueued)
		tries := h.pbx.asked("start_music", "c1")
		h.want("asked for again, and not hotly", tries > 10 && tries < 20, true)
		h.pbx.setFail(nil)
		h.pass(6 * time.Second)
		h.want("heard", h.hears("c1"), "music")

		h.pbx.setFail(failing("stop_music", -1, errBusy))
		h.ready("op01")
		h.must("op01", CmdAccept, "c1")
		h.pass(3 * time.Second)
		h.must("op01", CmdHold, "c1")
		h.pbx.setFail(nil)
		h.pass(time.Minute)
		h.want("on hold, what was to end stays", h.hears("c1"), "music")
	})
}

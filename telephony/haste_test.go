package telephony

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/telephony/call"
)

// hurried is the city's own plan, met by one who presses keys, each a gap after the last,
// from the menu's first word on. The only operator is on a pause.
func hurried(t *testing.T, keys string, gap time.Duration, then func(h *house)) {
	t.Helper()
	p, err := planfile.Parse("haiphong.yaml", dialplan.Haiphong)
	if err != nil {
		t.Fatal(err)
	}
	onPlan(t, &p, Config{}, func(h *house) {
		h.pass(time.Minute)
		h.ready("op01")
		h.must("op01", CmdPause, "")
		h.pbx.speech = 6 * time.Second
		h.pbx.citizen("c1", "0912345678")
		h.pass(7 * time.Second)
		h.want("the menu", h.node("c1"), "chon-viec")
		for _, k := range keys {
			h.press(string(k))
			h.pass(gap)
		}
		h.pass(5 * time.Second)
		then(h)
	})
}

// node is where a citizen is in the plan; "": the call is over.
func (h *house) node(id string) string {
	at := make(chan string, 1)
	a := h.engine.actor(call.ID(id))
	if a == nil || !a.post(func() { at <- string(a.at.Node) }) {
		return ""
	}
	h.settle()
	return <-at
}

// Whoever presses the same key again because nothing was heard yet, or dials a number that
// they know by heart, is not sent away for it.
// A command that comes at the very end of a call is answered like any other.
func TestCommandsAtTheEnd(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.talking()
		var asking sync.WaitGroup
		for range 50 {
			asking.Go(func() {
				for !errors.Is(h.do("op01", CmdSwap, "c1"), ErrUnknownCall) { // which it never is now
					runtime.Gosched()
				}
			})
		}
		h.pbx.gone("c1", 16)
		asking.Wait()
		h.pass(3 * time.Second)
		h.wantClear()
	})
}

func TestKeysPressedInHaste(t *testing.T) {
	for keys, node := range map[string]string{
		"11": "gap-tong-dai", "111": "gap-tong-dai", "1111111": "gap-tong-dai", "112": "gap-tong-dai", "0000": "gap-tong-dai",
		"12": "gap-tong-dai", "1022": "gap-tong-dai", "113": "goi-113", "114": "goi-114", "115": "goi-115", "3113": "goi-113", "333": "goi-lanh-dao",
	} {
		for _, gap := range []time.Duration{100 * time.Millisecond, 400 * time.Millisecond, 1200 * time.Millisecond} {
			t.Run(keys+" every "+gap.String(), func(t *testing.T) {
				hurried(t, keys, gap, func(h *house) { h.want("where", h.node("c1"), node) })
			})
		}
	}
}

// Hammered through the queue's own words, a key is no wish to be called back: that takes
// one who hears the offer out.
func TestKeyHammeredThroughTheOffer(t *testing.T) {
	hurried(t, strings.Repeat("1", 40), time.Second, func(h *house) {
		h.want("where", h.node("c1"), "gap-tong-dai")
		h.pass(45 * time.Second) // the next announcement
		h.press("1")
		h.want("asked for", h.node("c1"), "hen-goi-lai")
		h.pass(2 * time.Second)
		h.press("1")
		h.pass(15 * time.Second)
		h.want("the end", h.node("c1"), "")
		if life := h.journal.of("c1"); !strings.Contains(life, "callback_asked(0912345678)") {
			t.Error(life)
		}
	})
}

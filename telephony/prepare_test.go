package telephony

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hotline1022/telephony/call"
)

// ringing brings a call c1 to op01's desk, with her leg prepared.
func (h *house) ringing() {
	h.t.Helper()
	h.ready("op01")
	h.pbx.citizen("c1", "1")
	h.settle()
	h.want("state", h.state("c1"), call.StateOffered)
	h.wantPrepared()
}

// wantPrepared: the leg of op01 is in the bridge, alone, and no audio passes.
func (h *house) wantPrepared() {
	h.t.Helper()
	h.pbx.mu.Lock()
	in := strings.Join(h.pbx.bridge("call-c1").Channels, " ")
	h.pbx.mu.Unlock()
	if !strings.HasPrefix(in, legPrefix) || strings.Contains(in, " ") {
		h.t.Errorf("in the bridge: %q", in)
	}
	open, connected := h.gateway.paths("c1")
	h.want("audio paths, and those that are open", fmt.Sprint(open, connected), "1 0")
	h.want("heard", h.hears("c1"), "music")
}

func (h *house) wantLeft(want string) {
	h.t.Helper()
	h.want("left", strings.Join(h.pbx.left(), " "), want)
}

func TestAcceptOfAPreparedLeg(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.ringing()
		h.pass(5 * time.Second)
		h.wantPrepared()
		made := h.pbx.asked("external_media", "")
		if err := h.do("op01", CmdAccept, "c1"); err != nil {
			t.Fatal(err)
		}
		h.pass(2 * time.Millisecond) // two requests: the music off, the citizen into the bridge
		h.want("heard", h.hears("c1"), "voice")
		h.want("legs made since", h.pbx.asked("external_media", "")-made, 0)
		h.want("accept → audio, observed", samples(h, "hotline_accept_to_audio_seconds"), uint64(1))
		h.want("screen", h.desk.shown("op01"), "offered connecting talking")
		h.must("op01", CmdHangup, "c1")
		h.wantClear()
	})
}

// However the offer ends, nothing of the operator's is left.
func TestPreparedLegIsDropped(t *testing.T) {
	tests := map[string]struct {
		end  func(h *house)
		left string
	}{
		"rejected":               {func(h *house) { h.must("op01", CmdReject, "c1") }, "c1 call-c1"},
		"timed out":              {func(h *house) { h.pass(15 * time.Second) }, "c1 call-c1"},
		"desk gone":              {func(h *house) { h.engine.DeskDown("op01") }, "c1 call-c1"},
		"audio gone":             {func(h *house) { h.mediaDown("op01") }, "c1 call-c1"},
		"caller gone":            {func(h *house) { h.pbx.gone("c1", 16) }, ""},
		"given to the fallback":  {func(h *house) { _ = h.pbx.Continue(h.t.Context(), "c1", "fallback", "s", 1) }, "c1"},
		"caller gone unseen":     {func(h *house) { h.pbx.disconnect(); h.pbx.gone("c1", 16); h.settle(); h.pbx.connect() }, ""},
		"Asterisk restarted":     {func(h *house) { h.pbx.restart(); h.pass(time.Second); h.pbx.connect() }, ""},
		"rejected, link is away": {func(h *house) { h.pbx.disconnect(); h.settle(); h.mediaDown("op01"); h.settle(); h.pbx.connect() }, "c1 call-c1"},
	}
	for name, tc := range tests {
		for _, moment := range []struct {
			name  string
			bring func(h *house)
		}{
			{"prepared", func(h *house) { h.ringing() }},
			{"being made", func(h *house) {
				h.ready("op01")
				h.pbx.citizen("c1", "1")
				h.pass(4500 * time.Microsecond)
				h.want("state", h.state("c1"), call.StateOffered)
			}},
		} {
			t.Run(moment.name+"→"+name, func(t *testing.T) {
				inHouse(t, Config{}, func(h *house) {
					moment.bring(h)
					tc.end(h)
					h.pass(5 * time.Second)
					h.wantLeft(tc.left)
					h.want("audio paths", h.gateway.count(), 0)
					h.pbx.gone("c1", 16)
					h.pass(5 * time.Second)
					h.wantClear()
				})
			})
		}
	}
}

// An operator who accepts before her leg is there waits for it, and for no other.
func TestFastOperator(t *testing.T) {
	for after := time.Duration(0); after <= 7*time.Millisecond; after += 500 * time.Microsecond {
		t.Run(after.String(), func(t *testing.T) {
			inHouse(t, Config{}, func(h *house) {
				h.ready("op01")
				h.pbx.citizen("c1", "1")
				h.pass(time.Millisecond + 1) // answered, offered
				h.pass(after)
				h.must("op01", CmdAccept, "c1")
				h.want("heard", h.hears("c1"), "voice")
				h.want("legs made", h.pbx.asked("external_media", ""), 1)
				h.wantLeft("c1 call-c1 op-c1-1")
				h.want("accept → audio, observed", samples(h, "hotline_accept_to_audio_seconds"), uint64(1))
				h.must("op01", CmdHangup, "c1")
				h.wantClear()
			})
		})
	}
}

func TestPreparingFails(t *testing.T) {
	accepted := func(h *house) {
		h.t.Helper()
		h.want("still offered", h.state("c1"), call.StateOffered)
		h.must("op01", CmdAccept, "c1")
		h.want("heard", h.hears("c1"), "voice")
		open, connected := h.gateway.paths("c1")
		h.want("audio paths, and those that are open", fmt.Sprint(open, connected), "1 1")
		h.want("left", len(h.pbx.left()), 3) // citizen, leg, bridge
		h.must("op01", CmdHangup, "c1")
		h.wantClear()
	}
	t.Run("external media→the accept makes another", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.setFail(failing("external_media", 1, errBusy))
			h.ready("op01")
			h.pbx.citizen("c1", "1")
			h.settle()
			h.want("audio paths", h.gateway.count(), 0)
			accepted(h)
		})
	})
	t.Run("no audio path→the accept opens one", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ready("op01")
			h.gateway.set("op01", false)
			h.pbx.citizen("c1", "1")
			h.settle()
			h.want("legs made", h.pbx.asked("external_media", ""), 0)
			h.gateway.set("op01", true)
			accepted(h)
		})
	})
	t.Run("her channel dies while it rings", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ringing()
			h.pbx.gone(legName("c1", 1), 16)
			h.settle()
			h.want("audio paths", h.gateway.count(), 0)
			accepted(h)
		})
	})
	t.Run("her channel dies unseen", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ringing()
			h.pbx.disconnect()
			h.pbx.gone(legName("c1", 1), 16)
			h.settle()
			h.pbx.connect()
			h.settle()
			accepted(h)
		})
	})
	t.Run("the bridge dies while it rings", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.ringing()
			if err := h.pbx.DestroyBridge(h.t.Context(), "call-c1"); err != nil {
				t.Fatal(err)
			}
			h.settle()
			accepted(h)
		})
	})
	t.Run("accepted meanwhile→tried once more", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.setFail(failing("external_media", 1, errBusy))
			h.ready("op01")
			h.pbx.citizen("c1", "1")
			h.pass(1500 * time.Microsecond)
			h.want("legs asked for", h.pbx.asked("external_media", ""), 0)
			accepted(h)
			h.want("legs asked for", h.pbx.asked("external_media", ""), 2)
		})
	})
	t.Run("accepted meanwhile, and once more→head of the queue", func(t *testing.T) {
		inHouse(t, Config{}, func(h *house) {
			h.pbx.setFail(failing("external_media", -1, errBusy))
			h.ready("op01")
			h.pbx.citizen("c1", "1")
			h.pass(1500 * time.Microsecond)
			h.must("op01", CmdAccept, "c1")
			h.want("state", h.state("c1"), call.StateQueued)
			h.want("legs asked for", h.pbx.asked("external_media", ""), 2)
			h.want("op01", h.status("op01"), StatusUnavailable)
			h.wantLeft("c1 call-c1")
			h.want("audio paths", h.gateway.count(), 0)
		})
	})
	for _, fails := range []int{1, 2} {
		t.Run(fmt.Sprintf("the audio path refuses Asterisk's address, %d times", fails), func(t *testing.T) {
			inHouse(t, Config{}, func(h *house) {
				h.ringing()
				h.gateway.deaf = fails
				if fails == 1 {
					accepted(h)
					return
				}
				h.must("op01", CmdAccept, "c1")
				h.want("state", h.state("c1"), call.StateQueued)
				h.want("heard", h.hears("c1"), "music")
				h.wantLeft("c1 call-c1")
			})
		})
	}
}

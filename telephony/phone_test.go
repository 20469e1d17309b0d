package telephony

import (
	"testing"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

func TestNames(t *testing.T) {
	const id = call.ID("pbx1-1764000000.42")
	if got, ok := callOfLeg(legName(id, 7)); got != id || !ok {
		t.Errorf("leg: %q %v", got, ok)
	}
	if got, ok := callOfBridge(bridgeName(id)); got != id || !ok {
		t.Errorf("bridge: %q %v", got, ok)
	}
	for _, odd := range []string{"", "op-", "op--1", "op-1", "pbx1-1764000000.42", "call-"} {
		if got, ok := callOfLeg(odd); ok {
			t.Errorf("leg %q: %q", odd, got)
		}
		if got, ok := callOfBridge(odd); ok {
			t.Errorf("bridge %q: %q", odd, got)
		}
	}
	if got := callOfCitizen(ari.Channel{ID: "1.2"}); got != "1.2" {
		t.Errorf("citizen without CALL_ID: %q", got)
	}
	if got := callOfCitizen(ari.Channel{ID: "1.2", Vars: map[string]string{varCallID: string(id)}}); got != id {
		t.Errorf("citizen: %q", got)
	}
}

// A call may be named otherwise than its channel; two channels may not be one call.
func TestCallAndChannelDiffer(t *testing.T) {
	inHouse(t, Config{}, func(h *house) {
		h.ready("op01")
		h.pbx.named("x1", "c1")
		h.settle()
		h.must("op01", CmdAccept, "c1")
		h.want("heard", h.hears("x1"), "voice")
		h.pbx.named("x2", "c1")
		h.settle()
		h.want("the second is given to the fallback", h.pbx.asked("continue", "x2"), 1)
		h.want("the first is untouched", h.hears("x1"), "voice")
		h.pbx.gone("x2", 16)
		h.pbx.gone("x1", 16)
		h.settle()
		h.wantClear()
	})
}

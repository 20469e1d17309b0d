package telephony

import (
	"testing"

	"hotline1022/telephony/call"
)

// What is said aside is in the journal before there is a sound of it: who, with whom.
func TestLegIsNoted(t *testing.T) {
	onPlan(t, withServices(), Config{}, func(h *house) {
		h.aside()
		h.want("swap", h.asks(CmdSwap), error(nil))
		h.want("swap", h.asks(CmdSwap), error(nil))
		var legs []call.Leg
		h.journal.mu.Lock()
		for _, e := range h.journal.entries {
			if d, ok := e.Data.(call.Leg); ok && e.Kind == call.KindRecording && e.Call == "c1" {
				legs = append(legs, d)
			}
		}
		h.journal.mu.Unlock()
		if len(legs) != 2 || legs[0].Leg == legs[1].Leg || legs[0].Operator != "op01" || legs[0].Number != "0225300001" || legs[1].Unit != "cap-nuoc" {
			t.Errorf("legs: %+v", legs)
		}
		h.pbx.gone("c1", 16)
	})
}

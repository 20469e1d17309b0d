package telephony

import (
	"slices"
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

// Whatever could not be recorded is told to whoever is in the call, and in the journal, also
// when it is found out after the end.
func TestALostLegIsTold(t *testing.T) {
	onPlan(t, withServices(), Config{}, func(h *house) {
		h.aside()
		h.want("before", h.desk.last("op01").Unrecorded, false)
		h.tape.lost()
		h.settle()
		h.want("on the operator's desk", h.desk.last("op01").Unrecorded, true)
		h.want("among the calls that live", h.view().Unrecorded, true)
		h.want("swap", h.asks(CmdSwap), error(nil))
		h.want("swap", h.asks(CmdSwap), error(nil))
		h.pbx.gone("c1", 16)
		h.settle()
		h.tape.lost()
		var legs []string
		h.journal.mu.Lock()
		for _, e := range h.journal.entries {
			if d, ok := e.Data.(call.Leg); ok && e.Kind == call.KindRecordingLost && e.Call == "c1" {
				legs = append(legs, d.Operator+" "+d.Number)
			}
		}
		h.journal.mu.Unlock()
		if want := []string{"op01 0225300001", "op01 0225300001"}; !slices.Equal(legs, want) {
			t.Errorf("lost legs: %v, want %v", legs, want)
		}
	})
}

package telephony

import (
	"testing"
	"time"

	"hotline1022/telephony/call"
)

// Whose emergency service did not come rings at the next desk as an emergency, which says so:
// also when they waited again, and when we died meanwhile.
func TestEmergencyIsNotForgotten(t *testing.T) {
	unreached := OfficerView{Unit: "113", Urgent: true, Outcome: "busy"}
	shown := func(h *house, operator string) {
		h.t.Helper()
		v, _ := h.engine.CallOf(operator)
		h.want("state", v.State, call.StateOffered)
		h.want("an emergency", v.Emergency, true)
		h.want("which did not come", v.Officer, unreached)
	}
	tests := map[string]func(h *house){
		"the operator was lost": func(h *house) {
			h.pass(time.Second)
			h.ready("op02")
			shown(h, "op02")
		},
		"refused at another desk": func(h *house) {
			h.ready("op02")
			h.must("op02", CmdReject, "c1")
			h.ready("op03")
			shown(h, "op03")
		},
		"we die while they wait": func(h *house) {
			since := h.theCall().EmergencyAt
			h.dies(3 * time.Second)
			h.want("the alarm is not raised again", h.theCall().EmergencyAt.Equal(since), true)
			h.ready("op02")
			shown(h, "op02")
		},
		"we die while it rings at a desk": func(h *house) {
			h.ready("op02")
			h.dies(time.Second)
			h.ready("op02")
			shown(h, "op02")
		},
		"accepted: until she goes on": func(h *house) {
			h.ready("op02")
			h.must("op02", CmdAccept, "c1")
			v, _ := h.engine.CallOf("op02")
			h.want("which did not come", v.Officer, unreached)
			h.want("can", v.Can, "hold dtmf consult emergency hangup")
			h.dies(time.Second)
			h.ready("op02")
			v, _ = h.engine.CallOf("op02")
			h.want("which did not come", v.Officer, unreached)
			h.must("op02", CmdHold, "c1")
			v, _ = h.engine.CallOf("op02")
			h.want("nothing", v.Officer, OfficerView{})
			h.want("still an emergency", v.Emergency, true)
			h.dies(time.Second)
			h.want("still an emergency", h.theCall().Emergency, true)
			h.want("nothing", h.theCall().Officer, OfficerView{})
		},
	}
	for name, do := range tests {
		t.Run(name, func(t *testing.T) {
			onPlan(t, withServices(), Config{}, func(h *house) {
				h.pbx.outside = map[string]string{"113": "busy"}
				h.talking()
				h.want("emergency", h.emergency("113"), error(nil))
				h.mediaDown("op01")
				h.engine.DeskDown("op01")
				h.pass(2 * time.Second)
				h.want("state", h.state("c1"), call.StateQueued)
				do(h)
				h.pbx.gone("c1", 16)
				h.pass(3 * time.Second)
				h.wantClear()
			})
		})
	}
}

// The same of who chose the service in the menu.
func TestDirectKeyIsNotForgotten(t *testing.T) {
	onPlan(t, wholeCity(), Config{}, func(h *house) {
		h.pbx.outside = map[string]string{"114": "busy"}
		h.pbx.citizen("c1", "1")
		h.settle()
		h.press("6")
		h.pass(3 * time.Second)
		h.want("state", h.state("c1"), call.StateQueued)
		h.dies(time.Second)
		h.ready("op01")
		v, _ := h.engine.CallOf("op01")
		h.want("an emergency", v.Emergency, true)
		h.want("which did not come", v.Officer, OfficerView{Unit: "114", Urgent: true, Outcome: "busy"})
		h.pbx.gone("c1", 16)
		h.pass(3 * time.Second)
		h.wantClear()
	})
}

package telephony

import (
	"testing"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/trunk"
)

// The menu's own keys: an emergency service is told who calls, also by a controller after
// us; a duty list is not, nor is anybody what the network does not know.
func TestWhoIsToldAWithheldNumber(t *testing.T) {
	const shown, presented, privacy = "CONNECTEDLINE(num,i)", "CONNECTEDLINE(num-pres,i)", "PJSIP_HEADER(add,Privacy)"
	for name, c := range map[string]struct {
		asserted, key string
		dies          bool
		told          string
	}{
		"an emergency service":          {"+84912345678", "6", false, "+84912345678"},
		"by the next controller":        {"+84912345678", "6", true, "+84912345678"},
		"a duty list":                   {"+84912345678", "5", false, ""},
		"a number that nobody asserted": {"anonymous", "6", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			onPlan(t, keyed(), Config{}, func(h *house) {
				h.kill()
				h.trunks = trunk.NewBoard([]trunk.Line{{Name: "t1", Number: "02251022", Asserted: "<sip:02251022@sbc>"}}, time.Now())
				h.start()
				h.pbx.hidden("c1", c.asserted)
				h.pass(2 * time.Second)
				h.press(c.key)
				h.pass(2 * time.Second)
				if c.dies {
					h.kill()
					h.start()
					h.pass(2 * time.Second)
				}
				calls := h.officer()
				if c.told != "" {
					h.want("shown", h.pbx.variable(calls, shown), c.told)
					h.want("presented", h.pbx.variable(calls, presented), "allowed")
					h.want("privacy", h.pbx.variable(calls, privacy), "")
				} else {
					h.want("presented", h.pbx.variable(calls, presented), "prohib")
					h.want("privacy", h.pbx.variable(calls, privacy), "id")
				}
				h.want("asserted", h.pbx.variable(calls, "PJSIP_HEADER(add,P-Asserted-Identity)"), "<sip:02251022@sbc>")
				h.want("on the screens", h.theCall().From, "")
			})
		})
	}
}

// keyed is a menu with an emergency service at key 6 and a duty list at key 5.
func keyed() *dialplan.Plan {
	p := wholeCity()
	p.Numbers = map[string]dialplan.NodeID{"*": "menu"}
	duty := p.Nodes["duty"].(dialplan.Dial)
	duty.Say, duty.Ring = "", time.Minute
	p.Nodes["duty"] = duty
	return p
}

package telephony

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/dialplan"
	"hotline1022/internal/callsim"
	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
	"hotline1022/telephony/trunk/watch"
)

// two are carriers that calls out go to before that by which citizens call, which
// takes no call out; their addresses.
func two(t *testing.T, change func(first, second *asteriskconf.Trunk)) (first, second string, values func(*asteriskconf.Values)) {
	t.Helper()
	first, second = address(t), address(t)
	return first, second, func(v *asteriskconf.Values) {
		one := asteriskconf.Trunk{Name: "first", Mode: asteriskconf.TrunkIP, Host: first, Number: "02251022"}
		other := asteriskconf.Trunk{Name: "second", Mode: asteriskconf.TrunkIP, Host: second, Number: "02251022"}
		change(&one, &other)
		v.Trunks[0].Number = "02251022"
		v.Trunks = []asteriskconf.Trunk{one, other, v.Trunks[0]}
	}
}

// asks lets a citizen press a key of the menu.
func (c *city) asks(from, key string) (*callsim.Citizen, call.ID) {
	c.t.Helper()
	before := c.engine.Calls()
	z := c.calls(from)
	<-z.Answered()
	var id call.ID
	c.await("the menu", func() bool {
		for _, v := range c.engine.Calls() {
			if v.State == call.StateMenu && !slices.ContainsFunc(before, func(b CallView) bool { return b.ID == v.ID }) {
				id = v.ID
			}
		}
		return id != ""
	})
	c.press(z, key)
	return z, id
}

// A call out shows our number, and is asserted to be ours. It goes over the first
// trunk below its limit; over the next when the carrier answers 503; and over none
// that is beyond its limit, but to an emergency service: over one after the other until
// somebody says a word.
func TestRealCallsOutTakeTheTrunksInOrder(t *testing.T) {
	first, second, values := two(t, func(first, second *asteriskconf.Trunk) { first.MaxCalls, second.MaxCalls = 1, 1 })
	c := newCityOver(t, talkative(), Config{}, values)
	c.carrier(first, "0225300001=answer,114=silent") // takes the call, and says no more
	c.carrier(second, "0225300001=answer,114=answer")
	c.officers("*=503")
	z1, over1 := c.asks("0912345671", "5")
	c.state(over1, call.StateForwarded)
	z2, over2 := c.asks("0912345672", "5")
	c.state(over2, call.StateForwarded)
	calls := func() (all []int) {
		for _, t := range c.trunks.Trunks() {
			all = append(all, t.Calls)
		}
		return all
	}
	if got := calls(); !slices.Equal(got, []int{1, 1, 2}) {
		t.Errorf("calls on the trunks: %v", got)
	}

	z3, none := c.asks("0912345673", "5") // both are full, the third answers 503
	c.hears(z3, "leave")
	z3.Hangup()
	<-z3.Done()
	z4, urgent := c.asks("0912345674", "6")
	c.state(urgent, call.StateForwarded)
	c.more("the emergency service", z4.Audio().Receiver(), officerTone)
	for _, z := range []*callsim.Citizen{z1, z2, z4} {
		z.Hangup()
		<-z.Done()
	}
	c.clear()
	if got := calls(); !slices.Equal(got, []int{0, 0, 0}) {
		t.Errorf("calls on the trunks after the end: %v", got)
	}

	answered := map[string]int{}
	for len(c.reports) > 0 {
		r := <-c.reports
		if r.SIPStatus == 200 {
			answered[r.To]++
		}
		if r.From != "02251022" || !strings.HasPrefix(r.Asserted, "<sip:02251022@") {
			t.Errorf("%s is called by %q, asserted %q", r.To, r.From, r.Asserted)
		}
	}
	if answered["0225300001"] != 2 || answered["114"] != 1 {
		t.Errorf("answered: %v", answered)
	}
	if got := []string{c.journal.over(over1), c.journal.over(over2), c.journal.over(none), c.journal.over(urgent)}; !slices.Equal(got, []string{"first", "second", "", "second"}) {
		t.Errorf("on record as put through over %q", got)
	}
	for id, want := range map[call.ID]string{
		over1:  "forwarding(0225300001) forwarded(0225300001) ended(citizen/hangup)",
		over2:  "forwarding(0225300001) forwarded(0225300001) ended(citizen/hangup)",
		none:   "forwarding(0225300001) forward_ended(0225300001 failed) forwarding(0225300002) forward_ended(0225300002 failed) ended(citizen/abandoned_menu)",
		urgent: "forwarding(114) forwarded(114) ended(citizen/hangup)",
	} {
		if life := c.journal.of(id); !strings.HasSuffix(life, want) {
			t.Errorf("journal: %s, want %s", life, want)
		}
	}
}

// A trunk whose carrier stops answering, twice: it is down each time with its reason,
// told once, and calls out go over the other. What was begun before Asterisk knew goes
// over the other too, after the time that a carrier has to say a word.
func TestRealTrunkFlaps(t *testing.T) {
	first, second, values := two(t, func(first, second *asteriskconf.Trunk) { first.Qualify, second.Qualify = 2*time.Second, 2*time.Second })
	plan := talkative()
	duty := plan.Nodes["duty"].(dialplan.Dial)
	duty.Ring = 15 * time.Second
	plan.Nodes["duty"] = duty
	// They answer from the beginning: one that comes later is down until then, and that counts.
	one, other := carrier(t, first, "0225300001=answer,114=answer", nil), carrier(t, second, "0225300001=answer", nil)
	c := newCityOver(t, plan, Config{}, values)
	state := func(want trunk.State) {
		t.Helper()
		c.await("the first is "+string(want), func() bool { return c.trunks.Trunks()[0].State == want })
	}
	c.await("both are up", func() bool { all := c.trunks.Trunks(); return all[0].State == trunk.Up && all[1].State == trunk.Up })
	// A carrier that is slow with its first answer was down until then.
	begun, toldDown, toldChanged := c.changes(), len(c.logged.lines(tellsDown)), len(c.logged.lines(tellsChange))
	var journals []string
	goesOver := func(name string) {
		t.Helper()
		z, id := c.asks("0912345678", "5")
		c.state(id, call.StateForwarded)
		for _, tr := range c.trunks.Trunks()[:2] {
			if (tr.Calls == 1) != (tr.Name == name) {
				t.Errorf("%d calls over %s, want one over %s", tr.Calls, tr.Name, name)
			}
		}
		c.more("the officer", z.Audio().Receiver(), officerTone)
		z.Hangup()
		<-z.Done()
		c.clear()
		if got := c.journal.over(id); got != name {
			t.Errorf("on record as put through over %q, want %q", got, name)
		}
		journals = append(journals, c.journal.of(id))
	}
	for _, known := range []bool{false, true} {
		one.Deafen(true)
		if known {
			state(trunk.Down)
		}
		goesOver("second")
		state(trunk.Down)
		detail, err := watch.Check(c.trunks.Trunks())
		if err != nil || !strings.HasPrefix(detail, "first is down since ") || !strings.HasSuffix(detail, ": does not answer OPTIONS") || c.trunks.Trunks()[0].Reason != trunk.Silent {
			t.Errorf("readiness: %q, %v", detail, err)
		}
		one.Deafen(false)
		state(trunk.Up)
	}
	goesOver("first")

	// All carriers are taken for dead, by us and by Asterisk, and an emergency is called all the same.
	one.Curt(true)
	other.Curt(true)
	c.officers("*=503")
	c.await("both are down", func() bool { all := c.trunks.Trunks(); return all[0].State == trunk.Down && all[1].State == trunk.Down })
	z, none := c.asks("0912345678", "5")
	c.hears(z, "leave")
	z.Hangup()
	<-z.Done()
	z, urgent := c.asks("0912345678", "6")
	c.state(urgent, call.StateForwarded)
	c.more("the emergency service", z.Audio().Receiver(), officerTone)
	z.Hangup()
	<-z.Done()
	c.clear()
	if tried, got := c.journal.over(none), c.journal.over(urgent); tried != "" || got != "first" {
		t.Errorf("on record as put through over %q and %q", tried, got)
	}
	if all := c.trunks.Trunks(); all[0].State != trunk.Down || all[1].State != trunk.Down {
		t.Errorf("the trunks: %+v", all)
	}
	for _, life := range journals {
		if !strings.HasSuffix(life, "forwarding(0225300001) forwarded(0225300001) ended(citizen/hangup)") {
			t.Errorf("journal: %s", life)
		}
	}
	changed := c.changes()
	for name := range begun {
		changed[name] -= begun[name]
	}
	if want := map[string]int{"first down": 3, "first up": 2, "second down": 1, "second up": 0}; !maps.Equal(changed, want) {
		t.Errorf("changes: %v, want %v", changed, want)
	}
	if down, changes := c.logged.lines(tellsDown)[toldDown:], c.logged.lines(tellsChange)[toldChanged:]; len(down) != 4 || len(changes) != 2 {
		t.Errorf("the log says %q, %q", down, changes)
	}
}

// What the log says of a trunk that is down, and of one that is not any more.
const (
	tellsDown   = "a trunk is down"
	tellsChange = "a trunk's state has changed"
)

// changes is how often each trunk has come up and gone down, by its name and "up" or "down".
func (c *city) changes() map[string]int {
	c.t.Helper()
	families, err := c.figures.Gather()
	if err != nil {
		c.t.Fatal(err)
	}
	all := map[string]int{}
	for _, f := range families {
		if f.GetName() != "hotline_trunk_changes_total" {
			continue
		}
		for _, m := range f.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			all[labels["trunk"]+" "+labels["to"]] = int(m.GetCounter().GetValue())
		}
	}
	return all
}

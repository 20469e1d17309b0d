package telephony

import (
	"errors"
	"slices"
	"testing"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/telephony/call"
	"hotline1022/telephony/toll"
)

// rung is whom the carrier was asked for since the last time, once all is over there.
func (c *city) rung() (all []string) {
	c.t.Helper()
	c.clear()
	for len(c.reports) > 0 {
		all = append(all, (<-c.reports).To)
	}
	return all
}

// places lets an operator call a number of their own accord; the reason why not is told.
func (c *city) places(operator, number string) (toll.Reason, error) {
	err := c.engine.Do(c.t.Context(), Command{Operator: operator, Kind: CmdCall, Numbers: []string{number}})
	if denied := new(toll.Denied); errors.As(err, &denied) {
		return denied.Reason, err
	}
	return "", err
}

// Whoever has got hold of a desk, or presses keys in a call, makes us call nobody beyond
// the rules: counted at the carrier. What may be called is called, as often as is allowed.
func TestRealTollFraud(t *testing.T) {
	const premium = "1900545415"
	c := newCityWith(t, talkative(), Config{
		Node: "test", Own: []string{"02251022", "1022"}, Number: strictForm,
		Toll: toll.Rules{Prefixes: []string{"02", "09"}, Digits: 11, AtOnce: 2, PerHour: 2, PerHourAll: 4},
	})
	c.officers("*=answer:100ms")
	c.ready("op01")

	for _, number := range []string{
		premium, "1800545415", "+" + premium, "00" + premium, "0085212345678", "+85212345678", "+12125550123", "113", "1022", "02251022", "+842251022", "0225 1022", "",
		"0912345678&PJSIP/" + premium + "@trunk", "PJSIP/" + premium + "@trunk", "0912345678@trunk", "0912345678/n", "0912345678,30,g", "${EXTEN}", "*21*0912345678#", "091234567890123", "0312345678",
	} {
		if _, err := c.places("op01", number); !errors.Is(err, ErrDenied) && !errors.Is(err, ErrOwnNumber) {
			t.Errorf("%q: %v", number, err)
		}
	}
	if got := c.rung(); got != nil {
		t.Errorf("called: %q", got)
	}

	z, id := c.asks("0912345678", "1")
	c.do("op01", CmdAccept, c.offered("op01").ID)
	c.state(id, call.StateTalking)
	for _, crafted := range []string{"0912345679&PJSIP/" + premium + "@trunk", "PJSIP/" + premium + "@trunk", "0225300001@trunk", "0225300001,30", "${EXTEN}", ""} {
		if err := c.consults(id, crafted); !errors.Is(err, ErrBadCommand) && !errors.Is(err, ErrNotNow) {
			t.Errorf("consulting %q: %v", crafted, err)
		}
	}
	for _, service := range []string{"duty", "0225300001", premium, "none", ""} { // lists and numbers that are no service
		if err := c.engine.Do(t.Context(), Command{Operator: "op01", Kind: CmdEmergency, Call: id, Unit: service}); !errors.Is(err, ErrBadCommand) {
			t.Errorf("emergency %q: %v", service, err)
		}
	}
	for _, keys := range []string{"*21*", premium, "#", "*1", "**0912345678#", "##", "*2"} { // Asterisk's own features, and a network's
		c.press(z, keys)
	}
	c.more("they still speak", z.Audio().Receiver(), operatorTone)
	z.Hangup()
	<-z.Done()
	if got := c.rung(); got != nil {
		t.Errorf("called: %q", got)
	}
	c.await("op01 free", func() bool { return c.engine.Operators()[0].Status == StatusReady })

	c.ready("op02", "op03")
	may := func(operator, number string) {
		t.Helper()
		if _, err := c.places(operator, number); err != nil {
			t.Fatalf("%s: %v", number, err)
		}
		c.await("a conversation", func() bool { v, ok := c.engine.CallOf(operator); return ok && v.State == call.StateTalking })
	}
	mayNot := func(operator string, want toll.Reason) {
		t.Helper()
		if got, err := c.places(operator, "0912345670"); got != want {
			t.Errorf("%s: denied for %q (%v), want %q", operator, got, err, want)
		}
	}
	ends := func(operator string) {
		t.Helper()
		v, _ := c.engine.CallOf(operator)
		c.do(operator, CmdHangup, v.ID)
		c.await(operator+" free", func() bool {
			return slices.ContainsFunc(c.engine.Operators(), func(o OperatorView) bool { return o.Operator == operator && o.Status == StatusReady })
		})
	}
	may("op01", "0912345671")
	may("op02", "+84912345672")
	mayNot("op03", toll.ReasonAtOnce)
	ends("op01")
	may("op01", "0225300001")
	ends("op01")
	mayNot("op01", toll.ReasonPerHour)
	may("op03", "0912345673")
	ends("op02")
	mayNot("op02", toll.ReasonPerHourAll)
	ends("op03")
	got := c.rung()
	if slices.Sort(got); !slices.Equal(got, []string{"0225300001", "0912345671", "0912345672", "0912345673"}) {
		t.Errorf("called: %q", got)
	}
}

// A trunk of three places has two for callers and for what operators wish. The third
// caller is told, the officer is not called; 113 is.
func TestRealLastPlaceIsForAnEmergency(t *testing.T) {
	c := newCityOver(t, served113(), Config{
		Node: "test", Toll: toll.Rules{Prefixes: []string{"0"}, Digits: 11, AtOnce: 9, PerHour: 9, PerHourAll: 9},
	}, func(v *asteriskconf.Values) { v.Trunks[0].MaxCalls, v.Trunks[0].Number = 3, "02251022" })
	c.prompt("lines-full", prompts["kept"], promptTime)
	c.officers("*=answer:100ms")
	c.ready("op01")
	z1, id := c.talks("0912345671")
	z2 := c.calls("0912345672")
	<-z2.Answered()
	c.await("the second waits", func() bool { return c.engine.Queue().Waiting == 1 })
	z3 := c.calls("0912345673")
	<-z3.Answered()
	c.hears(z3, "kept") // the notice, and not a dead line
	if n := len(c.engine.Calls()); n != 2 {
		t.Errorf("%d calls in", n)
	}
	c.mustConsult(id, "0225300001")
	c.await("no line for an officer", func() bool { return c.beside().Outcome == "failed" })
	c.do("op01", CmdResume, id)
	c.ready("op02") // takes the second caller
	second := c.offered("op02")
	c.do("op02", CmdReject, second.ID)
	if _, err := c.places("op02", "0912345678"); err != nil {
		t.Fatal(err)
	}
	c.await("no line for a call of our own", func() bool {
		c.desk.mu.Lock()
		defer c.desk.mu.Unlock()
		return slices.ContainsFunc(c.desk.calls["op02"], func(v CallView) bool { return v.Placed && v.Gone == "ended" && v.EndClass == call.EndCarrier })
	})
	if n := len(c.reports); n != 0 {
		t.Errorf("%d calls out", n)
	}
	if err := c.engine.Do(t.Context(), Command{Operator: "op01", Kind: CmdEmergency, Call: id, Unit: "113"}); err != nil {
		t.Fatal(err)
	}
	c.await("113 is there", func() bool { return c.beside().Phase == call.PhaseJoined })
	c.more("the citizen hears 113", z1.Audio().Receiver(), officerTone)
	for _, z := range []interface {
		Hangup()
		Done() <-chan struct{}
	}{z1, z2, z3} {
		z.Hangup()
		<-z.Done()
	}
	c.letGo("op01")
	if r := c.report(); r.To != "113" {
		t.Errorf("%+v", r)
	}
	// A place that is free again is a caller's.
	c.clear()
	z4 := c.calls("0912345674")
	c.await("the next one is let in", func() bool { return len(c.engine.Calls()) == 1 })
	z4.Hangup()
	<-z4.Done()
	if got := c.rung(); got != nil {
		t.Errorf("called: %q", got)
	}
}

package telephony

import (
	"strings"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/dialplan"
	"hotline1022/internal/callsim"
	"hotline1022/telephony/call"
	"hotline1022/telephony/toll"
)

// An operator places a call: she is on the line before the telephone rings, it shows the
// hotline's number, both are recorded, and the journal says about which ticket it was.
func TestRealPlacedCall(t *testing.T) {
	c := newCityOver(t, dialplan.Straight("tong-dai", ""), Config{
		Node: "test", CallBackRing: 4 * time.Second, // one of them answers after half a second: of a slow machine's
		Toll: toll.Rules{Prefixes: []string{"0"}, Digits: 11, AtOnce: 1, PerHour: 20, PerHourAll: 20},
	}, func(v *asteriskconf.Values) { v.Trunks[0].Number = "02251022" })
	c.officers("0912345678=answer:500ms,0912345670=busy,0912345671=noanswer,0912345672=announced:480:1s,0912345673=redirect:PJSIP/1900545415@trunk,0912345674=503,0912345675=silent,0912345676=forwarded:200ms:300ms")
	c.ready("op01")
	places := func(number string) (id call.ID) {
		t.Helper()
		if err := c.engine.Do(t.Context(), Command{Operator: "op01", Kind: CmdCall, Numbers: []string{number}, Ticket: "26-000012-7"}); err != nil {
			t.Fatal(err)
		}
		c.await("the call", func() bool {
			id = c.journal.placed(number)
			return id != ""
		})
		return id
	}
	id := places("0912345678")
	c.state(id, call.StateTalking)
	for range 5 {
		c.more("the citizen", c.audio.receiver(), officerTone)
	}
	c.do("op01", CmdHangup, id)
	r := c.report()
	if !r.Answered || r.EndedBy != callsim.EndedByRemote || r.From != "02251022" || !strings.HasPrefix(r.Asserted, "<sip:02251022@") {
		t.Errorf("%+v", r)
	}
	c.clear()
	if got, want := c.journal.of(id), "arrived placed(0912345678 26-000012-7) accepted answered connected ended(operator/hangup)"; got != want {
		t.Errorf("journal: %s, want %s", got, want)
	}
	if up := c.journal.at(id, call.KindAccepted); up.After(r.StartedAt) {
		t.Errorf("the telephone was called at %v, the operator was on the line at %v", r.StartedAt, up)
	}
	rx, tx := c.recorded(id, "rx"), c.recorded(id, "tx")
	if !holds(rx, officerTone) || !holds(tx, operatorTone) || len(rx) != len(tx) {
		t.Error("the recording does not hold both sides", holds(rx, officerTone), holds(tx, operatorTone), len(rx), len(tx))
	}
	if left, err := asteriskconf.ReadCall(c.asterisk.Spool, string(id)); err != nil || left.From != "0912345678" || left.Trunk != "trunk" || left.End.IsZero() {
		t.Errorf("in the spool: %+v, %v", left, err)
	}
	for _, tc := range []struct{ number, end string }{
		{"0912345670", "ended(citizen/busy)"},
		{"0912345671", "ended(citizen/no_answer)"},
		{"0912345672", "ended(citizen/no_answer)"},
		{"0912345673", "ended(citizen/no_answer)"}, // diverted, and not followed
		{"0912345674", "ended(carrier/network)"},
		{"0912345675", "ended(citizen/no_answer)"}, // nothing but 100
		{"0912345676", "answered connected ended(citizen/hangup)"},
	} {
		c.await("op01 free", func() bool { return c.engine.Operators()[0].Status == StatusReady })
		id := places(tc.number)
		if r := c.report(); r.To != tc.number {
			t.Errorf("%s: %+v", tc.number, r)
		}
		c.clear()
		if got, want := c.journal.of(id), "arrived placed("+tc.number+" 26-000012-7) accepted "+tc.end; got != want {
			t.Errorf("journal: %s, want %s", got, want)
		}
	}
	if n := len(c.reports); n != 0 {
		t.Errorf("%d more were called", n)
	}
}

// We die while the telephone rings. One that is answered meanwhile is met as any caller,
// recorded and on disk; one that still rings when we are back is let be.
func TestRealPlacedCallWhenWeDie(t *testing.T) {
	c := newCityWith(t, dialplan.Straight("tong-dai", ""), Config{
		Node: "test", CallBackRing: time.Minute, Toll: toll.Rules{Prefixes: []string{"0"}, Digits: 11, AtOnce: 9, PerHour: 9, PerHourAll: 9},
	})
	c.officers("0912345678=answer:1s,0912345679=noanswer")
	c.ready("op01", "op02")
	for operator, number := range map[string]string{"op01": "0912345678", "op02": "0912345679"} {
		if _, err := c.places(operator, number); err != nil {
			t.Fatal(err)
		}
	}
	called := func(state string) (n int) {
		s, err := c.link.Snapshot(t.Context())
		if err != nil {
			return 0
		}
		for _, ch := range s.Channels {
			if ch.Vars[varRole] == roleCalled && ch.State == state {
				n++
			}
		}
		return n
	}
	c.await("both are called", func() bool {
		return c.journal.placed("0912345678") != "" && c.journal.placed("0912345679") != "" && called("Ringing") == 2
	})
	c.stop()
	c.await("one has answered", func() bool { return called("Up") == 1 })
	c.start()
	if r := c.report(); r.To != "0912345679" || r.EndedBy != callsim.EndedByCanceled {
		t.Errorf("%+v", r)
	}
	id := c.journal.placed("0912345678")
	c.state(id, call.StateQueued)
	c.ready("op01")
	c.do("op01", CmdAccept, c.offered("op01").ID)
	c.more("the citizen", c.audio.receiver(), officerTone)
	c.do("op01", CmdHangup, id)
	if r := c.report(); !r.Answered || r.EndedBy != callsim.EndedByRemote {
		t.Errorf("%+v", r)
	}
	c.clear()
	if rx := c.recorded(id, "rx"); !holds(rx, officerTone) {
		t.Error("the recording has not what the citizen said")
	}
}

package telephony

import (
	"strings"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/dialplan"
	"hotline1022/internal/callsim"
	"hotline1022/telephony/call"
)

// The operator accepts first, then the citizen's telephone rings; the call is on disk,
// recorded and journalled as any other.
func TestRealCallBack(t *testing.T) {
	c := newCityOver(t, dialplan.Straight("tong-dai", ""), Config{Node: "test", CallBackEvery: 200 * time.Millisecond, CallBackRing: 2 * time.Second},
		func(v *asteriskconf.Values) { v.Trunks[0].Number = "02251022" })
	c.officers("0912345678=early:1s,0912345670=busy,0912345671=noanswer,0912345672=480,0912345673=404,0912345674=reject,0912345675=503,0912345676=redirect:PJSIP/1900545415@trunk")
	c.ready("op01")
	offer := func(number string) call.ID {
		t.Helper()
		c.claims.put(Claim{ID: 7, Number: number, Queue: "tong-dai", QueuedAt: time.Now().Add(-time.Minute)})
		v := c.offered("op01")
		if v.From != number || !v.CallBack {
			t.Fatalf("%+v", v)
		}
		return v.ID
	}
	id := offer("0912345678")
	c.do("op01", CmdAccept, id)
	c.state(id, call.StateTalking)
	for range 5 { // a second, so that the recording holds more than the length by which a tone is known
		c.more("the citizen", c.audio.receiver(), officerTone)
	}
	c.do("op01", CmdHangup, id)
	r := <-c.reports
	if !r.Answered || r.EndedBy != callsim.EndedByRemote || r.From != "02251022" || !strings.HasPrefix(r.Asserted, "<sip:02251022@") {
		t.Errorf("%+v, asserted %q", r, r.Asserted)
	}
	// What the network says beforehand is no answer.
	if at := c.journal.at(id, call.KindAnswered); at.Sub(r.StartedAt) < time.Second {
		t.Errorf("called at %v, answered at %v", r.StartedAt, at)
	}
	c.clear()
	if got, want := c.journal.of(id), "arrived accepted answered connected ended(operator/hangup)"; got != want {
		t.Errorf("journal: %s, want %s", got, want)
	}
	rx, tx := c.recorded(id, "rx"), c.recorded(id, "tx")
	if !holds(rx, officerTone) || !holds(tx, operatorTone) || len(rx) != len(tx) {
		t.Error("the recording does not hold both sides", holds(rx, officerTone), holds(tx, operatorTone), len(rx), len(tx))
	}
	if left, err := asteriskconf.ReadCall(c.asterisk.Spool, string(id)); err != nil || left.From != "0912345678" || left.End.IsZero() {
		t.Errorf("in the spool: %+v, %v", left, err)
	}
	for _, tc := range []struct{ number, try, end string }{
		{"0912345670", "busy", "citizen/busy"},
		{"0912345671", "no-answer", "citizen/no_answer"},
		{"0912345672", "no-answer", "citizen/no_answer"}, // off
		{"0912345673", "no-number", "citizen/no_number"},
		{"0912345674", "rejected", "citizen/rejected"},
		{"0912345676", "no-answer", "citizen/no_answer"}, // diverted, and not followed
		{"0912345675", "no_trunk", "carrier/network"},    // the carrier answers 503
	} {
		id := offer(tc.number)
		c.do("op01", CmdAccept, id)
		c.await("the end of "+tc.number, func() bool { return strings.HasSuffix(c.claims.told(), ":"+tc.try) })
		<-c.reports
		c.clear()
		if life := c.journal.of(id); life != "arrived accepted ended("+tc.end+")" {
			t.Errorf("%s: %s", tc.number, life)
		}
		c.await("op01 free", func() bool { return c.engine.Operators()[0].Status == StatusReady })
	}
}

// Nobody is there, but a machine. A fax is known by its tone, though the operator sends the
// same one all the time; a voicemail is what the operator says it is. Neither leaves
// anything to write up.
func TestRealCallBackToAMachine(t *testing.T) {
	c := newCity(t, Config{Node: "test", CallBackEvery: 200 * time.Millisecond, Queues: wrapUp(time.Minute)})
	c.officers("0912345678=fax:200ms,0912345679=voicemail:200ms")
	c.ready("op01")
	for _, tc := range []struct {
		number string
		does   func(id call.ID)
		end    string
		most   time.Duration
	}{
		{"0912345678", func(call.ID) {}, "system/fax", 4 * time.Second},
		{"0912345679", func(id call.ID) {
			c.more("the beep", c.audio.receiver(), callsim.BeepTone)
			c.do("op01", CmdVoicemail, id)
		}, "operator/voicemail", 8 * time.Second},
	} {
		c.claims.put(Claim{ID: 7, Number: tc.number, Queue: "tong-dai", QueuedAt: time.Now().Add(-time.Minute)})
		id := c.offered("op01").ID
		c.do("op01", CmdAccept, id)
		c.state(id, call.StateTalking)
		tc.does(id)
		r := <-c.reports
		if lasted := time.Duration(r.DurationMs) * time.Millisecond; !r.Answered || r.EndedBy != callsim.EndedByRemote || lasted > tc.most {
			t.Errorf("%+v", r)
		} else {
			t.Logf("%s: hung up %v after the answer", tc.end, lasted)
		}
		c.clear()
		if got, want := c.journal.of(id), "arrived accepted answered connected ended("+tc.end+")"; got != want {
			t.Errorf("journal: %s, want %s", got, want)
		}
		if last := c.desk.last("op01"); last.Gone != "ended" || !strings.HasSuffix(tc.end, string(last.EndReason)) {
			t.Errorf("the desk: %+v", last)
		}
		c.await("op01 free, with nothing to write up", func() bool { return c.engine.Operators()[0].Status == StatusReady })
		if rx := c.recorded(id, "rx"); tc.end == "system/fax" && !holds(rx, callsim.FaxTone) {
			t.Error("the fax is not in the recording")
		}
	}
}

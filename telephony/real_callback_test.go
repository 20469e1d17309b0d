package telephony

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/telephony/call"
)

// The operator accepts first, then the citizen's telephone rings; the call is on disk,
// recorded and journalled as any other.
func TestRealCallBack(t *testing.T) {
	c := newCity(t, Config{Node: "test", CallBackEvery: 200 * time.Millisecond, CallBackRing: 2 * time.Second})
	c.officers("0912345678=answer:1s,0912345670=busy,0912345671=noanswer,0912345672=480,0912345673=404")
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
	c.more("the citizen", c.audio.receiver(), officerTone)
	c.do("op01", CmdHangup, id)
	if r := <-c.reports; !r.Answered || r.EndedBy != callsim.EndedByRemote {
		t.Errorf("%+v", r)
	}
	c.clear()
	if got, want := c.journal.of(id), "arrived accepted answered connected ended(operator/hangup)"; got != want {
		t.Errorf("journal: %s, want %s", got, want)
	}
	rx, tx := c.recorded(id, "rx"), c.recorded(id, "tx")
	if !holds(rx, officerTone) || !holds(tx, operatorTone) || len(rx) != len(tx) {
		t.Error("the recording does not hold both sides")
	}
	raw, err := os.ReadFile(filepath.Join(c.asterisk.Spool, string(id)+".call"))
	if err != nil || !strings.Contains(string(raw), `"from":"0912345678"`) || !strings.Contains(string(raw), `"event":"end"`) {
		t.Errorf("call file: %s, %v", raw, err)
	}
	for _, tc := range []struct{ number, try string }{
		{"0912345670", "busy"}, {"0912345671", "no-answer"}, {"0912345672", "no-answer"}, {"0912345673", "no-number"},
	} {
		id := offer(tc.number)
		c.do("op01", CmdAccept, id)
		c.await("the end of "+tc.number, func() bool { return strings.HasSuffix(c.claims.told(), ":"+tc.try) })
		<-c.reports
		c.clear()
		if life := c.journal.of(id); life != "arrived accepted ended(citizen/abandoned_ring)" {
			t.Errorf("%s: %s", tc.number, life)
		}
		c.await("op01 free", func() bool { return c.engine.Operators()[0].Status == StatusReady })
	}
}

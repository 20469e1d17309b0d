package callsim

import (
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
	"hotline1022/internal/callsim/media"
)

// TestThroughARealAsterisk has a citizen and an officer talk through Asterisk:
// with no controller its dialplan speaks a notice and dials the duty phone.
func TestThroughARealAsterisk(t *testing.T) {
	n := newNetwork(t, "0225300001=answer:100ms", OfficerOptions{Clip: media.Tone(880), Tones: []int{440, 1300}})
	asterisk := asterisktest.Start(t, func(v *asteriskconf.Values) {
		v.Trunks[0].Host = n.officer.Addr()
		v.Fallback.DutyPhones = []string{"0225300001"}
	})
	citizens, err := NewCitizens(CitizensOptions{Trunk: asterisk.SIP, Logger: testLog(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(citizens.Close)

	t.Run("each hears the other", func(t *testing.T) {
		r := citizens.Call(within(t, 30*time.Second), CitizenCall{
			From: "0912345678", To: "02251022", Clip: media.Tone(440), Listen: []int{880},
			Keys: []KeyPress{{2 * time.Second, "12#"}}, Duration: 5 * time.Second,
		})
		o := await(t, n.reports, "the duty phone's report")
		if !r.Answered || r.EndedBy != EndedByCitizen || r.Tones[0].HeardMs < 2000 || r.PacketsLost != 0 {
			t.Errorf("citizen: %+v", r)
		}
		if !o.Answered || o.EndedBy != EndedByRemote || o.Tones[0].HeardMs < 1500 || o.Digits != "12#" || o.PacketsLost != 0 {
			t.Errorf("officer: %+v", o)
		}
	})
	t.Run("a citizen who gives up leaves the duty phone", func(t *testing.T) {
		r := citizens.Call(within(t, 30*time.Second), CitizenCall{From: "0912345678", To: "02251022", Duration: 100 * time.Millisecond})
		if !r.Answered || r.EndedBy != EndedByCitizen {
			t.Errorf("%+v", r)
		}
	})
	for _, c := range []struct {
		kind   RawKind
		to     string
		status int
	}{
		{RawPlain, "02251022", 200},
		{RawPlain, "abc", 404},
		{RawAnonymous, "02251022", 200},
		{RawLetters, "02251022", 200},
		{RawNoSDP, "02251022", 200},
		{RawUnknownCodec, "02251022", 488},
		{RawMalformedSDP, "02251022", 400},
		{RawWrongType, "02251022", 415},
		{RawGarbage, "02251022", 0},
		{RawNoCallID, "02251022", 0},
	} {
		t.Run(string(c.kind)+" to "+c.to, func(t *testing.T) {
			t.Parallel()
			r, err := Raw(within(t, 6*time.Second), asterisk.SIP, c.kind, "0912345678", c.to)
			if err != nil || r.Status != c.status || r.Ended != (c.status == 200) {
				t.Errorf("%+v, %v; want status %d", r, err, c.status)
			}
		})
	}
}

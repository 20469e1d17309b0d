package telephony

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

// officers answer behind the trunk by which citizens call.
func (c *city) officers(plan string) *callsim.Officer {
	c.t.Helper()
	trunks := c.asterisk.Values.Trunks
	return c.carrier(trunks[len(trunks)-1].Host, plan)
}

// carrier is a network at an address.
func (c *city) carrier(address, plan string) *callsim.Officer {
	c.t.Helper()
	return carrier(c.t, address, plan, func(r callsim.OfficerReport) { c.reports <- r })
}

// carrier is one that may be there before Asterisk is.
func carrier(t *testing.T, address, plan string, report func(callsim.OfficerReport)) *callsim.Officer {
	t.Helper()
	p, err := callsim.ParsePlan(plan)
	if err != nil {
		t.Fatal(err)
	}
	o, err := callsim.NewOfficer(callsim.OfficerOptions{
		Listen: address, Plan: p, Clip: media.Tone(officerTone), Tones: []int{citizenTone}, OnCall: report,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.Close)
	return o
}

// The first is engaged, the second answers: the citizen hears ringing, then the
// officer, who hears the citizen; the recording has both.
func TestRealForward(t *testing.T) {
	c := newCityWith(t, talkative(), Config{})
	c.officers("0225300001=busy,0225300002=answer:1s,114=answer:3s")
	citizen := c.calls("0912345678")
	<-citizen.Answered()
	id := c.only(call.StateMenu)
	c.hears(citizen, "menu")
	c.press(citizen, "5")
	c.hears(citizen, "again")
	hears := citizen.Audio().Receiver()
	c.more("ringing", hears, ringTone)
	c.state(id, call.StateForwarded)
	c.more("the officer", hears, officerTone)

	c.stop() // the controller dies in the conversation
	c.more("the officer without a controller", hears, officerTone)
	c.start()
	c.state(id, call.StateForwarded)
	c.more("the officer after the restart", hears, officerTone)
	citizen.Hangup()
	<-citizen.Done()
	<-c.reports // the engaged one
	r := <-c.reports
	if r.To != "0225300002" || !r.Answered || r.EndedBy != callsim.EndedByRemote || len(r.Tones) == 0 || r.Tones[0].HeardMs < 500 {
		t.Errorf("the officer's side: %+v", r)
	}
	c.clear()
	if got, want := c.journal.of(id), "arrived answered digit(citizen 5) forwarding(0225300001) forward_ended(0225300001 busy) "+
		"forwarding(0225300002) forwarded(0225300002) adopted(forwarded) ended(citizen/hangup)"; got != want {
		t.Errorf("journal:\n got  %s\n want %s", got, want)
	}
	rx, tx := c.recorded(id, "rx"), c.recorded(id, "tx")
	if !holds(rx, citizenTone) || !holds(tx, officerTone) || !holds(tx, ringTone) || len(rx) != len(tx) {
		t.Error("the recording does not hold both sides")
	}

	// An emergency service that answers while there is no controller is not called again.
	z, urgent := c.asks("0912345679", "6")
	c.more("ringing", z.Audio().Receiver(), ringTone)
	c.stop()
	c.await("it has answered", func() bool {
		s, err := c.link.Snapshot(t.Context())
		return err == nil && slices.ContainsFunc(s.Channels, func(ch ari.Channel) bool { return ch.Vars[varNumber] == "114" && ch.State == "Up" })
	})
	c.start()
	c.more("the service", z.Audio().Receiver(), officerTone)
	z.Hangup()
	<-z.Done()
	if r := <-c.reports; r.To != "114" || r.EndedBy != callsim.EndedByRemote || len(c.reports) > 0 {
		t.Errorf("the service's side: %+v, and %d more calls", r, len(c.reports))
	}
	c.clear()
	if got, want := c.journal.of(urgent), "arrived answered digit(citizen 6) emergency(114) forwarding(114) adopted(forwarded) forwarded(114) ended(citizen/hangup)"; got != want {
		t.Errorf("journal:\n got  %s\n want %s", got, want)
	}
}

func TestRealForwardEnds(t *testing.T) {
	c := newCityWith(t, talkative(), Config{})
	c.officers("114=early:2s:3s,0225300001=noanswer,0225300002=603")
	t.Run("early media is heard, the officer hangs up", func(t *testing.T) {
		z := c.calls("0912345678")
		<-z.Answered()
		id := c.only(call.StateMenu)
		c.press(z, "6")
		c.state(id, call.StateForwarding)
		c.more("early media", z.Audio().Receiver(), officerTone)
		c.state(id, call.StateForwarded)
		c.more("another source from the answer on", z.Audio().Receiver(), officerTone)
		<-z.Done()
		r := z.Report()
		if r.EndedBy != callsim.EndedByRemote || r.FirstAudioMs == nil || *r.FirstAudioMs < *r.AnswerMs {
			t.Errorf("%+v", r) // we answer at once, and send no early media of our own
		}
		c.clear()
		// The carrier's voice is no answer: its 200 is.
		officer := <-c.reports
		began, answered := c.journal.at(id, call.KindForwarding), c.journal.at(id, call.KindForwarded)
		if answered.Sub(officer.StartedAt) < 2*time.Second || began.After(officer.StartedAt) || answered.Sub(officer.AnsweredAt).Abs() > 3*time.Second { // as long as they speak
			t.Errorf("called at %v, forwarded at %v; the carrier has %v and %v", began, answered, officer.StartedAt, officer.AnsweredAt)
		}
		if life := c.journal.of(id); !strings.HasSuffix(life, "forwarding(114) forwarded(114) ended(officer/hangup)") {
			t.Error(life)
		}
	})
	t.Run("nobody answers, another declines: a message", func(t *testing.T) {
		z := c.calls("0912345678")
		<-z.Answered()
		id := c.only(call.StateMenu)
		c.press(z, "5")
		c.hears(z, "leave")
		z.Hangup()
		<-z.Done()
		c.clear()
		if life := c.journal.of(id); !strings.Contains(life, "forward_ended(0225300001 no-answer) forwarding(0225300002) forward_ended(0225300002 rejected)") {
			t.Error(life)
		}
	})
	t.Run("the citizen hangs up while it rings", func(t *testing.T) {
		z := c.calls("0912345678")
		<-z.Answered()
		id := c.only(call.StateMenu)
		c.press(z, "5")
		c.more("ringing", z.Audio().Receiver(), ringTone)
		z.Hangup()
		<-z.Done()
		c.clear()
		if life := c.journal.of(id); !strings.HasSuffix(life, "forwarding(0225300001) ended(citizen/abandoned_wait)") {
			t.Error(life)
		}
	})
}

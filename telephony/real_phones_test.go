package telephony

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/dialplan"
	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/telephony/call"
	"hotline1022/telephony/toll"
)

// served113 is the plan of a city that has an emergency service, and one by a duty list.
func served113() *dialplan.Plan {
	plan := dialplan.Straight("tong-dai", "")
	plan.Emergency = map[string]dialplan.Emergency{"113": {Name: "Police", Number: "113"}, "dien": {Name: "Power", OnCall: "truc-dien"}}
	plan.OnCall = map[string][]string{"truc-dien": {"0225300011", "0225300022"}}
	return plan
}

// served is a city whose operators know officers and services.
func served(t *testing.T) *city {
	t.Helper()
	return newCityWith(t, served113(), Config{OfficerRing: 3 * time.Second, KeyWait: 500 * time.Millisecond, Own: []string{"02251022", "1022"}, Number: strictForm})
}

// strictForm brings +84 and spaces into the form of this country, enough of it for tests.
func strictForm(n string) string {
	n = strings.NewReplacer(" ", "", ".", "").Replace(n)
	if rest, ok := strings.CutPrefix(n, "+84"); ok {
		return "0" + rest
	}
	return n
}

// talks brings a citizen to op01.
func (c *city) talks(from string) (*callsim.Citizen, call.ID) {
	c.t.Helper()
	z := c.calls(from)
	v := c.offered("op01")
	c.do("op01", CmdAccept, v.ID)
	c.state(v.ID, call.StateTalking)
	return z, v.ID
}

func (c *city) consults(id call.ID, numbers ...string) error {
	return c.engine.Do(c.t.Context(), Command{Operator: "op01", Kind: CmdConsult, Call: id, Numbers: numbers, Unit: "CAPNUOC", About: "1"})
}

func (c *city) mustConsult(id call.ID, numbers ...string) {
	c.t.Helper()
	if err := c.consults(id, numbers...); err != nil {
		c.t.Fatalf("consult %v: %v", numbers, err)
	}
}

// beside is the officer as the operator's desk was shown them last.
func (c *city) beside() OfficerView {
	v, _ := c.engine.CallOf("op01")
	return v.Officer
}

// report is the next of those called whose call is over.
func (c *city) report() callsim.OfficerReport {
	c.t.Helper()
	select {
	case r := <-c.reports:
		return r
	case <-time.After(patience):
		c.t.Fatal("nobody has been called whose call is over")
		panic("unreachable")
	}
}

// heard is for how long a tone has been heard.
func heard(r *media.Receiver, hz int) time.Duration {
	for _, tone := range r.Stats().Tones {
		if tone.Hz == hz {
			return tone.Heard
		}
	}
	return -1
}

// Every way in which a telephone is not answered is told as what it was, to the operator
// and in the journal, and the citizen hears music meanwhile.
func TestRealOfficersPhones(t *testing.T) {
	c := served(t)
	c.officers("0225300011=busy,0225300012=480,0225300013=reject,0225300014=503,0225300015=redirect:0900000001,0225300016=silent,0225300017=noanswer," +
		"0225300018=announced:480:1s,0225300019=404,0225300020=forwarded:200ms,0225300021=voicemail:200ms,0225300022=announced:busy:500ms,0225300023=redirect:PJSIP/1900545415@trunk")
	c.ready("op01")
	z, id := c.talks("0912345678")
	hears := z.Audio().Receiver()
	for _, tc := range []struct{ number, outcome string }{
		{"0225300011", "busy"},
		{"0225300012", "no-answer"}, // off
		{"0225300013", "rejected"},
		{"0225300014", "failed"},
		{"0225300015", "moved"},
		{"0225300023", "moved"},
		{"0225300016", "failed"},    // nothing at all: its network's doing
		{"0225300017", "no-answer"}, // rings in vain
		{"0225300018", "no-answer"}, // its network says so
		{"0225300019", "no-number"},
		{"0225300021", call.OutcomeUnconfirmed},
	} {
		before := len(c.journal.outcomes(id))
		c.mustConsult(id, tc.number)
		c.await("what became of "+tc.number, func() bool { o := c.beside(); return o.Phase == call.PhaseNone && o.Outcome != "" })
		if o := c.beside(); o.Outcome != tc.outcome {
			t.Errorf("%s: the operator is told %+v, want %s", tc.number, o, tc.outcome)
		}
		if got := c.journal.outcomes(id)[before:]; !slices.Equal(got, []string{tc.number + " " + tc.outcome}) {
			t.Errorf("%s: journal %q", tc.number, got)
		}
		if r := c.report(); r.To != tc.number {
			t.Errorf("%+v", r)
		}
		c.more("music", hears, musicTone) // until she takes them back
		c.do("op01", CmdResume, id)
		c.more("the operator", hears, operatorTone)
	}
	// One after the other until somebody is there: 181 is no end, and no answer either.
	before := len(c.journal.outcomes(id))
	c.mustConsult(id, "0225300011", "0225300015", "0225300022", "0225300020", "0225300013")
	c.await("the fourth has answered", func() bool { o := c.beside(); return o.Phase == call.PhaseBriefed && o.Number == "0225300020" })
	c.do("op01", CmdTakeBack, id)
	if got, want := strings.Join(c.journal.outcomes(id)[before:], ", "), "0225300011 busy, 0225300015 moved, 0225300022 busy, 0225300020 released"; got != want {
		t.Errorf("journal: %s, want %s", got, want)
	}
	if got := heard(hears, officerTone); got != 0 {
		t.Errorf("the citizen has heard an officer, or an officer's network, for %v", got)
	}
	z.Hangup()
	<-z.Done()
	for range 4 {
		if r := c.report(); r.To == "0900000001" || r.To == "1900545415" {
			t.Errorf("a redirection was followed: %+v", r)
		}
	}
	c.clear()
	if n := len(c.reports); n != 0 {
		t.Errorf("%d more calls out than were made: %+v", n, c.report())
	}
}

// What a network plays before the answer is the operator's to hear in a consultation, and
// both's in an emergency.
func TestRealEarlyMedia(t *testing.T) {
	c := served(t)
	c.officers("0225300001=announced:480:2s,0225300002=early:30s,113=announced:busy:2s,0225300011=busy,0225300022=early:2s")
	c.ready("op01")
	z, id := c.talks("0912345678")
	hears := z.Audio().Receiver()
	c.mustConsult(id, "0225300001")
	c.more("the operator hears the network", c.audio.receiver(), officerTone)
	c.more("the citizen hears music", hears, musicTone)
	c.await("nobody is there", func() bool { return c.beside().Outcome == "no-answer" })
	c.do("op01", CmdResume, id)
	c.more("the citizen hears the operator", hears, operatorTone)
	c.mustConsult(id, "0225300002")
	c.more("the operator hears the network", c.audio.receiver(), officerTone)
	c.do("op01", CmdTakeBack, id) // while it plays
	c.more("the citizen hears the operator", hears, operatorTone)
	if got := heard(hears, officerTone); got != 0 {
		t.Errorf("the citizen has heard the officer's network for %v", got)
	}
	for _, service := range []string{"113", "dien"} {
		if err := c.engine.Do(t.Context(), Command{Operator: "op01", Kind: CmdEmergency, Call: id, Unit: service}); err != nil {
			t.Fatal(err)
		}
		c.more("the citizen hears the network of "+service, hears, officerTone)
		c.more("so does the operator", c.audio.receiver(), officerTone)
		if service == "113" {
			c.await("it is busy", func() bool { return c.beside().Outcome == "busy" })
			continue
		}
		c.await("the second of the duty list", func() bool { o := c.beside(); return o.Phase == call.PhaseJoined && o.Number == "0225300022" })
	}
	z.Hangup()
	<-z.Done()
	c.letGo("op01")
	c.clear()
	if got, want := strings.Join(c.journal.outcomes(id), ", "), "0225300001 no-answer, 0225300002 released, 113 busy, 0225300011 busy, 0225300022 released"; got != want {
		t.Errorf("journal: %s, want %s", got, want)
	}
}

// Nobody is put through to themselves, nor the hotline to itself, however it is written.
func TestRealOwnNumber(t *testing.T) {
	c := served(t)
	c.officers("*=answer")
	c.ready("op01")
	z, id := c.talks("+84912345678")
	for _, own := range []string{"0912345678", "+84912345678", "+84 912 345 678", "02251022", "0225 1022", "0225.1022", "+842251022", "+84 225 1022", "1022"} {
		if err := c.consults(id, own); !errors.Is(err, ErrOwnNumber) {
			t.Errorf("%q: %v", own, err)
		}
		if err := c.engine.Do(t.Context(), Command{Operator: "op01", Kind: CmdConsult, Call: id, Numbers: []string{own, "+84912345678", "1022"}, Unit: "X"}); !errors.Is(err, ErrOwnNumber) {
			t.Errorf("%q among others of ours: %v", own, err)
		}
	}
	if got := c.journal.of(id); strings.Contains(got, "consult") {
		t.Error(got)
	}
	// Of a list the others are called.
	c.mustConsult(id, "1022", "0912345678", "0225300001")
	c.await("the third is called", func() bool { return c.beside().Phase == call.PhaseBriefed })
	z.Hangup()
	<-z.Done()
	if r := c.report(); r.To != "0225300001" || len(c.reports) != 0 {
		t.Errorf("%+v and %d more", r, len(c.reports))
	}
	c.clear()
}

// A trunk that lets it pass shows the citizen's number to whom is called for them, and
// asserts ours; of a citizen who withholds theirs it is shown to an emergency service alone,
// and not to an officer or a duty list. One that does not lets nothing pass but ours.
func TestRealCallerKept(t *testing.T) {
	for name, kept := range map[string]bool{"kept": true, "ours": false} {
		t.Run(name, func(t *testing.T) {
			c := newCityOver(t, served113(), Config{Node: "test", Toll: toll.Rules{Prefixes: []string{"0"}, Digits: 11, AtOnce: 1, PerHour: 9, PerHourAll: 9}}, func(v *asteriskconf.Values) {
				v.Trunks[0].Number = "02251022"
				if kept {
					v.Trunks[0].CallerID = asteriskconf.CallerIDCaller
				}
			})
			c.officers("*=answer:100ms:1s")
			c.ready("op01")
			shown := func(called, from, privacy string) {
				t.Helper()
				r := c.report()
				if !kept {
					from, privacy = "02251022", ""
				}
				if r.To != called || r.From != from || r.Privacy != privacy || !strings.HasPrefix(r.Asserted, "<sip:02251022@127.0.0.1") {
					t.Errorf("%s is called by %q, asserted %q, privacy %q", r.To, r.From, r.Asserted, r.Privacy)
				}
				if strings.Count(r.Invite, "P-Asserted-Identity:") != 1 || strings.Contains(r.Invite, "912345678") != (from == "0912345678") {
					t.Errorf("%s", r.Invite)
				}
			}
			for _, call1 := range []callsim.CitizenCall{
				{From: "0912345678"},
				{From: "0912345678", Asserted: "0912345678", Withheld: true},
			} {
				call1.To, call1.Clip = "02251022", media.Tone(citizenTone)
				from, privacy := "0912345678", ""
				if call1.Withheld {
					from, privacy = "anonymous", "id"
				}
				z := c.citizens.Start(t.Context(), call1)
				v := c.offered("op01")
				c.do("op01", CmdAccept, v.ID)
				c.state(v.ID, call.StateTalking)
				c.mustConsult(v.ID, "0225300001")
				shown("0225300001", from, privacy)
				c.await("nobody is there", func() bool { return c.beside().Outcome == call.OutcomeUnconfirmed })
				if err := c.engine.Do(t.Context(), Command{Operator: "op01", Kind: CmdEmergency, Call: v.ID, Unit: "113"}); err != nil {
					t.Fatal(err)
				}
				shown("113", "0912345678", "")
				c.await("nobody is there", func() bool { return c.beside().Outcome == call.OutcomeHungUp })
				if err := c.engine.Do(t.Context(), Command{Operator: "op01", Kind: CmdEmergency, Call: v.ID, Unit: "dien"}); err != nil {
					t.Fatal(err)
				}
				shown("0225300011", from, privacy)
				z.Hangup()
				<-z.Done()
				c.letGo("op01")
				c.clear()
				c.await("op01 free", func() bool { return c.engine.Operators()[0].Status == StatusReady })
			}
			// A call of our own shows us.
			if err := c.engine.Do(t.Context(), Command{Operator: "op01", Kind: CmdCall, Numbers: []string{"0225300002"}}); err != nil {
				t.Fatal(err)
			}
			shown("0225300002", "02251022", "")
			c.clear()
		})
	}
}

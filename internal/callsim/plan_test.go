package callsim

import (
	"strings"
	"testing"
	"time"
)

func TestPlan(t *testing.T) {
	p, err := ParsePlan("0225300001=answer:2s, 02253000*=answer:1s:30s,0225*=480,113=answer,5=busy,6=reject,7=redirect:0912,8=early:1s,9=noanswer,10=fax:1s,11=voicemail:1s:9s,12=silent,13=announced:busy:2s,14=forwarded:1s:9s,15=reject:3s")
	if err != nil {
		t.Fatal(err)
	}
	for number, want := range map[string]Outcome{
		"0225300001": {Kind: OutcomeAnswer, After: 2 * time.Second},
		"0225300009": {Kind: OutcomeAnswer, After: time.Second, Hangup: 30 * time.Second},
		"0225999999": {Kind: OutcomeStatus, Status: 480},
		"113":        {Kind: OutcomeAnswer},
		"1139":       {Kind: OutcomeStatus, Status: 404},
		"5":          {Kind: OutcomeStatus, Status: 486},
		"6":          {Kind: OutcomeStatus, Status: 603},
		"7":          {Kind: OutcomeRedirect, Target: "0912"},
		"8":          {Kind: OutcomeEarly, After: time.Second},
		"9":          {Kind: OutcomeNoAnswer},
		"10":         {Kind: OutcomeFax, After: time.Second},
		"11":         {Kind: OutcomeVoicemail, After: time.Second, Hangup: 9 * time.Second},
		"12":         {Kind: OutcomeSilent},
		"13":         {Kind: OutcomeAnnounced, Status: 486, After: 2 * time.Second},
		"14":         {Kind: OutcomeForwarded, After: time.Second, Hangup: 9 * time.Second},
		"":           {Kind: OutcomeStatus, Status: 404},
	} {
		if got := p.Lookup(number); got != want {
			t.Errorf("%q: %+v, want %+v", number, got, want)
		}
	}
	for _, bad := range []string{"1", "=busy", "1=", "1=maybe", "1=answer:soon", "1=answer:1s:2s:3s", "1=busy:1s:2s", "1=busy:soon", "1=200", "1=700", "1=busy,1=reject", "1=redirect", "1=silent:1s", "1=announced", "1=announced:480", "1=announced:200:1s", "1=announced:480:soon"} {
		if _, err := ParsePlan(bad); err == nil {
			t.Errorf("plan %q is taken", bad)
		}
	}
}

func TestExpectation(t *testing.T) {
	ms := int64(5)
	lasted := CitizenReport{Answered: true, AnswerMs: &ms, SIPStatus: 200, EndedBy: EndedByCitizen, DurationMs: 20000}
	cut := CitizenReport{Answered: true, AnswerMs: &ms, SIPStatus: 200, EndedBy: EndedByRemote, DurationMs: 900}
	busy := CitizenReport{SIPStatus: 486, EndedBy: EndedByRejected}
	timeout := CitizenReport{SIPStatus: 487, EndedBy: EndedByTimeout}
	broken := CitizenReport{Answered: true, EndedBy: EndedByError, Error: "no codec"}
	for _, c := range []struct {
		expect string
		report CitizenReport
		ok     bool
	}{
		{"lasted", lasted, true},
		{"lasted", cut, false},
		{"lasted", busy, false},
		{"lasted", timeout, false},
		{"lasted", broken, false},
		{"answered", lasted, true},
		{"answered", cut, true},
		{"answered", busy, false},
		{"answered", broken, false},
		{"rejected", busy, true},
		{"rejected:486", busy, true},
		{"rejected:603", busy, false},
		{"rejected", lasted, false},
		{"rejected", timeout, false},
		{"any", broken, true},
	} {
		e, err := ParseExpectation(c.expect)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Check(20*time.Second, c.report); (err == nil) != c.ok {
			t.Errorf("%s of %+v: %v", c.expect, c.report, err)
		}
	}
	for _, bad := range []string{"", "answer", "rejected:200", "rejected:x", "any:1"} {
		if _, err := ParseExpectation(bad); err == nil {
			t.Errorf("expectation %q is taken", bad)
		}
	}
}

func TestKeys(t *testing.T) {
	keys, err := ParseKeys("5s:2#,3s:1")
	if err != nil || len(keys) != 2 || keys[0] != (KeyPress{3 * time.Second, "1"}) || keys[1] != (KeyPress{5 * time.Second, "2#"}) {
		t.Errorf("%+v, %v", keys, err)
	}
	if keys, err := ParseKeys(""); err != nil || keys != nil {
		t.Errorf("none: %v, %v", keys, err)
	}
	for _, bad := range []string{"3s", "x:1", "3s:", "3s:x", "-1s:1", "3s:1,"} {
		if _, err := ParseKeys(bad); err == nil {
			t.Errorf("keys %q are taken", bad)
		}
	}
}

func TestSummaryIsReadable(t *testing.T) {
	var s Summary
	five, six := int64(5), int64(6)
	s.Add(CitizenReport{Answered: true, AnswerMs: &five, Audio: Audio{FirstAudioMs: &six, PacketsIn: 10, PacketsOut: 11, PacketsLost: 1}}, false)
	s.Add(CitizenReport{SIPStatus: 486}, true)
	var b strings.Builder
	if _, err := s.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 calls", "1 answered, 1 otherwise", "answer after 5/5/5 ms", "10 in, 11 out, 1 lost", "map[486:1]"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, b.String())
		}
	}
}

func FuzzParsePlan(f *testing.F) {
	f.Add("1=answer:2s,2*=busy")
	f.Fuzz(func(_ *testing.T, s string) {
		if p, err := ParsePlan(s); err == nil {
			_ = p.Lookup("0225").String()
		}
	})
}

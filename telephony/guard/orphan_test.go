package guard

import (
	"maps"
	"testing"
	"time"

	"hotline1022/telephony/ari"
)

// TestWhoHasAVoiceOutside: a call of a dead controller, its citizen "c" and the telephone
// outside "o", in the states in which an operator or the flow left them.
func TestWhoHasAVoiceOutside(t *testing.T) {
	type vars = map[string]string
	const ringTime = 31 * time.Second
	gone := func(a *asterisk) { a.remove("o") }
	answers := func(a *asterisk) {
		for i := range a.channels {
			if a.channels[i].ID == "o" {
				a.channels[i].State = "Up"
			}
		}
	}
	tests := map[string]struct {
		citizen, out vars
		state        string // of the telephone outside; default Up
		bridge       []string
		stuck        bool
		first        string // what is done once the controller counts as dead
		then         func(*asterisk)
		later        string // what is done after that, and within the time in which it may ring
	}{
		"handed on to an officer→spared→the officer hangs up→rescued": {
			out: vars{varConfirmed: "1"}, bridge: []string{"c", "o"}, then: gone, later: "c to the fallback",
		},
		"all three, with the operator's channel beside them→spared": {
			citizen: vars{varOperator: "op01"}, out: vars{varConfirmed: "1"}, bridge: []string{"op", "c", "o"},
		},
		"113 has answered, the mark of it was not written yet→spared": {
			citizen: vars{varOperator: "op01", varEmergency: "113 114"}, bridge: []string{"op", "c", "o"},
		},
		"the citizen hangs up→nobody outside is left alone": {
			out: vars{varConfirmed: "1"}, bridge: []string{"c", "o"}, then: func(a *asterisk) { a.remove("c") }, later: "o hung up",
		},
		"113 rings→it may→answers→spared": {
			citizen: vars{varOperator: "op01", varEmergency: "113"}, state: "Ringing", bridge: []string{"op", "c", "o"}, then: answers,
		},
		"113 rings, nobody answers→rescued, and 113 is not called in vain": {
			citizen: vars{varOperator: "op01", varEmergency: "113"}, state: "Ringing", bridge: []string{"op", "c", "o"},
			later: "c to the fallback, o hung up",
		},
		"113 rings, and is busy→rescued at once": {
			citizen: vars{varOperator: "op01", varEmergency: "113"}, state: "Ringing", bridge: []string{"op", "c", "o"}, then: gone,
			later: "c to the fallback",
		},
		"the flow calls a service, the citizen hears it ring→answers→they are put together": {
			state: "Ringing", bridge: []string{"o"}, then: answers, later: "c rings not, c silent, c into b",
		},
		"an officer is aside, the citizen hears music→they are put together": {
			citizen: vars{varOperator: "op01"}, out: vars{varConfirmed: "1"}, bridge: []string{"op", "o"}, first: "c rings not, c silent, c into b",
		},
		"the officer waits, the citizen is in the bridge→they are put together": {
			citizen: vars{varOperator: "op01"}, out: vars{varConfirmed: "1"}, bridge: []string{"op", "c"}, first: "o rings not, o silent, o into b",
		},
		"they cannot be put together→rescued": {
			citizen: vars{varOperator: "op01"}, out: vars{varConfirmed: "1"}, bridge: []string{"op", "o"}, stuck: true,
			first: "c rings not, c silent, c to the fallback, o hung up",
		},
		"an officer who has pressed no key→may be a voicemail, and does not hear the citizen": {
			citizen: vars{varOperator: "op01"}, bridge: []string{"op"}, first: "c to the fallback, o hung up",
		},
		"an officer rings→is not waited for": {
			citizen: vars{varOperator: "op01"}, state: "Ringing", bridge: []string{"op"}, first: "c to the fallback, o hung up",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := citizen("c")
			maps.Copy(c.Vars, tc.citizen)
			o := ari.Channel{ID: "o", Name: "PJSIP/trunk-2", State: "Up", Vars: vars{varRole: roleOfficer, varCall: "c", varNumber: "113"}}
			maps.Copy(o.Vars, tc.out)
			if tc.state != "" {
				o.State = tc.state
			}
			op := ari.Channel{ID: "op", Name: "UnicastRTP/127.0.0.1:4000", State: "Up", Vars: vars{varRole: "operator", varCall: "c"}}
			a := &asterisk{channels: []ari.Channel{c, o, op}, bridges: []ari.Bridge{{ID: "b", Channels: tc.bridge}}, stuck: tc.stuck}
			watch(t, a, func(c *controller) {
				<-time.After(time.Minute)
				c.set("refuses")
				<-time.After(8 * time.Second)
				if got := a.did(); got != tc.first {
					t.Errorf("at first %q, want %q", got, tc.first)
				}
				if tc.then != nil {
					a.happens(func() { tc.then(a) })
				}
				<-time.After(ringTime)
				if got := a.did(); got != tc.later {
					t.Errorf("later %q, want %q", got, tc.later)
				}
			})
		})
	}
}

// TestEachDeathHasItsTimeToRing: a controller that is back in between begins it again.
func TestEachDeathHasItsTimeToRing(t *testing.T) {
	c := citizen("c")
	c.Vars[varEmergency], c.Vars[varOperator] = "113", "op01"
	o := ari.Channel{ID: "o", Name: "PJSIP/trunk-2", State: "Ringing", Vars: map[string]string{varRole: roleOfficer, varCall: "c", varNumber: "113"}}
	a := &asterisk{channels: []ari.Channel{c, o}, bridges: []ari.Bridge{{ID: "b", Channels: []string{"c", "o"}}}}
	watch(t, a, func(c *controller) {
		for range 3 {
			c.set("refuses")
			<-time.After(25 * time.Second)
			c.set("")
			<-time.After(10 * time.Second)
		}
		if got := a.did(); got != "" {
			t.Errorf("did %q", got)
		}
	})
}

// TestWhomTheDeadWereCalling: nobody's telephone rings for a controller that is dead, and
// whoever has answered is a caller.
func TestWhomTheDeadWereCalling(t *testing.T) {
	channel := func(id, state, app string) ari.Channel {
		return ari.Channel{ID: id, Name: "PJSIP/trunk-" + id, State: state, App: app, Vars: map[string]string{varRole: roleCalled, varCall: id}}
	}
	a := &asterisk{channels: []ari.Channel{
		channel("rings", "Ringing", ""), channel("answers", "Up", ""), channel("known", "Ringing", "hotline"), channel("other", "Ringing", "another"),
	}}
	watch(t, a, func(c *controller) {
		<-time.After(time.Minute)
		if got := a.did(); got != "" {
			t.Errorf("the controller lives, and %q", got)
		}
		c.set("refuses")
		<-time.After(8 * time.Second)
		if got, want := a.did(), "rings hung up, answers to the callback, known hung up"; got != want {
			t.Errorf("did %q, want %q", got, want)
		}
	})
}

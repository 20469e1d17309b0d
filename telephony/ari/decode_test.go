package ari

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const stamp = `"timestamp":"2026-11-23T17:50:33.495+0700"`

var stampTime = time.Date(2026, 11, 23, 10, 50, 33, 495e6, time.UTC)

const wireCitizen = `{"id":"n1-1.0","name":"PJSIP/trunk-00000000","state":"Ring","protocol_id":"x@y",
	"caller":{"name":"An","number":"0912345678"},"connected":{"name":"","number":""},"accountcode":"",
	"dialplan":{"context":"from-trunk","exten":"02251022","priority":7,"app_name":"Stasis","app_data":"hotline,inbound,02251022"},
	"creationtime":"2026-11-23T17:50:33.495+0700","language":"en","channelvars":{"CALL_ID":"n1-1.0","HOTLINE_HELD":""}}`

var citizen = Channel{
	ID: "n1-1.0", Name: "PJSIP/trunk-00000000", State: "Ring", CallerNumber: "0912345678", CallerName: "An",
	DialledExten: "02251022", Created: stampTime, Vars: map[string]string{"CALL_ID": "n1-1.0"}, App: "hotline",
}

func TestDecode(t *testing.T) {
	bridge := Bridge{ID: "call-1", Channels: []string{"a", "b"}}
	const wireBridge = `{"id":"call-1","technology":"simple_bridge","channels":["a","b"],"bridge_type":"mixing"}`
	for name, c := range map[string]struct {
		text  string
		want  Event
		fault fault
	}{
		"StasisStart": {
			`{"type":"StasisStart",` + stamp + `,"args":["inbound","02251022"],"channel":` + wireCitizen + `,"asterisk_id":"x","application":"hotline"}`,
			StasisStart{At: stampTime, Args: []string{"inbound", "02251022"}, Channel: citizen},
			faultNone,
		},
		"StasisStart of a replacement": {
			`{"type":"StasisStart",` + stamp + `,"args":[],"channel":{"id":"b"},"replace_channel":{"id":"a"}}`,
			StasisStart{At: stampTime, Args: []string{}, Channel: Channel{ID: "b"}, Replaces: &Channel{ID: "a"}},
			faultNone,
		},
		"StasisEnd": {`{"type":"StasisEnd",` + stamp + `,"channel":{"id":"a"}}`, StasisEnd{At: stampTime, Channel: Channel{ID: "a"}}, faultNone},
		"ChannelStateChange": {
			`{"type":"ChannelStateChange",` + stamp + `,"channel":{"id":"a","state":"Up"}}`,
			ChannelStateChange{At: stampTime, Channel: Channel{ID: "a", State: "Up"}},
			faultNone,
		},
		"ChannelDestroyed": {
			`{"type":"ChannelDestroyed",` + stamp + `,"cause":17,"cause_txt":"User busy","tech_cause":486,"channel":{"id":"a"}}`,
			ChannelDestroyed{At: stampTime, Channel: Channel{ID: "a"}, Cause: 17, CauseText: "User busy", TechCause: 486},
			faultNone,
		},
		"ChannelHangupRequest": {
			`{"type":"ChannelHangupRequest",` + stamp + `,"soft":true,"cause":32,"channel":{"id":"a"}}`,
			ChannelHangupRequest{At: stampTime, Channel: Channel{ID: "a"}, Cause: 32, Soft: true},
			faultNone,
		},
		"ChannelDtmfReceived": {
			`{"type":"ChannelDtmfReceived",` + stamp + `,"digit":"#","duration_ms":120,"channel":{"id":"a"}}`,
			ChannelDtmfReceived{At: stampTime, Channel: Channel{ID: "a"}, Digit: "#", DurationMs: 120},
			faultNone,
		},
		"Dial": {
			`{"type":"Dial",` + stamp + `,"dialstatus":"ANSWER","peer":{"id":"b"},"caller":{"id":"a"}}`,
			Dial{At: stampTime, Peer: Channel{ID: "b"}, Caller: &Channel{ID: "a"}, Status: "ANSWER"},
			faultNone,
		},
		"PlaybackStarted": {
			`{"type":"PlaybackStarted",` + stamp + `,"playback":{"id":"p","target_uri":"channel:a","state":"playing"}}`,
			PlaybackStarted{At: stampTime, ID: "p", TargetChannel: "a"},
			faultNone,
		},
		"PlaybackFinished, failed": {
			`{"type":"PlaybackFinished",` + stamp + `,"playback":{"id":"p","target_uri":"bridge:b","state":"failed"}}`,
			PlaybackFinished{At: stampTime, ID: "p", TargetBridge: "b", Failed: true},
			faultNone,
		},
		"ChannelEnteredBridge": {
			`{"type":"ChannelEnteredBridge",` + stamp + `,"bridge":` + wireBridge + `,"channel":{"id":"b"}}`,
			BridgeEntered{At: stampTime, Bridge: bridge, Channel: Channel{ID: "b"}},
			faultNone,
		},
		"ChannelLeftBridge": {
			`{"type":"ChannelLeftBridge",` + stamp + `,"bridge":` + wireBridge + `,"channel":{"id":"c"}}`,
			BridgeLeft{At: stampTime, Bridge: bridge, Channel: Channel{ID: "c"}},
			faultNone,
		},
		"BridgeDestroyed": {`{"type":"BridgeDestroyed",` + stamp + `,"bridge":` + wireBridge + `}`, BridgeDestroyed{At: stampTime, Bridge: bridge}, faultNone},
		"RecordingFailed": {
			`{"type":"RecordingFailed",` + stamp + `,"recording":{"name":"r","target_uri":"channel:a"}}`,
			RecordingFinished{At: stampTime, Name: "r", TargetChannel: "a", Failed: true},
			faultNone,
		},

		"ContactStatusChange": {
			`{"type":"ContactStatusChange",` + stamp + `,"endpoint":{"technology":"PJSIP","resource":"vnpt","state":"online","channel_ids":[]},` +
				`"contact_info":{"uri":"sip:x","contact_status":"Reachable","aor":"vnpt","roundtrip_usec":"1500"}}`,
			ContactStatus{At: stampTime, Endpoint: "vnpt", Status: "Reachable", RoundTrip: 1500 * time.Microsecond},
			faultNone,
		},
		"contact of nobody": {`{"type":"ContactStatusChange",` + stamp + `,"contact_info":{"contact_status":"Reachable"}}`, nil, faultSubject},

		"unknown type":              {`{"type":"CallBroadcast","channel":7}`, nil, faultField},
		"known to us, of no use":    {`{"type":"ChannelVarset","value":"x","variable":"y"}`, nil, faultNone},
		"unknown field":             {`{"type":"StasisEnd",` + stamp + `,"channel":{"id":"a","colour":{"r":1}},"x":[]}`, StasisEnd{At: stampTime, Channel: Channel{ID: "a"}}, faultNone},
		"field of a wrong type":     {`{"type":"ChannelDestroyed",` + stamp + `,"cause":"busy","channel":{"id":"a"}}`, ChannelDestroyed{At: stampTime, Channel: Channel{ID: "a"}}, faultField},
		"inner field of wrong type": {`{"type":"StasisEnd",` + stamp + `,"channel":{"id":"a","name":5,"state":"Up"}}`, StasisEnd{At: stampTime, Channel: Channel{ID: "a", State: "Up"}}, faultField},
		"unreadable date":           {`{"type":"StasisEnd","timestamp":"yesterday","channel":{"id":"a"}}`, StasisEnd{Channel: Channel{ID: "a"}}, faultField},
		"unreadable creation time":  {`{"type":"StasisEnd",` + stamp + `,"channel":{"id":"a","creationtime":"x"}}`, StasisEnd{At: stampTime, Channel: Channel{ID: "a"}}, faultNone},
		"no subject":                {`{"type":"StasisEnd",` + stamp + `}`, nil, faultSubject},
		"subject null":              {`{"type":"PlaybackFinished",` + stamp + `,"playback":null}`, nil, faultSubject},
		"subject of a wrong type":   {`{"type":"StasisEnd",` + stamp + `,"channel":"a"}`, nil, faultSubject},
		"type of a wrong type":      {`{"type":5}`, nil, faultSyntax},
		"no type":                   {`{}`, nil, faultSyntax},
		"an array":                  {`[1]`, nil, faultSyntax},
		"null":                      {`null`, nil, faultSyntax},
		"cut short":                 {`{"type":"StasisEnd"`, nil, faultSyntax},
		"empty":                     {``, nil, faultSyntax},
		"no JSON":                   {"\x00\xff", nil, faultSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			d := decode([]byte(c.text))
			if diff := cmp.Diff(c.want, d.event, cmp.Comparer(time.Time.Equal)); diff != "" {
				t.Error(diff)
			}
			if d.fault != c.fault || (d.err == nil) != (c.fault == faultNone) {
				t.Errorf("fault %q (%v), want %q", d.fault, d.err, c.fault)
			}
		})
	}
}

func TestSubjects(t *testing.T) {
	a, b := Channel{ID: "a"}, Channel{ID: "b"}
	for _, c := range []struct {
		event    Event
		channels []string
		bridge   string
	}{
		{StasisStart{Channel: a, Replaces: &b}, []string{"a", "b"}, ""},
		{StasisStart{Channel: a}, []string{"a"}, ""},
		{Dial{Peer: b, Caller: &a}, []string{"b", "a"}, ""},
		{PlaybackFinished{TargetChannel: "a"}, []string{"a"}, ""},
		{PlaybackStarted{TargetBridge: "x"}, []string{}, "x"},
		{BridgeEntered{Bridge: Bridge{ID: "x"}, Channel: a}, []string{"a"}, "x"},
		{BridgeDestroyed{Bridge: Bridge{ID: "x", Channels: []string{"a", "b"}}}, []string{"a", "b"}, "x"},
		{nil, nil, ""},
	} {
		channels, bridge := Subjects(c.event)
		if cmp.Diff(c.channels, channels) != "" || bridge != c.bridge {
			t.Errorf("%T: %q, %q", c.event, channels, bridge)
		}
	}
}

// Every kind of event that is made has subjects and a time, or Subjects has
// forgotten one. A contact's state concerns no call.
func TestEveryEventHasSubjects(t *testing.T) {
	full := `,` + stamp + `,"channel":{"id":"a"},"peer":{"id":"a"},"digit":"1","bridge":{"id":"b","channels":["a"]},
		"playback":{"id":"p","target_uri":"channel:a"},"recording":{"name":"r","target_uri":"channel:a"},
		"endpoint":{"resource":"e"},"contact_info":{"contact_status":"Reachable"}}`
	for kind := range events {
		d := decode([]byte(`{"type":"` + kind + `"` + full))
		if d.event == nil || d.fault != faultNone {
			t.Errorf("%s: %+v", kind, d)
			continue
		}
		if _, contact := d.event.(ContactStatus); contact {
			continue
		}
		if channels, _ := Subjects(d.event); len(channels) != 1 || channels[0] != "a" {
			t.Errorf("%s concerns %q", kind, channels)
		}
		if !When(d.event).Equal(stampTime) {
			t.Errorf("%s was at %s", kind, When(d.event))
		}
	}
}

func FuzzDecode(f *testing.F) {
	for kind := range events {
		f.Add([]byte(`{"type":"` + kind + `",` + stamp + `,"channel":` + wireCitizen + `,"bridge":{"id":"b","channels":["a"]},"playback":{"id":"p","target_uri":"channel:a"}}`))
	}
	f.Add([]byte(`{"type":"StasisEnd","channel":{"id":5}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := decode(data)
		if d.event != nil && d.kind == "" {
			t.Error("an event of no type")
		}
		if d.fault == faultNone && d.err != nil || d.fault != faultNone && d.err == nil {
			t.Errorf("fault %q with error %v", d.fault, d.err)
		}
		Subjects(d.event)
	})
}

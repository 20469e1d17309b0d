package ari

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// timeLayout is Asterisk's: milliseconds, zone without a colon.
const timeLayout = "2006-01-02T15:04:05.000-0700"

// fault is what was wrong with an event; only counted and logged.
type fault string

const (
	faultNone    fault = ""
	faultSyntax  fault = "syntax"  // no JSON object with a type: nothing could be used
	faultField   fault = "field"   // some field had an unexpected type: the rest was used
	faultSubject fault = "subject" // it does not say which channel, bridge or playback: of no use
)

// decoded is the result of decoding one WebSocket message.
type decoded struct {
	kind  string // Asterisk's name of the event; "" if unreadable
	event Event  // nil: not one of ours
	fault fault
	err   error // describes the fault
}

// decode never fails as a whole: whatever arrives, it says what could be used.
func decode(data []byte) decoded {
	var w wireEvent
	d := decoded{fault: faultNone}
	if err := json.Unmarshal(data, &w); err != nil {
		// encoding/json fills all other fields when one has the wrong type.
		var wrong *json.UnmarshalTypeError
		if !errors.As(err, &wrong) || wrong.Field == "" || w.Type == "" {
			return decoded{fault: faultSyntax, err: err}
		}
		d.fault, d.err = faultField, err
	}
	d.kind = w.Type
	if d.kind == "" {
		return decoded{fault: faultSyntax, err: errors.New("an event without a type")}
	}
	build, known := events[d.kind]
	if !known {
		return d
	}
	at, err := parseTime(w.Timestamp)
	if err != nil && d.fault == faultNone {
		d.fault, d.err = faultField, err
	}
	d.event = build(&w, at)
	if d.event == nil {
		return decoded{kind: d.kind, fault: faultSubject, err: fmt.Errorf("a %s of nothing", d.kind)}
	}
	return d
}

// wireEvent is the union of the fields of all events that we use.
type wireEvent struct {
	Type       string         `json:"type"`
	Timestamp  string         `json:"timestamp"`
	Channel    *wireChannel   `json:"channel"`
	Replaces   *wireChannel   `json:"replace_channel"`
	Peer       *wireChannel   `json:"peer"`
	Caller     *wireChannel   `json:"caller"`
	Bridge     *wireBridge    `json:"bridge"`
	Playback   *wirePlayback  `json:"playback"`
	Recording  *wireRecording `json:"recording"`
	Args       []string       `json:"args"`
	Cause      int            `json:"cause"`
	CauseText  string         `json:"cause_txt"`
	TechCause  int            `json:"tech_cause"`
	Soft       bool           `json:"soft"`
	Digit      string         `json:"digit"`
	DurationMs int            `json:"duration_ms"`
	DialStatus string         `json:"dialstatus"`
	Endpoint   *wireEndpoint  `json:"endpoint"`
	Contact    struct {
		Status    string `json:"contact_status"`
		RoundTrip string `json:"roundtrip_usec"`
	} `json:"contact_info"`
}

type wireEndpoint struct {
	Resource string `json:"resource"`
	State    string `json:"state"` // online, offline, unknown
}

type wireChannel struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	State  string `json:"state"`
	Caller struct {
		Name   string `json:"name"`
		Number string `json:"number"`
	} `json:"caller"`
	Dialplan struct {
		Exten   string `json:"exten"`
		AppName string `json:"app_name"`
		AppData string `json:"app_data"`
	} `json:"dialplan"`
	Created string            `json:"creationtime"`
	Vars    map[string]string `json:"channelvars"`
}

type wireBridge struct {
	ID       string   `json:"id"`
	Channels []string `json:"channels"`
}

type wirePlayback struct {
	ID     string `json:"id"`
	Target string `json:"target_uri"` // channel:ID or bridge:ID
	State  string `json:"state"`
}

type wireRecording struct {
	Name   string `json:"name"`
	Target string `json:"target_uri"`
	State  string `json:"state"`
}

// events makes ours from Asterisk's; nil when the subject is missing.
var events = map[string]func(w *wireEvent, at time.Time) Event{
	"StasisStart": func(w *wireEvent, at time.Time) Event {
		e := StasisStart{At: at, Channel: w.Channel.channel(), Args: w.Args}
		if w.Replaces.known() {
			r := w.Replaces.channel()
			e.Replaces = &r
		}
		return with(w.Channel.known(), e)
	},
	"StasisEnd": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), StasisEnd{At: at, Channel: w.Channel.channel()})
	},
	"ChannelCreated": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), ChannelCreated{At: at, Channel: w.Channel.channel()})
	},
	"ChannelStateChange": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), ChannelStateChange{At: at, Channel: w.Channel.channel()})
	},
	"ChannelDestroyed": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), ChannelDestroyed{
			At: at, Channel: w.Channel.channel(),
			Cause: w.Cause, CauseText: w.CauseText, TechCause: w.TechCause,
		})
	},
	"ChannelHangupRequest": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), ChannelHangupRequest{At: at, Channel: w.Channel.channel(), Cause: w.Cause, Soft: w.Soft})
	},
	"ChannelDtmfReceived": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known() && w.Digit != "", ChannelDtmfReceived{
			At: at, Channel: w.Channel.channel(), Digit: w.Digit, DurationMs: w.DurationMs,
		})
	},
	"ChannelTalkingStarted": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), ChannelTalking{At: at, Channel: w.Channel.channel(), Started: true})
	},
	"ChannelTalkingFinished": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), ChannelTalking{At: at, Channel: w.Channel.channel()})
	},
	"ChannelToneDetected": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), ToneDetected{At: at, Channel: w.Channel.channel()})
	},
	"ChannelHold": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), ChannelHold{At: at, Channel: w.Channel.channel()})
	},
	"ChannelUnhold": func(w *wireEvent, at time.Time) Event {
		return with(w.Channel.known(), ChannelUnhold{At: at, Channel: w.Channel.channel()})
	},
	"Dial": func(w *wireEvent, at time.Time) Event {
		e := Dial{At: at, Peer: w.Peer.channel(), Status: w.DialStatus}
		if w.Caller.known() {
			c := w.Caller.channel()
			e.Caller = &c
		}
		return with(w.Peer.known(), e)
	},
	"PlaybackStarted": func(w *wireEvent, at time.Time) Event {
		if w.Playback == nil {
			return nil
		}
		e := PlaybackStarted{At: at, ID: w.Playback.ID}
		e.TargetChannel, e.TargetBridge = target(w.Playback.Target)
		return with(e.ID != "", e)
	},
	"PlaybackFinished": func(w *wireEvent, at time.Time) Event {
		if w.Playback == nil {
			return nil
		}
		e := PlaybackFinished{At: at, ID: w.Playback.ID, Failed: w.Playback.State == "failed"}
		e.TargetChannel, e.TargetBridge = target(w.Playback.Target)
		return with(e.ID != "", e)
	},
	"ChannelEnteredBridge": func(w *wireEvent, at time.Time) Event {
		return with(w.Bridge.known() && w.Channel.known(),
			BridgeEntered{At: at, Bridge: w.Bridge.bridge(), Channel: w.Channel.channel()})
	},
	"ChannelLeftBridge": func(w *wireEvent, at time.Time) Event {
		return with(w.Bridge.known() && w.Channel.known(),
			BridgeLeft{At: at, Bridge: w.Bridge.bridge(), Channel: w.Channel.channel()})
	},
	"BridgeDestroyed": func(w *wireEvent, at time.Time) Event {
		return with(w.Bridge.known(), BridgeDestroyed{At: at, Bridge: w.Bridge.bridge()})
	},
	"ContactStatusChange": func(w *wireEvent, at time.Time) Event {
		if w.Endpoint == nil {
			return nil
		}
		e := ContactStatus{At: at, Endpoint: w.Endpoint.Resource, Status: w.Contact.Status}
		if us, err := strconv.ParseInt(w.Contact.RoundTrip, 10, 64); err == nil {
			e.RoundTrip = time.Duration(us) * time.Microsecond
		}
		return with(e.Endpoint != "" && e.Status != "", e)
	},
	"RecordingFinished": recordingFinished,
	"RecordingFailed":   recordingFinished,
}

func recordingFinished(w *wireEvent, at time.Time) Event {
	if w.Recording == nil {
		return nil
	}
	e := RecordingFinished{At: at, Name: w.Recording.Name, Failed: w.Type == "RecordingFailed"}
	e.TargetChannel, e.TargetBridge = target(w.Recording.Target)
	return with(e.Name != "", e)
}

// with is e, or nothing.
func with(ok bool, e Event) Event {
	if !ok {
		return nil
	}
	return e
}

func (w *wireChannel) known() bool { return w != nil && w.ID != "" }
func (w *wireBridge) known() bool  { return w != nil && w.ID != "" }

func (w *wireChannel) channel() Channel {
	if w == nil {
		return Channel{}
	}
	c := Channel{
		ID:           w.ID,
		Name:         w.Name,
		State:        w.State,
		CallerNumber: w.Caller.Number,
		CallerName:   w.Caller.Name,
		DialledExten: w.Dialplan.Exten,
	}
	c.Created, _ = parseTime(w.Created) // zero when unreadable: nothing depends on it alone
	for name, value := range w.Vars {
		if value == "" {
			continue // Asterisk lists unset ones as empty
		}
		if c.Vars == nil {
			c.Vars = make(map[string]string, len(w.Vars))
		}
		c.Vars[name] = value
	}
	if w.Dialplan.AppName == "Stasis" {
		c.App, _, _ = strings.Cut(w.Dialplan.AppData, ",")
	}
	return c
}

func (w *wireBridge) bridge() Bridge {
	if w == nil {
		return Bridge{}
	}
	return Bridge{ID: w.ID, Channels: w.Channels}
}

// target splits "channel:ID" and "bridge:ID".
func target(uri string) (channel, bridge string) {
	kind, id, _ := strings.Cut(uri, ":")
	switch kind {
	case "channel":
		return id, ""
	case "bridge":
		return "", id
	default:
		return "", ""
	}
}

func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeLayout, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("time of an event: %w", err)
	}
	return t, nil
}

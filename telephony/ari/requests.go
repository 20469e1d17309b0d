package ari

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// HangupReason is a Q.850 cause; Asterisk turns it into a SIP status when the
// channel is not answered yet, and into a Reason header when it is.
type HangupReason int

const (
	HangupNormal     HangupReason = 16 // → BYE, or 480 before the answer
	HangupBusy       HangupReason = 17 // → 486
	HangupNoAnswer   HangupReason = 19 // → 480
	HangupRejected   HangupReason = 21 // → 603
	HangupCongestion HangupReason = 34 // → 503
)

// Answer picks a ringing channel up.
func (l *Link) Answer(ctx context.Context, channel string) error {
	return l.post(ctx, "Answer", pathf("/channels/%s/answer", channel))
}

// Hangup ends a channel. IsGone(err) means that it had ended already.
func (l *Link) Hangup(ctx context.Context, channel string, reason HangupReason) error {
	return l.rest.do(ctx, request{
		op: "Hangup", method: http.MethodDelete, path: pathf("/channels/%s", channel),
		query: params("reason_code", strconv.Itoa(int(reason))),
	})
}

// Ring lets the caller hear ringing (180 before the answer, a tone after it).
func (l *Link) Ring(ctx context.Context, channel string) error {
	return l.post(ctx, "Ring", pathf("/channels/%s/ring", channel))
}

// StopRing ends what Ring began.
func (l *Link) StopRing(ctx context.Context, channel string) error {
	return l.delete(ctx, "StopRing", pathf("/channels/%s/ring", channel))
}

// Play plays media, one after the other, as one playback with an ID of the
// caller's choice; its end is PlaybackFinished. A medium is "sound:" and an
// absolute path without extension, or "tone:ring", "silence:5", …; no commas.
func (l *Link) Play(ctx context.Context, channel, playbackID string, media ...string) error {
	return l.post(ctx, "Play", pathf("/channels/%s/play", channel),
		"playbackId", playbackID, "media", strings.Join(media, ","))
}

// PlayInBridge plays to all who are in a bridge, by a channel of Asterisk's own that is in
// it as long as that takes, and goes with the bridge.
func (l *Link) PlayInBridge(ctx context.Context, bridge, playbackID, media string) error {
	return l.post(ctx, "PlayInBridge", pathf("/bridges/%s/play", bridge), "playbackId", playbackID, "media", media)
}

// StopPlayback ends a playback early.
func (l *Link) StopPlayback(ctx context.Context, playbackID string) error {
	return l.delete(ctx, "StopPlayback", pathf("/playbacks/%s", playbackID))
}

// StartMOH plays hold music of a class of musiconhold.conf until StopMOH.
func (l *Link) StartMOH(ctx context.Context, channel, class string) error {
	return l.post(ctx, "StartMOH", pathf("/channels/%s/moh", channel), "mohClass", class)
}

// StopMOH ends the hold music.
func (l *Link) StopMOH(ctx context.Context, channel string) error {
	return l.delete(ctx, "StopMOH", pathf("/channels/%s/moh", channel))
}

// SendDTMF sends digits ([0-9*#A-D]) towards the channel's far end, each for twice as long
// as ITU-T Q.24 asks for. What is asked of the channel next waits until they are sent.
func (l *Link) SendDTMF(ctx context.Context, channel, digits string) error {
	return l.post(ctx, "SendDTMF", pathf("/channels/%s/dtmf", channel), "dtmf", digits, "duration", "80", "between", "60")
}

// SetVar sets a channel variable; an empty value clears it.
func (l *Link) SetVar(ctx context.Context, channel, name, value string) error {
	return l.post(ctx, "SetVar", pathf("/channels/%s/variable", channel), "variable", name, "value", value)
}

// GetVar reads a channel variable; "" when it is not set.
func (l *Link) GetVar(ctx context.Context, channel, name string) (string, error) {
	var out struct {
		Value string `json:"value"`
	}
	err := l.rest.do(ctx, request{
		op: "GetVar", method: http.MethodGet, path: pathf("/channels/%s/variable", channel),
		query: params("variable", name), out: &out, look: true,
	})
	return out.Value, err
}

// Continue gives the channel back to the dialplan.
func (l *Link) Continue(ctx context.Context, channel, dialplanContext, exten string, priority int) error {
	return l.post(ctx, "Continue", pathf("/channels/%s/continue", channel),
		"context", dialplanContext, "extension", exten, "priority", strconv.Itoa(priority))
}

// CreateBridge makes a bridge with an ID of the caller's choice. types is a
// comma-separated list; "mixing,dtmf_events" in this order keeps DTMF visible. A bridge that
// is there already is as good: a request that was not answered in time may have been carried
// out after all, and Asterisk refuses to make it a second time.
func (l *Link) CreateBridge(ctx context.Context, id, types string) error {
	err := l.post(ctx, "CreateBridge", pathf("/bridges/%s", id), "type", types)
	var refused *Error
	if !errors.As(err, &refused) || refused.Status != http.StatusConflict {
		return err
	}
	return l.rest.do(ctx, request{ // of one that is just being destroyed, this says that it is gone
		op: "Bridge", method: http.MethodGet, path: pathf("/bridges/%s", id), look: true,
	})
}

// AddChannel joins channels to a bridge, taking them out of another. Audio flows
// when BridgeEntered comes, not yet when this returns. A channel must be in
// Stasis (see IsNotInStasis). Nobody learns who the others are: a channel that has yet
// to call would take another's identity for its own.
func (l *Link) AddChannel(ctx context.Context, bridge string, channels ...string) error {
	return l.post(ctx, "AddChannel", pathf("/bridges/%s/addChannel", bridge),
		"channel", strings.Join(channels, ","), "inhibitConnectedLineUpdates", "true")
}

// RemoveChannel takes a channel out of a bridge; it stays in Stasis.
func (l *Link) RemoveChannel(ctx context.Context, bridge string, channels ...string) error {
	return l.post(ctx, "RemoveChannel", pathf("/bridges/%s/removeChannel", bridge), "channel", strings.Join(channels, ","))
}

// DestroyBridge ends a bridge; the channels in it stay in Stasis.
func (l *Link) DestroyBridge(ctx context.Context, id string) error {
	return l.delete(ctx, "DestroyBridge", pathf("/bridges/%s", id))
}

// ExternalMediaRequest asks for a channel whose audio is RTP to and from Host.
type ExternalMediaRequest struct {
	ChannelID string            // of the caller's choice
	Host      string            // host:port that Asterisk sends to
	Format    string            // "alaw"
	Vars      map[string]string // set before the channel is seen by anybody
}

// ExternalMedia makes the channel; it answers itself and then enters Stasis
// with no arguments. Asterisk's own RTP address is in the returned channel's
// variables UNICASTRTP_LOCAL_ADDRESS and UNICASTRTP_LOCAL_PORT, if ari.conf's
// channelvars names them; GetVar has them in any case.
func (l *Link) ExternalMedia(ctx context.Context, r ExternalMediaRequest) (Channel, error) {
	var out wireChannel
	err := l.rest.do(ctx, request{
		op: "ExternalMedia", method: http.MethodPost, path: "/channels/externalMedia",
		query: params("channelId", r.ChannelID, "app", l.cfg.App, "external_host", r.Host, "format", r.Format,
			"encapsulation", "rtp", "transport", "udp", "connection_type", "client", "direction", "both"),
		body: map[string]any{"variables": r.Vars}, out: &out,
	})
	return out.channel(), err
}

// SnoopRequest asks for a channel that hears what passes at another in both directions.
type SnoopRequest struct {
	ChannelID string // of the caller's choice
	Target    string
	Whisper   bool // what the channel is told, the target's telephone hears, and nobody else
}

// Snoop makes the channel, which enters Stasis. It ends with its target.
func (l *Link) Snoop(ctx context.Context, r SnoopRequest) error {
	whisper := "none"
	if r.Whisper {
		whisper = "out"
	}
	return l.post(ctx, "Snoop", pathf("/channels/%s/snoop/%s", r.Target, r.ChannelID), "app", l.cfg.App, "spy", "both", "whisper", whisper)
}

// CreateRequest asks for a channel to a telephone outside, which is not called yet.
type CreateRequest struct {
	ChannelID  string            // of the caller's choice
	Endpoint   string            // "PJSIP/0900@trunk"
	Originator string            // channel whose codecs it takes; it must exist; "": all of the endpoint's
	Vars       map[string]string // set before the channel is seen by anybody
}

// Create makes the channel, which enters Stasis at once, as soon as it can be
// joined to a bridge. Nobody is called before Dial.
func (l *Link) Create(ctx context.Context, r CreateRequest) error {
	return l.rest.do(ctx, request{
		op: "Create", method: http.MethodPost, path: "/channels/create",
		query: params("channelId", r.ChannelID, "app", l.cfg.App, "endpoint", r.Endpoint, "originator", r.Originator),
		body:  map[string]any{"variables": r.Vars},
	})
}

// Dial calls what a channel was created for. How it goes is told by Dial events; a
// call that fails ends the channel, and only that tells it. No caller is named:
// Asterisk would assert that one's number to the carrier, withheld or not. Unanswered
// after limit, the channel ends; whole seconds, 0: never. A telephone that redirects
// the call (302) ends it: unlike Asterisk's Originate, nothing here follows.
func (l *Link) Dial(ctx context.Context, channel string, limit time.Duration) error {
	seconds := ""
	if limit > 0 {
		seconds = strconv.Itoa(int(limit / time.Second))
	}
	return l.post(ctx, "Dial", pathf("/channels/%s/dial", channel), "timeout", seconds)
}

// Snapshot lists what exists in Asterisk now.
func (l *Link) Snapshot(ctx context.Context) (Snapshot, error) {
	s := Snapshot{TakenAt: l.cfg.Now()}
	var info struct {
		Config struct {
			Name string `json:"name"`
		} `json:"config"`
		Status struct {
			Started string `json:"startup_time"`
		} `json:"status"`
	}
	var channels []wireChannel
	var bridges []wireBridge
	var endpoints []wireEndpoint
	for _, q := range []request{
		{op: "Info", path: "/asterisk/info", out: &info},
		{op: "Channels", path: "/channels", out: &channels},
		{op: "Bridges", path: "/bridges", out: &bridges},
		{op: "Endpoints", path: "/endpoints", out: &endpoints},
	} {
		q.method, q.look = http.MethodGet, true
		if err := l.rest.do(ctx, q); err != nil {
			return Snapshot{}, err
		}
	}
	s.Node = info.Config.Name
	s.AsteriskStarted, _ = parseTime(info.Status.Started)
	for i := range channels {
		s.Channels = append(s.Channels, channels[i].channel())
	}
	for i := range bridges {
		s.Bridges = append(s.Bridges, bridges[i].bridge())
	}
	for _, e := range endpoints {
		s.Endpoints = append(s.Endpoints, Endpoint{Name: e.Resource, Online: e.State == "online"})
	}
	return s, nil
}

func (l *Link) post(ctx context.Context, op, path string, pairs ...string) error {
	return l.rest.do(ctx, request{op: op, method: http.MethodPost, path: path, query: params(pairs...)})
}

func (l *Link) delete(ctx context.Context, op, path string) error {
	return l.rest.do(ctx, request{op: op, method: http.MethodDelete, path: path})
}

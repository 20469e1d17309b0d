package ari

import "time"

// Event is one thing that Asterisk told. It is one of the structs below, by
// value.
type Event interface{ when() time.Time }

// When is Asterisk's own time of the event, to the millisecond.
func When(e Event) time.Time { return e.when() }

// Subjects names the channels that an event concerns, the most important first,
// and the bridge, or "": what a dispatcher needs to find the event's call.
func Subjects(e Event) (channels []string, bridge string) {
	switch e := e.(type) {
	case StasisStart:
		return ids(&e.Channel, e.Replaces), ""
	case StasisEnd:
		return ids(&e.Channel), ""
	case ChannelCreated:
		return ids(&e.Channel), ""
	case ChannelStateChange:
		return ids(&e.Channel), ""
	case ChannelDestroyed:
		return ids(&e.Channel), ""
	case ChannelHangupRequest:
		return ids(&e.Channel), ""
	case ChannelDtmfReceived:
		return ids(&e.Channel), ""
	case ChannelTalking:
		return ids(&e.Channel), ""
	case ToneDetected:
		return ids(&e.Channel), ""
	case ChannelHold:
		return ids(&e.Channel), ""
	case ChannelUnhold:
		return ids(&e.Channel), ""
	case Dial:
		return ids(&e.Peer, e.Caller), ""
	case PlaybackStarted:
		return ids(&Channel{ID: e.TargetChannel}), e.TargetBridge
	case PlaybackFinished:
		return ids(&Channel{ID: e.TargetChannel}), e.TargetBridge
	case RecordingFinished:
		return ids(&Channel{ID: e.TargetChannel}), e.TargetBridge
	case BridgeEntered:
		return ids(&e.Channel), e.Bridge.ID
	case BridgeLeft:
		return ids(&e.Channel), e.Bridge.ID
	case BridgeDestroyed:
		return e.Bridge.Channels, e.Bridge.ID
	default:
		return nil, ""
	}
}

func ids(channels ...*Channel) []string {
	out := make([]string, 0, len(channels))
	for _, c := range channels {
		if c != nil && c.ID != "" {
			out = append(out, c.ID)
		}
	}
	return out
}

// Channel is a channel as Asterisk showed it at one moment.
type Channel struct {
	ID           string // = UNIQUEID
	Name         string // technology/endpoint-number
	State        string // Down, Rsrvd, OffHook, Dialing, Ring, Ringing, Up, Busy, …
	CallerNumber string // as the trunk gave it: not trustworthy, not normalised
	CallerName   string
	DialledExten string            // dialplan's extension
	Created      time.Time         // to the millisecond
	Vars         map[string]string // those that ari.conf's channelvars names and that are set
	// App is the Stasis application that has the channel, as the dialplan last said
	// it; "" when unknown (a channel created over ARI) or none.
	App string
}

// Bridge is a bridge as Asterisk showed it at one moment.
type Bridge struct {
	ID       string
	Channels []string
}

// Endpoint is a SIP endpoint, a trunk.
type Endpoint struct {
	Name string
	// Online: its contact answers OPTIONS, or is not asked. Asterisk also says
	// offline of one that has not been asked yet.
	Online bool
}

// Snapshot is what exists in Asterisk.
type Snapshot struct {
	Channels  []Channel
	Bridges   []Bridge
	Endpoints []Endpoint
	// AsteriskStarted tells one run of Asterisk from the next: when it changed,
	// every call from before is gone.
	AsteriskStarted time.Time
	Node            string    // Asterisk's systemname
	TakenAt         time.Time // our clock, before the first listing was asked for
}

type (
	// StasisStart: the channel entered our application. Requests work from now on.
	StasisStart struct {
		At       time.Time
		Channel  Channel
		Args     []string
		Replaces *Channel // the channel that this one took the place of, or nil
	}
	// StasisEnd: the channel left our application (hung up, or continued in the dialplan).
	StasisEnd struct {
		At      time.Time
		Channel Channel
	}
	// ChannelCreated: a channel came into being, ours or not.
	ChannelCreated struct {
		At      time.Time
		Channel Channel
	}
	// ChannelStateChange: Channel.State is new.
	ChannelStateChange struct {
		At      time.Time
		Channel Channel
	}
	// ChannelDestroyed: the channel's end; the last event about it.
	ChannelDestroyed struct {
		At        time.Time
		Channel   Channel
		Cause     int    // Q.850
		CauseText string // Asterisk's words for it
		TechCause int    // SIP status that ended it, or 0
	}
	// ChannelHangupRequest: somebody hung up. Cause 32 is Asterisk's own soft
	// hang-up (a channel that is moved, for instance), not a party's wish.
	ChannelHangupRequest struct {
		At      time.Time
		Channel Channel
		Cause   int // Q.850; 0 if not given
		Soft    bool
	}
	// ChannelDtmfReceived: a key was pressed (RFC 4733 or SIP INFO).
	ChannelDtmfReceived struct {
		At         time.Time
		Channel    Channel
		Digit      string // 0-9, A-D, #, *
		DurationMs int
	}
	// ChannelTalking: somebody began to speak (Started), or has been quiet for as long as
	// the channel function TALK_DETECT was told.
	ChannelTalking struct {
		At      time.Time
		Channel Channel
		Started bool
	}
	// ToneDetected: the tone was heard that the channel function TONE_DETECT was told.
	ToneDetected struct {
		At      time.Time
		Channel Channel
	}
	// Dial: how dialling Peer goes. Status is "" at its begin, then RINGING,
	// PROGRESS, ANSWER, BUSY, CONGESTION, NOANSWER, CANCEL, CHANUNAVAIL.
	Dial struct {
		At     time.Time
		Peer   Channel
		Caller *Channel // nil if nobody's
		Status string
	}
	// PlaybackStarted: a sound is heard now.
	PlaybackStarted struct {
		At            time.Time
		ID            string
		TargetChannel string // or
		TargetBridge  string
	}
	// PlaybackFinished: all of its sounds are played, or it was stopped, or it
	// failed (no such file), or its channel is gone.
	PlaybackFinished struct {
		At            time.Time
		ID            string
		TargetChannel string // or
		TargetBridge  string
		Failed        bool
	}
	// BridgeEntered: the channel is in the bridge; audio flows.
	BridgeEntered struct {
		At      time.Time
		Bridge  Bridge
		Channel Channel
	}
	// BridgeLeft: the channel is not in the bridge any more.
	BridgeLeft struct {
		At      time.Time
		Bridge  Bridge
		Channel Channel
	}
	// BridgeDestroyed: the bridge's end.
	BridgeDestroyed struct {
		At     time.Time
		Bridge Bridge
	}
	// RecordingFinished: a recording made over ARI is closed. It may come twice.
	// MixMonitor sends none.
	RecordingFinished struct {
		At            time.Time
		Name          string
		TargetChannel string // or
		TargetBridge  string
		Failed        bool
	}
	// ContactStatus: an endpoint's contact was asked by OPTIONS; it comes with every
	// answer, and with every one that stays away.
	ContactStatus struct {
		At        time.Time
		Endpoint  string
		Status    string        // Reachable, Unreachable, Unknown, NonQualified, Removed
		RoundTrip time.Duration // of the question, when Reachable
	}
	// ChannelHold: the far end put us on hold (re-INVITE, sendonly).
	ChannelHold struct {
		At      time.Time
		Channel Channel
	}
	// ChannelUnhold: it took us back.
	ChannelUnhold struct {
		At      time.Time
		Channel Channel
	}
)

func (e StasisStart) when() time.Time          { return e.At }
func (e StasisEnd) when() time.Time            { return e.At }
func (e ChannelCreated) when() time.Time       { return e.At }
func (e ChannelStateChange) when() time.Time   { return e.At }
func (e ChannelDestroyed) when() time.Time     { return e.At }
func (e ChannelHangupRequest) when() time.Time { return e.At }
func (e ChannelDtmfReceived) when() time.Time  { return e.At }
func (e ChannelTalking) when() time.Time       { return e.At }
func (e ToneDetected) when() time.Time         { return e.At }
func (e ChannelHold) when() time.Time          { return e.At }
func (e ChannelUnhold) when() time.Time        { return e.At }
func (e Dial) when() time.Time                 { return e.At }
func (e PlaybackStarted) when() time.Time      { return e.At }
func (e PlaybackFinished) when() time.Time     { return e.At }
func (e BridgeEntered) when() time.Time        { return e.At }
func (e BridgeLeft) when() time.Time           { return e.At }
func (e BridgeDestroyed) when() time.Time      { return e.At }
func (e RecordingFinished) when() time.Time    { return e.At }
func (e ContactStatus) when() time.Time        { return e.At }

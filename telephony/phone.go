package telephony

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
)

// Phone is what the engine asks of Asterisk; *ari.Link is one. Requests may be
// made from any goroutine. Errors are judged by [ari.IsGone] and [ari.IsNotInStasis].
type Phone interface {
	Answer(ctx context.Context, channel string) error
	Hangup(ctx context.Context, channel string, reason ari.HangupReason) error
	Continue(ctx context.Context, channel, dialplanContext, exten string, priority int) error
	Play(ctx context.Context, channel, playbackID string, media ...string) error
	StopPlayback(ctx context.Context, playbackID string) error
	StartMOH(ctx context.Context, channel, class string) error
	StopMOH(ctx context.Context, channel string) error
	Ring(ctx context.Context, channel string) error
	StopRing(ctx context.Context, channel string) error
	SendDTMF(ctx context.Context, channel, digits string) error
	SetVar(ctx context.Context, channel, name, value string) error
	GetVar(ctx context.Context, channel, name string) (string, error)
	CreateBridge(ctx context.Context, id, types string) error
	AddChannel(ctx context.Context, bridge string, channels ...string) error
	RemoveChannel(ctx context.Context, bridge string, channels ...string) error
	DestroyBridge(ctx context.Context, id string) error
	PlayInBridge(ctx context.Context, bridge, playbackID, media string) error
	ExternalMedia(ctx context.Context, r ari.ExternalMediaRequest) (ari.Channel, error)
	Snoop(ctx context.Context, r ari.SnoopRequest) error
	Create(ctx context.Context, r ari.CreateRequest) error
	Dial(ctx context.Context, channel string, limit time.Duration) error
}

var (
	_ Phone       = (*ari.Link)(nil)
	_ ari.Handler = (*Engine)(nil)
)

// Channel variables; ari.conf's channelvars must name them all.
const (
	varCallID     = "CALL_ID"
	varRole       = "HOTLINE_ROLE"
	varOperator   = "HOTLINE_OPERATOR"
	varHeld       = "HOTLINE_HELD"
	varQueuedAt   = "HOTLINE_QUEUED_AT"
	varMessage    = "HOTLINE_MESSAGE" // since when the citizen leaves a message; the dialplan writes it down if they hang up
	varNumber     = "HOTLINE_NUMBER"
	varConfirmed  = "HOTLINE_CONFIRMED" // of a telephone outside: whoever answers, or is there, may be left alone with the citizen
	varService    = "HOTLINE_SERVICE"   // of a telephone outside: the emergency service whose it is
	varHanded     = "HOTLINE_HANDED"    // of a citizen: how the operator left them to a telephone outside
	varPlaced     = "HOTLINE_PLACED"    // of a citizen: an operator placed the call
	varEmergency  = "HOTLINE_EMERGENCY" // of a citizen: numbers that must be called on
	varAlarm      = "HOTLINE_ALARM"     // of a citizen: since when it is an emergency; which service has not come, and why
	varFlow       = "HOTLINE_FLOW"
	varWithheld   = "HOTLINE_WITHHELD"
	varTo         = "HOTLINE_TO"
	varTalkDetect = "TALK_DETECT(set)"
	varTalkEnd    = "TALK_DETECT(remove)"
	varRTPHost    = "UNICASTRTP_LOCAL_ADDRESS"
	varRTPPort    = "UNICASTRTP_LOCAL_PORT"

	roleCitizen  = "citizen"
	roleOperator = "operator"
	roleOfficer  = "officer" // of a telephone outside
	roleCalled   = "called"  // of a citizen whom we call, until they answer; then the dialplan makes them one
	roleLeader   = "leader"  // of a shift leader who supervises
	// roleEnded marks a citizen's channel whose call has ended and whose hang-up
	// may not have succeeded yet: it is not adopted but hung up.
	roleEnded = "ended"

	// First arguments of Stasis() in the dialplan.
	argInbound  = "inbound"
	argCallBack = "callback"

	callBackContext = "callback" // of the dialplan; extension s

	// The order matters to Asterisk: "dtmf_events" after "mixing".
	bridgeTypes = "mixing,dtmf_events"
	mediaFormat = "alaw"
	// silence is a tone of no frequency, and no end.
	silence = "tone:0/1000"
)

// Names of what we make in Asterisk. Each has its call's ID in it, so that an
// event or a listing leads back to the call.
const (
	legPrefix    = "op-"
	outPrefix    = "out-"
	watchPrefix  = "sup-"   // a shift leader's channel
	earPrefix    = "ear-"   // what the leader hears by
	watchRoom    = "watch-" // the bridge of those two
	bridgePrefix = "call-"
	playPrefix   = "play-"
	mixPrefix    = "mix-" // the silence in a bridge that mixes
)

func legName(id call.ID, n int64) string   { return fmt.Sprintf("%s%s-%d", legPrefix, id, n) }
func playName(id call.ID, n int64) string  { return fmt.Sprintf("%s%s-%d", playPrefix, id, n) }
func mixName(id call.ID, n int64) string   { return fmt.Sprintf("%s%s-%d", mixPrefix, id, n) }
func outName(id call.ID, n int64) string   { return fmt.Sprintf("%s%s-%d", outPrefix, id, n) }
func watchName(id call.ID, n int64) string { return fmt.Sprintf("%s%s-%d", watchPrefix, id, n) }
func earName(id call.ID, n int64) string   { return fmt.Sprintf("%s%s-%d", earPrefix, id, n) }
func watchBridge(id call.ID) string        { return watchRoom + string(id) }
func bridgeName(id call.ID) string         { return bridgePrefix + string(id) }

// callOfLeg is the call that an operator's channel belongs to, by its name.
func callOfLeg(channel string) (call.ID, bool) { return callOf(legPrefix, channel) }

// callOfOut is the call that a channel to a telephone outside belongs to, by its name.
func callOfOut(channel string) (call.ID, bool) { return callOf(outPrefix, channel) }

// callOfWatch is the call that a shift leader's channel, or their ear, belongs to.
func callOfWatch(channel string) (call.ID, bool) {
	if id, ok := callOf(watchPrefix, channel); ok {
		return id, true
	}
	return callOf(earPrefix, channel)
}

func callOf(prefix, channel string) (call.ID, bool) {
	rest, ours := strings.CutPrefix(channel, prefix)
	cut := strings.LastIndexByte(rest, '-')
	if !ours || cut < 1 {
		return "", false
	}
	return call.ID(rest[:cut]), true
}

// callOfBridge is the call that a bridge belongs to, by its name.
func callOfBridge(bridge string) (call.ID, bool) {
	for _, prefix := range []string{bridgePrefix, watchRoom} {
		if rest, ours := strings.CutPrefix(bridge, prefix); ours && rest != "" {
			return call.ID(rest), true
		}
	}
	return "", false
}

// callOfCitizen is the call of a citizen's channel: its CALL_ID, else its own ID.
func callOfCitizen(ch ari.Channel) call.ID {
	if id := ch.Vars[varCallID]; id != "" {
		return call.ID(id)
	}
	return call.ID(ch.ID)
}

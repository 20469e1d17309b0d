package call

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	op, other = "op01", "op02"
	lead      = "truongca"
	own       = "0912345678 02251022" // the caller's number, and ours
)

type path struct {
	name   string
	events []Event
	turn   int // Model.Turn at its end
}

// paths leads to every state; some in two ways that go on differently. Those with
// somebody beside citizen and operator are besides.
var paths = []path{
	{"new", nil, 0},
	{"arriving", []Event{Incoming{}}, 0},
	{"menu", []Event{Incoming{}, Answered{}}, 0},
	{"queued", waiting(), 0},
	{"offered", waiting(Assigned{op}), 1},
	{"connecting", waiting(Assigned{op}, Accepted{op}), 2},
	{"talking", talking(), 2},
	{"held", talking(HoldAsked{op}), 2},
	{"recovering", talking(OperatorGone{op}), 3},
	{"rejoining", []Event{Adoption{Past: Adopted{Operator: op}}, OperatorReturned{op}}, 2},
	{"recovering held", []Event{Adoption{Past: Adopted{Operator: op}, Held: true}}, 1},
	{"rejoining held", []Event{Adoption{Past: Adopted{Operator: op}, Held: true}, OperatorReturned{op}}, 2},
	{"forwarding", outside(), 1},
	{"early", outside(OutEarly{1}), 1},
	{"forwarded", outside(OutAnswered{Turn: 1}), 1},
	{"callback", []Event{CallBackDue{Place: inQueue}}, 0},
	{"cb_offered", []Event{CallBackDue{Place: inQueue}, Assigned{op}}, 1},
	{"cb_rings", []Event{CallBackDue{Place: inQueue}, Assigned{op}, Accepted{op}}, 2},
	{"cb_ready", []Event{CallBackDue{Place: inQueue}, Assigned{op}, Accepted{op}, LegUp{2}}, 2},
	{"cb_waits", []Event{CallBackDue{Place: inQueue}, Assigned{op}, Accepted{op}, CitizenUp{}}, 2},
	{"cb_talking", back(), 2},
	{"cb_held", back(HoldAsked{op}), 2},
	{"ended", []Event{Incoming{}, CallerGone{Cause: 16}}, 1},
}

// outside is a call's way to a telephone outside, and on.
func outside(then ...Event) []Event {
	return append([]Event{Incoming{Own: own}, Answered{}, DialAsked{Numbers: "113 114", Service: "113"}}, then...)
}

var inQueue = Place{Queue: "q", Priority: 1, Skills: "lang:en"}

// waiting is a call's way into the queue, and on.
func waiting(then ...Event) []Event {
	return append([]Event{Incoming{Own: own}, Answered{}, QueueAsked{inQueue}}, then...)
}

// talking is its way to a conversation, and on.
func talking(then ...Event) []Event {
	return append(waiting(Assigned{op}, Accepted{op}, LegUp{2}), then...)
}

// back is a call-back up to its conversation, and what comes then.
func back(then ...Event) []Event {
	return append([]Event{CallBackDue{Place: inQueue}, Assigned{op}, Accepted{op}, LegUp{2}, CitizenUp{}}, then...)
}

// matrix is what every event makes of every path's end: the next state, and the phase of
// a telephone that the operator has beside it; "-" for ErrNotNow, "x" for ErrNotYours,
// "o" for ErrOwnNumber. The columns are the paths, in order.
const matrix = `
event                new        arriving menu       queued  offered    connecting talking         held            recovering rejoining  recov_held rejoin_hld forwarding early      forwarded  callback cb_offered cb_rings   cb_ready   cb_waits   cb_talking      cb_held         ended
Incoming             arriving   -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
AdoptionQueued       queued     -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
AdoptionFresh        menu       -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
AdoptionTalking      recovering -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
AdoptionOutside      forwarded  -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
Answered             -          menu     -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
QueueAsked           -          -        queued     -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
LeaveAsked           -          -        -          menu    -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
Completed            -          -        ended      -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
CallBackDue          queued     -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
CallBackOff          -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          ended    ended      -          -          -          -               -               -
CallBackYields       -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          ended    ended      ended      ended      -          -               -               -
CitizenUp            -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          connecting talking    -          -               -               -
CitizenFailed        -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          ended      ended      -          -               -               -
DialAsked            -          -        forwarding -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
DialNobody           -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
OutEarly             -          -        -          -       -          -          -               -               -          -          -          -          forwarding -          -          -        -          -          -          -          -               -               -
OutEarlyOld          -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
OutAnswered          -          -        -          -       -          -          -               -               -          -          -          -          forwarded  forwarded  -          -        -          -          -          -          -               -               -
OutAnsweredOld       -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
OutFailed            -          -        -          -       -          -          -               -               -          -          -          -          forwarding forwarding -          -        -          -          -          -          -               -               -
OutFailedOld         -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
RingOver             -          -        -          -       -          -          -               -               -          -          -          -          forwarding forwarding -          -        -          -          -          -          -               -               -
RingOverOld          -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
OutUnjoined          -          -        -          -       -          -          -               -               -          -          -          -          -          -          forwarding -        -          -          -          -          -               -               -
OutUnjoinedOld       -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
OutGone              -          -        -          -       -          -          -               -               -          -          -          -          -          -          ended      -        -          -          -          -          -               -               -
OutGoneOld           -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
Assigned             -          -        -          offered -          -          -               -               -          -          -          -          -          -          -          offered  -          -          -          -          -               -               -
Accepted             -          x        x          x       connecting -          -               -               -          -          -          -          x          x          x          x        connecting -          -          -          -               -               -
AcceptedOther        -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
Rejected             -          x        x          x       queued     -          -               -               -          -          -          -          x          x          x          x        ended      -          -          -          -               -               -
RejectedOther        -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
OfferTimedOut        -          -        -          -       queued     -          -               -               -          -          -          -          -          -          -          -        ended      -          -          -          -               -               -
OfferTimedOutOld     -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
OperatorGone         -          x        x          x       queued     queued     recovering      recovering      -          recovering -          recovering x          x          x          x        ended      ended      ended      queued     recovering      recovering      -
OperatorGoneOther    -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
OperatorReturned     -          x        x          x       -          -          -               -               connecting -          connecting -          x          x          x          x        -          -          -          -          -               -               -
LegUp                -          -        -          -       -          talking    -               -               -          talking    -          held       -          -          -          -        -          connecting -          talking    -               -               -
LegUpOld             -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
LegFailed            -          -        -          -       -          queued     queued          queued          -          queued     -          queued     forwarding forwarding forwarding -        -          ended      ended      queued     queued          queued          -
LegFailedOld         -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
LegLost              -          -        -          -       -          queued     recovering      recovering      -          queued     -          queued     -          -          -          -        -          ended      ended      queued     recovering      recovering      -
LegLostOld           -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
HoldAsked            -          x        x          x       -          -          held            -               -          -          -          -          x          x          x          x        -          -          -          -          held            -               -
HoldAskedOther       -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
ResumeAsked          -          x        x          x       -          -          -               talking         -          -          -          -          x          x          x          x        -          -          -          -          -               talking         -
ResumeAskedOther     -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
OperatorHangup       -          x        x          x       -          ended      ended           ended           ended      ended      ended      ended      x          x          x          x        -          ended      ended      ended      ended           ended           -
HangupOther          -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
AskedDigit           -          x        x          x       -          -          talking         -               -          -          -          -          x          x          x          x        -          -          -          -          talking         -               -
AskedDigitNone       -          x        x          x       -          -          -               -               -          -          -          -          x          x          x          x        -          -          -          -          -               -               -
AskedDigitOther      -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
DigitHeard           -          arriving menu       queued  offered    connecting talking         held            recovering connecting recovering connecting forwarding forwarding forwarded  queued   offered    connecting connecting connecting talking         held            -
Recorded             -          arriving menu       queued  offered    connecting talking         held            recovering connecting recovering connecting forwarding forwarding forwarded  queued   offered    connecting connecting connecting talking         held            -
GraceOver            -          -        -          -       -          -          -               -               queued     -          queued     -          -          -          -          -        -          -          -          -          -               -               -
GraceOverOld         -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
CallerGone           -          ended    ended      ended   ended      ended      ended           ended           ended      ended      ended      ended      ended      ended      ended      ended    ended      ended      ended      ended      ended           ended           -
LeftStasis           -          ended    ended      ended   ended      ended      ended           ended           ended      ended      ended      ended      ended      ended      ended      ended    ended      ended      ended      ended      ended           ended           -
Vanished             -          ended    ended      ended   ended      ended      ended           ended           ended      ended      ended      ended      ended      ended      ended      ended    ended      ended      ended      ended      ended           ended           -
AsteriskLost         -          ended    ended      ended   ended      ended      ended           ended           ended      ended      ended      ended      ended      ended      ended      ended    ended      ended      ended      ended      ended           ended           -
Failed               -          ended    ended      ended   ended      ended      ended           ended           ended      ended      ended      ended      ended      ended      ended      ended    ended      ended      ended      ended      ended           ended           -
NobodysAccept        -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
AdoptionConfirmed    forwarded  -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
AdoptionUrgent       recovering/calling -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
AdoptionUrgentAlone  forwarding -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
AdoptionPlaced       recovering -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
AdoptionPlacedAlone  ended      -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
CallAsked            connecting -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
NobodyCalls          -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
OutPressed           -          -        -          -       -          -          -               -               -          -          -          -          -          -          forwarded  -        -          -          -          -          -               -               -
OutPressedWrong      -          -        -          -       -          -          -               -               -          -          -          -          -          -          forwarded  -        -          -          -          -          -               -               -
OutPressedOld        -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
BriefOver            -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
BriefOverOld         -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
ConsultAsked         -          x        x          x       -          -          held/calling    held/calling    -          -          -          -          x          x          x          x        -          -          -          -          held/calling    held/calling    -
ConsultOther         -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
ConsultOwn           -          x        x          x       -          -          o               o               -          -          -          -          x          x          x          x        -          -          -          -          held/calling    held/calling    -
ConsultNobody        -          x        x          x       -          -          -               -               -          -          -          -          x          x          x          x        -          -          -          -          -               -               -
EmergencyAsked       -          x        x          x       -          -          talking/calling talking/calling -          -          -          -          x          x          x          x        -          -          -          -          talking/calling talking/calling -
EmergencyAgain       -          x        x          x       -          -          talking/calling talking/calling -          -          -          -          x          x          x          x        -          -          -          -          talking/calling talking/calling -
EmergencyOther       -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
EmergencyOwn         -          x        x          x       -          -          o               o               -          -          -          -          x          x          x          x        -          -          -          -          talking/calling talking/calling -
NextAsked            -          x        x          x       -          -          -               -               -          -          -          -          x          x          x          x        -          -          -          -          -               -               -
NextOther            -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
SwapAsked            -          x        x          x       -          -          -               -               -          -          -          -          x          x          x          x        -          -          -          -          -               -               -
SwapOther            -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
ThreeWayAsked        -          x        x          x       -          -          -               -               -          -          -          -          x          x          x          x        -          -          -          -          -               -               -
ThreeWayOther        -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
TakeBackAsked        -          x        x          x       -          -          -               -               -          -          -          -          x          x          x          x        -          -          -          -          -               -               -
TakeBackOther        -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
CompleteAsked        -          x        x          x       -          -          -               -               -          -          -          -          x          x          x          x        -          -          -          -          -               -               -
CompleteOther        -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
Listen               -          -        -          -       -          -          talking         held            recovering connecting recovering connecting -          -          forwarded  -        -          -          -          -          talking         held            -
Whisper              -          -        -          -       -          -          talking         held            -          -          -          -          -          -          -          -        -          -          -          -          talking         held            -
Barge                -          -        -          -       -          -          talking         held            -          -          -          -          -          -          forwarded  -        -          -          -          -          talking         held            -
WatchNohow           -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
NobodyWatches        -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
WatchOneself         -          x        x          x       -          -          -               -               -          -          -          -          x          x          x          x        -          -          -          -          -               -               -
SecondLeader         -          -        -          -       -          -          talking         held            recovering connecting recovering connecting -          -          forwarded  -        -          -          -          -          talking         held            -
WatchLeft            -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
WatchLeftOther       -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
TakeOver             -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
TakeOverOther        -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
LeaderUp             -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
LeaderLost           -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
LeaderLostOld        -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          -          -               -               -
LeaderGone           -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
FaxHeard             -          -        -          -       -          -          -               -               -          -          -          -          -          -          -          -        -          -          -          ended      ended           ended           -
VoicemailAsked       -          x        x          x       -          -          -               -               -          -          -          -          x          x          x          x        -          -          -          -          ended           ended           -
VoicemailOther       -          x        x          x       x          x          x               x               x          x          x          x          x          x          x          x        x          x          x          x          x               x               -
`

func eventNamed(name string, m Model) Event {
	turn, dialled := m.Turn, m.Dialled
	return map[string]Event{
		"Incoming":            Incoming{},
		"AdoptionQueued":      Adoption{Place: inQueue, Queued: true},
		"AdoptionFresh":       Adoption{},
		"AdoptionTalking":     Adoption{Past: Adopted{Operator: op}},
		"Answered":            Answered{},
		"QueueAsked":          QueueAsked{inQueue},
		"LeaveAsked":          LeaveAsked{},
		"Recorded":            Recorded{Kind: KindMessageLeft, Data: MessageLeft{}},
		"Completed":           Completed{},
		"CallBackDue":         CallBackDue{Place: inQueue},
		"CallBackOff":         CallBackOff{},
		"CallBackYields":      CallBackYields{},
		"CitizenUp":           CitizenUp{},
		"CitizenFailed":       CitizenFailed{Try: "busy"},
		"DialAsked":           DialAsked{Numbers: "113"},
		"DialNobody":          DialAsked{Numbers: " "},
		"OutEarly":            OutEarly{dialled},
		"OutEarlyOld":         OutEarly{dialled - 1},
		"OutAnswered":         OutAnswered{Turn: dialled},
		"OutAnsweredOld":      OutAnswered{Turn: dialled - 1},
		"OutFailed":           OutFailed{dialled, "busy"},
		"OutFailedOld":        OutFailed{dialled - 1, "busy"},
		"RingOver":            RingOver{dialled},
		"RingOverOld":         RingOver{dialled - 1},
		"OutUnjoined":         OutUnjoined{dialled},
		"OutUnjoinedOld":      OutUnjoined{dialled - 1},
		"OutGone":             OutGone{dialled},
		"OutGoneOld":          OutGone{dialled - 1},
		"AdoptionOutside":     Adoption{Number: "113"},
		"Assigned":            Assigned{op},
		"Accepted":            Accepted{op},
		"AcceptedOther":       Accepted{other},
		"NobodysAccept":       Accepted{},
		"Rejected":            Rejected{op},
		"RejectedOther":       Rejected{other},
		"OfferTimedOut":       OfferTimedOut{turn},
		"OfferTimedOutOld":    OfferTimedOut{turn - 1},
		"OperatorGone":        OperatorGone{op},
		"OperatorGoneOther":   OperatorGone{other},
		"OperatorReturned":    OperatorReturned{op},
		"LegUp":               LegUp{turn},
		"LegUpOld":            LegUp{turn - 1},
		"LegFailed":           LegFailed{turn},
		"LegFailedOld":        LegFailed{turn - 1},
		"LegLost":             LegLost{turn},
		"LegLostOld":          LegLost{turn - 1},
		"HoldAsked":           HoldAsked{op},
		"HoldAskedOther":      HoldAsked{other},
		"ResumeAsked":         ResumeAsked{op},
		"ResumeAskedOther":    ResumeAsked{other},
		"OperatorHangup":      OperatorHangup{op},
		"HangupOther":         OperatorHangup{other},
		"AskedDigit":          AskedDigit{op, "12#"},
		"AskedDigitNone":      AskedDigit{op, ""},
		"AskedDigitOther":     AskedDigit{other, "1"},
		"DigitHeard":          DigitHeard{"5"},
		"FaxHeard":            FaxHeard{},
		"VoicemailAsked":      VoicemailAsked{op},
		"VoicemailOther":      VoicemailAsked{other},
		"GraceOver":           GraceOver{turn},
		"GraceOverOld":        GraceOver{turn - 1},
		"CallerGone":          CallerGone{Cause: 16},
		"OutPressed":          OutPressed{dialled, "1"},
		"OutPressedWrong":     OutPressed{dialled, "5"},
		"OutPressedOld":       OutPressed{dialled - 1, "1"},
		"BriefOver":           BriefOver{dialled},
		"BriefOverOld":        BriefOver{dialled - 1},
		"ConsultAsked":        ConsultAsked{Operator: op, Numbers: "0225300001"},
		"ConsultOther":        ConsultAsked{Operator: other, Numbers: "0225300001"},
		"ConsultOwn":          ConsultAsked{Operator: op, Numbers: own},
		"ConsultNobody":       ConsultAsked{Operator: op, Numbers: " "},
		"EmergencyAsked":      EmergencyAsked{Operator: op, Numbers: "113"},
		"EmergencyAgain":      EmergencyAsked{Operator: op, Numbers: "113", Service: "113"},
		"NextAsked":           NextAsked{op},
		"NextOther":           NextAsked{other},
		"EmergencyOther":      EmergencyAsked{Operator: other, Numbers: "113"},
		"EmergencyOwn":        EmergencyAsked{Operator: op, Numbers: own},
		"SwapAsked":           SwapAsked{op},
		"SwapOther":           SwapAsked{other},
		"ThreeWayAsked":       ThreeWayAsked{op},
		"ThreeWayOther":       ThreeWayAsked{other},
		"TakeBackAsked":       TakeBackAsked{op},
		"TakeBackOther":       TakeBackAsked{other},
		"CompleteAsked":       CompleteAsked{op},
		"CompleteOther":       CompleteAsked{other},
		"Listen":              WatchAsked{Leader: lead, Mode: ModeListen},
		"Whisper":             WatchAsked{Leader: lead, Mode: ModeWhisper},
		"Barge":               WatchAsked{Leader: lead, Mode: ModeBarge},
		"WatchNohow":          WatchAsked{Leader: lead, Mode: ""},
		"NobodyWatches":       WatchAsked{Leader: "", Mode: ModeListen},
		"WatchOneself":        WatchAsked{Leader: m.Operator, Mode: ModeListen},
		"SecondLeader":        WatchAsked{Leader: other, Mode: ModeListen},
		"WatchLeft":           WatchLeft{lead},
		"WatchLeftOther":      WatchLeft{other},
		"TakeOver":            TakeOverAsked{lead},
		"TakeOverOther":       TakeOverAsked{other},
		"LeaderUp":            LeaderUp{m.Leader.Turn},
		"LeaderLost":          LeaderLost{m.Leader.Turn},
		"LeaderLostOld":       LeaderLost{m.Leader.Turn - 1},
		"LeaderGone":          OperatorGone{lead},
		"CallAsked":           CallAsked{Operator: op},
		"NobodyCalls":         CallAsked{},
		"AdoptionConfirmed":   Adoption{Past: Adopted{Operator: op}, Number: "113"},
		"AdoptionUrgent":      Adoption{Past: Adopted{Operator: op}, Urgent: "113 114"},
		"AdoptionUrgentAlone": Adoption{Urgent: "113 114"},
		"AdoptionPlaced":      Adoption{Past: Adopted{Operator: op}, Placed: true},
		"AdoptionPlacedAlone": Adoption{Placed: true},
		"LeftStasis":          LeftStasis{},
		"Vanished":            Vanished{},
		"AsteriskLost":        Vanished{AsteriskLost: true},
		"Failed":              Failed{},
	}[name]
}

func follow(t *testing.T, events []Event) Model {
	t.Helper()
	var m Model
	for i, ev := range events {
		var err error
		if m, _, err = Transition(m, ev); err != nil {
			t.Fatalf("event %d (%#v): %v", i, ev, err)
		}
	}
	return m
}

func TestEveryStateAndEvent(t *testing.T) {
	kinds := map[string]bool{}
	checkMatrix(t, matrix, paths, kinds)
	checkMatrix(t, besidesMatrix, besides, kinds)
	if len(kinds) != 55 {
		t.Errorf("%d kinds of event in the matrices, want 55", len(kinds))
	}
}

func checkMatrix(t *testing.T, matrix string, paths []path, kinds map[string]bool) {
	t.Helper()
	for row := range strings.Lines(strings.TrimSpace(matrix)) {
		cells := strings.Fields(row)
		if len(cells) != len(paths)+1 {
			t.Fatalf("row %q has %d cells", cells[0], len(cells))
		}
		if cells[0] == "event" {
			continue
		}
		for i, path := range paths {
			want := cells[i+1]
			t.Run(path.name+"→"+cells[0]+"→"+want, func(t *testing.T) {
				before := follow(t, path.events)
				if before.Turn != path.turn {
					t.Fatalf("turn = %d, want %d", before.Turn, path.turn)
				}
				ev := eventNamed(cells[0], before)
				if ev == nil {
					t.Fatal("no such event")
				}
				kinds[fmt.Sprintf("%T", ev)] = true
				checkCell(t, before, ev, want)
			})
		}
	}
}

// cellOf is what a cell of the matrices says of a call: its state, and the telephone
// outside that the operator has beside it.
func cellOf(m Model) string {
	cell := string(m.State)
	if m.Operator != "" && m.Officer.Phase != PhaseNone {
		cell += "/" + string(m.Officer.Phase)
	}
	return cell
}

func checkCell(t *testing.T, before Model, ev Event, want string) {
	t.Helper()
	after, effects, err := Transition(before, ev)
	wantErr := map[string]error{"-": ErrNotNow, "x": ErrNotYours, "o": ErrOwnNumber}[want]
	if err != wantErr { //nolint:errorlint // the very values are the contract here
		t.Fatalf("err = %v, want %v", err, wantErr)
	}
	if err != nil {
		if diff := cmp.Diff(before, after); diff != "" || effects != nil {
			t.Errorf("refused, but something changed: %v %s", effects, diff)
		}
		return
	}
	if got := cellOf(after); got != want {
		t.Errorf("state = %q, want %q", got, want)
	}
	if len(effects) == 0 && after == before {
		t.Error("something happened, and nothing is done about it")
	}
}

func TestEffects(t *testing.T) {
	offer := Offer{Operator: op}
	head := []Effect{
		Note{KindQueued, Queued{Queue: "q", AtHead: true}},
		Enqueue{Place: inQueue, AtHead: true},
		Lead{NewsReturned},
	}
	stays := inQueue
	stays.Stays = true
	tests := map[string]struct {
		path []Event
		want []Effect // of the last event
	}{
		"new→incoming": {
			[]Event{Incoming{Arrived: Arrived{From: "0912"}}},
			[]Effect{Answer{}, Note{KindArrived, Arrived{From: "0912"}}},
		},
		"arriving→answered→menu": {
			[]Event{Incoming{}, Answered{}},
			[]Effect{Note{Kind: KindAnswered}, Lead{NewsBegun}},
		},
		"menu→queue_asked→queued": {
			waiting(),
			[]Effect{StartMusic{}, Note{KindQueued, Queued{Queue: "q"}}, Enqueue{Place: inQueue}},
		},
		"queued→leave_asked→menu": {
			waiting(LeaveAsked{}),
			[]Effect{Dequeue{}, StopMusic{}, Note{KindLeftQueue, Queued{Queue: "q"}}},
		},
		"queued→leave_asked→queue_asked: another queue": {
			waiting(LeaveAsked{}, QueueAsked{Place{Queue: "r"}}),
			[]Effect{StartMusic{}, Note{KindQueued, Queued{Queue: "r"}}, Enqueue{Place: Place{Queue: "r"}}},
		},
		"menu→recorded": {
			[]Event{Incoming{}, Answered{}, Recorded{KindMessageLeft, MessageLeft{EndedBy: "key"}, true}},
			[]Effect{Note{KindMessageLeft, MessageLeft{EndedBy: "key"}}},
		},
		"menu→dial_asked→forwarding": {
			outside(),
			[]Effect{
				Ring{},
				Note{KindEmergency, Consult{Number: "113", Unit: "113", Urgent: true}},
				CallOut{"113", 1},
				Note{KindForwarding, Forward{Number: "113", Service: "113"}},
			},
		},
		"forwarding→early→answered→forwarded": {
			outside(OutEarly{1}, OutAnswered{1, "t1"}),
			[]Effect{Note{KindForwarded, Forward{Number: "113", Service: "113", Trunk: "t1"}}},
		},
		"forwarding→early→failed→the next rings": {
			outside(OutEarly{1}, OutFailed{1, "busy"}),
			[]Effect{
				LeaveBridge{},
				DropOut{},
				Note{KindForwardEnded, Forward{Number: "113", Service: "113", Outcome: "busy"}},
				Ring{},
				CallOut{"114", 2},
				Note{KindForwarding, Forward{Number: "114", Service: "113"}},
			},
		},
		"forwarding→the last failed→menu": {
			outside(OutFailed{1, "busy"}, OutFailed{2, "no-answer"}),
			[]Effect{DropOut{}, Note{KindForwardEnded, Forward{Number: "114", Service: "113", Outcome: "no-answer"}}, StopRing{}, Lead{NewsUnheard}},
		},
		"forwarding→answered→forwarded": {
			outside(OutAnswered{Turn: 1}),
			[]Effect{StopRing{}, EnterBridge{1}, Note{KindForwarded, Forward{Number: "113", Service: "113"}}},
		},
		"forwarded→out_gone→ended": {
			outside(OutAnswered{Turn: 1}, OutGone{1}),
			[]Effect{HangUpCaller{}, DropOut{}, CleanUp{}, Note{KindEnded, Ended{Class: EndOfficer, Reason: ReasonHangup}}},
		},
		"forwarded→leg_failed→the next: nobody is left alone with the line": {
			outside(OutAnswered{Turn: 1}, LegFailed{1}),
			[]Effect{
				LeaveBridge{},
				DropOut{},
				Note{KindForwardEnded, Forward{Number: "113", Service: "113", Outcome: OutcomeUnjoined}},
				Ring{},
				CallOut{"114", 2},
				Note{KindForwarding, Forward{Number: "114", Service: "113"}},
			},
		},
		"callback due→queued, nothing in the journal": {
			[]Event{CallBackDue{Place: inQueue}},
			[]Effect{Enqueue{Place: inQueue, CallBack: true}},
		},
		"callback→assigned→rejected→ended, nothing in the journal": {
			[]Event{CallBackDue{Place: inQueue}, Assigned{op}, Rejected{op}},
			[]Effect{
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneRejected, Unavailable: UnavailableRejected},
				DropOperatorLeg{},
				CleanUp{},
				Tried{TryOperatorGone},
			},
		},
		"callback→accepted→the citizen is called": {
			[]Event{CallBackDue{Place: inQueue}, Assigned{op}, Accepted{op}},
			[]Effect{JoinOperator{op, 2}, EngageOperator{op, 2}, CallCitizen{}, Note{KindAccepted, offer}},
		},
		"callback→engaged": {
			[]Event{CallBackDue{Place: inQueue}, Assigned{op}, Accepted{op}, LegUp{2}, CitizenFailed{Try: "busy", How: Ended{Class: EndCitizen, Reason: ReasonBusy, Cause: 17}}},
			[]Effect{
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded},
				CleanUp{},
				Tried{"busy"},
				Note{KindEnded, Ended{Class: EndCitizen, Reason: ReasonBusy, Cause: 17}},
			},
		},
		"callback→talking→a fax: no wrap-up": {
			back(FaxHeard{}),
			[]Effect{
				HangUpCaller{},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded},
				CleanUp{},
				Note{KindEnded, Ended{Class: EndSystem, Reason: ReasonFax}},
			},
		},
		"callback→talking→the operator hears a voicemail: no wrap-up": {
			back(VoicemailAsked{op}),
			[]Effect{
				HangUpCaller{},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded},
				CleanUp{},
				Note{KindEnded, Ended{Class: EndOperator, Reason: ReasonVoicemail}},
			},
		},
		"callback→adopted→a fax": {
			[]Event{Adoption{Past: Adopted{Operator: op}, CallBack: true}, FaxHeard{}},
			[]Effect{
				HangUpCaller{},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded},
				CleanUp{},
				Note{KindEnded, Ended{Class: EndSystem, Reason: ReasonFax}},
			},
		},
		"callback→the citizen is there before the operator→as after any accept": {
			[]Event{CallBackDue{Place: inQueue}, Assigned{op}, Accepted{op}, CitizenUp{}, LegUp{2}},
			[]Effect{StopMusic{}, EnterBridge{2}, MarkOperator{op}, Note{KindConnected, offer}},
		},
		"callback→both are there→talking": {
			[]Event{CallBackDue{Place: inQueue}, Assigned{op}, Accepted{op}, LegUp{2}, CitizenUp{}},
			[]Effect{Tried{TryReached}, Note{Kind: KindAnswered}, EnterBridge{2}, MarkOperator{op}, Note{KindConnected, offer}},
		},
		"menu→completed→ended": {
			[]Event{Incoming{}, Answered{}, Completed{}},
			[]Effect{HangUpCaller{}, CleanUp{}, Note{KindEnded, Ended{Class: EndSystem, Reason: ReasonCompleted}}},
		},
		"queued→assigned→offered: the desk before all else": {
			waiting(Assigned{op}),
			[]Effect{OfferTo{op, 1}, PrepareLeg{op}, Note{KindOffered, offer}, Lead{NewsTaken}},
		},
		"offered→accepted→connecting: the audio before all else": {
			waiting(Assigned{op}, Accepted{op}),
			[]Effect{JoinOperator{op, 2}, EngageOperator{op, 2}, Note{KindOfferEnded, Offer{op, OutcomeAccepted}}, Note{KindAccepted, offer}},
		},
		"offered→rejected→queued at the head": {
			waiting(Assigned{op}, Rejected{op}),
			append([]Effect{
				DropOperatorLeg{},
				Note{KindOfferEnded, Offer{op, OutcomeRejected}},
				FreeOperator{Operator: op, Gone: GoneRejected, Unavailable: UnavailableRejected},
			}, head...),
		},
		"offered→timed_out→queued at the head, the prepared leg dropped before she is free": {
			waiting(Assigned{op}, OfferTimedOut{1}),
			append([]Effect{
				DropOperatorLeg{},
				Note{KindOfferEnded, Offer{op, OutcomeTimeout}},
				FreeOperator{Operator: op, Gone: GoneTimeout, Unavailable: UnavailableTimeout},
			}, head...),
		},
		"offered→operator_gone→queued at the head": {
			waiting(Assigned{op}, OperatorGone{op}),
			append([]Effect{
				DropOperatorLeg{},
				Note{KindOfferEnded, Offer{op, OutcomeOperatorGone}},
				FreeOperator{Operator: op, Gone: GoneWithdrawn},
			}, head...),
		},
		"connecting→leg_up→talking": {
			talking(),
			[]Effect{StopMusic{}, EnterBridge{2}, MarkOperator{op}, Note{KindConnected, offer}},
		},
		"connecting→leg_failed→queued at the head": {
			waiting(Assigned{op}, Accepted{op}, LegFailed{2}),
			[]Effect{
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneRequeued, Unavailable: UnavailableNoAudio},
				MarkOperator{},
				Note{KindQueued, Queued{Queue: "q", AtHead: true}},
				Enqueue{Place: inQueue, AtHead: true},
				Lead{NewsReturned},
			},
		},
		"talking→operator_gone→recovering": {
			talking(OperatorGone{op}),
			[]Effect{LeaveBridge{}, StartMusic{Reconnecting: true}, DropOperatorLeg{}, AwaitOperator{op, 3}, Note{KindOperatorLost, offer}},
		},
		"recovering→returned→leg_up→talking: resumed, not connected anew": {
			talking(OperatorGone{op}, OperatorReturned{op}, LegUp{4}),
			[]Effect{StopMusic{}, EnterBridge{4}, MarkOperator{op}, Note{KindResumed, offer}},
		},
		"held→operator_gone→returned→leg_up→held: nobody is spoken to unawares": {
			talking(HoldAsked{op}, OperatorGone{op}, OperatorReturned{op}, LegUp{4}),
			[]Effect{MarkOperator{op}},
		},
		"held→gone→grace_over→queued at the head": {
			talking(HoldAsked{op}, OperatorGone{op}, GraceOver{3}),
			[]Effect{
				FreeOperator{Operator: op, Gone: GoneRequeued},
				MarkHeld{},
				MarkOperator{},
				Note{KindQueued, Queued{Queue: "q", AtHead: true}},
				Enqueue{Place: inQueue, AtHead: true},
				Lead{NewsReturned},
			},
		},
		"talking→operator_hangup→ended": {
			talking(OperatorHangup{op}),
			[]Effect{
				HangUpCaller{},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded, WrapUp: true},
				CleanUp{},
				Note{KindEnded, Ended{Class: EndOperator, Reason: ReasonHangup}},
			},
		},
		"talking→operator_hangup→menu: the citizen stays": {
			[]Event{Incoming{}, Answered{}, QueueAsked{stays}, Assigned{op}, Accepted{op}, LegUp{2}, OperatorHangup{op}},
			[]Effect{
				LeaveBridge{},
				MarkOperator{},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded, WrapUp: true},
				Note{KindOperatorLeft, offer},
				Lead{NewsLeft},
			},
		},
		"held→operator_hangup→menu: no music any more": {
			[]Event{Incoming{}, Answered{}, QueueAsked{stays}, Assigned{op}, Accepted{op}, LegUp{2}, HoldAsked{op}, OperatorHangup{op}},
			[]Effect{
				StopMusic{},
				MarkHeld{},
				MarkOperator{},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded, WrapUp: true},
				Note{KindOperatorLeft, offer},
				Lead{NewsLeft},
			},
		},
		"connecting→operator_hangup→ended: nobody stays who was not spoken with": {
			[]Event{Incoming{}, Answered{}, QueueAsked{stays}, Assigned{op}, Accepted{op}, OperatorHangup{op}},
			[]Effect{
				HangUpCaller{},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded},
				CleanUp{},
				Note{KindEnded, Ended{Class: EndOperator, Reason: ReasonHangup}},
			},
		},
		"offered→caller_gone→ended: no after-call work": {
			waiting(Assigned{op}, CallerGone{Cause: 16, TechCause: 200}),
			[]Effect{
				DropOperatorLeg{},
				Note{KindOfferEnded, Offer{op, OutcomeCallerGone}},
				FreeOperator{Operator: op, Gone: GoneEnded},
				CleanUp{},
				Note{KindEnded, Ended{Class: EndCitizen, Reason: ReasonAbandonedWait, Cause: 16, TechCause: 200}},
			},
		},
		"menu→failed→ended: the fallback has it": {
			[]Event{Incoming{}, Answered{}, Failed{}},
			[]Effect{StopSpeech{}, ToFallback{}, CleanUp{}, Note{KindEnded, Ended{Class: EndSystem, Reason: ReasonInternal}}},
		},
		"new→adoption→queued at its old place": {
			[]Event{Adoption{Place: inQueue, Queued: true}},
			[]Effect{
				LeaveBridge{},
				StartMusic{},
				DropOperatorLeg{},
				Enqueue{Place: inQueue},
				Note{KindAdopted, Adopted{State: StateQueued}},
				Lead{NewsAdopted},
			},
		},
		"new→adoption→held, waits for the operator": {
			[]Event{Adoption{Past: Adopted{Operator: op, From: "09"}, Held: true}},
			[]Effect{
				LeaveBridge{},
				StartMusic{},
				DropOperatorLeg{},
				EngageOperator{op, 1},
				AwaitOperator{op, 1},
				Note{KindAdopted, Adopted{State: StateHeld, Operator: op, From: "09"}},
				Lead{NewsAdopted},
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			last := len(tc.path) - 1
			m := follow(t, tc.path[:last])
			_, got, err := Transition(m, tc.path[last])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("effects (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHowItEnds(t *testing.T) {
	ends := map[string]EndReason{
		"arriving": ReasonAbandonedRing, "menu": ReasonAbandonedMenu, "queued": ReasonAbandonedWait,
		"offered": ReasonAbandonedWait, "connecting": ReasonAbandonedWait, "talking": ReasonHangup,
		"forwarding": ReasonAbandonedWait, "early": ReasonAbandonedWait, "forwarded": ReasonHangup,
		"held": ReasonAbandonedHold, "recovering": ReasonAbandonedHold, "rejoining": ReasonAbandonedHold,
	}
	for _, path := range paths {
		want, ok := ends[path.name]
		if !ok {
			continue
		}
		for name, tc := range map[string]struct {
			ev   Event
			want Ended
		}{
			"hang-up":        {CallerGone{Cause: 16}, Ended{Class: EndCitizen, Reason: want, Cause: 16}},
			"cause unknown":  {CallerGone{}, Ended{Class: EndCitizen, Reason: want}},
			"no RTP":         {CallerGone{Cause: 44}, Ended{Class: EndCarrier, Reason: ReasonMediaTimeout, Cause: 44}},
			"network":        {CallerGone{Cause: 38, TechCause: 503}, Ended{Class: EndCarrier, Reason: ReasonNetwork, Cause: 38, TechCause: 503}},
			"left Stasis":    {LeftStasis{}, Ended{Class: EndSystem, Reason: ReasonFallback}},
			"vanished":       {Vanished{}, Ended{Class: EndCitizen, Reason: ReasonUnobserved}},
			"Asterisk lost":  {Vanished{AsteriskLost: true}, Ended{Class: EndSystem, Reason: ReasonAsteriskLost}},
			"failure of our": {Failed{}, Ended{Class: EndSystem, Reason: ReasonInternal}},
		} {
			t.Run(path.name+"→"+name, func(t *testing.T) {
				m, _, err := Transition(follow(t, path.events), tc.ev)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tc.want, m.Ended); diff != "" {
					t.Errorf("ended (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// Who has what they called for has not given up.
func TestServed(t *testing.T) {
	for name, path := range map[string][]Event{
		"a message left":          {Incoming{}, Answered{}, Recorded{Kind: KindMessageLeft, Served: true}},
		"after the operator left": {Adoption{Place: Place{Stays: true}, Past: Adopted{Operator: op}}, OperatorHangup{op}},
	} {
		m, _, err := Transition(follow(t, path), CallerGone{Cause: 16})
		if err != nil || m.Ended != (Ended{Class: EndCitizen, Reason: ReasonHangup, Cause: 16}) {
			t.Errorf("%s: %+v, %v", name, m.Ended, err)
		}
	}
}

package call

// Wish is what an operator, or a shift leader, may ask of a call.
type Wish string

const (
	WishAccept    Wish = "accept"
	WishReject    Wish = "reject"
	WishHold      Wish = "hold"
	WishResume    Wish = "resume"
	WishDigits    Wish = "dtmf"
	WishConsult   Wish = "consult"
	WishEmergency Wish = "emergency"
	WishNext      Wish = "next"
	WishSwap      Wish = "swap"
	WishThreeWay  Wish = "three_way"
	WishComplete  Wish = "complete"
	WishTakeBack  Wish = "take_back"
	WishHangup    Wish = "hangup"
	WishVoicemail Wish = "voicemail"
	WishListen    Wish = "listen"
	WishWhisper   Wish = "whisper"
	WishBarge     Wish = "barge"
	WishTakeOver  Wish = "take_over"
	WishLeave     Wish = "leave"
)

// somebody is a number that is nobody's own.
const somebody = "0"

var wishes = []struct {
	wish Wish
	of   func(who string) Event
}{
	{WishAccept, func(who string) Event { return Accepted{who} }},
	{WishReject, func(who string) Event { return Rejected{who} }},
	{WishHold, func(who string) Event { return HoldAsked{who} }},
	{WishResume, func(who string) Event { return ResumeAsked{who} }},
	{WishDigits, func(who string) Event { return AskedDigit{who, "0"} }},
	{WishConsult, func(who string) Event { return ConsultAsked{Operator: who, Numbers: somebody} }},
	{WishEmergency, func(who string) Event { return EmergencyAsked{Operator: who, Numbers: somebody} }},
	{WishNext, func(who string) Event { return NextAsked{who} }},
	{WishSwap, func(who string) Event { return SwapAsked{who} }},
	{WishThreeWay, func(who string) Event { return ThreeWayAsked{who} }},
	{WishComplete, func(who string) Event { return CompleteAsked{who} }},
	{WishTakeBack, func(who string) Event { return TakeBackAsked{who} }},
	{WishHangup, func(who string) Event { return OperatorHangup{who} }},
	{WishVoicemail, func(who string) Event { return VoicemailAsked{who} }},
	{WishListen, func(who string) Event { return WatchAsked{Leader: who, Mode: ModeListen} }},
	{WishWhisper, func(who string) Event { return WatchAsked{Leader: who, Mode: ModeWhisper} }},
	{WishBarge, func(who string) Event { return WatchAsked{Leader: who, Mode: ModeBarge} }},
	{WishTakeOver, func(who string) Event { return TakeOverAsked{who} }},
	{WishLeave, func(who string) Event { return WatchLeft{who} }},
}

// Possible is what somebody may ask of the call now. It asks Transition itself, so that a
// screen offers neither more nor less.
func Possible(m Model, who string) []Wish {
	var possible []Wish
	for _, w := range wishes {
		if _, _, err := Transition(m, w.of(who)); err == nil {
			possible = append(possible, w.wish)
		}
	}
	return possible
}

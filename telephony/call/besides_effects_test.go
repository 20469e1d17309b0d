package call

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBesidesEffects(t *testing.T) {
	first := Consult{Operator: op, Number: "0225300001", Unit: "cap-nuoc"}
	police := Consult{Operator: op, Number: "113", Unit: "113", Urgent: true}
	ambulance, reserve := police, police
	ambulance.Number, ambulance.Unit, reserve.Number = "115", "115", "114"
	with := func(c Consult, outcome string) Consult {
		c.Outcome = outcome
		return c
	}
	fire := police
	fire.Number = "114"
	gone := CitizenLeft{Operator: op, Ended: Ended{Class: EndCitizen, Reason: ReasonHangup, Cause: 16}}
	offer := Offer{Operator: op}
	second := with(first, "")
	second.Number = "0225300002"
	given := []Effect{
		MarkOperator{},
		FreeOperator{Operator: op, Gone: GoneTransferred, WrapUp: true},
		Note{KindTransferred, first},
	}
	lost := []Effect{
		MarkOperator{},
		FreeOperator{Operator: op, Gone: GoneTransferred, WrapUp: true},
		Note{KindOperatorLost, offer},
		Note{KindTransferred, first},
	}
	back := []Effect{StopMusic{}, EnterBridge{2}, MarkHeld{}, Note{KindResumed, offer}}
	cat := func(all ...[]Effect) []Effect { return slices.Concat(all...) }

	tests := map[string]struct {
		path []Event
		want []Effect // of the last event
	}{
		"talking→consult_asked→calling: the citizen is away before the telephone is there": {
			consulting(),
			[]Effect{
				LeaveBridge{}, StartMusic{}, MarkHeld{On: true}, Note{KindHeld, offer}, CallOut{"0225300001", 1}, Note{KindConsulting, first},
			},
		},
		"held→consult_asked→calling: the citizen hears music already": {
			talking(HoldAsked{op}, ConsultAsked{Operator: op, Numbers: "0225300001", Unit: "cap-nuoc"}),
			[]Effect{CallOut{"0225300001", 1}, Note{KindConsulting, first}},
		},
		"talking→consult_asked: the caller's own number in the unit's list is passed over": {
			talking(ConsultAsked{Operator: op, Numbers: "0912345678 02251022 0225300001", Unit: "cap-nuoc"}),
			[]Effect{
				LeaveBridge{}, StartMusic{}, MarkHeld{On: true}, Note{KindHeld, offer}, CallOut{"0225300001", 1}, Note{KindConsulting, first},
			},
		},
		"calling→busy→the next is called": {
			consulting(OutFailed{1, "busy"}),
			[]Effect{DropOut{}, Note{KindConsultEnded, with(first, "busy")}, CallOut{"0225300002", 2}, Note{KindConsulting, second}},
		},
		"calling→the last does not answer→held: the operator is told, the citizen not put back unawares": {
			consulting(OutFailed{1, "busy"}, OutFailed{2, "no-answer"}),
			[]Effect{DropOut{}, Note{KindConsultEnded, with(second, "no-answer")}},
		},
		"calling→answered→briefed: not heard before the key": {
			consulting(OutAnswered{Turn: 1}),
			[]Effect{Brief{1, "mat-nuoc"}, Note{KindBriefed, first}},
		},
		"briefed→another key→the words again": {
			consulting(OutAnswered{Turn: 1}, OutPressed{1, "5"}),
			[]Effect{Brief{1, "mat-nuoc"}, Note{KindDigit, Digit{"5", SourceOfficer}}},
		},
		"briefed→three other keys→the next is called": {
			consulting(OutAnswered{Turn: 1}, OutPressed{1, "5"}, OutPressed{1, "6"}, OutPressed{1, "7"}),
			[]Effect{
				Note{KindDigit, Digit{"7", SourceOfficer}},
				DropOut{},
				Note{KindConsultEnded, with(first, OutcomeUnconfirmed)},
				CallOut{"0225300002", 2},
				Note{KindConsulting, second},
			},
		},
		"briefed→no key: a voicemail takes nobody": {
			consulting(OutAnswered{Turn: 1}, BriefOver{1}),
			[]Effect{DropOut{}, Note{KindConsultEnded, with(first, OutcomeUnconfirmed)}, CallOut{"0225300002", 2}, Note{KindConsulting, second}},
		},
		"briefed→1→aside: recorded as a leg of its own": {
			aside(),
			[]Effect{
				JoinOut{1}, MarkOut{}, Note{KindDigit, Digit{"1", SourceOfficer}}, Note{KindConsulted, first}, BeginRecording{op},
			},
		},
		"aside→swap→waiting: the officer is away before the citizen is there": {
			aside(SwapAsked{op}),
			cat([]Effect{EndRecording{}, HoldOut{}}, back),
		},
		"waiting→swap→aside: and the other way round": {
			aside(SwapAsked{op}, SwapAsked{op}),
			[]Effect{LeaveBridge{}, StartMusic{}, MarkHeld{On: true}, Note{KindHeld, offer}, JoinOut{1}, BeginRecording{op}},
		},
		"aside→three_way→joined": {
			aside(ThreeWayAsked{op}),
			cat([]Effect{EndRecording{}}, back, []Effect{Note{KindThreeWay, first}}),
		},
		"waiting→three_way→joined": {
			aside(SwapAsked{op}, ThreeWayAsked{op}),
			[]Effect{JoinOut{1}, Note{KindThreeWay, first}},
		},
		"aside→complete→forwarded: the operator is away before the citizen is there": {
			aside(CompleteAsked{op}),
			cat([]Effect{EndRecording{}, MarkHanded{HandedGiven}, DropOperatorLeg{}, StopMusic{}, EnterBridge{3}, MarkHeld{}}, given),
		},
		"waiting→complete→forwarded": {
			aside(SwapAsked{op}, CompleteAsked{op}),
			cat([]Effect{MarkHanded{HandedGiven}, DropOperatorLeg{}, JoinOut{1}}, given),
		},
		"joined→hang-up→forwarded: who leaves does not end it": {
			aside(ThreeWayAsked{op}, OperatorHangup{op}),
			cat([]Effect{MarkHanded{HandedGiven}, DropOperatorLeg{}}, given),
		},
		"aside→operator_gone→forwarded: two who have a voice each are joined": {
			aside(OperatorGone{op}),
			cat([]Effect{EndRecording{}, MarkHanded{HandedLost}, DropOperatorLeg{}, StopMusic{}, EnterBridge{3}, MarkHeld{}}, lost),
		},
		"briefed→operator_gone→recovering: nobody is left to what may be a voicemail": {
			consulting(OutAnswered{Turn: 1}, OperatorGone{op}),
			[]Effect{
				DropOut{},
				Note{KindConsultEnded, with(first, OutcomeOperatorGone)},
				DropOperatorLeg{},
				AwaitOperator{op, 3},
				Note{KindOperatorLost, offer},
			},
		},
		"lost→officer hangs up→queued at the head": {
			aside(OperatorGone{op}, OutGone{1}),
			[]Effect{
				LeaveBridge{},
				DropOut{},
				Note{KindForwardEnded, Forward{Number: "0225300001", Outcome: OutcomeHungUp}},
				StartMusic{},
				Note{KindQueued, Queued{Queue: "q", AtHead: true}},
				Enqueue{Place: inQueue, AtHead: true},
				Lead{NewsReturned},
			},
		},
		"given→officer hangs up→ended": {
			aside(CompleteAsked{op}, OutGone{1}),
			[]Effect{HangUpCaller{}, DropOut{}, CleanUp{}, Note{KindEnded, Ended{Class: EndOfficer, Reason: ReasonHangup}}},
		},
		"aside→take_back→talking": {
			aside(TakeBackAsked{op}),
			cat([]Effect{EndRecording{}, DropOut{}, Note{KindConsultEnded, with(first, OutcomeReleased)}}, back),
		},
		"aside→officer hangs up→held: nobody is spoken to unawares": {
			aside(OutGone{1}),
			[]Effect{EndRecording{}, DropOut{}, Note{KindConsultEnded, with(first, OutcomeHungUp)}},
		},
		"aside→caller_gone→ended": {
			aside(CallerGone{Cause: 16}),
			[]Effect{
				EndRecording{},
				DropOperatorLeg{},
				DropOut{},
				Note{KindConsultEnded, with(first, OutcomeCallEnded)},
				FreeOperator{Operator: op, Gone: GoneEnded, WrapUp: true},
				CleanUp{},
				Note{KindEnded, Ended{Class: EndCitizen, Reason: ReasonAbandonedHold, Cause: 16}},
			},
		},
		"talking→emergency_asked→calling: they stay together": {
			urgent(),
			[]Effect{MarkEmergency{"113 114"}, Note{KindEmergency, police}, CallOut{"113", 1}, Note{KindConsulting, police}},
		},
		"aside→emergency_asked→calling: before all else": {
			aside(EmergencyAsked{Operator: op, Numbers: "113", Service: "113"}),
			cat([]Effect{EndRecording{}, MarkEmergency{"113"}, DropOut{}, Note{KindConsultEnded, with(first, OutcomeReleased)}},
				back, []Effect{Note{KindEmergency, police}, CallOut{"113", 2}, Note{KindConsulting, police}}),
		},
		"urg_joined→emergency_asked, another service→calling: it is let go, citizen and operator stay together": {
			urgent(OutAnswered{Turn: 1}, EmergencyAsked{Operator: op, Numbers: "115", Service: "115"}),
			[]Effect{
				MarkEmergency{"115"},
				DropOut{},
				Note{KindConsultEnded, with(police, OutcomeReleased)},
				Note{KindEmergency, ambulance},
				CallOut{"115", 2},
				Note{KindConsulting, ambulance},
			},
		},
		"urg_joined→next_asked→calling: a voicemail had answered": {
			urgent(OutAnswered{Turn: 1}, NextAsked{op}),
			[]Effect{MarkEmergency{"114"}, DropOut{}, Note{KindConsultEnded, with(police, OutcomeReleased)}, CallOut{"114", 2}, Note{KindConsulting, reserve}},
		},
		"urgent→next_asked→calling: it rings in vain": {
			urgent(NextAsked{op}),
			[]Effect{MarkEmergency{"114"}, DropOut{}, Note{KindConsultEnded, with(police, OutcomeReleased)}, CallOut{"114", 2}, Note{KindConsulting, reserve}},
		},
		"left→next_asked→calling: a voicemail had answered, which is recorded": {
			leaving(OutAnswered{Turn: 1}, NextAsked{op}),
			[]Effect{EndRecording{}, DropOut{}, Note{KindConsultEnded, with(police, OutcomeReleased)}, CallOut{"114", 2}, Note{KindConsulting, reserve}},
		},
		"briefed→next_asked→calling": {
			consulting(OutAnswered{Turn: 1}, NextAsked{op}),
			[]Effect{DropOut{}, Note{KindConsultEnded, with(first, OutcomeReleased)}, CallOut{"0225300002", 2}, Note{KindConsulting, second}},
		},
		"urgent→answered→joined: no key is asked for": {
			urgent(OutAnswered{Turn: 1}),
			[]Effect{Note{KindThreeWay, police}, MarkEmergency{}},
		},
		"urgent→operator_gone→forwarding: it rings on": {
			urgent(OperatorGone{op}),
			[]Effect{
				MarkHanded{HandedLost},
				DropOperatorLeg{},
				LeaveBridge{},
				Ring{},
				MarkOperator{},
				FreeOperator{Operator: op, Gone: GoneCalling, WrapUp: true},
				Note{KindOperatorLost, offer},
				Note{KindForwarding, Forward{Number: "113", Service: "113"}},
			},
		},
		"urgent→operator_gone→nobody answers→queued at the head": {
			urgent(OperatorGone{op}, OutFailed{1, "busy"}, OutFailed{2, "no-answer"}),
			[]Effect{
				DropOut{},
				Note{KindForwardEnded, Forward{Number: "114", Service: "113", Outcome: "no-answer"}},
				StopRing{},
				StartMusic{},
				Note{KindQueued, Queued{Queue: "q", AtHead: true}},
				Enqueue{Place: inQueue, AtHead: true},
				Lead{NewsReturned},
				MarkEmergency{}, // last: until it is over, who adopts the call calls on
			},
		},
		"urgent→caller_gone→talking: 113 is called on": {
			leaving(),
			[]Effect{Note{KindCitizenLeft, gone}},
		},
		"urgent→caller_gone→busy→the next is called": {
			leaving(OutFailed{1, "busy"}),
			[]Effect{DropOut{}, Note{KindConsultEnded, with(police, "busy")}, CallOut{"114", 2}, Note{KindConsulting, fire}},
		},
		"urgent→caller_gone→nobody answers: the operator is told, and may ask again": {
			leaving(OutFailed{1, "busy"}, RingOver{2}),
			[]Effect{DropOut{}, Note{KindConsultEnded, with(fire, OutcomeNoAnswer)}},
		},
		"urgent→caller_gone→nobody answers→emergency_asked": {
			leaving(OutFailed{1, "busy"}, RingOver{2}, EmergencyAsked{Operator: op, Numbers: "113", Service: "113"}),
			[]Effect{Note{KindEmergency, police}, CallOut{"113", 3}, Note{KindConsulting, police}},
		},
		"urgent→caller_gone→answered: recorded, for the citizen's recording is over": {
			leaving(OutAnswered{Turn: 1}),
			[]Effect{Note{KindConsulted, police}, BeginRecording{op}},
		},
		"urg_joined→caller_gone→talking: they go on, and are recorded from here": {
			urgent(OutAnswered{Turn: 1}, CallerGone{Cause: 16}),
			[]Effect{Note{KindCitizenLeft, gone}, BeginRecording{op}},
		},
		"left_joined→operator_gone→recovering: 113 hears music": {
			leaving(OutAnswered{Turn: 1}, OperatorGone{op}),
			[]Effect{EndRecording{}, DropOperatorLeg{}, HoldOut{}, AwaitOperator{op, 3}, Note{KindOperatorLost, offer}},
		},
		"left_rings→operator_gone→answered→recovering: 113 hears music": {
			leaving(OperatorGone{op}, OutAnswered{Turn: 1}),
			[]Effect{HoldOut{}, Note{KindConsulted, police}},
		},
		"left_away→returned→leg_up→talking: and is back": {
			leaving(OutAnswered{Turn: 1}, OperatorGone{op}, OperatorReturned{op}, LegUp{4}),
			[]Effect{JoinOut{1}, Note{KindResumed, offer}, BeginRecording{op}},
		},
		"left_away→grace_over→ended": {
			leaving(OutAnswered{Turn: 1}, OperatorGone{op}, GraceOver{3}),
			[]Effect{
				DropOut{},
				Note{KindConsultEnded, with(police, OutcomeOperatorGone)},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded, WrapUp: true},
				CleanUp{},
				Note{KindEnded, gone.Ended},
			},
		},
		"left_joined→113 hangs up→ended": {
			leaving(OutAnswered{Turn: 1}, OutGone{1}),
			[]Effect{
				EndRecording{},
				DropOut{},
				Note{KindConsultEnded, with(police, OutcomeHungUp)},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded, WrapUp: true},
				CleanUp{},
				Note{KindEnded, gone.Ended},
			},
		},
		"left_joined, a leader there→operator_gone→the leader goes on": {
			leaving(OutAnswered{Turn: 1}, WatchAsked{Leader: lead, Mode: ModeBarge}, LeaderUp{1}, OperatorGone{op}),
			[]Effect{
				EndRecording{},
				Note{KindOperatorLost, offer},
				Promote{lead, 3},
				FreeOperator{Operator: op, Gone: GoneTakenOver, WrapUp: true},
				EngageOperator{lead, 3},
				MarkOperator{lead},
				Note{KindTakenOver, TakenOver{Leader: lead, Operator: op}},
				BeginRecording{lead},
			},
		},
		"urgent, handed on, a leader there→caller_gone→the leader goes on": {
			urgent(OutAnswered{Turn: 1}, CompleteAsked{op}, WatchAsked{Leader: lead, Mode: ModeBarge}, LeaderUp{1}, CallerGone{Cause: 16}),
			[]Effect{
				Promote{lead, 4},
				EngageOperator{lead, 4},
				MarkOperator{lead},
				Note{KindTakenOver, TakenOver{Leader: lead}},
				Note{KindCitizenLeft, CitizenLeft{Operator: lead, Ended: gone.Ended}},
				BeginRecording{lead},
			},
		},
		"talking→watch_asked": {
			talking(WatchAsked{Leader: lead, Mode: ModeWhisper}),
			[]Effect{EngageLeader{lead, 1}, JoinLeader{lead, 1}, Note{KindWatched, Watched{lead, ModeWhisper, op}}},
		},
		"talking→leader_up: to the operator's channel": {
			talking(WatchAsked{Leader: lead, Mode: ModeWhisper}, LeaderUp{1}),
			[]Effect{Attach{ModeWhisper, PartyOperator}},
		},
		"whisper→barge": {
			talking(WatchAsked{Leader: lead, Mode: ModeWhisper}, LeaderUp{1}, WatchAsked{Leader: lead, Mode: ModeBarge}),
			[]Effect{Note{KindWatched, Watched{lead, ModeBarge, op}}, Attach{Mode: ModeBarge}},
		},
		"listening→complete→the leader goes with the citizen": {
			aside(WatchAsked{Leader: lead, Mode: ModeListen}, LeaderUp{1}, CompleteAsked{op}),
			cat([]Effect{EndRecording{}, MarkHanded{HandedGiven}, DropOperatorLeg{}, StopMusic{}, EnterBridge{3}, MarkHeld{}}, given, []Effect{Attach{ModeListen, PartyOfficer}}),
		},
		"listening→caller_gone→ended: the leader first": {
			talking(WatchAsked{Leader: lead, Mode: ModeListen}, LeaderUp{1}, CallerGone{Cause: 16}),
			[]Effect{
				DropLeader{},
				FreeLeader{lead},
				Note{KindWatchEnded, Watched{Leader: lead, Operator: op}},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded, WrapUp: true},
				CleanUp{},
				Note{KindEnded, Ended{Class: EndCitizen, Reason: ReasonHangup, Cause: 16}},
			},
		},
		"listening→take_over": {
			talking(WatchAsked{Leader: lead, Mode: ModeListen}, LeaderUp{1}, TakeOverAsked{lead}),
			[]Effect{
				Promote{lead, 3},
				FreeOperator{Operator: op, Gone: GoneTakenOver, WrapUp: true},
				EngageOperator{lead, 3},
				MarkOperator{lead},
				Note{KindTakenOver, TakenOver{Leader: lead, Operator: op}},
			},
		},
		"listening→operator_gone→take_over: the citizen hears music no longer": {
			talking(WatchAsked{Leader: lead, Mode: ModeListen}, LeaderUp{1}, OperatorGone{op}, TakeOverAsked{lead}),
			[]Effect{
				Promote{lead, 4},
				StopMusic{},
				EnterBridge{4},
				FreeOperator{Operator: op, Gone: GoneTakenOver, WrapUp: true},
				EngageOperator{lead, 4},
				MarkOperator{lead},
				Note{KindTakenOver, TakenOver{Leader: lead, Operator: op}},
			},
		},
		"forwarded by the flow→listening→take_over: the flow is told": {
			[]Event{
				Incoming{Own: own},
				Answered{},
				DialAsked{Numbers: "113"},
				OutAnswered{Turn: 1},
				WatchAsked{Leader: lead, Mode: ModeListen},
				LeaderUp{1},
				TakeOverAsked{lead},
			},
			[]Effect{
				Promote{lead, 2},
				EngageOperator{lead, 2},
				MarkOperator{lead},
				Note{KindTakenOver, TakenOver{Leader: lead}},
				Lead{NewsTakenOver},
			},
		},
		"listening→operator_gone: from a channel that goes the leader goes before": {
			talking(WatchAsked{Leader: lead, Mode: ModeListen}, LeaderUp{1}, OperatorGone{op}),
			[]Effect{
				Attach{},
				LeaveBridge{},
				StartMusic{Reconnecting: true},
				DropOperatorLeg{},
				AwaitOperator{op, 3},
				Note{KindOperatorLost, offer},
			},
		},
		"barge→operator_gone→the leader has the call": {
			talking(WatchAsked{Leader: lead, Mode: ModeBarge}, LeaderUp{1}, OperatorGone{op}),
			[]Effect{
				Note{KindOperatorLost, offer},
				Promote{lead, 3},
				FreeOperator{Operator: op, Gone: GoneTakenOver, WrapUp: true},
				EngageOperator{lead, 3},
				MarkOperator{lead},
				Note{KindTakenOver, TakenOver{Leader: lead, Operator: op}},
			},
		},
		"call_asked→connecting: the operator first": {
			[]Event{CallAsked{Operator: op, Own: own}},
			[]Effect{EngageOperator{op, 1}, JoinOperator{op, 1}},
		},
		"placed→leg_up→the telephone is called": {
			[]Event{CallAsked{Operator: op, Own: own}, LegUp{1}},
			[]Effect{CallCitizen{}, Note{KindAccepted, offer}},
		},
		"placed→leg_failed→ended: it was no call": {
			[]Event{CallAsked{Operator: op, Own: own}, LegFailed{1}},
			[]Effect{HangUpCaller{}, DropOperatorLeg{}, FreeOperator{Operator: op, Gone: GoneEnded}, CleanUp{}},
		},
		"placed→answered→talking": {
			[]Event{CallAsked{Operator: op, Own: own}, LegUp{1}, CitizenUp{}},
			[]Effect{Note{Kind: KindAnswered}, EnterBridge{1}, MarkOperator{op}, Note{KindConnected, offer}},
		},
		"placed→talking→the operator is lost for good→queued at the head": {
			[]Event{CallAsked{Operator: op, Own: own, Place: Place{Queue: "q"}}, LegUp{1}, CitizenUp{}, OperatorGone{op}, GraceOver{2}},
			[]Effect{
				FreeOperator{Operator: op, Gone: GoneRequeued},
				MarkOperator{},
				Note{KindQueued, Queued{Queue: "q", AtHead: true}},
				Enqueue{Place: Place{Queue: "q"}, AtHead: true},
				Lead{NewsReturned},
			},
		},
		"placed→the emergency service does not answer after the operator's loss→queued at the head": {
			[]Event{
				CallAsked{Operator: op, Own: own, Place: Place{Queue: "q"}},
				LegUp{1},
				CitizenUp{},
				EmergencyAsked{Operator: op, Numbers: "113"},
				OperatorGone{op},
				OutFailed{1, "busy"},
			},
			[]Effect{
				DropOut{},
				Note{KindForwardEnded, Forward{Number: "113", Outcome: "busy"}},
				StopRing{},
				StartMusic{},
				Note{KindQueued, Queued{Queue: "q", AtHead: true}},
				Enqueue{Place: Place{Queue: "q"}, AtHead: true},
				Lead{NewsReturned},
				MarkEmergency{},
			},
		},
		"placed→adopted, nothing says whose it was→queued at the head": {
			[]Event{Adoption{Placed: true, Place: Place{Queue: "q"}}},
			[]Effect{
				LeaveBridge{},
				StartMusic{},
				DropOperatorLeg{},
				Enqueue{Place: Place{Queue: "q"}, AtHead: true},
				Note{KindAdopted, Adopted{State: StateQueued}},
				Lead{NewsAdopted},
			},
		},
		"placed→talking→the operator is lost for good, of a plan without a queue→ended": {
			[]Event{CallAsked{Operator: op, Own: own}, LegUp{1}, CitizenUp{}, OperatorGone{op}, GraceOver{2}},
			[]Effect{
				HangUpCaller{},
				DropOperatorLeg{},
				FreeOperator{Operator: op, Gone: GoneEnded, WrapUp: true},
				CleanUp{},
				Note{KindEnded, Ended{Class: EndSystem, Reason: ReasonInternal}},
			},
		},
		"new→adoption of an aside→forwarded": {
			[]Event{Adoption{Past: Adopted{Operator: op}, Held: true, Number: "0225300001"}},
			[]Effect{
				MarkHanded{HandedLost},
				DropOperatorLeg{},
				StopRing{},
				StopMusic{},
				EnterBridge{1},
				JoinOut{1},
				MarkHeld{},
				MarkOperator{},
				EngageOperator{op, 1},
				FreeOperator{Operator: op, Gone: GoneTransferred, WrapUp: true},
				Note{KindAdopted, Adopted{State: StateForwarded, Operator: op}},
				Lead{NewsAdopted},
			},
		},
		"new→adoption of an emergency service that answered while nobody looked→with the citizen, the operator is awaited": {
			[]Event{Adoption{Past: Adopted{Operator: op}, Number: "113", Together: true, Urgent: "113 114", Service: "113"}},
			[]Effect{
				DropOperatorLeg{},
				StopMusic{},
				MarkHeld{},
				EngageOperator{op, 1},
				AwaitOperator{op, 1},
				MarkEmergency{},
				Note{KindAdopted, Adopted{State: StateRecovering, Operator: op}},
				Note{KindThreeWay, Consult{Operator: op, Number: "113", Unit: "113", Urgent: true}},
				Lead{NewsAdopted},
			},
		},
		"new→adoption of one that had answered, and was leaving her with it→forwarded": {
			[]Event{Adoption{Past: Adopted{Operator: op}, Number: "113", Together: true, Service: "113", Handed: HandedGiven}},
			[]Effect{
				MarkHanded{HandedLost},
				DropOperatorLeg{},
				StopRing{},
				StopMusic{},
				MarkHeld{},
				MarkOperator{},
				EngageOperator{op, 1},
				FreeOperator{Operator: op, Gone: GoneTransferred, WrapUp: true},
				Note{KindAdopted, Adopted{State: StateForwarded, Operator: op}},
				Lead{NewsAdopted},
			},
		},
		"new→adoption of the flow's own that answered while nobody looked→forwarded": {
			[]Event{Adoption{Number: "113", Service: "113"}},
			[]Effect{
				DropOperatorLeg{},
				StopRing{},
				StopMusic{},
				EnterBridge{1},
				JoinOut{1},
				MarkHeld{},
				MarkOperator{},
				Note{KindAdopted, Adopted{State: StateForwarded}},
				Note{KindForwarded, Forward{Number: "113", Service: "113"}},
				Lead{NewsAdopted},
			},
		},
		"new→adoption while an officer was called→the operator is awaited, and told": {
			[]Event{Adoption{Past: Adopted{Operator: op}, Held: true, Cut: "0225300001"}},
			[]Effect{
				LeaveBridge{},
				StartMusic{},
				DropOperatorLeg{},
				EngageOperator{op, 1},
				AwaitOperator{op, 1},
				Note{KindAdopted, Adopted{State: StateHeld, Operator: op}},
				Note{KindConsultEnded, Consult{Operator: op, Number: "0225300001", Outcome: OutcomeCut}},
				Lead{NewsAdopted},
			},
		},
		"new→adoption of one whose operator was lost before→the officer hangs up→queued at the head": {
			[]Event{Adoption{Number: "0225300001", Together: true, Handed: HandedLost, Place: inQueue}, OutGone{1}},
			[]Effect{
				LeaveBridge{},
				DropOut{},
				Note{KindForwardEnded, Forward{Number: "0225300001", Outcome: OutcomeHungUp}},
				StartMusic{},
				Note{KindQueued, Queued{Queue: "q", AtHead: true}},
				Enqueue{Place: inQueue, AtHead: true},
				Lead{NewsReturned},
			},
		},
		"new→adoption while an emergency service rings→it rings on, the operator is awaited": {
			returning(true),
			[]Effect{
				MarkEmergency{"113 114"},
				LeaveBridge{},
				StartMusic{Reconnecting: true},
				DropOperatorLeg{},
				MarkHeld{},
				EngageOperator{op, 1},
				AwaitOperator{op, 1},
				Note{KindAdopted, Adopted{State: StateRecovering, Operator: op}},
				Lead{NewsAdopted},
			},
		},
		"new→adoption while one was called, whose telephone is gone→the next number": {
			returning(false),
			[]Effect{
				MarkEmergency{"114 113"},
				LeaveBridge{},
				StartMusic{Reconnecting: true},
				DropOperatorLeg{},
				MarkHeld{},
				EngageOperator{op, 1},
				AwaitOperator{op, 1},
				Note{KindAdopted, Adopted{State: StateRecovering, Operator: op}},
				CallOut{"114", 1},
				Note{KindConsulting, Consult{Operator: op, Number: "114", Unit: "113", Urgent: true}},
				Lead{NewsAdopted},
			},
		},
		"new→adoption while one rings whose operator was lost→it rings on": {
			[]Event{Adoption{Urgent: "113 114", Service: "113", Rings: true, Handed: HandedLost}},
			[]Effect{
				MarkEmergency{"113 114"},
				MarkHanded{HandedLost},
				DropOperatorLeg{},
				LeaveBridge{},
				StopMusic{},
				Ring{},
				MarkHeld{},
				MarkOperator{},
				Note{KindAdopted, Adopted{State: StateForwarding}},
				Lead{NewsAdopted},
			},
		},
		"it rings on→the operator is back→together": {
			returning(true, OperatorReturned{op}, LegUp{2}),
			[]Effect{StopMusic{}, EnterBridge{2}, MarkOperator{op}, Note{KindResumed, Offer{Operator: op}}},
		},
		"it rings on→answers before she is back→with the citizen": {
			returning(true, OutAnswered{Turn: 1}),
			[]Effect{
				StopMusic{},
				EnterBridge{1},
				Note{KindThreeWay, Consult{Operator: op, Number: "113", Unit: "113", Urgent: true}},
				MarkEmergency{},
			},
		},
		"with the citizen→she is back→all together": {
			returning(true, OutAnswered{Turn: 1}, OperatorReturned{op}, LegUp{2}),
			[]Effect{MarkOperator{op}, Note{KindResumed, Offer{Operator: op}}},
		},
		"with the citizen→hangs up before she is back→music": {
			returning(true, OutAnswered{Turn: 1}, OutGone{1}),
			[]Effect{
				LeaveBridge{},
				DropOut{},
				Note{KindConsultEnded, Consult{Operator: op, Number: "113", Unit: "113", Urgent: true, Outcome: OutcomeHungUp}},
				StartMusic{Reconnecting: true},
			},
		},
		"it rings on→she does not come back→the citizen hears it ring": {
			returning(true, GraceOver{1}),
			[]Effect{
				MarkHanded{HandedLost},
				DropOperatorLeg{},
				StopMusic{},
				Ring{},
				MarkOperator{},
				FreeOperator{Operator: op, Gone: GoneCalling, WrapUp: true},
				Note{KindOperatorLost, Offer{Operator: op}},
				Note{KindForwarding, Forward{Number: "113", Service: "113"}},
			},
		},
		"it rings on→early media→she does not come back→the citizen hears that": {
			returning(true, OutEarly{1}, GraceOver{1}),
			[]Effect{
				MarkHanded{HandedLost},
				DropOperatorLeg{},
				StopMusic{},
				EnterBridge{2},
				MarkOperator{},
				FreeOperator{Operator: op, Gone: GoneCalling, WrapUp: true},
				Note{KindOperatorLost, Offer{Operator: op}},
				Note{KindForwarding, Forward{Number: "113", Service: "113"}},
			},
		},
		"with the citizen→she does not come back→they go on": {
			returning(true, OutAnswered{Turn: 1}, GraceOver{1}),
			[]Effect{
				MarkHanded{HandedLost},
				DropOperatorLeg{},
				MarkOperator{},
				FreeOperator{Operator: op, Gone: GoneTransferred, WrapUp: true},
				Note{KindOperatorLost, Offer{Operator: op}},
				Note{KindTransferred, Consult{Operator: op, Number: "113", Unit: "113", Urgent: true}},
			},
		},
		"with the citizen→they leave before she is back→it waits for her": {
			returning(true, OutAnswered{Turn: 1}, CallerGone{Cause: 16}),
			[]Effect{HoldOut{}, Note{KindCitizenLeft, CitizenLeft{Operator: op, Ended: Ended{Class: EndCitizen, Reason: ReasonHangup, Cause: 16}}}},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			last := len(tc.path) - 1
			_, got, err := Transition(follow(t, tc.path[:last]), tc.path[last])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("effects (-want +got):\n%s", diff)
			}
		})
	}
}

// hearing is who hears whom at every path's end: the party before the colon hears those
// behind it; who is not named hears nobody.
const hearing = `
new
arriving
menu
queued
offered
connecting
talking        citizen:operator operator:citizen
held
recovering
rejoining
recovering held
rejoining held
forwarding
early
forwarded      citizen:officer officer:citizen
callback
cb_offered
cb_rings
cb_ready
cb_waits
cb_talking     citizen:operator operator:citizen
cb_held
ended
calling
briefed
aside          operator:officer officer:operator
waiting        citizen:operator operator:citizen
joined         citizen:operator,officer operator:citizen,officer officer:citizen,operator
urgent         citizen:operator operator:citizen
urg_joined     citizen:operator,officer operator:citizen,officer officer:citizen,operator
unanswered
given          citizen:officer officer:citizen
lost           citizen:officer officer:citizen
urg_lost
comes          citizen:operator operator:citizen
listen         citizen:operator operator:citizen leader:citizen,operator
whisper        citizen:operator operator:citizen,leader leader:citizen,operator
whisper_aside  operator:officer,leader officer:operator leader:operator,officer
whisper_given  citizen:officer officer:citizen leader:citizen,officer
barge          citizen:operator,leader operator:citizen,leader leader:citizen,operator
barge_aside    operator:officer,leader officer:operator,leader leader:operator,officer
barge_given    citizen:officer,leader officer:citizen,leader leader:citizen,officer
listen_rec
left_rings
left_joined    operator:officer officer:operator
left_none
left_away
left_back
left_barge     operator:officer,leader officer:operator,leader leader:operator,officer
left_listen    operator:officer officer:operator leader:operator,officer
back_rings
join_rings
back_with      citizen:officer officer:citizen
join_with      citizen:officer officer:citizen
placed
plcd_rings
plcd_talks     citizen:operator operator:citizen
`

func TestHears(t *testing.T) {
	whispers := []Event{WatchAsked{Leader: lead, Mode: ModeWhisper}, LeaderUp{1}}
	all := slices.Concat(paths, besides, []path{
		{"whisper", talking(whispers...), 0},
		{"whisper_aside", aside(whispers...), 0},
		{"whisper_given", append(aside(whispers...), CompleteAsked{op}), 0},
		{"left_barge", leaving(OutAnswered{Turn: 1}, WatchAsked{Leader: lead, Mode: ModeBarge}, LeaderUp{1}), 0},
		{"left_listen", leaving(OutAnswered{Turn: 1}, WatchAsked{Leader: lead, Mode: ModeListen}, LeaderUp{1}), 0},
		{"barge_given", aside(CompleteAsked{op}, WatchAsked{Leader: lead, Mode: ModeBarge}, LeaderUp{1}), 0},
	})
	wanted := map[string]string{}
	for row := range strings.Lines(strings.TrimSpace(hearing)) {
		name, who, _ := strings.Cut(strings.TrimSpace(row), "  ")
		wanted[name] = strings.TrimSpace(who)
	}
	for _, path := range all {
		m := follow(t, path.events)
		var got []string
		for _, p := range Parties {
			var heard []string
			for _, other := range Hears(m, p) {
				heard = append(heard, string(other))
			}
			if len(heard) > 0 {
				got = append(got, string(p)+":"+strings.Join(heard, ","))
			}
		}
		want, named := wanted[path.name]
		if !named || strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q (%v)", path.name, strings.Join(got, " "), want, named)
		}
	}
}

// What a screen offers is what is possible, for the operator and for a shift leader.
func TestPossible(t *testing.T) {
	for name, tc := range map[string]struct {
		path []Event
		who  string
		want string
	}{
		"offered":                     {waiting(Assigned{op}), op, "accept reject"},
		"talking":                     {talking(), op, "hold dtmf consult emergency hangup"},
		"talking, to another":         {talking(), other, "listen whisper barge"},
		"held":                        {talking(HoldAsked{op}), op, "resume consult emergency hangup"},
		"an officer is called":        {consulting(), op, "emergency next take_back"},
		"aside":                       {aside(), op, "emergency swap three_way complete take_back"},
		"waiting":                     {aside(SwapAsked{op}), op, "dtmf emergency swap three_way complete take_back"},
		"joined":                      {aside(ThreeWayAsked{op}), op, "dtmf emergency complete take_back hangup"},
		"emergency":                   {urgent(), op, "dtmf emergency next take_back"},
		"emergency, answered":         {urgent(OutAnswered{Turn: 1}), op, "dtmf emergency next complete take_back hangup"},
		"emergency, the last number":  {urgent(OutFailed{1, "busy"}, OutAnswered{Turn: 2}), op, "dtmf emergency complete take_back hangup"},
		"113 rings, the citizen left": {leaving(), op, "emergency next take_back"},
		"113, the citizen left":       {leaving(OutAnswered{Turn: 1}), op, "emergency next take_back hangup"},
		"nobody there, they all left": {leaving(OutFailed{1, "busy"}, RingOver{2}), op, "emergency hangup"},
		"113 waits, the citizen left": {leaving(OutAnswered{Turn: 1}, OperatorGone{op}), op, "take_back hangup"},
		"113 alone with her, a leader": {
			leaving(OutAnswered{Turn: 1}, WatchAsked{Leader: lead, Mode: ModeListen}, LeaderUp{1}), lead, "whisper barge take_over leave",
		},
		"113 rings, she is on her way back": {returning(true), op, ""},
		"113 there, she is on her way back": {returning(true, OutAnswered{Turn: 1}), op, "hangup"},
		"with the officer, a leader":        {aside(CompleteAsked{op}), lead, "listen barge"},
		"listening":                         {talking(WatchAsked{Leader: lead, Mode: ModeListen}, LeaderUp{1}), lead, "whisper barge take_over leave"},
		"listening, a second leader":        {talking(WatchAsked{Leader: lead, Mode: ModeListen}, LeaderUp{1}), other, ""},
		"ended":                             {talking(CallerGone{}), op, ""},
	} {
		var got []string
		for _, w := range Possible(follow(t, tc.path), tc.who) {
			got = append(got, string(w))
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %v, want %s", name, got, tc.want)
		}
	}
}

// The citizen's hang-up is told by what they had, and of two who hang up at once the first counts.
func TestBesidesEnd(t *testing.T) {
	citizen := func(r EndReason) Ended { return Ended{Class: EndCitizen, Reason: r, Cause: 16} }
	gone := CallerGone{Cause: 16}
	for name, tc := range map[string]struct {
		path []Event
		want Ended
	}{
		"while an officer is called":            {consulting(gone), citizen(ReasonAbandonedHold)},
		"while the officer speaks aside":        {aside(gone), citizen(ReasonAbandonedHold)},
		"while the officer waits":               {aside(SwapAsked{op}, gone), citizen(ReasonHangup)},
		"all together":                          {aside(ThreeWayAsked{op}, gone), citizen(ReasonHangup)},
		"while 113 rings, which is then busy":   {urgent(gone, OutFailed{1, "busy"}, RingOver{2}, OperatorHangup{op}), citizen(ReasonHangup)},
		"with 113, which goes on with her":      {urgent(OutAnswered{Turn: 1}, gone, OutGone{1}), citizen(ReasonHangup)},
		"with 113: no sound came any more":      {urgent(OutAnswered{Turn: 1}, CallerGone{Cause: 44}, TakeBackAsked{op}), Ended{Class: EndCarrier, Reason: ReasonMediaTimeout, Cause: 44}},
		"with 113, then the operator for good":  {urgent(OutAnswered{Turn: 1}, gone, OperatorGone{op}, GraceOver{3}), citizen(ReasonHangup)},
		"with 113, then all of Asterisk":        {urgent(OutAnswered{Turn: 1}, gone, Vanished{AsteriskLost: true}), citizen(ReasonHangup)},
		"while 113 rings, the operator lost":    {urgent(OperatorGone{op}, gone), citizen(ReasonAbandonedWait)},
		"while 113 rings, she is on her way":    {returning(true, gone, OperatorReturned{op}, LegUp{2}, OutFailed{1, "busy"}, RingOver{2}, OperatorHangup{op}), citizen(ReasonAbandonedHold)},
		"with 113, she is on her way":           {returning(true, OutAnswered{Turn: 1}, gone, GraceOver{1}), citizen(ReasonHangup)},
		"with the officer":                      {aside(CompleteAsked{op}, gone), citizen(ReasonHangup)},
		"in the queue, the officer having left": {aside(OperatorGone{op}, OutGone{1}, gone), citizen(ReasonHangup)},
		"officer, then citizen":                 {aside(OutGone{1}, gone), citizen(ReasonAbandonedHold)},
		"operator, then citizen":                {aside(OperatorGone{op}, gone), citizen(ReasonHangup)},
		"officer after complete":                {aside(CompleteAsked{op}, OutGone{1}), Ended{Class: EndOfficer, Reason: ReasonHangup}},
		"who was called, a busy one":            {[]Event{CallAsked{Operator: op, Own: own}, LegUp{1}, CitizenFailed{Try: "busy", How: Ended{Class: EndCitizen, Reason: ReasonBusy, Cause: 17}}}, Ended{Class: EndCitizen, Reason: ReasonBusy, Cause: 17}},
	} {
		if m := follow(t, tc.path); m.State != StateEnded || m.Ended != tc.want {
			t.Errorf("%s: %s, %+v, want %+v", name, m.State, m.Ended, tc.want)
		}
	}
}

// After the officer the citizen stays for what follows the queue, if the operator gave
// them on; and a shift leader who is in the conversation has them.
func TestAfterTheOfficer(t *testing.T) {
	stays := []Event{
		Incoming{},
		Answered{},
		QueueAsked{Place{Queue: "q", Stays: true}},
		Assigned{op},
		Accepted{op},
		LegUp{2},
		ConsultAsked{Operator: op, Numbers: "0225300001"},
		OutAnswered{Turn: 1},
		OutPressed{1, "1"},
		CompleteAsked{op},
	}
	m, effects, err := Transition(follow(t, stays), OutGone{1})
	want := []Effect{LeaveBridge{}, DropOut{}, Note{KindForwardEnded, Forward{Number: "0225300001", Outcome: OutcomeHungUp}}, Lead{NewsLeft}, MarkHanded{}}
	if diff := cmp.Diff(want, effects); err != nil || m.State != StateMenu || diff != "" {
		t.Errorf("%s, %v: %s", m.State, err, diff)
	}
	m = follow(t, slices.Concat(stays, []Event{WatchAsked{Leader: lead, Mode: ModeBarge}, LeaderUp{1}, OutGone{1}}))
	if m.State != StateTalking || m.Operator != lead || m.Officer.Phase != PhaseNone {
		t.Errorf("%+v", m)
	}
}

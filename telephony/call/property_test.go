package call

import (
	"testing"

	"pgregory.net/rapid"
)

func anyEvent() *rapid.Generator[Event] {
	ops := rapid.SampledFrom([]string{op, other})
	return rapid.Custom(func(t *rapid.T) Event {
		who := ops.Draw(t, "operator")
		turn := rapid.IntRange(0, 12).Draw(t, "turn")
		flag := rapid.Bool().Draw(t, "flag")
		boss := rapid.SampledFrom([]string{lead, lead, op}).Draw(t, "leader")
		mode := rapid.SampledFrom([]Mode{ModeListen, ModeWhisper, ModeBarge}).Draw(t, "mode")
		// Ends are rare, so that long lives are seen too.
		common := []Event{
			Answered{},
			QueueAsked{Place{Queue: "q", Stays: flag}},
			LeaveAsked{},
			DialAsked{Numbers: "113 114", Service: "113"},
			DialAsked{Numbers: "0225300003 0225300004"},
			OutEarly{turn},
			OutAnswered{Turn: turn},
			OutFailed{turn, "busy"},
			RingOver{turn},
			OutUnjoined{turn},
			OutGone{turn},
			CitizenUp{},
			CitizenFailed{Try: "busy"},
			CallBackOff{},
			CallBackYields{},
			FaxHeard{},
			VoicemailAsked{who},
			Recorded{Kind: KindRated, Served: flag},
			Assigned{who},
			Accepted{who},
			Rejected{who},
			OfferTimedOut{turn},
			OperatorGone{who},
			OperatorReturned{who},
			LegUp{turn},
			LegFailed{turn},
			LegLost{turn},
			HoldAsked{who},
			ResumeAsked{who},
			AskedDigit{who, "1"},
			DigitHeard{"2"},
			GraceOver{turn},
			OutPressed{turn, "1"},
			BriefOver{turn},
			ConsultAsked{Operator: who, Numbers: "0225300001 0912345678 0225300002"},
			EmergencyAsked{Operator: who, Numbers: "113 114", Service: "113"},
			EmergencyAsked{Operator: who, Numbers: "115", Service: "115"},
			NextAsked{who},
			SwapAsked{who},
			ThreeWayAsked{who},
			TakeBackAsked{who},
			CompleteAsked{who},
			WatchAsked{Leader: boss, Mode: mode},
			WatchLeft{boss},
			TakeOverAsked{boss},
			LeaderUp{turn},
			LeaderLost{turn},
			OperatorGone{boss},
		}
		if rapid.IntRange(0, 15).Draw(t, "end") == 15 {
			return rapid.SampledFrom([]Event{
				OperatorHangup{who},
				CallerGone{Cause: rapid.SampledFrom([]int{0, 16, 44, 38}).Draw(t, "cause")},
				LeftStasis{},
				Vanished{flag},
				Failed{},
				Completed{},
				Incoming{},
				Adoption{},
			}).Draw(t, "ending")
		}
		return rapid.SampledFrom(common).Draw(t, "event")
	})
}

// fitting is what may happen next, so that long lives are seen too.
func fitting(m Model) []Event {
	o := m.Operator
	if m.left() {
		return append(withoutCitizen(m), outsideOf(m)...)
	}
	switch m.State {
	case StateArriving:
		return []Event{Answered{}}
	case StateMenu:
		return []Event{QueueAsked{Place{Queue: "q"}}, QueueAsked{Place{Queue: "q", Stays: true}}, DialAsked{Numbers: "113 114 115", Service: "113"}, DialAsked{Numbers: "0225300003 0225300004"}}
	case StateForwarding, StateForwarded:
		return append(outsideOf(m), LegFailed{m.Turn})
	case StateQueued:
		return []Event{Assigned{op}, Assigned{other}, LeaveAsked{}}
	case StateOffered:
		return []Event{Accepted{o}, Accepted{o}, Rejected{o}, OfferTimedOut{m.Turn}, OperatorGone{o}}
	case StateConnecting:
		if m.Out {
			return []Event{LegUp{m.Turn}, CitizenUp{}, CitizenUp{}, CitizenFailed{Try: "busy"}, CallBackYields{}, LegFailed{m.Turn}, OperatorGone{o}}
		}
		return append(outsideOf(m), LegUp{m.Turn}, LegUp{m.Turn}, LegFailed{m.Turn}, LegLost{m.Turn}, OperatorGone{o}, CallerGone{Cause: 16})
	case StateTalking, StateHeld:
		return append(conversationOf(m), outsideOf(m)...)
	case StateRecovering:
		return append(outsideOf(m), OperatorReturned{o}, OperatorReturned{o}, GraceOver{m.Turn}, OperatorHangup{o}, CallerGone{Cause: 16})
	case StateNew, StateEnded:
	}
	return []Event{Failed{}}
}

// conversationOf is what an operator in a conversation may do, or lose.
func conversationOf(m Model) []Event {
	o := m.Operator
	all := []Event{EmergencyAsked{Operator: o, Numbers: "113 114", Service: "113"}, OperatorGone{o}}
	if m.Officer.Phase == PhaseNone || m.Officer.Phase == PhaseJoined {
		all = append(all, LegLost{m.Turn}, LegFailed{m.Turn}, OperatorHangup{o})
	}
	consult := ConsultAsked{Operator: o, Numbers: "0225300001 0225300002"}
	switch {
	case m.Officer.Phase == PhaseNone && m.State == StateTalking:
		return append(all, HoldAsked{o}, VoicemailAsked{o}, AskedDigit{o, "1#"}, consult, consult)
	case m.Officer.Phase == PhaseNone:
		return append(all, ResumeAsked{o}, consult)
	case m.Officer.Phase == PhaseAside, m.Officer.Phase == PhaseWaiting:
		return append(all, SwapAsked{o}, SwapAsked{o}, ThreeWayAsked{o}, CompleteAsked{o}, TakeBackAsked{o})
	case m.Officer.Phase == PhaseJoined:
		all = append(all, CompleteAsked{o}, TakeBackAsked{o})
	default:
		all = append(all, TakeBackAsked{o})
	}
	if m.Officer.Urgent {
		all = append(all, CallerGone{Cause: 16}, Vanished{})
	}
	return all
}

// withoutCitizen is what may happen when the citizen has left.
func withoutCitizen(m Model) []Event {
	o := m.Operator
	switch m.State {
	case StateRecovering:
		return []Event{OperatorReturned{o}, OperatorReturned{o}, GraceOver{m.Turn}}
	case StateConnecting:
		return []Event{LegUp{m.Turn}, LegUp{m.Turn}, LegFailed{m.Turn}, LegLost{m.Turn}, OperatorGone{o}}
	}
	all := []Event{OperatorGone{o}, LegLost{m.Turn}, LegFailed{m.Turn}}
	if m.Officer.Phase == PhaseNone {
		return append(all, EmergencyAsked{Operator: o, Numbers: "113 114", Service: "113"}, OperatorHangup{o})
	}
	return append(all, TakeBackAsked{o})
}

// outsideOf is what may come from a telephone outside.
func outsideOf(m Model) []Event {
	n := m.Dialled
	switch m.Officer.Phase {
	case PhaseCalling:
		return []Event{OutEarly{n}, OutAnswered{Turn: n}, OutAnswered{Turn: n}, OutAnswered{Turn: n}, OutFailed{n, "busy"}, RingOver{n}}
	case PhaseBriefed:
		return []Event{OutPressed{n, "1"}, OutPressed{n, "1"}, OutPressed{n, "2"}, BriefOver{n}, OutGone{n}, RingOver{n}}
	case PhaseAside, PhaseWaiting, PhaseJoined:
		return []Event{OutGone{n}, OutPressed{n, "5"}, OutUnjoined{n}, RingOver{n}, RingOver{n}, OutFailed{n, "busy"}}
	case PhaseNone:
	}
	return nil
}

// supervising is what a shift leader may do, or lose.
func supervising(m Model) []Event {
	if m.Leader.Name == "" {
		return []Event{WatchAsked{Leader: lead, Mode: ModeListen}, WatchAsked{Leader: lead, Mode: ModeWhisper}, WatchAsked{Leader: lead, Mode: ModeBarge}}
	}
	l := m.Leader.Name
	if !m.Leader.Up {
		return []Event{LeaderUp{m.Leader.Turn}, LeaderUp{m.Leader.Turn}, LeaderLost{m.Leader.Turn}}
	}
	return []Event{
		WatchAsked{Leader: l, Mode: ModeListen},
		WatchAsked{Leader: l, Mode: ModeWhisper},
		WatchAsked{Leader: l, Mode: ModeBarge},
		TakeOverAsked{l},
		WatchLeft{l},
		OperatorGone{l},
		LeaderLost{m.Leader.Turn},
	}
}

func next(t *rapid.T, m Model) Event {
	if rapid.IntRange(0, 7).Draw(t, "odd") == 7 {
		return anyEvent().Draw(t, "any")
	}
	if m.watched() && rapid.IntRange(0, 3).Draw(t, "supervised") == 3 {
		return rapid.SampledFrom(supervising(m)).Draw(t, "supervising")
	}
	return rapid.SampledFrom(fitting(m)).Draw(t, "fitting")
}

// livesPerCheck makes more than 2000 lives of rapid's 100 checks.
const livesPerCheck = 21

func TestAnyLife(t *testing.T) {
	seen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		for range livesPerCheck {
			anyLife(t, seen)
		}
	})
	for prefix, all := range map[string]map[State][]Phase{"": phases, "left/": leftPhases} {
		for state, phases := range all {
			for _, phase := range phases {
				if name := prefix + string(state) + "/" + string(phase); !seen[name] {
					t.Errorf("no life came to %s", name)
				}
			}
		}
	}
}

func anyLife(t *rapid.T, seen map[string]bool) {
	first := rapid.SampledFrom([]Event{
		Incoming{Own: own},
		Adoption{},
		Adoption{Queued: true},
		Adoption{Number: "113", Service: "113"},
		Adoption{Number: "113", Service: "113", Together: true},
		Adoption{Number: "0225300001", Together: true, Handed: HandedGiven, Place: Place{Queue: "q", Stays: true}},
		Adoption{Number: "0225300001", Together: true, Handed: HandedLost, Place: Place{Queue: "q"}},
		CallBackDue{Place: Place{Queue: "q"}},
		CallAsked{Operator: op, Own: own},
		CallAsked{Operator: op, Own: own, Place: Place{Queue: "q", Stays: true}},
		Adoption{Past: Adopted{Operator: op}},
		Adoption{Past: Adopted{Operator: op}, Placed: true},
		Adoption{Past: Adopted{Operator: op}, CallBack: true},
		Adoption{Placed: true},
		Adoption{Placed: true, Place: Place{Queue: "q", Stays: true}},
		Adoption{Past: Adopted{Operator: op}, Held: true},
		Adoption{Past: Adopted{Operator: op}, Held: true, Number: "0225300001"},
		Adoption{Past: Adopted{Operator: op}, Number: "0225300001", Place: Place{Queue: "q", Stays: true}},
		Adoption{Past: Adopted{Operator: op}, Number: "113", Service: "113", Together: true, Urgent: "113 114"},
		Adoption{Past: Adopted{Operator: op}, Number: "113", Service: "113"},
		Adoption{Past: Adopted{Operator: op}, Number: "113", Service: "113", Together: true, Handed: HandedGiven},
		Adoption{Past: Adopted{Operator: op}, Urgent: "113 114", Service: "113"},
		Adoption{Past: Adopted{Operator: op}, Urgent: "113 114", Service: "113", Rings: true, Place: Place{Queue: "q"}},
		Adoption{Past: Adopted{Operator: op}, Urgent: "113", Service: "113", Rings: true, Held: true},
		Adoption{Past: Adopted{Operator: op}, Urgent: "113 114", Service: "113", Rings: true, Handed: HandedLost},
		Adoption{Urgent: "113 114", Service: "113", Handed: HandedLost},
		Adoption{Urgent: "113 114", Service: "113", Rings: true, Handed: HandedLost},
	}).Draw(t, "first")
	var m Model
	w := &world{}
	step := func(ev Event) {
		after, effects, err := Transition(m, ev)
		if err != nil {
			if after != m || effects != nil {
				t.Fatalf("%#v refused, but something changed", ev)
			}
			return
		}
		if m.State == StateEnded {
			t.Fatalf("%#v after the end", ev)
		}
		switch ev.(type) {
		case RingOver, OutFailed:
			if m.Officer.Phase != PhaseCalling {
				t.Fatalf("%#v ends what is %s", ev, m.Officer.Phase)
			}
		case CallerGone, LeftStasis:
			if m.Operator != "" && m.Officer.Urgent && m.Officer.Phase != PhaseNone && (after.State == StateEnded || after.Officer.Numbers != m.Officer.Numbers) {
				t.Fatalf("%#v hangs an emergency service up on an operator", ev)
			}
		}
		w.before(m, ev)
		w.apply(t, m, after, effects)
		m = after
		w.check(t, m)
		seen[map[bool]string{true: "left/"}[m.left()]+string(m.State)+"/"+string(m.Officer.Phase)] = true
	}
	if begun := rapid.IntRange(0, len(besides)).Draw(t, "begun as"); begun < len(besides) {
		for _, ev := range besides[begun].events {
			step(ev)
		}
	} else {
		step(first)
	}
	for range rapid.IntRange(0, 40).Draw(t, "length") {
		step(next(t, m))
	}
	end := m.Ended
	ended := m.State == StateEnded
	step(CallerGone{Cause: 16})
	if m.left() && m.State != StateEnded {
		end, ended = m.Left, true // and nothing that follows changes how
		step(Vanished{AsteriskLost: true})
	}
	if ended && m.Ended != end {
		t.Fatalf("the end was rewritten: %v, then %v", end, m.Ended)
	}
}

package ticket

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

func do(t *testing.T, c Case, p Party, a Act) Result {
	t.Helper()
	r, err := Do(c, a, by(p), around)
	if err != nil {
		t.Fatalf("%s: %v", a.Kind(), err)
	}
	return r
}

// refused does what is not allowed, for that reason.
func refused(t *testing.T, c Case, p Party, a Act, why lang.Key) {
	t.Helper()
	_, err := Do(c, a, by(p), around)
	var now *NotNow
	var yours *NotYours
	var faults Faults
	switch {
	case errors.As(err, &now) && says(now.Sentence(lang.Vietnamese)) == why:
	case errors.As(err, &yours) && says(yours.Sentence(lang.English)) == why:
	case errors.As(err, &faults) && slices.ContainsFunc(faults, func(f Fault) bool { return f.Key == why }):
	default:
		t.Errorf("%s: %v, not %s", a.Kind(), err, why)
	}
}

// says is the key of a sentence that is whole.
func says(key lang.Key, args []any) lang.Key {
	if text := lang.Say(lang.Vietnamese, key, args...); !lang.Known(key) || strings.Contains(text, "%") {
		return ""
	}
	return key
}

func tells(r Result, to Audience, unit string, key lang.Key) bool {
	return slices.ContainsFunc(r.Notices, func(n Notice) bool {
		return n.To == to && n.Unit == unit && n.Key == key && len(n.Args) > 0 && lang.Known(key)
	})
}

func event(r Result, what sla.What, unit string) bool {
	return slices.ContainsFunc(r.Events, func(e sla.Event) bool { return e.What == what && e.Unit == unit })
}

func TestEveryStateAndActHasItsLabel(t *testing.T) {
	for _, s := range States {
		if !lang.Known(s.Key()) {
			t.Errorf("state %s", s)
		}
	}
	for k := range Table {
		if !lang.Known(k.Key()) {
			t.Errorf("act %s", k)
		}
	}
	if got := StateOverdue.Label(); got != "Quá hạn (đang chờ xử lý)" {
		t.Error(got)
	}
}

func TestDieu1_2_NotTakenWithReasonAndWhereToGo(t *testing.T) {
	for _, why := range RefusalReasons {
		r := do(t, in(StateReceived), Hotline, Decline{Reason: why, Words: "Ngoài phạm vi", Where: "Ban Tiếp công dân, 5 Cù Chính Lan"})
		if r.Case.Refusal.Reason != why || !tells(r, ToSender, "", lang.SMSDeclined) || !event(r, sla.Declined, "") {
			t.Errorf("%s: %+v", why, r)
		}
	}
}

// Who does not speak Vietnamese is told why, and where to go.
func TestDieu7_1_OtherLanguagesAreDeclinedWithWhereToGo(t *testing.T) {
	r := do(t, in(StateReceived), Hotline, Decline{Reason: NotVietnamese, Words: "Tổng đài chỉ tiếp nhận tiếng Việt", Where: "Sở Ngoại vụ, 0225 3842 000"})
	if r.Case.State != StateDeclined || r.Case.Refusal.Reason != "language" || !tells(r, ToSender, "", lang.SMSDeclined) || r.Notices[0].Args[2] != "Sở Ngoại vụ, 0225 3842 000" || r.Changes[0].Reason == "" {
		t.Errorf("%+v", r)
	}
}

// What is not clear is asked for, and not refused.
func TestDieu7_2_WhatIsNotClearIsAskedFor(t *testing.T) {
	r := do(t, in(StateReceived), Hotline, AskSender{"Đèn nào, ở đâu?"})
	if r.Case.State != StateAwaitingSender || !tells(r, ToSender, "", lang.SMSAskSender) || !event(r, sla.SenderAsked, "") {
		t.Errorf("%+v", r)
	}
	refused(t, r.Case, Hotline, Decline{Reason: NotClear, Words: "x", Where: "y"}, lang.TicketNotNow)
	back := do(t, r.Case, Hotline, StopWaiting{"Không liên lạc được"})
	do(t, back.Case, Hotline, Decline{Reason: NotClear, Words: "Không rõ nội dung", Where: "1022"}) // asked in vain
}

func TestDieu8_2_ReasonWordsAndPlaceAreAllNeeded(t *testing.T) {
	refused(t, in(StateReceived), Hotline, Decline{Words: "x", Where: "y"}, lang.TicketRefusal)
	refused(t, in(StateReceived), Hotline, Decline{Reason: IsComplaint, Where: "y"}, lang.TicketNeedsText)
	refused(t, in(StateReceived), Hotline, Decline{Reason: IsComplaint, Words: "x"}, lang.TicketNeedsText)
}

func TestDieu1_2d_ProceduresOnLineGoToTheirDepartment(t *testing.T) {
	r := do(t, in(StateReceived), Hotline, MarkOutside{true})
	if !r.Case.OutsideTTHC || r.Case.Unit != "SKHCN" || !tells(r, ToSender, "", lang.SMSOutside) || !tells(r, ToOfficers, "SKHCN", lang.NoticeOutside) || !tells(r, ToOffice, "", lang.NoticeOutside) {
		t.Errorf("%+v", r)
	}
	refused(t, r.Case, Hotline, Decline{Reason: NotInScope, Words: "x", Where: "y"}, lang.TicketOutsideGoesOn)
}

// Said twice it is told once; and of a ticket that an officer of another unit has on the line, who answers
// there has answered.
func TestDieu16_1_ToldOnceAndNobodyElsesAnswerIsTheDepartments(t *testing.T) {
	outside := do(t, in(StateReceived), Hotline, MarkOutside{true}).Case
	refused(t, outside, Hotline, MarkOutside{true}, lang.TicketSettled)
	refused(t, in(StateReceived), Hotline, MarkOutside{false}, lang.TicketSettled)
	through := do(t, do(t, in(StateReceived), Hotline, TransferLive{"B", "call"}).Case, Hotline, MarkOutside{true}).Case
	if through.Unit != "SKHCN" || through.Through != "B" {
		t.Errorf("%+v", through)
	}
	if r := do(t, through, Hotline, AnsweredLive{"Nộp ở phường"}); r.Case.Result.Unit != "B" || !event(r, sla.Resolved, "B") {
		t.Errorf("%+v", r)
	}
	if r := do(t, through, Hotline, Assign{}); r.Case.Leader().Unit != "SKHCN" {
		t.Errorf("%+v", r.Case.Assignments)
	}
	none := around
	none.Responsible = func(Group, string, string) string { return "" }
	var now *NotNow
	if _, err := Do(in(StateReceived), MarkOutside{true}, by(Hotline), none); !errors.As(err, &now) || now.Why != lang.TicketNoDepartment {
		t.Errorf("%v", err)
	}
}

// Whoever is told of a ticket can read it, as long as it is theirs to answer.
func TestDieu9_2_WhoIsToldOfATicketReadsIt(t *testing.T) {
	for name, tc := range map[string]struct {
		of   Case
		want []string
	}{
		"put through":     {do(t, in(StateReceived), Hotline, TransferLive{"B", "message"}).Case, []string{"B"}},
		"outside":         {do(t, in(StateReceived), Hotline, MarkOutside{true}).Case, []string{"SKHCN"}},
		"not any more":    {do(t, do(t, in(StateReceived), Hotline, MarkOutside{true}).Case, Hotline, MarkOutside{false}).Case, nil},
		"sent to another": {do(t, do(t, in(StateReceived), Hotline, TransferLive{"B", "message"}).Case, Hotline, Assign{Lead: "A"}).Case, []string{"A"}},
		"with a task":     {do(t, in(StateInProgress), Officer, Delegate{Unit: "A1", Text: "Thay bóng"}).Case, []string{"A", "A1", "B"}},
	} {
		if got := tc.of.Readers(); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestDieu16_1_TheDepartmentLeadsByDefault(t *testing.T) {
	r := do(t, do(t, in(StateReceived), Hotline, MarkOutside{true}).Case, Hotline, Assign{})
	if r.Case.Leader().Unit != "SKHCN" || r.Case.State != StateAssigned {
		t.Errorf("%+v", r.Case)
	}
}

func TestDieu3_1_FourChannels(t *testing.T) {
	for _, ch := range Channels {
		if _, faults := Check(draft(func(d *Draft) { d.Channel = ch }), known{}); len(faults) > 0 {
			t.Errorf("%s: %v", ch, faults)
		}
	}
}

func TestDieu7_3_DataIsCompletedLater(t *testing.T) {
	c := in(StateAwaitingSender)
	c.Sender = Sender{Type: Individual}
	r := do(t, c, Hotline, SenderReplied{Text: "Đã nói", Sender: &Sender{Type: Individual, Name: "An", Phone: "+84 912 345 678", NoAddress: true, NoEmail: true}})
	if c.Sender.Complete() || !r.Case.Sender.Complete() || r.Case.Sender.Phone != "0912345678" {
		t.Errorf("%+v", r.Case.Sender)
	}
}

func TestDieu8_3_AskedAndAnswered(t *testing.T) {
	r := do(t, in(StateReceived), Hotline, AskSender{"Ở đâu?"})
	if !event(r, sla.SenderAsked, "") || !tells(r, ToSender, "", lang.SMSAskSender) || r.Changes[0].Clause != "Điều 8.3" {
		t.Errorf("%+v", r)
	}
	if back := do(t, r.Case, Citizen, SenderReplied{Text: "Ở 12 Lạch Tray"}); back.Case.State != StateReceived || back.Case.Asked.Reply != "Ở 12 Lạch Tray" {
		t.Errorf("%+v", back.Case)
	}
}

// The citizen answers when they can: also when the officer's hours were over first (Điều 9.4).
func TestDieu18_1_AnAnswerAfterTheHoursIsKept(t *testing.T) {
	asked := do(t, in(StateInProgress), Officer, AskByUnit{"Cột nào?"}).Case
	late, err := Fired(asked, sla.Firing{Stage: sla.RunsOut, Kind: sla.Officer, Unit: "A", Lead: true, At: day, Clause: "Điều 9.4"})
	if err != nil || late.Case.State != StateEscalatedToHead {
		t.Fatalf("%s, %v", late.Case.State, err)
	}
	r := do(t, late.Case, Hotline, SenderReplied{Text: "Cột 12"})
	if r.Case.State != StateEscalatedToHead || r.Case.UnitAsked.Reply != "Cột 12" || r.Case.UnitAsked.Open() || !event(r, sla.SenderReplied, "A") {
		t.Errorf("%+v", r.Case)
	}
	if !tells(r, ToOfficers, "A", lang.SMSSenderReplied) || !tells(r, ToHead, "A", lang.SMSSenderReplied) {
		t.Errorf("%+v", r.Notices)
	}
	refused(t, r.Case, Hotline, SenderReplied{Text: "Cột 13"}, lang.TicketNoQuestion)
	if given := do(t, late.Case, Head, StopWaiting{"Không liên lạc được"}); given.Case.State != StateEscalatedToHead || given.Case.UnitAsked.Open() {
		t.Errorf("%+v", given.Case)
	}
}

// Whoever has the ticket by then hears of it, whoever asked.
func TestDieu8_3_AnAnswerFindsWhoeverHasTheTicketNow(t *testing.T) {
	taken := do(t, in(StateAwaitingSender), Office, TakeByOffice{CityCompetence, "Thẩm quyền thành phố"}).Case
	if r := do(t, taken, Citizen, SenderReplied{Text: "Ở 12 Lạch Tray"}); r.Case.State != StateOfficeLed || r.Case.Asked.Reply == "" || !tells(r, ToOffice, "", lang.NoticeSenderReplied) {
		t.Errorf("%+v", r)
	}
	if r := do(t, in(StateAwaitingSender), Hotline, SenderReplied{Text: "Ở 12 Lạch Tray"}); !tells(r, ToHotline, "", lang.NoticeSenderReplied) {
		t.Errorf("%+v", r.Notices)
	}
	moved := do(t, do(t, in(StateInProgress), Officer, AskByUnit{"Cột nào?"}).Case, Office, Reroute{Lead: "C", Reason: "Đúng thẩm quyền"}).Case
	r := do(t, moved, Hotline, SenderReplied{Text: "Cột 12"})
	if r.Case.State != StateAssigned || !tells(r, ToOfficers, "C", lang.SMSSenderReplied) || tells(r, ToHead, "C", lang.SMSSenderReplied) {
		t.Errorf("%+v", r)
	}
}

// A question that nobody asked, or that was answered, is not open in any state.
func TestDieu18_1_WithoutAQuestionThereIsNoAnswer(t *testing.T) {
	for _, state := range without(openStates, StateAwaitingSender, StateAwaitingSenderForUnit) {
		refused(t, in(state), Hotline, SenderReplied{Text: "x"}, lang.TicketNoQuestion)
		refused(t, in(state), Hotline, StopWaiting{"x"}, lang.TicketNoQuestion)
	}
}

// Whatever comes back to the desk begins its time there, and somebody is told.
func TestDieu8_3_WhatComesBackIsDecidedAgain(t *testing.T) {
	for _, c := range []struct {
		name string
		r    Result
		hour sla.What
	}{
		{"the sender answered", do(t, in(StateAwaitingSender), Hotline, SenderReplied{Text: "Ở 12 Lạch Tray"}), sla.BackAtDesk},
		{"nobody waits", do(t, in(StateAwaitingSender), Hotline, StopWaiting{"Không nghe máy"}), sla.GaveUpWaiting},
		{"returned", do(t, in(StateInProgress), Officer, Return{Reason: "Không thuộc"}), sla.BackAtDesk},
	} {
		if c.r.Case.State != StateReceived || c.r.Events[len(c.r.Events)-1].What != c.hour {
			t.Errorf("%s: %s, %+v", c.name, c.r.Case.State, c.r.Events)
		}
	}
}

// A slip that names no unit does not go back to that which returned the ticket.
func TestDieu18_3_AReturnedTicketIsNotThatUnitsAnyMore(t *testing.T) {
	back := do(t, in(StateInProgress), Officer, Return{Reason: "Không thuộc"}).Case
	if back.Unit != "" {
		t.Errorf("still %s's", back.Unit)
	}
	refused(t, back, Hotline, Assign{}, lang.TicketUnit)
	told := do(t, in(StateInProgress), Officer, Return{Reason: "Không thuộc", Whose: "C"}).Case
	if r := do(t, told, Hotline, Assign{}); r.Case.Leader().Unit != "C" {
		t.Errorf("%+v", r.Case.Assignments)
	}
	refused(t, in(StateInProgress), Officer, Return{Reason: "Không thuộc", Whose: "A"}, lang.TicketSameUnit)
}

// What a unit gave back, or what was taken from it, it neither works on nor knows the sender of any
// more; what it did stays its own. Another time the Office decides anew.
func TestDieu12_2_WhatAUnitHasNoMoreItKnowsNoMore(t *testing.T) {
	c := in(StateInProgress)
	c.Confidential, c.IdentityFor = true, []string{"A", "A1", "B", "C"}
	c.Tasks = []Task{{Number: 1, Of: "A", Unit: "A1", At: day, Report: "Đã xem", DoneAt: day}}
	for name, tc := range map[string]struct {
		by   Party
		act  Act
		has  []string
		know []string
	}{
		"returned":             {Officer, Return{Reason: "Không thuộc"}, nil, []string{"C"}},
		"given to another":     {Office, Reroute{Lead: "C", Reason: "Nhầm"}, []string{"C"}, []string{"C"}},
		"the Office leads":     {Office, TakeByOffice{Cause: UnitsDisagree, Reason: "Không thống nhất"}, nil, []string{"C"}},
		"resolved without B's": {Officer, Resolve{Text: "Đã sửa"}, []string{"A", "A1"}, []string{"A", "A1", "C"}},
	} {
		r, err := Do(c, tc.act, by(tc.by), around)
		if err != nil || !slices.Equal(r.Case.Units(), tc.has) || !slices.Equal(r.Case.IdentityFor, tc.know) {
			t.Errorf("%s: %v know %v, %v", name, r.Case.Units(), r.Case.IdentityFor, err)
		}
	}
	back := do(t, c, Officer, Return{Reason: "Không thuộc"}).Case
	back.State = StatePublished
	if _, err := Do(back, PublishedByUnit{"https://sxd.vn/1"}, by(Officer), around); !errors.Is(err, ErrNotYours) {
		t.Error(err)
	}
}

// A unit answers with its own letter, and with one that is about what it has now.
func TestDieu17_6_AnotherUnitsLetterIsNoReply(t *testing.T) {
	for _, id := range []string{"theirs", "old", "gone", "work", "none"} {
		refused(t, in(StateInProgress), Head, Resolve{Text: "Đã sửa", Official: true, Document: id}, lang.FileNoReply)
	}
	do(t, in(StateInProgress), Head, Resolve{Text: "Đã sửa", Official: true, Document: "signed"})
}

// A dossier that is late is sent all the same, also when the ticket has closed by then.
func TestDieu9_6_ADossierIsSentAfterTheTicketClosed(t *testing.T) {
	wanted := do(t, in(StatePublished), Hotline, WantReview{"Trả lời chưa đạt"}).Case
	quiet, err := Fired(wanted, sla.Firing{Stage: sla.RunsOut, Kind: sla.Quiet, At: day, Clause: "Điều 9.5"})
	if err != nil || quiet.Case.State != StateClosed {
		t.Fatalf("%s, %v", quiet.Case.State, err)
	}
	for kind, what := range map[DossierKind]sla.What{OfReview: sla.ReviewReported, OfUrgent: sla.UrgentReported} {
		r := do(t, quiet.Case, Hotline, SendDossier{For: kind, Summary: "Sạt lở"})
		if r.Case.State != StateClosed || !event(r, what, "") || !tells(r, ToOffice, "", lang.NoticeDossier) {
			t.Errorf("%s: %+v", kind, r)
		}
	}
}

// Who sent a ticket that goes on in another is told its result, also when the others were told before;
// and whoever worked on it need not go on.
func TestDieu11_1b_MergedIntoAResultItsSenderIsToldToo(t *testing.T) {
	r := do(t, in(StateInProgress), Hotline, Merge{Into: code(4), Reason: "Cùng một việc"})
	if !tells(r, ToSender, "", lang.SMSMerged) || !tells(r, ToSender, "", lang.SMSPublished) || !tells(r, ToOfficers, "A", lang.SMSWithdrawn) || !tells(r, ToOfficers, "B", lang.SMSWithdrawn) {
		t.Errorf("%+v", r.Notices)
	}
	if r := do(t, in(StateReceived), Hotline, Merge{Into: code(2)}); tells(r, ToSender, "", lang.SMSPublished) {
		t.Errorf("%+v", r.Notices)
	}
	refused(t, in(StateReceived), Hotline, Merge{Into: code(5)}, lang.TicketParentAnswered)
	refused(t, in(StateOverdue), Hotline, Merge{Into: code(2)}, lang.ReasonNeeded) // it takes a term from a unit
}

// Units that a result does not wait for hear that their part is over.
func TestDieu9_3b_UnitsThatAreNotWaitedForAreTold(t *testing.T) {
	r := do(t, in(StateInProgress), Officer, Resolve{Text: "Đã sửa"})
	if !tells(r, ToOfficers, "B", lang.SMSWithdrawn) || tells(r, ToOfficers, "A", lang.SMSWithdrawn) || r.Events[len(r.Events)-1].What != sla.Resolved {
		t.Errorf("%+v", r)
	}
}

func TestDieu9_1a_AnsweredAtOnceWithItsBasis(t *testing.T) {
	refused(t, in(StateReceived), Hotline, Answer{Text: "Làm ở phường"}, lang.TicketNeedsText)
	r := do(t, in(StateReceived), Hotline, Answer{"Làm ở phường", "Bài 12", 0})
	if r.Case.Result.Basis != "Bài 12" || !event(r, sla.Resolved, "") {
		t.Errorf("%+v", r)
	}
}

func TestDieu9_1b_EmergencyIsToldAtAnyHour(t *testing.T) {
	r := do(t, in(StateReceived), Hotline, MarkEmergency{"113"})
	if !r.Case.Emergency || r.Case.State != StateReceived || !tells(r, ToLeader, "", lang.NoticeEmergency) || !tells(r, ToOffice, "", lang.NoticeEmergency) {
		t.Errorf("%+v", r)
	}
	for _, n := range r.Notices {
		if !n.Exempt {
			t.Errorf("%s waits for the morning", n.To)
		}
	}
}

// A service that was called in a call of several matters marks all of them; whoever knows says of which it was not.
func TestDieu9_1b_TheMarkOfAnEmergencyIsTakenOff(t *testing.T) {
	c := in(StateInProgress)
	refused(t, c, Hotline, UnmarkEmergency{Reason: "Của phiếu kia"}, lang.TicketSettled)
	c.Emergency = true
	refused(t, c, Office, UnmarkEmergency{Reason: "..."}, lang.ReasonNeeded)
	called := around
	called.Emergencies = func() []int64 { return []int64{3, 8} }
	if _, err := Do(c, UnmarkEmergency{Reason: "Của phiếu kia", Seen: []int64{3}}, by(Hotline), called); !errors.Is(err, ErrNotNow) {
		t.Errorf("with a call that they did not see: %v", err)
	}
	r, err := Do(c, UnmarkEmergency{Reason: "Của phiếu kia", Seen: []int64{3, 8}}, by(Hotline), called)
	if err != nil {
		t.Fatal(err)
	}
	if r.Case.Emergency || !slices.Equal(r.Case.Unrelated, []int64{3, 8}) || len(r.Events) != 0 || r.Case.State != c.State {
		t.Errorf("%+v, %+v", r.Case, r.Events)
	}
	if ch := r.Changes[0]; ch.Reason != "Của phiếu kia" || ch.Actor == "" || string(ch.Before["emergency"]) != "true" || string(ch.After["emergency"]) != "false" {
		t.Errorf("the history: %+v", ch)
	}
	if !tells(r, ToLeader, "", lang.NoticeNoEmergency) || !tells(r, ToOffice, "", lang.NoticeNoEmergency) {
		t.Errorf("%+v", r.Notices)
	}
	// By hand it is marked again at any time.
	if again := do(t, r.Case, Hotline, MarkEmergency{"114"}); !again.Case.Emergency {
		t.Errorf("%+v", again.Case)
	}
}

func TestDieu9_2_PutThroughAndTheOfficeHasItsCopy(t *testing.T) {
	r := do(t, in(StateReceived), Hotline, TransferLive{"A", "message"})
	if !tells(r, ToOffice, "", lang.NoticeTransferred) || !tells(r, ToOfficers, "A", lang.SMSTransferLive) || !event(r, sla.Forwarded, "A") {
		t.Errorf("%+v", r)
	}
	if done := do(t, r.Case, Hotline, AnsweredLive{"Mai sửa"}); done.Case.Result.Unit != "A" || !event(done, sla.Resolved, "A") {
		t.Errorf("%+v", done)
	}
}

// The Office has its copy of what leaves the desk, also when no call was noted before.
func TestDieu9_2_TheOfficeHearsOfEverySlipOfTheDesk(t *testing.T) {
	for _, state := range []State{StateReceived, StateLiveTransfer} {
		if r := do(t, in(state), Hotline, Assign{Lead: "A", Cooperating: []string{"B"}}); !tells(r, ToOffice, "", lang.NoticeAssigned) {
			t.Errorf("%s: %+v", state, r.Notices)
		}
	}
}

func TestDieu9_3a_SlipsAndMessagesToEveryUnit(t *testing.T) {
	r := do(t, in(StateLiveTransfer), Hotline, Assign{Lead: "A", Cooperating: []string{"B"}})
	if len(r.Slips) != 2 || len(r.Case.Assignments) != 2 || !r.Case.Assignments[0].Lead || r.Case.Assignments[1].Lead {
		t.Errorf("%+v", r)
	}
	for _, u := range []string{"A", "B"} {
		if !event(r, sla.Assigned, u) || !tells(r, ToOfficers, u, lang.SMSSlip) {
			t.Errorf("%s: %+v", u, r)
		}
	}
	refused(t, in(StateReceived), Hotline, Assign{Lead: "A", Cooperating: []string{"A"}}, lang.TicketUnitTwice)
	refused(t, in(StateReceived), Hotline, Assign{Lead: "NOT"}, lang.TicketUnit)
}

func TestDieu9_3b_CooperatingUnitsHaveTheirOwnPart(t *testing.T) {
	b := By{Name: "b", Party: Officer, Unit: "B"}
	c := do(t, in(StateReceived), Hotline, Assign{Lead: "A", Cooperating: []string{"B"}}).Case
	r, err := Do(c, Accept{}, b, around)
	if err != nil || r.Case.State != StateAssigned || r.Case.Active("B").State != Accepted {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := Do(r.Case, Resolve{Text: "x"}, b, around); !errors.Is(err, ErrNotYours) {
		t.Error(err)
	}
	if r, err = Do(r.Case, Contribute{"Đã cắt điện"}, b, around); err != nil || r.Case.Active("B") != nil || !event(r, sla.UnitAnswered, "B") {
		t.Fatalf("%+v, %v", r, err)
	}
	refused(t, r.Case, Officer, Contribute{"x"}, lang.TicketLeadResolves)
	// Not its matter: its own part ends, and the ticket goes on.
	if r, err = Do(c, Return{Reason: "Không thuộc"}, b, around); err != nil || r.Case.State != StateAssigned || r.Case.Active("B") != nil {
		t.Fatalf("%+v, %v", r, err)
	}
}

// An officer promises so far ahead as the policy has it; further the head does, and the Office hears of it.
func TestDieu9_3c_WhatIsPutOffForLongTheHeadAnswersFor(t *testing.T) {
	latest := around.LatestPromise()
	do(t, in(StateInProgress), Officer, Promise{latest, "Phải đo"})
	refused(t, in(StateInProgress), Officer, Promise{latest.Add(time.Second), "Phải đo"}, lang.TicketPromiseTooFar)
	r := do(t, in(StateInProgress), Head, Promise{latest.AddDate(0, 2, 0), "Phải xin vốn"})
	if r.Case.State != StateVerifying || !tells(r, ToOffice, "", lang.NoticePromisedFar) {
		t.Errorf("%+v", r)
	}
	if r = do(t, in(StateInProgress), Head, Promise{latest, "Phải đo"}); tells(r, ToOffice, "", lang.NoticePromisedFar) {
		t.Errorf("%+v", r.Notices)
	}
	refused(t, in(StateInProgress), Head, Promise{day.AddDate(1, 0, 1), "Phải xin vốn"}, lang.TicketNotAhead)
}

func TestDieu9_3c_PromisedFinishIsExactAndAhead(t *testing.T) {
	refused(t, in(StateInProgress), Officer, Promise{day, "Phải đo"}, lang.TicketNotAhead)
	refused(t, in(StateInProgress), Officer, Promise{day.Add(time.Hour), ""}, lang.ReasonNeeded)
	r := do(t, in(StateInProgress), Officer, Promise{day.Add(72 * time.Hour), "Phải đo"})
	if !tells(r, ToSender, "", lang.SMSPromised) || !tells(r, ToHotline, "", lang.NoticePromised) || r.Events[0].Until != day.Add(72*time.Hour) {
		t.Errorf("%+v", r)
	}
}

// Nobody answers: the head after eight working hours, the leadership after forty-eight more.
func TestDieu9_4_EscalatesToHeadAndThenToTheLeadership(t *testing.T) {
	w := begin(t)
	if err := w.does(t, by(Hotline), Assign{Lead: "A", Cooperating: []string{"B"}}); err != nil {
		t.Fatal(err)
	}
	w.until(t, day.Add(24*time.Hour)) // exactly then it is still in time
	if w.c.State != StateAssigned {
		t.Fatal(w.c.State)
	}
	w.until(t, day.Add(24*time.Hour+time.Second))
	last := w.out[len(w.out)-1]
	if w.c.State != StateEscalatedToHead || w.c.Active("B").EscalatedAt.IsZero() || !last.Slips[0].ToHead {
		t.Fatalf("%+v", w.c)
	}
	w.until(t, day.Add(30*24*time.Hour))
	if w.c.State != StateOverdue || !w.c.EverOverdue {
		t.Fatalf("%+v", w.c)
	}
	reports, heads := 0, 0
	for _, r := range w.out {
		reports += len(r.Reports)
		for _, n := range r.Notices {
			if n.To == ToHead && n.Key == lang.SMSEscalated {
				heads++
			}
		}
	}
	if reports != 2 || heads != 2 {
		t.Errorf("%d reports, %d heads told", reports, heads)
	}
	if err := w.does(t, by(Head), Resolve{Text: "Đã sửa"}); err != nil || !w.c.EverOverdue {
		t.Errorf("%v, %+v", err, w.c)
	}
}

func TestDieu9_4_BrokenPromiseEscalates(t *testing.T) {
	w := begin(t)
	for _, s := range []struct {
		p Party
		a Act
	}{{Hotline, Assign{Lead: "A"}}, {Officer, Accept{}}, {Officer, Promise{day.Add(72 * time.Hour), "Phải đo"}}} {
		if err := w.does(t, by(s.p), s.a); err != nil {
			t.Fatal(err)
		}
	}
	w.until(t, day.Add(72*time.Hour))
	if w.c.State != StateVerifying {
		t.Fatal(w.c.State)
	}
	w.until(t, day.Add(73*time.Hour))
	if w.c.State != StateEscalatedToHead {
		t.Fatal(w.c.State)
	}
}

func TestDieu9_5a_UnitsDisagree(t *testing.T) {
	one := do(t, in(StateReceived), Hotline, Assign{Lead: "A"}).Case
	refused(t, one, Officer, TakeByOffice{UnitsDisagree, "Không thống nhất"}, lang.TicketOneUnit)
	r := do(t, in(StateInProgress), Officer, TakeByOffice{UnitsDisagree, "Không thống nhất"})
	if r.Case.Leader() != nil || !tells(r, ToOffice, "", lang.NoticeOfficeTook) || !event(r, sla.OfficeTook, "") {
		t.Errorf("%+v", r)
	}
}

func TestDieu9_5b_SenderDisagrees(t *testing.T) {
	refused(t, in(StatePublished), Office, TakeByOffice{SenderContests, "Gửi lại"}, lang.TicketNotContested)
	c := do(t, in(StatePublished), Citizen, Contest{"Chưa sửa"})
	if !event(c, sla.SenderContested, "") || !tells(c, ToOffice, "", lang.NoticeContested) || !tells(c, ToOfficers, "A", lang.NoticeContested) {
		t.Errorf("%+v", c)
	}
	if r := do(t, c.Case, Office, TakeByOffice{SenderContests, "Gửi lại"}); r.Case.State != StateOfficeLed {
		t.Errorf("%+v", r.Case)
	}
}

func TestDieu9_5d_DirectiveNamesWhoLeads(t *testing.T) {
	c := do(t, do(t, in(StateReceived), Hotline, TakeByOffice{CityCompetence, "Thẩm quyền thành phố"}).Case, Office, RequestDirective{"Giao A"}).Case
	refused(t, c, Office, Direct{Date: "2026-11-26", Lead: "A"}, lang.TicketNeedsText)
	refused(t, c, Office, Direct{Number: "1", Date: "26/11", Lead: "A"}, lang.BadDay)
	refused(t, c, Office, Direct{Number: "1", Date: day.AddDate(0, 0, 1).In(Zone).Format(time.DateOnly), Lead: "A"}, lang.TicketAhead)
	r := do(t, c, Office, Direct{Number: "12/UBND", Date: "2026-11-26", Lead: "A", Cooperating: []string{"B"}})
	if r.Case.Directives[0].Number != "12/UBND" || r.Case.Leader().Unit != "A" || len(r.Slips) != 2 {
		t.Errorf("%+v", r)
	}
}

func TestDieu9_6a_UrgentDossier(t *testing.T) {
	c := in(StateReceived)
	c.Urgent = false
	refused(t, c, Hotline, SendDossier{OfUrgent, "Sạt lở"}, lang.TicketNoDossier)
	r := do(t, c, Hotline, MarkUrgent{true, "Sạt lở"})
	if !event(r, sla.FoundUrgent, "") || !tells(r, ToOffice, "", lang.NoticeUrgent) {
		t.Errorf("%+v", r)
	}
	if sent := do(t, r.Case, Hotline, SendDossier{OfUrgent, "Sạt lở"}); !event(sent, sla.UrgentReported, "") || sent.Case.Dossiers[0].SentAt != day {
		t.Errorf("%+v", sent)
	}
}

func TestDieu9_6b_ReviewDossier(t *testing.T) {
	r := do(t, in(StatePublished), Hotline, WantReview{"Trả lời chưa đạt"})
	refused(t, r.Case, Office, WantReview{"x"}, lang.TicketSettled)
	if sent := do(t, r.Case, Hotline, SendDossier{OfReview, "Tổng hợp"}); !event(r, sla.ReviewWanted, "") || !event(sent, sla.ReviewReported, "") || !tells(sent, ToOffice, "", lang.NoticeDossier) {
		t.Errorf("%+v", sent)
	}
}

func TestDieu9_6c_DocumentsAndTheirAnswers(t *testing.T) {
	c := in(StateResolved)
	c.Documents = nil
	r := do(t, c, Office, RecordDocument{Sign: "99/UBND", Date: "2026-11-26", Unit: "A", Subject: "Giải trình", Due: day.Add(48 * time.Hour)})
	if !tells(r, ToHead, "A", lang.NoticeDocument) {
		t.Errorf("%+v", r)
	}
	r = do(t, r.Case, Office, DocumentReplied{1, "Đã rút kinh nghiệm"})
	refused(t, r.Case, Office, DocumentReplied{1, "x"}, lang.TicketSettled)
	refused(t, c, Office, RecordDocument{Sign: "99/UBND", Date: "2026-11-27", Unit: "A", Subject: "Giải trình"}, lang.TicketAhead)
	refused(t, c, Office, RecordDocument{Sign: "99/UBND", Date: "2026-11-26", Unit: "A", Subject: "Giải trình", Due: day.AddDate(-6, 0, 0)}, lang.TicketBefore)
}

func TestDieu10_1c_RecordingForAWhileWhenGranted(t *testing.T) {
	c := in(StateInProgress)
	c.Recordings = nil
	r := do(t, c, Officer, RequestRecording{"r1", "Xác minh"})
	refused(t, c, Officer, RequestRecording{"another call's", "Xác minh"}, lang.TicketNoRecording)
	refused(t, r.Case, Officer, RequestRecording{"r1", "Một lần nữa"}, lang.TicketStillAsked)
	refused(t, r.Case, Leader, DecideRecording{Number: 1, Approve: true, Reason: "Đúng việc"}, lang.TicketNotAhead)
	do(t, r.Case, Leader, DecideRecording{1, true, day.Add(LongestGrant), "Đúng việc"})
	refused(t, r.Case, Leader, DecideRecording{1, true, day.Add(LongestGrant + time.Second), "Đúng việc"}, lang.TicketGrantTooFar)
	shorter := around
	shorter.LongestGrant = time.Hour
	_, err := Do(r.Case, DecideRecording{1, true, day.Add(2 * time.Hour), "Đúng việc"}, by(Leader), shorter)
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Location != "until" || faults[0].Key != lang.TicketGrantTooFar {
		t.Errorf("further than the city lets anybody hear: %v", err)
	}
	hidden := r.Case
	hidden.Confidential = true
	refused(t, hidden, Leader, DecideRecording{1, true, day.Add(time.Hour), "Đúng việc"}, lang.TicketIdentityFirst)
	r = do(t, r.Case, Leader, DecideRecording{1, true, day.Add(time.Hour), "Đúng việc"})
	if got := r.Case.Recordings[0]; !got.Decision.Approved || got.Until != day.Add(time.Hour) || !tells(r, ToOfficers, "A", lang.NoticeRecordingDecided) {
		t.Errorf("%+v", got)
	}
	refused(t, r.Case, Leader, DecideRecording{Number: 1, Reason: "vì x thế"}, lang.TicketSettled)
}

func TestDieu11_1_PublishedWithoutPersonalData(t *testing.T) {
	refused(t, in(StateResolved), Hotline, Publish{"Đèn hỏng", "Đã sửa", false, true}, lang.TicketNotChecked)
	for _, text := range []string{"Ông NGUYỄN VĂN AN báo", "Gọi 0912.345.678", "gọi +84 912 345 678", "Ở 12 Lạch Tray", "Ông Nguyễn Văn An"} {
		refused(t, in(StateResolved), Hotline, Publish{text, "Đã sửa", true, true}, lang.TicketBetrays)
		refused(t, in(StateResolved), Hotline, Publish{"Đèn hỏng", text, true, true}, lang.TicketBetrays)
	}
	r := do(t, in(StateResolved), Hotline, Publish{"Đèn hỏng", "Đã sửa, gọi 1022", true, false})
	if !tells(r, ToSender, "", lang.SMSPublished) || !event(r, sla.SenderTold, "") || !strings.Contains(lang.Say(lang.Vietnamese, lang.SMSPublished), "{lookup}") {
		t.Errorf("%+v", r)
	}
}

func TestDieu11_2_RatedAfterwardsAndTheLastMarkCounts(t *testing.T) {
	refused(t, in(StatePublished), Citizen, Rate{Score: 6}, lang.TicketScore)
	refused(t, in(StateInProgress), Citizen, Rate{Score: 5}, lang.TicketNotNow)
	c := do(t, in(StatePublished), Citizen, Rate{Score: 2}).Case
	if c = do(t, c, Citizen, Rate{Score: 5, Comment: "Cảm ơn"}).Case; c.Rating.Score != 5 || c.State != StatePublished {
		t.Errorf("%+v", c.Rating)
	}
}

// One mark of a sender's and a ticket's, with the way by which it was given: the last word counts,
// however late we hear of a key.
func TestDieu11_2_OneMarkWhicheverWay(t *testing.T) {
	c := do(t, in(StateReceived), System, RateByKey{Score: 4, At: day.Add(-time.Minute)}).Case
	if m := *c.Rating; m != (Mark{Score: 4, At: day.Add(-time.Minute), Source: MarkOfCall}) {
		t.Errorf("%+v", m)
	}
	c.State = StateAnswered
	for _, tc := range []struct {
		party  Party
		source MarkSource
	}{{Citizen, MarkOfSender}, {Hotline, MarkOfHotline}} {
		r := do(t, c, tc.party, Rate{Score: 2, Comment: "Chậm"})
		if m := *r.Case.Rating; m != (Mark{Score: 2, Comment: "Chậm", At: day, Source: tc.source}) {
			t.Errorf("%+v", m)
		}
		refused(t, r.Case, System, RateByKey{Score: 5, At: day.Add(-time.Second)}, lang.TicketSettled)
		refused(t, r.Case, System, RateByKey{Score: 5, At: day}, lang.TicketSettled) // the job came twice
	}
	if m := do(t, c, System, RateByKey{Score: 5, At: day.Add(time.Hour)}).Case.Rating; m.At != day {
		t.Errorf("pressed at %s, when it is %s", m.At, day)
	}
}

// Whoever sent what was merged has a mark of their own, once the other ticket's result was told.
func TestDieu11_2_MarkOfWhatWasMerged(t *testing.T) {
	c := in(StateMerged)
	if m := do(t, c, Citizen, Rate{Score: 3}).Case.Rating; m.Score != 3 {
		t.Errorf("%+v", m)
	}
	for _, n := range []int{2, 99} { // in progress; none
		c.Parent = code(n)
		refused(t, c, Citizen, Rate{Score: 3}, lang.TicketNotNow)
	}
}

func TestDieu11_3_WhereTheUnitPublishedIt(t *testing.T) {
	for _, bad := range []string{"", "javascript:alert(1)", "sxd.vn", "https://"} {
		refused(t, in(StatePublished), Officer, PublishedByUnit{bad}, lang.TicketURL)
	}
	if r := do(t, in(StatePublished), Officer, PublishedByUnit{"https://sxd.vn/1"}); r.Case.Public.UnitURL != "https://sxd.vn/1" {
		t.Errorf("%+v", r.Case.Public)
	}
}

func TestDieu12_1b_ConfidentialIsAnsweredAndNotPublished(t *testing.T) {
	c := in(StateResolved)
	refused(t, c, Hotline, AnswerConfidential{"Gọi điện"}, lang.TicketNotConfidential)
	c.Confidential = true
	refused(t, c, Hotline, Publish{"Đèn hỏng", "Đã sửa", true, false}, lang.TicketIsConfidential)
	if r := do(t, c, Hotline, AnswerConfidential{"Gọi điện"}); r.Case.State != StateAnswered || r.Case.Public != nil {
		t.Errorf("%+v", r.Case)
	}
}

func TestDieu12_2_TheOfficeAllowsAUnitToKnowTheSender(t *testing.T) {
	c := in(StateInProgress)
	refused(t, c, Office, AllowIdentity{"A", "Cần gặp"}, lang.TicketNotConfidential)
	if !c.MayKnowSender("A") {
		t.Error("not confidential")
	}
	c.Confidential = true
	if c.MayKnowSender("A") {
		t.Error("known before the Office allows it")
	}
	if c = do(t, c, Office, AllowIdentity{"A", "Cần gặp"}).Case; !c.MayKnowSender("A") || c.MayKnowSender("B") {
		t.Errorf("%+v", c.IdentityFor)
	}
}

func TestDieu13_1_FirstCheckIsKept(t *testing.T) {
	if r := do(t, in(StateReceived), Hotline, Precheck{"Đã gọi lại"}); r.Case.Precheck != "Đã gọi lại" {
		t.Errorf("%+v", r.Case)
	}
}

func TestDieu14_1_RemindersHaveAHistory(t *testing.T) {
	c := do(t, in(StateInProgress), Office, Remind{Text: "Khẩn trương"}).Case
	r := do(t, c, Hotline, Remind{Unit: "B", Text: "Lần hai"})
	if len(r.Case.Reminders) != 2 || r.Case.Reminders[0].Unit != "A" || !tells(r, ToOfficers, "B", lang.SMSReminder) || !tells(r, ToHead, "B", lang.SMSReminder) {
		t.Errorf("%+v", r.Case.Reminders)
	}
	refused(t, c, Office, Remind{Unit: "C", Text: "x"}, lang.TicketUnitHasNot)
}

func TestDieu14_2_ReroutedWithFreshHours(t *testing.T) {
	refused(t, in(StateInProgress), Office, Reroute{Lead: "A", Reason: "vì x thế"}, lang.TicketSameUnit)
	r := do(t, in(StateOverdue), Office, Reroute{Lead: "C", Reason: "Đúng thẩm quyền"})
	if r.Case.Leader().Unit != "C" || !event(r, sla.Returned, "A") || !event(r, sla.Returned, "B") || !event(r, sla.Assigned, "C") || !tells(r, ToOfficers, "A", lang.SMSWithdrawn) {
		t.Errorf("%+v", r)
	}
}

func TestDieu17_2_ProgressIsNoted(t *testing.T) {
	if r := do(t, in(StateVerifying), Officer, Progress{"Đã cử người"}); r.Changes[0].Note["text"] != "Đã cử người" || r.Case.State != StateVerifying {
		t.Errorf("%+v", r)
	}
}

func TestDieu17_4_TasksForUnitsBelow(t *testing.T) {
	refused(t, in(StateInProgress), Officer, Delegate{Unit: "C", Text: "x"}, lang.TicketNotBelow)
	soon := By{Name: "canbo", Party: Officer, Unit: "A", Below: []string{"A1", "A2"}} // A2 is not there yet
	var faults Faults
	if _, err := Do(in(StateInProgress), Delegate{Unit: "A2", Text: "x"}, soon, around); !errors.As(err, &faults) || faults[0].Key != lang.TicketUnit {
		t.Errorf("%v", err)
	}
	r := do(t, in(StateInProgress), Officer, Delegate{Unit: "A1", Text: "Thay bóng"})
	if len(r.Events) != 0 || !tells(r, ToOfficers, "A1", lang.SMSTask) {
		t.Errorf("its own time is changed: %+v", r.Events)
	}
	below := By{Name: "a1", Party: Officer, Unit: "A1"}
	done, err := Do(r.Case, TaskDone{1, "Đã thay"}, below, around)
	if err != nil || done.Case.Tasks[0].Report != "Đã thay" || !tells(done, ToOfficers, "A", lang.NoticeTaskDone) {
		t.Fatalf("%+v, %v", done, err)
	}
	if _, err := Do(done.Case, TaskDone{1, "x"}, below, around); !errors.Is(err, ErrNotNow) {
		t.Error(err)
	}
	if _, err := Do(r.Case, Resolve{Text: "x"}, below, around); !errors.Is(err, ErrNotYours) {
		t.Error(err)
	}
}

func TestDieu17_6_OfficialReplyIsASignedDocument(t *testing.T) {
	refused(t, in(StateInProgress), Officer, Resolve{Text: "Đã sửa", Official: true}, lang.TicketNeedsDocument)
	c := do(t, in(StateReceived), Hotline, Assign{Lead: "A", Official: true}).Case
	refused(t, c, Officer, Resolve{Text: "Đã sửa"}, lang.TicketNeedsDocument)
	r := do(t, c, Officer, Resolve{Text: "Đã sửa", Document: "signed"})
	if r.Case.Result.Document != "signed" {
		t.Errorf("%+v", r.Case.Result)
	}
	// What the result rests on stays; what is none of the ticket's signed replies is no document.
	refused(t, r.Case, Officer, RemoveFile{"signed", "Nhầm"}, lang.FileIsResult)
	for _, id := range []string{"picture", "work", "gone", "nothing"} {
		refused(t, c, Officer, Resolve{Text: "Đã sửa", Document: id}, lang.FileNoReply)
	}
}

func TestDieu17_6_TheReplyIsTheLeadingUnits(t *testing.T) {
	reply := Attach{File: "new", Name: "a.pdf", Purpose: FileReply}
	do(t, in(StateInProgress), Officer, reply)
	refused(t, in(StateInProgress), Hotline, reply, lang.TicketNotLead)
	refused(t, in(StateResolved), Officer, reply, lang.TicketNotLead)
	if _, err := Do(in(StateInProgress), reply, By{Name: "ai", Party: Officer, Unit: "B"}, around); !errors.Is(err, ErrNotYours) {
		t.Error(err)
	}
}

// Films and sound show faces and voices; a picture is published when somebody has looked.
func TestDieu12_1b_FilesArePublishedByChoice(t *testing.T) {
	c := in(StateResolved)
	refused(t, c, Hotline, PublishFile{"picture", true, false}, lang.TicketNotChecked)
	refused(t, c, Hotline, PublishFile{"film", true, true}, lang.FileNotShown)
	refused(t, c, Hotline, PublishFile{"gone", true, true}, lang.FileRemoved)
	refused(t, c, Hotline, PublishFile{"picture", false, true}, lang.TicketSettled)
	if r := do(t, c, Hotline, PublishFile{"shown", false, false}); len(r.Files) != 1 || r.Files[0].Public {
		t.Errorf("%+v", r.Files)
	}
	c.Confidential = true
	refused(t, c, Hotline, PublishFile{"picture", true, true}, lang.TicketIsConfidential)
}

func TestDieu12_2_AFileThatIsTakenAwayIsNamedWithTheReason(t *testing.T) {
	c := in(StateInProgress)
	r := do(t, c, Hotline, RemoveFile{"shown", "Lộ mặt người khác"})
	if len(r.Files) != 1 || !r.Files[0].Removed || r.Files[0].Public || r.Changes[0].Reason != "Lộ mặt người khác" || r.Changes[0].Note["file"] != "shown" {
		t.Errorf("%+v", r)
	}
	refused(t, c, Hotline, RemoveFile{"shown", ""}, lang.ReasonNeeded)
	refused(t, c, Hotline, RemoveFile{"work", "Nhầm"}, lang.FileOfOther)
	refused(t, c, Officer, RemoveFile{"picture", "Nhầm"}, lang.FileOfOther)
	refused(t, c, Office, RemoveFile{"gone", "Nhầm"}, lang.FileRemoved)
	do(t, c, Office, RemoveFile{"work", "Nhầm"})
	refused(t, c, Hotline, Attach{Purpose: FileProgress}, lang.FileOfUnits)
}

func TestDieu17_7_RewardsAreProposedAndDecided(t *testing.T) {
	c := in(StatePublished)
	c.Rewards = nil
	r := do(t, c, Officer, ProposeReward{For: ForSender, Reason: "Báo kịp thời"})
	if !tells(r, ToOffice, "", lang.NoticeReward) {
		t.Errorf("%+v", r)
	}
	d := do(t, r.Case, Office, DecideReward{1, true, "Xứng đáng"}).Case
	if got := d.Rewards[0]; !got.Decision.Approved || got.Unit != "A" {
		t.Errorf("%+v", got)
	}
	refused(t, d, Office, DecideReward{1, false, "x"}, lang.TicketSettled)
}

func TestDieu20_2_WarningsAreApprovedAndBlockNobody(t *testing.T) {
	c := in(StateReceived)
	c.Warnings = nil
	c = do(t, c, Hotline, WarnOfSender{"Báo giả ba lần"}).Case
	c = do(t, c, Office, DecideWarning{1, true, "Có căn cứ"}).Case
	if !c.Warnings[0].Decision.Approved || c.State != StateReceived {
		t.Errorf("%+v", c)
	}
	do(t, c, Hotline, Assign{Lead: "A"})
}

func TestDieu20_3_OfficersAreProposedByName(t *testing.T) {
	refused(t, in(StatePublished), Office, ProposeReward{For: ForOfficer, Reason: "Nhanh"}, lang.TicketNeedsText)
	do(t, in(StatePublished), Office, ProposeReward{For: ForOfficer, Who: "Trần Bình", Reason: "Nhanh"})
}

func TestDieu17_9_HandedOverWithNotice(t *testing.T) {
	r := do(t, in(StateInProgress), Head, HandOver{To: "canbo2", Reason: "Nghỉ hưu"})
	if r.Case.Active("A").Officer != "canbo2" || !tells(r, ToOffice, "", lang.NoticeHandedOver) {
		t.Errorf("%+v", r)
	}
	refused(t, in(StateInProgress), Head, HandOver{Unit: "B", To: "x", Reason: "vì y thế"}, lang.TicketOtherUnit)
	refused(t, in(StateInProgress), Head, HandOver{To: "canbo3", Reason: "vì y thế"}, lang.TicketNotOfficer) // a slip of the pen, and nobody has it
	refused(t, in(StateInProgress), Office, HandOver{Unit: "B", To: "canbo2", Reason: "vì y thế"}, lang.TicketNotOfficer)
}

func TestDieu18_1_OneQuestionInATicketsLife(t *testing.T) {
	c := do(t, in(StateInProgress), Officer, AskByUnit{"Cột nào?"}).Case
	c = do(t, c, Hotline, SenderReplied{Text: "Cột 12"}).Case
	refused(t, c, Officer, AskByUnit{"Phố nào?"}, lang.TicketAskedOnce)
	// Nor may the next unit.
	c = do(t, c, Officer, Return{Reason: "Không thuộc"}).Case
	c = do(t, c, Hotline, Assign{Lead: "B"}).Case
	b := By{Name: "b", Party: Officer, Unit: "B"}
	r, err := Do(c, Accept{}, b, around)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Do(r.Case, AskByUnit{"x"}, b, around); !errors.Is(err, ErrNotNow) {
		t.Error(err)
	}
}

func TestDieu18_3_ReturnedWithAReason(t *testing.T) {
	refused(t, in(StateOverdue), Head, Return{}, lang.ReasonNeeded)
	r := do(t, in(StateOverdue), Head, Return{Reason: "Không thuộc", Whose: "C"})
	if r.Case.State != StateReceived || r.Case.Leader() != nil || r.Changes[0].Reason != "Không thuộc" || !event(r, sla.Returned, "A") || !event(r, sla.Returned, "B") {
		t.Errorf("%+v", r)
	}
	if c := do(t, in(StatePublished), Citizen, ReportConduct{"Gây khó"}); !tells(c, ToOffice, "", lang.NoticeConduct) {
		t.Errorf("%+v", c)
	}
}

func TestDieu9_5_ClosesAfterAQuietWhile(t *testing.T) {
	w := begin(t)
	for _, s := range []struct {
		p Party
		a Act
	}{{Hotline, Answer{"Làm ở phường", "Bài 12", 0}}, {Hotline, Publish{"Hỏi thủ tục", "Làm ở phường", true, false}}} {
		if err := w.does(t, by(s.p), s.a); err != nil {
			t.Fatal(err)
		}
	}
	w.until(t, day.Add(15*24*time.Hour))
	if w.c.State != StateClosed {
		t.Error(w.c.State)
	}
}

func TestMergedIntoWhatIsOpenOnly(t *testing.T) {
	refused(t, in(StateInProgress), Hotline, Merge{Into: code(3), Reason: "Cùng một việc"}, lang.TicketParentOver)
	refused(t, in(StateInProgress), Hotline, Merge{Into: code(9), Reason: "Cùng một việc"}, lang.TicketNoSuch)
	refused(t, in(StateInProgress), Hotline, Merge{Into: code(1), Reason: "Cùng một việc"}, lang.BadTicketCode)
	r := do(t, in(StateInProgress), Hotline, Merge{Into: code(2), Reason: "Cùng một việc"})
	if r.Case.Parent != code(2) || r.Case.Leader() != nil || !tells(r, ToSender, "", lang.SMSMerged) || !event(r, sla.MergedElsewhere, "") {
		t.Errorf("%+v", r)
	}
}

func TestDieu4_TextIsKeptAsText(t *testing.T) {
	r := do(t, in(StateReceived), Hotline, AskSender{"<script>alert(1)</script> Đường 😀"})
	if r.Case.Asked.Text != "<script>alert(1)</script> Đường 😀" {
		t.Errorf("%q", r.Case.Asked.Text)
	}
	refused(t, in(StateReceived), Hotline, AskSender{strings.Repeat("a", 100<<10)}, lang.TicketTooLong)
	refused(t, in(StateReceived), Hotline, AskSender{"a\x00b"}, lang.TicketControl)
}

// What a message was about is filled in once, and takes back nothing that others have found:
// who wants to stay unknown stays so.
func TestDieu8_1_SortedWithoutTakingAnythingBack(t *testing.T) {
	c := in(StateReceived)
	c.Content, c.Confidential, c.Urgent = "", true, true
	heard := Sort{Draft{Group: GroupInfrastructure, Field: "chieu-sang", Content: "Đèn hỏng", Channel: ChannelPhone, Sender: Sender{Type: Individual, Name: "Trần Thị B"}}}
	r, err := Do(c, heard, by(Hotline), around)
	if err != nil || !r.Case.Confidential || !r.Case.Urgent || len(r.Events) != 0 || r.Case.Group != GroupInfrastructure || r.Case.Unit != "A" {
		t.Fatalf("%+v, %v", r, err)
	}
	if ch := r.Changes[0]; string(ch.Before["content"]) != `""` || !strings.Contains(string(ch.Before["sender"]), "Nguyễn Văn An") || !strings.Contains(string(ch.After["sender"]), "Trần Thị B") {
		t.Errorf("%+v", ch)
	}
	if _, err := Do(r.Case, heard, by(Hotline), around); !errors.Is(err, ErrNotNow) {
		t.Errorf("twice: %v", err)
	}
	c.Urgent, heard.Heard.Urgent = false, true
	if r, err = Do(c, heard, by(Hotline), around); err != nil || !r.Case.Urgent || len(r.Events) != 1 || r.Events[0].What != sla.FoundUrgent {
		t.Errorf("%+v, %v", r, err)
	}
	heard.Heard.Group, heard.Heard.Content = 2, ""
	var faults Faults
	if _, err = Do(c, heard, by(Hotline), around); !errors.As(err, &faults) || len(faults) != 2 {
		t.Errorf("%v", err)
	}
}

// A warning says the term that it warns of, whatever runs by the time it is sent.
func TestDieu9_4_AWarningNamesItsOwnTerm(t *testing.T) {
	for kind, to := range map[sla.Kind]Audience{sla.Officer: ToOfficers, sla.Head: ToHead} {
		r, err := Fired(in(StateInProgress), sla.Firing{Stage: sla.Warns, Kind: kind, Unit: "A", Lead: true, Due: day.Add(time.Hour), At: day})
		if err != nil || len(r.Notices) != 1 || r.Notices[0].To != to || r.Notices[0].Args[len(r.Notices[0].Args)-1] != "10:00 26/11/2026" {
			t.Errorf("%s: %+v, %v", kind, r.Notices, err)
		}
	}
}

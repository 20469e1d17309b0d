package ticket

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"hotline1022/internal/lang"
)

func ptr[T any](v T) *T { return &v }

// rightNumber corrects the sender's number, and nothing else of them.
func rightNumber(c Case) Correct {
	who := c.Sender
	who.Phone = "0912 345 687"
	return Correct{Reason: "Ghi nhầm hai chữ số", Sender: &who}
}

// What was written down wrongly is put right, and what stood there is the history's.
func TestDieu7_3_WhoSentItIsCorrectedAndTheHistoryHasBoth(t *testing.T) {
	c := in(StateInProgress)
	r := do(t, c, Hotline, rightNumber(c))
	if r.Case.Sender.Phone != "0912345687" || r.Case.State != StateInProgress || len(r.Events) != 0 {
		t.Fatalf("%+v", r.Case)
	}
	ch := r.Changes[0]
	if len(ch.Before) != 1 || !strings.Contains(string(ch.Before["sender"]), "0912345678") || !strings.Contains(string(ch.After["sender"]), "0912345687") || ch.Reason == "" {
		t.Errorf("%+v", ch)
	}
	for _, u := range []string{"A", "B"} {
		if !tells(r, ToOfficers, u, lang.NoticeCorrected) {
			t.Errorf("%s is not told: %+v", u, r.Notices)
		}
	}
	refused(t, c, Hotline, Correct{Reason: "vì x thế", Sender: &Sender{Type: Individual, Phone: "12"}}, lang.TicketPhone)
	refused(t, c, Hotline, Correct{Reason: "vì x thế"}, lang.TicketNothingCorrected)
	refused(t, c, Hotline, Correct{Reason: "vì x thế", Sender: &c.Sender}, lang.TicketNothingCorrected)
	refused(t, c, Hotline, Correct{Sender: rightNumber(c).Sender}, lang.ReasonNeeded)
}

// Where a sender is reached now they are told the code, and what still counts of what they
// were told elsewhere; where they are reached as before, nothing.
func TestDieu8_1_ANumberThatWasWrongIsToldTheCodeAtTheRightOne(t *testing.T) {
	open := in(StateInProgress)
	open.UnitAsked = &Question{Unit: "A", Text: "Cột nào?", At: day}
	declined := do(t, in(StateReceived), Hotline, Decline{Reason: IsComplaint, Words: "Là khiếu nại", Where: "Ban Tiếp công dân"}).Case
	promised := do(t, in(StateInProgress), Officer, Promise{day.AddDate(0, 0, 3), "Phải đo"}).Case
	answered, closed := in(StateAnswered), in(StateClosed)
	answered.Confidential, closed.Confidential, closed.Public = true, true, nil
	outside := do(t, in(StateReceived), Hotline, MarkOutside{true}).Case
	for name, tc := range map[string]struct {
		of   Case
		also []lang.Key
	}{
		"received":             {in(StateReceived), nil},
		"the hotline asks":     {in(StateAwaitingSender), []lang.Key{lang.SMSAskSender}},
		"a unit asks":          {open, []lang.Key{lang.SMSAskByUnit}},
		"declined":             {declined, []lang.Key{lang.SMSDeclined}},
		"promised":             {promised, []lang.Key{lang.SMSPromised}},
		"outside":              {outside, []lang.Key{lang.SMSOutside}},
		"published":            {in(StatePublished), []lang.Key{lang.SMSPublished}},
		"answered":             {answered, []lang.Key{lang.SMSAnswered}},
		"closed":               {in(StateClosed), []lang.Key{lang.SMSPublished}},
		"closed, confidential": {closed, []lang.Key{lang.SMSAnswered}},
		"merged":               {in(StateMerged), []lang.Key{lang.SMSMerged}},
	} {
		r := do(t, tc.of, Hotline, rightNumber(tc.of))
		var told []lang.Key
		for _, n := range r.Notices {
			if n.To == ToItsSender {
				told = append(told, n.Key)
			}
			if n.To == ToSender {
				t.Errorf("%s: senders of other tickets are told", name)
			}
		}
		if !slices.Equal(told, append([]lang.Key{lang.SMSReceived}, tc.also...)) {
			t.Errorf("%s: %q", name, told)
		}
		who := tc.of.Sender
		who.Name = "Nguyễn Văn Ân"
		if r := do(t, tc.of, Hotline, Correct{Reason: "vì x thế", Sender: &who}); tells(r, ToItsSender, "", lang.SMSReceived) {
			t.Errorf("%s: told again where they were told", name)
		}
	}
}

// Whoever says another number with their answer, or in a message that was heard, has the code there too.
func TestDieu8_1_WhateverChangesTheNumberTellsTheCode(t *testing.T) {
	who := Sender{Type: Individual, Phone: "0987654321"}
	replied := do(t, in(StateAwaitingSender), Hotline, SenderReplied{Text: "Ở đây", Sender: &who})
	if !tells(replied, ToItsSender, "", lang.SMSReceived) || tells(replied, ToItsSender, "", lang.SMSAskSender) {
		t.Errorf("%+v", replied.Notices)
	}
	heard := do(t, in(StateReceived), Hotline, Sort{Draft{Group: GroupInfrastructure, Content: "Đèn hỏng", Channel: ChannelPhone, Sender: who}})
	if !tells(heard, ToItsSender, "", lang.SMSReceived) {
		t.Errorf("%+v", heard.Notices)
	}
}

// What is over is over; but who sent it may still have to be told.
func TestDieu8_1_OfWhatIsOverTheSenderAloneIsCorrected(t *testing.T) {
	for _, state := range finalStates {
		c := in(state)
		c.Group = GroupInfrastructure
		refused(t, c, Office, Correct{Reason: "vì x thế", Content: ptr("Đèn tắt")}, lang.TicketSenderAlone)
		if r := do(t, c, Office, rightNumber(c)); r.Case.State != state || tells(r, ToHotline, "", lang.NoticeCorrected) {
			t.Errorf("%+v", r)
		}
	}
}

// What it is about is read again: the group, its field, the words of whoever sent it. What they
// said first stays in the history.
func TestDieu13_1_WhatItIsAboutIsCorrectedWithTheOldReadingKept(t *testing.T) {
	c := in(StateAssigned)
	c.Group, c.Field = GroupSociety, "cho"
	r := do(t, c, Office, Correct{Reason: "Nghe lại", Group: ptr(GroupInfrastructure), Field: ptr("chieu-sang"), Content: ptr(" Đèn\r\ntắt "), Address: ptr("12 Lạch Tray"), Matter: ptr(MatterReport)})
	if got := r.Case; got.Group != GroupInfrastructure || got.Field != "chieu-sang" || got.Content != "Đèn\ntắt" || got.Address != "12 Lạch Tray" || got.Matter != MatterReport {
		t.Fatalf("%+v", got)
	}
	if keys := slices.Sorted(maps.Keys(r.Changes[0].Before)); !slices.Equal(keys, []string{"address", "content", "field", "group", "kind"}) || string(r.Changes[0].Before["content"]) != `"Đèn đường hỏng"` {
		t.Errorf("%s", r.Changes[0].Before)
	}
	refused(t, c, Hotline, Correct{Reason: "vì x thế", Group: ptr(GroupInfrastructure)}, lang.TicketField) // whose field it is not
	refused(t, c, Hotline, Correct{Reason: "vì x thế", Group: ptr(GroupDirective), Field: ptr("")}, lang.TicketDirective)
	refused(t, c, Hotline, Correct{Reason: "vì x thế", Content: ptr(" ")}, lang.TicketContent)
	refused(t, c, Hotline, Correct{Reason: "vì x thế", Matter: ptr(Matter("wish"))}, lang.TicketMatter)
	do(t, c, Hotline, Correct{Reason: "vì x thế", Address: ptr("5 Cầu Đất")}) // a field that is no more does not keep a place from being corrected
	c.Group, c.Field = 0, ""
	refused(t, c, Hotline, Correct{Reason: "vì x thế", Content: ptr("Đèn tắt")}, lang.TicketNotSorted)
	do(t, c, Hotline, rightNumber(c))
}

// Another unit answers for what it is about now: it is said, and the ticket stays where it is.
func TestDieu14_2_ACorrectionMovesNothingAndSaysWhoseItIs(t *testing.T) {
	field := Correct{Reason: "Nghe lại", Group: ptr(GroupInfrastructure), Field: ptr("chieu-sang")}
	for state, office := range map[State]bool{StateReceived: false, StateInProgress: true} {
		c := in(state)
		c.Group = GroupSociety
		r := do(t, c, Hotline, field)
		if r.Changes[0].Note["responsible"] != "C" || !tells(r, ToHotline, "", lang.NoticeOtherUnit) || tells(r, ToOffice, "", lang.NoticeOtherUnit) != office {
			t.Errorf("%s: %+v", state, r)
		}
		if r.Case.State != state || r.Case.Unit != "A" || len(r.Events) != 0 || len(r.Slips) != 0 {
			t.Errorf("%s: it moved: %+v", state, r.Case)
		}
	}
	c := in(StateInProgress)
	c.Group, c.Assignments[0].Unit, c.Unit = GroupSociety, "C", "C"
	if r := do(t, c, Hotline, field); r.Changes[0].Note["responsible"] != nil {
		t.Errorf("%+v", r.Changes[0].Note)
	}
}

// Who may not know the sender of what is confidential hears nothing of another sender.
func TestDieu12_2_OfAnotherSenderNobodyHearsWhoMayNotKnowThem(t *testing.T) {
	c := in(StateEscalatedToHead)
	c.Confidential, c.IdentityFor, c.Group = true, []string{"B"}, GroupInfrastructure
	c.Assignments[1].EscalatedAt = day
	r := do(t, c, Hotline, rightNumber(c))
	if tells(r, ToOfficers, "A", lang.NoticeCorrected) || !tells(r, ToOfficers, "B", lang.NoticeCorrected) || !tells(r, ToHead, "B", lang.NoticeCorrected) {
		t.Errorf("%+v", r.Notices)
	}
	if r = do(t, c, Hotline, Correct{Reason: "vì x thế", Address: ptr("12 Lạch Tray")}); !tells(r, ToOfficers, "A", lang.NoticeCorrected) {
		t.Errorf("%+v", r.Notices)
	}
	if _, err := Do(c, rightNumber(c), by(Officer), around); !errors.Is(err, ErrNotYours) {
		t.Errorf("an officer: %v", err)
	}
}

// The Office and the hotline hear of each other's corrections of what they have.
func TestDieu13_1_WhoeverHasItHearsOfACorrection(t *testing.T) {
	for state, want := range map[State][2]bool{ // by the hotline: the Office hears; by the Office: the hotline does
		StateReceived: {false, true}, StateLiveTransfer: {false, true}, StateResolved: {false, true},
		StateOfficeLed: {true, false}, StateContested: {true, false}, StatePublished: {false, false}, StateInProgress: {false, false},
	} {
		c := in(state)
		if r := do(t, c, Hotline, rightNumber(c)); tells(r, ToOffice, "", lang.NoticeCorrected) != want[0] || tells(r, ToHotline, "", lang.NoticeCorrected) {
			t.Errorf("%s by the hotline: %+v", state, r.Notices)
		}
		if r := do(t, c, Office, rightNumber(c)); tells(r, ToHotline, "", lang.NoticeCorrected) != want[1] || tells(r, ToOffice, "", lang.NoticeCorrected) {
			t.Errorf("%s by the Office: %+v", state, r.Notices)
		}
	}
}

// The right name may stand in what everybody reads, where the wrong one did not.
func TestDieu12_1b_ACorrectedNameIsLookedForInWhatIsPublished(t *testing.T) {
	c := in(StatePublished)
	c.Public.Content = "Ông Lê Văn Tám báo đèn hỏng"
	who := c.Sender
	who.Name = "Lê Văn Tám"
	r := do(t, c, Hotline, Correct{Reason: "Ghi nhầm tên", Sender: &who})
	if !tells(r, ToHotline, "", lang.NoticePublicBetrays) || !tells(r, ToOffice, "", lang.NoticePublicBetrays) {
		t.Errorf("%+v", r.Notices)
	}
	if r = do(t, c, Hotline, rightNumber(c)); tells(r, ToHotline, "", lang.NoticePublicBetrays) {
		t.Errorf("%+v", r.Notices)
	}
}

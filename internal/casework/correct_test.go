package casework

import (
	"errors"
	"slices"
	"testing"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// messages are all about a ticket: "recipient key state".
func (r *rig) messages(code ticket.Code) (all []string) {
	r.t.Helper()
	id := r.row(code).ID
	rows, err := r.st.MessagesOfTicket(r.t.Context(), &id)
	r.check(err)
	for _, m := range rows {
		all = append(all, m.Message.Recipient+" "+m.Message.TextKey+" "+m.Message.State)
	}
	slices.Sort(all)
	return all
}

// renumber corrects the sender's number.
func (r *rig) renumber(code ticket.Code, phone string) {
	r.t.Helper()
	who := store.SenderOf(r.row(code))
	who.Phone = phone
	r.do(code, operator, ticket.Correct{Reason: "Ghi nhầm số", Sender: &who})
}

// A stranger's number gets nothing more of a ticket; the right one has the code, and the question
// that waits, once, also when it is corrected back.
func TestDieu8_1_AWrongNumberGetsNothingMore(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	r.do(code, operator, ticket.AskSender{Text: "Số nhà nào?"})
	r.renumber(code, "0912345687")
	want := []string{
		"0912345678 sms_ask_sender withdrawn", "0912345678 sms_received withdrawn", "0912345687 sms_ask_sender queued", "0912345687 sms_received queued",
	}
	if got := r.messages(code); !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	if n := r.count("SELECT count(*) FROM messages WHERE recipient = '0912345687' AND hours <> 'day'"); n != 0 {
		t.Errorf("%d ring at night, long after the call", n)
	}
	// What is told from now on goes to the right one alone.
	r.do(code, operator, ticket.StopWaiting{Reason: "Không nghe máy"})
	r.do(code, operator, ticket.Decline{Reason: ticket.IsComplaint, Words: "Là khiếu nại", Where: "Ban Tiếp công dân"})
	if got := r.told(code); !slices.Contains(got, "sms 0912345687 sms_declined") || slices.Contains(got, "sms 0912345678 sms_declined") {
		t.Errorf("%q", got)
	}
	// It was right before: what was withdrawn there is told after all, and nothing that it has already.
	_, err := r.st.Pool().Exec(t.Context(), "UPDATE messages SET state = 'sent', sent_at = now(), next_at = NULL, secret = NULL, gateway = 'g', gateway_id = 'x' || id, body = 'x', attempts = 1 WHERE recipient = '0912345687'")
	r.check(err)
	r.renumber(code, "0912345678")
	r.renumber(code, "0912345687")
	r.renumber(code, "0912345678")
	want = []string{
		"0912345678 sms_ask_sender withdrawn", "0912345678 sms_declined queued", "0912345678 sms_declined withdrawn",
		"0912345678 sms_received queued", "0912345678 sms_received withdrawn", "0912345678 sms_received withdrawn",
		"0912345687 sms_ask_sender sent", "0912345687 sms_declined sent", "0912345687 sms_received sent",
	}
	if got := r.messages(code); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// One that failed at the wrong number is not sent there again, by nobody; one that a gateway was
// being given when it was withdrawn is told of as it was.
func TestDieu7_3_WhatFailedAtAWrongNumberIsNotSentAgain(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	id := r.row(code).ID
	r.do(code, operator, ticket.AskSender{Text: "Số nhà nào?"})
	rows, err := r.st.MessagesOfTicket(t.Context(), &id)
	r.check(err)
	failed, underWay := rows[0].Message.ID, rows[1].Message.ID
	r.check(r.st.FailMessage(t.Context(), rows[0].Message, db.MessageFailedParams{ID: failed, At: at("2026-11-26 08:11"), Error: "no such number"}))
	_, err = r.st.Pool().Exec(t.Context(), "UPDATE messages SET attempts = 1, body = 'x', gateway = 'g', held_until = $2 WHERE id = $1", underWay, at("2026-11-26 08:12"))
	r.check(err)
	r.renumber(code, "0912345687")
	act, err := store.Act(at("2026-11-26 08:13"), "op01", "message.retry", "message:x", nil)
	r.check(err)
	if _, err := r.st.RetryMessage(t.Context(), failed, at("2026-11-26 08:13"), act); !errors.Is(err, store.ErrWithdrawn) {
		t.Errorf("%v", err)
	}
	if n, err := r.st.MessageAgain(t.Context(), db.MessageAgainParams{ID: underWay, NextAt: at("2026-11-26 08:20"), Attempt: 1}); err != nil || n != 0 {
		t.Errorf("it is tried again: %d, %v", n, err)
	}
	if n, err := r.st.MessageSent(t.Context(), db.MessageSentParams{ID: underWay, At: at("2026-11-26 08:11"), GatewayID: "7"}); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	if m, err := r.st.Message(t.Context(), underWay); err != nil || m.State != store.MessageSent || m.WithdrawnAt == nil {
		t.Errorf("%+v, %v", m, err)
	}
}

// A sender with no mobile number left is told by somebody of the hotline.
func TestDieu8_1_ACorrectedSenderWhomNoMessageReachesIsSomebodysTask(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	r.do(code, operator, ticket.AskSender{Text: "Số nhà nào?"})
	r.renumber(code, "02253822822")
	if got := r.tasks(code); !slices.Equal(got, []string{"hotline notice_sender_untold"}) {
		t.Errorf("%q", got)
	}
}

// Whose the matter is as it reads now, the directory's duties say.
func TestDieu13_1_WhoAnswersForACorrectedMatterIsTheDirectorys(t *testing.T) {
	r := newRig(t)
	_, err := r.st.Pool().Exec(t.Context(), `INSERT INTO fields (code, "group", name, rank) VALUES ('chieu-sang', 1, 'Chiếu sáng', 901), ('duong', 1, 'Đường', 902)`)
	r.check(err)
	by := store.By{Actor: "vanphong", At: at("2026-11-26 08:00")}
	for field, unit := range map[string]string{"chieu-sang": "SXD", "duong": "SGT"} {
		_, err := r.st.CreateDuty(t.Context(), directory.Duty{Field: field, Priority: 100, Unit: unit, Basis: "x", Span: directory.Span{Since: worktime.NewDate(2026, 1, 1)}}, by)
		r.check(err)
	}
	code := r.file("0912345678")
	r.do(code, operator, ticket.Correct{Reason: "Nghe lại", Field: ptr("chieu-sang")})
	r.do(code, operator, ticket.Assign{Lead: "SXD"})
	r.do(code, operator, ticket.Correct{Reason: "Nghe lại lần hai", Field: ptr("duong")})
	r.is(code, ticket.StateAssigned)
	if row := r.row(code); *row.Unit != "SXD" || *row.Field != "duong" {
		t.Errorf("%+v", row)
	}
	for _, audience := range []string{"office", "hotline"} {
		if n := r.count("SELECT count(*) FROM ticket_notices WHERE ticket_id = $1 AND audience = $2 AND text_key = $3 AND 'SGT' = ANY (text_args)", r.row(code).ID, audience, string(lang.NoticeOtherUnit)); n != 1 {
			t.Errorf("%s: %d", audience, n)
		}
	}
}

// Ten working days are what an officer may promise, by the policy of the ticket and the calendar.
func TestDieu9_3c_TheLongestPromiseIsOfWorkingDays(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	r.do(code, operator, ticket.Assign{Lead: "SXD"})
	r.do(code, officer, ticket.Accept{})
	var faults ticket.Faults
	err := r.w.Do(t.Context(), code, r.row(code).Version, officer, ticket.Promise{Until: at("2026-12-10 17:01"), Reason: "Phải đo"})
	if !errors.As(err, &faults) || faults[0].Key != lang.TicketPromiseTooFar || faults[0].Args[0] != "17:00 10/12/2026" {
		t.Fatalf("%v", err)
	}
	r.do(code, officer, ticket.Promise{Until: at("2026-12-10 17:00"), Reason: "Phải đo"})
	r.is(code, ticket.StateVerifying)
}

package casework

import (
	"slices"
	"testing"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// tasks are the notices that somebody was not reached: "audience key".
func (r *rig) tasks(code ticket.Code) (all []string) {
	r.t.Helper()
	keys := []string{string(lang.NoticeSenderUntold), string(lang.NoticeMessageFailed), string(lang.NoticeUnitUntold)}
	rows, err := r.st.Pool().Query(r.t.Context(), "SELECT audience || ' ' || text_key FROM ticket_notices WHERE ticket_id = $1 AND text_key = ANY ($2) ORDER BY id", r.row(code).ID, keys)
	r.check(err)
	defer rows.Close()
	for rows.Next() {
		var one string
		r.check(rows.Scan(&one))
		all = append(all, one)
	}
	r.check(rows.Err())
	return all
}

// Who was not taken is told why (Điều 8.2), though no message reaches them: by the hotline.
func TestDieu8_2_ASenderWhomNoMessageReachesIsSomebodysTask(t *testing.T) {
	r := newRig(t)
	for _, phone := range []string{"02253822822", ""} {
		code := r.file(phone)
		if got := r.tasks(code); len(got) != 0 {
			t.Errorf("of the code that they heard: %q", got)
		}
		r.do(code, operator, ticket.Decline{Reason: ticket.IsComplaint, Words: "Là khiếu nại", Where: "Ban Tiếp công dân"})
		if got := r.tasks(code); !slices.Equal(got, []string{"hotline notice_sender_untold"}) {
			t.Errorf("%q: %q", phone, got)
		}
	}
}

// A message that the gateway refuses, and one that the network does not bring, are told once.
func TestDieu11_1b_AMessageThatDoesNotArriveIsSomebodysTask(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	id := r.row(code).ID
	r.do(code, operator, ticket.AskSender{Text: "Số nhà nào?"})
	rows, err := r.st.MessagesOfTicket(t.Context(), &id)
	r.check(err)
	if len(rows) != 2 {
		t.Fatalf("%+v", rows)
	}
	lost := rows[0].Message
	for range 2 {
		r.check(r.st.FailMessage(t.Context(), lost, db.MessageFailedParams{ID: lost.ID, At: at("2026-11-26 08:11"), Error: "no such number", Attempt: lost.Attempts}))
	}
	if got := r.tasks(code); !slices.Equal(got, []string{"hotline notice_message_failed"}) {
		t.Errorf("refused: %q", got)
	}
	_, err = r.st.Pool().Exec(t.Context(), "UPDATE messages SET state = 'sent', sent_at = now(), next_at = NULL, secret = NULL, gateway = 'g', gateway_id = 'x', body = 'x', attempts = 1 WHERE id = $1", rows[1].Message.ID)
	r.check(err)
	_, err = r.st.ReportMessage(t.Context(), "g", notify.Report{ID: "x", State: notify.Undelivered}, at("2026-11-26 08:12"))
	r.check(err)
	if got := r.tasks(code); len(got) != 2 {
		t.Errorf("not brought: %q", got)
	}
	if m, err := r.st.Message(t.Context(), rows[1].Message.ID); err != nil || m.State != store.MessageUndelivered {
		t.Errorf("%+v, %v", m, err)
	}
}

// The hours of a unit run though nobody there can be told: then somebody calls it.
func TestDieu9_3a_AUnitWithNobodyToTellIsSomebodysTask(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	r.do(code, operator, ticket.Assign{Lead: "SGT"}) // it has no officer
	if got := r.tasks(code); !slices.Equal(got, []string{"leader notice_unit_untold"}) {
		t.Errorf("%q", got)
	}
	other := r.file("0987654321")
	r.do(other, operator, ticket.Assign{Lead: "SXD"})
	if got := r.tasks(other); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

// On the day on which a unit's only officer has left, its head is sent the slip, and somebody calls all the same.
func TestDieu17_2_TheHeadIsToldWhereNobodyElseIs(t *testing.T) {
	r := newRig(t)
	_, err := r.st.CreateOfficer(t.Context(), directory.Officer{Unit: "SXD", Post: directory.PostHead, Rank: 1, Name: "Giám đốc", Phone: "0912000007"}, byOffice)
	r.check(err)
	_, err = r.st.Pool().Exec(t.Context(), "UPDATE officers SET until = '2026-11-26' WHERE unit = 'SXD' AND post = 'focal'")
	r.check(err)
	code := r.file("0912345678")
	r.do(code, operator, ticket.Assign{Lead: "SXD"})
	if got := r.told(code); !slices.Equal(got, []string{"sms 0912000007 sms_slip"}) {
		t.Errorf("%q", got)
	}
	if got := r.tasks(code); !slices.Equal(got, []string{"leader notice_unit_untold"}) {
		t.Errorf("%q", got)
	}
}

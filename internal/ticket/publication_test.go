package ticket

import (
	"testing"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// A name that everybody could read is taken back at once, and the rest published without it.
func TestDieu12_1b_WhatWasPublishedIsTakenBack(t *testing.T) {
	c := in(StatePublished)
	r := do(t, c, Hotline, WithdrawPublication{"Lộ tên người gửi"})
	if r.Case.State != StateResolved || r.Case.Public != nil || r.Events[0].What != sla.Unpublished || r.Changes[0].Reason == "" || r.Changes[0].Before["public"] == nil {
		t.Fatalf("%+v", r)
	}
	if !tells(r, ToOffice, "", lang.NoticeWithdrawnPublication) || !tells(r, ToOfficers, "A", lang.NoticeWithdrawnPublication) {
		t.Errorf("%+v", r.Notices)
	}
	if again := do(t, r.Case, Hotline, Publish{Content: "Đèn hỏng", Result: "Đã sửa", Checked: true}); again.Case.State != StatePublished {
		t.Errorf("%+v", again.Case)
	}
	secret := do(t, r.Case, Hotline, MarkConfidential{true, "Người gửi muốn"})
	if alone := do(t, secret.Case, Hotline, AnswerConfidential{"Gọi điện"}); alone.Case.State != StateAnswered {
		t.Errorf("%+v", alone.Case)
	}
	closed := do(t, in(StateClosed), Office, WithdrawPublication{"Lộ tên"})
	if closed.Case.State != StateClosed || closed.Case.Public != nil {
		t.Errorf("%+v", closed.Case)
	}
	refused(t, closed.Case, Office, WithdrawPublication{"Lộ tên"}, lang.TicketNotPublic)
	refused(t, c, Hotline, WithdrawPublication{}, lang.TicketNeedsText)
}

// However somebody's data are written, they are not published: nor those of whoever sent what
// was merged into it.
func TestDieu12_1b_NobodysDataArePublishedHoweverWritten(t *testing.T) {
	c := in(StateResolved)
	for _, text := range []string{
		"Ông nguyen van an báo", "NGUYỄN\u00a0VĂN\u200b AN báo", "Gọi 0912/345/678", "Gọi +84 912\u00a0345\u2013678", "Gọi ０９１２345678",
		"tran-thi-buoi cũng báo", "0225.3822.822 cũng báo", "Thư của BUOI@EXAMPLE.VN", "Nguye\u0302\u0303n Va\u0306n An",
	} {
		refused(t, c, Hotline, Publish{Content: text, Result: "Đã sửa", Checked: true}, lang.TicketBetrays)
		refused(t, c, Hotline, Publish{Content: "Đèn hỏng", Result: text, Checked: true}, lang.TicketBetrays)
	}
	for _, text := range []string{"Đèn hỏng ở phố Nguyễn Văn Anh", "Văn An", "Số 0912, 345, 678 cột đèn", "Trần Bưởi"} {
		do(t, c, Hotline, Publish{Content: text, Result: "Đã sửa", Checked: true})
	}
}

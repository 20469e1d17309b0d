package ticket

import (
	"slices"
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
	refused(t, c, Hotline, WithdrawPublication{}, lang.ReasonNeeded)
}

// What is public of a ticket that has gone on since is taken back as well: the Office leads, or
// another unit does, or it is the desk's again (Điều 9.5).
func TestDieu9_5_WhatIsPublicIsTakenBackWhoeverLeads(t *testing.T) {
	contested := do(t, in(StatePublished), Hotline, Contest{"Chưa sửa"}).Case
	led := do(t, contested, Office, TakeByOffice{SenderContests, "Gửi tiếp"}).Case
	if led.Public == nil {
		t.Fatal("nothing is public")
	}
	refused(t, led, Hotline, MarkConfidential{true, "Người gửi muốn"}, lang.TicketIsPublic)
	r := do(t, led, Office, WithdrawPublication{"Lộ tên"})
	if r.Case.State != StateOfficeLed || r.Case.Public != nil || len(r.Events) != 0 {
		t.Errorf("%+v", r)
	}
	do(t, r.Case, Hotline, MarkConfidential{true, "Người gửi muốn"})
}

// What is no longer public, or must never be, has no file that is marked to be.
func TestDieu12_1b_NoFileStaysMarkedToBePublished(t *testing.T) {
	for name, r := range map[string]Result{
		"taken back":   do(t, in(StatePublished), Hotline, WithdrawPublication{"Lộ tên"}),
		"confidential": do(t, in(StateResolved), Citizen, MarkConfidential{true, "Xin giữ kín"}),
	} {
		if len(r.Files) != 1 || r.Files[0].ID != "shown" || r.Files[0].Public || !slices.Equal(r.Changes[0].Note["files"].([]string), []string{"shown"}) {
			t.Errorf("%s: %+v", name, r.Files)
		}
	}
	c := in(StateResolved)
	c.Confidential = true
	if r := do(t, c, Hotline, MarkConfidential{false, "Người gửi đồng ý"}); len(r.Files) != 0 {
		t.Errorf("%+v", r.Files)
	}
}

// People are called by the last of their names alone.
func TestDieu12_1b_NobodyIsCalledByTheirGivenName(t *testing.T) {
	an := Sender{Type: Individual, Name: "Nguyễn Văn An", Address: "Số 12A ngõ 3/45 Lạch Tray"}
	em, single := Sender{Type: Individual, Name: "Lê Thị Em"}, Sender{Type: Individual, Name: "Hoa"}
	for text, who := range map[string]Sender{
		"Anh An báo đèn hỏng": an, "Đèn trước nhà ÔNG AN": an, "ông Văn An": an, "ong van an bao": an, "bac an bao den hong": an, "nhà An, 12A": an,
		"số 45 (nhà An)": an, "chị Em báo": em, "bà Hoa": single, "Bà  HOA": single, "co hoa bao": single,
	} {
		if !betrays(text, who) {
			t.Errorf("%q", text)
		}
	}
	company := Sender{Type: Organisation, Name: "Hoa", Address: "12 Lạch Tray"}
	for text, who := range map[string]Sender{
		"Đường An Đà": an, "địa chỉ An Dương": an, "dia chi an duong": an, "an toàn ở số 12": an, "12A Trần Phú, gần chợ An": an, "bà Ân": {Type: Individual, Name: "Nguyễn Văn Bình"},
		"anh em trong tổ": em, "chị em phụ nữ": em, "bà Hoa": company, "hoa nở": single, "Anh": {Type: Individual},
	} {
		if betrays(text, who) {
			t.Errorf("%q is refused", text)
		}
	}
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

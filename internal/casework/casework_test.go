package casework

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/devstack"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

// at reads an instant of Hải Phòng's clocks.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, ticket.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	operator = ticket.By{Name: "op01", Party: ticket.Hotline}
	officer  = ticket.By{Name: "canbo", Party: ticket.Officer, Unit: "SXD"}
	office   = ticket.By{Name: "vanphong", Party: ticket.Office, Unit: "VPUB"}
)

// rig is a real PostgreSQL with people and units, at 08:10 of a Thursday.
type rig struct {
	t  *testing.T
	st *store.Store
	w  *Casework
}

func newRig(t *testing.T) *rig {
	t.Helper()
	dsn := devstack.PostgresTemplate(t, "store", store.Migrate)
	st, err := store.Open(dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(st.Close)
	r := &rig{t: t, st: st, w: New(st)}
	for _, u := range []db.UnitPutParams{{Code: "VPUB", Kind: "office"}, {Code: "SXD", Kind: "department"}, {Code: "SGT", Kind: "department"}, {Code: "DOI1", Kind: "department", Parent: ptr("SXD")}} {
		u.Name = u.Code
		r.check(st.UnitPut(t.Context(), u))
	}
	for name, role := range map[string]auth.Role{"op01": auth.RoleOperator, "canbo": auth.RoleOfficer, "vanphong": auth.RoleOffice} {
		r.check(st.UserPut(t.Context(), db.UserPutParams{Username: name, Name: name, Role: string(role), PasswordHash: "$argon2id$x"}))
	}
	r.check(st.OfficerPut(t.Context(), db.OfficerPutParams{Phone: "0912000001", Unit: "SXD", Name: "Bình", Rank: 1}))
	return r
}

func ptr[T any](v T) *T { return &v }

func (r *rig) check(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// file files a ticket at 08:00; then it is ten minutes later.
func (r *rig) file(phone string) ticket.Code {
	r.t.Helper()
	storetest.SetClock(r.t, r.st, at("2026-11-26 08:00"))
	defer storetest.SetClock(r.t, r.st, at("2026-11-26 08:10"))
	code, _, err := r.st.FileTicket(r.t.Context(), store.NewTicket{
		Draft: ticket.Draft{
			Group: ticket.GroupInfrastructure, Content: "Đèn đường hỏng", Channel: ticket.ChannelPhone,
			Sender: ticket.Sender{Type: ticket.Individual, Name: "Nguyễn Văn An", NoAddress: true, Phone: phone, NoEmail: true},
		},
		Actor: "op01",
	})
	r.check(err)
	return code
}

func (r *rig) row(code ticket.Code) db.Ticket {
	r.t.Helper()
	row, err := r.st.Ticket(r.t.Context(), code)
	r.check(err)
	return row.Ticket
}

// do does it to the version that is there.
func (r *rig) do(code ticket.Code, by ticket.By, act ticket.Act) {
	r.t.Helper()
	if err := r.w.Do(r.t.Context(), code, r.row(code).Version, by, act); err != nil {
		r.t.Fatalf("%s: %v", act.Kind(), err)
	}
}

// is holds the state, and that the history is as long as the version says.
func (r *rig) is(code ticket.Code, want ticket.State) db.Ticket {
	r.t.Helper()
	row := r.row(code)
	if row.State != string(want) {
		r.t.Fatalf("%s, not %s", row.State, want)
	}
	since, err := r.st.ChangesSince(r.t.Context(), db.ChangesSinceParams{TicketID: row.ID, Version: 1})
	r.check(err)
	if int64(len(since)) != row.Version-1 {
		r.t.Fatalf("%d entries of version %d", len(since), row.Version)
	}
	return row
}

// told are the messages about a ticket since its sender got the code: "sms 0912… key".
func (r *rig) told(code ticket.Code) (all []string) {
	r.t.Helper()
	id := r.row(code).ID
	rows, err := r.st.MessagesOfTicket(r.t.Context(), &id)
	r.check(err)
	for _, m := range rows {
		if m.Message.TextKey == string(lang.SMSReceived) {
			continue
		}
		all = append(all, strings.Join([]string{m.Message.Channel, m.Message.Recipient, m.Message.TextKey}, " "))
	}
	return all
}

func (r *rig) count(sql string, args ...any) (n int) {
	r.t.Helper()
	r.check(r.st.Pool().QueryRow(r.t.Context(), sql, args...).Scan(&n))
	return n
}

func TestDieu9_3_SlipMessageAndClockInOneTransaction(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	r.do(code, operator, ticket.Assign{Lead: "SXD", Cooperating: []string{"SGT"}})
	row := r.is(code, ticket.StateAssigned)
	if got := r.told(code); !slices.Equal(got, []string{"sms 0912000001 sms_slip"}) {
		t.Errorf("%q", got)
	}
	var args []string
	r.check(r.st.Pool().QueryRow(t.Context(), "SELECT text_args FROM messages WHERE ticket_id = $1 AND text_key = 'sms_slip'", row.ID).Scan(&args))
	if !slices.Equal(args, []string{code.String(), "1/2026", "08:10 27/11/2026"}) {
		t.Errorf("%q", args)
	}
	slips, err := r.st.Slips(t.Context(), db.SlipsParams{TicketID: &row.ID})
	r.check(err)
	if len(slips) != 2 || *slips[0].TransferSlip.Number != 1 || *slips[1].TransferSlip.Number != 2 || slips[0].TransferSlip.SentAt.Before(at("2026-11-26 08:10")) {
		t.Errorf("%+v", slips)
	}
	sheet, err := r.st.LoadSheet(t.Context(), r.st.Queries, row.ID)
	r.check(err)
	if len(sheet.Clocks) != 3 || sheet.Clocks[1].Unit != "SXD" || !sheet.Clocks[1].Lead {
		t.Errorf("%+v", sheet.Clocks)
	}
	if n := r.count("SELECT count(*) FROM ticket_notices WHERE ticket_id = $1", row.ID); n != 4 { // both units, the Office (9.2), and the leader, since nobody at SGT can be told
		t.Errorf("%d notices", n)
	}
	if n := r.count("SELECT count(*) FROM audit_log WHERE action = 'ticket.assign'"); n != 1 {
		t.Errorf("%d audit rows", n)
	}
}

// The slip that the operator drafted is the one that is numbered and sent.
func TestDieu9_3a_TheDraftedSlipIsSent(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	row := r.row(code)
	id, err := r.st.KeepSlip(t.Context(), store.NewSlip{Slip: ticket.Slip{Unit: "SXD", Content: "Đèn", Note: "Xem sớm"}, Ticket: &row, Actor: "op01", At: at("2026-11-26 08:05")})
	r.check(err)
	r.do(code, operator, ticket.Assign{Lead: "SXD"})
	slips, err := r.st.Slips(t.Context(), db.SlipsParams{TicketID: &row.ID})
	r.check(err)
	if len(slips) != 1 || slips[0].TransferSlip.ID != id || slips[0].TransferSlip.Number == nil {
		t.Fatalf("%+v", slips)
	}
	// Returned and sent again: another slip, with another number.
	r.do(code, officer, ticket.Return{Reason: "Không thuộc"})
	r.do(code, operator, ticket.Assign{Lead: "SXD"})
	if n := r.count("SELECT max(number) FROM transfer_slips WHERE ticket_id = $1", row.ID); n != 2 {
		t.Errorf("number %d", n)
	}
}

// It was declined after it was read for a slip: none is kept of it.
func TestNoSlipOfWhatWentOnMeanwhile(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	read := r.row(code)
	r.do(code, operator, ticket.Decline{Reason: "not_clear", Words: "Kính mong ông/bà gửi lại.", Where: "Tổng đài 1022"})
	_, err := r.st.KeepSlip(t.Context(), store.NewSlip{Slip: ticket.Slip{Unit: "SXD", Content: "Đèn"}, Ticket: &read, Actor: "op01", At: at("2026-11-26 08:05")})
	var over store.ErrNoSlipNow
	if !errors.As(err, &over) || over.State != ticket.StateDeclined || r.count("SELECT count(*) FROM transfer_slips") != 0 {
		t.Error(err)
	}
}

func TestDieu9_4_TimeAloneLeadsToTheLeadership(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	r.do(code, operator, ticket.Assign{Lead: "SXD"})
	row := r.is(code, ticket.StateAssigned)
	r.check(r.w.Fire(t.Context(), row.ID))
	r.is(code, ticket.StateAssigned)
	for _, step := range []struct {
		at    string
		state ticket.State
	}{{"2026-11-27 09:00", ticket.StateEscalatedToHead}, {"2026-12-31 09:00", ticket.StateOverdue}} {
		storetest.SetClock(t, r.st, at(step.at))
		r.check(r.w.Fire(t.Context(), row.ID))
		version := r.is(code, step.state).Version
		r.check(r.w.Fire(t.Context(), row.ID)) // once
		if r.is(code, step.state).Version != version {
			t.Error("fired twice")
		}
	}
	if n := r.count("SELECT count(*) FROM leadership_reports WHERE ticket_id = $1 AND unit = 'SXD'", row.ID); n != 1 {
		t.Errorf("%d rows of the report", n)
	}
	if n := r.count("SELECT count(*) FROM transfer_slips WHERE ticket_id = $1 AND to_head_at IS NOT NULL", row.ID); n != 1 {
		t.Error("the head has no slip")
	}
	if !r.row(code).EverOverdue {
		t.Error("it forgets that it was overdue")
	}
	if _, err := r.st.Pool().Exec(t.Context(), "UPDATE tickets SET ever_overdue = false, state = 'resolved', result_at = now() WHERE id = $1", row.ID); err == nil {
		t.Error("the database lets it forget")
	}
}

// All the way to a citizen who rates it.
func TestDieu11_FromSlipToRating(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	r.do(code, operator, ticket.MarkUrgent{Urgent: true, Reason: "Trước trường học"})
	r.do(code, operator, ticket.Assign{Lead: "SXD"})
	r.do(code, officer, ticket.Accept{})
	r.do(code, officer, ticket.AskByUnit{Text: "Cột nào?"})
	r.do(code, operator, ticket.SenderReplied{Text: "Cột 12"})
	r.do(code, officer, ticket.Delegate{Unit: "DOI1", Text: "Thay bóng"})
	r.do(code, office, ticket.Remind{Text: "Khẩn trương"})
	r.do(code, officer, ticket.Promise{Until: at("2026-11-30 10:00"), Reason: "Phải đo"})
	r.do(code, officer, ticket.Resolve{Text: "Đã sửa"})
	r.do(code, operator, ticket.Publish{Content: "Đèn hỏng", Result: "Đã sửa", Checked: true})
	r.do(code, ticket.By{Name: "sender", Party: ticket.Citizen}, ticket.Rate{Score: 5})
	row := r.is(code, ticket.StatePublished)
	if *row.Rating != 5 || *row.PublicResult != "Đã sửa" {
		t.Errorf("%+v", row)
	}
	want := []string{"sms 0912000001 sms_slip", "sms 0912345678 sms_ask_by_unit", "sms 0912000001 sms_sender_replied", "sms 0912000001 sms_reminder", "sms 0912345678 sms_promised", "sms 0912345678 sms_published"}
	got := r.told(code)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	// Ten working days later it closes by itself.
	storetest.SetClock(t, r.st, at("2026-12-31 09:00"))
	r.check(r.w.Fire(t.Context(), row.ID))
	r.is(code, ticket.StateClosed)
}

func TestTheSecondIsToldAndSeesTheDifference(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	seen := r.row(code).Version
	r.do(code, operator, ticket.Precheck{Text: "Đã gọi lại"})
	before := r.row(code)
	err := r.w.Do(t.Context(), code, seen, operator, ticket.Assign{Lead: "SXD"})
	var changed *store.TicketChanged
	if !errors.As(err, &changed) || len(changed.Since) != 1 || changed.Since[0].Kind != "ticket.precheck" || changed.Version != before.Version {
		t.Fatalf("%v", err)
	}
	var after map[string]any
	r.check(json.Unmarshal(changed.Since[0].After, &after))
	if after["precheck"] != "Đã gọi lại" {
		t.Errorf("%v", after)
	}
	if r.row(code).Version != before.Version {
		t.Error("it was overwritten")
	}
}

func TestOfManyAtOnceOneWins(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	seen := r.row(code).Version
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			errs[i] = r.w.Do(context.WithoutCancel(t.Context()), code, seen, operator, ticket.Assign{Lead: "SXD"})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		var changed *store.TicketChanged
		switch {
		case err == nil:
			won++
		case !errors.As(err, &changed):
			t.Error(err)
		}
	}
	r.is(code, ticket.StateAssigned)
	if won != 1 || len(r.told(code)) != 1 {
		t.Errorf("%d won, %q", won, r.told(code))
	}
}

func TestARefusalChangesNothing(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	before := r.row(code)
	for _, c := range []struct {
		by   ticket.By
		act  ticket.Act
		want error
	}{
		{officer, ticket.Accept{}, ticket.ErrNotNow},
		{office, ticket.Decline{}, ticket.ErrNotYours},
		{operator, ticket.Publish{}, ticket.ErrNotNow},
	} {
		if err := r.w.Do(t.Context(), code, before.Version, c.by, c.act); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.act.Kind(), err)
		}
	}
	var faults ticket.Faults
	if err := r.w.Do(t.Context(), code, before.Version, operator, ticket.Assign{Lead: "NOT"}); !errors.As(err, &faults) {
		t.Error(err)
	}
	if after := r.row(code); after.Version != before.Version || after.State != before.State {
		t.Errorf("%+v", after)
	}
	if err := r.w.Do(t.Context(), "269999992", 1, operator, ticket.Precheck{Text: "x"}); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

// What was due before a refused act has happened, and is kept.
func TestDieu9_4_DelayedEscalationIsKeptWhenAnActIsRefused(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	r.do(code, operator, ticket.Assign{Lead: "SXD"})
	r.do(code, officer, ticket.Accept{})
	version := r.row(code).Version
	storetest.SetClock(t, r.st, at("2026-11-27 09:00"))
	// A promise after the hours is none.
	if err := r.w.Do(t.Context(), code, version, officer, ticket.Promise{Until: at("2026-12-01 10:00"), Reason: "Phải đo"}); !errors.Is(err, ticket.ErrNotNow) {
		t.Fatal(err)
	}
	r.is(code, ticket.StateEscalatedToHead)
	// The version that was seen is a clock's behind, and the act possible all the same.
	r.check(r.w.Do(t.Context(), code, version, officer, ticket.Resolve{Text: "Đã sửa"}))
	r.is(code, ticket.StateResolved)
}

func TestEverySenderOfAMergedTicketIsTold(t *testing.T) {
	r := newRig(t)
	parent, child, mute := r.file("0912345678"), r.file("0987654321"), r.file("02253000001")
	r.do(child, operator, ticket.Merge{Into: parent})
	r.do(mute, operator, ticket.Merge{Into: parent})
	r.do(parent, operator, ticket.Answer{Text: "Làm ở phường", Basis: "Bài 12"})
	r.do(parent, operator, ticket.Publish{Content: "Hỏi", Result: "Làm ở phường", Checked: true})
	if got := r.told(parent); !slices.Equal(got, []string{"sms 0912345678 sms_published"}) {
		t.Errorf("%q", got)
	}
	if got := slices.Sorted(slices.Values(r.told(child))); !slices.Equal(got, []string{"sms 0987654321 sms_merged", "sms 0987654321 sms_published"}) {
		t.Errorf("%q", got)
	}
	if n := r.count("SELECT count(*) FROM ticket_events WHERE ticket_id = $1 AND kind = 'ticket.sender_not_told'", r.row(mute).ID); n != 3 { // filed, merged, published
		t.Errorf("%d times not told", n)
	}
}

// Somebody is in danger: no officer sleeps through it, whatever is done with the ticket. Of other
// tickets they hear in the morning.
func TestDieu9_1b_AnEmergencysMessagesWaitForNoMorning(t *testing.T) {
	r := newRig(t)
	plain, danger := r.file("0912345678"), r.file("0987654321")
	storetest.SetClock(t, r.st, at("2026-11-26 23:00"))
	r.do(danger, operator, ticket.MarkEmergency{Service: "114"})
	for _, code := range []ticket.Code{plain, danger} {
		r.do(code, operator, ticket.Assign{Lead: "SXD"})
	}
	for code, want := range map[ticket.Code]string{plain: "day", danger: "any"} {
		var got string
		r.check(r.st.Pool().QueryRow(t.Context(), "SELECT hours FROM messages WHERE ticket_id = $1 AND text_key = 'sms_slip'", r.row(code).ID).Scan(&got))
		if got != want {
			t.Errorf("%s: %s, not %s", code, got, want)
		}
	}
}

// What fails in the middle of an act is no refusal: nothing is kept of it, nor of what was due before,
// which the next one finds due again. Here the directory cannot be asked who leads.
func TestAnActThatFailsKeepsNothing(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678") // and the hotline's hour is over by then
	storetest.SetClock(t, r.st, at("2026-11-27 08:00"))
	_, err := r.st.Pool().Exec(t.Context(), "ALTER TABLE directory_version RENAME TO away")
	r.check(err)
	err = r.w.Do(t.Context(), code, r.row(code).Version, operator, ticket.MarkOutside{Outside: true})
	if err == nil || refusal(err) {
		t.Fatalf("it did not fail: %v", err)
	}
	if row := r.is(code, ticket.StateReceived); row.Version != 1 {
		t.Errorf("version %d", row.Version)
	}
	sheet, err := r.st.LoadSheet(t.Context(), r.st.Queries, r.row(code).ID)
	r.check(err)
	if len(sheet.Clocks) != 1 || !sheet.Clocks[0].State.Open() {
		t.Errorf("%+v", sheet.Clocks)
	}
}

// Nothing lies where nobody looks: what has nobody's time running, or one that is over, is in a list of
// its own until the sender has the result; all else is in the list of what is due.
func TestDieu17_5_WhatNobodysTimeRunsForIsListed(t *testing.T) {
	r := newRig(t)
	asked, led, late, live, done := r.file("0912345678"), r.file("0912345678"), r.file("0912345678"), r.file("0912345678"), r.file("0912345678")
	standing := func(want ...ticket.Code) {
		t.Helper()
		rows, err := r.st.TicketList(t.Context(), store.TicketFilter{Standing: true}, store.NewestFirst, nil, 10)
		r.check(err)
		var got []ticket.Code
		for _, row := range rows {
			got = append(got, ticket.Code(row.Ticket.Code))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s, not %s", got, want)
		}
	}
	r.do(asked, operator, ticket.AskSender{Text: "Ở đâu?"})
	r.do(led, office, ticket.TakeByOffice{Cause: ticket.CityCompetence, Reason: "Thẩm quyền thành phố"})
	r.do(live, operator, ticket.TransferLive{Unit: "SXD", Way: "call"})
	r.do(done, operator, ticket.Answer{Text: "Làm ở phường", Basis: "Bài 12"})
	standing(asked, led)
	storetest.SetClock(t, r.st, at("2026-11-26 10:00"))
	for _, code := range []ticket.Code{late, live, done} {
		r.check(r.w.Fire(t.Context(), r.row(code).ID))
	}
	standing(asked, led, late, live) // the hour of both is over
	r.do(asked, operator, ticket.SenderReplied{Text: "Ở 12 Lạch Tray"})
	r.do(done, operator, ticket.Publish{Content: "Hỏi", Result: "Làm ở phường", Checked: true})
	standing(led, late, live)
}

// Both messages go out: one cause is one message, and these are two.
func TestDieu11_1b_MergedIntoAPublishedTicketItsSenderIsTold(t *testing.T) {
	r := newRig(t)
	parent, child := r.file("0912345678"), r.file("0987654321")
	r.do(parent, operator, ticket.Answer{Text: "Làm ở phường", Basis: "Bài 12"})
	r.do(parent, operator, ticket.Publish{Content: "Hỏi", Result: "Làm ở phường", Checked: true})
	r.do(child, operator, ticket.Merge{Into: parent})
	if got := slices.Sorted(slices.Values(r.told(child))); !slices.Equal(got, []string{"sms 0987654321 sms_merged", "sms 0987654321 sms_published"}) {
		t.Errorf("%q", got)
	}
}

// One that is over when it is noticed is told by what followed it: nobody is warned of it as well.
func TestDieu9_4_NobodyIsWarnedOfWhatIsOver(t *testing.T) {
	for noticed, want := range map[string]string{
		"2026-11-26 08:50": "notice_warned", "2026-11-26 08:59": "notice_warned",
		"2026-11-26 10:00": "notice_hotline_late", // after a down-time
	} {
		r := newRig(t)
		code := r.file("0912345678") // whom the hotline may ask back until 09:00
		storetest.SetClock(t, r.st, at(noticed))
		r.check(r.w.Fire(t.Context(), r.row(code).ID))
		r.check(r.w.Fire(t.Context(), r.row(code).ID))
		var got string
		r.check(r.st.Pool().QueryRow(t.Context(), "SELECT string_agg(text_key, ' ' ORDER BY id) FROM ticket_notices WHERE ticket_id = $1", r.row(code).ID).Scan(&got))
		if got != want {
			t.Errorf("%s: %q, want %q", noticed, got, want)
		}
	}
}

// Whoever does something says which version they saw: none, and one that the ticket has not had, is
// their mistake, and nobody's change.
func TestTheVersionThatWasSeen(t *testing.T) {
	r := newRig(t)
	code := r.file("0912345678")
	for _, version := range []int64{-1, 0, 2, 99} {
		if err := r.w.Do(t.Context(), code, version, operator, ticket.Assign{Lead: "SXD"}); !errors.Is(err, store.ErrNoVersion) {
			t.Errorf("%d: %v", version, err)
		}
	}
	r.is(code, ticket.StateReceived)
}

package casework

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// city puts the city's units of all days in the place of the rig's.
func (r *rig) city() {
	r.t.Helper()
	units, links, err := directory.City()
	r.check(err)
	tree := directory.NewTree(units, links)
	slices.SortStableFunc(units, func(a, b directory.Unit) int { return len(tree.Path(a.Code)) - len(tree.Path(b.Code)) })
	r.check(r.st.Tx(r.t.Context(), func(_ pgx.Tx, q *db.Queries) error {
		for _, u := range units {
			if _, err := store.AddUnit(r.t.Context(), q, u); err != nil {
				return err
			}
		}
		for _, l := range links {
			if err := q.UnitHeirAdd(r.t.Context(), db.UnitHeirAddParams{Unit: l.From, Heir: l.To, Part: l.Part}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// given files a ticket at a time and sends its slip.
func (r *rig) given(when, lead string, others ...string) ticket.Code {
	r.t.Helper()
	storetest.SetClock(r.t, r.st, at(when))
	code, _, err := r.st.FileTicket(r.t.Context(), store.NewTicket{
		Draft: ticket.Draft{
			Group: ticket.GroupInfrastructure, Content: "Đèn đường hỏng", Channel: ticket.ChannelPhone,
			Sender: ticket.Sender{Type: ticket.Individual, Name: "Nguyễn Văn An", NoAddress: true, Phone: "0912345678", NoEmail: true},
		},
		Actor: "op01",
	})
	r.check(err)
	r.do(code, operator, ticket.Assign{Lead: lead, Cooperating: others})
	return code
}

// passOn does what whoever works the clocks does again and again, and tells of how many tickets.
func (r *rig) passOn() int {
	r.t.Helper()
	ids, err := r.st.HeldByNobody(r.t.Context(), 0, 100)
	r.check(err)
	for _, id := range ids {
		r.check(r.w.Fire(r.t.Context(), id))
	}
	return len(ids)
}

// leads gives who leads a ticket, and since when their hours run.
func (r *rig) leads(code ticket.Code) (unit string, hours []sla.Clock) {
	r.t.Helper()
	row := r.row(code)
	sheet, err := r.st.LoadSheet(r.t.Context(), r.st.Queries, row.ID)
	r.check(err)
	for _, c := range sheet.Clocks {
		if c.Unit != "" {
			hours = append(hours, c)
		}
	}
	if row.Unit == nil {
		return "", hours
	}
	return *row.Unit, hours
}

// inherited is the entry of the history, and how many others there are since the slip.
func (r *rig) inherited(code ticket.Code) (entry db.TicketEvent, others []string) {
	r.t.Helper()
	since, err := r.st.ChangesSince(r.t.Context(), db.ChangesSinceParams{TicketID: r.row(code).ID, Version: 2})
	r.check(err)
	for _, e := range since {
		if e.Kind == "ticket.inherit" {
			entry = e
		} else {
			others = append(others, e.Kind)
		}
	}
	return entry, others
}

// The wards and districts of before 1 July 2025 leave nothing behind that is nobody's: on the day, once, and as of the
// day however late it is caught up.
func TestDieu2_OpenTicketsThroughTheReformOf1July2025(t *testing.T) {
	r := newRig(t)
	r.city()
	r.check(r.st.OfficerPut(t.Context(), db.OfficerPutParams{Phone: "0912000009", Unit: "11311", Name: "Hồng Bàng", Rank: 1}))
	certain := r.given("2025-06-30 15:00", "11305-2025", "SXD") // Thượng Lý → Hồng Bàng, wholly
	divided := r.given("2025-06-30 15:10", "11365-2025", "SXD") // Lạch Tray → Gia Viên and Lê Chân
	beside := r.given("2025-06-30 15:20", "SXD", "317-2024")    // the district Cát Hải → the zone of that name
	settled := r.given("2025-06-30 15:30", "11305-2025")        // and already done
	r.do(settled, ticket.By{Name: "phuong", Party: ticket.Officer, Unit: "11305-2025"}, ticket.Accept{})
	r.do(settled, ticket.By{Name: "phuong", Party: ticket.Officer, Unit: "11305-2025"}, ticket.Resolve{Text: "Đã sửa"})
	storetest.SetClock(t, r.st, at("2025-06-30 23:59"))
	if n := r.passOn(); n != 0 {
		t.Fatalf("%d go on the day before", n)
	}
	storetest.SetClock(t, r.st, at("2025-07-01 00:00"))
	if n := r.passOn(); n != 3 {
		t.Errorf("%d go on", n)
	}
	if n := r.passOn(); n != 0 {
		t.Errorf("%d go on again", n)
	}
	r.is(certain, ticket.StateAssigned)
	if unit, hours := r.leads(certain); unit != "11311" || hours[0].State != sla.Dropped || hours[len(hours)-1].Unit != "11311" || hours[len(hours)-1].Due.Format("15:04 02/01") == hours[0].Due.Format("15:04 02/01") {
		t.Errorf("%s, %+v", unit, hours)
	}
	if e, _ := r.inherited(certain); e.Reason != "Nghị quyết 1669/NQ-UBTVQH15" || e.Party != "system" || !strings.Contains(string(e.Data), `"since": "2025-07-01"`) {
		t.Errorf("%+v", e)
	}
	if got := r.told(certain); !slices.Contains(got, "sms 0912000009 sms_slip") {
		t.Errorf("%q", got)
	}
	r.is(divided, ticket.StateReceived)
	if n := r.count("SELECT count(*) FROM ticket_notices WHERE ticket_id = $1 AND audience IN ('office', 'hotline') AND text_key = 'notice_unit_gone'", r.row(divided).ID); n != 2 {
		t.Errorf("%d are told", n)
	}
	if unit, _ := r.leads(divided); unit != "" {
		t.Errorf("%s", unit)
	}
	r.is(beside, ticket.StateAssigned)
	if n := r.count("SELECT count(*) FROM ticket_assignments WHERE ticket_id = $1 AND unit = '11914' AND NOT lead AND ended_at IS NULL", r.row(beside).ID); n != 1 {
		t.Error("the zone has no part")
	}
	if e, _ := r.inherited(settled); e.Kind != "" {
		t.Errorf("what is done goes on: %+v", e)
	}
}

// After a downtime: what was due before the day has happened, the unit that is no more is late of nothing after it, and
// its heir has hours from when it has the slip.
func TestDieu17_5_AClosingIsCaughtUpAfterDowntime(t *testing.T) {
	r := newRig(t)
	r.city()
	late := r.given("2025-06-24 09:00", "11305-2025") // due on 25 June
	due := r.given("2025-06-30 15:00", "11305-2025")  // would be due on 1 July
	storetest.SetClock(t, r.st, at("2025-07-10 09:00"))
	r.check(r.w.Fire(t.Context(), r.row(late).ID)) // as its clocks' job does
	r.do(due, office, ticket.Remind{Text: "Khẩn trương"})
	for code, want := range map[ticket.Code][]string{late: {"ticket.escalate"}, due: {"ticket.remind"}} {
		e, others := r.inherited(code)
		if !e.At.After(at("2025-07-10 08:59")) || !slices.Equal(others, want) {
			t.Errorf("at %s beside %q, want %q", e.At, others, want)
		}
		_, hours := r.leads(code)
		last := hours[len(hours)-1]
		for _, c := range hours[:len(hours)-1] {
			if c.State == sla.Expired && c.Ended.After(at("2025-07-01 00:00")) || c.State == sla.Dropped && !c.Ended.Equal(at("2025-07-01 00:00")) {
				t.Errorf("of the unit that is no more: %+v", c)
			}
		}
		if last.Unit != "11311" || last.Kind != sla.Officer || last.Own.Before(at("2025-07-10 09:00")) {
			t.Errorf("of the heir: %+v", last)
		}
	}
	if n := r.passOn(); n != 0 {
		t.Errorf("%d are left", n)
	}
}

// A closing of a later day changes nothing before it, and one that is taken back nothing at all.
func TestDieu17_5_AClosingOfALaterDay(t *testing.T) {
	r := newRig(t)
	code := r.given("2026-11-26 08:00", "SGT")
	closing := store.Closing{Until: worktime.NewDate(2026, time.November, 28), Decision: "QĐ 12", Heirs: []directory.Link{{From: "SGT", To: "SXD"}}}
	r.check(r.st.CloseUnit(t.Context(), "SGT", closing, 1, store.By{Actor: "vanphong", At: at("2026-11-26 09:00")}))
	if rows, err := r.st.HeldBy(t.Context(), "SGT"); err != nil || len(rows) != 1 || rows[0].Code != string(code) || !rows[0].Lead {
		t.Errorf("%+v, %v", rows, err)
	}
	r.check(r.w.Fire(t.Context(), r.row(code).ID))
	r.is(code, ticket.StateAssigned)
	if unit, _ := r.leads(code); unit != "SGT" {
		t.Errorf("%s has it before the day", unit)
	}
	storetest.SetClock(t, r.st, at("2026-11-28 06:00"))
	if r.passOn() != 1 {
		t.Error("it stays")
	}
	if unit, _ := r.leads(code); unit != "SXD" {
		t.Errorf("%s has it", unit)
	}
	if e, _ := r.inherited(code); e.Reason != "QĐ 12" {
		t.Errorf("%+v", e)
	}
}

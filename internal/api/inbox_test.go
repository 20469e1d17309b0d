package api

import (
	"slices"
	"testing"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// sections gives of an inbox what is in which section.
func (v *visitor) sections(query string) (Inbox, map[string]string) {
	v.h.t.Helper()
	var in Inbox
	v.ask("GET", "/api/v1/inbox"+query, nil).want(200).into(&in)
	by := map[string]string{}
	for _, item := range in.Items {
		by[item.Ticket] = item.Section
	}
	return in, by
}

// Điều 17.2, 17.5: whatever a unit has is in its inbox, where it stands, and nothing of who sent it.
func TestDieu17_5_EverythingThatAUnitHasIsInItsInbox(t *testing.T) {
	h := build(t)
	h.ofUnit()
	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, ticket.Zone)
	storetest.SetClock(t, h.store, monday)
	op, officer, head := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("head")
	if in, _ := officer.sections(""); len(in.Items) != 0 || in.Unit != "SXD" || len(in.Units) != 1 {
		t.Fatalf("empty: %+v", in)
	}
	assigned := func() Ticket {
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
		op.done(&tk, "assign", map[string]any{"lead": "SXD"})
		return tk
	}
	fresh, working, asked, promises, back := assigned(), assigned(), assigned(), assigned(), assigned()
	for _, tk := range []*Ticket{&working, &asked, &promises} {
		officer.done(tk, "accept", nil)
	}
	officer.done(&asked, "ask-by-unit", map[string]any{"text": "Ở số nhà nào?"})
	officer.done(&promises, "promise", map[string]any{"until": monday.Add(30 * time.Hour), "reason": "Phải khảo sát"})
	officer.deed(&back, "return", map[string]any{"reason": "Không thuộc thẩm quyền"}).want(200)
	op.ask("GET", "/api/v1/tickets/"+back.Code, nil).want(200).into(&back)
	if in, by := officer.sections(""); by[back.Code] != "" || in.Counts["accept"] != 1 {
		t.Errorf("what was given back is another's: %+v", in)
	}
	op.done(&back, "assign", map[string]any{"lead": "SXD"})

	in, by := officer.sections("")
	want := map[string]string{fresh.Code: "accept", working.Code: "answer", asked.Code: "asked", promises.Code: "promised", back.Code: "accept"}
	for code, section := range want {
		if by[code] != section {
			t.Errorf("%s: %q, not %q", code, by[code], section)
		}
	}
	if len(in.Items) != 5 || in.Counts["accept"] != 2 || in.Counts["mine"] != 3 || in.Counts["today"] != 0 || in.Counts["late"] != 0 {
		t.Errorf("%d items, %v", len(in.Items), in.Counts)
	}
	if last := in.Items[4]; last.Ticket != promises.Code || last.Due == nil || last.Promised == nil {
		t.Errorf("what is promised for later comes last: %+v", last)
	}
	again := slices.IndexFunc(in.Items, func(i InboxItem) bool { return i.Ticket == back.Code })
	if !in.Items[again].Again || in.Items[again].Mine {
		t.Errorf("%+v", in.Items[again])
	}
	// One after the other they are the same.
	var one, two Inbox
	officer.ask("GET", "/api/v1/inbox?limit=3", nil).want(200).into(&one)
	officer.ask("GET", "/api/v1/inbox?limit=3&cursor="+*one.Next, nil).want(200).into(&two)
	if len(one.Items) != 3 || len(two.Items) != 2 || two.Next != nil || one.Items[2].Ticket == two.Items[0].Ticket {
		t.Errorf("%d and %d", len(one.Items), len(two.Items))
	}
	if mine, _ := head.sections("?section=accept"); len(mine.Items) != 2 || mine.Items[0].Mine {
		t.Errorf("%+v", mine.Items)
	}
	for code, want := range map[string]int{asked.Code: 1, "26-999999-2": 0, "nonsense": 0} {
		if one, _ := officer.sections("?ticket=" + code); len(one.Items) != want {
			t.Errorf("%s: %+v", code, one.Items)
		}
	}
	officer.ask("GET", "/api/v1/inbox?unit=VPUB", nil).problem(404, "not_found")
	officer.ask("GET", "/api/v1/inbox?cursor=nonsense", nil).problem(400, "bad_cursor")

	// Eight working hours end on the second day.
	storetest.SetClock(t, h.store, monday.Add(23*time.Hour))
	if in, _ := officer.sections("?section=today"); len(in.Items) != 5 || in.Counts["today"] != 5 || in.Counts["late"] != 0 {
		t.Errorf("%d items, %v", len(in.Items), in.Counts)
	}
	storetest.SetClock(t, h.store, monday.Add(25*time.Hour))
	if late, _ := officer.sections("?section=late"); len(late.Items) != 4 {
		t.Errorf("%d are late", len(late.Items))
	}
}

// Điều 9.3: what is usually promised is when offices close.
func TestDieu9_3_UsualFinishTimesAreTheCalendars(t *testing.T) {
	h := build(t)
	h.ofUnit()
	storetest.SetClock(t, h.store, time.Date(2026, 11, 27, 10, 45, 0, 0, ticket.Zone)) // a Friday
	var times page[FinishTime]
	h.signedIn("officer").ask("GET", "/api/v1/finish-times", nil).want(200).into(&times)
	calendar, _, err := h.store.CurrentCalendar(t.Context(), h.store.Queries)
	if err != nil || len(times.Items) != usualFinishes {
		t.Fatalf("%d times, %v", len(times.Items), err)
	}
	friday := calendar.On(worktime.NewDate(2026, 11, 27))
	if first := times.Items[0].At; !first.Equal(friday[1].Close) {
		t.Errorf("the first is %s: noon is too near", first)
	}
	if second := times.Items[1].At.In(ticket.Zone); second.Weekday() != time.Monday {
		t.Errorf("the second is %s", second)
	}
}

// Điều 14.4: what a unit has, and how it has answered.
func TestFiguresOfUnits(t *testing.T) {
	h := build(t)
	h.ofUnit()
	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, ticket.Zone)
	storetest.SetClock(t, h.store, monday)
	op, officer := h.signedIn("op01"), h.signedIn("officer")
	var all []Ticket
	for range 3 {
		tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
		op.done(&tk, "assign", map[string]any{"lead": "SXD"})
		all = append(all, tk)
	}
	storetest.SetClock(t, h.store, monday.Add(2*time.Hour))
	officer.done(&all[0], "resolve", map[string]any{"text": "Đã thay bóng đèn"})
	op.done(&all[0], "publish", map[string]any{"content": "Đèn đường hỏng", "result": "Đã thay bóng đèn", "checked": true})
	op.done(&all[0], "rate", map[string]any{"score": 4})
	figures := func(v *visitor, query string) []UnitFigures {
		var p page[UnitFigures]
		v.ask("GET", "/api/v1/unit-figures"+query, nil).want(200).into(&p)
		return p.Items
	}
	for name, v := range map[string]*visitor{"head": h.signedIn("head"), "Office": h.signedIn("office"), "auditor": h.as(auth.RoleAuditor)} {
		got := figures(v, "")
		if len(got) != 1 || got[0].Unit != "SXD" || got[0].Held != 2 || got[0].Unaccepted != 2 || got[0].Late != 0 || got[0].Answered != 1 || got[0].InTime != 1 ||
			*got[0].MedianMinutes != 120 || got[0].Ratings != 1 || *got[0].MeanRating != 4 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	office := h.signedIn("office")
	if rows := office.ask("GET", "/api/v1/unit-figures/export", nil, "Accept", "text/csv", "Accept-Language", "vi").csvOf(); under(rows, 1, "Trung vị (phút làm việc)") != "120" || under(rows, 1, "Điểm") != "4" {
		t.Errorf("as a file: %q", rows)
	}
	if got := figures(office, "?until=2026-11-22T00:00:00Z"); len(got) != 1 || got[0].Answered != 0 || got[0].MedianMinutes != nil {
		t.Errorf("before: %+v", got)
	}
	if got := figures(office, "?unit=VPUB"); len(got) != 0 {
		t.Errorf("another unit's: %+v", got)
	}
	h.signedIn("head").ask("GET", "/api/v1/unit-figures?unit=VPUB", nil).problem(404, "not_found")
	office.ask("GET", "/api/v1/unit-figures?since=2020-01-01T00:00:00Z", nil).problem(422, "invalid")
}

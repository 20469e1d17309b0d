package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/store/storetest"
	"hotline1022/internal/ticket"
)

// local reads an instant of Hải Phòng's clocks.
func local(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, ticket.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// assigned files a ticket whose officer has eight hours from a time.
func (h *house) assigned(when time.Time) (code string, id int64) {
	h.t.Helper()
	storetest.SetClock(h.t, h.store, when.Add(-time.Hour/2)) // it came before that
	kept, _, err := h.store.FileTicket(h.t.Context(), store.NewTicket{Actor: "op01", Draft: ticket.Draft{
		Group: ticket.GroupInfrastructure, Content: "Đèn đường hỏng", Channel: ticket.ChannelPhone,
		Sender: ticket.Sender{Type: ticket.Individual, Name: "An", Phone: "0912345678"},
	}})
	if err != nil {
		h.t.Fatal(err)
	}
	row, err := h.store.Ticket(h.t.Context(), kept)
	if err != nil {
		h.t.Fatal(err)
	}
	err = h.store.Tx(h.t.Context(), func(tx pgx.Tx, q *db.Queries) error {
		law, err := h.store.Law(h.t.Context(), q, row.Ticket.Policy)
		if err != nil {
			return err
		}
		sheet, err := h.store.LoadSheet(h.t.Context(), q, row.Ticket.ID)
		if err != nil {
			return err
		}
		if sheet, _, err = law.Apply(sheet, sla.Event{What: sla.Assigned, At: when, Unit: "SXD"}); err != nil {
			return err
		}
		return h.store.SaveSheet(h.t.Context(), tx, q, row.Ticket.ID, sheet)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return kept.String(), row.Ticket.ID
}

// The administrator enters a day off, looks what it moves, saves, and takes it back a day
// later, when a deadline would be over by that: told, refused, confirmed.
func TestCalendarFromDraftToSavedAndBack(t *testing.T) {
	h := build(t)
	code, id := h.assigned(local("2026-11-26 10:00"))
	storetest.SetClock(t, h.store, local("2026-11-26 11:00"))
	admin := h.signedIn("admin")

	var first Calendar
	admin.ask("GET", "/api/v1/calendar", nil).want(200).into(&first)
	thursday := slices.IndexFunc(first.Dates, func(d CalendarDate) bool { return d.Date == "2026-11-26" })
	if first.Number != 1 || !first.Holds || first.Author != "system" || first.Year != 2026 || len(first.Dates) != 365 ||
		!cmp.Equal(first.Dates[thursday].Sessions, []CalendarSession{{"07:30", "11:30"}, {"13:00", "17:00"}}) || !slices.Contains(first.Unsettled, "2026-11-24") {
		t.Errorf("%+v", first.CalendarVersion)
	}

	var preview CalendarPreview
	look := func(draft map[string]any) CalendarPreview {
		t.Helper()
		preview = CalendarPreview{}
		admin.ask("POST", "/api/v1/calendar/preview", draft).want(200).into(&preview)
		return preview
	}
	if p := look(map[string]any{"before": 1, "spec": first.CalendarSpec}); p.Moves != 0 || len(p.Dates) != 0 {
		t.Errorf("sent back as it was read: %+v", p)
	}
	spec := first.CalendarSpec
	spec.Days = append(slices.Clone(spec.Days), CalendarDay{Date: "2026-11-27", Kind: "holiday", Name: "Nghỉ", Basis: "verified"})
	draft := map[string]any{"before": 1, "spec": spec, "note": "Công văn 1"}
	look(map[string]any{"before": 1, "spec": spec})
	if d := preview.Deadlines; preview.Moves != 1 || preview.Past != 0 || len(d) != 1 || d[0].Ticket != code || d[0].Clock != "officer" || d[0].Unit != "SXD" ||
		!d[0].Was.Equal(local("2026-11-27 10:00")) || !d[0].Is.Equal(local("2026-11-30 10:00")) || len(preview.Dates) != 1 || preview.Dates[0].Date != "2026-11-27" || len(preview.Dates[0].Is) != 0 {
		t.Errorf("%+v", preview)
	}
	var saved Calendar
	admin.ask("POST", "/api/v1/calendar/versions", draft).want(201).into(&saved)
	if saved.Number != 2 || !saved.Holds || saved.Author != "admin" || saved.Note != "Công văn 1" || saved.Recounts != 1 || h.calendars.changed.Load() != 1 {
		t.Errorf("%+v, %d to recount", saved.CalendarVersion, saved.Recounts)
	}
	admin.ask("POST", "/api/v1/calendar/versions", draft).problem(409, "changed_meanwhile")
	admin.ask("POST", "/api/v1/calendar/preview", map[string]any{"before": 1, "of": 1}).problem(409, "changed_meanwhile")
	if _, err := h.store.RecountTicket(t.Context(), id); err != nil {
		t.Fatal(err)
	}

	storetest.SetClock(t, h.store, local("2026-11-28 09:00"))
	undo := map[string]any{"before": 2, "of": 1, "note": "Quay lại"}
	look(map[string]any{"before": 2, "of": 1})
	if preview.Past != 1 || !preview.Deadlines[0].Past || !preview.Deadlines[0].Is.Equal(local("2026-11-27 10:00")) {
		t.Errorf("%+v", preview)
	}
	if p := admin.ask("POST", "/api/v1/calendar/versions", undo).problem(409, "calendar_past"); !strings.Contains(p.Detail, "1 hạn") {
		t.Error(p.Detail)
	}
	admin.ask("GET", "/api/v1/calendar", nil).want(200).into(&saved)
	if saved.Number != 2 || saved.Recounts != 0 {
		t.Errorf("%+v", saved.CalendarVersion)
	}
	undo["past"] = 1
	saved = Calendar{}
	admin.ask("POST", "/api/v1/calendar/versions", undo).want(201).into(&saved)
	if saved.Number != 3 || saved.Of == nil || *saved.Of != 1 || !cmp.Equal(saved.CalendarSpec, first.CalendarSpec) {
		t.Errorf("%+v\n%s", saved.CalendarVersion, cmp.Diff(first.CalendarSpec, saved.CalendarSpec))
	}
	var list page[CalendarVersion]
	admin.ask("GET", "/api/v1/calendar/versions?limit=2", nil).want(200).into(&list)
	if len(list.Items) != 2 || !list.Items[0].Holds || list.Items[1].Number != 2 || list.Items[1].Holds || list.Next == nil {
		t.Errorf("%+v", list)
	}
	admin.ask("GET", "/api/v1/calendar/versions?cursor="+*list.Next, nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Number != 1 {
		t.Errorf("%+v", list)
	}
	saved = Calendar{}
	h.as("officer").ask("GET", "/api/v1/calendar/versions/2?year=2027", nil).want(200).into(&saved)
	if saved.Holds || saved.Year != 2027 || !slices.Contains(saved.Unsettled, "2027-02-06") {
		t.Errorf("%+v, unsettled %q", saved.CalendarVersion, saved.Unsettled)
	}
	admin.ask("GET", "/api/v1/calendar/versions/9", nil).problem(404, "not_found")
}

// Whatever is wrong with a calendar is said at once, with its place.
func TestCalendarsThatAreRefused(t *testing.T) {
	h := build(t)
	h.assigned(local("2026-11-26 10:00"))
	storetest.SetClock(t, h.store, local("2026-11-26 11:00"))
	admin := h.signedIn("admin")
	var now Calendar
	admin.ask("GET", "/api/v1/calendar", nil).want(200).into(&now)
	for _, c := range []struct {
		name   string
		change func(*CalendarSpec)
		want   []string
	}{
		{"sessions that meet", func(s *CalendarSpec) { s.Hours[0].Seasons[0].Sessions[1].Open = "11:00" }, []string{"body.spec.hours[0].seasons[0] calendar_sessions"}},
		{"no time of the day", func(s *CalendarSpec) { s.Hours[0].Seasons[0].Sessions[1].Close = "25:00" }, []string{"body.spec.hours[0].seasons[0] calendar_sessions"}},
		{"no date", func(s *CalendarSpec) { s.Days[0].Date = "2026-02-30" }, []string{"body.spec.days[0].date bad_day"}},
		{"no day of the week, and no date of ours", func(s *CalendarSpec) { s.Days[0].Date, s.Hours[0].Week = "1926-02-20", []int{7} }, []string{"body.spec.hours[0] calendar_week", "body.spec.days[0] calendar_date"}},
		{"a make-up Sunday, and a date twice", func(s *CalendarSpec) {
			s.Days = append(s.Days, CalendarDay{Date: "2026-11-29", Kind: "working_saturday"}, CalendarDay{Date: "2026-01-01", Kind: "holiday"})
		}, []string{"body.spec.days[2026-11-29] calendar_saturday", "body.spec.days[2026-01-01] calendar_twice"}},
		{"no season's beginning", func(s *CalendarSpec) { s.Hours[0].Seasons[0].Month, s.Hours[0].Seasons[0].Day = 2, 29 }, []string{"body.spec.hours[0].seasons[0] calendar_season"}},
		{"one that begins when tickets had come already", func(s *CalendarSpec) { s.Hours[0].From = "2025-01-01" }, []string{"body.spec.until calendar_begins"}},
		{"one that ends too soon", func(s *CalendarSpec) { s.Until = "2027-06-01" }, []string{"body.spec.until calendar_ends"}},
	} {
		now = Calendar{}
		admin.ask("GET", "/api/v1/calendar", nil).want(200).into(&now)
		spec := now.CalendarSpec
		c.change(&spec)
		p := admin.ask("POST", "/api/v1/calendar/versions", map[string]any{"before": 1, "spec": spec, "note": ""}, "Accept-Language", "en").problem(422, "invalid")
		var got []string
		for _, e := range p.Errors {
			got = append(got, e.Location+" "+e.Code)
			if e.Message == e.Code || strings.Contains(e.Message, "%!") {
				t.Errorf("%s: %q", c.name, e.Message)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	admin.ask("POST", "/api/v1/calendar/preview", map[string]any{"before": 1}).problem(422, "invalid")
	admin.ask("POST", "/api/v1/calendar/preview", map[string]any{"before": 1, "of": 7}).problem(422, "invalid")
	idle := now.CalendarSpec
	idle.Hours[0].Week, idle.Days = []int{}, []CalendarDay{}
	if p := admin.ask("POST", "/api/v1/calendar/versions", map[string]any{"before": 1, "spec": idle, "note": ""}).problem(422, "invalid"); len(p.Errors) != 1 || p.Errors[0].Code != "calendar_term" {
		t.Errorf("%+v", p.Errors)
	}
	// One of long ago that is chosen again has to reach on as well.
	until, err := time.Parse(time.DateOnly, now.Until)
	if err != nil {
		t.Fatal(err)
	}
	storetest.SetClock(t, h.store, until.AddDate(0, -6, 0))
	p := h.as("admin").ask("POST", "/api/v1/calendar/preview", map[string]any{"before": 1, "of": 1}).problem(422, "invalid")
	if len(p.Errors) != 1 || p.Errors[0].Location != "body.of" || p.Errors[0].Code != "calendar_ends" {
		t.Errorf("%+v", p.Errors)
	}
}

// Days come as a table, as offices share them: put into the calendar that holds, looked at, saved as any other.
func TestDaysComeAsATable(t *testing.T) {
	h := build(t)
	code, _ := h.assigned(local("2026-11-26 10:00"))
	storetest.SetClock(t, h.store, local("2026-11-26 11:00"))
	admin := h.signedIn("admin")
	var was, is Calendar
	admin.ask("GET", "/api/v1/calendar", nil).want(200).into(&was)
	const table = "date,kind,name,basis\n2026-11-27..2026-11-28,holiday,Nghỉ,verified: Công văn 1\n2026-11-24,holiday,Ngày Văn hóa,verified: Công văn 2\n"
	var preview CalendarPreview
	admin.ask("POST", "/api/v1/calendar/preview", map[string]any{"before": 1, "table": table}).want(200).into(&preview)
	if d := preview.Deadlines; len(d) != 1 || d[0].Ticket != code || !d[0].Is.Equal(local("2026-11-30 10:00")) || len(preview.Dates) != 2 {
		t.Errorf("%+v", preview)
	}
	admin.ask("POST", "/api/v1/calendar/versions", map[string]any{"before": 1, "table": table, "note": "Công văn 1 và 2"}).want(201).into(&is)
	if len(is.Days) != len(was.Days)+2 || slices.Contains(is.Unsettled, "2026-11-24") || is.Until != was.Until || !cmp.Equal(is.Hours, was.Hours) {
		t.Errorf("%d days, then %d; to be looked up %q", len(was.Days), len(is.Days), is.Unsettled)
	}
	for wrong, want := range map[string]string{
		"date,kind,name,basis\n2026-02-30,holiday,x,verified\n": "body.table: line 2 calendar_date",
		"ngày,loại\n": "body.table: line 1 calendar_header",
		"date,kind,name,basis\n2026-11-29,working_saturday,x,verified\n": "body.table: line 2 calendar_saturday",
	} {
		p := admin.ask("POST", "/api/v1/calendar/preview", map[string]any{"before": 2, "table": wrong}).problem(422, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Location+" "+p.Errors[0].Code != want {
			t.Errorf("%+v", p.Errors)
		}
	}
	admin.ask("POST", "/api/v1/calendar/preview", map[string]any{"before": 1, "table": table}).problem(409, "changed_meanwhile")
	admin.ask("POST", "/api/v1/calendar/preview", map[string]any{"before": 2, "table": table, "of": 1}).problem(422, "invalid")
}

// Q1: rules hold from a day on, and a ticket keeps those that it was received under.
func TestQĐ2_PoliciesHoldFromADayOn(t *testing.T) {
	h := build(t)
	storetest.SetClock(t, h.store, local("2026-11-26 11:00"))
	admin := h.signedIn("admin")
	var list page[Policy]
	h.as("office").ask("GET", "/api/v1/policies", nil).want(200).into(&list)
	if len(list.Items) != 1 || !list.Items[0].Holds || list.Items[0].From != "2024-03-05" || list.Items[0].Rules[2] != (PolicyRule{"officer", 480, 0, 0, "Điều 9.3"}) || len(list.Items[0].Readings) != 4 {
		t.Fatalf("%+v", list.Items)
	}
	terms := list.Items[0].PolicyTerms
	terms.Version, terms.From, terms.Note = "12/QĐ-UBND-2027", "2027-01-01", "Sửa đổi"
	terms.Rules = slices.Clone(terms.Rules)
	terms.Rules[2] = PolicyRule{"officer", 600, 0, 60, "Điều 9.3 mới"}
	var kept Policy
	admin.ask("POST", "/api/v1/policies", terms).want(201).into(&kept)
	if kept.Holds || kept.Author != "admin" || !cmp.Equal(kept.PolicyTerms, terms) {
		t.Errorf("%+v", kept)
	}
	for when, want := range map[string]string{"2026-12-31 23:59": ticket.Policy, "2027-01-01 00:00": terms.Version} {
		if got, err := h.store.PolicyFor(t.Context(), h.store.Queries, local(when)); err != nil || got != want {
			t.Errorf("received %s under %q, %v", when, got, err)
		}
	}
	law, err := h.store.Law(t.Context(), h.store.Queries, ticket.Policy)
	if err != nil || !slices.Contains(law.Policy.Rules, sla.Rule{Clock: sla.Officer, Term: sla.Term{Hours: 8 * time.Hour}, Clause: "Điều 9.3"}) {
		t.Errorf("a ticket of before: %+v, %v", law.Policy, err)
	}

	refused := func(change func(*PolicyTerms)) []string {
		t.Helper()
		next := terms
		next.Version, next.From, next.Rules, next.Readings = "khác", "2028-01-01", slices.Clone(terms.Rules), slices.Clone(terms.Readings)
		change(&next)
		var got []string
		for _, e := range admin.ask("POST", "/api/v1/policies", next).problem(422, "invalid").Errors {
			got = append(got, e.Location+" "+e.Code)
			if strings.Contains(e.Message, "%!") {
				t.Error(e.Message)
			}
		}
		return got
	}
	for _, c := range []struct {
		change func(*PolicyTerms)
		want   []string
	}{
		{func(p *PolicyTerms) { p.From = "2026-11-26" }, []string{"body.from policy_begun"}},
		{func(p *PolicyTerms) { p.From = terms.From }, []string{"body.from policy_same_date"}},
		{func(p *PolicyTerms) { p.Version = terms.Version }, []string{"body.version policy_same_version"}},
		{func(p *PolicyTerms) { p.From, p.Rules[2].Minutes = "2033-01-01", 600_000 }, []string{"body.rules[officer] policy_too_long"}}, // five years of work
		{func(p *PolicyTerms) { p.Rules[2].Days = 2 }, []string{"body.rules[officer] policy_term"}},
		{func(p *PolicyTerms) { p.Rules = p.Rules[1:]; p.Readings[0].Clause = "" }, []string{"body.readings[asking_back] policy_clause", "body.rules[ask_back] policy_rule_count"}},
		{func(p *PolicyTerms) { p.Readings[0].Answer = "own_receipt" }, []string{"body.readings[asking_back] policy_answer"}},
	} {
		if got := refused(c.change); !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Q1: a slip of the hand holds for nothing, if it is seen in time: rules are taken back until they hold.
func TestQĐ2_PoliciesAreTakenBackBeforeTheyHold(t *testing.T) {
	h := build(t)
	storetest.SetClock(t, h.store, local("2026-11-26 11:00"))
	admin := h.signedIn("admin")
	var list page[Policy]
	admin.ask("GET", "/api/v1/policies", nil).want(200).into(&list)
	terms := list.Items[0].PolicyTerms
	terms.From, terms.Rules = "2026-11-28", slices.Clone(terms.Rules)
	keep := func(version string, minutes int) *reply {
		terms.Version, terms.Rules[2] = version, PolicyRule{"officer", minutes, 0, 0, "Điều 9.3"}
		return admin.ask("POST", "/api/v1/policies", terms)
	}
	keep("sai", 4800).want(201)
	h.signedIn("office").ask("DELETE", "/api/v1/policies/2026-11-28", nil).problem(403, "not_allowed")
	admin.ask("DELETE", "/api/v1/policies/2026-11-29", nil).problem(404, "not_found")
	admin.ask("DELETE", "/api/v1/policies/2024-03-05", nil).problem(409, "policy_holds")
	admin.ask("DELETE", "/api/v1/policies/2026-11-28", nil).want(204)
	if got, err := h.store.PolicyFor(t.Context(), h.store.Queries, local("2026-11-28 08:00")); err != nil || got != ticket.Policy {
		t.Errorf("taken back, and received under %q, %v", got, err)
	}
	if p := keep("sai", 480).problem(422, "invalid"); p.Errors[0].Code != "policy_same_version" {
		t.Errorf("%+v", p.Errors)
	}
	keep("đúng", 480).want(201)
	admin.ask("GET", "/api/v1/policies", nil).want(200).into(&list)
	if len(list.Items) != 2 || list.Items[1].Version != "đúng" || list.Items[1].Rules[2].Minutes != 480 {
		t.Errorf("%+v", list.Items)
	}
	h.audited(t, "admin", "policy.withdraw", 1)
	storetest.SetClock(t, h.store, local("2026-11-28 00:00"))
	admin.ask("DELETE", "/api/v1/policies/2026-11-28", nil).problem(409, "policy_holds")
}

package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline1022/internal/auth"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony"
)

func TestWhichCallsAnOperatorMayBeGiven(t *testing.T) {
	h := build(t)
	admin := h.as(auth.RoleAdmin)
	ask := func(v *visitor, username string, body any) *reply {
		return v.ask("PATCH", "/api/v1/operators/"+username, body)
	}
	ask(admin, "op01", map[string]any{"queues": []string{"chung", "khan"}, "skills": []string{"lang:en"}}).want(204)
	ask(admin, "op01", map[string]any{"skills": []string{}}).want(204) // queues stay
	ask(admin, "op01", map[string]any{"max_hour": 6}).want(204)
	ask(admin, "op01", map[string]any{"queues": []string{"chung", "khan"}}).want(204) // the limit stays
	want := telephony.Profile{Queues: []string{"chung", "khan"}, Skills: []string{}, MaxHour: 6}
	if diff := cmp.Diff(want, h.engine.profiles["op01"]); diff != "" {
		t.Error(diff)
	}
	var operators page[Operator]
	admin.ask("GET", "/api/v1/operators", nil).want(200).into(&operators)
	if o := operators.Items[0]; !slices.Equal(o.Queues, want.Queues) || len(o.Skills) != 0 || o.MaxHour != 6 {
		t.Errorf("%+v", o)
	}
	ask(admin, "op01", map[string]any{"max_hour": 0}).want(204)
	if got := h.engine.profiles["op01"].MaxHour; got != 0 {
		t.Errorf("limit %d after it was lifted", got)
	}
	ask(admin, "op01", map[string]any{"max_hour": -1}).problem(422, "invalid")
	who := h.signedIn("op01")
	_ = who.ask("GET", "/api/v1/groups", nil).want(200)

	for what, body := range map[string]any{
		"bad_queue_name": map[string]any{"queues": []string{"Khẩn cấp"}},
		"bad_skill":      map[string]any{"skills": []string{"english"}},
		"no_queue":       map[string]any{"queues": []string{"chung", "khann"}},
	} {
		if p := ask(admin, "op01", body).problem(422, "invalid"); len(p.Errors) != 1 || p.Errors[0].Code != what {
			t.Errorf("%s: %+v", what, p)
		}
	}
	ask(admin, "auditor", map[string]any{"queues": []string{}}).problem(404, "not_found")
	ask(admin, "nobody", map[string]any{"queues": []string{}}).problem(404, "not_found")
	ask(h.as(auth.RoleLeader), "op01", map[string]any{"queues": []string{}}).problem(403, "not_allowed")
}

func TestALeaderSignsAnOperatorOut(t *testing.T) {
	h := build(t)
	op, other, leader := h.signedIn("op01"), h.signedIn("op02"), h.signedIn("leader")
	out := func(v *visitor, username string) *reply {
		return v.ask("POST", "/api/v1/operators/"+username+"/sign-out", map[string]any{"reason": " Hết ca "})
	}
	h.engine.engaged = "op01"
	out(leader, "op01").problem(409, "operator_engaged")
	op.ask("GET", "/api/v1/groups", nil).want(200) // nothing has happened

	h.engine.engaged = ""
	out(leader, "op01").want(204)
	op.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	other.ask("GET", "/api/v1/groups", nil).want(200)
	if len(h.engine.signedOut) != 1 {
		t.Errorf("%v", h.engine.signedOut)
	}
	// Again: the first may have been stopped half way, or there was only a session.
	h.engine.mu.Lock()
	h.engine.signedOut = nil
	h.engine.mu.Unlock()
	out(leader, "op01").want(204)
	out(leader, "op02").want(204)
	other.ask("GET", "/api/v1/groups", nil).problem(401, "not_signed_in")
	out(leader, "auditor").problem(404, "not_found")
	leader.ask("POST", "/api/v1/operators/op02/sign-out", map[string]any{"reason": " "}).problem(422, "invalid")
	out(h.as(auth.RoleOperator), "op02").problem(403, "not_allowed")
	// The engine's journal tells the audit log by whom (store's TestALeadersActsAreAudited).
	if got := h.engine.signedOut; !slices.Equal(got, []string{"op01 by leader: Hết ca", "op02 by leader: Hết ca"}) {
		t.Errorf("%v", got)
	}
}

func TestALeaderPausesAnOperator(t *testing.T) {
	h := build(t)
	leader := h.signedIn("leader")
	pause := func(v *visitor, username, reason string) *reply {
		return v.ask("POST", "/api/v1/operators/"+username+"/pause", map[string]any{"reason": reason})
	}
	pause(leader, "op01", " Họp gấp ").want(204)
	if got := h.engine.paused; !slices.Equal(got, []string{"op01 by leader: Người leader, Họp gấp"}) {
		t.Errorf("%q", got)
	}
	h.engine.away = "op02"
	pause(leader, "op02", "Họp").problem(409, "operator_away")
	pause(leader, "op01", "").problem(422, "invalid")
	pause(leader, "op01", "  ").problem(422, "invalid")
	pause(leader, "op01", "một\nhai").problem(422, "invalid")
	pause(leader, "op01", strings.Repeat("ố", 201)).problem(422, "invalid")
	pause(leader, "leader", "Họp").problem(404, "not_found")
	pause(h.as(auth.RoleOperator), "op02", "Họp").problem(403, "not_allowed")
	pause(h.as(auth.RoleAuditor), "op02", "Họp").problem(403, "not_allowed")
	if len(h.engine.paused) != 1 {
		t.Errorf("%q", h.engine.paused)
	}

	// What the board shows of it, and of the leaders who are at a desk.
	h.engine.operators = []telephony.OperatorView{
		{Operator: "op01", Status: telephony.StatusBusy, Desk: true, Pause: telephony.Pause{By: "Người leader", Reason: "Họp gấp"}},
		{Operator: "leader", Status: telephony.StatusBusy, Reason: telephony.ReasonWatching, Desk: true, Call: "c1"},
	}
	var plain, all page[Operator]
	leader.ask("GET", "/api/v1/operators", nil).want(200).into(&plain)
	leader.ask("GET", "/api/v1/operators?supervisors=true", nil).want(200).into(&all)
	if p := plain.Items[0].Pause; p == nil || *p != (Pause{"Người leader", "Họp gấp"}) {
		t.Errorf("%+v", plain.Items[0])
	}
	if len(all.Items) != len(plain.Items)+1 {
		t.Errorf("%d with leaders, %d without", len(all.Items), len(plain.Items))
	}
	if i := slices.IndexFunc(all.Items, func(o Operator) bool { return o.Supervises }); i < 0 || all.Items[i].Username != "leader" || all.Items[i].Reason != "watching" {
		t.Errorf("%+v", all.Items)
	}
}

func TestPeople(t *testing.T) {
	h := build(t)
	h.as(auth.RoleAdmin) // who takes no calls is named as well
	var people page[Person]
	h.as(auth.RoleOfficer).ask("GET", "/api/v1/people", nil).want(200).into(&people)
	for _, username := range []string{"op01", "leader", "admin"} {
		if i := slices.IndexFunc(people.Items, func(p Person) bool { return p.Username == username }); i < 0 || people.Items[i].Name == "" {
			t.Errorf("%s is not named: %+v", username, people.Items)
		}
	}
}

func TestShifts(t *testing.T) {
	h := build(t)
	leader := h.as(auth.RoleLeader)
	today := time.Now().In(ticket.Zone)
	day := time.Date(today.Year(), today.Month(), today.Day()+1, 0, 0, 0, 0, ticket.Zone)
	shift := func(who string, from, to int) Shift {
		return Shift{Username: who, StartsAt: day.Add(time.Duration(from) * time.Hour), EndsAt: day.Add(time.Duration(to) * time.Hour)}
	}
	plan := func(days int, shifts ...Shift) *reply {
		return leader.ask("PUT", "/api/v1/shifts/"+day.AddDate(0, 0, days).Format(time.DateOnly), map[string]any{"shifts": append([]Shift{}, shifts...)})
	}
	planned := func() (all []Shift) {
		var got page[PlannedShift]
		since := day.UTC().Format("2006-01-02T15:04:05Z")
		h.as(auth.RoleOperator).ask("GET", "/api/v1/shifts?since="+since, nil).want(200).into(&got)
		for _, s := range got.Items {
			s.StartsAt, s.EndsAt = s.StartsAt.In(ticket.Zone), s.EndsAt.In(ticket.Zone)
			all = append(all, s.Shift)
		}
		return all
	}
	plan(0, shift("op01", 0, 12), shift("op02", 12, 36)).want(204)
	plan(1, shift("op01", 24, 32)).want(204)
	plan(0, shift("op01", 0, 24), shift("op02", 14, 36)).want(204) // in the place of the first
	want := []Shift{shift("op01", 0, 24), shift("op02", 14, 36), shift("op01", 24, 32)}
	if diff := cmp.Diff(want, planned()); diff != "" {
		t.Error(diff)
	}
	rows := leader.ask("GET", "/api/v1/shifts/export?since="+day.UTC().Format("2006-01-02T15:04:05Z"), nil, "Accept", "text/csv").csvOf()
	if len(rows) != 1+len(want) || under(rows, 1, "Tên đăng nhập") != "op01" || under(rows, 1, "Tổng đài viên") == "" || under(rows, 2, "Người xếp") == "" {
		t.Errorf("the plan as a file: %q", rows)
	}
	var operators page[Operator]
	leader.ask("GET", "/api/v1/operators", nil).want(200).into(&operators)
	if s := operators.Items[0].Shift; s == nil || !s.StartsAt.Equal(day) {
		t.Errorf("op01's shift now: %+v", s)
	}

	for name, tc := range map[string]struct {
		shifts []Shift
		wrong  string
	}{
		"twice at a time":      {[]Shift{shift("op01", 1, 5), shift("op01", 4, 8)}, "shift_overlap"},
		"the same moment":      {[]Shift{shift("op01", 1, 5), shift("op01", 1, 8)}, "shift_overlap"},
		"into the next day's":  {[]Shift{shift("op01", 20, 25)}, "shift_overlap"},
		"nobody":               {[]Shift{shift("auditor", 1, 5)}, "no_operator"},
		"of another day":       {[]Shift{shift("op01", 24, 30)}, "shift_times"},
		"ends before it began": {[]Shift{shift("op01", 5, 5)}, "shift_times"},
		"too long":             {[]Shift{shift("op01", 5, 30)}, "shift_times"},
	} {
		p := plan(0, tc.shifts...).problem(422, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Code != tc.wrong {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if diff := cmp.Diff(want, planned()); diff != "" {
		t.Errorf("a plan with a fault changed something: %s", diff)
	}
	// Who looked at other shifts than stand there overwrites nothing.
	after := func(was ...Shift) *reply {
		body := map[string]any{"shifts": []Shift{shift("op01", 0, 8)}, "was": append([]Shift{}, was...)}
		return leader.ask("PUT", "/api/v1/shifts/"+day.Format(time.DateOnly), body)
	}
	after().problem(409, "shifts_changed")
	after(shift("op01", 0, 24)).problem(409, "shifts_changed")
	after(shift("op01", 0, 24), shift("op02", 14, 35)).problem(409, "shifts_changed")
	after(shift("op02", 14, 36), shift("op01", 0, 24)).want(204)
	after(shift("op01", 0, 8)).want(204)
	leader.ask("PUT", "/api/v1/shifts/hôm-nay", map[string]any{"shifts": []Shift{}}).problem(422, "invalid")
	h.as(auth.RoleOperator).ask("PUT", "/api/v1/shifts/2026-01-01", map[string]any{"shifts": []Shift{}}).problem(403, "not_allowed")
	plan(0).want(204)
	if got := planned(); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	// Of a day that is over nothing is planned anew; what stands there stays.
	over := shift("op01", -72, -64)
	if p := plan(-3, over).problem(422, "invalid"); len(p.Errors) != 1 || p.Errors[0].Code != "shift_past" || p.Errors[0].Location != "body.shifts[0]" {
		t.Errorf("%+v", p.Errors)
	}
	act, err := store.Act(t0, "test", "shifts.plan", "day", nil)
	if err == nil {
		err = h.store.PlanShifts(t.Context(), store.ShiftPlan{Since: day.AddDate(0, 0, -3), Until: day.AddDate(0, 0, -2), Shifts: []db.ShiftAddParams{
			{Username: over.Username, StartsAt: over.StartsAt, EndsAt: over.EndsAt, PlannedBy: "test", PlannedAt: t0},
		}}, act)
	}
	if err != nil {
		t.Fatal(err)
	}
	plan(-3, over).want(204)
	plan(-3, over, shift("op02", -72, -64)).problem(422, "invalid")
}

func TestQueues(t *testing.T) {
	h := build(t)
	var got page[Queue]
	h.as(auth.RoleLeader).ask("GET", "/api/v1/queues", nil).want(200).into(&got)
	want := []Queue{{Name: "chung", Waiting: 2, LongestSince: &t0, Ready: 1, Busy: 3, SignedIn: 5}, {Name: "khan"}}
	if diff := cmp.Diff(want, got.Items); diff != "" {
		t.Error(diff)
	}
}

package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Shift is when an operator is planned to be at their desk.
type Shift struct {
	Username string    `json:"username"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
}

// PlannedShift is a shift with who planned it.
type PlannedShift struct {
	Shift
	Name      string    `json:"name" doc:"The operator's"`
	PlannedBy string    `json:"planned_by"`
	PlannedAt time.Time `json:"planned_at"`
}

// is: what stands in the plan already.
func (s Shift) is(b db.Shift) bool {
	return s.Username == b.Username && s.StartsAt.Equal(b.StartsAt) && s.EndsAt.Equal(b.EndsAt)
}

// shiftColumns are a plan as a file: what a shift leader hangs on the wall.
var shiftColumns = []column[PlannedShift]{
	{"operator", func(_ lang.Lang, s PlannedShift) any { return actor(s.Username) }},
	{"username", func(_ lang.Lang, s PlannedShift) any { return s.Username }},
	{"begins_at", func(_ lang.Lang, s PlannedShift) any { return s.StartsAt }},
	{"ends_at", func(_ lang.Lang, s PlannedShift) any { return s.EndsAt }},
	{"planned_by", func(_ lang.Lang, s PlannedShift) any { return actor(s.PlannedBy) }},
	{"planned_at", func(_ lang.Lang, s PlannedShift) any { return s.PlannedAt }},
}

func shiftOf(s db.Shift) Shift {
	return Shift{Username: s.Username, StartsAt: s.StartsAt, EndsAt: s.EndsAt}
}

type shiftsRequest struct {
	Since time.Time `query:"since" doc:"Default: now"`
	Until time.Time `query:"until" doc:"Default: seven days after since"`
}

type planRequest struct {
	Day  string `path:"day" doc:"YYYY-MM-DD, in Vietnam's time"`
	Body struct {
		Shifts []Shift  `json:"shifts" maxItems:"500"`
		Was    *[]Shift `json:"was,omitempty" maxItems:"500" doc:"The day's shifts as its author saw them: refused when others stand there. Left out: whatever stands there"`
	}
}

// longestShift is a day and a night.
const longestShift = 24 * time.Hour

func (a *API) shiftOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/shifts", id: "shifts", summary: "Who is planned when, by beginning", tag: "operators",
		rights: []auth.Right{auth.ReadOperators}, errors: []int{http.StatusUnprocessableEntity},
	}, a.shifts, shiftColumns)
	handle(a, operation{
		method: http.MethodPut, path: "/shifts/{day}", id: "planShifts", tag: "operators",
		summary: "Put these shifts in the place of all that begin on that day",
		rights:  []auth.Right{auth.LeadShift}, errors: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.planShifts)
}

func (a *API) shifts(ctx context.Context, in *shiftsRequest) (*listed[PlannedShift], error) {
	if in.Since.IsZero() {
		in.Since = a.cfg.Now()
	}
	if in.Until.IsZero() {
		in.Until = in.Since.AddDate(0, 0, 7)
	}
	rows, err := a.p.Store.Shifts(ctx, db.ShiftsParams{Since: in.Since, Until: in.Until})
	if err != nil {
		return nil, err
	}
	users, err := a.p.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, u := range users {
		names[u.Username] = u.Name
	}
	items := make([]PlannedShift, len(rows))
	for i, s := range rows {
		items[i] = PlannedShift{Shift: shiftOf(s), Name: names[s.Username], PlannedBy: s.PlannedBy, PlannedAt: s.PlannedAt}
	}
	return list(items, ""), nil
}

func (a *API) planShifts(ctx context.Context, in *planRequest) (*struct{}, error) {
	day, err := time.ParseInLocation(time.DateOnly, in.Day, ticket.Zone)
	if err != nil {
		return nil, invalid("path.day", lang.BadDay)
	}
	next := day.AddDate(0, 0, 1)
	before, err := a.p.Store.Shifts(ctx, db.ShiftsParams{Since: day, Until: next})
	if err != nil {
		return nil, err
	}
	if err := a.checkShifts(ctx, in.Body.Shifts, before, day, next); err != nil {
		return nil, err
	}
	who := visitOf(ctx).who
	plan := store.ShiftPlan{Since: day, Until: next}
	for _, s := range in.Body.Shifts {
		plan.Shifts = append(plan.Shifts, db.ShiftAddParams{Username: s.Username, StartsAt: s.StartsAt, EndsAt: s.EndsAt, PlannedBy: who.Actor, PlannedAt: a.cfg.Now()})
	}
	if in.Body.Was != nil {
		plan.Was = []store.ShiftSpan{} // none looked at is something else than not looked
		for _, s := range *in.Body.Was {
			plan.Was = append(plan.Was, store.ShiftSpan(s))
		}
	}
	act, err := a.act(who.Actor, "shifts.plan", "day:"+in.Day, map[string]any{"shifts": in.Body.Shifts})
	if err != nil {
		return nil, err
	}
	err = a.p.Store.PlanShifts(ctx, plan, act)
	switch {
	case errors.Is(err, store.ErrShiftsOverlap):
		return nil, invalid("body.shifts", lang.ShiftOverlap)
	case errors.Is(err, store.ErrShiftsChanged):
		return nil, refuse(http.StatusConflict, lang.ShiftsChanged)
	}
	return nil, err
}

// checkShifts finds every fault that can be seen in the plan of a day itself. before is
// what stands there: of that, what is over stays.
func (a *API) checkShifts(ctx context.Context, plan []Shift, before []db.Shift, day, next time.Time) error {
	users, err := a.p.Store.Users(ctx)
	if err != nil {
		return err
	}
	operators := map[string]bool{}
	for _, u := range users {
		operators[u.Username] = takesCalls(u)
	}
	wrong := &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid}
	for i, s := range plan {
		if !operators[s.Username] {
			wrong.items = append(wrong.items, refused{location: fmt.Sprintf("body.shifts[%d].username", i), key: lang.NoOperator})
		}
		if s.StartsAt.Before(day) || !s.StartsAt.Before(next) || !s.EndsAt.After(s.StartsAt) || s.EndsAt.Sub(s.StartsAt) > longestShift {
			wrong.items = append(wrong.items, refused{location: fmt.Sprintf("body.shifts[%d]", i), key: lang.ShiftTimes})
		}
		if !s.EndsAt.After(a.cfg.Now()) && !slices.ContainsFunc(before, func(b db.Shift) bool { return s.is(b) }) {
			wrong.items = append(wrong.items, refused{location: fmt.Sprintf("body.shifts[%d]", i), key: lang.ShiftPast})
		}
	}
	if len(wrong.items) > 0 {
		return wrong
	}
	return nil
}

package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// Calendars is who counts open clocks anew; *clockwork.Clockwork.
type Calendars interface {
	// CalendarChanged has it look at once; it does not wait.
	CalendarChanged()
}

// CalendarSession is one stretch of work in a day.
type CalendarSession struct {
	Open  string `json:"open" example:"07:30"`
	Close string `json:"close" example:"11:30"`
}

// CalendarSeason has a working day's sessions from a day of the year on.
type CalendarSeason struct {
	Month    int               `json:"month" minimum:"1" maximum:"12"`
	Day      int               `json:"day" minimum:"1" maximum:"31"`
	Sessions []CalendarSession `json:"sessions" maxItems:"10"`
}

// CalendarHours are the hours of offices from a date until the next ones.
type CalendarHours struct {
	From    string           `json:"from" format:"date"`
	Basis   string           `json:"basis" maxLength:"500" doc:"The paper that they rest on"`
	Week    []int            `json:"week" maxItems:"7" doc:"Working days; 0 is Sunday"`
	Seasons []CalendarSeason `json:"seasons" minItems:"1" maxItems:"12" doc:"In the order of the year; the last goes on into the next year"`
}

// CalendarDay is a date that the week's rule does not settle.
type CalendarDay struct {
	Date     string            `json:"date" format:"date"`
	Kind     string            `json:"kind" enum:"holiday,compensation,swapped_off,working_saturday,changed_hours,proposed" doc:"What is proposed changes nothing"`
	Name     string            `json:"name" maxLength:"200"`
	Basis    string            `json:"basis" maxLength:"500" doc:"How it is known: begins with verified, statute, computed, inferred or remembered"`
	Open     bool              `json:"open" doc:"Something around it is still to be announced"`
	Sessions []CalendarSession `json:"sessions,omitempty" maxItems:"10" doc:"Of a day of its own hours"`
	Grade    string            `json:"grade,omitempty" doc:"How well it is known, as the basis says; not read"`
	Settled  bool              `json:"settled,omitempty" doc:"Nobody has to look it up any more; not read"`
}

// CalendarSpec is what a calendar is made of.
type CalendarSpec struct {
	Hours []CalendarHours `json:"hours" minItems:"1" maxItems:"100"`
	Days  []CalendarDay   `json:"days" maxItems:"3000"`
	Until string          `json:"until" format:"date" doc:"The first date that the calendar does not cover"`
}

// CalendarVersion is who saved a calendar, and when.
type CalendarVersion struct {
	Number int64     `json:"number"`
	Author string    `json:"author"`
	At     time.Time `json:"at"`
	Note   string    `json:"note"`
	Of     *int64    `json:"of,omitempty" doc:"The older one that was gone back to"`
	Holds  bool      `json:"holds" doc:"Deadlines are counted by it"`
}

// CalendarDate is one date with its sessions.
type CalendarDate struct {
	Date     string            `json:"date"`
	Sessions []CalendarSession `json:"sessions"`
}

// Calendar is a calendar, and one year of it.
type Calendar struct {
	CalendarVersion
	CalendarSpec
	Year      int            `json:"year"`
	Dates     []CalendarDate `json:"dates" doc:"Every date of the year that the calendar covers"`
	Unsettled []string       `json:"unsettled" doc:"Dates of the year that somebody should still look up"`
	Recounts  int64          `json:"recounts" doc:"Tickets whose open clocks are still to be counted by the calendar that holds"`
}

type calendarAnswer struct{ Body Calendar }

type calendarYear struct {
	Year int `query:"year" minimum:"1970" maximum:"2199" doc:"Default: this year"`
}

type calendarRequest struct {
	Number int64 `path:"number" minimum:"1"`
	Year   int   `query:"year" minimum:"1970" maximum:"2199" doc:"Default: this year"`
}

func (a *API) calendarOperations() {
	read, manage := []auth.Right{auth.ReadCalendar}, []auth.Right{auth.ManageCalendar}
	wrong := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(a, operation{
		method: http.MethodGet, path: "/calendar", id: "calendar", tag: "calendar", rights: read, errors: []int{http.StatusUnprocessableEntity},
		summary: "The working calendar that holds, with the sessions of a year",
	}, func(ctx context.Context, in *calendarYear) (*calendarAnswer, error) {
		number, err := a.p.Store.CalendarCurrent(ctx)
		if err != nil {
			return nil, err
		}
		return a.calendar(ctx, number, in.Year)
	})
	handleList(a, operation{
		method: http.MethodGet, path: "/calendar/versions", id: "calendarVersions", tag: "calendar", rights: read, file: "calendar-versions",
		errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity}, summary: "All calendars that were saved",
	}, a.calendarVersions, calendarColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/calendar/versions/{number}", id: "calendarVersion", tag: "calendar", rights: read, errors: wrong,
		summary: "A calendar that was saved, with the sessions of a year",
	}, func(ctx context.Context, in *calendarRequest) (*calendarAnswer, error) {
		return a.calendar(ctx, in.Number, in.Year)
	})
	handle(a, operation{
		method: http.MethodPost, path: "/calendar/preview", id: "previewCalendar", tag: "calendar", rights: manage, errors: wrong, body: maxCalendar,
		summary: "Which open deadlines a calendar would move, and on which dates it differs from the one that holds. Nothing is saved",
	}, a.previewCalendar)
	handle(a, operation{
		method: http.MethodPost, path: "/calendar/versions", id: "saveCalendar", tag: "calendar", rights: manage, errors: wrong, body: maxCalendar,
		summary: "Let a calendar hold from now on, a new one or an older one again. Open clocks are counted by it soon; refused while it would set deadlines into the past that were not confirmed", status: http.StatusCreated,
	}, a.saveCalendar)
}

// maxCalendar is of some thousand days with their bases.
const maxCalendar = 2 << 20

func versionOf(r db.Calendar, holds int64) CalendarVersion {
	return CalendarVersion{Number: r.ID, Author: r.Author, At: r.At, Note: r.Note, Of: r.MadeFrom, Holds: r.ID == holds}
}

type calendarsRequest struct {
	Words
	Sort   string `query:"sort" enum:"number,-number,author,-author" default:"-number" doc:"A minus: the newest first, or from the end of the alphabet"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

// calendarSorts: calendars are numbered as they are saved.
var calendarSorts = sorts{
	by: map[string]store.Key{"number": numberKey("q.id"), "author": nameKey("q.author")},
	id: []store.Key{numberKey("q.id")},
}

var calendarColumns = []column[CalendarVersion]{
	{"number", func(_ lang.Lang, v CalendarVersion) any { return v.Number }},
	{"saved", func(_ lang.Lang, v CalendarVersion) any { return v.At }},
	{"saved_by", func(_ lang.Lang, v CalendarVersion) any { return actor(v.Author) }},
	{"note", func(_ lang.Lang, v CalendarVersion) any { return v.Note }},
	{"made_from", func(_ lang.Lang, v CalendarVersion) any { return v.Of }},
	{"in_use", func(_ lang.Lang, v CalendarVersion) any { return v.Holds }},
}

func (a *API) calendarVersions(ctx context.Context, in *calendarsRequest) (*listed[CalendarVersion], error) {
	holds, err := a.p.Store.CalendarCurrent(ctx)
	if err != nil {
		return nil, err
	}
	page, err := a.sorted(calendarSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.CalendarVersions(ctx, in.Q)
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]CalendarVersion, len(rows))
	for i, r := range rows {
		items[i] = versionOf(r, holds)
	}
	return list(items, next), nil
}

func (a *API) calendar(ctx context.Context, number int64, year int) (*calendarAnswer, error) {
	st := a.p.Store
	spec, err := st.CalendarSpec(ctx, st.Queries, number)
	if err != nil {
		return nil, err
	}
	is, err := worktime.New(spec)
	if err != nil {
		return nil, fmt.Errorf("api: calendar %d, which is kept: %w", number, err)
	}
	row, err := st.CalendarByID(ctx, number)
	if err != nil {
		return nil, err
	}
	holds, err := st.CalendarCurrent(ctx)
	if err != nil {
		return nil, err
	}
	recounts, err := st.SheetsNotRecounted(ctx, holds)
	if err != nil {
		return nil, err
	}
	if year == 0 {
		now, err := st.Now(ctx)
		if err != nil {
			return nil, err
		}
		year = now.In(ticket.Zone).Year()
	}
	out := Calendar{CalendarVersion: versionOf(row, holds), CalendarSpec: shownSpec(spec), Year: year, Dates: []CalendarDate{}, Unsettled: []string{}, Recounts: recounts}
	first, last := worktime.NewDate(year, time.January, 1), worktime.NewDate(year, time.December, 31)
	from, until := is.Span()
	for d := max(first, from); d <= last && d < until; d++ {
		out.Dates = append(out.Dates, CalendarDate{d.String(), intervals(is.On(d))})
	}
	for _, d := range is.Unsettled(first, last) {
		out.Unsettled = append(out.Unsettled, d.Date.String())
	}
	return &calendarAnswer{out}, nil
}

func intervals(day []worktime.Interval) []CalendarSession {
	all := make([]CalendarSession, len(day))
	for i, s := range day {
		all[i] = CalendarSession{s.Open.Format("15:04"), s.Close.Format("15:04")}
		if all[i].Close == "00:00" {
			all[i].Close = "24:00"
		}
	}
	return all
}

func shownSpec(spec worktime.Spec) CalendarSpec {
	out := CalendarSpec{Hours: []CalendarHours{}, Days: []CalendarDay{}, Until: spec.Until.String()}
	for _, h := range spec.Hours {
		shown := CalendarHours{From: h.From.String(), Basis: h.Basis, Week: []int{}, Seasons: []CalendarSeason{}}
		for _, day := range h.Week {
			shown.Week = append(shown.Week, int(day))
		}
		for _, s := range h.Seasons {
			shown.Seasons = append(shown.Seasons, CalendarSeason{int(s.Month), s.Day, shownSessions(s.Sessions)})
		}
		out.Hours = append(out.Hours, shown)
	}
	for _, d := range spec.Days {
		out.Days = append(out.Days, CalendarDay{
			Date: d.Date.String(), Kind: string(d.Kind), Name: d.Name, Basis: d.Basis, Open: d.Open, Sessions: shownSessions(d.Sessions),
			Grade: d.Grade.String(), Settled: d.Settled(),
		})
	}
	return out
}

func shownSessions(sessions []worktime.Session) []CalendarSession {
	all := make([]CalendarSession, len(sessions))
	for i, s := range sessions {
		all[i] = CalendarSession{s.Open.String(), s.Close.String()}
	}
	return all
}

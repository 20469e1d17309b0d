package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// CalendarDraft is a calendar that somebody thinks of.
type CalendarDraft struct {
	Before int64         `json:"before" minimum:"1" doc:"The number of the calendar that held when this one was made; refused when another holds"`
	Of     *int64        `json:"of,omitempty" minimum:"1" doc:"An older calendar to go back to, in the place of spec"`
	Spec   *CalendarSpec `json:"spec,omitempty" doc:"All of the calendar"`
	Table  *string       `json:"table,omitempty" doc:"Days as a table (CSV: date,kind,name,basis, as shared between offices) to be put into the calendar that holds: its dates count as the table says, all others stay"`
}

// CalendarMove is an open deadline that would be set to another time.
type CalendarMove struct {
	Ticket string     `json:"ticket"`
	Clock  string     `json:"clock"`
	Unit   string     `json:"unit,omitempty"`
	Was    *time.Time `json:"was,omitempty"`
	Is     *time.Time `json:"is,omitempty"`
	Past   bool       `json:"past" doc:"It would be over at once, and is not yet"`
}

// CalendarDifference is a date that would have other sessions.
type CalendarDifference struct {
	Date string            `json:"date"`
	Was  []CalendarSession `json:"was"`
	Is   []CalendarSession `json:"is"`
}

// CalendarPreview is what a calendar would change.
type CalendarPreview struct {
	Moves     int                  `json:"moves" doc:"Open deadlines that would move"`
	Past      int                  `json:"past" doc:"Of them, those that would be over at once: to be confirmed when it is saved"`
	Deadlines []CalendarMove       `json:"deadlines" doc:"Those that would be over first; at most 500"`
	Dates     []CalendarDifference `json:"dates" doc:"At most 500"`
}

type calendarPreviewed struct{ Body CalendarPreview }

const mostShown = 500

// calendarSpec reads a draft; everything that is wrong with it is said at once. One of an
// earlier time, too, has to reach on: where a calendar ends, terms are assumed.
func (a *API) calendarSpec(ctx context.Context, d CalendarDraft) (worktime.Spec, error) {
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return worktime.Spec{}, err
	}
	r := reader{at: "body.spec."}
	spec, place, err := a.drafted(ctx, d, &r)
	if err != nil {
		return spec, err
	}
	if len(r.wrong) == 0 {
		is, err := store.BuildCalendar(spec)
		if err := r.faults(err); err != nil {
			return spec, err
		}
		if is != nil {
			if err := a.reaches(ctx, is, now, place, &r); err != nil {
				return spec, err
			}
		}
	}
	if len(r.wrong) > 0 {
		return spec, &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid, items: r.wrong}
	}
	return spec, nil
}

// drafted is what a draft says; place is where it says so, as far as the span is concerned.
func (a *API) drafted(ctx context.Context, d CalendarDraft, r *reader) (spec worktime.Spec, place string, err error) {
	given := 0
	for _, is := range []bool{d.Of != nil, d.Spec != nil, d.Table != nil} {
		if is {
			given++
		}
	}
	number := d.Before
	switch {
	case given != 1:
		return spec, "", invalid("body.spec", lang.CalendarWhich)
	case d.Spec != nil:
		return r.spec(*d.Spec), "body.spec.until", nil
	case d.Of != nil:
		place, number = "body.of", *d.Of
	default:
		place = "body.before"
	}
	spec, err = a.p.Store.CalendarSpec(ctx, a.p.Store.Queries, number)
	if errors.Is(err, store.ErrNotFound) {
		return spec, place, invalid(place, lang.NotFound)
	}
	if err != nil || d.Table == nil {
		return spec, place, err
	}
	r.at = "body.table: "
	days, err := worktime.ReadDays(strings.NewReader(*d.Table))
	if err := r.faults(err); err != nil {
		return spec, place, err
	}
	spec.Days = worktime.Put(spec.Days, days)
	return spec, place, nil
}

// reaches wants that a calendar covers all that is to be counted by it: what was received until
// now, a year ahead, and the terms that begin within a month under all rules.
func (a *API) reaches(ctx context.Context, is *worktime.Calendar, now time.Time, place string, r *reader) error {
	policies, err := a.p.Store.Policies(ctx, a.p.Store.Queries)
	if err != nil {
		return err
	}
	from, until := is.Span()
	if len(policies) > 0 && from > policies[0].From {
		r.wrong = append(r.wrong, refused{location: place, key: lang.CalendarBegins, args: []any{policies[0].From.String()}})
	}
	if until < worktime.DateOf(now.In(ticket.Zone).AddDate(1, 0, 0)) {
		r.wrong = append(r.wrong, refused{location: place, key: lang.CalendarEnds})
		return nil
	}
	for _, p := range policies {
		if wrong := p.Within(is, store.TermsFrom(p.Policy, now)); len(wrong) > 0 { // one says it
			r.wrong = append(r.wrong, refused{location: place, key: lang.CalendarTerm, args: []any{p.Version, wrong[0].Location}})
		}
	}
	return nil
}

// reader turns what was sent into worktime's values, and keeps what cannot be read.
type reader struct {
	at    string // before the places of faults
	wrong []refused
}

// faults keeps those of a calendar, or gives back another error.
func (r *reader) faults(err error) error {
	var faults worktime.Faults
	if !errors.As(err, &faults) {
		return err
	}
	for _, f := range faults {
		r.say(f.Location, f.Reason, f.Detail)
	}
	return nil
}

var calendarFaults = map[worktime.Reason]lang.Key{
	worktime.BadZone: lang.CalendarZone, worktime.BadSpan: lang.CalendarSpan, worktime.BadOrder: lang.CalendarOrder, worktime.BadWeek: lang.CalendarWeek,
	worktime.BadSeason: lang.CalendarSeason, worktime.BadSessions: lang.CalendarSessions, worktime.BadKind: lang.CalendarKind,
	worktime.BadDate: lang.CalendarDate, worktime.BadRange: lang.CalendarRange, worktime.Twice: lang.CalendarTwice,
	worktime.NotSaturday: lang.CalendarSaturday, worktime.BadHeader: lang.CalendarHeader, worktime.BadRow: lang.CalendarRow, worktime.TooMuch: lang.CalendarTooMuch,
}

func (r *reader) say(location string, reason worktime.Reason, detail string) {
	r.wrong = append(r.wrong, refused{location: r.at + location, key: calendarFaults[reason], args: []any{detail}})
}

func (r *reader) date(location, s string) worktime.Date {
	d, err := worktime.ParseDate(s)
	if err != nil {
		r.say(location, worktime.BadDate, s)
	}
	return d
}

func (r *reader) sessions(location string, sent []CalendarSession) []worktime.Session {
	var all []worktime.Session
	for _, s := range sent {
		opens, err := worktime.ParseMinute(s.Open)
		closes, err2 := worktime.ParseMinute(s.Close)
		if errors.Join(err, err2) != nil {
			r.say(location, worktime.BadSessions, s.Open+"-"+s.Close)
		}
		all = append(all, worktime.Session{Open: opens, Close: closes})
	}
	return all
}

func (r *reader) spec(sent CalendarSpec) worktime.Spec {
	spec := worktime.Spec{Zone: ticket.Zone, Until: r.date("until", sent.Until)}
	for i, h := range sent.Hours {
		at := fmt.Sprintf("hours[%d]", i)
		hours := worktime.Hours{From: r.date(at+".from", h.From), Basis: h.Basis}
		for _, day := range h.Week {
			if day < 0 || day > 6 {
				r.say(at, worktime.BadWeek, fmt.Sprint(day))
			}
			hours.Week = append(hours.Week, time.Weekday(day))
		}
		for k, s := range h.Seasons {
			sessions := r.sessions(fmt.Sprintf("%s.seasons[%d]", at, k), s.Sessions)
			hours.Seasons = append(hours.Seasons, worktime.Season{Month: time.Month(s.Month), Day: s.Day, Sessions: sessions})
		}
		spec.Hours = append(spec.Hours, hours)
	}
	for i, d := range sent.Days {
		at := fmt.Sprintf("days[%d]", i)
		day := worktime.Day{Date: r.date(at, d.Date), Kind: worktime.Kind(d.Kind), Name: d.Name, Basis: d.Basis, Sessions: r.sessions(at, d.Sessions)}
		day.Grade, day.Open = worktime.Judge(d.Basis)
		day.Open = day.Open || d.Open
		spec.Days = append(spec.Days, day)
	}
	return spec
}

func (a *API) previewCalendar(ctx context.Context, in *struct{ Body CalendarDraft }) (*calendarPreviewed, error) {
	spec, err := a.calendarSpec(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	is, err := store.BuildCalendar(spec)
	if err != nil {
		return nil, err
	}
	p, err := a.p.Store.PreviewCalendar(ctx, is, in.Body.Before)
	if err != nil {
		return nil, err
	}
	out := CalendarPreview{Deadlines: []CalendarMove{}, Dates: []CalendarDifference{}}
	out.add(p.Moves, p.Now)
	for _, d := range worktime.Diff(p.Was, is) {
		if len(out.Dates) < mostShown {
			out.Dates = append(out.Dates, CalendarDifference{d.Date.String(), intervals(d.Was), intervals(d.Is)})
		}
	}
	return &calendarPreviewed{out}, nil
}

func (p *CalendarPreview) add(moves []store.Move, now time.Time) {
	p.Moves = len(moves)
	for _, past := range []bool{true, false} {
		for _, m := range moves {
			if m.IntoPast(now) != past {
				continue
			}
			if past {
				p.Past++
			}
			if len(p.Deadlines) < mostShown {
				c := m.Deadline.Clock
				p.Deadlines = append(p.Deadlines, CalendarMove{m.Deadline.Code.String(), string(c.Kind), c.Unit, orNull(m.Was), orNull(m.Is), past})
			}
		}
	}
}

func (a *API) saveCalendar(ctx context.Context, in *struct {
	Body struct {
		CalendarDraft
		Note string `json:"note" maxLength:"500"`
		Past int    `json:"past,omitempty" minimum:"0" doc:"How many deadlines the preview showed that would be over at once: all of them are meant"`
	}
},
) (*calendarAnswer, error) {
	spec, err := a.calendarSpec(ctx, in.Body.CalendarDraft)
	if err != nil {
		return nil, err
	}
	number, err := a.p.Store.SaveCalendar(ctx, store.NewCalendar{
		Spec: spec, Before: in.Body.Before, MadeFrom: in.Body.Of, Note: in.Body.Note, Author: visitOf(ctx).who.Actor,
	}, func(moves []store.Move, now time.Time) error { return judgeMoves(moves, now, in.Body.Past) })
	if err != nil {
		return nil, err
	}
	a.p.Calendars.CalendarChanged()
	return a.calendar(ctx, number, 0)
}

// judgeMoves refuses a calendar that cannot tell when something open is due, and one that
// sets more deadlines into the past than were seen.
func judgeMoves(moves []store.Move, now time.Time, seen int) error {
	past := 0
	for _, m := range moves {
		if m.IsErr != nil {
			return &refusal{status: http.StatusConflict, key: lang.CalendarTooShort, args: []any{m.Deadline.Code.String()}}
		}
		if m.IntoPast(now) {
			past++
		}
	}
	if past > seen {
		return &refusal{status: http.StatusConflict, key: lang.CalendarPast, args: []any{past}}
	}
	return nil
}

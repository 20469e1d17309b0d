package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// CalendarDraft is a calendar that somebody thinks of.
type CalendarDraft struct {
	Before int64         `json:"before" minimum:"1" doc:"The number of the calendar that held when this one was made; refused when another holds"`
	Of     *int64        `json:"of,omitempty" minimum:"1" doc:"An older calendar to go back to, in the place of spec"`
	Spec   *CalendarSpec `json:"spec,omitempty" doc:"All of the calendar"`
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
// earlier time, too, has to reach on: where a calendar ends, no term can be computed.
func (a *API) calendarSpec(ctx context.Context, d CalendarDraft) (worktime.Spec, error) {
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return worktime.Spec{}, err
	}
	r, spec, until := reader{}, worktime.Spec{}, "body.spec.until"
	switch {
	case d.Of != nil && d.Spec != nil, d.Of == nil && d.Spec == nil:
		return spec, invalid("body.spec", lang.CalendarWhich)
	case d.Of != nil:
		until = "body.of"
		spec, err = a.p.Store.CalendarSpec(ctx, a.p.Store.Queries, *d.Of)
		if errors.Is(err, store.ErrNotFound) {
			return spec, invalid(until, lang.NotFound)
		}
		if err != nil {
			return spec, err
		}
	default:
		spec = r.spec(*d.Spec)
	}
	if len(r.wrong) == 0 {
		_, err := worktime.New(spec)
		var faults worktime.Faults
		if errors.As(err, &faults) {
			for _, f := range faults {
				r.say(f.Location, f.Reason, f.Detail)
			}
		} else if err != nil {
			return spec, err
		}
		if limit := worktime.DateOf(now.In(ticket.Zone).AddDate(1, 0, 0)); spec.Until < limit {
			r.wrong = append(r.wrong, refused{location: until, key: lang.CalendarEnds})
		}
	}
	if len(r.wrong) > 0 {
		return spec, &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid, items: r.wrong}
	}
	return spec, nil
}

// reader turns what was sent into worktime's values, and keeps what cannot be read.
type reader struct{ wrong []refused }

var calendarFaults = map[worktime.Reason]lang.Key{
	worktime.BadZone: lang.CalendarZone, worktime.BadSpan: lang.CalendarSpan, worktime.BadOrder: lang.CalendarOrder, worktime.BadWeek: lang.CalendarWeek,
	worktime.BadSeason: lang.CalendarSeason, worktime.BadSessions: lang.CalendarSessions, worktime.BadKind: lang.CalendarKind,
	worktime.BadDate: lang.CalendarDate, worktime.BadRange: lang.CalendarRange, worktime.Twice: lang.CalendarTwice,
	worktime.NotSaturday: lang.CalendarSaturday, worktime.BadHeader: lang.CalendarHeader, worktime.BadRow: lang.CalendarRow, worktime.TooMuch: lang.CalendarTooMuch,
}

func (r *reader) say(location string, reason worktime.Reason, detail string) {
	r.wrong = append(r.wrong, refused{location: "body.spec." + location, key: calendarFaults[reason], args: []any{detail}})
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
	is, err := worktime.New(spec)
	if err != nil {
		return nil, err
	}
	out := CalendarPreview{Deadlines: []CalendarMove{}, Dates: []CalendarDifference{}}
	err = a.p.Store.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		was, holds, err := a.p.Store.CurrentCalendar(ctx, q)
		if err == nil && holds != in.Body.Before {
			err = store.ErrChanged
		}
		if err != nil {
			return err
		}
		moves, now, err := a.p.Store.PreviewCalendar(ctx, q, is)
		if err != nil {
			return err
		}
		out.add(moves, now)
		for _, d := range worktime.Diff(was, is) {
			if len(out.Dates) < mostShown {
				out.Dates = append(out.Dates, CalendarDifference{d.Date.String(), intervals(d.Was), intervals(d.Is)})
			}
		}
		return nil
	})
	return &calendarPreviewed{out}, err
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

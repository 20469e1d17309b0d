package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// CalendarOf builds a calendar that is kept; ErrNotFound.
func (s *Store) CalendarOf(ctx context.Context, q *db.Queries, number int64) (*worktime.Calendar, error) {
	spec, err := s.CalendarSpec(ctx, q, number)
	if err != nil {
		return nil, err
	}
	calendar, err := BuildCalendar(spec)
	if err != nil {
		return nil, fmt.Errorf("store: calendar %d, which is kept: %w", number, err)
	}
	return calendar, nil
}

// goesOn is for how long a calendar's last hours are assumed to hold that nobody has prolonged.
const goesOn = 30 * 366 // days

// BuildCalendar builds what tickets' clocks are counted by: beyond its end it goes on, so that no
// report is refused because nobody has prolonged it. The error is [worktime.Faults].
func BuildCalendar(spec worktime.Spec) (*worktime.Calendar, error) {
	spec.GoesOn = spec.Until + goesOn
	return worktime.New(spec)
}

// CalendarEnd is how far the calendar that holds reaches.
type CalendarEnd struct {
	Number int64
	Until  worktime.Date // the first date that it does not cover
	Days   int           // until then; less than one: it is over
}

// CalendarEnds tells when the calendar that holds ends.
func (s *Store) CalendarEnds(ctx context.Context) (CalendarEnd, error) {
	calendar, number, err := s.CurrentCalendar(ctx, s.Queries)
	if err != nil {
		return CalendarEnd{}, err
	}
	now, err := s.Now(ctx)
	if err != nil {
		return CalendarEnd{}, fmt.Errorf("store: the time: %w", err)
	}
	_, until := calendar.Span()
	return CalendarEnd{number, until, int(until - worktime.DateOf(now.In(ticket.Zone)))}, nil
}

// CalendarSpec is what a calendar is made of; ErrNotFound.
func (s *Store) CalendarSpec(ctx context.Context, q *db.Queries, number int64) (worktime.Spec, error) {
	row, err := q.CalendarByID(ctx, number)
	if err != nil {
		return worktime.Spec{}, fmt.Errorf("store: calendar %d: %w", number, notFound(err))
	}
	spec := worktime.Spec{Zone: ticket.Zone, Until: dateOf(row.Until)}
	hours, err := q.CalendarHoursOf(ctx, number)
	days, err2 := q.CalendarDaysOf(ctx, number)
	if err := errors.Join(err, err2); err != nil {
		return worktime.Spec{}, fmt.Errorf("store: calendar %d: %w", number, err)
	}
	for _, r := range hours {
		h := worktime.Hours{From: dateOf(r.HoldsFrom), Basis: r.Basis}
		for _, day := range r.Week {
			h.Week = append(h.Week, time.Weekday(day))
		}
		if err := json.Unmarshal(r.Seasons, (*seasonRows)(&h.Seasons)); err != nil {
			return worktime.Spec{}, fmt.Errorf("store: calendar %d: seasons: %w", number, err)
		}
		spec.Hours = append(spec.Hours, h)
	}
	for _, r := range days {
		d := worktime.Day{Date: dateOf(r.Date), Kind: worktime.Kind(r.Kind), Name: r.Name, Basis: r.Basis, Grade: worktime.ParseGrade(r.Grade), Open: r.Open}
		if err := json.Unmarshal(r.Sessions, (*sessionRows)(&d.Sessions)); err != nil {
			return worktime.Spec{}, fmt.Errorf("store: calendar %d: %s: %w", number, d.Date, err)
		}
		spec.Days = append(spec.Days, d)
	}
	return spec, nil
}

// TellCalendarEnds tells the Office that a calendar ends, or that it is over, each once.
func (s *Store) TellCalendarEnds(ctx context.Context, end CalendarEnd) (told bool, err error) {
	key, cause := lang.NoticeCalendarEnds, "ends"
	if end.Days < 1 {
		key, cause = lang.NoticeCalendarOver, "over"
	}
	now, err := s.Now(ctx)
	if err != nil {
		return false, fmt.Errorf("store: the time: %w", err)
	}
	n, err := s.OfficeTold(ctx, db.OfficeToldParams{
		TextKey: string(key), TextArgs: []string{end.Until.At(0, ticket.Zone).Format("02/01/2006")}, Cause: fmt.Sprintf("calendar:%d:%s", end.Number, cause), At: now,
	})
	if err != nil {
		return false, fmt.Errorf("store: notice of the calendar's end: %w", err)
	}
	return n > 0, nil
}

// NewCalendar is a calendar to hold from now on.
type NewCalendar struct {
	Spec     worktime.Spec
	Before   int64  // what held when it was made; another: ErrChanged. 0: it is the first
	MadeFrom *int64 // an older one that is gone back to
	Note     string
	Author   string
}

// OpenClock is a clock that may still run out, with what it takes to count it.
type OpenClock struct {
	Ticket int64
	Code   ticket.Code
	Policy sla.Policy
	Clock  sla.Clock
}

// Move is an open deadline that another calendar would set to another time.
type Move = worktime.Move[OpenClock]

// keepCalendar lets a calendar hold. Whoever counts by the one before has done so when
// this returns.
func keepCalendar(ctx context.Context, q *db.Queries, n NewCalendar, at time.Time) (int64, error) {
	id, err := q.CalendarInsert(ctx, db.CalendarInsertParams{
		Before: orNull(n.Before), MadeFrom: n.MadeFrom, Until: onDate(n.Spec.Until), Note: Text(n.Note), Author: n.Author, At: at,
	})
	switch {
	case sqlState(err) == uniqueViolation:
		return 0, ErrChanged
	case err != nil:
		return 0, fmt.Errorf("store: keep calendar: %w", err)
	}
	for _, h := range n.Spec.Hours {
		seasons, err := json.Marshal(seasonRows(h.Seasons))
		if err != nil {
			return 0, fmt.Errorf("store: seasons: %w", err)
		}
		week := make([]int32, len(h.Week))
		for i, day := range h.Week {
			week[i] = int32(day)
		}
		err = q.CalendarHoursInsert(ctx, db.CalendarHoursInsertParams{Calendar: id, HoldsFrom: onDate(h.From), Basis: Text(h.Basis), Week: week, Seasons: seasons})
		if err != nil {
			return 0, fmt.Errorf("store: keep calendar's hours: %w", err)
		}
	}
	return id, keepDays(ctx, q, id, n.Spec.Days)
}

func keepDays(ctx context.Context, q *db.Queries, id int64, days []worktime.Day) error {
	rows := make([]db.CalendarDayInsertParams, len(days))
	for i, d := range days {
		sessions, err := json.Marshal(sessionRows(d.Sessions))
		if err != nil {
			return fmt.Errorf("store: sessions: %w", err)
		}
		rows[i] = db.CalendarDayInsertParams{
			Calendar: id, Date: onDate(d.Date), Kind: string(d.Kind), Name: Text(d.Name), Basis: Text(d.Basis), Grade: d.Grade.String(), Open: d.Open, Sessions: sessions,
		}
	}
	var failed error
	q.CalendarDayInsert(ctx, rows).Exec(func(_ int, err error) { failed = errors.Join(failed, err) })
	if failed != nil {
		return fmt.Errorf("store: keep calendar's days: %w", failed)
	}
	return nil
}

// seedUntil is the first date that the first calendar does not cover.
var seedUntil = worktime.NewDate(2036, time.January, 1)

// seedCalendar gives a database that has no calendar the one that the program brings.
func seedCalendar(ctx context.Context, tx pgx.Tx) error {
	q := db.New(tx)
	if err := q.CalendarLock(ctx); err != nil {
		return fmt.Errorf("store: lock calendars: %w", err)
	}
	if n, err := q.CalendarCount(ctx); err != nil || n > 0 {
		return err
	}
	days, err := worktime.KnownDays()
	if err != nil {
		return err
	}
	now, err := q.Now(ctx)
	if err != nil {
		return fmt.Errorf("store: the time: %w", err)
	}
	_, err = keepCalendar(ctx, q, NewCalendar{
		Spec: worktime.Spec{Zone: ticket.Zone, Hours: worktime.OfficeHours(), Days: days, Until: seedUntil}, Author: "system",
	}, now)
	return err
}

// Rows of sessions and seasons, as they are kept.
type (
	sessionRows []worktime.Session
	seasonRows  []worktime.Season

	sessionRow struct {
		Open  string `json:"open"`
		Close string `json:"close"`
	}
	seasonRow struct {
		Month    int         `json:"month"`
		Day      int         `json:"day"`
		Sessions sessionRows `json:"sessions"`
	}
)

// MarshalJSON implements json.Marshaler.
func (s sessionRows) MarshalJSON() ([]byte, error) {
	rows := make([]sessionRow, len(s))
	for i, session := range s {
		rows[i] = sessionRow{session.Open.String(), session.Close.String()}
	}
	return json.Marshal(rows)
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *sessionRows) UnmarshalJSON(text []byte) error {
	var rows []sessionRow
	if err := json.Unmarshal(text, &rows); err != nil {
		return err
	}
	*s = nil
	for _, r := range rows {
		open, err := worktime.ParseMinute(r.Open)
		shut, err2 := worktime.ParseMinute(r.Close)
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		*s = append(*s, worktime.Session{Open: open, Close: shut})
	}
	return nil
}

// MarshalJSON implements json.Marshaler.
func (s seasonRows) MarshalJSON() ([]byte, error) {
	rows := make([]seasonRow, len(s))
	for i, season := range s {
		rows[i] = seasonRow{int(season.Month), season.Day, sessionRows(season.Sessions)}
	}
	return json.Marshal(rows)
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *seasonRows) UnmarshalJSON(text []byte) error {
	var rows []seasonRow
	if err := json.Unmarshal(text, &rows); err != nil {
		return err
	}
	*s = nil
	for _, r := range rows {
		*s = append(*s, worktime.Season{Month: time.Month(r.Month), Day: r.Day, Sessions: r.Sessions})
	}
	return nil
}

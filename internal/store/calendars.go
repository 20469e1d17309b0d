package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

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
	calendar, err := worktime.New(spec)
	if err != nil {
		return nil, fmt.Errorf("store: calendar %d, which is kept: %w", number, err)
	}
	return calendar, nil
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
	Code   ticket.Code
	Policy sla.Policy
	Clock  sla.Clock
}

// Move is an open deadline that another calendar would set to another time.
type Move = worktime.Move[OpenClock]

// PreviewCalendar tells, at the database's now, which open deadlines would move if
// another calendar held, those first that would come first.
func (s *Store) PreviewCalendar(ctx context.Context, q *db.Queries, is *worktime.Calendar) (moves []Move, now time.Time, err error) {
	was, _, err := s.CurrentCalendar(ctx, q)
	if err != nil {
		return nil, now, err
	}
	if now, err = q.Now(ctx); err != nil {
		return nil, now, fmt.Errorf("store: the time: %w", err)
	}
	rows, err := q.OpenClocks(ctx)
	if err != nil {
		return nil, now, fmt.Errorf("store: open clocks: %w", err)
	}
	clocks := make([]OpenClock, len(rows))
	for i, r := range rows {
		policy, err := s.Policy(ctx, q, r.Policy)
		if err != nil {
			return nil, now, err
		}
		clocks[i] = OpenClock{ticket.Code(r.Code), policy, ReadClock(r.TicketClock)}
	}
	moves = worktime.Preview(was, is, clocks, func(c *worktime.Calendar, o OpenClock) (time.Time, error) { return o.Policy.Due(c, o.Clock) })
	return moves, now, nil
}

// SaveCalendar lets a calendar hold from now on, unless judge refuses what it moves; its
// error is given back. Open clocks are recounted afterwards ([Store.RecountTicket]). The
// spec makes a calendar: the caller has built it. ErrChanged.
func (s *Store) SaveCalendar(ctx context.Context, n NewCalendar, judge func(moves []Move, now time.Time) error) (number int64, err error) {
	is, err := worktime.New(n.Spec)
	if err != nil {
		return 0, fmt.Errorf("store: %w", err)
	}
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if err := q.CalendarLock(ctx); err != nil {
			return fmt.Errorf("store: lock calendars: %w", err)
		}
		holds, err := q.CalendarCurrent(ctx)
		if err != nil {
			return fmt.Errorf("store: calendar: %w", err)
		}
		if holds != n.Before {
			return ErrChanged
		}
		moves, now, err := s.PreviewCalendar(ctx, q, is)
		if err == nil {
			err = judge(moves, now)
		}
		if err != nil {
			return err
		}
		if number, err = keepCalendar(ctx, q, n, now); err != nil {
			return err
		}
		detail := map[string]any{"before": n.Before, "note": n.Note, "moves": len(moves)}
		if n.MadeFrom != nil {
			detail["of"] = *n.MadeFrom
		}
		act, err := Act(now, n.Author, "calendar.save", fmt.Sprintf("calendar:%d", number), detail)
		if err == nil {
			err = q.AuditAppend(ctx, act)
		}
		return err
	})
	return number, err
}

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

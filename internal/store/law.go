package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"hotline1022/internal/sla"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// laws remembers what never changes: policies, and the newest calendar by its number.
type laws struct {
	mu       sync.Mutex
	policies map[string]sla.Policy
	number   int64
	calendar *worktime.Calendar
}

// Law is what a ticket's clocks go by: the policy that it was received under, and the
// calendar that holds. In a transaction it then holds until its end.
func (s *Store) Law(ctx context.Context, q *db.Queries, policy string) (sla.Law, error) {
	calendar, _, err := s.CurrentCalendar(ctx, q)
	if err != nil {
		return sla.Law{}, err
	}
	p, err := s.Policy(ctx, q, policy)
	return sla.Law{Policy: p, Calendar: calendar}, err
}

// CurrentCalendar is the calendar that holds, with its number.
func (s *Store) CurrentCalendar(ctx context.Context, q *db.Queries) (*worktime.Calendar, int64, error) {
	number, err := q.CalendarCurrent(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("store: calendar: %w", err)
	}
	calendar, err := s.calendarNumbered(ctx, q, number)
	return calendar, number, err
}

// calendarNumbered is a calendar by its number; the newest is kept in memory.
func (s *Store) calendarNumbered(ctx context.Context, q *db.Queries, number int64) (*worktime.Calendar, error) {
	s.laws.mu.Lock()
	known, calendar := s.laws.number, s.laws.calendar
	s.laws.mu.Unlock()
	if known == number {
		return calendar, nil
	}
	calendar, err := s.CalendarOf(ctx, q, number)
	if err != nil {
		return nil, err
	}
	s.laws.mu.Lock()
	if s.laws.number < number {
		s.laws.number, s.laws.calendar = number, calendar
	}
	s.laws.mu.Unlock()
	return calendar, nil
}

// Policy gives a policy by its version; ErrNotFound.
func (s *Store) Policy(ctx context.Context, q *db.Queries, version string) (sla.Policy, error) {
	s.laws.mu.Lock()
	p, known := s.laws.policies[version]
	s.laws.mu.Unlock()
	if known {
		return p, nil
	}
	row, err := q.PolicyByVersion(ctx, Text(version))
	if err != nil {
		return sla.Policy{}, fmt.Errorf("store: policy: %w", notFound(err))
	}
	p, err = readPolicy(ctx, q, row)
	if err != nil {
		return sla.Policy{}, err
	}
	s.laws.mu.Lock()
	defer s.laws.mu.Unlock()
	if s.laws.policies == nil {
		s.laws.policies = map[string]sla.Policy{}
	}
	s.laws.policies[version] = p
	return p, nil
}

func readPolicy(ctx context.Context, q *db.Queries, row db.Policy) (sla.Policy, error) {
	p := sla.Policy{Version: row.Version, From: dateOf(row.HoldsFrom)}
	rules, err := q.PolicyRulesOf(ctx, row.Version)
	readings, err2 := q.PolicyReadingsOf(ctx, row.Version)
	if err := errors.Join(err, err2); err != nil {
		return p, fmt.Errorf("store: policy: %w", err)
	}
	for _, r := range rules {
		p.Rules = append(p.Rules, sla.Rule{
			Clock: sla.Kind(r.Clock), Term: sla.Term{Hours: time.Duration(r.TermMinutes) * time.Minute, Days: int(r.TermDays)},
			Warn: time.Duration(r.WarnMinutes) * time.Minute, Clause: r.Clause,
		})
	}
	for _, r := range readings {
		p.Readings = append(p.Readings, sla.Reading{Question: sla.Question(r.Question), Answer: sla.Answer(r.Answer), Clause: r.Clause})
	}
	if err := p.Check(); err != nil {
		return p, fmt.Errorf("store: a policy that is kept: %w", err)
	}
	return p, nil
}

// PolicyFor is the policy that something received at a time is received under.
func (s *Store) PolicyFor(ctx context.Context, q *db.Queries, at time.Time) (string, error) {
	version, err := q.PolicyOn(ctx, onDate(worktime.DateOf(at.In(ticket.Zone))))
	if err != nil {
		return "", fmt.Errorf("store: policy of %s: %w", at.Format(time.DateOnly), notFound(err))
	}
	return version, nil
}

func onDate(d worktime.Date) pgtype.Date { return pgtype.Date{Time: d.At(0, time.UTC), Valid: true} }

func dateOf(d pgtype.Date) worktime.Date { return worktime.DateOf(d.Time) }

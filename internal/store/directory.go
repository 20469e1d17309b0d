package store

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"hotline1022/internal/directory"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/internal/worktime"
)

// FaultsError is all that is wrong with what should be kept in the directory.
type FaultsError struct{ Faults []directory.Fault }

func (e *FaultsError) Error() string {
	return fmt.Sprintf("store: %d faults: %v", len(e.Faults), e.Faults)
}

func faulty(faults []directory.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	return &FaultsError{faults}
}

// By is who changes something, and when.
type By struct {
	Actor string
	At    time.Time
}

// Directory gives the units of all days.
func (s *Store) Directory(ctx context.Context) (*directory.Tree, error) { return tree(ctx, s.Queries) }

func tree(ctx context.Context, q *db.Queries) (*directory.Tree, error) {
	rows, err := q.UnitsEver(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: units: %w", err)
	}
	heirs, err := q.UnitHeirs(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: heirs of units: %w", err)
	}
	units := make([]directory.Unit, len(rows))
	for i, r := range rows {
		units[i] = UnitOf(r)
	}
	links := make([]directory.Link, len(heirs))
	for i, h := range heirs {
		links[i] = directory.Link{From: h.Unit, To: h.Heir, Part: h.Part}
	}
	return directory.NewTree(units, links), nil
}

// UnitOf is a unit as its row has it.
func UnitOf(r db.Unit) directory.Unit {
	u := directory.Unit{
		Code: r.Code, Name: r.Name, Kind: directory.Kind(r.Kind), Phone: r.Phone, Address: r.Address, Website: r.Website, Email: r.Email,
		Listed: r.Listed, Aliases: r.Aliases, Span: spanOf(r.Since, r.Until), Decision: r.Decision,
	}
	if r.Parent != nil {
		u.Parent = *r.Parent
	}
	return u
}

// Today is the day in the city.
func (s *Store) Today(ctx context.Context) (worktime.Date, error) {
	d, err := s.CityDay(ctx)
	if err != nil {
		return 0, fmt.Errorf("store: day: %w", err)
	}
	return dateOf(d), nil
}

func spanOf(since, until pgtype.Date) (s directory.Span) {
	if since.Valid {
		s.Since = dateOf(since)
	}
	if until.Valid {
		s.Until = dateOf(until)
	}
	return s
}

// sideOf is a side of a span: null for the zero date.
func sideOf(d worktime.Date) pgtype.Date {
	if d == 0 {
		return pgtype.Date{}
	}
	return onDate(d)
}

// changeDirectory makes a change and its row of the audit log. Changes wait for one
// another: each is checked against what the one before left.
func (s *Store) changeDirectory(ctx context.Context, do func(tx pgx.Tx, q *db.Queries, t *directory.Tree) (db.AuditAppendParams, error)) error {
	return s.Tx(ctx, func(tx pgx.Tx, q *db.Queries) error {
		if _, err := q.DirectoryLock(ctx); err != nil {
			return fmt.Errorf("store: directory: %w", err)
		}
		t, err := tree(ctx, q)
		if err != nil {
			return err
		}
		act, err := do(tx, q, t)
		if err != nil {
			return err
		}
		if err := q.AuditAppend(ctx, act); err != nil {
			return fmt.Errorf("store: audit: %w", err)
		}
		return nil
	})
}

// facts is a thing as the audit log tells of it.
type facts map[string]any

// changed is an act's row with what differs: all of what is new, or is no more.
func changed(by By, action, object string, before, after facts) (db.AuditAppendParams, error) {
	if before != nil && after != nil {
		before, after = maps.Clone(before), maps.Clone(after)
		for key, was := range before {
			if is, both := after[key]; both && reflect.DeepEqual(was, is) {
				delete(before, key)
				delete(after, key)
			}
		}
	}
	return Act(by.At, by.Actor, action, object, map[string]any{"before": before, "after": after})
}

func days(f facts, s directory.Span) facts {
	f["since"], f["until"] = nil, nil
	if s.Since != 0 {
		f["since"] = s.Since.String()
	}
	if s.Until != 0 {
		f["until"] = s.Until.String()
	}
	return f
}

// Guide gives what suggestions rest on: as the database has it now, or as it was known last
// while that is away.
func (s *Store) Guide(ctx context.Context) (*directory.Guide, worktime.Date, error) {
	return s.guide.get(ctx, s)
}

// Responsible is the unit that certainly answers for a matter today, as suggestions have it;
// "": nobody can say.
func (s *Store) Responsible(ctx context.Context, q *db.Queries, group ticket.Group, field, address string) (string, error) {
	g, day, err := s.guide.current(ctx, q)
	if err != nil {
		return "", err
	}
	likeliest := g.Suggest(directory.Matter{Field: field, Group: int(group), Address: address}, day)
	if len(likeliest) == 0 || likeliest[0].Part {
		return "", nil
	}
	return likeliest[0].Unit.Code, nil
}

// AreaOf gives the ward, commune or special zone of today that an address lies in, as Guide reads it;
// "": it names none, or it may be one of several.
func (s *Store) AreaOf(ctx context.Context, address string) (string, error) {
	if address == "" {
		return "", nil
	}
	g, today, err := s.Guide(ctx)
	if err != nil {
		return "", err
	}
	places := g.Places(address, today)
	if len(places) != 1 || len(places[0].Heirs) != 1 || places[0].Heirs[0].Part {
		return "", nil
	}
	return places[0].Heirs[0].Code, nil
}

// Unit gives a unit, of today or of before; ErrNotFound.
func (s *Store) Unit(ctx context.Context, code string) (db.Unit, error) {
	u, err := s.UnitByCode(ctx, code)
	if err != nil {
		return db.Unit{}, fmt.Errorf("store: unit: %w", notFound(err))
	}
	return u, nil
}

// guide is kept in memory: it is asked at every key that an operator presses.
type guide struct {
	mu      sync.Mutex
	version int64
	made    *directory.Guide
}

// guideWait is how long the database may take before suggestions are made as it was known last.
const guideWait = time.Second

func (g *guide) get(ctx context.Context, s *Store) (*directory.Guide, worktime.Date, error) {
	asking, cancel := context.WithTimeout(ctx, guideWait)
	defer cancel()
	made, today, err := g.current(asking, s.Queries)
	if err == nil {
		return made, today, nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.made == nil {
		return nil, 0, err
	}
	return g.made, worktime.DateOf(time.Now().In(ticket.Zone)), nil
}

// current is what q sees: it is read again when it has changed.
func (g *guide) current(ctx context.Context, q *db.Queries) (*directory.Guide, worktime.Date, error) {
	now, err := q.DirectoryNow(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("store: directory's version: %w", err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.made == nil || now.Version != g.version {
		made, err := readGuide(ctx, q)
		if err != nil {
			return nil, 0, err
		}
		g.version, g.made = now.Version, made
	}
	return g.made, dateOf(now.Day), nil
}

// TreeToday gives the units of all days, and today: what rights go by. Nobody who asks in a transaction has changed
// the directory in it.
func (s *Store) TreeToday(ctx context.Context, q *db.Queries) (*directory.Tree, worktime.Date, error) {
	g, today, err := s.guide.current(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	return g.Tree(), today, nil
}

func readGuide(ctx context.Context, q *db.Queries) (*directory.Guide, error) {
	t, err := tree(ctx, q)
	if err != nil {
		return nil, err
	}
	fields, err := readFields(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := q.Duties(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: duties: %w", err)
	}
	duties := make([]directory.Duty, len(rows))
	for i, r := range rows {
		duties[i] = DutyOf(r)
	}
	return directory.NewGuide(t, fields, duties), nil
}

func readFields(ctx context.Context, q *db.Queries) ([]directory.Field, error) {
	rows, err := q.Fields(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: fields: %w", err)
	}
	fields := make([]directory.Field, len(rows))
	for i, f := range rows {
		fields[i] = directory.Field{Code: f.Code, Group: int(f.Group), Name: f.Name}
	}
	return fields, nil
}

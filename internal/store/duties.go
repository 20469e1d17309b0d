package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/store/db"
)

// DutyOf is a duty as its row has it.
func DutyOf(r db.Duty) directory.Duty {
	d := directory.Duty{ID: r.ID, Priority: int(r.Priority), Basis: r.Basis, Span: spanOf(r.Since, r.Until)}
	for _, t := range []struct {
		to   *string
		from *string
	}{{&d.Field, r.Field}, {&d.Area, r.Area}, {&d.Unit, r.Unit}} {
		if t.from != nil {
			*t.to = *t.from
		}
	}
	if r.Group != nil {
		d.Group = int(*r.Group)
	}
	return d
}

func dutyFacts(d directory.Duty) facts {
	return days(facts{
		"field": d.Field, "group": d.Group, "area": d.Area, "unit": d.Unit, "priority": d.Priority, "basis": d.Basis,
	}, d.Span)
}

// AddDuty keeps a duty as it is.
func AddDuty(ctx context.Context, q *db.Queries, d directory.Duty) (int64, error) {
	id, err := q.DutyAdd(ctx, db.DutyAddParams{
		Field: orNull(d.Field), GroupID: orNull(int32(d.Group)), Area: orNull(d.Area), Unit: orNull(d.Unit), Priority: int32(d.Priority),
		Basis: d.Basis, Since: sideOf(d.Since), Until: sideOf(d.Until),
	})
	if err != nil {
		return 0, fmt.Errorf("store: duty: %w", err)
	}
	return id, nil
}

// CreateDuty keeps a new one. *FaultsError.
func (s *Store) CreateDuty(ctx context.Context, d directory.Duty, by By) (id int64, err error) {
	err = s.changeDirectory(ctx, func(_ pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		checked, err := fitDuty(ctx, q, d, t)
		if err != nil {
			return act, err
		}
		if id, err = AddDuty(ctx, q, checked); err != nil {
			return act, err
		}
		return changed(by, "duty.create", dutyObject(id), nil, dutyFacts(checked))
	})
	return id, err
}

// ChangeDuty puts another in its place; a span that is over ends it. ErrNotFound, ErrChanged, *FaultsError.
func (s *Store) ChangeDuty(ctx context.Context, d directory.Duty, version int, by By) error {
	return s.changeDirectory(ctx, func(_ pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		row, err := q.DutyLock(ctx, d.ID)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return act, ErrNotFound
		case err != nil:
			return act, fmt.Errorf("store: duty: %w", err)
		case int(row.Version) != version:
			return act, ErrChanged
		}
		checked, err := fitDuty(ctx, q, d, t)
		if err != nil {
			return act, err
		}
		err = q.DutyChange(ctx, db.DutyChangeParams{
			ID: d.ID, Field: orNull(checked.Field), GroupID: orNull(int32(checked.Group)), Area: orNull(checked.Area), Unit: orNull(checked.Unit),
			Priority: int32(checked.Priority), Basis: checked.Basis, Since: sideOf(checked.Since), Until: sideOf(checked.Until),
		})
		if err != nil {
			return act, fmt.Errorf("store: duty: %w", err)
		}
		return changed(by, "duty.change", dutyObject(d.ID), dutyFacts(DutyOf(row)), dutyFacts(checked))
	})
}

func fitDuty(ctx context.Context, q *db.Queries, d directory.Duty, t *directory.Tree) (directory.Duty, error) {
	fields, err := readFields(ctx, q)
	if err != nil {
		return d, err
	}
	d, faults := directory.CheckDuty(d, t, fields)
	return d, faulty(faults)
}

func dutyObject(id int64) string { return "duty:" + strconv.FormatInt(id, 10) }

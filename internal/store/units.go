package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/worktime"
)

func unitFacts(u directory.Unit) facts {
	return days(facts{
		"name": u.Name, "kind": u.Kind, "parent": u.Parent, "phone": u.Phone, "address": u.Address, "website": u.Website, "email": u.Email,
		"listed": u.Listed, "aliases": u.Aliases, "decision": u.Decision,
	}, u.Span)
}

// AddUnit keeps a new unit, once: a code that is there stays as it is.
func AddUnit(ctx context.Context, q *db.Queries, u directory.Unit) (added bool, err error) {
	if u.Aliases == nil {
		u.Aliases = []string{}
	}
	n, err := q.UnitAdd(ctx, db.UnitAddParams{
		Code: u.Code, Name: u.Name, Kind: string(u.Kind), Parent: orNull(u.Parent), Phone: u.Phone, Address: u.Address, Website: u.Website,
		Email: u.Email, Listed: u.Listed, Aliases: u.Aliases, Since: sideOf(u.Since), Until: sideOf(u.Until), Decision: u.Decision,
	})
	if err != nil {
		return false, fmt.Errorf("store: unit %s: %w", u.Code, err)
	}
	return n > 0, nil
}

// CreateUnit keeps a new unit. *FaultsError.
func (s *Store) CreateUnit(ctx context.Context, u directory.Unit, by By) error {
	return s.changeDirectory(ctx, func(_ pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		checked, faults := directory.CheckUnit(u, t)
		if _, taken := t.Unit(u.Code); taken {
			faults = append(faults, directory.Fault{Location: "code", Key: lang.UnitTaken})
		}
		if err := faulty(faults); err != nil {
			return act, err
		}
		if _, err := AddUnit(ctx, q, checked); err != nil {
			return act, err
		}
		return changed(by, "unit.create", "unit:"+u.Code, nil, unitFacts(checked))
	})
}

// ChangeUnit puts others in the place of a unit's facts. ErrNotFound, ErrChanged, *FaultsError.
func (s *Store) ChangeUnit(ctx context.Context, u directory.Unit, version int, by By) error {
	return s.changeDirectory(ctx, func(_ pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		before, err := lockUnit(ctx, q, u.Code, version)
		if err != nil {
			return act, err
		}
		checked, faults := directory.CheckUnit(u, t)
		if err := faulty(faults); err != nil {
			return act, err
		}
		if err := putUnit(ctx, q, checked); err != nil {
			return act, err
		}
		return changed(by, "unit.change", "unit:"+u.Code, unitFacts(before), unitFacts(checked))
	})
}

// Closing is that a unit is there until the day before Until, by which decision, and who takes over: nobody, one,
// or several for a part each. What it has by then goes on by itself: see package casework.
type Closing struct {
	Until    worktime.Date
	Decision string
	Heirs    []directory.Link
}

// CloseUnit closes a unit. Errors as ChangeUnit.
func (s *Store) CloseUnit(ctx context.Context, code string, n Closing, version int, by By) error {
	return s.changeDirectory(ctx, func(_ pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		before, err := lockUnit(ctx, q, code, version)
		if err != nil {
			return act, err
		}
		u := before
		u.Until, u.Decision = n.Until, n.Decision
		u, faults := directory.CheckClosing(u, n.Heirs, t)
		if err := faulty(faults); err != nil {
			return act, err
		}
		if err := putUnit(ctx, q, u); err != nil {
			return act, err
		}
		if err := q.UnitHeirsDrop(ctx, code); err != nil {
			return act, fmt.Errorf("store: heirs of %s: %w", code, err)
		}
		named := []string{}
		for _, l := range n.Heirs {
			if err := q.UnitHeirAdd(ctx, db.UnitHeirAddParams{Unit: code, Heir: l.To, Part: l.Part}); err != nil {
				return act, fmt.Errorf("store: heir of %s: %w", code, err)
			}
			named = append(named, l.To)
		}
		after := unitFacts(u)
		after["heirs"] = named
		return changed(by, "unit.close", "unit:"+code, unitFacts(before), after)
	})
}

// lockUnit gives a unit as its editor must have seen it.
func lockUnit(ctx context.Context, q *db.Queries, code string, version int) (directory.Unit, error) {
	row, err := q.UnitLock(ctx, Text(code))
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return directory.Unit{}, ErrNotFound
	case err != nil:
		return directory.Unit{}, fmt.Errorf("store: unit: %w", err)
	case int(row.Version) != version:
		return directory.Unit{}, ErrChanged
	}
	return UnitOf(row), nil
}

func putUnit(ctx context.Context, q *db.Queries, u directory.Unit) error {
	err := q.UnitChange(ctx, db.UnitChangeParams{
		Code: u.Code, Name: u.Name, Kind: string(u.Kind), Parent: orNull(u.Parent), Phone: u.Phone, Address: u.Address, Website: u.Website,
		Email: u.Email, Listed: u.Listed, Aliases: u.Aliases, Since: sideOf(u.Since), Until: sideOf(u.Until), Decision: u.Decision,
	})
	if err != nil {
		return fmt.Errorf("store: unit %s: %w", u.Code, err)
	}
	return nil
}

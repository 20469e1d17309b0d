package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
)

// OfficerOf is an officer as the row has it.
func OfficerOf(r db.Officer) directory.Officer {
	o := directory.Officer{
		ID: r.ID, Unit: r.Unit, Post: directory.Post(r.Post), Rank: int(r.Rank), Name: r.Name, Title: r.Title, Phone: r.Phone,
		Mobile: r.Mobile, Email: r.Email, Span: spanOf(r.Since, r.Until),
	}
	if r.Username != nil {
		o.Username = *r.Username
	}
	return o
}

func officerFacts(o directory.Officer) facts {
	return days(facts{
		"unit": o.Unit, "post": o.Post, "rank": o.Rank, "name": o.Name, "title": o.Title, "phone": o.Phone, "mobile": o.Mobile,
		"email": o.Email, "username": o.Username,
	}, o.Span)
}

// OfficersOnAllDays gives a unit's officers, or everybody's for "".
func (s *Store) OfficersOnAllDays(ctx context.Context, unit string) ([]directory.Officer, error) {
	rows, err := s.OfficersEver(ctx, orNull(Text(unit)))
	if err != nil {
		return nil, fmt.Errorf("store: officers: %w", err)
	}
	all := make([]directory.Officer, len(rows))
	for i, r := range rows {
		all[i] = OfficerOf(r)
	}
	return all, nil
}

// CreateOfficer gives a vacant post to somebody; a post that is held changes hands by a
// change note. *FaultsError.
func (s *Store) CreateOfficer(ctx context.Context, o directory.Officer, by By) (id int64, err error) {
	err = s.changeDirectory(ctx, func(_ pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		checked, err := s.fitOfficer(ctx, q, o, t)
		if err != nil {
			return act, err
		}
		if id, err = addOfficer(ctx, q, checked); err != nil {
			return act, err
		}
		return changed(by, "officer.create", officerObject(id), nil, officerFacts(checked))
	})
	return id, err
}

// ChangeOfficer puts others in the place of an officer's facts, and tells of which unit; unit and
// post stay. ErrNotFound, ErrChanged, *FaultsError.
func (s *Store) ChangeOfficer(ctx context.Context, o directory.Officer, version int, by By) (unit string, err error) {
	err = s.changeDirectory(ctx, func(_ pgx.Tx, q *db.Queries, t *directory.Tree) (act db.AuditAppendParams, err error) {
		row, err := q.OfficerLock(ctx, o.ID)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return act, ErrNotFound
		case err != nil:
			return act, fmt.Errorf("store: officer: %w", err)
		case int(row.Version) != version:
			return act, ErrChanged
		}
		before := OfficerOf(row)
		o.Unit, o.Post, unit = before.Unit, before.Post, before.Unit
		checked, err := s.fitOfficer(ctx, q, o, t)
		if err != nil {
			return act, err
		}
		if err := putOfficer(ctx, q, checked); err != nil {
			return act, err
		}
		return changed(by, "officer.change", officerObject(o.ID), officerFacts(before), officerFacts(checked))
	})
	return unit, err
}

func officerObject(id int64) string { return "officer:" + strconv.FormatInt(id, 10) }

// fitOfficer checks an officer, with what only the other rows can tell: the account is
// there, the post is nobody else's on those days, and the account works in no other unit then:
// it would read nothing there any more, and what it has there would be nobody's (Điều 17.9).
func (s *Store) fitOfficer(ctx context.Context, q *db.Queries, o directory.Officer, t *directory.Tree) (directory.Officer, error) {
	o, faults := directory.CheckOfficer(o, t)
	if o.Username != "" {
		if _, err := q.UserByName(ctx, Text(o.Username)); errors.Is(err, pgx.ErrNoRows) {
			faults = append(faults, directory.Fault{Location: "username", Key: lang.OfficerAccount})
		} else if err != nil {
			return o, fmt.Errorf("store: account: %w", err)
		}
	}
	others, err := q.OfficersEver(ctx, nil)
	if err != nil {
		return o, fmt.Errorf("store: officers: %w", err)
	}
	for _, r := range others {
		other := OfficerOf(r)
		switch {
		case other.ID == o.ID || !other.Meets(o.Span):
		case other.Unit == o.Unit && other.Post == o.Post && other.Rank == o.Rank:
			faults = append(faults, directory.Fault{Location: "rank", Key: lang.PostTaken})
		case other.Unit != o.Unit && other.Username == o.Username && o.Username != "":
			faults = append(faults, directory.Fault{Location: "username", Key: lang.OfficerElsewhere})
		}
	}
	return o, faulty(faults)
}

func addOfficer(ctx context.Context, q *db.Queries, o directory.Officer) (int64, error) {
	id, err := q.OfficerAdd(ctx, db.OfficerAddParams{
		Unit: o.Unit, Post: string(o.Post), Rank: int32(o.Rank), Name: o.Name, Title: o.Title, Phone: o.Phone, Mobile: o.Mobile,
		Email: o.Email, Username: orNull(o.Username), Since: sideOf(o.Since), Until: sideOf(o.Until),
	})
	if err != nil {
		return 0, fmt.Errorf("store: officer: %w", err)
	}
	return id, nil
}

func putOfficer(ctx context.Context, q *db.Queries, o directory.Officer) error {
	err := q.OfficerChange(ctx, db.OfficerChangeParams{
		ID: o.ID, Rank: int32(o.Rank), Name: o.Name, Title: o.Title, Phone: o.Phone, Mobile: o.Mobile, Email: o.Email,
		Username: orNull(o.Username), Since: sideOf(o.Since), Until: sideOf(o.Until),
	})
	if err != nil {
		return fmt.Errorf("store: officer: %w", err)
	}
	return nil
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/auth"
	"hotline1022/internal/callback"
	"hotline1022/internal/store/db"
)

// ErrNotWaiting: the claim has ended, or its citizen is being dialled.
var ErrNotWaiting = errors.New("store: the call-back does not wait")

// ErrNoOperator: there is no such operator who could be given something.
var ErrNoOperator = errors.New("store: no such operator")

// Callback is a claim with what its list shows.
type Callback struct {
	callback.Claim
	Call         string // that made it
	Operator     string
	OperatorName string
	GivenName    string // of whom it was given to (Claim.GivenTo)
	Note         string
	CreatedAt    time.Time
	EndedAt      time.Time // zero while open
	Confidential bool      // one of its calls is of a confidential ticket
}

// DueCallbacks lists claims whose time has come, at most so many of each queue, by the
// place that is kept. Tries that were never reported on (their node died) have failed; those whose next
// try is due by that are listed too.
func (s *Store) DueCallbacks(ctx context.Context, now time.Time, most int) ([]callback.Claim, error) {
	rows, err := s.CallbacksDue(ctx, db.CallbacksDueParams{Now: now, Page: int64(most)})
	if err != nil {
		return nil, fmt.Errorf("store: call-backs due: %w", err)
	}
	var due []callback.Claim
	for _, r := range rows {
		c := claimOf(r)
		if c.State == callback.Dialling {
			if err := s.EndCallback(ctx, c.ID, c.Tries, callback.Failed, now); err != nil {
				return nil, err
			}
			continue // its pause begins now
		}
		due = append(due, c)
	}
	return due, nil
}

// BeginCallback marks a claim as being dialled by a node for an operator who is
// reserved. tries is what the caller saw: of two who begin the same try, one gets true.
func (s *Store) BeginCallback(ctx context.Context, id int64, tries int, operator, node string, now time.Time) (begun bool, err error) {
	err = s.changeCallback(ctx, id, func(q *db.Queries, r *db.Callback) error {
		c := claimOf(*r)
		next, ok := c.Begin(now)
		if begun = ok && c.Tries == tries; !begun {
			return nil
		}
		until := now.Add(callback.Lease)
		take(r, next)
		r.Operator, r.Node, r.HeldUntil = operator, Text(node), &until
		return noteCallback(ctx, q, id, ActorSystem, now, "dialled", map[string]any{"operator": operator, "try": next.Tries, "node": node})
	})
	return begun, err
}

// EndCallback tells how a try ended: the one that BeginCallback counted as tries
// (one more than it was given). A report of another try, or a second one, changes nothing.
func (s *Store) EndCallback(ctx context.Context, id int64, tries int, result callback.Result, now time.Time) error {
	return s.changeCallback(ctx, id, func(q *db.Queries, r *db.Callback) error {
		if c := claimOf(*r); c.State != callback.Dialling || c.Tries != tries {
			return nil
		}
		return tried(ctx, q, r, result, now)
	})
}

// tried puts the end of the present try into a claim's row, and into its history.
func tried(ctx context.Context, q *db.Queries, r *db.Callback, result callback.Result, at time.Time) error {
	before := claimOf(*r)
	next := before.After(result, at)
	take(r, next)
	if next.State.Open() {
		r.Operator, r.Node, r.EndedAt = "", "", nil
	} else {
		r.EndedAt = &at
	}
	return noteCallback(ctx, q, r.ID, ActorSystem, at, "tried", map[string]any{"result": result, "try": before.Tries, "state": next.State})
}

// CancelCallback takes a claim that is not being dialled off the list. ErrNotFound, ErrNotWaiting.
func (s *Store) CancelCallback(ctx context.Context, id int64, actor, note string, now time.Time) error {
	return s.settleCallback(ctx, id, callback.Cancelled, callback.Withdrawn, "cancelled", actor, note, now)
}

// DoneCallback notes that an operator has called in another way. ErrNotFound, ErrNotWaiting.
func (s *Store) DoneCallback(ctx context.Context, id int64, actor, note string, now time.Time) error {
	return s.settleCallback(ctx, id, callback.Done, callback.ByHand, "done", actor, note, now)
}

func (s *Store) settleCallback(ctx context.Context, id int64, state callback.State, result callback.Result, what, actor, note string, now time.Time) error {
	return s.changeCallback(ctx, id, func(q *db.Queries, r *db.Callback) error {
		if state := callback.State(r.State); !state.Open() || state == callback.Dialling {
			return ErrNotWaiting
		}
		r.State, r.NextTryAt, r.EndedAt = string(state), nil, &now
		r.Result, r.Operator, r.Note = string(result), actor, Text(note)
		if err := noteCallback(ctx, q, id, actor, now, what, map[string]any{"note": note}); err != nil {
			return err
		}
		act, err := Act(now, actor, "callback."+what, fmt.Sprintf("callback:%d", id), map[string]any{"note": Text(note)})
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
}

// GiveCallback gives an open claim to an operator, who is asked alone for as long as they are at work; "" takes that
// back. A try that is being made goes on, whoever makes it. ErrNotFound, ErrNotWaiting once it is settled, ErrNoOperator.
func (s *Store) GiveCallback(ctx context.Context, id int64, actor, to string, now time.Time) error {
	return s.changeCallback(ctx, id, func(q *db.Queries, r *db.Callback) error {
		if !callback.State(r.State).Open() {
			return ErrNotWaiting
		}
		if to != "" {
			switch u, err := q.UserByName(ctx, Text(to)); {
			case errors.Is(err, pgx.ErrNoRows), err == nil && (u.Disabled || !auth.Role(u.Role).May(auth.UseDesk)):
				return ErrNoOperator
			case err != nil:
				return err
			}
		}
		if r.GivenTo == to {
			return nil
		}
		data := map[string]any{"operator": to, "was": r.GivenTo}
		r.GivenTo = to
		if err := noteCallback(ctx, q, id, actor, now, "given", data); err != nil {
			return err
		}
		act, err := Act(now, actor, "callback.given", fmt.Sprintf("callback:%d", id), data)
		if err != nil {
			return err
		}
		return q.AuditAppend(ctx, act)
	})
}

// changeCallback changes a claim whose row nobody else changes meanwhile.
func (s *Store) changeCallback(ctx context.Context, id int64, do func(*db.Queries, *db.Callback) error) error {
	return s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		row, err := q.CallbackLock(ctx, id)
		if err != nil {
			return err
		}
		before := row
		if err := do(q, &row); err != nil || row == before {
			return err
		}
		return putCallback(ctx, q, row)
	})
}

func putCallback(ctx context.Context, q *db.Queries, r db.Callback) error {
	err := q.CallbackPut(ctx, db.CallbackPutParams{
		ID: r.ID, Source: r.Source, QueuedAt: r.QueuedAt, State: r.State, Tries: r.Tries, NextTryAt: r.NextTryAt, HeldUntil: r.HeldUntil,
		Reached: r.Reached, Operator: r.Operator, Node: r.Node, Result: r.Result, Note: r.Note, GivenTo: r.GivenTo, EndedAt: r.EndedAt,
	})
	if err != nil {
		return fmt.Errorf("store: call-back: %w", err)
	}
	return nil
}

func claimOf(r db.Callback) callback.Claim {
	c := callback.Claim{
		ID: r.ID, Number: r.Number, Queue: r.Queue, Source: callback.Source(r.Source), QueuedAt: r.QueuedAt,
		State: callback.State(r.State), Tries: int(r.Tries), Reached: r.Reached, Result: callback.Result(r.Result), GivenTo: r.GivenTo,
	}
	if r.NextTryAt != nil {
		c.NextTry = *r.NextTryAt
	}
	return c
}

// take puts a claim's new values into its row.
func take(r *db.Callback, c callback.Claim) {
	r.Source, r.QueuedAt, r.State, r.Tries = string(c.Source), c.QueuedAt, string(c.State), int32(c.Tries)
	r.Result, r.Reached = string(c.Result), c.Reached
	r.NextTryAt = orNull(c.NextTry)
	if c.State != callback.Dialling {
		r.HeldUntil = nil
	}
}

func noteCallback(ctx context.Context, q *db.Queries, id int64, actor string, at time.Time, what string, data map[string]any) error {
	raw, err := json.Marshal(data)
	if err == nil {
		err = q.CallbackEventAppend(ctx, db.CallbackEventAppendParams{CallbackID: id, At: at, Actor: actor, Kind: "callback." + what, Data: raw})
	}
	if err != nil {
		return fmt.Errorf("store: call-back's history: %w", err)
	}
	return nil
}

// Callback gives one; ErrNotFound.
func (s *Store) Callback(ctx context.Context, id int64) (Callback, error) {
	r, err := s.CallbackByID(ctx, id)
	if err != nil {
		return Callback{}, fmt.Errorf("store: call-back: %w", notFound(err))
	}
	return callbackOf(r), nil
}

// Callbacks lists who is to be called, or what is settled (ended), as q orders it.
func Callbacks(ctx context.Context, q *db.Queries, ended bool) ([]Callback, error) {
	rows, err := q.CallbackList(ctx, ended)
	if err != nil {
		return nil, fmt.Errorf("store: call-backs: %w", err)
	}
	list := make([]Callback, len(rows))
	for i, r := range rows {
		list[i] = callbackOf(db.CallbackByIDRow(r))
	}
	return list, nil
}

func callbackOf(r db.CallbackByIDRow) Callback {
	c := Callback{
		Claim: claimOf(r.Callback), Call: r.Callback.CallID, Operator: r.Callback.Operator, OperatorName: r.OperatorName, GivenName: r.GivenName,
		Note: r.Callback.Note, CreatedAt: r.Callback.CreatedAt, Confidential: r.Confidential,
	}
	if r.Callback.EndedAt != nil {
		c.EndedAt = *r.Callback.EndedAt
	}
	return c
}

package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// LegCall is the leg of the recording that every call has: the citizen's own channel.
const LegCall = "call"

// Apply takes journal entries, in order: each is appended to call_events and
// projected to calls and recordings, all in one transaction. An entry applied
// before changes nothing. The error means that nothing was applied and the same
// entries must be given again; what entries hold never is the cause.
func (s *Store) Apply(ctx context.Context, entries []call.Entry) error {
	err := s.Tx(ctx, func(tx pgx.Tx, _ *db.Queries) error { return s.ApplyTx(ctx, tx, entries) })
	if err == nil || !badData(err) {
		return err
	}
	// Among them is one that PostgreSQL cannot take: each for itself, that one
	// without its projection.
	for _, e := range entries {
		if err := s.applyAlone(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// ApplyTx is Apply within a transaction of the caller, who rolls back on an error.
func (s *Store) ApplyTx(ctx context.Context, tx pgx.Tx, entries []call.Entry) error {
	for _, e := range entries {
		if err := judged(ctx, tx, s.applyOne(ctx, tx, e)); err != nil {
			return fmt.Errorf("store: apply %s of call %s: %w", e.Kind, e.Call, err)
		}
	}
	return nil
}

func (s *Store) applyAlone(ctx context.Context, e call.Entry) error {
	err := s.Tx(ctx, func(tx pgx.Tx, _ *db.Queries) error { return judged(ctx, tx, s.applyOne(ctx, tx, e)) })
	if err == nil || !badData(err) {
		return err
	}
	problem := err
	s.setAside.Add(1)
	s.log.Error("a journal entry does not fit the call's record; kept as an event only",
		"entry", e.ID, "kind", e.Kind, "call", e.Call, "err", problem)
	// What a shift leader did stays in the audit log. Where even the call's ID is impossible,
	// the event belongs to no call; where the act is, the event alone is kept.
	for _, kept := range []struct {
		id  call.ID
		act bool
	}{{e.Call, true}, {"", true}, {"", false}} {
		err = s.Tx(ctx, func(tx pgx.Tx, q *db.Queries) error {
			event := e
			event.Call = kept.id
			if kept.id != "" {
				if err := ensureCall(ctx, q, event); err != nil {
					return err
				}
			}
			fresh, err := appendEvent(ctx, q, event, problem.Error())
			if err != nil || !fresh || !kept.act {
				return judged(ctx, tx, err)
			}
			return judged(ctx, tx, projectAct(ctx, q, e))
		})
		if err == nil || !badData(err) {
			return err
		}
	}
	s.log.Error("a journal entry could not be kept", "entry", e.ID, "kind", e.Kind, "err", err)
	return nil // the log has it, and the others must go on
}

func ensureCall(ctx context.Context, q *db.Queries, e call.Entry) error {
	err := q.EnsureCall(ctx, db.EnsureCallParams{ID: Text(string(e.Call)), Node: Text(e.Node), StartedAt: e.At})
	if err != nil {
		return fmt.Errorf("ensure the call's row: %w", err)
	}
	return nil
}

func (s *Store) applyOne(ctx context.Context, tx pgx.Tx, e call.Entry) error {
	q := db.New(tx)
	if e.Call == "" {
		fresh, err := appendEvent(ctx, q, e, "")
		if err != nil || !fresh {
			return err
		}
		return projectAct(ctx, q, e)
	}
	// The event refers to the call's row, so that stands first.
	if err := ensureCall(ctx, q, e); err != nil {
		return err
	}
	if err := q.RecordingExpected(ctx, db.RecordingExpectedParams{CallID: Text(string(e.Call)), Leg: LegCall, CreatedAt: e.At}); err != nil {
		return err
	}
	fresh, err := appendEvent(ctx, q, e, "")
	if err != nil || !fresh {
		return err
	}
	if err := projectAct(ctx, q, e); err != nil {
		return err
	}
	return s.project(ctx, tx, q, e)
}

// appendEvent reports whether the event is new.
func appendEvent(ctx context.Context, q *db.Queries, e call.Entry, problem string) (bool, error) {
	var data json.RawMessage
	if e.Data != nil {
		raw, err := json.Marshal(e.Data)
		if err != nil {
			return false, fmt.Errorf("data: %w", err)
		}
		data = withoutNUL(raw)
	}
	var id *string
	if e.Call != "" {
		v := Text(string(e.Call))
		id = &v
	}
	n, err := q.AppendCallEvent(ctx, db.AppendCallEventParams{
		ID: Text(e.ID), At: e.At, Node: Text(e.Node), Kind: Text(string(e.Kind)), CallID: id, Data: data, Problem: problem,
	})
	return n > 0, err
}

package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/callback"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

// projectCallbackAsked makes a claim of what a caller asked for.
func projectCallbackAsked(ctx context.Context, q *db.Queries, e call.Entry) error {
	d, _ := e.Data.(call.CallbackAsked)
	queuedAt := d.QueuedAt
	if queuedAt.IsZero() {
		queuedAt = e.At
	}
	return claim(ctx, q, e, callback.New(number(d.Number), Text(d.Queue), callback.Asked, queuedAt, e.At))
}

// projectAbandoned makes a claim of a caller who gave up waiting, unless they
// have spoken with an operator since.
func projectAbandoned(ctx context.Context, q *db.Queries, e call.Entry) error {
	row, err := q.CallByID(ctx, Text(string(e.Call)))
	if err != nil {
		return fmt.Errorf("abandoned call: %w", err)
	}
	c := row.Call
	queuedAt := c.StartedAt
	if c.QueuedAt != nil {
		queuedAt = *c.QueuedAt
	}
	spoken, err := q.CallbackSpokenSince(ctx, db.CallbackSpokenSinceParams{Number: c.FromNumber, Since: queuedAt})
	if err != nil {
		return fmt.Errorf("spoken since: %w", err)
	}
	if spoken {
		return nil
	}
	return claim(ctx, q, e, callback.New(c.FromNumber, c.Queue, callback.Abandoned, queuedAt, e.At))
}

// claim keeps a wish, or joins it to the number's open claim; a call has one wish.
func claim(ctx context.Context, q *db.Queries, e call.Entry, wish callback.Claim) error {
	if !callback.Callable(wish.Number) {
		return nil // the event alone is kept
	}
	if err := q.CallbackNumberLock(ctx, wish.Number); err != nil {
		return fmt.Errorf("call-back's number: %w", err)
	}
	callID := Text(string(e.Call))
	if known, err := q.CallbackCallKnown(ctx, callID); err != nil || known {
		return err
	}
	row, err := q.CallbackOpenOf(ctx, wish.Number)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		row.ID, err = q.CallbackInsert(ctx, db.CallbackInsertParams{
			Number: wish.Number, Queue: wish.Queue, Source: string(wish.Source), QueuedAt: wish.QueuedAt,
			CallID: callID, NextTryAt: wish.NextTry, CreatedAt: e.At,
		})
		if err == nil {
			err = noteCallback(ctx, q, row.ID, ActorSystem, e.At, "made", map[string]any{"call": callID, "source": wish.Source})
		}
	case err == nil:
		take(&row, claimOf(row).Join(wish))
		err = putCallback(ctx, q, row)
		if err == nil {
			err = noteCallback(ctx, q, row.ID, ActorSystem, e.At, "joined", map[string]any{"call": callID, "source": wish.Source})
		}
	}
	if err == nil {
		_, err = q.CallbackCallKeep(ctx, db.CallbackCallKeepParams{CallID: callID, CallbackID: row.ID})
	}
	if err != nil {
		return fmt.Errorf("call-back: %w", err)
	}
	return nil
}

// projectThrough ends the wait of a citizen who speaks with an operator now. A
// wish that is younger than the conversation's beginning stands.
func projectThrough(ctx context.Context, q *db.Queries, e call.Entry) error {
	row, err := q.CallByID(ctx, Text(string(e.Call)))
	if err != nil {
		return fmt.Errorf("call that got through: %w", err)
	}
	if !callback.Callable(row.Call.FromNumber) {
		return nil
	}
	if err := q.CallbackNumberLock(ctx, row.Call.FromNumber); err != nil {
		return fmt.Errorf("call-back's number: %w", err)
	}
	open, err := q.CallbackOpenOf(ctx, row.Call.FromNumber)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("call-back: %w", err)
	}
	if open.CreatedAt.After(e.At) {
		return nil
	}
	next, result := claimOf(open).Through()
	take(&open, next)
	if result != "" {
		open.Result, open.EndedAt = string(result), &e.At
	}
	if err := putCallback(ctx, q, open); err != nil {
		return err
	}
	return noteCallback(ctx, q, open.ID, ActorSystem, e.At, "through", map[string]any{"call": row.Call.ID})
}

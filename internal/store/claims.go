package store

import (
	"context"
	"errors"
	"fmt"
	"time"

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
	wish := callback.New(number(d.Number), Text(d.Queue), callback.Asked, queuedAt, e.At)
	// The journal may come late, or another node's: they may have got through meanwhile.
	return claim(ctx, q, e, wish, e.At)
}

// projectAbandoned makes a claim of a caller who gave up waiting, unless they
// have spoken with an operator since. Whoever hung up in the queue unseen, while no
// controller looked, has given up waiting like anybody else.
func projectAbandoned(ctx context.Context, q *db.Queries, e call.Entry, unseen bool) error {
	row, err := q.CallByID(ctx, Text(string(e.Call)))
	if err != nil {
		return fmt.Errorf("abandoned call: %w", err)
	}
	c := row.Call
	if unseen && (c.QueuedAt == nil || c.ConnectedAt != nil || c.LeftQueueAt != nil) {
		return nil
	}
	queuedAt := c.StartedAt
	if c.QueuedAt != nil {
		queuedAt = *c.QueuedAt
	}
	return claim(ctx, q, e, callback.New(c.FromNumber, c.Queue, callback.Abandoned, queuedAt, e.At), queuedAt)
}

// A caller may ask for other numbers than their own to be called. Beyond these, within
// wishesWithin, the event alone is kept: the hotline is not to be had for ringing others.
const (
	mostWishes   = 5  // of one calling number
	mostWithheld = 50 // of all together who withheld theirs
	wishesWithin = 24 * time.Hour
)

// claim keeps a wish, or joins it to the number's open claim, unless the number has
// spoken with an operator since; a call has one wish.
func claim(ctx context.Context, q *db.Queries, e call.Entry, wish callback.Claim, since time.Time) error {
	if !callback.Callable(wish.Number) {
		return nil // the event alone is kept
	}
	spoken, err := q.CallbackSpokenSince(ctx, db.CallbackSpokenSinceParams{Number: wish.Number, Since: since})
	if err != nil {
		return fmt.Errorf("spoken since: %w", err)
	}
	if spoken {
		return nil
	}
	row, found, err := openClaim(ctx, q, wish.Number)
	if err != nil {
		return err
	}
	callID := Text(string(e.Call))
	if known, err := q.CallbackCallKnown(ctx, callID); err != nil || known {
		return err
	}
	if !found {
		if most, err := asksTooOften(ctx, q, callID, e.At); err != nil || most {
			return err
		}
		row.ID, err = q.CallbackInsert(ctx, db.CallbackInsertParams{
			Number: wish.Number, Queue: wish.Queue, Source: string(wish.Source), QueuedAt: wish.QueuedAt,
			CallID: callID, NextTryAt: wish.NextTry, CreatedAt: e.At,
		})
		if err == nil {
			err = noteCallback(ctx, q, row.ID, ActorSystem, e.At, "made", map[string]any{"call": callID, "source": wish.Source})
		}
	} else {
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

func asksTooOften(ctx context.Context, q *db.Queries, callID string, at time.Time) (bool, error) {
	row, err := q.CallByID(ctx, callID)
	if err != nil {
		return false, fmt.Errorf("call that asks: %w", err)
	}
	from := row.Call.FromNumber
	made, err := q.CallbacksMadeBy(ctx, db.CallbacksMadeByParams{FromNumber: from, Since: at.Add(-wishesWithin)})
	if err != nil {
		return false, fmt.Errorf("call-backs asked for: %w", err)
	}
	most := int64(mostWishes)
	if from == "" {
		most = mostWithheld
	}
	return made >= most, nil
}

// projectThrough ends the wait of a citizen who speaks with an operator now. A
// wish that is younger than the conversation's beginning stands.
func projectThrough(ctx context.Context, q *db.Queries, e call.Entry) error {
	row, err := q.CallByID(ctx, Text(string(e.Call)))
	if err != nil {
		return fmt.Errorf("call that got through: %w", err)
	}
	open, found, err := openClaim(ctx, q, row.Call.FromNumber)
	if err != nil || !found || open.CreatedAt.After(e.At) {
		return err
	}
	if id, ours := e.Call.Claim(); ours && id == open.ID {
		if !ofThisTry(open, e) {
			return nil
		}
		if err := tried(ctx, q, &open, callback.Reached, e.At); err != nil {
			return err
		}
		return putCallback(ctx, q, open)
	}
	take(&open, claimOf(open).Through())
	if !callback.State(open.State).Open() {
		open.EndedAt = &e.At
	}
	if err := putCallback(ctx, q, open); err != nil {
		return err
	}
	return noteCallback(ctx, q, open.ID, ActorSystem, e.At, "through", map[string]any{"call": row.Call.ID})
}

// machines are the ends of a call-back that was answered, but not by the citizen.
var machines = map[call.EndReason]callback.Result{call.ReasonVoicemail: callback.Voicemail, call.ReasonFax: callback.Fax}

// projectMachine takes back that a claim's citizen was reached. Has another wish of the
// number come meanwhile, that one gets the older place.
func projectMachine(ctx context.Context, q *db.Queries, e call.Entry, result callback.Result) error {
	id, ours := e.Call.Claim()
	if !ours {
		return nil
	}
	row, err := q.CallbackByID(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("claim of a machine: %w", err)
	}
	newer, found, err := openClaim(ctx, q, row.Callback.Number)
	if err != nil {
		return err
	}
	c, err := q.CallbackLock(ctx, id)
	if err != nil {
		return fmt.Errorf("claim of a machine: %w", err)
	}
	if !ofThisTry(c, e) {
		return nil
	}
	if err := tried(ctx, q, &c, result, e.At); err != nil {
		return err
	}
	if found && newer.ID != id && callback.State(c.State).Open() {
		wish := claimOf(c)
		if wish.NextTry = e.At; newer.NextTryAt != nil {
			wish.NextTry = *newer.NextTryAt
		}
		take(&newer, claimOf(newer).Join(wish))
		c.State, c.NextTryAt, c.EndedAt = string(callback.Cancelled), nil, &e.At
		if err := putCallback(ctx, q, newer); err != nil {
			return err
		}
		if err := noteCallback(ctx, q, newer.ID, ActorSystem, e.At, "joined", map[string]any{"callback": id}); err != nil {
			return err
		}
	}
	return putCallback(ctx, q, c)
}

// ofThisTry tells an entry of the claim's present try, or of its last, from one that
// comes so late that another has begun.
func ofThisTry(r db.Callback, e call.Entry) bool {
	switch {
	case r.HeldUntil != nil:
		return !e.At.Before(r.HeldUntil.Add(-callback.Lease))
	case r.EndedAt != nil:
		return !e.At.Before(*r.EndedAt)
	default:
		return false
	}
}

// openClaim is the open claim of a number, whose wishes now wait for one another.
func openClaim(ctx context.Context, q *db.Queries, number string) (open db.Callback, found bool, err error) {
	if !callback.Callable(number) {
		return open, false, nil
	}
	if err := q.CallbackNumberLock(ctx, number); err != nil {
		return open, false, fmt.Errorf("call-back's number: %w", err)
	}
	open, err = q.CallbackOpenOf(ctx, number)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return open, false, nil
	case err != nil:
		return open, false, fmt.Errorf("call-back: %w", err)
	}
	return open, true, nil
}

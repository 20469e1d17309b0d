package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

// NewHold is a legal hold to be placed, on a call or on a ticket and all its calls.
type NewHold struct {
	Call     string // one of the two
	Ticket   string // its code
	Reason   string
	Document string // the number of the decision that asks for it; "" where there is none
	Actor    string
}

// HoldPlaced is a hold, and what it could not save.
type HoldPlaced struct {
	Hold db.LegalHold
	Gone int // recordings of its calls that were deleted before
}

// ErrHeldAlready: a hold stands on it.
var ErrHeldAlready = errors.New("store: it is on legal hold already")

// PlaceHold has nothing of a call, or of a ticket's calls, deleted from now on. Rows of recordings are locked while it is placed: a
// deletion under way comes first, and is counted among what is gone. The error is [ErrNotFound], or [ErrHeldAlready].
func (s *Store) PlaceHold(ctx context.Context, n NewHold, at time.Time) (placed HoldPlaced, err error) {
	err = s.TxAgain(ctx, func(_ pgx.Tx, q *db.Queries) error {
		calls, id, detail := []string{n.Call}, int64(0), map[string]any{"reason": n.Reason, "document": n.Document, "call": n.Call}
		if n.Ticket != "" {
			if id, err = q.TicketIDOf(ctx, n.Ticket); err != nil {
				return err
			}
			if calls, err = q.CallsOfTicketID(ctx, id); err != nil {
				return err
			}
			detail = map[string]any{"reason": n.Reason, "document": n.Document, "ticket": n.Ticket}
		} else if _, err := q.CallByID(ctx, n.Call); err != nil {
			return err
		}
		rows, err := q.HoldLock(ctx, calls)
		if err != nil {
			return err
		}
		stands, err := q.HoldStands(ctx, db.HoldStandsParams{CallID: n.Call, TicketID: id})
		if err != nil {
			return err
		}
		if stands {
			return ErrHeldAlready
		}
		placed.Gone = 0
		for _, r := range rows {
			if r.State == RecordingDeleted || r.Going {
				placed.Gone++
			}
		}
		if n.Ticket != "" {
			placed.Hold, err = q.HoldPlaceTicket(ctx, db.HoldPlaceTicketParams{TicketID: id, Reason: n.Reason, Document: n.Document, At: at, By: n.Actor})
		} else {
			placed.Hold, err = q.HoldPlaceCall(ctx, db.HoldPlaceCallParams{CallID: n.Call, Reason: n.Reason, Document: n.Document, At: at, By: n.Actor})
		}
		if err != nil {
			return err
		}
		return auditHold(ctx, q, "hold.place", placed.Hold, n.Actor, at, detail)
	})
	if err != nil {
		return placed, fmt.Errorf("store: hold: %w", err)
	}
	return placed, nil
}

// LiftHold ends a hold, with a reason; [ErrNotFound] when none stands by this number.
func (s *Store) LiftHold(ctx context.Context, id uuid.UUID, actor, reason string, at time.Time) (h db.LegalHold, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if h, err = q.HoldLift(ctx, db.HoldLiftParams{ID: id, At: at, By: actor, Reason: reason}); err != nil {
			return err
		}
		return auditHold(ctx, q, "hold.lift", h, actor, at, map[string]any{"reason": reason})
	})
	if err != nil {
		return h, fmt.Errorf("store: hold %s: %w", id, err)
	}
	return h, nil
}

func auditHold(ctx context.Context, q *db.Queries, action string, h db.LegalHold, actor string, at time.Time, detail map[string]any) error {
	act, err := Act(at, actor, action, "hold:"+h.ID.String(), detail)
	if err != nil {
		return err
	}
	return q.AuditAppend(ctx, act)
}

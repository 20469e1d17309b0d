package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// CalledAgain is a call about a ticket that stands already.
type CalledAgain struct {
	Code  ticket.Code
	Call  FiledCall
	Note  string // what was said, as ticket.Note gave it back
	Actor string // username
}

// AddCall gives a ticket a call in which it was spoken of, with what was said as an entry of
// its history, and slips that were drafted in the call. The unit that leads is told, once a call.
// A ticket may be told of the same call twice: the second note is another entry. ErrNotFound.
func (s *Store) AddCall(ctx context.Context, n CalledAgain) error {
	err := s.TxAgain(ctx, func(tx pgx.Tx, q *db.Queries) error {
		code := string(n.Code)
		row, err := q.TicketLock(ctx, db.TicketLockParams{Code: &code})
		if err != nil {
			return notFound(err)
		}
		t := row.Ticket
		now, err := q.Now(ctx) // after the lock: a history never runs backwards
		if err != nil {
			return err
		}
		if err := ensureFiledCall(ctx, q, n.Call); err != nil {
			return err
		}
		call := string(n.Call.ID)
		if err := q.TicketCallLink(ctx, db.TicketCallLinkParams{TicketID: t.ID, CallID: call}); err != nil {
			return err
		}
		detail, err := json.Marshal(map[string]string{"call": call, "note": n.Note})
		if err != nil {
			return err
		}
		err = errors.Join(
			q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: t.ID, At: now, Actor: n.Actor, Kind: "ticket.called_again", Data: detail}),
			q.AuditAppend(ctx, db.AuditAppendParams{At: now, Actor: n.Actor, Action: "ticket.called_again", Object: "ticket:" + code, Detail: detail}),
			q.TicketTouch(ctx, db.TicketTouchParams{ID: t.ID, At: now}),
		)
		if err != nil {
			return err
		}
		if ticket.State(t.State).Held() && t.Unit != nil {
			err := q.NoticeKeep(ctx, db.NoticeKeepParams{
				TicketID: t.ID, Audience: string(ticket.ToOfficers), Unit: t.Unit, TextKey: string(lang.NoticeCalledAgain),
				TextArgs: []string{n.Code.String()}, Cause: "ticket:" + code + ":call:" + call, At: now,
			})
			if err != nil {
				return err
			}
		}
		if err := s.rateTickets(ctx, tx, call); err != nil {
			return err
		}
		return joinSlips(ctx, q, t.ID, newRow{draft: DraftOf(t), call: call})
	})
	if err != nil {
		return fmt.Errorf("store: a ticket's further call: %w", err)
	}
	return nil
}

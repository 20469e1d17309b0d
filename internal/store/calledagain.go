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
// its history, and slips that were drafted in the call. Whoever has the ticket is told, once a call;
// of a result that the sender was told and still calls about, the Office (Điều 9.5). What was noted
// of a call already is not noted twice. Of what is over nobody would hear: it is refused, by a
// *[ticket.NotNow]. ErrNotFound.
func (s *Store) AddCall(ctx context.Context, n CalledAgain) error {
	err := s.TxAgain(ctx, func(tx pgx.Tx, q *db.Queries) error {
		code := string(n.Code)
		row, err := q.TicketLock(ctx, db.TicketLockParams{Code: &code})
		if err != nil {
			return notFound(err)
		}
		t := row.Ticket
		state := ticket.State(t.State)
		if !state.Open() {
			return &ticket.NotNow{Kind: "called_again", State: state, Why: lang.TicketOverCalled}
		}
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
		if err := tellEmergencies(ctx, q, call, now); err != nil {
			return err
		}
		detail, err := json.Marshal(map[string]string{"call": call, "note": n.Note})
		if err != nil {
			return err
		}
		noted, err := q.CallNoted(ctx, db.CallNotedParams{TicketID: t.ID, Call: call, Note: n.Note})
		if err != nil || noted {
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
		notice := db.NoticeKeepParams{
			TicketID: t.ID, Audience: string(state.Whose()), TextKey: string(lang.NoticeCalledAgain),
			TextArgs: []string{n.Code.String()}, Cause: "ticket:" + code + ":call:" + call, At: now,
		}
		if state.Held() {
			notice.Unit = t.Unit
		}
		if err := q.NoticeKeep(ctx, notice); err != nil {
			return err
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

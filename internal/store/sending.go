package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// SendSlip numbers the slip of a unit's part and keeps that it is sent, saying what is known
// then. It gives the number as people write it: 12/2026.
func (s *Store) SendSlip(ctx context.Context, q *db.Queries, row db.Ticket, to ticket.Slipped, actor string, at time.Time) (string, error) {
	id, err := slipToSend(ctx, q, row, to, actor, at)
	if err != nil {
		return "", fmt.Errorf("store: slip to be sent: %w", err)
	}
	year := int32(at.In(ticket.Zone).Year())
	number, err := q.NextSlipNumber(ctx, year)
	if err == nil {
		err = q.SlipSend(ctx, db.SlipSendParams{ID: id, Year: year, Number: number, Assignment: int32(to.Assignment), SentAt: at})
	}
	if err != nil {
		return "", fmt.Errorf("store: number slip: %w", err)
	}
	return slipNumber(year, number), nil
}

// SlipToHead keeps that the slip of a unit's part has gone on to the unit's head.
func (s *Store) SlipToHead(ctx context.Context, q *db.Queries, ticketID int64, to ticket.Slipped, at time.Time) (string, error) {
	row, err := q.SlipToHead(ctx, db.SlipToHeadParams{TicketID: ticketID, Assignment: int32(to.Assignment), At: at})
	if err != nil {
		return "", fmt.Errorf("store: slip to the head: %w", notFound(err))
	}
	return slipNumber(row.Year, row.Number), nil
}

// SlipNumber is a slip's as people write it; "": it is not sent.
func SlipNumber(s db.TransferSlip) string {
	if s.Year == nil || s.Number == nil {
		return ""
	}
	return slipNumber(*s.Year, *s.Number)
}

func slipNumber(year, number int32) string { return fmt.Sprintf("%d/%d", number, year) }

// slipToSend is the slip of a ticket for a unit, as what is known now makes it: of one that
// was drafted, in the failed transfer say, all that has come since (its ticket, further
// attempts, the recording of the call's end) is filled in, and its note stays. That of a unit which is no
// more goes on to its heir as the same person's.
func slipToSend(ctx context.Context, q *db.Queries, row db.Ticket, to ticket.Slipped, actor string, at time.Time) (int64, error) {
	unit := to.Unit
	slip, drafted := ticket.Slip{Unit: unit}, true
	if to.Of != 0 {
		of, err := q.SlipOfPart(ctx, db.SlipOfPartParams{TicketID: row.ID, Assignment: int32(to.Of)})
		if err != nil {
			return 0, fmt.Errorf("of part %d: %w", to.Of, notFound(err))
		}
		if slip, err = ReadSlip(of.Body); err != nil {
			return 0, err
		}
		slip.Unit, actor = unit, of.DraftedBy
	}
	was, err := q.SlipDrafted(ctx, db.SlipDraftedParams{TicketID: row.ID, Unit: unit})
	if errors.Is(err, pgx.ErrNoRows) {
		drafted, err = false, nil
	}
	if err == nil && drafted {
		slip, err = ReadSlip(was.Body)
	}
	if err != nil {
		return 0, err
	}
	calls, err := q.CallsOfTicket(ctx, row.ID)
	if err != nil {
		return 0, err
	}
	from, err := slipSource(ctx, q, calls)
	if err != nil {
		return 0, err
	}
	before := slip
	slip.Calls, slip.Tried, slip.Recordings = from.Calls, from.Tried, from.Recordings
	slip = slip.Filed(DraftOf(row))
	if drafted && reflect.DeepEqual(slip, before) {
		return was.ID, nil
	}
	body, err := json.Marshal(slip)
	if err != nil {
		return 0, err
	}
	id, err := q.SlipDraft(ctx, db.SlipDraftParams{TicketID: &row.ID, CallID: was.CallID, Unit: unit, Body: body, DraftedBy: actor, DraftedAt: at})
	if err != nil {
		return 0, err
	}
	return id, q.SlipDraftKeep(ctx, db.SlipDraftKeepParams{SlipID: id, Body: body, DraftedBy: actor, DraftedAt: at})
}

// DraftOf is a ticket as it was filed, or sorted since.
func DraftOf(t db.Ticket) ticket.Draft {
	return ticket.Draft{
		Group: ticket.Group(deref(t.Group)), Field: deref(t.Field), Unit: deref(t.Unit), Content: t.Content, Address: t.Address, Directive: t.Directive,
		Urgent: t.Urgent, Confidential: t.Confidential, Channel: ticket.Channel(t.Channel), Sender: SenderOf(t),
	}
}

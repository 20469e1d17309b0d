package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/sla"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// ErrTicketSorted: what the ticket is about is known already.
var ErrTicketSorted = errors.New("store: the ticket is sorted already")

// SortTicket fills in what somebody heard in a message of which a ticket was made:
// group, content, sender, all that an operator files. d is checked, without faults.
// Of two at once one wins; the other gets ErrTicketSorted. ErrNotFound.
func (s *Store) SortTicket(ctx context.Context, code ticket.Code, d ticket.Draft, actor string) error {
	err := s.Tx(ctx, func(tx pgx.Tx, q *db.Queries) error {
		from := d.Sender
		id, err := q.TicketSort(ctx, db.TicketSortParams{
			Code: string(code), GroupID: int32(d.Group), Field: orNull(d.Field), Unit: orNull(d.Unit), Content: d.Content, Address: d.Address,
			Directive: d.Directive, Urgent: d.Urgent, Confidential: d.Confidential,
			SenderType: string(from.Type), SenderName: from.Name, SenderAddress: from.Address, SenderPhone: from.Phone, SenderEmail: from.Email,
			NoAddress: from.NoAddress, NoPhone: from.NoPhone, NoEmail: from.NoEmail, Complete: from.Complete(),
			Kind: orNull(string(d.Matter)), StateServant: from.Servant,
		})
		if errors.Is(err, pgx.ErrNoRows) {
			if _, err := q.TicketByCode(ctx, string(code)); err != nil {
				return notFound(err)
			}
			return ErrTicketSorted
		}
		if err != nil {
			return err
		}
		at, err := q.Now(ctx) // after the row's lock: a history never runs backwards
		if err != nil {
			return err
		}
		act, err := Act(at, actor, "ticket.sort", "ticket:"+string(code), map[string]any{"group": d.Group, "field": d.Field, "unit": d.Unit})
		if err != nil {
			return err
		}
		if err := q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: id, At: at, Actor: actor, Kind: "ticket.sorted", Data: act.Detail}); err != nil {
			return err
		}
		if err := q.AuditAppend(ctx, act); err != nil || !d.Urgent {
			return err
		}
		row, err := q.TicketByCode(ctx, string(code))
		if err != nil {
			return err
		}
		return s.tellClocks(ctx, tx, q, id, row.Ticket.Policy, sla.Event{What: sla.FoundUrgent, At: at})
	})
	if err != nil {
		return fmt.Errorf("store: sort ticket: %w", err)
	}
	return nil
}

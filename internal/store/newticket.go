package store

import (
	"context"
	"fmt"
	"time"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// newRow is a ticket about to be kept, whoever brought it about.
type newRow struct {
	draft     ticket.Draft
	origin    ticket.Origin
	createdBy *string // a person; nil without one, and then cause is given
	cause     *string
	actor     string
	call      string // ID of a call whose row is there; "": none
	at        time.Time
}

// keepTicket numbers a ticket and keeps it with its link to the call, its first
// event and the audit row. Numbers are given without a gap, so tickets wait for
// one another here until the transaction ends.
func keepTicket(ctx context.Context, q *db.Queries, n newRow) (MadeTicket, error) {
	year := n.at.In(ticket.Zone).Year()
	number, err := q.NextTicketNumber(ctx, int32(year))
	if err != nil {
		return MadeTicket{}, fmt.Errorf("store: ticket's number: %w", err)
	}
	code, err := ticket.NewCode(year, int(number))
	if err != nil {
		return MadeTicket{}, err
	}
	id, err := q.TicketInsert(ctx, n.params(code, year, number))
	if err != nil {
		return MadeTicket{}, fmt.Errorf("store: keep ticket: %w", err)
	}
	if n.call != "" {
		if err := q.TicketCallLink(ctx, db.TicketCallLinkParams{TicketID: id, CallID: n.call}); err != nil {
			return MadeTicket{}, fmt.Errorf("store: link ticket to call: %w", err)
		}
	}
	if err := n.note(ctx, q, id, code); err != nil {
		return MadeTicket{}, err
	}
	if n.call == "" {
		return MadeTicket{ID: id, Code: code}, nil
	}
	return MadeTicket{ID: id, Code: code}, joinSlips(ctx, q, id, n)
}

func (n newRow) params(code ticket.Code, year int, number int32) db.TicketInsertParams {
	d, s := n.draft, n.draft.Sender
	return db.TicketInsertParams{
		Code: string(code), Year: int32(year), Number: number, State: string(ticket.StateReceived), Policy: ticket.Policy,
		GroupID: orNull(int32(d.Group)), Field: orNull(d.Field), Unit: orNull(d.Unit), Content: d.Content, Address: d.Address, Directive: d.Directive,
		Urgent: d.Urgent, Confidential: d.Confidential, Channel: string(d.Channel),
		SenderType: string(s.Type), SenderName: s.Name, SenderAddress: s.Address, SenderPhone: s.Phone, SenderEmail: s.Email,
		NoAddress: s.NoAddress, NoPhone: s.NoPhone, NoEmail: s.NoEmail, Complete: s.Complete(),
		Origin: string(n.origin), Cause: n.cause, CreatedBy: n.createdBy, CreatedAt: n.at,
	}
}

func (n newRow) note(ctx context.Context, q *db.Queries, id int64, code ticket.Code) error {
	detail := map[string]any{"state": string(ticket.StateReceived), "origin": string(n.origin)}
	if n.call != "" {
		detail["call"] = n.call
	}
	act, err := Act(n.at, n.actor, "ticket.create", "ticket:"+string(code), detail)
	if err != nil {
		return err
	}
	err = q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: id, At: n.at, Actor: n.actor, Kind: "ticket.received", Data: act.Detail})
	if err != nil {
		return fmt.Errorf("store: ticket's event: %w", err)
	}
	if err := q.AuditAppend(ctx, act); err != nil {
		return fmt.Errorf("store: audit: %w", err)
	}
	return nil
}

func orNull[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/sla"
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
func (s *Store) keepTicket(ctx context.Context, tx pgx.Tx, q *db.Queries, n newRow) (MadeTicket, error) {
	year := n.at.In(ticket.Zone).Year()
	number, err := q.NextTicketNumber(ctx, int32(year))
	if err != nil {
		return MadeTicket{}, fmt.Errorf("store: ticket's number: %w", err)
	}
	code, err := ticket.NewCode(year, int(number))
	if err != nil {
		return MadeTicket{}, err
	}
	policy, err := s.PolicyFor(ctx, q, n.at)
	if err != nil {
		return MadeTicket{}, err
	}
	id, err := q.TicketInsert(ctx, n.params(code, policy, year, number))
	if err != nil {
		return MadeTicket{}, fmt.Errorf("store: keep ticket: %w", err)
	}
	if n.call != "" {
		if err := q.TicketCallLink(ctx, db.TicketCallLinkParams{TicketID: id, CallID: n.call}); err != nil {
			return MadeTicket{}, fmt.Errorf("store: link ticket to call: %w", err)
		}
		if err := tellEmergencies(ctx, q, n.call, n.at); err != nil {
			return MadeTicket{}, err
		}
		if err := s.rateTickets(ctx, tx, n.call); err != nil {
			return MadeTicket{}, err
		}
	}
	if err := n.note(ctx, q, id, code); err != nil {
		return MadeTicket{}, err
	}
	if err := s.tellClocks(ctx, tx, q, id, policy, n.happened()...); err != nil {
		return MadeTicket{}, err
	}
	if n.call == "" {
		return MadeTicket{ID: id, Code: code}, nil
	}
	return MadeTicket{ID: id, Code: code}, joinSlips(ctx, q, id, n)
}

func (n newRow) params(code ticket.Code, policy string, year int, number int32) db.TicketInsertParams {
	d, s := n.draft, n.draft.Sender
	var lat, lon *float64
	if d.Pin != nil {
		lat, lon = &d.Pin.Lat, &d.Pin.Lon
	}
	return db.TicketInsertParams{
		Lat: lat, Lon: lon,
		Code: string(code), Year: int32(year), Number: number, State: string(ticket.StateReceived), Policy: policy,
		GroupID: orNull(int32(d.Group)), Field: orNull(d.Field), Unit: orNull(d.Unit), Content: d.Content, Address: d.Address, Directive: d.Directive,
		Urgent: d.Urgent, Confidential: d.Confidential, Channel: string(d.Channel),
		SenderType: string(s.Type), SenderName: s.Name, SenderAddress: s.Address, SenderPhone: s.Phone, SenderEmail: s.Email,
		NoAddress: s.NoAddress, NoPhone: s.NoPhone, NoEmail: s.NoEmail, Complete: s.Complete(),
		Origin: string(n.origin), Cause: n.cause, CreatedBy: n.createdBy, CreatedAt: n.at,
		Kind: orNull(string(d.Matter)), StateServant: s.Servant,
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

// happened is what its clocks are told (Điều 8.3, 9.6).
func (n newRow) happened() []sla.Event {
	events := []sla.Event{{What: sla.Received, At: n.at}}
	if n.draft.Urgent {
		events = append(events, sla.Event{What: sla.FoundUrgent, At: n.at})
	}
	return events
}

// tellClocks tells a ticket's clocks what happened to it.
func (s *Store) tellClocks(ctx context.Context, tx pgx.Tx, q *db.Queries, id int64, policy string, events ...sla.Event) error {
	law, err := s.Law(ctx, q, policy)
	if err != nil {
		return err
	}
	sheet, err := s.LoadSheet(ctx, q, id)
	if err != nil {
		return err
	}
	for _, e := range events {
		if sheet, _, err = law.Apply(sheet, e); err != nil {
			return fmt.Errorf("store: ticket's clocks: %w", err)
		}
	}
	return s.SaveSheet(ctx, tx, q, id, sheet)
}

func orNull[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

var (
	// ErrKeyReused: the idempotency key belongs to a different request.
	ErrKeyReused = errors.New("store: idempotency key was used for a different request")
	// errRaced: the same request committed in between.
	errRaced = errors.New("store: the same request won")
)

// NewTicket is a checked draft with all that filing adds to it.
type NewTicket struct {
	Draft ticket.Draft // as ticket.Check gave it back, without faults
	Call  *FiledCall   // the call it was told in; nil: none
	Actor string       // username
	At    time.Time
	// Key and Request make a repetition harmless: the same key with the same
	// request's sum gives the first one's ticket. Key "": none.
	Key     string
	Request [32]byte
}

// FiledCall is the call of a ticket, with what to keep of it when the journal
// has not brought it yet.
type FiledCall struct {
	ID        call.ID
	Node      string
	From, To  string
	FromName  string
	StartedAt time.Time
}

// FileTicket numbers and keeps a ticket, its first event, its link to the call and
// the audit row, in one transaction. repeated is true when the key had been used
// for the same request. Errors: ErrKeyReused, or the database's.
func (s *Store) FileTicket(ctx context.Context, n NewTicket) (code ticket.Code, repeated bool, err error) {
	for range 2 {
		code, repeated, err = s.fileOnce(ctx, n)
		if !errors.Is(err, errRaced) {
			break
		}
	}
	return code, repeated, err
}

func (s *Store) fileOnce(ctx context.Context, n NewTicket) (code ticket.Code, repeated bool, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		if n.Key != "" {
			before, err := q.IdempotencyOf(ctx, db.IdempotencyOfParams{Actor: n.Actor, Key: n.Key})
			switch {
			case err == nil && string(before.Request) != string(n.Request[:]):
				return ErrKeyReused
			case err == nil:
				code, repeated = ticket.Code(before.Code), true
				return nil
			case !errors.Is(err, pgx.ErrNoRows):
				return fmt.Errorf("store: idempotency key: %w", err)
			}
		}
		code, err = fileTicket(ctx, q, n)
		return err
	})
	return code, repeated, err
}

func fileTicket(ctx context.Context, q *db.Queries, n NewTicket) (ticket.Code, error) {
	year := n.At.In(ticket.Zone).Year()
	number, err := q.NextTicketNumber(ctx, int32(year))
	if err != nil {
		return "", fmt.Errorf("store: ticket's number: %w", err)
	}
	code, err := ticket.NewCode(year, int(number))
	if err != nil {
		return "", err
	}
	id, err := q.TicketInsert(ctx, row(n, code, year, number))
	if err != nil {
		return "", fmt.Errorf("store: keep ticket: %w", err)
	}
	if n.Call != nil {
		if err := linkCall(ctx, q, id, *n.Call); err != nil {
			return "", err
		}
	}
	if err := noteFiling(ctx, q, n, id, code); err != nil {
		return "", err
	}
	if n.Key == "" {
		return code, nil
	}
	kept, err := q.IdempotencyKeep(ctx, db.IdempotencyKeepParams{Actor: n.Actor, Key: n.Key, Request: n.Request[:], TicketID: id, CreatedAt: n.At})
	if err != nil {
		return "", fmt.Errorf("store: idempotency key: %w", err)
	}
	if kept == 0 {
		return "", errRaced
	}
	return code, nil
}

func row(n NewTicket, code ticket.Code, year int, number int32) db.TicketInsertParams {
	d, s := n.Draft, n.Draft.Sender
	return db.TicketInsertParams{
		Code: string(code), Year: int32(year), Number: number, State: string(ticket.StateReceived), Policy: ticket.Policy,
		GroupID: int32(d.Group), Field: orNull(d.Field), Unit: orNull(d.Unit), Content: d.Content, Address: d.Address, Directive: d.Directive,
		Urgent: d.Urgent, Confidential: d.Confidential, Channel: string(d.Channel),
		SenderType: string(s.Type), SenderName: s.Name, SenderAddress: s.Address, SenderPhone: s.Phone, SenderEmail: s.Email,
		NoAddress: s.NoAddress, NoPhone: s.NoPhone, NoEmail: s.NoEmail, Complete: s.Complete(), CreatedBy: n.Actor, CreatedAt: n.At,
	}
}

func linkCall(ctx context.Context, q *db.Queries, ticketID int64, c FiledCall) error {
	err := q.EnsureCall(ctx, db.EnsureCallParams{
		ID: string(c.ID), Node: c.Node, FromRaw: Text(c.From), FromNumber: number(c.From), FromName: Text(c.FromName),
		ToNumber: number(c.To), StartedAt: c.StartedAt,
	})
	if err == nil {
		err = q.TicketCallLink(ctx, db.TicketCallLinkParams{TicketID: ticketID, CallID: string(c.ID)})
	}
	if err != nil {
		return fmt.Errorf("store: link ticket to call: %w", err)
	}
	return nil
}

func noteFiling(ctx context.Context, q *db.Queries, n NewTicket, id int64, code ticket.Code) error {
	detail := map[string]string{"state": string(ticket.StateReceived)}
	if n.Call != nil {
		detail["call"] = string(n.Call.ID)
	}
	raw, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("store: ticket's event: %w", err)
	}
	err = q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: id, At: n.At, Actor: n.Actor, Kind: "ticket.received", Data: raw})
	if err != nil {
		return fmt.Errorf("store: ticket's event: %w", err)
	}
	err = q.AuditAppend(ctx, db.AuditAppendParams{At: n.At, Actor: n.Actor, Action: "ticket.create", Object: "ticket:" + string(code), Detail: raw})
	if err != nil {
		return fmt.Errorf("store: audit: %w", err)
	}
	return nil
}

// Ticket gives a ticket with its unit's name and its calls; ErrNotFound.
func (s *Store) Ticket(ctx context.Context, code ticket.Code) (db.TicketByCodeRow, error) {
	t, err := s.TicketByCode(ctx, string(code))
	if err != nil {
		return db.TicketByCodeRow{}, fmt.Errorf("store: ticket: %w", notFound(err))
	}
	return t, nil
}

// Call gives a call's record; ErrNotFound.
func (s *Store) Call(ctx context.Context, id call.ID) (db.CallByIDRow, error) {
	c, err := s.CallByID(ctx, Text(string(id)))
	if err != nil {
		return db.CallByIDRow{}, fmt.Errorf("store: call: %w", notFound(err))
	}
	return c, nil
}

// Known loads what a draft's references are checked against.
func (s *Store) Known(ctx context.Context, unit string) (ticket.Known, error) {
	fields, err := s.Fields(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: fields: %w", err)
	}
	k := known{fields: make(map[string]ticket.Group, len(fields))}
	for _, f := range fields {
		k.fields[f.Code] = ticket.Group(f.Group)
	}
	if unit == "" {
		return k, nil
	}
	exists, err := s.UnitExists(ctx, Text(unit))
	if err != nil {
		return nil, fmt.Errorf("store: unit: %w", err)
	}
	if exists {
		k.unit = unit
	}
	return k, nil
}

type known struct {
	fields map[string]ticket.Group
	unit   string
}

func (k known) FieldGroup(field string) (ticket.Group, bool) {
	g, ok := k.fields[field]
	return g, ok
}

func (k known) HasUnit(unit string) bool { return unit != "" && unit == k.unit }

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
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

// FileTicket numbers and keeps a ticket, its first event, its link to the call, the
// audit row, and the message that tells the sender its code, in one transaction, at the time that the database's clock shows. repeated is true when the key had been used
// for the same request. Errors: ErrKeyReused, with the code of the ticket that was filed by the key; or the database's.
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
	err = s.TxAgain(ctx, func(tx pgx.Tx, q *db.Queries) error {
		if n.Key != "" {
			before, err := q.IdempotencyOf(ctx, db.IdempotencyOfParams{Actor: n.Actor, Key: n.Key})
			switch {
			case err == nil && string(before.Request) != string(n.Request[:]):
				code = ticket.Code(before.Code)
				return ErrKeyReused
			case err == nil:
				code, repeated = ticket.Code(before.Code), true
				return nil
			case !errors.Is(err, pgx.ErrNoRows):
				return fmt.Errorf("store: idempotency key: %w", err)
			}
		}
		code, err = s.fileTicket(ctx, tx, q, n)
		return err
	})
	return code, repeated, err
}

func (s *Store) fileTicket(ctx context.Context, tx pgx.Tx, q *db.Queries, n NewTicket) (ticket.Code, error) {
	now, err := q.Now(ctx)
	if err != nil {
		return "", fmt.Errorf("store: now: %w", err)
	}
	row := newRow{draft: n.Draft, origin: ticket.OriginOperator, createdBy: &n.Actor, actor: n.Actor, at: now}
	if n.Call != nil {
		row.call = string(n.Call.ID)
		if err := ensureFiledCall(ctx, q, *n.Call); err != nil {
			return "", err
		}
	}
	made, err := s.keepTicket(ctx, tx, q, row)
	if err != nil {
		return "", err
	}
	err = s.TellSender(ctx, tx, q, SenderNotice{ // whatever the channel, they have the code (Điều 6, 8.1)
		Ticket: made.ID, Code: made.Code, Via: n.Draft.Channel, Phone: n.Draft.Sender.Phone, Email: n.Draft.Sender.Email, Key: lang.SMSReceived,
		Cause: "ticket:" + string(made.Code) + ":received", At: now, Hours: notify.Awaited, Call: orNull(Text(row.call)),
	})
	if err != nil || n.Key == "" {
		return made.Code, err
	}
	kept, err := q.IdempotencyKeep(ctx, db.IdempotencyKeepParams{Actor: n.Actor, Key: n.Key, Request: n.Request[:], TicketID: made.ID, CreatedAt: now})
	if err != nil {
		return "", fmt.Errorf("store: idempotency key: %w", err)
	}
	if kept == 0 {
		return "", errRaced
	}
	return made.Code, nil
}

// ensureFiledCall keeps what the desk knows of a call that the journal has not brought yet.
func ensureFiledCall(ctx context.Context, q *db.Queries, c FiledCall) error {
	err := q.EnsureCall(ctx, db.EnsureCallParams{
		ID: string(c.ID), Node: c.Node, FromRaw: Text(c.From), FromNumber: number(c.From), FromName: Text(c.FromName),
		ToNumber: number(c.To), StartedAt: c.StartedAt,
	})
	if err != nil {
		return fmt.Errorf("store: call of a ticket: %w", err)
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

// Asserted gives the number that the network asserts of a caller who withholds it;
// ErrNotFound when there is none.
func (s *Store) Asserted(ctx context.Context, id call.ID) (string, error) {
	number, err := s.CallAsserted(ctx, Text(string(id)))
	if err != nil {
		return "", fmt.Errorf("store: withheld number: %w", notFound(err))
	}
	return number, nil
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

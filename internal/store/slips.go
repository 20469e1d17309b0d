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

// SlipSource gathers what calls tell for a transfer slip: who called, whom of the units
// was tried, and what was recorded.
func (s *Store) SlipSource(ctx context.Context, calls []string) (from ticket.SlipSource, err error) {
	return slipSource(ctx, s.Queries, calls)
}

func slipSource(ctx context.Context, s *db.Queries, calls []string) (from ticket.SlipSource, err error) {
	from = ticket.SlipSource{Calls: []ticket.SlipCall{}, Recordings: []ticket.SlipRecording{}}
	named, err := s.CallsNamed(ctx, calls)
	if err != nil {
		return from, fmt.Errorf("store: calls of a slip: %w", err)
	}
	for _, c := range named {
		from.Calls = append(from.Calls, ticket.SlipCall{ID: c.ID, From: c.FromNumber, StartedAt: c.StartedAt})
	}
	tried, err := s.ConsultationsOf(ctx, calls)
	if err != nil {
		return from, fmt.Errorf("store: consultations of a slip: %w", err)
	}
	from.Tried = attempts(tried)
	recordings, err := s.RecordingsShown(ctx, calls)
	if err != nil {
		return from, fmt.Errorf("store: recordings of a slip: %w", err)
	}
	for _, r := range recordings {
		from.Recordings = append(from.Recordings, ticket.SlipRecording{ID: r.Recording.ID.String(), Call: r.Recording.CallID, Leg: r.Recording.Leg})
	}
	return from, nil
}

// attempts makes of the journal's entries one item a telephone that was called. Of one
// call's several follow one another.
func attempts(entries []db.ConsultationsOfRow) []ticket.Attempt {
	all, last := []ticket.Attempt{}, map[string]int{}
	for _, e := range entries {
		if e.Kind == string(call.KindConsulting) {
			last[e.CallID] = len(all)
			all = append(all, ticket.Attempt{
				At: e.At, Unit: e.Unit, UnitName: e.UnitName, Number: e.Number, Officer: e.OfficerName, Operator: e.Operator,
			})
			continue
		}
		i, known := last[e.CallID]
		switch {
		case !known: // its beginning is lost
		case e.Kind == string(call.KindConsultEnded):
			all[i].Outcome = e.Outcome
		default:
			all[i].Spoke = true
		}
	}
	return all
}

// ErrNoSlipNow: a slip is drafted of the ticket no more, in the state in which it is.
type ErrNoSlipNow struct{ State ticket.State }

func (e ErrNoSlipNow) Error() string { return "store: no slip of a ticket that is " + string(e.State) }

// NewSlip is a slip to be kept with a ticket, or with a call that has none.
type NewSlip struct {
	Slip   ticket.Slip
	Ticket *db.Ticket
	Call   *FiledCall // nil: drafted from the ticket
	Actor  string     // username
	At     time.Time
}

// KeepSlip keeps a slip with the ticket's history and the audit row. One that was drafted
// before for the same unit says what is known now; what it said before is kept beside it.
// [ErrNoSlipNow]: no slip is drafted of the ticket in the state in which it is, or has come to since it was read.
func (s *Store) KeepSlip(ctx context.Context, n NewSlip) (id int64, err error) {
	err = s.Tx(ctx, func(_ pgx.Tx, q *db.Queries) error {
		body, err := json.Marshal(n.Slip)
		if err != nil {
			return err
		}
		var callID *string
		if n.Call != nil {
			if err := ensureFiledCall(ctx, q, *n.Call); err != nil {
				return err
			}
			callID = orNull(string(n.Call.ID))
		}
		if n.Ticket == nil {
			id, err = q.SlipDraftOfCall(ctx, db.SlipDraftOfCallParams{
				CallID: *callID, Unit: n.Slip.Unit, Body: body, DraftedBy: n.Actor, DraftedAt: n.At,
			})
		} else {
			id, err = n.ofTicket(ctx, q, db.SlipDraftParams{
				TicketID: &n.Ticket.ID, CallID: callID, Unit: n.Slip.Unit, Body: body, DraftedBy: n.Actor, DraftedAt: n.At,
			})
		}
		if err != nil {
			return err
		}
		if err := q.SlipDraftKeep(ctx, db.SlipDraftKeepParams{SlipID: id, Body: body, DraftedBy: n.Actor, DraftedAt: n.At}); err != nil {
			return err
		}
		return n.note(ctx, q, id)
	})
	if err != nil {
		return 0, fmt.Errorf("store: keep slip: %w", err)
	}
	return id, nil
}

// ofTicket keeps it with the ticket, which goes nowhere meanwhile.
func (n NewSlip) ofTicket(ctx context.Context, q *db.Queries, p db.SlipDraftParams) (int64, error) {
	locked, err := q.TicketLock(ctx, db.TicketLockParams{ID: p.TicketID})
	if err != nil {
		return 0, err
	}
	if s := ticket.State(locked.Ticket.State); !s.MaySlip() {
		return 0, ErrNoSlipNow{s}
	}
	return q.SlipDraft(ctx, p)
}

func (n NewSlip) note(ctx context.Context, q *db.Queries, id int64) error {
	raw, err := json.Marshal(map[string]any{"slip": id, "unit": n.Slip.Unit})
	if err != nil {
		return err
	}
	var object string
	if n.Ticket != nil {
		object = "ticket:" + n.Ticket.Code
		err := q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: n.Ticket.ID, At: n.At, Actor: n.Actor, Kind: "ticket.slip_drafted", Data: raw})
		if err != nil {
			return err
		}
	} else {
		object = "call:" + string(n.Call.ID)
	}
	return q.AuditAppend(ctx, db.AuditAppendParams{At: n.At, Actor: n.Actor, Action: "slip.draft", Object: object, Detail: raw})
}

// joinSlips gives a ticket the slips that were drafted in its call. Where it has a draft for the
// unit, that one goes on: it says what was written last, and what it said before is kept beside it.
func joinSlips(ctx context.Context, q *db.Queries, id int64, n newRow) error {
	waiting, err := q.SlipsWaiting(ctx, n.call)
	if err != nil {
		return fmt.Errorf("store: slips of the ticket's call: %w", err)
	}
	for _, row := range waiting {
		if err := joinSlip(ctx, q, id, n, row); err != nil {
			return fmt.Errorf("store: slip of the ticket: %w", err)
		}
	}
	return nil
}

func joinSlip(ctx context.Context, q *db.Queries, id int64, n newRow, row db.TransferSlip) error {
	slip, err := ReadSlip(row.Body)
	if err != nil {
		return err
	}
	drafted, err := q.SlipDrafted(ctx, db.SlipDraftedParams{TicketID: id, Unit: row.Unit})
	goesOn := err == nil
	switch {
	case goesOn:
		before, err := ReadSlip(drafted.Body)
		if err != nil {
			return err
		}
		slip = before.Again(slip)
	case !errors.Is(err, pgx.ErrNoRows):
		return err
	}
	body, err := json.Marshal(slip.Filed(n.draft))
	if err != nil {
		return err
	}
	of := row.ID
	if goesOn {
		of, err = q.SlipDraft(ctx, db.SlipDraftParams{TicketID: &id, CallID: row.CallID, Unit: row.Unit, Body: body, DraftedBy: row.DraftedBy, DraftedAt: row.DraftedAt})
		if err == nil {
			err = q.SlipDraftKeep(ctx, db.SlipDraftKeepParams{SlipID: of, Body: body, DraftedBy: row.DraftedBy, DraftedAt: row.DraftedAt})
		}
	} else {
		err = q.SlipJoin(ctx, db.SlipJoinParams{ID: row.ID, TicketID: id, Body: body})
	}
	if err != nil {
		return err
	}
	raw, err := json.Marshal(map[string]any{"slip": of, "unit": row.Unit})
	if err != nil {
		return err
	}
	return q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: id, At: row.DraftedAt, Actor: row.DraftedBy, Kind: "ticket.slip_drafted", Data: raw})
}

// ReadSlip reads a slip as it is kept.
func ReadSlip(body json.RawMessage) (s ticket.Slip, err error) {
	if err := json.Unmarshal(body, &s); err != nil {
		return s, fmt.Errorf("store: a slip that is kept: %w", err)
	}
	return s, nil
}

// CallTicket is the newest ticket of a call; ErrNotFound.
func (s *Store) CallTicket(ctx context.Context, id call.ID) (db.TicketByCodeRow, error) {
	c, err := s.Call(ctx, id)
	if err != nil {
		return db.TicketByCodeRow{}, err
	}
	if len(c.Tickets) == 0 {
		return db.TicketByCodeRow{}, fmt.Errorf("store: ticket of call %s: %w", id, ErrNotFound)
	}
	return s.Ticket(ctx, ticket.Code(c.Tickets[len(c.Tickets)-1]))
}
